"""What the tests of the screen share: fonts, theme, a scripted asker, a desk on a real store."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from hallduty import paths
from hallduty.clock import FixedClock
from hallduty.domain.forms import Forms, load_forms
from hallduty.domain.plan import Plan
from hallduty.domain.settings import Settings
from hallduty.errors import EnvironmentProblem
from hallduty.holidays import filing_calendar
from hallduty.store import Store
from hallduty.ui import theme
from hallduty.ui.desk import Desk
from hallduty.ui.events import Events
from hallduty.ui.outside import Outside, PrinterFacts
from hallduty.ui.tasks import InlineRunner


@dataclass
class FakeAsker:
    """Answers as the test has scripted; a question without an answer fails the test.

    `answers` is taken from the front; `asked` keeps (kind, title or text) of every question,
    `problems` what the user was told.
    """

    answers: deque[Any] = field(default_factory=deque)
    asked: list[tuple[str, str]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    findings: list[Any] = field(default_factory=list)
    folder: str = ""

    def will_answer(self, *answers: Any) -> None:
        self.answers.extend(answers)

    def _answer(self, kind: str, text: str) -> Any:
        self.asked.append((kind, text))
        assert self.answers, f"nobody scripted an answer to: {text}"
        return self.answers.popleft()

    def confirm(self, parent: QWidget | None, title: str, text: str, ok_text: str) -> bool:
        return bool(self._answer("confirm", f"{title} {text}"))

    def reason(
        self, parent: QWidget | None, title: str, label: str, preset: str = ""
    ) -> str | None:
        return self._answer("reason", f"{title} {label}")

    def open_files(self, parent: QWidget | None) -> list[Path]:
        return list(self._answer("open_files", ""))

    def save_path(self, parent: QWidget | None, suggested: str, filter: str) -> Path | None:
        return self._answer("save_path", suggested)

    def to_print(self, parent: QWidget | None, lines: Any) -> list[int] | None:
        """Leave without printing unless the test has scripted another answer."""
        self.asked.append(("to_print", "；".join(f"{what} {why}" for what, why in lines)))
        return self.answers.popleft() if self.answers else []

    def notice(self, parent: QWidget | None, title: str, text: str) -> None:
        self.asked.append(("notice", f"{title} {text}"))

    def open_folder(self, parent: QWidget | None, title: str, start: str = "") -> Path | None:
        return self._answer("open_folder", start)

    def problem(self, parent: QWidget | None, text: str) -> None:
        self.problems.append(text)

    def import_check(
        self, parent: QWidget | None, title: str, summary: str, findings: Any, ready: int
    ) -> str | None:
        self.findings = list(findings)
        return self._answer("import_check", f"{title} {summary} {ready}")


class FakeAutostart:
    """Starting at login, on a PC that keeps it in memory; `refuses` as a policy does."""

    def __init__(self) -> None:
        self.on = False
        self.refuses = ""

    def is_on(self, folder: Path) -> bool:
        return self.on

    def switch(self, on: bool, folder: Path) -> None:
        if self.refuses:
            raise EnvironmentProblem(self.refuses)
        self.on = on


class FakeIcon(QObject):
    """As much of QSystemTrayIcon as is asked of it; the offscreen platform has no tray."""

    activated = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.words = ""
        self.visible = False

    def setIcon(self, picture: object) -> None:
        assert picture is not None

    def setContextMenu(self, menu: object) -> None:
        assert menu is not None

    def setToolTip(self, words: str) -> None:
        self.words = words

    def show(self) -> None:
        self.visible = True

    def hide(self) -> None:
        self.visible = False


class FakeOutside(Outside):
    """A PC with the printers that the test gives it, whose windows open only in its notes."""

    def __init__(self) -> None:
        super().__init__(autostart=FakeAutostart())
        self.names: list[str] = []
        self.facts: dict[str, PrinterFacts] = {}
        self.opened: list[Path] = []
        self.opens = True
        self.has_tray = False
        self.ran: list[list[str]] = []
        self.started: list[list[str]] = []
        self.runs = True

    def printers(self) -> list[str]:
        return self.names

    def printer_facts(self, name: str) -> PrinterFacts:
        return self.facts.get(name, PrinterFacts())

    def system_dialog(self, printer: Any, parent: QWidget) -> bool:
        return True

    def show_folder(self, folder: Path) -> bool:
        self.opened.append(folder)
        return self.opens

    def run(self, words: list[str], parent: QObject, over: Any) -> None:
        self.ran.append(words)
        over(self.runs)

    def start(self, words: list[str]) -> bool:
        self.started.append(words)
        return self.runs

    def tray_icon(self) -> Any:
        return FakeIcon() if self.has_tray else None


class _Strays(QObject):
    """Notes what opens as a window; a part of the screen must not, it takes the keyboard."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[QWidget] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        shown = event.type() == QEvent.Type.Show and isinstance(watched, QWidget)
        if shown and watched.windowType() == Qt.WindowType.Window:
            self.shown.append(watched)
        return False


@pytest.fixture(autouse=True)
def no_stray_windows(qapp: QApplication) -> Iterator[None]:
    """Fail when a widget was shown before it had a parent, and so flashed up as a window."""
    watch = _Strays()
    qapp.installEventFilter(watch)
    yield
    qapp.removeEventFilter(watch)
    assert [w for w in watch.shown if isValid(w) and w.parent() is not None] == []


@pytest.fixture(autouse=True)
def no_leftovers() -> Iterator[None]:
    """Delete at once what a test has closed; otherwise every new look restyles it again."""
    yield
    if QApplication.instance() is not None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(scope="session")
def themed(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> QApplication:
    """The application in our light theme and the bundled font, as on a Chinese PC."""
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    theme.load_bundled_fonts(paths.resources() / "fonts")
    theme.apply(
        qapp,
        "light",
        theme.BASE_SIZE,
        resources=paths.resources(),
        cache=tmp_path_factory.mktemp("cache"),
        family=theme.BUNDLED,
    )
    return qapp


@pytest.fixture(scope="session")
def forms() -> Forms:
    return load_forms(paths.shipped() / "forms", None)


@pytest.fixture
def ask() -> FakeAsker:
    return FakeAsker()


@pytest.fixture
def outside() -> FakeOutside:
    return FakeOutside()


@pytest.fixture
def desk(
    themed: QApplication,
    store: Store,
    clock: FixedClock,
    plan: Plan,
    forms: Forms,
    ask: FakeAsker,
    outside: FakeOutside,
) -> Desk:
    """A desk on an empty store at 2026-11-13 09:42, with the group's posts of the plan."""
    settings = Settings()
    made = Desk(
        store=store,
        clock=clock,
        plan=plan,
        forms=forms,
        calendar=filing_calendar(paths.resources() / "calendar"),
        settings=settings,
        press=_press(forms, plan, settings),
        events=Events(),
        tasks=InlineRunner(),
        ask=ask,
        outside=outside,
    )
    store.contacts.seed_group(plan.group, made.stamp())
    return made


def _press(forms: Forms, plan: Plan, settings: Settings) -> Any:
    if find_spec("hallduty.documents.press") is None:
        return None
    from hallduty.documents.press import Press

    fonts = paths.resources() / "fonts"
    return Press(fonts, forms, plan, settings.bureau, settings.print_fonts)
