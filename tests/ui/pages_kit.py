"""What the tests of the pages share: people, halls and incidents on a real store."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar
from uuid import uuid4

from PySide6.QtCore import QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from hallduty.domain.contacts import Department, Person
from hallduty.domain.incidents import Incident, NewIncident
from hallduty.domain.roster import Hall
from hallduty.domain.stamps import Stamp
from hallduty.ui.desk import Desk
from hallduty.ui.preview import PreviewDialog

Shown = TypeVar("Shown", bound=QWidget)
AWKWARD = ["\x00", "😀", "\u202e反", '"*%=cmd|', "'; DROP TABLE person; --"]


def type_in(widget: QWidget, text: str) -> None:
    """Type Chinese as an input method does: composed, then committed to the focused widget."""
    composing = QInputMethodEvent(text[:1], [])
    QApplication.sendEvent(widget, composing)
    done = QInputMethodEvent("", [])
    done.setCommitString(text)
    QApplication.sendEvent(widget, done)


def typed(text: str) -> None:
    """Type where the keyboard is."""
    focused = QApplication.focusWidget()
    assert focused is not None
    type_in(focused, text)


def on_screen(made: Shown, qtbot: QtBot, height: int = 640) -> Shown:
    """Show a page in the room that a small window gives it, with the keys in it."""
    qtbot.addWidget(made)
    made.resize(1148, height)
    made.show()
    with qtbot.waitActive(made):
        made.activateWindow()
    return made


def previewed(act: Callable[[], object]) -> str:
    """Do `act`, wait for the paper in the preview that it opens, and return its file's name."""
    seen: list[str] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, PreviewDialog)
        assert dialog.paper is not None
        seen.append(dialog._name)
        dialog.close()

    QTimer.singleShot(0, look)
    act()
    return seen[0]


def stamp(desk: Desk, at: datetime | None = None) -> Stamp:
    return Stamp(uuid4(), at or desk.clock.now(), "测试员")


def add_person(desk: Desk, name: str, **values: Any) -> Person:
    return desk.store.contacts.save_person(Person(0, "", name, **values), stamp(desk))


def add_department(desk: Desk, name: str, **values: Any) -> Department:
    return desk.store.contacts.save_department(Department(0, "", name, **values), stamp(desk))


def add_hall(desk: Desk, name: str = "办税服务厅", windows: int = 0) -> Hall:
    hall = desk.store.roster.save_hall(Hall(0, "", name), stamp(desk))
    if windows:
        desk.store.roster.set_window_count(hall.id, windows, stamp(desk))
    return hall


def add_incident(
    desk: Desk, at: str, scenario: str = "tax_system", text: str = "", **values: Any
) -> Incident:
    """Register an incident that happened at `at` (2026-11-13 09:00)."""
    when = datetime.fromisoformat(at)
    found = desk.plan.scenario(scenario)
    assert found is not None
    new = NewIncident(
        event_type=found.event_type,
        scenario=scenario,
        level=values.pop("level", desk.plan.first_level.code),
        occurred_at=when,
        reported_at=when,
        text=text,
        **values,
    )
    return desk.store.incidents.register(new, desk.plan, stamp(desk))
