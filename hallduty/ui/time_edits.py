"""Fields of day and time in our format, and the way from Qt's time to ours and back."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QDateTime, Qt, QTime

if TYPE_CHECKING:
    # Imported when first asked for: the window opens without such fields.
    from PySide6.QtWidgets import QDateEdit, QDateTimeEdit

DATE_FORMAT = "yyyy-MM-dd"
MOMENT_FORMAT = "yyyy-MM-dd HH:mm"


def moment_edit(at: datetime | None = None) -> QDateTimeEdit:
    """Return a date-time field in our format (the Chinese default would be yyyy/M/d)."""
    from PySide6.QtWidgets import QDateTimeEdit

    edit = QDateTimeEdit()
    edit.setDisplayFormat(MOMENT_FORMAT)
    _with_calendar(edit)
    if at is not None:
        edit.setDateTime(to_qt(at))
    return edit


def day_edit(day: date | None = None) -> QDateEdit:
    """Return a date field in our format, with the calendar popup."""
    from PySide6.QtWidgets import QDateEdit

    edit = QDateEdit()
    edit.setDisplayFormat(DATE_FORMAT)
    _with_calendar(edit)
    if day is not None:
        edit.setDate(QDate(day.year, day.month, day.day))
    return edit


def _with_calendar(edit: QDateTimeEdit) -> None:
    from PySide6.QtWidgets import QCalendarWidget

    edit.setCalendarPopup(True)
    calendar = edit.calendarWidget()
    calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
    calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)


def to_qt(at: datetime) -> QDateTime:
    """Convert naive local time for a Qt field."""
    return QDateTime(QDate(at.year, at.month, at.day), QTime(at.hour, at.minute, at.second))


def from_qt(at: QDateTime) -> datetime:
    """Convert a Qt field's value to naive local time, to the minute."""
    day, clock = at.date(), at.time()
    return datetime(day.year(), day.month(), day.day(), clock.hour(), clock.minute())
