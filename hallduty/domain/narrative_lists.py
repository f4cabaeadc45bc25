"""Lists for the report: key times, steps due against steps done, reports upward and notices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from hallduty.domain import times
from hallduty.domain.dossiers import Dossier
from hallduty.domain.incidents import Entry, EntryKind, IncidentStep, Outcome, StepState
from hallduty.domain.narrative_course import live_entries
from hallduty.domain.narrative_text import Scrubber, clock, formal, sentence
from hallduty.domain.narrative_words import report_clause
from hallduty.domain.reports import delivered


@dataclass(frozen=True, slots=True)
class KeyTime:
    """A moment that the report names; `minutes` after the occurrence."""

    label: str
    at: datetime
    minutes: int


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step that the plan asked for against what became of it (应做、实做)."""

    position: int
    clause: str
    due: str
    state: StepState
    done: str


def key_times(dossier: Dossier) -> list[KeyTime]:
    """Return the moments of an incident in order, each with its minutes after the occurrence."""
    incident = dossier.incident
    found: list[tuple[str, datetime | None]] = [
        ("发生", incident.occurred_at),
        ("接报", incident.reported_at),
    ]
    entries = live_entries(dossier)
    calls = [e.at for e in entries if e.kind is EntryKind.CALL and e.outcome is Outcome.REACHED]
    found.append(("首次接通", min(calls, default=None)))
    found.append(("首次公告", min(_notices(dossier, entries), default=None)))
    found += [(e.text.partition("：")[0], e.at) for e in level_changes(dossier)]
    found += [(report.title, report.at) for report in delivered(dossier.reports)]
    found += [("恢复", incident.recovered_at), ("办结", incident.closed_at)]
    start = incident.occurred_at
    known = [KeyTime(label, at, times.minutes_between(start, at)) for label, at in found if at]
    return sorted(known, key=lambda key_time: key_time.at)


def step_rows(dossier: Dossier) -> list[StepRow]:
    """Return every step of the plan with when it was done or why it was not."""
    day = dossier.incident.occurred_at.date()
    scrub = Scrubber(dossier.followups)
    rows = []
    for step in sorted(dossier.steps, key=lambda s: s.position):
        at = clock(step.settled_at, day) if step.settled_at else ""
        if step.state is StepState.SKIPPED:
            done = f"跳过：{formal(scrub(step.why))}" if step.why.strip() else "跳过"
        else:
            done = f"{at}{step.state.label}"
        rows.append(StepRow(step.position, step.clause, formal(step.text), step.state, done))
    return rows


def report_lines(dossier: Dossier) -> list[str]:
    """Return the reports upward and the notices, one sentence each, in order of time."""
    day = dossier.incident.occurred_at.date()
    scrub = Scrubber(dossier.followups)
    lines = [(r.at, scrub(report_clause(r))) for r in dossier.reports]
    for entry in live_entries(dossier):
        if entry.kind is EntryKind.NOTICE:
            said = formal(scrub(entry.text))
            lines.append((entry.at, said if "公告" in said else f"发布公告：{said}"))
    ticked = [s for s in dossier.steps if s.produces == "notice" and s.state is StepState.DONE]
    lines += [(s.settled_at, _plain_notice(s)) for s in ticked if s.settled_at]
    ordered = sorted(lines, key=lambda line: line[0])
    return [sentence(f"{clock(at, day)}{text}") for at, text in ordered]


def level_changes(dossier: Dossier) -> list[Entry]:
    """Return the lines of the timeline that changed the level, in order."""
    return [e for e in live_entries(dossier) if e.kind is EntryKind.LEVEL]


def _notices(dossier: Dossier, entries: list[Entry]) -> list[datetime]:
    ticked = [s for s in dossier.steps if s.produces == "notice" and s.state is StepState.DONE]
    found = [s.settled_at for s in ticked if s.settled_at]
    return found + [e.at for e in entries if e.kind is EntryKind.NOTICE]


def _plain_notice(step: IncidentStep) -> str:
    return formal(step.text).replace("公告或通过其他形式通知", "公告并通知")
