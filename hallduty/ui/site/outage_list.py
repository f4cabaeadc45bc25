"""停用与损失: the outages of an incident, what they cost, and one line to note another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from hallduty.domain import times
from hallduty.domain.errors import FieldProblem, refuse
from hallduty.domain.hall import Picture
from hallduty.domain.hall_line import read_outage
from hallduty.domain.site import Site, loss_text
from hallduty.ui.incidents.case import Case
from hallduty.ui.inputs import line_edit
from hallduty.ui.site.outage_row import OutageRow
from hallduty.ui.site.place import CasePlace
from hallduty.ui.widgets import button, column, field_error, heading, label, row, secondary

if TYPE_CHECKING:
    from datetime import datetime

    from hallduty.domain.stamps import Stamp


class OutageList(QWidget):
    """Shows the outages of the incident in the workspace."""

    def __init__(self, case: Case, place: CasePlace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._case, self._place = case, place
        self._rows: dict[int, OutageRow] = {}
        self.site: Site | None = None
        body = column(self, gap=6)
        body.addWidget(heading("停用与损失"))
        self.loss = label("", "strong", wrap=True)
        body.addWidget(self.loss)
        self._list = column()
        body.addLayout(self._list)
        line = row(gap=6)
        self.edit = line_edit("停用的窗口或设备", "窗口号或设备名，如 3、5—8号")
        self.edit.returnPressed.connect(self.submit)
        self.add = button("停用", key="Enter")
        self.add.clicked.connect(self.submit)
        line.addWidget(self.edit, 1)
        line.addWidget(self.add)
        body.addLayout(line)
        error = field_error(self.edit)
        self.errors = dict.fromkeys(("outage", "at", "down_at", "up_at"), error)
        body.addWidget(error)
        note = (
            "也可在大厅图上点按；已经过去的写上时间，如：供电 1520 1640。"
            "损失只计办公时间（含延时服务），重叠的只计一次。"
        )
        body.addWidget(secondary(note, wrap=True))
        place.opened.connect(self.open)
        place.refreshed.connect(self.refresh)

    def open(self) -> None:
        """Show another incident."""
        for old in self._rows.values():
            old.hide()
            old.deleteLater()
        self._rows = {}
        self._place.drafts.watch(self.edit, self._place.key("outage"))
        self.errors["outage"].say("")
        self.refresh()

    def refresh(self) -> None:
        """Ask the store what the outages cost up to now."""
        desk, dossier = self._case.desk, self._case.dossier
        hours, working = desk.settings.hours, desk.calendar.holidays.is_working
        self.site = desk.store.sites.of(dossier, hours, working, self._case.now())
        self.loss.setText(loss_text(self.site.loss) if self.site.outages else "没有登记停用")
        lines = sorted(self.site.outages, key=lambda each: each.up_at is not None)
        day = self._case.incident.occurred_at.date()
        for gone in self._rows.keys() - {each.outage.id for each in lines}:
            old = self._rows.pop(gone)
            self._list.removeWidget(old)
            old.hide()
            old.deleteLater()
        for place, each in enumerate(lines):
            shown = self._rows.get(each.outage.id)
            if shown is None:
                shown = OutageRow(each, self)
                shown.ended.connect(self._end)
                shown.amended.connect(self._amend)
                self._rows[each.outage.id] = shown
            if self._list.indexOf(shown) != place:
                self._list.insertWidget(place, shown)
                shown.show()
            shown.show_line(each, day, self._place.locked)
        for widget in (self.edit, self.add):
            widget.setEnabled(not self._place.locked)

    def rows(self) -> list[OutageRow]:
        """Return the rows from top to bottom."""
        return sorted(self._rows.values(), key=self._list.indexOf)

    def focus_first(self) -> None:
        """Put the keyboard into the line."""
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def submit(self) -> None:
        """Mark down what is typed, now or from when to when."""
        hall, number = self._case.desk.store.hall, self._case.incident.id

        def work(stamp: Stamp) -> None:
            typed = read_outage(self.edit.text(), self._picture(), self._day())
            if typed.up_at is not None and typed.down_at is not None:
                hall.note_past(typed.parts, typed.down_at, typed.up_at, stamp, number)
            else:
                at = typed.down_at or self._place.moment()
                hall.mark_down(typed.parts, stamp, number, at)
            self.edit.clear()
            self._place.drafts.committed(self.edit)

        if self._place.attempt(work, self.errors, "停用已登记"):
            self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _picture(self) -> Picture:
        hall_id = self._place.hall_id
        if hall_id is None:
            refuse([FieldProblem("outage", "还没有办税服务场所，请先在设置中填写场所和窗口数")])
            raise AssertionError
        return self._case.desk.store.hall.picture(hall_id)

    def _day(self) -> datetime:
        """Return the day that clock times are of: an old incident's own, else today."""
        incident = self._case.incident
        return incident.occurred_at if incident.late else self._case.now()

    def _end(self, line: OutageRow) -> None:
        hall, outage = self._case.desk.store.hall, line.line.outage
        part = hall.picture_of([outage]).part_of(outage)
        if part is None:
            return

        def work(stamp: Stamp) -> None:
            hall.mark_up([part], stamp, self._place.moment())

        self._place.attempt(work, {"at": line.error}, f"{line.line.name}恢复使用")

    def _amend(self, line: OutageRow, typed: str) -> None:
        hall, outage = self._case.desk.store.hall, line.line.outage

        def work(stamp: Stamp) -> None:
            words = typed.replace("—", " ").replace("-", " ").split()
            days = (outage.down_at, outage.up_at or outage.down_at)
            found = [
                times.parse_clock(word, day.date()) for word, day in zip(words, days, strict=False)
            ]
            if len(words) not in (1, 2) or None in found:
                refuse([FieldProblem("down_at", "时间应写作 1520 1640，未恢复的只写 1520")])
            down, up = (*found, None)[:2]
            assert down is not None
            hall.amend(outage.id, down, up, stamp)

        errors = dict.fromkeys(("down_at", "up_at"), line.error)
        if self._place.attempt(work, errors, "停用时间已更正"):
            line.shut()
