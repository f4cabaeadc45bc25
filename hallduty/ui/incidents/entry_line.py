"""The one line under the timeline: Enter stamps it; also corrects an entry in place."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from hallduty.domain import times
from hallduty.domain.errors import FieldProblem, UserError, refuse
from hallduty.domain.incidents import Entry, EntryKind, NewEntry
from hallduty.ui import theme
from hallduty.ui.growing_edit import GrowingEdit
from hallduty.ui.incidents.case import Case
from hallduty.ui.incidents.typed_line import TypedLine, moment_of, read_line
from hallduty.ui.widgets import (
    ElidedLabel,
    FieldError,
    button,
    column,
    field_error,
    row,
    secondary,
    set_property,
)

if TYPE_CHECKING:
    from hallduty.domain.stamps import Stamp


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
        self.time.textEdited.connect(self._time_typed)
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
        for field in (self.time, self.edit):
            field.installEventFilter(self)
        case.follow(self._opened, self._refreshed)
        case.late_at_changed.connect(self._show_time)
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

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show on the frame that the line inside has the focus."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            set_property(self.frame, "active", event.type() == QEvent.Type.FocusIn)
        return False

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

        def work(stamp: Stamp) -> None:
            typed = self._typed()
            new = NewEntry(EntryKind.NOTE, typed.text, typed.at)
            written.append(incidents.add_entry(number, new, stamp))

        self.edit.setReadOnly(True)
        try:
            done = self._case.attempt(work, self._errors())
        finally:
            self.edit.setReadOnly(self._case.void)
        if done:
            self.edit.clear()
            self._case.drafts.committed(self.edit)
            self.stamped.emit(written[0].id)
            if self._asks_time():
                self._case.set_late_at(written[0].at)
                self.time.setText(self._said(written[0].at))
                self.time.setFocus(Qt.FocusReason.OtherFocusReason)
                self.time.selectAll()

    def _submit_correction(self, old: Entry) -> None:
        typed = read_line(self.edit.toPlainText(), self._case.now(), self._case.since())
        if typed.text == old.text and typed.at is None:
            self.error.say("内容没有改动；按 Esc 不更正")
            return
        incidents = self._case.desk.store.incidents
        written: list[Entry] = []

        def work(stamp: Stamp) -> None:
            written.append(incidents.correct_entry(old.id, typed.text, stamp, typed.at))

        if self._case.attempt(work, self._errors()):
            self._case.drafts.committed(self.edit)
            self._end_correction()
            self.stamped.emit(written[0].id)

    def _errors(self) -> dict[str, FieldError]:
        return {"text": self.error, "at": self.error}

    def _typed(self) -> TypedLine:
        """Read the line; raise InvalidInput when an incident entered later lacks the time."""
        if self._asks_time():
            written = self.time.text().strip()
            if written and self._case.late_at is None:
                refuse([FieldProblem("at", "时间应写作 0946 或 09:46")])
        return self._case.typed(self.edit.toPlainText())

    def _asks_time(self) -> bool:
        return self._case.incident.late and self._correcting is None

    def _time_typed(self, *_: object) -> None:
        """What is typed as time holds for everything stamped from now on."""
        if not self._case.is_open or not self._case.incident.late:
            return
        written = self.time.text().strip()
        now, first = self._case.now(), self._case.incident.occurred_at
        dated = times.parse_moment(written) or times.parse_moment(f"{first.year}-{written}")
        at = dated or moment_of(written, now, first)
        self._case.set_late_at(at)
        self._hint()

    def _show_time(self) -> None:
        """Show a time that was chosen elsewhere, unless it is being typed here."""
        at = self._case.late_at
        if at is not None and not self.time.hasFocus():
            self.time.setText(self._said(at))
        self._hint()

    def _to_text(self) -> None:
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    # Showing -----------------------------------------------------------------------------

    def _opened(self) -> None:
        self._correcting = None
        self.time.setText(self._said(self._case.late_at))
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
        room = self.time.fontMetrics().horizontalAdvance("11-13 09:42")
        self.time.setFixedWidth(room + theme.px(12))
        if self._case.void:
            words = f"{self._case.void_words}，不能再记"
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
        if self._case.void:
            words = ""
        elif self._correcting is not None:
            at = read_line(self.edit.toPlainText(), now, self._case.since()).at
            words = f"回车更正，改记为 {self._said(at)}" if at else "回车更正"
        else:
            try:
                at = self._typed().at
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
