"""Where time comes from: handed in everywhere, so that tests and demos choose it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells naive local time, to the second."""

    def now(self) -> datetime: ...


class SystemClock:
    """The PC's own clock."""

    def now(self) -> datetime:
        return datetime.now().replace(microsecond=0)


@dataclass
class FixedClock:
    """A clock that stands still until it is moved; for tests, demos and pictures."""

    at: datetime

    def now(self) -> datetime:
        return self.at

    def advance(self, **delta: float) -> datetime:
        """Move forward (or back, negative) by a timedelta's keywords; return the new time."""
        self.at += timedelta(**delta)
        return self.at
