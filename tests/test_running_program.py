"""The program as it really runs: its own process and event loop, keys from outside the code."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QLockFile

from hallduty.domain.incidents import EntryKind
from hallduty.store import Store

# Presses one key after another from the event loop, as a keyboard does, then closes the window.
_HANDS = """
import sys
from pathlib import Path
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from hallduty.app import run

keys = [getattr(Qt.Key, "Key_" + name) for name in sys.argv[2].split()]

def leave():
    asked = QApplication.activeModalWidget()
    if asked is not None:
        asked.leave.click()

def press():
    if not keys:
        # What was registered today is offered for printing on the way out.
        QTimer.singleShot(400, leave)
        QApplication.activeWindow().close()
        return
    target = QApplication.activePopupWidget() or QApplication.focusWidget()
    QTest.keyClick(target or QApplication.activeWindow(), keys.pop(0))
    QTimer.singleShot(60, press)

sys.exit(run(Path(sys.argv[1]), ready=lambda: QTimer.singleShot(60, press)))
"""


def run_with_keys(folder: Path, keys: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-X", "faulthandler", "-c", _HANDS, str(folder), keys]
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "XDG_CACHE_HOME": str(folder.parent / "cache"),
        "PYTHONWARNINGS": "error",
    }
    return subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=90, check=False
    )


def complaints(run: subprocess.CompletedProcess[str]) -> list[str]:
    """Return what was said on stderr, but for what only the offscreen platform says."""
    lines = run.stderr.splitlines()
    return [line for line in lines if not line.startswith("This plugin does not support")]


@pytest.mark.parametrize(
    ("keys", "incidents", "notes"),
    [
        ("F2 4 Return A B C Return F6 2 1 Space F8 F9 Escape", 1, ["abc"]),
        ("F2 Tab Tab Backtab Escape F2 1 Return A Return F2 2 Return B Return", 2, ["a", "b"]),
        ("F2 7 Return Escape F2 5 Return A Return F6 F6 F6 Escape", 2, ["a"]),
    ],
)
def test_keys_pressed_in_the_running_program_leave_no_complaint(
    tmp_path: Path, keys: str, incidents: int, notes: list[str]
) -> None:
    folder = tmp_path / "数据"
    run = run_with_keys(folder, keys)
    assert complaints(run) == []
    assert run.returncode == 0
    with Store.open(folder, datetime.now()) as store:
        registered = store.incidents.open_ones()
        assert len(registered) == incidents
        written = [
            entry.text.lower()
            for incident in registered
            for entry in store.incidents.entries(incident.id)
            if entry.kind is EntryKind.NOTE
        ]
        assert written == notes
        assert store.audit.verify().ok


def start(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Start the program as a user does and wait for its end."""
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    kept = {key: value for key, value in os.environ.items() if key not in hidden}
    return subprocess.run(
        [sys.executable, "-m", "hallduty", "--data", str(folder)],
        env={**kept, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_second_start_on_the_same_folder_says_so(tmp_path: Path) -> None:
    lock = QLockFile(str(tmp_path / "hallduty.lock"))
    assert lock.tryLock(0)
    run = start(tmp_path, QT_QPA_PLATFORM="offscreen")
    lock.unlock()
    assert run.returncode == 1
    assert run.stderr.count("\n") == 1
    assert "已经打开" in run.stderr


# Minimises its window, says that it is there, and closes it when it has been brought back.
_FIRST = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from hallduty.app import run
from hallduty.ui.main_window import MainWindow

def begin():
    window = next(w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow))
    window.showMinimized()
    watch = QTimer(window, interval=20)
    watch.timeout.connect(lambda: None if window.isMinimized() else window.close())
    watch.start()
    print("here", flush=True)

sys.exit(run(Path(sys.argv[1]), ready=begin))
"""


def test_a_second_start_brings_the_first_window_forward(tmp_path: Path) -> None:
    folder = tmp_path / "值班 数据"
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(
        [sys.executable, "-c", _FIRST, str(folder)], env=environment, stdout=subprocess.PIPE
    ) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == b"here\n"
        second = start(folder, QT_QPA_PLATFORM="offscreen")
        assert first.wait(60) == 0
    assert second.returncode == 0
    assert second.stderr == ""


# Starts on a folder whose lock was left by a program with this very process number.
_NAMESAKE = """
import sys
from pathlib import Path
from PySide6.QtCore import QLockFile, QTimer
from PySide6.QtWidgets import QApplication
from hallduty.app import run

folder = Path(sys.argv[1])
file = folder / "hallduty.lock"
lock = QLockFile(str(file))
lock.tryLock(0)
left = file.read_bytes()
lock.unlock()
file.write_bytes(left)
sys.exit(run(folder, ready=lambda: QTimer.singleShot(0, QApplication.closeAllWindows)))
"""


def test_a_cut_off_program_s_lock_does_not_keep_its_namesake_out(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", _NAMESAKE, str(tmp_path)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (run.returncode, complaints(run)) == (0, [])


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there is a screen")
def test_without_a_display_one_line_names_the_command_line(tmp_path: Path) -> None:
    run = start(tmp_path / "data")
    assert run.returncode == 1
    assert run.stderr.count("\n") == 1
    assert "命令行" in run.stderr
    assert not (tmp_path / "data").exists()
