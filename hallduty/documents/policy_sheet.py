"""Prints one policy question: the sheet of forms/policy_question.toml, contact masked."""

from __future__ import annotations

from hallduty.documents.fonts import Faces
from hallduty.documents.form_sheet import SheetStyles, print_filled, ticked
from hallduty.documents.paper import Paper, PrintMark
from hallduty.documents.typeset import Style
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
    values = sheet_values(case, hall)

    def value(part: Part, styles: SheetStyles) -> tuple[str, Style]:
        text = "" if part.kind is Kind.SIGNATURE else values.get(part.field, "")
        if part.kind is Kind.CHOICE:
            return ticked(part.choices, text, styles)
        style = styles.prose if part.kind is Kind.LONG_TEXT else styles.value
        return text + (part.suffix if text else ""), style

    return print_filled(sheet, case.question.number, value, faces, printed, bureau=bureau)
