"""While a sheet is open its keys are its own: the incident behind it hears none of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from hallduty.domain.incidents import Incident, Status
from hallduty.ui.desk import Desk
from hallduty.ui.incidents.workspace import Workspace
from hallduty.ui.main_window import MainWindow
from tests.ui.workspace_kit import fault, hit

ALT, SHIFT = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def behind(desk: Desk) -> Incident:
    return fault(desk)


@pytest.fixture
def window(desk: Desk, behind: Incident, qtbot: QtBot) -> Iterator[MainWindow]:
    made = MainWindow(desk)
    qtbot.addWidget(made)
    made.resize(1280, 720)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.show_incident(behind.id)
    yield made
    made.close()


def workspace(window: MainWindow) -> Workspace:
    page = window.page("workspace")
    assert isinstance(page, Workspace)
    return page


def test_alt_and_a_digit_choose_the_scenario_and_no_tab(window: MainWindow, desk: Desk) -> None:
    hit(Qt.Key.Key_F2)
    hit(Qt.Key.Key_4)
    hit(Qt.Key.Key_2, ALT)
    assert workspace(window).tabs.bar.currentIndex() == 0
    hit(Qt.Key.Key_Return)
    newest = desk.store.incidents.open_ones()[-1]
    assert newest.scenario == "agency_system"
    assert desk.store.incidents.count() == 2


@pytest.mark.parametrize("key", [Qt.Key.Key_F7, Qt.Key.Key_F8, Qt.Key.Key_F9])
def test_what_is_behind_is_neither_recovered_nor_closed(
    window: MainWindow, desk: Desk, behind: Incident, key: Qt.Key
) -> None:
    hit(Qt.Key.Key_F2)
    hit(key)
    assert desk.store.incidents.get(behind.id).status is Status.HANDLING
    assert not workspace(window).panel.isVisible()
    assert not workspace(window).promises.field.isVisible()
    assert window.intake.isVisible()


def test_the_conflict_over_another_incident_keeps_its_keys(
    window: MainWindow, desk: Desk, behind: Incident
) -> None:
    hit(Qt.Key.Key_F2, SHIFT)
    hit(Qt.Key.Key_F8)
    hit(Qt.Key.Key_2, ALT)
    assert desk.store.incidents.get(behind.id).status is Status.HANDLING
    assert workspace(window).tabs.bar.currentIndex() == 0


def test_keys_of_the_window_itself_go_on_working(window: MainWindow, desk: Desk) -> None:
    hit(Qt.Key.Key_F2)
    hit(Qt.Key.Key_F2, SHIFT)
    assert window.conflict.isVisible()
    assert not window.intake.isVisible()
