"""One policy question beside the list: what was asked, how far it is, what is to be done next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QLayout, QWidget

from hallduty.domain import times
from hallduty.domain.policy import PolicyCase, QuestionKind, QuestionState
from hallduty.domain.policy_sheet import contact_text, referral_text, told_text
from hallduty.ui.attempts import write
from hallduty.ui.policy.columns import KIND_PILLS, STATE_PILLS, state_words
from hallduty.ui.policy.deeds import AnswerDeed, Deed, ReferDeed, TellDeed
from hallduty.ui.voice_circumstance import incident_words
from hallduty.ui.voice_detail import VoiceDetail
from hallduty.ui.widgets import button, column, hairline, label, pill, row, set_property

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk

_NOTHING = "在左边选一个问题，这里显示它的答复和下一步。"


class PolicyDetail(VoiceDetail):
    """Shows one case. correct_asked(PolicyCase), print_asked(PolicyCase)."""

    correct_asked = Signal(object)
    print_asked = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, _NOTHING, parent)
        self.case: PolicyCase | None = None
        self.kind = pill("", "grey")
        self.head.insertWidget(1, self.kind)
        self.question = _text("strong")
        self.answer = _text("body")
        self.referrals = _text("secondary")
        self.told = _text("secondary")
        self.contact = label("", wrap=True)
        for widget in (self.question, self.answer, self.contact, self.referrals, self.told):
            self.body.addWidget(widget)
        self.line = hairline()
        self.body.addWidget(self.line)
        self.tell, self.reply, self.refer = TellDeed(desk), AnswerDeed(desk), ReferDeed(desk)
        self.deeds: tuple[Deed, ...] = (self.tell, self.refer, self.reply)
        self._order = column()
        for deed in self.deeds:
            deed.done.connect(self.written)
            self._order.addWidget(deed)
        self.body.addLayout(self._order)
        self.body.addStretch(1)
        self.outer.addLayout(self._foot())
        self.show_case(None)

    def _foot(self) -> QLayout:
        line = row(margins=(15, 4, 15, 10), gap=6)
        self.correct = button("更正…", small=True)
        self.correct.clicked.connect(self._correct)
        self.reopen = button("重新办理", small=True)
        self.reopen.setToolTip("答复有误或没有告知到：重新提请、答复、告知")
        self.reopen.clicked.connect(self._reopen)
        self.print = button("打印登记单", small=True)
        self.print.clicked.connect(self._print)
        for each in (self.back, self.correct, self.reopen):
            line.addWidget(each)
        line.addStretch()
        line.addWidget(self.print)
        return line

    # --- showing --------------------------------------------------------------------------

    def show_case(self, case: PolicyCase | None) -> None:
        """Show a question, or what to do while there is none."""
        self.case = case
        self.show_card(case is not None)
        for each in (self.correct, self.reopen, self.print):
            each.setVisible(case is not None)
        if case is None:
            return
        asked, now = case.question, self._desk.clock.now()
        self.number.setText(asked.number)
        self._pill(self.kind, asked.kind.label, KIND_PILLS[asked.kind])
        overdue = case.is_overdue(now)
        self._pill(
            self.state, state_words(case, now), "red" if overdue else STATE_PILLS[case.state]
        )
        taken = f"{times.stamp(asked.asked_at)} {asked.taken_by}受理"
        during = incident_words(self._desk, asked.incident_id)
        self.meta.setText(f"{taken}　{asked.topic}{during}")
        basis = f"\n依据：{asked.basis}" if asked.basis else ""
        _say(self.question, asked.question)
        _say(self.answer, f"答复：{asked.answer}{basis}" if asked.answer else "")
        # Whom to call is said in full where there is something to tell; else masked.
        to_tell = case.state is QuestionState.TO_TELL
        contact = "" if to_tell else contact_text(asked)
        _say(self.contact, f"联系人：{contact}" if contact else "")
        _say(self.referrals, "\n".join(map(referral_text, case.referrals)))
        _say(self.told, f"已告知：{told_text(asked)}" if asked.told_at else "")
        self._show_deeds(case)

    def _show_deeds(self, case: PolicyCase) -> None:
        unanswered = case.question.answered_at is None
        wanted = {
            self.tell: case.state is QuestionState.TO_TELL,
            self.refer: unanswered,
            self.reply: unanswered,
        }
        for deed, shown in wanted.items():
            deed.setVisible(shown)
            if shown:
                deed.show_case(case)
        waiting = case.state is QuestionState.WAITING
        # What comes next stands first.
        self._order.insertWidget(1 if waiting else 2, self.reply)
        self.refer.title.setText("再提请一个部门" if waiting else "提请部门")
        self.line.setVisible(any(wanted.values()))
        instant = case.question.kind is QuestionKind.ANSWERED
        self.reopen.setVisible(not unanswered and not instant)

    def _pill(self, made: QLabel, text: str, colour: str) -> None:
        made.setText(text)
        set_property(made, "pill", colour)

    def begin(self) -> None:
        """Put the keyboard on the next thing to do."""
        case = self.case
        if case is None:
            return
        first: QWidget = self.correct
        if case.state is QuestionState.TO_TELL:
            first = self.tell.ok
        elif case.state is QuestionState.WAITING:
            first = self.reply.text
        elif case.state is QuestionState.TO_ASK:
            first = self.refer.department
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def flush(self) -> None:
        self.reply.flush()

    # --- doing ----------------------------------------------------------------------------

    def _correct(self) -> None:
        if self.case is not None:
            self.correct_asked.emit(self.case)

    def _print(self) -> None:
        if self.case is not None:
            self.print_asked.emit(self.case)

    def _reopen(self) -> None:
        case = self.case
        if case is None or not self._desk.ask.confirm(
            self,
            "重新办理",
            f"{case.question.number} 将回到未答复，答复文字保留，告知记录撤销（留痕可查）。",
            "重新办理",
        ):
            return
        store, stamp = self._desk.store.policy, self._desk.stamp()
        reopened = write(self._desk, self, {}, lambda: store.reopen(case.id, stamp))
        if reopened is not None:
            self.written.emit(reopened)


def _text(role: str) -> QLabel:
    made = label("", role, wrap=True)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


def _say(made: QLabel, text: str) -> None:
    made.setText(text)
    made.setVisible(bool(text))
