"""登记事件: F2, one digit, Enter; and everything that can go wrong while one is in a hurry."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hallduty.clock import FixedClock
from hallduty.domain.incidents import Incident, IncidentFilter, Status
from hallduty.errors import EnvironmentProblem
from hallduty.ui.desk import Desk
from hallduty.ui.intake import Intake
from hallduty.ui.main_window import MainWindow
from hallduty.ui.widgets import to_qt


@pytest.fixture
def window(desk: Desk, qtbot: QtBot) -> Iterator[MainWindow]:
    made = MainWindow(desk)
    qtbot.addWidget(made)
    made.resize(1280, 720)
    # The workspace has its own tests; here only the registration counts.
    desk.events.incident_requested.disconnect(made.show_incident)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.close()


@pytest.fixture
def sheet(window: MainWindow, qtbot: QtBot) -> Intake:
    qtbot.keyClick(window, Qt.Key.Key_F2)
    assert window.intake.isVisible()
    return window.intake


def _press(qtbot: QtBot, *keys: Qt.Key) -> None:
    for key in keys:
        qtbot.keyClick(QApplication.focusWidget(), key)


def _all(desk: Desk) -> list[Incident]:
    return desk.store.incidents.fetch(desk.store.incidents.ids(IncidentFilter()))


def test_f2_digit_enter_registers_at_the_second_it_was_opened(
    window: MainWindow, desk: Desk, clock: FixedClock, qtbot: QtBot
) -> None:
    clock.at = datetime(2026, 11, 13, 9, 42, 17)
    qtbot.keyClick(window, Qt.Key.Key_F2)
    clock.advance(seconds=40)
    with qtbot.waitSignal(desk.events.incident_requested) as opened:
        _press(qtbot, Qt.Key.Key_4, Qt.Key.Key_Return)
    (incident,) = _all(desk)
    assert opened.args == [incident.id]
    assert incident.number == "2026-001"
    assert incident.event_type == "application"
    assert incident.scenario == desk.plan.scenarios_of("application")[0].code
    assert incident.occurred_at == datetime(2026, 11, 13, 9, 42, 17)
    assert incident.level == "normal"
    assert not incident.late
    assert not window.intake.isVisible()
    assert len(desk.store.incidents.steps(incident.id)) >= 5
    assert window.status.message.whole().endswith("已登记 2026-001")


@pytest.mark.parametrize("digit", range(1, 8))
def test_every_type_has_its_digit(sheet: Intake, desk: Desk, qtbot: QtBot, digit: int) -> None:
    _press(qtbot, Qt.Key(Qt.Key.Key_0 + digit), Qt.Key.Key_Enter)
    (incident,) = _all(desk)
    assert desk.plan.event_type(incident.event_type).digit == digit


def test_scenario_by_alt_digit_and_by_click(sheet: Intake, desk: Desk, qtbot: QtBot) -> None:
    _press(qtbot, Qt.Key.Key_4)
    scenarios = desk.plan.scenarios_of("application")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert sheet.scenarios.chosen() == scenarios[1].code
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_9, Qt.KeyboardModifier.AltModifier)
    assert sheet.scenarios.chosen() == scenarios[1].code
    _press(qtbot, Qt.Key.Key_Return)
    assert _all(desk)[0].scenario == scenarios[1].code


def test_arrows_move_among_the_types(sheet: Intake, qtbot: QtBot) -> None:
    _press(qtbot, Qt.Key.Key_Right, Qt.Key.Key_Down)
    assert sheet.tiles["opinion"].isChecked()
    assert sheet.scenarios.chosen() == "opinion"
    _press(qtbot, Qt.Key.Key_Up, Qt.Key.Key_Left, Qt.Key.Key_Left)
    assert sheet.tiles["power"].isChecked()


def test_place_and_sentence_take_digits_as_text_and_enter_registers(
    sheet: Intake, desk: Desk, qtbot: QtBot
) -> None:
    _press(qtbot, Qt.Key.Key_4)
    sheet.place_edit.setFocus()
    qtbot.keyClicks(sheet.place_edit, "3-8")
    sheet.text_edit.setFocus()
    qtbot.keyClicks(sheet.text_edit, "0 down")
    qtbot.keyClick(sheet.text_edit, Qt.Key.Key_Return)
    (incident,) = _all(desk)
    assert (incident.place, incident.description) == ("3-8", "0 down")
    assert incident.event_type == "application"
    assert not incident.late
    assert desk.store.drafts.all() == []


def test_tab_stays_on_the_sheet_and_reaches_everything(
    sheet: Intake, window: MainWindow, qtbot: QtBot
) -> None:
    _press(qtbot, Qt.Key.Key_4)
    reached = []
    for _ in range(20):
        reached.append(QApplication.focusWidget())
        _press(qtbot, Qt.Key.Key_Tab)
    assert all(sheet.isAncestorOf(widget) for widget in reached)
    for widget in (sheet.place_edit, sheet.text_edit, sheet.drill_box, sheet.submit):
        assert widget in reached


def test_a_drill_is_marked(sheet: Intake, desk: Desk, qtbot: QtBot) -> None:
    _press(qtbot, Qt.Key.Key_1)
    sheet.drill_box.setFocus()
    _press(qtbot, Qt.Key.Key_Space, Qt.Key.Key_Return)
    assert _all(desk)[0].drill


def test_late_entry_takes_the_true_times_and_says_so(
    sheet: Intake, desk: Desk, qtbot: QtBot
) -> None:
    _press(qtbot, Qt.Key.Key_2, Qt.Key.Key_0)
    assert sheet.times.isVisible()
    yesterday = datetime(2026, 11, 12, 15, 20)
    sheet.times.occurred.setDateTime(to_qt(yesterday))
    sheet.times.recovered_box.setChecked(True)
    sheet.times.recovered.setDateTime(to_qt(yesterday + timedelta(minutes=35)))
    qtbot.mouseClick(sheet.submit, Qt.MouseButton.LeftButton)
    (incident,) = _all(desk)
    assert incident.late
    assert incident.occurred_at == incident.reported_at == yesterday
    assert incident.recovered_at == yesterday + timedelta(minutes=35)
    assert incident.status is Status.RECOVERED
    assert incident.registered_at == desk.clock.now()


def test_a_later_time_set_by_hand_follows_no_more(sheet: Intake, qtbot: QtBot) -> None:
    _press(qtbot, Qt.Key.Key_0)
    times = sheet.times
    times.occurred.setDateTime(to_qt(datetime(2026, 11, 12, 15, 0)))
    assert times.reported_at() == datetime(2026, 11, 12, 15, 0)
    times.reported.setDateTime(to_qt(datetime(2026, 11, 12, 15, 9)))
    times.occurred.setDateTime(to_qt(datetime(2026, 11, 12, 14, 0)))
    assert times.reported_at() == datetime(2026, 11, 12, 15, 9)


@pytest.mark.parametrize(
    ("occurred", "reported", "recovered", "field", "said"),
    [
        ("2027-01-01 00:00", None, None, "occurred_at", "晚于现在"),
        ("2000-05-01 09:00", None, None, "occurred_at", "早于 2015 年"),
        ("2026-11-12 10:00", "2026-11-12 09:00", None, "reported_at", "早于发生时间"),
        ("2026-11-12 10:00", None, "2026-11-12 09:00", "recovered_at", "早于发生时间"),
    ],
)
def test_wrong_times_are_said_beside_their_field_and_nothing_is_written(
    sheet: Intake,
    desk: Desk,
    qtbot: QtBot,
    occurred: str,
    reported: str | None,
    recovered: str | None,
    field: str,
    said: str,
) -> None:
    _press(qtbot, Qt.Key.Key_0)
    times = sheet.times
    times.occurred.setDateTime(to_qt(datetime.fromisoformat(occurred)))
    if reported:
        times.reported.setDateTime(to_qt(datetime.fromisoformat(reported)))
    if recovered:
        times.recovered_box.setChecked(True)
        times.recovered.setDateTime(to_qt(datetime.fromisoformat(recovered)))
    sheet.place_edit.setText("二楼")
    sheet.register()
    assert said in sheet._errors[field].text()
    assert sheet._errors[field].isVisible()
    assert sheet.place_edit.text() == "二楼"
    assert sheet.isVisible()
    assert _all(desk) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("字" * 100_000, "最多 20000 字，现有 100000 字"),
        ("窗口\u202e反", "不可见（U+202E）"),
        ("窗口\x07响", "不可见（U+0007）"),
    ],
)
def test_unusable_text_is_refused_beside_the_field_and_kept(
    sheet: Intake, desk: Desk, qtbot: QtBot, text: str, said: str
) -> None:
    sheet.text_edit.setText(text)
    sheet.register()
    assert said in sheet._errors["text"].text()
    assert sheet.text_edit.property("invalid") is True
    assert sheet.text_edit.text() == text
    assert sheet.text_edit.hasFocus()
    assert _all(desk) == []


@pytest.mark.parametrize("text", ['"*%=cmd|', "😀 窗口", "𬭎𰻝", "=1+1", "<b>粗</b>"])
def test_odd_but_usable_text_is_kept_as_typed(
    sheet: Intake, desk: Desk, qtbot: QtBot, text: str
) -> None:
    sheet.text_edit.setText(text)
    sheet.place_edit.setText(text)
    sheet.register()
    (incident,) = _all(desk)
    assert (incident.place, incident.description) == (text, text)


def test_esc_keeps_what_was_typed_for_the_next_f2(
    sheet: Intake, window: MainWindow, desk: Desk, clock: FixedClock, qtbot: QtBot
) -> None:
    sheet.place_edit.setFocus()
    qtbot.keyClicks(sheet.place_edit, "3F east")
    _press(qtbot, Qt.Key.Key_Escape)
    assert not sheet.isVisible()
    assert desk.store.drafts.get("intake:place") is not None
    assert "草稿" in window.status.message.whole()
    clock.advance(minutes=5)
    qtbot.keyClick(window, Qt.Key.Key_F2)
    assert sheet.place_edit.text() == "3F east"
    assert sheet.note.isVisible()
    _press(qtbot, Qt.Key.Key_Return)
    (incident,) = _all(desk)
    assert incident.occurred_at == datetime(2026, 11, 13, 9, 47)
    assert desk.store.drafts.all() == []


def test_typed_text_is_a_draft_within_two_seconds(sheet: Intake, desk: Desk, qtbot: QtBot) -> None:
    sheet.text_edit.setFocus()
    qtbot.keyClicks(sheet.text_edit, "half a sent")
    qtbot.waitUntil(lambda: desk.store.drafts.get("intake:text") is not None, timeout=2000)


def test_a_click_beside_the_sheet_goes_back_and_loses_nothing(
    sheet: Intake, desk: Desk, qtbot: QtBot
) -> None:
    sheet.text_edit.setText("没写完")
    qtbot.mouseClick(sheet, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert not sheet.isVisible()
    draft = desk.store.drafts.get("intake:text")
    assert draft is not None
    assert draft.text == "没写完"


def test_a_second_f2_does_not_start_over(
    sheet: Intake, window: MainWindow, clock: FixedClock, desk: Desk, qtbot: QtBot
) -> None:
    sheet.place_edit.setText("大厅")
    clock.advance(minutes=1)
    qtbot.keyClick(window, Qt.Key.Key_F2)
    assert sheet.place_edit.text() == "大厅"
    sheet.register()
    assert _all(desk)[0].occurred_at == datetime(2026, 11, 13, 9, 42)


def test_a_failing_disk_is_said_and_the_retry_registers_once(
    sheet: Intake, desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = desk.store.incidents.register

    def commits_but_does_not_answer(*arguments: object) -> Incident:
        real(*arguments)  # type: ignore[arg-type]
        raise EnvironmentProblem("数据库正忙，请稍后重试")

    sheet.place_edit.setText("大厅")
    with monkeypatch.context() as broken:
        broken.setattr(
            type(desk.store.incidents), "register", lambda _, *a: commits_but_does_not_answer(*a)
        )
        assert sheet.register() is None
    assert "数据库正忙" in sheet.error.text()
    assert sheet.place_edit.text() == "大厅"
    assert sheet.register() is not None
    assert [incident.number for incident in _all(desk)] == ["2026-001"]


def test_page_keys_do_not_act_behind_the_sheet(
    sheet: Intake, window: MainWindow, qtbot: QtBot
) -> None:
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert window.current == "today"


@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("size", [(900, 560), (600, 420), (1280, 720)])
def test_the_sheet_fits_or_scrolls(
    sheet: Intake, window: MainWindow, qtbot: QtBot, size: tuple[int, int], late: bool
) -> None:
    window.setMinimumSize(0, 0)
    window.resize(*size)
    sheet.set_late(late)
    for _ in range(3):
        QApplication.processEvents()
    panel = sheet._scroll.geometry()
    assert sheet.panel.width() <= sheet._scroll.viewport().width()
    assert window.rect().contains(panel)
    assert sheet.panel.height() <= panel.height() or sheet._scroll.verticalScrollBar().maximum() > 0
