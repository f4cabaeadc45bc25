"""The page 需求: the list of needs (需求台账) and the monthly analysis (月度分析)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hallduty.ui.needs.month_view import MonthView
from hallduty.ui.needs.register_view import NeedsView
from hallduty.ui.voice_page import VoicePage

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from hallduty.ui.desk import Desk


class NeedsPage(VoicePage):
    """The needs, and the months over them."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.register = NeedsView(desk, self.output)
        self.months = MonthView(desk, self.output)
        self.lay_out("需求收集", ("需求台账", "月度分析"), self.register, self.months)

    def show_record(self, wanted: str) -> None:
        """Show need “12”, or the analysis of a month: “month#2026-11”."""
        kind, _, rest = wanted.partition("#")
        if kind == "month":
            self.tabs.setCurrentIndex(1)
            self.months.show_month(rest)
        else:
            self.show_in_register(wanted)
