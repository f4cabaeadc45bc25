"""Dates and names as people write them into rosters."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hallduty.domain.contacts import Person
from hallduty.domain.roster import Part
from hallduty.domain.roster_days import month_in, read_days, weekday_in
from hallduty.domain.roster_import import NameBook, part_of

MONTH = (2026, 11)
THIRD = date(2026, 11, 3)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "2026-11-03",
            "2026/11/3",
            "2026.11.3",
            "2026年11月3日",
            "２０２６年１１月３日",
            "20261103",
        ),
        *("11月3日", "11月3号", "11.3", "11/3", "11-3", "3", "3日", "3号", " 3 日 ", "46329"),
        *("11月3日（星期二）", "11月3日 周二", "3（二）", "2026-11-03 00:00", "2026 年 11 月 3 日"),
    ],
)
def test_a_day_is_read_however_it_is_written(text: str) -> None:
    assert read_days(text, MONTH).days == (THIRD,)


@pytest.mark.parametrize(
    "text", ["11月3日至5日", "3日-5日", "11月3日—11月5日", "3~5日", "3日到5日"]
)
def test_a_span_of_days_is_all_its_days(text: str) -> None:
    assert [day.day for day in read_days(text, MONTH).days] == [3, 4, 5]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("4月31日", "2026年4月没有31日"),
        ("2026-02-29", "2026年2月没有29日"),
        ("31", "2026年11月没有31日"),
        ("13月1日", "没有13月"),
        ("0日", "2026年11月没有0日"),
        ("1926-11-03", "1926年不在"),
        ("11月5日至3日", "不是一个月以内"),
        ("99999", "2173年不在"),
    ],
)
def test_a_day_that_does_not_exist_says_why(text: str, problem: str) -> None:
    read = read_days(text, MONTH)
    assert read.days == ()
    assert problem in read.problem


@pytest.mark.parametrize("text", ["", "下周一", "合计", "第3周", "3天", "13800000001", "二"])
def test_what_is_no_date_is_none(text: str) -> None:
    read = read_days(text, MONTH)
    assert (read.days, read.problem) == ((), "")


@given(st.text(max_size=20))
def test_no_text_breaks_the_reading_of_dates(text: str) -> None:
    read = read_days(text, MONTH)
    assert not (read.days and read.problem)
    month_in(text, MONTH)
    weekday_in(text)


@given(st.dates(date(2015, 1, 1), date(2100, 12, 31)))
def test_a_written_date_is_that_date(day: date) -> None:
    for text in (day.isoformat(), f"{day.year}年{day.month}月{day.day}日", f"{day.day}日"):
        assert read_days(text, (day.year, day.month)).days == (day,)


def test_titles_tell_the_month() -> None:
    assert month_in("某某局2026年11月份值班表", None) == (2026, 11)
    assert month_in("2026.11", None) == (2026, 11)
    assert month_in("11月", (2026, 10)) == (2026, 11)
    assert month_in("1月", (2026, 12)) == (2027, 1)
    assert month_in("12月", (2026, 1)) == (2025, 12)
    assert month_in("值班安排", MONTH) is None
    assert month_in("2026年13月", None) is None


def people() -> NameBook:
    return NameBook(
        [
            Person(1, "", "单某", mobile="13800000001"),
            Person(2, "", "欧阳文静"),
            Person(3, "", "王伟", post="所长", office_phone="0570-8765432"),
            Person(4, "", "王伟", mobile="13800000004"),
            Person(5, "", "王局"),
            Person(6, "", "阿不都·热西提"),
            Person(7, "", "王伟", active=False),
        ]
    )


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("单某", (1,)),
        ("单　某", (1,)),
        ("单某 欧阳文静", (1, 2)),
        ("单某\n欧阳文静", (1, 2)),
        ("单某13800000001、欧阳文静", (1, 2)),
        ("单某（13800000001）", (1,)),
        ("单某局长", (1,)),
        ("王局", (5,)),
        ("王伟（13800000004）", (4,)),
        ("王伟 0570-8765432", (3,)),
        ("王伟(所长)", (3,)),
        ("阿不都.热西提", (6,)),
        ("单某、单某", (1,)),
        ("缺人", ()),
        ("—", ()),
        ("单某、待定", (1,)),
        ("单某\n13800000001", (1,)),
        ("王伟、13800000004、单某", (4, 1)),
    ],
)
def test_people_are_found_by_what_stands_in_a_cell(text: str, ids: tuple[int, ...]) -> None:
    named = people().read(text)
    assert named.problems == ()
    assert tuple(person.id for _, found in named.by_part for person in found) == ids


def test_halves_in_one_cell() -> None:
    for text in ("上午：单某\n下午：欧阳文静", "上午单某，下午欧阳文静", "上午 单某 下午 欧阳文静"):
        named = people().read(text)
        assert [(part, [p.id for p in found]) for part, found in named.by_part] == [
            (Part.MORNING, [1]),
            (Part.AFTERNOON, [2]),
        ]
    assert part_of(" 上 午 ") is Part.MORNING
    assert part_of("夜班") is None


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("13800000001", "只写了号码“13800000001”，没有姓名"),
        ("单莫", "没有“单莫”，是否为“单某”"),
        ("王伟", "有 2 个“王伟”"),
        ("王伟（科员）", "有 2 个“王伟”"),
        ("单某 谁人", "没有“谁人”"),
        ("很长很长很长很长很长很长的一段说明文字", "没有“很长很长很长很长很长很长…”"),
    ],
)
def test_who_cannot_be_found_is_named(text: str, problem: str) -> None:
    (told,) = people().read(text).problems
    assert problem in told


@given(st.text(max_size=30))
def test_no_text_breaks_the_reading_of_names(text: str) -> None:
    named = people().read(text)
    assert all(problem for problem in named.problems)
