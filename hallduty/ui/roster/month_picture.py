"""值班 · 月历: the month of duty leaders as a picture, filled by keyboard or mouse (五（一）)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QScrollArea, QStackedWidget, QWidget

from hallduty.domain.contacts import Person
from hallduty.domain.roster import Part
from hallduty.ui import theme
from hallduty.ui.events import Topic
from hallduty.ui.icon_button import icon_button
from hallduty.ui.roster.arranger import Arranger
from hallduty.ui.roster.day_editor import DayEditor
from hallduty.ui.roster.gap_card import GapCard
from hallduty.ui.roster.month import NEAR_DAYS, Day, month_days
from hallduty.ui.roster.month_model import MonthModel
from hallduty.ui.roster.month_view import MonthView
from hallduty.ui.widgets import EmptyState, button, card, column, label, row, secondary

if TYPE_CHECKING:
    from datetime import datetime

    from hallduty.ui.desk import Desk

_NO_HALL = "还没有办税服务场所。\n请先在设置中登记场所名称和窗口，再安排值班领导。"
_SIDE = 256
_EARLIEST, _LATEST = 2015, 2199


class MonthPicture(QWidget):
    """Shows a month of one hall; what is typed goes to the days that are selected."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        today = desk.clock.now().date()
        self._month = today.replace(day=1)
        self._today = today
        self._people: dict[int, Person] = {}
        self._stale = False
        self.model = MonthModel()
        self.arranger = Arranger(desk, self)
        self._build()
        self._connect()
        self.refresh()
        self.month.choose(today)

    def _build(self) -> None:
        layout = column(self, gap=8)
        layout.addLayout(self._head())
        self.stack = QStackedWidget()
        layout.addWidget(self.stack, 1)
        self.body = QWidget()
        across = row(self.body, gap=12)
        frame = card()
        inside = column(frame, margins=1)
        self.month = MonthView(self.model)
        inside.addWidget(self.month)
        across.addWidget(frame, 1)
        side = QWidget()
        down = column(side, margins=(0, 0, 2, 0), gap=12)
        self.editor, self.gaps = DayEditor(self._desk), GapCard()
        down.addWidget(self.editor)
        down.addWidget(self.gaps)
        down.addStretch()
        scroller = QScrollArea()
        scroller.setWidgetResizable(True)
        scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroller.setFixedWidth(theme.px(_SIDE))
        scroller.setWidget(side)
        across.addWidget(scroller)
        self.no_hall = EmptyState(_NO_HALL, "去设置", "office-building-outline")
        self.stack.addWidget(self.body)
        self.stack.addWidget(self.no_hall)
        self.setFocusProxy(self.month)

    def _head(self) -> QHBoxLayout:
        top = row(gap=8)
        self.before = icon_button("chevron-left", "上个月（PgUp）")
        self.title = label("", "heading")
        self.title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.title.setMinimumWidth(theme.px(118))
        self.after = icon_button("chevron-right", "下个月（PgDn）")
        self.this_month = button("本月", key="Home")
        self.period = secondary()
        self.hall = QComboBox()
        self.hall.setAccessibleName("办税服务场所")
        for part in (self.before, self.title, self.after, self.this_month, self.period):
            top.addWidget(part)
        top.addStretch()
        top.addWidget(self.hall)
        return top

    def _connect(self) -> None:
        events = self._desk.events
        events.changed.connect(self._changed)
        events.ticked.connect(self._ticked)
        self.before.clicked.connect(self._back)
        self.after.clicked.connect(self._forward)
        self.this_month.clicked.connect(self.go_to_today)
        self.hall.currentIndexChanged.connect(self.refresh)
        self.no_hall.acted.connect(self._to_settings)
        self.month.chosen.connect(self._show_chosen)
        self.month.turned.connect(self.turn)
        self.month.stepped.connect(self.go_to)
        self.month.typed.connect(self.editor.begin)
        self.month.wanted.connect(self.editor.begin)
        self.month.cleared.connect(self.clear)
        self.month.copied.connect(self.copy)
        self.month.pasted.connect(self.paste)
        self.editor.saved.connect(self.put)
        self.editor.cleared.connect(self.clear)
        self.editor.left.connect(self._back_to_month)
        self.gaps.gone_to.connect(self._to_gap)
        home = QShortcut(QKeySequence("Home"), self.month)
        home.setContext(Qt.ShortcutContext.WidgetShortcut)
        home.activated.connect(self.go_to_today)

    # --- showing --------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask the store again; the chosen days stay chosen."""
        self._stale = False
        contacts, roster = self._desk.store.contacts, self._desk.store.roster
        self._show_halls()
        self.stack.setCurrentWidget(self.body if self.hall.count() else self.no_hall)
        self._people = {person.id: person for person in contacts.people(active_only=False)}
        self.arranger.people = self._people
        departments = {d.id: d.name for d in contacts.departments(active_only=False)}
        self.editor.set_people([p for p in self._people.values() if p.active], departments)
        self._today = self._desk.clock.now().date()
        self._show_month()
        gaps = self._near_gaps()
        self.gaps.show_gaps(gaps, NEAR_DAYS)
        self.gaps.setVisible(bool(roster.halls()))
        self._show_chosen()

    def _show_halls(self) -> None:
        halls = self._desk.store.roster.halls()
        chosen = self.hall.currentData()
        with QSignalBlocker(self.hall):
            self.hall.clear()
            for hall in halls:
                self.hall.addItem(hall.name, hall.id)
            self.hall.setCurrentIndex(max(0, self.hall.findData(chosen)))
        self.hall.setVisible(len(halls) > 1)
        self.arranger.hall_id = self.hall.currentData()

    def _weeks(self, month: date) -> list[list[Day | None]]:
        last = (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        shifts = self._desk.store.roster.shifts(month, last)
        mine = [shift for shift in shifts if shift.hall_id == self.hall.currentData()]
        names = {key: person.name for key, person in self._people.items()}
        return month_days(month.year, month.month, mine, names, self._desk.calendar, self._today)

    def _show_month(self) -> None:
        self.title.setText(f"{self._month.year}年{self._month.month}月")
        self.model.set_weeks(self._weeks(self._month))
        period = self._desk.calendar.period_of(self._month)
        if period is None:
            self.period.setText(f"{self._month.year} 年征期截止日尚未公布")
            return
        source = "官方" if period.official else "推算"
        self.period.setText(f"征期 {self._month.month}月1日—{period.last_day.day}日（{source}）")

    def _near_gaps(self) -> list[Day]:
        months = {(self._today + timedelta(days=n)).replace(day=1) for n in range(NEAR_DAYS + 1)}
        days = [d for month in sorted(months) for week in self._weeks(month) for d in week if d]
        return [day for day in days if day.near]

    def _show_chosen(self) -> None:
        chosen = set(self.month.selected_days())
        days = [day for day in self.model.days() if day.day in chosen]
        self.editor.show_days(days, self.arranger.leaders_of(days[0].day) if len(days) == 1 else {})

    # --- moving ---------------------------------------------------------------------------

    def go_to(self, day: date) -> None:
        """Show the month of `day` and choose it."""
        if not _EARLIEST <= day.year <= _LATEST:
            return
        if day.replace(day=1) != self._month:
            self._month = day.replace(day=1)
            self.month.clearSelection()
            self._show_month()
        self.month.choose(day)

    def go_to_today(self) -> None:
        """Show this month and choose today."""
        self.go_to(self._desk.clock.now().date())

    def turn(self, months: int) -> None:
        """Go `months` on, keeping the day of the month where there is one."""
        day = self.month.current_day() or self._month
        place = self._month.year * 12 + self._month.month - 1 + months
        first = date(place // 12, place % 12 + 1, 1)
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        self.go_to(min(last, first + timedelta(days=day.day - 1)))

    def _back(self) -> None:
        self.turn(-1)

    def _forward(self) -> None:
        self.turn(1)

    def _to_gap(self, day: date) -> None:
        self.go_to(day)
        self.editor.begin()

    def _back_to_month(self) -> None:
        self._show_chosen()
        self.month.setFocus()

    def _to_settings(self) -> None:
        self._desk.events.page_requested.emit("settings")

    # --- writing --------------------------------------------------------------------------

    def put(self, part: Part, person: Person) -> None:
        """Put a person on the chosen days; from a single one, go on to the next."""
        days = self.month.selected_days()
        if self.arranger.put(days, part, person):
            self.month.setFocus()
            if len(days) == 1:
                self.go_to(days[0] + timedelta(days=1))

    def clear(self) -> None:
        """Take everybody off the chosen days."""
        self.arranger.clear(self.month.selected_days())

    def copy(self) -> None:
        """Remember the leaders of the day under the cursor."""
        self.arranger.copy(self.month.current_day())

    def paste(self) -> None:
        """Put the remembered leaders on every chosen day."""
        self.arranger.paste(self.month.selected_days())

    def _changed(self, topic: Topic) -> None:
        if topic not in (Topic.ROSTER, Topic.CONTACTS, Topic.SETTINGS):
            return
        if self.isVisible():
            self.refresh()
        else:
            self._stale = True

    def _ticked(self, now: datetime) -> None:
        if now.date() != self._today and self.isVisible():
            self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        if self._stale or self._desk.clock.now().date() != self._today:
            self.refresh()
