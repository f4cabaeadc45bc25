"""Rules of changing a planned duty: who may do whose, and the way back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from hallduty.domain import texts
from hallduty.domain.contacts import Person
from hallduty.domain.errors import FieldProblem
from hallduty.domain.roster import LEADER, Part, Shift
from hallduty.domain.rota import Leave, ShiftChange


@dataclass(frozen=True, slots=True)
class Seat:
    """A duty and who holds it; None when nobody does."""

    day: date
    part: Part
    person_id: int | None


@dataclass(frozen=True, slots=True)
class WayBack:
    """What undoing does to one cell: `holder` leaves it to `before` (None: to nobody)."""

    day: date
    part: Part
    holder: int
    before: int | None


def place(day: date, part: Part, post: str) -> str:
    """Name a cell: 11月13日上午导税."""
    half = "" if part is Part.DAY else part.label
    return f"{day.month}月{day.day}日{half}{post}"


def agreement_problems(asked_by: str, agreed_by: str, reason: str) -> list[FieldProblem | None]:
    """Check who asked, who agreed, and why."""
    return [
        texts.problem_in("asked_by", "申请人", asked_by, limit=50, required=True),
        texts.problem_in("agreed_by", "同意人", agreed_by, limit=50, required=True),
        texts.problem_in("reason", "原因", reason, limit=200),
    ]


def cover_problems(seat: Seat, to_id: int, today: date) -> list[FieldProblem | None]:
    """Check a cover: two people, and a day that is not over."""
    problems = [_past("day", seat.day, today)]
    if seat.person_id == to_id:
        problems.append(FieldProblem("to_id", "替班的人就是本人，请另选"))
    return problems


def swap_problems(mine: Seat, theirs: Seat, today: date) -> list[FieldProblem | None]:
    """Check a swap: two people, two duties, days that are not over."""
    problems = [_past("day", mine.day, today), _past("other_day", theirs.day, today)]
    if mine.person_id == theirs.person_id:
        problems.append(FieldProblem("to_id", "换班的两个人相同，请另选"))
    if (mine.day, mine.part) == (theirs.day, theirs.part):
        problems.append(FieldProblem("other_day", "两个人本来就在同一班，不用换班"))
    return problems


def hindrance(
    seat: Seat,
    person: Person,
    leaves: Iterable[Leave],
    shifts: Iterable[Shift],
    freed: tuple[Seat, int, str] | None = None,
) -> FieldProblem | None:
    """Return why `person` cannot take a seat: on leave, or planned elsewhere at that time.

    `shifts` are that day's, of all halls; `freed` is the duty (with hall and post) that they
    give away in return.
    """
    day = f"{seat.day.month}月{seat.day.day}日"
    for leave in leaves:
        if leave.person_id == person.id and leave.covers(seat.day):
            return FieldProblem("to_id", f"{person.name}{day}{leave.kind}，不能值班")
    for shift in shifts:
        if shift.day != seat.day or not shift.part.meets(seat.part):
            continue
        for post in (LEADER, *shift.posts):
            given = freed is not None and freed[1:] == (shift.hall_id, post)
            given = (
                given
                and freed is not None
                and (freed[0].day, freed[0].part)
                == (
                    shift.day,
                    shift.part,
                )
            )
            if person.id in shift.holders(post) and not given:
                where = place(shift.day, shift.part, post)
                return FieldProblem("to_id", f"{person.name}已排{where}，不能同时值班")
    return None


def way_back(change: ShiftChange) -> list[WayBack]:
    """Return what undoing a change does to each of its cells."""
    back = [WayBack(change.day, change.part, change.to_id, change.from_id)]
    if change.other_day is not None and change.other_part is not None:
        assert change.from_id is not None
        back.append(WayBack(change.other_day, change.other_part, change.from_id, change.to_id))
    return back


def _past(field: str, day: date, today: date) -> FieldProblem | None:
    if day >= today:
        return None
    text = f"{day.month}月{day.day}日已经过去，不能再调班；请登记当天的实际值班"
    return FieldProblem(field, text)
