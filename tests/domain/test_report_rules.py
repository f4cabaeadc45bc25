"""Days as they are typed for a 批示, how far it has come, and which report is offered next."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hallduty.domain.errors import InvalidInput
from hallduty.domain.incidents import Outcome
from hallduty.domain.reports import (
    NOTED,
    ReportKind,
    brief,
    delivered,
    due_day,
    made,
    proposed_kind,
    reply_state,
)
from tests import real_event as event

TODAY = date(2026, 11, 13)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("", None),
        ("11-20", date(2026, 11, 20)),
        ("11.20", date(2026, 11, 20)),
        ("１１月２０日前", date(2026, 11, 20)),
        ("1120", date(2026, 11, 20)),
        ("2027-1-5", date(2027, 1, 5)),
        ("1-5", date(2027, 1, 5)),
        ("今天", TODAY),
        ("明天", date(2026, 11, 14)),
        ("3天", date(2026, 11, 16)),
        ("10日内", date(2026, 11, 23)),
    ],
)
def test_a_day_is_read_as_it_is_typed(text: str, day: date | None) -> None:
    assert due_day(text, TODAY) == day


@pytest.mark.parametrize("text", ["13-40", "2-30", "下周", "1月", "11/", "x" * 300, "9999"])
def test_what_is_no_day_is_said_with_how_to_write_one(text: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        due_day(text, TODAY)
    assert "可写 11-20、明天或 3天" in caught.value.message_for("reply_due")


@settings(deadline=None)
@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.text(max_size=12))
def test_any_text_is_a_day_or_a_sentence(today: date, text: str) -> None:
    said = ""
    try:
        found = due_day(text, today)
    except InvalidInput as problem:
        said, found = problem.message_for("reply_due"), None
    assert found is not None or said or not text.strip().removesuffix("前").strip()


def test_the_state_of_a_reply_is_told() -> None:
    report = event.reports()[1]
    assert reply_state(report, TODAY) == ("未落实", "amber")
    due = replace(report, reply_due=TODAY)
    assert reply_state(due, TODAY) == ("11-13 前落实", "amber")
    assert reply_state(due, TODAY + timedelta(days=2)) == ("逾期 2 天", "red")
    done = replace(due, reply_done_at=event.at("11:20"), reply_result="办了")
    assert reply_state(done, TODAY + timedelta(days=9)) == ("11-13 11:20 已落实", "green")
    assert reply_state(replace(done, reply_result=NOTED), TODAY) == ("已阅知", "grey")


def test_an_attempt_taken_back_is_none() -> None:
    reports = [replace(r, outcome=Outcome.NONE) for r in event.reports()]
    assert made(reports) == delivered(reports) == []
    assert proposed_kind(reports, over=True) is ReportKind.FIRST


def test_the_final_report_is_offered_when_it_is_over() -> None:
    told = event.reports()[1:2]
    assert proposed_kind(told, over=False) is ReportKind.FOLLOW_UP
    assert proposed_kind(told, over=True) is ReportKind.FINAL


def test_a_long_text_is_no_line_of_a_timeline() -> None:
    assert brief("仍在\n抢修") == "仍在 抢修"
    assert brief("长" * 121) == ""
