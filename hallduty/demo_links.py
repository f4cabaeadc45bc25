"""Made-up links of the demo: earlier events of the same cause, found while writing reviews."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from hallduty.domain.incidents import Incident, IncidentFilter

if TYPE_CHECKING:
    from hallduty.demo import Cast
    from hallduty.store import Store

_LOOKED_BACK = timedelta(days=360)
_MOST = 6
# The timelines of the demo stay of a length that is read at one glance.
_LONGEST = 14


def link_causes(store: Store, cast: Cast, now: datetime) -> Iterator[datetime]:
    """Link events of the year that had the very same cause, a few days before today."""
    at = datetime.combine(now.date() - timedelta(days=3), time(15, 0))
    yield at
    for number, (later, earlier) in enumerate(_pairs(store, at)):
        if number:
            at += timedelta(minutes=2)
            yield at
        store.links.link(later.id, earlier.id, later.cause, cast.stamp(at))


def _pairs(store: Store, at: datetime) -> list[tuple[Incident, Incident]]:
    wanted = IncidentFilter(from_day=(at - _LOOKED_BACK).date(), drill=False, merged=False)
    latest: dict[tuple[str, str], Incident] = {}
    found = []
    for incident in reversed(store.incidents.fetch(store.incidents.ids(wanted))):
        if incident.is_open or not incident.cause or not incident.counts:
            continue
        key = (incident.scenario, incident.cause)
        before = latest.get(key)
        if before and len(store.incidents.entries(incident.id)) <= _LONGEST:
            found.append((incident, before))
        latest[key] = incident
    return found[-_MOST:]
