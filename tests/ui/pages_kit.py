"""What the tests of the pages share: people, halls and incidents on a real store."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4

from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget

from hallduty.domain.contacts import Department, Person
from hallduty.domain.incidents import Incident, NewIncident
from hallduty.domain.roster import Hall
from hallduty.domain.stamps import Stamp
from hallduty.ui.desk import Desk

AWKWARD = ["\x00", "😀", "\u202e反", '"*%=cmd|', "'; DROP TABLE person; --"]


def type_in(widget: QWidget, text: str) -> None:
    """Type Chinese as an input method does: composed, then committed to the focused widget."""
    composing = QInputMethodEvent(text[:1], [])
    QApplication.sendEvent(widget, composing)
    done = QInputMethodEvent("", [])
    done.setCommitString(text)
    QApplication.sendEvent(widget, done)


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
