"""A year's filing periods as rows: last day, mark, days, working days, peak days, days left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from hallduty.domain import times
from hallduty.domain.calendar import QUARTER_MONTHS
from hallduty.domain.calendar_days import spans
from hallduty.ui.table_models import Column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hallduty.domain.calendar import Deadline, FilingCalendar

MARK_TONES = {"官方": "green", "自定": "violet", "推算": "amber"}
NOT_KNOWN = "未公布"
_UNKNOWN = "—"


@dataclass(frozen=True, slots=True)
class MonthRow:
    """One month of the year that is shown; `working` and `peak` are None while unknown."""

    year: int
    month: int
    today: date
    deadline: Deadline | None
    working: tuple[date, ...] | None
    peak: tuple[date, ...] | None

    @property
    def left(self) -> int | None:
        """Whole days from today to the last day."""
        return None if self.deadline is None else (self.deadline.last_day - self.today).days


def year_rows(calendar: FilingCalendar, year: int, today: date) -> list[MonthRow]:
    """Return the twelve months of `year` as the calendar has them."""

    def days(found: Sequence[date] | None) -> tuple[date, ...] | None:
        return None if found is None else tuple(found)

    return [
        MonthRow(
            year,
            month,
            today,
            calendar.deadline(year, month),
            days(calendar.working_days(year, month)),
            days(calendar.peak_days(year, month)),
        )
        for month in range(1, 13)
    ]


def columns() -> tuple[Column[MonthRow], ...]:
    """Return the columns of the year's table."""
    return (
        Column("month", "月份", lambda r: f"{r.month}月", 3),
        Column("last", "截止日", _last, 9),
        Column("mark", "来源", _mark, 4, pill=_tone),
        Column("left", "距截止", _left, 6),
        Column("days", "征期", _length, 4, right=True),
        Column("working", "工作日", _working, 4, right=True),
        Column("peak", "高峰日", _peak, 4, right=True),
        Column(
            "reason", "依据", lambda r: r.deadline.reason if r.deadline else "", 8, stretch=True
        ),
    )


def peak_words(row: MonthRow) -> str:
    """Say which days are peak days and why: 11月12日、13日、16日（征期最后3个工作日）."""
    if row.peak is None or row.deadline is None:
        return "节假日数据导入后才能算出"
    if row.month in QUARTER_MONTHS:
        return f"季度申报月，征期内 {len(row.peak)} 个工作日都是高峰日"
    named = "、".join(_span(first, last) for first, last in spans(row.peak))
    return f"{row.month}月{named}（征期最后 {len(row.peak)} 个工作日）"


def _span(first: date, last: date) -> str:
    return f"{first.day}日" if first == last else f"{first.day}—{last.day}日"


def _last(row: MonthRow) -> str:
    if row.deadline is None:
        return NOT_KNOWN
    day = row.deadline.last_day
    return f"{day.month}月{day.day}日 {times.weekday_cn(day)}"


def _mark(row: MonthRow) -> str:
    return row.deadline.mark if row.deadline else ""


def _tone(row: MonthRow) -> str | None:
    return MARK_TONES[row.deadline.mark] if row.deadline else None


def _length(row: MonthRow) -> str:
    return f"{row.deadline.last_day.day} 天" if row.deadline else _UNKNOWN


def _working(row: MonthRow) -> str:
    return _UNKNOWN if row.working is None else f"{len(row.working)} 天"


def _peak(row: MonthRow) -> str:
    return _UNKNOWN if row.peak is None else f"{len(row.peak)} 天"


def _left(row: MonthRow) -> str:
    if row.left is None:
        return ""
    if row.left < 0:
        return "已截止"
    return f"还有 {row.left} 天" if row.left else "今日截止"
