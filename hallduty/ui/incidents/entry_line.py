"""The one line under the timeline: Enter stamps it; also corrects an entry in place."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from hallduty.domain import times
from hallduty.domain.errors import FieldProblem, UserError, refuse
from hallduty.domain.incidents import Entry, EntryKind, NewEntry
from hallduty.ui.growing_edit import GrowingEdit
from hallduty.ui.incidents.case import Case
from hallduty.ui.incidents.typed_line import TypedLine, moment_of, read_line
from hallduty.ui.widgets import (
    ElidedLabel,
    button,
    column,
    field_error,
    row,
    secondary,
    set_property,
)


class EntryLine(QWidget):
    """Where the timeline is written.

    stamped(int): that entry was written. picture_pasted(QImage): a screenshot was pasted.
    """

    stamped = Signal(int)
    picture_pasted = Signal(QImage)

    def __init__(self, case: Case, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._case = case
        self._correcting: Entry | None = None
        self._last_at: datetime | None = None
        body = column(self, gap=4)
        body.addWidget(self._build_banner())
        self.frame = QFrame()
        self.frame.setProperty("entryline", True)
        line = row(self.frame, margins=(4, 2, 10, 2), gap=6)
        self.time = QLineEdit()
        self.time.setProperty("bare", True)
        self.time.setPlaceholderText("时间")
        self.time.setAccessibleName("这一笔的时间")
        self.time.setToolTip("补录事件先写时间，如 0946")
        self.time.textChanged.connect(self._hint)
        self.time.returnPressed.connect(self._to_text)
        line.addWidget(self.time, 0, Qt.AlignmentFlag.AlignTop)
        self.edit = GrowingEdit(enter="submit", most=6, frame=False)
        self.edit.setAccessibleName("记一笔")
        self.edit.textChanged.connect(self._hint)
        self.edit.entered.connect(self.submit)
        self.edit.on_escape = self._escape
        self.edit.picture_pasted.connect(self.picture_pasted)
        line.addWidget(self.edit, 1, Qt.AlignmentFlag.AlignVCenter)
        self.hint = secondary()
        line.addWidget(self.hint, 0, Qt.AlignmentFlag.AlignVCenter)
        body.addWidget(self.frame)
        self.error = field_error(self.edit)
        body.addWidget(self.error)
        case.follow(self._opened, self._refreshed)
        case.desk.events.ticked.connect(self._hint)

    def _build_banner(self) -> QFrame:
        self.banner = QFrame()
        self.banner.setProperty("banner", True)
        self.banner.setProperty("tone", "info")
        line = row(self.banner, margins=(10, 4, 4, 4), gap=6)
        self.about = ElidedLabel(role="body")
        line.addWidget(self.about, 1)
        leave = button("不更正", "link", key="Esc", small=True)
        leave.clicked.connect(self.stop_correcting)
        line.addWidget(leave)
        self.banner.hide()
        return self.banner

    # Correcting --------------------------------------------------------------------------

    @property
    def correcting(self) -> Entry | None:
        """The entry that is being corrected, or None."""
        return self._correcting

    def correct(self, entry: Entry) -> None:
        """Edit `entry` here; what was typed before comes back afterwards."""
        self._begin(entry)
        self._show_mode()
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edit.selectAll()

    def _begin(self, entry: Entry) -> None:
        self._correcting = entry
        self._watch(self._case.key("correction", entry.id), entry.text)
        self.about.setText(f"更正 {times.clock(entry.at)} “{entry.text}”")

    def stop_correcting(self) -> None:
        """Leave the entry as it is; the text typed for it is given up."""
        if self._correcting is None:
            self.error.say("")
            return
        self._case.drafts.committed(self.edit, self.edit.toPlainText())
        self._end_correction()

    def _escape(self) -> bool:
        """Esc leaves a correction, else it is not for this line."""
        if self._correcting is None:
            return False
        self.stop_correcting()
        return True

    def _end_correction(self) -> None:
        self._correcting = None
        self._watch(self._case.key("entry"), "")
        self._show_mode()

    # Writing -----------------------------------------------------------------------------

    def submit(self) -> None:
        """Stamp what is typed; an error stands below and the text stays."""
        if self._correcting is not None:
            self._submit_correction(self._correcting)
            return
        if not self.edit.toPlainText().strip() and not self._asks_time():
            return
        incidents, number = self._case.desk.store.incidents, self._case.incident.id
        written: list[Entry] = []

        def work(stamp) -> None:  # type: ignore[no-untyped-def]
            typed = self._typed(stamp.at)
            new = NewEntry(EntryKind.NOTE, typed.text, typed.at)
            written.append(incidents.add_entry(number, new, stamp))

        self.edit.setReadOnly(True)
        done = self._case.attempt(work, self._errors())
        self.edit.setReadOnly(self._case.void)
        if done:
            self._last_at = written[0].at
            self.edit.clear()
            self._case.drafts.committed(self.edit)
            self.time.setText(times.clock(written[0].at) if self._asks_time() else "")
            self.stamped.emit(written[0].id)
            if self._asks_time():
                self.time.setFocus(Qt.FocusReason.OtherFocusReason)
                self.time.selectAll()

    def _submit_correction(self, old: Entry) -> None:
        typed = read_line(self.edit.toPlainText(), self._case.now(), self._since())
        if typed.text == old.text and typed.at is None:
            self.error.say("内容没有改动；按 Esc 不更正")
            return
        incidents = self._case.desk.store.incidents
        written: list[Entry] = []

        def work(stamp) -> None:  # type: ignore[no-untyped-def]
            written.append(incidents.correct_entry(old.id, typed.text, stamp, typed.at))

        if self._case.attempt(work, self._errors()):
            self._case.drafts.committed(self.edit)
            self._end_correction()
            self.stamped.emit(written[0].id)

    def _errors(self):  # type: ignore[no-untyped-def]
        return {"text": self.error, "at": self.error}

    def _typed(self, now: datetime) -> TypedLine:
        """Read the line; raise InvalidInput when an incident entered later lacks the time."""
        typed = read_line(self.edit.toPlainText(), now, self._since())
        if not self._asks_time() or typed.at is not None:
            return typed
        written = self.time.text().strip()
        at = times.parse_moment(written) or moment_of(written, now, self._since())
        if at is None:
            message = (
                "补录的事件，每一笔先写时间，如 0946" if not written else "时间应写作 0946 或 09:46"
            )
            refuse([FieldProblem("at", message)])
        return TypedLine(at, typed.text)

    def _asks_time(self) -> bool:
        return self._case.incident.late and self._correcting is None

    def _since(self) -> datetime | None:
        """Return the moment from which clock times are read for an incident entered later."""
        incident = self._case.incident
        return (self._last_at or incident.occurred_at) if incident.late else None

    def _to_text(self) -> None:
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    # Showing -----------------------------------------------------------------------------

    def _opened(self) -> None:
        self._correcting = None
        incident = self._case.incident
        shown = [e.at for e in self._case.dossier.entries if e.kind is not EntryKind.STATE]
        self._last_at = max(shown, default=incident.occurred_at) if incident.late else None
        self.time.setText(times.clock(self._last_at) if self._last_at else "")
        self._watch(self._case.key("entry"), "")
        # A correction that was being typed when the program ended goes on here.
        for entry in self._case.dossier.entries:
            if self._case.drafts.has(self._case.key("correction", entry.id)):
                self._begin(entry)
        self._show_mode()

    def _watch(self, key: str, committed: str) -> None:
        self.error.say("")
        self._case.drafts.watch(self.edit, key, committed)

    def _refreshed(self) -> None:
        void = self._case.void
        self.edit.setReadOnly(void)
        self.time.setReadOnly(void)
        self.frame.setEnabled(not void)
        self._show_mode()

    def _show_mode(self) -> None:
        self.banner.setVisible(self._correcting is not None)
        set_property(self.frame, "correcting", self._correcting is not None)
        self.time.setVisible(self._asks_time())
        self.time.setFixedWidth(self.time.fontMetrics().horizontalAdvance("09:42") + 20)
        if self._case.void:
            words = "已作废，不能再记"
        elif self._correcting is not None:
            words = "改成……"
        elif self._case.settled:
            words = "已办结；仍可补记一笔……"
        else:
            words = "记一笔……"
        self.edit.setPlaceholderText(words)
        self._hint()

    def _hint(self, *_: object) -> None:
        """Say which time the line will carry."""
        if not self._case.is_open:
            return
        now = self._case.now()
        if self._correcting is not None:
            at = read_line(self.edit.toPlainText(), now, self._since()).at
            words = f"回车更正，改记为 {self._said(at)}" if at else "回车更正"
        else:
            try:
                at = self._typed(now).at
                words = f"记为 {self._said(at)}" if at else f"回车即盖时间 {times.clock(now)}"
            except UserError:
                words = "先写时间"
        if self.hint.text() != words:
            self.hint.setText(words)

    def _said(self, at: datetime | None) -> str:
        if at is None:
            return ""
        same = at.date() == self._case.incident.occurred_at.date()
        return times.clock(at) if same else f"{at:%m-%d %H:%M}"
