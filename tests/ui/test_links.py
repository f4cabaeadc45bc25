"""Merging duplicates, taking them apart, and naming earlier ones of one cause, by real keys."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from hallduty.domain.incidents import EntryKind, Incident, NewEntry, NewIncident
from hallduty.domain.reports import NewReport, ReportKind
from hallduty.ui.desk import Desk
from hallduty.ui.events import Topic
from hallduty.ui.incidents.list_model import IncidentListModel
from hallduty.ui.main_window import MainWindow
from hallduty.ui.open_incidents import open_incidents
from hallduty.ui.settings.reminders import RemindersSection
from hallduty.ui.today.matters import Matter, incident_matters
from hallduty.ui.today.todo_card import _Line
from tests.ui.workspace_kit import FAULT_AT, Bench, click, fault, hit, opened, write


def again(desk: Desk, **more: object) -> Incident:
    """The same fault told ten minutes later at another window."""
    at = FAULT_AT + timedelta(minutes=10)
    desk.clock.at = at  # type: ignore[attr-defined]
    new = NewIncident("application", "tax_system", "", at, place="9号窗口")
    for name, value in more.items():
        object.__setattr__(new, name, value)
    return desk.store.incidents.register(new, desk.plan, desk.stamp())


@pytest.fixture
def bench(qtbot: QtBot, desk: Desk) -> Bench:
    """The second of two that are one fault, on the screen."""
    fault(desk)
    return opened(qtbot, desk, again(desk).id)


def buttons(bench: Bench) -> dict[str, QPushButton]:
    found = bench.workspace.links.findChildren(QPushButton)
    return {each.text(): each for each in found if each.isVisible()}


def trigger(bench: Bench, name: str) -> None:
    """Choose an item of 更多 that can be chosen."""
    menu = bench.workspace.header.more.menu()
    action = next(each for each in menu.actions() if each.text() == name)
    assert action.isEnabled(), name
    action.trigger()
    QApplication.processEvents()


def matters(desk: Desk) -> list[Matter]:
    return incident_matters(desk, open_incidents(desk)[0])


def test_a_likely_duplicate_is_suggested_and_merged_at_one_key(bench: Bench) -> None:
    bar = bench.workspace.links
    assert bar.texts() == ["9号窗口 2026-002 与 2026-001 可能是同一故障"]
    with bench.qtbot.waitSignal(bench.desk.events.incident_requested) as asked:
        buttons(bench)["并入 2026-001"].setFocus()
        hit(Qt.Key.Key_Space)
    assert asked.args == [bench.incident_id - 1]
    assert bench.incident.standing == "并入 2026-001"
    header = bench.workspace.header
    assert header.status.text() == "并入 2026-001"
    assert not header.recover.isEnabled()
    assert not header.close_.isEnabled()
    assert bar.texts() == ["已并入 2026-001：只读，请在 2026-001 继续办理"]
    assert bench.workspace.timeline.line.edit.isReadOnly()
    assert bench.workspace.timeline.line.edit.placeholderText() == "已并入 2026-001，不能再记"
    assert not bench.workspace.ended.isVisible()
    bench.workspace.show_incident(bench.incident_id - 1)
    assert bar.texts() == ["并入本事件：2026-002（9号窗口）"]


def test_no_is_remembered(bench: Bench) -> None:
    click(buttons(bench)["不是"])
    assert not bench.workspace.links.isVisible()
    bench.workspace.show_incident(bench.incident_id - 1)
    bench.workspace.show_incident(bench.incident_id)
    assert not bench.workspace.links.isVisible()
    # It can still be merged by hand.
    trigger(bench, "并入…")
    assert [i.number for i in bench.workspace.joining.chooser.offered()] == ["2026-001"]


def test_any_open_one_is_chosen_by_number_or_arrows(bench: Bench) -> None:
    third = again(bench.desk, event_type="power", scenario="power_cut", place="配电间")
    trigger(bench, "并入…")
    chooser = bench.workspace.joining.chooser
    assert chooser.isVisible()
    assert [i.number for i in chooser.offered()] == ["2026-001", third.number]
    hit(Qt.Key.Key_Down)
    assert chooser.chosen() == third
    write(chooser.edit, "001")
    bench.qtbot.waitUntil(lambda: len(chooser.offered()) == 1)
    hit(Qt.Key.Key_Tab)
    write(chooser.reason, "同一台交换机")
    hit(Qt.Key.Key_Return)
    assert not chooser.isVisible()
    assert bench.incident.merged_into == "2026-001"
    assert bench.said()[-1] == "并入 2026-001：同一台交换机"


def test_going_back_writes_nothing_and_keeps_the_reason(bench: Bench) -> None:
    trigger(bench, "并入…")
    chooser = bench.workspace.joining.chooser
    write(chooser.reason, "同一台交换机")
    hit(Qt.Key.Key_Escape)
    assert not chooser.isVisible()
    assert bench.incident.is_open
    trigger(bench, "并入…")
    assert chooser.reason.text() == "同一台交换机"


def test_what_is_refused_is_said_on_the_sheet(bench: Bench) -> None:
    trigger(bench, "并入…")
    main = bench.desk.store.incidents.get(bench.incident_id - 1)
    bench.desk.store.incidents.void(main.id, "误报", bench.desk.stamp())
    hit(Qt.Key.Key_Return)
    chooser = bench.workspace.joining.chooser
    assert chooser.isVisible()
    assert chooser.error.text() == "2026-001 作废，只有未办结的事件才能并案"


def test_a_duplicate_is_taken_apart_with_a_reason(bench: Bench) -> None:
    desk = bench.desk
    desk.store.links.merge(bench.incident_id, bench.incident_id - 1, desk.stamp())
    desk.changed(Topic.INCIDENTS)
    click(buttons(bench)["拆分"])
    panel = bench.workspace.panel
    assert "2026-002 不再并入 2026-001" in panel.title.text()
    hit(Qt.Key.Key_Return)
    assert panel.error.text() == "请填写拆分的原因"
    write(panel.reason, "9号窗口是另一根网线")
    hit(Qt.Key.Key_Return)
    assert bench.incident.is_open
    assert bench.said()[-1] == "拆分：不再并入 2026-001（9号窗口是另一根网线）"
    assert not bench.workspace.links.isVisible()


def test_what_was_ordered_of_a_duplicate_is_carried_out_from_the_main_incident(
    qtbot: QtBot, desk: Desk
) -> None:
    main, duplicate = fault(desk), again(desk)
    report = desk.store.reports.add(
        duplicate.id, NewReport(ReportKind.FIRST, "组长 俞豪", text="9号窗口停办"), desk.stamp()
    )
    desk.store.reports.reply(report.id, "查明原因", desk.stamp(), "陈某")
    other = desk.store.reports.add(main.id, NewReport(ReportKind.FIRST, "局办"), desk.stamp())
    desk.store.reports.reply(other.id, "知道了", desk.stamp())
    desk.store.links.merge(duplicate.id, main.id, desk.stamp())
    window = MainWindow(desk)
    qtbot.addWidget(window)
    window.resize(1280, 720)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    (card,) = window.cards.cards()
    assert "批示 2 项未落实" in card.chip_texts()
    lines = window.page("today").findChildren(_Line)  # type: ignore[union-attr]
    line = next(each for each in lines if each._matter.tip == "查明原因")
    assert line._matter.text == "2026-001 组长 俞豪批示：查明原因"
    line.go.setFocus()
    hit(Qt.Key.Key_Space)
    workspace = window.page("workspace")
    assert workspace.case.incident == main  # type: ignore[union-attr]
    tab = workspace.tabs.reports  # type: ignore[union-attr]
    row = next(each for each in tab.rows() if each.report.id == report.id)
    assert "2026-002 首报" in [each.text() for each in row.findChildren(QLabel)]
    assert tab.open_replies.text() == "批示未落实 2"
    assert QApplication.focusWidget() is row.done
    hit(Qt.Key.Key_Space)
    write(row.result, "换了网线")
    hit(Qt.Key.Key_Return)
    assert row.state.text() == "11-13 09:52 已落实"
    said = [entry.text for entry in desk.store.incidents.entries(main.id)]
    assert said[-1] == "组长 俞豪批示（2026-002）已落实：换了网线"
    window.show_page("today")
    assert [m.tip for m in matters(desk) if m.action == "去落实"] == ["知道了"]
    # In the duplicate it can be read, and nothing else; taken apart it leaves the main one.
    window.show_incident(duplicate.id)
    (own,) = tab.rows()
    assert own.done.isHidden()
    desk.store.links.split(duplicate.id, "另一根网线", desk.stamp())
    window.show_incident(main.id)
    assert [each.report.id for each in tab.rows()] == [other.id]
    window.close()


def test_an_earlier_one_of_the_same_cause_is_found_linked_and_shown(bench: Bench) -> None:
    desk = bench.desk
    old = desk.store.incidents.register(
        NewIncident("network", "network_down", "", FAULT_AT - timedelta(days=40), text="光缆断"),
        desk.plan,
        desk.stamp(),
    )
    trigger(bench, "关联同一原因…")
    chooser = bench.workspace.joining.chooser
    assert [i.number for i in chooser.offered()] == ["2026-001"]
    write(chooser.edit, "光缆")
    bench.qtbot.waitUntil(lambda: [i.id for i in chooser.offered()] == [old.id])
    hit(Qt.Key.Key_Return)
    assert bench.workspace.links.texts()[-1] == "近一年同一原因第2次（2026-003）"
    with bench.qtbot.waitSignal(desk.events.incident_requested) as asked:
        click(buttons(bench)["看 2026-003"])
    assert asked.args == [old.id]
    click(buttons(bench)["取消关联 2026-003"])
    assert not any("同一原因" in text for text in bench.workspace.links.texts())


def test_nothing_to_merge_into_says_so(qtbot: QtBot, desk: Desk) -> None:
    bench = opened(qtbot, desk, fault(desk).id)
    trigger(bench, "并入…")
    chooser = bench.workspace.joining.chooser
    assert chooser.empty.text() == "没有其他未办结的事件可以并入。"
    assert not chooser.ok.isEnabled()
    hit(Qt.Key.Key_Return)
    assert chooser.isVisible()


def test_the_list_says_merged(bench: Bench) -> None:
    desk = bench.desk
    desk.store.links.merge(bench.incident_id, bench.incident_id - 1, desk.stamp())
    model = IncidentListModel(desk.store.incidents, desk.plan, desk.clock.now)
    model.set_ids([bench.incident_id])
    column = [each.key for each in model.columns].index("status")
    assert model.index(0, column).data() == "并入 2026-001"


def test_intake_names_the_open_one_that_may_be_the_same(qtbot: QtBot, desk: Desk) -> None:
    fault(desk)
    window = MainWindow(desk)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.register()
    intake = window.intake
    assert not intake.alike.isVisible()
    hit(Qt.Key.Key_4)
    assert intake.alike.text() == (
        "2026-001 处置中（09:42起，3—8号窗口）：如是同一故障，登记后可一键并入"
    )
    hit(Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert not intake.alike.isVisible()
    window.leave()


def test_cards_and_today_name_a_likely_duplicate_and_a_silent_one(qtbot: QtBot, desk: Desk) -> None:
    fault(desk)
    later = again(desk)
    desk.clock.at = FAULT_AT + timedelta(hours=4, minutes=11)  # type: ignore[attr-defined]
    found, _ = open_incidents(desk)
    now = desk.clock.now()
    assert found[0].chips(now) == [("4小时无记录", "amber")]
    assert found[1].chips(now) == [("4小时无记录", "amber"), ("或同 2026-001", "amber")]
    said = [matter.text for matter in incident_matters(desk, found)]
    assert said[0] == "2026-002 与 2026-001 可能是同一故障（9号窗口）"
    assert "2026-001 税务端系统故障 4小时无记录" in said
    desk.store.incidents.add_entry(later.id, NewEntry(EntryKind.NOTE, "仍在抢修"), desk.stamp())
    desk.store.links.merge(later.id, later.id - 1, desk.stamp())
    found, _ = open_incidents(desk)
    assert found[0].chips(now) == [("无欠件", "green")]


def test_hours_of_the_reminders_are_settings_and_zero_asks_never(qtbot: QtBot, desk: Desk) -> None:
    section = RemindersSection(desk)
    qtbot.addWidget(section)
    section.show()
    section.activateWindow()
    qtbot.waitUntil(section.isActiveWindow)
    section.stale.setFocus()
    section.stale.selectAll()
    hit(Qt.Key.Key_0)
    hit(Qt.Key.Key_Return)
    assert desk.store.settings.load().stale_hours == 0
    assert section.stale.text() == "不提醒"
    fault(desk)
    desk.clock.at = FAULT_AT + timedelta(days=3)  # type: ignore[attr-defined]
    (found,), _ = open_incidents(desk)
    assert not found.stale(desk.clock.now())
