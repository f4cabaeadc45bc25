"""One month of the roster as rows of cells: who is planned, what is wrong, who really stood."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from hallduty.domain.roster import LEADER, Part, PostNeed, Shift
from hallduty.ui.roster.month import Day, month_days
from hallduty.ui.roster.names import entry_text

if TYPE_CHECKING:
    from hallduty.domain.calendar import FilingCalendar
    from hallduty.domain.contacts import Person
    from hallduty.domain.roster_checks import Trouble
    from hallduty.domain.rota import ShiftChange


@dataclass(frozen=True, slots=True)
class Cell:
    """One post on one day. `planned` and `stood` hold person ids by part of the day.

    `stood` is what was recorded of this post, apart from what was planned; `changes` the swaps
    and covers that reach it and were not undone.
    """

    day: date
    post: str
    planned: Mapping[Part, tuple[int, ...]] = field(default_factory=dict)
    stood: Mapping[Part, tuple[int, ...]] = field(default_factory=dict)
    text: str = ""
    stood_text: str = ""
    by_hand: bool = False
    troubles: tuple[Trouble, ...] = ()
    changes: tuple[ShiftChange, ...] = ()

    @property
    def halves(self) -> bool:
        """Whether morning and afternoon are planned apart."""
        return any(part is not Part.DAY for part in self.planned)

    @property
    def differs(self) -> bool:
        """Whether others stood than were planned."""
        return bool(self.stood) and dict(self.stood) != dict(self.planned)

    @property
    def loud(self) -> bool:
        """Whether something is wrong that must not be overlooked."""
        return any(trouble.kind.loud for trouble in self.troubles)


@dataclass(frozen=True, slots=True)
class Line:
    """One day: what kind of day it is, its cells by post, and the remark."""

    day: Day
    cells: Mapping[str, Cell]
    remark: str = ""

    @property
    def halves(self) -> bool:
        """Whether any post is planned in halves, so that the row takes two lines."""
        return any(cell.halves for cell in self.cells.values())


def month_end(month: date) -> date:
    """Return the last day of the month that `month` lies in."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def posts_of(needs: Sequence[PostNeed], shifts: Iterable[Shift]) -> list[str]:
    """Return the columns: the leader, the posts of the settings, and any that is in use still."""
    used = [post for shift in shifts for post, ids in shift.posts.items() if ids]
    return list(dict.fromkeys([LEADER, *(need.name for need in needs), *used]))


def month_lines(
    month: date,
    posts: Sequence[str],
    shifts: Sequence[Shift],
    people: Mapping[int, Person],
    found: Sequence[Trouble],
    changes: Sequence[ShiftChange],
    calendar: FilingCalendar,
    today: date,
) -> list[Line]:
    """Return the days of a month in order; `shifts` are those of one hall."""
    names = {key: person.name for key, person in people.items()}
    days = month_days(month.year, month.month, shifts, names, calendar, today)
    by_day: dict[date, list[Shift]] = {}
    for shift in shifts:
        by_day.setdefault(shift.day, []).append(shift)
    wrong: dict[tuple[date, str], list[Trouble]] = {}
    for trouble in found:
        wrong.setdefault((trouble.day, trouble.post), []).append(trouble)
    changed = _changed_cells(changes)
    lines = []
    for day in (each for week in days for each in week if each is not None):
        here = by_day.get(day.day, [])
        cells = {
            post: _cell(
                day.day,
                post,
                here,
                names,
                tuple(wrong.get((day.day, post), ())),
                tuple(changed.get((day.day, post), ())),
            )
            for post in posts
        }
        remark = "；".join(dict.fromkeys(shift.remark for shift in here if shift.remark))
        lines.append(Line(day, cells, remark))
    return lines


def _changed_cells(
    changes: Sequence[ShiftChange],
) -> dict[tuple[date, str], list[ShiftChange]]:
    found: dict[tuple[date, str], list[ShiftChange]] = {}
    for change in changes:
        if change.undone_at is None:
            for day in dict.fromkeys((change.day, change.other_day or change.day)):
                found.setdefault((day, change.post), []).append(change)
    return found


def _cell(
    day: date,
    post: str,
    shifts: Sequence[Shift],
    names: Mapping[int, str],
    wrong: tuple[Trouble, ...],
    changes: tuple[ShiftChange, ...],
) -> Cell:
    planned = {shift.part: shift.holders(post) for shift in shifts if shift.holders(post)}
    stood = {shift.part: tuple(shift.stood[post]) for shift in shifts if post in shift.stood}
    return Cell(
        day=day,
        post=post,
        planned=planned,
        stood=stood,
        text=entry_text(planned, names),
        stood_text=entry_text(stood, names),
        by_hand=any(post in shift.by_hand for shift in shifts),
        troubles=wrong,
        changes=changes,
    )
