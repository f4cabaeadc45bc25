"""Gaps and clashes, the fairness table, and days as typed."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from hallduty.domain.calendar import FilingCalendar
from hallduty.domain.contacts import Person
from hallduty.domain.errors import InvalidInput
from hallduty.domain.fairness import Tally, tallies
from hallduty.domain.roster import LEADER, Part, PostNeed, Shift, typed_day
from hallduty.domain.roster_checks import TroubleKind, troubles
from hallduty.domain.rota import ChangeKind, Leave, ShiftChange
from hallduty.holidays import announced

CALENDAR = FilingCalendar(announced())
HALL, OTHER = 1, 2
# A Tuesday and the Sunday before; the period's last three working days are 12, 13 and 16.
TUESDAY, SUNDAY, PEAK = date(2026, 11, 3), date(2026, 11, 1), date(2026, 11, 13)
GUIDE = PostNeed("导税", 1, 2)
PEOPLE = {n: Person(n, "", name) for n, name in enumerate("甲乙丙丁", start=1)}
PEOPLE[5] = Person(5, "", "戊", active=False)
DAY = timedelta(days=1)


def shift(
    day: date,
    leader: int | None,
    guides: tuple[int, ...] = (),
    part: Part = Part.DAY,
    hall: int = HALL,
    stood: dict[str, tuple[int, ...]] | None = None,
) -> Shift:
    posts = {"导税": guides} if guides else {}
    return Shift(0, "", day, part, hall, leader, posts, (), stood or {})


def said(
    *shifts: Shift, day: date = TUESDAY, leaves: tuple[Leave, ...] = (), last: date | None = None
) -> list[tuple[TroubleKind, str]]:
    found = troubles(
        *(day, last or day, HALL, shifts, [GUIDE], leaves, PEOPLE, CALENDAR),
        halls={OTHER: "第二办税服务厅"},
    )
    return [(trouble.kind, trouble.text) for trouble in found]


def test_a_day_as_it_should_be_has_no_trouble() -> None:
    assert said(shift(TUESDAY, 1, (2,))) == []
    assert said(shift(PEAK, 1, (2, 3)), day=PEAK) == []


def test_an_empty_working_day_misses_everybody_and_a_day_off_nobody() -> None:
    assert said() == [(TroubleKind.GAP, "没有排值班领导"), (TroubleKind.GAP, "没有排导税")]
    assert said(day=SUNDAY) == []
    # Once somebody is planned on a day off, somebody has to lead.
    assert said(shift(SUNDAY, None, (2,)), day=SUNDAY) == [(TroubleKind.GAP, "没有排值班领导")]


def test_half_a_day_leaves_the_other_half_empty() -> None:
    found = said(shift(TUESDAY, 1, part=Part.MORNING), shift(TUESDAY, None, (2,)))
    assert found == [(TroubleKind.GAP, "下午没有排值班领导")]


def test_a_peak_day_asks_for_more() -> None:
    ((kind, text),) = said(shift(PEAK, 1, (2,)), day=PEAK)
    assert kind is TroubleKind.PEAK
    assert text == "征期最后3个工作日，导税应有 2 人，只排了 1 人"
    assert not kind.loud


def test_who_is_away_or_out_of_use_or_unknown_is_named() -> None:
    leave = Leave(1, "", 2, TUESDAY - DAY, TUESDAY, "病假")
    assert said(shift(TUESDAY, 5, (2,)), leaves=(leave,)) == [
        (TroubleKind.INACTIVE, "戊已停用，请重新安排"),
        (TroubleKind.LEAVE, "乙病假，至11月3日"),
    ]
    ((kind, text),) = said(shift(TUESDAY, 1, (99,)))
    assert kind is TroubleKind.INACTIVE
    assert "查不到" in text


def test_the_same_person_twice_at_once_is_found_in_both_cells_and_in_another_hall() -> None:
    assert said(shift(TUESDAY, 1, (1,))) == [
        (TroubleKind.TWICE, "甲同时还排了导税"),
        (TroubleKind.TWICE, "甲同时还排了值班领导"),
    ]
    elsewhere = shift(TUESDAY, 1, part=Part.AFTERNOON, hall=OTHER)
    assert said(shift(TUESDAY, 1, (2,)), elsewhere) == [
        (TroubleKind.TWICE, "甲同时还排了第二办税服务厅下午值班领导")
    ]
    morning = shift(TUESDAY, 1, part=Part.MORNING)
    afternoon = shift(TUESDAY, 3, part=Part.AFTERNOON)
    assert said(morning, afternoon, elsewhere, shift(TUESDAY, None, (2,))) == []


def test_overlapping_shifts_are_a_clash() -> None:
    both = (shift(TUESDAY, 1, (2,)), shift(TUESDAY, 3, part=Part.MORNING))
    assert (TroubleKind.TWICE, "值班领导既排了全天，又排了半天") in said(*both)


def test_two_days_running_are_worth_a_look_unless_one_person_holds_the_post() -> None:
    days = [shift(SUNDAY + DAY, 1, (2,)), shift(TUESDAY, 1, (2,)), shift(TUESDAY + DAY, 3, (2,))]
    assert said(*days) == [(TroubleKind.RUNNING, "甲前一天（11月2日）也值班")]
    assert not TroubleKind.RUNNING.loud


def test_fairness_counts_what_was_stood_before_what_was_planned() -> None:
    spring = date(2026, 2, 17)
    shifts = [
        shift(TUESDAY, 1),
        shift(SUNDAY, 1, part=Part.MORNING),
        shift(SUNDAY, 2, part=Part.AFTERNOON),
        shift(spring, 1, stood={LEADER: (2,)}),
        shift(PEAK, 2, stood={LEADER: (1, 2)}),
        # The record of a day whose plan was cut into halves afterwards.
        shift(TUESDAY + DAY, None, stood={LEADER: (2,)}),
        shift(TUESDAY + DAY, 1, part=Part.MORNING),
        shift(date(2025, 12, 31), 1),
    ]
    change = ShiftChange(
        *(1, "", ChangeKind.COVER, HALL, LEADER, spring, Part.DAY, 1, 2, datetime(2026, 2, 1))
    )
    undone = ShiftChange(
        *(2, "", ChangeKind.SWAP, HALL, LEADER, PEAK, Part.DAY, 1, 2, datetime(2026, 2, 1)),
        undone_at=datetime(2026, 2, 2),
    )
    first, second, third = tallies(shifts, LEADER, 2026, CALENDAR, [1, 2, 3], [change, undone])
    assert first == Tally(
        1,
        days=2.0,
        weekend_days=0.5,
        peak_days=0.5,
        planned_days=3.0,
        stood_days=1.0,
        given=1,
        last_day=PEAK,
    )
    assert (second.days, second.holiday_days, second.rest_days) == (3.0, 1.0, 1.5)
    assert (second.taken, second.swaps) == (1, 0)
    assert third == Tally(3)


def test_a_weekend_worked_instead_of_a_holiday_is_no_weekend() -> None:
    worked = date(2026, 10, 10)
    assert worked.weekday() == 5
    (tally,) = tallies([shift(worked, 1)], LEADER, 2026, CALENDAR, [1])
    assert (tally.days, tally.rest_days) == (1.0, 0.0)


@pytest.mark.parametrize("text", ["2026-11-13", " 2026/11/13 ", "2026年11月13日", "2026.11.13"])
def test_a_day_is_read_as_people_type_it(text: str) -> None:
    assert typed_day("first_day", "开始日期", text) == PEAK


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2026-04-31", "2026年4月没有31日"),
        ("2026-02-29", "2026年2月没有29日"),
        ("2026-13-01", "没有13月"),
        ("0-1-1", "核对年份"),
        ("明天", "不是日期"),
        ("", "不是日期"),
        ("2026-11-1３x", "不是日期"),
    ],
)
def test_a_day_that_cannot_be_is_named(text: str, why: str) -> None:
    with pytest.raises(InvalidInput, match=why) as refused:
        typed_day("first_day", "开始日期", text)
    assert refused.value.message_for("first_day")
