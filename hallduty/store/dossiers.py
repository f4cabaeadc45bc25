"""Reads whole dossiers (卷宗), many at a time, for papers and exports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from hallduty.domain.appointments import Appointment, Extension
from hallduty.domain.attachments import Attachment
from hallduty.domain.conflict import Footage
from hallduty.domain.crowd import CrowdReading
from hallduty.domain.dossiers import Dossier
from hallduty.domain.followups import Followup, FollowupAttempt
from hallduty.domain.hall import Outage
from hallduty.domain.incidents import Entry, Incident, IncidentStep
from hallduty.domain.notices import Notice, NoticePosting
from hallduty.domain.promises import Promise
from hallduty.domain.reports import Report
from hallduty.domain.reviews import Action, Review
from hallduty.store import models
from hallduty.store import models_handling as handling
from hallduty.store import models_site as site
from hallduty.store.joined import Joined, joined_to
from hallduty.store.records import by_key

if TYPE_CHECKING:
    from hallduty.store.roster import RosterStore


# What handling an event leaves behind: a field of the dossier, its record and its table.
_HANDLING: Mapping[str, tuple[type[Any], Any]] = {
    "promises": (Promise, handling.Promise),
    "notices": (Notice, handling.Notice),
    "postings": (NoticePosting, handling.NoticePosting),
    "attempts": (FollowupAttempt, handling.FollowupAttempt),
    "readings": (CrowdReading, site.CrowdReading),
    "appointments": (Appointment, site.Appointment),
    "extensions": (Extension, site.Extension),
    "outages": (Outage, site.Outage),
    "footage": (Footage, handling.Footage),
}


class DossierReader:
    """Collects what hangs on incidents with one query a table, whatever their number."""

    def __init__(self, roster: RosterStore) -> None:
        self._roster = roster

    def of(self, incident: Incident) -> Dossier:
        """Return the dossier of one incident."""
        return self.many([incident])[0]

    def many(self, incidents: Sequence[Incident], *, alone: bool = False) -> list[Dossier]:
        """Return the dossiers of a block of incidents, in their order.

        `alone` leaves out what they are joined to.
        """
        ids = [incident.id for incident in incidents]
        entries = _grouped(Entry, models.Entry, ids)
        steps = _grouped(IncidentStep, models.IncidentStep, ids)
        reports = _grouped(Report, models.Report, ids)
        followups = _grouped(Followup, models.Followup, ids)
        attachments = _grouped(Attachment, models.Attachment, ids)
        reviews = _grouped(Review, models.Review, ids)
        actions = _grouped(Action, models.Action, ids)
        handled = {name: _grouped(*tables, ids) for name, tables in _HANDLING.items()}
        joined = {} if alone else joined_to(incidents)
        below = self._below(joined)
        leader = cache(self._leader)
        halls = {hall.id: hall.name for hall in self._roster.halls(active_only=False)}
        return [
            Dossier(
                incident=incident,
                entries=tuple(entries[incident.id]),
                steps=tuple(sorted(steps[incident.id], key=lambda step: step.position)),
                reports=tuple(reports[incident.id]),
                followups=tuple(followups[incident.id]),
                attachments=tuple(attachments[incident.id]),
                review=next(iter(reviews[incident.id]), None),
                actions=tuple(actions[incident.id]),
                leader=leader(incident.occurred_at.replace(minute=0, second=0), incident.hall_id),
                hall=halls.get(incident.hall_id or 0, ""),
                **_of(handled, incident.id),
                **_joined_fields(joined.get(incident.id), below, followups[incident.id]),
            )
            for incident in incidents
        ]

    def _below(self, joined: Mapping[int, Joined]) -> dict[int, Dossier]:
        """Return the dossiers of all duplicates by the id of their incident."""
        duplicates = [each for found in joined.values() for each in found.duplicates]
        if not duplicates:
            return {}
        return {d.incident.id: d for d in self.many(duplicates, alone=True)}

    def _leader(self, hour: datetime, hall_id: int | None) -> str:
        leader = self._roster.leader_at(hour, hall_id)
        return leader.name if leader else ""


def _of(handled: Mapping[str, dict[int, list[Any]]], incident_id: int) -> dict[str, Any]:
    return {name: tuple(found[incident_id]) for name, found in handled.items()}


def _joined_fields(
    joined: Joined | None, below: Mapping[int, Dossier], followups: Sequence[Followup]
) -> dict[str, Any]:
    if joined is None:
        return {}
    told = tuple(followups)
    return {
        # Their taxpayers may have come over from there: unnamed on those timelines too.
        "duplicates": tuple(replace(below[each.id], elsewhere=told) for each in joined.duplicates),
        "related": joined.related,
        "elsewhere": joined.elsewhere,
    }


def _grouped(record: type[Any], model: Any, ids: Sequence[int]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in by_key(record, model, "incident_id", *ids):
        found[row.incident_id].append(row)
    return found
