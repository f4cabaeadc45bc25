"""Reads public holidays from the library chinesecalendar; the only module that knows it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hallduty.domain.calendar import FilingCalendar, Holidays
from hallduty.domain.calendar_file import load_deadlines

# The library's short names, as the State Council's notices write them.
_OFFICIAL_NAMES = {"清明": "清明节", "端午": "端午节", "中秋": "中秋节"}


def announced() -> Holidays:
    """Return the holidays that the library knows; years after its last one are unknown."""
    # Imported here: its tables cost time that a start without them need not pay.
    from chinese_calendar import constants

    chinese = _names(constants.Holiday)
    off = frozenset(constants.holidays)
    return Holidays(
        off=off,
        worked=frozenset(constants.workdays),
        years=frozenset(day.year for day in off),
        names={
            day: chinese.get(name, name)
            for days in (constants.holidays, constants.workdays)
            for day, name in days.items()
        },
    )


def _names(holiday: Any) -> dict[str, str]:
    """Return the holidays' Chinese names by the library's English ones."""
    return {each.value: _OFFICIAL_NAMES.get(each.chinese, each.chinese) for each in holiday}


def filing_calendar(folder: Path) -> FilingCalendar:
    """Build the calendar from the library's holidays and the folder's announced deadlines.

    Raises UserError naming file, line and reason when the folder's file is wrong.
    """
    official = load_deadlines(folder)
    return FilingCalendar(announced(), official.last_days, official.sources)
