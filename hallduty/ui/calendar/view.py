"""值班 · 征期: a year's filing deadlines and holidays; a deadline is changed with its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from hallduty.domain.calendar import EARLIEST_YEAR, LATEST_YEAR
from hallduty.domain.errors import UserError
from hallduty.ui import keys, theme
from hallduty.ui.calendar.holidays_card import HolidaysCard
from hallduty.ui.calendar.importer import import_file, save_sample
from hallduty.ui.calendar.month_card import MonthCard
from hallduty.ui.calendar.months import MonthRow, columns, year_rows
from hallduty.ui.events import Topic
from hallduty.ui.icon_button import icon_button
from hallduty.ui.live_view import LiveView
from hallduty.ui.scrolled import vertical_scroll
from hallduty.ui.table_models import RowsModel
from hallduty.ui.tables import Table
from hallduty.ui.widgets import ElidedLabel, button, card, column, label, row

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk

_SIDE = 324


class CalendarView(LiveView):
    """Shows a year: twelve deadlines, the chosen month, the holidays."""

    topics = frozenset({Topic.CALENDAR})
    daily = True

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.year = self._today.year
        self._build()
        self._connect()
        self.refresh()
        self.table.go_to_row(self._today.month - 1)

    def _build(self) -> None:
        layout = column(self, gap=8)
        layout.addLayout(self._head())
        layout.addWidget(self._banner())
        across = row(gap=12)
        layout.addLayout(across, 1)
        frame = card()
        inside = column(frame, margins=1)
        self.model: RowsModel[MonthRow] = RowsModel(columns(), key=lambda r: r.month)
        self.table = Table(self._desk.store.settings, "calendar", self.model.columns, self.model)
        self.table.setAccessibleName("全年征期截止日")
        inside.addWidget(self.table)
        across.addWidget(frame, 1)
        side = QWidget()
        down = column(side, margins=(0, 0, 2, 0), gap=12)
        self.month, self.holidays = MonthCard(), HolidaysCard()
        down.addWidget(self.month)
        down.addWidget(self.holidays)
        down.addStretch()
        scroller = vertical_scroll()
        scroller.setFixedWidth(theme.px(_SIDE))
        scroller.setWidget(side)
        across.addWidget(scroller)
        self.setFocusProxy(self.table)

    def _head(self) -> QHBoxLayout:
        top = row(gap=8)
        self.before = icon_button("chevron-left", "上一年（PgUp）")
        self.title = label("", "heading")
        self.title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.title.setMinimumWidth(theme.px(84))
        self.after = icon_button("chevron-right", "下一年（PgDn）")
        self.this_year = button("今年")
        self.summary = ElidedLabel("", "secondary")
        self.format = button("格式说明")
        self.take = button("导入", key="Ctrl I")
        for part in (self.before, self.title, self.after, self.this_year):
            top.addWidget(part)
        top.addWidget(self.summary, 1)
        top.addWidget(self.format)
        top.addWidget(self.take)
        return top

    def _banner(self) -> QFrame:
        """The frame that says what a year lacks, and what to do about it."""
        self.banner = QFrame()
        self.banner.setProperty("banner", True)
        self.banner.setProperty("tone", "warn")
        inside = row(self.banner, margins=(12, 8, 12, 8), gap=12)
        self.missing = label("", wrap=True)
        self.blank = button("", small=True)
        inside.addWidget(self.missing, 1)
        inside.addWidget(self.blank)
        return self.banner

    def _connect(self) -> None:
        self.before.clicked.connect(self._back)
        self.after.clicked.connect(self._forward)
        self.this_year.clicked.connect(self.go_to_today)
        self.format.clicked.connect(self.show_format)
        self.take.clicked.connect(self.import_file)
        self.blank.clicked.connect(self.save_sample)
        self.table.chosen.connect(self._show_month)
        self.table.opened.connect(self.edit)
        self.month.edit_wanted.connect(self.edit)
        self.holidays.withdrawn.connect(self.withdraw_holidays)
        inside = Qt.ShortcutContext.WidgetWithChildrenShortcut
        keys.bind_each(self, keys.YEAR, (self._back, self._forward), inside)
        keys.bind(self, keys.IMPORT_CALENDAR, self.import_file, inside)

    # --- showing --------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show the year as the calendar has it now; the chosen month stays chosen."""
        super().refresh()
        calendar = self._desk.calendar
        rows = year_rows(calendar, self.year, self._today)
        self.title.setText(f"{self.year}年")
        self.before.setEnabled(self.year > EARLIEST_YEAR)
        self.after.setEnabled(self.year < LATEST_YEAR)
        self.this_year.setEnabled(self.year != self._today.year)
        self.model.set_rows(rows)
        self.summary.setText(_summary(rows))
        self._say_what_lacks(rows)
        self.holidays.show_year(calendar, self.year)
        self._show_month(self.table.current_record() or rows[0])

    def _say_what_lacks(self, rows: list[MonthRow]) -> None:
        """Say plainly what is not known of the year; nothing is guessed (facts of the field 1)."""
        known = sum(each.deadline is not None for each in rows)
        self.banner.setVisible(not self._desk.calendar.knows(self.year))
        self.blank.setText(f"保存{self.year}年空白文件")
        year = f"{self.year}年的节假日安排还没有录入，"
        lacks = "工作日和高峰日算不出来" if known == 12 else "未公布的截止日不能推算，程序不作推测"
        self.missing.setText(
            f"{year}{lacks}。国务院办公厅一般在上一年 11 月、税务总局一般在上一年 12 月发通知；"
            "收到后填好日历文件再点“导入”，也可以选中月份按 Enter 逐月录入官方截止日。"
        )

    def _show_month(self, shown: MonthRow | None) -> None:
        if shown is not None:
            self.month.show_month(self._desk.calendar, shown)

    def show_record(self, wanted: str) -> None:
        """Show the year that another page asked for (“2027”); anything else is ignored."""
        if wanted.isascii() and wanted.isdigit() and int(wanted) != self.year:
            self.go_to(int(wanted))
            self.table.go_to_row(0)

    def go_to(self, year: int) -> None:
        """Show `year`."""
        if EARLIEST_YEAR <= year <= LATEST_YEAR:
            self.year = year
            self.refresh()

    def go_to_today(self) -> None:
        """Show this year and choose this month."""
        self.go_to(self._desk.clock.now().date().year)
        self.table.go_to_row(self._today.month - 1)

    def _back(self) -> None:
        self.go_to(self.year - 1)

    def _forward(self) -> None:
        self.go_to(self.year + 1)

    # --- writing --------------------------------------------------------------------------

    def edit(self) -> None:
        """Change the last day of the chosen month (Enter)."""
        from hallduty.ui.calendar.deadline_dialog import DeadlineDialog

        chosen = self.table.current_record()
        if chosen is not None:
            dialog = DeadlineDialog(self._desk, chosen.year, chosen.month, self)
            dialog.exec()
            dialog.deleteLater()

    def import_file(self) -> None:
        """Take holidays and deadlines from a file (Ctrl+I) and show the year that came."""
        year = import_file(self._desk, self)
        if year:
            self.go_to(year)

    def save_sample(self) -> None:
        """Save a calendar file of the year that is shown, to be filled in or changed."""
        save_sample(self._desk, self, self.year)

    def show_format(self) -> None:
        """Show how a calendar file is written."""
        from hallduty.ui.calendar.format_dialog import FormatDialog

        dialog = FormatDialog(self.year, self)
        dialog.sample_wanted.connect(self.save_sample)
        dialog.exec()
        dialog.deleteLater()

    def withdraw_holidays(self) -> None:
        """Take the imported holidays of the year back, once that is confirmed."""
        text = (
            f"撤销后，{self.year}年的节假日恢复为程序自带的数据；"
            "程序没有的年份，推算的截止日也随之取消。"
        )
        if not self._desk.ask.confirm(self, "撤销导入的节假日", text, "撤销"):
            return
        try:
            self._desk.store.calendar.drop_year(self.year, self._desk.stamp())
        except UserError as problem:
            self._desk.ask.problem(self, str(problem))
            return
        self._desk.changed(Topic.CALENDAR)
        self._desk.events.told.emit(f"已撤销导入的{self.year}年节假日")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.setFocus(Qt.FocusReason.OtherFocusReason)


def _summary(rows: list[MonthRow]) -> str:
    counts = dict.fromkeys(("官方", "自定", "推算"), 0)
    for each in rows:
        if each.deadline is not None:
            counts[each.deadline.mark] += 1
    parts = [f"{mark} {count} 个月" for mark, count in counts.items() if count]
    unknown = sum(each.deadline is None for each in rows)
    if unknown:
        parts.append(f"未公布 {unknown} 个月")
    return "截止日：" + "、".join(parts)
