"""A report upward as an official paper, and the trail of all reports, read back from the PDF."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from hallduty.documents.fonts import Faces
from hallduty.documents.paper import PrintMark
from hallduty.documents.reports import print_briefing, print_trail, totals
from hallduty.domain.dossiers import Dossier
from hallduty.domain.incidents import Outcome
from hallduty.domain.plan import Plan
from hallduty.domain.report_drafts import briefing
from hallduty.domain.reports import ReportKind
from tests import real_event as event
from tests.documents.pdf_reading import ink_box, joined, page_texts

BUREAU = "国家税务总局衢州市衢江区税务局"


@pytest.fixture
def real(plan: Plan) -> Dossier:
    return event.dossier(plan)


def paper(plan: Plan, faces: Faces, printed: PrintMark, dossier: Dossier, text: str):
    made = briefing(
        dossier,
        plan,
        ReportKind.FIRST,
        1,
        text,
        event.at("10:05"),
        contact="刘某某",
        phone="0570-8765432",
    )
    return print_briefing(made, dossier, faces, printed, BUREAU)


def test_a_report_is_an_official_paper(
    plan: Plan, faces: Faces, printed: PrintMark, real: Dossier
) -> None:
    made = paper(plan, faces, printed, real, "第一段。\n第二段。")
    (page,) = page_texts(made.pdf)
    lines = [line.strip() for line in page.split("\n")]
    order = (
        "关于第一办税服务厅税务端系统故障的首报",
        "2026—017号（首报）",
        "应急处理小组：",
        "第一段。",
        "第二段。",
        BUREAU,
        "2026年11月13日",
        "（联系人：刘某某，联系电话：0570-8765432）",
        "— 1 —",
    )
    places = [lines.index(line) for line in order]
    assert places == sorted(places)
    assert made.missing == ()
    left, top, right, _ = ink_box(made.pdf)
    assert left >= 27.5
    assert right <= 184.5
    assert top >= 36


def test_a_long_report_flows_on_and_an_empty_one_says_so(
    plan: Plan, faces: Faces, printed: PrintMark, real: Dossier
) -> None:
    long = paper(plan, faces, printed, real, "办税人等候，值班领导到场解释。\n" * 600)
    assert long.pages > 20
    assert joined("".join(page_texts(long.pdf))).count("值班领导到场解释") == 600
    empty = paper(plan, faces, printed, real, "")
    assert "（报告内容待填写）" in page_texts(empty.pdf)[0]


def test_rare_characters_are_printed_or_named_and_taxpayers_are_not(
    plan: Plan, faces: Faces, printed: PrintMark, real: Dossier
) -> None:
    made = paper(plan, faces, printed, real, "𬭎某、𰻝面馆😀，示例甲（13800000011）要求赔偿。")
    text = joined(page_texts(made.pdf)[0])
    for character in "𬭎𰻝😀":
        assert character in text or character in made.missing
    assert "示例甲" not in text
    assert "13800000011" not in text


def test_the_trail_holds_every_attempt_with_what_came_of_it(
    plan: Plan, faces: Faces, printed: PrintMark, real: Dossier
) -> None:
    missed, told, follow_up, final = real.reports
    told = replace(told, text="等候40人", reply_owner="信息中心 陈某", reply_due=date(2026, 11, 12))
    follow_up = replace(
        follow_up,
        reply="查明原因",
        replied_at=event.at("10:36"),
        reply_done_at=event.at("11:20"),
        reply_result="服务已重启",
    )
    slip = replace(told, id=9, outcome=Outcome.NONE, reply="", text="")
    whole = replace(real, reports=(missed, told, slip, follow_up, final))
    made = print_trail(whole, plan, faces, printed, BUREAU)
    text = joined("".join(page_texts(made.pdf)))
    for wanted in (
        "突发事件报告留痕单",
        "编号：2026-017",
        "级别：重大",
        "12026-11-1310:05首报组长俞豪电话未接",
        "22026-11-1310:06首报组长俞豪电话通等候40人11-1310:06全力抢修,做好解释",
        "信息中心陈某2026年11月12日前未落实",
        "已撤销",
        "查明原因11-1311:20服务已重启",
        "终报组长俞豪书面已报",
        "合计：报告4次，送达3次；批示2项，已落实1项，逾期1项。",
        "制表：",
    ):
        assert wanted in text, wanted


def test_a_trail_without_reports_and_a_long_one(
    plan: Plan, faces: Faces, printed: PrintMark, real: Dossier
) -> None:
    empty = print_trail(replace(real, reports=()), plan, faces, printed, BUREAU)
    assert "没有报告记录" in page_texts(empty.pdf)[0]
    long = replace(real.reports[1], text="系统故障，仍在抢修。" * 900, reply="办" * 1500)
    many = replace(real, reports=(*real.reports * 30, long))
    made = print_trail(many, plan, faces, printed, BUREAU)
    pages = page_texts(made.pdf)
    assert made.pages > 3
    assert all("报送对象" in page for page in pages[:3])
    assert joined("".join(pages)).count("系统故障，仍在抢修。") > 850


def test_the_totals_count_what_is_overdue(real: Dossier) -> None:
    due = replace(real.reports[1], reply_due=date(2026, 11, 13))
    whole = replace(real, reports=(due,))
    assert totals(whole, date(2026, 11, 13)).endswith("已落实 0 项。")
    assert totals(whole, date(2026, 11, 14)).endswith("已落实 0 项，逾期 1 项。")
