"""What a fill is asked for: which days, which posts, halves, and what may be changed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QVBoxLayout, QWidget

from hallduty.domain.roster import LEADER, PostNeed
from hallduty.domain.rotation import FillDays, FillOrder
from hallduty.ui.roster.grid import month_end
from hallduty.ui.widgets import FlowLayout, button, column, day_edit, label, row, secondary

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDateEdit

    from hallduty.ui.desk import Desk


class FillOptions(QWidget):
    """changed(): another proposal is wanted."""

    changed = Signal()

    def __init__(self, desk: Desk, hall_id: int, month: date) -> None:
        super().__init__()
        self._hall_id = hall_id
        self._today = desk.clock.now().date()
        self._needs = (PostNeed(LEADER, 1, 1), *desk.settings.posts)
        self._month = month
        layout = column(self, gap=6)
        self._span(layout)
        self._posts(layout)
        self._ways(layout)
        first = max(month, self._today) if month_end(month) >= self._today else month
        self._show_span(first, month_end(month))
        for edit in (self.first, self.last):
            edit.dateChanged.connect(self.changed)
        self.days.currentIndexChanged.connect(self.changed)
        for box in (*self.posts.values(), *self._boxes()):
            box.toggled.connect(self.changed)

    def _span(self, layout: QVBoxLayout) -> None:
        line = row(gap=8)
        self.first: QDateEdit = day_edit(self._month)
        self.last: QDateEdit = day_edit(month_end(self._month))
        self.first.setAccessibleName("开始日期")
        self.last.setAccessibleName("结束日期")
        line.addWidget(secondary("日期"))
        line.addWidget(self.first)
        line.addWidget(label("至"))
        line.addWidget(self.last)
        for text, slot in (
            ("本月余下", self._rest_of_month),
            ("下个月", self._next_month),
            ("本年余下", self._rest_of_year),
        ):
            choice = button(text, small=True)
            choice.setAutoDefault(False)
            choice.clicked.connect(slot)
            line.addWidget(choice)
        line.addSpacing(8)
        line.addWidget(secondary("排在"))
        self.days = QComboBox()
        self.days.setAccessibleName("排在哪些日子")
        for each in FillDays:
            self.days.addItem(each.label, each)
        line.addWidget(self.days)
        line.addStretch()
        layout.addLayout(line)

    def _posts(self, layout: QVBoxLayout) -> None:
        holder = QWidget()
        flow = FlowLayout(holder)
        self.posts: dict[str, QCheckBox] = {}
        for need in self._needs:
            peak = f"，高峰日 {need.peak_seats} 人" if need.peak_seats != need.seats else ""
            box = QCheckBox(need.name)
            box.setToolTip(f"每天 {need.seats} 人{peak}")
            box.setChecked(True)
            self.posts[need.name] = box
            flow.addWidget(box)
        layout.addWidget(holder)

    def _ways(self, layout: QVBoxLayout) -> None:
        holder = QWidget()
        flow = FlowLayout(holder)
        self.halves = QCheckBox("上、下午分开排")
        self.gaps_only = QCheckBox("只补空缺，已排的不动")
        self.overwrite = QCheckBox("手工排定的也重排")
        self.running = QCheckBox("实在没人时可连续两天")
        for box in self._boxes():
            flow.addWidget(box)
        layout.addWidget(holder)

    def _boxes(self) -> tuple[QCheckBox, ...]:
        return (self.halves, self.gaps_only, self.overwrite, self.running)

    def order(self) -> FillOrder:
        """Return what is asked for; whether it makes sense the rules say."""
        return FillOrder(
            hall_id=self._hall_id,
            first=_date(self.first),
            last=_date(self.last),
            posts=tuple(need for need in self._needs if self.posts[need.name].isChecked()),
            # Qt hands a word back, not the member of the enumeration.
            days=FillDays(self.days.currentData()),
            halves=self.halves.isChecked(),
            overwrite=self.overwrite.isChecked(),
            gaps_only=self.gaps_only.isChecked(),
            running=self.running.isChecked(),
        )

    def _show_span(self, first: date, last: date) -> None:
        with QSignalBlocker(self.first), QSignalBlocker(self.last):
            self.first.setDate(QDate(first.year, first.month, first.day))
            self.last.setDate(QDate(last.year, last.month, last.day))

    def _choose_span(self, first: date, last: date) -> None:
        self._show_span(first, last)
        self.changed.emit()

    def _rest_of_month(self) -> None:
        self._choose_span(self._today, month_end(self._today))

    def _next_month(self) -> None:
        first = date.fromordinal(month_end(self._today).toordinal() + 1)
        self._choose_span(first, month_end(first))

    def _rest_of_year(self) -> None:
        self._choose_span(self._today, date(self._today.year, 12, 31))


def _date(edit: QDateEdit) -> date:
    day = edit.date()
    return date(day.year(), day.month(), day.day())
