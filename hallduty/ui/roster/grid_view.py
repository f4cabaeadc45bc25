"""The roster grid on the screen: keys and clicks as in a spreadsheet, names typed in place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from PySide6.QtCore import QItemSelectionModel, QRect, Qt, Signal
from PySide6.QtGui import (
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from hallduty.domain.contacts import Person
from hallduty.ui import keys, theme
from hallduty.ui.roster.day_header import DayHeader
from hallduty.ui.roster.grid import Cell
from hallduty.ui.roster.grid_delegate import GridDelegate
from hallduty.ui.roster.grid_model import GridModel, Index
from hallduty.ui.roster.name_edit import NameEdit
from hallduty.ui.widgets import set_property

_LEAST_COLUMN, _REMARK_COLUMN = 104, 120


class GridView(QTableView):
    """chosen(): other cells are selected. typed(): the text of the open editor is to be written.

    turned(months): PgUp, PgDn. home(): Home. edge(days): an arrow led out of the month.
    cleared(), copied(), pasted(): Delete, Ctrl+C, Ctrl+V. released(): Ctrl+U, no longer by
    hand. remark_wanted(): Enter or a key in the remark's column. opening(cell): its editor is
    about to open, and may be given what was typed there before. editor_gone(): Esc.
    """

    chosen = Signal()
    typed = Signal()
    turned = Signal(int)
    home = Signal()
    edge = Signal(int)
    cleared = Signal()
    copied = Signal()
    pasted = Signal()
    released = Signal()
    remark_wanted = Signal(str)
    opening = Signal(object)
    editor_gone = Signal()

    def __init__(self, model: GridModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = model
        self._people: Mapping[int, Person] = {}
        self._edited: tuple[date, str] | None = None
        # Enter goes down, Tab sideways; where to go once the text is written.
        self.going = (1, 0)
        # Asked before the mouse goes elsewhere: writes what is typed, False when it cannot be.
        self.finish: Callable[[], bool] | None = None
        self.editor = NameEdit("姓名、拼音或首字母", self.viewport())
        self.editor.takes_tab = True
        self.editor.hide()
        self.editor.entered.connect(self._entered)
        self.editor.left.connect(self.abandon)
        self.editor.stepped.connect(self._stepped)
        self.editor.textEdited.connect(self._mark_sound)
        self._look()
        self.setModel(model)
        self.selectionModel().selectionChanged.connect(self.chosen)
        self.selectionModel().currentChanged.connect(self.chosen)
        self.doubleClicked.connect(self.edit_current)
        model.modelReset.connect(self._fit)

    def _look(self) -> None:
        self.setItemDelegate(GridDelegate(self))
        self.setVerticalHeader(DayHeader(self))
        self.setAccessibleName("值班表")
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setWordWrap(False)
        across = self.horizontalHeader()
        across.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        across.setHighlightSections(False)
        across.setSectionsClickable(False)

    # --- places -----------------------------------------------------------------------------

    def current_cell(self) -> Cell | None:
        """Return the cell that the cursor stands on; None in the remark's column."""
        return self._grid.cell(self.currentIndex())

    def current_day(self) -> date | None:
        """Return the day of the current row."""
        index = self.currentIndex()
        return self._grid.line(index.row()).day.day if index.isValid() else None

    def selected_cells(self) -> list[Cell]:
        """Return the selected cells, day by day."""
        found = [self._grid.cell(index) for index in self.selectedIndexes()]
        order = {post: place for place, post in enumerate(self._grid.posts)}
        cells = [cell for cell in found if cell is not None]
        return sorted(cells, key=lambda cell: (cell.day, order[cell.post]))

    def go_to(self, day: date, post: str) -> None:
        """Put the cursor on a cell of the shown month and bring it into sight."""
        index = self._grid.index_of(day, post)
        if index.isValid():
            self.executeDelayedItemsLayout()
            # Said outright: left to itself, Qt adds to what is selected while Shift is down.
            alone = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.selectionModel().setCurrentIndex(index, alone)
            self.scrollTo(index)

    def centre(self) -> None:
        """Bring the current day into the middle, so that what comes next is in sight."""
        self.executeDelayedItemsLayout()
        self.updateGeometries()
        self.scrollTo(self.currentIndex(), QAbstractItemView.ScrollHint.PositionAtCenter)

    # --- the editor in the cell -----------------------------------------------------------

    def set_people(self, people: Mapping[int, Person], departments: Mapping[int, str]) -> None:
        """Offer the people in use; those out of use are known where they stand already."""
        self._people = people
        self.editor.set_people([p for p in people.values() if p.active], departments)

    @property
    def edited(self) -> tuple[date, str] | None:
        """The day and post whose text is open, or None."""
        return self._edited

    def edit_current(self, text: object = None) -> None:
        """Open the editor over the current cell; `text` was typed already."""
        cell, index = self.current_cell(), self.currentIndex()
        first = text if isinstance(text, str) else None
        if cell is None:
            if index.isValid():
                self.remark_wanted.emit(first or "")
            return
        self.scrollTo(index)
        self._edited = (cell.day, cell.post)
        self.going = (1, 0)
        self._place_editor()
        self.editor.show()
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self._mark_sound()
        self.opening.emit(cell)
        if first is None and self.editor.text() not in ("", cell.text):
            # What was typed here when the program ended; Esc still leaves the cell as it is.
            self.editor.begin(self.editor.text())
        elif first is None:
            ids = [each for part in cell.planned.values() for each in part]
            self.editor.set_entry(cell.text, [self._people[i] for i in ids if i in self._people])
            self.editor.selectAll()
        else:
            self.editor.begin(first)

    def say_wrong(self, problem: str) -> None:
        """Keep the editor open, marked, with what is wrong in its tooltip."""
        set_property(self.editor, "invalid", True)
        self.editor.setToolTip(problem)
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def shut_editor(self) -> None:
        """Close the editor; its text is written or given up."""
        self._edited = None
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.editor.hide()

    def abandon(self) -> None:
        """Give up what was typed (Esc)."""
        self.editor_gone.emit()
        self.shut_editor()

    def _entered(self) -> None:
        self.going = (1, 0)
        self.typed.emit()

    def _stepped(self, by: int) -> None:
        self.going = (0, by)
        self.typed.emit()

    def _mark_sound(self) -> None:
        set_property(self.editor, "invalid", False)
        self.editor.setToolTip("")

    def _place_editor(self) -> None:
        if self._edited is None:
            return
        index = self._grid.index_of(*self._edited)
        rect = self.visualRect(index)
        width = max(rect.width(), theme.px(150))
        left = min(rect.left(), max(0, self.viewport().width() - width))
        self.editor.setGeometry(QRect(left, rect.top(), width, rect.height()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.finish is None or self.finish():
            super().mousePressEvent(event)
        else:
            event.accept()

    # --- keys -----------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, text = event.key(), event.text()
        plain = not event.modifiers() & ~(
            Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        )
        if keys.MONTH.hears(event):
            self.turned.emit((-1, 1)[keys.MONTH.place(event)])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.edit_current()
        elif plain and keys.CLEAR.hears(event):
            self.cleared.emit()
        elif plain and keys.THIS_MONTH.hears(event):
            self.home.emit()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copied.emit()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit()
        elif keys.RELEASE.hears(event):
            self.released.emit()
        elif plain and text and text.isprintable() and not text.isspace():
            self.edit_current(text)
        elif not self._step_over_edge(event):
            super().keyPressEvent(event)

    def _step_over_edge(self, event: QKeyEvent) -> bool:
        """Go on into the next or last month where an arrow leads out of this one."""
        index = self.currentIndex()
        if not index.isValid() or event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            return False
        last = self._grid.rowCount() - 1
        if event.key() == Qt.Key.Key_Down and index.row() == last:
            self.edge.emit(1)
            return True
        if event.key() == Qt.Key.Key_Up and index.row() == 0:
            self.edge.emit(-1)
            return True
        return False

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        # Qt turns the input method off over cells that cannot be edited; names need it.
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
        self.viewport().update()

    def inputMethodQuery(self, query: Qt.InputMethodQuery) -> object:
        if query == Qt.InputMethodQuery.ImEnabled:
            return True
        if query == Qt.InputMethodQuery.ImCursorRectangle:
            return self.visualRect(self.currentIndex())
        return super().inputMethodQuery(query)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        if event.commitString():
            self.edit_current(event.commitString())
        event.accept()

    # --- sizes ----------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self._place_editor()

    def fit_rows(self, heights: Sequence[int]) -> None:
        """Give each row its height: days in halves take two lines."""
        for row, height in enumerate(heights):
            if self.rowHeight(row) != height:
                self.setRowHeight(row, height)
        self._place_editor()

    def _fit(self) -> None:
        """Share the width out; below a least width the posts scroll, the days stay."""
        count = self._grid.columnCount()
        if count < 2:
            return
        whole, least = self.viewport().width(), theme.px(_LEAST_COLUMN)
        remark = max(least, min(theme.px(_REMARK_COLUMN), whole // count))
        each = max(least, (whole - remark) // (count - 1))
        for place in range(count - 1):
            self.setColumnWidth(place, each)
        self.setColumnWidth(count - 1, max(remark, whole - each * (count - 1)))
        self._place_editor()
