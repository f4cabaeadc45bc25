"""The ledger as a list, on paper and in tables for other programs."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from hallduty.documents.fonts import Faces
from hallduty.documents.grid import Cell, Grid, Row
from hallduty.documents.incidents import Totals, period_text
from hallduty.documents.paper import PrintMark
from hallduty.documents.press import Press
from hallduty.documents.typeset import Style
from hallduty.domain.form_values import column_text
from hallduty.domain.forms import load_forms
from hallduty.domain.incidents import Status
from hallduty.domain.plan import Plan
from tests.documents.conftest import FONTS
from tests.documents.pdf_reading import ink_box, joined, page_texts
from tests.documents.samples import FORMS, dossier, ledger

NOVEMBER = (date(2026, 11, 1), date(2026, 11, 30))


@pytest.fixture
def press(plan: Plan) -> Press:
    return Press(FONTS, load_forms(FORMS), plan, "某某税务局", font_folders=())


def test_every_incident_is_listed_under_a_repeated_header(press: Press, printed: PrintMark) -> None:
    paper = press.ledger(ledger(60), NOVEMBER, printed)
    texts = [joined(text) for text in page_texts(paper.pdf)]
    assert len(texts) == paper.pages > 2
    assert "某某税务局期间：2026年11月1日至2026年11月30日" in texts[0]
    assert all("编号事件类型级别发生时间发生地点" in text for text in texts[:-1])
    everything = "".join(texts)
    assert all(everything.count(f"2026-{n:03d}") == 1 for n in range(1, 61))
    for page, text in enumerate(texts, 1):
        assert f"第{page}页共{paper.pages}页" in text
        assert "核验码7F3A-91C2" in text
    left, _, right, bottom = ink_box(paper.pdf)
    assert left >= 14
    assert right <= 283
    assert bottom <= 205


def test_drills_and_voided_incidents_are_listed_but_not_counted(
    press: Press, printed: PrintMark
) -> None:
    # Of 60: every fifth is void (12), every seventh a drill (8), one of them both.
    text = joined(page_texts(press.ledger(ledger(60), NOVEMBER, printed).pdf)[-1])
    assert "合计：41件（另有演练8件、作废11件，不计入）" in text
    assert "按类型：应用系统问题41件" in text
    assert "按级别：重大41件" in text
    assert "按状态：已办结41件" in text


def test_marks_stand_beside_the_incident(press: Press, printed: PrintMark) -> None:
    odd = [dossier(late=True, drill=True), dossier(status=Status.VOID, number="2026-018")]
    text = joined(page_texts(press.ledger(odd, NOVEMBER, printed).pdf)[0])
    assert "已办结演练、补录" in text
    assert "作废作废" in text  # status and remark


def test_a_voided_row_is_struck_through(press: Press, printed: PrintMark) -> None:
    plain = press.ledger([dossier()], NOVEMBER, printed).pdf
    struck = press.ledger([dossier(status=Status.VOID)], NOVEMBER, printed).pdf
    assert len(struck) != len(plain)
    assert "系税务端系统故障" in joined(page_texts(struck)[0])


def test_a_long_description_flows_over_pages(press: Press, printed: PrintMark) -> None:
    long = dossier(description="税务端系统故障，" * 2_500)
    paper = press.ledger([dossier(number="2026-016"), long], NOVEMBER, printed)
    text = "".join(joined(text) for text in page_texts(paper.pdf))
    assert paper.pages > 5
    assert text.count("障，") >= 2_490
    assert "2026-017（续）" in text  # whose row it is that goes on there


def test_an_empty_period_says_so(press: Press, printed: PrintMark) -> None:
    text = joined(page_texts(press.ledger([], (None, None), printed).pdf)[0])
    assert "期间：全部" in text
    assert "本期间没有登记事件" in text
    assert "合计：0件" in text


def test_rows_are_asked_for_page_by_page(faces: Faces) -> None:
    """A ledger of years must not be in memory at once."""
    asked = 0
    style = Style(faces.face("宋体"), 9, 13)

    def rows() -> Iterator[Row]:
        nonlocal asked
        while True:
            asked += 1
            yield Row((Cell(((f"第{asked}行", style),)),))

    grid = Grid([100], rows())
    assert grid.wrap(100, 400)[1] > 400
    first, rest = grid.split(100, 400)
    assert first.wrap(100, 400)[1] <= 400
    assert rest.wrap(100, 400)[1] > 400
    assert asked < 50


def test_periods_are_said_in_official_chinese() -> None:
    day = date(2026, 11, 13)
    assert period_text((day, day)) == "2026年11月13日"
    assert period_text((day, None)) == "2026年11月13日起"
    assert period_text((None, day)) == "截至2026年11月13日"


def test_totals_say_types_the_plan_no_longer_has(plan: Plan) -> None:
    totals = Totals()
    for kind in ("gone", "power", "power"):
        totals.add(dossier(event_type=kind).incident)
    assert "按类型：电力故障 2 件、gone 1 件" in totals.text(plan)


def test_the_workbook_has_dates_numbers_and_text(press: Press) -> None:
    formula = dossier(place="=cmd|' /C calc'!A0", description="+1\x00😀\n二", waiting=40)
    page = load_workbook(BytesIO(press.ledger_xlsx([formula])))["台帐"]
    assert page.freeze_panes == "B2"
    labels = [cell.value for cell in page[1]]
    row = dict(zip(labels, page[2], strict=True))
    assert row["发生时间"].value == datetime(2026, 11, 13, 9, 42)
    assert row["发生时间"].number_format == "yyyy-mm-dd hh:mm"
    assert row["历时（分钟）"].value == 76
    assert row["等候人数"].value == 40
    assert row["涉及人数"].value in (None, "")
    assert row["报告人电话"].value == "138****5678"
    assert row["值班领导"].value == "俞某"
    assert row["发生地点"].value == "=cmd|' /C calc'!A0"
    assert row["发生地点"].data_type == "s"
    assert row["发生地点"].quotePrefix
    assert row["事件描述"].value == "+1😀\n二"
    assert page.auto_filter.ref.endswith("2")
    assert page.column_dimensions["A"].width >= 8


def test_a_cell_longer_than_excel_allows_says_that_it_was_cut(press: Press) -> None:
    page = load_workbook(BytesIO(press.ledger_xlsx([dossier(description="长" * 100_000)])))["台帐"]
    longest = max((str(cell.value) for cell in page[2]), key=len)
    assert len(longest) == 32_767
    assert longest.endswith("全文见登记表）")


def test_the_csv_opens_in_excel_and_runs_nothing(press: Press) -> None:
    data = press.ledger_csv(
        [dossier(place="=1+1", cause="＝cmd|", outcome='"好"，\n行', handler="@x", systems="-1")]
    )
    assert data.startswith(b"\xef\xbb\xbf")
    head, row = csv.reader(StringIO(data.decode("utf-8-sig"), newline=""))
    values = dict(zip(head, row, strict=True))
    assert values["发生地点"] == "'=1+1"
    assert values["原因"] == "'＝cmd|"
    assert values["处置人"] == "'@x"
    assert values["受影响系统"] == "'-1"
    assert values["处置结果"] == '"好"，\n行'
    assert values["发生时间"] == "2026-11-13 09:42"
    assert values["备注"] == ""


def test_a_field_of_the_bureaus_own_is_exported(plan: Plan, tmp_path: Path) -> None:
    shipped = (FORMS / "ledger_sheet.toml").read_text(encoding="utf-8")
    row = '\n[[rows]]\n[[rows.cells]]\nlabel = "天气"\nspan = 3\n'
    (tmp_path / "ledger_sheet.toml").write_text(shipped + row, encoding="utf-8")
    press = Press(FONTS, load_forms(FORMS, tmp_path), plan, font_folders=())
    text = press.ledger_csv([dossier(extra={"天气": "小雨"})]).decode("utf-8-sig")
    assert text.splitlines()[0].endswith(",天气")
    assert "小雨" in text


def test_a_duplicate_is_listed_but_not_counted_twice(plan: Plan) -> None:
    totals = Totals()
    for merged in ("", "2026-017"):
        totals.add(dossier(merged_into=merged).incident)
    assert totals.counted == 1
    assert totals.text(plan).startswith("合计：1 件（另有并入其他事件 1 件，不计入）")
    below = dossier(merged_into="2026-017")
    assert column_text("status", below, plan) == "已并入"
    assert column_text("remark", below, plan) == "并入 2026-017"
