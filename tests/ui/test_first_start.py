"""首次设置: by keys from end to end, left and resumed at any step, and never in the way of F2."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hallduty.ui.desk import Desk
from hallduty.ui.first_start import progress
from hallduty.ui.first_start.group_step import GroupStep
from hallduty.ui.first_start.hall_step import HallStep
from hallduty.ui.first_start.other_steps import BackupStep, ContactsStep, LastStep
from hallduty.ui.first_start.wizard import FirstStart
from hallduty.ui.main_window import MainWindow
from hallduty.ui.outside import Outside
from hallduty.ui.today.first_steps import FirstSteps, steps
from tests.ui.conftest import FakeAsker, FakeOutside
from tests.ui.pages_kit import AWKWARD, add_hall, add_incident, type_in

ENTER, ESC, F2, SPACE = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_F2, Qt.Key.Key_Space


@pytest.fixture
def window(desk: Desk, qtbot: QtBot) -> Iterator[MainWindow]:
    made = MainWindow(desk)
    qtbot.addWidget(made)
    made.resize(1280, 720)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.leave()


@pytest.fixture
def wizard(window: MainWindow, desk: Desk) -> FirstStart:
    desk.events.first_start_requested.emit()
    return window.first_start


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, key, modifier)


def typed(text: str) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    type_in(focused, text)


def hall_step(wizard: FirstStart) -> HallStep:
    step = wizard.steps[0]
    assert isinstance(step, HallStep)
    return step


def group_step(wizard: FirstStart) -> GroupStep:
    step = wizard.steps[1]
    assert isinstance(step, GroupStep)
    return step


def test_the_whole_of_it_by_keys(
    wizard: FirstStart, desk: Desk, tmp_path: Path, outside: FakeOutside
) -> None:
    # 1: the bureau is known from the plan, the hall's name has the keys.
    typed("衢江区税务局办税服务厅")
    press(Qt.Key.Key_Tab)
    typed("12")
    press(ENTER)
    (hall,) = desk.store.roster.halls()
    assert hall.name == "衢江区税务局办税服务厅"
    assert len(desk.store.roster.windows(hall.id)) == 12
    # 2: each number in turn.
    seats = desk.store.contacts.group()
    for number in range(len(seats)):
        typed(f"1380000000{number}")
        press(Qt.Key.Key_Tab)
        press(Qt.Key.Key_Tab)
    press(ENTER)
    phones = [seat.person.mobile for seat in desk.store.contacts.group()]
    assert phones == [f"1380000000{number}" for number in range(len(seats))]
    # 3: nothing to import.
    press(ENTER)
    # 4: a folder of one's own.
    typed(str(tmp_path))
    press(ENTER)
    assert desk.store.settings.load().backup_folder == str(tmp_path)
    # 5: start at login, and done.
    press(SPACE)
    assert outside.autostart.is_on(desk.store.folder)
    press(ENTER)
    assert not wizard.isVisible()
    assert progress.is_done(desk)
    assert not progress.wanted(desk)
    assert desk.store.drafts.all() == []
    assert desk.store.audit.verify().ok


def test_escape_leaves_and_the_guide_leads_back_with_everything_typed(
    wizard: FirstStart, window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    typed("办税服务厅")
    press(ENTER)
    typed("138")
    press(ESC)
    assert not wizard.isVisible()
    assert not progress.wanted(desk), "nobody is asked twice"
    guide = window.findChild(FirstSteps)
    assert guide is not None
    guide.show_steps(steps(desk))
    assert guide.wizard.text() == "继续首次设置"
    qtbot.mouseClick(guide.wizard, Qt.MouseButton.LeftButton)
    assert wizard.isVisible()
    assert wizard.number == 1
    assert group_step(wizard).rows[0].mobile.text() == "138"


def test_a_new_program_resumes_where_a_cut_ended_it(
    wizard: FirstStart, desk: Desk, qtbot: QtBot
) -> None:
    typed("办税服务厅")
    press(ENTER)
    press(ENTER)
    assert wizard.number == 2
    assert progress.wanted(desk)
    again = MainWindow(desk)
    qtbot.addWidget(again)
    again.show()
    again.first_start.begin()
    assert again.first_start.number == 2
    again.leave()


def test_what_is_refused_is_said_beside_the_field_and_kept(wizard: FirstStart, desk: Desk) -> None:
    step = hall_step(wizard)
    step.bureau.setFocus()
    step.bureau.clear()
    press(ENTER)
    assert wizard.number == 0
    assert step.errors["bureau"].text() == "请填写单位名称"
    assert step.bureau.hasFocus()
    typed("某某税务局")
    step.hall.setFocus()
    typed("𬭎𰻝" * 100)
    press(ENTER)
    assert step.errors["hall"].isVisible()
    step.hall.clear()
    step.count.setValue(3)
    press(ENTER)
    assert "名称" in step.errors["hall"].text(), "windows need a hall"
    typed("𬭎𰻝办税服务厅")
    press(ENTER)
    assert wizard.number == 1
    typed("12")
    press(ENTER)
    assert wizard.number == 1
    line = group_step(wizard).rows[0]
    assert line.errors["mobile"].isVisible()
    assert line.mobile.hasFocus()


@pytest.mark.parametrize("text", AWKWARD)
def test_awkward_text_never_breaks_it(wizard: FirstStart, text: str) -> None:
    typed(text)
    press(ENTER)
    step = hall_step(wizard)
    assert step.errors["hall"].isVisible() or wizard.number == 1


def test_a_group_member_who_has_changed_takes_the_seat(wizard: FirstStart, desk: Desk) -> None:
    press(ENTER)
    seat, second = desk.store.contacts.group()[:2]
    line = group_step(wizard).rows[0]
    line.name.setFocus()
    line.name.clear()
    typed("司马某某")
    line.mobile.setFocus()
    typed("13912345678")
    press(ENTER)
    assert wizard.number == 2
    now = desk.store.contacts.group()[0]
    assert (now.person.name, now.person.mobile, now.id) == ("司马某某", "13912345678", seat.id)
    assert now.person.post == seat.person.post
    before = desk.store.contacts.person(seat.person.id)
    assert before is not None
    assert before.name == seat.person.name
    press(ENTER, Qt.KeyboardModifier.ShiftModifier)
    assert wizard.number == 1
    line = group_step(wizard).rows[0]
    line.name.setFocus()
    line.name.clear()
    typed(second.person.name)
    press(ENTER)
    assert wizard.number == 1
    assert "已在小组中任职" in line.errors["name"].text()


def test_f2_comes_first(wizard: FirstStart, window: MainWindow, desk: Desk) -> None:
    typed("写到一半")
    press(F2)
    assert window.intake.isVisible()
    assert not wizard.isVisible()
    press(ESC)
    desk.events.first_start_requested.emit()
    assert hall_step(wizard).hall.text() == "写到一半"


def test_a_hall_that_is_there_is_shown_and_not_entered_twice(
    window: MainWindow, desk: Desk
) -> None:
    add_hall(desk, "一楼", 5)
    assert not progress.wanted(desk)
    desk.events.first_start_requested.emit()
    wizard = window.first_start
    step = hall_step(wizard)
    assert (step.hall.text(), step.count.value()) == ("一楼", 5)
    wizard.go_on()
    assert len(desk.store.roster.halls()) == 1


def test_contacts_are_imported_after_a_check(
    wizard: FirstStart, desk: Desk, ask: FakeAsker, tmp_path: Path
) -> None:
    press(ENTER)
    press(ENTER)
    step = wizard.steps[2]
    assert isinstance(step, ContactsStep)
    assert step.choose.hasFocus()
    file = tmp_path / "通讯录.csv"
    file.write_text("姓名,手机\n欧阳某某,13912345678\n", encoding="utf-8-sig")
    before = len(desk.store.contacts.people())
    ask.will_answer([file], "all")
    press(SPACE)
    assert len(desk.store.contacts.people()) == before + 1
    assert f"现有 {before + 1} 人" in step.count.text()


def test_the_backup_folder_is_checked_and_can_be_chosen(
    wizard: FirstStart, desk: Desk, ask: FakeAsker, tmp_path: Path, qtbot: QtBot
) -> None:
    for _ in range(3):
        press(ENTER)
    step = wizard.steps[3]
    assert isinstance(step, BackupStep)
    typed("备份")
    press(ENTER)
    assert "完整路径" in step.errors["backup_folder"].text()
    ask.will_answer(tmp_path)
    qtbot.mouseClick(step.choose, Qt.MouseButton.LeftButton)
    step.when.setCurrentIndex(1)
    press(ENTER)
    kept = desk.store.settings.load()
    assert (kept.backup_folder, kept.backup_when) == (str(tmp_path), "daily")


def last_step(wizard: FirstStart) -> LastStep:
    for _ in range(4):
        press(ENTER)
    step = wizard.steps[4]
    assert isinstance(step, LastStep)
    return step


def test_demo_data_lies_in_a_folder_of_its_own(
    wizard: FirstStart, desk: Desk, outside: FakeOutside, qtbot: QtBot
) -> None:
    step = last_step(wizard)
    qtbot.mouseClick(step.demo, Qt.MouseButton.LeftButton)
    (filled,), (opened,) = outside.ran, outside.started
    demo = str(desk.store.folder) + "-演示"
    assert filled[filled.index("--data") + 1] == opened[opened.index("--data") + 1] == demo
    assert "demo" in filled
    assert "已打开" in step.said.text()
    assert desk.store.incidents.count() == 0
    outside.runs = False
    qtbot.mouseClick(step.demo, Qt.MouseButton.LeftButton)
    assert "没有生成" in step.said.text()
    assert step.demo.isEnabled()


def test_a_process_tells_once_how_it_ended(qtbot: QtBot, qapp: QApplication) -> None:
    import sys

    told: list[bool] = []
    parent = QObject()
    outside = Outside()
    outside.run([sys.executable, "-c", "pass"], parent, told.append)
    qtbot.waitUntil(lambda: told == [True], timeout=20_000)
    outside.run([sys.executable, "-c", "raise SystemExit(1)"], parent, told.append)
    qtbot.waitUntil(lambda: told == [True, False], timeout=20_000)
    outside.run(["/nowhere/none"], parent, told.append)
    qtbot.waitUntil(lambda: told == [True, False, False], timeout=20_000)
    assert not outside.start(["/nowhere/none"])


def test_the_buttons_stay_where_they_are_from_step_to_step(
    wizard: FirstStart, window: MainWindow, qtbot: QtBot
) -> None:
    places = []
    for _ in range(4):
        qtbot.wait(1)
        places.append(wizard.on.mapTo(window, wizard.on.rect().bottomRight()))
        qtbot.mouseClick(wizard.on, Qt.MouseButton.LeftButton)
    assert wizard.number == 4
    assert len(set(places)) == 1


def test_whoever_has_a_new_pc_restores_instead_of_typing(
    wizard: FirstStart, desk: Desk, ask: FakeAsker, tmp_path: Path, qtbot: QtBot
) -> None:
    step = hall_step(wizard)
    wanted: list[Path] = []
    desk.events.restore_requested.connect(wanted.append)
    false = tmp_path / "假的.db"
    false.write_bytes(b"not a backup")
    ask.will_answer([false])
    qtbot.mouseClick(step.restore, Qt.MouseButton.LeftButton)
    assert "不是值班长的备份" in step.errors["restore"].text()
    assert step.restore.isEnabled()
    desk.store.backups.make(str(tmp_path), desk.clock.now(), 0)
    (file,) = desk.store.backups.made(str(tmp_path))
    ask.will_answer([file], True)
    step.restore.setFocus()
    press(SPACE)
    assert step.errors["restore"].text() == ""
    assert wanted == [file]


def test_with_incidents_there_is_nothing_to_restore_over(wizard: FirstStart, desk: Desk) -> None:
    add_incident(desk, "2026-11-13 09:00")
    wizard.go_back()
    wizard.begin()
    assert not hall_step(wizard).restore.isVisible()


def test_a_backup_folder_that_is_copied_elsewhere_is_taken_and_said(
    wizard: FirstStart, desk: Desk, tmp_path: Path
) -> None:
    for _ in range(3):
        press(ENTER)
    step = wizard.steps[3]
    assert isinstance(step, BackupStep)
    assert not step.elsewhere.isVisible()
    folder = tmp_path / "OneDrive - 某某税务局" / "备份"
    typed(str(folder))
    assert step.elsewhere.isVisible()
    assert "由 OneDrive 同步" in step.elsewhere.text()
    press(ENTER)
    assert wizard.number == 4, "it is said, not forbidden"
    assert desk.store.settings.load().backup_folder == str(folder)
    press(ENTER, Qt.KeyboardModifier.ShiftModifier)
    step.folder.setText(str(tmp_path))
    assert not step.elsewhere.isVisible()


@pytest.mark.parametrize("text", [*AWKWARD, "/" * 100_000, "字" * 5000, "\\\\", "~", " "])
def test_awkward_backup_folders_are_a_sentence(wizard: FirstStart, text: str) -> None:
    for _ in range(3):
        press(ENTER)
    step = wizard.steps[3]
    assert isinstance(step, BackupStep)
    step.folder.setText(text)
    press(ENTER)
    assert step.errors["backup_folder"].isVisible() or wizard.number == 4
