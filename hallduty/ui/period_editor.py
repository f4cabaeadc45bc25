"""A report over a day or a month as it is written: drafted, edited, printed, issued."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QVBoxLayout, QWidget

from hallduty.domain import times
from hallduty.domain.period_reports import NewPeriodReport, PeriodKind, PeriodReport
from hallduty.domain.voice_drafts import draft_key
from hallduty.ui import keys
from hallduty.ui.attempts import write
from hallduty.ui.drafts import DraftKeeper, put_text, show_text
from hallduty.ui.inputs import line_edit
from hallduty.ui.widgets import (
    ElidedLabel,
    button,
    column,
    field_error,
    label,
    pill,
    row,
    set_property,
)

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk


class PeriodEditor(QFrame):
    """Edits one report. issued(PeriodReport): it went out. print_asked(): Ctrl+P or the button.

    Its text is drafted from the figures until somebody changes it; then it is theirs, kept as
    a draft, until it is issued or drafted again. What was issued stays as it went out.
    """

    issued = Signal(object)
    print_asked = Signal()

    def __init__(self, desk: Desk, kind: PeriodKind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self._desk, self._kind = desk, kind
        self._keeper = DraftKeeper(desk, self)
        self._period, self._drafted = "", ""
        self._reports: Sequence[PeriodReport] = ()
        body = column(self, margins=(16, 12, 16, 12), gap=8)
        head = row(gap=8)
        self.title = label("", "heading")
        self.state = pill("", "grey")
        self.note = ElidedLabel("", "secondary")
        head.addWidget(self.title)
        head.addWidget(self.state)
        head.addWidget(self.note, 1)
        self.redraft = button("重新起草", "flat", small=True)
        self.redraft.setToolTip("放弃改过的文字，按现在的数字重新起草")
        self.redraft.clicked.connect(self._redraft)
        head.addWidget(self.redraft)
        body.addLayout(head)
        self.edit = QPlainTextEdit()
        self.edit.setAccessibleName("报告内容")
        self.edit.setTabChangesFocus(True)
        body.addWidget(self.edit, 1)
        self.text_error = field_error(self.edit)
        body.addWidget(self.text_error)
        self._foot(body)
        for each in (self.edit, self.to):
            each.textChanged.connect(self._show_state)

    def _foot(self, body: QVBoxLayout) -> None:
        line = row(gap=8)
        words = label("报送")
        self.to = line_edit("报送对象", "报送给谁，如：分管局领导、各业务股室")
        self.to.returnPressed.connect(self.issue)
        words.setBuddy(self.to)
        self.print_button = button("打印", key="Ctrl P")
        self.print_button.clicked.connect(self.print_asked)
        self.issue_button = button("报出", "primary", key="Ctrl Enter")
        self.issue_button.clicked.connect(self.issue)
        # Not the button's own: it would lose the key whenever its words change.
        inside = Qt.ShortcutContext.WidgetWithChildrenShortcut
        keys.bind(self, keys.ISSUE, self.issue_button.click, inside)
        line.addWidget(words)
        line.addWidget(self.to, 1)
        line.addWidget(self.print_button)
        line.addWidget(self.issue_button)
        body.addLayout(line)
        self.to_error = field_error(self.to)
        body.addWidget(self.to_error)

    # --- showing --------------------------------------------------------------------------

    def show_report(
        self,
        period: str,
        title: str,
        drafted: str,
        reports: Sequence[PeriodReport],
    ) -> None:
        """Show the report of a period: its draft, else as issued last, else as drafted now."""
        same = period == self._period
        self._period, self._drafted = period, drafted
        self._reports = reports
        self.title.setText(title)
        committed = reports[-1].text if reports else drafted
        place = self.edit.textCursor().position()
        scrolled = self.edit.verticalScrollBar().value()
        self._keeper.watch(self.edit, draft_key(self._kind, period), committed)
        if same:
            cursor = self.edit.textCursor()
            cursor.setPosition(min(place, len(self.edit.toPlainText())))
            self.edit.setTextCursor(cursor)
            self.edit.verticalScrollBar().setValue(scrolled)
        else:
            self.text_error.say("")
            self.to_error.say("")
            last = reports[-1].to if reports else ""
            with QSignalBlocker(self.to):
                show_text(self.to, last or self._desk.store.period_reports.last_to(self._kind))
        self._show_state()

    @property
    def text(self) -> str:
        """The report as it stands on the screen."""
        return self.edit.toPlainText().strip()

    @property
    def is_changed(self) -> bool:
        """Tell whether the text differs from what was drafted or issued."""
        return self._keeper.is_draft(self.edit)

    def _show_state(self) -> None:
        changed = self.is_changed
        last = self._reports[-1] if self._reports else None
        if last is not None:
            words, colour = ("已报出，有改动", "amber") if changed else ("已报出", "green")
            said = f"{times.stamp(last.issued_at)} {last.actor}报{last.to}"
            many = f"，共报出 {len(self._reports)} 次" if len(self._reports) > 1 else ""
            self.note.setText(said + many)
        else:
            words, colour = ("未报出，已改动", "amber") if changed else ("未报出", "grey")
            self.note.setText("")
        self.state.setText(words)
        set_property(self.state, "pill", colour)
        self.redraft.setVisible(self.edit.toPlainText() != self._drafted)
        self.issue_button.setText("重新报出" if last else "报出")
        again = last is None or changed or self.to.text().strip() != last.to
        self.issue_button.setEnabled(again)

    # --- doing ----------------------------------------------------------------------------

    def issue(self) -> None:
        """Keep the report as it goes out; say what is missing beside its field."""
        halls = self._desk.store.roster.halls()
        hall_id = halls[0].id if halls else None
        new = NewPeriodReport(self._kind, self._period, self.text, self.to.text(), hall_id)
        errors = {"text": self.text_error, "to": self.to_error}
        store, stamp = self._desk.store.period_reports, self._desk.stamp()
        report = write(self._desk, self, errors, lambda: store.issue(new, stamp))
        if report is None:
            return
        self._keeper.committed(self.edit)
        self._desk.events.told.emit(f"{self.title.text()}已报{report.to}")
        self.issued.emit(report)

    def _redraft(self) -> None:
        if self.is_changed and not self._desk.ask.confirm(
            self, "重新起草", "改过的文字将被替换为按现在数字起草的内容。", "重新起草"
        ):
            return
        put_text(self.edit, self._drafted)

    def flush(self) -> None:
        """Write the draft now."""
        self._keeper.flush()
