"""The page 纸单补录: the numbered sheets, and the form in which a filled-in one is entered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QWidget

from hallduty.domain.incidents import Incident
from hallduty.ui import keys, theme
from hallduty.ui.events import Topic
from hallduty.ui.live_view import LiveView
from hallduty.ui.pack import print_pack
from hallduty.ui.pack.entry_panel import EntryPanel
from hallduty.ui.pack.sheet_list import SheetList
from hallduty.ui.widgets import button, column, label, row, secondary

if TYPE_CHECKING:
    from hallduty.domain.roster import Hall
    from hallduty.ui.desk import Desk

_LIST_WIDTH, _NARROW_LIST = 372, 186
# Narrower than this (at 14 px text) the form needs the room of the list's last columns.
_NARROW = 1000


class PaperPage(LiveView):
    """Sheets on the left, entry on the right; after one sheet the next number is offered."""

    topics = frozenset({Topic.PAPER_SHEETS, Topic.INCIDENTS, Topic.CONTACTS, Topic.SETTINGS})

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._stale = True
        self._halls: list[Hall] = []
        layout = column(self, gap=10)
        layout.addLayout(self._top())
        self.done = _Done(desk)
        layout.addWidget(self.done)
        across = row(gap=12)
        self.sheets = SheetList(desk)
        self.sheets.picked.connect(self._enter)
        self.sheets.print_requested.connect(self.print)
        self.entry = EntryPanel(desk)
        self.entry.entered.connect(self._entered)
        self.entry.aimed.connect(self._aimed)
        across.addWidget(self.sheets)
        across.addWidget(self.entry, 1)
        layout.addLayout(across, 1)

    def _top(self) -> QHBoxLayout:
        line = row(gap=8)
        line.addWidget(label("纸单补录", "title"))
        self.counts = secondary()
        line.addSpacing(4)
        line.addWidget(self.counts)
        line.addStretch()
        self.hall_box = QComboBox()
        self.hall_box.setAccessibleName("办税服务场所")
        self.hall_box.setMaximumWidth(theme.px(200))
        self.hall_box.currentIndexChanged.connect(self._hall_chosen)
        line.addWidget(self.hall_box)
        self.print_button = button("打印断电包", key="Ctrl P")
        keys.put(self.print_button, keys.PRINT_PACK)
        self.print_button.clicked.connect(self.print)
        line.addWidget(self.print_button)
        return line

    def refresh(self) -> None:
        """Ask the store again; what is being typed stays."""
        super().refresh()
        self._offer_halls()
        self.sheets.refresh()
        self.counts.setText(self.sheets.counts())
        if not self.entry.number.text().strip() and self.entry.form.is_empty():
            self._offer_next()
        self.entry.look_again()
        self.sheets.mark(self.entry.sheet_id())

    def show_record(self, wanted: str) -> None:
        """Take up the sheet of a draft (“paper:12”; 0 is one that was not printed here)."""
        sheet_id = wanted.rpartition(":")[2]
        if sheet_id == "0":
            self._enter("")
        for sheet in self._desk.store.paper_sheets.sheets():
            if str(sheet.id) == sheet_id:
                self._enter(sheet.number)

    def print(self) -> None:
        """Print a power-failure pack; its sheets stand in the list afterwards."""
        print_pack(self._desk, self, self._hall())

    def _hall(self) -> Hall | None:
        return self._halls[self.hall_box.currentIndex()] if self._halls else None

    def _offer_halls(self) -> None:
        """Let the hall be chosen where there are several; pack and sheets are for one of them."""
        halls = self._desk.store.roster.halls()
        if halls != self._halls:
            self._halls = halls
            with QSignalBlocker(self.hall_box):
                self.hall_box.clear()
                self.hall_box.addItems([hall.name for hall in halls])
            self._hall_chosen()
        self.hall_box.setVisible(len(halls) > 1)

    def _hall_chosen(self) -> None:
        hall = self._hall()
        self.entry.hall_id = hall.id if hall else None

    def _offer_next(self, entered: int = 0) -> None:
        """Offer the sheet after the one that was entered: a pile is entered as it lies."""
        blanks = self._desk.store.paper_sheets.blanks()
        offered = [each for each in blanks if each.id > entered] or blanks
        self.entry.show_sheet(offered[0].number if offered else "")

    def _enter(self, number: str) -> None:
        self.done.hide()
        self.entry.show_sheet(number)
        self.sheets.mark(self.entry.sheet_id())
        self.entry.begin()

    def _entered(self, incident: Incident) -> None:
        self._offer_next(self.entry.sheet_id())
        self.sheets.mark(self.entry.sheet_id())
        self.done.show_incident(incident)
        self.entry.begin()

    def _aimed(self, sheet_id: int) -> None:
        self.sheets.mark(sheet_id)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = event.size().width() < theme.px(_NARROW)
        self.sheets.set_narrow(narrow)
        self.sheets.setFixedWidth(theme.px(_NARROW_LIST if narrow else _LIST_WIDTH))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.entry.begin()


class _Done(QFrame):
    """Says what the last sheet became, and leads there."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._incident_id = 0
        self.setProperty("tone", "ok")
        self.setProperty("banner", True)
        line = row(self, margins=(12, 6, 8, 6), gap=12)
        self.words = label("", "strong")
        self.open_button = button("打开事件", small=True)
        self.open_button.clicked.connect(self._open)
        self.open_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        line.addWidget(self.words)
        line.addWidget(secondary("善后、上报和附件在事件里继续登记"), 1)
        line.addWidget(self.open_button)
        self.hide()

    def show_incident(self, incident: Incident) -> None:
        """Say what was entered."""
        self._incident_id = incident.id
        self.words.setText(
            f"{incident.paper_number} 已补录为 {incident.number}（{incident.standing}）"
        )
        self.show()

    def _open(self) -> None:
        self._desk.events.incident_requested.emit(self._incident_id)
