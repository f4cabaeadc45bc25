"""Days off by year: blocks as the notice lists them, imported years over the shipped ones."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hallduty import holidays
from hallduty.domain.calendar import Deadline, FilingCalendar, Holidays, YearHolidays
from hallduty.domain.calendar_rule import last_day_by_rule
from hallduty.domain.calendar_seasons import seasons

FOLDER = Path(__file__).parents[2] / "resources" / "calendar"
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def calendar() -> FilingCalendar:
    return holidays.filing_calendar(FOLDER)


def year_2027() -> YearHolidays:
    off = {date(2027, 10, 1) + DAY * n: "国庆节" for n in range(7)}
    return YearHolidays(2027, off, {date(2027, 10, 9): "国庆节"}, "国办通知")


def test_holidays_are_listed_as_the_notice_lists_them(calendar: FilingCalendar) -> None:
    listed = [
        (b.name, b.first, b.days, b.worked) for b in calendar.holidays.blocks(2026) if b.days > 3
    ]
    assert listed == [
        ("春节", date(2026, 2, 15), 9, (date(2026, 2, 14), date(2026, 2, 28))),
        ("劳动节", date(2026, 5, 1), 5, (date(2026, 5, 9),)),
        ("国庆节", date(2026, 10, 1), 7, (date(2026, 9, 20), date(2026, 10, 10))),
    ]
    joined = [b.name for b in calendar.holidays.blocks(2025)]
    assert joined[-1] == "国庆节、中秋节"


def test_every_day_off_and_every_day_worked_instead_is_listed_once(
    calendar: FilingCalendar,
) -> None:
    for year in sorted(calendar.holidays.years):
        blocks = calendar.holidays.blocks(year)
        assert sum(b.days for b in blocks) == sum(d.year == year for d in calendar.holidays.off)
        worked = sorted(day for b in blocks for day in b.worked)
        assert worked == sorted(d for d in calendar.holidays.worked if d.year == year)


def test_a_day_says_its_holiday(calendar: FilingCalendar) -> None:
    assert calendar.day_name(date(2026, 10, 3)) == "国庆节"
    assert calendar.day_name(date(2026, 10, 10)) == "国庆节调休上班"
    assert calendar.day_name(date(2026, 11, 14)) == ""


def test_an_unknown_year_becomes_known_by_an_import_and_unknown_again(
    calendar: FilingCalendar,
) -> None:
    assert not calendar.knows(2027)
    known = calendar.with_own([year_2027()], [])
    assert known.knows(2027)
    assert known.holiday_source(2027) == "国办通知"
    # 1–7 October off: seven working days after the 15th, the Saturday before counting not.
    assert known.deadline(2027, 10) == Deadline(
        2027, 10, date(2027, 10, 26), False, "10月1日至15日内连续休假7天，顺延7个工作日"
    )
    assert known.holidays.is_working(date(2027, 10, 9))
    assert not calendar.knows(2027)
    assert not known.with_own([], []).knows(2027)


def test_an_imported_year_replaces_the_shipped_one_whole(calendar: FilingCalendar) -> None:
    changed = calendar.with_own([YearHolidays(2026, {date(2026, 1, 1): "元旦"}, {}, "更正")], [])
    assert changed.holidays.is_working(date(2026, 10, 1))
    assert not changed.holidays.is_working(date(2026, 1, 1))
    assert not changed.holidays.is_working(date(2026, 9, 20))
    assert not changed.holidays.is_working(date(2025, 10, 1))


def test_the_bureaus_own_day_wins_and_says_so(calendar: FilingCalendar) -> None:
    own = [
        Deadline(2026, 11, date(2026, 11, 20), True, "省局通知"),
        Deadline(2026, 12, date(2026, 12, 18), False, "本单位自定"),
    ]
    changed = calendar.with_own([], own)
    assert [(d.mark, d.own) for d in (changed.deadline(2026, 11), changed.deadline(2026, 12))] == [
        ("官方", True),
        ("自定", True),
    ]
    assert changed.without_own(2026, 12) == calendar.deadline(2026, 12)
    assert changed.computed(2026, 11).last_day == date(2026, 11, 16)
    assert changed.period_on(date(2026, 12, 17)).mark == "自定"
    assert changed.peak(date(2026, 11, 19)) == "征期最后3个工作日"
    assert changed.peak(date(2026, 11, 16)) == ""


def test_peaks_are_the_last_working_days_and_the_quarters_months(
    calendar: FilingCalendar,
) -> None:
    assert [d.day for d in calendar.peak_days(2026, 11)] == [12, 13, 16]
    assert len(calendar.peak_days(2026, 10)) == 14
    assert calendar.peak(date(2026, 10, 8)) == "季度申报月"
    assert calendar.peak(date(2026, 10, 26)) == "征期最后3个工作日"
    assert calendar.peak(date(2026, 10, 3)) == ""


def test_no_peak_is_guessed_in_a_year_without_holidays() -> None:
    known = FilingCalendar(Holidays(), {(2027, 1): date(2027, 1, 20)})
    assert known.working_days(2027, 1) is None
    assert known.peak_days(2027, 1) is None
    assert known.peak(date(2027, 1, 20)) == ""


def test_yearly_settlements_are_told_in_their_months() -> None:
    assert seasons(2) == ["企业所得税汇算清缴（至5月31日）"]
    assert len(seasons(4)) == 2
    assert seasons(6) == ["个人所得税综合所得汇算清缴（3月1日至6月30日）"]
    assert seasons(7) == []


DAYS = st.dates(date(2029, 12, 1), date(2031, 1, 31))


@given(
    off=st.frozensets(DAYS, max_size=60),
    worked=st.frozensets(DAYS.filter(lambda d: d.weekday() >= 5), max_size=12),
    month=st.integers(1, 12),
)
def test_the_rule_always_ends_on_a_working_day_and_never_before_the_15th(
    off: frozenset[date], worked: frozenset[date], month: int
) -> None:
    known = Holidays(off, worked - off, frozenset({2030}))
    last, reason = last_day_by_rule(known, 2030, month)
    assert known.is_working(last)
    assert last >= date(2030, month, 15)
    assert reason
    skipped = sum(
        known.is_working(date(2030, month, 15) + DAY * n)
        for n in range(1, (last - date(2030, month, 15)).days)
    )
    # Extended by no more than the days that were lost before the 15th.
    lost = sum(not known.is_working(date(2030, month, n)) for n in range(1, 16))
    assert skipped < max(1, lost)


@given(month=st.integers(1, 12), length=st.integers(0, 2))
def test_two_days_off_before_the_15th_extend_nothing(month: int, length: int) -> None:
    """Fewer than three days off in a row do not move the last day (第一百零九条)."""
    first = next(date(2030, month, n) for n in range(2, 9) if date(2030, month, n).weekday() == 1)
    off = frozenset(first + DAY * n for n in range(length))
    plain = last_day_by_rule(Holidays(years=frozenset({2030})), 2030, month)
    assert last_day_by_rule(Holidays(off, years=frozenset({2030})), 2030, month) == plain
