"""Filling a roster by fair rotation: what is asked for, what is proposed, and why (五（一）)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from hallduty.domain.errors import FieldProblem, refuse
from hallduty.domain.roster import LEADER, MOST_SEATS, Part, PostNeed, Shift, day_problem
from hallduty.domain.rota import Leave, RotaMember

if TYPE_CHECKING:
    from hallduty.domain.calendar import FilingCalendar

# A year and a leap day: fairness is counted within a calendar year, and nobody plans further.
MOST_DAYS = 366


class FillDays(StrEnum):
    """On which days of a span duty is stood."""

    WORKING = "working"
    PERIOD = "period"
    ALL = "all"

    @property
    def label(self) -> str:
        return {"working": "工作日", "period": "征期内工作日", "all": "每天"}[self.value]


@dataclass(frozen=True, slots=True)
class FillOrder:
    """What a fill is asked for.

    `posts` are the posts to fill, the leader as PostNeed(LEADER, 1, 1). `halves`: mornings and
    afternoons apart. `overwrite`: cells set by hand are decided anew too. `gaps_only`: whoever is
    planned already and can come stays, only empty seats are filled. `running`: somebody may
    stand two days in a row when nobody else is left.
    """

    hall_id: int
    first: date
    last: date
    posts: tuple[PostNeed, ...]
    days: FillDays = FillDays.WORKING
    halves: bool = False
    overwrite: bool = False
    running: bool = False
    gaps_only: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """Who is proposed for one seat of a cell (None: nobody can), why, and why not the others."""

    day: date
    part: Part
    post: str
    seat: int
    person_id: int | None
    why: str
    passed_over: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Balance:
    """How even a post came out over its year: the most and the fewest of those without limits.

    `days` and `rest_days` (weekends and holidays) count the year so far and the fill together,
    over the members who were neither away nor limited to some days; 0 or 1 is even.
    """

    post: str
    year: int
    days: float
    rest_days: float
    compared: int


@dataclass(frozen=True, slots=True)
class Filling:
    """A proposed filling: nothing is written until the store applies it.

    `kept` are the cells left alone (by hand, or stood already); `notes` what the user should
    know before accepting (a year without holiday data).
    """

    order: FillOrder
    choices: tuple[Choice, ...]
    kept: tuple[tuple[date, Part, str], ...] = ()
    balances: tuple[Balance, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def gaps(self) -> tuple[Choice, ...]:
        """The seats for which nobody was found."""
        return tuple(choice for choice in self.choices if choice.person_id is None)

    @property
    def spread(self) -> float:
        """The widest difference of days within a post; at most 1 when nobody is limited."""
        return max((balance.days for balance in self.balances), default=0.0)

    @property
    def rest_spread(self) -> float:
        """The widest difference of weekend and holiday days within a post."""
        return max((balance.rest_days for balance in self.balances), default=0.0)


def order_problems(order: FillOrder) -> list[FieldProblem | None]:
    """Check what is asked for: the span, and at least one post."""
    problems = [day_problem("first", "开始日期", order.first)]
    problems.append(day_problem("last", "结束日期", order.last))
    if order.last < order.first:
        problems.append(FieldProblem("last", "结束日期早于开始日期，请核对"))
    elif (order.last - order.first).days >= MOST_DAYS:
        problems.append(FieldProblem("last", f"一次最多排 {MOST_DAYS} 天，请缩短日期范围"))
    if not order.posts:
        problems.append(FieldProblem("posts", "请至少选一个岗位"))
    names = [need.name for need in order.posts]
    if len(set(names)) < len(names):
        problems.append(FieldProblem("posts", "岗位重复，请核对"))
    for need in order.posts:
        if not (0 <= need.seats <= MOST_SEATS and 0 <= need.peak_seats <= MOST_SEATS):
            text = f"岗位“{need.name}”的人数应在 0 到 {MOST_SEATS} 之间"
            problems.append(FieldProblem("posts", text))
        if need.name == LEADER and max(need.seats, need.peak_seats) > 1:
            problems.append(FieldProblem("posts", "值班领导每天只有一人"))
    return problems


def fill(
    order: FillOrder,
    members: Sequence[RotaMember],
    leaves: Sequence[Leave],
    shifts: Sequence[Shift],
    names: Mapping[int, str],
    inactive: Collection[int],
    calendar: FilingCalendar,
) -> Filling:
    """Propose who stands which seat, fairly, and say why; raises InvalidInput for a bad order.

    `members` are the hall's rota (other posts' are ignored). `leaves` and `shifts` (this hall's
    and the other halls': nobody is in two places at once) reach from 1 January of the year of
    `order.first`, or the day before it if that is earlier, to the day after `order.last`: what
    was done this year decides whose turn it is.
    """
    from hallduty.domain.rotation_engine import run

    refuse(order_problems(order))
    return run(order, members, leaves, shifts, names, frozenset(inactive), calendar)
