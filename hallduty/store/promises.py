"""Promises of recovery: taken down, corrected, and judged by what came after them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from hallduty.domain import promises as rules
from hallduty.domain import texts, times
from hallduty.domain.errors import UserError, refuse
from hallduty.domain.incidents import EntryKind, Incident, NewEntry
from hallduty.domain.promises import NewPromise, Promise, PromiseState
from hallduty.domain.stamps import Stamp
from hallduty.store import models
from hallduty.store import models_handling as handling
from hallduty.store.records import by_key
from hallduty.store.writes import Write, writing

if TYPE_CHECKING:
    from hallduty.store.database import Database
    from hallduty.store.timeline import TimelineStore

_P = handling.Promise


class PromiseStore:
    """Who promised what until when, per incident."""

    def __init__(self, db: Database, timeline: TimelineStore) -> None:
        self._db = db
        self._timeline = timeline

    def of(self, incident_id: int) -> list[Promise]:
        """Return the promises in the order in which they were made."""
        return rules.in_order(by_key(Promise, _P, "incident_id", incident_id))

    def add(
        self, incident_id: int, new: NewPromise, stamp: Stamp, at: datetime | None = None
    ) -> Promise:
        """Take a promise down; the one before it is replaced, or lapsed if its time is over.

        `at` says when it was said if not now (补录). Raises UserError once business is back.
        """
        incident = _incident(incident_id)
        refuse(rules.promise_problems(new, at, stamp.at, incident.occurred_at))
        assert new.until is not None
        made = at or stamp.at
        with writing(self._db, stamp) as write:
            if not write.repeated:
                self._timeline.require_writable(incident_id)
                _refuse_recovered(incident, made)
                before = [each for each in self.of(incident_id) if each.made_at <= made]
                row_id = write.insert(
                    _P,
                    uuid=str(stamp.id),
                    incident_id=incident_id,
                    unit=texts.one_line(new.unit),
                    who=texts.one_line(new.who),
                    until=new.until.replace(second=0, microsecond=0),
                    made_at=made,
                    state=PromiseState.OPEN,
                    settled_at=None,
                    remark=texts.one_line(new.remark),
                )
                added = by_key(Promise, _P, "id", row_id)[0]
                said = rules.entry_text(added, before[-1] if before else None, made)
                entry = NewEntry(EntryKind.PROMISE, said, at)
                self._timeline.append(write, incident_id, entry, name="entry")
                judge(write, incident)
        return by_key(Promise, _P, "uuid", str(stamp.id))[0]

    def correct(self, promise_id: int, new: NewPromise, stamp: Stamp) -> Promise:
        """Put a slip of the pen right: what was promised, by whom; no new promise is made."""
        old = by_key(Promise, _P, "id", promise_id)[0]
        incident = _incident(old.incident_id)
        refuse(rules.promise_problems(new, old.made_at, stamp.at, incident.occurred_at))
        assert new.until is not None
        values = {
            "unit": texts.one_line(new.unit),
            "who": texts.one_line(new.who),
            "until": new.until.replace(second=0, microsecond=0),
            "remark": texts.one_line(new.remark),
        }
        with writing(self._db, stamp) as write:
            if not write.repeated:
                self._timeline.require_writable(incident.id)
                if write.update(_P, promise_id, **values):
                    made = old.made_at
                    right = rules.entry_text(replace(old, **values), None, made)  # type: ignore[arg-type]
                    wrong = rules.entry_text(old, None, made)
                    entry = NewEntry(EntryKind.PROMISE, f"更正：{right}（原记：{wrong}）")
                    self._timeline.append(write, incident.id, entry, name="entry")
                    judge(write, incident)
        return by_key(Promise, _P, "id", promise_id)[0]


def judge(write: Write, incident: Incident) -> None:
    """Say of each promise what became of it, now that the incident stands like this.

    Part of the write that recovers an incident, takes that back, or changes when it was: what
    a recovery had settled is open again once it is taken back.
    """
    promises = by_key(Promise, _P, "incident_id", incident.id)
    for promise, state, at in rules.judged(promises, incident.recovered_at, incident.closed_at):
        write.update(_P, promise.id, state=state, settled_at=at)


def _incident(incident_id: int) -> Incident:
    found = by_key(Incident, models.Incident, "id", incident_id)
    if not found:
        raise UserError("没有这个事件，可能来自另一份数据")
    return found[0]


def _refuse_recovered(incident: Incident, made: datetime) -> None:
    if incident.recovered_at is not None and made > incident.recovered_at:
        at = times.stamp(incident.recovered_at)
        raise UserError(f"业务已于 {at} 恢复，不再登记承诺；故障再次发生的，先“恢复处置”")
