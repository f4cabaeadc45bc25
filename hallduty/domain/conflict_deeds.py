"""What was done in a conflict and when: the five deeds read from the dossier."""

from __future__ import annotations

from datetime import datetime

from hallduty.domain.conflict import EVENT_TYPE, Deed
from hallduty.domain.dossiers import Dossier
from hallduty.domain.incidents import IncidentStep, StepState
from hallduty.domain.narrative_course import live_entries
from hallduty.domain.reports import delivered

# How the plan's own step for a deed is known: by the role it calls, or by its words.
_ROLES = {Deed.POLICE: "police", Deed.MEDICAL: "medical", Deed.PERSUADE: "duty_leader"}
_WORDS = {Deed.SEPARATE: "分开"}


def step_of(deed: Deed, dossier: Dossier) -> IncidentStep | None:
    """Return the step of the plan that a deed carries out, or None."""
    if dossier.incident.event_type != EVENT_TYPE or deed is Deed.REPORT:
        return None
    for step in sorted(dossier.steps, key=lambda each: each.position):
        word = _WORDS.get(deed)
        if step.role == _ROLES.get(deed) or (word is not None and word in step.text):
            return step
    return None


def done_at(deed: Deed, dossier: Dossier) -> list[datetime]:
    """Return every time at which a deed was stamped, earliest first."""
    if deed is Deed.REPORT:
        return sorted(report.at for report in delivered(dossier.reports))
    found = [entry.at for entry in live_entries(dossier) if entry.text == deed.text]
    step = step_of(deed, dossier)
    if step is not None and step.state is StepState.DONE and step.settled_at is not None:
        found.append(step.settled_at)
    return sorted(found)
