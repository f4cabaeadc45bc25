"""五分钟处置: a conflict handled on the full screen with single keys, and its recording kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hallduty.clock import FixedClock
from hallduty.domain.conflict import Deed
from hallduty.domain.incidents import Incident, Outcome, StepState, corrected_ids
from hallduty.domain.narrative import course
from hallduty.domain.reports import ReportKind
from hallduty.ui.conflict.screen import ConflictScreen
from hallduty.ui.desk import Desk
from hallduty.ui.events import Topic
from hallduty.ui.main_window import MainWindow
from tests.ui.pages_kit import add_hall, add_incident
from tests.ui.workspace_kit import click, hit, people

SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def window(desk: Desk, clock: FixedClock, qtbot: QtBot) -> Iterator[MainWindow]:
    people(desk)
    add_hall(desk, "第一办税服务厅", 8)
    clock.at = clock.at.replace(hour=14, minute=15, second=20)
    made = MainWindow(desk)
    qtbot.addWidget(made)
    made.resize(1280, 720)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.close()


@pytest.fixture
def screen(window: MainWindow) -> ConflictScreen:
    hit(Qt.Key.Key_F2, SHIFT)
    assert window.conflict.isVisible()
    return window.conflict


def incident(desk: Desk) -> Incident:
    found = desk.store.incidents.by_number("2026-001")
    assert found is not None
    return found


def said(desk: Desk) -> list[str]:
    entries = desk.store.incidents.entries(incident(desk).id)
    gone = corrected_ids(entries)
    return [entry.text for entry in entries if entry.id not in gone]


def wait(desk: Desk, clock: FixedClock, seconds: int) -> None:
    clock.at += timedelta(seconds=seconds)
    desk.events.ticked.emit(clock.at)


def test_one_key_registers_to_the_second_and_covers_the_screen(
    window: MainWindow, screen: ConflictScreen, desk: Desk, clock: FixedClock
) -> None:
    found = incident(desk)
    assert (found.event_type, found.occurred_at) == ("conflict", clock.at)
    assert found.hall_id is not None
    assert window.isFullScreen()
    assert screen.geometry() == window.rect()
    assert screen.title.whole() == "2026-001 语言肢体冲突 · 第一办税服务厅"
    wait(desk, clock, 75)
    assert screen.clock.text() == "00:01:15"
    # A second press of the key is no second conflict.
    hit(Qt.Key.Key_F2, SHIFT)
    assert desk.store.incidents.count() == 1


def test_digits_stamp_the_deeds_with_their_times(
    screen: ConflictScreen, desk: Desk, clock: FixedClock
) -> None:
    for key in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4, Qt.Key.Key_5):
        wait(desk, clock, 20)
        hit(key)
    shown = [screen.rows[deed].state.whole() for deed in Deed]
    times = ("14:15:40", "14:16:00", "14:16:20", "14:16:40", "14:17:00")
    assert shown == [f"✓ {at}" for at in times]
    steps = {s.text[:4]: s.state for s in desk.store.incidents.steps(incident(desk).id)}
    assert [text for text, state in steps.items() if state is StepState.DONE] == [
        "值班领导",
        "将当事人",
        "有人员受",
        "劝阻无效",
    ]
    (report,) = desk.store.reports.of(incident(desk).id)
    assert (report.to, report.kind, report.outcome) == (
        "组长 俞豪",
        ReportKind.FIRST,
        Outcome.REACHED,
    )
    told = "".join(course(desk.store.incidents.dossier(incident(desk).id), desk.plan))
    assert "14时16分值班领导第一时间到场，劝阻并控制事态；立即报警；立即拨打120。" in told


def test_a_second_press_stamps_again_and_buttons_do_the_same(
    screen: ConflictScreen, desk: Desk, clock: FixedClock
) -> None:
    click(screen.rows[Deed.POLICE].press)
    wait(desk, clock, 60)
    click(screen.rows[Deed.POLICE].press)
    assert screen.rows[Deed.POLICE].state.whole() == "✓ 14:15:20、14:16:20"
    assert said(desk)[-1] == "拨打110报警"


@pytest.mark.parametrize("key", [Qt.Key.Key_1, Qt.Key.Key_3, Qt.Key.Key_5])
def test_a_slip_is_taken_back_within_a_moment(
    screen: ConflictScreen, desk: Desk, clock: FixedClock, key: Qt.Key
) -> None:
    deed = tuple(Deed)[key - Qt.Key.Key_1]
    hit(key)
    assert screen.rows[deed].undo.isVisible()
    hit(Qt.Key.Key_Backspace)
    assert screen.rows[deed].state.isHidden()
    assert said(desk)[-1].startswith("撤销：")
    dossier = desk.store.incidents.dossier(incident(desk).id)
    assert "撤销" not in "".join(course(dossier, desk.plan))
    hit(key)
    hit(key)  # the plan's step is done: the second stamp is a line of its own
    hit(Qt.Key.Key_Backspace)
    assert screen.rows[deed].state.whole() == "✓ 14:15:20"
    hit(key)
    wait(desk, clock, 20)
    assert not screen.rows[deed].undo.isVisible()
    before = said(desk)
    hit(Qt.Key.Key_Backspace)
    assert said(desk) == before


def test_after_a_missed_call_the_next_of_the_group_is_offered_with_the_number(
    screen: ConflictScreen, desk: Desk
) -> None:
    line = screen.rows[Deed.REPORT]
    assert (line.who.text(), line.number.text()) == ("组长 俞豪", "13800000001")
    assert "其后：副组长 颜小荣" in line.hint.whole()
    hit(Qt.Key.Key_6)
    assert (line.who.text(), line.number.text()) == ("副组长 颜小荣", "13800000002")
    hit(Qt.Key.Key_7)
    hit(Qt.Key.Key_5)
    outcomes = [(r.to, r.outcome) for r in desk.store.reports.of(incident(desk).id)]
    assert outcomes == [
        ("组长 俞豪", Outcome.MISSED),
        ("副组长 颜小荣", Outcome.BUSY),
        ("成员 陆圣鹏", Outcome.REACHED),
    ]
    assert screen.rows[Deed.POLICE].number.text() == "110"
    assert screen.rows[Deed.MEDICAL].number.text() == "120"


def test_the_recording_is_noted_moved_and_secured_without_typing(
    screen: ConflictScreen, desk: Desk, clock: FixedClock
) -> None:
    panel = screen.footage
    wait(desk, clock, 280)
    assert panel.span.text() == "14:05–14:20"
    assert panel.left.text() == "还剩 15 天"
    click(panel.moves["start", -1])
    click(panel.moves["end", 1])
    wait(desk, clock, 600)
    assert panel.span.text() == "14:00–14:25"
    click(panel.place_buttons()[0])
    hit(Qt.Key.Key_8)
    (footage,) = desk.store.conflict.open_footage()
    assert (footage.camera, footage.span_text()) == ("窗口区", "14:00–14:25")
    assert footage.expires_on == date(2026, 11, 28)
    click(panel.moves["end", 1])
    click(panel.place_buttons()[4])
    (footage,) = desk.store.conflict.open_footage()
    assert (footage.camera, footage.span_text()) == ("窗口区、大厅入口", "14:00–14:30")
    click(panel.storage_buttons()[1])
    hit(Qt.Key.Key_8)
    assert desk.store.conflict.open_footage() == []
    assert panel.left.text() == "已保全"
    assert "刻录光盘" in panel.kept.text()
    assert panel.act.isHidden()
    hit(Qt.Key.Key_8)  # nothing more to note
    assert len(desk.store.conflict.of(incident(desk).id)) == 1
    click(panel.more)
    hit(Qt.Key.Key_8)
    assert len(desk.store.conflict.of(incident(desk).id)) == 2


def test_escape_leads_to_the_workspace_and_forgets_neither_window_nor_recording(
    window: MainWindow, screen: ConflictScreen, desk: Desk
) -> None:
    hit(Qt.Key.Key_Escape)
    assert not screen.isVisible()
    assert not window.isFullScreen()
    assert (window.current, window.incident_id) == ("workspace", incident(desk).id)
    (footage,) = desk.store.conflict.open_footage()
    assert footage.span_text() == "14:05–14:20"
    assert "监控录像还有 1 段未保全" in desk.store.incidents.owed(incident(desk).id).sentences()


def test_it_is_reached_from_the_workspace_of_a_conflict_only(
    window: MainWindow, desk: Desk, screen: ConflictScreen
) -> None:
    hit(Qt.Key.Key_Escape)
    workspace = window.page("workspace")
    assert workspace is not None
    hit(Qt.Key.Key_F5)
    assert screen.isVisible()
    hit(Qt.Key.Key_Escape)
    click(workspace.header.conflict)
    assert screen.isVisible()
    hit(Qt.Key.Key_Escape)
    assert len(desk.store.conflict.of(incident(desk).id)) == 1
    other = add_incident(desk, "2026-11-13 09:00")
    window.show_incident(other.id)
    assert workspace.header.conflict.isHidden()
    hit(Qt.Key.Key_F5)
    assert not screen.isVisible()


def test_another_page_or_incident_ends_the_full_screen(
    window: MainWindow, desk: Desk, screen: ConflictScreen
) -> None:
    hit(Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert screen.isVisible()
    assert desk.store.incidents.steps(incident(desk).id)[0].state is StepState.OPEN
    other = add_incident(desk, "2026-11-13 09:00")
    desk.events.incident_requested.emit(other.id)
    assert not screen.isVisible()
    assert not window.isFullScreen()
    assert window.incident_id == other.id


def test_what_is_not_secured_stands_on_today_until_it_is(
    window: MainWindow, desk: Desk, screen: ConflictScreen, clock: FixedClock
) -> None:
    hit(Qt.Key.Key_Escape)
    window.show_page("today")
    todo = window.page("today").todo  # type: ignore[union-attr]

    def line() -> tuple[str, str, str]:
        desk.changed(Topic.INCIDENTS)
        found = next(m for m in todo.shown if m.pill == "监控")
        return found.colour, found.text, found.remark

    assert line() == ("blue", "2026-001 保全监控 14:05–14:20", "还剩 15 天")
    clock.at += timedelta(days=12)
    assert line()[::2] == ("amber", "还剩 3 天")
    clock.at += timedelta(days=2)
    assert line()[::2] == ("red", "还剩 1 天")
    clock.at += timedelta(days=3)
    assert line()[::2] == ("red", "已超过 2 天，可能已被覆盖")
    found = next(m for m in todo.shown if m.pill == "监控")
    desk.events.page_requested.emit(found.page)
    assert screen.isVisible()
    hit(Qt.Key.Key_8)
    hit(Qt.Key.Key_Escape)
    window.show_page("today")
    assert [m for m in todo.shown if m.pill == "监控"] == []


def test_a_reply_that_is_overdue_stands_on_today_in_red(
    window: MainWindow, desk: Desk, screen: ConflictScreen, clock: FixedClock
) -> None:
    hit(Qt.Key.Key_5)
    (report,) = desk.store.reports.of(incident(desk).id)
    desk.store.reports.reply(report.id, "查明经过", desk.stamp(), "刘某某", date(2026, 11, 16))
    hit(Qt.Key.Key_Escape)
    window.show_page("today")
    todo = window.page("today").todo  # type: ignore[union-attr]
    found = [(m.pill, m.colour, m.text, m.remark) for m in todo.shown if "批示" in m.text]
    assert found == [("批示", "blue", "2026-001 组长 俞豪批示：查明经过", "刘某某 11-16 前落实")]
    clock.at += timedelta(days=4)
    desk.changed(Topic.INCIDENTS)
    found = [(m.pill, m.colour, m.remark) for m in todo.shown if "批示" in m.text]
    assert found == [("逾期", "red", "刘某某 逾期 1 天")]


def test_the_days_of_the_recorder_are_a_setting(
    window: MainWindow, desk: Desk, screen: ConflictScreen
) -> None:
    desk.settings = replace(desk.settings, footage_days=7)
    hit(Qt.Key.Key_8)
    assert desk.store.conflict.open_footage()[0].expires_on == date(2026, 11, 20)
    assert screen.footage.left.text() == "还剩 7 天"


def test_one_entered_later_is_not_stamped_with_todays_time(window: MainWindow, desk: Desk) -> None:
    late = add_incident(desk, "2026-11-12 10:00", scenario="conflict", late=True)
    window.show_conflict(late.id)
    screen = window.conflict
    hit(Qt.Key.Key_1)
    assert not screen.rows[Deed.SEPARATE].press.isEnabled()
    assert "补录" in screen.note.text()
    hit(Qt.Key.Key_Escape)
    assert desk.store.conflict.of(late.id) == []
    assert all(s.state is StepState.OPEN for s in desk.store.incidents.steps(late.id))


def test_without_a_group_the_report_is_stamped_all_the_same(window: MainWindow, desk: Desk) -> None:
    for seat in desk.store.contacts.group():
        desk.store.contacts.remove_group_seat(seat.id, desk.stamp())
    hit(Qt.Key.Key_F2, SHIFT)
    assert window.conflict.rows[Deed.REPORT].who.text() == "通讯录没有应急处理小组"
    hit(Qt.Key.Key_5)
    (report,) = desk.store.reports.of(incident(desk).id)
    assert report.to == "应急处理小组"


def test_a_refusal_is_said_and_nothing_is_lost(
    window: MainWindow, desk: Desk, screen: ConflictScreen
) -> None:
    desk.store.incidents.void(incident(desk).id, "误登记", desk.stamp())
    hit(Qt.Key.Key_1)
    assert "已作废" in screen.error.text()
    desk.changed(Topic.INCIDENTS)
    assert not screen.rows[Deed.SEPARATE].press.isEnabled()


def test_the_five_deeds_are_in_sight_on_a_small_screen(
    window: MainWindow, screen: ConflictScreen
) -> None:
    window.resize(1280, 720)
    QApplication.processEvents()
    for line in screen.rows.values():
        bottom = line.mapTo(screen, line.rect().bottomRight())
        assert screen.rect().contains(bottom)
    assert screen._scroll.verticalScrollBar().maximum() == 0


def test_a_sheet_half_filled_in_gives_way_and_keeps_its_words(
    window: MainWindow, desk: Desk
) -> None:
    hit(Qt.Key.Key_F2)
    window.intake.place_edit.setText("5号窗口")
    hit(Qt.Key.Key_F2, SHIFT)
    assert window.conflict.isVisible()
    assert not window.intake.isVisible()
    hit(Qt.Key.Key_Escape)
    hit(Qt.Key.Key_F2)
    assert window.intake.place_edit.text() == "5号窗口"
