"""The page 值班: roster, duty log, filing calendar, fairness and leave under tabs (五（一）)."""

from __future__ import annotations

from datetime import date

from hallduty.ui import keys
from hallduty.ui.tabbed_page import Tab, TabbedPage


class RosterPage(TabbedPage):
    """Alt+1 … Alt+5 show the tabs."""

    title = "值班"
    tab_keys = keys.ROSTER_TABS
    all_tabs = (
        Tab("roster", "值班表", "hallduty.ui.roster.roster_view", "RosterView"),
        Tab("log", "日志与交接", "hallduty.ui.duty_logs.view", "DutyLogView"),
        Tab("calendar", "征期", "hallduty.ui.calendar.view", "CalendarView"),
        Tab("fairness", "公平", "hallduty.ui.roster.fairness_view", "FairnessView"),
        Tab("leave", "休假与轮值", "hallduty.ui.roster.rota_view", "RotaView"),
    )

    def show_record(self, wanted: str) -> None:
        """Show the tab that another page asked for (“log”, “calendar#2027”), or a day's cells.

        A day is “2026-11-13”, or “shift:20261113” where a draft waits; others are ignored.
        """
        key, _, record = wanted.partition("#")
        place = self.place_of(key)
        if place < 0:
            day = _day(wanted)
            if day is None:
                return
            key, place, record = self.all_tabs[0].key, 0, day
        self.tabs.setCurrentIndex(place)
        shown = self.tab(key)
        if record and hasattr(shown, "show_record"):
            shown.show_record(record)


def _day(wanted: str) -> str | None:
    """Return the day that is asked for, as 2026-11-13; None when it is none."""
    try:
        return date.fromisoformat(wanted.removeprefix("shift:")).isoformat()
    except ValueError:
        return None
