"""Reads public holidays from the library chinesecalendar; the only module that knows it."""

from __future__ import annotations

from pathlib import Path

from hallduty.domain.calendar import FilingCalendar, Holidays
from hallduty.domain.calendar_file import load_deadlines


def announced() -> Holidays:
    """Return the holidays that the library knows; years after its last one are unknown."""
    # Imported here: its tables cost time that a start without them need not pay.
    from chinese_calendar import constants

    off = frozenset(constants.holidays)
    return Holidays(
        off=off,
        worked=frozenset(constants.workdays),
        years=frozenset(day.year for day in off),
    )


def filing_calendar(folder: Path) -> FilingCalendar:
    """Build the calendar from the library's holidays and the folder's announced deadlines.

    Raises UserError naming file, line and reason when the folder's file is wrong.
    """
    official = load_deadlines(folder)
    return FilingCalendar(announced(), official.last_days, official.sources)
