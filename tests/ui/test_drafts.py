"""Drafts: what is being typed is kept in time, given back, and gone once it is written."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from time import monotonic

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from hallduty.errors import EnvironmentProblem
from hallduty.store import FILE_NAME, Store
from hallduty.ui.desk import Desk
from hallduty.ui.drafts import SAVE_AFTER_MS, DraftKeeper
from tests.ui.workspace_kit import FAULT_AT, fault, opened


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> QWidget:
    """A page with two fields."""
    made = QWidget()
    qtbot.addWidget(made)
    layout = QVBoxLayout(made)
    made.line, made.text = QLineEdit(), QPlainTextEdit()  # type: ignore[attr-defined]
    layout.addWidget(made.line)  # type: ignore[attr-defined]
    layout.addWidget(made.text)  # type: ignore[attr-defined]
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def kept(desk: Desk, key: str) -> str | None:
    draft = desk.store.drafts.get(key)
    return draft.text if draft else None


def test_typing_is_kept_within_two_seconds_even_while_it_goes_on(
    qtbot: QtBot, desk: Desk, page: QWidget
) -> None:
    keeper = DraftKeeper(desk, page)
    keeper.watch(page.text, "entry:1")
    with qtbot.waitSignal(keeper.saved, timeout=2000):
        QTest.keyClicks(page.text, "first")
        # A key every 100 ms must not put the saving off.
        page.timer = page.startTimer(100)
        page.timerEvent = lambda _event: QTest.keyClicks(page.text, "x")
    page.killTimer(page.timer)
    assert (kept(desk, "entry:1") or "").startswith("first")
    assert SAVE_AFTER_MS < 2000


def test_leaving_a_field_keeps_its_text_at_once(desk: Desk, page: QWidget) -> None:
    keeper = DraftKeeper(desk, page)
    keeper.watch(page.line, "a:1")
    page.line.setFocus()
    QTest.keyClicks(page.line, "abc")
    page.text.setFocus()
    assert kept(desk, "a:1") == "abc"


def test_a_hidden_page_keeps_its_text_at_once(desk: Desk, page: QWidget) -> None:
    keeper = DraftKeeper(desk, page)
    keeper.watch(page.line, "a:1")
    QTest.keyClicks(page.line, "abc")
    page.hide()
    assert kept(desk, "a:1") == "abc"


def test_a_draft_is_given_back_and_gone_after_the_commit(desk: Desk, page: QWidget) -> None:
    desk.store.drafts.save("a:1", "from before", desk.clock.now())
    keeper = DraftKeeper(desk, page)
    assert keeper.watch(page.line, "a:1", "in the record") == desk.clock.now()
    assert page.line.text() == "from before"
    assert keeper.is_draft(page.line)
    keeper.committed(page.line)
    assert kept(desk, "a:1") is None
    assert not keeper.is_draft(page.line)
    keeper.flush()
    assert kept(desk, "a:1") is None


def test_of_a_long_text_the_beginning_is_shown_and_typing_goes_on_behind_it(
    desk: Desk, page: QWidget
) -> None:
    page.text.setFocus()  # type: ignore[attr-defined]
    line: QLineEdit = page.line  # type: ignore[attr-defined]
    line.setFixedWidth(160)
    DraftKeeper(desk, page).watch(line, "x:bureau", "国家税务总局衢州市衢江区税务局第一税务所")
    assert line.cursorPosition() == 0
    line.setFocus()
    QTest.keyClicks(line, "A")
    assert line.text() == "国家税务总局衢州市衢江区税务局第一税务所A"
    # A menu of the line takes the keys and gives them back: its 粘贴 goes where one was.
    line.setCursorPosition(0)
    for kind in (QEvent.Type.FocusOut, QEvent.Type.FocusIn):
        QApplication.sendEvent(line, QFocusEvent(kind, Qt.FocusReason.PopupFocusReason))
    assert line.cursorPosition() == 0
    line.end(False)
    page.text.setFocus()  # type: ignore[attr-defined]
    assert line.cursorPosition() == 0


def test_text_typed_back_to_the_record_is_no_draft(desk: Desk, page: QWidget) -> None:
    keeper = DraftKeeper(desk, page)
    assert keeper.watch(page.line, "a:1", "same") is None
    QTest.keyClicks(page.line, "x")
    keeper.flush()
    assert kept(desk, "a:1") == "samex"
    QTest.keyClick(page.line, Qt.Key.Key_Backspace)
    keeper.flush()
    assert kept(desk, "a:1") is None


def test_a_field_that_goes_on_to_another_record_saves_the_first(desk: Desk, page: QWidget) -> None:
    keeper = DraftKeeper(desk, page)
    keeper.watch(page.line, "a:1")
    QTest.keyClicks(page.line, "one")
    keeper.watch(page.line, "a:2")
    assert page.line.text() == ""
    assert kept(desk, "a:1") == "one"
    keeper.release(page.line)
    QTest.keyClicks(page.line, "nobody watches")
    keeper.flush()
    assert kept(desk, "a:2") is None


def test_a_refused_write_keeps_the_text_and_is_tried_again(
    qtbot: QtBot, desk: Desk, page: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper = DraftKeeper(desk, page)
    keeper.watch(page.line, "a:1")
    save = desk.store.drafts.save

    def locked(*_: object) -> None:
        raise EnvironmentProblem("数据库正被另一程序占用")

    monkeypatch.setattr(desk.store.drafts, "save", locked)
    QTest.keyClicks(page.line, "abc")
    with qtbot.waitSignal(keeper.failed) as told:
        keeper.flush()
    assert "草稿未能保存" in told.args[0]
    monkeypatch.setattr(desk.store.drafts, "save", save)
    qtbot.waitSignal(keeper.saved, timeout=2000).wait()
    assert kept(desk, "a:1") == "abc"


def test_another_program_holding_the_file_neither_stops_the_keys_nor_undoes_a_commit(
    qtbot: QtBot, desk: Desk, page: QWidget
) -> None:
    keeper = DraftKeeper(desk, page)
    keeper.watch(page.line, "a:1")
    keeper.watch(page.text, "a:2")
    QTest.keyClicks(page.line, "abc")
    keeper.flush()
    told: list[str] = []
    desk.events.told.connect(told.append)
    file = desk.store.folder / FILE_NAME
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        began = monotonic()
        QTest.keyClicks(page.text, "def")
        keeper.flush()
        page.line.clear()
        keeper.committed(page.line)
        assert monotonic() - began < 1
        assert told
        assert all("稍后自动再试" in words for words in told)
    qtbot.waitUntil(lambda: kept(desk, "a:1") is None and kept(desk, "a:2") == "def")


def test_a_field_that_is_gone_is_forgotten(desk: Desk, page: QWidget) -> None:
    keeper = DraftKeeper(desk, page)
    keeper.watch(page.line, "a:1")
    QTest.keyClicks(page.line, "abc")
    gone = page.line
    gone.hide()
    delete(gone)
    keeper.flush()
    assert kept(desk, "a:1") == "abc"


@pytest.mark.parametrize("odd", ["甲" * 100_000, "a\x00b", "😀𬭎", '"*%=cmd|', "左\u202e右"])
def test_any_text_can_be_kept(desk: Desk, page: QWidget, odd: str) -> None:
    keeper = DraftKeeper(desk, page)
    keeper.watch(page.text, "a:1")
    page.text.setPlainText(odd)
    keeper.flush()
    assert kept(desk, "a:1") == page.text.toPlainText()


def test_a_killed_program_gives_back_what_was_being_typed(
    qtbot: QtBot, desk: Desk, tmp_path: Path
) -> None:
    folder = tmp_path / "killed"
    with Store.open(folder, FAULT_AT) as store:
        desk.store = store
        incident_id = fault(desk).id
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    script = Path(__file__).with_name("typing_process.py")
    command = [sys.executable, str(script), str(folder), str(incident_id)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=env, text=True) as typing:
        assert typing.stdout is not None
        said = typing.stdout.readline()
        typing.kill()
        assert typing.wait() != 0
    assert said.startswith("saved"), said
    assert float(said.split()[1]) < 2
    with Store.open(folder, FAULT_AT) as store:
        desk.store = store
        bench = opened(qtbot, desk, incident_id)
        edit = bench.workspace.timeline.line.edit
        assert edit.toPlainText() == "half a sentence"
        QTest.keyClick(edit, Qt.Key.Key_Return)
        assert bench.said()[-1] == "half a sentence"
        assert store.drafts.all() == []
        bench.workspace.close()
