"""The page 政策: the register of policy questions (问题台账) and the daily report (日报)."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING

from hallduty.ui.policy.daily_view import DailyView
from hallduty.ui.policy.register_view import RegisterView
from hallduty.ui.voice_page import VoicePage

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from hallduty.ui.desk import Desk


class PolicyPage(VoicePage):
    """The questions, and the days over them."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.register = RegisterView(desk, self.output)
        self.reports = DailyView(desk, self.output)
        self.lay_out("政策问题", ("问题台账", "日报"), self.register, self.reports)

    def show_record(self, wanted: str) -> None:
        """Show question “12”, or the report of a day: “day#2026-11-13”; “new” begins one."""
        kind, _, rest = wanted.partition("#")
        if kind == "day":
            self.tabs.setCurrentIndex(1)
            with suppress(ValueError):
                self.reports.show_period(date.fromisoformat(rest))
        else:
            self.show_in_register(wanted)
