"""Tables that others made: read where they can be, refused in one clear sentence elsewhere."""

from __future__ import annotations

import zipfile
from contextlib import suppress
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from hallduty.documents import table_files
from hallduty.documents.table_files import Table, column_letters, read_tables
from hallduty.errors import UserError


def saved(book: Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def workbook(*rows: list[Any], name: str = "11月") -> tuple[Workbook, Any]:
    book = Workbook()
    page = book.active
    page.title = name
    for row in rows:
        page.append(row)
    return book, page


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def repacked(data: bytes, part: str, change: Any) -> bytes:
    """Return a workbook with one part changed, as another program might have written it."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content) if name == part else content)
    return out.getvalue()


def test_values_are_text_as_a_person_would_type_them() -> None:
    book, _ = workbook(
        [
            date(2026, 11, 3),
            datetime(2026, 11, 3, 9, 42),
            time(8, 30),
            3.0,
            0.5,
            True,
            13800000000.0,
        ],
        [],
        [None, "  王\xa0某\u200b\r\n导税 "],
    )
    (table,) = read_tables("a.xlsx", saved(book))
    assert texts(table) == [
        ["2026-11-03", "2026-11-03 09:42", "08:30", "3", "0.5", "是", "13800000000"],
        [],
        ["", "王 某\n导税"],
    ]
    assert table.rows[2][1].where == "B3"
    assert table.place("B3") == "工作表“11月”B3"


@pytest.mark.parametrize("number_format", [31, 57, 58])
def test_the_date_formats_of_chinese_spreadsheets_are_dates(number_format: int) -> None:
    book, page = workbook([46329])
    page["A1"].number_format = "0.00"  # format 2, changed below to one that no file spells out
    data = repacked(
        saved(book),
        "xl/styles.xml",
        lambda xml: xml.replace(b'numFmtId="2"', b'numFmtId="%d"' % number_format),
    )
    assert texts(read_tables("a.xlsx", data)[0]) == [["2026-11-03"]]


def test_every_cell_of_a_merged_range_has_its_text() -> None:
    book, page = workbook(["值班表"], ["1日", "俞某"], ["2日"], ["3日", "刘某"])
    page.merge_cells("A1:D1")
    page.merge_cells("B2:B3")
    (table,) = read_tables("a.xlsx", saved(book))
    assert texts(table) == [["值班表"] * 4, ["1日", "俞某"], ["2日", "俞某"], ["3日", "刘某"]]
    cell = table.rows[2][1]
    assert (cell.where, cell.merged, cell.origin) == ("B3", True, "B2")
    assert not table.rows[3][1].merged


def test_a_range_merged_over_whole_columns_ends_with_the_sheet() -> None:
    book, page = workbook(["值班表"], [], ["1日"])
    page.merge_cells("A1:B2")
    data = repacked(
        saved(book),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b"A1:B2", b"A1:XFD1048576"),
    )
    (table,) = read_tables("a.xlsx", data)
    assert len(table.rows) == 3
    assert len(table.rows[2]) == table_files.MOST_COLUMNS


def test_a_formula_gives_its_result_or_is_named() -> None:
    book, _ = workbook(["=1+1", "=B2", "俞某"], ["=1/0"])
    data = saved(book)
    (table,) = read_tables("a.xlsx", data)
    assert table.rows[0][0].problem.startswith("公式没有算好的结果")
    assert table.rows[0][2].problem == ""
    counted = repacked(
        data,
        "xl/worksheets/sheet1.xml",
        lambda xml: (
            xml.replace(b"<f>1+1</f><v />", b"<f>1+1</f><v>2</v>")
            .replace(b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>")
            .replace(b'<c r="A2"><f>1/0</f><v />', b'<c r="A2" t="e"><f>1/0</f><v>#DIV/0!</v>')
            .replace(b'<c r="A2"><f>1/0</f><v></v>', b'<c r="A2" t="e"><f>1/0</f><v>#DIV/0!</v>')
        ),
    )
    (table,) = read_tables("a.xlsx", counted)
    assert (table.rows[0][0].text, table.rows[0][0].problem) == ("2", "")
    assert table.rows[1][0].problem == "单元格是错误值 #DIV/0!"


def test_only_the_sheets_that_a_user_sees_are_read() -> None:
    book, _ = workbook(["看得见"])
    hidden = book.create_sheet("参数")
    hidden.append(["看不见"])
    hidden.sheet_state = "hidden"
    book.create_sheet("空表")
    assert [table.name for table in read_tables("a.xlsx", saved(book))] == ["11月", "空表"]


def test_ten_thousand_rows_are_read_and_far_more_are_refused() -> None:
    book = Workbook(write_only=True)
    page = book.create_sheet("大")
    for number in range(10_000):
        page.append([f"人{number}", number])
    (table,) = read_tables("a.xlsx", saved(book))
    assert len(table.rows) == 10_000
    assert table.rows[9_999][1].where == "B10000"
    book, page = workbook(["表头"])
    page["A30000"] = "落在很下面"
    with pytest.raises(UserError, match="超过 20000 行"):
        read_tables("a.xlsx", saved(book))


def test_formatting_far_below_and_beside_is_no_content() -> None:
    book, page = workbook(["表头"])
    page["A1048576"].number_format = "@"
    page["XFD1"].number_format = "@"
    assert texts(read_tables("a.xlsx", saved(book))[0]) == [["表头"]]
    page["XFD1"] = "很右边"
    with pytest.raises(UserError, match="XFD1 也有内容"):
        read_tables("a.xlsx", saved(book))


def test_a_sheet_with_rules_that_no_library_understands_is_still_read() -> None:
    book, _ = workbook(["俞某"])
    odd = (
        b'<dataValidations count="1"><dataValidation type="strange" sqref="A1"/></dataValidations>'
    )
    data = repacked(
        saved(book),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b"<pageMargins", odd + b"<pageMargins"),
    )
    assert texts(read_tables("a.xlsx", data)[0]) == [["俞某"]]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "是空的"),
        (b"\xef\xbb\xbf\r\n"[3:], "是空的"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "旧的 Excel"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "打开密码",
        ),
        (b"PK\x03\x04" + b"x" * 600, "已损坏"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "网页"),
        (b"%PDF-1.7\x01\x02\x03\x80", "不是表格文件"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\xff\xff", "不是表格文件"),
        (b"\x81\x20\x81\x20,\xff\xff", "编码认不出来"),
    ],
    ids=["empty", "blank", "xls", "encrypted", "cut", "html", "pdf", "png", "bytes"],
)
def test_what_is_no_table_is_refused_with_what_to_do(data: bytes, told: str) -> None:
    with pytest.raises(UserError, match=told):
        read_tables("名单.xlsx", data)


def test_packages_that_are_no_workbook_or_unpack_to_too_much_are_refused() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    with pytest.raises(UserError, match="不是 Excel 工作簿"):
        read_tables("a.ods", out.getvalue())
    book, _ = workbook(["俞某"])
    out = BytesIO(saved(book))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/media/image1.bin", b"\x00" * (210 * 1024 * 1024))
    with pytest.raises(UserError, match="解压后过大"):
        read_tables("a.xlsx", out.getvalue())
    bomb = repacked(
        saved(book),
        "xl/worksheets/sheet1.xml",
        lambda xml: b'<!DOCTYPE a [<!ENTITY x "y">]>' + xml,
    )
    with pytest.raises(UserError, match="DOCTYPE"):
        read_tables("a.xlsx", bomb)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030", "utf-16", "utf-16-le"])
def test_a_csv_is_read_in_every_encoding_of_a_chinese_pc(encoding: str) -> None:
    text = '日期,值班领导,备注\r\n11月3日,王𬭎,"一、\n二"\r\n\r\n11月5日,俞某,\'=1+1\r\n'
    (table,) = read_tables("值班.csv", text.encode(encoding))
    assert table.name == ""
    assert texts(table) == [
        ["日期", "值班领导", "备注"],
        ["11月3日", "王𬭎", "一、\n二"],
        [],
        ["11月5日", "俞某", "=1+1"],
    ]
    assert table.rows[3][1].where == "B4"


@pytest.mark.parametrize("mark", ["\t", ";", "，"])
def test_a_csv_may_use_another_separator(mark: str) -> None:
    text = "\n".join(mark.join(row) for row in (["日期", "姓名"], ["3", "俞某、刘某"]))
    assert texts(read_tables("a.txt", text.encode())[0]) == [["日期", "姓名"], ["3", "俞某、刘某"]]


def test_a_csv_whose_quotes_do_not_close_is_refused() -> None:
    with pytest.raises(UserError, match="引号是否成对"):
        read_tables("a.csv", ('日期,姓名\n3,"俞某\n' + "4,刘某\n" * 30_000).encode())


@given(st.integers(1, 20_000))
def test_column_letters_are_those_of_a_spreadsheet(number: int) -> None:
    value = 0
    for letter in column_letters(number):
        value = value * 26 + ord(letter) - ord("A") + 1
    assert value == number


@given(st.binary(max_size=300))
def test_any_bytes_give_tables_or_one_sentence(data: bytes) -> None:
    for start in (b"", b"PK\x03\x04", b"\xff\xfe"):
        with suppress(UserError):
            read_tables("a", start + data)
