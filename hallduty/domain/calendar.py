"""Filing calendar (征期): the last day of every month's filing period, official or computed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from hallduty.domain import texts, times
from hallduty.domain.calendar_days import HolidayBlock, Holidays, YearHolidays, blocks_of
from hallduty.domain.calendar_rule import last_day_by_rule
from hallduty.domain.errors import FieldProblem

# The quarter's first months bring the quarterly returns; so do the last working days of any
# period the people who waited (facts of the field: filing period, peaks).
QUARTER_MONTHS = frozenset({1, 4, 7, 10})
PEAK_DAYS = 3
# The hall stops serving at 17:00, so its own clock runs to then, not to midnight.
HALL_CLOSES = time(17, 0)
# Before 2004 no table of the days off is at hand.
EARLIEST_YEAR, LATEST_YEAR = 2004, 2100

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day of a month's filing period, and why it is that day.

    `own` tells that the bureau entered or imported it, so that it can be taken back.
    """

    year: int
    month: int
    last_day: date
    official: bool
    reason: str
    own: bool = False

    @property
    def mark(self) -> str:
        """官方 for an announced day, 自定 for one set by the bureau, 推算 for a computed one."""
        return _mark(self.official, self.own)


@dataclass(frozen=True, slots=True)
class FilingPeriod:
    """A month's filing period (征期), from the 1st to its last day."""

    month: int
    first_day: date
    last_day: date
    official: bool
    own: bool = False

    @property
    def mark(self) -> str:
        """官方, 自定 or 推算, as of its deadline."""
        return _mark(self.official, self.own)

    def contains(self, day: date) -> bool:
        """Tell whether `day` lies in the period."""
        return self.first_day <= day <= self.last_day

    def days_left(self, day: date) -> int:
        """Whole days from `day` to the last day; 0 on it, negative after it."""
        return (self.last_day - day).days


class FilingCalendar:
    """Knows the filing deadlines: the bureau's own and announced ones first, the rule else.

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
        self._shipped_holidays = holidays
        self._official = dict(official or {})
        self._sources = dict(sources or {})
        self._own: dict[tuple[int, int], Deadline] = {}
        self._imported: dict[int, YearHolidays] = {}
        # A roster asks for the same month day after day.
        self._working: dict[tuple[int, int], list[date] | None] = {}

    def with_own(
        self, years: Iterable[YearHolidays], deadlines: Iterable[Deadline]
    ) -> FilingCalendar:
        """Return the shipped calendar with these years and deadlines of the bureau over it.

        They replace the ones that were over it before.
        """
        made = FilingCalendar(self._shipped_holidays, self._official, self._sources)
        made._imported = {each.year: each for each in years}
        made.holidays = made._shipped_holidays.with_years(made._imported.values())
        made._own = {(d.year, d.month): replace(d, own=True) for d in deadlines}
        return made

    def taking(
        self, years: Iterable[YearHolidays], deadlines: Iterable[Deadline]
    ) -> FilingCalendar:
        """Return the calendar after an import; what the bureau set by hand (自定) stays."""
        both = {**self._imported, **{each.year: each for each in years}}
        own = dict(self._own)
        for each in deadlines:
            if stays_by_hand(own.get((each.year, each.month))):
                continue
            own[each.year, each.month] = each
        return self.with_own(both.values(), own.values())

    def knows(self, year: int) -> bool:
        """Tell whether the days off of `year` are known; without them nothing is computed."""
        return year in self.holidays.years

    def holiday_source(self, year: int) -> str:
        """Return where the days off of a known year come from; empty when it is unknown."""
        if year in self._imported:
            return self._imported[year].source or "本单位导入"
        return "程序自带" if self.knows(year) else ""

    def is_imported(self, year: int) -> bool:
        """Tell whether the days off of `year` were imported, so that they can be taken back."""
        return year in self._imported

    def blocks(self, year: int) -> list[HolidayBlock]:
        """Return the holidays of a year as its notice lists them; none when it is unknown."""
        imported = self._imported.get(year)
        if imported is None:
            return self.holidays.blocks(year)
        return blocks_of(imported.off, imported.worked)

    def day_name(self, day: date) -> str:
        """国庆节 for a day of that holiday, 国庆节调休上班 for one worked instead; else empty."""
        name = self.holidays.names.get(day, "")
        if day in self.holidays.worked:
            return f"{name}调休上班"
        return (name or "节假日") if day in self.holidays.off else ""

    def deadline(self, year: int, month: int) -> Deadline | None:
        """Return the month's last day: the bureau's own, the announced or the computed one."""
        return self._own.get((year, month)) or self.without_own(year, month)

    def without_own(self, year: int, month: int) -> Deadline | None:
        """Return what stands when the bureau's own deadline is taken back."""
        announced = self._official.get((year, month))
        if announced is None:
            return self.computed(year, month)
        reason = self._sources.get(year) or "官方通知"
        return Deadline(year, month, announced, True, reason)

    def computed(self, year: int, month: int) -> Deadline | None:
        """Return what the rule alone gives; None in a year whose holidays are unknown."""
        if not self.knows(year):
            return None
        last_day, reason = last_day_by_rule(self.holidays, year, month)
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
        return FilingPeriod(
            day.month, day.replace(day=1), deadline.last_day, deadline.official, deadline.own
        )

    def period_on(self, day: date) -> FilingPeriod | None:
        """Return the period that `day` lies in; None after its last day or when unknown."""
        period = self.period_of(day)
        return period if period is not None and period.contains(day) else None

    def working_day_index(self, day: date) -> int | None:
        """Return which working day of its month's period `day` is, from 1.

        None outside the period, on a day off, and when the year's holidays are unknown.
        """
        days = self.working_days(day.year, day.month) or []
        return days.index(day) + 1 if day in days else None

    def working_days(self, year: int, month: int) -> list[date] | None:
        """Return the working days of a month's period; None while they cannot be known."""
        if (year, month) not in self._working:
            self._working[year, month] = self._counted(year, month)
        found = self._working[year, month]
        return None if found is None else list(found)

    def _counted(self, year: int, month: int) -> list[date] | None:
        period = self.period_of(date(year, month, 1))
        if period is None or not self.knows(year):
            return None
        length = period.days_left(period.first_day) + 1
        days = (period.first_day + _DAY * n for n in range(length))
        return [day for day in days if self.holidays.is_working(day)]

    def peak_days(self, year: int, month: int) -> list[date] | None:
        """Return the peak days of a month's period; None while they cannot be known."""
        days = self.working_days(year, month)
        if days is None or month in QUARTER_MONTHS:
            return days
        return days[-PEAK_DAYS:]

    def peak(self, day: date) -> str:
        """Return why `day` is a peak day, which asks for more people (五（一）); empty when not.

        Empty in a year whose holidays are unknown: its working days would be a guess.
        """
        days = self.working_days(day.year, day.month) or []
        if day not in days:
            return ""
        if day in days[-PEAK_DAYS:]:
            return f"征期最后{PEAK_DAYS}个工作日"
        return "季度申报月" if day.month in QUARTER_MONTHS else ""


def stays_by_hand(deadline: Deadline | None) -> bool:
    """Tell whether an import leaves this deadline alone: one that the bureau set itself."""
    return deadline is not None and not deadline.official


def deadline_problems(year: int, month: int, last_day: date, reason: str) -> list[FieldProblem]:
    """Return what is wrong with a deadline that the bureau enters, field by field."""
    found = [texts.problem_in("reason", "理由", reason, required=True)]
    if (last_day.year, last_day.month) != (year, month):
        found.append(FieldProblem("last_day", f"截止日应在 {year}年{month}月之内，请改正"))
    if not (EARLIEST_YEAR <= year <= LATEST_YEAR and 1 <= month <= 12):
        found.append(FieldProblem("last_day", f"年份应在 {EARLIEST_YEAR} 到 {LATEST_YEAR} 之间"))
    return [problem for problem in found if problem is not None]


def filing_clock(calendar: FilingCalendar, now: datetime) -> str:
    """Return the sentence of the top strip: 征期 距11月16日截止 3天6小时."""
    period = calendar.period_of(now.date())
    if period is None:
        return f"征期 {now.year}年没有截止日数据"
    last = f"{period.month}月{period.last_day.day}日"
    mark = "" if period.official else f"（{period.mark}）"
    if now.date() > period.last_day:
        return f"征期已于{last}结束{mark}"
    minutes = times.minutes_between(now, datetime.combine(period.last_day, HALL_CLOSES))
    if minutes == 0:
        return f"征期 今日（{last}）截止{mark}"
    return f"征期 距{last}截止{mark} {_left(minutes)}"


def _mark(official: bool, own: bool) -> str:
    if official:
        return "官方"
    return "自定" if own else "推算"


def _left(minutes: int) -> str:
    days, rest = divmod(minutes, 1440)
    if days:
        return f"{days}天{rest // 60}小时"
    return times.duration_cn(rest)


__all__ = ["Deadline", "FilingCalendar", "FilingPeriod", "Holidays", "YearHolidays", "filing_clock"]
