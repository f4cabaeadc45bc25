"""通讯录 · 应急处理小组: the seats of plan clause 三 in its order, and who holds each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QWidget

from hallduty.domain.contacts import RANKS, GroupMember
from hallduty.domain.errors import UserError
from hallduty.ui import keys
from hallduty.ui.events import Topic
from hallduty.ui.icon_button import icon_button
from hallduty.ui.person_edit import PersonEdit
from hallduty.ui.record_form import form_width
from hallduty.ui.scrolled import Scrolled
from hallduty.ui.table_models import Column, RowsModel
from hallduty.ui.tables import Table
from hallduty.ui.widgets import (
    EmptyState,
    button,
    card,
    column,
    field_error,
    heading,
    row,
    secondary,
)

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk

_CLAUSE = "预案三：重大突发事件应及时上报应急处理小组。升为重大时，按这里的次序列出姓名和电话。"
_NOTHING = "应急处理小组还没有席位。\n请在右侧选择职责和人员，增加席位。"


class GroupView(QWidget):
    """The seats at the left; at the right who holds the chosen one, and a new seat."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._seat: GroupMember | None = None
        self.model: RowsModel[GroupMember] = RowsModel(_columns(), key=lambda seat: seat.id)
        layout = row(self, gap=12)
        left = card()
        inside = column(left, margins=1)
        words = secondary(_CLAUSE, wrap=True)
        tools = row(margins=(12, 10, 12, 10), gap=4)
        tools.addWidget(words, 1)
        self.up = icon_button("arrow-up", "上移（Alt+↑）")
        keys.put(self.up, keys.MOVE, 0)
        self.up.clicked.connect(self._move_up)
        self.down = icon_button("arrow-down", "下移（Alt+↓）")
        keys.put(self.down, keys.MOVE, 1)
        self.down.clicked.connect(self._move_down)
        tools.addWidget(self.up)
        tools.addWidget(self.down)
        inside.addLayout(tools)
        self.table = Table(desk.store.settings, "contacts.group", self.model.columns, self.model)
        self.table.setAccessibleName("应急处理小组")
        self.table.chosen.connect(self._show)
        self.table.opened.connect(self._edit)
        inside.addWidget(self.table, 1)
        layout.addWidget(left, 1)
        layout.addWidget(self._panel())
        self.setFocusProxy(self.table)
        self.refresh()
        self.table.go_to_row(0)

    def _panel(self) -> QWidget:
        holder = QWidget()
        layout = column(holder, gap=12)
        layout.addWidget(self._seat_card())
        layout.addWidget(self._new_card())
        layout.addStretch()
        scroller = Scrolled(holder)
        scroller.setFixedWidth(form_width())
        return scroller

    def _seat_card(self) -> QFrame:
        frame = card()
        inside = column(frame, margins=(16, 12, 16, 12), gap=6)
        self.seat_title = heading("席位")
        self.holder = PersonEdit("输入姓名，从通讯录中选择")
        self.holder.setAccessibleName("由谁担任")
        self.holder_error = field_error(self.holder)
        self.holder.returnPressed.connect(self.save)
        self.deputy = PersonEdit("不设替补时留空")
        self.deputy.setAccessibleName("替补")
        self.deputy_error = field_error(self.deputy)
        self.deputy.returnPressed.connect(self.save)
        self.save_button = button("保存", "primary", "Enter")
        self.save_button.clicked.connect(self.save)
        self.remove_button = button("撤销席位")
        self.remove_button.clicked.connect(self.remove)
        inside.addWidget(self.seat_title)
        inside.addWidget(secondary("由谁担任"))
        inside.addWidget(self.holder)
        inside.addWidget(self.holder_error)
        inside.addWidget(secondary("替补（联系不上时找谁）"))
        inside.addWidget(self.deputy)
        inside.addWidget(self.deputy_error)
        foot = row(gap=8)
        foot.addWidget(self.remove_button)
        foot.addStretch()
        foot.addWidget(self.save_button)
        inside.addLayout(foot)
        return frame

    def _new_card(self) -> QFrame:
        frame = card()
        inside = column(frame, margins=(16, 12, 16, 12), gap=6)
        inside.addWidget(heading("增加席位"))
        inside.addWidget(secondary("职责"))
        self.rank = QComboBox()
        self.rank.addItems(RANKS)
        self.rank.setCurrentText(RANKS[-1])
        self.rank.setAccessibleName("职责")
        inside.addWidget(self.rank)
        inside.addWidget(secondary("人员"))
        self.newcomer = PersonEdit("输入姓名，从通讯录中选择")
        self.newcomer.setAccessibleName("新席位的人员")
        self.newcomer_error = field_error(self.newcomer)
        self.newcomer.returnPressed.connect(self.add)
        inside.addWidget(self.newcomer)
        inside.addWidget(self.newcomer_error)
        foot = row()
        foot.addStretch()
        self.add_button = button("增加")
        self.add_button.clicked.connect(self.add)
        foot.addWidget(self.add_button)
        inside.addLayout(foot)
        return frame

    def refresh(self) -> None:
        """Ask the store again; the chosen seat and what is typed stay."""
        contacts = self._desk.store.contacts
        seats = contacts.group()
        self.model.set_rows(seats)
        if not seats:
            self.table.set_empty(EmptyState(_NOTHING))
        departments = {d.id: d.name for d in contacts.departments(active_only=False)}
        people = contacts.people()
        for edit in (self.holder, self.deputy, self.newcomer):
            edit.set_people(people, departments)
        if self._seat is not None:
            self._seat = next((s for s in seats if s.id == self._seat.id), None)

    def _show(self, seat: GroupMember | None) -> None:
        self._seat = seat
        self.holder_error.say("")
        self.seat_title.setText(f"席位：{seat.rank}" if seat else "席位")
        self.deputy_error.say("")
        self.holder.set_person(seat.person if seat else None)
        self.deputy.set_person(seat.deputy if seat else None)
        self.save_button.setEnabled(seat is not None)
        self.remove_button.setEnabled(seat is not None)

    def _edit(self, _seat: GroupMember) -> None:
        self.holder.setFocus(Qt.FocusReason.OtherFocusReason)
        self.holder.selectAll()

    def save(self) -> None:
        """Give the chosen seat to the person in the field, and name the deputy."""
        if self._seat is None:
            return
        person, problem = self.holder.person()
        self.holder_error.say(problem or ("" if person else "请选择由谁担任"))
        deputy, deputy_problem = self.deputy.person()
        if deputy is not None and person is not None and deputy.id == person.id:
            deputy_problem = "替补不能是本人，请另选一人"
        self.deputy_error.say(deputy_problem)
        if person is None or deputy_problem:
            return
        if self._holds_seat(person.id, but=self._seat.id):
            self.holder_error.say(f"{person.name}已在小组中任职，请另选一人")
            return
        try:
            contacts = self._desk.store.contacts
            contacts.set_group_seat(
                self._seat.id, person.id, deputy.id if deputy else None, self._desk.stamp()
            )
        except UserError as trouble:
            self.holder_error.say(str(trouble))
            return
        self.holder.set_person(person)
        self.deputy.set_person(deputy)
        stands_in = f"，替补{deputy.name}" if deputy else ""
        self._desk.events.told.emit(f"应急处理小组{self._seat.rank}：{person.name}{stands_in}")
        self._desk.changed(Topic.CONTACTS)
        self.table.setFocus()

    def remove(self) -> None:
        """Take the chosen seat out of the group, after asking."""
        seat = self._seat
        if seat is None or not self._desk.ask.confirm(
            self,
            "撤销席位",
            f"撤销应急处理小组{seat.rank}{seat.person.name}的席位？人员仍在通讯录里，"
            "以前的事件记录不受影响。",
            "撤销",
        ):
            return
        try:
            self._desk.store.contacts.remove_group_seat(seat.id, self._desk.stamp())
        except UserError as trouble:
            self.holder_error.say(str(trouble))
            return
        self._desk.events.told.emit(f"已撤销{seat.rank}{seat.person.name}的席位")
        place = self.model.row_of(seat.id)
        self._desk.changed(Topic.CONTACTS)
        self.table.go_to_row(min(place, self.model.rowCount() - 1))
        self._show(self.table.current_record())
        self.table.setFocus()

    def _move_up(self) -> None:
        self._move(-1)

    def _move_down(self) -> None:
        self._move(1)

    def _move(self, by: int) -> None:
        """Put the chosen seat one place up or down in the order of calling."""
        if self._seat is None:
            return
        ids = [seat.id for seat in self.model.rows]
        here = ids.index(self._seat.id)
        if not 0 <= here + by < len(ids):
            return
        ids[here], ids[here + by] = ids[here + by], ids[here]
        self._desk.store.contacts.reorder_group(ids, self._desk.stamp())
        self._desk.changed(Topic.CONTACTS)

    def add(self) -> None:
        """Add a seat of the chosen rank for the person in the field."""
        person, problem = self.newcomer.person()
        self.newcomer_error.say(problem or ("" if person else "请选择人员"))
        if person is None:
            return
        if self._holds_seat(person.id):
            self.newcomer_error.say(f"{person.name}已在小组中任职，请另选一人")
            return
        rank = self.rank.currentText()
        try:
            self._desk.store.contacts.add_group_seat(rank, person.id, self._desk.stamp())
        except UserError as trouble:
            self.newcomer_error.say(str(trouble))
            return
        self.newcomer.set_person(None)
        self._desk.events.told.emit(f"应急处理小组增加{rank}：{person.name}")
        self._desk.changed(Topic.CONTACTS)

    def _holds_seat(self, person_id: int, but: int = 0) -> bool:
        return any(s.person.id == person_id and s.id != but for s in self.model.rows)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self.table.hasFocus():
            self.table.setFocus()
        else:
            super().keyPressEvent(event)


def _columns() -> tuple[Column[GroupMember], ...]:
    return (
        Column("rank", "职责", lambda s: s.rank, 5, pill=_rank_pill),
        Column("name", "姓名", lambda s: s.person.name, 8, badges=_marks),
        Column("post", "职务", lambda s: s.person.post, 8, stretch=True),
        Column("deputy", "替补", _deputy, 11, badges=_deputy_marks),
        Column("mobile", "手机", lambda s: s.person.mobile, 7),
        Column("office_phone", "办公电话", lambda s: s.person.office_phone, 7),
    )


def _rank_pill(seat: GroupMember) -> str:
    return {"组长": "violet", "副组长": "blue"}.get(seat.rank, "grey")


def _deputy(seat: GroupMember) -> str:
    return " ".join(p for p in (seat.deputy.name, seat.deputy.phone) if p) if seat.deputy else ""


def _deputy_marks(seat: GroupMember) -> list[tuple[str, str]]:
    return [("已停用", "red")] if seat.deputy and not seat.deputy.active else []


def _marks(seat: GroupMember) -> list[tuple[str, str]]:
    if not seat.person.active:
        return [("已停用，请换人", "red")]
    return [] if seat.person.phone else [("无电话", "amber")]
