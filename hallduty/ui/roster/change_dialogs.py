"""换班 and 替班: whose duty goes to whom, for oneself or on another's behalf, and who agreed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QWidget

from hallduty.domain.contact_search import matches
from hallduty.domain.errors import FieldProblem, refuse
from hallduty.domain.roster import Part
from hallduty.ui import theme
from hallduty.ui.drafts import show_text
from hallduty.ui.roster.asking import AskingDialog
from hallduty.ui.roster.grid import Cell
from hallduty.ui.roster.words import day_text, long_day, name_of
from hallduty.ui.widgets import button, field_error, row, secondary

if TYPE_CHECKING:
    from hallduty.domain.contacts import Person
    from hallduty.ui.desk import Desk

# A swap is agreed for the coming weeks; whoever comes later stands in no list.
_AHEAD = timedelta(days=92)
_DUTY = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class Duty:
    """Somebody's duty in the post: a choice of the list."""

    day: date
    part: Part
    person_id: int


class _ChangeDialog(AskingDialog):
    """What both have in common: whose duty it is, who asked, who agreed, why."""

    def __init__(self, desk: Desk, hall_id: int, cell: Cell, parent: QWidget | None) -> None:
        super().__init__(desk, parent)
        self.hall_id, self.cell = hall_id, cell
        people = desk.store.contacts.people(active_only=False)
        self.people: dict[int, Person] = {person.id: person for person in people}
        self.seats = [Duty(cell.day, part, p) for part in Part for p in cell.planned.get(part, ())]
        self.seat = self.combo("day", f"{long_day(cell.day)}　{cell.post}，谁的班")
        for duty in self.seats:
            half = "" if duty.part is Part.DAY else f"（{duty.part.label}）"
            self.seat.addItem(name_of(self.people, duty.person_id) + half, duty)
        self.build()
        mine = name_of(self.people, self.seats[0].person_id)
        self.asked_by = self.line("asked_by", "谁提出的", "本人，或代为提出的人", mine)
        self.agreed_by = self.line("agreed_by", "谁同意的", "对方本人，或批准的领导")
        self.reason = self.line("reason", "原因（可不填）")
        self.body.addLayout(self._quick())
        self.seat.currentIndexChanged.connect(self._seat_chosen)
        self.body.addStretch()

    def build(self) -> None:
        """Add what only this kind asks for."""
        raise NotImplementedError

    def other_name(self) -> str:
        """Return the name of whoever is to come, empty while nobody is chosen."""
        raise NotImplementedError

    def duty(self) -> Duty:
        """Return the duty that is given away."""
        found = self.seat.currentData()
        assert isinstance(found, Duty)
        return found

    def _quick(self) -> QHBoxLayout:
        line = row(gap=8)
        self.agrees = button("对方本人同意", "flat", small=True)
        self.agrees.setAutoDefault(False)
        self.agrees.clicked.connect(self._other_agrees)
        line.addWidget(self.agrees)
        line.addWidget(secondary("调班记入值班表，可以撤销"))
        line.addStretch()
        return line

    def _other_agrees(self) -> None:
        name = self.other_name()
        if name:
            show_text(self.agreed_by, name)
            self.reason.setFocus()

    def _seat_chosen(self) -> None:
        names = {name_of(self.people, duty.person_id) for duty in self.seats}
        if self.asked_by.text() in names:
            show_text(self.asked_by, name_of(self.people, self.duty().person_id))


class CoverDialog(_ChangeDialog):
    """替班: somebody else does the duty, with nothing in return."""

    title = "替班"
    deed = "登记替班"

    def build(self) -> None:
        self.to = self.names("to_id", "由谁替班")
        self.begin_in = self.to

    def other_name(self) -> str:
        person, _problem = self.to.person()
        return person.name if person else ""

    def write(self) -> str:
        duty, to_id = self.duty(), self.person_in(self.to, "to_id", "请输入替班的人")
        self.desk.store.shift_changes.cover(
            self.hall_id,
            self.cell.post,
            duty.day,
            duty.part,
            duty.person_id,
            to_id,
            self.asked_by.text(),
            self.agreed_by.text(),
            self.reason.text(),
            self.desk.stamp(),
        )
        return f"{day_text(duty.day, duty.part)}{self.cell.post}已由{self.other_name()}替班"


class SwapDialog(_ChangeDialog):
    """换班: two people do each other's duty; the other one is found by name or date."""

    title = "换班"
    deed = "登记换班"

    def build(self) -> None:
        self.search = QLineEdit()
        self.search.setPlaceholderText("输入姓名、拼音或日期（如 18）缩小范围，↑↓ 选择")
        self.search.textChanged.connect(self._filter)
        self.search.returnPressed.connect(self._into_agreed)
        self.search.installEventFilter(self)
        self.add("other_day", "与谁的哪一天对调", self.search)
        self.list = QListWidget()
        self.list.setProperty("framed", True)
        self.list.setMinimumHeight(theme.px(150))
        self.list.setAccessibleName("可对调的班")
        self.errors["to_id"] = field_error(self.search)
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self.errors["to_id"])
        self._duties = self._candidates()
        self._filter()
        self.begin_in = self.search

    def _candidates(self) -> list[Duty]:
        """Return the coming duties of others in this post, the nearest to the day first."""
        today = self.desk.clock.now().date()
        shifts = self.desk.store.roster.shifts(today, max(today, self.cell.day) + _AHEAD)
        own = {duty.person_id for duty in self.seats}
        found = [
            Duty(shift.day, shift.part, person_id)
            for shift in shifts
            if shift.hall_id == self.hall_id
            for person_id in shift.holders(self.cell.post)
            if person_id not in own or len(own) > 1
        ]
        return sorted(found, key=lambda duty: (abs(duty.day - self.cell.day), duty.day))

    def _filter(self) -> None:
        typed = self.search.text().strip()
        self.list.clear()
        for duty in self._duties:
            if not self._fits(duty, typed):
                continue
            name = name_of(self.people, duty.person_id)
            half = "" if duty.part is Part.DAY else f"（{duty.part.label}）"
            item = QListWidgetItem(f"{long_day(duty.day)}　{name}{half}")
            item.setData(_DUTY, duty)
            item.setSizeHint(QSize(0, theme.px(32)))
            self.list.addItem(item)
        if self.list.count():
            self.list.setCurrentRow(0)

    def _fits(self, duty: Duty, typed: str) -> bool:
        person = self.people.get(duty.person_id)
        day = duty.day
        digits = typed.replace("月", "-").replace("日", "").replace("/", "-").replace(".", "-")
        if digits in (str(day.day), f"{day.month}-{day.day}"):
            return True
        return not typed or (person is not None and matches(person, "", typed) is not None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows lead through the list while the keys stay in the search."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if event.key() in steps and self.list.count():
            wanted = self.list.currentRow() + steps[Qt.Key(event.key())]
            self.list.setCurrentRow(max(0, min(wanted, self.list.count() - 1)))
            return True
        return False

    def _into_agreed(self) -> None:
        self.agreed_by.setFocus()

    def other(self) -> Duty | None:
        """Return the duty that is taken in return; None while none is chosen."""
        item = self.list.currentItem()
        duty = item.data(_DUTY) if item is not None else None
        return duty if isinstance(duty, Duty) else None

    def other_name(self) -> str:
        other = self.other()
        return name_of(self.people, other.person_id) if other else ""

    def write(self) -> str:
        mine, other = self.duty(), self.other()
        if other is None:
            refuse([FieldProblem("other_day", "请选择与谁的哪一天对调")])
            raise AssertionError
        self.desk.store.shift_changes.swap(
            self.hall_id,
            self.cell.post,
            mine.day,
            mine.part,
            mine.person_id,
            other.day,
            other.part,
            other.person_id,
            self.asked_by.text(),
            self.agreed_by.text(),
            self.reason.text(),
            self.desk.stamp(),
        )
        return f"已换班：{day_text(mine.day)}与{day_text(other.day)}对调"
