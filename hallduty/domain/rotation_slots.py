"""The seats that a filling has to decide, and the cells that it leaves alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from hallduty.domain.calendar import FilingCalendar
from hallduty.domain.errors import UserError
from hallduty.domain.roster import HALVES, Part, PostNeed, Shift
from hallduty.domain.rotation import FillDays, FillOrder

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DayFacts:
    """What a day is to the rotation: an ordinary day, a day off, a holiday, a peak day."""

    day: date
    working: bool
    holiday: bool
    peak: bool


@dataclass(slots=True, eq=False)
class Slot:
    """One seat of a cell. `settled`: it is not for the fill to change, only to count."""

    facts: DayFacts
    part: Part
    post: str
    seat: int
    person_id: int | None = None
    settled: bool = False

    @property
    def day(self) -> date:
        return self.facts.day

    @property
    def weight(self) -> float:
        return self.part.weight


@dataclass(slots=True)
class Ground:
    """All that a fill of one calendar year decides about, day by day."""

    slots: list[Slot] = field(default_factory=list)
    kept: list[tuple[date, Part, str]] = field(default_factory=list)
    # Cells that nobody touches but that count as duty done in the span: (facts, part, ids).
    counted: dict[str, list[Slot]] = field(default_factory=lambda: defaultdict(list))


class DayBook:
    """Looks each day up once: the calendar's answers are wanted for every post."""

    def __init__(self, calendar: FilingCalendar) -> None:
        self._calendar = calendar
        self._known: dict[date, DayFacts] = {}

    def facts(self, day: date) -> DayFacts:
        """Return what a day is."""
        found = self._known.get(day)
        if found is None:
            holidays = self._calendar.holidays
            working = holidays.is_working(day)
            holiday = day in holidays.off
            found = DayFacts(day, working, holiday, bool(self._calendar.peak(day)))
            self._known[day] = found
        return found

    def asked(self, day: date, days: FillDays) -> bool:
        """Tell whether duty is stood on `day`; raises UserError when its period is unknown."""
        if days is FillDays.ALL:
            return True
        working = self.facts(day).working
        if days is FillDays.WORKING or not working:
            return working
        if self._calendar.period_of(day) is None:
            month = f"{day.year}年{day.month}月"
            raise UserError(f"{month}没有征期截止日，不能只排征期；请先导入征期数据，或改排工作日")
        return self._calendar.period_on(day) is not None


def ground(
    order: FillOrder,
    first: date,
    last: date,
    shifts: Iterable[Shift],
    usable: dict[int, frozenset[date]],
    book: DayBook,
) -> Ground:
    """Return the seats to decide from `first` to `last`.

    `usable` are the people in use with the days that they are away: who is not among them or
    is away does not stay in a cell when only gaps are filled.
    """
    cells: dict[tuple[date, str], dict[Part, Shift]] = defaultdict(dict)
    for shift in shifts:
        if shift.hall_id == order.hall_id and first <= shift.day <= last:
            for need in order.posts:
                if shift.holders(need.name) or shift.stood.get(need.name):
                    cells[shift.day, need.name][shift.part] = shift
    found = Ground()
    for n in range((last - first).days + 1):
        day = first + _DAY * n
        asked = book.asked(day, order.days)
        for need in order.posts:
            have = cells.get((day, need.name), {})
            fixed = {p: s for p, s in have.items() if not asked or _is_fixed(order, s, need.name)}
            for part, shift in fixed.items():
                people = shift.stood.get(need.name) or shift.holders(need.name)
                found.counted[need.name] += [
                    Slot(book.facts(day), part, need.name, seat, person_id, True)
                    for seat, person_id in enumerate(people)
                ]
                if asked:
                    found.kept.append((day, part, need.name))
            if asked:
                facts = book.facts(day)
                for part in _parts(order, have, fixed):
                    found.slots += _seats(order, facts, part, need, have.get(part), usable)
    return found


def _is_fixed(order: FillOrder, shift: Shift, post: str) -> bool:
    """Tell whether a cell is left alone: who stood it is on record, or it was set by hand."""
    return bool(shift.stood.get(post)) or (not order.overwrite and post in shift.by_hand)


def _parts(order: FillOrder, have: dict[Part, Shift], fixed: dict[Part, Shift]) -> Iterator[Part]:
    """Yield the parts of a day to fill around what is fixed."""
    halves = order.halves
    if order.gaps_only and have:
        halves = Part.DAY not in have
    if not halves and Part.DAY not in fixed and any(part in fixed for part in HALVES):
        halves = True
    for part in HALVES if halves else (Part.DAY,):
        if not any(part.meets(other) for other in fixed):
            yield part


def _seats(
    order: FillOrder,
    facts: DayFacts,
    part: Part,
    need: PostNeed,
    shift: Shift | None,
    usable: dict[int, frozenset[date]],
) -> list[Slot]:
    stay: list[int] = []
    if order.gaps_only and shift is not None:
        stay = [
            person_id
            for person_id in shift.holders(need.name)
            if person_id in usable and facts.day not in usable[person_id]
        ]
    wanted = max(need.wanted(facts.peak), len(stay))
    return [
        Slot(facts, part, need.name, n, stay[n] if n < len(stay) else None, n < len(stay))
        for n in range(wanted)
    ]
