"""The timeline and the steps of an incident: entries are stamped, corrected, never changed."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from hallduty.domain import incident_rules as rules
from hallduty.domain import texts, times
from hallduty.domain.errors import UserError, refuse
from hallduty.domain.incidents import (
    Entry,
    EntryKind,
    IncidentStep,
    NewEntry,
    Status,
    StepState,
)
from hallduty.domain.stamps import Stamp
from hallduty.store import models
from hallduty.store.records import as_records, by_key
from hallduty.store.writes import Write, writing

if TYPE_CHECKING:
    from hallduty.store.database import Database
    from hallduty.store.search import SearchStore


class TimelineStore:
    """Entries and steps of incidents."""

    def __init__(self, db: Database, search: SearchStore) -> None:
        self._db = db
        self._search = search

    def entries(self, incident_id: int) -> list[Entry]:
        """Return all entries in the order they were written."""
        return by_key(Entry, models.Entry, "incident_id", incident_id)

    def steps(self, incident_id: int) -> list[IncidentStep]:
        """Return the steps of the plan in the plan's order."""
        query = models.IncidentStep.select().where(models.IncidentStep.incident_id == incident_id)
        return as_records(IncidentStep, query.order_by(models.IncidentStep.position))

    def add_entry(self, incident_id: int, new: NewEntry, stamp: Stamp) -> Entry:
        """Stamp a line onto the timeline; raise InvalidInput or, for a void one, UserError."""
        refuse(rules.entry_problems(new, stamp.at))
        with writing(self._db, stamp) as write:
            if not write.repeated:
                self.require_writable(incident_id)
                self.append(write, incident_id, new)
        return self._by_uuid(str(stamp.id))

    def correct_entry(
        self, entry_id: int, text: str, stamp: Stamp, at: datetime | None = None
    ) -> Entry:
        """Replace an entry by a new one; the old one stays, struck through.

        The correction keeps the old entry's time unless `at` gives another. Raises UserError
        when the entry was corrected before: then its correction is the one to correct.
        """
        old = self._entry(entry_id)
        new = NewEntry(
            old.kind, text, at or old.at, old.outcome, old.person_id, old.followup_id, old.step_id
        )
        refuse(rules.entry_problems(new, max(stamp.at, old.at)))
        with writing(self._db, stamp) as write:
            if not write.repeated:
                self.require_writable(old.incident_id)
                taken = models.Entry.select().where(models.Entry.corrects_id == entry_id)
                if taken.exists():
                    raise UserError("这一条已经更正过，请更正最新的那一条")
                self.append(write, old.incident_id, new, corrects_id=entry_id)
        return self._by_uuid(str(stamp.id))

    def settle_step(
        self,
        step_id: int,
        state: StepState,
        stamp: Stamp,
        why: str = "",
        text: str = "",
        at: datetime | None = None,
    ) -> IncidentStep:
        """Tick a step, skip it (`why` required) or take that back; stamp the timeline.

        `text` adds a word on how it was done, `at` says when if not now (补录). Settling a
        step twice the same way is harmless.
        """
        if state is StepState.SKIPPED:
            refuse([rules.reason_problem(why, "跳过的原因", "why")])
        refuse(
            [
                texts.problem_in("text", "补充", text, limit=500),
                times.moment_problem("at", "时间", at, stamp.at),
            ]
        )
        with writing(self._db, stamp) as write:
            step = self._step(step_id)
            if not write.repeated and step.state is not state:
                self.require_writable(step.incident_id)
                settled = state is not StepState.OPEN
                write.update(
                    models.IncidentStep,
                    step_id,
                    state=state,
                    settled_at=(at or stamp.at) if settled else None,
                    settled_by=stamp.actor if settled else "",
                    why=texts.tidy(why),
                )
                said = _step_sentence(step, state, texts.tidy(why), texts.tidy(text))
                new = NewEntry(EntryKind.STEP, said, at, step_id=step_id)
                self.append(write, step.incident_id, new)
        return self._step(step_id)

    def append(
        self,
        write: Write,
        incident_id: int,
        new: NewEntry,
        corrects_id: int | None = None,
        name: str = "",
    ) -> int:
        """Insert an entry as part of a write; the first of a write carries the write's own id."""
        stamp = write.stamp
        row_id = write.insert(
            models.Entry,
            uuid=stamp.derived(name) if name else str(stamp.id),
            incident_id=incident_id,
            at=new.at or stamp.at,
            recorded_at=stamp.at,
            kind=new.kind,
            text=texts.tidy(new.text),
            actor=stamp.actor,
            outcome=new.outcome,
            corrects_id=corrects_id,
            person_id=new.person_id,
            followup_id=new.followup_id,
            step_id=new.step_id,
        )
        self._search.refresh(incident_id)
        return row_id

    def tell(
        self, write: Write, incident_id: int | None, text: str, at: datetime | None = None
    ) -> None:
        """Say in the timeline what was registered during an incident; None is no incident."""
        if incident_id is not None:
            self.require_writable(incident_id)
            self.append(write, incident_id, NewEntry(EntryKind.NOTE, text, at), name="told")

    def require_writable(self, incident_id: int) -> None:
        """Raise UserError when the incident is void, or a duplicate: nothing is owed in it."""
        number, status, main = self._db.execute_sql(
            "SELECT number, status, merged_into FROM incident WHERE id = ?", (incident_id,)
        ).fetchone()
        if status == Status.VOID:
            raise UserError(f"事件 {number} 已作废，不能再登记")
        if main:
            raise UserError(f"事件 {number} 已并入 {main}，请在 {main} 登记")

    def _entry(self, entry_id: int) -> Entry:
        return by_key(Entry, models.Entry, "id", entry_id)[0]

    def _by_uuid(self, uuid: str) -> Entry:
        return by_key(Entry, models.Entry, "uuid", uuid)[0]

    def _step(self, step_id: int) -> IncidentStep:
        return by_key(IncidentStep, models.IncidentStep, "id", step_id)[0]


def _step_sentence(step: IncidentStep, state: StepState, why: str, text: str) -> str:
    if state is StepState.SKIPPED:
        return f"跳过：{step.text}（{why}）"
    if state is StepState.OPEN:
        return f"撤销：{step.text}"
    return f"{step.text}：{text}" if text else step.text
