"""Handover (交接班): what is still open and goes to the next leader (plan clause 五（一）)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from hallduty.domain import times
from hallduty.domain.dossiers import Dossier
from hallduty.domain.due import Urgency, due
from hallduty.domain.duty_logs import MOST_HANDED
from hallduty.domain.followups import FollowupKind
from hallduty.domain.handover_site import OpenMatter, left_open
from hallduty.domain.incidents import Entry, EntryKind, Incident, Status, StepState
from hallduty.domain.narrative_course import live_entries
from hallduty.domain.narrative_text import formal, scrubber
from hallduty.domain.notices import hanging
from hallduty.domain.plan import Plan
from hallduty.domain.promises import current, is_lapsed, said_of
from hallduty.domain.reports import delivered
from hallduty.domain.settings import Limit

_MOST_WORDS = 80
# A time that was promised: 预计10:30恢复, 10时30分前.
_PROMISED = re.compile(r"(?<![\d:：])([01]?\d|2[0-3])\s*[:：时点]\s*([0-5]\d)(?!\d)")
_FIGURE = re.compile(r"\d")


def open_matters(
    dossiers: Iterable[Dossier], plan: Plan, limits: Iterable[Limit], now: datetime
) -> list[OpenMatter]:
    """Return what is open at `now`: incidents, promises, notices, reports due, follow-ups.

    Incident by incident, the oldest first; void incidents and drills that are over are left out.
    """
    limits = list(limits)
    found: list[OpenMatter] = []
    for dossier in sorted(dossiers, key=lambda d: d.incident.id):
        if dossier.incident.status is Status.VOID:
            continue
        if dossier.incident.is_open:
            found += _still_handled(dossier, plan, now)
            found += _promises(dossier, now)
        found += _notices(dossier, now)
        if dossier.incident.is_open:
            found += _reports(dossier, plan, limits, now)
        found += _followups(dossier)
        found += left_open(dossier, now)
    return found


def handed_lines(matters: Sequence[OpenMatter]) -> tuple[str, ...]:
    """Return the matters as the log keeps them; beyond what it takes, how many more there are."""
    lines = tuple(matter.line for matter in matters)
    if len(lines) <= MOST_HANDED:
        return lines
    kept = MOST_HANDED - 1
    return (*lines[:kept], f"【其他】另有 {len(lines) - kept} 项未结事项，见事件和善后")


def name_of(incident: Incident, plan: Plan) -> str:
    """2026-017 税务端系统故障（演练）."""
    scenario = plan.scenario(incident.scenario)
    name = scenario.name if scenario else plan.event_type(incident.event_type).name
    return f"{incident.number} {name}{'（演练）' if incident.drill else ''}"


def _still_handled(dossier: Dossier, plan: Plan, now: datetime) -> Iterator[OpenMatter]:
    incident = dossier.incident
    name = name_of(incident, plan)
    if incident.status is Status.RECOVERED:
        yield OpenMatter("事件", f"{name}，已恢复，待办结", incident.id)
        return
    length = times.duration_cn(times.minutes_between(incident.occurred_at, now))
    waiting = [step for step in dossier.steps if step.state is StepState.OPEN]
    step = min(waiting, key=lambda each: each.position, default=None)
    following = f"，下一步：{_short(formal(step.text))}" if step else ""
    yield OpenMatter("事件", f"{name}，处置中，已历时{length}{following}", incident.id, urgent=True)


def _promises(dossier: Dossier, now: datetime) -> Iterator[OpenMatter]:
    """What the hall was told to expect, as long as the fault lasts (plan clause 四（三）)."""
    incident = dossier.incident
    if incident.status is not Status.HANDLING:
        return
    if dossier.promises:
        yield from _recorded_promise(dossier, now)
        return
    # Taken down before promises had records of their own, or in a line of the timeline only.
    scrub = scrubber(dossier)
    waits = {step.id for step in dossier.steps if step.produces == "wait"}
    told = [
        entry
        for entry in live_entries(dossier)
        if entry.kind is EntryKind.PROMISE
        # A ticked step is a promise only where it says of what.
        or (entry.kind is EntryKind.STEP and entry.step_id in waits and _FIGURE.search(entry.text))
    ]
    # A later promise takes the place of the one before it.
    for entry in told[-1:]:
        until = _until(entry)
        lapsed = until is not None and now >= until
        words = f"{times.clock(entry.at)} {_short(formal(scrub(entry.text)))}"
        ending = "（已过时限，未兑现）" if lapsed else "（未兑现）"
        yield OpenMatter("承诺", f"{incident.number} {words}{ending}", incident.id, lapsed)


def _recorded_promise(dossier: Dossier, now: datetime) -> Iterator[OpenMatter]:
    promise = current(dossier.promises)
    if promise is None:
        return
    lapsed = is_lapsed(promise, now)
    ending = "（已过时限，未兑现，请问新的时间）" if lapsed else "（未兑现）"
    at, until = times.clock(promise.made_at), said_of(promise.until, now)
    words = f"{at} {formal(scrubber(dossier)(promise.party))}承诺{formal(until)}前恢复"
    incident = dossier.incident
    yield OpenMatter("承诺", f"{incident.number} {words}{ending}", incident.id, lapsed)


def _notices(dossier: Dossier, now: datetime) -> Iterator[OpenMatter]:
    """What hangs in the hall: the next leader renews it or takes it down."""
    incident = dossier.incident
    for each in hanging(dossier.notices, dossier.postings):
        why = each.trouble(incident, now)
        ending = f"（{why}）" if why else ""
        words = f"{incident.number} {each.notice.kind.noun}张贴于{_short(formal(each.places))}"
        yield OpenMatter("公告", f"{words}{ending}", incident.id, bool(why))


def _until(entry: Entry) -> datetime | None:
    """Return the time that a promise names, later on its own day; None where it names none."""
    named = [
        entry.at.replace(hour=int(hour), minute=int(minute), second=0)
        for hour, minute in _PROMISED.findall(entry.text)
    ]
    return max((at for at in named if at > entry.at), default=None)


def _reports(
    dossier: Dossier, plan: Plan, limits: list[Limit], now: datetime
) -> Iterator[OpenMatter]:
    incident = dossier.incident
    dues = due(dossier, plan, limits)
    for each in dues:
        overdue = each.urgency(now) is Urgency.OVERDUE
        text = f"{incident.number} {each.sentence(now)}（报{each.to}）"
        yield OpenMatter("上报", text, incident.id, overdue)
    to_group = plan.level(incident.level).to_group
    if to_group and not dues and not delivered(dossier.reports):
        text = f"{incident.number} 尚未向应急处理小组报告"
        yield OpenMatter("上报", text, incident.id, urgent=True)


def _followups(dossier: Dossier) -> Iterator[OpenMatter]:
    """Follow-ups as counts: a taxpayer's name stands nowhere but in its own row (PIPL)."""
    incident = dossier.incident
    owed = Counter(followup.kind for followup in dossier.followups if followup.is_open)
    if not owed or (incident.drill and not incident.is_open):
        return
    said = "、".join(f"{kind.label} {owed[kind]} 件" for kind in FollowupKind if owed[kind])
    closed = f"（{incident.status.label}）" if not incident.is_open else ""
    recovered = incident.status is not Status.HANDLING
    yield OpenMatter("善后", f"{incident.number}{closed} {said}未办", incident.id, recovered)


def _short(text: str) -> str:
    return text if len(text) <= _MOST_WORDS else text[:_MOST_WORDS] + "…"
