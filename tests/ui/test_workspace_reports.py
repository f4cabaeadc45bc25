"""上报: raising the level, calling the group in the plan's order, reports and answers."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hallduty.domain.incidents import EntryKind, Outcome
from hallduty.domain.reports import Channel, ReportKind
from hallduty.ui.desk import Desk
from hallduty.ui.incidents.reports_tab import ReportsTab
from tests.ui.pages_kit import add_person
from tests.ui.workspace_kit import Bench, click, fault, hit, opened, people, write


@pytest.fixture
def bench(qtbot: QtBot, desk: Desk) -> Bench:
    people(desk)
    found = opened(qtbot, desk, fault(desk).id)
    found.workspace.tabs.show_tab("reports")
    return found


def tab(bench: Bench) -> ReportsTab:
    return bench.workspace.tabs.reports


def raise_level(bench: Bench) -> None:
    bench.workspace.header.level_action.trigger()
    assert QApplication.focusWidget() is tab(bench).level.button_of("normal")
    click(tab(bench).level.button_of("major"))
    write(tab(bench).level.reason, "影响全部征收窗口")
    hit(Qt.Key.Key_Return)


def test_raising_the_level_asks_why_and_offers_the_first_of_the_group(bench: Bench) -> None:
    bench.at(10, 5)
    level = tab(bench).level
    click(level.button_of("major"))
    hit(Qt.Key.Key_Return)
    assert "请填写" in level.error.text()
    assert bench.incident.level == "normal"
    write(level.reason, "影响全部征收窗口")
    hit(Qt.Key.Key_Return)
    assert bench.incident.level == "major"
    entry = bench.entries()[-1]
    assert (entry.kind, entry.text) == (EntryKind.LEVEL, "升为重大：影响全部征收窗口")
    assert bench.workspace.header.level.text() == "重大 · 10:05 起"
    assert bench.workspace.header.level.property("pill") == "red"
    rows = tab(bench).group.rows()
    assert [row.callee.to for row in rows] == [
        "组长 俞豪",
        "副组长 颜小荣",
        "成员 陆圣鹏",
        "成员 刘佳佳",
    ]
    assert rows[0].phone.text() == "13800000001"
    assert rows[0].property("tone") == "warn"
    assert QApplication.focusWidget() is rows[0]


def test_escape_keeps_the_level_and_the_reason_half_typed(bench: Bench) -> None:
    level = tab(bench).level
    click(level.button_of("major"))
    write(level.reason, "影响")
    hit(Qt.Key.Key_Escape)
    assert level.button_of("normal").isChecked()
    assert level.ask.isHidden()
    assert bench.workspace.isVisible()
    click(level.button_of("major"))
    assert level.reason.toPlainText() == "影响"


def test_each_attempt_is_one_key_and_the_next_person_is_offered(bench: Bench) -> None:
    raise_level(bench)
    rows = tab(bench).group.rows()
    bench.at(10, 6)
    hit(Qt.Key.Key_2)
    assert QApplication.focusWidget() is rows[1]
    assert "10:06 首报未接" in rows[0].said.text()
    assert rows[1].property("tone") == "warn"
    hit(Qt.Key.Key_3)
    assert QApplication.focusWidget() is rows[2]
    hit(Qt.Key.Key_1)
    reports = bench.desk.store.reports.of(bench.incident_id)
    assert [(r.to, r.outcome) for r in reports] == [
        ("组长 俞豪", Outcome.MISSED),
        ("副组长 颜小荣", Outcome.BUSY),
        ("成员 陆圣鹏", Outcome.REACHED),
    ]
    assert {r.kind for r in reports} == {ReportKind.FIRST}
    assert all(row.property("tone") == "" for row in rows)
    assert tab(bench).kind.currentText() == "续报一"


def test_after_the_last_of_the_group_the_first_is_offered_again(bench: Bench) -> None:
    raise_level(bench)
    for _ in range(4):
        hit(Qt.Key.Key_2)
    rows = tab(bench).group.rows()
    assert QApplication.focusWidget() is rows[0]
    assert rows[0].property("tone") == "warn"


def test_the_answer_is_written_where_the_report_stands(bench: Bench) -> None:
    raise_level(bench)
    write(tab(bench).text, "3—8号窗口停办")
    tab(bench).group.focus_offered()
    hit(Qt.Key.Key_1)
    row = tab(bench).rows()[0]
    assert QApplication.focusWidget() is row.edit
    assert row.text.text() == "3—8号窗口停办"
    hit(Qt.Key.Key_Return)
    assert "没有批示按 Esc" in row.error.text()
    write(row.edit, "全力抢修，做好解释")
    hit(Qt.Key.Key_Return)
    report = bench.desk.store.reports.of(bench.incident_id)[0]
    assert report.reply == "全力抢修，做好解释"
    assert row.reply.text() == "批示：全力抢修，做好解释"
    assert row.edit.isHidden()
    assert bench.said()[-1] == "组长 俞豪对首报批示：全力抢修，做好解释"
    assert tab(bench).text.toPlainText() == ""


def test_an_answer_can_come_later(bench: Bench) -> None:
    raise_level(bench)
    hit(Qt.Key.Key_1)
    hit(Qt.Key.Key_Escape)
    row = tab(bench).rows()[0]
    assert row.edit.isHidden()
    assert bench.workspace.isVisible()
    tab(bench)._scroll.ensureWidgetVisible(row.write)
    click(row.write)
    write(row.edit, "知道了")
    hit(Qt.Key.Key_Return)
    assert bench.desk.store.reports.of(bench.incident_id)[0].reply == "知道了"


def test_calls_by_mouse_and_by_other_channels(bench: Bench) -> None:
    raise_level(bench)
    rows = tab(bench).group.rows()
    click(rows[0].calls.of(Outcome.MISSED))
    channel = tab(bench).channel
    channel.setCurrentIndex(channel.findData(Channel.WRITTEN))
    assert rows[1].calls.of(Outcome.REACHED).text() == "已报"
    assert rows[1].calls.of(Outcome.BUSY).isHidden()
    rows[1].setFocus()
    hit(Qt.Key.Key_2)
    assert len(bench.desk.store.reports.of(bench.incident_id)) == 1
    hit(Qt.Key.Key_1)
    assert bench.desk.store.reports.of(bench.incident_id)[1].channel is Channel.WRITTEN


def test_somebody_outside_the_group(bench: Bench) -> None:
    group = tab(bench).group
    assert group.other_calls.isHidden()
    write(group.other, "市局值班室")
    tab(bench)._scroll.ensureWidgetVisible(group.other_calls)
    click(group.other_calls.of(Outcome.MISSED))
    report = bench.desk.store.reports.of(bench.incident_id)[0]
    assert (report.to, report.outcome, report.person_id) == ("市局值班室", Outcome.MISSED, None)
    assert group.other.text() == ""
    write(group.other, "x" * 101)
    hit(Qt.Key.Key_Return)
    assert "最多 100 字" in group.error.text()
    assert len(group.other.text()) == 101


def test_final_report_is_offered_once_it_is_over(bench: Bench) -> None:
    raise_level(bench)
    hit(Qt.Key.Key_1)
    hit(Qt.Key.Key_Escape)
    bench.at(10, 58)
    hit(Qt.Key.Key_F8)
    assert tab(bench).kind.currentText() == "终报"
    tab(bench).kind.setCurrentIndex(1)
    tab(bench).kind.activated.emit(1)
    tab(bench).group.rows()[0].setFocus()
    hit(Qt.Key.Key_1)
    assert bench.desk.store.reports.of(bench.incident_id)[-1].title == "续报一"


def test_a_general_event_calls_nobody_by_itself(bench: Bench) -> None:
    assert "当场决策" in tab(bench).advice.text()
    assert all(row.property("tone") == "" for row in tab(bench).group.rows())


def test_a_member_without_a_number_leads_to_the_contacts(qtbot: QtBot, desk: Desk) -> None:
    bench = opened(qtbot, desk, fault(desk).id)
    bench.workspace.tabs.show_tab("reports")
    row = tab(bench).group.rows()[0]
    assert row.phone.text() == ""
    with qtbot.waitSignal(desk.events.page_requested):
        click(row.fill)


def test_the_wheel_never_changes_a_report(bench: Bench) -> None:
    channel = tab(bench).channel
    where = QPointF(channel.rect().center())
    turned = QWheelEvent(
        where,
        QPointF(channel.mapToGlobal(where.toPoint())),
        QPoint(0, -120),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(channel, turned)
    assert channel.currentIndex() == 0


def test_a_deputy_is_offered_when_the_holder_does_not_answer(qtbot: QtBot, desk: Desk) -> None:
    people(desk)
    deputy = add_person(desk, "替补某", mobile="13800000099")
    seat = desk.store.contacts.group()[0]
    desk.store.contacts.set_group_seat(seat.id, seat.person.id, deputy.id, desk.stamp())
    bench = opened(qtbot, desk, fault(desk).id)
    bench.workspace.tabs.show_tab("reports")
    raise_level(bench)
    rows = tab(bench).group.rows()
    assert [row.callee.to for row in rows][:3] == ["组长 俞豪", "组长替补 替补某", "副组长 颜小荣"]
    rows[0].setFocus()
    hit(Qt.Key.Key_2)
    assert rows[1].property("tone") == "warn"
    assert rows[1].phone.text() == "13800000099"
