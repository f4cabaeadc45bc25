"""Crowd desk (办税拥堵): how many wait, how long they will, and what was decided (四（一）)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class CrowdReading:
    """What was seen in the hall at a moment, and the measures of the plan decided then.

    `waiting` people, `windows` open, `minutes` per business, `arrivals` people per hour (None:
    not counted), `wait_minutes` the expected waiting time (None: it cannot be told).
    """

    id: int
    uuid: str
    incident_id: int | None
    hall_id: int | None
    at: datetime
    actor: str
    waiting: int
    windows: int
    minutes: float
    arrivals: float | None = None
    wait_minutes: float | None = None
    measures: tuple[str, ...] = ()
    remark: str = ""
