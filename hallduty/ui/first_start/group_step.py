"""First start, step 2: the emergency group of plan clause 三, its people and their phones."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from hallduty.domain.contacts import Person
from hallduty.domain.errors import FieldProblem, InvalidInput, UserError, refuse
from hallduty.ui import theme
from hallduty.ui.events import Topic
from hallduty.ui.first_start.step import Step
from hallduty.ui.widgets import ElidedLabel, column, field_error, pill, secondary

if TYPE_CHECKING:
    from hallduty.domain.contacts import GroupMember

_COLOURS = {"组长": "violet", "副组长": "blue"}
_NOBODY = "应急处理小组还没有席位，可在“通讯录 · 应急处理小组”里增加。"


class GroupStep(Step):
    """A line for each seat, as the plan names it: who holds it and the mobile number."""

    title = "应急处理小组"
    why = "预案三：升为重大时上报应急处理小组，按这里的次序拨打。人已变动的，直接改写姓名。"

    def build(self) -> None:
        self.rows: list[SeatRow] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.px(10))
        self._grid.setVerticalSpacing(theme.px(6))
        for place, (words, stretch) in enumerate(
            (("职责", 0), ("姓名", 2), ("预案所列职务", 3), ("手机", 3))
        ):
            self._grid.addWidget(secondary(words), 0, place)
            self._grid.setColumnStretch(place, stretch)
        self.nobody = secondary(_NOBODY, wrap=True)
        self.body.addWidget(self.nobody)
        self.body.addLayout(self._grid)

    def refresh(self) -> None:
        seats = self._desk.store.contacts.group()
        self.nobody.setVisible(not seats)
        for number, seat in enumerate(seats):
            if number == len(self.rows):
                self.rows.append(SeatRow(self, self._grid, number + 1))
            self.rows[number].show_seat(seat)
        # Seats taken out meanwhile, on the page 通讯录: their lines are of no use any more.
        for each in self.rows[len(seats) :]:
            each.hide()
        del self.rows[len(seats) :]

    def watch(self, edit: QLineEdit, key: str, saved: str) -> None:
        """Keep a field's text as a draft until it is saved."""
        self._drafts.watch(edit, key, saved)

    def save(self) -> bool:
        changed = False
        for each in self.rows:
            if not each.is_changed():
                each.say()
                continue
            try:
                self._put(each)
            except UserError as problem:
                each.refused(problem)
                return False
            each.say()
            self._drafts.committed(each.name)
            self._drafts.committed(each.mobile)
            changed = True
        if changed:
            self._desk.changed(Topic.CONTACTS)
            self.refresh()
        return True

    def _put(self, line: SeatRow) -> None:
        """Save a new number, or seat somebody else: who held the seat keeps their own record."""
        contacts, stamp = self._desk.store.contacts, self._desk.stamp
        seat, name, mobile = line.seat, line.name.text(), line.mobile.text()
        assert seat is not None
        holder = seat.person
        if name.strip() == holder.name:
            contacts.save_person(replace(holder, mobile=mobile), stamp())
            return
        known = next((each for each in contacts.people() if each.name == name.strip()), None)
        if known is None:
            newcomer = Person(0, "", name, post=holder.post, duty=holder.duty, mobile=mobile)
            known = contacts.save_person(newcomer, stamp())
        elif any(other.person.id == known.id for other in contacts.group()):
            refuse([FieldProblem("name", f"{known.name}已在小组中任职，请另写一人")])
        elif mobile and mobile != known.mobile:
            known = contacts.save_person(replace(known, mobile=mobile), stamp())
        deputy = seat.deputy.id if seat.deputy and seat.deputy.id != known.id else None
        contacts.set_group_seat(seat.id, known.id, deputy, stamp())

    def first_field(self) -> QWidget:
        empty = next((each.mobile for each in self.rows if not each.mobile.text()), None)
        return empty or (self.rows[0].mobile if self.rows else self)


class SeatRow:
    """The fields of one seat in the grid of the step."""

    def __init__(self, step: GroupStep, grid: QGridLayout, place: int) -> None:
        self._step = step
        self.seat: GroupMember | None = None
        self.rank = pill("", "grey")
        self.name, self.mobile = step.edit("姓名"), step.edit("手机", "11 位手机或带区号的固话")
        self.post = ElidedLabel("", "secondary")
        self._holders: list[QWidget] = []
        self.errors = {}
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(self.rank, place, 0, Qt.AlignmentFlag.AlignVCenter)
        for name, edit, at in (("name", self.name, 1), ("mobile", self.mobile, 3)):
            holder = QWidget()
            inside: QVBoxLayout = column(holder)
            inside.addWidget(edit)
            self.errors[name] = field_error(edit)
            inside.addWidget(self.errors[name])
            grid.addWidget(holder, place, at, top)
            self._holders.append(holder)
        grid.addWidget(self.post, place, 2)

    def show_seat(self, seat: GroupMember) -> None:
        """Show who holds the seat, or what was typed over it."""
        self.seat = seat
        self.rank.setText(seat.rank)
        self.rank.setProperty("pill", _COLOURS.get(seat.rank, "grey"))
        self.rank.style().polish(self.rank)
        self.post.setText(seat.person.post)
        key = f"first_start:seat:{seat.id}"
        self._step.watch(self.name, f"{key}:name", seat.person.name)
        self._step.watch(self.mobile, f"{key}:mobile", seat.person.mobile)
        for edit, words in ((self.name, "姓名"), (self.mobile, "手机")):
            edit.setAccessibleName(f"{seat.rank} {seat.person.name} {words}")

    def is_changed(self) -> bool:
        """Tell whether something else is typed than is saved."""
        if self.seat is None:
            return False
        person = self.seat.person
        return (self.name.text(), self.mobile.text()) != (person.name, person.mobile)

    def refused(self, problem: UserError) -> None:
        """Say each part beside its field; what has none here, beside the number."""
        said = problem if isinstance(problem, InvalidInput) else None
        name = said.message_for("name") if said else ""
        mobile = (said.message_for("mobile") if said else "") or ("" if name else str(problem))
        self.say(name, mobile)
        (self.name if name else self.mobile).setFocus()

    def say(self, name: str = "", mobile: str = "") -> None:
        """Show what is wrong with the name and with the number."""
        self.errors["name"].say(name)
        self.errors["mobile"].say(mobile)

    def hide(self) -> None:
        """Take the line off the screen."""
        for each in (self.rank, self.post, *self._holders):
            each.hide()
            each.deleteLater()
