"""Papers of policy questions and needs, read back: what they say, and whom they do not name."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date, datetime, timedelta
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from hallduty.documents.bar_chart import BarChart
from hallduty.documents.fonts import Faces, FontLibrary
from hallduty.documents.paper import PrintMark
from hallduty.documents.period_papers import PeriodPaper, print_need_month, print_policy_day
from hallduty.documents.policy_sheet import print_question
from hallduty.documents.voice_files import table_file
from hallduty.documents.voice_registers import print_needs, print_questions
from hallduty.domain.errors import UserError
from hallduty.domain.forms import load_forms, parse_sheet
from hallduty.domain.need_month import Bar, month_figures
from hallduty.domain.need_month import draft as month_draft
from hallduty.domain.needs import Need
from hallduty.domain.policy import PolicyCase, PolicyQuestion, PolicyReferral, QuestionKind
from hallduty.domain.policy_daily import day_figures
from hallduty.domain.policy_daily import draft as day_draft
from hallduty.domain.policy_sheet import POLICY_QUESTION, POLICY_SHEET
from hallduty.domain.reports import Channel
from hallduty.domain.voice_tables import NEED_COLUMNS, QUESTION_COLUMNS
from tests.documents.pdf_reading import find_all, joined, outline, page_texts

SHIPPED = Path(__file__).parents[2] / "forms"
NOW = datetime(2026, 11, 13, 17, 20)
BUREAU = "国家税务总局衢州市衢江区税务局"


def case(number: int = 1, **more: object) -> PolicyCase:
    asked = PolicyQuestion(
        *(number, f"u{number}", f"政2026-{number:03d}", 1, None, QuestionKind.GAP, "增值税"),
        *("数据资产入股是否缴增值税", "", "", "𬭎甲乙", "13812345678", NOW - timedelta(hours=3)),
        "王某",
    )
    asked = replace(asked, **more)  # type: ignore[arg-type]
    asked_of = PolicyReferral(
        *(1, "r", number, 2, "税政股", "李某", Channel.PHONE, NOW - timedelta(hours=2)),
        NOW + timedelta(days=1),
    )
    return PolicyCase(asked, (asked_of,))


def need(number: int = 1, **more: object) -> Need:
    made = Need(
        *(number, f"u{number}", f"需2026-{number:03d}", 1, None, NOW, "窗口", "环境"),
        *("增加自助办税机", "𬭎甲乙", "13812345678", "王某"),
    )
    return replace(made, **more)  # type: ignore[arg-type]


def test_a_question_fills_its_sheet_and_names_nobody(faces: Faces, printed: PrintMark) -> None:
    sheet = load_forms(SHIPPED).sheet(POLICY_SHEET)
    paper = print_question(sheet, case(), "一楼", faces, printed, bureau=BUREAU)
    text = joined(page_texts(paper.pdf)[0])
    assert paper.pages == 1
    for said in ("政2026-001", "数据资产入股是否缴增值税", "□政策空白", "𬭎某", "138****5678"):
        assert said in text
    assert "2026年11月13日15时20分提请税政股李某（电话），请于2026年11月14日17时20分前答复" in text
    assert "12345678" not in text
    assert "甲乙" not in text
    long = case(question="问" * 1990, answer="答" * 2000, answered_at=NOW)
    paper = print_question(sheet, long, "", faces, printed)
    assert paper.pages > 1
    assert "（续）" in page_texts(paper.pdf)[1]
    assert joined("".join(page_texts(paper.pdf))).count("答") >= 2000


def test_a_form_may_add_a_blank_for_ink_but_no_column_of_the_record(
    faces: Faces, printed: PrintMark
) -> None:
    text = (SHIPPED / "policy_question.toml").read_text(encoding="utf-8")
    own = text + '\n[[rows]]\n[[rows.cells]]\nlabel = "科室意见"\nspan = 3\n'
    sheet = parse_sheet(own, POLICY_SHEET, "policy_question.toml", POLICY_QUESTION)
    assert "科室意见" in joined(
        page_texts(print_question(sheet, case(), "", faces, printed).pdf)[0]
    )
    wrong = text.replace('field = "taken_by"', 'field = "phone"')
    with pytest.raises(UserError, match="phone"):
        parse_sheet(wrong, POLICY_SHEET, "policy_question.toml", POLICY_QUESTION)


def test_the_register_lists_counts_and_masks(faces: Faces, printed: PrintMark) -> None:
    cases = [case(n) for n in range(1, 40)]
    cases.append(case(40, question="长" * 1500, told_at=NOW, answered_at=NOW, told_how="电话"))
    period = (date(2026, 11, 1), date(2026, 11, 30))
    paper = print_questions(cases, period, faces, printed, bureau=BUREAU)
    texts = page_texts(paper.pdf)
    whole = joined("".join(texts))
    assert all("编号" in text for text in texts)
    assert "期间：2026年11月1日至2026年11月30日" in whole
    assert "合计：40件；政策空白40件；已提请待答复39件、已告知1件。" in whole
    assert find_all(paper.pdf, "138****5678") == 40
    assert "甲乙" not in whole
    assert whole.count("长") == 1500
    empty = print_questions([], (None, None), faces, printed)
    assert "本期间没有登记" in joined(page_texts(empty.pdf)[0])


def test_the_register_of_needs(faces: Faces, printed: PrintMark) -> None:
    needs = [need(1, reported_at=NOW, reported_to="纳税服务股"), need(2, feedback="已添置")]
    text = joined(page_texts(print_needs(needs, (None, None), faces, printed).pdf)[0])
    for said in ("办税人需求台账", "需2026-001", "纳税服务股", "已添置", "合计：2件；环境2件"):
        assert said in text
    assert "甲乙" not in text


def test_the_daily_report_is_an_official_paper(faces: Faces, printed: PrintMark) -> None:
    figures = day_figures(NOW.date(), [case(1), case(2)], NOW)
    contents = PeriodPaper(day_draft(figures), "分管局领导", NOW.date())
    paper = print_policy_day(NOW.date(), contents, faces, printed, bureau=BUREAU)
    texts = page_texts(paper.pdf)
    whole = joined("".join(texts))
    for said in ("政策问题日报", "（2026年11月13日）", "新增2件、未答复2件", "报送：分管局领导"):
        assert said in whole
    assert [title for title, _ in outline(paper.pdf)] == ["一、政策空白问题", "二、有关建议"]
    assert "甲乙" not in whole
    assert BUREAU in joined(texts[-1])


@pytest.mark.parametrize("count", range(1, 9))
def test_no_signature_stands_on_a_page_of_its_own(
    count: int, faces: Faces, printed: PrintMark
) -> None:
    figures = day_figures(NOW.date(), [case(n) for n in range(1, count + 1)], NOW)
    contents = PeriodPaper(day_draft(figures), "分管局领导", NOW.date())
    paper = print_policy_day(NOW.date(), contents, faces, printed, bureau=BUREAU)
    last = joined(page_texts(paper.pdf)[-1])
    assert "以上" in last
    assert "有关建议" in last


def test_the_months_analysis_shows_figures_and_bars(faces: Faces, printed: PrintMark) -> None:
    needs = [need(n, category="系统" if n % 3 else "环境") for n in range(1, 10)]
    figures = month_figures("2026-11", needs, [need(20)], ("系统", "环境"), ("窗口",))
    contents = PeriodPaper(month_draft(figures), "", NOW.date())
    paper = print_need_month(figures, contents, faces, printed, bureau=BUREAU)
    whole = joined("".join(page_texts(paper.pdf)))
    for said in (
        "办税人需求收集分析报告",
        "2026年11月需求按类别统计",
        "2026年11月需求按渠道统计",
        "6件（上月0件）",
        "系统60增加6件",
        "合计91增加8件",
        "（请填写：拟采取的改进措施",
    ):
        assert said in whole
    assert "甲乙" not in whole
    nothing = month_figures("2026-11", [], [])
    empty = print_need_month(
        nothing, PeriodPaper(month_draft(nothing), "", NOW.date()), faces, printed
    )
    assert empty.pages == 1


def test_bars_are_as_long_as_their_counts(library: FontLibrary) -> None:
    from reportlab.pdfgen.canvas import Canvas

    chart = BarChart((Bar("环境", 20, 10), Bar("一个很长很长的渠道名称", 0, 5)), library.faces())
    canvas = Canvas(BytesIO())
    width, height = chart.wrap(440, 1000)
    chart.drawOn(canvas, 0, 0)
    canvas.showPage()
    assert (width, height > 50) == (440, True)
    assert BarChart((), library.faces()).wrap(440, 1000)[1] > 0


def test_files_mask_and_run_no_formula() -> None:
    cases = [case(1, question="=HYPERLINK(1)"), case(2)]
    rows = list(csv.reader(StringIO(table_file(".csv", "台", QUESTION_COLUMNS, cases).decode())))
    head = rows[0]
    assert "告知" not in head
    assert rows[1][head.index("问题")] == "'=HYPERLINK(1)"
    assert rows[2][head.index("联系人")] == "𬭎某\u3000138****5678"
    book = load_workbook(BytesIO(table_file(".xlsx", "台账", NEED_COLUMNS, [need()])))
    labels, values = ([c.value for c in row] for row in book.active.iter_rows())
    assert values[labels.index("收集时间")] == NOW
    assert values[labels.index("联系人")] == "𬭎某\u3000138****5678"
    assert "13812345678" not in str(values)
