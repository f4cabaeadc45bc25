"""What handling left behind as plain data (--json): stable English keys, no taxpayer at all."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from hallduty.domain.dossiers import Dossier
from hallduty.domain.links import in_a_year
from hallduty.domain.narrative_impact import impact
from hallduty.domain.promise_accuracy import accuracy


def handling_data(dossier: Dossier) -> dict[str, Any]:
    """Return promises, notices, crowd, services, outages, recordings and links."""
    incident = dossier.incident
    return {
        "duplicates": [
            {
                "number": each.incident.number,
                "occurred_at": _moment(each.incident.occurred_at),
                "merged_at": _moment(each.incident.closed_at),
                "place": each.incident.place,
                "description": each.incident.description,
            }
            for each in dossier.duplicates
        ],
        "same_cause": [
            {
                "number": each.incident.number,
                "occurred_at": _moment(each.incident.occurred_at),
                "reason": each.reason,
                "direct": each.link_id is not None,
            }
            for each in dossier.related
        ],
        "same_cause_within_year": len(in_a_year(incident, dossier.related)) + 1,
        "promises": [
            {
                "unit": each.unit,
                "who": each.who,
                "made_at": _moment(each.made_at),
                "until": _moment(each.until),
                "state": each.state.value,
                "settled_at": _moment(each.settled_at),
            }
            for each in dossier.promises
        ],
        "promise_accuracy": [
            {"unit": each.unit, "promised": each.settled, "kept": each.kept}
            for each in accuracy([(dossier.incident, dossier.promises)])
        ],
        "notices": [_notice(dossier, each.id) for each in dossier.notices],
        "window_minutes_lost": impact(dossier).window_minutes,
        "outages": [
            {
                "window_id": each.window_id,
                "device_id": each.device_id,
                "down_at": _moment(each.down_at),
                "up_at": _moment(each.up_at),
            }
            for each in dossier.outages
        ],
        **_crowd(dossier),
        "footage": [
            {
                "camera": each.camera,
                "from_at": _moment(each.from_at),
                "to_at": _moment(each.to_at),
                "expires_on": each.expires_on.isoformat(),
                "secured_at": _moment(each.secured_at),
                "storage": each.storage,
            }
            for each in dossier.footage
        ],
    }


def _notice(dossier: Dossier, notice_id: int) -> dict[str, Any]:
    notice = next(each for each in dossier.notices if each.id == notice_id)
    return {
        "kind": notice.kind.value,
        "title": notice.title,
        "text": notice.text,
        "made_at": _moment(notice.made_at),
        "expected_at": _moment(notice.expected_at),
        "wait_minutes": notice.wait_minutes,
        "postings": [
            {
                "place": each.place,
                "posted_at": _moment(each.posted_at),
                "withdrawn_at": _moment(each.withdrawn_at),
            }
            for each in dossier.postings
            if each.notice_id == notice_id
        ],
    }


def _crowd(dossier: Dossier) -> dict[str, Any]:
    return {
        "crowd": [
            {
                "at": _moment(each.at),
                "waiting": each.waiting,
                "windows": each.windows,
                "minutes": each.minutes,
                "wait_minutes": each.wait_minutes,
                "measures": list(each.measures),
            }
            for each in dossier.readings
        ],
        "extensions": [
            {
                "opened_at": _moment(each.opened_at),
                "until": _moment(each.until),
                "ended_at": _moment(each.ended_at),
                "windows": each.windows,
                "served": each.served,
            }
            for each in dossier.extensions
        ],
        "appointments": [
            {
                "kind": each.kind.value,
                "due_at": _moment(each.due_at),
                "served_at": _moment(each.served_at),
                "outcome": each.outcome,
                "window": each.window,
            }
            for each in dossier.appointments
        ],
    }


def _moment(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat(sep=" ", timespec="seconds")
