"""Where the texts of reports over a period are kept while they are being written."""

from __future__ import annotations

from hallduty.domain.period_reports import PeriodKind


def draft_key(kind: PeriodKind, period: str) -> str:
    """policy_day:2026-11-13, need_month:2026-11: the key of its draft."""
    return f"{kind.value}:{period}"
