"""The cells of one hall's roster while a write changes them: read once, kept at the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from hallduty.domain.roster import LEADER, Part, Shift
from hallduty.store import models
from hallduty.store.records import as_records

if TYPE_CHECKING:
    from hallduty.store.writes import Write

_S = models.Shift


@dataclass(frozen=True, slots=True)
class Cell:
    """One post of one part of one day."""

    day: date
    part: Part
    post: str


class Cells:
    """A hall's shifts from `first` to `last`; nothing is written before `save`.

    A whole day and its halves exclude each other per post: who is put on one leaves the other.
    """

    def __init__(self, hall_id: int, first: date, last: date) -> None:
        self.hall_id = hall_id
        query = _S.select().where((_S.hall_id == hall_id) & _S.day.between(first, last))
        self._was = {(s.day, s.part): s for s in as_records(Shift, query)}
        self._now = dict(self._was)

    def shift(self, day: date, part: Part) -> Shift | None:
        """Return the shift as it now stands, or None."""
        return self._now.get((day, part))

    def holders(self, cell: Cell) -> tuple[int, ...]:
        """Return who is planned in a cell."""
        shift = self._now.get((cell.day, cell.part))
        return shift.holders(cell.post) if shift else ()

    def by_hand(self, cell: Cell) -> bool:
        """Tell whether a cell was set by hand."""
        shift = self._now.get((cell.day, cell.part))
        return shift is not None and cell.post in shift.by_hand

    def guarded(self, cell: Cell) -> bool:
        """Tell whether a fill must leave a cell alone: it, or the day around it, is by hand."""
        return any(self.by_hand(replace(cell, part=part)) for part in Part if part.meets(cell.part))

    def planned(self) -> list[Cell]:
        """Return the cells that have people in them, by day."""
        return [
            Cell(shift.day, shift.part, post)
            for shift in sorted(self._now.values(), key=lambda s: (s.day, s.part))
            for post in (LEADER, *shift.posts)
            if shift.holders(post)
        ]

    def put(self, cell: Cell, person_ids: Sequence[int], by_hand: bool) -> None:
        """Plan these people in a cell; nobody at all empties it and forgets that it was by hand."""
        if person_ids:
            self.vacate(cell)
        shift = self._now.get((cell.day, cell.part))
        if shift is None:
            if not person_ids:
                return
            shift = Shift(0, "", cell.day, cell.part, self.hall_id, None)
        self._keep(_planned(shift, cell.post, tuple(person_ids), by_hand and bool(person_ids)))

    def vacate(self, cell: Cell) -> None:
        """Empty the cells of the same post that share time with a cell, not the cell itself."""
        for part in Part:
            if part is not cell.part and part.meets(cell.part):
                self.put(replace(cell, part=part), (), False)

    def mark(self, cell: Cell, by_hand: bool) -> None:
        """Say whether a cell that has people in it was set by hand."""
        holders = self.holders(cell)
        if holders:
            self.put(cell, holders, by_hand)

    def note(
        self,
        day: date,
        part: Part,
        *,
        stood: dict[str, tuple[int, ...]] | None = None,
        remark: str | None = None,
    ) -> None:
        """Change who really stood a shift, or its remark."""
        shift = self._now.get((day, part)) or Shift(0, "", day, part, self.hall_id, None)
        if stood is not None:
            shift = replace(shift, stood=stood)
        if remark is not None:
            shift = replace(shift, remark=remark)
        self._keep(shift)

    def save(self, write: Write) -> None:
        """Write what changed, a row for each shift."""
        for key, shift in self._now.items():
            was = self._was.get(key)
            values = {
                "leader_id": shift.leader_id,
                "posts": shift.posts,
                "by_hand": shift.by_hand,
                "stood": shift.stood,
                "remark": shift.remark,
            }
            if was is None:
                uuid = write.stamp.derived(f"shift {shift.day} {shift.part} {shift.hall_id}")
                place = {"day": shift.day, "part": shift.part, "hall_id": shift.hall_id}
                write.insert(_S, uuid=uuid, **place, **values)
            elif was != shift:
                write.update(_S, was.id, **values)

    def _keep(self, shift: Shift) -> None:
        self._now[shift.day, shift.part] = shift


def _planned(shift: Shift, post: str, person_ids: tuple[int, ...], by_hand: bool) -> Shift:
    marked = [each for each in shift.by_hand if each != post] + [post] * by_hand
    shift = replace(shift, by_hand=tuple(sorted(marked)))
    if post == LEADER:
        return replace(shift, leader_id=person_ids[0] if person_ids else None)
    posts = {name: ids for name, ids in shift.posts.items() if name != post}
    if person_ids:
        posts[post] = person_ids
    return replace(shift, posts=posts)
