"""Reports over a period: policy questions by the day (四（四）), needs by the month (五（五）)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hallduty.domain import texts
from hallduty.domain.contact_rules import text_problem
from hallduty.domain.errors import FieldProblem


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


@dataclass(frozen=True, slots=True)
class NewPeriodReport:
    """A report over a period as it goes out."""

    kind: PeriodKind
    period: str
    text: str
    to: str
    hall_id: int | None = None


def report_problems(new: NewPeriodReport) -> list[FieldProblem | None]:
    """Check a report that is to go out: its text, and to whom."""
    return [
        text_problem("text", "报告内容", new.text, limit=texts.LONG_TEXT, required=True),
        texts.problem_in("to", "报送对象", new.to, limit=100, required=True),
    ]
