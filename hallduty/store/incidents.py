"""Incidents: registering, revising and closing them; reading them for lists and papers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from peewee import fn

from hallduty.domain import incident_rules as rules
from hallduty.domain import phones, texts, times
from hallduty.domain.errors import UserError, refuse
from hallduty.domain.incidents import (
    Entry,
    EntryKind,
    Incident,
    IncidentFilter,
    IncidentStep,
    NewEntry,
    NewIncident,
    Status,
    StepState,
)
from hallduty.domain.stamps import Stamp
from hallduty.store import models
from hallduty.store.incident_filter import filtered
from hallduty.store.promises import judge
from hallduty.store.records import as_records, blocks, by_ids, by_key, one_record, rows
from hallduty.store.registration import insert_incident
from hallduty.store.writes import writing

if TYPE_CHECKING:
    from hallduty.domain.closing import Owed
    from hallduty.domain.dossiers import Dossier
    from hallduty.domain.plan import Plan
    from hallduty.store.database import Database
    from hallduty.store.dossiers import DossierReader
    from hallduty.store.roster import RosterStore
    from hallduty.store.search import SearchStore
    from hallduty.store.timeline import TimelineStore

_I = models.Incident
_SEARCHED = frozenset({"place", "description", "measures", "extra"})


class IncidentStore:
    """The ledger (台帐) of incidents."""

    def __init__(
        self, db: Database, search: SearchStore, timeline: TimelineStore, roster: RosterStore
    ) -> None:
        self._db = db
        self._search = search
        self._timeline = timeline
        self._roster = roster

    @cached_property
    def _reader(self) -> DossierReader:
        # Imported when first asked for: a start without open incidents reads no dossier.
        from hallduty.store.dossiers import DossierReader

        return DossierReader(self._roster)

    def register(self, new: NewIncident, plan: Plan, stamp: Stamp) -> Incident:
        """Open an incident under the next number of its year, with the scenario's steps.

        Raises InvalidInput when a field is wrong; nothing is asked beyond the type.
        """
        refuse(rules.new_incident_problems(new, stamp.at))
        with writing(self._db, stamp) as write:
            if not write.repeated:
                insert_incident(write, new, plan, self._timeline)
        return one_record(Incident, _I.select().where(_I.uuid == str(stamp.id)))

    def get(self, incident_id: int) -> Incident:
        """Return one incident; raise UserError when there is none with that id."""
        found = by_key(Incident, _I, "id", incident_id)
        if not found:
            raise UserError("没有这个事件，可能来自另一份数据")
        return found[0]

    def by_number(self, number: str) -> Incident | None:
        """Return the incident with that number, or None."""
        found = as_records(Incident, _I.select().where(_I.number == number.strip()))
        return found[0] if found else None

    def open_ones(self) -> list[Incident]:
        """Return the incidents being handled or recovered but not closed, oldest first."""
        open_states = [Status.HANDLING, Status.RECOVERED]
        return as_records(Incident, _I.select().where(_I.status.in_(open_states)).order_by(_I.id))

    def count(self) -> int:
        """Return how many incidents the ledger holds, void ones and drills included."""
        return int(_I.select().count())

    def ids(self, wanted: IncidentFilter, by: str = "occurred_at") -> list[int]:
        """Return the ids that `wanted` selects, latest first by occurrence or by "number"."""
        keys = (_I.year, _I.serial) if by == "number" else (_I.occurred_at, _I.id)
        query = filtered(_I.select(_I.id), wanted).order_by(*(key.desc() for key in keys))
        found = [row["id"] for row in rows(query)]
        if not wanted.text.strip():
            return found
        hits = set(self._search.find(wanted.text, limit=-1))
        return [row_id for row_id in found if row_id in hits]

    def fetch(self, ids: Sequence[int]) -> list[Incident]:
        """Return those incidents in the order of `ids`."""
        return by_ids(Incident, _I, ids)

    def revise(self, incident_id: int, changes: Mapping[str, Any], stamp: Stamp) -> Incident:
        """Write changed fields of the ledger form; `extra` is merged into what is there.

        Raises InvalidInput (a field each), and UserError for a void incident.
        """
        incident = self.get(incident_id)
        refuse(rules.revision_problems(incident, changes, stamp.at))
        with writing(self._db, stamp) as write:
            if not write.repeated:
                self._timeline.require_writable(incident_id)
                values = {name: _tidied(name, value) for name, value in changes.items()}
                if "extra" in values:
                    values["extra"] = {**self.get(incident_id).extra, **values["extra"]}
                if write.update(_I, incident_id, **values) and _SEARCHED & values.keys():
                    self._search.refresh(incident_id)
                judge(write, self.get(incident_id))
        return self.get(incident_id)

    def change_level(
        self,
        incident_id: int,
        level: str,
        reason: str,
        plan: Plan,
        stamp: Stamp,
        at: datetime | None = None,
    ) -> Incident:
        """Raise or lower the level; the reason goes into the timeline (plan clause 三).

        `at` says when if not now (补录).
        """
        refuse(
            [
                rules.reason_problem(reason, "调整级别的原因"),
                times.moment_problem("at", "时间", at, stamp.at),
            ]
        )
        incident = self.get(incident_id)
        old, new = plan.level(incident.level), plan.level(level)
        verb = "升为" if new.order > old.order else "降为"
        with writing(self._db, stamp) as write:
            if not write.repeated and incident.level != level:
                self._timeline.require_writable(incident_id)
                write.update(_I, incident_id, level=level)
                text = f"{verb}{new.name}：{texts.tidy(reason)}"
                self._timeline.append(write, incident_id, NewEntry(EntryKind.LEVEL, text, at))
        return self.get(incident_id)

    def recover(self, incident_id: int, at: datetime, stamp: Stamp) -> Incident:
        """Note when business went on again; from now on the follow-ups are due."""
        incident = self.get(incident_id)
        refuse(rules.revision_problems(incident, {"recovered_at": at}, stamp.at))
        return self._move(incident, Status.RECOVERED, "业务恢复正常", stamp, at, recovered_at=at)

    def resume(self, incident_id: int, reason: str, stamp: Stamp) -> Incident:
        """Take an incident back into handling: the fault came again, or it was closed too soon."""
        refuse([rules.reason_problem(reason, "恢复处置的原因")])
        incident = self.get(incident_id)
        text = f"恢复处置：{texts.tidy(reason)}"
        return self._move(
            incident, Status.HANDLING, text, stamp, None, recovered_at=None, closed_at=None
        )

    def close(
        self,
        incident_id: int,
        at: datetime,
        stamp: Stamp,
        reason: str = "",
        plan: Plan | None = None,
    ) -> Incident:
        """Close an incident; with matters still owed only when a reason is given.

        Raises UserError listing what is owed (plan clause 四: nobody is forgotten).
        """
        incident = self.get(incident_id)
        refuse(rules.revision_problems(incident, {"closed_at": at}, stamp.at))
        owed = self.owed(incident_id, plan).sentences()
        text = "办结"
        if owed and incident.status is not Status.CLOSED:
            if not reason.strip():
                raise UserError("还不能办结：" + "；".join(owed))
            refuse([rules.reason_problem(reason, "仍要办结的原因")])
            text = f"办结（{'；'.join(owed)}；理由：{texts.tidy(reason)}）"
        return self._move(incident, Status.CLOSED, text, stamp, at, closed_at=at)

    def void(self, incident_id: int, reason: str, stamp: Stamp) -> Incident:
        """Void an incident entered by mistake; its number stays taken."""
        refuse([rules.reason_problem(reason, "作废的原因")])
        incident = self.get(incident_id)
        return self._move(incident, Status.VOID, f"作废：{texts.tidy(reason)}", stamp, None)

    def owed(self, incident_id: int, plan: Plan | None = None) -> Owed:
        """Return what is still open before closing."""
        from hallduty.domain import closing

        return closing.owed(self.dossier(incident_id), plan)

    def unfinished_counts(self, ids: Sequence[int]) -> dict[int, int]:
        """Return how many follow-ups are open per incident; those with none are left out."""
        f = models.Followup
        query = (
            f.select(f.incident_id, fn.COUNT(f.id).alias("owed"))
            .where(f.incident_id.in_(list(ids)) & f.settled_at.is_null())
            .group_by(f.incident_id)
        )
        return {row["incident_id"]: row["owed"] for row in rows(query)}

    # The timeline and the dossier belong to the incident as its users see it.
    def entries(self, incident_id: int) -> list[Entry]:
        """Return the timeline in the order it was written."""
        return self._timeline.entries(incident_id)

    def steps(self, incident_id: int) -> list[IncidentStep]:
        """Return the steps of the plan as they stood when the incident was opened."""
        return self._timeline.steps(incident_id)

    def add_entry(self, incident_id: int, new: NewEntry, stamp: Stamp) -> Entry:
        """See TimelineStore.add_entry."""
        return self._timeline.add_entry(incident_id, new, stamp)

    def correct_entry(
        self, entry_id: int, text: str, stamp: Stamp, at: datetime | None = None
    ) -> Entry:
        """See TimelineStore.correct_entry."""
        return self._timeline.correct_entry(entry_id, text, stamp, at)

    def settle_step(
        self,
        step_id: int,
        state: StepState,
        stamp: Stamp,
        why: str = "",
        text: str = "",
        at: datetime | None = None,
    ) -> IncidentStep:
        """See TimelineStore.settle_step."""
        return self._timeline.settle_step(step_id, state, stamp, why, text, at)

    def dossier(self, incident_id: int) -> Dossier:
        """Return the incident with all that hangs on it."""
        return self._reader.of(self.get(incident_id))

    def dossiers(self, wanted: IncidentFilter) -> Iterator[Dossier]:
        """Yield the dossiers that `wanted` selects, earliest first, for papers and exports."""
        ids = self.ids(wanted)[::-1]
        for block in blocks(ids, 200):
            yield from self._reader.many(self.fetch(block))

    def dossiers_of(self, incidents: Sequence[Incident]) -> list[Dossier]:
        """Return the dossiers of these incidents, one read per table for all of them."""
        return self._reader.many(incidents)

    def _move(
        self,
        incident: Incident,
        target: Status,
        text: str,
        stamp: Stamp,
        at: datetime | None,
        **values: Any,
    ) -> Incident:
        with writing(self._db, stamp) as write:
            if not write.repeated:
                rules.check_transition(self.get(incident.id), target)
                if target is Status.VOID:
                    _refuse_with_duplicates(incident)
                write.update(_I, incident.id, status=target, **values)
                new = NewEntry(EntryKind.STATE, text[: texts.PARAGRAPH], at)
                self._timeline.append(write, incident.id, new)
                judge(write, self.get(incident.id))
        return self.get(incident.id)


def _refuse_with_duplicates(incident: Incident) -> None:
    """Raise UserError when others were merged into what is to be void."""
    below = by_key(Incident, _I, "merged_into", incident.number)
    numbers = "、".join(each.number for each in below)
    if numbers:
        raise UserError(f"{numbers} 已并入本事件，请先拆分再作废")


def _tidied(name: str, value: Any) -> Any:
    if name == "phone":
        return phones.normalised(value)
    return texts.tidy(value) if isinstance(value, str) else value
