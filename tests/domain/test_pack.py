"""What goes into a power-failure pack: who is on duty, whom to call, what notices say."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from hallduty.domain import pack
from hallduty.domain.contacts import Contact, Department, Person
from hallduty.domain.pack import DutyLine, PackContents
from hallduty.domain.plan import Plan
from hallduty.domain.roster import Part, Shift
from hallduty.holidays import filing_calendar
from hallduty.paths import resources

FRIDAY = date(2026, 11, 13)
PEOPLE = {n: Person(n, "", name, mobile=f"1380000000{n}") for n, name in enumerate("甲乙丙", 1)}


def shift(part: Part = Part.DAY, hall: int = 1, leader: int | None = 1, **posts: tuple[int, ...]):  # type: ignore[no-untyped-def]
    return Shift(1, "", FRIDAY, part, hall, leader, posts)


def day(shifts: list[Shift], hall: int | None = 1) -> pack.DutyDay:
    calendar = filing_calendar(resources() / "calendar")
    return pack.duty_day(FRIDAY, hall, shifts, PEOPLE, ["导税", "咨询"], calendar)


def test_the_leader_stands_first_and_gaps_are_lines() -> None:
    found = day([shift(导税=(2, 3))])
    assert found.lines == (
        DutyLine("值班领导", "", "甲", "13800000001"),
        DutyLine("导税", "", "乙", "13800000002"),
        DutyLine("导税", "", "丙", "13800000003"),
        DutyLine("咨询", "", ""),
    )
    assert found.remark.startswith("星期五\u3000征期第")


def test_halves_are_said_in_order_and_other_halls_left_out() -> None:
    shifts = [shift(Part.AFTERNOON, leader=2), shift(Part.MORNING), shift(hall=2, leader=3)]
    assert [(each.part, each.name) for each in day(shifts).leaders] == [
        ("上午", "甲"),
        ("下午", "乙"),
    ]
    assert [each.name for each in day([]).leaders] == [""]


def test_who_stands_there_today_is_called_first(plan: Plan) -> None:
    today = day([shift(导税=(2,))])
    known = [Contact("丙", "1", "负责人"), Contact("乙", "13800000002", "导税台")]
    found = pack.ladder("guidance_desk", "导税台", known, today)
    assert [(c.name, c.title) for c in found.contacts] == [("乙", "今日导税"), ("丙", "负责人")]
    assert pack.ladder("power", "供电与物业", known, today).contacts == tuple(known)


def test_a_number_stands_once_and_the_one_everybody_knows_first(plan: Plan) -> None:
    known = [Contact("某", "13800000009"), Contact("公安", "110"), Contact("报警", "110")]
    found = pack.ladder(
        "police", "公安110", [*known, Contact("无号", ""), Contact("也无", "")], day([])
    )
    assert [c.name for c in found.contacts] == ["公安", "某", "无号", "也无"]


def test_rescue_numbers_are_there_whatever_the_directory_lacks() -> None:
    own = Department(1, "", "公安", phone="110", category="公共救援")
    inside = Department(2, "", "导税台", phone="612")
    found = {c.phone: c.name for c in pack.public_numbers([own, inside])}
    assert found["110"] == "公安"
    assert {"119", "120", "95598"} <= found.keys()
    assert "612" not in found


@pytest.mark.parametrize(("count", "kinds"), [(0, 0), (1, 1), (5, 3), (100, 3)])
def test_notices_take_turns(plan: Plan, count: int, kinds: int) -> None:
    found = pack.notice_blanks(plan, count)
    assert len(found) == count
    assert len(set(found)) == kinds
    if found:
        assert "供电中断" in found[0].text
    assert not any("【" in blank.text for blank in found)


def test_a_mark_that_the_plan_made_up_becomes_room_for_a_pen() -> None:
    assert (
        pack.filled_in("因【原因】，【地点】停办。【") == "因＿＿＿＿＿＿，本办税服务场所停办。【"
    )


def test_the_pack_says_what_it_lacks() -> None:
    empty = PackContents(
        datetime(2026, 11, 13), "", "", (day([]),), (pack.Ladder("power", "供电", ()),), ()
    )
    assert empty.gaps == ("今日未排带班领导", "通讯录没有电话：供电")
