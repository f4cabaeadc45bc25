"""What the workspace's tests share: a fault on the screen, and short names for real input."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from hallduty.clock import FixedClock
from hallduty.domain.contacts import Person
from hallduty.domain.incidents import Entry, Incident, NewIncident, in_order
from hallduty.ui.desk import Desk
from hallduty.ui.incidents.step_row import StepRow
from hallduty.ui.incidents.workspace import Workspace

FAULT_AT = datetime(2026, 11, 13, 9, 42)


@dataclass
class Hands:
    """What the hands have done so far: keys pressed, characters typed, clicks of the mouse."""

    keys: int = 0
    characters: int = 0
    clicks: int = 0

    def since(self, before: Hands) -> Hands:
        """Return what they have done since then."""
        return Hands(
            self.keys - before.keys,
            self.characters - before.characters,
            self.clicks - before.clicks,
        )


HANDS = Hands()


@dataclass
class Bench:
    """A workspace with the fault of 13 November open on it."""

    desk: Desk
    workspace: Workspace
    incident_id: int
    qtbot: QtBot

    @property
    def incident(self) -> Incident:
        return self.desk.store.incidents.get(self.incident_id)

    @property
    def clock(self) -> FixedClock:
        assert isinstance(self.desk.clock, FixedClock)
        return self.desk.clock

    def entries(self) -> list[Entry]:
        return in_order(self.desk.store.incidents.entries(self.incident_id))

    def said(self) -> list[str]:
        return [entry.text for entry in self.entries()]

    def at(self, hour: int, minute: int, second: int = 0) -> None:
        self.clock.at = FAULT_AT.replace(hour=hour, minute=minute, second=second)
        self.desk.events.ticked.emit(self.clock.at)


def people(desk: Desk) -> None:
    """Enter whom the plan calls, with telephone numbers."""
    contacts = desk.store.contacts
    for number, seat in enumerate(contacts.group(), start=1):
        contacts.save_person(replace(seat.person, mobile=f"1380000000{number}"), desk.stamp())
    for name, role, post, phone in (
        ("陈某某", "information_centre", "信息中心", "13812345678"),
        ("孙某某", "information_centre", "信息中心", "13812340000"),
        ("王某某", "consultation", "咨询岗", "612"),
    ):
        made = Person(0, "", name, role=role, post=post, mobile=phone)
        contacts.save_person(made, desk.stamp())


def fault(desk: Desk, **changes: object) -> Incident:
    """Register the fault of the morning, a minute after it happened."""
    new = NewIncident("application", "tax_system", "", FAULT_AT, place="3—8号窗口")
    assert isinstance(desk.clock, FixedClock)
    desk.clock.at = FAULT_AT + timedelta(minutes=1)
    return desk.store.incidents.register(replace(new, **changes), desk.plan, desk.stamp())


def opened(qtbot: QtBot, desk: Desk, incident_id: int) -> Bench:
    workspace = Workspace(desk)
    qtbot.addWidget(workspace)
    workspace.resize(1116, 560)
    workspace.show()
    workspace.activateWindow()
    qtbot.waitUntil(workspace.isActiveWindow)
    workspace.show_incident(incident_id)
    return Bench(desk, workspace, incident_id, qtbot)


def press(widget: QWidget, key: Qt.Key, *held: Qt.KeyboardModifier) -> None:
    """Press a key on a widget."""
    HANDS.keys += 1
    modifiers = Qt.KeyboardModifier.NoModifier
    for one in held:
        modifiers |= one
    QTest.keyClick(widget, key, modifiers)


def hit(key: Qt.Key, *held: Qt.KeyboardModifier) -> None:
    """Press a key where the keyboard is: in an open list, else in the widget with the focus."""
    focused = QApplication.activePopupWidget() or QApplication.focusWidget()
    assert focused is not None, "nothing has the focus"
    press(focused, key, *held)


def write(widget: QWidget, text: str) -> None:
    """Put the focus on a widget and type: keys for ASCII, an input method for the rest."""
    widget.setFocus(Qt.FocusReason.OtherFocusReason)
    HANDS.characters += len(text)
    for character in text:
        if character.isascii():
            QTest.keyClicks(widget, character)
        else:
            composed = QInputMethodEvent()
            composed.setCommitString(character)
            QApplication.sendEvent(widget, composed)


def click_at(widget: QWidget, place: QPoint) -> None:
    """Click what the mouse would hit at that place of a widget."""
    QApplication.processEvents()
    window = widget.window()
    where = widget.mapTo(window, place)
    hit_by = window.childAt(where)
    assert hit_by is not None
    QTest.mouseClick(hit_by, Qt.MouseButton.LeftButton, pos=hit_by.mapFrom(window, where))


def tick(row: StepRow) -> None:
    """Click the box of a step."""
    click_at(row.box, QPoint(8, row.box.height() // 2))


def retype(widget: QLineEdit, text: str) -> None:
    """Type over what is in a line."""
    widget.setFocus(Qt.FocusReason.OtherFocusReason)
    widget.selectAll()
    QTest.keyClick(widget, Qt.Key.Key_Delete)
    write(widget, text)


def click(widget: QWidget) -> None:
    """Click the middle of a widget that the user can see."""
    assert widget.isVisible(), f"{widget} is not on the screen"
    assert widget.isEnabled(), f"{widget} cannot be clicked"
    HANDS.clicks += 1
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
