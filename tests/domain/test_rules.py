"""Typed text, phones, times and the rules that stand beside fields."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hallduty.domain import phones, texts, times
from hallduty.domain.closing import Owed
from hallduty.domain.contacts import Department, department_problems
from hallduty.domain.errors import FieldProblem, InvalidInput, refuse
from hallduty.domain.followups import FollowupKind, NewFollowup, followup_problems, masked_name
from hallduty.domain.incident_rules import new_incident_problems
from hallduty.domain.incidents import (
    Entry,
    EntryKind,
    NewIncident,
    clock_went_back,
    in_order,
    number_text,
)
from hallduty.domain.reports import ReportKind, title
from hallduty.domain.reviews import NewAction, action_problems
from hallduty.domain.roster import month_grid
from hallduty.domain.settings import Settings, settings_problems

NOW = datetime(2026, 11, 13, 9, 42)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "请填写事由"),
        ("  \n ", "请填写事由"),
        ("字" * 201, "事由最多 200 字，现有 201 字，请删减"),
        ("大\x00厅", "第 2 个字符不可见（U+0000）"),
        ("\u202e厅大", "第 1 个字符不可见（U+202E）"),
        ("大厅\ufeff", "第 3 个字符不可见（U+FEFF）"),
        ("\ud800", "第 1 个字符不可见（U+D800）"),
    ],
)
def test_unusable_text_is_named_by_what_is_wrong(text: str, said: str) -> None:
    problem = texts.problem_in("why", "事由", text, required=True)
    assert problem is not None
    assert (problem.field, said in problem.message) == ("why", True)


@pytest.mark.parametrize("text", ["大厅", "😀", '"*%=cmd|', "𬭎𰻝", "a\nb\tc", "〇"])
def test_usable_text_passes(text: str) -> None:
    assert texts.problem_in("why", "事由", text, required=True) is None


@given(st.text())
def test_tidied_text_has_one_kind_of_line_end_and_no_blank_ends(text: str) -> None:
    tidy = texts.tidy(text)
    assert "\r" not in tidy
    assert tidy == tidy.strip()
    assert "\n" not in texts.one_line(text)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("13800005678", "13800005678"),
        ("１３８ 0000 5678", "13800005678"),
        ("0570-8765432", "0570-8765432"),
        ("0570—87654321", "0570-87654321"),
        ("87654321转608", "87654321转608"),
        ("分机 608", "分机608"),
        ("110", "110"),
        ("12366", "12366"),
        ("95598", "95598"),
        ("400-123-4567", "400-123-4567"),
    ],
)
def test_numbers_that_people_write_are_numbers(typed: str, number: str) -> None:
    assert phones.normalised(typed) == number
    assert phones.problem_in("phone", "电话", typed) is None


@pytest.mark.parametrize(
    "typed", ["没有", "138000056789", "12800005678", "138-abc", "0", "=1+1", "1380000567８９", "😀"]
)
def test_what_is_no_number_is_refused(typed: str) -> None:
    problem = phones.problem_in("phone", "电话", typed)
    assert problem is not None
    assert "有效的电话号码" in problem.message


def test_a_masked_number_hides_its_middle() -> None:
    assert phones.masked("138 0000 5678") == "138****5678"
    assert phones.masked("0570-8765432") == "0570-****432"
    assert phones.masked("110") == "110"
    assert masked_name("欧阳某某") == "欧某"
    assert masked_name("  ") == ""


@given(st.datetimes(datetime(2015, 1, 1), datetime(2099, 12, 31)))
def test_a_moment_is_read_back_however_it_was_written(at: datetime) -> None:
    at = at.replace(second=0, microsecond=0)
    assert times.parse_moment(times.stamp(at)) == at
    assert times.parse_moment(times.moment_cn(at)) == at
    assert times.parse_clock(times.clock(at), at.date()) == at
    assert times.parse_clock(times.clock_cn(at), at.date()) == at


@pytest.mark.parametrize(
    "text", ["", "明天", "2026-02-30 09:00", "2026-13-01", "26-1-1", "2026-1-1 25:00"]
)
def test_what_is_no_moment_is_none(text: str) -> None:
    assert times.parse_moment(text) is None


@pytest.mark.parametrize("text", ["", "九点", "2460", "0961", "9", "1:2"])
def test_what_is_no_clock_time_is_none(text: str) -> None:
    assert times.parse_clock(text, NOW.date()) is None


@pytest.mark.parametrize(
    ("clock", "start", "meant"),
    [
        ("00:30", "2026-11-12 23:50", "2026-11-13 00:30"),
        ("00:30", "2026-11-13 00:10", "2026-11-13 00:30"),
        ("09:30", "2026-11-12 09:42", "2026-11-12 09:30"),  # a slip, not the next day
        ("07:59", "2026-11-12 20:00", "2026-11-13 07:59"),
        ("08:01", "2026-11-12 20:00", "2026-11-12 08:01"),
    ],
)
def test_a_clock_time_may_be_of_the_night_that_followed(clock: str, start: str, meant: str) -> None:
    began = datetime.fromisoformat(start)
    at = times.parse_clock(clock, began.date())
    assert at is not None
    found = times.past_midnight(at, began, datetime(2026, 11, 13, 12, 0))
    assert found == datetime.fromisoformat(meant)


def test_a_night_that_has_not_passed_is_not_meant() -> None:
    start, at = datetime(2026, 11, 13, 23, 50), datetime(2026, 11, 13, 0, 30)
    assert times.past_midnight(at, start, datetime(2026, 11, 13, 23, 59)) == at


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (NOW + timedelta(minutes=2), "晚于现在（2026-11-13 09:42）"),
        (datetime(2000, 1, 1), "早于 2015 年"),
        (None, "请填写发生时间"),
    ],
)
def test_impossible_times_are_named(at: datetime | None, said: str) -> None:
    problem = times.moment_problem("at", "发生时间", at, NOW, required=True)
    assert problem is not None
    assert said in problem.message


@pytest.mark.parametrize(
    ("minutes", "text"),
    [
        (0, "0分钟"),
        (59, "59分钟"),
        (60, "1小时"),
        (76, "1小时16分钟"),
        (1440, "1天"),
        (2900, "2天20分钟"),
    ],
)
def test_durations_read_as_people_say_them(minutes: int, text: str) -> None:
    assert times.duration_cn(minutes) == text


def test_ordinals_and_report_titles() -> None:
    spelt = [times.ordinal_cn(n) for n in (1, 10, 11, 20, 35)]
    assert spelt == ["一", "十", "十一", "二十", "三十五"]
    assert title(ReportKind.FOLLOW_UP, 12) == "续报十二"
    assert (title(ReportKind.FIRST, 1), title(ReportKind.FINAL, 1)) == ("首报", "终报")


@given(st.integers(2015, 2099), st.integers(1, 12))
def test_a_month_grid_holds_each_day_once_under_its_weekday(year: int, month: int) -> None:
    weeks = month_grid(year, month)
    days = [day for week in weeks for day in week if day]
    assert [day.day for day in days] == list(range(1, len(days) + 1))
    assert all(d is None or d.weekday() == i for week in weeks for i, d in enumerate(week))


def test_a_new_incident_is_checked_field_by_field() -> None:
    new = NewIncident(
        "power",
        "power_cut",
        "normal",
        NOW + timedelta(days=1),
        reported_at=NOW,
        place="\x00",
        phone="无",
    )
    fields = {problem.field for problem in new_incident_problems(new, NOW) if problem}
    assert fields == {"occurred_at", "reported_at", "place", "phone"}


def test_a_priority_card_needs_a_matter_but_no_phone() -> None:
    def fields(new: NewFollowup) -> set[str]:
        return {problem.field for problem in followup_problems(new) if problem}

    assert fields(NewFollowup(FollowupKind.PRIORITY_CARD)) == {"matter"}
    assert fields(NewFollowup(FollowupKind.CALL_BACK)) == {"who", "phone"}
    assert fields(NewFollowup(FollowupKind.CALL_BACK, "张三", "13800000001")) == set()


def test_an_actions_due_day_lies_in_a_year_that_can_be_meant() -> None:
    def fields(new: NewAction) -> set[str]:
        return {problem.field for problem in action_problems(new, NOW.date()) if problem}

    assert fields(NewAction("换电池", due=date(2026, 12, 1))) == set()
    assert fields(NewAction("", due=date(2000, 1, 1))) == {"what", "due"}
    assert fields(NewAction("换电池", due=date(2126, 1, 1))) == {"due"}


def test_settings_and_departments_in_error_name_their_fields() -> None:
    limits = (replace(Settings().limits[0], minutes=0),)
    bad = Settings(bureau=" ", theme="粉色", font_size=99, retention_days=0, limits=limits)
    fields = {problem.field for problem in settings_problems(bad) if problem}
    assert fields == {"bureau", "theme", "font_size", "retention_days", "limit.phone_leader"}
    wrong = Department(0, "", "", phone="x")
    assert {p.field for p in department_problems(wrong) if p} == {"name", "phone"}


def test_refusing_nothing_passes_and_something_names_all_fields() -> None:
    refuse([None, None])
    with pytest.raises(InvalidInput) as caught:
        refuse([None, FieldProblem("a", "甲错"), FieldProblem("b", "乙错")])
    assert str(caught.value) == "甲错；乙错"
    assert caught.value.message_for("b") == "乙错"
    assert caught.value.message_for("c") == ""


def test_nothing_owed_says_nothing() -> None:
    assert Owed().sentences() == []
    said = Owed(2, 3, 1, True, ("处置结果",)).sentences()
    assert said == [
        "尚未登记恢复时间",
        "预案步骤还有 2 项未做、也未跳过",
        "善后还有 3 件未办",
        "重大事件尚未向应急处理小组报告",
        "登记表未填：处置结果",
    ]


def test_numbers_keep_three_digits_until_a_year_needs_four() -> None:
    assert [number_text(2026, n) for n in (7, 999, 1000)] == ["2026-007", "2026-999", "2026-1000"]


_offsets = st.lists(st.tuples(st.integers(-60, 60), st.integers(0, 30)), max_size=12)


@given(_offsets)
def test_a_timeline_loses_no_line_and_keeps_what_was_written_at_once_in_sequence(
    offsets: list[tuple[int, int]],
) -> None:
    entries = []
    for index, (drift, ago) in enumerate(offsets, start=1):
        recorded = NOW + timedelta(minutes=drift)
        entries.append(
            Entry(
                index, "", 1, recorded - timedelta(minutes=ago), recorded, EntryKind.NOTE, "x", "甲"
            )
        )
    ordered = in_order(entries)
    assert sorted(e.id for e in ordered) == [e.id for e in entries]
    at_once = [e.id for e in ordered if e.at == e.recorded_at]
    assert at_once == sorted(at_once)


def test_a_clock_that_went_back_is_noticed() -> None:
    first = Entry(1, "", 1, NOW, NOW, EntryKind.NOTE, "x", "甲")
    earlier = NOW - timedelta(hours=1)
    second = Entry(2, "", 1, earlier, earlier, EntryKind.NOTE, "y", "甲")
    assert clock_went_back(first, second)
    assert not clock_went_back(second, first)
