"""Measures (应急处置措施): a draft for the ledger sheet from the steps and the timeline."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from hallduty.domain.appointments import AppointmentKind
from hallduty.domain.dossiers import Dossier
from hallduty.domain.followups import FollowupKind
from hallduty.domain.incidents import Entry, EntryKind, IncidentStep, Outcome, StepState
from hallduty.domain.narrative_course import live_entries
from hallduty.domain.narrative_handling import duplicate_text
from hallduty.domain.narrative_impact import tallies
from hallduty.domain.narrative_text import clock, formal, listed, scrubber
from hallduty.domain.narrative_words import done_text, followup_kind, known_time
from hallduty.domain.plan import Plan
from hallduty.domain.reports import delivered

_COUNTED = {
    FollowupKind.CALL_BACK: ("人", "通知"),
    FollowupKind.PRECHECK: ("件", "办结"),
    FollowupKind.PRIORITY_CARD: ("张", "办结"),
    FollowupKind.MANUAL: ("件", "补录"),
}


def draft_measures(dossier: Dossier, plan: Plan) -> str:
    """Draft 应急处置措施 from the steps and the timeline; empty when nothing was done.

    一、09时46分立即联系责任单位（信息中心）进行修复；二、…。 Taxpayers appear as counts.
    """
    day = dossier.incident.occurred_at.date()
    scrub = scrubber(dossier)
    items: list[tuple[datetime, str]] = []
    done = [s for s in dossier.steps if s.state is StepState.DONE]
    entries = live_entries(dossier)
    for step in done:
        if step.produces == "notice" and dossier.notices:
            continue  # the notice itself says where it hung
        if step.produces == "report" and "级别" in step.text and delivered(dossier.reports):
            continue
        at = _when_done(step, dossier, entries)
        said = (clock(at, day) if at else "") + _measure(step, dossier, plan)
        items.append((at or step.settled_at or dossier.incident.occurred_at, said))
    reported = [f"{clock(r.at, day)}向{formal(r.to)}{r.title}" for r in delivered(dossier.reports)]
    if reported:
        items.append((delivered(dossier.reports)[0].at, "，".join(reported)))
    for entry in entries:
        plain = entry.kind is EntryKind.NOTICE and entry.step_id is None
        if plain and not dossier.notices:
            items.append((entry.at, f"{clock(entry.at, day)}{formal(scrub(entry.text))}"))
    items += _handled(dossier, day)
    return listed(text for _, text in sorted(items, key=lambda item: item[0]))


def _handled(dossier: Dossier, day: date) -> Iterator[tuple[datetime, str]]:
    """Yield what the records of handling tell: notices, crowd, services, recordings, mergers."""
    for notice in dossier.notices:
        hung = [each for each in dossier.postings if each.notice_id == notice.id]
        if hung:
            at = min(each.posted_at for each in hung)
            places = "、".join(dict.fromkeys(each.place for each in hung))
            yield at, f"{clock(at, day)}在{places}发布{notice.kind.noun}"
    for reading in dossier.readings:
        if reading.measures:
            decided = "、".join(reading.measures)
            yield reading.at, f"{clock(reading.at, day)}等候{reading.waiting}人，{decided}"
    for extension in dossier.extensions:
        end = extension.ended_at or extension.until
        served = f"，办结{extension.served}人" if extension.served is not None else ""
        said = f"{clock(extension.opened_at, day)}起延时服务至{clock(end, day)}{served}"
        yield extension.opened_at, said
    booked = [a for a in dossier.appointments if a.kind is AppointmentKind.APPOINTMENT]
    if booked:
        yield min(a.made_at for a in booked), f"预约分流{len(booked)}人"
    for footage in dossier.footage:
        span = f"{clock(footage.from_at, day)}至{clock(footage.to_at, day)}"
        verb = "保全监控录像" if footage.secured_at else "通知保全监控录像"
        yield footage.secured_at or footage.noted_at, f"{verb}{span}"
    for duplicate in dossier.duplicates:
        merged = duplicate.incident.closed_at or duplicate.incident.occurred_at
        yield merged, f"并入{duplicate_text(duplicate)}一并处置"


def _measure(step: IncidentStep, dossier: Dossier, plan: Plan) -> str:
    """Return what a done step came to, with the count of what it left behind."""
    text = done_text(step, dossier, plan)
    kind = followup_kind(step)
    tally = next((t for t in tallies(dossier.followups) if t.kind is kind), None)
    if kind not in _COUNTED or tally is None:
        return text
    unit, verb = _COUNTED[kind]
    head = "记录办税人联系方式" if kind is FollowupKind.CALL_BACK else text
    if tally.done == tally.total:
        return f"{head}{tally.total}{unit}，恢复后全部{verb}"
    so_far = f"，已{verb}{tally.done}{unit}" if tally.done else ""
    return f"{head}{tally.total}{unit}{so_far}"


def _when_done(step: IncidentStep, dossier: Dossier, entries: list[Entry]) -> datetime | None:
    """Return when a step was carried out: the first call that got through for it, else its tick."""
    calls = [
        e.at
        for e in entries
        if e.kind is EntryKind.CALL and e.step_id == step.id and e.outcome is Outcome.REACHED
    ]
    ticked = known_time(step, dossier.incident)
    return min([*calls, *([ticked] if ticked else [])], default=None)
