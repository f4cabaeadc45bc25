"""Reviews (复盘): what only a person can write after an event, and the actions it leads to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from hallduty.domain import texts, times
from hallduty.domain.errors import FieldProblem


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the after-action report that only a person can write, with its hint."""

    key: str
    title: str
    hint: str


# Plan clause 五(四): course and cause, experience and lessons, measures, improving the plan.
WRITTEN_SECTIONS = (
    Section("summary", "摘要", "用两三句话写明发生了什么、影响多大、如何处置、结果如何。"),
    Section("preparation", "处置前准备", "预案、值班、设备、演练等事前准备情况。"),
    Section("decisions", "决策记录", "关键决定及其理由：当时知道什么、为何这样定。"),
    Section("direct_cause", "直接原因", "查明的直接原因；未查明的写明由谁继续查。"),
    Section("contributing_causes", "促成因素", "使事件发生、扩大或延长的其他因素。"),
    Section("went_well", "做得好的方面", "值得保持和推广的做法。"),
    Section("went_badly", "不足", "没有做好、做晚或者漏做的事项。"),
    Section("lucky", "侥幸之处", "靠运气没有变坏的地方，下次不能指望。"),
    Section("opinion", "舆情与诉求", "办税人的意见、诉求及舆情情况。"),
    Section("amendments", "预案修订建议", "写明条款，如“四（二）”，建议改什么、为什么。"),
)


@dataclass(frozen=True, slots=True)
class Review:
    """The written part of one incident's after-action report: section key → text."""

    id: int
    uuid: str
    incident_id: int
    sections: Mapping[str, str] = field(default_factory=dict)
    classification: str = "内部"


@dataclass(frozen=True, slots=True)
class Action:
    """An improvement measure (整改措施): what, of which type, by whom, until when, verified."""

    id: int
    uuid: str
    incident_id: int
    what: str
    type: str
    owner: str
    due: date | None
    verification: str = ""
    verified_at: datetime | None = None

    @property
    def status_label(self) -> str:
        return "已核实" if self.verified_at else "整改中"


@dataclass(frozen=True, slots=True)
class NewAction:
    """A measure to be added."""

    what: str
    type: str = "制度"
    owner: str = ""
    due: date | None = None


ACTION_TYPES = ("制度", "设备", "人员", "培训", "沟通", "其他")


def section_problem(key: str, text: str) -> FieldProblem | None:
    """Check one written section."""
    title = next((s.title for s in WRITTEN_SECTIONS if s.key == key), key)
    return texts.problem_in(key, title, text, limit=texts.LONG_TEXT)


def action_problems(new: NewAction, today: date) -> list[FieldProblem | None]:
    """Check a measure: what is required; a due day lies in a year that can be meant."""
    problems = [
        texts.problem_in("what", "整改措施", new.what, limit=500, required=True),
        texts.problem_in("owner", "责任人", new.owner, limit=50),
    ]
    if new.due is not None and not times.EARLIEST_YEAR <= new.due.year <= today.year + 10:
        problems.append(FieldProblem("due", "完成期限的年份不对，请核对"))
    return problems
