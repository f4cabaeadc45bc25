"""A write that is tried again changes nothing: every writing function of the duty system, twice.

After a power cut between commit and answer the program does not know whether a write was kept,
and tries it again with the same stamp.
"""

from __future__ import annotations

import inspect
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from hallduty.clock import FixedClock
from hallduty.domain.calendar import Deadline
from hallduty.domain.calendar_days import YearHolidays
from hallduty.domain.calendar_import import YearData
from hallduty.domain.contacts import CheckResult, Department, Person
from hallduty.domain.duty_logs import Duty
from hallduty.domain.paper_sheets import PaperEntry
from hallduty.domain.plan import Plan
from hallduty.domain.roster import LEADER, Hall, Part
from hallduty.domain.rota import Leave, Peak, RotaMember
from hallduty.domain.stamps import Stamp
from hallduty.store import FILE_NAME, Store

TODAY = date(2026, 11, 13)
LATER = date(2026, 11, 20)
GUIDE = "导税"
WHOLE = Part.DAY


class Twice:
    """Makes every write twice with one stamp and compares the whole database in between."""

    def __init__(self, store: Store, stamp: Callable[[], Stamp]) -> None:
        self.store = store
        self._stamp = stamp
        self.tried: set[str] = set()

    def __call__(self, write: Callable[..., Any], *args: Any) -> Any:
        stamp = self._stamp()
        first = write(*args, stamp)
        once = self._dump()
        again = write(*args, stamp)
        assert self._dump() == once, f"{write.__qualname__} wrote again"
        if first is not None and not isinstance(first, int):
            assert again == first, f"{write.__qualname__} answered otherwise"
        self.tried.add(write.__qualname__)
        return first

    def _dump(self) -> list[str]:
        with closing(sqlite3.connect(self.store.folder / FILE_NAME)) as raw:
            return list(raw.iterdump())


@pytest.fixture
def twice(store: Store, stamp: Callable[[], Stamp]) -> Twice:
    return Twice(store, stamp)


@pytest.fixture
def hall(store: Store, stamp: Callable[[], Stamp]) -> int:
    return store.roster.save_hall(Hall(0, "", "第一办税服务厅"), stamp()).id


@pytest.fixture
def people(store: Store, stamp: Callable[[], Stamp]) -> list[Person]:
    named = [Person(0, "", name, mobile=f"1380000000{n}") for n, name in enumerate("甲乙丙丁")]
    return [store.contacts.save_person(person, stamp()) for person in named]


def test_the_calendar_is_written_once(store: Store, twice: Twice) -> None:
    days = {date(2027, 1, 1): "元旦"}
    given = YearData(
        2027,
        YearHolidays(2027, days, {}, "国办通知"),
        (Deadline(2027, 1, date(2027, 1, 20), True, "税务总局通知"),),
    )
    twice(store.calendar.adopt, (given,))
    twice(store.calendar.save_deadline, 2026, 11, date(2026, 11, 18), False, "省局顺延")
    twice(store.calendar.drop_deadline, 2026, 11)
    twice(store.calendar.drop_year, 2027)
    _all_of(twice, store.calendar)


def test_roster_rota_and_leave_are_written_once(
    store: Store, twice: Twice, hall: int, people: list[Person]
) -> None:
    a, b, c, d = (person.id for person in people)
    roster, rota = store.roster, store.rota
    twice(roster.set_post, TODAY, WHOLE, hall, GUIDE, [a, b])
    twice(roster.set_leader, TODAY, WHOLE, hall, c)
    twice(roster.set_leader, LATER, WHOLE, hall, d)
    twice(roster.set_remark, TODAY, WHOLE, hall, "备勤")
    twice(roster.record_stood, TODAY, WHOLE, hall, {GUIDE: (a, d)})
    twice(roster.release, LATER, WHOLE, hall, LEADER)
    twice(roster.clear_posts, [LATER], hall)
    twice(rota.add_members, hall, LEADER, [a, b])
    member = twice(rota.save_member, RotaMember(0, "", hall, LEADER, c))
    twice(rota.save_member, replace(member, peak=Peak.ONLY))
    twice(rota.reorder, hall, LEADER, [c, b, a])
    twice(rota.seed, hall, [GUIDE])
    twice(rota.remove_member, member.id)
    leave = twice(rota.save_leave, Leave(0, "", d, LATER, LATER))
    twice(rota.save_leave, replace(leave, last_day=LATER + timedelta(days=1)))
    twice(rota.cancel_leave, leave.id)
    _all_of(twice, rota)


def test_changes_of_shifts_are_written_once(
    store: Store, twice: Twice, hall: int, people: list[Person], stamp: Callable[[], Stamp]
) -> None:
    a, b, c, d = (person.id for person in people)
    for day, who in ((TODAY, a), (LATER, b)):
        store.roster.set_leader(day, WHOLE, hall, who, stamp())
    changes = store.shift_changes
    agreed = ("甲", "局长", "公务")
    swap = twice(changes.swap, hall, LEADER, TODAY, WHOLE, a, LATER, WHOLE, b, *agreed)
    twice(changes.undo, swap.id)
    twice(changes.cover, hall, LEADER, LATER, WHOLE, b, c, *agreed)
    twice(changes.takeover, hall, datetime(2026, 11, 13, 10, 0), d, "突发疾病")
    _all_of(twice, changes)


def test_logs_checks_and_sheets_are_written_once(
    store: Store,
    twice: Twice,
    hall: int,
    people: list[Person],
    plan: Plan,
    clock: FixedClock,
) -> None:
    duty, logs = Duty(TODAY, WHOLE, hall), store.duty_logs
    twice(logs.save, duty, {"weather": "晴"})
    handed = twice(logs.hand_over, duty, "甲", ["【善后】电话回访 1 件未办"])
    twice(logs.take_back, handed.id)
    twice(logs.hand_over, duty, "甲", [])
    twice(logs.accept, handed.id, people[1].id, "13800000001")
    twice(logs.add_remark, handed.id, "补记一句")
    _all_of(twice, logs)
    checks = store.contact_checks
    twice(checks.note, checks.lines("2026-11"), CheckResult.CONFIRMED)
    _all_of(twice, checks)
    sheets = store.paper_sheets
    one, two, _ = twice(sheets.issue, 3)
    twice(sheets.spoil, [two.id], "写坏")
    twice(sheets.unspoil, two.id)
    values = {"occurred_at": clock.now() - timedelta(hours=1), "description": "停电"}
    entry = PaperEntry(one.number, "power", "power_cut", values, hall_id=hall)
    twice(sheets.enter, entry, plan)
    _all_of(twice, sheets)


def test_the_directory_is_written_once(
    store: Store, twice: Twice, people: list[Person], plan: Plan, stamp: Callable[[], Stamp]
) -> None:
    contacts = store.contacts
    store.contacts.seed_group(plan.group, stamp())
    seat, other, *_ = contacts.group()
    twice(contacts.seed_public)
    twice(contacts.save_person, replace(people[0], mobile="13900000000"))
    unit = twice(contacts.save_department, Department(0, "", "办公室", phone="110"))
    twice(contacts.set_group_seat, seat.id, people[0].id, people[1].id)
    twice(contacts.remove_group_seat, other.id)
    twice(contacts.reorder_group, [each.id for each in reversed(contacts.group())])
    twice(contacts.reorder_departments, [unit.id, *(d.id for d in contacts.departments())][:3])
    twice(contacts.set_person_active, people[3].id, False)


def _all_of(twice: Twice, column: object) -> None:
    """Check that no writing function of a column was forgotten: they are those with a stamp."""
    writing = {
        f"{type(column).__name__}.{name}"
        for name, function in inspect.getmembers(type(column), inspect.isfunction)
        if not name.startswith("_") and "stamp" in inspect.signature(function).parameters
    }
    assert writing - twice.tried == set()
