"""The dialog that corrects a policy question; what stood before stays in the audit."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QDialog, QWidget

from hallduty.domain.policy import PolicyCase, QuestionKind
from hallduty.ui import keys, theme
from hallduty.ui.attempts import write
from hallduty.ui.growing_edit import GrowingEdit
from hallduty.ui.incidents.still_combo import StillCombo
from hallduty.ui.inputs import line_edit
from hallduty.ui.widgets import FieldError, button, column, field_error, row, secondary

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk

_LONG = (("question", "问题"), ("answer", "答复"))
_SHORT = (("basis", "依据"), ("who", "联系人"), ("phone", "联系电话"))


class CorrectDialog(QDialog):
    """Kind, topic, question, answer, basis and contact; `case` is the question when accepted."""

    def __init__(self, desk: Desk, case: PolicyCase, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self.case = desk, case
        self.setWindowTitle(f"更正 {case.question.number}")
        self.setMinimumWidth(theme.px(560))
        body = column(self, margins=20, gap=6)
        body.addWidget(secondary("更正前后的内容都留痕。", wrap=True))
        self.errors: dict[str, FieldError] = {}
        self.kind, self.topic = StillCombo(), StillCombo()
        self._fill_combos(case)
        line = row(gap=8)
        for name, text, box in (("kind", "种类", self.kind), ("topic", "税种（业务）", self.topic)):
            line.addWidget(self._labelled(name, text, box), 1)
        body.addLayout(line)
        self.long = {name: GrowingEdit(least=2, most=8) for name, _ in _LONG}
        for name, text in _LONG:
            self.long[name].setPlainText(getattr(case.question, name))
            body.addWidget(self._labelled(name, text, self.long[name]))
        self.short = {name: line_edit(text) for name, text in _SHORT}
        second = row(gap=8)
        for name, text in _SHORT:
            self.short[name].setText(getattr(case.question, name))
            second.addWidget(self._labelled(name, text, self.short[name]), 1)
        body.addLayout(second)
        self._buttons(body)
        self.long["question"].setFocus()

    def _fill_combos(self, case: PolicyCase) -> None:
        for kind in QuestionKind:
            self.kind.addItem(kind.label, kind)
        self.kind.setCurrentIndex(self.kind.findData(case.question.kind))
        # A topic that the settings no longer have is shown, never dropped silently.
        topics = dict.fromkeys((*self._desk.settings.policy_topics, case.question.topic))
        self.topic.addItems(list(topics))
        self.topic.setCurrentText(case.question.topic)

    def _labelled(self, name: str, text: str, editor: QWidget) -> QWidget:
        holder = QWidget()
        layout = column(holder, gap=2)
        words = secondary(text)
        words.setBuddy(editor)
        editor.setAccessibleName(text)
        self.errors[name] = field_error(editor)
        for part in (words, editor, self.errors[name]):
            layout.addWidget(part)
        return holder

    def _buttons(self, body: Any) -> None:
        line = row(gap=8)
        line.addStretch()
        self.cancel = button("取消")
        self.cancel.clicked.connect(self.reject)
        self.ok = button("保存更正", "primary", "Ctrl Enter")
        keys.put(self.ok, keys.CONFIRM)
        self.ok.setDefault(True)
        self.ok.clicked.connect(self.save)
        line.addWidget(self.cancel)
        line.addWidget(self.ok)
        body.addSpacing(theme.px(6))
        body.addLayout(line)

    def changes(self) -> dict[str, Any]:
        """Return what differs from the record."""
        asked = self.case.question
        typed: dict[str, Any] = {
            "kind": QuestionKind(self.kind.currentData()),
            "topic": self.topic.currentText(),
            **{name: edit.toPlainText() for name, edit in self.long.items()},
            **{name: edit.text() for name, edit in self.short.items()},
        }
        return {name: value for name, value in typed.items() if value != getattr(asked, name)}

    def save(self) -> None:
        """Write the correction, or say what is wrong beside its field."""
        changes = self.changes()
        if not changes:
            self.reject()
            return
        store, stamp = self._desk.store.policy, self._desk.stamp()
        revise = partial(store.revise, self.case.id, changes, stamp)
        corrected = write(self._desk, self, self.errors, revise)
        if corrected is not None:
            self.case = corrected
            self.accept()

    def reject(self) -> None:
        """Esc or 取消: what was changed is not thrown away by a slip."""
        if self.changes() and not self._desk.ask.confirm(
            self, "放弃更正", "改过的内容还没有保存。", "放弃"
        ):
            return
        super().reject()
