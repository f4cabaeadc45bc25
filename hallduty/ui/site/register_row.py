"""One person of the register on the screen, masked: when, who, and what became of it."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from hallduty.domain import times
from hallduty.domain.appointments import Appointment, AppointmentKind, AppointmentOutcome
from hallduty.domain.followups import masked_name
from hallduty.ui import keys
from hallduty.ui.pair_layout import pair
from hallduty.ui.person_row import PersonRow
from hallduty.ui.site.rebooking import Rebooking
from hallduty.ui.widgets import button, clear_problems, pill, row, set_property

_TONES = {
    AppointmentOutcome.OPEN: "blue",
    AppointmentOutcome.SERVED: "green",
    AppointmentOutcome.MISSED: "amber",
    AppointmentOutcome.CANCELLED: "grey",
}


class RegisterRow(PersonRow):
    """settled(row, outcome, typed): what became of it; typed names window and who served.

    rebooking_asked(row): 改期 or F4, `rebooking` is there to be filled in. rebooked(row): it is.
    """

    settled = Signal(object, object, str)
    rebooking_asked = Signal(object)
    rebooked = Signal(object)

    def __init__(self, person: Appointment, parent: QWidget | None = None) -> None:
        super().__init__((9, 6, 8, 6), 3, parent)
        self.person = person
        self.mark = pill("", "blue")
        aside = QWidget()
        top = row(aside, gap=8)
        self.rebook = button("改期", "link", small=True)
        self.rebook.setToolTip("改时间或事项，写明原因（F4）")
        top.addWidget(self.reveal)
        top.addWidget(self.rebook)
        top.addWidget(self.mark)
        self.body.addWidget(pair(self.who, aside))
        deeds = QWidget()
        under = row(deeds, gap=6)
        self.done = button("已办", small=True)
        self.missed = button("未到", small=True)
        self.cancelled = button("取消预约", "link", small=True)
        self.again = button("重新办理", "link", small=True)
        self.done.clicked.connect(self.start)
        self.missed.clicked.connect(self._missed)
        self.rebook.clicked.connect(self.start_rebooking)
        self.cancelled.clicked.connect(self._cancelled)
        self.again.clicked.connect(self._again)
        for part in (self.done, self.missed, self.cancelled, self.again):
            under.addWidget(part)
        self.body.addWidget(pair(self.matter, deeds))
        self.build_how("窗口和办理人", "窗口和办理人，如 3号 王某某（可不填）")
        # Made when it is first asked for: a long register has one for hardly anybody.
        self.rebooking: Rebooking | None = None

    @property
    def is_settled(self) -> bool:
        return not self.person.is_open

    def show_person(self, person: Appointment, now: datetime, locked: bool) -> None:
        """Show somebody; whose time has passed without a word is amber."""
        self.person, self._locked = person, locked
        late = person.is_late(now)
        set_property(self, "tone", "warn" if late and not locked else "")
        self._show_who()
        self.matter.setText(person.matter or "未写事项")
        self.mark.setText("过时未办" if late else person.outcome.label)
        set_property(self.mark, "pill", "amber" if late else _TONES[person.outcome])
        free = person.is_open and not locked
        for part in (self.done, self.missed, self.cancelled):
            part.setVisible(free)
        self.rebook.setVisible(free and person.kind is AppointmentKind.APPOINTMENT)
        if not free:
            self.shut_rebooking()
        self.again.setVisible(not person.is_open and not locked and not person.is_forgotten)
        self.said.setText(f"已改期：{person.rebooked_why}" if person.rebooked_why else "")
        if person.served_at is not None:
            when = f"{person.served_at:%m-%d} {times.clock(person.served_at)}"
            parts = (when, person.window, person.served_by)
            self.said.setText(" ".join(part for part in parts if part))
            self._open_how(False)
        self.said.setVisible(bool(self.said.text()))

    def start(self) -> None:
        """Ask at which window and by whom; Enter alone is enough."""
        self.shut_rebooking()
        self._open_how(True)
        self.how.setFocus(Qt.FocusReason.OtherFocusReason)

    def start_rebooking(self) -> None:
        """Ask for another time or matter, and why."""
        self._open_how(False)
        if self.rebooking is None:
            self.rebooking = Rebooking()
            self.rebooking.entered.connect(self._rebooked)
            self.body.addWidget(self.rebooking)
        self.rebooking_asked.emit(self)
        self.rebooking.show()
        self.rebooking.begin()

    def shut_rebooking(self) -> None:
        """Take the fields away; what was typed in them is a draft."""
        if self.rebooking is not None:
            self.rebooking.hide()
            clear_problems(self.rebooking.errors.values())

    def _rebooked(self) -> None:
        self.rebooked.emit(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        open_now = self.rebooking is not None and not self.rebooking.isHidden()
        if keys.REBOOK.hears(event) and not self.rebook.isHidden():
            self.start_rebooking()
        elif event.key() == Qt.Key.Key_Escape and open_now:
            self.shut_rebooking()
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)

    def _show_who(self) -> None:
        found = self.person
        named = self._named(found.who, found.phone)
        if found.is_forgotten:
            named = "个人信息已按期删除"
        when = times.clock(found.due_at)
        self.who.setText(f"{found.due_at:%m-%d} {when} {found.kind.label}　{named}".strip())
        self.setAccessibleName(f"{when} {masked_name(found.who)} {found.matter}")

    def _entered(self) -> None:
        self.settled.emit(self, AppointmentOutcome.SERVED, self.how.text())

    def _missed(self) -> None:
        self.settled.emit(self, AppointmentOutcome.MISSED, "")

    def _cancelled(self) -> None:
        self.settled.emit(self, AppointmentOutcome.CANCELLED, "")

    def _again(self) -> None:
        self.settled.emit(self, AppointmentOutcome.OPEN, "")
