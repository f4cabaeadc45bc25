"""Hall picture (大厅图): windows and devices as a grid, what is down, and what that costs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class DeviceKind(StrEnum):
    """What stands in a hall besides its windows."""

    SELF_SERVICE = "self_service"
    QUEUE = "queue"
    POWER = "power"
    NETWORK = "network"
    OTHER = "other"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    DeviceKind.SELF_SERVICE: "自助机",
    DeviceKind.QUEUE: "叫号机",
    DeviceKind.POWER: "供电",
    DeviceKind.NETWORK: "网络",
    DeviceKind.OTHER: "其他设备",
}


@dataclass(frozen=True, slots=True)
class Device:
    """A device of a hall; row and column are its place on the picture (None: not placed)."""

    id: int
    uuid: str
    hall_id: int
    kind: DeviceKind
    name: str
    up: bool = True
    active: bool = True
    grid_row: int | None = None
    grid_column: int | None = None


@dataclass(frozen=True, slots=True)
class Outage:
    """The time in which one window or one device was out of service."""

    id: int
    uuid: str
    incident_id: int | None
    hall_id: int
    window_id: int | None
    device_id: int | None
    down_at: datetime
    up_at: datetime | None = None
    actor: str = ""
    remark: str = ""
