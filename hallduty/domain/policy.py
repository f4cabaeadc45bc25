"""Policy questions (政策问题): asked at the desk, answered, ambiguous or a gap (四（四）)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from hallduty.domain.reports import Channel

# What the number begins with, so that it is never taken for that of an incident: 政2026-001.
NUMBER_PREFIX = "政"
ON_THE_SPOT = "当场告知"


class QuestionKind(StrEnum):
    """即时答复, 政策模糊, 政策空白."""

    ANSWERED = "answered"
    AMBIGUOUS = "ambiguous"
    GAP = "gap"

    @property
    def label(self) -> str:
        return {"answered": "即时答复", "ambiguous": "政策模糊", "gap": "政策空白"}[self.value]


class QuestionState(StrEnum):
    """How far a question has come: to be put to a department, waiting, to be told back, told."""

    TO_ASK = "to_ask"
    WAITING = "waiting"
    TO_TELL = "to_tell"
    TOLD = "told"

    @property
    def label(self) -> str:
        return _STATES[self]


_STATES = {
    QuestionState.TO_ASK: "待提请",
    QuestionState.WAITING: "已提请待答复",
    QuestionState.TO_TELL: "已答复待告知",
    QuestionState.TOLD: "已告知",
}


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

    def is_overdue(self, now: datetime) -> bool:
        """Tell whether the department should have answered by now."""
        return self.replied_at is None and self.due is not None and self.due < now


@dataclass(frozen=True, slots=True)
class PolicyCase:
    """A question with whom it was put to, earliest first."""

    question: PolicyQuestion
    referrals: tuple[PolicyReferral, ...] = ()

    @property
    def id(self) -> int:
        return self.question.id

    @property
    def incident_id(self) -> int | None:
        """The incident during which it was asked, if any."""
        return self.question.incident_id

    @property
    def state(self) -> QuestionState:
        if self.question.told_at is not None:
            return QuestionState.TOLD
        if self.question.answered_at is not None:
            return QuestionState.TO_TELL
        return QuestionState.WAITING if self.waiting_for else QuestionState.TO_ASK

    def as_of(self, moment: datetime) -> PolicyCase:
        """Return the case as it stood at `moment`."""
        asked = self.question
        if asked.told_at is not None and asked.told_at > moment:
            asked = replace(asked, told_at=None, told_by="", told_how="")
        if asked.answered_at is not None and asked.answered_at > moment:
            asked = replace(asked, answered_at=None)
        referrals = tuple(
            replace(each, replied_at=None)
            if each.replied_at is not None and each.replied_at > moment
            else each
            for each in self.referrals
            if each.asked_at <= moment
        )
        return PolicyCase(asked, referrals)

    @property
    def waiting_for(self) -> tuple[PolicyReferral, ...]:
        """Whom an answer is still expected from."""
        if self.question.answered_at is not None:
            return ()
        return tuple(each for each in self.referrals if each.replied_at is None)

    def is_overdue(self, now: datetime) -> bool:
        """Tell whether a department that was asked should have answered by now."""
        return any(each.is_overdue(now) for each in self.waiting_for)


@dataclass(frozen=True, slots=True)
class NewQuestion:
    """A question as typed at the desk; `asked_at` None is now."""

    kind: QuestionKind
    topic: str
    question: str
    answer: str = ""
    basis: str = ""
    who: str = ""
    phone: str = ""
    asked_at: datetime | None = None
    hall_id: int | None = None
    incident_id: int | None = None


@dataclass(frozen=True, slots=True)
class NewReferral:
    """A question to be put to a department; `asked_at` None is now."""

    department: str
    department_id: int | None = None
    who: str = ""
    channel: Channel = Channel.PHONE
    due: datetime | None = None
    asked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PolicyFilter:
    """Which questions a list or a paper is about; None or empty means all of them."""

    from_day: date | None = None
    to_day: date | None = None
    kind: QuestionKind | None = None
    state: QuestionState | None = None
    topic: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Similar:
    """An earlier question that resembles what is typed; `shared` are the words in common."""

    case: PolicyCase
    shared: int
