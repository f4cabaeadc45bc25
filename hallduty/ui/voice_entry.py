"""The quick entry of what a taxpayer brings, a policy question or a need: a card to type in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from hallduty.domain.contact_lists import read_contact
from hallduty.domain.errors import InvalidInput, UserError
from hallduty.ui.drafts import DraftKeeper
from hallduty.ui.growing_edit import GrowingEdit
from hallduty.ui.inputs import choice_box, line_edit
from hallduty.ui.voice_circumstance import Circumstance
from hallduty.ui.widgets import (
    button,
    clear_problems,
    column,
    field_error,
    row,
    secondary,
    show_problems,
)

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk

Record = TypeVar("Record")


class VoiceEntry(QFrame, Generic[Record]):
    """registered(record): it is in the register. left: Esc.

    What is typed is a draft until then. A subclass fills `body` with the lines to type in, calls
    `lay_out`, and says what `enter` writes; who, phone, hall and time are the same everywhere.
    """

    registered = Signal(object)
    left = Signal()
    # What the drafts are kept under, what the record calls its time, what is said of whom to call.
    drafts: ClassVar[str]
    moment: ClassVar[str]
    notice_text: ClassVar[str]

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("card", True)
        self._desk = desk
        self._keeper = DraftKeeper(desk, self)
        self.body = column(self, margins=(14, 10, 14, 10), gap=6)
        self.hall = choice_box("办税服务场所", 7)
        self.who = line_edit("联系人", "联系人")
        self.who.returnPressed.connect(self._who_entered)
        self.phone = line_edit("联系电话", "联系电话")
        self.phone.returnPressed.connect(self.register)
        self.add = button("登记", "primary", key="Enter")
        self.add.clicked.connect(self.register)
        self.circumstance = Circumstance(desk)
        self.circumstance.when.returnPressed.connect(self.register)

    def lay_out(self, said: GrowingEdit, fields: Mapping[str, QWidget]) -> None:
        """Put errors, notice and circumstance under the lines; `said` is where one begins.

        `fields` are the subclass's own by the names of the record, `said` among them.
        """
        self.said = said
        common = {"who": self.who, "phone": self.phone, self.moment: self.circumstance.when}
        self.errors = {name: field_error(widget) for name, widget in {**fields, **common}.items()}
        for error in self.errors.values():
            self.body.addWidget(error)
        foot = row(gap=12)
        self.notice = secondary(self.notice_text, wrap=True)
        foot.addWidget(self.notice, 1)
        foot.addWidget(self.circumstance, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(foot)
        named = {**fields, "who": self.who, "phone": self.phone, "at": self.circumstance.when}
        self._texts = [
            (widget, name)
            for name, widget in named.items()
            if isinstance(widget, (QLineEdit, GrowingEdit))
        ]
        for widget, name in self._texts:
            self._keeper.watch(widget, f"{self.drafts}:{name}")
        self.refresh()

    # --- what a subclass says -------------------------------------------------------------

    def enter(self) -> Record:
        """Write what is typed; raises InvalidInput per field."""
        raise NotImplementedError

    def told(self, record: Record) -> str:
        """Return what is told of a record that was just registered."""
        raise NotImplementedError

    # --- showing --------------------------------------------------------------------------

    def refresh(self) -> None:
        """Offer the halls and incidents that there are now; what is chosen stays."""
        hall = self.hall.currentData()
        self.hall.clear()
        for each in self._desk.store.roster.halls():
            self.hall.addItem(each.name, each.id)
        self.hall.setCurrentIndex(max(0, self.hall.findData(hall)))
        self.hall.setVisible(self.hall.count() > 1)
        self.circumstance.refresh()

    def begin(self) -> None:
        """Put the keyboard where a record is begun (Ctrl+N)."""
        self.said.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_narrow(self, narrow: bool) -> None:
        """Give up what can be spared where the window is small."""
        self.notice.setVisible(not narrow)

    def flush(self) -> None:
        """Write the drafts now."""
        self._keeper.flush()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.flush()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _who_entered(self) -> None:
        found = read_contact(self.who.text())
        if found is not None and not self.phone.text().strip():
            self.who.setText(found[0])
            self.phone.setText(found[1])
            self.register()
            return
        self.phone.setFocus()

    # --- writing --------------------------------------------------------------------------

    def register(self) -> None:
        """Register the record; what is wrong is said beside its field, nothing is lost."""
        try:
            record = self.enter()
        except InvalidInput as problem:
            show_problems(self.errors, problem)
            return
        except UserError as problem:
            next(iter(self.errors.values())).say(str(problem))
            return
        self.clear()
        self.begin()
        self._desk.events.told.emit(self.told(record))
        self.registered.emit(record)

    def clear(self) -> None:
        """Make room for the next one."""
        self.circumstance.clear()
        for widget, _ in self._texts:
            self._keeper.committed(widget, "")
            widget.clear()
        clear_problems(self.errors.values())
