"""The dossier (卷宗) of one incident: everything that a paper or an export needs, in one record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hallduty.domain.appointments import Appointment, Extension
    from hallduty.domain.attachments import Attachment
    from hallduty.domain.conflict import Footage
    from hallduty.domain.crowd import CrowdReading
    from hallduty.domain.followups import Followup, FollowupAttempt
    from hallduty.domain.hall import Loss, Outage
    from hallduty.domain.incidents import Entry, Incident, IncidentStep
    from hallduty.domain.links import Related
    from hallduty.domain.notices import Notice, NoticePosting
    from hallduty.domain.promises import Promise
    from hallduty.domain.reports import Report
    from hallduty.domain.reviews import Action, Review


@dataclass(frozen=True, slots=True)
class Dossier:
    """One incident with all that hangs on it; plain records, so any thread may read it.

    `leader` is the name of the duty leader on the day it occurred (empty: nobody was set);
    `hall` the hall's name. `duplicates` are the dossiers of what was merged into it (并案),
    `related` the incidents of the same cause. `elsewhere` are follow-ups that went from this
    duplicate to its main incident: their taxpayers must stay unnamed here too. `loss` is what its
    outages cost in opening hours, which store.sites.reckoned fills in; None: not reckoned.
    """

    incident: Incident
    entries: tuple[Entry, ...] = ()
    steps: tuple[IncidentStep, ...] = ()
    reports: tuple[Report, ...] = ()
    followups: tuple[Followup, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    review: Review | None = None
    actions: tuple[Action, ...] = ()
    leader: str = ""
    hall: str = ""
    promises: tuple[Promise, ...] = ()
    notices: tuple[Notice, ...] = ()
    postings: tuple[NoticePosting, ...] = ()
    attempts: tuple[FollowupAttempt, ...] = ()
    readings: tuple[CrowdReading, ...] = ()
    appointments: tuple[Appointment, ...] = ()
    extensions: tuple[Extension, ...] = ()
    outages: tuple[Outage, ...] = ()
    footage: tuple[Footage, ...] = ()
    duplicates: tuple[Dossier, ...] = ()
    related: tuple[Related, ...] = ()
    elsewhere: tuple[Followup, ...] = ()
    loss: Loss | None = None
