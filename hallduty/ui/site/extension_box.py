"""延时服务: begun until a time with windows, staff and people waiting; ended with a count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from hallduty.domain import times
from hallduty.domain.appointments import (
    Extension,
    NewExtension,
    extension_text,
    read_slot,
    typed_count,
)
from hallduty.domain.hall_incidents import numbers_text
from hallduty.ui.inputs import line_edit
from hallduty.ui.site.field_grid import FieldGrid
from hallduty.ui.site.place import Place
from hallduty.ui.widgets import button, column, field_error, heading, row, secondary

if TYPE_CHECKING:
    from hallduty.domain.stamps import Stamp

_FIELDS = {
    "until": ("延时至", "1810"),
    "windows": ("窗口", "1—6号"),
    "staff": ("值守人员", "姓名"),
    "waiting": ("等候人数", "人"),
}


class ExtensionBox(QWidget):
    """While one is running, what it is and how it ends; else the fields to begin one."""

    def __init__(self, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place = place
        self._running: Extension | None = None
        body = column(self, gap=6)
        body.addWidget(heading("延时服务"))
        self.past = secondary("", wrap=True)
        body.addWidget(self.past)
        self._begin_box, self._end_box = QWidget(), QWidget()
        body.addWidget(self._begin_box)
        body.addWidget(self._end_box)
        self.errors = {}
        self._build_begin()
        self._build_end()
        place.opened.connect(self.open)
        place.refreshed.connect(self.refresh)

    def _build_begin(self) -> None:
        body = column(self._begin_box, gap=4)
        grid = FieldGrid()
        self.edits: dict[str, QLineEdit] = {}
        for name, (text, hint) in _FIELDS.items():
            edit = line_edit(text, hint)
            edit.returnPressed.connect(self.begin)
            self.edits[name] = edit
            self.errors[name] = field_error(edit)
            grid.add(text, edit)
        body.addWidget(grid)
        for error in self.errors.values():
            body.addWidget(error)
        line = row(gap=8)
        self.start = button("开始延时服务", small=True, key="Enter")
        self.start.clicked.connect(self.begin)
        line.addStretch(1)
        line.addWidget(self.start)
        body.addLayout(line)

    def _build_end(self) -> None:
        body = column(self._end_box, gap=4)
        first, second = row(gap=8), row(gap=8)
        self.longer = line_edit("改为延至", "改为延至，如 1830")
        self.longer.returnPressed.connect(self.prolong)
        self.prolong_button = button("改时间", small=True)
        self.prolong_button.clicked.connect(self.prolong)
        self.served = line_edit("办结人数", "办结人数")
        self.served.returnPressed.connect(self.finish)
        self.finish_button = button("结束延时服务", "primary", small=True)
        self.finish_button.clicked.connect(self.finish)
        for line, edit, press in (
            (first, self.longer, self.prolong_button),
            (second, self.served, self.finish_button),
        ):
            line.addWidget(edit, 1)
            line.addWidget(press)
            body.addLayout(line)
        self.end_errors = {
            "served": field_error(self.served),
            "until": field_error(self.longer),
        }
        for error in self.end_errors.values():
            body.addWidget(error)

    # --- showing --------------------------------------------------------------------------------

    def open(self) -> None:
        """Show another place."""
        for name, edit in self.edits.items():
            known = self._windows() if name == "windows" else ""
            self._place.drafts.watch(edit, self._place.key(f"extension_{name}"), known)
            edit.setCursorPosition(0)
        for name, edit in (("longer", self.longer), ("served", self.served)):
            self._place.drafts.watch(edit, self._place.key(f"extension_{name}"))
        for error in (*self.errors.values(), *self.end_errors.values()):
            error.say("")
        self.refresh()

    def refresh(self) -> None:
        """Show what is running, and what is over today."""
        self._running = self._place.desk.store.appointments.running(self._place.hall_id)
        lines = [extension_text(each) for each in self._place.extensions() if not each.is_open]
        if self._running is not None:
            lines.append(f"{extension_text(self._running)}（进行中）")
        self.past.setText("\n".join(lines) or "到下班时间仍有人等候的，在此登记延时服务。")
        self._begin_box.setVisible(self._running is None)
        self._end_box.setVisible(self._running is not None)
        for widget in (*self.edits.values(), self.start, self.served, self.finish_button,
                       self.longer, self.prolong_button):  # fmt: skip
            widget.setEnabled(not self._place.locked)

    def _windows(self) -> str:
        if self._place.hall_id is None:
            return ""
        picture = self._place.desk.store.hall.picture(self._place.hall_id)
        return numbers_text(window.number for window in picture.windows if window.up)

    # --- writing --------------------------------------------------------------------------------

    def begin(self) -> None:
        """Begin an extended service."""

        def work(stamp: Stamp) -> None:
            texts = {name: edit.text() for name, edit in self.edits.items()}
            new = NewExtension(
                read_slot(texts["until"], self._place.now()),
                texts["staff"],
                texts["windows"],
                typed_count("waiting", "等候人数", texts["waiting"]),
                self._place.incident_id,
                self._place.hall_id,
            )
            self._place.desk.store.appointments.begin(new, stamp, self._place.moment())
            self._clear(*self.edits.values())

        if self._place.attempt(work, self.errors, "延时服务已登记"):
            self.served.setFocus(Qt.FocusReason.OtherFocusReason)

    def prolong(self) -> None:
        """Change until when the one that is running goes on."""
        running = self._running
        if running is None:
            return

        def work(stamp: Stamp) -> None:
            until = read_slot(self.longer.text(), self._place.now())
            self._place.desk.store.appointments.prolong(running.id, until, stamp)
            self._clear(self.longer)

        if self._place.attempt(work, self.end_errors, "延时服务已改时间"):
            self.longer.setFocus(Qt.FocusReason.OtherFocusReason)

    def finish(self) -> None:
        """End the one that is running with how many were served."""
        running = self._running
        if running is None:
            return

        def work(stamp: Stamp) -> None:
            count = typed_count("served", "办结人数", self.served.text())
            store = self._place.desk.store.appointments
            store.end(running.id, count, stamp, self._place.moment())
            self._clear(self.served, self.longer)

        told = f"延时服务已结束，{times.clock(self._place.now())}"
        if self._place.attempt(work, self.end_errors, told):
            self.edits["until"].setFocus(Qt.FocusReason.OtherFocusReason)

    def _clear(self, *edits: QLineEdit) -> None:
        for edit in edits:
            edit.clear()
            self._place.drafts.committed(edit)
