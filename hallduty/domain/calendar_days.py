"""Days off and days worked instead (节假日、调休), by year: what the filing rule stands on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

# The public holidays of every year; a year's data that lacks one is looked at twice.
PUBLIC_HOLIDAYS = ("元旦", "春节", "清明", "劳动节", "端午", "中秋", "国庆")

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class YearHolidays:
    """The announced days off and days worked instead of one year, each with its holiday's name.

    The first days may lie in the December before, the last ones in the January after.
    """

    year: int
    off: Mapping[date, str]
    worked: Mapping[date, str]
    source: str = ""


@dataclass(frozen=True, slots=True)
class HolidayBlock:
    """A holiday as the notice writes it: from the first day off to the last, and its 调休."""

    name: str
    first: date
    last: date
    worked: tuple[date, ...] = ()

    @property
    def days(self) -> int:
        """How many days it lasts."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Holidays:
    """Days off and days worked instead (调休), for the years that were announced.

    `off` holds every day of a public holiday, weekends inside it included; `worked` the weekend
    days worked instead; any other weekend day is off. A year not in `years` is unknown. `names`
    tells the holiday of a day in `off` or `worked`.
    """

    off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()
    years: frozenset[int] = frozenset()
    names: Mapping[date, str] = field(default_factory=dict, compare=False)

    def is_working(self, day: date) -> bool:
        """Tell whether `day` is worked; weekends alone decide in a year that is unknown."""
        if day in self.worked:
            return True
        return day not in self.off and day.weekday() < 5

    def with_years(self, announced: Iterable[YearHolidays]) -> Holidays:
        """Return these with whole years put in place of what was known of them."""
        years = list(announced)
        if not years:
            return self
        replaced = {each.year for each in years}
        off = {day for day in self.off if day.year not in replaced}
        worked = {day for day in self.worked if day.year not in replaced}
        names = {day: name for day, name in self.names.items() if day.year not in replaced}
        for each in sorted(years, key=lambda one: one.year):
            off = (off - set(each.worked)) | set(each.off)
            worked = (worked - set(each.off)) | set(each.worked)
            names.update(each.off)
            names.update(each.worked)
        return Holidays(frozenset(off), frozenset(worked), self.years | replaced, names)

    def blocks(self, year: int) -> list[HolidayBlock]:
        """Return the holidays on the days of `year`, as a notice lists them."""
        off = {day: self.names.get(day, "") for day in self.off if day.year == year}
        worked = {day: self.names.get(day, "") for day in self.worked if day.year == year}
        return blocks_of(off, worked)


def blocks_of(off: Mapping[date, str], worked: Mapping[date, str]) -> list[HolidayBlock]:
    """Return days off and days worked instead, with their holidays' names, as a notice lists them.

    A run of days off without a break is one holiday (国庆节、中秋节); days worked instead stand
    with the holiday of their name, else with the nearest one.
    """
    runs = list(_runs(off))
    instead: dict[int, list[date]] = {place: [] for place in range(len(runs))}
    for day in sorted(worked) if runs else ():
        named = [place for place in instead if worked[day] in {off[each] for each in runs[place]}]
        nearest = min(named or instead, key=lambda place: _distance(day, runs[place]))
        instead[nearest].append(day)
    return [
        HolidayBlock(_name(off, run), run[0], run[-1], tuple(instead[place]))
        for place, run in enumerate(runs)
    ]


def spans(days: Iterable[date]) -> list[tuple[date, date]]:
    """Return the runs of consecutive days, first and last day of each."""
    return [(run[0], run[-1]) for run in _runs(days)]


def _runs(days: Iterable[date]) -> Iterator[list[date]]:
    run: list[date] = []
    for day in sorted(days):
        if run and day != run[-1] + _DAY:
            yield run
            run = []
        run.append(day)
    if run:
        yield run


def _distance(day: date, run: list[date]) -> int:
    return min(abs((day - each).days) for each in run)


def _name(off: Mapping[date, str], run: list[date]) -> str:
    names = dict.fromkeys(off[day] for day in run)
    return "、".join(name for name in names if name) or "节假日"
