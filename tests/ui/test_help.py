"""帮助: by F1 from everywhere and from the rail, back by Esc; diagnostics, folders, about."""

from __future__ import annotations

import re
import tomllib
import zipfile
from collections.abc import Iterator
from importlib.metadata import distribution, metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPlainTextEdit
from pytestqt.qtbot import QtBot

from hallduty import __version__
from hallduty.ui import keys, pages
from hallduty.ui.desk import Desk
from hallduty.ui.help.about_view import FONTS, LIBRARIES, AboutView
from hallduty.ui.help.cut_view import CutView
from hallduty.ui.help.dialog import HelpDialog
from hallduty.ui.help.keys_view import KeysView
from hallduty.ui.help.page import HelpPage
from hallduty.ui.help.trouble_view import TroubleView
from hallduty.ui.main_window import MainWindow
from hallduty.ui.reason_dialog import ReasonDialog
from hallduty.ui.settings.page import SettingsPage
from hallduty.ui.settings.section import Section
from tests.ui.conftest import FakeAsker, FakeOutside
from tests.ui.pages_kit import add_hall, add_incident, type_in
from tests.ui.workspace_kit import hit

LEFT = Qt.MouseButton.LeftButton
F1, F2, ESC = Qt.Key.Key_F1, Qt.Key.Key_F2, Qt.Key.Key_Escape
ALT, SHIFT = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier


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


def page(window: MainWindow) -> HelpPage:
    made = window.page("help")
    assert isinstance(made, HelpPage)
    return made


def in_front() -> HelpDialog | None:
    found = (each for each in QApplication.topLevelWidgets() if isinstance(each, HelpDialog))
    return next((each for each in found if each.isVisible()), None)


def words(of: object) -> list[str]:
    assert isinstance(of, KeysView)
    return [each.text() for each in of.findChildren(QLabel)]


@pytest.mark.parametrize("before", [page.key for page in (*pages.RAIL, pages.PAPER, pages.HALL)])
def test_f1_shows_it_from_every_page_and_esc_leads_back(window: MainWindow, before: str) -> None:
    window.show_page(before)
    hit(F1)
    assert window.current == "help"
    assert window.rail.button("help").isChecked()
    hit(ESC)
    assert window.current == before


def test_from_an_incident_and_back_with_what_is_half_typed(window: MainWindow, desk: Desk) -> None:
    incident = add_incident(desk, "2026-11-13 09:00")
    window.show_incident(incident.id)
    focused = QApplication.focusWidget()
    assert focused is not None
    type_in(focused, "信息中心回")
    hit(F1)
    assert window.current == "help"
    assert "事件内" in words(page(window).tab("keys"))
    hit(ESC)
    assert window.incident_id == incident.id
    shown = window.page("workspace")
    assert shown is not None
    assert shown.timeline.line.edit.toPlainText() == "信息中心回"  # type: ignore[attr-defined]
    hit(ESC)
    assert window.current == "today"


def test_it_stands_at_the_foot_of_the_rail_beside_the_settings(
    window: MainWindow, qtbot: QtBot
) -> None:
    settings, entry = window.rail.button("settings"), window.rail.button("help")
    assert entry.y() == settings.geometry().bottom() + 1
    assert window.height() - entry.geometry().bottom() < 20
    assert settings.y() - window.rail.button("plan").geometry().bottom() > 50
    assert entry.toolTip() == "帮助（F1）"
    qtbot.mouseClick(entry, LEFT)
    assert window.current == "help"


def test_over_a_sheet_it_opens_in_front_and_touches_nothing(window: MainWindow) -> None:
    hit(F2)
    hit(Qt.Key.Key_4)
    window.intake.place_edit.setFocus()
    type_in(window.intake.place_edit, "二楼")
    hit(F1)
    shown = in_front()
    assert shown is not None
    assert window.current == "today"
    assert window.intake.isVisible()
    QTest.keyClick(shown, ESC)
    assert in_front() is None
    assert window.intake.isVisible()
    assert window.intake.place_edit.text() == "二楼"


def test_over_the_conflict_it_opens_in_front(window: MainWindow) -> None:
    hit(F2, SHIFT)
    hit(F1)
    shown = in_front()
    assert shown is not None
    assert window.conflict.isVisible()
    shown.close()


def test_over_a_dialog_it_opens_in_front_once(window: MainWindow, qtbot: QtBot) -> None:
    dialog = ReasonDialog(window, "作废", "原因", "")
    dialog.open()
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog.edit.setFocus()
    type_in(dialog.edit, "重复登记")
    QTest.keyClick(dialog.edit, F1)
    shown = in_front()
    assert shown is not None
    assert shown.parent() is dialog
    QTest.keyClick(shown, F1)
    assert shown.findChildren(QDialog) == []
    QTest.keyClick(shown, ESC)
    assert dialog.isVisible()
    assert dialog.text() == "重复登记"
    dialog.reject()


def test_every_key_is_shown_with_what_it_does(window: MainWindow) -> None:
    hit(F1)
    shown = words(page(window).tab("keys"))
    for group in keys.GROUPS:
        assert group.title in shown
        for key in group.keys:
            assert key.shown() in shown
            assert key.does in shown


def test_the_keys_of_where_one_was_come_into_sight(window: MainWindow, qtbot: QtBot) -> None:
    window.show_page("roster")
    hit(F1)
    view = page(window).tab("keys")
    assert isinstance(view, KeysView)
    title = next(each for each in view.findChildren(QLabel) if each.text() == "值班")
    qtbot.waitUntil(lambda: view.verticalScrollBar().value() > 0)
    assert title.visibleRegion().boundingRect().height() == title.height()


def test_tabs_by_key_and_scrolling_by_key(window: MainWindow) -> None:
    hit(F1)
    for number, tab in enumerate(HelpPage.all_tabs):
        hit(Qt.Key(Qt.Key.Key_1 + number), ALT)
        assert page(window).tabs.currentIndex() == number
        assert page(window).tab(tab.key).isVisible()
    hit(Qt.Key.Key_1, ALT)
    view = page(window).tab("keys")
    assert view.hasFocus()
    hit(Qt.Key.Key_PageDown)
    assert view.verticalScrollBar().value() > 0  # type: ignore[attr-defined]


def test_nothing_of_it_is_built_before_it_is_asked_for(window: MainWindow) -> None:
    assert window.page("help") is None


# --- power cuts ------------------------------------------------------------------------------


def test_the_advice_leads_to_what_it_speaks_of(
    window: MainWindow, desk: Desk, outside: FakeOutside, qtbot: QtBot
) -> None:
    window.show_page("help#cut")
    view = page(window).tab("cut")
    assert isinstance(view, CutView)
    qtbot.mouseClick(view.folder.button, LEFT)
    assert outside.opened == [desk.store.folder]
    assert view.folder.path.whole() == str(desk.store.folder)
    outside.opens = False
    qtbot.mouseClick(view.folder.button, LEFT)
    assert "按路径查找" in view.folder.error.text()
    qtbot.mouseClick(view.paper, LEFT)
    assert window.current == "paper"
    window.show_page("help#cut")
    qtbot.mouseClick(view.backup, LEFT)
    assert window.current == "settings"


def test_with_two_halls_the_pack_asks_which(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    add_hall(desk, "一楼")
    add_hall(desk, "二楼")
    window.show_page("help#cut")
    view = page(window).tab("cut")
    assert isinstance(view, CutView)
    qtbot.mouseClick(view.pack, LEFT)
    assert window.current == "paper"


def test_in_front_of_a_sheet_it_leads_nowhere(desk: Desk, qtbot: QtBot) -> None:
    view = CutView(desk, in_front=True)
    qtbot.addWidget(view)
    view.show()
    assert not any(each.isVisible() for each in (view.pack, view.paper, view.backup))
    assert view.folder.button.isVisible()


# --- trouble ---------------------------------------------------------------------------------


@pytest.fixture
def trouble(desk: Desk, qtbot: QtBot) -> TroubleView:
    made = TroubleView(desk)
    qtbot.addWidget(made)
    made.resize(1000, 560)
    made.show()
    return made


def test_the_cards_of_the_settings_that_are_named_are_there(
    trouble: TroubleView, desk: Desk, qtbot: QtBot
) -> None:
    settings = SettingsPage(desk)
    qtbot.addWidget(settings)
    titles = {section.title for section in settings.findChildren(Section)}
    said = "".join(words.text() for words in trouble.findChildren(QLabel))
    named = re.findall("“设置 · (.+?)”", said)
    assert named
    assert set(named) <= titles


def test_diagnostics_are_exported_from_here_too(
    trouble: TroubleView, desk: Desk, ask: FakeAsker, qtbot: QtBot, tmp_path: Path
) -> None:
    add_incident(desk, "2026-11-13 09:00", place="秘密地点")
    ask.will_answer(tmp_path / "诊断.zip")
    qtbot.mouseClick(trouble.diagnostics.button, LEFT)
    with zipfile.ZipFile(tmp_path / "诊断.zip") as archive:
        whole = "".join(archive.read(name).decode() for name in archive.namelist())
    assert '"incidents": 1' in whole
    assert "秘密" not in whole
    ask.will_answer(None)
    qtbot.mouseClick(trouble.diagnostics.button, LEFT)
    assert not trouble.diagnostics.error.isVisible()


@pytest.mark.parametrize("target", ["没有这个文件夹/诊断.zip", "挡路.txt/诊断.zip", "."])
def test_a_target_that_cannot_be_written_is_a_sentence(
    trouble: TroubleView, ask: FakeAsker, qtbot: QtBot, tmp_path: Path, target: str
) -> None:
    (tmp_path / "挡路.txt").write_text("", encoding="utf-8")
    before = sorted(tmp_path.iterdir())
    ask.will_answer(tmp_path / target)
    qtbot.mouseClick(trouble.diagnostics.button, LEFT)
    assert trouble.diagnostics.error.isVisible()
    assert "无法写入" in trouble.diagnostics.error.text()
    assert trouble.diagnostics.button.isEnabled()
    assert sorted(tmp_path.iterdir()) == before


def test_the_folder_of_the_log(
    trouble: TroubleView, desk: Desk, outside: FakeOutside, qtbot: QtBot
) -> None:
    qtbot.mouseClick(trouble.log.button, LEFT)
    assert "还没有这个文件夹" in trouble.log.error.text()
    logs = desk.store.folder / "logs"
    logs.mkdir()
    qtbot.mouseClick(trouble.log.button, LEFT)
    assert outside.opened == [logs]
    assert not trouble.log.error.isVisible()


# --- about -----------------------------------------------------------------------------------


@pytest.fixture
def about(desk: Desk, qtbot: QtBot) -> AboutView:
    made = AboutView(desk)
    qtbot.addWidget(made)
    made.resize(1000, 560)
    made.show()
    return made


def test_versions_and_places(about: AboutView, desk: Desk, qtbot: QtBot) -> None:
    said = [each.text() for each in about.findChildren(QLabel)]
    assert __version__ in said
    assert about.database.whole() == str(desk.store.folder / "hallduty.db")
    assert about.folder.path.whole() == str(desk.store.folder)
    qtbot.mouseClick(about.copy, LEFT)
    copied = QApplication.clipboard().text()
    assert f"值班长（HallDuty） {__version__}" in copied
    for part in ("Python 3.", "Qt 6.", "SQLite 3."):
        assert part in copied


# Needed by a library, left out of what is built: see build_installer.spec.
NOT_SHIPPED = {"pytz", "tzdata"}


def _shipped() -> list[str]:
    """Return the names of all libraries that the program needs, and that those need."""
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))
    found: dict[str, None] = {}
    wanted = list(project["project"]["dependencies"])
    while wanted:
        needed = Requirement(wanted.pop())
        name = canonicalize_name(needed.name)
        if name in found or (needed.marker and not needed.marker.evaluate({"extra": ""})):
            continue
        found[name] = None
        wanted += distribution(name).requires or []
    return [name for name in found if name not in NOT_SHIPPED]


@pytest.mark.parametrize("name", _shipped())
def test_every_library_of_the_program_is_named_with_its_licence(name: str) -> None:
    known = {
        canonicalize_name(part): licence
        for names, licence, _use in LIBRARIES
        for part in names.split("、")
    }
    if name.startswith(("shiboken", "pyside")):
        name = "pyside6"
    assert name in known
    about = metadata(name)
    theirs = " ".join(str(about.get(field, "")) for field in ("License", "License-Expression"))
    if theirs.strip("None "):
        assert known[name].split("-")[0] in theirs


def test_the_licence_of_each_font_can_be_read(about: AboutView, qtbot: QtBot) -> None:
    assert len(about.licences) == len(FONTS)
    for link in about.licences:
        qtbot.mouseClick(link, LEFT)
        shown = QApplication.activeModalWidget()
        assert isinstance(shown, QDialog)
        text = shown.findChild(QPlainTextEdit)
        assert text is not None
        assert "SIL OPEN FONT LICENSE" in text.toPlainText().upper()
        QTest.keyClick(shown, ESC)


def test_a_licence_that_is_gone_is_a_sentence(qtbot: QtBot, about: AboutView) -> None:
    from hallduty.ui.help.licence_dialog import LicenceDialog

    dialog = LicenceDialog("许可全文", Path("/nowhere/OFL.txt"), about)
    assert "不在了" in dialog.text.toPlainText()


def test_a_long_path_is_cut_in_its_middle(desk: Desk, qtbot: QtBot) -> None:
    from hallduty.ui.help.folder_row import FolderRow

    made = FolderRow(desk, "打开", Path("/data") / ("很长的文件夹名" * 20) / "末尾")
    qtbot.addWidget(made)
    made.resize(300, 80)
    made.show()
    shown = made.path.text()
    assert shown.startswith("/data")
    assert shown.endswith("末尾")
    assert "…" in shown
    assert made.path.toolTip() == made.path.whole()
