"""The printed ledger form, read back as the bureau will read it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from hallduty.documents.paper import Paper, PrintMark
from hallduty.documents.press import Press
from hallduty.domain.forms import load_forms
from hallduty.domain.incidents import Status
from hallduty.domain.plan import Plan
from tests.documents.conftest import FONTS
from tests.documents.pdf_reading import find_all, ink_box, joined, page_texts
from tests.documents.samples import FORMS, dossier

Print = Callable[..., Paper]
WEATHER = '\n[[rows]]\nmin_height_mm = 14\n[[rows.cells]]\nlabel = "天气"\nspan = 3\n'


@pytest.fixture
def sheet(plan: Plan, printed: PrintMark) -> Print:
    press = Press(FONTS, load_forms(FORMS), plan, "某某税务局", font_folders=())
    return lambda **changes: press.sheet(dossier(**changes), printed)


def text_of(paper: Paper) -> str:
    return joined("".join(page_texts(paper.pdf)))


def test_the_sheet_says_what_the_record_says(sheet: Print) -> None:
    paper = sheet()
    assert paper.pages == 1
    assert paper.missing == ()
    text = text_of(paper)
    for said in (
        "突发事件应急处置登记台帐编号：2026-017事件类型",
        "发生时间2026年11月13日09时42分",
        "发生地点一楼大厅3—8号窗口",
        "报告人及电话王某某138****5678",
        "事件描述09时42分，3—8号窗口无法登录系统",
        "应急处置措施一、09时46分联系信息中心修复",
        "恢复/办结时间10时58分恢复11时30分办结",
        "处置人（登记人）刘某某值班领导签字",
        "注：事件类型是指电力故障、设备故障、网络故障、应用系统问题、语言肢体冲突、涉税舆情、其他突发事件",
        "打印2026-11-1311:32刘某某核验码7F3A-91C2第1页共1页",
    ):
        assert said in text, said
    assert "13800005678" not in text
    assert find_all(paper.pdf, "信息中心") == 1


def test_all_seven_types_stand_there_and_one_is_ticked(sheet: Print) -> None:
    first, other = sheet(event_type="application").pdf, sheet(event_type="power").pdf
    text = joined(page_texts(first)[0])
    names = ("电力故障", "设备故障", "网络故障", "应用系统问题", "语言肢体冲突", "涉税舆情")
    assert all(f"□{name}" in text for name in names)
    # The tick is drawn; two sheets that differ only in it must not look the same.
    assert joined(page_texts(other)[0]) == text
    assert first != other


def test_nothing_leaves_the_paper(sheet: Print) -> None:
    left, top, right, bottom = ink_box(sheet(place="Ｗ" * 200, reporter="x" * 50).pdf)
    assert left >= 20
    assert right <= 190
    assert top >= 20
    assert bottom <= 290


def test_a_running_incident_leaves_room_for_ink(sheet: Print) -> None:
    paper = sheet(
        status=Status.HANDLING, recovered_at=None, closed_at=None, handler="", drill=True, late=True
    )
    text = text_of(paper)
    assert "编号：2026-017（演练、补录）" in text
    assert "时分恢复时分办结" in text


def test_a_sheet_entered_from_paper_names_that_paper(sheet: Print) -> None:
    text = text_of(sheet(late=True, paper_number="纸2026-003"))
    assert "编号：2026-017（补录、原纸2026-003）" in text


def test_a_long_text_flows_on_and_nothing_is_lost(sheet: Print) -> None:
    paper = sheet(description="税务端系统故障，" * 12_500, measures="措施。" * 300)
    texts = [joined(text) for text in page_texts(paper.pdf)]
    assert paper.pages > 50
    assert "".join(texts).count("税务端系统故障，") >= 12_000  # a page may end within one
    assert "".join(texts).count("障") >= 12_500
    assert "".join(texts).count("措施。") == 300
    assert all("突发事件应急处置登记台帐编号：2026-017（续）" in text for text in texts[1:])
    assert "事件描述（续）" in texts[1]
    assert texts[-1].count("值班领导签字") == 1
    for page in (0, 1, paper.pages // 2, paper.pages - 1):
        assert ink_box(paper.pdf, page)[3] <= 290


def test_odd_characters_are_printed_as_typed_or_named(sheet: Print) -> None:
    odd = '"*%=cmd|<b>&amp;</b>\u202e倒\x00序\ufeff'
    paper = sheet(place=odd, description="\r\n\n\n" + odd + "😀", handler="𬭎某、𰻝某")
    assert paper.missing == ("😀",)
    text = text_of(paper)
    assert text.count('"*%=cmd|<b>&amp;</b>倒序') == 2
    assert "𬭎某、𰻝某" in text
    assert "以〓代替：U+1F600" in text


def test_a_field_of_the_bureaus_own_is_printed_on_the_same_page(
    tmp_path: Path, plan: Plan, printed: PrintMark
) -> None:
    shipped = (FORMS / "ledger_sheet.toml").read_text(encoding="utf-8")
    (tmp_path / "ledger_sheet.toml").write_text(shipped + WEATHER, encoding="utf-8")
    forms = load_forms(FORMS, tmp_path)
    assert forms.problems == ()
    press = Press(FONTS, forms, plan, font_folders=())
    paper = press.sheet(dossier(extra={"天气": "小雨转阴"}), printed)
    assert "天气小雨转阴" in text_of(paper)
    assert paper.pages == 1


def test_a_type_that_the_plan_no_longer_has_is_still_said(sheet: Print) -> None:
    assert "□old_type" in text_of(sheet(event_type="old_type"))


def test_rows_with_more_blank_than_a_page_has_still_print(
    tmp_path: Path, plan: Plan, printed: PrintMark
) -> None:
    shipped = (FORMS / "ledger_sheet.toml").read_text(encoding="utf-8")
    for height in ("38", "50", "56"):
        shipped = shipped.replace(f"min_height_mm = {height}", "min_height_mm = 200")
    narrow = shipped.replace("[28, 61, 28, 49]", "[8, 61, 8, 49]")
    label = "标签很长" * 15
    narrow = narrow.replace('label = "发生地点"', f'label = "{label}"')
    (tmp_path / "ledger_sheet.toml").write_text(narrow, encoding="utf-8")
    forms = load_forms(FORMS, tmp_path)
    assert forms.problems == ()
    paper = Press(FONTS, forms, plan, font_folders=()).sheet(
        dossier(description="税" * 5_000), printed
    )
    text = text_of(paper)
    assert text.count("税") > 5_000
    assert text.count("标签很长") >= 13  # the label alone is longer than a page
    assert "注：事件类型" in text
