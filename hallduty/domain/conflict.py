"""Conflict in the hall (语言肢体冲突): its five deeds, and the recording that must be kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Footage:
    """A stretch of surveillance recording to be secured (保全监控) before it is overwritten.

    `expires_on` is the last day on which the recorder still has it; `storage` where it was kept.
    """

    id: int
    uuid: str
    incident_id: int
    camera: str
    from_at: datetime
    to_at: datetime
    noted_at: datetime
    expires_on: date
    secured_at: datetime | None = None
    secured_by: str = ""
    storage: str = ""
