"""At 1280 × 720 hints in empty fields can be read, and no list is wider than its place."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QStyle, QStyleOptionFrame, QWidget
from pytestqt.qtbot import QtBot

from hallduty.demo import fill
from hallduty.ui.desk import Desk
from hallduty.ui.incidents.tabs import NAMES
from hallduty.ui.main_window import MainWindow
from hallduty.ui.tables import Table

PAGES = (
    *("incidents", "followups", "policy", "needs", "needs#month#2026-11"),
    *("roster#leave", "contacts", "contacts#group", "contacts#check", "paper", "hall"),
    *("hall#arrange", "plan", "settings"),
)


def cut_off(root: QWidget) -> list[str]:
    """Return the hints whose words before “，如” are longer than their field."""
    found = []
    for edit in root.findChildren(QLineEdit):
        if not edit.isVisible():
            continue
        option = QStyleOptionFrame()
        edit.initStyleOption(option)
        part = QStyle.SubElement.SE_LineEditContents
        room = edit.style().subElementRect(part, option, edit).width()
        hint = edit.placeholderText().split("，如")[0]
        if edit.fontMetrics().horizontalAdvance(hint) > room:
            found.append(hint)
    return found


def too_wide(root: QWidget) -> list[str]:
    """Return the lists that have to be scrolled sideways."""
    lists = [each for each in root.findChildren(Table) if each.isVisible()]
    return [each.accessibleName() for each in lists if each.horizontalScrollBar().maximum()]


def test_no_list_has_to_be_scrolled_sideways(qtbot: QtBot, desk: Desk) -> None:
    fill(desk.store, desk.plan, desk.clock.now(), incidents=40, seed=1)
    window = MainWindow(desk)
    qtbot.addWidget(window)
    window.resize(1280, 720)
    window.show()
    for page in (*PAGES, "roster#log", "roster#calendar", "roster#fairness", "contacts#ladder"):
        window.show_page(page)
        # Bars come and go for some rounds of events.
        qtbot.wait(20)
        qtbot.waitUntil(lambda: too_wide(window) == [])
    window.close()


def test_hints_can_be_read(qtbot: QtBot, desk: Desk) -> None:
    fill(desk.store, desk.plan, desk.clock.now(), incidents=12, seed=1)
    window = MainWindow(desk)
    qtbot.addWidget(window)
    window.resize(1280, 720)
    window.show()
    for page in PAGES:
        window.show_page(page)
        qtbot.wait(1)
        assert cut_off(window) == [], page
    incident = desk.store.incidents.open_ones()[0]
    for tab in NAMES:
        window.show_incident_tab(incident.id, tab)
        qtbot.wait(1)
        assert cut_off(window) == [], tab
    window.close()
