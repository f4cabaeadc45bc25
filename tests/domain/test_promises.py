"""Promises: the line that is typed for one, what became of each, and how units keep theirs."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hallduty.domain import promises as rules
from hallduty.domain.coming_times import find_coming, minutes_in
from hallduty.domain.promise_accuracy import accuracy
from hallduty.domain.promise_line import read_promise, usual_party
from hallduty.domain.promises import NewPromise, Promise, PromiseState, judged
from tests.documents.samples import FAULT

# The power cut of the issue: 22 October 2026, 15:20.
CUT = datetime(2026, 10, 22, 15, 20)
NOW = datetime(2026, 10, 22, 15, 25, 30)


def at(hour: int, minute: int, second: int = 0) -> datetime:
    return CUT.replace(hour=hour, minute=minute, second=second)


def promise(number: int, made: datetime, until: datetime, unit: str = "供电所") -> Promise:
    return Promise(number, f"u{number}", 1, unit, "王师傅", until, made)


@pytest.mark.parametrize(
    ("typed", "until", "unit", "who"),
    [
        ("1640 供电所 王师傅", at(16, 40), "供电所", "王师傅"),
        ("16:40", at(16, 40), "电力", "甲"),
        ("１６：４０　供电所", at(16, 40), "供电所", ""),
        ("40分钟后", at(16, 5), "电力", "甲"),
        ("供电所 王师傅 承诺 16:40 前恢复", at(16, 40), "供电所", "王师傅"),
        ("半小时后 供电所", at(15, 55), "供电所", ""),
        ("一个半小时", at(16, 55), "电力", "甲"),
        ("1.5小时", at(16, 55), "电力", "甲"),
        ("1小时20分钟后 供电所", at(16, 45), "供电所", ""),
        ("3到5分钟", at(15, 30), "电力", "甲"),
        ("下午4点半 供电所", at(16, 30), "供电所", ""),
        ("明天 9:00 电信", at(9, 0) + timedelta(days=1), "电信", ""),
        ("11月1日9时 移动公司", datetime(2026, 11, 1, 9, 0), "移动公司", ""),
        ("1640 李工", at(16, 40), "电力", "李工"),
        ("1640 𬭎业公司 𰻝师傅", at(16, 40), "𬭎业公司", "𰻝师傅"),
        # Shortly before midnight the small hours can only be those that follow.
        ("0010 供电所", at(0, 10) + timedelta(days=1), "供电所", ""),
    ],
)
def test_a_line_says_until_when_who_and_for_whom(
    typed: str, until: datetime, unit: str, who: str
) -> None:
    assert read_promise(typed, NOW, "电力", "甲") == NewPromise(unit, who, until)


@pytest.mark.parametrize(
    "typed", ["", "供电所 王师傅", "2026年汇算", "25:99 供电所", "王师傅 13801640000", "第1640号"]
)
def test_a_line_without_a_time_says_so_beside_the_field(typed: str) -> None:
    new = read_promise(typed, NOW)
    assert new.until is None
    problems = [p.message for p in rules.promise_problems(new, None, NOW, CUT) if p]
    assert problems
    assert "请写明何时恢复" in problems[-1]


def test_a_time_that_has_passed_is_asked_about() -> None:
    new = read_promise("1500 供电所", NOW)
    (problem,) = [p for p in rules.promise_problems(new, None, NOW, CUT) if p]
    assert (problem.field, problem.message) == (
        "until",
        "15:00 已经过去；是次日的，请写“明天 15:00”",
    )


@given(st.text(max_size=300))
def test_whatever_is_typed_is_read_or_named_and_never_crashes(typed: str) -> None:
    new = read_promise(typed, NOW)
    rules.promise_problems(new, None, NOW, CUT)
    assert new.until is None or new.until.second == 0


@given(st.integers(0, 23), st.integers(0, 59))
def test_every_clock_time_is_read_back(hour: int, minute: int) -> None:
    found = find_coming(f"{hour:02d}{minute:02d}", NOW)
    assert found is not None
    assert (found.at.hour, found.at.minute) == (hour, minute)


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("40", 40),
        ("４０", 40),
        ("半小时", 30),
        ("1小时20分钟", 80),
        ("两个小时", 120),
        ("很久", None),
    ],
)
def test_a_waiting_time_is_read_in_minutes(typed: str, minutes: int | None) -> None:
    assert minutes_in(typed) == minutes


def test_sixteen_lapsed_and_sixteen_forty_kept() -> None:
    first, second = promise(1, at(15, 30), at(16, 0)), promise(2, at(16, 5), at(16, 40))
    states = [state for _, state, _ in judged([second, first], at(16, 38))]
    assert states == [PromiseState.LAPSED, PromiseState.KEPT]
    # The minute promised holds to its end.
    assert judged([second], at(16, 40, 59))[0][1] is PromiseState.KEPT
    assert judged([second], at(16, 41))[0][1] is PromiseState.LAPSED


def test_a_new_word_in_time_replaces_the_old() -> None:
    first, second = promise(1, at(15, 30), at(16, 0)), promise(2, at(15, 50), at(16, 30))
    assert [(s, settled) for _, s, settled in judged([first, second], None)] == [
        (PromiseState.REPLACED, at(15, 50)),
        (PromiseState.OPEN, None),
    ]


def test_closing_without_recovery_ends_what_has_lapsed_only() -> None:
    open_one = promise(1, at(15, 30), at(16, 0))
    assert judged([open_one], None, at(15, 55))[0][1] is PromiseState.OPEN
    assert judged([open_one], None, at(16, 5))[0][1] is PromiseState.LAPSED


MOMENTS = st.integers(0, 600).map(lambda minutes: CUT + timedelta(minutes=minutes))


@given(st.lists(st.tuples(MOMENTS, st.integers(1, 120)), max_size=8), st.none() | MOMENTS)
def test_at_most_the_last_promise_stays_open(
    made: list[tuple[datetime, int]], recovered: datetime | None
) -> None:
    promises = [
        promise(n, when, when + timedelta(minutes=length)) for n, (when, length) in enumerate(made)
    ]
    found = judged(promises, recovered)
    still = [p for p, state, _ in found if state is PromiseState.OPEN]
    assert len(still) <= (1 if recovered is None else 0)
    assert all((at is None) == (state is PromiseState.OPEN) for _, state, at in found)
    # Judging what was judged changes nothing.
    again = [replace(p, state=state, settled_at=at) for p, state, at in found]
    assert [(s, a) for _, s, a in judged(again, recovered)] == [(s, a) for _, s, a in found]


def test_amber_before_red_and_the_sentence_that_asks_anew() -> None:
    told = promise(1, at(15, 30), at(16, 0))
    assert rules.chip(told, at(15, 54)) == ("承诺恢复 16:00", "blue")
    assert rules.chip(told, at(15, 55)) == ("承诺恢复 16:00", "amber")
    assert rules.chip(told, at(16, 0, 59)) == ("承诺恢复 16:00", "amber")
    assert rules.chip(told, at(16, 1)) == ("承诺 16:00 已过", "red")
    assert rules.countdown(told, at(15, 47, 30)) == "还有13分钟"
    assert rules.countdown(told, at(16, 5)) == "已过5分钟"
    assert rules.asks_anew(told, at(16, 5)) == "承诺 16:00 已过，未恢复：请向供电所问新的时间"
    assert rules.chip(replace(told, until=datetime(2026, 10, 23, 9, 0)), at(16, 0))[0] == (
        "承诺恢复 10-23 09:00"
    )


def test_accuracy_counts_units_and_leaves_out_drills_void_and_open_ones() -> None:
    recovered = replace(FAULT, occurred_at=CUT, recovered_at=at(16, 38))
    lapsed = replace(promise(1, at(15, 30), at(16, 0)), state=PromiseState.LAPSED)
    kept = replace(promise(2, at(16, 5), at(16, 40)), state=PromiseState.KEPT)
    moved = replace(promise(3, at(15, 30), at(16, 0), "信息中心"), state=PromiseState.REPLACED)
    waiting = promise(4, at(15, 30), at(17, 0), "信息中心")
    nobody = replace(promise(5, at(15, 30), at(17, 0), ""), state=PromiseState.KEPT)
    found = accuracy(
        [
            (recovered, [lapsed, kept, nobody]),
            (replace(recovered, drill=True), [lapsed]),
            (replace(recovered, status="void"), [lapsed]),  # type: ignore[arg-type]
            (replace(recovered, recovered_at=None), [moved, waiting]),
        ]
    )
    first, *rest = found
    assert (first.unit, first.kept, first.lapsed, first.replaced) == ("供电所", 1, 1, 0)
    assert (first.errors, first.share, first.mean_error) == ((38, -2), 0.5, 20.0)
    assert first.sentence == "供电所：承诺2次，兑现1次（50%），平均误差20分钟"
    assert {each.unit for each in rest} == {"信息中心", "未写明责任单位"}
    centre = next(each for each in rest if each.unit == "信息中心")
    assert (centre.settled, centre.replaced, centre.mean_error) == (1, 1, None)
    assert accuracy([]) == []


def test_the_line_of_the_timeline_says_what_it_takes_the_place_of() -> None:
    first, second = promise(1, at(15, 30), at(16, 0)), promise(2, at(16, 5), at(16, 40))
    assert rules.entry_text(first, None, at(15, 30)) == "供电所 王师傅承诺16:00前恢复"
    assert rules.entry_text(second, first, at(16, 5)) == (
        "原承诺16:00已过，未恢复；供电所 王师傅承诺16:40前恢复"
    )
    assert rules.entry_text(second, first, at(15, 50)) == (
        "供电所 王师傅改为承诺16:40前恢复（原承诺16:00）"
    )


def test_who_spoke_last_is_asked_again() -> None:
    first = promise(1, at(15, 30), at(16, 0))
    assert usual_party([], "供电所") == ("供电所", "")
    assert usual_party([first], "物业") == ("供电所", "王师傅")
