"""The card beside the month: the chosen day or days, and who leads them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton, QWidget

from hallduty.domain import times
from hallduty.domain.contacts import Person
from hallduty.domain.roster import Part
from hallduty.ui.person_edit import PersonEdit
from hallduty.ui.roster.month import Day, describe
from hallduty.ui.widgets import (
    button,
    column,
    field_error,
    heading,
    label,
    row,
    secondary,
    set_property,
)

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk

_HELP = (
    "方向键移动，直接输入姓名排班，Enter 保存；Delete 清空。\n"
    "Shift+方向键或拖动选中多天，一次排上；Ctrl+C 复制一天的安排，Ctrl+V 贴到选中的日子。"
)


class DayEditor(QFrame):
    """saved(part, person): put that person on the chosen days. cleared(): nobody.

    left(): Esc; the keys belong to the month again.
    """

    saved = Signal(object, object)
    cleared = Signal()
    left = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self._desk = desk
        inside = column(self, margins=(16, 12, 16, 12), gap=8)
        self.title = heading("")
        self.about = secondary(wrap=True)
        self.now = label("", wrap=True)
        inside.addWidget(self.title)
        inside.addWidget(self.about)
        inside.addWidget(self.now)
        inside.addWidget(self._parts())
        inside.addWidget(secondary("值班领导"))
        self.leader = PersonEdit("输入姓名、职务或号码")
        self.leader.setAccessibleName("值班领导")
        self.error = field_error(self.leader)
        self.leader.returnPressed.connect(self.save)
        inside.addWidget(self.leader)
        inside.addWidget(self.error)
        foot = row(gap=8)
        self.clear_button = button("清空", key="Del")
        self.clear_button.clicked.connect(self.cleared)
        self.save_button = button("保存", "primary", "Enter")
        self.save_button.clicked.connect(self.save)
        foot.addWidget(self.clear_button)
        foot.addStretch()
        foot.addWidget(self.save_button)
        inside.addLayout(foot)
        inside.addWidget(secondary(_HELP, wrap=True))

    def _parts(self) -> QWidget:
        holder = QWidget()
        line = row(holder, gap=4)
        self.parts = QButtonGroup(self)
        for place, part in enumerate(Part):
            choice = QPushButton(part.label)
            choice.setCheckable(True)
            set_property(choice, "choice", True)
            set_property(choice, "small", True)
            self.parts.addButton(choice, place)
            line.addWidget(choice)
        line.addStretch()
        self.parts.button(0).setChecked(True)
        self.parts.idClicked.connect(self._part_chosen)
        return holder

    def part(self) -> Part:
        """Return the part of the day that is chosen."""
        return list(Part)[max(0, self.parts.checkedId())]

    def set_people(self, people: Sequence[Person], departments: dict[int, str]) -> None:
        """Offer these people as leaders."""
        self.leader.set_people(people, departments)

    def show_days(self, days: Sequence[Day], leaders: dict[Part, Person]) -> None:
        """Show what is chosen; `leaders` are those of a single day."""
        self.error.say("")
        self._leaders = leaders
        for part in (self.clear_button, self.save_button, self.leader):
            part.setEnabled(bool(days))
        if len(days) == 1:
            self._show_one(days[0].day, leaders)
        else:
            self.title.setText(f"已选 {len(days)} 天" if days else "请选择日子")
            self.about.setText(_span_text(days))
            self.now.setText("")
            self.now.hide()
            self.leader.set_person(None)

    def _show_one(self, day: date, leaders: dict[Part, Person]) -> None:
        self.title.setText(f"{day.month}月{day.day}日　{times.weekday_cn(day)}")
        self.about.setText(describe(day, self._desk.calendar))
        lines = [
            f"{part.label}　{leaders[part].name}　{leaders[part].phone or '未填电话'}"
            for part in Part
            if part in leaders
        ]
        self.now.setText("\n".join(lines) or "还没有安排值班领导")
        self.now.show()
        part = next((part for part in Part if part in leaders), Part.DAY)
        self.parts.button(list(Part).index(part)).setChecked(True)
        self.leader.set_person(leaders.get(part))

    def _part_chosen(self) -> None:
        self.leader.set_person(self._leaders.get(self.part()))
        self.leader.setFocus()
        self.leader.selectAll()

    def begin(self, text: str = "") -> None:
        """Take the keys; `text` is what was typed over the month already."""
        self.leader.setFocus(Qt.FocusReason.OtherFocusReason)
        if text:
            self.leader.set_person(None)
            self.leader.setText(text)
            self.leader.completer().setCompletionPrefix(text)
            self.leader.completer().complete()
        else:
            self.leader.selectAll()

    def save(self) -> None:
        """Hand on the person in the field, or say why there is none."""
        person, problem = self.leader.person()
        self.error.say(problem or ("" if person else "请输入值班领导；不再安排请按“清空”"))
        if person is not None:
            self.saved.emit(self.part(), person)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def _span_text(days: Sequence[Day]) -> str:
    if not days:
        return ""
    first, last = days[0].day, days[-1].day
    return f"{first.month}月{first.day}日至{last.month}月{last.day}日之间"
