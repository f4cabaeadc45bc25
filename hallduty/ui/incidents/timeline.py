"""时间线: the course of the incident, filtered, corrected, and written to at its bottom."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QHBoxLayout,
    QListView,
    QMenu,
    QWidget,
)

from hallduty.ui import keys
from hallduty.ui.incidents.case import Case
from hallduty.ui.incidents.entry_line import EntryLine
from hallduty.ui.incidents.timeline_delegate import TimelineDelegate
from hallduty.ui.incidents.timeline_model import (
    LINE_ROLE,
    Line,
    Sieve,
    TimelineModel,
    lines_of,
    newest_of,
)
from hallduty.ui.pair_layout import pair
from hallduty.ui.widgets import button, card, column, heading, label, row


class TimelineView(QListView):
    """The lines; chosen(Line): F4, a double click or the menu wants that one corrected."""

    chosen = Signal(object)
    typed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("timeline")
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setItemDelegate(TimelineDelegate(self))
        self.setAccessibleName("时间线")
        self.setTabKeyNavigation(False)
        bar = self.verticalScrollBar()
        bar.setSingleStep(24)
        # Who reads the end goes on reading the end, however the list grows or shrinks.
        self._at_end = True
        bar.valueChanged.connect(self._scrolled)
        bar.rangeChanged.connect(self._ranged)
        self.doubleClicked.connect(self._choose)
        self.customContextMenuRequested.connect(self._menu)

    def _scrolled(self, value: int) -> None:
        self._at_end = value >= self.verticalScrollBar().maximum() - 4

    def _ranged(self, _least: int, most: int) -> None:
        if self._at_end:
            self.verticalScrollBar().setValue(most)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if keys.CORRECT.hears(event) or event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _choose(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(index.data(LINE_ROLE))

    def menu_for(self, index: QModelIndex) -> QMenu:
        """Return the context menu of a line."""
        menu = QMenu(self)
        correct = menu.addAction("更正…")
        keys.put(correct, keys.CORRECT)
        correct.triggered.connect(lambda: self._choose(index))
        copy = menu.addAction("复制")
        copy.triggered.connect(lambda: self._copy(index))
        return menu

    def _menu(self, where: QPoint) -> None:
        index = self.indexAt(where)
        if index.isValid():
            menu = self.menu_for(index)
            menu.exec(self.viewport().mapToGlobal(where))
            menu.deleteLater()

    def _copy(self, index: QModelIndex) -> None:
        from PySide6.QtGui import QGuiApplication

        QGuiApplication.clipboard().setText(str(index.data()))


class TimelinePanel(QWidget):
    """The middle column of the workspace."""

    picture_pasted = Signal(QImage)

    def __init__(self, case: Case, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._case = case
        self._sieve = Sieve.ALL
        frame = card()
        column(self).addWidget(frame)
        body = column(frame, margins=(0, 12, 0, 12), gap=6)
        body.addLayout(self._build_top())
        self.view = TimelineView()
        self.model = TimelineModel(self.view)
        self.view.setModel(self.model)
        self.view.chosen.connect(self._correct)
        body.addWidget(self.view, 1)
        self.empty = label("", "muted", wrap=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        body.addWidget(self.empty, 1)
        foot = column(margins=(12, 0, 12, 0))
        self.line = EntryLine(case)
        self.line.stamped.connect(self._show_entry)
        self.line.picture_pasted.connect(self.picture_pasted)
        foot.addWidget(self.line)
        body.addLayout(foot)
        case.follow(self._opened, self.refresh)

    def _build_top(self) -> QHBoxLayout:
        top = row(margins=(14, 0, 10, 0))
        filters = QWidget()
        flow = row(filters, gap=2)
        top.addWidget(pair(heading("时间线"), filters))
        self._filters = QButtonGroup(self)
        for number, sieve in enumerate(Sieve):
            press = button(sieve.value, "filter", small=True)
            press.setCheckable(True)
            press.setChecked(sieve is self._sieve)
            self._filters.addButton(press, number)
            flow.addWidget(press)
        self._filters.idClicked.connect(self._filter)
        return top

    def focus(self) -> None:
        """Put the focus into the entry line."""
        self.line.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def refresh(self) -> None:
        """Show what was written since; the place in the list stays, unless it was the end."""
        self.model.show(lines_of(self._case.dossier, self._sieve))
        empty = self.model.rowCount() == 0
        self.view.setVisible(not empty)
        self.empty.setVisible(empty)
        self.empty.setText(f"还没有“{self._sieve.value}”的记录")

    def _opened(self) -> None:
        self._set_sieve(Sieve.ALL)
        self.model.show(lines_of(self._case.dossier, self._sieve))
        self.view.scrollToBottom()

    def _filter(self, number: int) -> None:
        self._sieve = list(Sieve)[number]
        self.refresh()
        self.view.scrollToBottom()

    def _set_sieve(self, sieve: Sieve) -> None:
        self._sieve = sieve
        self._filters.button(list(Sieve).index(sieve)).setChecked(True)

    def _correct(self, line: Line) -> None:
        """Begin a correction; of an entry corrected before, its latest version is meant."""
        if not self._case.void:
            self.line.correct(newest_of(line.entry, self._case.dossier.entries))

    def _show_entry(self, entry_id: int) -> None:
        if self.model.row_of(entry_id) < 0:
            self._set_sieve(Sieve.ALL)
            self.refresh()
        found = self.model.index(self.model.row_of(entry_id))
        self.view.setCurrentIndex(found)
        self.view.scrollTo(found)
