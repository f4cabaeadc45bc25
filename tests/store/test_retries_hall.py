"""Every writing function of the hall, the crowd desk and the register, tried twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from hallduty.clock import FixedClock
from hallduty.domain.appointments import (
    AppointmentKind,
    AppointmentOutcome,
    NewAppointment,
    NewExtension,
)
from hallduty.domain.crowd import CrowdReading
from hallduty.domain.hall import Device, DeviceKind
from hallduty.domain.hall_grid import arranged, cells_of
from hallduty.domain.incidents import Incident
from hallduty.domain.roster import Hall
from hallduty.domain.stamps import Stamp
from hallduty.store import Store
from tests.store.test_retries import Twice, _all_of


class Later(Twice):
    """Writes with the stamp before the last arguments, as these columns take it."""

    def __call__(self, write: Callable[..., object], *args: object, **more: object) -> object:
        def stamped(stamp: Stamp) -> object:
            return write(*args, stamp, **more)

        stamped.__qualname__ = write.__qualname__
        return super().__call__(stamped)


@pytest.fixture
def twice(store: Store, stamp: Callable[[], Stamp]) -> Later:
    return Later(store, stamp)


@pytest.fixture
def hall(store: Store, stamp: Callable[[], Stamp]) -> int:
    made = store.roster.save_hall(Hall(0, "", "第一办税服务厅"), stamp()).id
    store.roster.set_window_count(made, 6, stamp())
    return made


def test_the_hall_is_written_once(
    store: Store, twice: Later, hall: int, fault: Incident, clock: FixedClock
) -> None:
    column = store.hall
    power = column.picture(hall).devices[2]
    twice(column.mark_down, [power, column.picture(hall).windows[0]])
    twice(column.mark_up, [power])
    twice(column.enter_standard, hall)
    new = Device(0, "", hall, DeviceKind.OTHER, "评价器")
    made = twice(column.save_device, new)
    assert isinstance(made, Device)
    twice(column.arrange, hall, cells_of(arranged(column.picture(hall))))
    twice(column.attach, [each.id for each in column.open_outages()], fault.id)
    (outage,) = column.of(fault.id)
    clock.advance(minutes=9)
    twice(column.amend, outage.id, outage.down_at, None)
    twice(column.mark_down, [made], incident_id=fault.id)
    past = clock.now() - timedelta(minutes=5)
    twice(column.note_past, [made], past, clock.now())
    twice(column.end_all, fault.id)
    twice(column.mark_down, [made])
    twice(column.save_device, replace(made, active=False))
    assert column.open_outages() == []
    _all_of(twice, column)
    window = store.roster.windows(hall)[0]
    twice(store.roster.save_window, replace(window, up=False))


def test_crowd_and_register_are_written_once(
    store: Store, twice: Later, hall: int, fault: Incident, clock: FixedClock
) -> None:
    reading = CrowdReading(0, "", fault.id, hall, clock.now(), "", 60, 6, 8.0, 30.0, 80.0)
    twice(store.crowd.keep, reading)
    _all_of(twice, store.crowd)
    column, due = store.appointments, datetime(2026, 10, 2, 9, 0)
    new = NewAppointment(AppointmentKind.APPOINTMENT, "张三", "", "申报", due, fault.id, hall)
    twice(column.add, new)
    (made,) = column.of(fault.id)
    twice(column.rebook, made.id, datetime(2026, 11, 16, 9, 0), "代开发票", "来电改期")
    (moved,) = column.of(fault.id)
    assert (moved.due_at.day, moved.matter, moved.rebooked_why) == (16, "代开发票", "来电改期")
    said = [entry.text for entry in store.incidents.entries(fault.id)]
    assert said[-1].endswith("：来电改期")
    assert "代开发票" not in "".join(said)
    assert store.audit.verify().ok
    twice(column.settle, made.id, AppointmentOutcome.SERVED, window="3号")
    begun = NewExtension(datetime(2026, 11, 13, 18, 10), incident_id=fault.id, hall_id=hall)
    twice(column.begin, begun)
    running = column.running(hall)
    assert running is not None
    twice(column.prolong, running.id, datetime(2026, 11, 13, 18, 30))
    twice(column.end, running.id, 12)
    clock.advance(days=40)
    twice(column.forget, datetime(2026, 12, 1))
    assert column.of(fault.id)[0].is_forgotten
    _all_of(twice, column)
