"""Roster (值班表): halls, windows and who leads on which day (plan clause 五(一))."""

from __future__ import annotations

import re
from calendar import Calendar, monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from hallduty.domain import texts
from hallduty.domain.errors import FieldProblem, refuse

# The post that every day must have (plan clause 五（一）: 领导值班制度).
LEADER = "值班领导"


class Part(StrEnum):
    """Which part of the day a shift covers."""

    DAY = "day"
    MORNING = "morning"
    AFTERNOON = "afternoon"

    @property
    def label(self) -> str:
        return {"day": "全天", "morning": "上午", "afternoon": "下午"}[self.value]

    def meets(self, other: Part) -> bool:
        """Tell whether two parts of one day share any time."""
        return self is other or Part.DAY in (self, other)

    @property
    def weight(self) -> float:
        """How much of a day's duty it is."""
        return 1.0 if self is Part.DAY else 0.5


HALVES = (Part.MORNING, Part.AFTERNOON)


@dataclass(frozen=True, slots=True)
class Hall:
    """A tax service hall (办税服务场所)."""

    id: int
    uuid: str
    name: str
    active: bool = True


@dataclass(frozen=True, slots=True)
class Window:
    """A service window of a hall; `up` is False while it is out of service.

    Row and column are its place on the picture of the hall (None: not placed).
    """

    id: int
    uuid: str
    hall_id: int
    number: int
    kind: str = "综合"
    up: bool = True
    grid_row: int | None = None
    grid_column: int | None = None


@dataclass(frozen=True, slots=True)
class PostNeed:
    """A post of the roster besides the leader, and how many hold it on a day.

    `peak_seats` is for the peak days of the filing period, which ask for more people (五（一）).
    """

    name: str
    seats: int = 1
    peak_seats: int = 1

    def wanted(self, peak: bool) -> int:
        """Return how many are wanted on a day; a peak day never asks for fewer than another."""
        return max(self.seats, self.peak_seats) if peak else self.seats


@dataclass(frozen=True, slots=True)
class Shift:
    """Who is planned for a part of a day in a hall, and who really stood it.

    `posts` are the posts besides the leader, post → person ids in seat order; `by_hand` the
    posts (LEADER among them) that were set by hand and that a fill leaves alone; `stood`, once
    recorded, who really held each post (LEADER among them), apart from who was planned.
    """

    id: int
    uuid: str
    day: date
    part: Part
    hall_id: int
    leader_id: int | None
    posts: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    by_hand: tuple[str, ...] = ()
    stood: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    remark: str = ""

    def holders(self, post: str) -> tuple[int, ...]:
        """Return the ids of those planned for `post` (LEADER: the leader, if there is one)."""
        if post == LEADER:
            return () if self.leader_id is None else (self.leader_id,)
        return self.posts.get(post, ())


# Years outside these are slips of the pen.
EARLIEST_YEAR, LATEST_YEAR = 2015, 2100
# The hour that parts morning and afternoon.
NOON = 12
_TYPED_DAY = re.compile(r"^\s*(\d{1,4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?\s*$")

MOST_SEATS = 20


MOST_WINDOWS = 99


def hall_problems(name: str) -> list[FieldProblem | None]:
    """Check a hall's name as typed."""
    return [texts.problem_in("name", "办税服务场所名称", name, limit=60, required=True)]


def windows_problem(count: int) -> FieldProblem | None:
    """Check how many windows a hall is said to have."""
    if 0 <= count <= MOST_WINDOWS:
        return None
    return FieldProblem("windows", f"窗口数应在 0 到 {MOST_WINDOWS} 之间")


def day_problem(field: str, label: str, day: date) -> FieldProblem | None:
    """Return a problem when a day of the roster lies in a year that nobody plans."""
    if EARLIEST_YEAR <= day.year <= LATEST_YEAR:
        return None
    text = f"{label}应在 {EARLIEST_YEAR} 年到 {LATEST_YEAR} 年之间，请核对年份"
    return FieldProblem(field, text)


def typed_day(field: str, label: str, text: str) -> date:
    """Read 2026-11-13, 2026/11/13 or 2026年11月13日 as typed.

    Raises InvalidInput that names what is wrong with it: no date at all, or a day that the
    month does not have (4月没有31日).
    """
    match = _TYPED_DAY.match(text)
    if match is None:
        refuse([FieldProblem(field, f"{label}“{text.strip()[:20]}”不是日期，请写成 2026-11-13")])
        raise AssertionError
    year, month, day = (int(part) for part in match.groups())
    if not 1 <= month <= 12:
        refuse([FieldProblem(field, f"{label}：没有{month}月，请核对")])
    if not 1 <= day <= monthrange(max(year, 1), month)[1]:
        refuse([FieldProblem(field, f"{label}：{year}年{month}月没有{day}日，请核对")])
    found = date(max(year, 1), month, day)
    refuse([day_problem(field, label, found)])
    return found


def post_problems(post: str, person_ids: Sequence[int]) -> list[FieldProblem | None]:
    """Check who is put in a post: nobody twice, one leader, not more than there are seats."""
    problems = [texts.problem_in(post, "岗位名称", post, limit=10, required=True)]
    if len(set(person_ids)) < len(person_ids):
        problems.append(FieldProblem(post, f"{post}中同一个人排了两次，请核对"))
    if post == LEADER and len(person_ids) > 1:
        problems.append(FieldProblem(post, "值班领导只能排一人；上午、下午不同的请分半天排"))
    if len(person_ids) > MOST_SEATS:
        problems.append(FieldProblem(post, f"{post}最多排 {MOST_SEATS} 人"))
    return problems


def default_posts() -> tuple[PostNeed, ...]:
    """Return the posts of a roster (facts of the field: printed documents, 值班表)."""
    return (
        PostNeed("值班长", 1, 1),
        PostNeed("导税", 1, 2),
        PostNeed("咨询", 1, 2),
        PostNeed("技术", 1, 1),
    )


def month_grid(year: int, month: int) -> list[list[date | None]]:
    """Return the month as weeks of seven, Monday first; None outside the month."""
    weeks = Calendar().monthdatescalendar(year, month)
    return [[day if day.month == month else None for day in week] for week in weeks]
