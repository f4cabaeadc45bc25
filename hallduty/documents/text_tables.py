"""Tables of plain text for other programs: CSV that Excel opens, XLSX that keeps every digit."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import BytesIO, StringIO

from hallduty.documents.typeset import clean

# Excel reads a cell that begins with one of these as a formula (the Chinese one full-width, too).
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def text_csv(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """Return CSV in UTF-8 with BOM; what a spreadsheet would run as a formula is quoted."""
    out = StringIO(newline="")
    writer = csv.writer(out)
    for row in (heading, *rows):
        texts = [clean(text) for text in row]
        writer.writerow(["'" + t if t.startswith(_FORMULA_STARTS) else t for t in texts])
    return out.getvalue().encode("utf-8-sig")


def text_xlsx(
    title: str,
    columns: Sequence[tuple[str, float]],
    rows: Sequence[Sequence[str]],
    *,
    freeze: str = "A2",
) -> bytes:
    """Return a workbook of one sheet; columns are headings with widths in characters.

    Every cell is text, so that no number loses its first 0.
    """
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    page = book.create_sheet(title)
    page.freeze_panes = freeze
    for place, (_, width) in enumerate(columns, 1):
        page.column_dimensions[get_column_letter(place)].width = width
    bold, middle = Font(bold=True), Alignment("center", "center")
    wrapped = Alignment(vertical="top", wrap_text=True)

    def cell(text: str, *, head: bool = False) -> WriteOnlyCell:
        made = WriteOnlyCell(page, clean(text))
        made.data_type = "s"
        made.number_format = "@"
        made.alignment = middle if head else wrapped
        if head:
            made.font = bold
        elif text.startswith(_FORMULA_STARTS):
            made.quotePrefix = True
        return made

    page.append([cell(heading, head=True) for heading, _ in columns])
    for row in rows:
        page.append([cell(text) if text else None for text in row])
    page.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(rows) + 1}"
    out = BytesIO()
    book.save(out)
    return out.getvalue()
