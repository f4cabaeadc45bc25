"""Filing deadlines: the rule agrees with every announced month, unknown years are said."""

from datetime import date, datetime
from pathlib import Path

import pytest

from hallduty import holidays
from hallduty.domain.calendar import FilingCalendar, Holidays, filing_clock
from hallduty.domain.calendar_file import load_deadlines, parse_deadlines
from hallduty.domain.errors import UserError

FOLDER = Path(__file__).parents[2] / "resources" / "calendar"
# State Taxation Administration notices.
OFFICIAL = {
    2024: [15, 23, 15, 18, 22, 19, 15, 15, 18, 24, 15, 16],
    2026: [20, 24, 16, 20, 22, 15, 15, 17, 15, 26, 16, 15],
}


@pytest.fixture(scope="module")
def calendar():
    return holidays.filing_calendar(FOLDER)


@pytest.mark.parametrize("year", [2024, 2026])
def test_rule_alone_gives_every_announced_month(calendar, year):
    computed = calendar.deadlines(year, computed=True)
    assert [d.last_day.day for d in computed] == OFFICIAL[year]
    assert {d.mark for d in computed} == {"推算"}


@pytest.mark.parametrize("year", [2024, 2026])
def test_announced_months_are_shipped_and_marked(calendar, year):
    official = calendar.deadlines(year)
    assert [d.last_day for d in official] == [
        date(year, month, day) for month, day in enumerate(OFFICIAL[year], 1)
    ]
    assert {d.mark for d in official} == {"官方"}


def test_announced_table_wins_over_the_rule():
    moved = FilingCalendar(holidays.announced(), {(2026, 11): date(2026, 11, 20)})
    assert moved.deadline(2026, 11).last_day == date(2026, 11, 20)
    assert moved.computed(2026, 11).last_day == date(2026, 11, 16)
    assert moved.deadline(2026, 12).mark == "推算"


def test_reasons_tell_why_a_computed_day_moved(calendar):
    reasons = [d.reason for d in calendar.deadlines(2026, computed=True)]
    assert reasons[9] == "10月1日至15日内连续休假7天，顺延7个工作日"
    assert reasons[10] == "15日（星期日）休假，顺延至下一工作日"
    assert reasons[11] == "期满日为15日"


def test_weekend_alone_never_extends_the_period():
    # A plain year: days off, but no named holiday, so only a 15th on a weekend moves.
    plain = FilingCalendar(Holidays(years=frozenset({2026})))
    assert [plain.computed(2026, m).last_day.day for m in (1, 2, 3)] == [15, 16, 16]


def test_unknown_year_is_said_not_guessed(calendar):
    assert calendar.deadline(2027, 1) is None
    assert calendar.deadlines(2027) is None
    assert calendar.period_on(date(2027, 1, 4)) is None
    assert calendar.working_day_index(date(2027, 1, 4)) is None
    assert filing_clock(calendar, datetime(2027, 1, 4, 9, 0)) == "征期 2027年没有截止日数据"


def test_period_of_the_real_scenario(calendar):
    period = calendar.period_on(date(2026, 11, 13))
    assert (period.month, period.first_day, period.last_day, period.official) == (
        11,
        date(2026, 11, 1),
        date(2026, 11, 16),
        True,
    )
    assert period.days_left(date(2026, 11, 13)) == 3
    # today.png: 征期第 10 个工作日.
    assert calendar.working_day_index(date(2026, 11, 13)) == 10
    assert calendar.working_day_index(date(2026, 11, 14)) is None
    assert calendar.period_on(date(2026, 11, 17)) is None


def test_working_days_count_weekends_worked_instead(calendar):
    assert calendar.working_day_index(date(2026, 10, 8)) == 1
    assert calendar.working_day_index(date(2026, 10, 10)) == 3  # a Saturday worked instead


def test_announced_year_without_holidays_has_a_period_but_no_working_days():
    known = FilingCalendar(Holidays(), {(2027, 3): date(2027, 3, 15)})
    assert known.period_on(date(2027, 3, 3)).official
    assert known.working_day_index(date(2027, 3, 3)) is None


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (datetime(2026, 11, 13, 10, 29, 4), "征期 距11月16日截止 3天6小时"),
        (datetime(2026, 11, 16, 8, 30), "征期 距11月16日截止 8小时30分钟"),
        (datetime(2026, 11, 16, 16, 59), "征期 距11月16日截止 1分钟"),
        (datetime(2026, 11, 16, 17, 0), "征期 今日（11月16日）截止"),
        (datetime(2026, 11, 16, 23, 59, 59), "征期 今日（11月16日）截止"),
        (datetime(2026, 11, 17, 0, 0), "征期已于11月16日结束"),
        (datetime(2025, 11, 1, 0, 0), "征期 距11月17日截止（推算） 16天17小时"),
        (datetime(2025, 11, 18, 9, 0), "征期已于11月17日结束（推算）"),
    ],
)
def test_clock_of_the_strip(calendar, now, expected):
    assert filing_clock(calendar, now) == expected


def test_library_years_are_all_known():
    known = holidays.announced()
    assert {2024, 2025, 2026} <= known.years
    assert not known.is_working(date(2026, 2, 15))
    assert known.is_working(date(2026, 2, 14))


HEAD = "# 说明\n[[year]]\nyear = 2027\n"
TWELVE = "last_days = [15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15]\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (HEAD + "last_days = [15, 16]\n", "d.toml 第 4 行：应有12个月的截止日，现有2个"),
        (HEAD + TWELVE.replace("[15, 15", "[15, 31"), "d.toml 第 4 行：2月没有31日"),
        (HEAD + TWELVE.replace("[15,", '["x",'), "d.toml 第 4 行：“last_days”应是一列数"),
        (HEAD + TWELVE.replace("[15,", "[15.5,"), "d.toml 第 4 行：1月没有15.5日"),
        (HEAD + "last_days = 15\n", "d.toml 第 4 行：“last_days”应是一列数"),
        (HEAD, "d.toml 第 2 行：缺少“last_days”"),
        ("[[year]]\nyear = 27\n" + TWELVE, "d.toml 第 2 行：“year”应是 2000 到 2100 之间"),
        (HEAD + TWELVE + HEAD + TWELVE, "d.toml 第 7 行：2027年写了两次"),
        ("years = 3\n", "d.toml 第 1 行：不认识的键“years”"),
    ],
)
def test_broken_deadline_table_is_named_with_line_and_reason(text, expected):
    with pytest.raises(UserError) as caught:
        parse_deadlines("d.toml", text)
    assert expected in str(caught.value)


def test_unreadable_deadline_table_is_named(tmp_path):
    with pytest.raises(UserError, match=r"deadlines\.toml：无法读取"):
        load_deadlines(tmp_path)
    (tmp_path / "deadlines.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UserError, match="不是 UTF-8"):
        load_deadlines(tmp_path)
