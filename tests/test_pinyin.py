"""Names are spelled as their bearers say them, family names above all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hallduty import pinyin


@pytest.mark.parametrize(
    ("name", "spelled"),
    [
        ("单雄信", "shan xiong xin"),
        ("曾国藩", "zeng guo fan"),
        ("仇英", "qiu ying"),
        ("解缙", "xie jin"),
        ("区大任", "ou da ren"),
        ("查良镛", "zha liang yong"),
        ("盖小红", "ge xiao hong"),
        ("朴树", "piao shu"),
        ("翟让", "zhai rang"),
        ("尉迟恭", "yu chi gong"),
        ("尉小红", "wei xiao hong"),
        ("单于红", "chan yu hong"),
        ("长孙无忌", "zhang sun wu ji"),
        ("令狐冲", "ling hu chong"),
        ("欧阳修", "ou yang xiu"),
        ("覃勇", "qin yong"),
        ("任静", "ren jing"),
        ("陈曾", "chen zeng"),
        ("张长乐", "zhang chang le"),
        ("吕布", "lv bu"),
        ("赵𬭎", "zhao hong"),
        ("阿依古丽·买买提", "a yi gu li mai mai ti"),
        ("O'Brien", "obrien"),
        ("José", "jose"),
        ("单 雄信", "shan xiong xin"),
        ("😀", ""),
        ("", ""),
    ],
)
def test_a_name_is_spelled_as_it_is_said(name: str, spelled: str) -> None:
    assert pinyin.full(name) == spelled


def test_the_same_character_is_read_otherwise_in_a_given_name() -> None:
    assert pinyin.full("解单") == "xie dan"
    assert pinyin.full("单解") == "shan jie"


def test_initials_are_the_first_letters() -> None:
    assert pinyin.initials("欧阳娜娜") == "oynn"
    assert pinyin.initials("单雄信") == "sxx"
    assert pinyin.initials("") == ""


@given(st.text(max_size=30))
def test_any_text_has_a_spelling_of_plain_letters(name: str) -> None:
    spelled = pinyin.full(name)
    assert all(part.isascii() and part.isalnum() for part in spelled.split(" ") if spelled)
