"""One follow-up on the screen: whom it is owed to, masked, and how it was settled."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from hallduty.domain import times
from hallduty.domain.followup_board import USUAL_WORDS
from hallduty.domain.followups import AttemptOutcome, Followup, FollowupKind, masked_name
from hallduty.domain.phones import masked
from hallduty.ui.followups.deeds import CALL_KEYS
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


class FollowupRow(QFrame):
    """settled(row, how), called(row, outcome), reopened(row), moved(row, ±1).

    The keys 1, 2 and 3 note a call: reached, missed, busy.
    """

    settled = Signal(object, str)
    called = Signal(object, object)
    reopened = Signal(object)
    moved = Signal(object, int)

    def __init__(self, followup: Followup, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.followup = followup
        self._shown = self._locked = False
        self.setProperty("step", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        body = column(self, margins=(9, 7, 12, 7), gap=4)
        self.who = ElidedLabel(role="strong")
        self.reveal = button("显示", "link", small=True)
        self.reveal.setToolTip("显示完整姓名和电话（空格）")
        self.reveal.clicked.connect(self._toggle)
        self.done = button("", small=True)
        self.done.clicked.connect(self.start)
        self.again = button("重新办理", "link", small=True)
        self.again.clicked.connect(self._again)
        buttons = QWidget()
        top = row(buttons, gap=8)
        for part in (self.reveal, self.done, self.again):
            top.addWidget(part)
        body.addWidget(pair(self.who, buttons))
        under = row(gap=8)
        self.kind = pill(followup.kind.label, "grey")
        self.matter = ElidedLabel(role="secondary")
        under.addWidget(self.kind)
        under.addWidget(self.matter, 1)
        self.missed = button("未接", "link", small=True)
        self.missed.setToolTip("电话未接，下一轮再打（2）")
        self.missed.clicked.connect(self._missed)
        self.busy = button("占线", "link", small=True)
        self.busy.setToolTip("电话占线，下一轮再打（3）")
        self.busy.clicked.connect(self._busy)
        under.addWidget(self.missed)
        under.addWidget(self.busy)
        body.addLayout(under)
        self.said = secondary("", wrap=True)
        body.addWidget(self.said)
        line = row(gap=6)
        self.how = QLineEdit()
        self.how.setMaxLength(NO_CUT)
        self.how.setPlaceholderText("怎样通知或办理的")
        self.how.setAccessibleName("办理情况")
        self.how.returnPressed.connect(self._entered)
        self.ok = button("确定", small=True, key="Enter")
        self.ok.clicked.connect(self._entered)
        line.addWidget(self.how, 1)
        line.addWidget(self.ok)
        body.addLayout(line)
        self.error = field_error(self.how)
        body.addWidget(self.error)
        self._open_how(False)

    def show_followup(
        self, followup: Followup, overdue: bool, locked: bool, tried: str = ""
    ) -> None:
        """Show the follow-up; `overdue` is red: the fault is over and nobody was told.

        `tried` says how the last attempt to tell ended.
        """
        self.followup, self._locked = followup, locked
        set_property(self, "tone", "danger" if overdue else "")
        self._show_who()
        self.matter.setText(followup.matter or "未写事项")
        call = followup.kind is FollowupKind.CALL_BACK and followup.is_open and not locked
        for press in (self.missed, self.busy):
            press.setVisible(call)
        self.done.setText("已通知" if followup.kind is FollowupKind.CALL_BACK else "已办")
        self.done.setVisible(followup.is_open and not locked)
        self.again.setVisible(not followup.is_open and not locked)
        if followup.is_open:
            urge = "业务已恢复，请尽快通知" if overdue else ""
            self.said.setText("；".join(part for part in (tried, urge) if part))
        else:
            assert followup.settled_at is not None
            when = f"{followup.settled_at:%m-%d} {times.clock(followup.settled_at)}"
            self.said.setText(f"✓ {when} {followup.settled_by}：{followup.how}")
            self._open_how(False)
        self.said.setVisible(bool(self.said.text()))

    def start(self) -> None:
        """Ask how it was settled; the usual answer is there already."""
        if not self.how.text().strip():
            self.how.setText(USUAL_WORDS[self.followup.kind])
        self._open_how(True)
        self.how.setFocus(Qt.FocusReason.OtherFocusReason)
        self.how.selectAll()

    def hide_person(self) -> None:
        """Mask name and number again."""
        self._shown = False
        self._show_who()

    def _show_who(self) -> None:
        found = self.followup
        who = found.who if self._shown else masked_name(found.who)
        phone = found.phone if self._shown else masked(found.phone)
        text = " ".join(part for part in (who, phone) if part)
        call = found.kind is FollowupKind.CALL_BACK
        forgotten = call and not text and not found.is_open
        of = " ".join(part for part in (found.card_number, found.window, text) if part)
        self.who.setText("个人信息已按期删除" if forgotten else of or found.kind.label)
        self.reveal.setText("隐藏" if self._shown else "显示")
        self.reveal.setVisible(bool(found.who or found.phone))
        spoken = (found.card_number, found.window, masked_name(found.who), found.matter)
        self.setAccessibleName(" ".join(part for part in spoken if part))

    def _open_how(self, shown: bool) -> None:
        self.how.setVisible(shown)
        self.ok.setVisible(shown)
        if not shown:
            self.error.say("")

    def _toggle(self) -> None:
        self._shown = not self._shown
        self._show_who()

    def _again(self) -> None:
        self.reopened.emit(self)

    def _missed(self) -> None:
        self.called.emit(self, AttemptOutcome.MISSED)

    def _busy(self) -> None:
        self.called.emit(self, AttemptOutcome.BUSY)

    def _entered(self) -> None:
        self.settled.emit(self, self.how.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(self, -1 if key == Qt.Key.Key_Up else 1)
        elif key == Qt.Key.Key_Space:
            self._toggle()
        elif event.text() in CALL_KEYS and not self.missed.isHidden():
            self.called.emit(self, CALL_KEYS[event.text()])
        elif key == Qt.Key.Key_Escape and not self.how.isHidden():
            self.how.clear()
            self._open_how(False)
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self._locked:
            if self.followup.is_open:
                self.start()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        event.accept()
