"""The chosen month: its picture, why its last day is that day, its peaks, and the change of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from hallduty.domain.calendar_seasons import seasons
from hallduty.ui.calendar.month_sheet import MonthSheet
from hallduty.ui.calendar.months import MARK_TONES, NOT_KNOWN, MonthRow, peak_words
from hallduty.ui.widgets import button, column, heading, label, pill, row, secondary, set_property

if TYPE_CHECKING:
    from hallduty.domain.calendar import FilingCalendar


class MonthCard(QFrame):
    """Shows one month. edit_wanted(): its last day is to be changed."""

    edit_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        inside = column(self, margins=(14, 12, 14, 12), gap=8)
        top = row(gap=8)
        self.title = heading("")
        self.mark = pill("", "grey")
        self.edit = button("修改", key="Enter", small=True)
        self.edit.clicked.connect(self.edit_wanted)
        top.addWidget(self.title)
        top.addWidget(self.mark)
        top.addStretch()
        top.addWidget(self.edit)
        inside.addLayout(top)
        self.sheet = MonthSheet()
        inside.addWidget(self.sheet)
        legend = row(gap=6)
        for word, tone in (("征期", "blue"), ("高峰", "amber"), ("截止", "red")):
            legend.addWidget(pill(word, tone))
        legend.addWidget(secondary("休 放假　班 调休上班"))
        legend.addStretch()
        inside.addLayout(legend)
        self.reason, self.peaks = label(wrap=True), label(wrap=True)
        self.others = secondary(wrap=True)
        for words in (self.reason, self.peaks, self.others):
            inside.addWidget(words)

    def show_month(self, calendar: FilingCalendar, shown: MonthRow) -> None:
        """Show a month of the calendar."""
        deadline = shown.deadline
        last = f"{deadline.last_day.day}日截止" if deadline else ""
        self.title.setText(f"{shown.month}月{last}")
        self.mark.setText(deadline.mark if deadline else NOT_KNOWN)
        set_property(self.mark, "pill", MARK_TONES[deadline.mark] if deadline else "grey")
        self.sheet.show_month(calendar, shown.year, shown.month, shown.today)
        self.reason.setText(f"依据：{deadline.reason}" if deadline else "收到通知后按 Enter 录入。")
        self.peaks.setText(f"高峰：{peak_words(shown)}")
        others = seasons(shown.month)
        self.others.setText(
            f"同期：{'；'.join(others)}。仅供安排人手参考，以通知为准。" if others else ""
        )
        self.others.setVisible(bool(others))
