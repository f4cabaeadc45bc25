"""What becomes of one made-up event, before it is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Outline:
    """What becomes of one event: closed, void, merged, or handling or recovered at `until`.

    `until` is now: nothing is written later than that. `joined`: a duplicate will be merged
    into it, which takes two lines of its timeline (the second: what came along is settled).
    """

    scenario: str
    level: str
    occurred: datetime
    until: datetime
    ending: str = "closed"
    drill: bool = False
    late: bool = False
    joined: bool = False

    @property
    def registered(self) -> datetime:
        """When it was entered: within two minutes, or some hours later when entered late."""
        second = self.occurred.second
        later = timedelta(hours=2, minutes=second) if self.late else timedelta(seconds=20 + second)
        return min(self.occurred + later, self.until)
