"""The hall picture, the crowd desk and the register on a real file."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from hallduty.clock import FixedClock
from hallduty.domain.appointments import (
    AppointmentKind,
    AppointmentOutcome,
    NewAppointment,
    NewExtension,
)
from hallduty.domain.crowd import SPECIAL_WINDOW, CrowdReading
from hallduty.domain.dossiers import Dossier
from hallduty.domain.errors import InvalidInput, UserError
from hallduty.domain.hall import Device, DeviceKind, Picture
from hallduty.domain.hall_grid import arranged, cells_of, key_of, moved
from hallduty.domain.handling_columns import HANDLING_COLUMNS
from hallduty.domain.incidents import Incident, NewIncident
from hallduty.domain.narrative_impact import impact, impact_text
from hallduty.domain.plan import Plan
from hallduty.domain.printings import dossier_digest
from hallduty.domain.roster import Hall
from hallduty.domain.stamps import Stamp
from hallduty.store import FILE_NAME, Store

Stamps = Callable[[], Stamp]


@pytest.fixture
def hall(store: Store, stamp: Stamps) -> Hall:
    made = store.roster.save_hall(Hall(0, "", "第一办税服务厅"), stamp())
    store.roster.set_window_count(made.id, 6, stamp())
    return made


def said(store: Store, incident: Incident) -> list[str]:
    return [entry.text for entry in store.incidents.entries(incident.id)]


def device(picture: Picture, kind: DeviceKind) -> Device:
    return next(d for d in picture.devices if d.kind is kind)


def test_a_window_goes_down_and_up_with_an_outage_in_the_same_write(
    store: Store, hall: Hall, stamp: Stamps, clock: FixedClock
) -> None:
    window = store.hall.picture(hall.id).windows[2]
    (outage,) = store.hall.mark_down([window], stamp())
    assert not store.roster.windows(hall.id)[2].up
    assert (outage.window_id, outage.down_at, outage.incident_id) == (window.id, clock.now(), None)
    assert store.hall.mark_down([window], stamp()) == [outage]
    clock.advance(minutes=20)
    store.hall.mark_up([window], stamp())
    assert store.roster.windows(hall.id)[2].up
    assert store.hall.open_outages() == []
    idle = store.hall.idle([hall.id], clock.now() - timedelta(hours=1), clock.now())
    assert [(o.down_at.minute, o.up_at) for o in idle] == [(42, clock.now())]
    assert store.audit.verify().ok


def test_the_settings_way_to_switch_a_window_keeps_outages_too(
    store: Store, hall: Hall, stamp: Stamps
) -> None:
    window = store.roster.windows(hall.id)[0]
    down = store.roster.save_window(replace(window, up=False), stamp())
    store.roster.save_window(replace(down, kind="发票"), stamp())
    assert len(store.hall.open_outages(hall.id)) == 1
    store.roster.save_window(replace(down, up=True), stamp())
    assert store.hall.open_outages(hall.id) == []


def test_outages_belong_to_their_incident_whose_field_and_timeline_say_so(
    store: Store, hall: Hall, plan: Plan, stamp: Stamps, clock: FixedClock, fault: Incident
) -> None:
    picture = store.hall.picture(hall.id)
    one, two, *_ = picture.windows
    store.hall.mark_down([one], stamp(), fault.id)
    clock.advance(minutes=3)
    (second,) = store.hall.mark_down([two], stamp())
    clock.advance(minutes=2)
    store.hall.attach([second.id], fault.id, stamp())
    assert store.incidents.get(fault.id).windows == "1—2号"
    entries = store.incidents.entries(fault.id)
    assert [e.text for e in entries[-2:]] == ["1号窗口停用", "2号窗口停用"]
    assert entries[-1].at == second.down_at
    # Joined to the wrong one: moved, and both timelines say so.
    new = NewIncident("device", "window_pc", "", clock.now())
    other = store.incidents.register(new, plan, stamp())
    store.hall.attach([second.id], other.id, stamp())
    assert "2号窗口的停用改记入其他事件" in said(store, fault)
    assert said(store, other)[-1] == "2号窗口停用"
    assert [o.window_id for o in store.hall.of(fault.id)] == [one.id]
    assert store.hall.end_all(fault.id, stamp()) == 1
    assert said(store, fault)[-1] == "1号窗口恢复使用"
    assert store.hall.end_all(fault.id, stamp()) == 0


def test_power_of_a_hall_without_devices_is_entered_when_it_fails(
    store: Store, hall: Hall, stamp: Stamps, fault: Incident
) -> None:
    power = device(store.hall.picture(hall.id), DeviceKind.POWER)
    assert power.id == 0
    store.hall.mark_down([power], stamp(), fault.id)
    picture = store.hall.picture(hall.id)
    assert [(d.name, d.up) for d in picture.devices] == [
        ("自助机", True),
        ("叫号机", True),
        ("供电", False),
        ("网络", True),
    ]
    assert store.incidents.get(fault.id).windows == "1—6号"
    assert said(store, fault)[-1] == "供电停用"
    # The old tile, not yet refreshed, still finds it.
    store.hall.mark_up([power], stamp())
    assert device(store.hall.picture(hall.id), DeviceKind.POWER).up
    assert said(store, fault)[-1] == "供电恢复使用"


def test_the_hall_is_arranged_once_in_one_write(store: Store, hall: Hall, stamp: Stamps) -> None:
    picture = store.hall.picture(hall.id)
    power = device(picture, DeviceKind.POWER)
    placed = moved(arranged(picture), key_of(power), (0, 8))
    store.hall.arrange(hall.id, cells_of(placed), stamp())
    again = arranged(store.hall.picture(hall.id))
    assert [each.cell for each in again] == [each.cell for each in placed]
    with pytest.raises(InvalidInput):
        store.hall.arrange(hall.id, {key_of(again[0].part): (-1, 0)}, stamp())
    assert store.audit.verify().ok


def test_devices_are_added_renamed_and_retired(store: Store, hall: Hall, stamp: Stamps) -> None:
    new = Device(0, "", hall.id, DeviceKind.SELF_SERVICE, "自助机2")
    made = store.hall.save_device(new, stamp())
    names = [d.name for d in store.hall.picture(hall.id).devices]
    assert names == ["自助机", "叫号机", "供电", "网络", "自助机2"]
    with pytest.raises(InvalidInput, match="已有设备"):
        store.hall.save_device(new, stamp())
    renamed = store.hall.save_device(replace(made, name="自助机·东 𬭎"), stamp())
    assert renamed.name == "自助机·东 𬭎"
    store.hall.mark_down([renamed], stamp())
    store.hall.save_device(replace(renamed, active=False), stamp())
    assert store.hall.open_outages() == []
    assert len(arranged(store.hall.picture(hall.id))) == 6 + 4


def test_times_of_an_outage_are_corrected_but_never_turned_round(
    store: Store, hall: Hall, stamp: Stamps, clock: FixedClock, fault: Incident
) -> None:
    (outage,) = store.hall.mark_down(store.hall.picture(hall.id).windows[:1], stamp(), fault.id)
    clock.advance(minutes=30)
    down, up = outage.down_at - timedelta(minutes=4), outage.down_at + timedelta(minutes=20)
    amended = store.hall.amend(outage.id, down, up, stamp())
    assert (amended.down_at, amended.up_at) == (down, up)
    assert store.roster.windows(hall.id)[0].up
    assert said(store, fault)[-1] == "更正停用时间：1号窗口 09:38—10:02"
    with pytest.raises(InvalidInput, match="早于停用时间"):
        store.hall.amend(outage.id, up, down, stamp())
    with pytest.raises(InvalidInput, match="晚于现在"):
        store.hall.amend(outage.id, clock.now() + timedelta(hours=1), None, stamp())


def test_nothing_is_written_into_a_void_incident(
    store: Store, hall: Hall, stamp: Stamps, fault: Incident
) -> None:
    store.incidents.void(fault.id, "重复登记", stamp())
    (window, *_) = store.hall.picture(hall.id).windows
    with pytest.raises(UserError, match="已作废"):
        store.hall.mark_down([window], stamp(), fault.id)
    assert store.roster.windows(hall.id)[0].up
    with pytest.raises(UserError, match="已作废"):
        store.crowd.keep(_reading(fault.id), stamp())
    booked = NewAppointment(
        AppointmentKind.APPOINTMENT, "张三", "", "", datetime(2026, 11, 14), fault.id
    )
    with pytest.raises(UserError, match="已作废"):
        store.appointments.add(booked, stamp())
    with pytest.raises(UserError, match="已作废"):
        store.appointments.begin(NewExtension(datetime(2026, 11, 13, 18), incident_id=fault.id),
                                 stamp())  # fmt: skip


def _reading(incident_id: int | None = None, hall_id: int | None = None) -> CrowdReading:
    at = datetime(2026, 11, 13, 9, 42)
    measures = (SPECIAL_WINDOW,)
    return CrowdReading(0, "", incident_id, hall_id, at, "", 60, 6, 8.0, None, 80.0, measures)


def test_a_reading_is_kept_with_what_was_decided(
    store: Store, hall: Hall, stamp: Stamps, clock: FixedClock, fault: Incident
) -> None:
    kept = store.crowd.keep(_reading(fault.id, hall.id), stamp())
    assert (kept.at, kept.actor, kept.measures) == (clock.now(), "刘某某", (SPECIAL_WINDOW,))
    assert said(store, fault)[-1] == (
        "等候 60 人，开放 6 个窗口，每笔 8 分钟，最后一位约等 1 小时 20 分；决定：增开专窗"
    )
    alone = store.crowd.keep(_reading(None, hall.id), stamp(), clock.now() - timedelta(minutes=5))
    assert store.crowd.of(fault.id) == [kept]
    assert store.crowd.on_day(date(2026, 11, 13), hall.id) == [alone, kept]
    assert store.incidents.dossier(fault.id).readings == (kept,)
    with pytest.raises(InvalidInput, match="0 分钟"):
        store.crowd.keep(replace(_reading(), minutes=0), stamp())


def test_the_register_keeps_people_in_their_rows_only(
    store: Store, hall: Hall, stamp: Stamps, clock: FixedClock, fault: Incident
) -> None:
    due = datetime(2026, 11, 16, 9, 0)
    new = NewAppointment(
        AppointmentKind.APPOINTMENT, "欧阳三", "138 1234 5678", "企业所得税", due, fault.id, hall.id
    )
    made = store.appointments.add(new, stamp())
    assert (made.phone, made.outcome) == ("13812345678", AppointmentOutcome.OPEN)
    assert said(store, fault)[-1] == f"登记预约（第 {made.id} 号）"
    served = store.appointments.settle(
        made.id, AppointmentOutcome.SERVED, stamp(), window="3号", served_by="王某"
    )
    assert (served.served_by, served.window, served.served_at) == ("王某", "3号", clock.now())
    opened = store.appointments.settle(made.id, AppointmentOutcome.OPEN, stamp())
    assert (opened.served_at, opened.served_by, opened.window) == (None, "", "")
    missed = store.appointments.settle(made.id, AppointmentOutcome.MISSED, stamp())
    assert missed.served_by == "刘某某"
    assert store.appointments.on_day(due.date(), hall.id) == [missed]
    with closing(sqlite3.connect(store.folder / FILE_NAME)) as raw:
        tables = "audit", "entry"
        told = "".join(str(row) for t in tables for row in raw.execute(f"SELECT * FROM {t}"))
    assert not any(word in told for word in ("欧阳", "13812345678", "企业所得税"))


def test_people_are_forgotten_after_their_time_whatever_became_of_them(
    store: Store, hall: Hall, stamp: Stamps, clock: FixedClock
) -> None:
    now = clock.now()
    for days, who in ((-40, "甲"), (-40, "乙"), (3, "丙")):
        new = NewAppointment(
            AppointmentKind.APPOINTMENT, who, "", "申报", now + timedelta(days=days), None, hall.id
        )
        store.appointments.add(new, stamp())
    (first, *_) = store.appointments.on_day((now - timedelta(days=40)).date())
    store.appointments.settle(first.id, AppointmentOutcome.SERVED, stamp())
    before = now - timedelta(days=30)
    assert store.appointments.forget(before, stamp()) == 1
    clock.advance(days=31)
    assert store.appointments.forget(clock.now() - timedelta(days=30), stamp()) == 1
    left = store.appointments.on_day((now + timedelta(days=3)).date())
    assert [each.who for each in left] == ["丙"]
    assert store.audit.verify().ok


def test_one_extended_service_runs_at_a_time_and_ends_with_a_count(
    store: Store, hall: Hall, stamp: Stamps, clock: FixedClock, fault: Incident
) -> None:
    clock.at = datetime(2026, 11, 13, 16, 50)
    until = datetime(2026, 11, 13, 18, 10)
    new = NewExtension(until, "王某某、李某", "1—6号", 23, fault.id, hall.id)
    begun = store.appointments.begin(new, stamp())
    assert said(store, fault)[-1].startswith("开始延时服务，延时至 18:10，窗口 1—6号")
    with pytest.raises(UserError, match="请先结束"):
        store.appointments.begin(new, stamp())
    longer = store.appointments.prolong(begun.id, until + timedelta(minutes=20), stamp())
    assert longer.until.hour == 18
    clock.at = datetime(2026, 11, 13, 18, 5)
    with pytest.raises(InvalidInput, match="办结人数"):
        store.appointments.end(begun.id, -1, stamp())
    ended = store.appointments.end(begun.id, 23, stamp())
    assert (ended.ended_at, ended.served) == (clock.now(), 23)
    assert said(store, fault)[-1] == "延时服务结束，办结 23 人"
    assert store.appointments.running(hall.id) is None
    assert store.appointments.extensions(clock.now().date(), hall.id) == [ended]


HOURS = ((time(8, 30), time(12, 0)), (time(13, 30), time(17, 0)))


def test_a_power_cut_costs_every_window_its_opening_hours_in_report_and_export(
    store: Store, plan: Plan, hall: Hall, stamp: Stamps, clock: FixedClock
) -> None:
    cut = clock.at.replace(hour=11, minute=30)
    clock.at = cut
    new = NewIncident("power", "", "", cut, place="3—4号窗口", hall_id=hall.id)
    incident = store.incidents.register(new, plan, stamp())
    power = device(store.hall.picture(hall.id), DeviceKind.POWER)
    store.hall.mark_down([power], stamp(), incident.id)

    def reckoned() -> Dossier:
        dossier = store.incidents.dossier(incident.id)
        return store.sites.reckoned(dossier, HOURS, lambda day: True)

    # While it lasts the loss is not known, and no guess is made from the words of the place.
    assert reckoned().loss is None
    assert impact(reckoned()).window_minutes is None
    clock.at = cut.replace(hour=14, minute=0)
    store.hall.mark_up([power], stamp())
    store.incidents.recover(incident.id, clock.at, stamp())
    # 30 minutes before the noon break and 30 after it, six windows: not 150 minutes of two.
    found = impact(reckoned())
    assert (found.windows, found.window_minutes, found.minutes) == (6, 360, 150)
    assert "停用窗口6个，业务中断150分钟，损失窗口时间360分钟" in impact_text(reckoned())
    (line,) = store.sites.each_reckoned([reckoned()], HOURS, lambda day: True)
    assert HANDLING_COLUMNS["window_minutes"][2](line) == 360
    # What was reckoned is no change of the paper.
    assert dossier_digest(line) == dossier_digest(store.incidents.dossier(incident.id))


def test_a_broken_machine_leaves_the_windows_that_the_form_names(
    store: Store, plan: Plan, hall: Hall, stamp: Stamps, clock: FixedClock
) -> None:
    new = NewIncident("device", "", "", clock.at, place="3—4号窗口", hall_id=hall.id)
    incident = store.incidents.register(new, plan, stamp())
    machine = device(store.hall.picture(hall.id), DeviceKind.SELF_SERVICE)
    store.hall.mark_down([machine], stamp(), incident.id)
    clock.advance(minutes=10)
    store.hall.mark_up([machine], stamp())
    store.incidents.recover(incident.id, clock.at, stamp())
    dossier = store.sites.reckoned(store.incidents.dossier(incident.id), HOURS, lambda day: True)
    assert dossier.loss is None
    assert (impact(dossier).windows, impact(dossier).window_minutes) == (2, 20)
