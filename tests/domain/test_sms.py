"""The message on recovery: placeholders named, characters and SMS counted as networks do."""

from __future__ import annotations

from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hallduty.domain import sms
from hallduty.domain.followups import ids_text
from hallduty.domain.priority_cards import possible_numbers, typed_count

KNOWN = {
    "单位": "某区税务局",
    "办税服务场所": "第一办税服务厅",
    "情形": "供电中断",
    "发生时间": "10月22日15时20分",
    "恢复时间": "10月22日16时40分",
    "咨询电话": "12366",
    "编号": "2026-017",
}


def test_the_first_template_is_one_short_message() -> None:
    assert sms.template_problem("text", sms.FIRST_TEMPLATE) is None
    text = sms.filled(sms.FIRST_TEMPLATE, KNOWN)
    assert "【" not in text
    assert "10月22日16时40分已恢复" in text
    assert sms.length(text).messages == 1


@pytest.mark.parametrize(
    ("template", "told"),
    [
        ("", "请填写短信内容"),
        ("您好【姓名】", "不认识占位符【姓名】，可用的是【单位】"),
        ("您好【姓名】【手机】【姓名】", "不认识占位符【姓名】、【手机】"),
        ("您好【单位", "没有成对"),
        ("您好】", "没有成对"),
        ("【】", "不认识占位符【】"),
        ("长" * 501, "最多 500 字"),
    ],
)
def test_a_template_that_would_print_wrong_is_refused(template: str, told: str) -> None:
    found = sms.template_problem("text", template)
    assert found is not None
    assert told in found.message


def test_a_placeholder_without_content_is_named() -> None:
    found = sms.message_problem("text", "【恢复时间】恢复", {**KNOWN, "恢复时间": ""})
    assert found is not None
    assert "还没有记恢复时间" in found.message
    found = sms.message_problem("text", "【单位】恢复", {**KNOWN, "单位": " "})
    assert found is not None
    assert "【单位】还没有内容" in found.message
    assert sms.message_problem("text", "【单位】恢复", KNOWN) is None


@pytest.mark.parametrize(
    ("count", "messages"), [(0, 0), (1, 1), (70, 1), (71, 2), (134, 2), (135, 3), (201, 3)]
)
def test_seventy_to_one_and_sixty_seven_to_each_of_several(count: int, messages: int) -> None:
    assert sms.length("字" * count) == sms.Length(count, messages)


def test_a_rare_character_counts_twice_and_is_not_divided() -> None:
    assert sms.length("𬭎" * 35) == sms.Length(70, 1)
    # 33 of them fill a part of 67 but for one place, which no half of the next may take.
    assert sms.length("𬭎" * 67) == sms.Length(134, 3)


@given(st.text(alphabet="字a，1", max_size=400))
def test_without_rare_characters_the_count_is_plain_arithmetic(text: str) -> None:
    found = sms.length(text)
    assert found.characters == len(text)
    assert found.messages == (1 if 0 < len(text) <= 70 else ceil(len(text) / 67))


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("12", ["2026-0012", "2025-0012"]),
        ("2025-0012", ["2025-0012"]),
        ("２０２６－００１２", ["2026-0012"]),
        ("No. 7", ["2026-0007", "2025-0007"]),
        ("十二", []),
        ("000", []),
    ],
)
def test_a_typed_card_number_means_this_year_first(typed: str, numbers: list[str]) -> None:
    assert possible_numbers(typed, 2026) == numbers


@pytest.mark.parametrize(
    ("text", "count"),
    [("发 12 张", 12), ("发１２张", 12), ("12张卡", 12), ("12", None), ("申报 3 张发票", None)],
)
def test_cards_are_asked_for_in_words(text: str, count: int | None) -> None:
    assert typed_count(text) == count


def test_row_numbers_are_told_as_runs() -> None:
    assert ids_text([5, 3, 4, 9]) == "第 3—5、9 号"
    assert ids_text([7]) == "第 7 号"
    assert ids_text(list(range(1, 100, 2))).endswith("、23 等 号")
