"""The page 善后: everything owed over all incidents, worked off from the keyboard."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QLayout, QMenu, QWidget

from hallduty.domain.errors import UserError
from hallduty.domain.followup_board import BoardLine
from hallduty.domain.followup_sheet import filter_heading, incident_heading
from hallduty.domain.followups import AttemptOutcome
from hallduty.ui import keys, theme
from hallduty.ui.events import Topic
from hallduty.ui.followups.board_model import BoardModel
from hallduty.ui.followups.board_table import BoardTable
from hallduty.ui.followups.deeds import FollowupDeeds
from hallduty.ui.followups.filter_bar import FollowupFilterBar
from hallduty.ui.followups.output import print_list, scenario_name
from hallduty.ui.followups.settle_bar import SettleBar
from hallduty.ui.inputs import line_edit
from hallduty.ui.live_view import LiveView
from hallduty.ui.widgets import (
    EmptyState,
    button,
    card,
    column,
    label,
    pill,
    row,
    secondary,
    set_property,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from hallduty.ui.desk import Desk

_NOTHING_OWED = "没有欠件。\n受影响的办税人在事件的“善后”里登记，恢复后在这里逐一办结。"
_NOTHING_FOUND = "没有符合条件的善后事项。\n可以少选几个条件，或者清除筛选。"
# Whether a selection holds open ones is told from its first rows: reading all would be felt.
_LOOKED_AT = 400


class FollowupsPage(LiveView):
    """The board over all incidents. show_record(“7”) shows the follow-ups of incident 7."""

    topics: ClassVar[frozenset[Topic]] = frozenset({Topic.INCIDENTS})

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.model = BoardModel(desk.store.followup_board)
        self._build()
        self.deeds = FollowupDeeds(desk, self.bar.error.say)
        self._connect()
        self.refresh()

    def _build(self) -> None:
        page = column(self, gap=10)
        page.addLayout(self._head())
        self.filters = FollowupFilterBar(self._desk)
        page.addWidget(self.filters)
        frame = card()
        inside = column(frame, margins=1)
        memory = self._desk.store.settings
        self.table = BoardTable(memory, "followups", self.model.columns, self.model)
        self.table.setAccessibleName("善后事项")
        inside.addWidget(self.table)
        page.addWidget(frame, 1)
        self.bar = SettleBar()
        page.addWidget(self.bar)
        self.setFocusProxy(self.table)

    def _head(self) -> QLayout:
        top = row(gap=8)
        top.addWidget(label("善后", "title"))
        self.owed = pill("", "green")
        self.count = secondary()
        top.addWidget(self.owed)
        top.addWidget(self.count)
        top.addStretch()
        self.card_number = line_edit("优先卡号", "优先卡号，回车核销")
        self.card_number.setToolTip("输入 12、0012 或 2026-0012，回车核销（Ctrl+R）")
        self.card_number.setFixedWidth(theme.px(190))
        self.sms = button("恢复短信")
        self.print = button("打印清单", key="Ctrl P")
        for part in (self.card_number, self.sms, self.print):
            top.addWidget(part)
        return top

    def _connect(self) -> None:
        self.filters.changed.connect(self._other_records)
        self.filters.search_left.connect(self.table.setFocus)
        self.table.selectionModel().selectionChanged.connect(self._selected)
        self.table.settle_requested.connect(self.bar.start)
        self.table.reveal_requested.connect(self._reveal)
        self.table.called.connect(self._call)
        self.table.opened.connect(self._open)
        bar = self.bar
        bar.settled.connect(self._settle)
        bar.called.connect(self._call)
        bar.texted.connect(self._text)
        bar.reopened.connect(self._reopen)
        bar.revealed.connect(self._reveal)
        bar.opened.connect(self._open_current)
        bar.left.connect(self.table.setFocus)
        self.card_number.returnPressed.connect(self._redeem)
        self.sms.clicked.connect(self._message)
        self.print.clicked.connect(self.open_print_menu)
        keys.bind(self, keys.FIND, self._find)
        keys.bind(self, keys.REDEEM, self._to_card)
        keys.bind(self, keys.PRINT_LIST, self.open_print_menu)
        self.print_menu = QMenu(self)
        for text, revealed in (
            ("清单，隐去姓名电话(&M)", False),
            ("清单，完整姓名电话…(&W)", True),
        ):
            action = self.print_menu.addAction(text)
            action.triggered.connect(partial(self._print, revealed))

    # --- showing --------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask the store again; the chosen row and the place in the list stay."""
        super().refresh()
        self._show(scroll=True)

    def show_record(self, record: str) -> None:
        """Show the follow-ups of the incident with that id."""
        if record.isdecimal():
            self.filters.choose_incident(int(record))

    def _other_records(self) -> None:
        self._show(scroll=False)

    def _show(self, *, scroll: bool) -> None:
        wanted = self.filters.filter()
        if wanted is None:
            return
        self.filters.show_incidents()
        board = self._desk.store.followup_board
        ids = board.ids(wanted)
        place = self.table.currentIndex().row()
        with self.table.keeping_place(_id_of, self.model.row_of, scroll=scroll):
            self.model.set_ids(ids)
        if ids and not self.table.currentIndex().isValid():
            # What was current is done and gone: its successor stands in its place.
            self.table.go_to_row(min(max(place, 0), len(ids) - 1))
        owed = self._desk.store.followups.owed()
        self.owed.setText(f"欠 {owed} 件" if owed else "无欠件")
        set_property(self.owed, "pill", "alert" if owed else "green")
        self.count.setText(f"列出 {len(ids)} 件")
        first = self.filters.is_first()
        self.filters.reset.setEnabled(not first)
        self.print.setEnabled(bool(ids))
        if not ids:
            self._say_empty(first)
        self._selected()

    def _say_empty(self, first: bool) -> None:
        if first:
            self.table.set_empty(EmptyState(_NOTHING_OWED, "", "check-circle-outline"))
            return
        state = EmptyState(_NOTHING_FOUND, "清除筛选", "filter-remove-outline")
        state.acted.connect(self.filters.clear)
        self.table.set_empty(state)

    def _selected(self) -> None:
        rows = self.table.selected_rows()
        lines = [line for r in rows[:_LOOKED_AT] if (line := self.model.record(r)) is not None]
        self.bar.show_selection(len(rows), lines)
        self.sms.setEnabled(self._incident() is not None)

    def _ids(self) -> list[int]:
        ids = self.model.ids
        return [ids[r] for r in self.table.selected_rows() if r < len(ids)]

    def _incident(self) -> int | None:
        """Return the incident that is meant: the one filtered for, else the current row's."""
        chosen: int | None = self.filters.incident.currentData()
        line: BoardLine | None = self.table.current_record()
        return chosen if chosen is not None else line.followup.incident_id if line else None

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.model.mask_all()

    # --- doing ----------------------------------------------------------------------------

    def _settle(self, how: str) -> None:
        if self.deeds.settle(self._ids(), how):
            self.bar.close_line()
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _call(self, outcome: AttemptOutcome) -> None:
        self._tried(self.deeds.call, outcome)

    def _text(self, outcome: AttemptOutcome) -> None:
        self._tried(self.deeds.text, outcome)

    def _tried(self, deed: Callable[..., bool], outcome: AttemptOutcome) -> None:
        """Note an attempt, and go on to the next row where the one tried stays in its place."""
        ids = self._ids()
        if not ids or not deed(ids, outcome):
            return
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        row = self.model.row_of(ids[0])
        if len(ids) == 1 and row == self.table.currentIndex().row():
            self.table.go_to_row(row + 1)

    def _reopen(self) -> None:
        if ids := self._ids():
            self.deeds.reopen(ids)

    def _reveal(self) -> None:
        self.model.reveal(self._ids())

    def _redeem(self) -> None:
        if self.deeds.redeem(self.card_number.text()):
            with QSignalBlocker(self.card_number):
                self.card_number.clear()
        else:
            self.card_number.selectAll()

    def _open(self, line: BoardLine) -> None:
        self._desk.events.incident_requested.emit(line.followup.incident_id)

    def _open_current(self) -> None:
        line = self.table.current_record()
        if line is not None:
            self._open(line)

    def _find(self) -> None:
        self.filters.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filters.search.selectAll()

    def _to_card(self) -> None:
        self.card_number.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.card_number.selectAll()

    def _message(self) -> None:
        incident = self._incident()
        if incident is None:
            return
        from hallduty.ui.followups.sms_dialog import SmsDialog

        dialog = SmsDialog(self._desk, incident, self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def open_print_menu(self) -> None:
        """Show what can be printed, below the button."""
        if self.print.isEnabled():
            self.print_menu.popup(self.print.mapToGlobal(self.print.rect().bottomLeft()))

    def _print(self, revealed: bool, *_: object) -> None:
        wanted, desk = self.filters.filter(), self._desk
        if wanted is None:
            return
        heading = filter_heading(wanted)
        if wanted.incident_id is not None:
            try:
                found = desk.store.incidents.dossier(wanted.incident_id)
            except UserError as problem:
                desk.ask.problem(self, str(problem))
                return
            heading = incident_heading(found.incident, scenario_name(desk, found), found.hall)
        print_list(
            desk,
            self.model.ids,
            heading,
            self.window(),
            incident_id=wanted.incident_id,
            revealed=revealed,
        )


def _id_of(line: BoardLine) -> int:
    return line.followup.id
