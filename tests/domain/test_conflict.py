"""Which stretch of the recording is wanted, how it is moved, and how long it lasts."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hallduty.domain.conflict import (
    LONGEST,
    STEP,
    Footage,
    days_text,
    expiry,
    moved,
    proposed,
    span_text,
    still_open,
    urgency,
)

AT = datetime(2026, 11, 13, 14, 15, 20)


def footage(number: int, day: date, **more: object) -> Footage:
    return Footage(number, str(number), 1, "", AT, AT + STEP, AT, day, **more)


def test_it_begins_ten_minutes_before_and_ends_now() -> None:
    new = proposed(AT, AT.replace(minute=20))
    assert span_text(new.from_at, new.to_at) == "14:05–14:20"
    # Pressed at once, or a day later: never empty, never endless.
    assert span_text(proposed(AT, AT).from_at, proposed(AT, AT).to_at) == "14:05–14:20"
    late = proposed(AT, AT + timedelta(days=3))
    assert late.to_at - late.from_at == LONGEST
    night = proposed(AT.replace(hour=0, minute=5), AT.replace(hour=0, minute=8))
    assert span_text(night.from_at, night.to_at) == "11-12 23:55–11-13 00:10"


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(-3, 3), st.integers(-3, 3)), max_size=60))
def test_however_it_is_moved_it_stays_a_stretch(moves: list[tuple[int, int]]) -> None:
    start, end = AT, AT + 3 * STEP
    for by_start, by_end in moves:
        start, end = moved(start, end, start=by_start, end=by_end)
        assert timedelta() < end - start <= LONGEST


@pytest.mark.parametrize(
    ("days", "words", "tone"),
    [
        (15, "还剩 15 天", "blue"),
        (4, "还剩 4 天", "blue"),
        (3, "还剩 3 天", "amber"),
        (1, "还剩 1 天", "red"),
        (0, "今天就会被覆盖", "red"),
        (-2, "已超过 2 天，可能已被覆盖", "red"),
    ],
)
def test_days_left_are_told_amber_before_red(days: int, words: str, tone: str) -> None:
    assert (days_text(days), urgency(days)) == (words, tone)
    one = footage(1, date(2026, 11, 28))
    assert one.days_left(date(2026, 11, 28) - timedelta(days=days)) == days


def test_what_is_overwritten_first_stands_first() -> None:
    soon, later = footage(2, expiry(AT, 5)), footage(1, expiry(AT, 15))
    done = footage(3, expiry(AT, 1), secured_at=AT)
    assert still_open([later, done, soon]) == [soon, later]
