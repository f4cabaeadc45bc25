"""The date ranges that one button chooses: today, this week, this filing period …"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hallduty.domain.calendar import FilingCalendar

Range = tuple[date | None, date | None]


@dataclass(frozen=True, slots=True)
class Period:
    """One quick choice: its code, its word on the button, and the days it means."""

    code: str
    label: str
    days: Callable[[date, FilingCalendar], Range | None]


def month_of(day: date) -> tuple[date, date]:
    """Return the first and the last day of a day's month."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _week(day: date, _calendar: FilingCalendar) -> Range:
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def _filing(day: date, calendar: FilingCalendar) -> Range | None:
    """Return this month's filing period; None when its last day is not known."""
    deadline = calendar.deadline(day.year, day.month)
    return (day.replace(day=1), deadline.last_day) if deadline else None


PERIODS = (
    Period("today", "今天", lambda day, _: (day, day)),
    Period("week", "本周", _week),
    Period("month", "本月", lambda day, _: month_of(day)),
    Period("filing", "本征期", _filing),
    Period("year", "今年", lambda day, _: (date(day.year, 1, 1), date(day.year, 12, 31))),
    Period("all", "全部", lambda _day, _calendar: (None, None)),
)
