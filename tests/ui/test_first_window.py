"""One window per data folder: a second start is heard by the first one, and by no other."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from hallduty.ui import first_window
from hallduty.ui.first_window import FirstWindow, name_for

_SECOND = """
import sys
from pathlib import Path
from hallduty.ui import first_window
sys.exit(0 if first_window.ask(Path(sys.argv[1]), 10) else 1)
"""


def second_start(folder: Path) -> subprocess.Popen[bytes]:
    """Ask as a second program does."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.Popen([sys.executable, "-c", _SECOND, str(folder)], env=environment)


def answered(qtbot: QtBot, first: FirstWindow, folder: Path) -> bool:
    """Return whether a second start was heard by the first window, and told so."""
    with qtbot.waitSignal(first.asked, timeout=20_000):
        second = second_start(folder)
    qtbot.waitUntil(lambda: second.poll() is not None, timeout=20_000)
    return second.returncode == 0


def test_a_second_start_is_heard_and_answered_each_time(qtbot: QtBot, tmp_path: Path) -> None:
    owner = QObject()
    first = FirstWindow(tmp_path, owner)
    assert answered(qtbot, first, tmp_path)
    assert answered(qtbot, first, tmp_path)


def test_nobody_there_is_told_as_nobody(tmp_path: Path) -> None:
    assert first_window.ask(tmp_path, 0) is False


def test_what_a_crash_left_under_the_name_is_taken_over(qtbot: QtBot, tmp_path: Path) -> None:
    owner = QObject()
    FirstWindow(tmp_path, owner)
    second = FirstWindow(tmp_path, owner)
    assert answered(qtbot, second, tmp_path)


def test_each_folder_has_a_name_of_its_own_however_it_is_spelled(tmp_path: Path) -> None:
    (tmp_path / "甲").mkdir()
    assert name_for(tmp_path / "甲") == name_for(tmp_path / "乙" / ".." / "甲")
    assert name_for(tmp_path / "甲") != name_for(tmp_path / "乙")
