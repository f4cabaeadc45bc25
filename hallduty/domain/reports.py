"""Reports upward (上报): 首报, 续报 and 终报 to the emergency group (plan clause 三)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from hallduty.domain import texts, times
from hallduty.domain.errors import FieldProblem, InvalidInput
from hallduty.domain.incidents import Outcome
from hallduty.domain.stamps import Stamp


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
    def reply_open(self) -> bool:
        """Whether there is a 批示 that nobody has yet carried out."""
        return bool(self.reply) and self.reply_done_at is None

    def reply_overdue(self, today: date) -> bool:
        """Whether its 批示 should have been carried out before today."""
        return self.reply_open and self.reply_due is not None and self.reply_due < today

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
    reply_owner: str = ""
    reply_due: date | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """A 批示 to be written down, and who carries it out by when."""

    text: str
    owner: str = ""
    due: date | None = None


_BRIEF = 120
# What is said of a 批示 that asks for nothing.
NOTED = "阅知"


def title(kind: ReportKind, ordinal: int) -> str:
    """Name a report the way the field does."""
    if kind is ReportKind.FOLLOW_UP:
        return "续报" + times.ordinal_cn(ordinal)
    return "首报" if kind is ReportKind.FIRST else "终报"


def brief(text: str) -> str:
    """Return a report's text where one line of a timeline or a course can hold it, else nothing."""
    said = texts.one_line(text)
    return said if len(said) <= _BRIEF else ""


def reply_state(report: Report, today: date) -> tuple[str, str]:
    """Return how far a 批示 has come, and the colour of its pill."""
    if report.reply_done_at is not None:
        noted = report.reply_result == NOTED
        return (
            ("已阅知", "grey") if noted else (f"{report.reply_done_at:%m-%d %H:%M} 已落实", "green")
        )
    if report.reply_due is None:
        return "未落实", "amber"
    if report.reply_overdue(today):
        return f"逾期 {(today - report.reply_due).days} 天", "red"
    return f"{report.reply_due:%m-%d} 前落实", "amber"


def made(reports: Sequence[Report]) -> list[Report]:
    """Return the attempts that were made; one taken back at once is none."""
    return [r for r in reports if r.outcome is not Outcome.NONE]


def delivered(reports: Sequence[Report]) -> list[Report]:
    """Return the reports that reached somebody, in order."""
    return [r for r in reports if r.outcome is Outcome.REACHED]


def next_kind(reports: Sequence[Report]) -> ReportKind:
    """Return what the next report upward is: the first until one got through, then follow-ups."""
    return ReportKind.FOLLOW_UP if delivered(reports) else ReportKind.FIRST


def proposed_kind(reports: Sequence[Report], *, over: bool) -> ReportKind:
    """Return the kind to offer: a final report once the first went out and it is over."""
    kind = next_kind(reports)
    return ReportKind.FINAL if over and kind is ReportKind.FOLLOW_UP else kind


def next_ordinal(reports: Sequence[Report], kind: ReportKind) -> int:
    """Return the ordinal that a new report of `kind` carries (a missed attempt uses none up)."""
    if kind is not ReportKind.FOLLOW_UP:
        return 1
    return 1 + sum(1 for r in delivered(reports) if r.kind is ReportKind.FOLLOW_UP)


def report_problems(new: NewReport, now: datetime) -> list[FieldProblem | None]:
    """Check a report attempt before it is logged."""
    return [
        texts.problem_in("to", "报告对象", new.to, limit=100, required=True),
        texts.problem_in("text", "报告内容", new.text, limit=texts.LONG_TEXT),
        texts.problem_in("reply", "批示", new.reply, limit=texts.PARAGRAPH),
        times.moment_problem("at", "报告时间", new.at, now),
    ]


def reply_problems(reply: Reply, today: date) -> list[FieldProblem | None]:
    """Check a 批示 before it is written down."""
    return [
        texts.problem_in("reply", "批示", reply.text, limit=texts.PARAGRAPH, required=True),
        *owner_problems(reply.owner, reply.due, today),
    ]


def owner_problems(owner: str, due: date | None, today: date) -> list[FieldProblem | None]:
    """Check who is to carry a 批示 out, and by when."""
    early = due is not None and due < today
    return [
        texts.problem_in("reply_owner", "承办人", owner, limit=100),
        FieldProblem("reply_due", "完成期限早于今天，请核对") if early else None,
    ]


def result_problems(result: str, at: datetime | None, now: datetime) -> list[FieldProblem | None]:
    """Check what came of a 批示."""
    return [
        texts.problem_in("reply_result", "落实情况", result, limit=texts.PARAGRAPH, required=True),
        times.moment_problem("at", "时间", at, now),
    ]


_DAY = re.compile(r"^(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})日?$|^(\d{2})(\d{2})$")
_WORDS = {"今天": 0, "今日": 0, "明天": 1, "明日": 1, "后天": 2}
_DAYS = re.compile(r"^(\d{1,3})[天日](?:内|之内)?$")


def due_day(text: str, today: date) -> date | None:
    """Read 11-20, 1120, 11月20日, 明天 or 3天 as a day from `today` on; None for no text.

    Raises InvalidInput when it is no day.
    """
    said = unicodedata.normalize("NFKC", text).strip().removesuffix("前")
    if not said:
        return None
    days = _DAYS.match(said)
    if said in _WORDS or days:
        return today + timedelta(days=int(days[1]) if days else _WORDS[said])
    found = _DAY.match(said)
    try:
        if found is None:
            raise ValueError
        year, month, day = found[1], found[2] or found[4], found[3] or found[5]
        read = date(int(year or today.year), int(month), int(day))
        # In December, January means the next one.
        late = not year and read < today - timedelta(days=180)
        return read.replace(year=read.year + 1) if late else read
    except ValueError:
        problem = FieldProblem(
            "reply_due", f"“{text.strip()[:20]}”不是日期，可写 11-20、明天或 3天"
        )
        raise InvalidInput([problem]) from None


def entry_uuid(report: Report) -> str:
    """Return the uuid of a report's line on the timeline; empty for a report of no write."""
    try:
        return Stamp(UUID(report.uuid), report.at, "").derived("entry")
    except ValueError:
        return ""
