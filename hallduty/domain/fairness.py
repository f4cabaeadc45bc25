"""Fairness of the roster (公平): who did how many days, weekends, holidays and peak days."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from hallduty.domain.calendar import FilingCalendar, Holidays
from hallduty.domain.roster import Part, Shift
from hallduty.domain.rota import ChangeKind, ShiftChange


@dataclass(frozen=True, slots=True)
class Tally:
    """What one person did in a post in a year; half a day counts 0.5.

    `days` counts who really stood a shift where that was recorded, else who is planned;
    `planned_days` the plan alone, `stood_days` the record alone. `weekend_days` leave out the
    weekend days that are worked (调休) and those of a public holiday, which are `holiday_days`.
    `swaps` were agreed with somebody, `given` duties were done by somebody else, `taken` were
    done for somebody else.
    """

    person_id: int
    days: float = 0.0
    weekend_days: float = 0.0
    holiday_days: float = 0.0
    peak_days: float = 0.0
    planned_days: float = 0.0
    stood_days: float = 0.0
    swaps: int = 0
    given: int = 0
    taken: int = 0
    last_day: date | None = None

    @property
    def rest_days(self) -> float:
        """Weekend and holiday days together."""
        return self.weekend_days + self.holiday_days


def is_holiday(day: date, holidays: Holidays) -> bool:
    """Tell whether `day` belongs to a public holiday."""
    return day in holidays.off


def is_weekend(day: date, holidays: Holidays) -> bool:
    """Tell whether `day` is an ordinary weekend day off."""
    return day not in holidays.off and not holidays.is_working(day)


def counted(shifts: Iterable[Shift], post: str) -> Iterator[tuple[Shift, dict[int, float]]]:
    """Yield the shifts that count for a post, with how much of a day each person did.

    Who really stood goes before who was planned, for the whole day of a hall: when the record
    of a day is kept under another part than its later plan, the plan does not count twice. More
    people on record than were planned share the duty.
    """
    shifts = list(shifts)
    recorded: dict[tuple[date, int], list[Part]] = {}
    for shift in shifts:
        if shift.stood.get(post):
            recorded.setdefault((shift.day, shift.hall_id), []).append(shift.part)
    for shift in shifts:
        stood, planned = shift.stood.get(post, ()), shift.holders(post)
        known = recorded.get((shift.day, shift.hall_id), ())
        # The halves of a day are recorded one by one: the other half's plan still counts.
        if not stood and any(part.meets(shift.part) for part in known):
            continue
        people = stood or planned
        if people:
            share = min(1.0, max(1, len(planned)) / len(people)) * shift.part.weight
            yield shift, dict.fromkeys(people, share)


def tallies(
    shifts: Sequence[Shift],
    post: str,
    year: int,
    calendar: FilingCalendar,
    person_ids: Collection[int],
    changes: Sequence[ShiftChange] = (),
) -> list[Tally]:
    """Count what `person_ids` did in `post` in `year`, in their order.

    `shifts` of other years are ignored, as are changes that were undone; whether other halls
    count is for the caller to decide, who hands their shifts in or leaves them out.
    """
    ids = list(dict.fromkeys(person_ids))
    ours = [shift for shift in shifts if shift.day.year == year]
    found: dict[int, dict[str, Any]] = {each: {} for each in ids}
    last: dict[int, date] = {}

    def add(person_id: int, name: str, weight: float) -> None:
        counts = found.get(person_id)
        if counts is not None:
            counts[name] = counts.get(name, 0) + weight

    for shift in ours:
        for person_id in shift.holders(post):
            add(person_id, "planned_days", shift.part.weight)
        for person_id in shift.stood.get(post, ()):
            add(person_id, "stood_days", shift.part.weight)
    for shift, shares in counted(ours, post):
        kinds = _kinds(shift.day, calendar)
        for person_id, weight in shares.items():
            last[person_id] = max(last.get(person_id, shift.day), shift.day)
            for kind in kinds:
                add(person_id, kind, weight)
    for change in changes:
        if change.undone_at is None and change.post == post and change.day.year == year:
            for person_id, name in _parties(change):
                add(person_id, name, 1)
    return [
        Tally(
            each,
            last_day=last.get(each),
            **found[each],
        )
        for each in ids
    ]


def _kinds(day: date, calendar: FilingCalendar) -> list[str]:
    """Return the counts that a duty on `day` goes into."""
    kinds = ["days"]
    if is_holiday(day, calendar.holidays):
        kinds.append("holiday_days")
    elif is_weekend(day, calendar.holidays):
        kinds.append("weekend_days")
    if calendar.peak(day):
        kinds.append("peak_days")
    return kinds


def _parties(change: ShiftChange) -> list[tuple[int, str]]:
    if change.kind is ChangeKind.SWAP:
        return [(each, "swaps") for each in (change.from_id, change.to_id) if each is not None]
    given = [] if change.from_id is None else [(change.from_id, "given")]
    return [*given, (change.to_id, "taken")]
