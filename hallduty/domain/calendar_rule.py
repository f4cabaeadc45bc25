"""The rule of the filing period: 税收征收管理法实施细则 第一百零九条, as the tables show it.

This reading gives every month of the official tables of 2021 to 2026 (facts of the field 1):
a run of days off that holds a public holiday counts with its days from the 1st to the 15th if
they are three or more; the last day is then that many WORKING days after the 15th. Without one
it is the 15th, or the next working day.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from hallduty.domain import times
from hallduty.domain.calendar_days import Holidays

# Taxes fall due within 15 days after the end of a month or quarter.
STATUTORY_DAY = 15
# 税收征收管理法实施细则 第一百零九条: three or more days off in a row extend the period.
EXTENDING_DAYS = 3

_DAY = timedelta(days=1)


def last_day_by_rule(holidays: Holidays, year: int, month: int) -> tuple[date, str]:
    """Return a month's last day by the rule, and in a sentence why it is that day."""
    statutory = date(year, month, STATUTORY_DAY)
    extension = sum(
        len(days) for days in _blocks(holidays, year, month) if len(days) >= EXTENDING_DAYS
    )
    if extension:
        reason = f"{month}月1日至15日内连续休假{extension}天，顺延{extension}个工作日"
        return _working_day_after(holidays, statutory, extension), reason
    if holidays.is_working(statutory):
        return statutory, "期满日为15日"
    last_day = _working_day_after(holidays, statutory, 1)
    return last_day, f"15日（{times.weekday_cn(statutory)}）休假，顺延至下一工作日"


def _blocks(holidays: Holidays, year: int, month: int) -> Iterator[list[date]]:
    """Yield, for each run of days off with a public holiday in it, its days up to the 15th."""
    day = date(year, month, 1)
    while day.month == month and day.day <= STATUTORY_DAY:
        if holidays.is_working(day):
            day += _DAY
            continue
        run = _run_around(holidays, day)
        if any(each in holidays.off for each in run):
            yield [d for d in run if d.month == month and d.day <= STATUTORY_DAY]
        day = run[-1] + _DAY


def _run_around(holidays: Holidays, day: date) -> list[date]:
    first = last = day
    while not holidays.is_working(first - _DAY):
        first -= _DAY
    while not holidays.is_working(last + _DAY):
        last += _DAY
    return [first + _DAY * n for n in range((last - first).days + 1)]


def _working_day_after(holidays: Holidays, day: date, count: int) -> date:
    while count:
        day += _DAY
        count -= holidays.is_working(day)
    return day
