"""Policy questions (政策问题): asked at the desk, answered, ambiguous or a gap (四（四）)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hallduty.domain.reports import Channel


class QuestionKind(StrEnum):
    """即时答复, 政策模糊, 政策空白."""

    ANSWERED = "answered"
    AMBIGUOUS = "ambiguous"
    GAP = "gap"

    @property
    def label(self) -> str:
        return {"answered": "即时答复", "ambiguous": "政策模糊", "gap": "政策空白"}[self.value]


@dataclass(frozen=True, slots=True)
class PolicyQuestion:
    """One question; `who` and `phone` of the taxpayer stand in this row only (PIPL).

    `topic` is the kind of tax or business, `basis` the rule an answer rests on; `told_at` is when
    the taxpayer was told.
    """

    id: int
    uuid: str
    number: str
    hall_id: int | None
    incident_id: int | None
    kind: QuestionKind
    topic: str
    question: str
    answer: str
    basis: str
    who: str
    phone: str
    asked_at: datetime
    taken_by: str
    answered_at: datetime | None = None
    told_at: datetime | None = None
    told_by: str = ""
    told_how: str = ""


@dataclass(frozen=True, slots=True)
class PolicyReferral:
    """Which department was asked about a question, when, by when it is to answer, its reply."""

    id: int
    uuid: str
    question_id: int
    department_id: int | None
    department: str
    who: str
    channel: Channel
    asked_at: datetime
    due: datetime | None = None
    reply: str = ""
    replied_at: datetime | None = None
