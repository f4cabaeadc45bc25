"""What the store gathers for a pack: today's duty, the ladders, the numbers to call."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from hallduty.clock import FixedClock
from hallduty.domain.contacts import Department, Person
from hallduty.domain.pack import PackContents
from hallduty.domain.plan import Plan
from hallduty.domain.roster import Hall, Part
from hallduty.domain.settings import Settings
from hallduty.domain.stamps import Stamp
from hallduty.holidays import filing_calendar
from hallduty.paths import resources
from hallduty.store import Store

Stamps = Callable[[], Stamp]


def gathered(store: Store, plan: Plan, clock: FixedClock, hall: Hall | None = None) -> PackContents:
    calendar = filing_calendar(resources() / "calendar")
    settings = Settings(duty_phone="0570-8765432", pack_notices=2)
    return store.packs.contents(plan, calendar, settings, clock.now(), hall)


def test_an_empty_folder_gives_a_pack_with_gaps(
    store: Store, plan: Plan, clock: FixedClock
) -> None:
    found = gathered(store, plan, clock)
    assert found.hall == ""
    assert found.days[0].lines[0].post == "值班领导"
    assert "今日未排带班领导" in found.gaps
    assert {"110", "119", "120"} <= {contact.phone for contact in found.public}
    assert len(found.notices) == 2
    assert found.sheets == ()


def test_duty_and_ladders_are_those_of_the_hall(
    store: Store, plan: Plan, clock: FixedClock, stamp: Stamps
) -> None:
    first = store.roster.save_hall(Hall(0, "", "一厅"), stamp())
    second = store.roster.save_hall(Hall(0, "", "二厅"), stamp())
    one, two = (
        store.contacts.save_person(Person(0, "", name, mobile=mobile), stamp())
        for name, mobile in (("俞某", "13800000001"), ("颜某", "13800000002"))
    )
    today = clock.now().date()
    store.roster.set_leader(today, Part.DAY, first.id, one.id, stamp())
    store.roster.set_leader(today, Part.DAY, second.id, two.id, stamp())
    store.roster.set_leader(today + timedelta(days=1), Part.DAY, first.id, two.id, stamp())
    unit = Department(0, "", "物业公司", role="power", phone="0570-8888888", external=True)
    store.contacts.save_department(unit, stamp())
    found = gathered(store, plan, clock)
    assert found.hall == "一厅"
    assert [line.name for day in found.days for line in day.leaders] == ["俞某", "颜某", ""]
    assert [line.name for line in gathered(store, plan, clock, second).days[0].leaders] == ["颜某"]
    own = gathered(store, plan, clock, second).ladder("duty_leader")
    assert own is not None
    assert [contact.name for contact in own.contacts] == ["颜某"]
    ladder = found.ladder("power")
    assert ladder is not None
    assert [contact.phone for contact in ladder.contacts] == ["0570-8888888"]
    store.contacts.set_person_active(one.id, False, stamp())
    assert gathered(store, plan, clock).days[0].leaders[0].name == "俞某"  # still who is planned
