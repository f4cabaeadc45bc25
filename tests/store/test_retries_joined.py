"""Every write of merging, linking and printing, tried twice with one stamp."""

from __future__ import annotations

from collections.abc import Callable

from hallduty.clock import FixedClock
from hallduty.domain.incidents import Incident, NewIncident
from hallduty.domain.plan import Plan
from hallduty.domain.stamps import Stamp
from hallduty.store import Store
from tests.store.test_retries import Twice, _all_of, twice

__all__ = ["twice"]


def test_links_and_printings_are_written_once(
    store: Store,
    fault: Incident,
    plan: Plan,
    clock: FixedClock,
    stamp: Callable[[], Stamp],
    twice: Twice,
) -> None:
    again = store.incidents.register(
        NewIncident("application", "tax_system", "normal", clock.now()), plan, stamp()
    )
    links = store.links
    link = twice(links.link, again.id, fault.id, "同一交换机")
    twice(links.unlink, link.id)
    twice(links.merge, again.id, fault.id)
    twice(links.split, again.id, "另一处")
    twice(links.tell_apart, again.id, fault.id)
    _all_of(twice, links)
    twice(store.printings.note, fault.id, "sheet", 1, "ab12")
    _all_of(twice, store.printings)
    assert store.audit.verify().problem == ""
