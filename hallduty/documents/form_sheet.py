"""Prints any sheet of forms/ for one incident: A4 upright, thin lines, room for ink."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
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
from hallduty.domain.form_values import choices_of, marks, part_text
from hallduty.domain.incidents import Incident
from hallduty.domain.paper_sheets import blank_incident
from hallduty.domain.plan import Plan
from hallduty.domain.sheets import Kind, Part, Sheet

_TOP, _BOTTOM = 24 * MM, 24 * MM
_TITLE = 23.0
_TEXT, _LEADING = 12.0, 19.0
_NOTE, _NOTE_LEADING = 10.5, 16.5
# The day in one line, the time in the next: a cell for a moment is rarely wider.
_DAY_BY_PEN = "\u3000\u3000\u3000年\u3000\u3000月\u3000\u3000日"
_MOMENT_BY_PEN = f"{_DAY_BY_PEN}\n\u3000\u3000\u3000时\u3000\u3000分"
_NEVER = datetime(1, 1, 1)  # the time of an incident of which nothing is known; never shown
_LOOK = Look(beside=2.8 * MM, above=2.4 * MM)


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
    # The paper that it was entered from is kept with it: each names the other.
    paper = (f"原{incident.paper_number}",) if incident.paper_number else ()
    said = "、".join((*marks(incident), *paper))

    def value(part: Part, styles: SheetStyles) -> tuple[str, Style]:
        return _value(part, incident, plan, styles)

    return print_filled(sheet, incident.number, value, faces, printed, said=said, bureau=bureau)


def print_filled(
    sheet: Sheet,
    number: str,
    value: Callable[[Part, SheetStyles], tuple[str, Style]],
    faces: Faces,
    printed: PrintMark,
    *,
    said: str = "",
    bureau: str = "",
) -> Paper:
    """Print the sheet of one record under its `number`; a long text flows on.

    `value` says what stands for a part, and how it is set; `said` stands beside the number.
    """
    setup, styles = sheet_setup(sheet), sheet_styles(faces)
    head = sheet.number_label + number
    above = [
        Prose(sheet.title, styles.title, after=3 * MM),
        Prose(head + (f"（{said}）" if said else ""), styles.number, after=1 * MM),
    ]
    below = [Prose(sheet.note, styles.note, before=2 * MM)] if sheet.note else []
    rows = [sheet_row(row, styles, lambda part, _: value(part, styles)) for row in sheet.rows]

    def furniture(canvas: Any, page: int, pages: int) -> None:
        if page > 1:
            running_head(canvas, setup, f"{sheet.title}\u3000{head}（续）", styles.note)
        footer(canvas, setup, faces, printed, page, pages)

    return build(
        sheet_story(sheet, above, rows, below, (setup.width, setup.height)),
        setup,
        faces,
        printed,
        title=f"{sheet.title} {number}",
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
    beside = max(0.0, (room[0] - sum(sheet.columns) * MM) / 2)
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
    incident = blank_incident(number, _NEVER)
    rows = [
        sheet_row(row, styles, lambda part, cell: _room(part, cell, incident, plan, styles))
        for row in sheet.rows
    ]
    return sheet_story(sheet, above, rows, notes, room)


def sheet_setup(sheet: Sheet) -> Setup:
    """Return the page of a printed sheet: its columns in the middle of A4 upright."""
    side = (A4[0] - sum(sheet.columns) * MM) / 2
    return Setup(A4, side, side, _TOP, _BOTTOM)


def sheet_story(
    sheet: Sheet,
    above: Sequence[Prose],
    rows: Sequence[Row],
    below: Sequence[Prose],
    room: tuple[float, float],
) -> list[Flowable]:
    """Return a sheet with what stands above and below it, on one page where it fits."""
    width, height = room
    columns = [each * MM for each in sheet.columns]
    around = sum(_prose_height(prose, width) for prose in [*above, *below])
    fitted = _on_one_page(rows, columns, height - around - 1)
    return [*above, Grid(columns, fitted, look=_LOOK), *below]


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
        options = [label for _, label in choices_of(part, plan)]
        return ticked(options, part_text(part, incident, plan), styles)
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


def ticked(options: Iterable[str], chosen: str, styles: SheetStyles) -> tuple[str, Style]:
    """Return ☑ and ☐ with their options; what was chosen and is none of them comes last."""
    every = dict.fromkeys((*options, *filter(None, (chosen,))))
    boxes = tuple(("☑" if option == chosen else "☐") + option for option in every)
    return "\u3000".join(boxes), replace(styles.value, keep=boxes)


def _on_one_page(rows: Sequence[Row], columns: Sequence[float], room: float) -> list[Row]:
    """Give up some of the blank for ink when that brings the whole sheet onto one page."""
    needed = [lay_out(replace(row, least=0.0), columns, _LOOK).height for row in rows]
    blank = [max(0.0, row.least - need) for row, need in zip(rows, needed, strict=True)]
    left = room - sum(needed)
    if left < 0 or left >= sum(blank):
        return list(rows)
    share = left / sum(blank)
    return [
        replace(row, least=need + spare * share)
        for row, need, spare in zip(rows, needed, blank, strict=True)
    ]


def _prose_height(prose: Prose, width: float) -> float:
    """Return the height of a paragraph with the blank above and below it."""
    height: float = prose.wrap(width, 0)[1]
    return height + prose.getSpaceBefore() + prose.getSpaceAfter()


def running_head(canvas: Any, setup: Setup, text: str, style: Style) -> None:
    """Say above a page what goes on there."""
    lines = set_lines(text, replace(style, align="right"), setup.width)
    draw_lines(canvas, lines[:1], setup.left, setup.size[1] - setup.top + _NOTE_LEADING + 1 * MM)
