"""The calendar file: readable by another program whatever the names are, the same ids each time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import vobject
from hypothesis import given
from hypothesis import strategies as st

from hallduty.documents.roster_ics import roster_ics
from hallduty.domain.contacts import Person
from hallduty.domain.roster import Hall, Part, Shift

HALL = Hall(1, "h", "第一厅；A,B")
AT = datetime(2026, 11, 1, 9, 0)
DAY = date(2026, 12, 31)
SHIFT = Shift(7, "a-b-c", DAY, Part.DAY, 1, 1, {"导税": (2,), "咨询": ()})


def events(shifts: list[Shift], people: dict[int, Person]) -> list[object]:
    data = roster_ics(shifts, people, HALL, AT).decode("utf-8")
    return list(getattr(vobject.readOne(data), "vevent_list", []))


@given(st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=60))
def test_any_name_comes_back_as_it_was(name: str) -> None:
    people = {1: Person(1, "", f"王{name}某"), 2: Person(2, "", "乙")}
    (event,) = events([SHIFT], people)
    assert event.summary.value == f"值班：王{name}某"  # type: ignore[attr-defined]


def test_an_all_day_shift_ends_with_the_next_day_even_at_new_year() -> None:
    (event,) = events([SHIFT], {1: Person(1, "", "𬭎某")})
    assert event.dtend.value == date(2027, 1, 1)  # type: ignore[attr-defined]
    assert event.uid.value == "a-b-c@hallduty"  # type: ignore[attr-defined]
    assert event.location.value == "第一厅；A,B"  # type: ignore[attr-defined]


def test_empty_shifts_and_other_halls_stay_out_and_a_gap_is_said() -> None:
    nobody = Shift(1, "x", DAY, Part.DAY, 1, None)
    elsewhere = replace(SHIFT, hall_id=2)
    assert events([nobody, elsewhere], {}) == []
    (event,) = events([replace(SHIFT, leader_id=None)], {2: Person(2, "", "乙")})
    assert event.summary.value == "值班：值班领导缺人"  # type: ignore[attr-defined]
    assert "导税：乙" in event.description.value  # type: ignore[attr-defined]


def test_halves_have_their_hours() -> None:
    (event,) = events([replace(SHIFT, part=Part.AFTERNOON)], {1: Person(1, "", "甲")})
    assert event.dtstart.value == datetime(2026, 12, 31, 13, 30)  # type: ignore[attr-defined]
    assert event.summary.value == "值班（下午）：甲"  # type: ignore[attr-defined]
