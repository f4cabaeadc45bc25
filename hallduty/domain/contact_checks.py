"""Monthly check of the directory (通讯录核对): is each contact still reachable (plan clause 三)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class CheckResult(StrEnum):
    """What came of trying a contact."""

    CONFIRMED = "confirmed"
    CORRECTED = "corrected"
    FAILED = "failed"

    @property
    def label(self) -> str:
        return {"confirmed": "已核实", "corrected": "已更正", "failed": "联系不上"}[self.value]


@dataclass(frozen=True, slots=True)
class ContactCheck:
    """One check of a person or a department in a month (“2026-11”); the latest counts."""

    id: int
    uuid: str
    person_id: int | None
    department_id: int | None
    month: str
    at: datetime
    actor: str
    result: CheckResult
    remark: str = ""
