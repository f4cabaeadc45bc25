"""值班 · 月历: the month of duty leaders as a picture, filled by keyboard or mouse (五（一）)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from hallduty.domain.contacts import Person
from hallduty.domain.roster import Part
from hallduty.ui import keys, theme
from hallduty.ui.roster.arranger import Arranger
from hallduty.ui.roster.day_editor import DayEditor
from hallduty.ui.roster.gap_card import GapCard
from hallduty.ui.roster.grid import month_end
from hallduty.ui.roster.month import NEAR_DAYS, Day, month_days
from hallduty.ui.roster.month_head import EARLIEST, LATEST, MonthHead, turned
from hallduty.ui.roster.month_model import MonthModel
from hallduty.ui.roster.month_view import MonthView
from hallduty.ui.scrolled import vertical_scroll
from hallduty.ui.widgets import card, column, row

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk

_SIDE = 256


class MonthPicture(QWidget):
    """Shows a month of one hall; what is typed goes to the days that are selected.

    Which month and hall the head over it says.
    """

    def __init__(self, desk: Desk, head: MonthHead, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self.head = desk, head
        today = desk.clock.now().date()
        self._today = today
        self._people: dict[int, Person] = {}
        self.model = MonthModel()
        self.arranger = Arranger(desk, self)
        self._build()
        self._connect()

    def _build(self) -> None:
        across = row(self, gap=12)
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
        scroller = vertical_scroll()
        scroller.setFixedWidth(theme.px(_SIDE))
        scroller.setWidget(side)
        across.addWidget(scroller)
        self.setFocusProxy(self.month)

    def _connect(self) -> None:
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
        only = Qt.ShortcutContext.WidgetShortcut
        keys.bind(self.month, keys.THIS_MONTH, self.go_to_today, only)

    # --- showing --------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask the store again; the chosen days stay chosen."""
        self.arranger.hall_id = self.head.hall_id
        contacts = self._desk.store.contacts
        self._people = {person.id: person for person in contacts.people(active_only=False)}
        self.arranger.people = self._people
        departments = {d.id: d.name for d in contacts.departments(active_only=False)}
        self.editor.set_people([p for p in self._people.values() if p.active], departments)
        self._today = self._desk.clock.now().date()
        self._show_month()
        self.gaps.show_gaps(self._near_gaps(), NEAR_DAYS)
        self._show_chosen()

    def _weeks(self, month: date) -> list[list[Day | None]]:
        shifts = self._desk.store.roster.shifts(month, month_end(month))
        mine = [shift for shift in shifts if shift.hall_id == self.head.hall_id]
        names = {key: person.name for key, person in self._people.items()}
        return month_days(month.year, month.month, mine, names, self._desk.calendar, self._today)

    def _show_month(self) -> None:
        self.model.set_weeks(self._weeks(self.head.month))

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
        if not EARLIEST <= day.year <= LATEST:
            return
        if day.replace(day=1) != self.head.month:
            self.head.show_month(day)
            self.month.clearSelection()
            self._show_month()
        self.month.choose(day)

    def go_to_today(self) -> None:
        """Show this month and choose today."""
        self.go_to(self._desk.clock.now().date())

    def turn(self, months: int) -> None:
        """Go `months` on, keeping the day of the month where there is one."""
        self.go_to(turned(self.month.current_day() or self.head.month, months))

    def current_day(self) -> date | None:
        """Return the day that the cursor stands on."""
        return self.month.current_day()

    def _to_gap(self, day: date) -> None:
        self.go_to(day)
        self.editor.begin()

    def _back_to_month(self) -> None:
        self._show_chosen()
        self.month.setFocus()

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
