"""Reads tables that others made, XLSX or CSV, into plain text cells that know where they stand."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO

from hallduty.errors import UserError

MOST_BYTES = 30 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 200
# Of a whole file: a hostile one may repeat large merged ranges sheet after sheet.
MOST_CELLS = 2_000_000

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DELIMITERS = (",", "\t", ";", "，", "|")
# What our own CSV puts an apostrophe before, so that no spreadsheet runs it.
_GUARDED = ("'=", "'+", "'-", "'@", "'＝", "'＋", "'－", "'＠")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")
_HIDDEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\x00\xad"))
_BLANKS = {ord("\xa0"): " ", ord("\r"): "\n", ord("\x0b"): "\n", ord("\x0c"): "\n"}


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell: where it stands (C7), its text, and why that text cannot be trusted.

    A cell of a merged range has the text of the range's first cell; `origin` says where that is.
    """

    where: str
    text: str
    problem: str = ""
    merged: bool = False
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet of a workbook, or the one table of a CSV file (whose name is empty).

    Row and column numbers are those that a spreadsheet shows; rows end with their last cell
    that holds anything, and an empty row is an empty list.
    """

    name: str
    rows: list[list[TableCell]]

    def place(self, where: str) -> str:
        """Name a cell or row of this table so that a reader finds it: 工作表“11月”C7."""
        return f"工作表“{self.name}”{where}" if self.name else where


def read_tables(name: str, data: bytes) -> list[Table]:
    """Return the tables of a file; what it is decides, not what its name ends with.

    Understands .xlsx and .xlsm, and CSV in UTF-8, UTF-16 or GB 18030. Raises UserError, saying
    what to do, for anything else: too big, damaged, encrypted, the old .xls, a web page.
    """
    if not data.strip(b"\x00\r\n\t "):
        raise UserError(f"文件“{name}”是空的，请核对后重新选择")
    if len(data) > MOST_BYTES:
        raise UserError(f"文件“{name}”超过 {MOST_BYTES // 1024 // 1024} MB，请只保留需要的工作表")
    if data.startswith(_OLE):
        raise UserError(_about_ole(name, data))
    if data.startswith(_ZIP):
        from hallduty.documents.table_xlsx import read_workbook

        return read_workbook(name, data)
    return [Table("", _read_csv(name, data))]


def column_letters(number: int) -> str:
    """Return the letters of a column counted from 1: 3 → C, 28 → AB."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def tidied(text: str) -> str:
    """Return a cell's text without invisible characters and without blanks at its ends."""
    return text.replace("\r\n", "\n").translate(_BLANKS).translate(_HIDDEN).strip()


def too_many(name: str, what: str) -> UserError:
    """Return the error of a table beyond what can be a roster or a directory."""
    return UserError(f"文件“{name}”{what}，请另存一份只含需要的内容的文件后重试")


def _about_ole(name: str, data: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return f"文件“{name}”设有打开密码，请在 Excel 或 WPS 里取消密码后重试"
    return f"文件“{name}”是旧的 Excel 97—2003 格式，请在 Excel 或 WPS 里另存为 .xlsx 后重试"


def _read_csv(name: str, data: bytes) -> list[list[TableCell]]:
    text = _decoded(name, data)
    head = text.lstrip()[:200].lower()
    if head.startswith(("<!doctype", "<html", "<?xml", "<table")):
        raise UserError(f"文件“{name}”其实是网页，请在 Excel 或 WPS 里打开后另存为 .xlsx 再试")
    if _CONTROL.search(text):
        raise _no_table(name)
    rows: list[list[TableCell]] = []
    cells = 0
    try:
        for number, values in enumerate(_records(text), 1):
            row = _csv_row(number, values)
            if row and number > MOST_ROWS:
                raise too_many(name, f"超过 {MOST_ROWS} 行")
            if len(row) > MOST_COLUMNS:
                raise too_many(name, f"第 {number} 行超过 {MOST_COLUMNS} 列")
            cells += len(row)
            if cells > MOST_CELLS:
                raise too_many(name, "内容过多")
            rows.append(row)
    except csv.Error as error:
        line = len(rows) + 1
        raise UserError(
            f"文件“{name}”第 {line} 行读不了，请检查这一行的引号是否成对，或另存为 .xlsx"
        ) from error
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _decoded(name: str, data: bytes) -> str:
    """Decode by byte order mark, else by what the bytes can be."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif data[1:200:2].count(0) > len(data[1:200:2]) // 2:
        encodings = ["utf-16-le"]
    elif data[0:200:2].count(0) > len(data[0:200:2]) // 2:
        encodings = ["utf-16-be"]
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    if _CONTROL.search(data[:100_000].decode("latin-1")):
        raise _no_table(name)
    raise UserError(
        f"文件“{name}”的文字编码认不出来，请在 Excel 或 WPS 里另存为 .xlsx 或“CSV UTF-8”后重试"
    )


def _no_table(name: str) -> UserError:
    return UserError(f"文件“{name}”不是表格文件，可以导入 .xlsx 或 .csv")


def _records(text: str) -> Iterator[list[str]]:
    """Yield the records of a CSV text; the delimiter is the one that its first lines use most."""
    lines = [line for line in text[:20_000].splitlines() if line.strip()][:20]
    counts = {mark: sum(line.count(mark) for line in lines) for mark in _DELIMITERS}
    delimiter = max(_DELIMITERS, key=lambda mark: counts[mark])
    return csv.reader(StringIO(text, newline=""), delimiter=delimiter)


def _csv_row(number: int, values: list[str]) -> list[TableCell]:
    texts = [tidied(value) for value in values]
    while texts and not texts[-1]:
        texts.pop()
    return [
        TableCell(f"{column_letters(n)}{number}", text[1:] if text.startswith(_GUARDED) else text)
        for n, text in enumerate(texts, 1)
    ]
