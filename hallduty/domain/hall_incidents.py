"""What an outage makes of the ledger: which event it is, which open one it fits, in which words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from hallduty.domain.hall import DeviceKind, Part, Picture, part_name
from hallduty.domain.incidents import Incident, Status
from hallduty.domain.roster import Window

if TYPE_CHECKING:
    from hallduty.domain.plan import Plan

# The scenario of the plan (四（三）) that a device's fault is handled by.
_WINDOW = "window_pc"
_SCENARIOS: Mapping[DeviceKind, str] = {
    DeviceKind.SELF_SERVICE: "window_pc",
    DeviceKind.QUEUE: "queue_system",
    DeviceKind.POWER: "power_cut",
    DeviceKind.NETWORK: "network_down",
    DeviceKind.OTHER: "window_pc",
}
# By which the plan may have renamed its scenarios: then the type's first one serves.
_TYPES: Mapping[str, str] = {
    "window_pc": "device",
    "queue_system": "device",
    "power_cut": "power",
    "network_down": "network",
}
_LIST = re.compile(r"^\d{1,2}(?:—\d{1,2})?(?:、\d{1,2}(?:—\d{1,2})?)*号(?:窗口)?$")
_PIECE = re.compile(r"(\d{1,2})(?:—(\d{1,2}))?")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is registered when a part of the hall is down; `text` is its one sentence."""

    event_type: str
    scenario: str
    place: str
    text: str


def fault_of(parts: Sequence[Part], plan: Plan) -> Fault:
    """Return the event that these parts (of one kind) make: type, scenario, place, sentence."""
    first = parts[0]
    code = _WINDOW if isinstance(first, Window) else _SCENARIOS[first.kind]
    scenario = plan.scenario(code)
    event_type = scenario.event_type if scenario else _TYPES[code]
    if scenario is None:
        offered = plan.scenarios_of(event_type)
        code = offered[0].code if offered else code
    if isinstance(first, Window):
        place = numbers_text(p.number for p in parts if isinstance(p, Window)) + "窗口"
        return Fault(event_type, code, place, f"{place}停用")
    names = "、".join(part_name(part) for part in parts)
    place = "全厅" if first.kind.halts_windows else names
    return Fault(event_type, code, place, f"{names}停用")


def fitting(parts: Sequence[Part], incidents: Iterable[Incident], plan: Plan) -> list[Incident]:
    """Return the incidents being handled that these parts may belong to, newest first.

    They fit by type and scenario, and when they are of no other hall.
    """
    fault = fault_of(parts, plan)
    found = [
        each
        for each in incidents
        if each.status is Status.HANDLING
        and each.hall_id in (None, parts[0].hall_id)
        and each.scenario == fault.scenario
        and each.event_type == fault.event_type
    ]
    return sorted(found, key=lambda each: each.id, reverse=True)


def is_certain(part: Part) -> bool:
    """Tell whether the plan has a scenario for such a part alone, so that nothing is guessed.

    A machine's fault is handled like that of a window's PC, but is seldom the same event.
    """
    if isinstance(part, Window):
        return True
    return part.kind in (DeviceKind.QUEUE, DeviceKind.POWER, DeviceKind.NETWORK)


def windows_of(part: Part, picture: Picture) -> list[int]:
    """Return the numbers of the windows that stand still with a part."""
    if isinstance(part, Window):
        return [part.number]
    if part.kind.halts_windows:
        return [w.number for w in picture.windows if w.hall_id == part.hall_id]
    return []


def with_windows(text: str, numbers: Iterable[int]) -> str:
    """Return the field 受影响窗口 with more windows in it: 3号 and 5 → 3、5号; 3—8号 and 4 stays.

    What somebody wrote in other words is kept as it is, with the windows added behind it.
    """
    more = set(numbers)
    written = text.strip()
    if not more:
        return written
    if not written:
        return numbers_text(more)
    if _LIST.match(written):
        tail = "窗口" if written.endswith("窗口") else ""
        return numbers_text(_read(written) | more) + tail
    if all(f"{number}号" in written for number in more):
        return written
    return f"{written}，{numbers_text(more)}"


def numbers_text(numbers: Iterable[int]) -> str:
    """Say window numbers as the ledger does: 3—8号, 1、3、5号, 1—2、7号."""
    known = sorted(set(numbers))
    runs = []
    for _, run in groupby(enumerate(known), key=lambda pair: pair[1] - pair[0]):
        members = [number for _, number in run]
        first, last = members[0], members[-1]
        runs.append(str(first) if first == last else f"{first}—{last}")
    return "、".join(runs) + "号" if runs else ""


def _read(text: str) -> set[int]:
    found: set[int] = set()
    for first, last in _PIECE.findall(text):
        found.update(range(int(first), int(last or first) + 1))
    return found
