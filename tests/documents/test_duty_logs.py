"""The printed duty log, read back as the bureau will file it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from hallduty.documents.paper import Paper, PrintMark
from hallduty.documents.press import Press
from hallduty.domain.duty_logs import DutyLog
from hallduty.domain.forms import load_forms
from hallduty.domain.plan import Plan
from hallduty.domain.roster import Part
from tests.documents.conftest import FONTS
from tests.documents.pdf_reading import ink_box, joined, page_texts
from tests.documents.samples import FORMS

HALL = "一楼办税服务厅"
LOG = DutyLog(
    id=1,
    uuid="u",
    day=date(2026, 11, 13),
    part=Part.DAY,
    hall_id=1,
    leader_id=1,
    leader="刘某某",
    fields={
        "weather": "小雨，8—12℃",
        "staff": "值班长：王某某；导税：李某、赵某；咨询：孙某某",
        "crowd": "征期第10个工作日，11月16日截止。\n09时42分等候约40人（2026-017）。",
        "business": "3—8号窗口09时42分至10时58分，办理受影响（2026-017 税务端系统故障）。",
        "notices": "09时51分张贴公告于一楼大厅、电子屏。",
        "events": "2026-017 税务端系统故障（重大）：09时42分发生，3—8号窗口，10时58分恢复。",
        "handover": "11月16日截止，周一早上增开2个申报专窗。",
    },
    handed_at=datetime(2026, 11, 13, 17, 32),
    handed_by="刘某某",
    handed=("【善后】2026-017 电话回访 3 件未办", "【事件】2026-018 叫号系统故障，处置中"),
    accepted_at=datetime(2026, 11, 16, 8, 21),
    accepted_id=2,
    accepted_by="𬭎某",
    reachable="手机 13800000002",
)


@pytest.fixture
def paper(plan: Plan, printed: PrintMark) -> Callable[..., Paper]:
    press = Press(FONTS, load_forms(FORMS), plan, "某某税务局", font_folders=())
    return lambda *logs: press.duty_logs([(log, HALL) for log in logs], printed)


def text_of(made: Paper) -> str:
    return joined("".join(page_texts(made.pdf)))


def test_the_log_says_what_was_written_and_to_whom_it_went(
    paper: Callable[..., Paper],
) -> None:
    made = paper(LOG)
    assert (made.pages, made.missing) == (1, ())
    text = text_of(made)
    for said in (
        "值班日志办税服务场所：一楼办税服务厅",
        "日期班次2026年11月13日星期五全天",
        "值班领导刘某某",
        "小雨，8—12℃",
        "09时42分等候约40人（2026-017）。",
        "突发事件2026-017税务端系统故障（重大）",
        "1.【善后】2026-017电话回访3件未办2.【事件】2026-018叫号系统故障，处置中",
        "刘某某于2026年11月13日17时32分交班。",
        "𬭎某于2026年11月16日08时21分接班，可通过手机13800000002联系。",
        "交班人签字",
        "接班人签字",
        "第1页共1页",
    ):
        assert said in text, said
    left, top, right, bottom = ink_box(made.pdf)
    assert left >= 20
    assert right <= 190
    assert top >= 15
    assert bottom <= 290


def test_no_name_breaks_across_lines(paper: Callable[..., Paper]) -> None:
    names = [f"{family}某某" for family in "赵钱孙李周吴郑王冯陈"]
    made = paper(
        replace(LOG, fields={"staff": f"值班长：{names[0]}；导税：{'、'.join(names[1:])}"})
    )
    (page,) = page_texts(made.pdf)
    assert [name for name in names if name not in page] == []


def test_an_empty_log_leaves_room_for_the_pen(paper: Callable[..., Paper]) -> None:
    blank = replace(LOG, fields={}, handed_at=None, handed=(), accepted_at=None, leader="")
    made = paper(blank)
    assert made.pages == 1
    assert "交班。" not in text_of(made)


def test_what_was_added_afterwards_stands_under_the_log(paper: Callable[..., Paper]) -> None:
    made = paper(replace(LOG, remark="2026-11-14 08:30 刘某某：另有一件投诉。"))
    assert "补记：2026-11-1408:30刘某某：另有一件投诉。" in text_of(made)


def test_a_long_log_flows_on_and_a_second_one_begins_on_its_own_page(
    paper: Callable[..., Paper],
) -> None:
    long = replace(LOG, part=Part.MORNING, fields={"events": "事件经过。" * 1000})
    made = paper(long, replace(LOG, part=Part.AFTERNOON, fields={"weather": "晴"}))
    pages = [joined(text) for text in page_texts(made.pdf)]
    assert made.pages >= 4
    assert "".join(pages).count("事件经过。") >= 990
    assert "值班日志11月13日上午一楼办税服务厅（续）" in pages[1]
    assert "（续）" not in pages[-1]
    assert "下午" in pages[-1]
    for number in range(made.pages):
        assert ink_box(made.pdf, number)[3] <= 290


def test_odd_characters_and_a_choice_of_the_bureaus_own(
    tmp_path: Path, plan: Plan, printed: PrintMark
) -> None:
    text = (FORMS / "duty_log.toml").read_text(encoding="utf-8")
    old = 'field = "weather"\nhint = "如：小雨，8—12℃"'
    assert old in text
    new = 'field = "weather"\nkind = "choice"\nchoices = ["晴", "雨"]'
    (tmp_path / "duty_log.toml").write_text(text.replace(old, new), encoding="utf-8")
    forms = load_forms(FORMS, tmp_path)
    assert forms.problems == ()
    press = Press(FONTS, forms, plan, font_folders=())
    odd = replace(LOG, fields={"weather": "雨", "events": "<b>&amp;\u202e倒\x00序</b>😀"})
    made = press.duty_logs([(odd, HALL)], printed)
    assert "<b>&amp;倒序</b>" in text_of(made)
    assert made.missing == ("😀",)
    # A word that is no option any more is still said.
    old_word = press.duty_logs([(replace(LOG, fields={"weather": "雾"}), HALL)], printed)
    assert "晴" in text_of(old_word)
    assert "雾" in text_of(old_word)
