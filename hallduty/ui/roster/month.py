"""One month of the roster as days: who leads, what kind of day it is, and what is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from hallduty.domain.roster import Part, Shift, month_grid

if TYPE_CHECKING:
    from hallduty.domain.calendar import FilingCalendar

# A gap this near is loud; one further off is still being planned.
NEAR_DAYS = 14


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the month as the grid shows it.

    `leaders` holds the names by part of the day; `gap` what is missing (“缺值班”, “缺下午”),
    `near` whether that is soon; `rest` 休 or 班 (a weekend day worked); `filing` 征期, 高峰,
    截止 or nothing.
    """

    day: date
    leaders: Mapping[Part, str] = field(default_factory=dict)
    working: bool = True
    rest: str = ""
    filing: str = ""
    deadline: bool = False
    today: bool = False
    past: bool = False
    gap: str = ""
    near: bool = False


def month_days(
    year: int,
    month: int,
    shifts: Sequence[Shift],
    names: Mapping[int, str],
    calendar: FilingCalendar,
    today: date,
) -> list[list[Day | None]]:
    """Return the month as weeks, Monday first; `names` are the leaders' by id."""
    led: dict[date, dict[Part, str]] = {}
    for shift in shifts:
        if shift.leader_id is not None:
            name = names.get(shift.leader_id, "？")
            led.setdefault(shift.day, {})[shift.part] = name
    return [
        [_day(day, led.get(day, {}), calendar, today) if day else None for day in week]
        for week in month_grid(year, month)
    ]


def _day(day: date, leaders: dict[Part, str], calendar: FilingCalendar, today: date) -> Day:
    working = calendar.holidays.is_working(day)
    missing = missing_part(leaders) if working and day >= today else ""
    period = calendar.period_on(day)
    return Day(
        day=day,
        leaders=leaders,
        working=working,
        rest=_rest_word(day, working, calendar),
        filing=_filing_word(day, calendar),
        deadline=period is not None and period.last_day == day,
        today=day == today,
        past=day < today,
        gap=missing,
        near=bool(missing) and day <= today + timedelta(days=NEAR_DAYS),
    )


def missing_part(leaders: Mapping[Part, str]) -> str:
    """Return what part of a working day nobody leads: 缺值班, 缺上午, 缺下午, or nothing."""
    if Part.DAY in leaders:
        return ""
    parts = {Part.MORNING: "缺上午", Part.AFTERNOON: "缺下午"}
    missing = [word for part, word in parts.items() if part not in leaders]
    return "缺值班" if len(missing) == len(parts) else "".join(missing)


def _rest_word(day: date, working: bool, calendar: FilingCalendar) -> str:
    if working:
        return "班" if day.weekday() >= 5 else ""
    return "休" if day in calendar.holidays.off or day.weekday() < 5 else ""


def _filing_word(day: date, calendar: FilingCalendar) -> str:
    """Return 截止, 高峰 (the last working days, and all of a quarter's month), 征期 or nothing."""
    period = calendar.period_on(day)
    if period is None or not calendar.holidays.is_working(day):
        return ""
    if day == period.last_day:
        return "截止"
    return "高峰" if calendar.peak(day) else "征期"


def describe(day: date, calendar: FilingCalendar) -> str:
    """Return what stands over a chosen day: 征期第 10 个工作日，距截止 3 天."""
    period = calendar.period_on(day)
    known = day.year in calendar.holidays.years
    words = [] if calendar.holidays.is_working(day) else ["休息日"]
    if day.weekday() >= 5 and calendar.holidays.is_working(day):
        words.append("调休上班")
    if period is not None:
        index = calendar.working_day_index(day)
        left = period.days_left(day)
        words.append(f"征期第 {index} 个工作日" if index else "征期内")
        words.append("今日截止" if left == 0 else f"距截止 {left} 天")
    if not known:
        words.append(f"{day.year} 年节假日尚未公布，按周末推算")
    return "，".join(words)
