"""Short labelled fields side by side, or two and two where there is no room for all of them."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from hallduty.ui import theme
from hallduty.ui.widgets import secondary

# A field (at 14 px text) narrower than this hides what is typed.
_NARROWEST = 74


class FieldGrid(QWidget):
    """Fields with their labels above them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fields: list[tuple[QWidget, QWidget]] = []
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.px(8))
        self._grid.setVerticalSpacing(theme.px(3))

    def add(self, text: str, field: QWidget) -> None:
        """Add a field with its label."""
        words = secondary(text)
        words.setBuddy(field)
        field.setMinimumWidth(theme.px(48))
        self._fields.append((words, field))
        self._place(len(self._fields))

    def minimumSizeHint(self) -> QSize:
        two = 2 * theme.px(_NARROWEST) + theme.px(8)
        return QSize(two, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = event.size().width() // theme.px(_NARROWEST + 8)
        self._place(len(self._fields) if room >= len(self._fields) else 2)

    def _place(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for number, (words, field) in enumerate(self._fields):
            line, place = divmod(number, columns)
            self._grid.addWidget(words, 2 * line, place)
            self._grid.addWidget(field, 2 * line + 1, place)
        for place in range(len(self._fields)):
            self._grid.setColumnStretch(place, 1 if place < columns else 0)
