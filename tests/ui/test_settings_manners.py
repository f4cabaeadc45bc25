"""设置: backup, start at login, tray and diagnostics, by real keys and clicks."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from hallduty.ui.desk import Desk
from hallduty.ui.settings.page import SettingsPage
from tests.ui.conftest import FakeAsker, FakeAutostart, FakeOutside
from tests.ui.pages_kit import add_incident, add_person, type_in
from tests.ui.test_settings_page import error, opened

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> SettingsPage:
    return opened(desk, qtbot)


def test_where_when_and_how_many(page: SettingsPage, desk: Desk, qtbot: QtBot) -> None:
    section = page.backup
    assert section.state.text() == "还没有备份过"
    daily = next(b for b in section.findChildren(QPushButton) if b.text() == "每天一次")
    qtbot.mouseClick(daily, LEFT)
    section.folder.setFocus()
    type_in(section.folder, "备份")
    qtbot.keyClick(section.folder, Qt.Key.Key_Tab)
    assert "完整路径" in error(section, "backup_folder")
    section.folder.setFocus()
    section.folder.clear()
    type_in(section.folder, str(desk.store.folder / "别处"))
    qtbot.keyClick(section.folder, Qt.Key.Key_Return)
    assert error(section, "backup_folder") == ""
    section.keep.setFocus()
    section.keep.selectAll()
    qtbot.keyClicks(section.keep, "7")
    qtbot.keyClick(section.keep, Qt.Key.Key_Tab)
    kept = desk.store.settings.load()
    assert (kept.backup_when, kept.backup_keep) == ("daily", 7)
    assert kept.backup_folder == str(desk.store.folder / "别处")


def test_a_backup_now_and_what_became_of_it(
    page: SettingsPage, desk: Desk, ask: FakeAsker, qtbot: QtBot, tmp_path: Path
) -> None:
    section = page.backup
    ask.will_answer(tmp_path / "U盘")
    qtbot.mouseClick(section.choose, LEFT)
    assert desk.settings.backup_folder == str(tmp_path / "U盘")
    qtbot.mouseClick(section.now, LEFT)
    assert "打不开，没有备份" in section.state.text()
    (tmp_path / "U盘").mkdir()
    qtbot.mouseClick(section.now, LEFT)
    assert section.state.text() == "上次备份 2026-11-13 09:42"
    assert len(list((tmp_path / "U盘").glob("*.db"))) == 1
    qtbot.mouseClick(section.open_button, LEFT)
    assert desk.outside.opened == [tmp_path / "U盘"]  # type: ignore[attr-defined]


def test_start_at_login_is_asked_of_the_pc(
    page: SettingsPage, outside: FakeOutside, qtbot: QtBot
) -> None:
    section = page.manners
    login = outside.autostart
    assert isinstance(login, FakeAutostart)
    section.autostart.setFocus()
    qtbot.keyClick(section.autostart, Qt.Key.Key_Space)
    assert login.on
    login.on = False
    section.refresh()
    assert not section.autostart.isChecked()
    login.refuses = "系统不让写入"
    qtbot.keyClick(section.autostart, Qt.Key.Key_Space)
    assert error(section, "autostart") == "系统不让写入"
    assert not section.autostart.isChecked()


def test_closing_to_the_tray_needs_the_tray(page: SettingsPage, desk: Desk, qtbot: QtBot) -> None:
    section = page.manners
    assert not desk.settings.close_to_tray
    section.close_to_tray.setFocus()
    qtbot.keyClick(section.close_to_tray, Qt.Key.Key_Space)
    assert desk.store.settings.load().close_to_tray
    section.tray.setFocus()
    qtbot.keyClick(section.tray, Qt.Key.Key_Space)
    assert not desk.store.settings.load().tray
    assert not section.close_to_tray.isEnabled()


def test_diagnostics_go_where_the_user_says(
    page: SettingsPage, desk: Desk, ask: FakeAsker, qtbot: QtBot, tmp_path: Path
) -> None:
    add_incident(desk, "2026-11-13 09:00", place="秘密地点")
    add_person(desk, "欧阳某某", mobile="13912345678")
    ask.will_answer(tmp_path / "诊断.zip")
    qtbot.mouseClick(page.data.diagnose_button, LEFT)
    assert error(page.data, "diagnostics") == ""
    with zipfile.ZipFile(tmp_path / "诊断.zip") as archive:
        whole = "".join(archive.read(name).decode() for name in archive.namelist())
    assert '"incidents": 1' in whole
    for secret in ("秘密", "欧阳", "13912345678", desk.settings.bureau, "余昊"):
        assert secret not in whole
    ask.will_answer(tmp_path / "没有" / "诊断.zip")
    qtbot.mouseClick(page.data.diagnose_button, LEFT)
    assert "文件夹不存在" in error(page.data, "diagnostics")
    assert page.data.diagnose_button.isEnabled()


def test_the_backup_can_be_gone_to(page: SettingsPage, qtbot: QtBot) -> None:
    page.show_record("backup")
    QApplication.processEvents()
    assert page.backup.now.hasFocus()
    assert not page.backup.now.visibleRegion().isEmpty()


def test_a_restore_is_looked_at_and_asked_for_first(
    page: SettingsPage, desk: Desk, ask: FakeAsker, qtbot: QtBot, tmp_path: Path
) -> None:
    add_incident(desk, "2026-11-13 09:00")
    qtbot.mouseClick(page.backup.now, LEFT)
    (file,) = desk.store.backups.made("")
    add_incident(desk, "2026-11-13 09:10")
    wanted: list[Path] = []
    desk.events.restore_requested.connect(wanted.append)
    ask.will_answer([file], False)
    qtbot.mouseClick(page.backup.restore_button, LEFT)
    assert "事件 1 件；现在有 2 件" in ask.asked[-1][1]
    assert wanted == []
    ask.will_answer([file], True)
    qtbot.mouseClick(page.backup.restore_button, LEFT)
    assert wanted == [file]


@pytest.mark.parametrize("content", [b"", b"not a backup", b"SQLite format 3\x00" + b"\x00" * 500])
def test_what_is_no_backup_is_said_beside_the_field(
    page: SettingsPage, ask: FakeAsker, qtbot: QtBot, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "假的.db"
    file.write_bytes(content)
    ask.will_answer([file])
    qtbot.mouseClick(page.backup.restore_button, LEFT)
    assert "不是值班长的备份" in error(page.backup, "backup_folder")
    assert page.backup.restore_button.isEnabled()


def test_the_database_in_use_is_no_backup(
    page: SettingsPage, desk: Desk, ask: FakeAsker, qtbot: QtBot
) -> None:
    ask.will_answer([desk.store.folder / "hallduty.db"])
    qtbot.mouseClick(page.backup.restore_button, LEFT)
    assert "不是备份文件" in error(page.backup, "backup_folder")


def test_a_backup_folder_that_is_copied_elsewhere_is_said_beside_the_field(
    page: SettingsPage, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    section = page.backup
    assert not section.elsewhere.isVisibleTo(section)
    section.folder.setFocus()
    type_in(section.folder, str(tmp_path / "我的坚果云" / "备份"))
    assert "由 坚果云 同步" in section.elsewhere.text()
    assert "移动硬盘" in section.elsewhere.text()
    qtbot.keyClick(section.folder, Qt.Key.Key_Return)
    assert error(section, "backup_folder") == ""
    assert desk.settings.backup_folder == str(tmp_path / "我的坚果云" / "备份")
    again = SettingsPage(desk)
    qtbot.addWidget(again)
    assert again.backup.elsewhere.isVisibleTo(again.backup)
    section.folder.clear()
    qtbot.keyClick(section.folder, Qt.Key.Key_Return)
    assert not section.elsewhere.isVisibleTo(section)
