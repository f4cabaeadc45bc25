"""The table of every list page: remembered columns, … with tooltips, an empty state, copying."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QSignalBlocker,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QGuiApplication,
    QHideEvent,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget

from hallduty.domain import texts
from hallduty.ui import keys
from hallduty.ui.table_cells import CellDelegate
from hallduty.ui.table_models import ROW_ROLE, Column
from hallduty.ui.widgets import EmptyState

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


# How much of its own width the stretching column keeps where there is too little room.
_LEAST = 2 / 3


class Memory(Protocol):
    """Where column widths are kept between sessions (store.settings)."""

    def remember(self, key: str, value: str) -> object: ...
    def recall(self, key: str, default: str = "") -> str: ...


class Table(QTableView):
    """A list of records, one row each, whole rows selected.

    opened(record): Enter or a double click. chosen(record or None): the current row changed.
    Column widths are kept in units of the font, so they fit again after the font size changes.
    """

    opened = Signal(object)
    chosen = Signal(object)

    def __init__(
        self,
        memory: Memory,
        name: str,
        columns: Sequence[Column[Any]],
        model: QAbstractItemModel,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._memory, self._name, self._columns = memory, f"columns.{name}", tuple(columns)
        self._placing = self._quiet = False
        self._room = 0
        self._widths: dict[str, float] = self._recalled()
        self._empty: EmptyState | None = None
        self._ordered: tuple[int, bool] | None = None
        self._saving = QTimer(self, singleShot=True, interval=400)
        self._saving.timeout.connect(self._remember)
        self._look_like_a_list()
        self.setModel(model)
        for change in (model.modelReset, model.rowsInserted, model.rowsRemoved):
            change.connect(self._show_empty)
        self.activated.connect(self._open)
        self.selectionModel().currentRowChanged.connect(self._choose)
        # Qt is silent about the room that a scroll bar takes when it comes after the first layout.
        self._settled = QTimer(self, singleShot=True, interval=0)
        self._settled.timeout.connect(self._fit_again)
        self.verticalScrollBar().rangeChanged.connect(self._bar_changed)
        self.horizontalHeader().sectionResized.connect(self._resized_by_hand)
        self.horizontalHeader().sortIndicatorChanged.connect(self._sort_by)
        self._fit()

    def _look_like_a_list(self) -> None:
        self.setItemDelegate(CellDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        rows, header = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setHighlightSections(False)
        header.setSectionsClickable(True)
        header.setResizeContentsPrecision(0)
        header.setMinimumSectionSize(36)

    # --- records -------------------------------------------------------------------------

    def current_record(self) -> Any:
        """Return the record of the current row, or None."""
        index = self.currentIndex()
        return index.data(ROW_ROLE) if index.isValid() else None

    def selected_records(self) -> list[Any]:
        """Return the records of the selected rows, top to bottom."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self.model().index(row, 0).data(ROW_ROLE) for row in rows]

    def go_to_row(self, row: int) -> None:
        """Make `row` the current one, the only one selected, and bring it into view."""
        if 0 <= row < self.model().rowCount():
            # Qt puts the scroll bar's range off to a later turn; before it, nothing scrolls.
            self.executeDelayedItemsLayout()
            self.updateGeometries()
            column = max(0, self.currentIndex().column())
            # Without these flags a Ctrl that is held, as in Ctrl+Enter, would toggle the row.
            alone = (
                QItemSelectionModel.SelectionFlag.ClearAndSelect
                | QItemSelectionModel.SelectionFlag.Rows
            )
            self.selectionModel().setCurrentIndex(self.model().index(row, column), alone)

    @contextmanager
    def keeping_place(
        self, key: Callable[[Any], Any], row_of: Callable[[Any], int], *, scroll: bool = True
    ) -> Iterator[None]:
        """Reset the model inside: the current record stays current, without a signal.

        With `scroll` the view does not move; without it (other records are wanted) the current
        record is brought into view, or the top when it is not among them.
        """
        record = self.current_record()
        across, down = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        self._quiet = True
        try:
            yield
            row = row_of(key(record)) if record is not None else -1
            self.updateGeometries()
            self.go_to_row(row)
            self.horizontalScrollBar().setValue(across)
            if scroll:
                self.verticalScrollBar().setValue(down)
            elif row < 0:
                self.scrollToTop()
        finally:
            self._quiet = False

    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(index.data(ROW_ROLE))

    def _choose(self, index: QModelIndex, _before: QModelIndex) -> None:
        if not self._quiet:
            self.chosen.emit(index.data(ROW_ROLE) if index.isValid() else None)

    # --- an empty list says what to do ----------------------------------------------------

    def set_empty(self, state: EmptyState) -> None:
        """Show `state` over the rows' place while there are none."""
        if self._empty is not None:
            self._empty.deleteLater()
        self._empty = state
        state.setParent(self.viewport())
        self._show_empty()

    def _show_empty(self) -> None:
        if self._empty is not None:
            self._empty.setVisible(self.model().rowCount() == 0)
            self._empty.setGeometry(self.viewport().rect())

    # --- columns --------------------------------------------------------------------------

    def _unit(self) -> int:
        return max(1, self.fontMetrics().horizontalAdvance("国"))

    def _fit(self) -> None:
        """Give every column its width and the stretching one what is left."""
        self._placing = True
        self._room = self.viewport().width()
        left, stretch = self.viewport().width(), -1
        for place, column in enumerate(self._columns):
            width = round(self._widths.get(column.key, column.width + 1.2) * self._unit())
            if column.stretch and column.key not in self._widths:
                stretch = place
            self.setColumnWidth(place, width)
            left -= self.columnWidth(place)
        if stretch >= 0:
            # It also gives a little way before all of the list must be scrolled sideways.
            wide = self.columnWidth(stretch)
            self.setColumnWidth(stretch, max(wide + left, round(wide * _LEAST)))
        self.verticalHeader().setDefaultSectionSize(round(self.fontMetrics().height() * 1.95))
        self._placing = False

    def _bar_changed(self) -> None:
        self._settled.start()

    def _fit_again(self) -> None:
        if self.viewport().width() != self._room:
            self._fit()

    def show_columns(self, keys: Sequence[str], shown: bool) -> None:
        """Show or hide columns; what is hidden keeps its width for when it is shown again."""
        self._placing = True
        for place, column in enumerate(self._columns):
            if column.key in keys:
                self.setColumnHidden(place, not shown)
        self._fit()

    def show_order(self, key: str, descending: bool) -> None:
        """Show the arrow of the order that the rows are in, without sorting anything."""
        self._ordered = (self._place_of(key), descending)
        header = self.horizontalHeader()
        with QSignalBlocker(header):
            header.setSortIndicator(self._ordered[0], _order(descending))
        header.setSortIndicatorShown(True)

    def _sort_by(self, place: int, order: Qt.SortOrder) -> None:
        if place < 0 or self._columns[place].sortable:
            self._ordered = (place, order is Qt.SortOrder.DescendingOrder)
            self.horizontalHeader().setSortIndicatorShown(True)
            self.model().sort(place, order)
        elif self._ordered is not None:
            self.show_order(self._columns[self._ordered[0]].key, self._ordered[1])
        else:
            self.horizontalHeader().setSortIndicatorShown(False)

    def _place_of(self, key: str) -> int:
        return next(place for place, column in enumerate(self._columns) if column.key == key)

    def _resized_by_hand(self, section: int, _old: int, new: int) -> None:
        if self._placing:
            return
        self._widths[self._columns[section].key] = round(new / self._unit(), 2)
        self._saving.start()
        self._fit()

    def reset_widths(self) -> None:
        """Forget every width that was set by hand."""
        self._widths.clear()
        self._remember()
        self._fit()

    def _recalled(self) -> dict[str, float]:
        try:
            found = json.loads(self._memory.recall(self._name, "{}"))
        except ValueError:
            return {}
        known = {column.key for column in self._columns}
        if not isinstance(found, dict):
            return {}
        return {k: float(v) for k, v in found.items() if k in known and isinstance(v, (int, float))}

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._saving.isActive():
            self._remember()

    def _remember(self) -> None:
        self._saving.stop()
        self._memory.remember(self._name, json.dumps(self._widths))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
        self._show_empty()
        # A notice above the list takes room away: the chosen row stays in view if it was.
        here = self.visualRect(self.currentIndex())
        if event.size().height() < here.bottom() <= event.oldSize().height():
            self.scrollTo(self.currentIndex())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    # --- the menu: what the mouse does on the header, for the keyboard too --------------------

    def menu(self) -> QMenu:
        """Return the context menu: open, copy, the orders that there are, widths as at first."""
        made = QMenu(self)
        if self.current_record() is not None:
            made.addAction("打开\tEnter", self._open_current)
            made.addAction("复制所选行\tCtrl+C", self.copy)
            made.addSeparator()
        for place, column in enumerate(self._columns):
            if column.sortable:
                made.addAction(f"按{column.title}排序", partial(self._turn_order, place))
        made.addAction("恢复默认列宽", self.reset_widths)
        return made

    def _turn_order(self, place: int) -> None:
        same = self._ordered is not None and self._ordered[0] == place
        down = not self._ordered[1] if same and self._ordered else False
        self.horizontalHeader().setSortIndicator(place, _order(down))

    def _open_current(self) -> None:
        self._open(self.currentIndex())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu().popup(event.globalPos())

    # --- keys -----------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy) or keys.COPY_ROWS.hears(event):
            self.copy()
        elif keys.FIRST_ROW.hears(event):
            self.go_to_row(0)
        elif keys.LAST_ROW.hears(event):
            self.go_to_row(self.model().rowCount() - 1)
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Do nothing: Qt would read every row of a long list to find a first letter."""

    def copy(self) -> None:
        """Put the selected rows with their titles on the clipboard, as spreadsheets take them."""
        model = self.model()
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        if not rows:
            return
        lines = [[column.title for column in self._columns]]
        for row in rows:
            cells = [model.index(row, place).data() for place in range(len(self._columns))]
            lines.append([clipboard_cell(cell) for cell in cells])
        QGuiApplication.clipboard().setText("\n".join("\t".join(line) for line in lines))


def _order(descending: bool) -> Qt.SortOrder:
    return Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder


def clipboard_cell(text: str) -> str:
    """Return `text` as one spreadsheet cell that is never read as a formula."""
    cell = texts.one_line(text)
    return "'" + cell if cell[:1] in ("=", "+", "-", "@") else cell
