"""Reports over a period: policy questions by the day (四（四）), needs by the month (五（五）)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class PeriodKind(StrEnum):
    """What a report over a period is about."""

    POLICY_DAY = "policy_day"
    NEED_MONTH = "need_month"


@dataclass(frozen=True, slots=True)
class PeriodReport:
    """One issue of such a report; `period` is 2026-10-22 or 2026-10."""

    id: int
    uuid: str
    kind: PeriodKind
    period: str
    hall_id: int | None
    text: str
    to: str
    issued_at: datetime
    actor: str
