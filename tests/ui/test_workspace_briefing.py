"""上报 beyond the calls: the draft, its copy and paper, contradictions, and a 批示 to its end."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hallduty.domain.incidents import EntryKind, NewEntry, Outcome
from hallduty.domain.reports import Channel, NewReport, Report, ReportKind
from hallduty.ui.desk import Desk
from hallduty.ui.events import Topic
from hallduty.ui.incidents.callees import Callee, next_to_call
from hallduty.ui.incidents.report_row import ReportRow
from hallduty.ui.incidents.reports_tab import ReportsTab
from hallduty.ui.incidents.workspace import Workspace
from hallduty.ui.preview import PreviewDialog
from tests import real_event as event
from tests.ui.conftest import FakeAsker
from tests.ui.workspace_kit import Bench, click, fault, hit, opened, people, write

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def bench(qtbot: QtBot, desk: Desk) -> Bench:
    people(desk)
    found = opened(qtbot, desk, fault(desk).id)
    found.workspace.tabs.show_tab("reports")
    return found


def tab(bench: Bench) -> ReportsTab:
    return bench.workspace.tabs.reports


def told(bench: Bench, text: str = "", **more: object) -> Report:
    desk = bench.desk
    new = NewReport(ReportKind.FIRST, "组长 俞豪", text=text, **more)
    made = desk.store.reports.add(bench.incident_id, new, desk.stamp())
    desk.changed(Topic.INCIDENTS)
    return made


def note(bench: Bench, text: str) -> None:
    new = NewEntry(EntryKind.NOTE, text)
    bench.desk.store.incidents.add_entry(bench.incident_id, new, bench.desk.stamp())
    bench.desk.changed(Topic.INCIDENTS)


def row_of(bench: Bench, report: Report) -> ReportRow:
    return next(line for line in tab(bench).rows() if line.report.id == report.id)


def see(bench: Bench, widget: object) -> None:
    tab(bench)._scroll.ensureWidgetVisible(widget)
    QApplication.processEvents()


# --- the draft -------------------------------------------------------------------------------


def test_one_key_drafts_the_report_from_the_record(bench: Bench) -> None:
    note(bench, "等候约40人")
    tab(bench).group.focus_offered()
    hit(Qt.Key.Key_F3)
    text = tab(bench).text.toPlainText()
    assert text.startswith("2026年11月13日09时42分，国家税务总局衢州市衢江区税务局办税服务场所")
    assert "停用窗口6个，等候约40人。" in text
    assert QApplication.focusWidget() is tab(bench).text
    assert tab(bench).writing.banner.isHidden()


def test_a_draft_nobody_touched_is_drafted_anew_without_asking(bench: Bench) -> None:
    hit_in(bench, Qt.Key.Key_F3)
    note(bench, "等候约40人")
    hit(Qt.Key.Key_F3)
    assert "等候约40人" in tab(bench).text.toPlainText()


def test_typed_words_are_replaced_only_when_the_user_says_so(bench: Bench, ask: FakeAsker) -> None:
    write(tab(bench).text, "自己写的")
    ask.will_answer(False)
    hit(Qt.Key.Key_F3)
    assert tab(bench).text.toPlainText() == "自己写的"
    assert "按记录重新起草" in ask.asked[0][1]
    ask.will_answer(True)
    hit(Qt.Key.Key_F3)
    assert "后续情况及时续报" in tab(bench).text.toPlainText()
    hit(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert tab(bench).text.toPlainText() == "自己写的"


def test_what_is_written_survives_and_is_empty_once_it_went(bench: Bench, qtbot: QtBot) -> None:
    hit_in(bench, Qt.Key.Key_F3)
    write(tab(bench).text, "另")
    text = tab(bench).text.toPlainText()
    bench.workspace.case.drafts.flush()
    again = Workspace(bench.desk)
    qtbot.addWidget(again)
    again.show()
    again.show_incident(bench.incident_id)
    assert again.tabs.reports.text.toPlainText() == text
    tab(bench).channel.setCurrentIndex(tab(bench).channel.findData(Channel.WRITTEN))
    tab(bench).group.rows()[0].setFocus()
    hit(Qt.Key.Key_1)
    report = bench.desk.store.reports.of(bench.incident_id)[0]
    assert report.text == text
    assert tab(bench).text.toPlainText() == ""
    line = row_of(bench, report)
    assert line.text.text().endswith("……")
    see(bench, line.whole)
    click(line.whole)
    assert line.text.text() == text


def test_a_follow_up_is_drafted_after_the_first_got_through(bench: Bench) -> None:
    told(bench, "等候30人")
    bench.at(10, 30)
    note(bench, "等候约40人")
    hit_in(bench, Qt.Key.Key_F3)
    text = tab(bench).text.toPlainText()
    assert text.startswith("自09时43分首报以来")
    assert "等候人数由30人增至约40人" in text
    assert tab(bench).writing.banner.isHidden()


def hit_in(bench: Bench, key: Qt.Key) -> None:
    tab(bench).text.setFocus()
    hit(key)


def test_the_report_is_copied_with_one_key(bench: Bench) -> None:
    write(tab(bench).text, "等候40人。")
    hit(Qt.Key.Key_C, ALT)
    copied = QGuiApplication.clipboard().text().split("\n")
    assert copied[0] == "关于税务端系统故障的首报"
    assert copied[1:4] == ["2026—001号（首报）", "应急处理小组：", "等候40人。"]
    assert copied[-1].endswith("2026年11月13日")
    tab(bench).text.clear()
    hit(Qt.Key.Key_C, ALT)
    assert "后续情况及时续报" in QGuiApplication.clipboard().text()


def test_report_and_trail_are_previewed_as_papers(bench: Bench, qtbot: QtBot) -> None:
    write(tab(bench).text, "等候40人。")
    hit(Qt.Key.Key_P, ALT)
    (preview,) = bench.workspace.findChildren(PreviewDialog)
    qtbot.waitUntil(lambda: preview.paper is not None)
    assert preview.windowTitle() == "2026-001 首报"
    preview.close()
    for action in bench.workspace.header.print_menu.actions():
        if "留痕单" in action.text():
            action.trigger()
    trail = [p for p in bench.workspace.findChildren(PreviewDialog) if "留痕" in p.windowTitle()]
    qtbot.waitUntil(lambda: trail[0].paper is not None)
    assert trail[0].paper is not None
    assert trail[0].paper.pages == 1
    trail[0].close()


def test_the_script_stands_beside_the_calls_while_it_goes_by_phone(bench: Bench) -> None:
    script = tab(bench).script
    assert script.words.text().startswith("您好，我是")
    assert "9点42分，3—8号窗口发生税务端系统故障。6个窗口停办" in script.words.text()
    assert script.length.text().startswith("约 ")
    tab(bench).channel.setCurrentIndex(tab(bench).channel.findData(Channel.WRITTEN))
    assert script.isHidden()


# --- contradictions --------------------------------------------------------------------------


def test_what_contradicts_is_said_beside_the_text_before_it_goes(
    bench: Bench, qtbot: QtBot
) -> None:
    told(bench, "等候30人")
    writing = tab(bench).writing
    assert writing.banner.isHidden()
    write(tab(bench).text, "等候60人，停用窗口4个")
    qtbot.waitUntil(lambda: not writing.banner.isHidden())
    assert writing.banner.warned.text() == (
        "· 首报写等候30人，续报一（本稿）写60人\n· 续报一（本稿）写停用窗口4个，登记的是6个"
    )
    tab(bench).text.clear()
    write(tab(bench).text, "等候人数由30人增至60人")
    qtbot.waitUntil(writing.banner.isHidden)


# --- 批示 -------------------------------------------------------------------------------------


def test_a_reply_with_owner_and_date_is_followed_to_its_end(bench: Bench) -> None:
    report = told(bench)
    line = row_of(bench, report)
    see(bench, line.write)
    click(line.write)
    write(line.edit, "查明原因")
    hit(Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is line.owner
    write(line.owner, "陈某")
    hit(Qt.Key.Key_Tab)
    write(line.due, "1月")
    hit(Qt.Key.Key_Return)
    assert "不是日期，可写 11-20" in line.error.text()
    assert bench.desk.store.reports.of(bench.incident_id)[0].reply == ""
    line.due.clear()
    write(line.due, "11-20")
    hit(Qt.Key.Key_Return)
    saved = bench.desk.store.reports.of(bench.incident_id)[0]
    assert (saved.reply, saved.reply_owner, saved.reply_due) == (
        "查明原因",
        "陈某",
        date(2026, 11, 20),
    )
    assert line.state.text() == "11-20 前落实"
    assert line.charge.isHidden()
    assert tab(bench).open_replies.text() == "批示未落实 1"
    see(bench, line.done)
    click(line.done)
    hit(Qt.Key.Key_Return)
    assert "请填写落实情况" in line.result_error.text()
    write(line.result, "已重启服务")
    hit(Qt.Key.Key_Return)
    saved = bench.desk.store.reports.of(bench.incident_id)[0]
    assert saved.reply_result == "已重启服务"
    assert line.state.text() == "11-13 09:43 已落实"
    assert line.reply.text() == "批示：查明原因\n承办：陈某\n落实：已重启服务"
    assert tab(bench).open_replies.isHidden()
    assert bench.said()[-1] == "组长 俞豪批示已落实：已重启服务"
    assert bench.desk.store.drafts.all() == []


def test_a_reply_is_handed_on_later_and_one_that_asks_nothing_is_noted(bench: Bench) -> None:
    desk = bench.desk
    report, other = told(bench), told(bench)
    for each in (report, other):
        desk.store.reports.reply(each.id, "知道了", desk.stamp())
    desk.changed(Topic.INCIDENTS)
    line = row_of(bench, report)
    assert line.state.text() == "未落实"
    see(bench, line.charge_link)
    click(line.charge_link)
    assert QApplication.focusWidget() is line.owner
    write(line.owner, "陈某")
    write(line.due, "明天")
    hit(Qt.Key.Key_Return)
    assert line.state.text() == "11-14 前落实"
    second = row_of(bench, other)
    see(bench, second.noted)
    click(second.noted)
    assert second.state.text() == "已阅知"
    bench.clock.at = bench.clock.at.replace(day=16)
    desk.changed(Topic.INCIDENTS)
    assert line.state.text() == "逾期 2 天"
    assert tab(bench).open_replies.property("pill") == "red"


def test_what_is_owed_from_above_is_listed_when_closing(bench: Bench) -> None:
    report = told(bench)
    bench.desk.store.reports.reply(report.id, "查明原因", bench.desk.stamp())
    bench.desk.changed(Topic.INCIDENTS)
    bench.workspace.closing.close()
    shown = bench.workspace.panel.findChildren(type(tab(bench).empty))
    assert any("批示还有 1 项未落实" in label.text() for label in shown)


def test_a_slip_is_taken_back_within_minutes(bench: Bench) -> None:
    report = told(bench)
    line = row_of(bench, report)
    see(bench, line.back)
    click(line.back)
    assert line.outcome.text() == "已撤销"
    assert tab(bench).kind.currentText() == "首报"
    assert bench.desk.store.reports.of(bench.incident_id)[0].outcome is Outcome.NONE
    assert bench.said()[-1].startswith("撤销：首报")
    late = told(bench)
    bench.at(9, 55)
    bench.desk.changed(Topic.INCIDENTS)
    assert row_of(bench, late).back.isHidden()


@pytest.mark.parametrize("size", [(1116, 560), (900, 480)])
def test_nothing_is_wider_than_the_tab(bench: Bench, size: tuple[int, int]) -> None:
    report = told(bench, "长" * 900)
    desk = bench.desk
    desk.store.reports.reply(report.id, "批" * 300, desk.stamp(), "某" * 30, date(2026, 11, 20))
    desk.changed(Topic.INCIDENTS)
    bench.workspace.resize(*size)
    row_of(bench, report).open_charge()
    QApplication.processEvents()
    scroll = tab(bench)._scroll
    assert scroll.widget().width() <= scroll.viewport().width()


def test_the_next_in_order_is_called_after_a_missed_attempt() -> None:
    found = [Callee("组长 俞豪", "", "1", 1), Callee("副组长 颜小荣", "", "2", 2)]
    missed = replace(event.reports()[0], person_id=1)
    assert next_to_call(found, []) == 0
    assert next_to_call(found, [missed]) == 1
    assert next_to_call(found, [missed, replace(missed, person_id=2)]) == 0
    assert next_to_call(found, [replace(missed, outcome=Outcome.NONE)]) == 0
    assert next_to_call(found, [replace(missed, outcome=Outcome.REACHED)]) is None
    assert next_to_call([], []) is None
