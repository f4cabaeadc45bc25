"""Impact of an incident (影响): minutes, windows, people and follow-ups, as figures and words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from hallduty.domain import times
from hallduty.domain.followups import Followup, FollowupKind
from hallduty.domain.form_values import minutes_lost
from hallduty.domain.incidents import Incident, corrected_ids
from hallduty.domain.narrative_text import clock
from hallduty.domain.window_lists import countable_windows

if TYPE_CHECKING:
    from hallduty.domain.dossiers import Dossier

_WAITING = (
    re.compile(r"等[候待][^\d，。；,;]{0,6}?(约|近)?\s*(\d{1,5})\s*(?:余|多)?\s*(?:名|位)?[^\d，。；]{0,3}人"),
    re.compile(r"(约|近)?\s*(\d{1,5})\s*(?:余|多)?\s*(?:名|位)?(?:办税|纳税)?人[^\d，。；,;]{0,4}等[候待]"),
)  # fmt: skip

# Types whose events interrupt business: 电力, 设备, 网络, 应用系统.
_OUTAGES = frozenset({"power", "device", "network", "application"})
# What is counted, and how an official sentence counts it.
_COUNTED = {
    FollowupKind.PRECHECK: ("资料预审核", "件"),
    FollowupKind.MANUAL: ("手工受理待补录", "件"),
    FollowupKind.PRIORITY_CARD: ("发放二次优先卡", "张"),
    FollowupKind.CALL_BACK: ("记录联系方式", "人"),
    FollowupKind.WINDOW_CHECK: ("末笔核对", "项"),
}


@dataclass(frozen=True, slots=True)
class Tally:
    """Follow-ups of one kind: how many, how many settled, and when the last one was."""

    kind: FollowupKind
    total: int
    done: int
    first_at: datetime
    last_done_at: datetime | None

    @property
    def percent(self) -> int:
        """Share settled, cut to whole per cent, so that 100 means every one of them."""
        return self.done * 100 // self.total


@dataclass(frozen=True, slots=True)
class Impact:
    """Figures of the impact; None: not known.

    `minutes` runs from occurrence to recovery (to closing when never recovered);
    `window_minutes` is what the recorded outages cost. Where none was recorded it is windows
    times minutes, and `window_minutes_about` says so: nobody knows when each of them went down.
    `waiting` is the most people seen waiting, `waiting_about` whether that was an estimate.
    """

    minutes: int | None
    windows: int | None
    window_minutes: int | None
    window_minutes_about: bool
    people: int | None
    waiting: int | None
    waiting_about: bool
    followups: tuple[Tally, ...]


def is_outage(incident: Incident) -> bool:
    """Tell whether business stood still; a crowd, a quarrel or a post in the web is none."""
    return incident.event_type in _OUTAGES


def impact(dossier: Dossier) -> Impact:
    """Return the impact as far as the record gives it; a reckoned loss is better than a guess."""
    incident = dossier.incident
    minutes = minutes_lost(incident)
    windows = countable_windows(incident.windows)
    if windows is None and not incident.windows.strip() and "窗" in incident.place:
        windows = countable_windows(incident.place)
    lost, guessed = outage_minutes(dossier), False
    if dossier.loss is not None:
        windows, lost = len(dossier.loss.windows) or windows, dossier.loss.minutes
    elif lost is not None:
        windows = len({o.window_id for o in dossier.outages if o.window_id})
    elif is_outage(incident) and windows is not None and minutes is not None:
        lost, guessed = windows * minutes, True
    waiting, about = _waiting(dossier)
    done = tallies(dossier.followups)
    return Impact(minutes, windows, lost, guessed, incident.people, waiting, about, done)


def outage_minutes(dossier: Dossier) -> int | None:
    """Return the window-minutes lost by the outages of windows; None where none is recorded.

    Outages of one window that overlap count once; an open one counts up to the recovery or the
    closing, and while there is neither the sum is not known.
    """
    incident = dossier.incident
    end = incident.recovered_at or incident.closed_at
    spans: dict[int, list[tuple[datetime, datetime]]] = {}
    for outage in dossier.outages:
        if outage.window_id is not None:
            up = outage.up_at or end
            if up is None:
                return None
            spans.setdefault(outage.window_id, []).append((outage.down_at, up))
    if not spans:
        return None
    lost = 0
    for mine in spans.values():
        ordered = sorted(mine)
        until = ordered[0][0]
        for down, up in ordered:
            lost += times.minutes_between(max(down, until), max(up, until))
            until = max(until, up)
    return lost


def tallies(followups: Sequence[Followup]) -> tuple[Tally, ...]:
    """Count follow-ups by kind, in the order of the kinds."""
    found = []
    for kind in _COUNTED:
        mine = [f for f in followups if f.kind is kind]
        if not mine:
            continue
        settled = [f.settled_at for f in mine if f.settled_at is not None]
        first = min(f.added_at for f in mine)
        found.append(Tally(kind, len(mine), len(settled), first, max(settled, default=None)))
    return tuple(found)


def impact_text(dossier: Dossier) -> str:
    """Return the impact as one official sentence, empty when nothing is known.

    停用窗口6个，业务中断76分钟，损失窗口时间456分钟（推算），最多等候约40人；…
    """
    found = impact(dossier)
    guessed = "（推算）" if found.window_minutes_about else ""
    lasted = "业务中断" if is_outage(dossier.incident) else "历时"
    parts = [
        f"停用窗口{found.windows}个" if found.windows else "",
        f"{lasted}{found.minutes}分钟" if found.minutes is not None else "",
        f"损失窗口时间{found.window_minutes}分钟{guessed}"
        if found.window_minutes is not None
        else "",
        f"涉及{found.people}人" if found.people is not None else "",
        f"最多等候{'约' if found.waiting_about else ''}{found.waiting}人"
        if found.waiting is not None
        else "",
    ]
    first = "，".join(filter(None, parts))
    second = followup_text(dossier)
    return "；".join(filter(None, (first, second)))


def followup_text(dossier: Dossier) -> str:
    """Return what was owed and done: 记录联系方式3人，11时20分前全部通知，通知率100%."""
    day = dossier.incident.occurred_at.date()
    return "；".join(_tally_text(tally, day) for tally in tallies(dossier.followups))


def _tally_text(tally: Tally, day: date) -> str:
    name, unit = _COUNTED[tally.kind]
    verb = "通知" if tally.kind is FollowupKind.CALL_BACK else "办结"
    text = f"{name}{tally.total}{unit}"
    if tally.last_done_at is None:
        return f"{text}，尚未{verb}"
    if tally.done < tally.total:
        left = tally.total - tally.done
        return f"{text}，已{verb}{tally.done}{unit}，尚有{left}{unit}，{verb}率{tally.percent}%"
    return f"{text}，{clock(tally.last_done_at, day)}前全部{verb}，{verb}率100%"


def _waiting(dossier: Dossier) -> tuple[int | None, bool]:
    """Return the most people waiting: the counted number, else the largest one written down."""
    counted = [reading.waiting for reading in dossier.readings]
    if dossier.incident.waiting is not None or counted:
        return max([dossier.incident.waiting or 0, *counted]), False
    gone = corrected_ids(list(dossier.entries))
    said = [entry.text for entry in dossier.entries if entry.id not in gone]
    found: list[tuple[int, bool]] = []
    for text in (dossier.incident.description, *said):
        found += waiting_said(text)
    return max(found) if found else (None, False)


def waiting_said(text: str) -> list[tuple[int, bool]]:
    """Return every number of people waiting that a text names, and whether it is an estimate."""
    return [(int(m[2]), bool(m[1])) for pattern in _WAITING for m in pattern.finditer(text)]
