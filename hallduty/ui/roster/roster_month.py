"""What the roster of one hall and month is, asked of the store in one place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from hallduty.domain.roster_checks import Trouble, troubles
from hallduty.ui.roster.grid import Line, month_end, month_lines, posts_of

if TYPE_CHECKING:
    from hallduty.domain.contacts import Person
    from hallduty.domain.roster import Shift
    from hallduty.ui.desk import Desk

_DAY = timedelta(days=1)
# Troubles are named this far ahead, beyond the month that is shown.
NEAR_DAYS = 14


@dataclass(frozen=True, slots=True)
class RosterMonth:
    """A month of a hall: lines and columns, who can be planned, what is wrong from today."""

    lines: list[Line]
    posts: list[str]
    people: Mapping[int, Person] = field(default_factory=dict)
    departments: Mapping[int, str] = field(default_factory=dict)
    troubles: list[Trouble] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        """Whether nobody at all is planned."""
        return not any(cell.planned for line in self.lines for cell in line.cells.values())


def roster_month(desk: Desk, hall_id: int, month: date) -> RosterMonth:
    """Read a month of a hall."""
    store, today = desk.store, desk.clock.now().date()
    first, last = month.replace(day=1), month_end(month)
    people = {person.id: person for person in store.contacts.people(active_only=False)}
    departments = {d.id: d.name for d in store.contacts.departments(active_only=False)}
    all_shifts = store.roster.shifts(first - _DAY, last + _DAY)
    mine = [s for s in all_shifts if s.hall_id == hall_id and first <= s.day <= last]
    posts = posts_of(desk.settings.posts, mine)
    found = _troubles(desk, hall_id, first, last, all_shifts, people)
    changes = [c for c in store.shift_changes.changes(first, last) if c.hall_id == hall_id]
    lines = month_lines(month, posts, mine, people, found, changes, desk.calendar, today)
    coming = [trouble for trouble in found if trouble.day >= today]
    near = today + timedelta(days=NEAR_DAYS)
    if month_end(today) == last and near > last:
        shifts = store.roster.shifts(last, near)
        coming += _troubles(desk, hall_id, last + _DAY, near, shifts, people)
    return RosterMonth(lines, posts, people, departments, coming)


def _troubles(
    desk: Desk,
    hall_id: int,
    first: date,
    last: date,
    shifts: list[Shift],
    people: Mapping[int, Person],
) -> list[Trouble]:
    halls = {hall.id: hall.name for hall in desk.store.roster.halls(active_only=False)}
    leaves = desk.store.rota.leaves(first, last)
    return troubles(
        first, last, hall_id, shifts, desk.settings.posts, leaves, people, desk.calendar, halls
    )
