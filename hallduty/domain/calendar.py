"""Filing calendar (征期): the last day of every month's filing period, official or computed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from hallduty.domain import times

# Taxes fall due within 15 days after the end of a month or quarter.
STATUTORY_DAY = 15
# 税收征收管理法实施细则 第一百零九条: three or more days off in a row extend the period.
EXTENDING_DAYS = 3
# The quarter's first months bring the quarterly returns; so do the last working days of any
# period the people who waited (facts of the field: filing period, peaks).
QUARTER_MONTHS = frozenset({1, 4, 7, 10})
PEAK_DAYS = 3
# The hall stops serving at 17:00, so its own clock runs to then, not to midnight.
HALL_CLOSES = time(17, 0)

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Holidays:
    """Days off and days worked instead (调休), for the years that were announced.

    `off` holds every day of a public holiday, weekends inside it included; `worked` the weekend
    days worked instead; any other weekend day is off. A year not in `years` is unknown.
    """

    off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()
    years: frozenset[int] = frozenset()

    def is_working(self, day: date) -> bool:
        """Tell whether `day` is worked; weekends alone decide in a year that is unknown."""
        if day in self.worked:
            return True
        return day not in self.off and day.weekday() < 5


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day of a month's filing period, and why it is that day."""

    year: int
    month: int
    last_day: date
    official: bool
    reason: str

    @property
    def mark(self) -> str:
        """官方 for an announced day, 推算 for a computed one."""
        return "官方" if self.official else "推算"


@dataclass(frozen=True, slots=True)
class FilingPeriod:
    """A month's filing period (征期), from the 1st to its last day."""

    month: int
    first_day: date
    last_day: date
    official: bool

    def contains(self, day: date) -> bool:
        """Tell whether `day` lies in the period."""
        return self.first_day <= day <= self.last_day

    def days_left(self, day: date) -> int:
        """Whole days from `day` to the last day; 0 on it, negative after it."""
        return (self.last_day - day).days


class FilingCalendar:
    """Knows the filing deadlines: announced tables first, the rule for announced holidays else.

    A year with neither is unknown: it is said so, never guessed.
    """

    def __init__(
        self,
        holidays: Holidays,
        official: Mapping[tuple[int, int], date] | None = None,
        sources: Mapping[int, str] | None = None,
    ) -> None:
        """Take the days off, the announced last days by (year, month), and who announced them."""
        self.holidays = holidays
        self._official = dict(official or {})
        self._sources = dict(sources or {})

    def deadline(self, year: int, month: int) -> Deadline | None:
        """Return the month's last day: the announced one, else the computed one, else None."""
        announced = self._official.get((year, month))
        if announced is None:
            return self.computed(year, month)
        reason = self._sources.get(year) or "官方通知"
        return Deadline(year, month, announced, True, reason)

    def computed(self, year: int, month: int) -> Deadline | None:
        """Return what the rule alone gives; None in a year whose holidays are unknown."""
        if year not in self.holidays.years:
            return None
        last_day, reason = _by_rule(self.holidays, year, month)
        return Deadline(year, month, last_day, False, reason)

    def deadlines(self, year: int, *, computed: bool = False) -> list[Deadline] | None:
        """Return the twelve deadlines of a year, or None when the year is unknown."""
        ask = self.computed if computed else self.deadline
        found = [ask(year, month) for month in range(1, 13)]
        known = [deadline for deadline in found if deadline is not None]
        return known if len(known) == 12 else None

    def period_of(self, day: date) -> FilingPeriod | None:
        """Return the period of the month of `day`, over or not; None when it is unknown."""
        deadline = self.deadline(day.year, day.month)
        if deadline is None:
            return None
        return FilingPeriod(day.month, day.replace(day=1), deadline.last_day, deadline.official)

    def period_on(self, day: date) -> FilingPeriod | None:
        """Return the period that `day` lies in; None after its last day or when unknown."""
        period = self.period_of(day)
        return period if period is not None and period.contains(day) else None

    def working_day_index(self, day: date) -> int | None:
        """Return which working day of its month's period `day` is, from 1.

        None outside the period, on a day off, and when the year's holidays are unknown.
        """
        period = self.period_on(day)
        known = day.year in self.holidays.years
        if period is None or not known or not self.holidays.is_working(day):
            return None
        days = (period.first_day + _DAY * n for n in range((day - period.first_day).days + 1))
        return sum(1 for each in days if self.holidays.is_working(each))

    def peak(self, day: date) -> str:
        """Return why `day` is a peak day, which asks for more people (五（一）); empty when not."""
        period = self.period_on(day)
        if period is None or not self.holidays.is_working(day):
            return ""
        coming = (day + _DAY * n for n in range(period.days_left(day) + 1))
        if sum(self.holidays.is_working(each) for each in coming) <= PEAK_DAYS:
            return f"征期最后{PEAK_DAYS}个工作日"
        return "季度申报月" if period.month in QUARTER_MONTHS else ""


def filing_clock(calendar: FilingCalendar, now: datetime) -> str:
    """Return the sentence of the top strip: 征期 距11月16日截止 3天6小时."""
    period = calendar.period_of(now.date())
    if period is None:
        return f"征期 {now.year}年没有截止日数据"
    last = f"{period.month}月{period.last_day.day}日"
    mark = "" if period.official else "（推算）"
    if now.date() > period.last_day:
        return f"征期已于{last}结束{mark}"
    minutes = times.minutes_between(now, datetime.combine(period.last_day, HALL_CLOSES))
    if minutes == 0:
        return f"征期 今日（{last}）截止{mark}"
    return f"征期 距{last}截止{mark} {_left(minutes)}"


def _left(minutes: int) -> str:
    days, rest = divmod(minutes, 1440)
    if days:
        return f"{days}天{rest // 60}小时"
    return times.duration_cn(rest)


def _by_rule(holidays: Holidays, year: int, month: int) -> tuple[date, str]:
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
