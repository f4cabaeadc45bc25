"""The page 事件: the ledger as a list, filtered, counted, printed and exported."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from hallduty.domain.incidents import IncidentFilter
from hallduty.ui import keys
from hallduty.ui.events import Topic
from hallduty.ui.incidents.filter_bar import FilterBar
from hallduty.ui.incidents.ledger_output import LedgerOutput
from hallduty.ui.incidents.list_model import IncidentListModel, Line
from hallduty.ui.tables import Table
from hallduty.ui.widgets import EmptyState, button, card, column, label, row, secondary

if TYPE_CHECKING:
    from datetime import datetime

    from hallduty.ui.desk import Desk

_NOTHING_YET = "还没有登记过事件。\n发生突发事件时按 F2 登记；以前发生、没有登记的，可以补录。"
_NOTHING_FOUND = "没有符合条件的事件。\n可以换一个时间范围、少选几个条件，或者清除筛选。"


class IncidentsPage(QWidget):
    """The ledger list. late_requested(): somebody wants to enter an earlier incident (补录)."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._stale = True
        incidents = desk.store.incidents
        self.model = IncidentListModel(incidents, desk.plan, desk.clock.now)
        self.output = LedgerOutput(desk, self)
        self._build()
        self._connect()

    def _build(self) -> None:
        page = column(self, gap=12)
        top = row(gap=8)
        top.addWidget(label("事件台帐", "title"))
        self.count = secondary()
        top.addSpacing(4)
        top.addWidget(self.count)
        top.addStretch()
        self.late_button = button("补录")
        self.late_button.setToolTip("登记以前发生、当时没有登记的事件")
        self.paper_button = button("纸单补录")
        self.paper_button.setToolTip("停电时写在编号纸单上的事件，来电后逐张补录")
        self.export_button = button("导出")
        self.print_button = button("打印台帐", key="Ctrl P")
        keys.put(self.print_button, keys.PRINT_LIST)
        for each in (self.late_button, self.paper_button, self.export_button, self.print_button):
            top.addWidget(each)
        page.addLayout(top)
        self.filters = FilterBar(self._desk)
        page.addWidget(self.filters)
        page.addWidget(self.output.strip)
        frame = card()
        inside = column(frame, margins=1)
        self.table = Table(self._desk.store.settings, "incidents", self.model.columns, self.model)
        self.table.setAccessibleName("事件台帐")
        inside.addWidget(self.table)
        page.addWidget(frame, 1)
        self.table.show_order(self.model.order.column, self.model.order.descending)
        self.setFocusProxy(self.table)

    def _connect(self) -> None:
        events = self._desk.events
        events.changed.connect(self._records_changed)
        events.ticked.connect(self._ticked)
        self.filters.changed.connect(self._other_records)
        self.model.order_changed.connect(self._other_records)
        self.table.opened.connect(self._open)
        self.late_button.clicked.connect(self._enter_late)
        self.paper_button.clicked.connect(self._enter_paper)
        self.export_button.clicked.connect(self._export)
        self.print_button.clicked.connect(self._print)
        keys.bind(self, keys.FIND, self.filters.focus_search)
        self.filters.search_left.connect(self.table.setFocus)

    # --- showing --------------------------------------------------------------------------

    def refresh(self, *, scroll: bool = True) -> None:
        """Ask the store again; the chosen row and the place in the list stay.

        Without `scroll` the list begins at the chosen row, or else at its top.
        """
        wanted = self.filters.filter()
        if wanted is None:
            return
        self._stale = False
        store = self._desk.store.incidents
        ids = store.ids(wanted, by=self.model.order.column)
        if not self.model.order.descending:
            ids.reverse()
        with self.table.keeping_place(_id_of, self.model.row_of, scroll=scroll):
            self.model.set_ids(ids)
        drills = 0 if wanted.drill is False else len(store.ids(replace(wanted, drill=True)))
        merged = len(store.ids(replace(wanted, merged=True)))
        self._say_count(len(ids), drills, merged)
        self._say_empty(wanted)
        self.filters.reset_button.setEnabled(wanted != IncidentFilter())

    def _other_records(self) -> None:
        self.refresh(scroll=False)

    def _say_count(self, count: int, drills: int, merged: int) -> None:
        apart = [f"演练 {drills} 件"] * bool(drills) + [f"并入 {merged} 件"] * bool(merged)
        self.count.setText(f"共 {count} 件" + (f"，其中{'、'.join(apart)}" if apart else ""))
        self.export_button.setEnabled(count > 0)
        self.print_button.setEnabled(count > 0)

    def _say_empty(self, wanted: IncidentFilter) -> None:
        if self.model.rowCount():
            return
        if wanted == IncidentFilter():
            state = EmptyState(_NOTHING_YET, "补录以前的事件", "clipboard-text-outline")
            state.acted.connect(self._enter_late)
        else:
            state = EmptyState(_NOTHING_FOUND, "清除筛选", "filter-remove-outline")
            state.acted.connect(self.filters.clear)
        self.table.set_empty(state)

    def _records_changed(self, topic: Topic) -> None:
        if topic is not Topic.INCIDENTS:
            return
        if self.isVisible():
            self.refresh()
        else:
            self._stale = True

    def _ticked(self, now: datetime) -> None:
        # Running durations are told in minutes.
        if now.second == 0 and self.isVisible():
            self.table.viewport().update()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        renewed = self.filters.renew()
        if self._stale and not renewed:
            self.refresh()

    # --- doing ----------------------------------------------------------------------------

    def _open(self, line: Line) -> None:
        self._desk.events.incident_requested.emit(line.incident.id)

    def _enter_late(self) -> None:
        self._desk.events.late_requested.emit()

    def _enter_paper(self) -> None:
        self._desk.events.page_requested.emit("paper")

    def _print(self) -> None:
        wanted = self.filters.filter()
        if wanted is not None:
            self.output.print(wanted, self.model.rowCount())

    def _export(self) -> None:
        wanted = self.filters.filter()
        if wanted is not None:
            self.output.export(wanted, self.model.rowCount())


def _id_of(line: Line) -> int:
    return line.incident.id
