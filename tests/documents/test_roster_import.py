"""Rosters made by others: read where they can be, every other place named with its cell."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from time import perf_counter
from typing import Any

import pytest
from openpyxl import Workbook

from hallduty.documents.roster_import import read_roster
from hallduty.documents.roster_xlsx import roster_xlsx
from hallduty.documents.table_files import read_tables
from hallduty.domain.contacts import Person
from hallduty.domain.imports import FindingKind, ImportCheck
from hallduty.domain.roster import LEADER, Part
from hallduty.domain.roster_import import RosterRow
from tests.documents import roster_samples as samples

POSTS = ("值班长", "导税", "咨询", "技术")
MONTH = (2026, 11)
PEOPLE = [
    Person(1, "", "俞某", mobile="13800000001"),
    Person(2, "", "刘小某"),
    Person(3, "", "王𬭎"),
    Person(4, "", "王伟", post="所长", mobile="13800000004"),
    Person(5, "", "王伟", post="科员", mobile="13800000005"),
    Person(6, "", "陈停用", active=False),
    Person(7, "", "买买提·艾力"),
    Person(8, "", "John Smith"),
    Person(9, "", "张三"),
]


def file_of(*rows: list[Any], sheet: str = "Sheet1", merge: tuple[str, ...] = ()) -> bytes:
    book = Workbook()
    page = book.active
    page.title = sheet
    for row in rows:
        page.append(row)
    for each in merge:
        page.merge_cells(each)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def read(data: bytes, name: str = "值班.xlsx") -> ImportCheck[RosterRow]:
    return read_roster(read_tables(name, data), PEOPLE, POSTS, MONTH)


def planned(check: ImportCheck[RosterRow]) -> dict[tuple[int, str], tuple[int, ...]]:
    return {(row.day.day, row.post): row.person_ids for row in check.rows if row.post}


def faults(check: ImportCheck[RosterRow]) -> list[str]:
    return [str(each) for each in check.faults]


HEAD = ["日期", "星期", "值班领导", "联系电话", "导税", "备注"]


def test_what_is_exported_is_imported_again_cell_by_cell() -> None:
    for needs in (samples.default_posts(), samples.more_posts(8)):
        shifts = samples.month(2026, 10, needs)
        data = roster_xlsx([samples.sheet(2026, 10, needs)], "某某税务局")
        posts = [need.name for need in needs]
        check = read_roster(read_tables("a.xlsx", data), samples.PEOPLE.values(), posts, (2020, 1))
        assert check.findings == ()
        found = {(r.day, r.part, r.post): r.person_ids for r in check.rows if r.post}
        wanted = {
            (shift.day, shift.part, post): shift.holders(post)
            for shift in shifts
            for post in (LEADER, *posts)
            if shift.holders(post)
        }
        assert found == wanted
        remarks = {row.day: row.remark for row in check.rows if not row.post}
        assert remarks == {shift.day: shift.remark for shift in shifts if shift.remark}


def test_two_people_of_one_name_survive_the_round_trip() -> None:
    from dataclasses import replace

    people = {n: replace(p, name="王伟") if n < 20 else p for n, p in samples.PEOPLE.items()}
    made = samples.sheet(2026, 11, people=people)
    data = roster_xlsx([made])
    check = read_roster(read_tables("a.xlsx", data), people.values(), POSTS, MONTH)
    assert not check.faults
    assert planned(check)[2, LEADER] == (2,)
    assert planned(check)[3, LEADER] == (3,)


def test_a_real_life_sheet_is_understood() -> None:
    check = read(
        file_of(
            ["某某税务局办税服务厅值班安排表"] + [None] * 5,
            ["2026年11月"],
            [" 日　期 ", "星期", "带班领导", "电话", "导税岗", "备注"],
            ["11月3日", "二", "俞 某", 13800000001, "刘小某、王𬭎", None],
            ["4", "三", "俞某13800000001", None, "刘小某 张三", "开放日"],
            ["11.5", "四", "王伟（所长）", None, "买买提•艾力", None],
            [date(2026, 11, 6), "五", "John Smith", None, "缺人", None],
            [46335, "一", "刘小某副所长", None, "王𬭎/张三", None],
            ["11月10日-11日", None, "张三", None, "上午：俞某 下午：刘小某", None],
            [None] * 6,
            ["值班电话：0570-8765432"] + [None] * 5,
            ["制表：张三", None, "审核：俞某", None, None, None],
            merge=("A1:F1",),
        )
    )
    assert faults(check) == []
    found = planned(check)
    assert found[3, LEADER] == found[4, LEADER] == (1,)
    assert found[3, "导税"] == (2, 3)
    assert found[4, "导税"] == (2, 9)
    assert found[5, LEADER] == (4,)
    assert found[5, "导税"] == (7,)
    assert found[6, LEADER] == (8,)
    assert (6, "导税") not in found
    assert found[9, LEADER] == (2,)
    assert found[9, "导税"] == (3, 9)
    assert found[10, LEADER] == found[11, LEADER] == (9,)
    halves = {(r.day.day, r.part): r.person_ids for r in check.rows if r.post == "导税"}
    assert halves[11, Part.MORNING] == (1,)
    assert halves[11, Part.AFTERNOON] == (2,)
    assert [(r.day.day, r.remark) for r in check.rows if not r.post] == [(4, "开放日")]


def test_every_unreadable_place_is_named_with_its_cell_and_the_rest_is_ready() -> None:
    check = read(
        file_of(
            HEAD,
            ["11月31日", None, "俞某"],
            ["4月31日", None, "俞某"],
            ["11月5日", None, "张四"],
            ["11月6日", None, "王伟"],
            ["11月7日", None, "陈停用"],
            ["11月8日", None, "=D99"],
            ["下周一", None, "俞某"],
            [None, None, "俞某"],
            ["11月9日", None, "俞某、刘小某"],
            ["11月10日", None, "俞某", None, "谁知道"],
            ["11月11日", None, "俞某", None, "张三"],
            ["11月11日", None, "刘小某", None, "张三"],
            sheet="11月",
        )
    )
    told = "\n".join(faults(check))
    for wanted in (
        "工作表“11月”第2行 A2：日期“11月31日”不对：2026年11月没有31日",
        "第3行 A3：日期“4月31日”不对：2026年4月没有31日",
        "第4行 C4：通讯录中没有“张四”，是否为“张三”",
        "第5行 C5：通讯录中有 2 个“王伟”（所长 13800000004；科员 13800000005），请在姓名后写明电话",
        "第6行 C6：“陈停用”已停用",
        "第7行 C7：公式没有算好的结果",
        "第8行 A8：“下周一”不是日期",
        "第9行：这一行排了人，但没有日期",
        "第10行 C10：值班领导只能排一人",
        "第11行 E11：通讯录中没有“谁知道”",
        "第13行 C13：2026年11月11日值班领导在工作表“11月”第12行 C12已排了别人",
    ):
        assert wanted in told
    assert len(check.faults) == 11
    # A line with a fault stays out as a whole: nothing of it is half imported.
    assert planned(check) == {(11, LEADER): (1,), (11, "导税"): (9,)}


def test_merged_cells_stand_for_all_their_days_and_posts() -> None:
    check = read(
        file_of(
            ["日期", "值班领导", "导税", "咨询"],
            ["11月2日", "俞某", "刘小某", None],
            ["11月3日", None, "张三", None],
            ["11月4日", "王𬭎", "俞某", "王𬭎"],
            [None, None, "刘小某", None],
            ["以上安排请遵照执行", None, None, None],
            merge=("B2:B3", "A4:A5", "B4:B5", "A6:D6", "C2:D2"),
        )
    )
    assert faults(check) == []
    found = planned(check)
    assert found[2, LEADER] == found[3, LEADER] == (1,)
    assert found[2, "导税"] == found[2, "咨询"] == (2,)
    assert found[4, "导税"] == (1, 2)
    assert found[4, LEADER] == (3,)


def test_halves_in_a_column_in_a_second_head_row_and_in_the_label() -> None:
    by_column = file_of(
        ["日期", "时段", "值班领导"], ["11月2日", "上午", "俞某"], [None, "下午", "刘小某"]
    )
    by_row = file_of(
        ["日期", "值班领导", None],
        [None, "上午", "下午"],
        ["11月2日", "俞某", "刘小某"],
        merge=("B1:C1", "A1:A2"),
    )
    by_label = file_of(["日期", "值班领导（上午）", "下午值班领导"], ["11月2日", "俞某", "刘小某"])
    for data in (by_column, by_row, by_label):
        check = read(data)
        assert faults(check) == []
        assert [(row.part, row.person_ids) for row in check.rows] == [
            (Part.AFTERNOON, (2,)),
            (Part.MORNING, (1,)),
        ]


def test_two_halves_of_a_month_side_by_side_and_months_below_each_other() -> None:
    check = read(
        file_of(
            ["2026年11月值班表", None, None, None],
            ["日期", "值班领导", "日期", "值班领导"],
            ["1日", "俞某", "16日", "刘小某"],
            ["2日", "张三", "17日", "王𬭎"],
            ["2026年12月值班表", None, None, None],
            ["日期", "值班领导", "日期", "值班领导"],
            ["1日", "刘小某", "16日", "俞某"],
        )
    )
    assert faults(check) == []
    assert [(row.day, row.person_ids[0]) for row in check.rows] == [
        (date(2026, 11, 1), 1),
        (date(2026, 11, 2), 9),
        (date(2026, 11, 16), 2),
        (date(2026, 11, 17), 3),
        (date(2026, 12, 1), 2),
        (date(2026, 12, 16), 1),
    ]


def test_days_side_by_side_with_the_posts_below_each_other() -> None:
    check = read(
        file_of(
            ["2026年11月办税服务厅值班表", None, None, None],
            ["日期", "2日", "3日", "31日"],
            ["星期", "一", "二", None],
            ["值班领导", "俞某", "刘小某", "俞某"],
            ["导税", "张三、王𬭎", "谁某", None],
            merge=("A1:D1",),
        )
    )
    assert faults(check) == [
        "工作表“Sheet1”C列 C5：通讯录中没有“谁某”",
        "工作表“Sheet1”D列 D2：日期“31日”不对：2026年11月没有31日",
    ]
    assert planned(check) == {(2, LEADER): (1,), (2, "导税"): (9, 3)}


def test_the_right_sheet_is_found_and_a_file_without_one_says_what_is_wanted() -> None:
    book = Workbook()
    book.active.title = "通讯录"
    book.active.append(["姓名", "电话"])
    page = book.create_sheet("2026.11")
    page.append(HEAD)
    page.append(["3", None, "俞某"])
    out = BytesIO()
    book.save(out)
    check = read(out.getvalue())
    assert planned(check) == {(3, LEADER): (1,)}
    (note,) = check.findings
    assert (note.kind, str(note)) == (
        FindingKind.NOTE,
        "工作表“通讯录”：没有值班表的表头，没有读取",
    )
    check = read(file_of(["姓名", "电话"], ["俞某", "1"], sheet="通讯录"))
    assert check.rows == ()
    assert faults(check) == [
        "工作表“通讯录”：没有找到值班表：表头里要有“日期”一列，它右边要有“值班领导”或"
        "“值班长”、“导税”、“咨询”、“技术”等岗位"
    ]
    assert "没有读到任何排班" in faults(read(file_of(HEAD)))[0]


def test_a_csv_in_gb18030_is_understood() -> None:
    text = "日期,星期,值班领导,联系电话,导税,备注\r\n2026/11/3,星期二,王𬭎,,刘小某，张三,\r\n"
    text += '11月4日,三,俞某,,"刘小某，张三",\r\n'
    check = read(text.encode("gb18030"), "值班.csv")
    assert planned(check)[3, LEADER] == (3,)
    assert planned(check)[4, "导税"] == (2, 9)


def test_what_is_guessed_or_contradicts_itself_is_said() -> None:
    check = read(
        file_of(
            ["日期", "星期", "值班领导", "保安"],
            ["3日", "周五", "俞某", "老李"],
            ["4日（三）", None, "俞某", None],
        )
    )
    told = [str(each) for each in check.findings if each.kind is FindingKind.NOTE]
    assert any("没有写明年份，按 2026年11月 读取" in text for text in told)
    assert any("写的是星期五，而2026年11月3日是星期二" in text for text in told)
    assert any("“保安”不是现有岗位" in text for text in told)
    assert len(told) == 3
    assert planned(check)[4, LEADER] == (1,)


def test_the_same_line_twice_is_taken_once() -> None:
    check = read(file_of(HEAD, ["11月3日", None, "俞某"], ["11月3日", None, "俞某"]))
    assert [each.kind for each in check.findings if each.kind is FindingKind.DUPLICATE] != []
    assert not check.faults
    assert planned(check) == {(3, LEADER): (1,)}


def test_a_month_at_the_turn_of_the_year_takes_the_nearest_year() -> None:
    check = read(
        file_of(["2026年12月值班表"], HEAD, ["12月31日", None, "俞某"], ["1月1日", "", "张三"])
    )
    assert [row.day for row in check.rows] == [date(2026, 12, 31), date(2027, 1, 1)]


def test_ten_thousand_lines_are_read_in_seconds_and_each_fault_is_told() -> None:
    book = Workbook(write_only=True)
    page = book.create_sheet("长")
    page.append(HEAD)
    first = date(2020, 1, 1)
    for n in range(10_000):
        name = "查无此人" if n % 500 == 0 else "俞某"
        page.append([first + timedelta(days=n), None, name, None, "刘小某、张三", None])
    out = BytesIO()
    book.save(out)
    start = perf_counter()
    check = read(out.getvalue())
    assert perf_counter() - start < 20
    assert len(check.faults) == 20
    assert len(check.rows) == 2 * (10_000 - 20)


@pytest.mark.parametrize(
    "text", ["<b>", "\ue0000\ue001", "（", "俞某）", "、、", "𬭎" * 500, "（）", "\\1"]
)
def test_odd_texts_in_a_name_cell_end_in_words_or_in_nobody(text: str) -> None:
    check = read(file_of(HEAD, ["11月3日", None, text, None, "俞某"]))
    assert len(check.faults) <= 1
    assert all(len(str(fault)) < 200 for fault in check.faults)
