"""Reads the sheets of a workbook: values, never formulas, whatever a spreadsheet left in it."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from hallduty.documents.table_files import (
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    Table,
    TableCell,
    column_letters,
    tidied,
    too_many,
)
from hallduty.errors import UserError

MOST_UNPACKED = 200 * 1024 * 1024
MOST_SHEETS = 100
# Number formats of Chinese spreadsheets that are dates though the file does not spell them out.
_CHINESE_DATES = frozenset({*range(27, 37), *range(50, 59)})
# How a workbook writes a control character: _x000D_ is the line end of an old Mac.
_ESCAPED = re.compile("_x00([01][0-9A-Fa-f])_")
_NO_RESULT = "公式没有算好的结果，请在 Excel 里打开并保存一次，或改填数值"


def read_workbook(name: str, data: bytes) -> list[Table]:
    """Return the visible sheets of a workbook (the hidden ones when there are no others).

    Raises UserError for a file that is no workbook, is damaged, or unpacks to far too much.
    """
    try:
        _check_package(name, data)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl leaves out, a table does not need
            return _tables(name, data)
    except UserError:
        raise
    # A damaged workbook fails in as many ways as its parts can be wrong.
    except Exception as error:
        raise UserError(
            f"文件“{name}”读不了，可能已损坏，请在 Excel 或 WPS 里另存为 .xlsx 后重试"
        ) from error


def _check_package(name: str, data: bytes) -> None:
    """Refuse what is no workbook and what would fill the memory (a zip bomb, an XML bomb)."""
    try:
        with ZipFile(BytesIO(data)) as package:
            parts = package.infolist()
            if sum(part.file_size for part in parts) > MOST_UNPACKED or len(parts) > 5_000:
                raise too_many(name, "解压后过大")
            if any(part.flag_bits & 1 for part in parts):
                raise UserError(f"文件“{name}”设有密码，请取消密码后重试")
            if "[Content_Types].xml" not in package.namelist():
                raise UserError(
                    f"文件“{name}”不是 Excel 工作簿，请在 Excel 或 WPS 里另存为 .xlsx 后重试"
                )
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    with package.open(part) as content:
                        start = content.read(4096)
                    if b"<!DOCTYPE" in start or "<!DOCTYPE".encode("utf-16-le") in start:
                        raise UserError(f"文件“{name}”含有不该有的内容（DOCTYPE），没有读取")
    except BadZipFile as error:
        raise UserError(f"文件“{name}”已损坏，请重新复制或另存后重试") from error


def _tables(name: str, data: bytes) -> list[Table]:
    from openpyxl import load_workbook

    book = load_workbook(BytesIO(data), read_only=True, data_only=True)
    try:
        for number, style in enumerate(book._cell_styles):
            if style.numFmtId in _CHINESE_DATES:
                book._date_formats.add(number)
        shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        sheets = shown or book.worksheets
        if len(sheets) > MOST_SHEETS:
            raise too_many(name, f"超过 {MOST_SHEETS} 个工作表")
        budget = _Budget(name)
        return [Table(sheet.title, _SheetReader(name, sheet, budget).rows()) for sheet in sheets]
    finally:
        book.close()


@dataclass
class _Budget:
    """How many cells of the file may still be read."""

    name: str
    left: int = MOST_CELLS

    def spend(self, cells: int) -> None:
        self.left -= cells
        if self.left < 0:
            raise too_many(self.name, "内容过多")


class _SheetReader:
    """Reads one sheet: its rows as far as they hold anything, then what is merged."""

    def __init__(self, name: str, sheet: Any, budget: _Budget) -> None:
        self._name = name
        self._sheet = sheet
        self._budget = budget
        self._merged: list[tuple[int, int, int, int]] = []

    def rows(self) -> list[list[TableCell]]:
        found: list[list[TableCell]] = []
        for number, cells in self._filled():
            if number > MOST_ROWS:
                raise too_many(self._name, f"工作表“{self._sheet.title}”超过 {MOST_ROWS} 行")
            while len(found) < number - 1:
                found.append([])
            if number <= len(found):  # rows out of order or twice: damaged
                raise ValueError("rows are out of order")
            width = max(cells)
            if width > MOST_COLUMNS:
                place = f"{column_letters(width)}{number}"
                raise too_many(
                    self._name,
                    f"工作表“{self._sheet.title}”超过 {MOST_COLUMNS} 列（{place} 也有内容）",
                )
            self._budget.spend(width)
            found.append([cells.get(n) or _empty(number, n) for n in range(1, width + 1)])
        self._fill_merged(found)
        return found

    def _filled(self) -> Iterator[tuple[int, dict[int, TableCell]]]:
        """Yield the number and the cells by column of each row that holds anything."""
        from openpyxl.worksheet._reader import (
            MERGE_TAG,
            ROW_TAG,
            MergeCells,
            WorkSheetParser,
            iterparse,
        )

        book = self._sheet.parent
        with self._sheet._get_source() as source:
            parser = WorkSheetParser(
                source,
                self._sheet._shared_strings,
                data_only=True,
                epoch=book.epoch,
                date_formats=book._date_formats,
                timedelta_formats=book._timedelta_formats,
            )
            for _, element in iterparse(source):
                if element.tag == ROW_TAG:
                    formulas = {n for n, cell in enumerate(element) if _has_formula(cell)}
                    number, read = parser.parse_row(element)
                    element.clear()
                    cells = {}
                    for n, raw in enumerate(read):
                        cell = _cell(raw, n in formulas)
                        if cell.text or cell.problem:
                            cells[raw["column"]] = cell
                    if cells:
                        yield number, cells
                elif element.tag == MERGE_TAG:
                    ranges = MergeCells.from_tree(element).mergeCell
                    self._merged = [_bounds(each.ref) for each in ranges]

    def _fill_merged(self, rows: list[list[TableCell]]) -> None:
        """Give every cell of a merged range the range's text, as far as the sheet is used."""
        if len(self._merged) > MOST_ROWS:
            raise too_many(self._name, f"工作表“{self._sheet.title}”合并单元格过多")
        for left, top, right, bottom in self._merged:
            first = _at(rows, top, left)
            if first is None or not (first.text or first.problem):
                continue
            right, bottom = min(right, MOST_COLUMNS), min(bottom, len(rows))
            self._budget.spend((right - left + 1) * (bottom - top + 1))
            for number in range(top, bottom + 1):
                row = rows[number - 1]
                while len(row) < right:
                    row.append(_empty(number, len(row) + 1))
                for column in range(left, right + 1):
                    place = row[column - 1].where
                    row[column - 1] = replace(first, where=place, merged=True, origin=first.where)


def _has_formula(cell: Any) -> bool:
    return any(child.tag.endswith("}f") for child in cell)


def _cell(raw: dict[str, Any], formula: bool) -> TableCell:
    where = f"{column_letters(raw['column'])}{raw['row']}"
    value = raw["value"]
    if raw["data_type"] == "e":
        return TableCell(where, "", f"单元格是错误值 {value}")
    if value is None and formula:
        return TableCell(where, "", _NO_RESULT)
    return TableCell(where, _text(value))


def _text(value: Any) -> str:
    """Write a value as a person would type it: 2026-11-03, 09:42, 13800000000."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        if value.time() == time(0, 0):
            return value.date().isoformat()
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, float):
        with suppress(OverflowError, ValueError):
            if value.is_integer() and abs(value) < 1e15:
                return str(int(value))
        return f"{value:.15g}"
    return tidied(_ESCAPED.sub(lambda match: chr(int(match[1], 16)), str(value)))


def _empty(row: int, column: int) -> TableCell:
    return TableCell(f"{column_letters(column)}{row}", "")


def _at(rows: list[list[TableCell]], row: int, column: int) -> TableCell | None:
    inside = row <= len(rows) and column <= len(rows[row - 1])
    return rows[row - 1][column - 1] if inside else None


def _bounds(ref: str) -> tuple[int, int, int, int]:
    """Return left, top, right and bottom of A1:C3."""
    from openpyxl.utils import range_boundaries

    left, top, right, bottom = range_boundaries(ref)
    return left, top, right, bottom
