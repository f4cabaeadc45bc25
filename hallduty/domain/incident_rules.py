"""What an incident and its timeline accept: the checks before every write of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from hallduty.domain import phones, texts, times
from hallduty.domain.errors import FieldProblem, UserError
from hallduty.domain.incidents import (
    COUNT_FIELDS,
    EXTRA_LIMIT,
    MOMENT_FIELDS,
    MOST_PEOPLE,
    NEXT,
    TEXT_FIELDS,
    Incident,
    NewEntry,
    NewIncident,
    Status,
)


def new_incident_problems(new: NewIncident, now: datetime) -> list[FieldProblem | None]:
    """Check what intake was given; `now` bounds the times."""
    return [
        times.moment_problem("occurred_at", "发生时间", new.occurred_at, now, required=True),
        times.moment_problem("reported_at", "接报时间", new.reported_at, now),
        times.order_problem(
            "reported_at", "接报时间", new.reported_at, "发生时间", new.occurred_at
        ),
        texts.problem_in("place", "发生地点", new.place),
        texts.problem_in("text", "一句话", new.text, limit=texts.LONG_TEXT),
        texts.problem_in("reporter", "报告人", new.reporter, limit=50),
        phones.problem_in("phone", "报告人电话", new.phone),
    ]


def revision_problems(
    incident: Incident, changes: Mapping[str, Any], now: datetime
) -> list[FieldProblem | None]:
    """Check changed fields of the ledger form against each other and the record."""
    problems: list[FieldProblem | None] = []
    for name, value in changes.items():
        if name in TEXT_FIELDS:
            label, limit = TEXT_FIELDS[name]
            problems.append(texts.problem_in(name, label, value, limit=limit))
        if name in COUNT_FIELDS and value is not None and not 0 <= value <= MOST_PEOPLE:
            problems.append(FieldProblem(name, f"{COUNT_FIELDS[name]}应在 0 到 {MOST_PEOPLE} 之间"))
        if name in MOMENT_FIELDS:
            required = name in ("occurred_at", "reported_at")
            problems.append(
                times.moment_problem(name, MOMENT_FIELDS[name], value, now, required=required)
            )
    if "phone" in changes:
        problems.append(phones.problem_in("phone", "报告人电话", changes["phone"]))
    problems += _order_problems(incident, changes)
    for name, value in (changes.get("extra") or {}).items():
        problems.append(texts.problem_in(name, name, value, limit=EXTRA_LIMIT))
    return problems


def _order_problems(incident: Incident, changes: Mapping[str, Any]) -> list[FieldProblem | None]:
    def value(name: str) -> datetime | None:
        found: datetime | None = changes.get(name, getattr(incident, name))
        return found

    pairs = [
        ("reported_at", "occurred_at"),
        ("recovered_at", "occurred_at"),
        ("closed_at", "occurred_at"),
        ("closed_at", "recovered_at"),
    ]
    return [
        times.order_problem(
            late if late in changes else early,
            MOMENT_FIELDS[late],
            value(late),
            MOMENT_FIELDS[early],
            value(early),
        )
        for late, early in pairs
        if late in changes or early in changes
    ]


def check_transition(incident: Incident, target: Status) -> None:
    """Raise UserError when `incident` cannot go to `target`."""
    if incident.merged_into:
        raise UserError(f"事件 {incident.number} 已{incident.standing}，要单独处置请先拆分")
    if target not in NEXT[incident.status]:
        raise UserError(f"事件 {incident.number} {incident.status.label}，不能改为{target.label}")


def reason_problem(reason: str, what: str, field: str = "reason") -> FieldProblem | None:
    """Return a problem when a reason that the record needs is missing or unusable."""
    return texts.problem_in(field, what, reason, limit=500, required=True)


def entry_problems(new: NewEntry, now: datetime) -> list[FieldProblem | None]:
    """Check a line before it is stamped."""
    return [
        texts.problem_in("text", "内容", new.text, limit=texts.PARAGRAPH, required=True),
        times.moment_problem("at", "时间", new.at, now),
    ]
