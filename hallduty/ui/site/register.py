"""预约登记: somebody is entered in one line, and what became of everybody stands below."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QWidget

from hallduty.domain import times
from hallduty.domain.appointments import (
    Appointment,
    AppointmentKind,
    AppointmentOutcome,
    NewAppointment,
    counted,
    read_slot,
    served_words,
    take_slot,
)
from hallduty.domain.contact_lists import read_contact
from hallduty.domain.followups import masked_name
from hallduty.domain.phones import masked
from hallduty.domain.site import register_text
from hallduty.ui.incidents.still_combo import StillCombo
from hallduty.ui.inputs import line_edit
from hallduty.ui.pair_layout import pair
from hallduty.ui.site.place import Place
from hallduty.ui.site.register_row import RegisterRow
from hallduty.ui.wheel_guard import WheelGuard
from hallduty.ui.widgets import (
    button,
    column,
    day_edit,
    field_error,
    heading,
    label,
    row,
    secondary,
)

if TYPE_CHECKING:
    from hallduty.domain.stamps import Stamp

# PIPL art. 6 (minimum) and 19 (shortest retention).
NOTICE = "只为办理而登记，仅记姓名、电话、事项；时间过后按期删除（个人信息保护法第六、十九条）。"
_HINTS = {
    AppointmentKind.APPOINTMENT: "时间 姓名 电话 事项，如：明天 0900 张三 13812345678 申报",
    AppointmentKind.EXTENDED: "姓名 电话 事项（下班后办理），如：张三 13812345678 申报",
}
# More rows than this nobody reads on a screen; the printed register has them all.
_MOST = 120


class RegisterBox(QWidget):
    """The quick line on top, those to be served first below it. print_requested(): on paper."""

    print_requested = Signal()

    def __init__(self, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place = place
        self._rows: dict[int, RegisterRow] = {}
        body = column(self, gap=6)
        tools = QWidget()
        aside = row(tools, gap=8)
        self.kind = StillCombo()
        self.kind.setProperty("small", True)
        self.kind.setAccessibleName("登记种类")
        for kind in AppointmentKind:
            self.kind.addItem(kind.label, kind)
        self.kind.currentIndexChanged.connect(self._typed)
        self.print = button("打印登记簿", small=True)
        self.print.clicked.connect(self.print_requested)
        self.day = day_edit()
        self.day.setAccessibleName("登记簿日期")
        self.day.setToolTip("看哪一天的登记簿")
        self.day.installEventFilter(WheelGuard(self))
        self.day.dateChanged.connect(self._day_chosen)
        aside.addWidget(self.day)
        aside.addWidget(self.kind)
        aside.addWidget(self.print)
        body.addWidget(pair(heading("预约登记"), tools))
        line = row(gap=6)
        self.line = line_edit("预约：时间 姓名 电话 事项")
        self.line.textChanged.connect(self._typed)
        self.line.returnPressed.connect(self.submit)
        self.add = button("记下", key="Enter")
        self.add.clicked.connect(self.submit)
        line.addWidget(self.line, 1)
        line.addWidget(self.add)
        body.addLayout(line)
        self.read = secondary("", wrap=True)
        body.addWidget(self.read)
        error = field_error(self.line)
        self.errors = dict.fromkeys(("who", "phone", "matter", "due_at", "at"), error)
        body.addWidget(error)
        body.addWidget(secondary(NOTICE, wrap=True))
        self.count = label("", "muted", wrap=True)
        body.addWidget(self.count)
        self._list = column()
        body.addLayout(self._list)
        place.opened.connect(self.open)
        place.refreshed.connect(self.refresh)

    # --- showing --------------------------------------------------------------------------------

    def open(self) -> None:
        """Show another place."""
        for old in self._rows.values():
            old.hide()
            old.deleteLater()
        self._rows = {}
        self.kind.setCurrentIndex(0)
        self._place.drafts.watch(self.line, self._place.key("appointment"))
        self.errors["who"].say("")
        self.refresh()

    def refresh(self) -> None:
        """Show the register as it stands: who is to be served first."""
        day = self._place.day
        self.day.setVisible(day is not None)
        if day is not None and not self.day.hasFocus():
            with QSignalBlocker(self.day):
                self.day.setDate(QDate(day.year, day.month, day.day))
        people = self._ordered()
        shown = people[:_MOST]
        for gone in self._rows.keys() - {each.id for each in shown}:
            old = self._rows.pop(gone)
            self._list.removeWidget(old)
            old.hide()
            old.deleteLater()
        now, locked = self._place.now(), self._place.locked
        for position, person in enumerate(shown):
            line = self._rows.get(person.id) or self._add_row(person)
            if self._list.indexOf(line) != position:
                self._list.insertWidget(position, line)
                line.show()
            line.show_person(person, now, locked)
        self._tell(people)
        for widget in (self.line, self.add, self.kind):
            widget.setEnabled(not locked)
        self.print.setEnabled(self._place.hall_id is not None)
        self._typed()

    def _tell(self, people: list[Appointment]) -> None:
        lines = []
        for kind in AppointmentKind:
            mine = [each for each in people if each.kind is kind]
            lines += [text] if (text := register_text(kind.label, counted(mine))) else []
        if len(people) > _MOST:
            lines.append(f"只列出前 {_MOST} 人，其余见打印的登记簿")
        empty = "还没有登记。业务量大的办税对象预约到人少的时候，下班后办理的记为延时。"
        self.count.setText("；".join(lines) or empty)

    def rows(self) -> list[RegisterRow]:
        """Return the rows as they stand on the screen."""
        order = {each.id: place for place, each in enumerate(self._ordered())}
        return sorted(self._rows.values(), key=lambda line: order[line.person.id])

    def focus_first(self) -> None:
        """Put the keyboard into the quick line."""
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ordered(self) -> list[Appointment]:
        return sorted(self._place.people(), key=lambda each: (not each.is_open, each.due_at))

    def _add_row(self, person: Appointment) -> RegisterRow:
        line = RegisterRow(person, self)
        line.settled.connect(self._settle)
        line.rebooking_asked.connect(self._keep_rebooking)
        line.rebooked.connect(self._rebook)
        line.moved.connect(self._move)
        self._rows[person.id] = line
        return line

    def _day_chosen(self, day: QDate) -> None:
        self._place.show_day(date(day.year(), day.month(), day.day()))

    # --- entering -------------------------------------------------------------------------------

    def _kind(self) -> AppointmentKind:
        return AppointmentKind(self.kind.currentData())

    def _new(self) -> NewAppointment:
        """Read the line: an optional time first, then name, number and matter."""
        due, rest = take_slot(self.line.text(), self._place.now())
        contact = read_contact(rest)
        if contact is None:
            who, _, matter = rest.partition(" ")
            contact = (who, "", matter.strip())
        kind, extension_id = self._kind(), None
        if kind is AppointmentKind.EXTENDED:
            running = self._place.desk.store.appointments.running(self._place.hall_id)
            extension_id = running.id if running else None
            due = due or (running.until if running else self._place.closing())
        return NewAppointment(
            kind, *contact, due, self._place.incident_id, self._place.hall_id, extension_id
        )

    def _typed(self) -> None:
        """Say how the line is read, so that a slip is seen before Enter."""
        self.line.setPlaceholderText(_HINTS[self._kind()])
        if not self.line.text().strip():
            self.read.hide()
            return
        new = self._new()
        when = times.stamp(new.due_at) if new.due_at else "未写时间"
        parts = (when, masked_name(new.who), masked(new.phone), new.matter[:20])
        self.read.setText("读作：" + "　".join(part for part in parts if part))
        self.read.show()

    def submit(self) -> None:
        """Enter who stands in the line."""

        entered: list[Appointment] = []

        def work(stamp: Stamp) -> None:
            store = self._place.desk.store.appointments
            entered.append(store.add(self._new(), stamp, self._place.moment()))
            self.line.clear()
            self._place.drafts.committed(self.line)

        if self._place.attempt(work, self.errors):
            when = times.stamp(entered[0].due_at)
            self._place.desk.events.told.emit(f"已登记{entered[0].kind.label}：{when}")
            self.line.setFocus(Qt.FocusReason.OtherFocusReason)
            if self._place.day is not None:
                # Where somebody was entered is where one looks for them.
                self._place.show_day(entered[0].due_at.date())

    def _settle(self, line: RegisterRow, outcome: AppointmentOutcome, typed: str) -> None:
        store, number = self._place.desk.store.appointments, line.person.id
        window, who = served_words(typed)
        rows = [each for each in self.rows() if each.person.is_open and each is not line]
        settle = partial(store.settle, number, outcome)

        def work(stamp: Stamp) -> None:
            settle(stamp, window=window, served_by=who, at=self._place.moment())

        errors = dict.fromkeys(("window", "served_by", "at"), line.error)
        if self._place.attempt(work, errors, f"{line.person.kind.label}：{outcome.label}"):
            line.how.clear()
            (rows[0] if rows else line).setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep_rebooking(self, line: RegisterRow) -> None:
        """What is typed for 改期 is kept as drafts of this person."""
        if line.rebooking is not None:
            for name, (field, recorded) in line.rebooking.fields(line.person).items():
                key = self._place.key(f"rebook:{line.person.id}:{name}")
                self._place.drafts.watch(field, key, recorded)

    def _rebook(self, line: RegisterRow) -> None:
        typed, person = line.rebooking, line.person
        if typed is None:
            return
        fields = (typed.due.text(), typed.matter.text(), typed.why.text())
        due = read_slot(fields[0], self._place.now())
        rebook = partial(self._place.desk.store.appointments.rebook, person.id, due, *fields[1:])

        def work(stamp: Stamp) -> None:
            after = rebook(stamp, self._place.moment())
            for field, recorded in typed.fields(after).values():
                self._place.drafts.committed(field, recorded)
                field.setText(recorded)
            line.shut_rebooking()

        if self._place.attempt(work, typed.errors, f"{person.kind.label}已改期"):
            line.setFocus(Qt.FocusReason.OtherFocusReason)
            if self._place.day is not None and due is not None:
                self._place.show_day(due.date())

    def _move(self, line: RegisterRow, by: int) -> None:
        rows = self.rows()
        place = rows.index(line) + by
        if 0 <= place < len(rows):
            rows[place].setFocus(Qt.FocusReason.OtherFocusReason)
