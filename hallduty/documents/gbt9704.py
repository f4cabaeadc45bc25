"""Official papers in the layout of GB/T 9704-2012: type area, headings, page numbers.

Write a paper from top to bottom, then finish it:

    paper = OfficialPaper(faces, keep=("刘某某",))      # names that no line may break
    paper.title("2026—017号税务端系统故障\\n应急处置总结报告")   # 22 pt 小标宋, a newline breaks it
    paper.subtitle("（2026年11月13日）")                 # 16 pt 楷体, centred
    paper.heading("一、基本情况")                        # level 1 黑体, 2 楷体, 3 and 4 仿宋
    paper.body("2026年11月13日09时42分，……")             # 16 pt 仿宋, justified, indent of two
    paper.hint("（待填写）……")                           # 16 pt 楷体: what a person has to write
    paper.table((2, 5, 2), ("时间", "内容", "记录人"), rows)   # widths are shares of the line
    paper.pairs((("编号", "2026-017"), ("密级", "内部")))      # label and value, two columns
    paper.blank()                                       # one empty line
    paper.signature("某某税务局", "2026年11月13日")       # unit over date, date four ems in
    paper.new_page()
    result = paper.finish(printed, title="…", bureau="…")     # Paper

The page: A4, margins 37 top, 35 bottom, 28 left, 26 right, 22 lines of 28 characters. A
heading never stands at the foot of a page without two lines of what it heads; headings of
level 1 stand in the PDF's outline. `paper.add(flowable)` takes any flowable of reportlab;
`paper.style(...)` gives the styles for one. Long texts and tables flow over pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from reportlab.platypus import CondPageBreak, KeepTogether, PageBreak, Spacer
from reportlab.platypus.flowables import Flowable

from hallduty.documents.flow import Prose
from hallduty.documents.fonts import Faces
from hallduty.documents.grid import Cell, Grid, Look, Row
from hallduty.documents.page import A4, Setup, build, footer
from hallduty.documents.paper import Paper, PrintMark
from hallduty.documents.typeset import MM, Align, Style, draw_lines, set_lines

SETUP = Setup(A4, left=28 * MM, right=26 * MM, top=37 * MM, bottom=35 * MM)
PITCH = 225 / 22 * MM  # points from line to line
BODY = 16.0  # points, 三号
TITLE = 22.0  # 二号
PAGE_NUMBER = 14.0  # 四号
TABLE = 12.0  # 小四; the standard leaves tables to the writer
# 28 characters of 16 pt are a little wider than 156 mm: each gives up a hair.
TRACK = SETUP.width / 28 / BODY - 1

_HEADINGS = {1: "黑体", 2: "楷体", 3: "仿宋", 4: "仿宋"}
_TABLE_LOOK = Look(beside=1.6 * MM, above=1.4 * MM, frame=0.8, whole=45 * MM)


class OfficialPaper:
    """A paper being written; see the module's text for how."""

    def __init__(self, faces: Faces, keep: Sequence[str] = ()) -> None:
        self._faces = faces
        self._keep = tuple(keep)
        self._story: list[Flowable] = []
        self._headings: list[Prose] = []

    def style(
        self, face: str = "仿宋", size: float = BODY, align: Align = "justify", indent: float = 2
    ) -> Style:
        """Return a style on the line grid in one of the five typefaces."""
        return Style(
            self._faces.face(face), size, PITCH, align, indent, keep=self._keep, track=TRACK
        )

    def title(self, text: str) -> None:
        """Add the title, centred in lines of about equal length."""
        style = replace(
            self.style("小标宋", TITLE, "centre", 0), leading=TITLE * 1.5, even=True, track=0.0
        )
        self.add(Prose(text, style, grid=PITCH))

    def subtitle(self, text: str) -> None:
        """Add a line under the title, centred, and an empty line after it."""
        self.add(Prose(text, self.style("楷体", align="centre", indent=0)))
        self.blank()

    def heading(self, text: str, level: int = 1) -> None:
        """Add a heading of level 1 (一、) to 4 (（1）); it stays with what follows."""
        style = self.style(_HEADINGS[level], align="left")
        self._headings.append(Prose(text, style, bookmark=text if level == 1 else ""))

    def body(self, text: str) -> None:
        """Add text; each line of it is a paragraph."""
        self.add(Prose(text, self.style()))

    def hint(self, text: str) -> None:
        """Add what tells a person to write here, in another typeface than the text."""
        self.add(Prose(text, self.style("楷体")))

    def blank(self, lines: int = 1) -> None:
        """Add empty lines."""
        self.add(Spacer(1, lines * PITCH))

    def new_page(self) -> None:
        """Go on on a new page."""
        self.add(PageBreak())

    def add(self, flowable: Flowable) -> None:
        """Add any flowable, after the headings that wait for it."""
        heads = sum(head.wrap(SETUP.width, SETUP.height)[1] for head in self._headings)
        if heads:
            self._story.append(CondPageBreak(heads + 2 * PITCH))
        self._story += [*self._headings, flowable]
        self._headings = []

    def table(
        self,
        shares: Sequence[float],
        head: Sequence[str],
        rows: Iterable[Sequence[str]],
        align: Sequence[Align] = (),
    ) -> None:
        """Add a table: `shares` of the line for its columns, a header repeated on every page.

        `align` says how the columns are set (centred when not said).
        """
        centred: list[Align] = ["centre"] * (len(shares) - len(align))
        aligns = [*align, *centred]
        heads = tuple(Cell(((text, self._table_style("黑体", "centre")),)) for text in head)
        styles = [self._table_style("宋体", each) for each in aligns]
        lines = (
            Row(tuple(Cell(((text, style),)) for text, style in zip(row, styles, strict=True)))
            for row in rows
        )
        self.add(_grid(shares, lines, (Row(heads),)))

    def pairs(self, pairs: Sequence[tuple[str, str]], columns: int = 2) -> None:
        """Add a table of labels with their values, `columns` pairs beside each other."""
        label = self._table_style("黑体", "centre")
        value = self._table_style("宋体", "left")
        rows = []
        for start in range(0, len(pairs), columns):
            chunk = pairs[start : start + columns]
            cells: list[Cell] = []
            for number, (name, text) in enumerate(chunk, 1):
                # The last value takes the room of the pairs that are not there.
                span = 1 + 2 * (columns - number) if number == len(chunk) else 1
                cells += [Cell(((name, label),), again=True), Cell(((text, value),), span)]
            rows.append(Row(tuple(cells)))
        # A few rows of key facts are read at one glance: they go over to the next page whole.
        self.add(KeepTogether([_grid((2, 4) * columns, rows, ())]))

    def signature(self, unit: str, day: str) -> None:
        """Add unit and date at the right: the date four characters in, the unit over it."""
        date_style = self.style(align="right", indent=0)
        wide = date_style.face.width(day) * BODY
        middle = SETUP.width - 4 * BODY - wide / 2
        fits = date_style.face.width(unit) * BODY <= 2 * (SETUP.width - middle)
        unit_style = self.style(align="centre" if fits else "right", indent=0)
        left = 2 * middle - SETUP.width if fits else 0.0
        date = Prose(day, date_style, right=4 * BODY)
        self.add(KeepTogether([Spacer(1, PITCH), Prose(unit, unit_style, left=left), date]))

    def finish(self, printed: PrintMark, *, title: str, bureau: str = "") -> Paper:
        """Set the pages and return the paper."""
        if self._headings:
            self.add(Spacer(1, 0))

        def furniture(canvas: Any, page: int, pages: int) -> None:
            _page_number(canvas, self._faces, page)
            footer(canvas, SETUP, self._faces, printed, page, pages, below=18 * MM)

        return build(
            self._story,
            SETUP,
            self._faces,
            printed,
            title=title,
            bureau=bureau,
            furniture=furniture,
        )

    def _table_style(self, face: str, align: Align) -> Style:
        return Style(self._faces.face(face), TABLE, TABLE * 1.5, align, keep=self._keep)


def _grid(shares: Sequence[float], rows: Iterable[Row], head: Sequence[Row]) -> Grid:
    whole = sum(shares)
    columns = [SETUP.width * share / whole for share in shares]
    space = PITCH / 4
    return Grid(columns, rows, head=head, look=_TABLE_LOOK, before=space, after=space)


def _page_number(canvas: Any, faces: Faces, page: int) -> None:
    """Draw — 1 — 7 mm below the type area, one character in: odd pages right, even left."""
    align: Align = "right" if page % 2 else "left"
    style = Style(faces.face("宋体"), PAGE_NUMBER, PAGE_NUMBER, align)
    width = SETUP.width - 2 * PAGE_NUMBER
    lines = set_lines(f"— {page} —", style, width)
    draw_lines(canvas, lines, SETUP.left + PAGE_NUMBER, SETUP.bottom - 7 * MM)
