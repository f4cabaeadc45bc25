"""How long until the window is ready, against a bare PySide6 window in the same run.

    python -m tests.benchmarks.start [--incidents 20000 | --data FOLDER] [--rounds 9]

Both are whole processes, from their start to their first picture, taken in turns; the ratio of
the medians is what counts, since the seconds are the machine's.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BARE = """
import os
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
window = QMainWindow()
window.resize(1280, 720)
window.show()
def ready():
    app.processEvents()
    os._exit(0)
QTimer.singleShot(0, ready)
app.exec()
"""

OURS = """
import os, sys
from pathlib import Path
from hallduty.app import run
run(Path(sys.argv[1]), ready=lambda: os._exit(0))
"""


def environment(folder: Path) -> dict[str, str]:
    """Compiled modules are kept, as they are once a program is installed."""
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    kept.setdefault("QT_QPA_PLATFORM", "offscreen")
    return {**kept, "PYTHONPYCACHEPREFIX": str(folder.parent / "compiled")}


def seconds(folder: Path, code: str, *arguments: str) -> float:
    """Run a program to its first picture; return its seconds."""
    started = time.perf_counter()
    command = [sys.executable, "-c", code, *arguments]
    subprocess.run(command, check=True, env=environment(folder), capture_output=True)
    return time.perf_counter() - started


def measure(folder: Path, rounds: int) -> tuple[float, float]:
    """Return the median seconds of a bare window and of ours, taken in turns."""
    bare, ours = [], []
    for _ in range(rounds + 1):
        bare.append(seconds(folder, BARE))
        ours.append(seconds(folder, OURS, str(folder)))
    # The first of each compiles, renders the look and makes the database.
    return statistics.median(bare[1:]), statistics.median(ours[1:])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--incidents", type=int, default=0)
    parser.add_argument("--data", type=Path, help="a filled data folder; a copy of it is opened")
    parser.add_argument("--rounds", type=int, default=9)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "data"
        if chosen.data:
            shutil.copytree(chosen.data, folder)
        elif chosen.incidents:
            demo = ["demo", "--incidents", str(chosen.incidents)]
            command = [sys.executable, "-m", "hallduty", "--data", str(folder), *demo]
            subprocess.run(command, check=True)
        bare, ours = measure(folder, chosen.rounds)
    filled = f"{chosen.incidents} incidents" if chosen.incidents else "an empty database"
    what = str(chosen.data or filled)
    print(f"bare window {bare * 1000:.0f} ms, ours on {what} {ours * 1000:.0f} ms: ", end="")
    print(f"{ours / bare:.2f} times")


if __name__ == "__main__":
    main()
