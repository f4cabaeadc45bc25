"""The roster on paper and as files: previewed, exported, imported off the GUI thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from hallduty.ui.progress_strip import ProgressStrip
from hallduty.ui.roster.month_head import MonthHead

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk


class RosterOutput(QObject):
    """Prints, exports and imports the month that the head shows."""

    def __init__(self, desk: Desk, head: MonthHead, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._head, self._window = desk, head, window
        self.strip = ProgressStrip()
