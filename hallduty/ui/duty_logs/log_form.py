"""The form of one duty log, in the grid of its paper; a field is written when it is left."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from hallduty.domain import texts
from hallduty.domain.duty_day import Line
from hallduty.domain.duty_log_sheet import DUTY_LOG_SHEET, log_values
from hallduty.domain.duty_logs import DutyLog, merged
from hallduty.domain.errors import InvalidInput, UserError, refuse
from hallduty.domain.sheets import Kind
from hallduty.ui.drafts import DraftKeeper, put_text, text_of
from hallduty.ui.events import Topic
from hallduty.ui.form_view import FormView
from hallduty.ui.scrolled import vertical_scroll
from hallduty.ui.widgets import column, row, secondary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hallduty.ui.desk import Desk
    from hallduty.ui.form_editors import PartEditor


class LogForm(QWidget):
    """Shows one log for entry; read-only once it was handed over.

    written(): a field has reached the log.
    """

    written = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._log: DutyLog | None = None
        self._hall = ""
        self._drafts = DraftKeeper(desk, self)
        self._drafts.saved.connect(self._draft_saved)
        body = column(self)
        self._scroll = vertical_scroll()
        inside = QWidget()
        layout = column(inside, margins=(12, 4, 12, 8), gap=8)
        self.sheet = desk.forms.sheet(DUTY_LOG_SHEET)
        choices = {
            part.field: [(choice, choice) for choice in part.choices]
            for part in self.sheet.parts()
            if part.kind is Kind.CHOICE
        }
        self.form = FormView(self.sheet, choices)
        self.form.finished.connect(self._finish)
        layout.addWidget(self.form)
        self.remark = secondary("", wrap=True)
        self.remark.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout.addWidget(self.remark)
        layout.addStretch(1)
        self._scroll.setWidget(inside)
        body.addWidget(self._scroll, 1)
        foot = row(margins=(12, 2, 12, 6))
        self.state = secondary("", wrap=True)
        self._drafts.failed.connect(self.state.setText)
        foot.addWidget(self.state, 1)
        body.addLayout(foot)

    # --- showing --------------------------------------------------------------------------

    def show_log(self, log: DutyLog, hall: str, names: Sequence[str]) -> None:
        """Show a log; of the same shift, what is being typed stays as it is."""
        another = self._log is None or self._log.duty != log.duty
        if self._log is not None and self._log.state is not log.state:
            self.state.setText("")
        self._log, self._hall = log, hall
        values = log_values(log, hall)
        if another:
            self._open(values)
        else:
            self.form.show_values(hall, values)
        self.form.set_names(names)
        frozen = log.handed_at is not None
        for editor in self.form.editors().values():
            editor.set_locked(frozen or editor.part.in_record)
            if editor.text_widget is not None and not editor.is_dirty():
                self._drafts.committed(editor.text_widget)
        self.remark.setText(f"补记：\n{log.remark}" if log.remark else "")
        self.remark.setVisible(bool(log.remark))

    def flush(self) -> None:
        """Keep what is being typed, now."""
        self._drafts.flush()

    def begin(self) -> None:
        """Put the keyboard into the first field that waits for words."""
        for editor in self.form.editors().values():
            widget = editor.text_widget
            if widget is not None and not editor.part.in_record and not text_of(widget):
                widget.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def _open(self, values: Mapping[str, str]) -> None:
        """Show another shift: first its log, then the drafts that were left for it."""
        self._drafts.flush()
        self.form.show_values(self._hall, values)
        restored: list[datetime] = []
        with self._drafts.reading_once():
            for field, editor in self.form.editors().items():
                if editor.part.kind is Kind.SIGNATURE:
                    continue
                widget = editor.text_widget
                if widget is None or editor.part.in_record:
                    editor.accept(values.get(field, ""))
                    continue
                self._drafts.release(widget)
                editor.accept(values.get(field, ""))
                saved = self._drafts.watch(widget, self._key(field), text_of(widget))
                if saved is not None:
                    restored.append(saved)
        words = f"已找回 {max(restored):%H:%M:%S} 未登记的草稿，离开该格即登记" if restored else ""
        self.state.setText(words)

    def _key(self, field: str) -> str:
        assert self._log is not None
        duty = self._log.duty
        return f"log:{duty.day.isoformat()}/{duty.part.value}/{duty.hall_id}:{field}"

    # --- writing --------------------------------------------------------------------------

    def settle(self) -> bool:
        """Write every field that was typed into; False when one of them could not be."""
        for field, editor in self.form.editors().items():
            if editor.is_dirty() and not editor.part.in_record:
                self._finish(field)
        return not any(editor.is_dirty() for editor in self._typed())

    def fill_in(self, facts: Mapping[str, Sequence[Line]]) -> str:
        """Add the lines that the records know and the log lacks; return what became of it.

        What was typed stays; a line that the log tells in other words is left alone and named.
        """
        changes: dict[str, str] = {}
        added, differing = 0, list[str]()
        for editor in self._typed():
            widget, field = editor.text_widget, editor.part.field
            if widget is None or not facts.get(field):
                continue
            text, lines, other = merged(text_of(widget), facts[field])
            differing += other
            if lines:
                added += lines
                changes[field] = text
        if changes and not self._write_all(changes):
            return ""
        said = f"已填入 {added} 条" if added else "当日记录都已在日志里"
        if differing:
            said += f"；{'、'.join(dict.fromkeys(differing))} 已有文字，未改动"
        return said

    def _typed(self) -> list[PartEditor]:
        return [e for e in self.form.editors().values() if not e.part.in_record]

    def _finish(self, field: str) -> None:
        """Write a field that was left; what is wrong is said in its cell, the text stays."""
        if self._log is None or self._log.handed_at is not None:
            return
        editor = self.form.editor(field)
        try:
            value = editor.value(self._log.day)
            self._save({field: value})
        except UserError as problem:
            self._refused(editor, problem)
            return
        self._accept(editor)
        self._told(f"已登记 {self._desk.clock.now():%H:%M:%S}")

    def _write_all(self, changes: Mapping[str, str]) -> bool:
        """Write several fields at once; False, and said in its cell, when one is refused."""
        for field, text in changes.items():
            editor = self.form.editor(field)
            found = texts.problem_in(field, editor.label, text, limit=editor.part.limit)
            try:
                refuse([found])
            except UserError as problem:
                self._refused(editor, problem)
                return False
        try:
            self._save(changes)
        except UserError as problem:
            self.state.setText(f"没有填入：{problem}")
            return False
        for field, text in changes.items():
            editor = self.form.editor(field)
            if editor.text_widget is not None:
                put_text(editor.text_widget, text)
            self._accept(editor)
        self._told("")
        return True

    def _save(self, fields: Mapping[str, str]) -> None:
        assert self._log is not None
        self._log = self._desk.store.duty_logs.save(self._log.duty, fields, self._desk.stamp())

    def _accept(self, editor: PartEditor) -> None:
        assert self._log is not None
        value = log_values(self._log, self._hall).get(editor.part.field, "")
        if editor.text_widget is not None:
            # Cleared before the tidied text is shown, which is no typing.
            self._drafts.committed(editor.text_widget)
        editor.accept(value)
        if editor.text_widget is not None:
            self._drafts.committed(editor.text_widget)

    def _told(self, words: str) -> None:
        self._desk.changed(Topic.DUTY_LOG)
        self.state.setText(words)
        self.written.emit()

    def _refused(self, editor: PartEditor, problem: UserError) -> None:
        field = editor.part.field
        own = problem.message_for(field) if isinstance(problem, InvalidInput) else ""
        editor.show_problem(own or str(problem))
        self.state.setText(f"“{editor.label}”没有登记，文字仍在，请看红字")
        # The line takes its place in the layout that follows.
        QTimer.singleShot(0, self, partial(self._scroll.ensureWidgetVisible, editor.error))

    def _draft_saved(self, at: datetime) -> None:
        self.state.setText(f"草稿已保存 {at:%H:%M:%S}")
