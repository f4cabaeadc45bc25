"""The poster: one page in large type, in official typefaces, and never with a gap in it."""

from __future__ import annotations

import itertools
from datetime import datetime
from io import BytesIO

import pytest
from pypdf import PdfReader

from hallduty.documents.paper import Paper, PrintMark
from hallduty.documents.press import Press
from hallduty.domain.errors import InvalidInput
from hallduty.domain.forms import Forms, load_forms
from hallduty.domain.notice_text import first_words
from hallduty.domain.notices import Notice, NoticeKind
from hallduty.domain.plan import Plan
from hallduty.paths import shipped
from tests.documents.conftest import FONTS
from tests.documents.pdf_reading import characters, fonts, ink_box, joined, page_texts
from tests.documents.samples import dossier

NOW = datetime(2026, 11, 13, 9, 55)
BUREAU = "国家税务总局衢州市衢江区税务局"
MARK = PrintMark(NOW, "刘某某", "7F3A-91C2")
SIZES = {"a4": (595, 842), "a3": (842, 1191)}


@pytest.fixture(scope="module")
def forms() -> Forms:
    return load_forms(shipped() / "forms", None)


@pytest.fixture
def press(forms: Forms, plan: Plan) -> Press:
    return Press(FONTS, forms, plan, BUREAU, font_folders=())


def words(plan: Plan, code: str = "tax_system") -> str:
    until = datetime(2026, 11, 13, 10, 30)
    scenario = next(s for s in plan.scenarios if s.code == code)
    given = dossier(scenario=code, event_type=scenario.event_type, cause="施工挖断光缆")
    return first_words(NoticeKind.FAULT, given, plan, BUREAU, NOW, until, 40)


def poster(press: Press, text: str, paper: str = "a4", *, drill: bool = False) -> Paper:
    notice = Notice(1, "u", 1, NoticeKind.FAULT, "公告", text, "", None, None, NOW, "刘某某")
    return press.notice(notice, MARK, paper, drill=drill)


def size_of(paper: Paper) -> float:
    """Return the size of the body's type: the distance between the feet of two lines."""
    feet = sorted({round(c.y) for c in characters(paper.pdf) if c.text == "，"}, reverse=True)
    gaps = [high - low for high, low in itertools.pairwise(feet) if high - low > 8]
    return min(gaps) / 1.6


@pytest.mark.parametrize("paper", ["a4", "a3"])
def test_the_plans_notice_fills_one_page(press: Press, plan: Plan, paper: str) -> None:
    text = words(plan)
    made = poster(press, text, paper)
    assert made.pages == 1
    assert made.missing == ()
    box = PdfReader(BytesIO(made.pdf)).pages[0].mediabox
    assert (float(box.width), float(box.height)) == pytest.approx(SIZES[paper], abs=1)
    assert joined(text) in joined(page_texts(made.pdf)[0])
    assert joined(BUREAU + "2026年11月13日") in joined(page_texts(made.pdf)[0])
    scale = 1.0 if paper == "a4" else 297 / 210
    # Read from some steps away: ten millimetres a character and more.
    assert size_of(made) >= 28 * scale
    left, top, right, bottom = ink_box(made.pdf)
    assert left >= 22 * scale
    assert right <= (210 - 22) * scale
    assert top >= 20 * scale
    assert bottom <= 297 * scale - 10


@pytest.mark.parametrize("paper", ["a4", "a3"])
def test_the_title_stands_centred_above_in_the_title_face(
    press: Press, plan: Plan, paper: str
) -> None:
    made = poster(press, words(plan), paper)
    first, second, *rest = characters(made.pdf)
    assert first.text + second.text == "公告"
    width, height = SIZES[paper]
    assert (first.x + second.right) / 2 == pytest.approx(width / 2, abs=6)
    assert first.y > height * 0.7
    assert all(first.y > each.y for each in rest)
    # 小标宋 and 仿宋, as the bundled fonts stand in for them.
    assert {"NotoSerifSC-Bold", "NotoSerifSC-Regular"} <= {
        name.split("+")[-1] for name in fonts(made.pdf)
    }
    assert any("小标宋" in told for told in made.substituted)


def test_every_scenario_of_the_plan_fits_one_page(press: Press, plan: Plan) -> None:
    for scenario in plan.scenarios:
        assert poster(press, words(plan, scenario.code)).pages == 1, scenario.code


def test_a_longer_text_is_smaller_and_then_goes_on(press: Press, plan: Plan) -> None:
    text = words(plan)
    one, three = poster(press, text), poster(press, text * 3)
    assert (one.pages, three.pages) == (1, 1)
    assert size_of(three) < size_of(one)
    six = poster(press, "\n".join([text] * 6))
    assert six.pages == 2
    whole = "".join(joined(page).split("打印2026")[0] for page in page_texts(six.pdf))
    # Nothing is cut off at the page's end.
    assert joined("\n".join([text] * 6)) in whole
    assert whole.endswith("2026年11月13日")


def test_a_short_text_stands_in_the_largest_type_and_not_at_the_foot(press: Press) -> None:
    made = poster(press, "3号窗口暂停，请到4号窗口，谢谢。\n请勿拥挤，有序等候，谢谢。\n特此公告。")
    found = characters(made.pdf)
    assert made.pages == 1
    assert found[0].right - found[0].x > 60
    assert found[2].y > 842 * 0.5


@pytest.mark.parametrize("text", ["预计【预计恢复时间】恢复", "请到【某处】办理", "请到【二楼"])
def test_a_gap_is_named_and_never_printed(press: Press, text: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        poster(press, text)
    assert refused.value.message_for("text")


def test_a_drill_says_so_in_large_type(press: Press, plan: Plan) -> None:
    assert "演练" in page_texts(poster(press, words(plan), drill=True).pdf)[0]
    assert "演练" not in page_texts(poster(press, words(plan)).pdf)[0]


def test_rare_characters_are_printed_and_what_no_font_has_is_told(press: Press) -> None:
    made = poster(press, "请到𬭎𰻝窗口办理。\U0010ffff 特此公告。")
    assert "𰻝" in page_texts(made.pdf)[0]
    assert len(made.missing) <= 1


def test_a_long_unit_stays_on_one_line(forms: Forms, plan: Plan) -> None:
    unit = "国家税务总局某某经济技术开发区税务局第一税务分局（办税服务厅）"
    press = Press(FONTS, forms, plan, unit, font_folders=())
    lines = page_texts(poster(press, "3号窗口暂停。\n特此公告。").pdf)[0].split("\n")
    assert any(unit in line for line in lines)
