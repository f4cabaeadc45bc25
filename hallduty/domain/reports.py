"""Reports upward (上报): 首报, 续报 and 终报 to the emergency group (plan clause 三)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from hallduty.domain import texts, times
from hallduty.domain.errors import FieldProblem
from hallduty.domain.incidents import Outcome


class ReportKind(StrEnum):
    """首报, 续报, 终报."""

    FIRST = "first"
    FOLLOW_UP = "follow_up"
    FINAL = "final"


class Channel(StrEnum):
    """How a report went out."""

    PHONE = "phone"
    WRITTEN = "written"
    WECHAT = "wechat"
    PERSON = "person"

    @property
    def label(self) -> str:
        return {"phone": "电话", "written": "书面", "wechat": "微信", "person": "当面"}[self.value]


@dataclass(frozen=True, slots=True)
class Report:
    """One attempt to report: to whom, when, how, with what outcome, and the answer (批示).

    `reply_owner` carries the 批示 out by `reply_due`; `reply_result` says what came of it.
    """

    id: int
    uuid: str
    incident_id: int
    kind: ReportKind
    ordinal: int
    to: str
    channel: Channel
    at: datetime
    outcome: Outcome
    text: str = ""
    person_id: int | None = None
    reply: str = ""
    replied_at: datetime | None = None
    reply_owner: str = ""
    reply_due: date | None = None
    reply_done_at: datetime | None = None
    reply_result: str = ""

    @property
    def title(self) -> str:
        """首报, 续报一, 续报二 …, 终报."""
        return title(self.kind, self.ordinal)


@dataclass(frozen=True, slots=True)
class NewReport:
    """A report attempt to be logged; `at` None means now."""

    kind: ReportKind
    to: str
    channel: Channel = Channel.PHONE
    outcome: Outcome = Outcome.REACHED
    text: str = ""
    person_id: int | None = None
    at: datetime | None = None
    reply: str = ""


def title(kind: ReportKind, ordinal: int) -> str:
    """Name a report the way the field does."""
    if kind is ReportKind.FOLLOW_UP:
        return "续报" + times.ordinal_cn(ordinal)
    return "首报" if kind is ReportKind.FIRST else "终报"


def delivered(reports: Sequence[Report]) -> list[Report]:
    """Return the reports that reached somebody, in order."""
    return [r for r in reports if r.outcome is Outcome.REACHED]


def next_kind(reports: Sequence[Report]) -> ReportKind:
    """Return what the next report upward is: the first until one got through, then follow-ups."""
    return ReportKind.FOLLOW_UP if delivered(reports) else ReportKind.FIRST


def next_ordinal(reports: Sequence[Report], kind: ReportKind) -> int:
    """Return the ordinal that a new report of `kind` carries (a missed attempt uses none up)."""
    if kind is not ReportKind.FOLLOW_UP:
        return 1
    return 1 + sum(1 for r in delivered(reports) if r.kind is ReportKind.FOLLOW_UP)


def report_problems(new: NewReport, now: datetime) -> list[FieldProblem | None]:
    """Check a report attempt before it is logged."""
    return [
        texts.problem_in("to", "报告对象", new.to, limit=100, required=True),
        texts.problem_in("text", "报告内容", new.text, limit=texts.PARAGRAPH),
        texts.problem_in("reply", "批示", new.reply, limit=texts.PARAGRAPH),
        times.moment_problem("at", "报告时间", new.at, now),
    ]
