"""Reads the hall's side of an incident (现场情况) as screen, paper and report show it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from hallduty.domain.dossiers import Dossier
from hallduty.domain.opening import Hours, IsWorking
from hallduty.domain.site import Site, end_of, reckoned_until, site_of

if TYPE_CHECKING:
    from hallduty.store.appointments import AppointmentStore
    from hallduty.store.hall import HallStore


class SiteReader:
    """Brings what hangs on an incident together with what stands in its halls."""

    def __init__(self, hall: HallStore, appointments: AppointmentStore) -> None:
        self._hall = hall
        self._appointments = appointments

    def reckoned(self, dossier: Dossier, hours: Hours, is_working: IsWorking) -> Dossier:
        """Return a dossier with the loss of its outages, once it is known."""
        if not dossier.outages:
            return dossier
        until = reckoned_until(dossier, self._hall.picture_of(dossier.outages))
        if until is None:
            return dossier
        return replace(dossier, loss=self.of(dossier, hours, is_working, until).loss)

    def each_reckoned(
        self, dossiers: Iterable[Dossier], hours: Hours, is_working: IsWorking
    ) -> Iterator[Dossier]:
        """Yield many dossiers so, one by one."""
        for dossier in dossiers:
            yield self.reckoned(dossier, hours, is_working)

    def of(self, dossier: Dossier, hours: Hours, is_working: IsWorking, now: datetime) -> Site:
        """Return the hall's side of an incident, reckoned up to recovery, else up to now.

        `hours` and `is_working` are the opening hours of the settings and of the calendar.
        """
        outages = dossier.outages
        if not outages:
            return site_of(dossier, self._hall.picture_of(()), hours, is_working, now)
        first = min(outage.down_at for outage in outages)
        last = max(outage.up_at or end_of(dossier, now) for outage in outages)
        halls = {outage.hall_id for outage in outages}
        opened = self._appointments.extensions_between(
            datetime.combine(first.date(), time.min), last + timedelta(days=1)
        )
        return site_of(
            dossier,
            self._hall.picture_of(outages),
            hours,
            is_working,
            now,
            self._hall.idle(halls, first, last),
            [each.span for each in opened if each.hall_id in halls],
        )
