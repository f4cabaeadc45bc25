"""The page 今日: 今天要办, 大厅, 今日值班 and 紧急联系; on an empty database the first steps."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QScrollArea, QWidget

from hallduty.ui import theme
from hallduty.ui.events import Topic
from hallduty.ui.open_incidents import open_incidents
from hallduty.ui.today import first_steps
from hallduty.ui.today.call_card import CallCard
from hallduty.ui.today.duty_card import DutyCard
from hallduty.ui.today.first_steps import FirstSteps
from hallduty.ui.today.hall_card import HallCard
from hallduty.ui.today.matters import incident_matters, standing_matters
from hallduty.ui.today.notice_card import NoticeCard
from hallduty.ui.today.todo_card import TodoCard
from hallduty.ui.widgets import column, row

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk
    from hallduty.ui.today.matters import Matter

# Narrower than this (at 14 px text) the two columns stand one below the other.
_TWO_COLUMNS = 720


class TodayPage(QScrollArea):
    """Four cards in two columns, or one; it scrolls where the window is small."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        self._across = row(inside, margins=(0, 0, 0, 4), gap=12)
        self._left, self._right = column(gap=12), column(gap=12)
        # The columns keep their proportion whatever the cards would like.
        for side, stretch in ((self._left, 5), (self._right, 4)):
            self._across.addLayout(side, stretch)
        self.steps: FirstSteps | None = None
        self.todo = TodoCard(desk)
        self.hall = HallCard(desk)
        self.duty = DutyCard(desk)
        self.notices = NoticeCard(desk, self)
        self.calls = CallCard(desk)
        self._right.addWidget(self.hall)
        self._right.addWidget(self.notices)
        self._right.addWidget(self.calls, 1)
        # Has a parent from the start, so that it never shows up as a window of its own.
        self._left.addWidget(self.todo)
        self._placed: list[QWidget] = []
        self.setWidget(inside)
        desk.events.changed.connect(self._changed)
        desk.events.ticked.connect(self._ticked)
        self._minute: datetime | None = None
        self._stale = False
        self.refresh()

    def refresh(self) -> None:
        """Ask the store again for everything on the page."""
        found, _ = open_incidents(self._desk)
        lines = [*incident_matters(self._desk, found), *self._voices()]
        guided = first_steps.wanted(self._desk)
        if guided:
            self._guide().show_steps(guided)
        else:
            # What the guide asks for is not said a second time.
            lines += standing_matters(self._desk)
        self.todo.show_matters(lines)
        self._place(bool(guided), bool(lines))
        for each in (self.hall, self.notices, self.duty, self.calls):
            each.refresh()

    def _voices(self) -> list[Matter]:
        """Return what policy questions ask for; while there are none, all of it stays away."""
        if not self._desk.store.has_policy_questions():
            return []
        from hallduty.ui.today.voice_matters import voice_matters

        return voice_matters(self._desk)

    def _guide(self) -> FirstSteps:
        if self.steps is None:
            self.steps = FirstSteps(self._desk)
            self.steps.chosen.connect(self._step_chosen)
            self.steps.dismissed.connect(self.refresh)
        return self.steps

    def _place(self, guided: bool, busy: bool) -> None:
        """Put the cards of the left column in order; what is urgent stands above the guide."""
        wanted: list[QWidget] = [self.duty]
        if guided:
            wanted.insert(0, self._guide())
        if busy or not guided:
            wanted.insert(0, self.todo)
        if wanted == self._placed:
            return
        for widget in (self.todo, self.steps, self.duty):
            if widget is not None:
                self._left.removeWidget(widget)
        for widget in wanted:
            self._left.addWidget(widget, 1 if widget is self.duty else 0)
            widget.show()
        for widget in (self.todo, self.steps):
            if widget is not None and widget not in wanted:
                widget.hide()
        self._placed = wanted

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

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Side by side where there is room, else one below the other: nothing is cut off."""
        # The event tells the size of the viewport; to ask for that widget itself makes PySide
        # load every class of widgets first, a fifth of the time of a bare window's start.
        narrow = event.size().width() < theme.px(_TWO_COLUMNS)
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._across.setDirection(down if narrow else across)
        super().resizeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        if self._stale:
            self._stale = False
            self.refresh()
        super().showEvent(event)
