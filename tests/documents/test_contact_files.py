"""The directory's files: what goes out comes in again, and old or messy files are understood."""

from __future__ import annotations

import quopri
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from hallduty.documents import contact_tables, vcards
from hallduty.domain.contact_import import ContactRow, RawRow, check_contacts
from hallduty.domain.contacts import Category, Department, Person
from hallduty.domain.imports import FindingKind, ImportCheck
from hallduty.errors import UserError

ROLES = {"信息中心": "information_centre", "供电与物业": "power"}
NAMES = {code: name for name, code in ROLES.items()}
UNITS = [
    Department(1, "u1", "信息中心", "information_centre", "0570-8765401", 1),
    Department(2, "u2", "供电公司", "power", "95598", 2, True, True, Category.PROPERTY),
]
PEOPLE = [
    Person(1, "p1", "单雄信", 1, "shan xiong xin", "主任", "抢修，联络", "information_centre"),
    Person(2, "p2", "赵𬭎", 1, "zhao hong", "科员", "", "", "0570-8765432", "13800005678"),
    Person(3, "p3", "=cmd|x", 2, "", "", "", "", "", "13900001111", True, True, '逗,"号;\\n'),
    Person(4, "p4", "没部门", None, "mei bu men", "", "", "", "分机608"),
]


def workbook(*rows: list[object], title: str = "Sheet1") -> bytes:
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = title
    for row in rows:
        page.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def checked(data: bytes, name: str = "名册.xlsx") -> ImportCheck[ContactRow]:
    rows, said = contact_tables.read_contacts(name, data)
    return check_contacts(rows, [], [], ROLES, said)


def told(check: ImportCheck[ContactRow], kind: FindingKind | None = None) -> list[str]:
    return [str(f) for f in check.findings if kind in (None, f.kind)]


def essence(check: ImportCheck[ContactRow]) -> list[tuple[str, ...]]:
    people = [(r.department, r.person) for r in check.rows if r.person is not None]
    return [
        (p.name, unit, p.post, p.duty, p.role, p.office_phone, p.mobile, p.remark)
        for unit, p in people
    ]


EXPECTED = [
    ("单雄信", "信息中心", "主任", "抢修，联络", "information_centre", "", "", ""),
    ("赵𬭎", "信息中心", "科员", "", "", "0570-8765432", "13800005678", ""),
    ("=cmd|x", "供电公司", "", "", "", "", "13900001111", '逗,"号;\\n'),
    ("没部门", "", "", "", "", "分机608", "", ""),
]


@pytest.mark.parametrize("kind", ["xlsx", "csv", "vcf"])
def test_what_was_exported_can_be_imported_again(kind: str) -> None:
    rows = list(contact_tables.contact_rows(PEOPLE, UNITS, NAMES))
    if kind == "vcf":
        data = vcards.write_vcards(PEOPLE, UNITS, NAMES, "某税务局")
        check = check_contacts(*_both(vcards.read_vcards("a.vcf", data)))
    else:
        maker = {"xlsx": contact_tables.contacts_xlsx, "csv": contact_tables.contacts_csv}[kind]
        check = checked(maker(rows), f"a.{kind}")
    assert told(check, FindingKind.FAULT) == []
    assert sorted(essence(check)) == sorted(EXPECTED)
    units = {r.unit.name: (r.unit.phone, r.unit.kind) for r in check.rows if r.unit}
    assert units == {
        "信息中心": ("0570-8765401", Category.INTERNAL),
        "供电公司": ("95598", Category.PROPERTY),
    }


def _both(found: tuple[list[RawRow], list[object]]) -> tuple[object, ...]:
    return found[0], [], [], ROLES, found[1]


@pytest.mark.parametrize("kind", ["xlsx", "csv", "vcf"])
def test_importing_ones_own_export_changes_nothing(kind: str) -> None:
    rows = list(contact_tables.contact_rows(PEOPLE, UNITS, NAMES))
    if kind == "vcf":
        found, said = vcards.read_vcards("a.vcf", vcards.write_vcards(PEOPLE, UNITS, NAMES, "局"))
    else:
        maker = {"xlsx": contact_tables.contacts_xlsx, "csv": contact_tables.contacts_csv}[kind]
        found, said = contact_tables.read_contacts(f"a.{kind}", maker(rows))
    check = check_contacts(found, PEOPLE, UNITS, ROLES, said)
    assert check.rows == ()
    assert check.faults == ()


def test_numbers_are_text_in_excel_and_nothing_is_a_formula() -> None:
    data = contact_tables.contacts_xlsx(list(contact_tables.contact_rows(PEOPLE, UNITS, NAMES)))
    page = load_workbook(BytesIO(data)).active
    assert page is not None
    cells = [cell for row in page.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}


def test_csv_opens_as_utf8_and_runs_nothing() -> None:
    data = contact_tables.contacts_csv(list(contact_tables.contact_rows(PEOPLE, UNITS, NAMES)))
    assert data.startswith(b"\xef\xbb\xbf")
    assert "'=cmd|x" in data.decode("utf-8-sig")


def test_a_messy_sheet_is_understood() -> None:
    check = checked(
        workbook(
            ["某区税务局应急通讯录"],
            [None, "（2026年11月）"],
            ["序号", "科室", "姓  名", "职务", "联系电话", "备注"],
            [1, "办公室", "王　明", "主任", "13800000001 / 0570-8765432", None],
            [2, "办公室", "李 雷", "科员", 13800000002, None],
            ["二、外部单位"],
            ["序号", "科室", "姓  名", "职务", "联系电话", "备注"],
            [3, "电力公司", None, None, "95598", "24小时"],
            [],
            [4, "电力公司", "韩梅梅", None, "１３８００００００３３", None],
            ["制表：办公室"],
        )
    )
    assert told(check, FindingKind.FAULT) == []
    assert [(n, d, m, o) for n, d, _, _, _, o, m, _ in essence(check)] == [
        ("王明", "办公室", "13800000001", "0570-8765432"),
        ("李雷", "办公室", "13800000002", ""),
        ("韩梅梅", "电力公司", "13800000033", ""),
    ]
    assert [(r.unit.name, r.unit.phone) for r in check.rows if r.unit] == [("电力公司", "95598")]
    assert any("二、外部单位" in line for line in told(check, FindingKind.NOTE))


def test_five_hundred_people_with_twenty_faulty_rows_each_named_with_its_cell() -> None:
    rows: list[list[object]] = [["部门", "姓名", "职务", "办公电话", "手机", "预案角色"]]
    bad = {3 + 25 * n: n for n in range(20)}
    for number in range(2, 502):
        row: list[object] = ["第一税务所", f"人员{number}", "科员", "0570-8765432", 13_800_000_000]
        row[4] = str(13_800_000_000 + number)
        fault = bad.get(number)
        if fault is not None:
            row[4] = ["1380000", "1.38E+10", "没有", "+++"][fault % 4]
            if fault % 5 == 4:
                row = ["部" * 60, f"人员{number}", "", "", "13800000000"]
            if fault == 7:
                row = ["第一税务所", "长" * 51, "", "", "13800000000"]
            if fault == 8:
                row = ["第一税务所", f"人员{number}", "", "", "13800000000", "没有的角色"]
        rows.append(row)
    check = checked(workbook(*rows))
    faults = told(check, FindingKind.FAULT)
    assert len(check.rows) == 480
    assert len(faults) == 20
    for number in bad:
        mine = [line for line in faults if f"第{number}行 " in line]
        assert len(mine) == 1, number
        assert mine[0].startswith(f"工作表“Sheet1”第{number}行 "), mine
    assert any("科学计数" in line for line in faults)
    assert any("F" in line and "没有的角色" in line for line in faults)


def test_a_row_without_a_name_names_the_empty_cell() -> None:
    check = checked(workbook(["序号", "部门", "姓名", "手机"], [1, None, None, "13800000001"]))
    assert told(check)[0] == "工作表“Sheet1”第2行 C2：没有姓名，也没有部门"


def test_a_formula_without_a_value_is_named() -> None:
    check = checked(workbook(["姓名", "手机"], ["王明", "=A1&B1"], ["李雷", "13800000001"]))
    assert [r.person.name for r in check.rows if r.person] == ["李雷"]
    assert "第2行 B2" in told(check, FindingKind.FAULT)[0]
    assert "公式" in told(check, FindingKind.FAULT)[0]


def test_twice_in_the_file_is_taken_once() -> None:
    check = checked(
        workbook(
            ["姓名", "手机"],
            ["王明", "13800000001"],
            ["王明", "13800000001"],
            ["王明", "13800000002"],
        )
    )
    assert len(check.rows) == 2
    assert "第3行 A3" in told(check, FindingKind.DUPLICATE)[0]


def test_a_file_without_headings_is_refused_with_what_to_do() -> None:
    with pytest.raises(UserError, match="没有找到表头"):
        contact_tables.read_contacts("a.xlsx", workbook(["甲", "乙"], [1, 2]))
    with pytest.raises(UserError):
        contact_tables.read_contacts("a.xlsx", b"")


def test_csv_in_gb18030_is_understood() -> None:
    data = "姓名,部门,手机\r\n赵𬭎,办公室,13800000001\r\n".encode("gb18030")
    assert [r.person.name for r in checked(data, "a.csv").rows if r.person] == ["赵𬭎"]


def test_other_sheets_are_told() -> None:
    book = load_workbook(BytesIO(workbook(["姓名", "手机"], ["王明", "13800000001"])))
    book.create_sheet("说明")["A1"] = "请逐行填写"
    out = BytesIO()
    book.save(out)
    assert any("说明" in line for line in told(checked(out.getvalue()), FindingKind.NOTE))


# --- known people ----------------------------------------------------------------------------


def against(*rows: list[object]) -> ImportCheck[ContactRow]:
    known = [
        Person(1, "", "王明", 1, post="科员", mobile="13800000001"),
        Person(2, "", "李雷", 1, mobile="13800000002"),
        Person(3, "", "李雷", 1, mobile="13800000003"),
        Person(4, "", "走了", 1, mobile="13800000004", active=False),
    ]
    found, said = contact_tables.read_contacts(
        "a.xlsx", workbook(["部门", "姓名", "职务", "手机"], *rows)
    )
    return check_contacts(found, known, UNITS, ROLES, said)


def test_somebody_known_is_corrected_and_not_entered_twice() -> None:
    check = against(["信息中心", "王明", "主任", "13800000001"])
    assert [(r.person.id, r.person.post) for r in check.rows if r.person] == [(1, "主任")]
    assert "职务 科员 → 主任" in told(check, FindingKind.DUPLICATE)[0]


def test_an_empty_cell_changes_nothing() -> None:
    check = against(["信息中心", "王明", None, "13800000001"])
    assert check.rows == ()
    assert "内容相同" in told(check)[0]


def test_two_of_one_name_cannot_be_told_apart() -> None:
    check = against(["信息中心", "李雷", "科长", None])
    assert check.rows == ()
    assert "有 2 位李雷" in told(check, FindingKind.FAULT)[0]


def test_somebody_deactivated_stays_so() -> None:
    check = against(["信息中心", "走了", "科长", "13800000004"])
    assert check.rows == ()
    assert "已停用" in told(check)[0]


def test_a_namesake_elsewhere_is_somebody_else() -> None:
    check = against(["供电公司", "王明", None, "13911112222"])
    assert [r.person.id for r in check.rows if r.person] == [0]
    assert "同名" in told(check, FindingKind.NOTE)[0]


# --- vCards of others ------------------------------------------------------------------------


def quoted(text: str, charset: str) -> bytes:
    return quopri.encodestring(text.encode(charset), quotetabs=True).replace(b"\n", b"\r\n")


def cards(data: bytes) -> ImportCheck[ContactRow]:
    rows, said = vcards.read_vcards("a.vcf", data)
    return check_contacts(rows, [], [], ROLES, said)


def test_vcard_21_quoted_printable_in_gbk() -> None:
    note = "负责机房、网络和叫号系统的日常维护，节假日也可联系，必要时请先打办公电话" * 2
    data = (
        b"BEGIN:VCARD\r\nVERSION:2.1\r\n"
        b"N;CHARSET=GBK;ENCODING=QUOTED-PRINTABLE:" + quoted("单;雄信", "gbk") + b"\r\n"
        b"FN;CHARSET=GBK;ENCODING=QUOTED-PRINTABLE:" + quoted("单雄信", "gbk") + b"\r\n"
        b"ORG;CHARSET=GBK;ENCODING=QUOTED-PRINTABLE:" + quoted("某局;信息中心", "gbk") + b"\r\n"
        b"NOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=GBK:" + quoted(note, "gbk") + b"\r\n"
        b"TEL;CELL;VOICE:138 0000 5678\r\nTEL;WORK:0570-8765432\r\nTEL;FAX:0570-1111111\r\n"
        b"PHOTO;ENCODING=BASE64;JPEG:/9j/4AAQ\r\n  SkZJRg==\r\n\r\nEND:VCARD\r\n"
    )
    check = cards(data)
    assert told(check, FindingKind.FAULT) == []
    assert essence(check) == [
        ("单雄信", "信息中心", "", "", "", "0570-8765432", "13800005678", note)
    ]


def test_plain_gbk_without_a_charset_and_apples_groups() -> None:
    data = (
        "BEGIN:VCARD\nVERSION:3.0\nN:;;;;\nFN:王明\nitem1.TEL;type=pref:+8613800000001\nEND:VCARD\n"
    )
    assert essence(cards(data.encode("gb18030")))[0][0::6] == ("王明", "13800000001")


def test_a_damaged_card_is_named_and_the_others_are_read() -> None:
    data = (
        "BEGIN:VCARD\nVERSION:3.0\nFN:王明\nTEL:13800000001\nEND:VCARD\n"
        "BEGIN:VCARD\nVERSION:3.0\n没有冒号的行\nEND:VCARD\n"
        "BEGIN:VCARD\nVERSION:3.0\nFN:李雷\nTEL:12\nEND:VCARD\n"
        "BEGIN:VCARD\nVERSION:3.0\nFN:没完\n"
    ).encode()
    check = cards(data)
    assert [r.person.name for r in check.rows if r.person] == ["王明"]
    faults = told(check, FindingKind.FAULT)
    assert [line.split("：")[0] for line in faults] == [
        "第2张名片（第6行起）",
        "第4张名片（第15行起）",
        "第3张名片（第10行起） 第13行",
    ]


def test_a_file_without_cards_is_refused() -> None:
    with pytest.raises(UserError, match="没有名片"):
        vcards.read_vcards("a.vcf", b"hello")


@given(st.binary(max_size=300))
def test_any_bytes_in_a_card_are_read_or_named(data: bytes) -> None:
    rows, said = vcards.read_vcards("a.vcf", b"BEGIN:VCARD\r\n" + data + b"\r\nEND:VCARD\r\n")
    assert rows or said
