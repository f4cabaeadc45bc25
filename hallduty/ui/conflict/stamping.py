"""What a press on the screen for conflicts writes, and what takes it back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hallduty.domain.conflict import Deed
from hallduty.domain.conflict_deeds import step_of
from hallduty.domain.incidents import TAKEN_BACK, EntryKind, NewEntry, Outcome, StepState
from hallduty.domain.reports import NewReport, next_kind

if TYPE_CHECKING:
    from hallduty.domain.dossiers import Dossier
    from hallduty.domain.stamps import Stamp
    from hallduty.store import Store
    from hallduty.ui.incidents.callees import Callee


@dataclass(frozen=True, slots=True)
class Stamping:
    """One write and its opposite, each with a stamp of its own."""

    do: Callable[[Stamp], object]
    undo: Callable[[Stamp], object]


def of_deed(store: Store, dossier: Dossier, deed: Deed) -> Stamping:
    """Return how a deed is stamped: the plan's open step is ticked, else the timeline says it."""
    incidents, number = store.incidents, dossier.incident.id
    step = step_of(deed, dossier)
    if step is not None and step.state is StepState.OPEN:
        return Stamping(
            lambda stamp: incidents.settle_step(step.id, StepState.DONE, stamp),
            lambda stamp: incidents.settle_step(step.id, StepState.OPEN, stamp),
        )
    written: list[int] = []
    new = NewEntry(EntryKind.STEP, deed.text)
    return Stamping(
        lambda stamp: written.append(incidents.add_entry(number, new, stamp).id),
        lambda stamp: incidents.correct_entry(written[0], f"{TAKEN_BACK}{deed.text}", stamp),
    )


def of_report(store: Store, dossier: Dossier, callee: Callee | None, outcome: Outcome) -> Stamping:
    """Return how a call upward is stamped; without anybody in the contacts it is the group's."""
    to = callee.to if callee is not None else "应急处理小组"
    person = callee.person_id if callee is not None else None
    new = NewReport(next_kind(dossier.reports), to, outcome=outcome, person_id=person)
    number, written = dossier.incident.id, list[int]()
    return Stamping(
        lambda stamp: written.append(store.reports.add(number, new, stamp).id),
        lambda stamp: store.reports.take_back(written[0], stamp),
    )
