"""The dialog that puts another last day on a month's filing period, always with the reason."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QLineEdit, QWidget

from hallduty.domain import times
from hallduty.domain.calendar_rule import STATUTORY_DAY
from hallduty.domain.errors import InvalidInput, UserError
from hallduty.ui import keys, theme
from hallduty.ui.events import Topic
from hallduty.ui.widgets import (
    button,
    column,
    day_edit,
    field_error,
    label,
    row,
    secondary,
    show_problems,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from hallduty.domain.calendar import Deadline
    from hallduty.domain.stamps import Stamp
    from hallduty.ui.desk import Desk

_KINDS = (("官方：税务总局或当地税务局的通知", True), ("自定：本单位自己掌握的日期", False))


class DeadlineDialog(QDialog):
    """Edits one month's deadline; what the store refuses is said here and nothing is lost."""

    def __init__(self, desk: Desk, year: int, month: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._year, self._month = desk, year, month
        now = desk.calendar.deadline(year, month)
        self.setWindowTitle(f"{year}年{month}月征期截止日")
        self.setMinimumWidth(theme.px(480))
        layout = column(self, margins=20, gap=6)
        layout.addWidget(label(self._standing(now), "muted", wrap=True))
        layout.addSpacing(theme.px(6))
        self._fields(now)
        for words, field, error in (
            ("截止日", self.day, self.day_error),
            ("来源", self.kind, None),
            ("理由", self.reason, self.reason_error),
        ):
            caption = label(words)
            caption.setBuddy(field)
            layout.addWidget(caption)
            layout.addWidget(field)
            if field is self.day:
                layout.addWidget(self.hint)
            if error is not None:
                layout.addWidget(error)
            layout.addSpacing(theme.px(4))
        self.failed = label("", "error", wrap=True)
        self.failed.hide()
        layout.addWidget(self.failed)
        layout.addSpacing(theme.px(6))
        layout.addLayout(self._foot(now))
        self._explain()
        self.day.setFocus()

    def _fields(self, now: Deadline | None) -> None:
        year, month = self._year, self._month
        first = QDate(year, month, 1)
        self.day = day_edit(now.last_day if now else date(year, month, STATUTORY_DAY))
        self.day.setDateRange(first, first.addDays(first.daysInMonth() - 1))
        # Year and month stand fast: the keyboard is in the day at once.
        self.day.setDisplayFormat(f"'{year}-{month:02d}-'dd")
        self.day.setAccessibleName("截止日")
        self.day_error = field_error(self.day)
        self.hint = secondary(wrap=True)
        self.kind = QComboBox()
        self.kind.setAccessibleName("来源")
        for words, official in _KINDS:
            self.kind.addItem(words, official)
        self.reason = QLineEdit()
        self.reason.setAccessibleName("理由")
        self.reason.setPlaceholderText("例如：省局通知，因台风延期至本日")
        if now is not None and now.own:
            self.kind.setCurrentIndex(0 if now.official else 1)
            self.reason.setText(now.reason)
        self.reason_error = field_error(self.reason)
        self.day.dateChanged.connect(self._explain)

    def _foot(self, now: Deadline | None) -> QHBoxLayout:
        foot = row(gap=8)
        self.restore = button(self._restore_words())
        self.restore.setVisible(now is not None and now.own)
        self.restore.setAutoDefault(False)
        self.restore.clicked.connect(self.take_back)
        self.cancel = button("取消", key="Esc")
        self.cancel.setAutoDefault(False)
        self.cancel.clicked.connect(self.reject)
        self.save = button("保存", "primary", "Ctrl Enter")
        self.save.setDefault(True)
        keys.put(self.save, keys.CONFIRM)
        self.save.clicked.connect(self.keep)
        foot.addWidget(self.restore)
        foot.addStretch()
        foot.addWidget(self.cancel)
        foot.addWidget(self.save)
        return foot

    # --- words ------------------------------------------------------------------------------

    def _standing(self, now: Deadline | None) -> str:
        rule = self._desk.calendar.computed(self._year, self._month)
        ruled = f"按规则推算为{_day(rule.last_day)}（{rule.reason}）。" if rule else ""
        if now is None:
            return "该月截止日尚未公布，也没有节假日数据可供推算。收到通知后可以先在这里录入。"
        if not now.official and not now.own:
            return f"现为推算：{ruled.removeprefix('按规则推算为')}"
        return f"现为{_day(now.last_day)}（{now.mark}：{now.reason}）。{ruled}"

    def _restore_words(self) -> str:
        below = self._desk.calendar.without_own(self._year, self._month)
        if below is None:
            return "撤销，恢复为未公布"
        return f"恢复为{below.mark}的{_day(below.last_day)}"

    def _explain(self) -> None:
        """Say what the chosen day means, and what looks wrong about it."""
        day, calendar = self.value(), self._desk.calendar
        parts = [f"{times.weekday_cn(day)}，征期 {day.day} 天"]
        if calendar.knows(self._year):
            first = day.replace(day=1)
            span = (first.replace(day=number) for number in range(1, day.day + 1))
            worked = sum(calendar.holidays.is_working(each) for each in span)
            parts.append(f"其中工作日 {worked} 天")
            if not calendar.holidays.is_working(day):
                parts.append("这一天是休息日，请核对")
        if day.day < STATUTORY_DAY:
            parts.append(f"早于 {STATUTORY_DAY} 日，请核对")
        self.hint.setText("，".join(parts))
        if self.isVisible():
            self._grow()

    def value(self) -> date:
        """Return the day in the field."""
        chosen = self.day.date()
        return date(chosen.year(), chosen.month(), chosen.day())

    # --- writing ------------------------------------------------------------------------------

    def keep(self) -> None:
        """Save the day and close."""
        self._write(self._put)

    def take_back(self) -> None:
        """Take the bureau's own day back, so that the shipped or computed one stands again."""
        self._write(self._drop)

    def _put(self, stamp: Stamp) -> None:
        official = bool(self.kind.currentData())
        self._desk.store.calendar.save_deadline(
            self._year, self._month, self.value(), official, self.reason.text(), stamp
        )
        self._tell(f"已改为{_day(self.value())}（{'官方' if official else '自定'}）")

    def _drop(self, stamp: Stamp) -> None:
        self._desk.store.calendar.drop_deadline(self._year, self._month, stamp)
        self._tell("已恢复")

    def _tell(self, deed: str) -> None:
        self._desk.events.told.emit(f"{self._year}年{self._month}月征期截止日{deed}")

    def _write(self, deed: Callable[[Stamp], None]) -> None:
        self.failed.hide()
        errors = {"last_day": self.day_error, "reason": self.reason_error}
        try:
            deed(self._desk.stamp())
        except InvalidInput as problem:
            self._say(" ".join(show_problems(errors, problem)))
            return
        except UserError as problem:
            self._say(str(problem))
            return
        self._desk.changed(Topic.CALENDAR)
        self.accept()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._grow()

    def _grow(self) -> None:
        """Make room for lines that wrap: a dialog does not do so by itself."""
        needed = self.layout().totalHeightForWidth(self.width())
        if needed > self.height():
            self.resize(self.width(), needed)

    def _say(self, text: str) -> None:
        self.failed.setText(text)
        self.failed.setVisible(bool(text))
        self._grow()


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"
