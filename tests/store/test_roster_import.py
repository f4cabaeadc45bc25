"""An imported roster comes in whole or not at all, marked as set by hand; what it means is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from hallduty.domain.contacts import Person
from hallduty.domain.errors import InvalidInput, UserError
from hallduty.domain.imports import ImportCheck
from hallduty.domain.roster import LEADER, Hall, Part, Shift
from hallduty.domain.roster_import import RosterRow
from hallduty.domain.rota import Leave
from hallduty.domain.stamps import Stamp
from hallduty.store import Store

Stamps = Callable[[], Stamp]
DAY = date(2026, 11, 3)


@pytest.fixture
def hall(store: Store, stamp: Stamps) -> Hall:
    return store.roster.save_hall(Hall(0, "", "第一厅"), stamp())


@pytest.fixture
def ids(store: Store, stamp: Stamps) -> list[int]:
    names = ("甲某", "乙某", "丙某", "丁某")
    return [store.contacts.save_person(Person(0, "", name), stamp()).id for name in names]


def row(
    post: str, *ids: int, day: date = DAY, part: Part = Part.DAY, remark: str = ""
) -> RosterRow:
    return RosterRow(day, part, post, ids, "C4", remark)


def shifts(store: Store) -> list[Shift]:
    return store.roster.shifts(date(2026, 1, 1), date(2026, 12, 31))


def test_rows_become_shifts_set_by_hand(
    store: Store, hall: Hall, ids: list[int], stamp: Stamps
) -> None:
    a, b, c, d = ids
    rows = [
        row(LEADER, a),
        row("导税", b, c),
        row("", remark="开放日"),
        row("技术", d, part=Part.MORNING),
    ]
    assert store.roster_import.take(rows, hall.id, stamp()) == 3
    whole, half = shifts(store)
    assert (whole.leader_id, dict(whole.posts), whole.remark) == (a, {"导税": (b, c)}, "开放日")
    assert set(whole.by_hand) == {LEADER, "导税"}
    assert (half.part, dict(half.posts)) == (Part.MORNING, {"技术": (d,)})


def test_a_post_replaces_the_whole_day_and_what_the_file_leaves_out_stays(
    store: Store, hall: Hall, ids: list[int], stamp: Stamps
) -> None:
    a, b, c, d = ids
    store.roster.set_post(DAY, Part.MORNING, hall.id, LEADER, [a], stamp())
    store.roster.set_post(DAY, Part.AFTERNOON, hall.id, LEADER, [b], stamp())
    store.roster.set_post(DAY, Part.DAY, hall.id, "导税", [d], stamp())
    store.roster_import.take([row(LEADER, c, part=Part.MORNING)], hall.id, stamp())
    held = {(s.part, post): s.holders(post) for s in shifts(store) for post in (LEADER, "导税")}
    assert held[Part.MORNING, LEADER] == (c,)
    assert held[Part.AFTERNOON, LEADER] == ()
    assert held[Part.DAY, "导税"] == (d,)


def test_nothing_is_half_imported(store: Store, hall: Hall, ids: list[int], stamp: Stamps) -> None:
    store.contacts.set_person_active(ids[3], False, stamp())
    good = [row(LEADER, ids[0], day=date(2026, 11, n)) for n in range(1, 29)]
    bad = [
        [row("导税", ids[3])],
        [row("导税", 9_999)],
        [row("导税", ids[0], ids[0])],
        [row(LEADER, ids[0], ids[1], day=date(2026, 12, 1))],
        [row(LEADER, ids[0], day=date(1999, 1, 1))],
        [row("", remark="长" * 500)],
    ]
    for each in bad:
        with pytest.raises(UserError):
            store.roster_import.take([*good, *each], hall.id, stamp())
    with pytest.raises(UserError):
        store.roster_import.take(good, 77, stamp())
    with pytest.raises(UserError):
        store.roster_import.take([], hall.id, stamp())
    assert shifts(store) == []


def test_somebody_out_of_use_may_stay_where_they_were(
    store: Store, hall: Hall, ids: list[int], stamp: Stamps
) -> None:
    store.roster_import.take([row(LEADER, ids[0])], hall.id, stamp())
    store.contacts.set_person_active(ids[0], False, stamp())
    store.roster_import.take([row(LEADER, ids[0])], hall.id, stamp())
    with pytest.raises(InvalidInput, match="已停用"):
        store.roster_import.take([row(LEADER, ids[0], day=date(2026, 11, 4))], hall.id, stamp())


def test_a_retry_changes_nothing(store: Store, hall: Hall, ids: list[int], stamp: Stamps) -> None:
    once = stamp()
    store.roster_import.take([row(LEADER, ids[0])], hall.id, once)
    store.roster.set_post(DAY, Part.DAY, hall.id, LEADER, [ids[1]], stamp())
    assert store.roster_import.take([row(LEADER, ids[0])], hall.id, once) == 1
    assert shifts(store)[0].leader_id == ids[1]
    assert store.audit.verify().ok


def test_the_dry_run_tells_leaves_clashes_and_what_is_replaced(
    store: Store, hall: Hall, ids: list[int], stamp: Stamps
) -> None:
    a, b, c, _ = ids
    other = store.roster.save_hall(Hall(0, "", "第二厅"), stamp())
    store.roster.set_post(DAY, Part.DAY, hall.id, LEADER, [b], stamp())
    store.roster.set_post(DAY, Part.MORNING, other.id, "导税", [c], stamp())
    store.rota.save_leave(Leave(0, "", a, DAY, date(2026, 11, 5), "公休"), stamp())
    rows = (row(LEADER, a), row("导税", b), row("咨询", b), row("技术", c))
    before = store.audit.head_code()
    check = store.roster_import.noted(ImportCheck(rows), hall.id)
    assert store.audit.head_code() == before
    assert check.rows == rows
    assert check.faults == ()
    told = [str(each) for each in check.findings]
    assert told == [
        "将替换已经排好的 1 格，其中 1 格是手工排定的；文件里没有写的格子不变",
        "C4：甲某2026年11月3日公休（至11月5日），仍按文件排入",
        "C4：乙某2026年11月3日同时排了导税和咨询，仍按文件排入",
        "C4：丙某2026年11月3日同时排了第二厅导税和技术，仍按文件排入",
    ]
    same = replace(check, findings=())
    store.roster_import.take(rows, hall.id, stamp())
    again = store.roster_import.noted(same, hall.id)
    assert not any("将替换" in str(each) for each in again.findings)
