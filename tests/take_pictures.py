"""Makes every picture of the README from the running program: python -m tests.take_pictures

Lives through the real fault at the window (tests/ui/story.py) and photographs screens and papers
into docs/pictures; needs no screen.
"""

from __future__ import annotations

import os
import sys
import tempfile
from datetime import datetime
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import pypdfium2
from PySide6.QtWidgets import QApplication

from hallduty import cli
from hallduty.app import application
from hallduty.clock import FixedClock
from hallduty.demo import fill
from hallduty.office import Office
from hallduty.ui.main_window import MainWindow
from hallduty.ui.program import Program
from tests.ui.story import Story, staff_the_hall

OUT = Path(__file__).parents[1] / "docs" / "pictures"
MORNING = datetime(2026, 11, 13, 9, 42)
PAGES = ("today", "incidents", "roster", "contacts", "plan", "settings")


def main() -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    app = application()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        first_steps(app, folder / "empty")
        fault(app, folder / "fault")
        papers(folder / "fault")
        ledger(app, folder / "demo")


def opened(app: QApplication, folder: Path, clock: FixedClock) -> tuple[Program, MainWindow]:
    program = Program(app, Office.open(folder, clock))
    window = program.window
    window.resize(1280, 720)
    window.show()
    window.activateWindow()
    app.processEvents()
    return program, window


def photograph(window: MainWindow, name: str) -> None:
    QApplication.processEvents()
    target = OUT / f"{name}.png"
    if not window.grab().save(str(target)):
        sys.exit(f"cannot write {target}")


def first_steps(app: QApplication, folder: Path) -> None:
    program, window = opened(app, folder, FixedClock(MORNING))
    photograph(window, "first-steps")
    program.close()


def fault(app: QApplication, folder: Path) -> None:
    program, window = opened(app, folder, FixedClock(MORNING))
    staff_the_hall(program.desk)
    program.desk.events.changed.emit("roster")
    wanted = {"intake", "workspace", "reports", "followups"}

    def shoot(name: str) -> None:
        if name in wanted:
            photograph(window, name)

    Story(program.desk, window, shoot).live_through()
    photograph(window, "closed")
    program.close()


def papers(folder: Path) -> None:
    clock = FixedClock(datetime(2026, 11, 13, 11, 32))
    for kind, words in (
        ("sheet", ["2026-001"]),
        ("ledger", ["--month", "2026-11"]),
        ("report", ["2026-001"]),
    ):
        file = folder / f"{kind}.pdf"
        if cli.main(["--data", str(folder), "print", kind, *words, "-o", str(file)], clock):
            sys.exit(f"cannot print {kind}")
        document = pypdfium2.PdfDocument(file)
        for number, page in enumerate(document, start=1):
            page.render(scale=1.2).to_pil().convert("L").save(OUT / f"paper-{kind}-{number}.png")
        document.close()


def ledger(app: QApplication, folder: Path) -> None:
    clock = FixedClock(MORNING)
    with Office.open(folder, clock) as office:
        fill(office.store, office.plan, clock.now(), incidents=300, seed=1)
    program, window = opened(app, folder, clock)
    for page in PAGES:
        window.show_page(page)
        photograph(window, page)
    program.close()


if __name__ == "__main__":
    main()
