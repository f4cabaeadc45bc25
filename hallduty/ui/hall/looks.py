"""How each window and device of a hall looks on its tile: name, state in words, and colour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hallduty.domain import times
from hallduty.domain.hall import Device, DeviceKind, Outage, Part, Picture, halted, part_name
from hallduty.domain.hall_grid import Cell, PartKey, Placed, arranged, key_of
from hallduty.domain.roster import Window

# What a window says while power or network is gone.
_HALTED = {DeviceKind.POWER: "停电", DeviceKind.NETWORK: "断网"}


@dataclass(frozen=True, slots=True)
class Look:
    """One tile: `state` is up, down or halted (a window that stands still with its hall)."""

    key: PartKey
    part: Part
    cell: Cell
    title: str
    word: str
    state: str
    tip: str

    @property
    def name(self) -> str:
        return part_name(self.part)


def looks(
    picture: Picture,
    outages: Sequence[Outage],
    numbers: Mapping[int, str],
    placed: Sequence[Placed] | None = None,
) -> list[Look]:
    """Return the tiles of a hall; `numbers` are those of the incidents by id."""
    standing: dict[tuple[int | None, int | None], Outage] = {
        (outage.window_id, outage.device_id): outage for outage in outages
    }
    without = [device.kind for device in halted(picture)]
    return [
        _look(each, _outage_of(each.part, standing), without, numbers)
        for each in (arranged(picture) if placed is None else placed)
    ]


def _outage_of(
    part: Part, standing: Mapping[tuple[int | None, int | None], Outage]
) -> Outage | None:
    where = (part.id, None) if isinstance(part, Window) else (None, part.id)
    return standing.get(where)


def _look(
    placed: Placed, outage: Outage | None, without: Sequence[DeviceKind], numbers: Mapping[int, str]
) -> Look:
    part = placed.part
    title = f"{part.number} 号" if isinstance(part, Window) else part.name
    state, word = "up", "正常"
    if not part.up:
        state, word = "down", "停用"
    elif isinstance(part, Window) and without:
        state, word = "halted", _HALTED[without[0]]
    return Look(key_of(part), part, placed.cell, title, word, state, _tip(part, outage, numbers))


def _tip(part: Part, outage: Outage | None, numbers: Mapping[int, str]) -> str:
    what = f"{part.kind}窗口" if isinstance(part, Window) else part.name
    if part.up:
        affected = "，全厅窗口停办" if isinstance(part, Device) and part.kind.halts_windows else ""
        return f"{what}，点按标为停用{affected}"
    since = f"，{times.stamp(outage.down_at)} 起停用" if outage else "，停用"
    number = numbers.get(outage.incident_id or 0, "") if outage else ""
    return f"{what}{since}{f'，{number}' if number else ''}，点按标为恢复"
