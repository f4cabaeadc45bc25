"""One month drawn small: days off, days worked instead, the filing period, peaks, the last day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from hallduty.domain import times
from hallduty.ui import theme

if TYPE_CHECKING:
    from hallduty.domain.calendar import FilingCalendar

_ROW, _HEAD = 34, 22
_DAY = timedelta(days=1)


class MonthSheet(QWidget):
    """Draws a month from Monday to Sunday; a day's tooltip says in words what it is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._first = date(2000, 1, 1)
        self._today = date(2000, 1, 1)
        self._calendar: FilingCalendar | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_month(self, calendar: FilingCalendar, year: int, month: int, today: date) -> None:
        """Show a month as `calendar` has it."""
        self._calendar, self._first, self._today = calendar, date(year, month, 1), today
        self.setAccessibleName(f"{year}年{month}月的月历")
        self.setAccessibleDescription("；".join(filter(None, map(self.words, self._days()))))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(250), theme.px(_HEAD + _ROW * self._weeks()))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(200), self.sizeHint().height())

    def words(self, day: date) -> str:
        """Return what `day` is: 11月16日 星期一：征期截止日、高峰日; empty for a plain day."""
        calendar = self._calendar
        if calendar is None:
            return ""
        found = [calendar.day_name(day)]
        period = calendar.period_on(day)
        if period is not None and day == period.last_day:
            found.append(f"征期截止日（{period.mark}）")
        if calendar.peak(day):
            found.append(f"高峰日（{calendar.peak(day)}）")
        elif period is not None and day != period.last_day and calendar.holidays.is_working(day):
            found.append("征期")
        named = "、".join(word for word in found if word)
        return f"{day.month}月{day.day}日 {times.weekday_cn(day)}：{named}" if named else ""

    # --- drawing --------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._calendar is None:
            return
        painter, colours = QPainter(self), theme.colours()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        small = QFont(self.font())
        small.setPixelSize(theme.px(12))
        painter.setFont(small)
        painter.setPen(QColor(colours.secondary))
        for place, name in enumerate(times.WEEKDAYS):
            head = QRect(self._left(place), 0, self._left(place + 1) - self._left(place), _head())
            painter.drawText(head, Qt.AlignmentFlag.AlignCenter, name)
        for day in self._days():
            self._paint_day(painter, day)

    def _paint_day(self, painter: QPainter, day: date) -> None:
        colours, calendar = theme.colours(), self._calendar
        assert calendar is not None
        rect = self._rect(day).adjusted(2, 1, -2, -1)
        period, working = calendar.period_on(day), calendar.holidays.is_working(day)
        last = period is not None and day == period.last_day
        ground = None
        if period is not None and working:
            ground = colours.amber_tint if calendar.peak(day) else colours.accent_tint
        painter.setPen(Qt.PenStyle.NoPen)
        if ground:
            painter.setBrush(QColor(ground))
            painter.drawRoundedRect(rect, 4, 4)
        if last or day == self._today:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colours.red_fill if last else colours.accent), 2))
            painter.drawRoundedRect(rect.toRectF().adjusted(1, 1, -1, -1), 4, 4)
        self._paint_words(painter, rect, day, working, last)

    def _paint_words(
        self, painter: QPainter, rect: QRect, day: date, working: bool, last: bool
    ) -> None:
        colours = theme.colours()
        number = QFont(self.font())
        number.setPixelSize(theme.px(13))
        number.setBold(last or day == self._today)
        painter.setFont(number)
        painter.setPen(QColor(colours.text if working else colours.secondary))
        mark, ink = self._mark(day, last)
        if not mark:
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, str(day.day))
            return
        half = rect.height() // 2 + theme.px(1)
        upper = QRect(rect.left(), rect.top() + theme.px(1), rect.width(), half)
        lower = QRect(rect.left(), upper.bottom() - theme.px(2), rect.width(), half)
        painter.drawText(upper, Qt.AlignmentFlag.AlignCenter, str(day.day))
        tiny = QFont(self.font())
        tiny.setPixelSize(theme.px(10))
        painter.setFont(tiny)
        painter.setPen(QColor(ink))
        painter.drawText(lower, Qt.AlignmentFlag.AlignCenter, mark)

    def _mark(self, day: date, last: bool) -> tuple[str, str]:
        """Return the word under a day's number and its colour."""
        colours, calendar = theme.colours(), self._calendar
        if last:
            return "截止", colours.red
        if calendar is not None and day in calendar.holidays.worked:
            return "班", colours.amber
        if calendar is not None and day in calendar.holidays.off:
            return "休", colours.green
        return "", ""

    # --- where a day stands -----------------------------------------------------------------

    def _days(self) -> list[date]:
        following = (self._first + timedelta(days=31)).replace(day=1)
        return [self._first + _DAY * n for n in range((following - self._first).days)]

    def _weeks(self) -> int:
        return (self._first.weekday() + len(self._days()) + 6) // 7

    def _left(self, place: int) -> int:
        return self.width() * place // 7

    def _rect(self, day: date) -> QRect:
        place = self._first.weekday() + day.day - 1
        left, right = self._left(place % 7), self._left(place % 7 + 1)
        return QRect(left, _head() + theme.px(_ROW) * (place // 7), right - left, theme.px(_ROW))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            under = [day for day in self._days() if self._rect(day).contains(event.pos())]
            QToolTip.showText(event.globalPos(), self.words(under[0]) if under else "", self)
            return True
        return super().event(event)


def _head() -> int:
    return theme.px(_HEAD)
