"""The year's holidays as the notice lists them: days off, and weekend days worked instead."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from hallduty.domain import times
from hallduty.ui.widgets import button, column, heading, label, row, secondary

if TYPE_CHECKING:
    from hallduty.domain.calendar import FilingCalendar
    from hallduty.domain.calendar_days import HolidayBlock


class HolidaysCard(QFrame):
    """Lists the holidays. withdrawn(): the imported ones are to be taken back."""

    withdrawn = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        inside = column(self, margins=(14, 12, 14, 12), gap=6)
        self.title = heading("")
        inside.addWidget(self.title)
        self._lines = column(gap=5)
        inside.addLayout(self._lines)
        self.source = secondary(wrap=True)
        inside.addWidget(self.source)
        self.withdraw = button("撤销导入的节假日", "link")
        self.withdraw.clicked.connect(self.withdrawn)
        inside.addWidget(self.withdraw)

    def show_year(self, calendar: FilingCalendar, year: int) -> None:
        """Show the holidays of `year`, or say that they are not known."""
        self.title.setText(f"{year}年节假日与调休")
        while (item := self._lines.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for block in calendar.blocks(year):
            self._lines.addWidget(_Line(block))
        known = calendar.knows(year)
        self.source.setText(
            f"来源：{calendar.holiday_source(year)}"
            if known
            else "还没有录入，请在收到通知后导入。"
        )
        self.withdraw.setVisible(calendar.is_imported(year))


class _Line(QWidget):
    """One holiday: its name, its days, and below them the weekend days worked instead."""

    def __init__(self, block: HolidayBlock) -> None:
        super().__init__()
        inside = column(self, gap=0)
        first = row(gap=8)
        first.addWidget(label(block.name))
        first.addStretch()
        first.addWidget(label(f"{_days(block.first, block.last)}　{block.days} 天", "muted"))
        inside.addLayout(first)
        if block.worked:
            worked = "、".join(
                f"{day.month}月{day.day}日（{times.weekday_cn(day)[2]}）" for day in block.worked
            )
            inside.addWidget(secondary(f"调休上班：{worked}", wrap=True))


def _days(first: date, last: date) -> str:
    start = f"{first.month}月{first.day}日"
    if first == last:
        return start
    return f"{start}—" + (f"{last.day}日" if last.month == first.month else _short(last))


def _short(day: date) -> str:
    return f"{day.month}月{day.day}日"
