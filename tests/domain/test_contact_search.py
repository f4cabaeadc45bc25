"""Whoever is looked for is found by whatever part of the card one remembers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hallduty.domain.contact_search import PeopleSearch, department_matches, find_people, matches
from hallduty.domain.contacts import Department, Person

UNITS = {1: "信息中心", 2: "第一税务所"}
PEOPLE = [
    Person(1, "", "单雄信", 1, "shan xiong xin", "主任", mobile="13800005678"),
    Person(2, "", "沈星星", 2, "shen xing xing", "科员", office_phone="0570-8765432"),
    Person(3, "", "吕信", 2, "lv xin", "单证岗", duty="现场秩序"),
    Person(4, "", "赵𬭎", None, "zhao hong", "", mobile="13900001111"),
    Person(5, "", "信小单", 1, "xin xiao dan"),
    Person(6, "", "John Smith", None, "john smith"),
]


def found(typed: str) -> list[str]:
    return [person.name for person in find_people(typed, PEOPLE, UNITS)]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("单雄信", ["单雄信"]),
        ("单", ["单雄信", "信小单", "吕信"]),
        ("sxx", ["单雄信", "沈星星"]),
        ("shxx", ["单雄信", "沈星星"]),
        ("shanx", ["单雄信"]),
        ("shanxiongxin", ["单雄信"]),
        ("SHAN xiong", ["单雄信"]),
        ("danxiong", []),
        ("lv", ["吕信"]),
        ("lüx", ["吕信"]),
        ("xin", ["信小单", "单雄信", "沈星星", "吕信"]),
        ("信息中心 主任", ["单雄信"]),
        ("第一税务所", ["沈星星", "吕信"]),
        ("8765432", ["沈星星"]),
        ("0570 8765", ["沈星星"]),
        ("05708765432", ["沈星星"]),
        ("１３８０", ["单雄信"]),
        ("秩序", ["吕信"]),
        ("𬭎", ["赵𬭎"]),
        ("smith", ["John Smith"]),
        ("js", ["John Smith"]),
        ("没有这个人", []),
    ],
)
def test_people_are_found_best_first(typed: str, names: list[str]) -> None:
    assert found(typed) == names


@given(st.text(alphabet="shanxiongwev12 3单信中", max_size=6))
def test_key_after_key_the_same_are_found_as_by_one_question(typed: str) -> None:
    known = PeopleSearch(PEOPLE, UNITS)
    for length in range(len(typed) + 1):
        fits = [matches(p, UNITS.get(p.department_id or 0, ""), typed[:length]) for p in PEOPLE]
        places = sorted((fit, n) for n, fit in enumerate(fits) if fit is not None)
        assert known.find(typed[:length]) == [PEOPLE[n] for _, n in places]


def test_nothing_typed_is_everybody_in_their_own_order() -> None:
    assert found("  ") == [person.name for person in PEOPLE]


@given(st.text(max_size=40))
def test_any_text_may_be_typed(typed: str) -> None:
    assert {person.id for person in find_people(typed, PEOPLE, UNITS)} <= {1, 2, 3, 4, 5, 6}


@given(st.lists(st.integers(1, 5), min_size=3, max_size=3))
def test_beginnings_of_the_syllables_always_find_the_name(lengths: list[int]) -> None:
    syllables = zip(PEOPLE[0].pinyin.split(), lengths, strict=True)
    typed = "".join(syllable[:length] for syllable, length in syllables)
    assert matches(PEOPLE[0], "", typed) is not None


def test_departments_are_found_by_name_kind_number_and_reading() -> None:
    power = Department(1, "", "供电所", phone="0570-8000123", category="物业和供电")
    for typed in ("供电", "物业", "80001", "0570 8000", "gds"):
        assert department_matches(power, typed, "gong dian suo"), typed
    assert not department_matches(power, "信息", "gong dian suo")
