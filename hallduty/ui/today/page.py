"""The page 今日: 今天要办, 大厅, 今日值班 and 紧急联系; on an empty database the first steps."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QGridLayout, QScrollArea, QWidget

from hallduty.ui import theme
from hallduty.ui.events import Topic
from hallduty.ui.open_incidents import open_incidents
from hallduty.ui.today import first_steps
from hallduty.ui.today.call_card import CallCard
from hallduty.ui.today.duty_card import DutyCard
from hallduty.ui.today.first_steps import FirstSteps
from hallduty.ui.today.hall_card import HallCard
from hallduty.ui.today.matters import incident_matters, standing_matters
from hallduty.ui.today.todo_card import TodoCard

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk


class TodayPage(QScrollArea):
    """Four cards in two columns; it scrolls where the window is small."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        self._grid = QGridLayout(inside)
        self._grid.setContentsMargins(0, 0, 0, theme.px(4))
        self._grid.setSpacing(theme.px(12))
        self._grid.setColumnStretch(0, 5)
        self._grid.setColumnStretch(1, 4)
        self.steps: FirstSteps | None = None
        self.todo = TodoCard(desk)
        self.hall = HallCard(desk)
        self.duty = DutyCard(desk)
        self.calls = CallCard(desk)
        self._placed: list[list[QWidget]] = []
        self.setWidget(inside)
        desk.events.changed.connect(self._changed)
        desk.events.ticked.connect(self._ticked)
        self._minute: datetime | None = None
        self._stale = False
        self.refresh()

    def refresh(self) -> None:
        """Ask the store again for everything on the page."""
        found, _ = open_incidents(self._desk)
        lines = incident_matters(self._desk, found)
        guided = first_steps.wanted(self._desk)
        if guided:
            self._guide().refresh()
        else:
            # What the guide asks for is not said a second time.
            lines += standing_matters(self._desk)
        self.todo.show_matters(lines)
        self._place(guided, bool(lines))
        for each in (self.hall, self.duty, self.calls):
            each.refresh()

    def _guide(self) -> FirstSteps:
        if self.steps is None:
            self.steps = FirstSteps(self._desk)
            self.steps.chosen.connect(self._step_chosen)
            self.steps.dismissed.connect(self.refresh)
        return self.steps

    def _place(self, guided: bool, busy: bool) -> None:
        """Put the cards in two columns; what is urgent stands above the guide."""
        left: list[QWidget] = [self.duty]
        if guided:
            left.insert(0, self._guide())
        if busy or not guided:
            left.insert(0, self.todo)
        columns = [left, [self.hall, self.calls]]
        if columns == self._placed:
            return
        for widget in (self.todo, self.steps, self.duty, self.hall, self.calls):
            if widget is not None:
                self._grid.removeWidget(widget)
                # Shown without a parent, a card would open as a window and take the keyboard.
                widget.setParent(self._grid.parentWidget())
                widget.setVisible(any(widget in column for column in columns))
        last = len(left) - 1
        for at, widget in enumerate(left):
            self._grid.addWidget(widget, at, 0)
            self._grid.setRowStretch(at, 1 if at == last else 0)
        self._grid.addWidget(self.hall, 0, 1)
        self._grid.addWidget(self.calls, 1, 1, last, 1)
        self._grid.setRowStretch(last + 1, 0)
        self._placed = columns

    def _step_chosen(self, page: str) -> None:
        if page:
            self._desk.events.page_requested.emit(page)
        else:
            self._desk.events.register_requested.emit(True)

    def _changed(self, topic: Topic) -> None:
        self._look_again()

    def _ticked(self, now: datetime) -> None:
        minute = now.replace(second=0, microsecond=0)
        if minute != self._minute:
            self._minute = minute
            self._look_again()

    def _look_again(self) -> None:
        """Refresh now, or when the page is next shown: nobody waits for what is not seen."""
        self._stale = not self.isVisible()
        if not self._stale:
            self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        if self._stale:
            self._stale = False
            self.refresh()
        super().showEvent(event)
