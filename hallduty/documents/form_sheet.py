"""Prints any sheet of forms/ for one incident: A4 upright, thin lines, room for ink."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from reportlab.platypus.flowables import Flowable

from hallduty.documents.flow import Prose
from hallduty.documents.fonts import Faces
from hallduty.documents.grid import Cell, Grid, Look, Row, lay_out
from hallduty.documents.page import A4, Setup, build, footer
from hallduty.documents.paper import Paper, PrintMark
from hallduty.documents.typeset import MM, Style, draw_lines, set_lines
from hallduty.domain import sheets
from hallduty.domain.form_values import choices_of, marks, part_text, raw_value
from hallduty.domain.incidents import Incident
from hallduty.domain.paper_sheets import blank_incident
from hallduty.domain.plan import Plan
from hallduty.domain.sheets import Kind, Part, Sheet

TOP, BOTTOM = 24 * MM, 24 * MM
_TITLE = 23.0
_TEXT, _LEADING = 12.0, 19.0
_NOTE, _NOTE_LEADING = 10.5, 16.5
# The day in one line, the time in the next: a cell for a moment is rarely wider.
_DAY_BY_PEN = "\u3000\u3000\u3000年\u3000\u3000月\u3000\u3000日"
_MOMENT_BY_PEN = f"{_DAY_BY_PEN}\n\u3000\u3000\u3000时\u3000\u3000分"
_NEVER = datetime(1, 1, 1)  # the time of an incident of which nothing is known; never shown
LOOK = Look(beside=2.8 * MM, above=2.4 * MM)


@dataclass(frozen=True, slots=True)
class SheetStyles:
    """How the parts of a printed sheet are set."""

    title: Style
    number: Style
    label: Style
    value: Style
    prose: Style
    note: Style


def print_sheet(
    sheet: Sheet,
    incident: Incident,
    plan: Plan,
    faces: Faces,
    printed: PrintMark,
    *,
    bureau: str = "",
) -> Paper:
    """Print `sheet` filled in for `incident`; long texts flow onto further pages."""
    side = (A4[0] - sum(sheet.columns) * MM) / 2
    setup = Setup(A4, side, side, TOP, BOTTOM)
    styles = sheet_styles(faces)
    number = sheet.number_label + incident.number
    # The paper that it was entered from is kept with it: each names the other.
    paper = (f"原{incident.paper_number}",) if incident.paper_number else ()
    said = (*marks(incident), *paper)
    above = [
        Prose(sheet.title, styles.title, after=3 * MM),
        Prose(number + (f"（{'、'.join(said)}）" if said else ""), styles.number, after=1 * MM),
    ]
    below = [Prose(sheet.note, styles.note, before=2 * MM)] if sheet.note else []
    columns = [width * MM for width in sheet.columns]
    rows = [_row(row, incident, plan, styles) for row in sheet.rows]
    around = sum(prose_height(prose, setup.width) for prose in [*above, *below])
    rows = on_one_page(rows, columns, setup.height - around - 1)

    def furniture(canvas: Any, page: int, pages: int) -> None:
        if page > 1:
            running_head(canvas, setup, f"{sheet.title}\u3000{number}（续）", styles.note)
        footer(canvas, setup, faces, printed, page, pages)

    return build(
        [*above, Grid(columns, rows, look=LOOK), *below],
        setup,
        faces,
        printed,
        title=f"{sheet.title} {incident.number}",
        bureau=bureau,
        furniture=furniture,
    )


def blank_sheet(
    sheet: Sheet, number: str, plan: Plan, faces: Faces, room: tuple[float, float], below: str = ""
) -> list[Flowable]:
    """Return the sheet with nothing written on it, to be filled in by pen under `number`.

    It takes one page of `room` (width and height in points) in the very layout of the printed
    sheet; `below` is said under its note.
    """
    styles = sheet_styles(faces)
    width, height = room
    beside = max(0.0, (width - sum(sheet.columns) * MM) / 2)
    large = Style(faces.face("黑体"), 15.0, 21.0, "right")
    above = [
        Prose(sheet.title, styles.title, after=2 * MM),
        Prose(sheet.number_label + number, large, right=beside, after=1 * MM),
    ]
    notes = [
        Prose(text, styles.note, before=2 * MM, left=beside, right=beside)
        for text in (sheet.note, below)
        if text
    ]
    columns = [each * MM for each in sheet.columns]
    incident = blank_incident(number, _NEVER)
    rows = [_row(row, incident, plan, styles, blank=True) for row in sheet.rows]
    around = sum(prose_height(prose, width) for prose in [*above, *notes])
    rows = on_one_page(rows, columns, height - around - 1)
    return [*above, Grid(columns, rows, look=LOOK), *notes]


def sheet_styles(faces: Faces) -> SheetStyles:
    """Return the styles of every printed sheet."""
    text = Style(faces.face("宋体"), _TEXT, _LEADING, "left")
    return SheetStyles(
        title=Style(faces.face("小标宋"), _TITLE, _TITLE * 1.4, "centre", even=True, track=0.06),
        number=replace(text, align="right"),
        label=Style(faces.face("黑体"), 11.5, 17.5, "centre"),
        value=text,
        prose=replace(text, align="justify"),
        note=Style(faces.face("宋体"), _NOTE, _NOTE_LEADING, "left"),
    )


def _row(
    row: sheets.Row, incident: Incident, plan: Plan, styles: SheetStyles, *, blank: bool = False
) -> Row:
    """Lay out a row as filled in for `incident`; `blank`: as it waits for a pen."""
    if blank:
        return sheet_row(row, styles, lambda part, cell: _room(part, cell, incident, plan, styles))
    return sheet_row(row, styles, lambda part, _: _value(part, incident, plan, styles))


def sheet_row(
    row: sheets.Row,
    styles: SheetStyles,
    value: Callable[[Part, sheets.Cell], tuple[str, Style]],
) -> Row:
    """Lay out a row of any sheet; `value` says what stands for a part, and how it is set."""
    cells: list[Cell] = []
    for cell in row.cells:
        label = "\n".join(cell.label_lines) or cell.label
        found = (value(part, cell) for part in cell.parts)
        texts = tuple((text, style) for text, style in found if text)
        long = any(part.kind is Kind.LONG_TEXT for part in cell.parts) and cell.span > 1
        cells.append(Cell(((label, styles.label),), again=True))
        cells.append(Cell(texts, cell.span, "top" if long else "middle"))
    return Row(tuple(cells), row.min_height_mm * MM)


def _value(part: Part, incident: Incident, plan: Plan, styles: SheetStyles) -> tuple[str, Style]:
    """Return what stands in the cell for one part, and how it is set."""
    if part.kind is Kind.CHOICE:
        boxes = _boxes(part, incident, plan)
        return "\u3000".join(boxes), replace(styles.value, keep=tuple(boxes))
    text = part_text(part, incident, plan)
    if part.kind is Kind.DATETIME and not text and part.suffix:
        return "\u3000\u3000时\u3000\u3000分" + part.suffix, styles.value  # to be filled in by ink
    names = (text,) if part.kind is Kind.PERSON and len(text) <= 8 else ()
    style = styles.prose if part.kind is Kind.LONG_TEXT else styles.value
    return text + (part.suffix if text else ""), replace(style, keep=names)


def _room(
    part: Part, cell: sheets.Cell, incident: Incident, plan: Plan, styles: SheetStyles
) -> tuple[str, Style]:
    """Return what a blank sheet shows for one part: boxes to tick, units to write between."""
    if part.kind is Kind.DATETIME and not part.suffix:
        return _MOMENT_BY_PEN, replace(styles.value, leading=26.0)
    if part.kind in (Kind.CHOICE, Kind.DATETIME):
        text, style = _value(part, incident, plan, styles)
        return text, replace(style, leading=24.0)
    # Where a cell holds several things, each says what is to be written there.
    asked = f"{part.hint or part.field}：" if len(cell.parts) > 1 else ""
    return asked, replace(styles.note, leading=22.0)


def _boxes(part: Part, incident: Incident, plan: Plan) -> list[str]:
    """Return ☑ and ☐ with their options; a stored value that is none of them comes last."""
    chosen = str(raw_value(part.field, incident) or "")
    options = choices_of(part, plan)
    boxes = [("☑" if value == chosen else "☐") + label for value, label in options]
    if chosen and chosen not in dict(options):
        boxes.append("☑" + part_text(part, incident, plan))
    return boxes


def on_one_page(rows: Sequence[Row], columns: Sequence[float], room: float) -> list[Row]:
    """Give up some of the blank for ink when that brings the whole sheet onto one page."""
    needed = [lay_out(replace(row, least=0.0), columns, LOOK).height for row in rows]
    blank = [max(0.0, row.least - need) for row, need in zip(rows, needed, strict=True)]
    left = room - sum(needed)
    if left < 0 or left >= sum(blank):
        return list(rows)
    share = left / sum(blank)
    return [
        replace(row, least=need + spare * share)
        for row, need, spare in zip(rows, needed, blank, strict=True)
    ]


def prose_height(prose: Prose, width: float) -> float:
    """Return the height of a paragraph with the blank above and below it."""
    height: float = prose.wrap(width, 0)[1]
    return height + prose.getSpaceBefore() + prose.getSpaceAfter()


def running_head(canvas: Any, setup: Setup, text: str, style: Style) -> None:
    """Say above a page what goes on there."""
    lines = set_lines(text, replace(style, align="right"), setup.width)
    draw_lines(canvas, lines[:1], setup.left, setup.size[1] - setup.top + _NOTE_LEADING + 1 * MM)
