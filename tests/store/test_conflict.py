"""Recordings of conflicts: noted, moved, secured in time, on a real file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from hallduty.domain.conflict import NewFootage, proposed
from hallduty.domain.errors import InvalidInput, UserError
from hallduty.domain.incidents import Incident, NewIncident
from hallduty.domain.plan import Plan
from hallduty.domain.stamps import Stamp
from hallduty.store import Store
from tests.conftest import FAULT_AT

Stamps = Callable[[], Stamp]


@pytest.fixture
def quarrel(store: Store, plan: Plan, stamp: Stamps) -> Incident:
    new = NewIncident("conflict", "conflict", "normal", FAULT_AT, place="5号窗口")
    return store.incidents.register(new, plan, stamp())


def test_a_recording_is_owed_until_it_is_secured(
    store: Store, plan: Plan, quarrel: Incident, stamp: Stamps
) -> None:
    footage = store.conflict.note(quarrel.id, proposed(FAULT_AT, FAULT_AT, "窗口区"), 15, stamp())
    assert footage.span_text() == "09:32–09:47"
    assert footage.expires_on == date(2026, 11, 28)
    last = store.incidents.entries(quarrel.id)[-1]
    assert last.text == "需保全监控09:32–09:47（窗口区），录像保留至11月28日"
    assert "监控录像还有 1 段未保全" in store.incidents.owed(quarrel.id, plan).sentences()
    assert store.conflict.open_footage() == [footage]
    done = store.conflict.secure(footage.id, "导出到移动硬盘", stamp())
    assert (done.is_open, done.secured_by, done.storage) == (False, "刘某某", "导出到移动硬盘")
    last = store.incidents.entries(quarrel.id)[-1]
    assert last.text == "已保全监控09:32–09:47（窗口区），导出到移动硬盘"
    assert store.incidents.owed(quarrel.id, plan).footage == 0
    assert store.conflict.open_footage() == []
    with pytest.raises(UserError, match="已经保全过"):
        store.conflict.secure(footage.id, "", stamp())
    assert store.audit.verify().ok


def test_moving_the_stretch_moves_the_day_it_is_overwritten(
    store: Store, quarrel: Incident, stamp: Stamps
) -> None:
    at = datetime(2026, 11, 13, 0, 3)
    footage = store.conflict.note(quarrel.id, NewFootage("", at, FAULT_AT), 15, stamp())
    before = NewFootage("大厅入口", at - timedelta(minutes=5), FAULT_AT)
    moved = store.conflict.move(footage.id, before, 15, stamp())
    assert (moved.camera, moved.expires_on) == ("大厅入口", date(2026, 11, 27))
    assert len(store.incidents.entries(quarrel.id)) == 2


def test_a_stretch_that_cannot_be_is_refused(
    store: Store, quarrel: Incident, stamp: Stamps
) -> None:
    for new, field, words in (
        (NewFootage("", FAULT_AT + timedelta(hours=1), FAULT_AT), "from_at", "晚于现在"),
        (NewFootage("", FAULT_AT, FAULT_AT - timedelta(hours=1)), "to_at", "早于开始时间"),
        (NewFootage("", FAULT_AT - timedelta(hours=13), FAULT_AT), "to_at", "最长 12 小时"),
        (NewFootage("机" * 101, FAULT_AT, FAULT_AT), "camera", "最多 100 字"),
    ):
        with pytest.raises(InvalidInput) as caught:
            store.conflict.note(quarrel.id, new, 15, stamp())
        assert words in caught.value.message_for(field)


def test_drills_and_void_incidents_ask_for_no_recording(
    store: Store, plan: Plan, quarrel: Incident, stamp: Stamps
) -> None:
    drill = NewIncident("conflict", "conflict", "normal", FAULT_AT, drill=True)
    for incident in (quarrel, store.incidents.register(drill, plan, stamp())):
        store.conflict.note(incident.id, proposed(FAULT_AT, FAULT_AT), 15, stamp())
    assert [f.incident_id for f in store.conflict.open_footage()] == [quarrel.id]
    store.incidents.void(quarrel.id, "误登记", stamp())
    assert store.conflict.open_footage() == []
    with pytest.raises(UserError, match="已作废"):
        store.conflict.note(quarrel.id, proposed(FAULT_AT, FAULT_AT), 15, stamp())
