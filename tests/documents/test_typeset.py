"""Lines as a Chinese reader expects them: no mark astray, nothing lost, nothing too wide."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hallduty.documents.breaking import NOT_AT_END, NOT_AT_START, tokens
from hallduty.documents.fonts import Faces
from hallduty.documents.typeset import Line, Style, set_lines

SIZE = 16.0
COMMON = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)

hanzi = st.sampled_from("办税服务场所窗口系统故障恢复等候人员衢江区局𬭎𰻝一二三")
numbers = st.sampled_from(
    ["3—8号", "10时58分", "2026年11月13日", "约40人", "100％", "12366", "￥1,200元"]
)
latin = st.sampled_from(["Windows", "F2", "cmd|calc", "a@b.cn", "0570-8765432", "138****5678"])
opening = st.text("（“《【", max_size=2)
closing = st.text("，。、；：？！”）》…%", max_size=3)
body = st.one_of(st.text(hanzi, min_size=1, max_size=8), numbers, latin)
chunk = st.tuples(opening, body, closing, st.sampled_from(["", "", " "])).map("".join)
sentences = st.lists(chunk, min_size=1, max_size=30).map("".join)


def text_of(line: Line) -> str:
    return "".join(segment.text for segment in line.segments)


def ends_of(lines: list[Line]) -> list[tuple[str, str]]:
    return [(text_of(line).strip()[:1], text_of(line).strip()[-1:]) for line in lines]


def style(faces: Faces, **more: object) -> Style:
    return Style(faces.face("仿宋"), SIZE, 29, **more)  # type: ignore[arg-type]


@given(sentences, st.integers(16, 40), st.sampled_from([0, 2]))
@COMMON
def test_no_line_opens_or_closes_with_a_forbidden_mark(
    faces: Faces, text: str, ems: int, indent: int
) -> None:
    lines = set_lines(text, style(faces, indent=indent), ems * SIZE)
    for number, (first, last) in enumerate(ends_of(lines)):
        if number:
            assert first not in NOT_AT_START, text
        if number < len(lines) - 1:
            assert last not in NOT_AT_END, text


@given(st.text(max_size=200), st.integers(3, 40), st.sampled_from(["justify", "left", "centre"]))
@COMMON
def test_any_text_keeps_its_characters_and_its_place(
    faces: Faces, text: str, ems: int, align: str
) -> None:
    width = ems * SIZE
    chosen = style(faces, align=align)
    lines = set_lines(text, chosen, width)
    kept = "".join("".join(map(text_of, lines)).split())
    visible = [c for c in text if not c.isspace() and chosen.face.glyph(c) is not None]
    assert len(kept) == len(visible)
    for line in lines:
        assert line.start >= -0.01
        assert line.end <= width + 0.01


@given(sentences, st.integers(16, 40))
@COMMON
def test_everything_typed_is_there_in_order(faces: Faces, text: str, ems: int) -> None:
    lines = set_lines(text, style(faces), ems * SIZE)
    assert "".join("".join(map(text_of, lines)).split()) == "".join(text.split())


def as_texts(lines: list[Line]) -> list[str]:
    return [text_of(line) for line in lines]


@pytest.mark.parametrize("group", ["3—8号", "10时58分", "2026年11月13日", "第3—8号", "Windows-10"])
@pytest.mark.parametrize("before", range(9, 19))
def test_a_group_stays_on_one_line(faces: Faces, group: str, before: int) -> None:
    lines = as_texts(set_lines("税" * before + group + "窗口", style(faces), 18 * SIZE))
    assert any(group in line for line in lines)


@pytest.mark.parametrize("before", range(9, 14))
def test_a_name_that_is_told_stays_on_one_line(faces: Faces, before: int) -> None:
    text = "税" * before + "欧阳某某到场"
    lines = as_texts(set_lines(text, style(faces, keep=("欧阳某某",)), 12 * SIZE))
    assert any("欧阳某某" in line for line in lines)


def test_a_day_too_long_for_the_line_breaks_between_its_parts(faces: Faces) -> None:
    lines = as_texts(set_lines("于2026年11月13日止", style(faces), 5 * SIZE))
    assert lines == ["于2026年", "11月13日止"]


def test_a_word_longer_than_the_line_is_cut_and_kept(faces: Faces) -> None:
    lines = set_lines("x" * 500, style(faces), 10 * SIZE)
    assert "".join(as_texts(lines)) == "x" * 500
    assert all(line.end <= 10 * SIZE for line in lines)


def test_full_lines_are_flush_and_the_last_one_is_not(faces: Faces) -> None:
    text = "系统恢复，业务正常；办税人均已通知，无遗留事项，" * 4
    width = 28 * SIZE
    *full, last = set_lines(text, style(faces, indent=2), width)
    assert full[0].start == 2 * SIZE
    for line in full:
        assert line.end == pytest.approx(width, abs=0.01)
    assert last.end < width


def test_marks_in_a_row_are_set_close(faces: Faces) -> None:
    (line,) = set_lines("（截止）。”", style(faces, align="left"), 30 * SIZE)
    starts = {s.text: s.x for s in line.segments}
    assert starts["”"] - starts["。"] == pytest.approx(SIZE / 2)


def test_a_heading_of_two_lines_is_about_even(faces: Faces) -> None:
    text = "关于2026年11月征期税务端系统故障应急处置情况的总结报告"
    lines = as_texts(set_lines(text, style(faces, align="centre", even=True), 20 * SIZE))
    assert len(lines) == 2
    assert abs(len(lines[0]) - len(lines[1])) <= 8


def test_empty_lines_are_not_printed_by_the_thousand(faces: Faces) -> None:
    lines = as_texts(set_lines("一\n" + "\n" * 100_000 + "二\n\n", style(faces), 100))
    assert lines == ["一", "", "二"]


def test_boxes_are_ticked(faces: Faces) -> None:
    (line,) = set_lines("☑电力故障 ☐设备故障", style(faces), 400)
    assert [s.tick for s in line.segments if s.tick] == ["tick", "empty"]
    assert faces.missing == ()


def test_names_that_stay_whole_cost_little_when_everybody_has_another() -> None:
    def seconds(kept: list[str]) -> float:
        started = time.perf_counter()
        for name in kept:
            assert "".join(tokens("值班长张三丰12:30至现场，张三丰处置。", [name]))
        return time.perf_counter() - started

    people = [f"张三{chr(0x4E00 + n)}" for n in range(150)]
    plain = min(seconds([""] * 150) for _ in range(3))
    assert seconds(people) < 100 * plain, "a directory of 1,000 took half a minute"
    assert tokens("请张三丰到场", ["张三", "张三丰"]) == ["请", "张三丰", "到", "场"]
