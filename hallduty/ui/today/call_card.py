"""紧急联系: the emergency group in the plan's order, the information centre, public numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QWidget

from hallduty.domain.contacts import Category
from hallduty.ui.today.titled_card import TitledCard
from hallduty.ui.widgets import (
    ElidedLabel,
    button,
    label,
    row,
    secondary,
)

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk

_CENTRE = "information_centre"
_PUBLIC = "报警 110　急救 120　火警 119　纳税缴费服务 12366"


@dataclass(frozen=True, slots=True)
class Number:
    """One line: whom, and the number; `missing` leads to where it can be entered."""

    who: str
    phone: str
    page: str = ""


def numbers(desk: Desk) -> list[Number]:
    """Return the lines of the card, in the order in which one calls (plan clause 三)."""
    return [*_group(desk), *_centre(desk)]


def _group(desk: Desk) -> Iterator[Number]:
    for seat in desk.store.contacts.group():
        person = seat.person
        post = f"（{person.post}）" if person.post else ""
        yield Number(f"{seat.rank} {person.name}{post}", person.phone, f"contacts#{person.id}")


def _centre(desk: Desk) -> Iterator[Number]:
    found = desk.store.contacts.who_answers(_CENTRE, desk.clock.now().date())
    word = desk.plan.role(_CENTRE).name
    if not found:
        yield Number(word, "", "contacts")
    for contact in found[:2]:
        who = contact.label if word in contact.label else f"{word} {contact.label}"
        page = f"contacts#{contact.person_id}" if contact.person_id else "contacts"
        yield Number(who, contact.phone, page)


def _public_numbers(desk: Desk) -> str:
    """Return the public numbers as the directory has them: 报警 110　急救 120."""
    units = desk.store.contacts.departments()
    public = [unit for unit in units if unit.kind is Category.PUBLIC and unit.phone]
    return "\u3000".join(f"{unit.name} {unit.phone}" for unit in public)


class CallCard(TitledCard):
    """Shows the numbers as they stand in the store."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, "紧急联系", secondary("按预案顺序"), parent)
        self.public = label(_PUBLIC, wrap=True)
        self.public.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.public.setContentsMargins(8, 4, 8, 0)
        self.foot.addWidget(self.public)
        self.shown: list[Number] = []

    def refresh(self) -> None:
        """Ask the store again."""
        self.public.setText(_public_numbers(self._desk) or _PUBLIC)
        found = numbers(self._desk)
        if found == self.shown:
            return
        self.shown = found
        self.clear()
        for number in found:
            self.body.addWidget(self._row(number))

    def _row(self, number: Number) -> QFrame:
        frame = QFrame()
        frame.setProperty("row", True)
        layout = row(frame, margins=(8, 6, 8, 6), gap=8)
        layout.addWidget(ElidedLabel(number.who), 1)
        if number.phone:
            phone = label(number.phone, "phone")
            phone.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            layout.addWidget(phone)
        else:
            fill = button("填写电话", "link", small=True)
            fill.setProperty("page", number.page)
            fill.clicked.connect(self._fill)
            layout.addWidget(fill)
        return frame

    def _fill(self) -> None:
        self._desk.events.page_requested.emit(str(self.sender().property("page")))
