"""Drafts: what is being typed, kept so that a power cut takes none of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from hallduty.store import models
from hallduty.store.fields import moment_text
from hallduty.store.records import as_records

if TYPE_CHECKING:
    from hallduty.store.database import Database

_D = models.Draft


@dataclass(frozen=True, slots=True)
class Draft:
    """A text not yet part of the record; `key` says where it was typed (entry:12, intake)."""

    key: str
    text: str
    saved_at: datetime


class DraftStore:
    """Keeps drafts; they are no records, so the audit does not know them.

    Each is written between two keys, so a locked database is not waited for: it raises soon.
    """

    def __init__(self, db: Database) -> None:
        self._db = db

    def save(self, key: str, text: str, at: datetime) -> None:
        """Keep `text` under `key`, over what was there; a blank text clears it."""
        if not text.strip():
            self.clear(key)
            return
        with self._db.in_a_hurry():
            self._db.execute_sql(
                "INSERT INTO draft (key, text, saved_at) VALUES (?, ?, ?) ON CONFLICT (key)"
                " DO UPDATE SET text = excluded.text, saved_at = excluded.saved_at",
                (key, text, moment_text(at)),
            )

    def get(self, key: str) -> Draft | None:
        """Return the draft under `key`, or None."""
        found = as_records(Draft, _D.select().where(_D.key == key))
        return found[0] if found else None

    def clear(self, key: str) -> None:
        """Forget the draft under `key`."""
        with self._db.in_a_hurry():
            _D.delete().where(_D.key == key).execute()

    def all(self) -> list[Draft]:
        """Return all drafts, latest first."""
        return as_records(Draft, _D.select().order_by(_D.saved_at.desc(), _D.id.desc()))
