"""Numbers of paper sheets as hands write them, and what they stand for."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hallduty.domain.paper_sheets import (
    PaperEntry,
    PaperSheet,
    SheetState,
    Standing,
    entry_problems,
    full_number,
    looked_up,
    number_text,
    range_text,
    serial_of,
)

AT = datetime(2026, 11, 13, 9, 42)
SHEET = PaperSheet(1, "u", "纸2026-003", AT, "刘某某")


@pytest.mark.parametrize(
    "typed",
    ["3", "03", "003", "2026-3", "纸2026-003", "纸 2026 — 003", "纸2026－００３", "纸单2026-3"],
)
def test_a_number_is_understood_as_hands_write_it(typed: str) -> None:
    assert full_number(typed, 2026) == "纸2026-003"


@pytest.mark.parametrize("typed", ["", "  ", "0", "纸", "2026", "2026-", "a3", "3/4", "123456"])
def test_what_is_no_number_is_said_not_guessed(typed: str) -> None:
    wanted = "纸2026-2026" if typed == "2026" else ""
    assert full_number(typed, 2026) == wanted
    if not wanted:
        found = looked_up(typed, 2026, None, None)
        assert found.standing is Standing.NONE
        assert "编号" in found.words


@given(st.integers(2015, 2099), st.integers(1, 99_999))
def test_a_printed_number_read_back_is_the_same(year: int, serial: int) -> None:
    number = number_text(year, serial)
    assert serial_of(number) == (year, serial)
    assert full_number(number, 2020) == number
    assert full_number(str(serial), year) == number


@given(st.text(max_size=40))
def test_any_text_is_either_a_number_or_none(typed: str) -> None:
    number = full_number(typed, 2026)
    assert number == "" or serial_of(number) is not None


def test_the_state_of_a_sheet() -> None:
    assert SHEET.state is SheetState.BLANK
    assert PaperSheet(1, "u", "纸2026-003", AT, "", incident_id=4).state is SheetState.ENTERED
    spoiled = PaperSheet(1, "u", "纸2026-003", AT, "刘", spoiled_at=AT, remark="卡纸")
    assert spoiled.state is SheetState.SPOILED
    found = looked_up("3", 2026, spoiled, None)
    assert found.needs_reason
    assert "卡纸" in found.words
    assert not looked_up("3", 2026, SHEET, None).needs_reason


def test_a_sheet_is_checked_as_a_whole() -> None:
    values = {"occurred_at": AT, "recovered_at": AT.replace(hour=8), "phone": "x"}
    entry = PaperEntry("3", "", "", values, steps={1: AT.replace(hour=9, minute=0)})
    found = {p.field: p.message for p in entry_problems(entry, AT.replace(hour=12)) if p}
    assert "早于发生时间" in found["recovered_at"]
    assert "电话" in found["phone"]
    assert "早于发生时间" in found["step.1"]
    assert "事件类型" in found["event_type"]
    missing = [p.field for p in entry_problems(PaperEntry("3", "power", "", {}), AT) if p]
    assert missing == ["occurred_at"]


def test_a_range_is_said_short() -> None:
    assert range_text([]) == ""
    assert range_text(["纸2026-001"]) == "纸2026-001"
    assert range_text(["纸2026-001", "纸2026-002"]) == "纸2026-001 至 纸2026-002"
