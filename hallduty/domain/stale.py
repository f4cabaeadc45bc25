"""Stale incidents (无记录): open, yet for hours nobody has written down what goes on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from hallduty.domain import times
from hallduty.domain.incidents import Status

if TYPE_CHECKING:
    from hallduty.domain.dossiers import Dossier


@dataclass(frozen=True, slots=True)
class Silence:
    """Since when nothing was heard of an open incident, and how long that may last.

    `since` is the last line of its timeline, or the recovery of one that waits to be closed;
    `hours` 0: it may last for ever.
    """

    since: datetime
    hours: int
    recovered: bool = False

    def is_stale(self, now: datetime) -> bool:
        """Tell whether it has lasted too long."""
        return self.hours > 0 and now - self.since >= timedelta(hours=self.hours)

    def words(self, now: datetime) -> str:
        """4小时无记录, 2天无记录; 恢复1天未办结."""
        hours = times.minutes_between(self.since, now) // 60
        long = f"{hours // 24}天" if hours >= 24 else f"{hours}小时"
        return f"恢复{long}未办结" if self.recovered else f"{long}无记录"


def silence(dossier: Dossier, stale_hours: int, unclosed_hours: int) -> Silence | None:
    """Return since when an open incident has been silent; None for one that is over.

    What counts is when something was written down, not the earlier time that a late line may
    tell of: whoever writes has the incident in mind.
    """
    incident = dossier.incident
    if incident.status is Status.RECOVERED and incident.recovered_at is not None:
        since = max(incident.recovered_at, incident.registered_at)
        return Silence(since, unclosed_hours, recovered=True)
    if not incident.is_open:
        return None
    written = [entry.recorded_at for entry in dossier.entries]
    return Silence(max([incident.registered_at, *written]), stale_hours)
