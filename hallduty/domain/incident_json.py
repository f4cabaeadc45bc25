"""One incident as plain data for scripts (--json): stable English keys, no taxpayer in clear."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from hallduty.domain.dossiers import Dossier
from hallduty.domain.followups import Followup, FollowupAttempt, masked_name
from hallduty.domain.incident_json_handling import handling_data
from hallduty.domain.incidents import Entry, Incident, IncidentStep, corrected_ids, in_order
from hallduty.domain.phones import masked
from hallduty.domain.plan import Plan
from hallduty.domain.reports import Report


def incident_summary(incident: Incident, plan: Plan) -> dict[str, Any]:
    """Return what a list needs of an incident."""
    scenario = plan.scenario(incident.scenario)
    return {
        "number": incident.number,
        "uuid": incident.uuid,
        "event_type": incident.event_type,
        "event_type_name": plan.event_type(incident.event_type).name,
        "scenario": incident.scenario,
        "scenario_name": scenario.name if scenario else incident.scenario,
        "level": incident.level,
        "level_name": plan.level(incident.level).name,
        "status": incident.status.value,
        "status_name": incident.standing,
        "drill": incident.drill,
        "late": incident.late,
        "merged_into": incident.merged_into,
        "paper_number": incident.paper_number,
        "occurred_at": _moment(incident.occurred_at),
        "reported_at": _moment(incident.reported_at),
        "registered_at": _moment(incident.registered_at),
        "recovered_at": _moment(incident.recovered_at),
        "closed_at": _moment(incident.closed_at),
        "place": incident.place,
        "description": incident.description,
    }


def incident_data(dossier: Dossier, plan: Plan, extra_fields: Iterable[str]) -> dict[str, Any]:
    """Return a whole incident; fields that only a form knows stand under "extra", even empty."""
    incident = dossier.incident
    return incident_summary(incident, plan) | {
        "hall": dossier.hall,
        "leader": dossier.leader,
        "reporter": incident.reporter,
        "phone": masked(incident.phone),
        "people": incident.people,
        "waiting": incident.waiting,
        "windows": incident.windows,
        "systems": incident.systems,
        "measures": incident.measures,
        "outcome": incident.outcome,
        "cause": incident.cause,
        "handler": incident.handler,
        "opinion": incident.opinion,
        "extra": dict.fromkeys(extra_fields, "") | dict(incident.extra),
        "steps": [_step(step) for step in dossier.steps],
        "entries": _entries(list(dossier.entries)),
        "reports": [_report(report) for report in dossier.reports],
        "followups": [_followup(each, dossier.attempts) for each in dossier.followups],
        "attachments": [
            {"name": a.name, "sha256": a.sha256, "size": a.size, "at": _moment(a.at)}
            for a in dossier.attachments
        ],
        "review": dict(dossier.review.sections) if dossier.review else {},
        "actions": [
            {
                "what": a.what,
                "type": a.type,
                "owner": a.owner,
                "due": a.due.isoformat() if a.due else None,
                "verified_at": _moment(a.verified_at),
                "verification": a.verification,
            }
            for a in dossier.actions
        ],
        **handling_data(dossier),
    }


def _moment(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat(sep=" ", timespec="seconds")


def _step(step: IncidentStep) -> dict[str, Any]:
    return {
        "position": step.position,
        "text": step.text,
        "clause": step.clause,
        "role": step.role,
        "state": step.state.value,
        "settled_at": _moment(step.settled_at),
        "settled_by": step.settled_by,
        "why": step.why,
    }


def _entries(entries: list[Entry]) -> list[dict[str, Any]]:
    corrected = corrected_ids(entries)
    return [
        {
            "id": entry.id,
            "at": _moment(entry.at),
            "recorded_at": _moment(entry.recorded_at),
            "kind": entry.kind.value,
            "outcome": entry.outcome.value,
            "text": entry.text,
            "actor": entry.actor,
            "corrects": entry.corrects_id,
            "corrected_by": corrected[entry.id].id if entry.id in corrected else None,
        }
        for entry in in_order(entries)
    ]


def _report(report: Report) -> dict[str, Any]:
    return {
        "title": report.title,
        "to": report.to,
        "channel": report.channel.value,
        "at": _moment(report.at),
        "outcome": report.outcome.value,
        "text": report.text,
        "reply": report.reply,
        "replied_at": _moment(report.replied_at),
        "reply_owner": report.reply_owner,
        "reply_due": report.reply_due.isoformat() if report.reply_due else None,
        "reply_done_at": _moment(report.reply_done_at),
        "reply_result": report.reply_result,
    }


def _followup(followup: Followup, attempts: Iterable[FollowupAttempt]) -> dict[str, Any]:
    return {
        "kind": followup.kind.value,
        "who": masked_name(followup.who),
        "phone": masked(followup.phone),
        "added_at": _moment(followup.added_at),
        "settled_at": _moment(followup.settled_at),
        "how": followup.how,
        "card_number": followup.card_number,
        "window": followup.window,
        "attempts": [
            {
                "at": _moment(each.at),
                "channel": each.channel,
                "outcome": each.outcome.value,
                "round": each.round,
            }
            for each in attempts
            if each.followup_id == followup.id
        ],
    }
