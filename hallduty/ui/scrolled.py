"""Lets a part of the screen scroll where it does not fit; the field with the keys stays in view."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from hallduty.ui import theme


def vertical_scroll() -> QScrollArea:
    """Return an area that scrolls up and down only, and leaves the keys to what is inside."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area


class Scrolled(QScrollArea):
    """Shows `inside` at its full height; the keys that go to a part of it bring it into view.

    Up to the height `most` it asks for the room that `inside` needs, and scrolls only beyond.
    """

    def __init__(self, inside: QWidget, parent: QWidget | None = None, *, most: int = 0) -> None:
        super().__init__(parent)
        self._most = most
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(inside)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._follow)

    def minimumSizeHint(self) -> QSize:
        inside = self.widget()
        if not self._most or inside is None:
            return super().minimumSizeHint()
        least = inside.minimumSizeHint()
        tall = max(least.height(), inside.heightForWidth(self.viewport().width()))
        bar = self.verticalScrollBar().sizeHint().width() if tall > self._most else 0
        return QSize(least.width() + bar, min(tall, self._most))

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint() if self._most else super().sizeHint()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ask for other room when `inside` needs more or less of it."""
        done = super().eventFilter(watched, event)
        if self._most and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return done

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        # Enter goes on by setFocus(), which Qt follows with no scroll bar, unlike Tab.
        if now is not None and self.isAncestorOf(now):
            self.ensureWidgetVisible(now, 0, theme.px(40))
