"""Duty log (值班日志) of one shift, its handover and its acceptance (plan clause 五（一）)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from hallduty.domain.roster import Part


@dataclass(frozen=True, slots=True)
class DutyLog:
    """What happened in a shift, and to whom it was handed over.

    `fields` are the fields of forms/duty_log.toml; `handed` the lines of what was still open at
    the handover, as they stood then; `reachable` is where the next leader can be reached.
    """

    id: int
    uuid: str
    day: date
    part: Part
    hall_id: int
    leader_id: int | None
    leader: str
    fields: Mapping[str, str] = field(default_factory=dict)
    handed_at: datetime | None = None
    handed_by: str = ""
    handed: tuple[str, ...] = ()
    accepted_at: datetime | None = None
    accepted_id: int | None = None
    accepted_by: str = ""
    reachable: str = ""
    remark: str = ""
