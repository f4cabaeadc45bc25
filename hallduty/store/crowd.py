"""Readings of the crowd desk: what was counted, how long people wait, what was decided."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from hallduty.domain import crowd as rules
from hallduty.domain import texts, times
from hallduty.domain.crowd import CrowdReading
from hallduty.domain.errors import refuse
from hallduty.domain.incidents import EntryKind, NewEntry
from hallduty.domain.stamps import Stamp
from hallduty.store import models_site as site
from hallduty.store.records import as_records, by_key, on_days
from hallduty.store.writes import writing

if TYPE_CHECKING:
    from hallduty.store.database import Database
    from hallduty.store.timeline import TimelineStore

_C = site.CrowdReading


class CrowdStore:
    """What was seen in the halls; a reading once kept is never changed."""

    def __init__(self, db: Database, timeline: TimelineStore) -> None:
        self._db = db
        self._timeline = timeline

    def of(self, incident_id: int) -> list[CrowdReading]:
        """Return the readings of an incident in the order they were taken."""
        return by_key(CrowdReading, _C, "incident_id", incident_id)

    def on_day(self, day: date, hall_id: int | None = None) -> list[CrowdReading]:
        """Return the readings of a day, of one hall or of all, with and without incident."""
        query = on_days(_C.select(), _C.at, day, day).order_by(_C.at, _C.id)
        return as_records(
            CrowdReading, query if hall_id is None else query.where(_C.hall_id == hall_id)
        )

    def keep(self, reading: CrowdReading, stamp: Stamp, at: datetime | None = None) -> CrowdReading:
        """Keep a reading, stamped now (or `at`, 补录); an incident's timeline says it.

        Its id, uuid, time and actor are those of the write.
        """
        reading = replace(
            reading, at=at or stamp.at, actor=stamp.actor, remark=texts.one_line(reading.remark)
        )
        late = times.moment_problem("at", "时间", at, stamp.at)
        refuse([*rules.reading_problems(reading), late])
        with writing(self._db, stamp) as write:
            if not write.repeated:
                if reading.incident_id is not None:
                    self._timeline.require_writable(reading.incident_id)
                values = asdict(reading) | {"uuid": str(stamp.id)}
                write.insert(_C, **{name: values[name] for name in values if name != "id"})
                if reading.incident_id is not None:
                    entry = NewEntry(EntryKind.NOTE, rules.reading_text(reading), at)
                    self._timeline.append(write, reading.incident_id, entry, name="entry")
        return by_key(CrowdReading, _C, "uuid", str(stamp.id))[0]
