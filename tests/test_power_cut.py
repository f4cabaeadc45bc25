"""The power cut of 22 October 2026 and the two days after it, through the window and on paper."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hallduty import cli
from hallduty.clock import FixedClock
from hallduty.domain.incidents import Status, StepState
from hallduty.domain.promises import PromiseState
from hallduty.ui.desk import Desk
from hallduty.ui.main_window import MainWindow
from tests.ui.conftest import *  # noqa: F403 - the screen's fixtures, for this test outside ui/
from tests.ui.story_power_cut import DAY, LAST, PEOPLE, staff_for_the_cut
from tests.ui.story_two_days import ASKED, FRIDAY, GAP, TwoDays

BOOKED = ("样本宇", "13800028888")
TAXPAYERS = (*PEOPLE, LAST, BOOKED, ASKED, GAP)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(datetime(DAY.year, DAY.month, DAY.day, 8, 20))


@pytest.fixture
def story(qtbot: QtBot, desk: Desk, tmp_path: Path) -> TwoDays:
    staff_for_the_cut(desk)
    window = MainWindow(desk)
    qtbot.addWidget(window)
    window.resize(1280, 720)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    out = tmp_path / "out"
    out.mkdir()
    return TwoDays(desk, window, out=out)


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        text = "".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()
    return re.sub(r"\s", "", text)


def test_the_cut_is_handled_until_nothing_is_owed(
    story: TwoDays, capsys: pytest.CaptureFixture[str]
) -> None:
    story.live_through()
    story.live_through_two_days()
    check_what_was_seen(story)
    check_the_cut(story)
    check_the_two_days(story)
    check_the_efforts(story, capsys)
    store = story.desk.store
    assert store.drafts.all() == []
    assert story.ask.problems == []
    assert not story.ask.answers
    check_that_nobody_is_named(story)
    assert store.audit.verify().ok
    folder = store.folder
    story.ask.will_answer([])  # leave without printing what changed since it last was
    QApplication.closeAllWindows()
    assert ("to_print" in dict(story.ask.asked)) is False
    store.close()
    check_papers(folder, story.out, capsys)


def check_what_was_seen(story: TwoDays) -> None:
    """What the screen said on the way."""
    seen = story.seen
    assert seen["crowd"][0] == "最后一位约等 40 分钟。"
    assert seen["crowd"][3] == "增开 1 个专窗　37 分　办完"
    # Promise and expected wait stand in the notice without being typed again.
    assert seen["notice"] == ["16:00", "40"]
    assert seen["extended"] == ["18:10"]
    assert seen["list"] == [
        "可记 24 件（其中更正 14 件），重复 1 行，有误 1 行",
        "电话与第 4 行相同，没有重复记",
        "没有电话号码（“在门口等”不是号码）",
    ]
    assert seen["today"][:2] == [
        "承诺 2026-001 承诺 16:00 已过，请向供电所问新的时间",
        "公告 2026-001 公告已过期：大厅入口、导税台",
    ]
    assert seen["expired"] == ["公告已过期"]
    # A follow-up says only what changed, and nothing contradicts what went before.
    follow_up, warned = seen["follow-up"]
    assert follow_up.startswith("自15时47分首报以来")
    assert "承诺16时40分前恢复" in follow_up
    assert "等候约60人" not in follow_up
    assert warned == ""
    assert seen["final"][1] == ""
    assert "损失窗口时间936分钟" in seen["final"][0]
    assert seen["final"][0].count("不让一个办税人白跑") == 2
    assert seen["recovery"] == [
        "· 故障公告：大厅入口、导税台",
        "大厅图上还停用着：供电。一并标为 16:38 恢复使用？",
    ]
    assert "10月22日16时38分已恢复" in seen["sms"][0]
    assert seen["sms"][1:] == ["76 字，2 条短信", "25 个手机号码"]
    assert seen["round 2"] == ["第 2 轮 · 2 人", "2 个手机号码"]
    assert seen["all redeemed"] == ["无欠件"]
    assert any("还有 8 件善后未办" in line for line in seen["next morning"])


def check_the_cut(story: TwoDays) -> None:
    """What the record holds of the cut."""
    store = story.desk.store
    incident = store.incidents.get(1)
    assert (incident.number, incident.scenario) == ("2026-001", "power_cut")
    assert (incident.status, incident.level) == (Status.CLOSED, "major")
    assert f"{incident.recovered_at:%d %H:%M}" == "22 16:38"
    assert store.incidents.owed(1, story.desk.plan).sentences() == []
    assert not any(s.state is StepState.OPEN for s in store.incidents.steps(1))
    assert [(f"{p.until:%H:%M}", p.state) for p in store.promises.of(1)] == [
        ("16:00", PromiseState.LAPSED),
        ("16:40", PromiseState.KEPT),
    ]
    assert [n.kind.value for n in store.notices.of(1)] == ["fault", "fault", "recovery", "extended"]
    assert store.notices.hanging() == []
    postings = store.notices.postings(1)
    assert [p.place for p in postings] == ["大厅入口", "导税台"] * 4
    followups = store.followups.of(1)
    assert len(followups) == 3 + 2 + 25 + 12 + 12
    assert not any(f.is_open for f in followups)
    assert [o.up_at for o in store.hall.of(1)] == [incident.recovered_at]
    said = [e.text for e in store.incidents.entries(1)]
    for wanted in (
        "大厅突然停电，季度申报高峰，等候约60人",
        "登记电话回访 24 件（善后第 6—29 号）",
        "登记电话回访 1 件（善后第 30 号）",
        "发放二次优先卡 12 张（善后第 31—42 号）",
        "原承诺16:00已过，未恢复；供电所 王师傅承诺16:40前恢复",
        "短信名单 TXT 25 人，用途：恢复后短信通知",
        "善后第 10、15 号：第2轮短信，已发短信",
        "善后第 6 号：电话通知，已告知可以办理",
        "善后第 4—5 号：已补录入系统",
        "延时服务结束，办结 35 人",
    ):
        assert wanted in said, wanted
    numbers = (story.out / "名单.txt").read_text().split()
    assert numbers == [phone for _, phone in (*PEOPLE, LAST)]
    assert (story.out / "第二轮.csv").read_text("utf-8-sig").count("\n") == 3
    assert len(pypdfium2.PdfDocument(story.out / "二次优先卡.pdf")) == 3
    report = text_of((story.out / "首报.pdf").read_bytes())
    for wanted in ("首报", "停用窗口12个", "等候60人", "供电所", "16时00分前"):
        assert wanted in report, wanted


def check_the_two_days(story: TwoDays) -> None:
    """Agency, quarrel, questions and need, each brought to its end."""
    store = story.desk.store
    for number, scenario in ((2, "agency_system"), (3, "conflict")):
        incident = store.incidents.get(number)
        assert (incident.scenario, incident.status) == (scenario, Status.CLOSED)
        assert store.incidents.owed(number, story.desk.plan).sentences() == []
    (footage,) = store.conflict.of(3)
    assert (footage.span_text(), footage.is_open) == ("14:05–14:20", False)
    assert story.seen["recording"] == ["14:05–14:20", "还剩 15 天"]
    told = [store.policy.by_number(f"政2026-00{n}") for n in (1, 2)]
    assert [case and case.state.value for case in told] == ["told", "told"]
    assert "新增1件、未答复1件、待告知0件" in story.seen["daily"][0]
    assert story.seen["daily"][1] == "已报出"
    assert any("政策空白问题日报" in line for line in story.seen["friday evening"])
    assert not any("日报" in line and "政策" in line for line in story.seen["monday morning"])
    assert story.seen["to tell"] == ["　".join(GAP)]
    assert store.needs.get(1).content == "停电时希望有人逐排告知要等多久"


def check_the_efforts(story: TwoDays, capsys: pytest.CaptureFixture[str]) -> None:
    """Few enough keys for somebody with people in front of the desk."""
    spent = story.efforts
    with capsys.disabled():
        print()
        for what, effort in spent.items():
            print(f"{what}: {effort}")
    click = spent["intake by a click on the hall picture"].hands
    assert (click.clicks, click.keys) == (1, 1)
    assert spent["intake with F2"].hands.keys <= 4
    assert spent["25 call-backs from a pasted list to an SMS file"].hands.keys <= 10
    assert spent["first report on paper"].hands.keys <= 5
    assert spent["conflict: registered, three deeds, recording secured"].hands.keys <= 7
    assert spent["need taken down"].hands.keys == 1
    assert max(effort.seconds for effort in spent.values()) < 10


def check_that_nobody_is_named(story: TwoDays) -> None:
    """No taxpayer stands on a timeline or in the audit."""
    store = story.desk.store
    said = " ".join(e.text for n in (1, 2, 3) for e in store.incidents.entries(n))
    with closing(sqlite3.connect(store.folder / "hallduty.db")) as raw:
        rows = raw.execute("SELECT * FROM audit").fetchall()
    audited = " ".join(str(value) for row in rows for value in row)
    for who, phone in TAXPAYERS:
        for text in (said, audited):
            assert who not in text
            assert phone not in text


PAPERS: dict[str, tuple[list[str], tuple[str, ...]]] = {
    "sheet": (["2026-001"], ("电力故障", "16时38分恢复", "发布延时服务公告", "刘某某")),
    "report": (
        ["2026-001"],
        (
            "供电中断",
            "供电所：承诺2次，兑现1次（50%）",
            "窗口损失936分钟",
            "延时服务公告大厅入口",
            "变压器跳闸",
            "抓紧抢修",
            "78分钟",
        ),
    ),
    "notice": (["2026-001", "--paper", "a3"], ("公告", "18时10分")),
    "followups": (["2026-001"], ("138****", "样某", "末笔核对")),
    "briefing": (["2026-001", "--kind", "first"], ("首报", "停用窗口12个", "16时00分前恢复")),
    "trail": (["2026-001"], ("组长俞豪", "续报一", "终报", "刘某某", "16:38恢复供电")),
    "site": (["2026-001"], ("936分钟（12个窗口）", "40分钟", "延时至18:10", "办结35人")),
    "policy-daily": ([FRIDAY.isoformat()], ("政策空白", "新增1件")),
    "needs": (["--month", "2026-10"], ("停电时希望有人逐排告知要等多久",)),
    "question": (["政2026-002"], ("数据资产入股", "税政股", "五年内分期缴纳")),
    "appointments": ([FRIDAY.isoformat()], ("社保费批量申报", "样某")),
}


def check_papers(folder: Path, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Print everything on the command line and read it back."""
    clock = FixedClock(datetime(2026, 10, 26, 10, 30))

    def run(*words: str) -> str:
        assert cli.main(["--data", str(folder), *words], clock) == 0, words
        return capsys.readouterr().out

    for kind, (words, wanted) in PAPERS.items():
        file = out / f"{kind}.pdf"
        run("print", kind, *words, "-o", str(file))
        text = text_of(file.read_bytes())
        for each in wanted:
            assert each in text, (kind, each)
        for who, phone in TAXPAYERS:
            assert who not in text, (kind, who)
            assert phone not in text, (kind, phone)
    assert "核对通过" in run("verify")
