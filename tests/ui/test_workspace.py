"""The workspace as a whole: transitions, what they ask, keyboard, refreshing."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hallduty.domain.followups import FollowupKind, NewFollowup
from hallduty.domain.incidents import EntryKind, NewEntry, Status, StepState
from hallduty.ui.desk import Desk
from hallduty.ui.incidents.tabs import NAMES
from hallduty.ui.incidents.workspace import Workspace
from hallduty.ui.preview import PreviewDialog
from tests.ui.workspace_kit import (
    Bench,
    click,
    fault,
    hit,
    opened,
    people,
    press,
    retype,
    tick,
    write,
)

ALT, SHIFT = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def bench(qtbot: QtBot, desk: Desk) -> Bench:
    people(desk)
    return opened(qtbot, desk, fault(desk).id)


def owe_a_call(bench: Bench) -> None:
    new = NewFollowup(FollowupKind.CALL_BACK, "张三丰", "13812345678", "申报")
    bench.desk.store.followups.add(bench.incident_id, new, bench.desk.stamp())
    bench.workspace.case.reload()


def settle_everything(bench: Bench) -> None:
    incidents, desk = bench.desk.store.incidents, bench.desk
    for step in incidents.steps(bench.incident_id):
        incidents.settle_step(step.id, StepState.DONE, desk.stamp())
    words = {"description": "停办", "measures": "抢修", "outcome": "恢复"}
    incidents.revise(bench.incident_id, words, desk.stamp())
    bench.workspace.case.reload()


def test_header_tells_where_the_incident_stands(bench: Bench) -> None:
    header = bench.workspace.header
    assert header.title.text() == "2026-001 税务端系统故障"
    assert header.status.text() == "处置中"
    assert header.level.text() == "一般"
    assert "发生 09:42" in header.times.text()
    assert header.drill.isHidden()
    assert header.late.isHidden()
    assert not header.resume_action.isEnabled()


def test_f8_stamps_the_recovery_and_call_backs_turn_red(bench: Bench) -> None:
    owe_a_call(bench)
    tabs = bench.workspace.tabs
    assert (tabs.badge.text(), tabs.badge.property("pill")) == ("1", "grey")
    bench.at(10, 58, 4)
    hit(Qt.Key.Key_F8)
    assert bench.incident.status is Status.RECOVERED
    assert bench.incident.recovered_at == datetime(2026, 11, 13, 10, 58, 4)
    assert tabs.badge.property("pill") == "alert"
    row = tabs.followups.rows()[0]
    assert row.property("tone") == "danger"
    header = bench.workspace.header
    assert not header.recover.isEnabled()
    assert header.close_.property("kind") == "primary"
    hit(Qt.Key.Key_F8)
    assert bench.incident.recovered_at == datetime(2026, 11, 13, 10, 58, 4)

    tabs.show_tab("followups")
    assert QApplication.focusWidget() is row
    hit(Qt.Key.Key_Return)
    hit(Qt.Key.Key_Return)
    place = list(NAMES).index("followups")
    assert tabs.bar.tabButton(place, tabs.bar.ButtonPosition.RightSide) is None
    assert row.property("tone") == ""


def test_recovery_time_can_be_given(bench: Bench) -> None:
    bench.at(11, 0)
    bench.workspace.header.recover_at_action.trigger()
    panel = bench.workspace.panel
    assert QApplication.focusWidget() is panel.time
    panel.time.clear()
    write(panel.time, "0930")
    hit(Qt.Key.Key_Return)
    assert "早于" in panel.time_error.text()
    assert panel.time.text() == "0930"
    panel.time.clear()
    write(panel.time, "1058")
    hit(Qt.Key.Key_Return)
    assert panel.isHidden()
    assert bench.incident.recovered_at == datetime(2026, 11, 13, 10, 58)


def test_closing_lists_what_is_owed_and_asks_why(bench: Bench) -> None:
    owe_a_call(bench)
    bench.at(11, 30)
    hit(Qt.Key.Key_F8)
    hit(Qt.Key.Key_F9)
    panel = bench.workspace.panel
    assert panel.isVisible()
    assert "善后还有 1 件未办" in panel.lines.text()
    assert "预案步骤还有 11 项" in panel.lines.text()
    assert panel.ok.property("kind") == "danger"
    hit(Qt.Key.Key_Return)
    assert bench.incident.status is Status.RECOVERED
    assert "还不能办结" in panel.error.text() + panel.time_error.text()
    write(panel.reason, "电话打不通，改日再通知")
    hit(Qt.Key.Key_Return)
    assert bench.incident.status is Status.CLOSED
    assert "理由：电话打不通，改日再通知" in bench.said()[-1]


def test_closing_with_nothing_owed_asks_nothing(bench: Bench) -> None:
    settle_everything(bench)
    bench.at(10, 58)
    hit(Qt.Key.Key_F8)
    bench.at(11, 30)
    click(bench.workspace.header.close_)
    assert bench.incident.status is Status.CLOSED
    assert bench.incident.closed_at == datetime(2026, 11, 13, 11, 30)
    assert bench.workspace.panel.isHidden()


def test_a_closed_incident_says_so_and_can_be_resumed(bench: Bench) -> None:
    settle_everything(bench)
    bench.at(10, 58)
    hit(Qt.Key.Key_F8)
    hit(Qt.Key.Key_F9)
    space = bench.workspace
    assert space.ended.isVisible()
    assert "登记表只读" in space.ended.text()
    tick(space.steps.rows()[0])
    assert not space.steps.rows()[0].look.open
    assert not space.header.close_.isEnabled()
    place = space.tabs.sheet.form.editor("place").text_widget
    assert place is not None
    assert place.isReadOnly()
    space.header.resume_action.trigger()
    write(space.panel.reason, "故障再次发生")
    hit(Qt.Key.Key_Return)
    assert bench.incident.status is Status.HANDLING
    assert space.ended.isHidden()
    assert not place.isReadOnly()


def test_voiding_asks_why_and_keeps_the_number(bench: Bench) -> None:
    space = bench.workspace
    space.header.void_action.trigger()
    hit(Qt.Key.Key_Return)
    assert "请填写作废的原因" in space.panel.error.text()
    write(space.panel.reason, "重复登记")
    hit(Qt.Key.Key_Return)
    assert bench.incident.status is Status.VOID
    assert bench.incident.number == "2026-001"
    assert space.timeline.line.edit.isReadOnly()
    assert not space.header.void_action.isEnabled()
    assert not space.tabs.followups.who.isEnabled()


def test_a_reason_half_typed_is_there_again_after_escape(bench: Bench) -> None:
    space = bench.workspace
    space.header.void_action.trigger()
    write(space.panel.reason, "和 2026")
    hit(Qt.Key.Key_Escape)
    assert space.panel.isHidden()
    space.header.resume_action.setEnabled(True)
    space.header.void_action.trigger()
    assert space.panel.reason.toPlainText() == "和 2026"


def test_a_time_half_typed_is_there_again_after_escape(bench: Bench) -> None:
    panel = bench.workspace.panel
    bench.at(11, 0)
    bench.workspace.header.recover_at_action.trigger()
    panel.time.clear()
    write(panel.time, "2026-11-13 10:5")
    hit(Qt.Key.Key_Escape)
    bench.at(11, 1)
    bench.workspace.header.recover_at_action.trigger()
    assert panel.time.text() == "2026-11-13 10:5"
    write(panel.time, "8")
    hit(Qt.Key.Key_Return)
    assert bench.incident.recovered_at == datetime(2026, 11, 13, 10, 58)
    assert bench.desk.store.drafts.all() == []


def test_f6_goes_round_the_columns_and_alt_digits_show_tabs(bench: Bench) -> None:
    space = bench.workspace
    assert space.timeline.isAncestorOf(QApplication.focusWidget())
    hit(Qt.Key.Key_F6)
    assert space.tabs.isAncestorOf(QApplication.focusWidget())
    hit(Qt.Key.Key_F6)
    assert space.steps.isAncestorOf(QApplication.focusWidget())
    hit(Qt.Key.Key_F6, SHIFT)
    assert space.tabs.isAncestorOf(QApplication.focusWidget())
    for number in range(len(NAMES)):
        key = Qt.Key(Qt.Key.Key_1 + number)
        hit(key, ALT)
        assert space.tabs.bar.currentIndex() == number
        assert space.tabs.stack.currentWidget().isAncestorOf(QApplication.focusWidget())


def test_a_refresh_keeps_focus_and_half_typed_text(bench: Bench) -> None:
    space = bench.workspace
    edit = space.timeline.line.edit
    write(edit, "正在写的一")
    desk = bench.desk
    other = NewEntry(EntryKind.NOTE, "别处写的一句")
    desk.store.incidents.add_entry(bench.incident_id, other, desk.stamp())
    from hallduty.ui.events import Topic

    desk.changed(Topic.INCIDENTS)
    assert QApplication.focusWidget() is edit
    assert edit.toPlainText() == "正在写的一"
    assert edit.textCursor().position() == 5
    assert space.timeline.model.line(1).entry.text == "别处写的一句"


def test_going_to_another_incident_keeps_each_ones_words(bench: Bench) -> None:
    other = fault(bench.desk, place="一楼取号机")
    space = bench.workspace
    write(space.timeline.line.edit, "第一件的")
    place = space.tabs.sheet.form.editor("outcome").text_widget
    assert place is not None
    write(place, "系统恢复")
    space.show_incident(other.id)
    assert space.timeline.line.edit.toPlainText() == ""
    assert place.toPlainText() == ""
    assert bench.incident.outcome == "系统恢复"
    space.show_incident(bench.incident_id)
    assert space.timeline.line.edit.toPlainText() == "第一件的"
    assert place.toPlainText() == "系统恢复"


def test_a_late_incident_asks_for_its_times(qtbot: QtBot, desk: Desk) -> None:
    incident = fault(desk, late=True, occurred_at=datetime(2026, 11, 10, 9, 42), reported_at=None)
    bench = opened(qtbot, desk, incident.id)
    space, line = bench.workspace, bench.workspace.timeline.line
    assert space.header.late.isVisible()
    assert line.time.isVisible()
    retype(line.time, "x")
    write(line.edit, "张贴公告")
    hit(Qt.Key.Key_Return)
    assert "时间应写作" in line.error.text()
    retype(line.time, "")
    line.edit.setFocus()
    hit(Qt.Key.Key_Return)
    assert "先写时间" in line.error.text()
    assert line.edit.toPlainText() == "张贴公告"
    write(line.time, "0951")
    hit(Qt.Key.Key_Return)
    hit(Qt.Key.Key_Return)
    assert bench.entries()[-2].at == datetime(2026, 11, 10, 9, 51)
    assert QApplication.focusWidget() is line.time
    write(line.edit, "1005 窗口恢复")
    hit(Qt.Key.Key_Return)
    assert bench.entries()[-2].at == datetime(2026, 11, 10, 10, 5)

    hit(Qt.Key.Key_F8)
    assert space.panel.time.text() == "2026-11-10 10:05"
    hit(Qt.Key.Key_Return)
    assert bench.incident.recovered_at == datetime(2026, 11, 10, 10, 5)


def test_ticks_calls_and_reports_of_a_late_incident_carry_its_time(
    qtbot: QtBot, desk: Desk
) -> None:
    people(desk)
    day = datetime(2026, 11, 10, 9, 42)
    incident = fault(desk, late=True, occurred_at=day, reported_at=None)
    bench = opened(qtbot, desk, incident.id)
    space = bench.workspace
    first, second = space.steps.rows()[:2]
    assert "记为 11-10 09:42" in space.steps.late.text()
    retype(space.timeline.line.time, "0946")
    assert "记为 11-10 09:46" in space.steps.late.text()
    press(first, Qt.Key.Key_1)
    press(first, Qt.Key.Key_Space)
    write(second.words, "0950 全部窗口")
    press(second, Qt.Key.Key_Space)
    steps = desk.store.incidents.steps(incident.id)
    assert steps[0].settled_at == day.replace(minute=46)
    assert steps[1].settled_at == day.replace(minute=50)
    retype(space.timeline.line.time, "11-10 10:05")
    space.tabs.show_tab("reports")
    click(space.tabs.reports.level.button_of("major"))
    write(space.tabs.reports.level.reason, "影响大")
    hit(Qt.Key.Key_Return)
    hit(Qt.Key.Key_1)
    told = [(e.at.minute, e.kind) for e in bench.entries() if e.at.date() == day.date()]
    assert told == [
        (42, EntryKind.STATE),
        (46, EntryKind.CALL),
        (46, EntryKind.STEP),
        (50, EntryKind.STEP),
        (5, EntryKind.LEVEL),
        (5, EntryKind.REPORT),
    ]
    retype(space.timeline.line.time, "")
    press(space.steps.rows()[2], Qt.Key.Key_Space)
    assert "先写时间" in space.steps.rows()[2].error.text()


def test_columns_are_readable_at_1280_by_720(bench: Bench) -> None:
    space = bench.workspace
    for part in (space.steps, space.timeline, space.tabs):
        assert part.width() >= 280
    space.columns.setSizes([300, 300, 492])
    space._remember_columns()
    again = Workspace(bench.desk)
    bench.qtbot.addWidget(again)
    again.resize(1116, 560)
    again.show()
    assert abs(again.tabs.width() - space.tabs.width()) <= 2


def test_unknown_transitions_never_reach_the_store(bench: Bench) -> None:
    bench.desk.store.incidents.void(bench.incident_id, "测试", bench.desk.stamp())
    # Voided elsewhere (a second window); this one still shows it as open.
    hit(Qt.Key.Key_F8)
    assert bench.incident.status is Status.VOID
    assert "作废" in bench.workspace.notice.text()


def test_five_hundred_entries_stay_in_order(bench: Bench) -> None:
    desk = bench.desk
    with desk.store.bulk():
        for number in range(500):
            desk.clock.at += timedelta(seconds=5)  # type: ignore[attr-defined]
            new = NewEntry(EntryKind.NOTE, f"第 {number} 条 " + "等候区秩序正常" * (number % 7))
            desk.store.incidents.add_entry(bench.incident_id, new, desk.stamp())
    bench.workspace.case.reload()
    view = bench.workspace.timeline.view
    last = view.model().index(500, 0)
    assert view.viewport().rect().intersects(view.visualRect(last))


@pytest.mark.parametrize(
    ("entry", "title"), [("登记表(&S)", "登记表"), ("总结报告(&R)", "总结报告")]
)
def test_a_paper_is_previewed_with_what_was_just_typed(
    bench: Bench, entry: str, title: str
) -> None:
    space = bench.workspace
    outcome = space.tabs.sheet.form.editor("outcome").text_widget
    assert outcome is not None
    write(outcome, "系统恢复")
    menu = space.header.print_menu
    next(action for action in menu.actions() if action.text() == entry).trigger()
    preview = QApplication.activeModalWidget()
    assert isinstance(preview, PreviewDialog)
    assert preview.windowTitle() == f"2026-001 {title}"
    assert bench.incident.outcome == "系统恢复"
    assert preview.paper is not None
    assert preview.paper.pages >= 1
    preview.close()


def test_ctrl_p_opens_the_menu_of_papers(bench: Bench) -> None:
    hit(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert bench.workspace.header.print_menu.isVisible()
    bench.workspace.header.print_menu.close()
