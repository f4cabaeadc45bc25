"""One window or device on the picture of the hall: a click marks it, in arranging it is moved."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QPushButton, QSizePolicy, QWidget

from hallduty.ui import theme
from hallduty.ui.hall.looks import Look
from hallduty.ui.widgets import set_property

_STEPS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}


class Tile(QPushButton):
    """Name and state in words on a colour.

    pressed_on(tile): marked by click, Enter or Space. stepped(tile, rows, columns): an arrow key.
    dropped(tile, QPoint): dragged to there (in the parent's coordinates). menu_asked(tile, QPoint).
    """

    pressed_on = Signal(object)
    stepped = Signal(object, int, int)
    dropped = Signal(object, object)
    menu_asked = Signal(object, object)

    def __init__(self, parent: QWidget, *, large: bool = False) -> None:
        super().__init__(parent)
        self.look: Look | None = None
        self.movable = False
        self._from: QPoint | None = None
        self._dragged = False
        self._large = large
        self.setProperty("window", "up")
        if large:
            self.setProperty("large", True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._clicked)

    def show_look(self, look: Look) -> None:
        """Show a window or device as it stands."""
        self.look = look
        self._write()
        self.setToolTip("拖动或用方向键移动" if self.movable else look.tip)
        self.setAccessibleName(f"{look.name} {look.word}")
        set_property(self, "window", look.state)

    def set_movable(self, movable: bool) -> None:
        """Let the tile be moved instead of marked."""
        self.movable = movable
        self.setCursor(Qt.CursorShape.SizeAllCursor if movable else Qt.CursorShape.ArrowCursor)
        if self.look is not None:
            self.show_look(self.look)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(30), super().minimumSizeHint().height())

    def _write(self) -> None:
        if self.look is None:
            return
        room = max(self.width() - theme.px(5), theme.px(24))
        size = 15 if self._large else 13
        # A long name is set smaller before it is cut.
        small = self._metrics(size).horizontalAdvance(self.look.title) > room
        set_property(self, "long", small)
        metrics = self._metrics(11 if small else size)
        title = metrics.elidedText(self.look.title, Qt.TextElideMode.ElideRight, room)
        self.setText(f"{title}\n{self.look.word}")

    def _metrics(self, size: int) -> QFontMetrics:
        font = QFont(self.font())
        font.setPixelSize(theme.px(size))
        return QFontMetrics(font)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._write()

    def _clicked(self) -> None:
        if not self._dragged:
            self.pressed_on.emit(self)

    # --- keys and mouse -----------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _STEPS:
            self.stepped.emit(self, *_STEPS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._dragged = False
        if self.movable and event.button() == Qt.MouseButton.LeftButton:
            self._from = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._from is None:
            super().mouseMoveEvent(event)
            return
        gone = event.position().toPoint() - self._from
        if self._dragged or gone.manhattanLength() >= QApplication.startDragDistance():
            self._dragged = True
            self.raise_()
            self.move(self.pos() + gone)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self._from = None
        if self._dragged:
            self.dropped.emit(self, self.geometry().center())
            self._dragged = False

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_asked.emit(self, event.globalPos())
