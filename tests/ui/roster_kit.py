"""What the tests of the roster screen share: a hall, people with readings, and its grid."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from hallduty.domain.contacts import Person
from hallduty.domain.roster import LEADER, Hall, Part
from hallduty.domain.rota import RotaMember
from hallduty.ui.desk import Desk
from hallduty.ui.roster.grid import Cell
from hallduty.ui.roster.roster_grid import RosterGrid
from hallduty.ui.roster.roster_view import RosterView
from tests.ui.pages_kit import add_person, stamp

NAMES = ("刘某某", "王小明", "单雄信", "曾志伟")


def day(number: int, month: int = 11, year: int = 2026) -> date:
    return date(year, month, number)


def crew(desk: Desk) -> dict[str, Person]:
    return {name: add_person(desk, name, mobile=f"1380000000{n}") for n, name in enumerate(NAMES)}


def opened(desk: Desk, qtbot: QtBot) -> RosterView:
    view = RosterView(desk)
    qtbot.addWidget(view)
    view.resize(1148, 600)
    view.show()
    with qtbot.waitActive(view):
        view.activateWindow()
    view.grid.grid.setFocus()
    return view


def plan(
    desk: Desk,
    hall: Hall,
    wanted: date,
    post: str,
    *people: Person,
    part: Part = Part.DAY,
    by_hand: bool = True,
) -> None:
    ids = tuple(person.id for person in people)
    desk.store.roster.set_post(wanted, part, hall.id, post, ids, stamp(desk), by_hand)


def rota(desk: Desk, hall: Hall, *people: Person, post: str = LEADER) -> None:
    for person in people:
        desk.store.rota.save_member(RotaMember(0, "", hall.id, post, person.id), stamp(desk))


def cell(grid: RosterGrid, wanted: date, post: str = LEADER) -> Cell:
    found = grid.cell_at(wanted, post)
    assert found is not None
    return found


def press(widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
    if modifier is None:
        QTest.keyClick(widget, key)
    else:
        QTest.keyClick(widget, key, modifier)


def keys(text: str) -> None:
    """Type letters on whatever has the keyboard, one key after the other."""
    for letter in text:
        for kind in (QKeyEvent.Type.KeyPress, QKeyEvent.Type.KeyRelease):
            target = QApplication.focusWidget()
            assert target is not None
            event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
            QApplication.sendEvent(target, event)
