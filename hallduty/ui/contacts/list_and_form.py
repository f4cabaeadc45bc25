"""A list with its search at the left and the form of the chosen record at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QWidget

from hallduty.ui import keys, theme
from hallduty.ui.events import Topic
from hallduty.ui.pair_layout import pair
from hallduty.ui.record_form import RecordForm, form_width
from hallduty.ui.table_models import Column, RowsModel
from hallduty.ui.tables import Table
from hallduty.ui.widgets import EmptyState, button, card, column, row, secondary

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk

Record = TypeVar("Record", bound=Any)
_ROOM_FOR_COUNT = 900
# A search field narrower than this gets a line of its own.
_SEARCH = 150
_LONGEST = 100
_NOTHING_FOUND = "没有找到。\n换一个字词试试，或者清空搜索框。"


class ListAndForm(QWidget, Generic[Record]):
    """What 人员 and 部门 have in common; a kind of record says what its columns and words are."""

    name = ""
    noun = ""
    hint = ""
    nothing = ""
    form_class: type[RecordForm[Any]]

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.form: RecordForm[Record] | None = None
        self._drafts: set[int] = set()
        self.model: RowsModel[Record] = RowsModel(
            self.columns(), key=lambda r: r.id, struck=lambda r: not r.active
        )
        self._build()
        self.refresh()
        self._start_with_first()

    def _build(self) -> None:
        layout = row(self, gap=12)
        left = card()
        inside = column(left, margins=1)
        tools = row(margins=(11, 9, 11, 9), gap=8)
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.hint)
        self.search.setAccessibleName(self.hint)
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        self.count = secondary()
        self.with_inactive = QCheckBox("含停用")
        self.with_inactive.toggled.connect(self._filter)
        self.add_button = button(f"新增{self.noun}", key="Ctrl N")
        keys.put(self.add_button, keys.NEW_RECORD)
        self.add_button.clicked.connect(self.add)
        beside = QWidget()
        inner = row(beside, gap=8)
        inner.addWidget(self.count)
        inner.addWidget(self.with_inactive)
        inner.addWidget(self.add_button)
        self.add_tools(inner)
        tools.addWidget(pair(self.search, beside, least=theme.px(_SEARCH)))
        inside.addLayout(tools)
        self.table = Table(
            self._desk.store.settings, f"contacts.{self.name}", self.model.columns, self.model
        )
        self.table.setAccessibleName(self.noun)
        inside.addWidget(self.table, 1)
        layout.addWidget(left, 1)
        self.form = self.form_class(self._desk)
        self.form.setFixedWidth(form_width())
        layout.addWidget(self.form)
        self.table.chosen.connect(self._show)
        self.table.opened.connect(self._edit)
        self.search.returnPressed.connect(self._into_list)
        self.form.saved.connect(self._saved)
        self.form.left.connect(self._leave_form)
        self.form.drafted.connect(self._mark_drafts)
        self.setFocusProxy(self.table)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give up the count before the search field gets too narrow to read."""
        super().resizeEvent(event)
        self.count.setVisible(self.width() >= theme.px(_ROOM_FOR_COUNT))

    # --- what a kind of record says ---------------------------------------------------------

    def columns(self) -> tuple[Column[Record], ...]:
        """Return the list's columns."""
        raise NotImplementedError

    def records(self) -> list[Record]:
        """Return all records, those out of use last."""
        raise NotImplementedError

    def found(self, typed: str, records: list[Record]) -> list[Record]:
        """Return the records that fit what was typed, best first."""
        raise NotImplementedError

    def add_tools(self, tools: QHBoxLayout) -> None:
        """Add what this kind of record needs besides to the line above the list."""

    def marks(self, record: Record) -> list[tuple[str, str]]:
        """Return the marks behind a record's name."""
        found = [] if record.active else [("停用", "grey")]
        return [*found, ("草稿", "amber")] if record.id in self._drafts else found

    # --- showing ----------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask the store again; the chosen record and what is typed stay."""
        self._read_drafts()
        self._all = self.records()
        self._filter()
        if self.form is not None and self.form.record is not None:
            known = [r for r in self._all if r.id == self.form.record.id]
            self.form.show_record(known[0] if known else self.form.record)

    def _filter(self) -> None:
        typed = self.search.text().strip()[:_LONGEST]
        with_inactive = self.with_inactive.isChecked()
        pool = [record for record in self._all if record.active or with_inactive]
        shown = self.found(typed, pool) if typed else pool
        self.model.set_rows(shown)
        self.count.setText(f"{len(shown)} 条" if typed else f"共 {len(shown)} 条")
        if not shown:
            self._say_empty(bool(typed))

    def _say_empty(self, searched: bool) -> None:
        if searched:
            self.table.set_empty(EmptyState(_NOTHING_FOUND))
            return
        state = EmptyState(self.nothing, f"新增{self.noun}", "account-plus-outline")
        state.acted.connect(self.add)
        self.table.set_empty(state)

    def _start_with_first(self) -> None:
        if self.model.rowCount():
            self.table.go_to_row(0)
        elif self.form is not None:
            self.form.show_record(None)

    def show_record(self, record_id: int) -> None:
        """Choose a record (0: a new one); searching and hiding give way to it."""
        if record_id == 0:
            self.add()
            return
        if self.model.row_of(record_id) < 0:
            self.search.clear()
            self.with_inactive.setChecked(True)
        self.table.go_to_row(self.model.row_of(record_id))
        self.table.setFocus()

    def _show(self, record: Record | None) -> None:
        if self.form is not None and record is not None:
            self.form.show_record(record)

    def _mark_drafts(self) -> None:
        self._read_drafts()
        self.table.viewport().update()

    def _read_drafts(self) -> None:
        prefix = f"{self.form_class.draft_key}:"
        keys = [draft.key for draft in self._desk.store.drafts.all()]
        self._drafts = {int(k.split(":")[1]) for k in keys if k.startswith(prefix)}
        form = self.form
        if form is not None and form.record is not None and form.fields.is_draft():
            self._drafts.add(form.record.id)

    # --- doing ------------------------------------------------------------------------------

    def add(self) -> None:
        """Begin a new record, or go on with one that was begun."""
        if self.form is not None:
            self.table.clearSelection()
            self.form.show_record(None)
            self.form.first_field().setFocus(Qt.FocusReason.OtherFocusReason)

    def _edit(self, _record: Record) -> None:
        if self.form is not None:
            self.form.first_field().setFocus(Qt.FocusReason.OtherFocusReason)

    def _into_list(self) -> None:
        if self.model.rowCount():
            self.table.setFocus()
            if not self.table.currentIndex().isValid():
                self.table.go_to_row(0)

    def _saved(self, record: Record) -> None:
        self._desk.changed(Topic.CONTACTS)
        self.show_record(record.id)

    def _leave_form(self) -> None:
        self.table.setFocus()
