"""Makes every picture of the README from the running program: python -m tests.take_pictures

Lives through the real fault (tests/ui/story.py) and the power cut (story_power_cut.py) at the
window and photographs screens and papers into docs/pictures; needs no screen.
"""

from __future__ import annotations

import os
import sys
import tempfile
from datetime import date, datetime, time
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
from hallduty.ui.leaving_dialog import LeavingDialog
from hallduty.ui.main_window import MainWindow
from hallduty.ui.program import Program
from hallduty.ui.roster.fill_dialog import FillDialog
from hallduty.ui.tasks import InlineRunner
from tests.ui.conftest import FakeAsker
from tests.ui.story import Story, staff_the_hall
from tests.ui.story_power_cut import DAY, staff_for_the_cut
from tests.ui.story_two_days import FRIDAY, TwoDays

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
    "hall": "hall",
    "hall#arrange": "hall-arrange",
    "followups": "followups-all",
    "policy": "policy",
    "needs": "needs",
    "needs#month#2026-11": "needs-month",
    "plan": "plan",
    "settings": "settings",
    "help": "help",
    "help#cut": "help-cut",
}
# The papers of the duty system: the words of the command, and which pages are shown.
DUTY_PAPERS: dict[str, tuple[list[str], tuple[int, ...]]] = {
    "roster": (["--month", "2026-11"], (1,)),
    "log": (["2026-11-12"], (1,)),
    "contacts": ([], (1,)),
    "card": ([], (1,)),
    "pack": ([], (1, 2, 3, 5, 16, 22)),
}


# The papers of the power cut and of the two days after it.
CUT_PAPERS: dict[str, tuple[list[str], tuple[int, ...]]] = {
    "notice": (["2026-001", "--paper", "a3"], (1,)),
    "briefing": (["2026-001", "--kind", "first"], (1,)),
    "trail": (["2026-001"], (1,)),
    "site": (["2026-001"], (1,)),
    "followups": (["2026-001"], (1,)),
    "policy-daily": ([FRIDAY.isoformat()], (1,)),
    "question": (["政2026-002"], (1,)),
    "appointments": ([FRIDAY.isoformat()], (1,)),
}
# The cards are those saved on the way, before they were used.
SAVED = {"二次优先卡.pdf": "cards"}


def main() -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    app = application()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        first_steps(app, folder / "empty")
        fault(app, folder / "fault")
        papers(folder / "fault")
        power_cut(app, folder / "cut", folder / "saved")
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
    # Layouts settle over several rounds of events.
    QTest.qWait(80)
    target = OUT / f"{name}.png"
    if not window.grab().save(str(target)):
        sys.exit(f"cannot write {target}")
    # A screen has few colours: a palette of 256 shows them all in a third of the bytes.
    with Image.open(target) as picture:
        small = picture.convert("RGB").quantize(256, dither=Image.Dither.NONE)
    small.save(target, optimize=True)


def first_steps(app: QApplication, folder: Path) -> None:
    program, window = opened(app, folder, FixedClock(MORNING))
    window.first_start.begin()
    photograph(window, "first-start")
    window.first_start.go_back()
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


def power_cut(app: QApplication, folder: Path, out: Path) -> None:
    """Live through the power cut and the two days after it, dialogs photographed as they stand."""
    out.mkdir()
    start = datetime.combine(DAY, time(8, 20))
    program, window = opened(app, folder, FixedClock(start))
    # Files are asked for by a scripted asker; papers are made before the next key is pressed.
    program.desk.ask, program.desk.tasks = FakeAsker(), InlineRunner()
    staff_for_the_cut(program.desk)
    program.desk.events.changed.emit("roster")

    def shoot(name: str) -> None:
        photograph(QApplication.activeModalWidget() or window, name)

    story = TwoDays(program.desk, window, shoot, out=out)
    story.live_through()
    story.live_through_two_days()
    leaving(window)
    program.close()
    clock = FixedClock(datetime(2026, 10, 26, 11, 0))
    for kind, (words, pages) in CUT_PAPERS.items():
        printed(folder, clock, kind, words, pages)
    for name, kind in SAVED.items():
        rendered(out / name, kind, (1,))


def leaving(window: MainWindow) -> None:
    """Photograph the question on the way out."""
    lines = [("2026-001 供电中断", "尚未打印"), ("2026-003 语言肢体冲突", "15:20 打印后有改动")]
    dialog = LeavingDialog(window, lines)
    dialog.show()
    photograph(dialog, "leaving")
    dialog.close()


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
    rendered(file, kind, pages)


def rendered(file: Path, kind: str, pages: tuple[int, ...] = ()) -> None:
    """Photograph the pages of a paper."""
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
    todays_fault(program, window)
    proposal(program, window)
    program.close()


def todays_fault(program: Program, window: MainWindow) -> None:
    """Photograph the tabs of the fault that is open today."""
    open_ones = program.desk.store.incidents.open_ones()
    incident = next(each for each in open_ones if each.scenario == "tax_system")
    for tab in ("notices", "site", "reports"):
        window.show_incident_tab(incident.id, tab)
        photograph(window, f"demo-{tab}")


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
