"""What can be done with a policy question: put it to a department, note an answer, tell it back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QWidget

from hallduty.domain.policy import NewReferral, PolicyCase
from hallduty.domain.policy_referrals import (
    DueChoice,
    Office,
    due_choices,
    offices,
    usual_due,
    usual_office,
)
from hallduty.domain.reports import Channel
from hallduty.ui.attempts import write
from hallduty.ui.drafts import DraftKeeper
from hallduty.ui.growing_edit import GrowingEdit
from hallduty.ui.incidents.still_combo import StillCombo
from hallduty.ui.inputs import choice_box, line_edit
from hallduty.ui.widgets import (
    FieldError,
    button,
    column,
    field_error,
    heading,
    label,
    row,
    secondary,
)

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk

_HOW = ("电话", "短信", "微信", "当面")


class Deed(QFrame):
    """One thing to do. done(PolicyCase): it is written."""

    done = Signal(object)

    def __init__(self, desk: Desk, title: str) -> None:
        super().__init__()
        self._desk = desk
        self._case: PolicyCase | None = None
        self.errors: dict[str, FieldError] = {}
        self.body = column(self, margins=(0, 6, 0, 0), gap=6)
        self.title = heading(title)
        self.body.addWidget(self.title)

    def show_case(self, case: PolicyCase) -> None:
        """Ask for what this question needs."""
        self._case = case

    def error(self, name: str, field: QWidget) -> None:
        """Add the place where what is wrong with `field` is said."""
        self.errors[name] = field_error(field)
        self.body.addWidget(self.errors[name])

    def write(self, deed: Callable[[], PolicyCase]) -> bool:
        """Do it; say what is wrong beside its field. True when it is written."""
        case = write(self._desk, self, self.errors, deed)
        if case is not None:
            self.done.emit(case)
        return case is not None


class ReferDeed(Deed):
    """提请: to which department, how, by when."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "提请部门")
        self._offices: list[Office] = []
        self._dues: list[DueChoice] = []
        self.department = choice_box("提请部门", 6)
        self.department.currentIndexChanged.connect(self._say_head)
        self.head = secondary(wrap=True)
        self.channel = StillCombo()
        self.channel.setAccessibleName("方式")
        for channel in Channel:
            self.channel.addItem(channel.label, channel)
        self.due = choice_box("要求答复时间", 6)
        self.ok = button("提请", "primary")
        self.ok.clicked.connect(self._refer)
        line, second = row(gap=6), row(gap=6)
        line.addWidget(self.department, 1)
        line.addWidget(self.channel)
        second.addWidget(self.due, 1)
        second.addWidget(self.ok)
        self.body.addLayout(line)
        self.body.addWidget(self.head)
        self.body.addLayout(second)
        self.error("department", self.department)
        self.error("due", self.due)

    def show_case(self, case: PolicyCase) -> None:
        before = self._case
        # Once a department was asked, the next one is chosen afresh.
        fresh = before is None or (before.id, before.referrals) != (case.id, case.referrals)
        super().show_case(case)
        contacts = self._desk.store.contacts
        self._offices = offices(contacts.departments(), contacts.people())
        now = self._desk.clock.now()
        self._dues = due_choices(now, self._desk.calendar.holidays.is_working)
        chosen = self.department.currentText()
        due = None if fresh else self.due.currentText()
        self.department.clear()
        self.department.addItems([each.name for each in self._offices])
        kept = -1 if fresh else self.department.findText(chosen)
        self.department.setCurrentIndex(kept if kept >= 0 else self._usual(case))
        self.due.clear()
        for each in self._dues:
            until = f"（{each.due:%m-%d %H:%M}前）" if each.due else ""
            self.due.addItem(f"{each.label}{until}")
        usual = usual_due(case.question.kind, self._dues)
        self.due.setCurrentIndex(self.due.findText(due) if due else usual)
        self._say_head()

    def _usual(self, case: PolicyCase) -> int:
        policy = self._desk.store.policy
        of_topic, last = policy.last_asked(case.question.topic), policy.last_asked()
        asked = [each.department for each in case.referrals]
        return usual_office(self._offices, of_topic, last, asked)

    def _say_head(self) -> None:
        place = self.department.currentIndex()
        if not 0 <= place < len(self._offices):
            self.head.setText("通讯录里还没有部门，请先在通讯录中登记。")
            return
        each = self._offices[place]
        said = " ".join(filter(None, (each.head, each.phone)))
        self.head.setText(f"联系：{said}" if said else "通讯录里没有这个部门的联系人和电话")

    def _refer(self) -> None:
        case, place = self._case, self.department.currentIndex()
        if case is None:
            return
        chosen = self._offices[place] if 0 <= place < len(self._offices) else Office(0, "")
        new = NewReferral(
            chosen.name,
            chosen.id or None,
            chosen.head,
            Channel(self.channel.currentData()),
            self._dues[max(0, self.due.currentIndex())].due,
        )
        store, stamp = self._desk.store.policy, self._desk.stamp()
        self.write(lambda: store.refer(case.id, new, stamp))


class AnswerDeed(Deed):
    """答复: a department's reply, or one found without it; 未解决 keeps the question open."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "记录答复")
        self._keeper = DraftKeeper(desk, self)
        self.source = StillCombo()
        self.source.setAccessibleName("答复来自")
        self.source.currentIndexChanged.connect(self._source_chosen)
        self.text = GrowingEdit(enter="submit", least=2, most=6)
        self.text.setAccessibleName("答复内容")
        self.text.setPlaceholderText("答复内容，回车记下（Shift+回车换行）")
        self.text.entered.connect(self._answer)
        self.basis = line_edit("依据", "依据（文件名称、文号），可不填")
        self.basis.returnPressed.connect(self._answer)
        self.unsettled = QCheckBox("没有解决，需另行提请")
        self.ok = button("记下答复", "primary", key="Enter")
        self.ok.clicked.connect(self._answer)
        self.body.addWidget(self.source)
        self.body.addWidget(self.text)
        self.body.addWidget(self.basis)
        line = row(gap=6)
        line.addWidget(self.unsettled, 1)
        line.addWidget(self.ok)
        self.body.addLayout(line)
        self.error("reply", self.text)
        self.error("basis", self.basis)

    def show_case(self, case: PolicyCase) -> None:
        fresh = self._case is None or self._case != case
        super().show_case(case)
        self._keeper.watch(self.text, f"policy:{case.id}:reply")
        self._keeper.watch(self.basis, f"policy:{case.id}:basis")
        if fresh:
            self.source.clear()
            for each in case.waiting_for:
                self.source.addItem(f"{each.department}答复", each.id)
            self.source.addItem("直接答复（不经部门）", None)
            self.unsettled.setChecked(False)
        self._source_chosen()

    def flush(self) -> None:
        """Write the drafts now."""
        self._keeper.flush()

    def _source_chosen(self) -> None:
        direct = self.source.currentData() is None
        self.basis.setVisible(direct)
        self.unsettled.setVisible(not direct)

    def _answer(self) -> None:
        case = self._case
        if case is None:
            return
        store, stamp = self._desk.store.policy, self._desk.stamp()
        text, referral = self.text.toPlainText(), self.source.currentData()

        def deed() -> PolicyCase:
            if referral is None:
                return store.answer(case.id, text, self.basis.text(), stamp)
            settles = not self.unsettled.isChecked()
            return store.reply(int(referral), text, stamp, settles=settles)

        if self.write(deed):
            for widget in (self.text, self.basis):
                self._keeper.committed(widget, "")
                widget.clear()


class TellDeed(Deed):
    """告知: whom, how; ticked off."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "告知办税人")
        self.whom = label("", "strong", wrap=True)
        self.how = StillCombo()
        self.how.setAccessibleName("告知方式")
        self.how.setEditable(True)
        self.how.addItems(_HOW)
        self.ok = button("已告知", "primary")
        self.ok.clicked.connect(self._tell)
        line = row(gap=6)
        line.addWidget(self.how, 1)
        line.addWidget(self.ok)
        self.body.addWidget(self.whom)
        self.body.addLayout(line)
        self.error("how", self.how)

    def show_case(self, case: PolicyCase) -> None:
        super().show_case(case)
        asked = case.question
        self.whom.setText("\u3000".join(filter(None, (asked.who, asked.phone))) or "没有留联系方式")

    def _tell(self) -> None:
        case = self._case
        if case is None:
            return
        store, stamp, how = self._desk.store.policy, self._desk.stamp(), self.how.currentText()
        self.write(lambda: store.tell(case.id, how, stamp))
