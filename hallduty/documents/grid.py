"""Tables with thin lines whose rows flow over pages, laid out only as far as the page goes."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from reportlab.platypus.flowables import Flowable

from hallduty.documents.typeset import MM, Line, Style, draw_lines, set_lines

_SLACK = 5e-7  # points; sums of millimetres are not exact, and frames allow for 1e-6


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: texts with their styles, one below the other, over `span` columns.

    A cell with `again` is the label of the cells up to the next label: when one of them goes
    on on the next page, the label is shown once more, as （续）.
    """

    texts: tuple[tuple[str, Style], ...]
    span: int = 1
    align: Literal["top", "middle"] = "middle"
    again: bool = False
    shade: float = 0.0


@dataclass(frozen=True, slots=True)
class Row:
    """Cells side by side, at least `least` points high."""

    cells: tuple[Cell, ...]
    least: float = 0.0


@dataclass(frozen=True, slots=True)
class Look:
    """How a grid looks, in points: blank inside the cells, lines inside and around it.

    A row lower than `whole` moves to the next page as a whole, a higher one is divided.
    """

    beside: float = 2.6 * MM
    above: float = 2.0 * MM
    line: float = 0.5
    frame: float = 0.5
    whole: float = 60 * MM


@dataclass(frozen=True, slots=True)
class _LaidCell:
    lines: tuple[Line, ...]
    x: float
    width: float
    align: str
    again: tuple[Line, ...] = ()  # the label as shown where its row goes on
    shade: float = 0.0

    @property
    def height(self) -> float:
        return sum(line.style.leading for line in self.lines)


@dataclass(frozen=True, slots=True)
class _LaidRow:
    cells: tuple[_LaidCell, ...]
    least: float
    look: Look
    height: float = field(init=False)

    def __post_init__(self) -> None:
        text = max((cell.height for cell in self.cells), default=0.0)
        object.__setattr__(self, "height", max(self.least, text + 2 * self.look.above))


class _Supply:
    """The rows still to come, laid out one by one as pages ask for them."""

    def __init__(self, rows: Iterable[Row], columns: Sequence[float], look: Look) -> None:
        self._rows: Iterator[Row] = iter(rows)
        self.columns = tuple(columns)
        self.look = look
        self.ready: deque[_LaidRow] = deque()

    def more(self) -> bool:
        """Lay out one more row; False when there is none."""
        row = next(self._rows, None)
        if row is None:
            return False
        self.ready.append(lay_out(row, self.columns, self.look))
        return True


def lay_out(row: Row, columns: Sequence[float], look: Look) -> _LaidRow:
    """Set the texts of a row's cells in columns of those widths (points)."""
    cells, x, column = [], 0.0, 0
    for cell in row.cells:
        width = sum(columns[column : column + cell.span])
        room = width - 2 * look.beside
        lines = tuple(line for text, style in cell.texts for line in set_lines(text, style, room))
        again = (*lines, *set_lines("（续）", cell.texts[-1][1], room)) if cell.again else ()
        cells.append(_LaidCell(lines, x, width, cell.align, again, cell.shade))
        x += width
        column += cell.span
    return _LaidRow(tuple(cells), row.least, look)


class Grid(Flowable):  # type: ignore[misc]
    """A table; `columns` are widths in points, `head` rows are repeated on every page.

    Rows may come from a generator: only what the current page needs is laid out.
    """

    def __init__(
        self,
        columns: Sequence[float],
        rows: Iterable[Row],
        *,
        head: Sequence[Row] = (),
        look: Look | None = None,
        before: float = 0.0,
        after: float = 0.0,
    ) -> None:
        super().__init__()
        self._look = look or Look()
        self._head = [lay_out(row, columns, self._look) for row in head]
        self._supply: _Supply | None = _Supply(rows, columns, self._look)
        self._shown: list[_LaidRow] = []
        self._columns = tuple(columns)
        self.spaceBefore = before
        self.spaceAfter = after

    def getSpaceBefore(self) -> float:
        return self.spaceBefore

    def getSpaceAfter(self) -> float:
        return self.spaceAfter

    @property
    def head_height(self) -> float:
        return sum(row.height for row in self._head)

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Return the size; a height above `height` only says that it is more than fits."""
        self.width = sum(self._columns)
        self.hAlign = "CENTER"
        total = self.head_height + sum(row.height for row in self._rows_up_to(height))
        self.height = total
        return self.width, total

    def split(self, width: float, height: float) -> list[Flowable]:
        room = height - self.head_height + _SLACK
        shown: list[_LaidRow] = []
        supply = self._supply
        if supply is None:
            return []
        while (supply.ready or supply.more()) and supply.ready[0].height <= room:
            row = supply.ready.popleft()
            shown.append(row)
            room -= row.height
        if supply.ready:
            self._divide_next(supply.ready, shown, room)
        if not shown:
            return []
        piece = self._piece(shown, None)
        piece.spaceBefore = self.spaceBefore
        if not supply.ready and not supply.more():
            piece.spaceAfter = self.spaceAfter
            return [piece]
        rest = self._piece([], supply)
        rest.spaceAfter = self.spaceAfter
        return [piece, rest]

    def _divide_next(self, ready: deque[_LaidRow], shown: list[_LaidRow], room: float) -> None:
        """Put as much of the next row into `room` as should stand there."""
        row = ready[0]
        frame = getattr(self, "_frame", None)
        alone = not shown and frame is not None and frame._atTop  # no page has more room
        divided = _divided(row, room) if row.height > self._look.whole or alone else None
        if divided is not None:
            shown.append(divided[0])
            ready[0] = divided[1]
        elif alone:  # blank for ink, more than a page has
            shown.append(replace(ready.popleft(), least=room))

    def draw(self) -> None:
        rows = [*self._head, *(self._shown if self._supply is None else self._supply.ready)]
        top = self.height
        self.canv.setLineCap(2)
        _draw_shades(self.canv, rows, top)
        for number, row in enumerate(rows):
            _draw_row(self.canv, row, top, first=number == 0)
            top -= row.height
        if rows and self._look.frame > self._look.line:
            self.canv.setLineWidth(self._look.frame)
            self.canv.rect(0, top, self.width, self.height - top)

    def _rows_up_to(self, height: float) -> list[_LaidRow]:
        supply = self._supply
        if supply is None:
            return self._shown
        total = self.head_height + sum(row.height for row in supply.ready)
        while total <= height + _SLACK and supply.more():
            total += supply.ready[-1].height
        return list(supply.ready)

    def _piece(self, shown: list[_LaidRow], supply: _Supply | None) -> Grid:
        piece = Grid(self._columns, (), look=self._look)
        piece._head = self._head
        piece._shown = shown
        piece._supply = supply
        return piece


def _divided(row: _LaidRow, room: float) -> tuple[_LaidRow, _LaidRow] | None:
    """Divide a row at `room` points; None when not even one line of it fits."""
    inner = room - 2 * row.look.above
    first: list[_LaidCell] = []
    rest: list[_LaidCell] = []
    for cell in row.cells:
        fits = _fitting(cell, inner)
        if fits == 0 and cell.lines:
            return None
        whole = cell.again and fits == len(cell.lines)
        first.append(cell if whole else replace(cell, lines=cell.lines[:fits], align="top"))
        rest.append(replace(cell, lines=cell.lines[fits:], align="middle" if whole else "top"))
    if not any(cell.lines for cell in rest):
        return None
    goes_on = False
    for number in reversed(range(len(rest))):
        cell = rest[number]
        if not cell.again:
            goes_on = goes_on or bool(cell.lines)
        elif not cell.lines:
            rest[number] = replace(cell, lines=cell.again if goes_on else ())
            goes_on = False
    least = max(0.0, row.least - room)
    return _LaidRow(tuple(first), room, row.look), _LaidRow(tuple(rest), least, row.look)


def _fitting(cell: _LaidCell, room: float) -> int:
    fits = 0
    for line in cell.lines:
        room -= line.style.leading
        if room < -_SLACK:
            break
        fits += 1
    return fits


def _draw_shades(canvas: Any, rows: Sequence[_LaidRow], top: float) -> None:
    """Draw the grey of cells, all of it before the first line, which it would cover."""
    for row in rows:
        for cell in row.cells:
            if cell.shade:
                canvas.setFillGray(1 - cell.shade)
                canvas.rect(cell.x, top - row.height, cell.width, row.height, stroke=0, fill=1)
        top -= row.height
    canvas.setFillGray(0)


def _draw_row(canvas: Any, row: _LaidRow, top: float, *, first: bool) -> None:
    look, height = row.look, row.height
    canvas.setLineWidth(look.line)
    bottom, right = top - height, row.cells[-1].x + row.cells[-1].width
    edges = [(cell.x, bottom, cell.x, top) for cell in row.cells]
    edges += [(right, bottom, right, top), (0, bottom, right, bottom)]
    canvas.lines([*edges, (0, top, right, top)] if first else edges)
    for cell in row.cells:
        blank = (height - cell.height) / 2 if cell.align == "middle" else look.above
        draw_lines(canvas, cell.lines, cell.x + look.beside, top - max(blank, look.above))
