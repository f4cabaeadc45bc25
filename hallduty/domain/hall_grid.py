"""The grid of the hall picture: where each window and device stands, also if nobody arranged it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from hallduty.domain.errors import FieldProblem
from hallduty.domain.hall import Device, Part, Picture
from hallduty.domain.roster import Window

# As many tiles side by side as are read at a glance, and as a large hall may need.
ACROSS = 6
MOST_COLUMNS = 12
MOST_ROWS = 20

Cell = tuple[int, int]


@dataclass(frozen=True, slots=True)
class PartKey:
    """Which window or device is meant; a device not entered yet is known by its name."""

    window_id: int = 0
    device_id: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """A window or device in its cell."""

    part: Part
    row: int
    column: int

    @property
    def cell(self) -> Cell:
        return self.row, self.column


def key_of(part: Part) -> PartKey:
    """Return what a tile is known by."""
    if isinstance(part, Window):
        return PartKey(window_id=part.id)
    return PartKey(device_id=part.id, name="" if part.id else part.name)


def arranged(picture: Picture) -> list[Placed]:
    """Return every window and device in use in a cell of its own, row by row.

    What was placed stands where it was put (the second of two in one cell makes way); what was
    not follows in rows of its own: windows by number, below them the devices.
    """
    parts: list[Part] = [*picture.windows, *(d for d in picture.devices if d.active)]
    taken: dict[Cell, Part] = {}
    waiting: list[Part] = []
    for part in parts:
        cell = _cell(part)
        if cell is None or cell in taken:
            waiting.append(part)
        else:
            taken[cell] = part
    below = max((row for row, _ in taken), default=-1) + 1
    for group in (Window, Device):
        mine = [part for part in waiting if isinstance(part, group)]
        for cell, part in zip(_cells(below), mine, strict=False):
            taken[cell] = part
        below += -(-len(mine) // ACROSS)
    return [Placed(taken[cell], *cell) for cell in sorted(taken)]


def _cell(part: Part) -> Cell | None:
    row, column = part.grid_row, part.grid_column
    if row is None or column is None:
        return None
    return (row, column) if row >= 0 and 0 <= column < MOST_COLUMNS else None


def _cells(first_row: int) -> Iterator[Cell]:
    number = 0
    while True:
        yield first_row + number // ACROSS, number % ACROSS
        number += 1


def moved(placed: Sequence[Placed], key: PartKey, to: Cell) -> list[Placed]:
    """Return the arrangement with one part moved to a cell; what stood there takes its place.

    A cell outside the grid changes nothing.
    """
    row, column = to
    mine = next((each for each in placed if key_of(each.part) == key), None)
    if mine is None or not (0 <= row < MOST_ROWS and 0 <= column < MOST_COLUMNS):
        return list(placed)
    found = []
    for each in placed:
        if each is mine:
            each = replace(each, row=row, column=column)
        elif each.cell == to:
            each = replace(each, row=mine.row, column=mine.column)
        found.append(each)
    return sorted(found, key=lambda each: each.cell)


def size_of(placed: Sequence[Placed]) -> tuple[int, int]:
    """Return how many rows and columns the picture takes; never narrower than usual."""
    rows = max((each.row for each in placed), default=-1) + 1
    columns = max((each.column for each in placed), default=-1) + 1
    return rows, max(columns, ACROSS)


def cells_of(placed: Sequence[Placed]) -> Mapping[PartKey, Cell]:
    """Return the cell of each part."""
    return {key_of(each.part): each.cell for each in placed}


def cells_problem(cells: Mapping[PartKey, Cell]) -> FieldProblem | None:
    """Check an arrangement before it is kept."""
    inside = all(0 <= r < MOST_ROWS and 0 <= c < MOST_COLUMNS for r, c in cells.values())
    if inside and len(set(cells.values())) == len(cells):
        return None
    told = f"大厅图最多 {MOST_ROWS} 行 {MOST_COLUMNS} 列，一格只放一个，请重新布置"
    return FieldProblem("grid", told)
