"""The power-failure pack, read back page by page as somebody with a torch will."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from hallduty.documents.paper import Paper, PrintMark
from hallduty.documents.press import Press
from hallduty.domain.contacts import Contact
from hallduty.domain.forms import load_forms
from hallduty.domain.pack import DutyDay, DutyLine, Ladder, PackContents, notice_blanks
from hallduty.domain.plan import Plan, PlanStep
from tests.documents.conftest import FONTS
from tests.documents.pdf_reading import ink_box, joined, outline, page_texts
from tests.documents.samples import FORMS

AT = datetime(2026, 11, 13, 16, 50)


def contents(plan: Plan, sheets: int = 3, **changes: object) -> PackContents:
    lines = (
        DutyLine("值班领导", "", "俞某", "13800000001"),
        DutyLine("导税", "上午", "周某某", "13800000002"),
        DutyLine("技术", "", ""),
    )
    made = PackContents(
        made_at=AT,
        hall="第一办税服务厅",
        duty_phone="0570-8765432",
        days=(
            DutyDay(date(2026, 11, 13), "星期五\u3000征期第10个工作日", lines),
            DutyDay(date(2026, 11, 14), "星期六\u3000休息日", lines),
        ),
        ladders=(
            Ladder("power", "供电与物业", (Contact("电工某", "13800000009", "物业"),)),
            Ladder("group", "应急处理小组", ()),
            Ladder("guidance_desk", "导税台", (Contact("周某某", "2", "今日导税"),)),
        ),
        public=(Contact("火警", "119"), Contact("供电服务", "95598")),
        sheets=tuple(f"纸2026-{number:03d}" for number in range(1, sheets + 1)),
        notices=notice_blanks(plan, 3),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def printed_pack(plan: Plan, pack: PackContents) -> Paper:
    press = Press(FONTS, load_forms(FORMS), plan, "某某税务局", font_folders=())
    return press.pack(pack, PrintMark(AT, "刘某某", "7F3A-91C2"))


@pytest.fixture(scope="module")
def plan_pack(request: pytest.FixtureRequest) -> tuple[Paper, list[str]]:
    plan = request.getfixturevalue("plan")
    paper = printed_pack(plan, contents(plan))
    return paper, [joined(text) for text in page_texts(paper.pdf)]


def test_the_contents_lead_to_the_pages(plan_pack: tuple[Paper, list[str]], plan: Plan) -> None:
    paper, pages = plan_pack
    titles = dict(outline(paper.pdf))
    wanted = ["值班表", "电话", *(scenario.name for scenario in plan.scenarios)]
    wanted += ["办税人联系方式登记", "空白公告", "纸单清单", "空白登记表"]
    assert list(titles)[1:] == wanted
    for title in wanted:
        assert f"{title}" in pages[0]
    # The number behind each title is the page on which a reader finds it.
    for scenario in plan.scenarios:
        assert f"{scenario.name}处置步骤{titles[scenario.name] + 1}" in pages[0]
        assert scenario.name in pages[titles[scenario.name]]
    assert f"空白登记表纸2026-001至纸2026-003{titles['空白登记表'] + 1}" in pages[0]
    assert paper.missing == ()


def test_the_cover_says_who_leads_and_what_to_do(plan_pack: tuple[Paper, list[str]]) -> None:
    cover = plan_pack[1][0]
    for said in (
        "今日值班领导俞某13800000001",
        "值班电话0570-8765432",
        "纸单补录",
        "第一办税服务厅",
    ):
        assert said in cover


def test_the_cover_stays_one_page_with_two_leaders(plan: Plan) -> None:
    lines = tuple(DutyLine("值班领导", part, "俞某", "13800000001") for part in ("上午", "下午"))
    day = DutyDay(date(2026, 11, 13), "星期五", lines)
    paper = printed_pack(plan, contents(plan, days=(day,)))
    cover, second = (joined(text) for text in page_texts(paper.pdf)[:2])
    assert "今日值班领导（上午）俞某" in cover
    assert "今日值班领导（下午）俞某" in cover
    assert "空白登记表纸2026-001" in cover
    assert second.startswith("值班表")


def test_every_step_has_its_box_and_room_for_the_time(
    plan_pack: tuple[Paper, list[str]], plan: Plan
) -> None:
    paper, pages = plan_pack
    titles = dict(outline(paper.pdf))
    for scenario in plan.scenarios:
        page = pages[titles[scenario.name]]
        assert page.count("□") == len(scenario.steps)
        for number, step in enumerate(scenario.steps, 1):
            assert f"{number}．{joined(step.text)}" in page
        assert page.count("时＿＿分") == len(scenario.steps) + 1
    power = pages[titles["供电中断"]]
    assert "☎13800000009电工某（物业）" in power
    assert "☎＿＿" in power  # nobody's number is known: room to write one
    assert "导税台周某某" in power


def test_the_sheets_are_the_ledger_form_under_their_numbers(
    plan_pack: tuple[Paper, list[str]],
) -> None:
    paper, pages = plan_pack
    first = dict(outline(paper.pdf))["空白登记表"]
    assert len(pages) == first + 3
    for number, page in enumerate(pages[first:], 1):
        assert f"编号：纸2026-{number:03d}" in page
        assert page.count("□") == 7
        for said in ("突发事件应急处置登记台帐", "年月日", "时分恢复", "报告人：", "值班领导签字"):
            assert said in page
        assert "0001年" not in page
    assert all(f"纸2026-{number:03d}" in pages[first - 1] for number in (1, 2, 3))


def test_notices_leave_open_what_is_not_known(plan_pack: tuple[Paper, list[str]]) -> None:
    paper, pages = plan_pack
    first = dict(outline(paper.pdf))["空白公告"]
    power, other, recovery = pages[first : first + 3]
    assert "因供电中断，本办税服务场所自＿＿月" in power
    assert "因＿＿" in other
    assert "恢复正常" in recovery
    assert all("特此公告。" in page and "【" not in page for page in (power, other, recovery))


def test_nothing_leaves_the_paper(plan_pack: tuple[Paper, list[str]]) -> None:
    paper, _ = plan_pack
    for page in range(paper.pages):
        left, top, right, bottom = ink_box(paper.pdf, page)
        assert (left >= 12, top >= 10, right <= 206.5, bottom <= 290) == (True,) * 4


def test_long_texts_and_a_long_directory_flow_on(plan: Plan) -> None:
    people = tuple(
        Contact(f"很长很长的名字{n}" * 3, "13800005678", "某某处" * 6) for n in range(60)
    )
    ladders = (Ladder("power", "供电与物业", people),)
    steps = tuple(PlanStep(f"第{n}步" + "说明" * 60, "四", "power", "call") for n in range(30))
    longer = replace(plan, scenarios=(replace(plan.scenarios[0], steps=steps),))
    paper = printed_pack(longer, contents(plan, sheets=0, ladders=ladders, notices=()))
    text = joined("".join(page_texts(paper.pdf)))
    assert text.count("13800005678") >= 60 + 90
    assert all(f"第{n}步" in text for n in range(30))
    assert "空白登记表" not in text
    titles = dict(outline(paper.pdf))
    assert "办税人联系方式登记" in joined(page_texts(paper.pdf)[titles["办税人联系方式登记"]])


def test_rare_characters_are_printed_and_gaps_left_for_a_pen(plan: Plan) -> None:
    day = DutyDay(date(2026, 11, 13), "星期五", (DutyLine("值班领导", "", ""),))
    rare = (Ladder("power", "供电与物业", (Contact("𬭎某😀", "95598"),)),)
    paper = printed_pack(plan, contents(plan, sheets=1, days=(day,), ladders=rare, hall=""))
    text = joined("".join(page_texts(paper.pdf)))
    assert "𬭎某" in text
    assert paper.missing == ("😀",)
    assert "今日值班领导＿＿" in text
