"""Hall picture (大厅图): windows and devices as a grid, what is down, and what that costs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hallduty.domain import texts
from hallduty.domain.errors import FieldProblem
from hallduty.domain.opening import Span, common, minutes, united, without
from hallduty.domain.roster import Window

MOST_DEVICES = 60


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

    @property
    def halts_windows(self) -> bool:
        """Whether every window of the hall stands still without it."""
        return self in (DeviceKind.POWER, DeviceKind.NETWORK)


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

    @property
    def is_open(self) -> bool:
        return self.up_at is None


Part = Window | Device


@dataclass(frozen=True, slots=True)
class Picture:
    """What stands in a hall: its windows by number, its devices as they were entered."""

    windows: tuple[Window, ...] = ()
    devices: tuple[Device, ...] = ()

    def part_of(self, outage: Outage) -> Part | None:
        """Return what an outage is about, or None when it is not in this picture."""
        if outage.window_id is not None:
            return next((w for w in self.windows if w.id == outage.window_id), None)
        return next((d for d in self.devices if d.id == outage.device_id), None)

    def name_of(self, outage: Outage) -> str:
        """Return the name of what an outage is about: 3号窗口, 供电."""
        part = self.part_of(outage)
        return "已撤下的设备" if part is None else part_name(part)


@dataclass(frozen=True, slots=True)
class WindowLoss:
    """How long one window was lost."""

    window: Window
    minutes: int


@dataclass(frozen=True, slots=True)
class Loss:
    """Lost window-minutes, window by window; windows that lost nothing are left out."""

    windows: tuple[WindowLoss, ...] = ()

    @property
    def minutes(self) -> int:
        return sum(each.minutes for each in self.windows)


def part_name(part: Part) -> str:
    """Return how the timeline and the papers name a window or a device: 3号窗口, 自助机2."""
    return f"{part.number}号窗口" if isinstance(part, Window) else part.name


def standard_devices(hall_id: int) -> tuple[Device, ...]:
    """Return what every hall has, for one whose devices nobody has entered yet (ids 0)."""
    kinds = (DeviceKind.SELF_SERVICE, DeviceKind.QUEUE, DeviceKind.POWER, DeviceKind.NETWORK)
    return tuple(Device(0, "", hall_id, kind, kind.label) for kind in kinds)


def device_problems(device: Device, others: Iterable[Device]) -> list[FieldProblem | None]:
    """Check a device as typed against the other ones in use in its hall."""
    name = texts.one_line(device.name)
    problems = [texts.problem_in("name", "名称", device.name, limit=12, required=True)]
    others = [each for each in others if each.active and each.id != device.id]
    if any(each.name == name for each in others):
        problems.append(FieldProblem("name", f"已有设备“{name}”，请换一个名称，如：{name}2"))
    if len(others) >= MOST_DEVICES:
        problems.append(FieldProblem("name", f"一个场所最多登记 {MOST_DEVICES} 台设备"))
    return problems


def lost_minutes(
    outages: Iterable[Outage],
    picture: Picture,
    opening: Sequence[Span],
    until: datetime,
    idle: Iterable[Outage] = (),
) -> Loss:
    """Return the lost window-minutes of some outages.

    Overlapping outages of one window count once; an outage of power or network counts for every
    window of its hall. Only time in `opening` counts, an open outage up to `until`. Time in which
    a window was out of service for another reason (`idle`) was not lost by these outages.
    """
    down, unused = list(outages), list(idle)
    halting = [o for o in down if _halts(o, picture)]
    open_time = united(opening)
    found = []
    for window in picture.windows:
        mine = [o for o in down if o.window_id == window.id]
        mine += [o for o in halting if o.hall_id == window.hall_id]
        aside = [o for o in unused if o.window_id == window.id]
        lost = common(_spans(mine, until), open_time)
        count = minutes(without(lost, _spans(aside, until)))
        if count:
            found.append(WindowLoss(window, count))
    return Loss(tuple(found))


def outage_minutes(outage: Outage, opening: Sequence[Span], until: datetime) -> int:
    """Return how many minutes of opening time one outage lasted."""
    return minutes(common(_spans([outage], until), united(opening)))


def _spans(outages: Iterable[Outage], until: datetime) -> list[Span]:
    """Return the time that outages took together, cut to the minute as papers show it."""
    cut = [(_minute(o.down_at), _minute(o.up_at or until)) for o in outages]
    return united(cut)


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)


def _halts(outage: Outage, picture: Picture) -> bool:
    part = picture.part_of(outage)
    return isinstance(part, Device) and part.kind.halts_windows


def stops_windows(outage: Outage, picture: Picture) -> bool:
    """Tell whether an outage puts a window out of service, or all of its hall."""
    return outage.window_id is not None or _halts(outage, picture)


def halted(picture: Picture) -> tuple[Device, ...]:
    """Return what is down that stops every window of the hall."""
    return tuple(d for d in picture.devices if d.active and not d.up and d.kind.halts_windows)
