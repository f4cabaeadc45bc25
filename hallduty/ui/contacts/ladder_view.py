"""通讯录 · 联络顺序: the call ladder of each role of the plan, and who of its holders is first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from hallduty.domain.contacts import Contact
from hallduty.ui import keys
from hallduty.ui.events import Topic
from hallduty.ui.icon_button import icon_button
from hallduty.ui.table_models import Column, RowsModel
from hallduty.ui.tables import Table
from hallduty.ui.widgets import EmptyState, button, card, column, heading, row, secondary

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk

_ABOUT = "处置步骤“联系谁”就按这里的次序：先首选，再替补，再部门。同一事件里联系不上可以换下一个。"
_NOBODY = "这个角色还没有人担任。\n请在“人员”或“部门”里为相应的人员、单位选择预案角色。"
_TONES = {"首选": "green", "替补": "blue", "部门": "grey"}


@dataclass(frozen=True, slots=True)
class _Role:
    """A role of the plan with its ladder."""

    code: str
    name: str
    contacts: tuple[Contact, ...]


@dataclass(frozen=True, slots=True)
class _Rung:
    """A place on the ladder."""

    place: int
    contact: Contact


class LadderView(QWidget):
    """The roles at the left, the ladder of the chosen one at the right."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._role: _Role | None = None
        self.roles: RowsModel[_Role] = RowsModel(_role_columns(), key=lambda each: each.code)
        self.rungs: RowsModel[_Rung] = RowsModel(
            _rung_columns(), key=lambda each: (each.contact.person_id, each.contact.name)
        )
        layout = row(self, gap=12)
        layout.addWidget(self._left(), 5)
        layout.addWidget(self._right(), 6)
        self.setFocusProxy(self.table)
        self.refresh()
        self.table.go_to_row(0)

    def _left(self) -> QWidget:
        frame = card()
        inside = column(frame, margins=1)
        self.table = Table(
            self._desk.store.settings, "contacts.roles", self.roles.columns, self.roles
        )
        self.table.setAccessibleName("预案角色")
        self.table.chosen.connect(self._show)
        self.table.opened.connect(self._into_ladder)
        inside.addWidget(self.table, 1)
        return frame

    def _right(self) -> QWidget:
        frame = card()
        inside = column(frame, margins=1)
        head = row(margins=(12, 10, 12, 4), gap=4)
        self.title = heading("")
        head.addWidget(self.title, 1)
        self.up = icon_button("arrow-up", "上移（Alt+↑）")
        keys.put(self.up, keys.MOVE, 0)
        self.up.clicked.connect(self._move_up)
        self.down = icon_button("arrow-down", "下移（Alt+↓）")
        keys.put(self.down, keys.MOVE, 1)
        self.down.clicked.connect(self._move_down)
        head.addWidget(self.up)
        head.addWidget(self.down)
        inside.addLayout(head)
        about = row(margins=(12, 0, 12, 8))
        about.addWidget(secondary(_ABOUT, wrap=True))
        inside.addLayout(about)
        self.ladder = Table(
            self._desk.store.settings, "contacts.ladder", self.rungs.columns, self.rungs
        )
        self.ladder.setAccessibleName("联络顺序")
        self.ladder.opened.connect(self._open)
        inside.addWidget(self.ladder, 1)
        foot = row(margins=(12, 8, 12, 8), gap=8)
        foot.addStretch()
        self.open_button = button("打开名片", key="Enter")
        self.open_button.clicked.connect(self._open_current)
        foot.addWidget(self.open_button)
        inside.addLayout(foot)
        return frame

    def refresh(self) -> None:
        """Ask the store again; the chosen role and rung stay."""
        plan, day = self._desk.plan, self._desk.clock.now().date()
        found = self._desk.store.contacts.ladders([role.code for role in plan.roles], day)
        roles = [_Role(role.code, role.name, found[role.code]) for role in plan.roles]
        self.roles.set_rows(roles)
        if self._role is not None:
            self._show(next((r for r in roles if r.code == self._role.code), None))

    def _show(self, role: _Role | None) -> None:
        self._role = role
        self.title.setText(f"{role.name}：先找谁" if role else "")
        rungs = [_Rung(n, c) for n, c in enumerate(role.contacts, 1)] if role else []
        self.rungs.set_rows(rungs)
        if not rungs:
            self.ladder.set_empty(EmptyState(_NOBODY))
        elif not self.ladder.currentIndex().isValid():
            self.ladder.go_to_row(0)
        self.open_button.setEnabled(bool(rungs))

    def _into_ladder(self, _role: _Role) -> None:
        self.ladder.setFocus()

    def _move_up(self) -> None:
        self._move(-1)

    def _move_down(self) -> None:
        self._move(1)

    def _move(self, by: int) -> None:
        """Put the chosen holder of the role one rung up or down."""
        role, rung = self._role, self.ladder.current_record()
        if role is None or rung is None:
            return
        people = self._desk.store.contacts.people()
        holders = {person.id for person in people if person.role == role.code}
        ids = [c.person_id for c in role.contacts if c.person_id in holders]
        if rung.contact.person_id not in ids:
            self._desk.events.told.emit(_why_fixed(role))
            return
        here = ids.index(rung.contact.person_id)
        if not 0 <= here + by < len(ids):
            return
        ids[here], ids[here + by] = ids[here + by], ids[here]
        known = [each for each in ids if each is not None]
        self._desk.store.contacts.set_ladder_order(role.code, known, self._desk.stamp())
        self._desk.events.told.emit(f"{role.name}的联络顺序已调整")
        self._desk.changed(Topic.CONTACTS)

    def _open_current(self) -> None:
        rung = self.ladder.current_record()
        if rung is not None:
            self._open(rung)

    def _open(self, rung: _Rung) -> None:
        target = rung.contact.person_id
        if target is None:
            units = self._desk.store.contacts.departments()
            unit = next((u for u in units if u.name == rung.contact.name), None)
            if unit is None:
                return
            self._desk.events.page_requested.emit(f"contacts#department:{unit.id}")
        else:
            self._desk.events.page_requested.emit(f"contacts#{target}")


def _why_fixed(role: _Role) -> str:
    if role.code == "group":
        return "应急处理小组的次序在“应急处理小组”里调整"
    if role.code == "duty_leader":
        return "值班领导按值班表确定"
    return "只有担任这个角色的人员可以调整先后，部门总在最后"


def _role_columns() -> tuple[Column[_Role], ...]:
    return (
        Column("role", "预案角色", lambda r: r.name, 9, badges=_missing),
        Column(
            "first", "首选", lambda r: r.contacts[0].name if r.contacts else "", 7, stretch=True
        ),
        Column("phone", "电话", lambda r: r.contacts[0].phone if r.contacts else "", 8),
        Column("rest", "其后", lambda r: f"{len(r.contacts) - 1} 个" if r.contacts[1:] else "", 4),
    )


def _first(role: _Role) -> Contact:
    return role.contacts[0] if role.contacts else Contact("", "")


def _missing(role: _Role) -> list[tuple[str, str]]:
    if not role.contacts:
        return [("无人", "amber")]
    return [] if any(contact.phone for contact in role.contacts) else [("无电话", "amber")]


def _rung_columns() -> tuple[Column[_Rung], ...]:
    return (
        Column("place", "次序", lambda r: str(r.place), 3),
        Column("rung", "", lambda r: r.contact.rung, 4, pill=lambda r: _TONES.get(r.contact.rung)),
        Column("name", "姓名或单位", lambda r: r.contact.label, 10, stretch=True),
        Column("phone", "电话", lambda r: r.contact.phone or "未填电话", 9),
    )
