"""Duty logs in the store: one a shift, frozen when handed over, accepted by name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from hallduty.clock import FixedClock
from hallduty.domain.contacts import Person
from hallduty.domain.duty_logs import Duty, DutyLog, LogState
from hallduty.domain.errors import InvalidInput, UserError
from hallduty.domain.roster import Hall, Part
from hallduty.domain.stamps import Stamp
from hallduty.store import Store

Stamps = Callable[[], Stamp]
DAY = date(2026, 11, 13)


@pytest.fixture
def hall(store: Store, stamp: Stamps) -> Hall:
    return store.roster.save_hall(Hall(0, "", "一楼办税服务厅"), stamp())


def person(store: Store, stamp: Stamps, name: str, mobile: str = "13800000001") -> Person:
    return store.contacts.save_person(Person(0, "", name, mobile=mobile), stamp())


def lead(
    store: Store, stamp: Stamps, hall: Hall, name: str, day: date, part: Part = Part.DAY
) -> Person:
    who = person(store, stamp, name)
    store.roster.set_leader(day, part, hall.id, who.id, stamp())
    return who


def words(store: Store, now: datetime) -> list[str]:
    return [each.words for each in store.duty_logs.unaccepted(now)]


def test_a_log_is_begun_written_handed_over_and_accepted(
    store: Store, stamp: Stamps, hall: Hall, clock: FixedClock
) -> None:
    lead(store, stamp, hall, "张某", DAY)
    after = lead(store, stamp, hall, "𬭎某", DAY + timedelta(days=3))
    duty = Duty(DAY, Part.DAY, hall.id)
    assert store.duty_logs.log(DAY, Part.DAY, hall.id) is None
    store.duty_logs.save(duty, {"weather": " 小雨 "}, stamp())
    log = store.duty_logs.save(duty, {"events": "无", "自己加的": "一格"}, stamp())
    assert log.fields == {"weather": "小雨", "events": "无", "自己加的": "一格"}
    assert (log.leader, log.state) == ("张某", LogState.OPEN)
    clock.at = datetime(2026, 11, 13, 17, 30)
    log = store.duty_logs.hand_over(duty, "张某", ["2026-017 处置中", "回访 3 件"], stamp())
    assert (log.handed_at, log.handed) == (clock.at, ("2026-017 处置中", "回访 3 件"))
    clock.at = datetime(2026, 11, 16, 8, 20)
    log = store.duty_logs.accept(log.id, after.id, "手机 13800000001", stamp())
    assert (log.state, log.accepted_by, log.reachable) == (
        LogState.ACCEPTED,
        "𬭎某",
        "手机 13800000001",
    )
    assert log.accepted_at == clock.at
    assert store.audit.verify().ok


def test_a_retry_after_a_power_cut_changes_nothing(store: Store, stamp: Stamps, hall: Hall) -> None:
    who = lead(store, stamp, hall, "张某", DAY)
    duty = Duty(DAY, Part.DAY, hall.id)
    typed, handed, accepted, told = stamp(), stamp(), stamp(), stamp()
    for _ in range(2):
        store.duty_logs.save(duty, {"crowd": "高峰 10 时"}, typed)
        log = store.duty_logs.hand_over(duty, "张某", ["一"], handed)
    for _ in range(2):
        log = store.duty_logs.accept(log.id, who.id, "分机 612", accepted)
    for _ in range(2):
        log = store.duty_logs.add_remark(log.id, "另有一件", told)
    assert log.handed == ("一",)
    assert log.remark == "2026-11-13 09:42 刘某某：另有一件"
    assert len(store.duty_logs.logs(DAY, DAY)) == 1
    assert store.audit.verify().ok


def test_a_log_handed_over_is_frozen_and_later_words_are_appended(
    store: Store, stamp: Stamps, hall: Hall
) -> None:
    duty = Duty(DAY, Part.DAY, hall.id)
    log = store.duty_logs.hand_over(duty, "张某", [], stamp())
    with pytest.raises(UserError, match="不能再改"):
        store.duty_logs.save(duty, {"crowd": "改"}, stamp())
    with pytest.raises(UserError, match="不能再改"):
        store.duty_logs.hand_over(duty, "李某", [], stamp())
    store.duty_logs.add_remark(log.id, "第一句", stamp())
    log = store.duty_logs.add_remark(log.id, "第二句\n换行", stamp())
    assert log.remark.split("\n") == [
        "2026-11-13 09:42 刘某某：第一句",
        "2026-11-13 09:42 刘某某：第二句 换行",
    ]
    assert store.duty_logs.log(DAY, Part.DAY, hall.id) == log


def test_a_handover_can_be_taken_back_until_somebody_accepts(
    store: Store, stamp: Stamps, hall: Hall
) -> None:
    duty = Duty(DAY, Part.DAY, hall.id)
    log = store.duty_logs.hand_over(duty, "张某", ["一"], stamp())
    log = store.duty_logs.take_back(log.id, stamp())
    assert (log.state, log.handed, log.handed_by) == (LogState.OPEN, (), "")
    store.duty_logs.save(duty, {"crowd": "改过"}, stamp())
    store.duty_logs.hand_over(duty, "张某", ["二"], stamp())
    who = person(store, stamp, "李某")
    store.duty_logs.accept(log.id, who.id, "612", stamp())
    with pytest.raises(UserError, match="不能撤回交班"):
        store.duty_logs.take_back(log.id, stamp())
    with pytest.raises(UserError, match="已由李某于"):
        store.duty_logs.accept(log.id, who.id, "613", stamp())
    assert store.duty_logs.get(log.id).reachable == "612"


def test_nobody_accepts_without_a_name_a_number_or_a_handover(
    store: Store, stamp: Stamps, hall: Hall
) -> None:
    who = person(store, stamp, "李某")
    log = store.duty_logs.save(Duty(DAY, Part.DAY, hall.id), {}, stamp())
    with pytest.raises(UserError, match="还没有交班"):
        store.duty_logs.accept(log.id, who.id, "612", stamp())
    with pytest.raises(UserError, match="还没有交班"):
        store.duty_logs.add_remark(log.id, "补", stamp())
    store.duty_logs.hand_over(log.duty, "张某", [], stamp())
    for person_id, reachable, field in (
        (None, "612", "accepted_by"),
        (who.id, " ", "reachable"),
        (who.id, "x" * 101, "reachable"),
        (9999, "612", "accepted_by"),
    ):
        with pytest.raises(InvalidInput) as caught:
            store.duty_logs.accept(log.id, person_id, reachable, stamp())
        assert [p.field for p in caught.value.problems] == [field]
    store.contacts.set_person_active(who.id, False, stamp())
    with pytest.raises(InvalidInput, match="李某已停用"):
        store.duty_logs.accept(log.id, who.id, "612", stamp())
    assert store.duty_logs.get(log.id).state is LogState.HANDED


def test_nobody_accepts_before_it_was_handed_over_by_a_clock_that_went_back(
    store: Store, stamp: Stamps, hall: Hall, clock: FixedClock
) -> None:
    who = lead(store, stamp, hall, "张某", DAY)
    duty = Duty(DAY, Part.DAY, hall.id)
    clock.at = datetime(2026, 11, 13, 17, 30)
    log = store.duty_logs.hand_over(duty, "张某", [], stamp())
    clock.at = datetime(2026, 11, 13, 8, 0)
    with pytest.raises(UserError, match=r"校准电脑时间.*撤回交班"):
        store.duty_logs.accept(log.id, who.id, "手机", stamp())
    assert store.duty_logs.get(log.id).state is LogState.HANDED
    # The way out when it was the handover that bears the wrong time.
    store.duty_logs.take_back(log.id, stamp())
    store.duty_logs.hand_over(duty, "张某", [], stamp())
    log = store.duty_logs.accept(log.id, who.id, "手机", stamp())
    assert log.accepted_at == clock.at


def test_bad_input_is_refused_and_nothing_is_begun(store: Store, stamp: Stamps, hall: Hall) -> None:
    tomorrow = Duty(DAY + timedelta(days=1), Part.DAY, hall.id)
    with pytest.raises(InvalidInput, match="还没有到"):
        store.duty_logs.save(tomorrow, {"crowd": "x"}, stamp())
    with pytest.raises(InvalidInput, match="还没有到"):
        store.duty_logs.hand_over(tomorrow, "张某", [], stamp())
    today = Duty(DAY, Part.DAY, hall.id)
    for fields in ({"crowd": "税" * 20_001}, {"crowd": "反\u202e"}, {"crowd": "\x00"}):
        with pytest.raises(InvalidInput):
            store.duty_logs.save(today, fields, stamp())
    for name, lines in (("", []), ("张某", ["x"] * 201), ("张某", ["\u202e"])):
        with pytest.raises(InvalidInput):
            store.duty_logs.hand_over(today, name, lines, stamp())
    with pytest.raises(UserError, match="没有这份值班日志"):
        store.duty_logs.get(77)
    assert store.duty_logs.logs(date(2000, 1, 1), date(2100, 1, 1)) == []


def test_a_shift_without_a_leader_can_still_be_logged(
    store: Store, stamp: Stamps, hall: Hall
) -> None:
    log = store.duty_logs.save(Duty(DAY, Part.DAY, hall.id), {"events": "停电"}, stamp())
    assert (log.leader_id, log.leader) == (None, "")
    assert store.duty_logs.hand_over(log.duty, "值班员", [], stamp()).handed_by == "值班员"


def test_the_leader_of_the_log_follows_the_roster_until_it_is_handed_over(
    store: Store, stamp: Stamps, hall: Hall
) -> None:
    lead(store, stamp, hall, "张某", DAY)
    duty = Duty(DAY, Part.DAY, hall.id)
    assert store.duty_logs.save(duty, {"crowd": "一"}, stamp()).leader == "张某"
    lead(store, stamp, hall, "李某", DAY)
    assert store.duty_logs.save(duty, {"crowd": "二"}, stamp()).leader == "李某"
    store.duty_logs.hand_over(duty, "李某", [], stamp())
    lead(store, stamp, hall, "王某", DAY)
    log = store.duty_logs.log(DAY, Part.DAY, hall.id)
    assert log is not None
    assert log.leader == "李某"


def test_halves_have_logs_of_their_own_and_halls_too(
    store: Store, stamp: Stamps, hall: Hall
) -> None:
    other = store.roster.save_hall(Hall(0, "", "二楼办税服务厅"), stamp())
    lead(store, stamp, hall, "张某", DAY, Part.MORNING)
    lead(store, stamp, hall, "李某", DAY, Part.AFTERNOON)
    morning = store.duty_logs.save(Duty(DAY, Part.MORNING, hall.id), {"crowd": "上"}, stamp())
    afternoon = store.duty_logs.save(Duty(DAY, Part.AFTERNOON, hall.id), {"crowd": "下"}, stamp())
    store.duty_logs.save(Duty(DAY, Part.DAY, other.id), {"crowd": "二楼"}, stamp())
    assert (morning.leader, afternoon.leader) == ("张某", "李某")
    assert (
        store.duty_logs.blank(Duty(DAY, Part.DAY, hall.id)).leader == "张某（上午）、李某（下午）"
    )
    found = store.duty_logs.logs(DAY, DAY, hall.id)
    assert [log.fields["crowd"] for log in found] == ["上", "下"]
    assert len(store.duty_logs.logs(DAY, DAY)) == 3


def test_a_hall_that_keeps_logs_is_reminded_until_the_shift_is_accepted(
    store: Store, stamp: Stamps, hall: Hall, clock: FixedClock
) -> None:
    first = lead(store, stamp, hall, "张某", DAY)
    second = lead(store, stamp, hall, "李某", DAY + timedelta(days=3))
    lead(store, stamp, hall, "赵某", DAY - timedelta(days=1))
    monday = datetime(2026, 11, 16, 8, 20)
    # No log was ever kept: nobody is nagged about days gone by.
    assert words(store, clock.now()) == words(store, monday) == []
    duty = Duty(DAY, Part.DAY, hall.id)
    store.duty_logs.save(duty, {"weather": "晴"}, stamp())
    assert words(store, clock.now()) == []
    assert words(store, datetime(2026, 11, 14, 0, 0)) == ["11月13日（张某）未交班"]
    clock.at = clock.at.replace(hour=17)
    log = store.duty_logs.hand_over(duty, "张某", [], stamp())
    assert words(store, clock.now()) == ["11月13日（张某）待接班"]
    clock.at = monday
    store.duty_logs.accept(log.id, second.id, "612", stamp())
    assert words(store, monday) == []
    # Monday ends, and nobody has written its log at all.
    tuesday = monday + timedelta(days=1)
    assert words(store, tuesday) == ["11月16日（李某）未写"]
    assert first.id != second.id


def test_morning_and_afternoon_hand_over_at_noon(
    store: Store, stamp: Stamps, hall: Hall, clock: FixedClock
) -> None:
    lead(store, stamp, hall, "张某", DAY, Part.MORNING)
    lead(store, stamp, hall, "李某", DAY, Part.AFTERNOON)
    store.duty_logs.save(Duty(DAY, Part.MORNING, hall.id), {"crowd": "上"}, stamp())
    assert words(store, clock.now().replace(hour=11, minute=59)) == []
    assert words(store, clock.now().replace(hour=12, minute=0)) == ["11月13日上午（张某）未交班"]


def test_a_hundred_shifts_are_told_apart_quickly(store: Store, stamp: Stamps, hall: Hall) -> None:
    who = person(store, stamp, "张某")
    for number in range(100, 0, -1):
        day = DAY - timedelta(days=number)
        duty = Duty(day, Part.DAY, hall.id)
        store.roster.set_leader(day, Part.DAY, hall.id, who.id, stamp())
        log: DutyLog = store.duty_logs.hand_over(duty, "张某", [], stamp())
        if number != 50:
            store.duty_logs.accept(log.id, who.id, "612", stamp())
    assert store.duty_logs.unaccepted(datetime(2026, 11, 13, 8, 0)) == []
    assert len(store.duty_logs.logs(DAY - timedelta(days=100), DAY)) == 100
