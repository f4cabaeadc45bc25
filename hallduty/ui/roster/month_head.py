"""The line over the roster: which month, its filing period, which hall."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from hallduty.ui import theme
from hallduty.ui.icon_button import icon_button
from hallduty.ui.roster.choices import refill
from hallduty.ui.roster.grid import month_end
from hallduty.ui.widgets import ElidedLabel, button, label, row

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk

EARLIEST, LATEST = 2015, 2100


class MonthHead(QWidget):
    """turned(±1): the next or last month is wanted. this_month: today is. hall_chosen: another
    hall is. What is shown is told to it by show_month()."""

    turned = Signal(int)
    today_wanted = Signal()
    hall_chosen = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.month = desk.clock.now().date().replace(day=1)
        top = row(self, gap=6)
        self.before = icon_button("chevron-left", "上个月（PgUp）")
        self.title = label("", "heading")
        self.title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.title.setMinimumWidth(theme.px(112))
        self.after = icon_button("chevron-right", "下个月（PgDn）")
        self.this_month = button("本月", key="Home", small=True)
        self.period = ElidedLabel("", "secondary")
        self.hall = QComboBox()
        self.hall.setAccessibleName("办税服务场所")
        self.hall.setMaximumWidth(theme.px(220))
        for part in (self.before, self.title, self.after, self.this_month):
            top.addWidget(part)
        top.addSpacing(theme.px(4))
        top.addWidget(self.period, 1)
        top.addWidget(self.hall)
        self.before.clicked.connect(self._back)
        self.after.clicked.connect(self._forward)
        self.this_month.clicked.connect(self.today_wanted)
        self.hall.currentIndexChanged.connect(self.hall_chosen)
        self.show_month(self.month)

    @property
    def hall_id(self) -> int | None:
        """The hall that is shown; None while there is none."""
        found = self.hall.currentData()
        return int(found) if found is not None else None

    @property
    def last_day(self) -> date:
        """The last day of the month that is shown."""
        return month_end(self.month)

    def show_halls(self) -> None:
        """Ask the store for the halls; the chosen one stays chosen."""
        halls = self._desk.store.roster.halls()
        refill(self.hall, [(hall.name, hall.id) for hall in halls])
        self.hall.setVisible(len(halls) > 1)

    def choose_hall(self, hall_id: int | None) -> None:
        """Show a hall without telling anybody."""
        with QSignalBlocker(self.hall):
            self.hall.setCurrentIndex(max(0, self.hall.findData(hall_id)))

    def show_month(self, month: date) -> None:
        """Say which month is shown and when its filing period ends."""
        self.month = month.replace(day=1)
        self.title.setText(f"{month.year}年{month.month}月")
        period = self._desk.calendar.period_of(self.month)
        if period is None:
            self.period.setText(f"{month.year} 年征期截止日尚未公布")
            return
        last = period.last_day.day
        self.period.setText(f"征期 {month.month}月1日—{last}日（{period.mark}）")

    def _back(self) -> None:
        self.turned.emit(-1)

    def _forward(self) -> None:
        self.turned.emit(1)


def turned(day: date, months: int) -> date:
    """Return the same day `months` on, or the month's last where there is none."""
    place = day.year * 12 + day.month - 1 + months
    first = date(place // 12, place % 12 + 1, 1)
    return min(month_end(first), first + timedelta(days=day.day - 1))
