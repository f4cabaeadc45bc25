"""Lists on upright A4: a title, a line under it, and tables under headings that repeat."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reportlab.platypus import CondPageBreak
from reportlab.platypus.flowables import Flowable

from hallduty.documents.flow import Prose
from hallduty.documents.fonts import Faces
from hallduty.documents.grid import Cell, Grid, Look, Row
from hallduty.documents.page import A4, Setup
from hallduty.documents.typeset import MM, Align, Style

# Heading, width in millimetres, how it is set.
Columns = Sequence[tuple[str, float, Align]]

WIDTH = 174.0
SIDE = (A4[0] - WIDTH * MM) / 2
SETUP = Setup(A4, SIDE, SIDE, 18 * MM, 18 * MM)
_LOOK = Look(beside=1.4 * MM, above=1.4 * MM, line=0.5, frame=0.8, whole=40 * MM)


class Listing:
    """The flowables of a list, in the typefaces of the ledgers."""

    def __init__(self, faces: Faces, keep: Sequence[str] = ()) -> None:
        self._song, self._hei = faces.face("宋体"), faces.face("黑体")
        self._title = Style(faces.face("小标宋"), 20, 28, "centre", track=0.04)
        self._keep = tuple(keep)
        self.story: list[Flowable] = []

    def title(self, text: str, below: str) -> None:
        """Add the title and the line under it."""
        self.story.append(Prose(text, self._title))
        self.line(below)

    def line(self, text: str, *, before: float = 1.5) -> None:
        """Add a line of plain text."""
        style = Style(self._song, 10.5, 16, "left", keep=self._keep)
        self.story.append(Prose(text, style, before=before * MM, after=1 * MM))

    def heading(self, text: str) -> None:
        """Add the heading of a table; it never stands at the foot of a page alone."""
        self.story.append(CondPageBreak(32 * MM))
        self.story.append(Prose(text, Style(self._hei, 12, 18, "left"), before=3 * MM, after=MM))

    def table(self, columns: Columns, rows: Iterable[Sequence[str]]) -> None:
        """Add a table whose header is repeated on every page."""
        head = Style(self._hei, 10, 14, "centre")
        styles = [Style(self._song, 10, 14, align, keep=self._keep) for _, _, align in columns]
        self.story.append(
            Grid(
                [width * MM for _, width, _ in columns],
                (
                    Row(
                        tuple(
                            Cell(((text, style),)) for text, style in zip(row, styles, strict=True)
                        ),
                        7 * MM,
                    )
                    for row in rows
                ),
                head=(Row(tuple(Cell(((name, head),)) for name, _, _ in columns), 8 * MM),),
                look=_LOOK,
            )
        )

    def pairs(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Add a table of labels with their values, two pairs beside each other."""
        label = Style(self._hei, 10, 14, "centre")
        value = Style(self._song, 10, 14, "left", keep=self._keep)
        rows = []
        for start in range(0, len(pairs), 2):
            cells: list[Cell] = []
            chunk = pairs[start : start + 2]
            for number, (name, text) in enumerate(chunk, 1):
                span = 3 if number == len(chunk) == 1 else 1
                cells += [Cell(((name, label),)), Cell(((text, value),), span)]
            rows.append(Row(tuple(cells), 7.5 * MM))
        widths = [each * MM for each in (26, WIDTH / 2 - 26) * 2]
        self.story.append(Grid(widths, rows, look=_LOOK))
