"""The board of follow-ups (善后清欠): how far each is, in which round, and what a list shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from hallduty.domain.followups import (
    AttemptOutcome,
    Followup,
    FollowupAttempt,
    FollowupKind,
    masked_name,
)
from hallduty.domain.phones import masked

PHONE, SMS = "电话", "短信"
_UNREACHED = (AttemptOutcome.MISSED, AttemptOutcome.BUSY, AttemptOutcome.FAILED)
_MOBILE_DIGITS = 11
# What is usually said when one is settled.
USUAL_WORDS = {
    FollowupKind.CALL_BACK: "电话通知，已告知可以办理",
    FollowupKind.PRIORITY_CARD: "持卡优先办结",
    FollowupKind.MANUAL: "已补录入系统",
    FollowupKind.PRECHECK: "已办结",
    FollowupKind.WINDOW_CHECK: "末笔核对无误",
}


class Progress(StrEnum):
    """How far a follow-up is."""

    WAITING = "waiting"
    SENT = "sent"
    AGAIN = "again"
    DONE = "done"

    @property
    def label(self) -> str:
        return _PROGRESS[self]


_PROGRESS = {
    Progress.WAITING: "待办",
    Progress.SENT: "已发短信",
    Progress.AGAIN: "未通知到",
    Progress.DONE: "已办",
}


@dataclass(frozen=True, slots=True)
class FollowupFilter:
    """What a board shows; None and empty mean: all. `open_only` leaves out what is done."""

    kind: FollowupKind | None = None
    incident_id: int | None = None
    progress: Progress | None = None
    open_only: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class BoardLine:
    """One row of a board: the follow-up, its incident, and the last attempt to tell."""

    followup: Followup
    number: str
    recovered: bool = False
    void: bool = False
    drill: bool = False
    last: AttemptOutcome | None = None
    round: int = 0

    @property
    def progress(self) -> Progress:
        if not self.followup.is_open:
            return Progress.DONE
        if self.last is AttemptOutcome.SENT:
            return Progress.SENT
        return Progress.AGAIN if self.last in _UNREACHED else Progress.WAITING

    @property
    def next_round(self) -> int:
        """The round in which the next attempt is made."""
        return round_after(self.last, self.round)

    @property
    def overdue(self) -> bool:
        """Whether business goes on again and this is still owed."""
        return self.followup.is_open and self.recovered and not self.void

    @property
    def state_text(self) -> str:
        """待办, 第1轮已发短信, 第1轮未接 …"""
        if self.last is None or not self.followup.is_open:
            return self.progress.label
        return f"第{self.round}轮{self.last.label}"


def round_after(last: AttemptOutcome | None, round_: int) -> int:
    """Return the round after an attempt: whoever was not reached is due in the next one."""
    if last is None:
        return max(1, round_)
    return round_ + 1 if last in _UNREACHED else round_


def rounds_due(lines: Iterable[BoardLine]) -> dict[int, list[BoardLine]]:
    """Return who is to be told in which round: open call-backs with no message under way."""
    found: dict[int, list[BoardLine]] = defaultdict(list)
    for line in lines:
        call = line.followup.kind is FollowupKind.CALL_BACK and line.followup.phone
        if call and line.progress in (Progress.WAITING, Progress.AGAIN):
            found[line.next_round].append(line)
    return dict(sorted(found.items()))


def can_be_texted(followup: Followup) -> bool:
    """Tell whether an SMS reaches the number: a mobile, no landline."""
    return followup.phone.startswith("1") and len(followup.phone) == _MOBILE_DIGITS


def by_number(lines: Sequence[BoardLine]) -> list[BoardLine]:
    """Return one line for each number, so that nobody gets a message twice."""
    return list({line.followup.phone: line for line in reversed(lines)}.values())[::-1]


def last_attempts(attempts: Iterable[FollowupAttempt]) -> dict[int, FollowupAttempt]:
    """Return the last attempt of each follow-up that had any."""
    return {attempt.followup_id: attempt for attempt in sorted(attempts, key=lambda a: a.id)}


def shown_person(followup: Followup, *, revealed: bool = False) -> str:
    """Return name and number as lists show them, masked unless revealed on purpose."""
    who = followup.who if revealed else masked_name(followup.who)
    phone = followup.phone if revealed else masked(followup.phone)
    return " ".join(part for part in (who, phone) if part)


def shown_matter(followup: Followup) -> str:
    """Return what it is about: a card's number, a window, the matter."""
    card = f"{followup.card_number} 号卡" if followup.card_number else ""
    return " ".join(part for part in (card, followup.window, followup.matter) if part)


def counts(lines: Iterable[BoardLine]) -> dict[Progress, int]:
    """Return how many are how far."""
    found = dict.fromkeys(Progress, 0)
    for line in lines:
        found[line.progress] += 1
    return found
