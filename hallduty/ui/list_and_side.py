"""A list with something about its chosen row at the right; where there is no room, one of them."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from hallduty.ui import theme
from hallduty.ui.widgets import row

# Narrower than this (at 14 px text) the side takes the place of the list.
_WIDE = 900
_SIDE = 380


class ListAndSide(QWidget):
    """Both side by side, or one at a time.

    narrowed(bool): there is no room for both, or there is again. turned(): another one is shown.
    """

    narrowed = Signal(bool)
    turned = Signal()

    def __init__(self, left: QWidget, side: QWidget) -> None:
        super().__init__()
        self._left, self._side = left, side
        self.narrow = False
        self._side_asked = False
        across = row(self, gap=10)
        across.addWidget(left, 1)
        across.addWidget(side)
        self._fit()

    @property
    def side_alone(self) -> bool:
        """Whether the side has taken the place of the list."""
        return self.narrow and self._side_asked

    def show_list(self) -> None:
        """Where only one has room, show the list."""
        self._turn(False)

    def show_side(self) -> None:
        """Where only one has room, show what stands beside the list elsewhere."""
        self._turn(True)

    def _turn(self, side: bool) -> None:
        self._side_asked = side
        self._fit()
        self.turned.emit()

    def _fit(self) -> None:
        self._left.setVisible(not self.side_alone)
        self._side.setVisible(not self.narrow or self._side_asked)
        if self.narrow:
            self._side.setMinimumWidth(0)
            self._side.setMaximumWidth(16_777_215)
        else:
            self._side.setFixedWidth(theme.px(_SIDE))
        layout = self.layout()
        if layout is not None:
            layout.setStretch(1, 1 if self.narrow else 0)  # type: ignore[attr-defined]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < theme.px(_WIDE)
        if narrow != self.narrow:
            self.narrow = narrow
            self._fit()
            self.narrowed.emit(narrow)
