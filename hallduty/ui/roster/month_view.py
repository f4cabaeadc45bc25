"""The month grid on the screen: days drawn as cells, chosen by click, keys or drag."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from hallduty.ui import keys, theme
from hallduty.ui.roster.day_delegate import DayDelegate
from hallduty.ui.roster.month_model import Index, MonthModel

# What part of the width a Saturday or Sunday takes; an even share would be 0.143.
_WEEKEND = 0.11


class MonthView(QTableView):
    """chosen(): other days are selected. turned(months): PgUp or PgDn. stepped(day): an arrow.

    typed(text): a key, or what an input method made of some, that begins a name. wanted():
    Enter or a double click. cleared(): Delete. copied() and pasted(): Ctrl+C and Ctrl+V.
    """

    chosen = Signal()
    turned = Signal(int)
    stepped = Signal(object)
    typed = Signal(str)
    wanted = Signal()
    cleared = Signal()
    copied = Signal()
    pasted = Signal()

    def __init__(self, model: MonthModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._month = model
        self.setModel(model)
        self.setItemDelegate(DayDelegate(self))
        self.setAccessibleName("值班月历")
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(True)
        self.setCornerButtonEnabled(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        across, down = self.horizontalHeader(), self.verticalHeader()
        across.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        across.setHighlightSections(False)
        across.setSectionsClickable(False)
        down.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        down.setMinimumSectionSize(theme.px(74))
        self.selectionModel().selectionChanged.connect(self.chosen)
        self.doubleClicked.connect(self.wanted)

    def selected_days(self) -> list[date]:
        """Return the selected days in order."""
        found = [self._month.day(index) for index in self.selectedIndexes()]
        return sorted(day.day for day in found if day is not None)

    def choose(self, day: date) -> None:
        """Select one day."""
        index = self._month.index_of(day)
        if index.isValid():
            self.setCurrentIndex(index)

    def current_day(self) -> date | None:
        """Return the day that the cursor stands on."""
        day = self._month.day(self.currentIndex())
        return day.day if day else None

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width out; days off, which rarely hold a name, get less of it."""
        super().resizeEvent(event)
        whole, weekend = self.viewport().width(), round(self.viewport().width() * _WEEKEND)
        for place in range(7):
            rest = (whole - 2 * weekend) // 5
            self.setColumnWidth(place, rest if place < 5 else weekend)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, text = event.key(), event.text()
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.ShiftModifier,
        )
        if keys.MONTH.hears(event):
            self.turned.emit((-1, 1)[keys.MONTH.place(event)])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.wanted.emit()
        elif keys.CLEAR.hears(event):
            self.cleared.emit()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copied.emit()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit()
        elif plain and text and text.isprintable() and not text.isspace():
            self.typed.emit(text)
        elif not self._step_over_edge(event):
            super().keyPressEvent(event)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        # Qt turns the input method off over cells that cannot be edited; names need it.
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)

    def inputMethodQuery(self, query: Qt.InputMethodQuery) -> object:
        if query == Qt.InputMethodQuery.ImEnabled:
            return True
        if query == Qt.InputMethodQuery.ImCursorRectangle:
            return self.visualRect(self.currentIndex())
        return super().inputMethodQuery(query)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        if event.commitString():
            self.typed.emit(event.commitString())
        event.accept()

    def _step_over_edge(self, event: QKeyEvent) -> bool:
        """Go on into the next or last month where an arrow leads out of this one."""
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -7,
            Qt.Key.Key_Down: 7,
        }
        step, day = steps.get(Qt.Key(event.key())), self.current_day()
        if step is None or day is None or event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            return False
        try:
            target = date.fromordinal(day.toordinal() + step)
        except ValueError:
            return True
        self.stepped.emit(target)
        return True
