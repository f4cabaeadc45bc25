"""Calendar files: what a user may write, and that every fault is told with its line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hallduty import holidays
from hallduty.domain.calendar import Deadline, FilingCalendar
from hallduty.domain.calendar_import import check_calendar, read_calendar
from hallduty.domain.calendar_sample import FORMAT_HELP, sample_text
from hallduty.domain.errors import UserError

FOLDER = Path(__file__).parents[2] / "resources" / "calendar"
SHIPPED = holidays.filing_calendar(FOLDER)
HEAD = "[[year]]\nyear = 2027\n"
NEW_YEAR = '[[year.holiday]]\nname = "元旦"\nfirst = 2027-01-01\nlast = 2027-01-03\n'
TWELVE = "last_days = [15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15]\n"


def faults(text: str) -> list[str]:
    check = check_calendar("a.toml", text, SHIPPED)
    assert check.rows == ()
    return [str(each) for each in check.faults]


def notes(text: str, calendar: FilingCalendar = SHIPPED) -> list[str]:
    check = check_calendar("a.toml", text, calendar)
    assert check.faults == ()
    return [each.text for each in check.findings]


def test_the_format_shown_in_the_help_can_be_imported() -> None:
    example = "[[year]]" + FORMAT_HELP.partition("\n[[year]]")[2].partition("first、last")[0]
    check = check_calendar("a.toml", example, SHIPPED)
    assert check.faults == ()
    (data,) = check.rows
    assert len(data.deadlines) == 12
    assert data.deadlines[10] == Deadline(2026, 11, date(2026, 11, 18), True, "当地延期通知的文号")
    assert data.content == "放假 9 天、调休上班 2 天，截止日 12 个月"


@pytest.mark.parametrize("year", sorted(SHIPPED.holidays.years))
def test_a_year_written_as_a_sample_is_read_back_the_same(year: int) -> None:
    check = check_calendar("a.toml", sample_text(year, SHIPPED), SHIPPED)
    assert check.faults == ()
    again = SHIPPED.with_own([d.holidays for d in check.rows if d.holidays], [])
    for month in range(1, 13):
        assert again.computed(year, month) == SHIPPED.computed(year, month)
    day_names = {d: again.day_name(d) != "" for d in SHIPPED.holidays.off if d.year == year}
    assert all(day_names.values())
    assert {d for d in again.holidays.worked if d.year == year} == {
        d for d in SHIPPED.holidays.worked if d.year == year
    }


def test_a_blank_sample_that_nobody_filled_in_is_refused_line_by_line() -> None:
    found = faults(sample_text(2027, SHIPPED))
    assert len(found) == 7
    assert all("缺少“first”" in each for each in found)


def test_own_days_are_written_into_the_sample() -> None:
    own = [
        Deadline(2026, 11, date(2026, 11, 20), True, '省局“通知”"引号"\\'),
        Deadline(2026, 12, date(2026, 12, 18), False, "本单位自定"),
    ]
    (data,) = check_calendar("a.toml", sample_text(2026, SHIPPED.with_own([], own)), SHIPPED).rows
    assert data.deadlines[10].last_day == date(2026, 11, 20)
    assert data.deadlines[10].reason == '省局“通知”"引号"\\'
    # What the bureau set itself is no official notice and must not become one.
    assert data.deadlines[11].last_day == date(2026, 12, 15)


def test_a_holiday_that_begins_in_december_is_written_back_whole() -> None:
    text = HEAD + NEW_YEAR.replace("first = 2027-01-01", "first = 2026-12-31")
    (data,) = check_calendar("a.toml", text, SHIPPED).rows
    assert data.holidays is not None
    known = SHIPPED.with_own([data.holidays], [])
    assert not known.holidays.is_working(date(2026, 12, 31))
    assert "first = 2026-12-31\nlast = 2027-01-03" in sample_text(2027, known)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (HEAD, "第 1 行：2027年既没有 [[year.holiday]]，也没有 last_days，没有可导入的内容"),
        (HEAD + "days = 3\n", "第 3 行：不认识的键“days”"),
        (HEAD + TWELVE.replace("[15, ", "["), "第 3 行：应有12个月的截止日，现有11个"),
        (HEAD + NEW_YEAR.replace("01-03", "01-23"), "第 6 行：元旦共 23 天，超过 20 天"),
        (
            HEAD + NEW_YEAR.replace("last = 2027", "last = 2026"),
            "第 6 行：“last”（2026-01-03）",
        ),
        (HEAD + NEW_YEAR.replace("2027-01-0", "2026-10-0"), "第 5 行：“first”应在 2027 年"),
        (HEAD + NEW_YEAR.replace("2027-01-01", '"2027-01-01"'), "第 5 行：“first”应是日期"),
        (HEAD + NEW_YEAR + "work = 2027-01-09\n", "第 7 行：“work”应是一列日期"),
        (HEAD + NEW_YEAR + "work = [2027-01-08]\n", "第 7 行：1月8日是星期五，本来就上班"),
        (HEAD + NEW_YEAR + "work = [2028-05-06]\n", "第 7 行：调休上班日 2028-05-06 不在 2027 年"),
        (HEAD + NEW_YEAR + "work = [2027-01-02]\n", "第 1 行：1月2日既是元旦放假，又列为调休上班"),
        (HEAD + NEW_YEAR + NEW_YEAR, "第 9 行：1月1日已列入元旦"),
        (HEAD + NEW_YEAR.replace('"元旦"', '"\\u202e"'), "第 4 行：“name”第 1 个字符不可见"),
        ("[[year]]\nyear = 1999\n" + TWELVE, "第 2 行：“year”应是 2004 到 2100 之间的数"),
        (
            HEAD + "[[year.deadline]]\nmonth = 2\nlast_day = 2027-03-01\n",
            "第 5 行：“last_day”应在 2027年2月，现为 2027-03-01",
        ),
        (
            HEAD + "[[year.deadline]]\nmonth = 13\nlast_day = 2027-03-01\n",
            "第 4 行：“month”应是 1 到 12 之间的数",
        ),
    ],
)
def test_a_fault_is_named_with_its_line_and_keeps_the_year_out(text: str, expected: str) -> None:
    (found,) = faults(text)
    assert expected in found


def test_all_faults_are_told_at_once_and_other_years_stay() -> None:
    bad = HEAD + NEW_YEAR.replace("first", "frist") + NEW_YEAR.replace("元旦", "")
    check = check_calendar("a.toml", bad + "[[year]]\nyear = 2028\n" + TWELVE, SHIPPED)
    assert [each.where for each in check.faults] == ["第 5 行", "第 8 行"]
    assert [data.year for data in check.rows] == [2028]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "没有 [[year]]"),
        ("year = 2027\n", "“year”应写成 [[year]]"),
        ("[[year]\n", "第 1 行"),
        (HEAD + "x = 2027-02-31\n", "第 3 行：日期写法不对，或者没有这一天"),
        ("{" * 5000, "第 1 行"),
        ("[[year]]\n" * 31, "最多 30 个"),
    ],
)
def test_what_is_no_calendar_file_is_refused_in_one_sentence(text: str, expected: str) -> None:
    with pytest.raises(UserError) as caught:
        check_calendar("a.toml", text, SHIPPED)
    assert expected in str(caught.value)


def test_a_holiday_left_out_is_asked_about() -> None:
    (note,) = notes(HEAD + NEW_YEAR)
    assert note.startswith("2027年没有写春节、清明、劳动节、端午、中秋、国庆，漏写会使")


def test_days_that_differ_from_what_is_known_are_named() -> None:
    text = sample_text(2026, SHIPPED).replace("last = 2026-10-07", "last = 2026-10-08")
    assert notes(text) == [
        "2026年节假日与现有数据（程序自带）不同：10月8日改为休息，以文件为准",
        "2026年10月截止日 26 日与按规则推算的 27 日"
        "（10月1日至15日内连续休假8天，顺延8个工作日）不同，请核对",
    ]


def test_what_happens_to_the_bureaus_own_days_is_told_before() -> None:
    own = [
        Deadline(2026, 11, date(2026, 11, 20), True, "省局通知"),
        Deadline(2026, 12, date(2026, 12, 18), False, "本单位自定"),
    ]
    told = notes(sample_text(2026, SHIPPED), SHIPPED.with_own([], own))
    assert told == [
        "2026年11月现为 20 日（官方：省局通知），文件为 16 日，导入后改为 16 日",
        "2026年12月现为 18 日（自定：本单位自定），文件为 15 日，保留不改",
    ]


def test_deadlines_alone_leave_the_working_days_open() -> None:
    told = notes(HEAD + TWELVE.replace("[15", "[12"))
    assert told == [
        "2027年没有节假日数据，只导入截止日；工作日、高峰日要等节假日导入后才能算出",
        "2027年1月截止日 12 日早于 15 日，请核对",
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_files_of_old_editors_are_understood(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "年.toml"
    path.write_bytes((HEAD + NEW_YEAR).replace("\n", "\r\n").encode(encoding))
    (data,) = check_calendar(path.name, read_calendar(path), SHIPPED).rows
    assert data.holidays is not None
    assert set(data.holidays.off.values()) == {"元旦"}


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"\x00\x01\x02", "不是文本文件"),
        (b"PK\x03\x04" + b"\xff" * 50, "不是文本文件"),
        (b"#" * 300_000, "文件过大，超过 256 KB"),
    ],
)
def test_other_files_are_refused(tmp_path: Path, content: bytes, expected: str) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes(content)
    with pytest.raises(UserError, match=expected):
        read_calendar(path)
    with pytest.raises(UserError, match="无法读取"):
        read_calendar(tmp_path / "没有.toml")


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    try:
        check = check_calendar("a.toml", HEAD + text, SHIPPED)
    except UserError as problem:
        said = str(problem)
    else:
        said = f"a.toml {check.faults or check.rows}"
    assert said.startswith("a.toml ")
