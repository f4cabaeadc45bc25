"""One person of the register on the screen, masked: when, who, and what became of it."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from hallduty.domain import times
from hallduty.domain.appointments import Appointment, AppointmentOutcome
from hallduty.domain.followups import masked_name
from hallduty.domain.phones import masked
from hallduty.ui.form_editors import NO_CUT
from hallduty.ui.pair_layout import pair
from hallduty.ui.widgets import (
    ElidedLabel,
    button,
    column,
    field_error,
    pill,
    row,
    secondary,
    set_property,
)

_TONES = {
    AppointmentOutcome.OPEN: "blue",
    AppointmentOutcome.SERVED: "green",
    AppointmentOutcome.MISSED: "amber",
    AppointmentOutcome.CANCELLED: "grey",
}


class RegisterRow(QFrame):
    """settled(row, outcome, typed): what became of it; typed names window and who served.

    moved(row, ±1): an arrow key.
    """

    settled = Signal(object, object, str)
    moved = Signal(object, int)

    def __init__(self, person: Appointment, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.person = person
        self._shown = self._locked = False
        self.setProperty("step", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        body = column(self, margins=(9, 6, 8, 6), gap=3)
        self.who = ElidedLabel(role="strong")
        self.reveal = button("显示", "link", small=True)
        self.reveal.setToolTip("显示完整姓名和电话（空格）")
        self.reveal.clicked.connect(self._toggle)
        self.mark = pill("", "blue")
        aside = QWidget()
        top = row(aside, gap=8)
        top.addWidget(self.reveal)
        top.addWidget(self.mark)
        body.addWidget(pair(self.who, aside))
        self.matter = ElidedLabel(role="secondary")
        deeds = QWidget()
        under = row(deeds, gap=6)
        self.done = button("已办", small=True)
        self.missed = button("未到", small=True)
        self.cancelled = button("取消预约", "link", small=True)
        self.again = button("重新办理", "link", small=True)
        self.done.clicked.connect(self.start)
        self.missed.clicked.connect(self._missed)
        self.cancelled.clicked.connect(self._cancelled)
        self.again.clicked.connect(self._again)
        for part in (self.done, self.missed, self.cancelled, self.again):
            under.addWidget(part)
        body.addWidget(pair(self.matter, deeds))
        self.said = secondary("", wrap=True)
        body.addWidget(self.said)
        line = row(gap=6)
        self.how = QLineEdit()
        self.how.setMaxLength(NO_CUT)
        self.how.setPlaceholderText("窗口和办理人，如 3号 王某某（可不填）")
        self.how.setAccessibleName("窗口和办理人")
        self.how.returnPressed.connect(self._entered)
        self.ok = button("确定", small=True, key="Enter")
        self.ok.clicked.connect(self._entered)
        line.addWidget(self.how, 1)
        line.addWidget(self.ok)
        body.addLayout(line)
        self.error = field_error(self.how)
        body.addWidget(self.error)
        self._open_how(False)

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
        self.again.setVisible(not person.is_open and not locked and not person.is_forgotten)
        if person.served_at is not None:
            when = f"{person.served_at:%m-%d} {times.clock(person.served_at)}"
            parts = (when, person.window, person.served_by)
            self.said.setText(" ".join(part for part in parts if part))
            self._open_how(False)
        self.said.setVisible(person.served_at is not None)

    def start(self) -> None:
        """Ask at which window and by whom; Enter alone is enough."""
        self._open_how(True)
        self.how.setFocus(Qt.FocusReason.OtherFocusReason)

    def hide_person(self) -> None:
        """Mask name and number again."""
        self._shown = False
        self._show_who()

    def _show_who(self) -> None:
        found = self.person
        who = found.who if self._shown else masked_name(found.who)
        phone = found.phone if self._shown else masked(found.phone)
        named = " ".join(part for part in (who, phone) if part)
        if found.is_forgotten:
            named = "个人信息已按期删除"
        when = times.clock(found.due_at)
        self.who.setText(f"{found.due_at:%m-%d} {when} {found.kind.label}　{named}".strip())
        self.reveal.setText("隐藏" if self._shown else "显示")
        self.reveal.setVisible(bool(found.who or found.phone))
        self.setAccessibleName(f"{when} {masked_name(found.who)} {found.matter}")

    def _open_how(self, shown: bool) -> None:
        self.how.setVisible(shown)
        self.ok.setVisible(shown)
        if not shown:
            self.error.say("")

    def _toggle(self) -> None:
        self._shown = not self._shown
        self._show_who()

    def _entered(self) -> None:
        self.settled.emit(self, AppointmentOutcome.SERVED, self.how.text())

    def _missed(self) -> None:
        self.settled.emit(self, AppointmentOutcome.MISSED, "")

    def _cancelled(self) -> None:
        self.settled.emit(self, AppointmentOutcome.CANCELLED, "")

    def _again(self) -> None:
        self.settled.emit(self, AppointmentOutcome.OPEN, "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(self, -1 if key == Qt.Key.Key_Up else 1)
        elif key == Qt.Key.Key_Space:
            self._toggle()
        elif key == Qt.Key.Key_Escape and not self.how.isHidden():
            self._open_how(False)
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self._locked:
            if self.person.is_open:
                self.start()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        event.accept()
