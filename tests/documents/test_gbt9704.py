"""The page of GB/T 9704-2012 as measured on the finished PDF."""

from __future__ import annotations

import pytest

from hallduty.documents.fonts import Faces
from hallduty.documents.gbt9704 import OfficialPaper
from hallduty.documents.paper import PrintMark
from tests.documents.pdf_reading import characters, find_all, ink_box, joined, outline, page_texts

MM = 72 / 25.4


@pytest.fixture
def paper(faces: Faces) -> OfficialPaper:
    return OfficialPaper(faces, keep=("欧阳某某",))


def test_a_full_page_has_22_lines_of_28_characters(
    paper: OfficialPaper, printed: PrintMark
) -> None:
    paper.body("税" * 2_000)
    pdf = paper.finish(printed, title="试").pdf
    letters = [c for c in characters(pdf) if c.text == "税"]
    lines = sorted({round(c.y, 1) for c in letters}, reverse=True)
    assert len(lines) == 22
    assert lines[0] - lines[-1] == pytest.approx(21 * 225 / 22 * MM, abs=0.5)
    second = [c for c in letters if round(c.y, 1) == lines[1]]
    assert len(second) == 28
    assert len([c for c in letters if round(c.y, 1) == lines[0]]) == 26  # two characters' indent
    left, _, right, _ = ink_box(pdf)
    assert 28 <= left <= 29
    assert 183 <= right <= 184


def test_page_numbers_stand_outside_and_every_page_says_of_how_many(
    paper: OfficialPaper, printed: PrintMark
) -> None:
    paper.body("税" * 1_500)
    pdf = paper.finish(printed, title="试").pdf
    texts = page_texts(pdf)
    assert len(texts) == 3
    for number, text in enumerate(texts, 1):
        assert f"— {number} —" in text
        assert f"第{number}页\u3000共3页" in text
        assert "打印 2026-11-13 11:32" in text
        assert "核验码 7F3A-91C2" in text
        dashes = [c for c in characters(pdf, number - 1) if c.text == "—"]
        assert (dashes[0].x > 105 * MM) == (number % 2 == 1)
        # The number's box begins 7 mm below the type area.
        assert 35 * MM - 7 * MM - 14 <= dashes[0].y <= 35 * MM - 7 * MM


def test_a_heading_never_ends_a_page(paper: OfficialPaper, printed: PrintMark) -> None:
    paper.body("\n".join(["税"] * 20))
    paper.heading("一、原因")
    paper.heading("（一）直接原因", 2)
    paper.body("线路中断。" * 40)
    texts = page_texts(paper.finish(printed, title="试").pdf)
    assert "一、原因" not in texts[0]
    assert joined(texts[1]).startswith("一、原因（一）直接原因线路中断")


def test_headings_stand_in_the_outline_on_their_pages(
    paper: OfficialPaper, printed: PrintMark
) -> None:
    paper.heading("一、基本情况")
    paper.body("税" * 700)
    paper.heading("二、处置经过")
    paper.body("税")
    assert outline(paper.finish(printed, title="试").pdf) == [
        ("一、基本情况", 0),
        ("二、处置经过", 1),
    ]


def test_a_table_repeats_its_header_and_keeps_every_word(
    paper: OfficialPaper, printed: PrintMark
) -> None:
    rows = [(f"09时{n:02d}分", f"第{n}行" + "处置措施" * 30) for n in range(30)]
    rows.append(("10时00分", "末行" + "长" * 5_000))
    paper.table((1, 4), ("时间", "内容"), rows, ("centre", "left"))
    result = paper.finish(printed, title="试")
    texts = page_texts(result.pdf)
    assert all(joined(text).startswith("时间内容") for text in texts)
    everything = joined("".join(texts))
    assert all(f"第{n}行处置" in everything for n in range(30))
    assert everything.count("长") == 5_000


def test_pairs_and_signature(paper: OfficialPaper, printed: PrintMark) -> None:
    paper.pairs((("编号", "2026-017"), ("密级", "内部"), ("状态", "已办结")))
    paper.signature("国家税务总局衢州市衢江区税务局", "2026年11月13日")
    pdf = paper.finish(printed, title="试").pdf
    text = joined(page_texts(pdf)[0])
    assert "编号2026-017密级内部状态已办结国家税务总局衢州市衢江区税务局2026年11月13日" in text
    day = [c for c in characters(pdf) if c.text == "日"][-1]
    # Four characters of 16 pt in from the right edge of the type area.
    assert day.right == pytest.approx(184 * MM - 4 * 16, abs=3)


def test_a_title_breaks_evenly_and_is_found(paper: OfficialPaper, printed: PrintMark) -> None:
    paper.title("2026—017号税务端系统故障应急处置总结报告")
    paper.subtitle("（2026年11月13日）")
    paper.hint("（待填写）")
    pdf = paper.finish(printed, title="总结报告").pdf
    assert find_all(pdf, "应急处置总结报告") == 1
    assert page_texts(pdf)[0].startswith("2026—017号税务端系统\n故障应急处置总结报告\n")


def test_a_title_at_the_foot_of_a_page_finds_its_place(faces: Faces, printed: PrintMark) -> None:
    for lines in range(19, 23):
        each = OfficialPaper(faces)
        each.body("\n".join(["税"] * lines))
        each.title("突发事件")
        each.body("止")
        text = joined("".join(page_texts(each.finish(printed, title="试").pdf)))
        assert "突发事件" in text
