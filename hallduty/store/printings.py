"""Printings: every paper of an incident that went to a printer or a file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from hallduty.domain.printings import Printing
from hallduty.domain.stamps import Stamp
from hallduty.store import models_handling
from hallduty.store.records import by_key, rows
from hallduty.store.writes import writing

if TYPE_CHECKING:
    from hallduty.store.database import Database

_P = models_handling.Printing


class PrintingStore:
    """What was printed of an incident, when, and in which state."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def of(self, incident_id: int) -> list[Printing]:
        """Return the printings of an incident in the order they were made."""
        return by_key(Printing, _P, "incident_id", incident_id)

    def latest(self, ids: Sequence[int]) -> dict[int, dict[str, Printing]]:
        """Return the last printing of each kind of paper, for each of these incidents."""
        found: dict[int, dict[str, Printing]] = defaultdict(dict)
        for each in by_key(Printing, _P, "incident_id", *ids):
            if each.incident_id is not None:
                found[each.incident_id][each.kind] = each
        return dict(found)

    def printed_since(self, since: datetime) -> list[int]:
        """Return the ids of the incidents of which something was printed since then."""
        query = _P.select(_P.incident_id).where(_P.at >= since).distinct()
        found = {row["incident_id"] for row in rows(query)}
        return sorted(each for each in found if each is not None)

    def note(
        self, incident_id: int | None, kind: str, pages: int, digest: str, stamp: Stamp
    ) -> Printing:
        """Note that a paper was printed or saved; `digest` is of what it shows."""
        with writing(self._db, stamp) as write:
            if not write.repeated:
                write.insert(
                    _P,
                    uuid=str(stamp.id),
                    incident_id=incident_id,
                    kind=kind,
                    at=stamp.at,
                    actor=stamp.actor,
                    pages=pages,
                    digest=digest,
                )
        return by_key(Printing, _P, "uuid", str(stamp.id))[0]
