"""The log of exports (导出记录): which taxpayers' data left the program, and what for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ExportRecord:
    """One export or unmasked print of taxpayers' data: who, when, of how many, what for."""

    id: int
    uuid: str
    incident_id: int | None
    kind: str
    people: int
    at: datetime
    actor: str
    purpose: str
