"""The list of numbered sheets: which were printed, and what became of each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QWidget

from hallduty.domain.errors import UserError
from hallduty.domain.incidents import Incident, Status
from hallduty.domain.paper_sheets import PaperSheet, SheetState, range_text
from hallduty.ui.events import Topic
from hallduty.ui.table_models import Column, RowsModel
from hallduty.ui.tables import Table
from hallduty.ui.widgets import EmptyState, button, card, column, row

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk

_PILLS = {SheetState.BLANK: "blue", SheetState.ENTERED: "green", SheetState.SPOILED: "grey"}
_NOTHING = "还没有打印过编号的纸单。\n打印断电包时会编好号，停电时照着用，来电后在这里补录。"
_NONE_LEFT = "没有未用的纸单。\n去掉“只看未用”可以看到已补录和作废的。"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A sheet, the incident it was entered as, and whether something was typed for it."""

    sheet: PaperSheet
    incident: Incident | None = None
    typed: bool = False

    @property
    def remark(self) -> str:
        """What the last column says."""
        if self.incident is not None:
            void = "（作废）" if self.incident.status is Status.VOID else ""
            return f"{self.incident.number}{void}"
        return self.sheet.remark


class SheetList(QFrame):
    """picked(number): that blank sheet is to be entered. print_requested: a pack is wanted."""

    picked = Signal(str)
    print_requested = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        outer = column(self, gap=8)
        columns: tuple[Column[SheetRow], ...] = (
            Column("number", "编号", lambda r: r.sheet.number, 6.2, badges=_badges),
            Column("state", "状态", _state, 4.2, pill=_pill),
            Column("printed", "打印", _printed, 3.8, faint=True),
            Column("remark", "事件、备注", lambda r: r.remark, 4.4, stretch=True),
        )
        self.model = RowsModel(columns, lambda r: r.sheet.id, lambda r: False)
        frame = card()
        inside = column(frame, margins=1)
        self.table = Table(desk.store.settings, "paper_sheets", columns, self.model)
        self.table.setAccessibleName("纸单")
        self.table.opened.connect(self._open)
        self.table.selectionModel().selectionChanged.connect(self._allow)
        inside.addWidget(self.table)
        outer.addWidget(frame, 1)
        line = row(gap=8)
        self.only_blank = QCheckBox("只看未用")
        self.only_blank.toggled.connect(self.refresh)
        self.spoil_button = button("作废", small=True)
        self.spoil_button.setToolTip("写坏、丢失的纸单作废；编号不再使用")
        self.spoil_button.clicked.connect(self.spoil)
        self.back_button = button("撤销作废", small=True)
        self.back_button.clicked.connect(self.unspoil)
        line.addWidget(self.only_blank)
        line.addStretch()
        line.addWidget(self.back_button)
        line.addWidget(self.spoil_button)
        outer.addLayout(line)

    def refresh(self) -> None:
        """Ask the store again."""
        sheets = self._desk.store.paper_sheets.sheets()
        ids = [sheet.incident_id for sheet in sheets if sheet.incident_id is not None]
        incidents = {each.id: each for each in self._desk.store.incidents.fetch(ids)}
        keys = [draft.key for draft in self._desk.store.drafts.all()]
        typed = {key.split(":")[1] for key in keys if key.startswith("paper:")}
        rows = [
            SheetRow(sheet, incidents.get(sheet.incident_id or 0), str(sheet.id) in typed)
            for sheet in sheets
            if sheet.state is SheetState.BLANK or not self.only_blank.isChecked()
        ]
        # What is still to be entered stands first, in the order of the drawer.
        blank = [each for each in rows if each.sheet.state is SheetState.BLANK]
        rows = [*reversed(blank), *(r for r in rows if r.sheet.state is not SheetState.BLANK)]
        self.model.set_rows(rows)
        if not rows:
            words = _NONE_LEFT if sheets else _NOTHING
            state = EmptyState(words, "打印断电包", "printer-outline")
            state.acted.connect(self.print_requested)
            self.table.set_empty(state)
        self._allow()

    def set_narrow(self, narrow: bool) -> None:
        """Leave out what is not needed for choosing a sheet."""
        for place, each in enumerate(self.model.columns):
            self.table.setColumnHidden(place, narrow and each.key in ("printed", "remark"))
        self.only_blank.setVisible(not narrow)

    def mark(self, sheet_id: int) -> None:
        """Make the sheet that is being entered the current row."""
        place = self.model.row_of(sheet_id)
        if place >= 0:
            self.table.go_to_row(place)
        else:
            self.table.clearSelection()

    def counts(self) -> str:
        """未用 8 张，已补录 2 张，作废 1 张."""
        found = [sheet.state for sheet in self._desk.store.paper_sheets.sheets()]
        return "，".join(f"{each.label} {found.count(each)} 张" for each in SheetState)

    def spoil(self) -> None:
        """Write the selected blank sheets off, with the reason."""
        chosen = [r.sheet for r in self._selected() if r.sheet.state is SheetState.BLANK]
        if not chosen:
            return
        numbers = sorted(sheet.number for sheet in chosen)
        many = f"{numbers[0]} 等 {len(numbers)} 张" if len(numbers) > 1 else range_text(numbers)
        reason = self._desk.ask.reason(self, "纸单作废", f"{many} 作废的原因：", "写坏")
        if reason is not None:
            ids = [sheet.id for sheet in chosen]
            store = self._desk.store.paper_sheets
            self._do(partial(store.spoil, ids, reason, self._desk.stamp()))

    def unspoil(self) -> None:
        """Take back that the selected sheet was written off."""
        for each in self._selected():
            if each.sheet.state is SheetState.SPOILED:
                store = self._desk.store.paper_sheets
                self._do(partial(store.unspoil, each.sheet.id, self._desk.stamp()))

    def _do(self, deed: Callable[[], object]) -> None:
        try:
            deed()
        except UserError as problem:
            self._desk.ask.problem(self, str(problem))
        self._desk.changed(Topic.PAPER_SHEETS)

    def _selected(self) -> list[SheetRow]:
        found: list[SheetRow] = self.table.selected_records()
        return found

    def _allow(self) -> None:
        states = {each.sheet.state for each in self._selected()}
        self.spoil_button.setEnabled(SheetState.BLANK in states)
        self.back_button.setVisible(states == {SheetState.SPOILED})

    def _open(self, chosen: SheetRow) -> None:
        """Enter a blank sheet; of an entered one show the incident."""
        if chosen.sheet.state is SheetState.BLANK:
            self.picked.emit(chosen.sheet.number)
        elif chosen.incident is not None:
            self._desk.events.incident_requested.emit(chosen.incident.id)


def _badges(each: SheetRow) -> list[tuple[str, str]]:
    return [("未录完", "amber")] if each.typed else []


def _state(each: SheetRow) -> str:
    return each.sheet.state.label


def _pill(each: SheetRow) -> str:
    return _PILLS[each.sheet.state]


def _printed(each: SheetRow) -> str:
    return f"{each.sheet.printed_at:%m-%d}" if each.sheet.printed_by else "非本机"
