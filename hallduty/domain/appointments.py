"""Appointments (预约) and extended service (延时服务): who, what, until when, served by whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class AppointmentKind(StrEnum):
    """Booked for a quieter time, or served after closing time."""

    APPOINTMENT = "appointment"
    EXTENDED = "extended"

    @property
    def label(self) -> str:
        return {"appointment": "预约", "extended": "延时"}[self.value]


@dataclass(frozen=True, slots=True)
class Appointment:
    """One taxpayer of the register (plan clause 四（一）); who, phone and matter stand here only.

    `due_at` is the time booked, or until when the extended service serves.
    """

    id: int
    uuid: str
    incident_id: int | None
    hall_id: int | None
    extension_id: int | None
    kind: AppointmentKind
    who: str
    phone: str
    matter: str
    due_at: datetime
    made_at: datetime
    served_at: datetime | None = None
    served_by: str = ""
    window: str = ""
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Extension:
    """One extended service (延时服务) of a hall: from closing time until nobody waits."""

    id: int
    uuid: str
    incident_id: int | None
    hall_id: int | None
    opened_at: datetime
    until: datetime
    ended_at: datetime | None = None
    staff: str = ""
    windows: str = ""
    waiting: int | None = None
    served: int | None = None
    remark: str = ""
