"""Needs (需求): what taxpayers want, by channel and category, and what came of it (五（五）)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Need:
    """One need; `who` and `phone` are taken only where feedback is wanted (PIPL)."""

    id: int
    uuid: str
    number: str
    hall_id: int | None
    incident_id: int | None
    at: datetime
    channel: str
    category: str
    content: str
    who: str
    phone: str
    taken_by: str
    analysis: str = ""
    reported_at: datetime | None = None
    reported_to: str = ""
    feedback: str = ""
    fed_back_at: datetime | None = None
