"""What a notice promises: when it is back and how long people wait, typed as it is said."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from hallduty.domain.coming_times import find_coming, minutes_in
from hallduty.domain.errors import FieldProblem, refuse
from hallduty.domain.notice_text import moment_words
from hallduty.domain.notices import NoticeKind, expected_label
from hallduty.domain.promises import said_of
from hallduty.ui.drafts import put_text
from hallduty.ui.incidents.case import Case
from hallduty.ui.inputs import NO_CUT
from hallduty.ui.widgets import FieldError, column, field_error, row, secondary


class NoticeValues(QWidget):
    """Two fields side by side, first filled from promise and estimate; changed: one was typed."""

    changed = Signal()

    def __init__(self, case: Case, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._case = case
        self._first = {"expected_at": "", "wait_minutes": ""}
        self._showing = False
        body = column(self, gap=3)
        line = row(gap=8)
        body.addLayout(line)
        self.expected_name = secondary("预计恢复")
        self.expected = self._field("如 1640、40分钟后")
        self.wait = self._field("分钟")
        for name, field, share in (
            (self.expected_name, self.expected, 3),
            (secondary("预计等候"), self.wait, 2),
        ):
            stack = column(gap=2)
            name.setBuddy(field)
            stack.addWidget(name)
            stack.addWidget(field)
            line.addLayout(stack, share)
        self.understood = secondary("", wrap=True)
        body.addWidget(self.understood)
        self.errors: dict[str, FieldError] = {
            "expected_at": field_error(self.expected),
            "wait_minutes": field_error(self.wait),
        }
        for error in self.errors.values():
            body.addWidget(error)

    def _field(self, hint: str) -> QLineEdit:
        field = QLineEdit()
        field.setMaxLength(NO_CUT)
        field.setPlaceholderText(hint)
        field.textChanged.connect(self._typed)
        return field

    def begin(self, kind: NoticeKind) -> None:
        """Serve another notice: its own drafts, its own word for the time."""
        word = expected_label(kind)
        self.expected_name.setText(word)
        self.expected.setAccessibleName(f"{word}时间")
        self.wait.setAccessibleName("预计等候分钟数")
        self._showing = True
        self._first = {"expected_at": "", "wait_minutes": ""}
        self._case.drafts.watch(self.expected, self._case.key("notice_expected", kind.value))
        self._case.drafts.watch(self.wait, self._case.key("notice_wait", kind.value))
        self._showing = False

    def offer(self, expected: datetime | None, wait: int | None) -> None:
        """Show the values that the record gives, where nobody has typed others."""
        said = {
            "expected_at": said_of(expected, self._case.now()) if expected is not None else "",
            "wait_minutes": str(wait) if wait is not None else "",
        }
        self._showing = True
        for name, field in (("expected_at", self.expected), ("wait_minutes", self.wait)):
            if field.text() == self._first[name]:
                put_text(field, said[name])
                self._case.drafts.committed(field, said[name])
            self._first[name] = said[name]
        self._showing = False
        self._say()

    def forget(self) -> None:
        """The notice is made: what was typed for it is no draft any more."""
        for field in (self.expected, self.wait):
            self._case.drafts.committed(field)

    def read(self, *, strict: bool = False) -> tuple[datetime | None, int | None]:
        """Return what is typed; with `strict` raise InvalidInput for what is no time."""
        since = self._case.since() or self._case.now()
        typed, waiting = self.expected.text().strip(), self.wait.text().strip()
        found = find_coming(typed, since) if typed else None
        minutes = minutes_in(waiting) if waiting else None
        if strict:
            wrong = "时间应写作 1640、16:40 或 40分钟后"
            refuse(
                [
                    FieldProblem("expected_at", wrong) if typed and found is None else None,
                    FieldProblem("wait_minutes", "应写分钟数，如 40，或 1小时20分钟")
                    if waiting and minutes is None
                    else None,
                ]
            )
        return (found.at if found else None), minutes

    def _typed(self) -> None:
        if not self._showing:
            for error in self.errors.values():
                error.say("")
            self._say()
            self.changed.emit()

    def _say(self) -> None:
        expected, wait = self.read()
        parts = []
        if self.expected.text().strip():
            word = self.expected_name.text()
            parts.append(f"{word} {moment_words(expected)}" if expected else "读不出时间")
        if self.wait.text().strip() and wait is None:
            parts.append("读不出等候的分钟数")
        self.understood.setText("，".join(parts))
        self.understood.setVisible(bool(parts))
