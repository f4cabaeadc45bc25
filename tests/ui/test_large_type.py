"""The pages of the duty system at 150 %: on 1280 × 720 nothing is squeezed, cut off or covered."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from hallduty import paths
from hallduty.demo import fill
from hallduty.ui import theme
from hallduty.ui.desk import Desk
from hallduty.ui.main_window import MainWindow
from hallduty.ui.roster.change_dialogs import CoverDialog, SwapDialog
from hallduty.ui.roster.roster_view import RosterView
from hallduty.ui.settings.page import SettingsPage
from tests.ui.pages_kit import add_hall

PAGES = (
    "roster",
    "roster#log",
    "roster#calendar",
    "roster#fairness",
    "roster#leave",
    "contacts",
    "contacts#department:5",
    "contacts#group",
    "contacts#ladder",
    "contacts#check",
    "paper",
    "settings",
    "help",
    "help#cut",
    "help#trouble",
    "help#about",
)


@pytest.fixture
def large(themed: QApplication, tmp_path: Path) -> Iterator[None]:
    """The look at 20 px, as 设置 · 特大 gives it; afterwards the session's is put back."""
    sheet, font = themed.styleSheet(), themed.font()
    theme.apply(
        themed,
        "light",
        20,
        resources=paths.resources(),
        cache=tmp_path / "cache",
        family=theme.BUNDLED,
    )
    yield
    themed.setFont(font)
    themed.setStyleSheet(sheet)


def squeezed(root: QWidget) -> list[str]:
    """Return what is smaller than its words need, or sticks out of what it lies in."""
    found = []
    for part in root.findChildren(QWidget):
        if not part.isVisible() or not isinstance(
            part, (QPushButton, QLineEdit, QComboBox, QCheckBox, QLabel)
        ):
            continue
        around = part.parentWidget()
        if around is None or isinstance(around.parentWidget(), QAbstractScrollArea):
            continue
        least = part.minimumSizeHint()
        narrow = isinstance(part, (QPushButton, QCheckBox)) and part.width() < least.width()
        if isinstance(part, QLabel):
            lines = part.heightForWidth(part.width()) if part.wordWrap() else 0
            low = part.height() < max(lines, part.fontMetrics().height()) - 2
        else:
            low = part.height() < least.height() - 1
        if narrow or low or not around.rect().contains(part.geometry()):
            name = part.text() if not isinstance(part, QComboBox) else part.currentText()
            found.append(f"{type(part).__name__} {name[:20]!r} in {type(around).__name__}")
    return found


def test_nothing_is_squeezed_at_150_per_cent(qtbot: QtBot, desk: Desk, large: None) -> None:
    fill(desk.store, desk.plan, desk.clock.now(), incidents=12, seed=1)
    window = MainWindow(desk)
    qtbot.addWidget(window)
    window.resize(1280, 720)
    window.show()
    for page in PAGES:
        window.show_page(page)
        qtbot.wait(1)
        assert squeezed(window) == [], page
    window.close()


@pytest.mark.parametrize("kind", [SwapDialog, CoverDialog])
def test_a_change_of_duty_fits_on_the_screen(
    qtbot: QtBot, desk: Desk, large: None, kind: type[SwapDialog]
) -> None:
    fill(desk.store, desk.plan, desk.clock.now(), incidents=3, seed=1)
    view = RosterView(desk)
    qtbot.addWidget(view)
    view.resize(1000, 500)
    view.show()
    (hall,) = desk.store.roster.halls()
    cell = view.grid.grid.current_cell()
    assert cell is not None
    dialog = kind(desk, hall.id, cell, view)
    dialog.show()
    qtbot.wait(1)
    assert dialog.height() <= dialog.screen().availableSize().height() - 40
    assert squeezed(dialog) == []
    for edit in dialog.findChildren(QLineEdit):
        if edit.isVisible():
            edit.setFocus()
            assert edit.visibleRegion().boundingRect().height() == edit.height()
    # What is wrong is said inside the dialog, and it still fits.
    dialog.do()
    qtbot.wait(1)
    assert any(error.isVisible() for error in dialog.errors.values())
    assert squeezed(dialog) == []
    assert dialog.height() <= dialog.screen().availableSize().height() - 40
    dialog.close()


def test_a_card_of_the_settings_grows_with_what_is_typed(qtbot: QtBot, desk: Desk) -> None:
    add_hall(desk)
    page = SettingsPage(desk)
    qtbot.addWidget(page)
    page.resize(1148, 640)
    page.show()
    qtbot.wait(1)
    # One column now: every card has moved.
    page.resize(600, 640)
    qtbot.wait(1)
    for _ in range(3):
        page.duty.demands.insertPlainText("坚守岗位，维护正常办税秩序。\n")
        qtbot.wait(1)
    assert squeezed(page.duty) == []
    heights = [line.name.height() for line in page.duty.lines]
    tops = [line.name.y() for line in page.duty.lines]
    assert all(low - high >= tall for high, low, tall in zip(tops, tops[1:], heights, strict=False))


def test_enter_brings_the_next_field_of_a_leave_into_view(
    qtbot: QtBot, desk: Desk, large: None
) -> None:
    fill(desk.store, desk.plan, desk.clock.now(), incidents=3, seed=1)
    window = MainWindow(desk)
    qtbot.addWidget(window)
    window.resize(1280, 720)
    window.show()
    with qtbot.waitActive(window):
        window.activateWindow()
    window.show_page("roster#leave")
    card = next(w for w in window.findChildren(QWidget) if type(w).__name__ == "LeaveCard")
    for edit in (card.person, card.first, card.last, card.remark):  # type: ignore[attr-defined]
        edit.setFocus()
        assert not edit.visibleRegion().isEmpty()
        assert edit.visibleRegion().boundingRect().height() == edit.height()
    window.close()
