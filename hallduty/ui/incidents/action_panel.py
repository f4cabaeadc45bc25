"""The strip under the header that asks for a time or a reason without hiding the incident."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from hallduty.domain import times
from hallduty.domain.errors import FieldProblem, refuse
from hallduty.ui import theme
from hallduty.ui.growing_edit import GrowingEdit
from hallduty.ui.incidents.case import Case
from hallduty.ui.widgets import button, column, field_error, label, row, set_property

if TYPE_CHECKING:
    from hallduty.domain.stamps import Stamp

Deed = Callable[[datetime, str, "Stamp"], Any]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked before a deed.

    `at` shows a time field with that preset; `reason` is the label of a reason field. `name`
    keys the draft of the reason; `field` is what the store calls the time in its errors.
    """

    name: str
    title: str
    ok: str
    do: Deed
    told: str
    kind: str = "primary"
    tone: str = "info"
    lines: Sequence[str] = field(default_factory=tuple)
    at: datetime | None = None
    field: str = "at"
    reason: str = ""


class ActionPanel(QFrame):
    """One question at a time; done: it was answered and the deed is written."""

    done = Signal()
    left = Signal()

    def __init__(self, case: Case, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._case = case
        self._question: Question | None = None
        self.setProperty("banner", True)
        body = column(self, margins=(14, 10, 14, 12), gap=6)
        self.title = label(role="strong", wrap=True)
        body.addWidget(self.title)
        self.lines = label(wrap=True)
        body.addWidget(self.lines)
        line = row(gap=8)
        self.time_label = label("时间")
        self.time = QLineEdit()
        self.time.setMaximumWidth(theme.px(170))
        self.time.returnPressed.connect(self._time_entered)
        self.reason = GrowingEdit(enter="submit", most=4)
        self.reason.entered.connect(self.submit)
        self.reason.on_escape = self._escape
        self.ok = button("", "primary", key="Enter")
        self.ok.clicked.connect(self.submit)
        self.cancel = button("取消", key="Esc")
        self.cancel.clicked.connect(self.leave)
        self.time_label.setFixedHeight(self.time.sizeHint().height())
        line.addWidget(self.time_label, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.time, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.reason, 1, Qt.AlignmentFlag.AlignTop)
        line.addStretch(0)
        line.addWidget(self.ok, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.cancel, 0, Qt.AlignmentFlag.AlignTop)
        body.addLayout(line)
        self.error = field_error(self.reason)
        self.time_error = field_error(self.time)
        body.addWidget(self.time_error)
        body.addWidget(self.error)
        self.hide()
        case.opened.connect(self.close_panel)

    @property
    def question(self) -> Question | None:
        """What is being asked, or None."""
        return self._question

    def ask(self, question: Question) -> None:
        """Show a question; a reason or a time typed for it before is there again."""
        self._question = question
        set_property(self, "tone", question.tone)
        self.title.setText(question.title)
        self.lines.setText("\n".join(f"· {line}" for line in question.lines))
        self.lines.setVisible(bool(question.lines))
        self.time_label.setVisible(question.at is not None)
        self.time.setVisible(question.at is not None)
        self.reason.setVisible(bool(question.reason))
        self.reason.setPlaceholderText(question.reason)
        self.reason.setAccessibleName(question.reason)
        if question.reason:
            self._case.drafts.watch(self.reason, self._case.key(question.name))
        if question.at is not None:
            preset = times.stamp(question.at)
            self._case.drafts.watch(self.time, self._case.key(f"{question.name}.at"), preset)
        self.ok.setText(question.ok)
        set_property(self.ok, "kind", question.kind)
        self.ok.updateGeometry()
        self.error.say("")
        self.time_error.say("")
        self.show()
        first: QWidget = self.reason
        if not question.reason:
            first = self.ok if question.at is None else self.time
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        if first is self.time and not self._case.drafts.is_draft(self.time):
            self.time.setSelection(11, 5)

    def submit(self) -> None:
        """Do the deed; what is wrong is said below and everything typed stays."""
        question = self._question
        if question is None:
            return
        reason = self.reason.toPlainText().strip() if question.reason else ""
        errors = {"reason": self.error, question.field: self.time_error}
        if not question.reason:
            errors = {question.field: self.time_error}

        def work(stamp: Stamp) -> None:
            question.do(self._moment(question, stamp.at), reason, stamp)

        if self._case.attempt(work, errors, question.told):
            if question.reason:
                self.reason.clear()
                self._case.drafts.committed(self.reason)
            if question.at is not None:
                self._case.drafts.committed(self.time)
            self.close_panel()
            self.done.emit()

    def leave(self) -> None:
        """Go back; what was half typed is kept as a draft."""
        self._case.drafts.flush()
        self.close_panel()
        self.left.emit()

    def _escape(self) -> bool:
        self.leave()
        return True

    def close_panel(self) -> None:
        """Take the question away."""
        self._question = None
        self.hide()

    def _moment(self, question: Question, now: datetime) -> datetime:
        if question.at is None:
            return now
        typed = self.time.text().strip()
        if typed == times.stamp(now):
            return now
        at = times.parse_moment(typed) or times.parse_clock(typed, question.at.date())
        if at is None:
            refuse([FieldProblem(question.field, "时间应写作 2026-11-13 10:58，或只写 1058")])
            raise AssertionError
        return at

    def _time_entered(self) -> None:
        if self._question is not None and self._question.reason:
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.submit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.ok.hasFocus():
            self.submit()
        else:
            super().keyPressEvent(event)
