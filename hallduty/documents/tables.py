"""The ledger as a table for other programs: XLSX with typed cells, CSV for anything else."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from copy import copy
from datetime import datetime
from io import BytesIO, StringIO
from typing import Any

from hallduty.documents.typeset import clean
from hallduty.domain.dossiers import Dossier
from hallduty.domain.form_values import column_value
from hallduty.domain.forms import Forms
from hallduty.domain.handling_columns import HANDLING_COLUMNS
from hallduty.domain.plan import Plan

# Excel reads a cell that begins with one of these as a formula (the Chinese Excel also the
# full-width ones); text stays text.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_MOST_IN_CELL = 32_767
_CUT = "…（过长，全文见登记表）"

# What the export holds besides the columns of the printed ledger, with width in characters.
_FURTHER = (
    ("情形", "scenario", 16),
    ("接报时间", "reported_at", 17),
    ("恢复时间", "recovered_at", 17),
    ("办结时间", "closed_at", 17),
    ("受影响窗口", "windows", 14),
    ("受影响系统", "systems", 16),
    ("涉及人数", "people", 10),
    ("等候人数", "waiting", 10),
    ("处置结果", "outcome", 40),
    ("原因", "cause", 30),
    ("报告人", "reporter", 12),
    ("报告人电话", "phone", 15),
    ("值班领导", "leader", 12),
    ("值班领导意见", "opinion", 30),
    ("办税服务场所", "hall", 20),
    *((label, field, width) for field, (label, width, _) in HANDLING_COLUMNS.items()),
)
_MM_PER_CHARACTER = 2.0


def export_columns(forms: Forms) -> list[tuple[str, str, float]]:
    """Return label, field and width of every column: the ledger's, the record's, the form's."""
    shown = [
        ("历时（分钟）" if c.field == "duration" else c.label, c.field, c.width / _MM_PER_CHARACTER)
        for c in forms.summary("ledger_summary").columns
    ]
    fields = {field for _, field, _ in shown}
    further = [column for column in _FURTHER if column[1] not in fields]
    fields |= {field for _, field, _ in further}
    sheet = forms.sheet("ledger_sheet")
    extra = [(sheet.label_of(f), f, 16) for f in sheet.extra_fields() if f not in fields]
    return [*shown, *further, *extra]


def ledger_xlsx(dossiers: Iterable[Dossier], forms: Forms, plan: Plan) -> bytes:
    """Return a workbook: a frozen header, dates as dates, numbers as numbers, text as text."""
    columns = export_columns(forms)
    rows = ([_value(field, each, plan) for _, field, _ in columns] for each in dossiers)
    return rows_xlsx("台帐", [(label, width) for label, _, width in columns], rows)


def rows_xlsx(
    name: str, columns: Sequence[tuple[str, float]], rows: Iterable[Sequence[Any]]
) -> bytes:
    """Return a workbook of one sheet: labels with widths in characters, then the rows."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    page = book.create_sheet(name)
    page.freeze_panes = "B2"
    for number, (_, width) in enumerate(columns, 1):
        page.column_dimensions[get_column_letter(number)].width = max(width, 8)
    head_style = _style(page, Font(bold=True), Alignment("center", "center", wrap_text=True))
    text_style = _style(page, Font(), Alignment(vertical="top", wrap_text=True))
    time_style = _style(page, Font(), Alignment(vertical="top"), "yyyy-mm-dd hh:mm")

    def cell(value: Any, style: Any = None) -> Any:
        if value in ("", None):
            return None
        made = WriteOnlyCell(page, _excel_value(value))
        # One style for all cells of a kind: looked up cell by cell it costs most of the time.
        made._style = style or (time_style if isinstance(value, datetime) else text_style)
        if isinstance(value, str):
            made.data_type = "s"  # openpyxl would take =… for a formula
            if value.startswith(_FORMULA_STARTS):
                made._style = copy(made._style)
                made.quotePrefix = True
        return made

    page.append([cell(label, head_style) for label, _ in columns])
    count = 1
    try:
        for row in rows:
            page.append([cell(value) for value in row])
            count += 1
    except BaseException:
        # Stopped by the user: left open, the sheet would complain when it is collected.
        page.close()
        raise
    page.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{count}"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _style(page: Any, font: Any, alignment: Any, number_format: str = "General") -> Any:
    """Return a style that many cells of `page` share."""
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(page)
    cell.font, cell.alignment, cell.number_format = font, alignment, number_format
    return cell._style


def ledger_csv(dossiers: Iterable[Dossier], forms: Forms, plan: Plan) -> bytes:
    """Return CSV in UTF-8 with BOM; text that a spreadsheet would run as a formula is quoted."""
    columns = export_columns(forms)
    rows = ([_value(field, each, plan) for _, field, _ in columns] for each in dossiers)
    return rows_csv([label for label, _, _ in columns], rows)


def rows_csv(labels: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Return CSV of any rows under their labels, in UTF-8 with BOM."""
    out = StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([_csv_text(label) for label in labels])
    for row in rows:
        writer.writerow(["" if value is None else _csv_text(value) for value in row])
    return out.getvalue().encode("utf-8-sig")


def _value(field: str, dossier: Dossier, plan: Plan) -> Any:
    known = HANDLING_COLUMNS.get(field)
    return known[2](dossier) if known else column_value(field, dossier, plan)


def _csv_text(value: Any) -> str:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if not isinstance(value, str):
        return str(value)
    text = clean(value)
    return "'" + text if text.startswith(_FORMULA_STARTS) else text


def _excel_value(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.replace(second=0, microsecond=0)
    if not isinstance(value, str):
        return value
    text = clean(value)
    if len(text) > _MOST_IN_CELL:
        text = text[: _MOST_IN_CELL - len(_CUT)] + _CUT
    return text
