"""Times as people type them that lie back: a clock time, a day and a time, or all of it."""

from __future__ import annotations

from datetime import datetime

import pytest

from hallduty.domain import times

NOW = datetime(2027, 1, 2, 10, 0)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("0915", datetime(2027, 1, 2, 9, 15)),
        ("09：15", datetime(2027, 1, 2, 9, 15)),
        ("1-1 16:30", datetime(2027, 1, 1, 16, 30)),
        ("12-30 16:30", datetime(2026, 12, 30, 16, 30)),
        ("2026-12-30 16:30", datetime(2026, 12, 30, 16, 30)),
        ("昨天", None),
        ("2-30 09:00", None),
        ("", None),
    ],
)
def test_a_time_that_lies_back(typed: str, meant: datetime | None) -> None:
    assert times.past_moment(typed, NOW) == meant
