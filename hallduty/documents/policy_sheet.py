"""Prints one policy question: the sheet of forms/policy_question.toml, contact masked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from hallduty.documents.flow import Prose
from hallduty.documents.fonts import Faces
from hallduty.documents.form_sheet import (
    BOTTOM,
    LOOK,
    TOP,
    SheetStyles,
    on_one_page,
    prose_height,
    running_head,
    sheet_row,
    sheet_styles,
)
from hallduty.documents.grid import Grid
from hallduty.documents.page import A4, Setup, build, footer
from hallduty.documents.paper import Paper, PrintMark
from hallduty.documents.typeset import MM, Style
from hallduty.domain.policy import PolicyCase
from hallduty.domain.policy_sheet import sheet_values
from hallduty.domain.sheets import Kind, Part, Sheet


def print_question(
    sheet: Sheet,
    case: PolicyCase,
    hall: str,
    faces: Faces,
    printed: PrintMark,
    *,
    bureau: str = "",
) -> Paper:
    """Print one question on its sheet; a long text flows on."""
    side = (A4[0] - sum(sheet.columns) * MM) / 2
    setup = Setup(A4, side, side, TOP, BOTTOM)
    styles = sheet_styles(faces)
    number = sheet.number_label + case.question.number
    above = [
        Prose(sheet.title, styles.title, after=3 * MM),
        Prose(number, styles.number, after=1 * MM),
    ]
    below = [Prose(sheet.note, styles.note, before=2 * MM)] if sheet.note else []
    values = sheet_values(case, hall)
    columns = [width * MM for width in sheet.columns]
    rows = [
        sheet_row(row, styles, lambda part, _: _value(part, values, styles)) for row in sheet.rows
    ]
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
        title=f"{sheet.title} {case.question.number}",
        bureau=bureau,
        furniture=furniture,
    )


def _value(part: Part, values: Mapping[str, str], styles: SheetStyles) -> tuple[str, Style]:
    text = "" if part.kind is Kind.SIGNATURE else values.get(part.field, "")
    if part.kind is Kind.CHOICE:
        options = dict.fromkeys((*part.choices, *filter(None, (text,))))
        boxes = tuple(("☑" if option == text else "☐") + option for option in options)
        return "\u3000".join(boxes), replace(styles.value, keep=boxes)
    style = styles.prose if part.kind is Kind.LONG_TEXT else styles.value
    return text + (part.suffix if text else ""), style
