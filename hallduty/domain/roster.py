"""Roster (值班表): halls, windows and who leads on which day (plan clause 五(一))."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from hallduty.domain import texts
from hallduty.domain.errors import FieldProblem


class Part(StrEnum):
    """Which part of the day a shift covers."""

    DAY = "day"
    MORNING = "morning"
    AFTERNOON = "afternoon"

    @property
    def label(self) -> str:
        return {"day": "全天", "morning": "上午", "afternoon": "下午"}[self.value]


@dataclass(frozen=True, slots=True)
class Hall:
    """A tax service hall (办税服务场所)."""

    id: int
    uuid: str
    name: str
    active: bool = True


@dataclass(frozen=True, slots=True)
class Window:
    """A service window of a hall; `up` is False while it is out of service."""

    id: int
    uuid: str
    hall_id: int
    number: int
    kind: str = "综合"
    up: bool = True


@dataclass(frozen=True, slots=True)
class Shift:
    """Who leads a hall on a day; `posts` names the other posts (post → names)."""

    id: int
    uuid: str
    day: date
    part: Part
    hall_id: int
    leader_id: int | None
    posts: Mapping[str, str] = field(default_factory=dict)


MOST_WINDOWS = 99


def hall_problems(name: str) -> list[FieldProblem | None]:
    """Check a hall's name as typed."""
    return [texts.problem_in("name", "办税服务场所名称", name, limit=60, required=True)]


def windows_problem(count: int) -> FieldProblem | None:
    """Check how many windows a hall is said to have."""
    if 0 <= count <= MOST_WINDOWS:
        return None
    return FieldProblem("windows", f"窗口数应在 0 到 {MOST_WINDOWS} 之间")


def month_grid(year: int, month: int) -> list[list[date | None]]:
    """Return the month as weeks of seven, Monday first; None outside the month."""
    from calendar import Calendar

    weeks = Calendar().monthdatescalendar(year, month)
    return [[day if day.month == month else None for day in week] for week in weeks]
