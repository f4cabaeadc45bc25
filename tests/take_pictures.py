"""Makes every picture of the README from the running program: python -m tests.take_pictures

Lives through the real fault at the window (tests/ui/story.py) and photographs screens and papers
into docs/pictures; needs no screen.
"""

from __future__ import annotations

import os
import sys
import tempfile
from datetime import date, datetime
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import pypdfium2
from PIL import Image
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from hallduty import cli
from hallduty.app import application
from hallduty.clock import FixedClock
from hallduty.demo import fill
from hallduty.office import Office
from hallduty.ui.main_window import MainWindow
from hallduty.ui.program import Program
from hallduty.ui.roster.fill_dialog import FillDialog
from tests.ui.story import Story, staff_the_hall

OUT = Path(__file__).parents[1] / "docs" / "pictures"
MORNING = datetime(2026, 11, 13, 9, 42)
PAGES = {
    "today": "today",
    "incidents": "incidents",
    "roster": "roster",
    "roster#log": "duty-log",
    "roster#calendar": "calendar",
    "contacts": "contacts",
    "contacts#ladder": "call-ladder",
    "contacts#check": "contact-check",
    "paper": "paper-entry",
    "plan": "plan",
    "settings": "settings",
}
# The papers of the duty system: the words of the command, and which pages are shown.
DUTY_PAPERS: dict[str, tuple[list[str], tuple[int, ...]]] = {
    "roster": (["--month", "2026-11"], (1,)),
    "log": (["2026-11-12"], (1,)),
    "contacts": ([], (1,)),
    "card": ([], (1,)),
    "pack": ([], (1, 2, 3, 5, 16, 22)),
}


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


def photograph(window: QWidget, name: str) -> None:
    QApplication.processEvents()
    target = OUT / f"{name}.png"
    if not window.grab().save(str(target)):
        sys.exit(f"cannot write {target}")
    # A screen has few colours: a palette of 256 shows them all in a third of the bytes.
    with Image.open(target) as picture:
        small = picture.convert("RGB").quantize(256, dither=Image.Dither.NONE)
    small.save(target, optimize=True)


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
        printed(folder, clock, kind, words)


def printed(
    folder: Path, clock: FixedClock, kind: str, words: list[str], pages: tuple[int, ...] = ()
) -> None:
    """Print a paper by the command line and photograph its pages (all when none are named)."""
    file = folder / f"{kind}.pdf"
    if cli.main(["--data", str(folder), "print", kind, *words, "-o", str(file)], clock):
        sys.exit(f"cannot print {kind}")
    document = pypdfium2.PdfDocument(file)
    for number, page in enumerate(document, start=1):
        if number in pages or not pages:
            grey = page.render(scale=1.2).to_pil().convert("L")
            grey.save(OUT / f"paper-{kind}-{number}.png", optimize=True)
    document.close()


def ledger(app: QApplication, folder: Path) -> None:
    clock = FixedClock(MORNING)
    with Office.open(folder, clock) as office:
        fill(office.store, office.plan, clock.now(), incidents=300, seed=1)
    for kind, (words, pages) in DUTY_PAPERS.items():
        printed(folder, clock, kind, words, pages)
    program, window = opened(app, folder, clock)
    for page, name in PAGES.items():
        window.show_page(page)
        photograph(window, name)
    proposal(program, window)
    program.close()


def proposal(program: Program, window: MainWindow) -> None:
    """Photograph 自动排班 with what it proposes for December."""
    (hall,) = program.desk.store.roster.halls()
    dialog = FillDialog(program.desk, hall.id, date(2026, 12, 1), window)
    dialog.show()
    while dialog.filling is None:
        QTest.qWait(20)
    photograph(dialog, "fill")
    dialog.close()


if __name__ == "__main__":
    main()
