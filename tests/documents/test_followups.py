"""The list of follow-ups, the cards and the files for the SMS platform, read back."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from hallduty.documents.cards import print_cards
from hallduty.documents.followups import print_followups
from hallduty.documents.fonts import Faces
from hallduty.documents.paper import PrintMark
from hallduty.documents.sms_files import sms_file
from hallduty.domain.followup_board import BoardLine
from hallduty.domain.followup_sheet import FollowupSheet
from hallduty.domain.followups import AttemptOutcome, Followup, FollowupKind
from hallduty.domain.priority_cards import FIRST_RULE, CardFacts
from hallduty.domain.sms import first_columns
from tests.documents.pdf_reading import characters, joined, page_texts

AT = datetime(2026, 10, 22, 15, 31)
FACTS = CardFacts("2026-017 供电中断", "第一办税服务厅", FIRST_RULE)


def call(number: int, **changes: object) -> Followup:
    made = Followup(
        number, "", 1, FollowupKind.CALL_BACK, "张三丰", f"138{number:08d}", "企业所得税申报", AT
    )
    return replace(made, **changes)


def card(number: int, **changes: object) -> Followup:
    made = Followup(number, "", 1, FollowupKind.PRIORITY_CARD, "", "", "", AT)
    return replace(made, card_number=f"2026-{number:04d}", **changes)


def sheet(*followups: Followup, **options: object) -> FollowupSheet:
    lines = tuple(BoardLine(each, "2026-017", recovered=True) for each in followups)
    return FollowupSheet("事件 2026-017　供电中断", lines, **options)  # type: ignore[arg-type]


def text(paper: object) -> str:
    return joined("".join(page_texts(paper.pdf)))  # type: ignore[attr-defined]


def test_the_list_is_masked_by_default_also_in_free_text(faces: Faces, printed: PrintMark) -> None:
    told = call(
        1, settled_at=AT + timedelta(hours=1), settled_by="刘某某", how="电话告知张三丰本人"
    )
    found = text(print_followups(sheet(told, call(2)), faces, printed, bureau="某区税务局"))
    assert "张三丰" not in found
    assert "13800000001" not in found
    for words in (
        *("善后事项清单", "某区税务局", "共2件，已办1件，欠1件", "张某", "138****0001"),
        *("10-2216:31刘某某：电话告知张某本人", "姓名、电话已隐去", "第1页", "制表："),
    ):
        assert words in found, words


def test_unmasked_it_says_what_it_is(faces: Faces, printed: PrintMark) -> None:
    found = text(print_followups(sheet(call(1), revealed=True), faces, printed))
    assert "张三丰" in found
    assert "13800000001" in found
    assert "用后销毁；本次打印已记入导出记录" in found


def test_the_list_over_all_names_the_incident_of_each_line(
    faces: Faces, printed: PrintMark
) -> None:
    one = print_followups(sheet(call(1)), faces, printed)
    over_all = print_followups(
        FollowupSheet("全部事件", sheet(call(1)).lines, over_all=True), faces, printed
    )
    assert text(one).count("2026-017") == 1
    assert "事件种类" in text(over_all)
    assert text(over_all).count("2026-017") == 1


def test_a_long_list_flows_and_an_empty_one_says_so(faces: Faces, printed: PrintMark) -> None:
    many = [call(n, matter="很长的事项" * 30 if n % 7 == 0 else "申报") for n in range(1, 301)]
    made = print_followups(sheet(*many), faces, printed)
    pages = page_texts(made.pdf)
    assert made.pages == len(pages) > 5
    assert all("姓名" in page for page in pages[:-1])
    assert "138****0300" in joined(pages[-1])
    assert "没有善后事项" in text(print_followups(sheet(), faces, printed))


def test_what_was_tried_is_told(faces: Faces, printed: PrintMark) -> None:
    line = BoardLine(call(1), "2026-017", last=AttemptOutcome.BUSY, round=2)
    made = print_followups(FollowupSheet("", (line,)), faces, printed)
    assert "第2轮占线" in text(made)


def test_cards_are_four_to_a_page_with_large_numbers(faces: Faces, printed: PrintMark) -> None:
    made = print_cards([card(n) for n in range(1, 13)], FACTS, faces, printed, bureau="某区税务局")
    assert made.pages == 3
    box = PdfReader(BytesIO(made.pdf)).pages[0].mediabox
    assert (round(float(box.width)), round(float(box.height))) == (595, 842)
    first = page_texts(made.pdf)[0]
    for number in range(1, 5):
        assert f"2026-{number:04d}" in first
    assert "2026-0005" not in first
    whole = joined(first)
    assert whole.count("二次优先卡") == 4
    assert whole.count("某区税务局") == whole.count("第一办税服务厅") == 4
    assert whole.count("2026-017供电中断") == 4
    assert whole.count("用后收回") == 4
    assert "核验码7F3A-91C2" in whole
    digits = [c for c in characters(made.pdf) if c.text == "0" and c.right - c.x > 15]
    assert len(digits) >= 4 * 3


def test_a_card_of_hostile_length_stays_on_its_quarter(faces: Faces, printed: PrintMark) -> None:
    facts = CardFacts("2026-017 " + "很长的情形" * 40, "办税厅" * 60, "规则。" * 66)
    cards = [card(n, matter="事项" * 100) for n in range(1, 5)]
    cards[0] = replace(cards[0], card_number="2026-100000")
    made = print_cards(cards, facts, faces, printed, bureau="税务局" * 20)
    assert made.pages == 1
    assert "2026-100000" in page_texts(made.pdf)[0]
    # Nothing crosses the cuts: no character within a millimetre of either.
    width, height = 595.28, 841.89
    for each in characters(made.pdf):
        assert abs(each.y - height / 2) > 2.5, each
        assert not each.x < width / 2 < each.right, each


def test_a_rare_character_on_a_card_is_printed_or_told(faces: Faces, printed: PrintMark) -> None:
    made = print_cards([card(1, matter="𬭎𰻝\U0010abcd")], FACTS, faces, printed)
    assert "\U0010abcd" in made.missing


def test_the_text_file_has_one_number_a_line() -> None:
    data = sms_file(".txt", [call(1), call(2)], first_columns(), "可以办理")
    assert data == b"13800000001\r\n13800000002\r\n"


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_tables_have_the_chosen_columns_under_their_own_headings(ending: str) -> None:
    columns = [
        replace(column, header="手机", on=True) if column.key == "phone" else column
        for column in first_columns()
    ]
    columns[2] = replace(columns[2], on=True)
    hostile = call(2, who="=cmd|'/C calc'!A0", matter="不要")
    data = sms_file(ending, [call(1), hostile], columns, "可以办理，请来。")
    if ending == ".csv":
        assert data.startswith(b"\xef\xbb\xbf")
        rows = list(csv.reader(StringIO(data.decode("utf-8-sig"))))
    else:
        page = load_workbook(BytesIO(data)).active
        assert page["A2"].data_type == "s"
        rows = [[cell or "" for cell in row] for row in page.iter_rows(values_only=True)]
    assert rows[0] == ["手机", "短信内容", "姓名"]
    assert rows[1] == ["13800000001", "可以办理，请来。", "张三丰"]
    assert rows[2][2].lstrip("'") == hostile.who
    if ending == ".csv":
        assert rows[2][2].startswith("'=")
