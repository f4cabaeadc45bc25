"""值班 · 值班表: the roster of a month."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from hallduty.ui.roster.month_picture import MonthPicture
from hallduty.ui.widgets import column

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk


class RosterView(QWidget):
    """Shows the month."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.picture = MonthPicture(desk, self)
        column(self).addWidget(self.picture)
        self.setFocusProxy(self.picture)
