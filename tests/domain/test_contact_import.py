"""No row of an import vanishes: it is taken, or something is said of its place."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from hallduty.domain.contact_import import (
    LABELS,
    ContactRow,
    RawCell,
    RawRow,
    check_contacts,
    summary,
)
from hallduty.domain.contacts import Department, Person, department_problems, person_problems
from hallduty.domain.imports import ImportCheck

ROLES = {"信息中心": "information_centre"}
KNOWN = [
    Person(1, "", "王明", 1, mobile="13800000001"),
    Person(2, "", "李雷", None),
    Person(3, "", "李雷", 1, mobile="13800000003"),
    Person(4, "", "走了", 1, mobile="13800000004", active=False),
]
UNITS = [Department(1, "", "办公室"), Department(2, "", "旧部门", phone="110", active=False)]
_WORDS = st.one_of(
    st.sampled_from(
        [
            "王明",
            "李雷",
            "走了",
            "办公室",
            "旧部门",
            "13800000001",
            "0570-8765432",
            "1.38E+10",
            "公式",
        ]
    ),
    st.text(max_size=8),
    st.just("长" * 201),
)
_ROWS = st.lists(st.dictionaries(st.sampled_from(list(LABELS)), _WORDS, min_size=1), max_size=6)


def row(number: int, **texts: str) -> RawRow:
    cells = {n: RawCell(f"{chr(65 + k)}{number}", t) for k, (n, t) in enumerate(texts.items())}
    return RawRow(f"第{number}行", cells)


def check(*rows: RawRow) -> ImportCheck[ContactRow]:
    return check_contacts(rows, KNOWN, UNITS, ROLES)


@given(_ROWS)
def test_every_row_is_taken_or_told(rows: list[dict[str, str]]) -> None:
    found = check(*(row(number, **texts) for number, texts in enumerate(rows, 2)))
    taken = {each.where for each in found.rows}
    told = " ".join(str(finding) for finding in found.findings)
    for number in range(2, len(rows) + 2):
        assert f"第{number}行" in taken or f"第{number}行" in told
    for each in found.rows:
        assert each.person is None or not any(person_problems(each.person))
        assert each.unit is None or not any(department_problems(each.unit))
    assert summary(found)


def test_several_numbers_in_a_cell_go_where_they_belong() -> None:
    found = check(row(2, name="韩梅", phone="0570-8765432、13900001111/13900002222"))
    person = found.rows[0].person
    assert person is not None
    assert (person.mobile, person.office_phone) == ("13900001111", "0570-8765432")
    assert person.remark == "另有电话 13900002222"
    assert "第三个号码" in str(found.findings[0])


def test_the_same_name_and_number_is_one_person_whatever_the_department() -> None:
    found = check(
        row(2, name="韩梅", department="办公室", mobile="13900001111"),
        row(3, name="韩梅", department="法制股", mobile="13900001111"),
    )
    assert len(found.rows) == 1
    assert "与第2行韩梅重复" in str(found.findings[0])


def test_a_department_out_of_use_is_told() -> None:
    found = check(row(2, name="韩梅", department="旧部门", mobile="13900001111"))
    assert len(found.rows) == 1
    assert "“旧部门”已停用" in str(found.findings[0])


def test_a_shared_mobile_is_pointed_out() -> None:
    found = check(row(2, name="韩梅", mobile="13800000001"))
    assert "与通讯录里王明的相同" in str(found.findings[0])


def test_what_an_import_would_do_is_said_in_a_line() -> None:
    found = check(
        row(2, name="韩梅", mobile="13900001111"),
        row(3, name="王明", mobile="13800000001", post="科长"),
        row(4, department="供电公司", phone="95598", category="物业和供电"),
    )
    assert summary(found) == "新增 1 人、更正 1 人、登记部门、单位 1 个"


def test_a_row_without_a_name_is_no_unit_when_it_is_about_a_person() -> None:
    found = check(
        row(2, name="", department="办公室", post="科员", office_phone="0570-8765432"),
        row(3, name="", department="办公室", office_phone="0570-8765432", mobile="13800000009"),
        row(4, name="", department="办公室", office_phone="0570-8765432"),
    )
    assert [str(finding) for finding in found.faults] == [
        "第2行 A2：没有姓名；本行若是登记部门的电话，请不要填职务",
        "第3行 A3：没有姓名；本行若是登记部门的电话，请只填一个号码",
    ]
    assert [each.unit and each.unit.phone for each in found.rows] == ["0570-8765432"]


def test_somebody_in_two_tables_of_a_file_keeps_what_both_say() -> None:
    known = [replace(KNOWN[0], office_phone="0570-8765432")]
    rows = [
        row(2, name="王明", mobile="13800000001", post="科长", department="法制股"),
        row(3, name="王明", office_phone="0570-8765432", duty="成员"),
        row(4, name="王明", mobile="13800000001", office_phone="0570-8765432", duty="成员"),
    ]
    found = check_contacts(rows, known, UNITS, ROLES)
    last = found.rows[-1]
    assert last.person is not None
    assert (last.person.id, last.person.post, last.person.duty) == (1, "科长", "成员")
    assert last.department == "法制股"
    assert [each.where for each in found.rows] == ["第3行"], "one row a person"
    assert "更正 1 人" in summary(found)
    assert "与第2行王明重复" in str(found.findings[-1])
