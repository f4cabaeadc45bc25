"""Numbered blank ledger sheets (纸单) that a power-failure pack puts in the drawer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class PaperSheet:
    """One numbered blank sheet: when it was printed, and the incident it was entered as.

    `spoiled_at` tells when it was written off (作废); its number is never given again.
    """

    id: int
    uuid: str
    number: str
    printed_at: datetime
    printed_by: str
    incident_id: int | None = None
    spoiled_at: datetime | None = None
    remark: str = ""
