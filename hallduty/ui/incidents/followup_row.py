"""One follow-up on the screen: whom it is owed to, masked, and how it was settled."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from hallduty.domain import times
from hallduty.domain.followup_board import USUAL_WORDS
from hallduty.domain.followups import AttemptOutcome, Followup, FollowupKind, masked_name
from hallduty.ui import keys
from hallduty.ui.followups.deeds import CALLS
from hallduty.ui.pair_layout import pair
from hallduty.ui.person_row import PersonRow
from hallduty.ui.widgets import button, pill, row, set_property


class FollowupRow(PersonRow):
    """settled(row, how), called(row, outcome), reopened(row).

    The keys 1, 2 and 3 note a call: reached, missed, busy.
    """

    settled = Signal(object, str)
    called = Signal(object, object)
    reopened = Signal(object)

    def __init__(self, followup: Followup, parent: QWidget | None = None) -> None:
        super().__init__((9, 7, 12, 7), 4, parent)
        self.followup = followup
        self.done = button("", small=True)
        self.done.clicked.connect(self.start)
        self.again = button("重新办理", "link", small=True)
        self.again.clicked.connect(self._again)
        buttons = QWidget()
        top = row(buttons, gap=8)
        for part in (self.reveal, self.done, self.again):
            top.addWidget(part)
        self.body.addWidget(pair(self.who, buttons))
        under = row(gap=8)
        self.kind = pill(followup.kind.label, "grey")
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
        self.body.addLayout(under)
        self.build_how("办理情况", "怎样通知或办理的")

    @property
    def is_settled(self) -> bool:
        return not self.followup.is_open

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

    def _show_who(self) -> None:
        found = self.followup
        text = self._named(found.who, found.phone)
        call = found.kind is FollowupKind.CALL_BACK
        forgotten = call and not text and not found.is_open
        of = " ".join(part for part in (found.card_number, found.window, text) if part)
        self.who.setText("个人信息已按期删除" if forgotten else of or found.kind.label)
        spoken = (found.card_number, found.window, masked_name(found.who), found.matter)
        self.setAccessibleName(" ".join(part for part in spoken if part))

    def _again(self) -> None:
        self.reopened.emit(self)

    def _missed(self) -> None:
        self.called.emit(self, AttemptOutcome.MISSED)

    def _busy(self) -> None:
        self.called.emit(self, AttemptOutcome.BUSY)

    def _entered(self) -> None:
        self.settled.emit(self, self.how.text())

    def _give_up(self) -> None:
        self.how.clear()
        super()._give_up()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if keys.BOARD_CALL.hears(event) and not self.missed.isHidden():
            self.called.emit(self, CALLS[keys.BOARD_CALL.place(event)])
        else:
            super().keyPressEvent(event)
