"""The bureau's own calendar in the file: entered, imported, taken back, and always in the audit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from hallduty.clock import FixedClock
from hallduty.domain.calendar import Deadline
from hallduty.domain.calendar_days import YearHolidays
from hallduty.domain.calendar_import import YearData
from hallduty.domain.errors import InvalidInput, UserError
from hallduty.domain.stamps import Stamp
from hallduty.office import Office
from hallduty.store import Store

Stamps = Callable[[], Stamp]
NEW_YEAR = YearHolidays(
    2027,
    {date(2026, 12, 31): "元旦", date(2027, 1, 1): "元旦"},
    {date(2027, 1, 9): "元旦 𬭎"},
    "国办通知",
)


def official(month: int, day: int) -> Deadline:
    return Deadline(2027, month, date(2027, month, day), True, "税务总局通知")


def last_days(store: Store) -> list[tuple[int, int, str, str]]:
    return [(d.month, d.last_day.day, d.mark, d.reason) for d in store.calendar.deadlines()]


def test_a_deadline_is_entered_changed_and_taken_back(store: Store, stamp: Stamps) -> None:
    store.calendar.save_deadline(2026, 11, date(2026, 11, 20), True, " 省局\n通知 ", stamp())
    assert last_days(store) == [(11, 20, "官方", "省局 通知")]
    store.calendar.save_deadline(2026, 11, date(2026, 11, 18), False, "自己掌握", stamp())
    assert last_days(store) == [(11, 18, "自定", "自己掌握")]
    store.calendar.drop_deadline(2026, 11, stamp())
    assert store.calendar.deadlines() == []
    with pytest.raises(UserError, match="没有自行录入或导入的截止日"):
        store.calendar.drop_deadline(2026, 11, stamp())
    store.calendar.save_deadline(2026, 11, date(2026, 11, 20), True, "又改", stamp())
    assert last_days(store) == [(11, 20, "官方", "又改")]
    assert store.audit.verify().ok, store.audit.verify().problem


@pytest.mark.parametrize(
    ("month", "day", "reason", "field"),
    [
        (11, date(2026, 11, 20), "  ", "reason"),
        (11, date(2026, 11, 20), "长" * 201, "reason"),
        (11, date(2026, 11, 20), "\u202e", "reason"),
        (11, date(2026, 12, 1), "通知", "last_day"),
        (13, date(2026, 11, 20), "通知", "last_day"),
    ],
)
def test_a_wrong_deadline_is_refused_beside_its_field(
    store: Store, stamp: Stamps, month: int, day: date, reason: str, field: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        store.calendar.save_deadline(2026, month, day, True, reason, stamp())
    assert field in {problem.field for problem in caught.value.problems}
    assert store.calendar.deadlines() == []


def test_a_retry_changes_nothing(store: Store, stamp: Stamps) -> None:
    same = stamp()
    store.calendar.save_deadline(2026, 11, date(2026, 11, 20), True, "通知", same)
    store.calendar.drop_deadline(2026, 11, stamp())
    store.calendar.save_deadline(2026, 11, date(2026, 11, 20), True, "通知", same)
    assert store.calendar.deadlines() == []
    file = stamp()
    store.calendar.adopt([YearData(2027, NEW_YEAR)], file)
    store.calendar.drop_year(2027, stamp())
    store.calendar.adopt([YearData(2027, NEW_YEAR)], file)
    assert store.calendar.years() == []


def test_an_import_takes_holidays_and_deadlines_in_one_write(store: Store, stamp: Stamps) -> None:
    store.calendar.save_deadline(2027, 1, date(2027, 1, 19), False, "自己掌握", stamp())
    store.calendar.save_deadline(2027, 2, date(2027, 2, 19), True, "旧通知", stamp())
    taken = stamp()
    deadlines = (official(1, 20), official(2, 23), official(3, 15))
    store.calendar.adopt([YearData(2027, NEW_YEAR, deadlines)], taken)
    assert store.calendar.years() == [NEW_YEAR]
    # What was set by hand stays; an older official day gives way to the newer one.
    assert last_days(store) == [
        (1, 19, "自定", "自己掌握"),
        (2, 23, "官方", "税务总局通知"),
        (3, 15, "官方", "税务总局通知"),
    ]
    assert store.audit.verify().ok, store.audit.verify().problem


def test_imported_holidays_are_replaced_and_taken_back(store: Store, stamp: Stamps) -> None:
    store.calendar.adopt([YearData(2027, NEW_YEAR)], stamp())
    other = YearHolidays(2027, {date(2027, 1, 1): "元旦"}, {}, "更正通知")
    store.calendar.adopt([YearData(2027, other)], stamp())
    assert store.calendar.years() == [other]
    store.calendar.drop_year(2027, stamp())
    assert store.calendar.years() == []
    with pytest.raises(UserError, match="不是导入的"):
        store.calendar.drop_year(2027, stamp())
    store.calendar.adopt([YearData(2027, NEW_YEAR)], stamp())
    assert store.calendar.years() == [NEW_YEAR]
    assert store.audit.verify().ok, store.audit.verify().problem


def test_the_office_works_with_what_the_store_holds(tmp_path: Path, clock: FixedClock) -> None:
    with Office.open(tmp_path, clock) as office:
        assert not office.calendar.knows(2027)
        office.store.calendar.adopt([YearData(2027, NEW_YEAR)], office.stamp())
        office.store.calendar.save_deadline(
            2026, 11, date(2026, 11, 20), True, "省局通知", office.stamp()
        )
        office.forget_calendar()
        assert office.calendar.knows(2027)
        assert not office.calendar.holidays.is_working(date(2026, 12, 31))
    with Office.open(tmp_path, clock) as office:
        assert office.calendar.deadline(2026, 11).last_day == date(2026, 11, 20)
