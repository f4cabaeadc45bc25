"""The crowd desk: the formulas against a simulated hall, what is offered, and bad numbers."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hallduty.domain import crowd as rules
from hallduty.domain import queueing
from hallduty.domain.crowd import Crowd, Thresholds, choices, estimate, offers, typed_crowd
from hallduty.domain.errors import InvalidInput
from tests.benchmarks.crowd import EXPONENTIAL, STEADIER, drained, settled

QUARTER_PEAK = Crowd(60, 6, 8.0)

people = st.integers(0, 10_000)
windows = st.integers(1, 98)
minutes = st.floats(0.1, 480)
arrivals = st.none() | st.floats(0, 10_000)


@pytest.mark.parametrize(
    ("waiting", "servers", "each", "shape", "tolerance"),
    [
        (60, 6, 8.0, EXPONENTIAL, 0.02),
        (12, 3, 10.0, EXPONENTIAL, 0.02),
        (200, 12, 5.0, EXPONENTIAL, 0.02),
        # The formula is exact for exponential service; steadier service differs at the start.
        (60, 6, 8.0, STEADIER, 0.05),
        (200, 12, 5.0, STEADIER, 0.05),
    ],
)
def test_the_draining_queue_agrees_with_a_simulated_hall(
    waiting: int, servers: int, each: float, shape: int, tolerance: float
) -> None:
    formula = queueing.drain_minutes(waiting, servers, each)
    assert drained(waiting, servers, each, shape, 1500) == pytest.approx(formula, rel=tolerance)


@pytest.mark.parametrize(
    ("servers", "each", "coming"), [(3, 8.0, 18.0), (1, 10.0, 4.0), (6, 8.0, 36.0)]
)
def test_erlang_c_agrees_with_a_simulated_hall(servers: int, each: float, coming: float) -> None:
    formula = queueing.steady_minutes(servers, each, coming)
    assert formula is not None
    assert settled(servers, each, coming, 150_000) == pytest.approx(formula, rel=0.06)


def test_erlang_c_of_one_window_is_the_textbooks_m_m_1() -> None:
    # P(wait) = rho; Wq = rho / (mu - lambda).
    assert queueing.erlang_c(1, 0.5) == pytest.approx(0.5)
    assert queueing.steady_minutes(1, 10, 3) == pytest.approx(10.0)
    # Two servers at one erlang: C = 1/3 (any table of Erlang C).
    assert queueing.erlang_c(2, 1.0) == pytest.approx(1 / 3)


def test_many_windows_neither_overflow_nor_lose_the_answer() -> None:
    assert 0 < queueing.erlang_c(99, 98.9) < 1
    assert queueing.erlang_c(99, 0.0) == 0
    assert queueing.steady_minutes(99, 480, 10_000) is None


@given(people, windows, minutes, arrivals, st.floats(0, 600))
def test_one_more_window_never_makes_anybody_wait_longer(
    waiting: int, servers: int, each: float, coming: float | None, later: float
) -> None:
    fewer = estimate(Crowd(waiting, servers, each, coming), later)
    more = estimate(Crowd(waiting, servers + 1, each, coming), later)
    assert fewer.wait is not None
    assert more.wait is not None
    assert more.wait <= fewer.wait
    assert (more.left or 0) <= (fewer.left or 0)
    assert more.growth <= fewer.growth
    if fewer.steady is not None:
        assert more.steady is not None
        assert more.steady <= fewer.steady + 1e-9


@given(people, windows, minutes, arrivals, st.integers(1, 90))
def test_no_choice_is_worse_than_doing_nothing(
    waiting: int, servers: int, each: float, coming: float | None, percent: int
) -> None:
    now, *others = choices(Crowd(waiting, servers, each, coming), percent, 120)
    assert now.wait is not None
    for other in others:
        assert other.wait is not None
        assert other.wait <= now.wait
        assert (other.left or 0) <= (now.left or 0)


def test_sixty_people_at_six_windows() -> None:
    now, one, two, aside, both = choices(QUARTER_PEAK, 30, 100)
    assert [round(each.wait or 0) for each in (now, one, two, aside, both)] == [80, 69, 60, 56, 48]
    assert [each.waiting for each in (now, aside)] == [60, 42]
    assert now.left == 0
    # 50 minutes before closing, six windows manage 37.5 of them.
    assert estimate(QUARTER_PEAK, 50).left == 23


def test_a_queue_that_grows_says_by_how_much_and_has_no_steady_wait() -> None:
    found = estimate(Crowd(60, 6, 8.0, 60.0), 100)
    assert found.steady is None
    assert found.load == pytest.approx(60 * 8 / 360)
    assert found.growth == pytest.approx(15)
    assert found.left == 60 + 25
    calm = estimate(Crowd(6, 6, 8.0, 30.0), 100)
    assert calm.growth == 0
    assert calm.steady is not None


def test_without_a_window_the_wait_cannot_be_told() -> None:
    found = estimate(Crowd(12, 0, 8.0, 6.0), 60)
    assert (found.wait, found.left) == (None, 18)
    assert rules.wait_words(found.wait) == "无法估计"
    assert estimate(Crowd(0, 0, 8.0), None).wait == 0
    words = [offer.measure for offer in offers(found, Thresholds(), 60)]
    assert words == [rules.SPECIAL_WINDOW, rules.APPOINTMENTS, rules.EXTENDED]


def test_measures_are_offered_by_the_bureaus_own_thresholds() -> None:
    def offered(crowd: Crowd, limits: Thresholds, to_closing: float | None) -> list[str]:
        now = estimate(crowd, to_closing)
        return [offer.measure for offer in offers(now, limits, to_closing)]

    limits = Thresholds(waiting=20, wait=30, long_wait=60, closing=60)
    assert offered(Crowd(5, 6, 8.0), limits, 200) == []
    assert offered(Crowd(20, 6, 8.0), limits, 200) == [rules.SELF_SERVICE]
    assert offered(Crowd(24, 6, 8.0), limits, 200) == [rules.SELF_SERVICE, rules.SPECIAL_WINDOW]
    assert offered(QUARTER_PEAK, limits, 55) == list(rules.MEASURES)
    assert offered(QUARTER_PEAK, Thresholds(100, 100, 200, 10), 55) == []
    assert offered(Crowd(3, 6, 8.0), limits, None) == [rules.EXTENDED]


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("waiting", ("", "6", "8", ""), "请填写等候人数"),
        ("waiting", ("-1", "6", "8", ""), "等候人数应在 0 到 10000 人之间，请核对"),
        ("waiting", ("1e9", "6", "8", ""), "等候人数应在 0 到 10000 人之间，请核对"),
        ("waiting", ("10001", "6", "8", ""), "等候人数应在 0 到 10000 人之间，请核对"),
        ("waiting", ("六十", "6", "8", ""), "等候人数应是数字，如 12"),
        ("waiting", ("12.5", "6", "8", ""), "等候人数应是整数"),
        ("windows", ("60", "", "8", ""), "请填写开放窗口"),
        ("windows", ("60", "100", "8", ""), "开放窗口应在 0 到 99 个之间，请核对"),
        ("minutes", ("60", "6", "0", ""), "每笔业务不能是 0 分钟"),
        ("minutes", ("60", "6", "0.0001", ""), "每笔业务至少 0.1 分钟"),
        ("minutes", ("60", "6", "nan", ""), "每笔业务应在 0 到 480 分钟之间"),
        ("minutes", ("60", "6", "inf", ""), "每笔业务应在 0 到 480 分钟之间"),
        ("arrivals", ("60", "6", "8", "-2"), "每小时新到应在 0 到 10000 人之间"),
        ("arrivals", ("60", "6", "8", "很多"), "每小时新到应是数字"),
    ],
)
def test_each_wrong_field_has_a_sentence_of_its_own(
    field: str, typed: tuple[str, str, str, str], said: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        typed_crowd(*typed)
    assert refused.value.message_for(field).startswith(said)
    assert len(refused.value.problems) == 1


def test_numbers_are_read_as_people_type_them() -> None:
    assert typed_crowd(" ６０人", "6个", "7.5 分钟") == Crowd(60, 6, 7.5, None)
    assert typed_crowd("10000", "0", "8", "0") == Crowd(10_000, 0, 8.0, 0.0)


@given(st.text(), st.text(), st.text(), st.text())
def test_whatever_is_typed_is_read_or_refused(a: str, b: str, c: str, d: str) -> None:
    try:
        found = typed_crowd(a, b, c, d)
    except InvalidInput as refused:
        assert all(problem.message for problem in refused.problems)  # noqa: PT017
    else:
        assert found.minutes > 0


def test_a_wait_is_said_in_whole_minutes_and_never_too_short() -> None:
    said = [rules.wait_words(m) for m in (0, 0.2, 56.0, 60, 79.1, 4166.7, math.inf)]
    assert said == [
        "不用等", "1 分钟", "56 分钟", "1 小时", "1 小时 20 分", "69 小时 27 分", "越等越久",
    ]  # fmt: skip


def test_a_table_says_waits_in_one_unit_as_long_as_it_can() -> None:
    said = [rules.short_wait(m) for m in (None, 0, 79.2, 999, 6666.7)]
    assert said == ["无法估计", "0 分", "80 分", "999 分", "112 小时"]
