"""Who takes turns in the roster (轮值人员), who is away, and what was swapped (五（一）)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from hallduty.domain import texts
from hallduty.domain.errors import FieldProblem
from hallduty.domain.roster import Part, day_problem

LONGEST_LEAVE = 366
LEAVE_KINDS = ("请假", "病假", "公休", "出差", "培训", "其他")


class Peak(StrEnum):
    """Whether somebody takes turns on the peak days of the filing period."""

    ANY = "any"
    ONLY = "only"
    NEVER = "never"

    @property
    def label(self) -> str:
        return {"any": "不限", "only": "只排高峰日", "never": "不排高峰日"}[self.value]


@dataclass(frozen=True, slots=True)
class RotaMember:
    """Somebody who takes turns in a post of a hall (轮值人员)."""

    id: int
    uuid: str
    hall_id: int
    post: str
    person_id: int
    position: int = 0
    peak: Peak = Peak.ANY


@dataclass(frozen=True, slots=True)
class Leave:
    """Days on which somebody cannot stand a shift, both ends included (请假、出差、培训)."""

    id: int
    uuid: str
    person_id: int
    first_day: date
    last_day: date
    kind: str = "请假"
    remark: str = ""

    def covers(self, day: date) -> bool:
        """Tell whether `day` lies in the leave."""
        return self.first_day <= day <= self.last_day


class ChangeKind(StrEnum):
    """How a planned duty went to somebody else."""

    SWAP = "swap"
    COVER = "cover"
    TAKEOVER = "takeover"

    @property
    def label(self) -> str:
        return {"swap": "换班", "cover": "替班", "takeover": "临时接班"}[self.value]


@dataclass(frozen=True, slots=True)
class ShiftChange:
    """A swap, a cover or a one-day takeover: who asked, who agreed, and whether it was undone.

    `from_id` was planned for `day`, `to_id` does it; in a swap `from_id` does `to_id`'s duty of
    `other_day` in return.
    """

    id: int
    uuid: str
    kind: ChangeKind
    hall_id: int
    post: str
    day: date
    part: Part
    from_id: int | None
    to_id: int
    at: datetime
    other_day: date | None = None
    other_part: Part | None = None
    asked_by: str = ""
    agreed_by: str = ""
    reason: str = ""
    undone_at: datetime | None = None
    undone_by: str = ""


def leave_problems(leave: Leave) -> list[FieldProblem | None]:
    """Check a leave as typed, apart from the person's other leaves."""
    problems = [
        day_problem("first_day", "开始日期", leave.first_day),
        day_problem("last_day", "结束日期", leave.last_day),
        texts.problem_in("kind", "类别", leave.kind, limit=10, required=True),
        texts.problem_in("remark", "备注", leave.remark),
    ]
    if leave.last_day < leave.first_day:
        problems.append(FieldProblem("last_day", "结束日期早于开始日期，请核对"))
    elif (leave.last_day - leave.first_day).days >= LONGEST_LEAVE:
        text = f"一次最多登记 {LONGEST_LEAVE} 天；更久不在岗的，请在通讯录中停用"
        problems.append(FieldProblem("last_day", text))
    return problems
