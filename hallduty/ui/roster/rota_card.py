"""轮值人员: who takes turns in a post, in what order, and on which days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QWidget

from hallduty.domain.errors import UserError
from hallduty.domain.roster import LEADER
from hallduty.domain.rota import Peak, RotaMember
from hallduty.ui import keys, theme
from hallduty.ui.events import Topic
from hallduty.ui.pair_layout import pair
from hallduty.ui.roster.choices import refill
from hallduty.ui.roster.name_edit import NameEdit
from hallduty.ui.roster.words import name_of
from hallduty.ui.table_models import Column, RowsModel
from hallduty.ui.tables import Table
from hallduty.ui.widgets import (
    EmptyState,
    button,
    column,
    field_error,
    heading,
    row,
    secondary,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from hallduty.domain.contacts import Person
    from hallduty.ui.desk import Desk

_NOTHING = "这个岗位还没有轮值人员。\n在下面输入姓名，按 Enter 逐个添加；几个人用“、”隔开。"
_NO_HALL = "还没有办税服务场所。\n请先在设置中登记场所名称，再安排谁轮值。"


class RotaCard(QFrame):
    """One post of one hall: Enter adds, Alt+↑↓ moves, Delete removes."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self._desk = desk
        self._people: dict[int, Person] = {}
        layout = column(self, margins=(16, 12, 16, 12), gap=8)
        layout.addLayout(self._head())
        self.model: RowsModel[RotaMember] = RowsModel(self._columns(), key=lambda m: m.id)
        self.table = Table(desk.store.settings, "roster.rota", self.model.columns, self.model)
        self.table.setProperty("framed", True)
        self.table.setAccessibleName("轮值人员")
        self.table.setMinimumHeight(theme.px(150))
        self._has_hall: bool | None = None
        self.table.chosen.connect(self._chosen)
        layout.addWidget(self.table, 1)
        layout.addWidget(self._tools())
        self.name = NameEdit("输入姓名、拼音或首字母添加，几个人用“、”隔开")
        self.name.setAccessibleName("添加轮值人员")
        self.name.entered.connect(self.add)
        self.error = field_error(self.name)
        layout.addWidget(self.name)
        layout.addWidget(self.error)
        layout.addWidget(
            secondary("先后次序只在值班天数相同时起作用；自动排班先看谁值得少。", wrap=True)
        )
        self._keys()
        self.refresh()
        self.setFocusProxy(self.name)

    def _head(self) -> QHBoxLayout:
        top = row(gap=8)
        top.addWidget(heading("轮值人员"))
        top.addStretch()
        self.post, self.hall = QComboBox(), QComboBox()
        self.post.setAccessibleName("岗位")
        self.hall.setAccessibleName("办税服务场所")
        self.hall.setMaximumWidth(theme.px(180))
        for box in (self.hall, self.post):
            box.currentIndexChanged.connect(self._show)
            top.addWidget(box)
        return top

    def _tools(self) -> QWidget:
        moves = QWidget()
        line = row(moves, gap=6)
        self.up = button("上移", key="Alt ↑", small=True)
        self.down = button("下移", key="Alt ↓", small=True)
        self.remove = button("移出", key="Del", small=True)
        self.peak = QComboBox()
        self.peak.setAccessibleName("高峰日")
        for each in Peak:
            self.peak.addItem(f"高峰日：{each.label}", each)
        self.up.clicked.connect(self._move_up)
        self.down.clicked.connect(self._move_down)
        self.remove.clicked.connect(self._remove)
        self.peak.activated.connect(self._peak_chosen)
        for part in (self.up, self.down, self.remove):
            line.addWidget(part)
        line.addStretch()
        return pair(moves, self.peak)

    def _keys(self) -> None:
        only = Qt.ShortcutContext.WidgetShortcut
        keys.bind_each(self.table, keys.MOVE, (self._move_up, self._move_down), only)
        keys.bind(self.table, keys.REMOVE, self._remove, only)

    def _columns(self) -> tuple[Column[RotaMember], ...]:
        return (
            Column("place", "次序", lambda m: str(self.model.row_of(m.id) + 1), 3, right=True),
            Column("name", "姓名", self._name, 8, badges=self._marks),
            Column("post", "职务", self._post, 8, stretch=True),
            Column("peak", "高峰日", lambda m: m.peak.label, 6, pill=_peak_tone),
        )

    def _name(self, member: RotaMember) -> str:
        return name_of(self._people, member.person_id)

    def _post(self, member: RotaMember) -> str:
        person = self._people.get(member.person_id)
        return person.post if person else ""

    def _marks(self, member: RotaMember) -> list[tuple[str, str]]:
        person = self._people.get(member.person_id)
        return [] if person is not None and person.active else [("停用", "grey")]

    # --- showing ----------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask the store again; hall, post and place stay."""
        contacts = self._desk.store.contacts
        self._people = {p.id: p for p in contacts.people(active_only=False)}
        departments = {d.id: d.name for d in contacts.departments(active_only=False)}
        self.name.set_people([p for p in self._people.values() if p.active], departments)
        halls = self._desk.store.roster.halls()
        refill(self.hall, [(hall.name, hall.id) for hall in halls])
        self.hall.setVisible(len(halls) > 1)
        self._say_what_lacks(bool(halls))
        posts = [LEADER, *(need.name for need in self._desk.settings.posts)]
        refill(self.post, [(post, post) for post in posts])
        self._show()

    def _say_what_lacks(self, has_hall: bool) -> None:
        if has_hall is self._has_hall:
            return
        self._has_hall = has_hall
        empty = EmptyState(_NOTHING) if has_hall else EmptyState(_NO_HALL, "去设置")
        empty.acted.connect(self._to_settings)
        self.table.set_empty(empty)

    def _to_settings(self) -> None:
        self._desk.events.page_requested.emit("settings")

    def _show(self) -> None:
        hall_id = self.hall.currentData()
        found = []
        if hall_id is not None:
            found = self._desk.store.rota.members(hall_id, self.post.currentText())
        self.model.set_rows(found)
        self.name.setEnabled(hall_id is not None)
        self._chosen(self.table.current_record())

    def _chosen(self, member: RotaMember | None) -> None:
        for part in (self.up, self.down, self.remove, self.peak):
            part.setEnabled(member is not None)
        if member is not None:
            with QSignalBlocker(self.peak):
                self.peak.setCurrentIndex(list(Peak).index(member.peak))

    # --- writing ----------------------------------------------------------------------------

    def add(self) -> None:
        """Add those who are typed; what is not understood stays."""
        entry = self.name.entry()
        ids = [each for part in entry.planned.values() for each in part]
        self.error.say(entry.problem or ("" if ids else "请输入姓名"))
        hall_id, post = self.hall.currentData(), self.post.currentText()
        if entry.problem or not ids or hall_id is None:
            return
        known = {member.person_id for member in self.model.rows}
        new = [each for each in ids if each not in known]
        if not new:
            self.error.say("已经在轮值名单中")
            return
        rota = self._desk.store.rota
        stamp = self._desk.stamp()
        if self._attempt(lambda: rota.add_members(hall_id, post, new, stamp)):
            self.name.set_entry("")
            self._desk.events.told.emit(f"{post}轮值名单已添加 {len(new)} 人")

    def _move_up(self) -> None:
        self._move(-1)

    def _move_down(self) -> None:
        self._move(1)

    def _move(self, by: int) -> None:
        member = self.table.current_record()
        order = [each.person_id for each in self.model.rows]
        if member is None:
            return
        place = order.index(member.person_id)
        if not 0 <= place + by < len(order):
            return
        order.insert(place + by, order.pop(place))
        hall_id, post, stamp = self.hall.currentData(), member.post, self._desk.stamp()
        self._attempt(lambda: self._desk.store.rota.reorder(hall_id, post, order, stamp))

    def _remove(self) -> None:
        member = self.table.current_record()
        if member is None:
            return
        stamp = self._desk.stamp()
        if self._attempt(lambda: self._desk.store.rota.remove_member(member.id, stamp)):
            told = f"{self._name(member)}不再轮值{member.post}，已排的班不变"
            self._desk.events.told.emit(told)

    def _peak_chosen(self) -> None:
        from dataclasses import replace

        member = self.table.current_record()
        if member is None:
            return
        # Qt hands a word back, not the member of the enumeration.
        changed = replace(member, peak=Peak(self.peak.currentData()))
        stamp = self._desk.stamp()
        self._attempt(lambda: self._desk.store.rota.save_member(changed, stamp))

    def _attempt(self, work: Callable[[], object]) -> bool:
        self.error.say("")
        try:
            work()
        except UserError as problem:
            self.error.say(str(problem))
            return False
        self._desk.changed(Topic.ROSTER)
        return True


def _peak_tone(member: RotaMember) -> str | None:
    return None if member.peak is Peak.ANY else "amber"
