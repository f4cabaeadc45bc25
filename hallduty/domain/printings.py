"""Printings: which paper of an incident was printed when, and whether it has changed since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Printing:
    """One paper that went to a printer or a file; `digest` is that of the records it shows."""

    id: int
    uuid: str
    incident_id: int | None
    kind: str
    at: datetime
    actor: str
    pages: int
    digest: str
