"""Notices in the file: made, posted, replaced in one write, taken down; what hangs where."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from hallduty.clock import FixedClock
from hallduty.domain.errors import InvalidInput, UserError
from hallduty.domain.incidents import EntryKind, Incident
from hallduty.domain.notices import NewNotice, Notice, NoticeKind
from hallduty.domain.stamps import Stamp
from hallduty.store import Store
from tests.conftest import FAULT_AT

Stamps = Callable[[], Stamp]
NEW = NewNotice(
    NoticeKind.FAULT,
    "因税务端系统故障……\n特此公告。",
    "系统故障，预计10:30恢复。",
    FAULT_AT.replace(hour=10, minute=30),
    40,
    ("大厅入口", "电子屏", "大厅入口"),
)


@pytest.fixture
def made(store: Store, fault: Incident, stamp: Stamps) -> Notice:
    return store.notices.make(fault.id, NEW, (), stamp())


def told(store: Store, fault: Incident) -> list[str]:
    return [e.text for e in store.incidents.entries(fault.id) if e.kind is EntryKind.NOTICE]


def up(store: Store, fault: Incident) -> list[str]:
    return [each.place for each in store.notices.postings(fault.id) if each.hangs]


def test_a_notice_is_made_posted_and_told(store: Store, fault: Incident, made: Notice) -> None:
    assert made == store.notices.of(fault.id)[0]
    assert (made.short, made.wait_minutes, made.made_by) == (NEW.short, 40, "刘某某")
    assert up(store, fault) == ["大厅入口", "电子屏"]
    assert told(store, fault) == [
        "发布故障公告，张贴于大厅入口、电子屏，预计恢复10:30，预计等候约40分钟"
    ]
    dossier = store.incidents.dossier(fault.id)
    assert dossier.notices == (made,)
    assert len(dossier.postings) == 2
    assert store.audit.verify().ok


def test_a_new_version_takes_the_old_one_down_in_the_same_write(
    store: Store, fault: Incident, made: Notice, stamp: Stamps, clock: FixedClock
) -> None:
    clock.advance(minutes=50)
    old = [each.id for each in store.notices.postings(fault.id)]
    until = FAULT_AT.replace(hour=11)
    later = replace(NEW, expected_at=until, wait_minutes=None, places=("大厅入口", "导税台"))
    store.notices.make(fault.id, later, old, stamp())
    assert up(store, fault) == ["大厅入口", "导税台"]
    assert told(store, fault)[-1] == (
        "发布故障公告，张贴于大厅入口、导税台，预计恢复11:42，"
        "撤下原故障公告（09:42发布）：大厅入口、电子屏"
    )


def test_posting_further_and_taking_down_one_or_all(
    store: Store, fault: Incident, made: Notice, stamp: Stamps
) -> None:
    store.notices.post(made.id, ["电子屏", "微信群"], stamp())
    assert up(store, fault) == ["大厅入口", "电子屏", "微信群"]
    first, *rest = store.notices.postings(fault.id)
    store.notices.withdraw(fault.id, [first.id], stamp())
    assert up(store, fault) == ["电子屏", "微信群"]
    assert store.notices.withdraw(fault.id, [each.id for each in (first, *rest)], stamp()) == []
    assert told(store, fault)[1:] == [
        "故障公告张贴于微信群",
        "撤下故障公告（09:42发布）：大厅入口",
        "撤下故障公告（09:42发布）：电子屏、微信群",
    ]
    # What is down already is told no second time.
    store.notices.withdraw(fault.id, [first.id], stamp())
    assert len(told(store, fault)) == 4


def test_what_comes_down_says_which_notice_and_which_version_it_was(
    store: Store, fault: Incident, made: Notice, stamp: Stamps, clock: FixedClock
) -> None:
    clock.advance(minutes=8)
    beside = replace(NEW, kind=NoticeKind.EXTENDED, expected_at=FAULT_AT.replace(hour=18))
    store.notices.make(fault.id, replace(beside, places=("导税台",)), (), stamp())
    clock.advance(minutes=32)
    later = replace(NEW, expected_at=FAULT_AT.replace(hour=11), places=("大厅入口",))
    store.notices.make(fault.id, later, (), stamp())
    clock.advance(days=1)
    again = stamp()
    ids = [each.id for each in store.notices.postings(fault.id)]
    store.notices.withdraw(fault.id, ids, again)
    assert told(store, fault)[-1] == (
        "撤下故障公告（11-13 09:42发布）：大厅入口、电子屏；"
        "延时服务公告（11-13 09:50发布）：导税台；故障公告（11-13 10:22发布第2版）：大厅入口"
    )
    # The click repeated after a power cut tells it no second time.
    store.notices.withdraw(fault.id, ids, again)
    assert len(told(store, fault)) == 4


def test_what_is_left_open_is_named_and_nothing_written(
    store: Store, fault: Incident, stamp: Stamps
) -> None:
    for text, named in (
        ("预计【预计恢复时间】恢复", "待填写：【预计恢复时间】"),
        ("预计【恢复时刻】恢复", "不认识的占位：【恢复时刻】"),
        ("到【一楼", "没有成对"),
    ):
        with pytest.raises(InvalidInput, match=named):
            store.notices.make(fault.id, replace(NEW, text=text), (), stamp())
        with pytest.raises(InvalidInput, match=named):
            store.notices.make(fault.id, replace(NEW, short=text), (), stamp())
    assert store.notices.of(fault.id) == []
    assert told(store, fault) == []


def test_what_hangs_in_all_halls_also_of_closed_incidents(
    store: Store, fault: Incident, made: Notice, stamp: Stamps, clock: FixedClock
) -> None:
    (incident, hanging) = store.notices.hanging()[0]
    assert (incident, hanging.notice, hanging.places) == (fault, made, "大厅入口、电子屏")
    clock.advance(minutes=76)
    store.incidents.recover(fault.id, clock.now(), stamp())
    owed = store.incidents.owed(fault.id)
    assert owed.notices == 2
    assert "公告还有 2 处没有撤下" in owed.sentences()
    store.incidents.close(fault.id, clock.now(), stamp(), "先办结")
    (incident, hanging) = store.notices.hanging()[0]
    assert hanging.trouble(incident, clock.now()) == "公告已过期"


def test_a_void_incident_takes_no_notice_but_its_paper_comes_down(
    store: Store, fault: Incident, made: Notice, stamp: Stamps
) -> None:
    store.incidents.void(fault.id, "误登记", stamp())
    with pytest.raises(UserError, match="已作废"):
        store.notices.make(fault.id, NEW, (), stamp())
    with pytest.raises(UserError, match="已作废"):
        store.notices.post(made.id, ["微信群"], stamp())
    store.notices.withdraw(fault.id, [p.id for p in store.notices.postings(fault.id)], stamp())
    assert store.notices.hanging() == []


def test_told_later_with_its_true_times(
    store: Store, fault: Incident, stamp: Stamps, clock: FixedClock
) -> None:
    clock.advance(minutes=300)
    posted = FAULT_AT + timedelta(minutes=9)
    made = store.notices.make(fault.id, NEW, (), stamp(), posted)
    assert made.made_at == posted
    gone = FAULT_AT + timedelta(minutes=76)
    ids = [each.id for each in store.notices.postings(fault.id)]
    store.notices.withdraw(fault.id, ids, stamp(), gone)
    assert {(p.posted_at, p.withdrawn_at) for p in store.notices.postings(fault.id)} == {
        (posted, gone)
    }
    with pytest.raises(InvalidInput, match="晚于现在"):
        store.notices.make(fault.id, NEW, (), stamp(), clock.now() + timedelta(hours=1))
