"""Tray, closing to it, the end of the session, the automatic backup: in the running program."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from hallduty import paths, restoring
from hallduty.clock import FixedClock
from hallduty.domain.incidents import Incident, NewIncident
from hallduty.office import Office
from hallduty.store import Store
from hallduty.ui import backing_up
from hallduty.ui.events import Topic
from hallduty.ui.program import Program
from hallduty.ui.session_end import SessionEnd
from tests.ui.conftest import FakeAsker, FakeIcon, FakeOutside


@pytest.fixture
def program(
    themed: QApplication,
    tmp_path: Path,
    clock: FixedClock,
    monkeypatch: pytest.MonkeyPatch,
    outside: FakeOutside,
    ask: FakeAsker,
    qtbot: QtBot,
) -> Iterator[Program]:
    # An earlier program's windows must not be collected in the middle of restyling all widgets.
    gc.collect()
    kept = (themed.styleSheet(), themed.font(), themed.palette())
    monkeypatch.setattr(paths, "cache_folder", lambda: tmp_path / "cache")
    made = Program(themed, Office.open(tmp_path / "data", clock))
    made.desk.outside, made.desk.ask = outside, ask
    outside.has_tray = True
    made.show()
    qtbot.waitUntil(lambda: made.tray is not None)
    yield made
    made.close()
    themed.setProperty("hallduty_theme", "light")
    themed.setPalette(kept[2])
    themed.setFont(kept[1])
    themed.setStyleSheet(kept[0])


def setting(program: Program, **changes: object) -> None:
    desk = program.desk
    desk.store.settings.save(replace(desk.settings, **changes), desk.stamp())  # type: ignore[arg-type]
    desk.changed(Topic.SETTINGS)


def register(program: Program, place: str = "", **values: object) -> Incident:
    desk = program.desk
    new = NewIncident("application", "tax_system", "normal", desk.clock.now(), place=place)
    incident = desk.store.incidents.register(new, desk.plan, desk.stamp())
    desk.changed(Topic.INCIDENTS)
    return incident


def menu(program: Program) -> QMenu:
    assert program.tray is not None
    assert program.tray.menu is not None
    return program.tray.menu


def words(program: Program) -> list[str]:
    return [a.text() for a in menu(program).actions() if not a.isSeparator()]


def choose(program: Program, start: str) -> None:
    next(a for a in menu(program).actions() if a.text().startswith(start)).trigger()


# --- tray ------------------------------------------------------------------------------------


def test_the_tray_registers_and_lists_the_open_incidents(program: Program) -> None:
    assert words(program) == ["打开值班长", "登记事件", "没有未办结的事件", "退出值班长"]
    register(program, "3—8号窗口 A&B")
    assert words(program)[2] == "2026-001 税务端系统故障 处置中　3—8号窗口 A&&B"
    assert program.tray is not None
    icon = program.tray.icon
    assert isinstance(icon, FakeIcon)
    assert (icon.visible, icon.words) == (True, "值班长　未办结 1 件")
    for _ in range(14):
        register(program, "很长的地点" * 20)
    assert len(words(program)) == 2 + 12 + 1 + 1
    assert words(program)[-2] == "另有 3 件，见窗口"


def test_what_is_chosen_in_the_tray_opens_in_the_window(program: Program) -> None:
    incident = register(program)
    program.window.hide()
    choose(program, "登记事件")
    assert program.window.isVisible()
    assert program.window.intake.isVisible()
    program.window.intake.go_back()
    program.window.hide()
    choose(program, "2026-001")
    assert program.window.isVisible()
    assert program.window.incident_id == incident.id


def test_closing_ends_the_window_unless_the_setting_says_otherwise(program: Program) -> None:
    assert not program.desk.settings.close_to_tray
    assert program.window.close()


def test_closing_goes_to_the_tray_and_says_so_once(program: Program, ask: FakeAsker) -> None:
    setting(program, close_to_tray=True)
    window = program.window
    window.register()
    window.intake.text_edit.setText("写到一半")
    assert not window.close()
    assert not window.isVisible()
    (told,) = [text for kind, text in ask.asked if kind == "notice"]
    assert "要真正退出" in told
    assert program.desk.store.drafts.get("intake:text") is not None
    assert program.tray is not None
    program.tray._clicked(QSystemTrayIcon.ActivationReason.Trigger)
    assert window.isVisible()
    window.close()
    assert len([kind for kind, _ in ask.asked if kind == "notice"]) == 1
    choose(program, "退出值班长")
    assert not window.isVisible()


def test_leaving_from_the_tray_still_asks_for_what_is_unprinted(
    program: Program, ask: FakeAsker
) -> None:
    setting(program, close_to_tray=True)
    register(program)
    program.window.close()
    ask.will_answer(None)
    choose(program, "退出值班长")
    assert program.window.isVisible()
    assert not program.window.close(), "to the tray again"
    assert not program.window.isVisible()


def test_without_a_tray_closing_ends_the_program(program: Program, outside: FakeOutside) -> None:
    setting(program, close_to_tray=True, tray=False)
    assert program.tray is not None
    assert program.tray.icon is None
    outside.has_tray = False
    setting(program, tray=True)
    assert program.tray.icon is None
    register(program)
    assert program.window.close()


def test_a_new_look_keeps_the_tray(program: Program, qtbot: QtBot) -> None:
    setting(program, close_to_tray=True)
    first = program.window
    setting(program, theme="dark")
    qtbot.waitUntil(lambda: program.window is not first)
    assert not program.window.close()
    choose(program, "打开值班长")
    assert program.window.isVisible()
    setting(program, theme="light")
    qtbot.waitUntil(lambda: program.window.isVisible() and program.window is not first)


# --- session end -----------------------------------------------------------------------------


def test_a_session_that_ends_keeps_what_is_typed_and_asks_nothing(
    program: Program, ask: FakeAsker
) -> None:
    register(program)
    setting(program, close_to_tray=True)
    program.window.register()
    program.window.intake.text_edit.setText("写到一半就关机了")
    program.session.begin(None)
    draft = program.desk.store.drafts.get("intake:text")
    assert draft is not None
    assert draft.text == "写到一半就关机了"
    assert program.window.close()
    assert ask.asked == []


def test_a_session_that_goes_on_is_noticed(program: Program, ask: FakeAsker) -> None:
    register(program)
    program.session.begin()
    program.session._stopped.timeout.emit()
    program.window._leaving._again.timeout.emit()
    assert not program.session.ending
    ask.will_answer(None)
    assert not program.window.close()


def test_what_still_runs_is_cut_short(themed: QApplication, program: Program) -> None:
    left: list[float] = []
    session = SessionEnd(program.desk.events, program, lambda: left.append(1.0), seconds=0.1)
    session._quitting()
    assert session._guard is None, "an ordinary exit is not hurried"
    session.begin()
    session._quitting()
    QTest.qWait(300)
    assert left == [1.0]
    again = SessionEnd(program.desk.events, program, lambda: left.append(2.0), seconds=0.2)
    again.begin()
    again._quitting()
    again.finished()
    QTest.qWait(300)
    assert left == [1.0, 2.0], "at once, and once"
    SessionEnd(program.desk.events, program, lambda: left.append(3.0)).finished()
    assert left == [1.0, 2.0], "an ordinary exit ends by itself"


_SESSION = """
import os, sys, time
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
import hallduty.app as app_module
from hallduty.app import run
from hallduty.ui import program as programs

made = []
build = programs.Program.__init__
def kept(self, *words):
    build(self, *words)
    made.append(self)
programs.Program.__init__ = kept

def ends():
    program = made[0]
    desk = program.desk
    from hallduty.domain.incidents import NewIncident
    new = NewIncident("application", "tax_system", "normal", desk.clock.now())
    desk.store.incidents.register(new, desk.plan, desk.stamp())
    program.window.register()
    program.window.intake.text_edit.setText("关机前写的")
    if "job" in sys.argv:
        desk.tasks.run(lambda: time.sleep(60), print, print)
    # A question is open, as it may be when somebody presses the power button.
    QTimer.singleShot(300, end)
    from PySide6.QtWidgets import QMessageBox
    box = QMessageBox(QMessageBox.Icon.Question, "问", "？", parent=program.window)
    box.addButton("取消", QMessageBox.ButtonRole.RejectRole)
    box.exec()

def end():
    made[0].session.begin()
    QApplication.quit()

sys.exit(run(Path(sys.argv[1]), ready=lambda: QTimer.singleShot(300, ends)))
"""


@pytest.mark.parametrize("job", ["", "job"])
def test_the_process_is_gone_within_five_seconds_with_the_draft_kept(
    tmp_path: Path, job: str
) -> None:
    folder = tmp_path / "数据"
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
    }
    command = [sys.executable, "-c", _SESSION, str(folder), job]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE) as process:
        log = folder / "logs" / "hallduty.log"
        until = time.monotonic() + 60
        while time.monotonic() < until and process.poll() is None:
            if log.exists() and "session ends" in log.read_text(encoding="utf-8"):
                break
            time.sleep(0.02)
        began = time.monotonic()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
        took = time.monotonic() - began
    assert process.returncode == 0
    assert took < 5.0, took
    with Store.open(folder, datetime.now()) as store:
        draft = store.drafts.get("intake:text")
        assert draft is not None
        assert draft.text == "关机前写的"
        assert store.settings.recall(backing_up.OWED) == "1"
        assert store.audit.verify().ok


# --- automatic backup ------------------------------------------------------------------------


def made(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("hallduty-backup-*.db"))


def test_a_backup_is_made_at_exit_and_only_when_something_changed(
    program: Program, tmp_path: Path, clock: FixedClock
) -> None:
    program.close()
    folder = tmp_path / "data" / "backups"
    assert made(folder) == ["hallduty-backup-20261113-094200.db"]
    with Store.open(tmp_path / "data", clock.now()) as store:
        assert store.settings.recall(backing_up.LAST) == "2026-11-13 09:42:00"
        assert store.settings.recall(backing_up.TROUBLE) == ""
    program._office = Office.open(tmp_path / "data", clock)


def test_an_exit_backup_that_fails_is_said_at_the_next_start_and_made_up_for(
    program: Program, tmp_path: Path, qtbot: QtBot, clock: FixedClock
) -> None:
    away = tmp_path / "U盘"
    setting(program, backup_folder=str(away))
    program.backups.at_exit()
    desk = program.desk
    assert "打不开，没有备份" in backing_up.trouble(desk)
    from hallduty.ui.today.matters import standing_matters

    (said,) = [m for m in standing_matters(desk) if m.pill == "备份"]
    assert "打不开" in said.text
    assert said.page == "settings#backup"
    away.mkdir()
    clock.advance(hours=1)
    program.backups.look()
    qtbot.waitUntil(lambda: bool(made(away)))
    qtbot.waitUntil(lambda: not backing_up.trouble(desk))
    program.backups.look()
    assert len(made(away)) == 1


def test_a_daily_backup_is_made_while_the_program_runs(
    program: Program, tmp_path: Path, qtbot: QtBot, clock: FixedClock
) -> None:
    setting(program, backup_when="daily")
    folder = tmp_path / "data" / "backups"
    program.backups.look()
    qtbot.waitUntil(lambda: len(made(folder)) == 1)
    qtbot.waitUntil(lambda: backing_up.last(program.desk) is not None)
    clock.advance(days=1)
    program.backups.look()
    qtbot.waitUntil(lambda: len(made(folder)) == 2)
    setting(program, backup_when="off")
    clock.advance(days=1)
    program.backups.look()
    program.backups.start()
    program.backups.at_exit()
    assert len(made(folder)) == 2


def test_a_large_database_is_backed_up_at_the_next_start_instead(
    program: Program, tmp_path: Path, qtbot: QtBot
) -> None:
    program.backups._exit_seconds = 1e-9
    for number in range(20_000):
        program.desk.store.settings.remember(f"x{number}", "y")
    program.backups.at_exit()
    assert backing_up.trouble(program.desk) == "", "nothing is wrong but the hurry"
    folder = tmp_path / "data" / "backups"
    assert made(folder) == []
    program.backups.look()
    qtbot.waitUntil(lambda: len(made(folder)) == 1)


def test_a_disk_that_does_not_answer_holds_up_nobody(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    def sleeps(*_: object) -> None:
        time.sleep(3)

    monkeypatch.setattr(backing_up, "work", lambda *_: sleeps)
    program.backups._exit_seconds = -0.9
    began = time.monotonic()
    program.backups.at_exit()
    assert time.monotonic() - began < 1.5
    assert "磁盘没有响应" in backing_up.trouble(program.desk)


_RESTORE = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from hallduty.app import run
from hallduty.ui import program as programs
from hallduty.ui.outside import Outside

made = []
build = programs.Program.__init__
def kept(self, *words):
    build(self, *words)
    made.append(self)
programs.Program.__init__ = kept
Outside.start = lambda self, words: print("again", words[-1])
wanted = Path(sys.argv[2])
ask = lambda: made[0].desk.events.restore_requested.emit(wanted)
sys.exit(run(Path(sys.argv[1]), ready=lambda: QTimer.singleShot(300, ask)))
"""


@pytest.mark.parametrize("spoiled", [False, True])
def test_the_program_ends_restores_and_starts_again(
    tmp_path: Path, clock: FixedClock, spoiled: bool
) -> None:
    folder = tmp_path / "数据"
    with Office.open(folder, clock) as office:
        new = NewIncident("application", "tax_system", "normal", clock.now())
        office.store.incidents.register(new, office.plan, office.stamp())
        made_one = office.store.backups.make("", clock.now())
        office.store.incidents.register(new, office.plan, office.stamp())
    if spoiled:
        made_one.path.write_bytes(made_one.path.read_bytes()[:9000])
    done = subprocess.run(
        [sys.executable, "-c", _RESTORE, str(folder), str(made_one.path)],
        env={
            **os.environ,
            "QT_QPA_PLATFORM": "offscreen",
            "XDG_CACHE_HOME": str(tmp_path / "cache"),
        },
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    assert done.returncode == 0
    assert done.stdout.strip() == f"again {folder}"
    said = restoring.result(folder)
    with Store.open(folder, datetime.now()) as store:
        assert store.incidents.count() == (2 if spoiled else 1)
        assert store.audit.verify().ok
    assert ("没有恢复，原来的数据没有改动" if spoiled else "已恢复：事件 1 件") in said
    assert restoring.result(folder) == ""
