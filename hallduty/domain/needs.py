"""Needs (需求): what taxpayers want, by channel and category, and what came of it (五（五）)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from hallduty.domain import texts, times
from hallduty.domain.contact_rules import contact_problems, text_problem
from hallduty.domain.errors import FieldProblem

# What the number begins with, so that it is never taken for that of an incident: 需2026-001.
NUMBER_PREFIX = "需"
WORD_LIMIT = 20
REVISABLE = ("channel", "category", "content", "who", "phone", "analysis")


class NeedState(StrEnum):
    """How far a need has come: to be reported, reported, to be fed back, fed back."""

    NEW = "new"
    REPORTED = "reported"
    OWED = "owed"
    FED_BACK = "fed_back"

    @property
    def label(self) -> str:
        return _STATES[self]


_STATES = {
    NeedState.NEW: "待上报",
    NeedState.REPORTED: "已上报",
    NeedState.OWED: "已上报待反馈",
    NeedState.FED_BACK: "已反馈",
}


@dataclass(frozen=True, slots=True)
class Need:
    """One need; `who` and `phone` are taken only where feedback is wanted (PIPL)."""

    id: int
    uuid: str
    number: str
    hall_id: int | None
    incident_id: int | None
    at: datetime
    channel: str
    category: str
    content: str
    who: str
    phone: str
    taken_by: str
    analysis: str = ""
    reported_at: datetime | None = None
    reported_to: str = ""
    feedback: str = ""
    fed_back_at: datetime | None = None

    @property
    def wants_feedback(self) -> bool:
        """Whether somebody waits to hear what came of it."""
        return bool(self.phone)

    @property
    def state(self) -> NeedState:
        if self.fed_back_at is not None:
            return NeedState.FED_BACK
        if self.reported_at is None:
            return NeedState.NEW
        return NeedState.OWED if self.wants_feedback else NeedState.REPORTED


@dataclass(frozen=True, slots=True)
class NewNeed:
    """A need as typed; `at` None is now."""

    content: str
    channel: str
    category: str
    who: str = ""
    phone: str = ""
    at: datetime | None = None
    hall_id: int | None = None
    incident_id: int | None = None


@dataclass(frozen=True, slots=True)
class NeedFilter:
    """Which needs a list or a paper is about; None or empty means all of them."""

    from_day: date | None = None
    to_day: date | None = None
    channel: str = ""
    category: str = ""
    state: NeedState | None = None
    text: str = ""


def new_need_problems(new: NewNeed, now: datetime) -> list[FieldProblem | None]:
    """Check a need as typed; a name asks for a number and the other way round."""
    wanted = bool(new.who.strip() or new.phone.strip())
    return [
        *_content_problems(new.channel, new.category, new.content, new.who),
        *contact_problems(new.who, new.phone, required=wanted),
        times.moment_problem("at", "收集时间", new.at, now),
    ]


def revision_problems(need: Need, changes: Mapping[str, Any]) -> list[FieldProblem | None]:
    """Check a correction: the need as it would stand then."""
    unknown = set(changes) - set(REVISABLE)
    if unknown:
        raise ValueError(f"not to be corrected: {sorted(unknown)}")
    value = {name: changes.get(name, getattr(need, name)) for name in REVISABLE}
    wanted = bool(value["who"].strip() or value["phone"].strip())
    contacts = {"who", "phone"} & set(changes)
    return [
        *_content_problems(value["channel"], value["category"], value["content"], value["who"]),
        *(contact_problems(value["who"], value["phone"], required=wanted) if contacts else ()),
        text_problem("analysis", "分析", value["analysis"], value["who"]),
    ]


def _content_problems(
    channel: str, category: str, content: str, who: str
) -> list[FieldProblem | None]:
    return [
        texts.problem_in("channel", "渠道", channel, limit=WORD_LIMIT, required=True),
        texts.problem_in("category", "类别", category, limit=WORD_LIMIT, required=True),
        text_problem("content", "需求内容", content, who, required=True),
    ]


def report_problems(
    need: Need, to: str, at: datetime | None, now: datetime
) -> list[FieldProblem | None]:
    """Check that a need was reported: to whom and when."""
    return [
        texts.problem_in("reported_to", "报送对象", to, limit=100, required=True),
        times.moment_problem("at", "上报时间", at, now),
        times.order_problem("at", "上报时间", at or now, "收集时间", need.at),
    ]


def feedback_problems(
    need: Need, text: str, at: datetime | None, now: datetime
) -> list[FieldProblem | None]:
    """Check what was fed back and when."""
    return [
        text_problem("feedback", "反馈情况", text, need.who, required=True),
        times.moment_problem("at", "反馈时间", at, now),
        times.order_problem("at", "反馈时间", at or now, "收集时间", need.at),
    ]
