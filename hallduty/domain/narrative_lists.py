"""Lists for the report: key times, steps due against steps done, reports upward and notices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from hallduty.domain import times
from hallduty.domain.dossiers import Dossier
from hallduty.domain.incidents import Entry, EntryKind, IncidentStep, Outcome, StepState
from hallduty.domain.narrative_course import entered_afterwards, live_entries
from hallduty.domain.narrative_text import clock, formal, scrubber, sentence
from hallduty.domain.narrative_words import done_text, known_time, report_clause
from hallduty.domain.plan import Plan
from hallduty.domain.reports import delivered, made


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
    found += [(done, at) for at, done, _ in level_changes(dossier)]
    found += [(report.title, report.at) for report in delivered(dossier.reports)]
    found += [("恢复", incident.recovered_at), ("办结", incident.closed_at)]
    start = incident.occurred_at
    known = [KeyTime(label, at, times.minutes_between(start, at)) for label, at in found if at]
    return sorted(known, key=lambda key_time: key_time.at)


def step_rows(dossier: Dossier) -> list[StepRow]:
    """Return every step of the plan with when it was done or why it was not."""
    day = dossier.incident.occurred_at.date()
    scrub = scrubber(dossier)
    rows = []
    for step in sorted(dossier.steps, key=lambda s: s.position):
        settled = known_time(step, dossier.incident)
        at = clock(settled, day) if settled else ""
        if step.state is StepState.SKIPPED:
            done = f"跳过：{formal(scrub(step.why))}" if step.why.strip() else "跳过"
        else:
            done = f"{at}{step.state.label}"
        rows.append(StepRow(step.position, step.clause, formal(step.text), step.state, done))
    return rows


def report_lines(dossier: Dossier, plan: Plan) -> list[str]:
    """Return the reports upward and the notices, one sentence each, in order of time."""
    day = dossier.incident.occurred_at.date()
    scrub = scrubber(dossier)
    lines: list[tuple[datetime, str]] = []
    for report in made(dossier.reports):
        lines.append((report.at, clock(report.at, day) + scrub(report_clause(report))))
    for entry in live_entries(dossier):
        if entry.kind is EntryKind.NOTICE:
            said = formal(scrub(entry.text))
            said = said if "公告" in said else f"发布公告：{said}"
            lines.append((entry.at, clock(entry.at, day) + said))
    for step in _posted(dossier):
        known = known_time(step, dossier.incident)
        at = clock(known, day) if known else ""
        lines.append(
            (step.settled_at or dossier.incident.occurred_at, at + done_text(step, dossier, plan))
        )
    return [sentence(text) for _, text in sorted(lines, key=lambda line: line[0])]


def level_changes(dossier: Dossier) -> list[tuple[datetime | None, str, str]]:
    """Return each change of the level: when (None: only known afterwards), to what, why."""
    scrub = scrubber(dossier)
    found = []
    for entry in live_entries(dossier):
        if entry.kind is EntryKind.LEVEL:
            at = None if entered_afterwards(dossier.incident, entry) else entry.at
            done, _, why = entry.text.partition("：")
            found.append((at, formal(scrub(done)), formal(scrub(why))))
    return found


def _posted(dossier: Dossier) -> list[IncidentStep]:
    """Return the ticked steps that told people; a notice with a record of its own tells more."""
    if dossier.notices:
        return []
    return [s for s in dossier.steps if s.produces == "notice" and s.state is StepState.DONE]


def _notices(dossier: Dossier, entries: list[Entry]) -> list[datetime]:
    posted = [known_time(step, dossier.incident) for step in _posted(dossier)]
    said = [e.at for e in entries if e.kind is EntryKind.NOTICE]
    said += [posting.posted_at for posting in dossier.postings]
    return [at for at in posted if at] + said
