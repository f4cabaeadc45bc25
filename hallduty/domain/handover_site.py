"""What the records of handling leave open at a handover: windows down, answers, recordings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from hallduty.domain import times
from hallduty.domain.appointments import AppointmentKind
from hallduty.domain.closing import open_replies
from hallduty.domain.dossiers import Dossier
from hallduty.domain.narrative_text import formal, scrubber

_MOST_WORDS = 60


@dataclass(frozen=True, slots=True)
class OpenMatter:
    """One thing that is not finished: what kind (事件, 承诺, 上报, 善后), and in what words."""

    kind: str
    text: str
    incident_id: int
    urgent: bool = False

    @property
    def line(self) -> str:
        """【善后】2026-017 电话回访 3 件未办."""
        return f"【{self.kind}】{self.text}"


def left_open(dossier: Dossier, now: datetime) -> Iterator[OpenMatter]:
    """Yield what an incident leaves open besides its follow-ups, also one that is closed.

    A drill that is over leaves nothing.
    """
    incident = dossier.incident
    if incident.drill and not incident.is_open:
        return
    number = incident.number
    down = [each for each in dossier.outages if each.up_at is None]
    if down:
        since = times.clock(min(each.down_at for each in down))
        text = f"{number} 仍有 {len(down)} 处停用（{since}起），恢复后在大厅图上登记"
        yield OpenMatter("停用", text, incident.id)
    for each in dossier.extensions:
        if each.ended_at is None:
            text = f"{number} 延时服务至 {times.clock(each.until)}，尚未结束"
            yield OpenMatter("延时", text, incident.id, each.until <= now)
    booked = [
        each
        for each in dossier.appointments
        if each.kind is AppointmentKind.APPOINTMENT and not each.served_at and not each.outcome
    ]
    if booked:
        first = min(each.due_at for each in booked)
        text = f"{number} 预约 {len(booked)} 人待办，最早 {first:%m-%d %H:%M}"
        yield OpenMatter("预约", text, incident.id, first <= now)
    for report in open_replies(dossier):
        if incident.is_open or report.reply_owner or report.reply_due:
            due = report.reply_due
            by = f"由{report.reply_owner}承办" if report.reply_owner else ""
            until = f"，{due.month}月{due.day}日前" if due else ""
            said = formal(scrubber(dossier)(report.reply))[:_MOST_WORDS]
            text = f"{number} 批示“{said}”{by}{until}，未落实"
            yield OpenMatter("批示", text, incident.id, report.reply_overdue(now.date()))
    for footage in dossier.footage:
        if footage.is_open:
            last = footage.expires_on
            span = f"{times.clock(footage.from_at)}—{times.clock(footage.to_at)}"
            text = f"{number} 监控 {span} 未保全，{last.month}月{last.day}日后被覆盖"
            yield OpenMatter("监控", text, incident.id, (last - now.date()).days <= 3)
