"""改期: another time or matter for somebody who is booked, and why, typed below their row."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from hallduty.domain import times
from hallduty.domain.appointments import Appointment
from hallduty.ui import theme
from hallduty.ui.inputs import line_edit
from hallduty.ui.pair_layout import pair
from hallduty.ui.widgets import FieldError, button, column, field_error


class Rebooking(QWidget):
    """entered: Enter in the last field, or the button. The fields lead from one to the next."""

    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        body = column(self, gap=4)
        self.due = line_edit("改到的时间", "改到：1430、明天 0900 或 11-16 0900")
        self.matter = line_edit("事项", "事项")
        self.why = line_edit("改期原因", "原因，如：办税人来电要求改到下午")
        self.ok = button("改期", small=True, key="Enter")
        self.ok.clicked.connect(self.entered)
        # Where the tab is narrow, time and matter, reason and button stand below one another.
        gap, least = theme.px(6), theme.px(130)
        body.addWidget(pair(self.due, self.matter, gap=gap, least=least))
        body.addWidget(pair(self.why, self.ok, gap=gap, least=least))
        due, matter, why = map(field_error, (self.due, self.matter, self.why))
        self.errors: Mapping[str, FieldError] = {
            "due_at": due,
            "matter": matter,
            "why": why,
            "at": due,
        }
        for error in (due, matter, why):
            body.addWidget(error)
        self.due.returnPressed.connect(self.matter.setFocus)
        self.matter.returnPressed.connect(self.why.setFocus)
        self.why.returnPressed.connect(self.entered)

    def fields(self, person: Appointment) -> dict[str, tuple[QLineEdit, str]]:
        """Return the fields by name, each with what stands in the record."""
        return {
            "due": (self.due, times.stamp(person.due_at)),
            "matter": (self.matter, person.matter),
            "why": (self.why, ""),
        }

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Enter is for these fields; to the row around them it would mean that somebody was served.
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)

    def begin(self) -> None:
        """Put the keyboard on the time; a long matter is shown from its beginning."""
        self.matter.setCursorPosition(0)
        self.due.setFocus(Qt.FocusReason.OtherFocusReason)
        self.due.selectAll()
