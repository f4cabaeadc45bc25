"""处置步骤 by key and mouse: ticks, calls, words, skipping, and whom to call."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hallduty.domain.incidents import EntryKind, Outcome, StepState
from hallduty.ui.desk import Desk
from hallduty.ui.incidents.step_row import StepRow
from tests.ui.workspace_kit import Bench, click, fault, hit, opened, people, press, tick, write


@pytest.fixture
def bench(qtbot: QtBot, desk: Desk) -> Bench:
    people(desk)
    return opened(qtbot, desk, fault(desk).id)


def rows(bench: Bench) -> list[StepRow]:
    return bench.workspace.steps.rows()


def test_the_next_open_step_stands_out_with_whom_to_call(bench: Bench) -> None:
    first, second = rows(bench)[:2]
    assert first.property("tone") == "warn"
    assert second.property("tone") == ""
    assert "信息中心 陈某某" in first.who.whole()
    assert "四（二）" in first.who.whole()
    assert first.phone.text() == "13812345678"
    assert first.calls.isVisible()
    assert bench.workspace.steps.count.text() == "预案四（二） · 0 / 11"


def test_a_click_on_the_box_stamps_the_timeline_and_moves_on(bench: Bench) -> None:
    bench.at(9, 51, 7)
    first, second = rows(bench)[:2]
    tick(first)
    entry = bench.entries()[-1]
    assert (entry.kind, entry.text, entry.at.second) == (
        EntryKind.STEP,
        "立即联系责任单位进行修复",
        7,
    )
    assert first.box.isChecked()
    assert "09:51" in first.said.text()
    assert second.property("tone") == "warn"
    tick(first)
    assert not first.box.isChecked()
    assert bench.said()[-1] == "撤销：立即联系责任单位进行修复"
    assert first.property("tone") == "warn"


def test_call_outcomes_by_key_keep_the_step_and_the_person(bench: Bench) -> None:
    first = rows(bench)[0]
    press(first, Qt.Key.Key_2)
    bench.at(9, 46)
    press(first, Qt.Key.Key_1)
    press(first, Qt.Key.Key_3)
    calls = [e for e in bench.entries() if e.kind is EntryKind.CALL]
    assert [c.outcome for c in calls] == [Outcome.MISSED, Outcome.REACHED, Outcome.BUSY]
    assert {c.text for c in calls} == {"致电信息中心 陈某某"}
    assert {c.step_id for c in calls} == {first.look.step.id}
    person = next(p for p in bench.desk.store.contacts.people() if p.name == "陈某某")
    assert {c.person_id for c in calls} == {person.id}
    assert "第 3 次占线" in first.said.text()
    tick(first)
    assert "第 2 次接通" in first.said.text()


def test_call_outcomes_by_mouse_and_the_second_person(bench: Bench) -> None:
    first = rows(bench)[0]
    click(first.calls.of(Outcome.MISSED))
    click(first.other)
    assert "孙某某" in first.who.whole()
    click(first.calls.of(Outcome.REACHED))
    assert bench.said()[-1] == "致电信息中心 孙某某"


def test_words_go_with_the_call_or_the_tick(bench: Bench) -> None:
    first, second = rows(bench)[:2]
    write(first.words, "已派人检查，预计10:20恢复")
    click(first.calls.of(Outcome.REACHED))
    assert bench.said()[-1] == "致电信息中心 陈某某：已派人检查，预计10:20恢复"
    assert first.words.toPlainText() == ""
    tick(first)
    write(second.words, "全部窗口")
    tick(second)
    assert bench.said()[-1] == "问明故障范围和预计恢复时间：全部窗口"
    assert "全部窗口" in second.said.text()


def test_a_word_after_the_tick_is_a_line_of_its_own(bench: Bench) -> None:
    first = rows(bench)[0]
    tick(first)
    first.setFocus()
    hit(Qt.Key.Key_Return)
    assert QApplication.focusWidget() is first.words
    write(first.words, "对方答复正在排查")
    hit(Qt.Key.Key_Return)
    entry = bench.entries()[-1]
    assert (entry.kind, entry.text) == (EntryKind.NOTE, "对方答复正在排查")
    assert entry.step_id == first.look.step.id
    assert "对方答复正在排查" in first.said.text()


def test_skipping_asks_why_in_the_row(bench: Bench) -> None:
    second = rows(bench)[1]
    press(second, Qt.Key.Key_4)
    assert QApplication.focusWidget() is second.words
    hit(Qt.Key.Key_Return)
    assert "请填写跳过的原因" in second.error.text()
    write(second.words, "信息中心已主动告知")
    hit(Qt.Key.Key_Return)
    step = bench.desk.store.incidents.steps(bench.incident_id)[1]
    assert (step.state, step.why) == (StepState.SKIPPED, "信息中心已主动告知")
    assert "跳过：信息中心已主动告知" in second.said.text()
    assert second.box.property("skipped")


def test_escape_leaves_the_skipping_but_not_the_words(bench: Bench) -> None:
    first = rows(bench)[0]
    press(first, Qt.Key.Key_4)
    write(first.words, "不用跳过")
    hit(Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is first
    assert first.words.toPlainText() == "不用跳过"
    assert first.look.open


def test_arrows_and_space_work_down_the_list(bench: Bench) -> None:
    first, second = rows(bench)[:2]
    bench.workspace.steps.focus_current()
    hit(Qt.Key.Key_Space)
    hit(Qt.Key.Key_Down)
    assert QApplication.focusWidget() is second
    hit(Qt.Key.Key_Space)
    assert [not r.look.open for r in rows(bench)[:3]] == [True, True, False]
    # 问明预计恢复时间 asks for the promise; Esc leads back to the row.
    assert QApplication.focusWidget() is bench.workspace.promises.edit
    hit(Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is second
    hit(Qt.Key.Key_Up)
    assert QApplication.focusWidget() is first


def test_a_role_that_nobody_holds_leads_to_the_contacts(bench: Bench) -> None:
    lonely = next(row for row in rows(bench) if row.look.role == "导税台")
    assert "通讯录未填导税台" in lonely.who.whole()
    bench.workspace.steps._scroll.ensureWidgetVisible(lonely)
    with bench.qtbot.waitSignal(bench.desk.events.page_requested) as asked:
        click(lonely.fill)
    assert asked.args == ["contacts"]


def test_a_step_that_owes_something_leads_to_its_tab(bench: Bench) -> None:
    tabs = bench.workspace.tabs
    report = next(row for row in rows(bench) if row.look.step.produces == "report")
    report.setFocus()
    bench.workspace.steps._scroll.ensureWidgetVisible(report)
    click(report.go)
    assert tabs.stack.currentWidget() is tabs.reports


def test_a_refresh_never_moves_the_focus_from_half_typed_words(bench: Bench) -> None:
    third = rows(bench)[2]
    third.setFocus()
    write(third.words, "张贴在一楼")
    tick(rows(bench)[0])
    assert third.words.toPlainText() == "张贴在一楼"
    assert third.more.isVisible()


@pytest.mark.parametrize("bad", ["甲" * 600, "ab\u202ecd"])
def test_bad_words_stay_and_are_told_beside(bench: Bench, bad: str) -> None:
    first = rows(bench)[0]
    first.words.insertPlainText(bad)
    tick(first)
    assert first.look.open
    assert first.error.isVisible()
    assert first.words.toPlainText() == bad


def test_the_next_open_step_comes_into_view_and_tab_stops_once(bench: Bench) -> None:
    scroll = bench.workspace.steps._scroll
    for row in rows(bench)[:7]:
        press(row, Qt.Key.Key_Space)
    current = rows(bench)[7]
    assert current.look.current

    def seen() -> bool:
        top = current.mapTo(scroll.viewport(), QPoint(0, 0)).y()
        return top >= 0 and top + current.height() <= scroll.viewport().height()

    bench.qtbot.waitUntil(seen)
    stops = [r for r in rows(bench) if r.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert len(stops) == 1


@pytest.mark.parametrize(
    ("event_type", "scenario", "produces", "tab"),
    [
        ("device", "window_pc", "window", "site"),
        ("other", "crowding", "wait", "site"),
        ("other", "crowding", "appointment", "site"),
        ("other", "crowding", "window", "site"),
        ("application", "tax_system", "notice", "notices"),
        ("application", "tax_system", "followup", "followups"),
    ],
)
def test_the_link_of_a_step_leads_to_where_its_result_is_written(
    qtbot: QtBot, desk: Desk, event_type: str, scenario: str, produces: str, tab: str
) -> None:
    bench = opened(qtbot, desk, fault(desk, event_type=event_type, scenario=scenario).id)
    line = next(row for row in rows(bench) if row.look.step.produces == produces)
    line.setFocus()
    bench.workspace.steps._scroll.ensureWidgetVisible(line)
    click(line.go)
    tabs = bench.workspace.tabs
    assert tabs.stack.currentWidget() is getattr(tabs, tab)


def test_the_wait_of_a_fault_opens_the_line_of_promises(qtbot: QtBot, desk: Desk) -> None:
    made = fault(desk, event_type="application", scenario="tax_system")
    bench = opened(qtbot, desk, made.id)
    line = next(row for row in rows(bench) if row.look.step.produces == "wait")
    line.setFocus()
    bench.workspace.steps._scroll.ensureWidgetVisible(line)
    click(line.go)
    assert bench.workspace.promises.edit.isVisible()
