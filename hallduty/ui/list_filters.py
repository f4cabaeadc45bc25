"""The filters above a register: a period, some choices, and words; one line of the page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QDate, QSignalBlocker, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QDateEdit, QLineEdit, QWidget

from hallduty.domain.texts import problem_in
from hallduty.ui import theme
from hallduty.ui.incidents.periods import PERIODS, Range
from hallduty.ui.widgets import button, column, day_edit, field_error, label, row, set_property

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk

# Long enough for a hand to type the next character, short enough to feel at once.
_PAUSE_MS = 160
_OWN = "own"
Choice = tuple[str, Any]


class ListFilters(QWidget):
    """Chooses records. changed(): days(), value() or text() say something else now.

    left(): Down or Enter in the search field, so that the list takes the keys.
    """

    changed = Signal()
    left = Signal()

    def __init__(self, desk: Desk, names: Sequence[str], hint: str) -> None:
        super().__init__()
        self._desk = desk
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self.changed)
        outer = column(self, margins=(10, 8, 10, 8), gap=6)
        line = row(gap=6)
        self.period = _box("时间")
        # From the widest, which is the first choice, to the narrowest.
        for period in reversed(PERIODS):
            self.period.addItem("全部时间" if period.code == "all" else period.label, period.code)
        self.period.addItem("自选日期", _OWN)
        self.period.currentIndexChanged.connect(self._period_chosen)
        line.addWidget(self.period)
        self.boxes = {name: _box(name) for name in names}
        for box in self.boxes.values():
            box.currentIndexChanged.connect(self.changed)
            line.addWidget(box)
        self.search = QLineEdit()
        self.search.setPlaceholderText(hint)
        self.search.setToolTip(f"{hint}（Ctrl+F）")
        self.search.setAccessibleName(hint)
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(theme.px(90))
        self.search.textChanged.connect(self._pause.start)
        self.search.returnPressed.connect(self._search_now)
        line.addWidget(self.search, 1)
        self.reset_button = button("清除", "flat", small=True)
        self.reset_button.setToolTip("清除筛选")
        self.reset_button.clicked.connect(self.clear)
        line.addWidget(self.reset_button)
        outer.addLayout(line)
        outer.addWidget(self._days())
        self.error = field_error(self.to_day)
        self.search_error = field_error(self.search)
        outer.addWidget(self.error)
        outer.addWidget(self.search_error)

    def _days(self) -> QWidget:
        self.days_line = QWidget()
        line = row(self.days_line, gap=6)
        today = self._desk.clock.now().date()
        self.from_day, self.to_day = day_edit(today), day_edit(today)
        for edit, name in ((self.from_day, "开始日期"), (self.to_day, "结束日期")):
            edit.setDateRange(QDate(1990, 1, 1), QDate(2199, 12, 31))
            edit.setAccessibleName(name)
            edit.dateChanged.connect(self._pause.start)
        line.addWidget(self.from_day)
        line.addWidget(label("至", "muted"))
        line.addWidget(self.to_day)
        line.addStretch()
        self.days_line.hide()
        return self.days_line

    def set_choices(self, name: str, first: str, choices: Sequence[Choice]) -> None:
        """Fill a box with (text, value) under `first`, which means all; the chosen one stays."""
        box = self.boxes[name]
        chosen = box.currentData()
        with QSignalBlocker(box):
            box.clear()
            box.addItem(first, None)
            for text, value in choices:
                box.addItem(text, value)
            box.setCurrentIndex(max(0, box.findData(chosen)))

    # --- what is chosen -------------------------------------------------------------------

    def days(self) -> Range | None:
        """Return the first and the last day wanted, or None while a field is in error."""
        code = self.period.currentData()
        today = self._desk.clock.now().date()
        self.error.say("")
        set_property(self.from_day, "invalid", False)
        if code == _OWN:
            first, last = _day(self.from_day), _day(self.to_day)
            if first > last:
                self.error.say(f"开始日期 {first} 晚于结束日期 {last}，请改其中一个")
                set_property(self.from_day, "invalid", True)
                return None
            return first, last
        period = next(each for each in PERIODS if each.code == code)
        found = period.days(today, self._desk.calendar)
        if found is None:
            self.error.say(f"没有 {today.year} 年的征期截止日，请改选自选日期")
        return found

    def value(self, name: str) -> Any:
        """Return what is chosen in a box; None means all."""
        return self.boxes[name].currentData()

    def text(self) -> str | None:
        """Return the words looked for, or None while they are in error."""
        problem = problem_in("text", "搜索的字词", self.search.text())
        self.search_error.say(problem.message if problem else "")
        return None if problem else self.search.text()

    @property
    def is_open(self) -> bool:
        """Tell whether everything is chosen."""
        boxes = (self.period, *self.boxes.values())
        return not self.search.text() and all(box.currentIndex() <= 0 for box in boxes)

    def clear(self) -> None:
        """Choose everything again."""
        for box in (self.period, *self.boxes.values()):
            with QSignalBlocker(box):
                box.setCurrentIndex(0)
        with QSignalBlocker(self.search):
            self.search.clear()
        self._pause.stop()
        self.days_line.hide()
        self.changed.emit()

    def focus_search(self) -> None:
        """Put the keyboard into the search field."""
        self.search.setFocus()
        self.search.selectAll()

    def _search_now(self) -> None:
        self._pause.stop()
        self.changed.emit()
        self.left.emit()

    def _period_chosen(self) -> None:
        self.days_line.setVisible(self.period.currentData() == _OWN)
        self.changed.emit()


def _box(name: str) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(name)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    made.setMaximumWidth(theme.px(150))
    return made


def _day(edit: QDateEdit) -> date:
    chosen = edit.date()
    return date(chosen.year(), chosen.month(), chosen.day())
