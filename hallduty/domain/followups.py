"""Follow-ups (善后): what is owed to taxpayers after a fault (plan clauses 四(二), 四(三))."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hallduty.domain import phones, texts
from hallduty.domain.errors import FieldProblem

# More stretches of numbers than these are not told one by one.
_SPANS = 12


class FollowupKind(StrEnum):
    """What is owed."""

    CALL_BACK = "call_back"
    PRIORITY_CARD = "priority_card"
    MANUAL = "manual"
    PRECHECK = "precheck"
    WINDOW_CHECK = "window_check"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    FollowupKind.CALL_BACK: "电话回访",
    FollowupKind.PRIORITY_CARD: "二次优先卡",
    FollowupKind.MANUAL: "手工受理补录",
    FollowupKind.PRECHECK: "资料预审核",
    FollowupKind.WINDOW_CHECK: "末笔核对",
}


@dataclass(frozen=True, slots=True)
class Followup:
    """One thing owed; the only place where a taxpayer's name and phone are kept (PIPL).

    `card_number` is that of a priority card, `window` the window that a check is about.
    """

    id: int
    uuid: str
    incident_id: int
    kind: FollowupKind
    who: str
    phone: str
    matter: str
    added_at: datetime
    settled_at: datetime | None = None
    settled_by: str = ""
    how: str = ""
    card_number: str = ""
    window: str = ""

    @property
    def is_open(self) -> bool:
        return self.settled_at is None


class AttemptOutcome(StrEnum):
    """How an attempt to tell a taxpayer ended."""

    REACHED = "reached"
    MISSED = "missed"
    BUSY = "busy"
    SENT = "sent"
    FAILED = "failed"

    @property
    def label(self) -> str:
        return _OUTCOMES[self]


_OUTCOMES = {
    AttemptOutcome.REACHED: "通",
    AttemptOutcome.MISSED: "未接",
    AttemptOutcome.BUSY: "占线",
    AttemptOutcome.SENT: "已发短信",
    AttemptOutcome.FAILED: "未送达",
}


@dataclass(frozen=True, slots=True)
class FollowupAttempt:
    """One attempt to tell the taxpayer of a follow-up; `channel` is 电话 or 短信."""

    id: int
    uuid: str
    incident_id: int
    followup_id: int
    at: datetime
    channel: str
    outcome: AttemptOutcome
    round: int
    actor: str


@dataclass(frozen=True, slots=True)
class NewFollowup:
    """A follow-up to be taken down."""

    kind: FollowupKind
    who: str = ""
    phone: str = ""
    matter: str = ""
    window: str = ""


def followup_problems(new: NewFollowup) -> list[FieldProblem | None]:
    """Check a follow-up: a call-back needs a name and a number, anything else a matter."""
    call = new.kind is FollowupKind.CALL_BACK
    return [
        texts.problem_in("who", "姓名", new.who, limit=50, required=call),
        phones.problem_in("phone", "联系电话", new.phone, required=call),
        texts.problem_in("matter", "事项", new.matter, required=not (call or new.window)),
        texts.problem_in("window", "窗口", new.window, limit=50),
    ]


def still_owed(followups: Sequence[Followup]) -> list[Followup]:
    """Return what is open, oldest first."""
    return sorted((f for f in followups if f.is_open), key=lambda f: f.id)


def masked_name(name: str) -> str:
    """Return a taxpayer's name as lists and prints show it: 张某, 欧阳某."""
    stripped = name.strip()
    if not stripped:
        return ""
    return stripped[:1] + "某"


def unchecked(windows: Sequence[str], followups: Sequence[Followup]) -> list[str]:
    """Return the windows for which no check of the last transaction was taken down yet."""
    kind = FollowupKind.WINDOW_CHECK
    have = {followup.window for followup in followups if followup.kind is kind}
    return [window for window in dict.fromkeys(windows) if window not in have]


def ids_text(ids: Sequence[int]) -> str:
    """Return row numbers as the timeline tells them: 3, 4, 5, 9 → 第 3—5、9 号."""
    runs: list[list[int]] = []
    for number in sorted(ids):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    spans = [str(run[0]) if len(run) == 1 else f"{run[0]}—{run[-1]}" for run in runs]
    shown = "、".join(spans[:_SPANS]) + (" 等" if len(spans) > _SPANS else "")
    return f"第 {shown} 号"
