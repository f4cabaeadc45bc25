"""Versions of the emergency plan as adopted; incidents point at theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peewee import fn

from hallduty.domain.plan import PlanVersion
from hallduty.domain.stamps import Stamp
from hallduty.store import models
from hallduty.store.records import as_records, one_record
from hallduty.store.writes import writing

if TYPE_CHECKING:
    from hallduty.store.database import Database

_V = models.PlanVersion


class PlanStore:
    """The plan's history."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def versions(self) -> list[PlanVersion]:
        """Return all versions, oldest first."""
        return as_records(PlanVersion, _V.select().order_by(_V.version))

    def current(self) -> PlanVersion | None:
        """Return the version in force, or None before the first was adopted."""
        found = as_records(PlanVersion, _V.select().order_by(_V.version.desc()).limit(1))
        return found[0] if found else None

    def adopt(self, text: str, change: str, reason: str, stamp: Stamp) -> PlanVersion:
        """Put a plan (its snapshot) in force as version n+1, saying what changed and why."""
        with writing(self._db, stamp) as write:
            if not write.repeated:
                last = _V.select(fn.MAX(_V.version)).scalar() or 0
                write.insert(
                    _V,
                    uuid=str(stamp.id),
                    version=last + 1,
                    adopted_at=stamp.at.date(),
                    change=change,
                    reason=reason,
                    text=text,
                )
        query = _V.select().where(_V.uuid == str(stamp.id))
        return one_record(PlanVersion, query)
