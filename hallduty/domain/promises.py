"""Promises (承诺恢复): who said that it will work again by when, and whether it did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class PromiseState(StrEnum):
    """What became of a promise."""

    OPEN = "open"
    KEPT = "kept"
    LAPSED = "lapsed"
    REPLACED = "replaced"

    @property
    def label(self) -> str:
        return {"open": "未到期", "kept": "兑现", "lapsed": "未兑现", "replaced": "改期"}[
            self.value
        ]


@dataclass(frozen=True, slots=True)
class Promise:
    """An expected recovery (plan clauses 四（二）, 四（三）) as the responsible unit gave it.

    `unit` is the responsible unit (供电所), `who` the person who said it; `until` the moment
    promised, `made_at` when it was said.
    """

    id: int
    uuid: str
    incident_id: int
    unit: str
    who: str
    until: datetime
    made_at: datetime
    state: PromiseState = PromiseState.OPEN
    settled_at: datetime | None = None
    remark: str = ""
