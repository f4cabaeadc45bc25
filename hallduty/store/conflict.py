"""Recordings of conflicts: noted, moved, secured before the recorder overwrites them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from hallduty.domain import conflict as rules
from hallduty.domain import texts
from hallduty.domain.conflict import Footage, NewFootage
from hallduty.domain.errors import UserError, refuse
from hallduty.domain.incidents import EntryKind, NewEntry
from hallduty.domain.stamps import Stamp
from hallduty.store import models_handling as models
from hallduty.store.records import by_key
from hallduty.store.writes import Write, writing

if TYPE_CHECKING:
    from hallduty.store.database import Database
    from hallduty.store.timeline import TimelineStore

_F = models.Footage


class ConflictStore:
    """Stretches of surveillance recording, per incident."""

    def __init__(self, db: Database, timeline: TimelineStore) -> None:
        self._db = db
        self._timeline = timeline

    def of(self, incident_id: int) -> list[Footage]:
        """Return the recordings of an incident in the order they were noted."""
        return by_key(Footage, _F, "incident_id", incident_id)

    def open_footage(self) -> list[Footage]:
        """Return what is not secured yet, of all incidents but void ones and drills."""
        cursor = self._db.execute_sql(
            "SELECT footage.id FROM footage JOIN incident ON incident.id = footage.incident_id"
            " WHERE secured_at IS NULL AND status <> 'void' AND NOT drill"
        )
        ids = [row[0] for row in cursor]
        return rules.still_open(by_key(Footage, _F, "id", *ids)) if ids else []

    def note(self, incident_id: int, new: NewFootage, days: int, stamp: Stamp) -> Footage:
        """Note that a stretch is to be secured; the recorder keeps it for `days` days."""
        refuse(rules.footage_problems(new, stamp.at))
        with writing(self._db, stamp) as write:
            if not write.repeated:
                self._timeline.require_writable(incident_id)
                expires = rules.expiry(new.from_at, days)
                camera = texts.one_line(new.camera)
                write.insert(
                    _F,
                    uuid=str(stamp.id),
                    incident_id=incident_id,
                    camera=camera,
                    from_at=new.from_at,
                    to_at=new.to_at,
                    noted_at=stamp.at,
                    expires_on=expires,
                    secured_at=None,
                    secured_by="",
                    storage="",
                )
                said = f"需保全监控{_span(new.from_at, new.to_at)}{_where(camera)}"
                self._say(write, incident_id, f"{said}，录像保留至{expires.month}月{expires.day}日")
        return by_key(Footage, _F, "uuid", str(stamp.id))[0]

    def move(self, footage_id: int, new: NewFootage, days: int, stamp: Stamp) -> Footage:
        """Change the stretch or the cameras of what is not secured yet."""
        refuse(rules.footage_problems(new, stamp.at))
        with writing(self._db, stamp) as write:
            if not write.repeated:
                self._still_open(footage_id)
                write.update(
                    _F,
                    footage_id,
                    camera=texts.one_line(new.camera),
                    from_at=new.from_at,
                    to_at=new.to_at,
                    expires_on=rules.expiry(new.from_at, days),
                )
        return self._get(footage_id)

    def secure(
        self, footage_id: int, storage: str, stamp: Stamp, at: datetime | None = None
    ) -> Footage:
        """Note that a stretch was secured, and where it is kept; `at` says when if not now."""
        refuse(rules.storage_problems(storage, at, stamp.at))
        with writing(self._db, stamp) as write:
            if not write.repeated:
                footage = self._still_open(footage_id)
                storage = texts.one_line(storage)
                write.update(
                    _F,
                    footage_id,
                    secured_at=at or stamp.at,
                    secured_by=stamp.actor,
                    storage=storage,
                )
                said = f"已保全监控{_span(footage.from_at, footage.to_at)}{_where(footage.camera)}"
                said += f"，{storage}" if storage else ""
                self._say(write, footage.incident_id, said, at)
        return self._get(footage_id)

    def _still_open(self, footage_id: int) -> Footage:
        footage = self._get(footage_id)
        self._timeline.require_writable(footage.incident_id)
        if not footage.is_open:
            raise UserError("这段监控已经保全过")
        return footage

    def _say(self, write: Write, incident_id: int, said: str, at: datetime | None = None) -> None:
        self._timeline.append(write, incident_id, NewEntry(EntryKind.NOTE, said, at), name="entry")

    def _get(self, footage_id: int) -> Footage:
        return by_key(Footage, _F, "id", footage_id)[0]


def _span(from_at: datetime, to_at: datetime) -> str:
    return f"{rules.span_text(from_at, to_at)}"


def _where(camera: str) -> str:
    return f"（{camera}）" if camera else ""
