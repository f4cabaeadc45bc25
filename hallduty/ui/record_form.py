"""The form beside a list: one record's fields, its drafts, 保存, 停用 and the way out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLayout, QVBoxLayout, QWidget

from hallduty.domain.errors import InvalidInput, UserError
from hallduty.ui import theme
from hallduty.ui.field_set import FieldSet
from hallduty.ui.scrolled import vertical_scroll
from hallduty.ui.widgets import ElidedLabel, button, column, field_error, pill, row, secondary

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk

Record = TypeVar("Record")


class RecordForm(QFrame, Generic[Record]):
    """Edits one record or a new one. saved(record): it was written. left(): Esc was pressed.

    A kind of record gives the form its fields and says how it is read, written and taken out
    of use; what was typed and not saved is still there when the record is shown again.
    """

    saved = Signal(object)
    left = Signal()
    drafted = Signal()

    new_title = ""
    draft_key = ""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self._desk = desk
        self.record: Record | None = None
        self._was_draft = False
        self.fields = FieldSet(desk, self.save, self)
        self._frame()
        self.fields.edited.connect(self._show_state)

    def _frame(self) -> None:
        outer = column(self, margins=(16, 12, 16, 12), gap=8)
        head = row(gap=8)
        self.title = ElidedLabel("", "heading")
        self.state = pill("未保存", "amber")
        self.inactive = pill("已停用", "grey")
        head.addWidget(self.title, 1)
        head.addWidget(self.inactive)
        head.addWidget(self.state)
        outer.addLayout(head)
        scroller = vertical_scroll()
        inside = QWidget()
        body = column(inside, margins=(0, 0, 4, 0), gap=8)
        self.build(body)
        body.addStretch()
        scroller.setWidget(inside)
        outer.addWidget(scroller, 1)
        outer.addLayout(self._foot())

    def _foot(self) -> QLayout:
        foot = column(gap=6)
        self.trouble = field_error(self)
        self.note = secondary(wrap=True)
        self.note.hide()
        line = row(gap=8)
        self.active_button = button("停用")
        self.active_button.clicked.connect(self.toggle_active)
        self.discard_button = button("放弃修改", "flat")
        self.discard_button.clicked.connect(self.discard)
        self.save_button = button("保存", "primary", "Enter")
        self.save_button.clicked.connect(self.save)
        line.addWidget(self.active_button)
        line.addStretch()
        line.addWidget(self.discard_button)
        line.addWidget(self.save_button)
        foot.addWidget(self.note)
        foot.addWidget(self.trouble)
        foot.addLayout(line)
        return foot

    # --- what a kind of record says ---------------------------------------------------------

    def build(self, body: QVBoxLayout) -> None:
        """Put the fields into `body`."""
        raise NotImplementedError

    def read(self, record: Record | None) -> tuple[int, str, dict[str, str], bool]:
        """Return id (0: new), title, values by field, and whether it is in use."""
        raise NotImplementedError

    def write(self, values: dict[str, str]) -> Record:
        """Write the record with these values; raises InvalidInput, UserError."""
        raise NotImplementedError

    def set_active(self, active: bool) -> None:
        """Take the record out of use or back, unless the user thinks better of it."""
        raise NotImplementedError

    # --- showing ----------------------------------------------------------------------------

    def show_record(self, record: Record | None) -> None:
        """Show a record, or an empty form for a new one, with its drafts."""
        self.record = record
        record_id, title, values, active = self.read(record)
        self.trouble.say("")
        self.title.setText(title or self.new_title)
        self.inactive.setVisible(not active)
        self.active_button.setVisible(record is not None)
        self.active_button.setText("停用" if active else "重新启用")
        self.fields.load(f"{self.draft_key}:{record_id}", values)
        self._show_state()

    def _show_state(self) -> None:
        draft = self.fields.is_draft()
        self.state.setVisible(draft)
        self.discard_button.setVisible(draft)
        if draft != self._was_draft:
            self._was_draft = draft
            self.drafted.emit()

    def first_field(self) -> QWidget:
        """Return the field to begin typing in."""
        return self.fields.editor(next(iter(self.fields.errors)))

    # --- doing ------------------------------------------------------------------------------

    def save(self) -> None:
        """Write the record; say what is wrong beside its field, and keep the text then."""
        self.trouble.say("")
        try:
            record = self.write(self.fields.values())
        except InvalidInput as problem:
            self.trouble.say("；".join(self.fields.show_problems(problem)))
            return
        except UserError as problem:
            self.trouble.say(str(problem))
            return
        self.fields.commit()
        self.show_record(record)
        self.saved.emit(record)

    def discard(self) -> None:
        """Go back to what the record says."""
        self.fields.discard(self.read(self.record)[2])
        self.trouble.say("")
        self.first_field().setFocus()

    def toggle_active(self) -> None:
        """Take the record out of use, or back into it."""
        if self.record is None:
            return
        active = self.read(self.record)[3]
        try:
            self.set_active(not active)
        except UserError as problem:
            self.trouble.say(str(problem))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.fields.flush()
            self.left.emit()
        else:
            super().keyPressEvent(event)


def pair(left: QWidget, right: QWidget) -> QLayout:
    """Return two fields side by side, of the same width."""
    line = row(gap=12)
    line.addWidget(left, 1, Qt.AlignmentFlag.AlignTop)
    line.addWidget(right, 1, Qt.AlignmentFlag.AlignTop)
    return line


FORM_WIDTH = 348


def form_width() -> int:
    """Return how wide the form beside a list is, in pixels of the font in force."""
    return theme.px(FORM_WIDTH)
