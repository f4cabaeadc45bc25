"""Who writes, when, and under which id: handed into every write of the store."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5


@dataclass(frozen=True, slots=True)
class Stamp:
    """One write: its id makes a retry harmless, time and actor go into the audit.

    `id` becomes the `uuid` of the row that the write creates; `at` is naive local time to
    the second; `actor` is the name of the person at the desk.
    """

    id: UUID
    at: datetime
    actor: str

    def derived(self, name: str) -> str:
        """Return the uuid of a secondary row of the same write, the same at every retry."""
        return str(uuid5(self.id, name))
