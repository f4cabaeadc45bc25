"""今日 and the cards: a lapsed promise and a notice that hangs too long, and where they lead."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hallduty.clock import FixedClock
from hallduty.domain.followups import FollowupKind, NewFollowup
from hallduty.domain.incidents import Incident, NewIncident
from hallduty.domain.notices import NewNotice, NoticeKind
from hallduty.domain.promises import NewPromise, PromiseState
from hallduty.ui.desk import Desk
from hallduty.ui.events import Topic
from hallduty.ui.incidents.workspace import Workspace
from hallduty.ui.main_window import MainWindow
from hallduty.ui.settings.notices import NoticesSection
from hallduty.ui.today import first_steps
from hallduty.ui.today.page import TodayPage
from tests.ui.workspace_kit import click, hit, press, retype, write

CUT = datetime(2026, 10, 22, 15, 20)
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(desk: Desk, qtbot: QtBot, clock: FixedClock) -> Iterator[MainWindow]:
    clock.at = CUT.replace(minute=21)
    first_steps.dismiss(desk)
    made = MainWindow(desk)
    qtbot.addWidget(made)
    made.resize(1280, 720)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.close()


@pytest.fixture
def cut(desk: Desk, window: MainWindow) -> Incident:
    new = NewIncident("power", "power_cut", "normal", CUT, place="一楼大厅")
    made = desk.store.incidents.register(new, desk.plan, desk.stamp())
    desk.changed(Topic.INCIDENTS)
    return made


def at(desk: Desk, hour: int, minute: int) -> None:
    assert isinstance(desk.clock, FixedClock)
    desk.clock.at = CUT.replace(hour=hour, minute=minute)
    desk.events.ticked.emit(desk.clock.at)


def today(window: MainWindow) -> TodayPage:
    page = window.page("today")
    assert isinstance(page, TodayPage)
    return page


def workspace(window: MainWindow) -> Workspace:
    page = window.page("workspace")
    assert isinstance(page, Workspace)
    return page


def matters(window: MainWindow) -> list[tuple[str, str]]:
    return [(m.pill, m.text) for m in today(window).todo.shown or []]


def matter_button(window: MainWindow, action: str) -> object:
    QApplication.processEvents()
    body = today(window).todo.body
    lines = [body.itemAt(n).widget() for n in range(body.count())]
    return next(line.go for line in lines if hasattr(line, "go") and line.go.text() == action)


def test_the_power_cut_from_the_first_promise_to_the_recovery_notice(
    window: MainWindow, desk: Desk, cut: Incident
) -> None:
    """22 October 2026: 16:00 lapsed, 16:40 kept, the notice renewed and taken down, by keys."""
    window.show_incident(cut.id)
    at(desk, 15, 25)
    hit(Qt.Key.Key_F7)
    write(workspace(window).promises.edit, "1600 供电所 王师傅")
    hit(Qt.Key.Key_Return)
    press(workspace(window), Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    editor = workspace(window).tabs.notices.editor
    # The time is there from the promise; the waiting time is what is missing.
    assert QApplication.focusWidget() is editor.values.wait
    write(editor.values.wait, "40")
    hit(Qt.Key.Key_Return, CTRL)
    (card,) = window.cards.cards()
    assert card.chip_texts()[0] == "承诺恢复 16:00"
    at(desk, 15, 56)
    assert card._chip_texts[0] == ("承诺恢复 16:00", "amber")

    window.show_page("today")
    at(desk, 16, 1)
    assert card.chip_texts()[:2] == ["承诺 16:00 已过", "公告已过期"]
    assert card.property("tone") == "danger"
    assert matters(window)[:2] == [
        ("承诺", "2026-001 承诺 16:00 已过，请向供电所问新的时间"),
        ("公告", "2026-001 公告已过期：大厅入口"),
    ]
    card_of_notices = today(window).notices
    assert card_of_notices.isVisible()
    assert card_of_notices.count.text() == "1 处"

    click(matter_button(window, "记承诺"))  # type: ignore[arg-type]
    assert QApplication.focusWidget() is workspace(window).promises.edit
    at(desk, 16, 5)
    write(workspace(window).promises.edit, "1640")
    hit(Qt.Key.Key_Return)
    window.show_page("today")
    click(matter_button(window, "更新公告"))  # type: ignore[arg-type]
    (row,) = workspace(window).tabs.notices.rows()
    assert QApplication.focusWidget() is row
    hit(Qt.Key.Key_Return)
    hit(Qt.Key.Key_Return, CTRL)
    assert [n.expected_at for n in desk.store.notices.of(cut.id)] == [
        CUT.replace(hour=16, minute=0),
        CUT.replace(hour=16, minute=40),
    ]
    assert desk.store.notices.of(cut.id)[1].wait_minutes == 40

    at(desk, 16, 38)
    hit(Qt.Key.Key_F8)
    hit(Qt.Key.Key_Return)
    assert [p.state for p in desk.store.promises.of(cut.id)] == [
        PromiseState.LAPSED,
        PromiseState.KEPT,
    ]
    (_, hanging) = desk.store.notices.hanging()[0]
    assert hanging.notice.kind is NoticeKind.RECOVERY
    window.show_page("today")
    assert not [text for _, text in matters(window) if "公告" in text or "承诺" in text]
    assert card.property("tone") == "ok"
    said = [entry.text for entry in desk.store.incidents.entries(cut.id)]
    assert said[1:] == [
        "供电所 王师傅承诺16:00前恢复",
        "发布故障公告，张贴于大厅入口，预计恢复16:00，预计等候约40分钟",
        "原承诺16:00已过，未恢复；供电所 王师傅承诺16:40前恢复",
        "发布故障公告，张贴于大厅入口，预计恢复16:40，预计等候约40分钟，"
        "撤下原故障公告（15:25发布）：大厅入口",
        "业务恢复正常",
        "发布恢复公告，张贴于大厅入口，撤下原故障公告（16:05发布第2版）：大厅入口",
    ]


def test_what_hangs_of_a_closed_incident_is_on_the_list_and_leads_there(
    window: MainWindow, desk: Desk, cut: Incident
) -> None:
    assert not today(window).notices.isVisible()
    new = NewNotice(NoticeKind.FAULT, "正文", places=("大厅入口", "电子屏"))
    desk.store.notices.make(cut.id, new, (), desk.stamp())
    desk.store.incidents.close(cut.id, desk.clock.now(), desk.stamp(), "先办结")
    desk.changed(Topic.INCIDENTS)
    (line,) = today(window).notices.shown or []
    assert line[2] == "已办结，公告未撤"
    assert ("公告", "2026-001 已办结，公告未撤：大厅入口、电子屏") in matters(window)
    click(matter_button(window, "去撤下"))  # type: ignore[arg-type]
    assert workspace(window).tabs.notices.isVisible()
    hit(Qt.Key.Key_Delete)
    window.show_page("today")
    assert not today(window).notices.isVisible()


def test_many_notices_are_counted_and_the_first_shown(
    window: MainWindow, desk: Desk, cut: Incident
) -> None:
    for number in range(60):
        new = NewNotice(NoticeKind.FAULT, "正文", places=(f"第{number}处",))
        desk.store.notices.make(cut.id, new, (), desk.stamp())
    desk.changed(Topic.INCIDENTS)
    card = today(window).notices
    assert card.count.text() == "60 处"
    assert card.body.count() == 7
    assert card.height() < 420


def test_a_promise_and_a_lapsed_limit_leave_room_for_what_is_owed(
    window: MainWindow, desk: Desk, cut: Incident
) -> None:
    limits = tuple(replace(limit, on=True) for limit in desk.settings.limits)
    desk.settings = replace(desk.settings, limits=limits)
    told = NewPromise("供电所", "", CUT.replace(hour=16, minute=0))
    desk.store.promises.add(cut.id, told, desk.stamp())
    owed = NewFollowup(FollowupKind.CALL_BACK, "张三", "13800001111", "申报")
    desk.store.followups.add(cut.id, owed, desk.stamp())
    desk.changed(Topic.INCIDENTS)
    at(desk, 15, 57)
    (card,) = window.cards.cards()
    texts = card.chip_texts()
    assert texts[0].startswith("电话报告 超")
    assert texts[1:] == ["承诺恢复 16:00", "欠 1 件"]


def test_the_places_are_a_setting(desk: Desk, qtbot: QtBot) -> None:
    section = NoticesSection(desk)
    qtbot.addWidget(section)
    section.show()
    assert section.places.text() == "大厅入口、电子屏、导税台、微信群"
    retype(section.places, "南门，北门 ；南门")
    press(section.places, Qt.Key.Key_Return)
    assert desk.settings.notice_places == ("南门", "北门")
    assert desk.store.settings.load().notice_places == ("南门", "北门")
    assert section.places.text() == "南门、北门"
    retype(section.places, " ")
    press(section.places, Qt.Key.Key_Return)
    assert "请至少写一处" in section.errors["notice_places"].text()
    retype(section.places, "处" * 31)
    press(section.places, Qt.Key.Key_Return)
    assert "张贴处最多 30 字" in section.errors["notice_places"].text()
    assert desk.settings.notice_places == ("南门", "北门")
