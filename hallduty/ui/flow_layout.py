"""A layout that puts its items side by side and begins a new line when the room ends."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Items in reading order; `gap` is the space in pixels between them, both ways."""

    def __init__(self, parent: QWidget | None = None, gap: int = 8) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        margins = self.contentsMargins()
        return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom())

    def _place(self, rect: QRect, *, move: bool) -> int:
        """Lay the items out line by line; return the height that they take."""
        margins = self.contentsMargins()
        inside = rect.marginsRemoved(margins)
        line: list[tuple[QLayoutItem, QSize]] = []
        x, y, line_height = inside.x(), inside.y(), 0
        for item in self._items:
            widget = item.widget()
            if widget is not None and widget.isHidden():
                continue
            size = item.sizeHint()
            if line and x + size.width() > inside.right() + 1:
                self._set_line(line, inside.x(), y, line_height, move)
                x, y, line, line_height = inside.x(), y + line_height + self._gap, [], 0
            line.append((item, size))
            x += size.width() + self._gap
            line_height = max(line_height, size.height())
        self._set_line(line, inside.x(), y, line_height, move)
        return y + line_height - rect.y() + margins.bottom()

    def _set_line(
        self, line: list[tuple[QLayoutItem, QSize]], x: int, y: int, height: int, move: bool
    ) -> None:
        if not move:
            return
        for item, size in line:
            top = y + (height - size.height()) // 2
            item.setGeometry(QRect(QPoint(x, top), size))
            x += size.width() + self._gap
