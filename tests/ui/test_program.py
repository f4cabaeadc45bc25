"""The running program: a second one is turned away, a new look reaches all, bugs are told."""

from __future__ import annotations

import gc
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QLockFile, Qt
from PySide6.QtGui import QFont, QFontDatabase, QFontMetrics
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from hallduty import app, folder_lock, log, paths
from hallduty.clock import FixedClock
from hallduty.domain.errors import UserError
from hallduty.domain.followups import FollowupKind, NewFollowup
from hallduty.domain.incidents import NewIncident
from hallduty.errors import EnvironmentProblem
from hallduty.office import Office
from hallduty.store import FILE_NAME
from hallduty.ui import faults, theme
from hallduty.ui.calendar.view import CalendarView
from hallduty.ui.events import Topic
from hallduty.ui.pages import RAIL
from hallduty.ui.program import Program


@pytest.fixture
def look(themed: QApplication) -> Iterator[QApplication]:
    """Puts the tests' own look back, whatever a program has made of it."""
    # A window that an earlier program left behind must not be collected in the middle of the
    # restyling of all widgets that building the next one begins with.
    gc.collect()
    kept = (themed.styleSheet(), themed.font(), themed.palette())
    yield themed
    themed.setProperty("hallduty_theme", "light")
    themed.setFont(kept[1])
    themed.setPalette(kept[2])
    themed.setStyleSheet(kept[0])


@pytest.fixture
def program(
    look: QApplication, tmp_path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Program]:
    monkeypatch.setattr(paths, "cache_folder", lambda: tmp_path / "cache")
    made = Program(look, Office.open(tmp_path / "data", clock))
    made.show()
    yield made
    made.close()


def test_closed_before_its_first_picture_it_begins_nothing(
    look: QApplication, tmp_path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a slow PC what was put off until after the first picture asked a closed database."""
    monkeypatch.setattr(paths, "cache_folder", lambda: tmp_path / "cache")
    made = Program(look, Office.open(tmp_path / "data", clock))
    made.show()
    made.close()
    QApplication.processEvents()
    assert not made._idle.isActive()
    assert not made._retention.isActive()


def test_closed_it_leaves_no_window_to_the_garbage(
    look: QApplication, tmp_path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Collected by Python, in an order of its own, a window ended the whole process."""
    monkeypatch.setattr(paths, "cache_folder", lambda: tmp_path / "cache")
    made = Program(look, Office.open(tmp_path / "data", clock))
    window = made.window
    made.show()
    made.close()
    assert not isValid(window)
    made.close()


def _set(program: Program, **changes: object) -> None:
    desk = program.desk
    desk.store.settings.save(replace(desk.settings, **changes), desk.stamp())  # type: ignore[arg-type]
    desk.changed(Topic.SETTINGS)


def test_a_new_look_rebuilds_the_window_on_the_same_page(program: Program, qtbot: QtBot) -> None:
    program.window.show_page("contacts")
    first = program.window
    _set(program, theme="dark", font_size=18)
    qtbot.waitUntil(lambda: program.window is not first)
    assert program.window.current == "contacts"
    assert program.window.isVisible()
    assert not first.isVisible()
    assert theme.colours().dark
    assert program.window.strip.height() == theme.px(56) == 72


def test_a_new_look_keeps_the_open_incident_and_what_is_being_typed(
    program: Program, qtbot: QtBot
) -> None:
    desk = program.desk
    new = NewIncident("application", "tax_system", "normal", desk.clock.now())
    incident = desk.store.incidents.register(new, desk.plan, desk.stamp())
    program.window.show_incident(incident.id)
    program.window.register()
    program.window.intake.text_edit.setText("写到一半")
    first = program.window
    _set(program, font_size=16)
    qtbot.waitUntil(lambda: program.window is not first)
    assert program.window.incident_id == incident.id
    program.window.register()
    assert program.window.intake.text_edit.text() == "写到一半"


def test_a_changed_deadline_reaches_the_strip_and_the_pages(program: Program) -> None:
    desk, window = program.desk, program.window
    window.show_page("roster#calendar")
    assert window.strip.filing.text().startswith("距11月16日截止")
    desk.store.calendar.save_deadline(
        2026, 11, date(2026, 11, 20), True, "省局延期通知", desk.stamp()
    )
    desk.changed(Topic.CALENDAR)
    assert window.strip.filing.text().startswith("距11月20日截止")
    assert "省局延期通知" in window.strip.filing.toolTip()
    assert desk.calendar.working_day_index(date(2026, 11, 20)) == 15
    (view,) = window.findChildren(CalendarView)
    assert view.month.title.text() == "11月20日截止"


def test_other_settings_reach_title_and_papers_without_a_new_window(program: Program) -> None:
    first, press = program.window, program.desk.press
    _set(program, bureau="某某区税务局")
    QApplication.processEvents()
    assert program.window is first
    assert "某某区税务局" in first.windowTitle()
    assert program.desk.press is not press


def test_a_broken_form_of_the_bureaus_own_is_told_on_start(
    look: QApplication,
    tmp_path: Path,
    clock: FixedClock,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(paths, "cache_folder", lambda: tmp_path / "cache")
    own = tmp_path / "data" / "forms"
    own.mkdir(parents=True)
    (own / "ledger_sheet.toml").write_text("name = [", encoding="utf-8")
    made = Program(look, Office.open(tmp_path / "data", clock))
    made.show()
    qtbot.waitUntil(lambda: "ledger_sheet.toml" in made.window.status.message.whole())
    made.close()


def test_drafts_left_behind_are_offered_at_the_start(
    look: QApplication,
    tmp_path: Path,
    clock: FixedClock,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(paths, "cache_folder", lambda: tmp_path / "cache")
    with Office.open(tmp_path / "data", clock) as office:
        office.store.drafts.save("intake:text", "写到一半就断电了", clock.now())
    made = Program(look, Office.open(tmp_path / "data", clock))
    made.show()
    qtbot.waitUntil(lambda: made.window._offer is not None)
    offer = made.window._offer
    assert offer is not None
    assert offer.lines[0].offered.text == "写到一半就断电了"
    qtbot.mouseClick(offer.lines[0].restore, Qt.MouseButton.LeftButton)
    assert made.window.intake.text_edit.text() == "写到一半就断电了"
    made.close()


def test_the_last_folder_survives_the_program(
    program: Program, tmp_path: Path, clock: FixedClock, look: QApplication
) -> None:
    program.desk.ask.folder = str(tmp_path)
    program.close()
    with Office.open(tmp_path / "data", clock) as office:
        assert office.store.settings.recall("folder") == str(tmp_path)
    program._office = Office.open(tmp_path / "data", clock)


def test_every_page_and_the_newest_incident_can_be_built(
    look: QApplication, tmp_path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "cache_folder", lambda: tmp_path / "cache")
    # The rail's pages, that of the paper sheets and that of the hall; 值班 and 通讯录 have four
    # more tabs each, 政策 and 需求 one more; 帮助 has four in all.
    assert app.build_for_check(tmp_path / "data", clock) == len(RAIL) + 1 + 1 + 4 + 4 + 1 + 1 + 4


def _window_command(folder: Path) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "hallduty", "--data", str(folder)]
    return subprocess.run(command, env=environment, capture_output=True, timeout=60, check=False)


def _lines(done: subprocess.CompletedProcess[bytes]) -> list[str]:
    noise = "This plugin does not support"
    return [line for line in done.stderr.decode().splitlines() if noise not in line]


def test_a_second_program_on_the_same_folder_is_turned_away(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    lock = QLockFile(str(folder / folder_lock.LOCK_NAME))
    assert lock.tryLock(0)
    done = _window_command(folder)
    lock.unlock()
    assert done.returncode == 1
    (line,) = _lines(done)
    assert "已经打开了这个数据文件夹" in line
    assert not (folder / FILE_NAME).exists()


def test_a_foreign_file_as_database_is_one_line_and_stays_as_it_is(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / FILE_NAME).write_bytes(b"not a database at all" * 100)
    done = _window_command(folder)
    assert done.returncode == 1
    assert len(_lines(done)) == 1
    assert (folder / FILE_NAME).read_bytes() == b"not a database at all" * 100


def test_the_lock_of_a_crashed_program_is_taken_over(tmp_path: Path) -> None:
    code = (
        "import os, sys\nfrom PySide6.QtCore import QLockFile\n"
        "lock = QLockFile(sys.argv[1])\nassert lock.tryLock(0)\nos._exit(0)\n"
    )
    file = tmp_path / folder_lock.LOCK_NAME
    subprocess.run([sys.executable, "-c", code, str(file)], check=True)
    assert file.exists()
    app._locked(tmp_path).unlock()
    lock = app._locked(tmp_path)
    with pytest.raises(EnvironmentProblem, match="已经打开"):
        app._locked(tmp_path)
    lock.unlock()


def test_a_bug_is_logged_and_a_sentence_for_the_user_is_not(
    themed: QApplication, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = log.start(tmp_path)
    assert file is not None
    for problem in (UserError("请填写姓名"), ValueError("张三")):
        faults.caught(type(problem), problem, None)
    log.stop()
    told = file.read_text(encoding="utf-8")
    assert "ValueError" in told
    assert "UserError" not in told
    assert "张三" not in told
    capsys.readouterr()


def test_taxpayers_are_forgotten_some_time_after_they_were_told(
    program: Program, qtbot: QtBot, clock: FixedClock
) -> None:
    desk = program.desk
    new = NewIncident("application", "tax_system", "normal", clock.now())
    incident = desk.store.incidents.register(new, desk.plan, desk.stamp())
    for number in range(60):
        followup = desk.store.followups.add(
            incident.id,
            NewFollowup(FollowupKind.CALL_BACK, "张三", f"138{number:08d}"),
            desk.stamp(),
        )
        desk.store.followups.settle(followup.id, "已通知", desk.stamp())
    told: list[str] = []
    desk.events.told.connect(told.append)
    clock.advance(days=desk.settings.retention_days, seconds=1)
    program.show()
    qtbot.waitUntil(lambda: "已按期删除 60 名办税人的姓名、电话" in told)
    assert {f.who + f.phone for f in desk.store.followups.of(incident.id)} == {""}


def test_a_locked_database_stops_neither_the_start_nor_the_way_out(
    program: Program, qtbot: QtBot, clock: FixedClock
) -> None:
    desk = program.desk
    new = NewIncident("application", "tax_system", "normal", clock.now())
    incident = desk.store.incidents.register(new, desk.plan, desk.stamp())
    contact = NewFollowup(FollowupKind.CALL_BACK, "张三", "13812345678")
    followup = desk.store.followups.add(incident.id, contact, desk.stamp())
    desk.store.followups.settle(followup.id, "已通知", desk.stamp())
    clock.advance(days=desk.settings.retention_days, seconds=1)
    with closing(sqlite3.connect(desk.store.folder / FILE_NAME, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with qtbot.captureExceptions() as raised:
            program.show()
            qtbot.wait(400)
            program.window.resize(1000, 600)
            program.window.close()
    assert raised == []
    (kept,) = desk.store.followups.of(incident.id)
    assert kept.who == "张三"


def test_what_is_said_before_any_window_has_chinese_letters(
    look: QApplication, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "cache_folder", lambda: tmp_path / "cache")
    look.setStyleSheet("")
    look.setFont(QFont("DejaVu Sans"))
    box = app.notice(look, "数据文件夹不能写入")
    qtbot.addWidget(box)
    box.show()
    assert QFontMetrics(box.font()).inFont("数"), (
        box.font().family(),
        look.font().family(),
        QFontDatabase.hasFamily(theme.BUNDLED),
    )


def test_names_of_the_plan_can_be_found_by_pinyin_soon_after_the_first_start(
    program: Program, qtbot: QtBot
) -> None:
    contacts = program.desk.store.contacts
    assert contacts.has_unspelled()
    qtbot.waitUntil(lambda: not contacts.has_unspelled(), timeout=15_000)
    assert "yu hao" in {person.pinyin for person in contacts.people()}
    assert {"110", "119", "120", "12366"} <= {unit.phone for unit in contacts.departments()}
