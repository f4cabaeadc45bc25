"""The filters above the ledger list: days, type, level, status, drills and words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QDateEdit,
    QFrame,
    QLineEdit,
    QPushButton,
    QWidget,
)

from hallduty.domain.incidents import IncidentFilter, Status
from hallduty.domain.texts import problem_in
from hallduty.ui import theme
from hallduty.ui.incidents.periods import PERIODS, Range
from hallduty.ui.widgets import (
    button,
    column,
    day_edit,
    field_error,
    label,
    row,
    set_property,
)

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk

# Long enough for a hand to type the next character, short enough to feel at once.
_PAUSE_MS = 160
_DRILLS = (("含演练", None), ("不含演练", False), ("只看演练", True))


class FilterBar(QFrame):
    """Chooses incidents. changed(): `filter()` says something else now.

    search_left(): Down or Enter in the search field, so the list takes the keys.
    """

    changed = Signal()
    search_left = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self._desk = desk
        self._open_range = True
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self.apply)
        self._build()
        self._fill_combos()
        self.clear()

    def _build(self) -> None:
        outer = column(self, margins=(12, 10, 12, 10), gap=8)
        first, second = row(gap=12), row(gap=8)
        first.addWidget(self._quick_buttons())
        first.addWidget(self._days())
        first.addStretch()
        self.type_box = self._box("事件类型")
        self.level_box = self._box("级别")
        self.status_box = self._box("状态")
        self.drill_box = self._box("演练")
        for box in (self.type_box, self.level_box, self.status_box, self.drill_box):
            second.addWidget(box)
        self.search = QLineEdit()
        self.search.setPlaceholderText("搜索编号、地点、描述、时间线")
        self.search.setToolTip("搜索编号、地点、描述、措施和时间线中的字词（Ctrl+F）")
        self.search.setAccessibleName("搜索事件")
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(theme.px(140))
        self.search.textChanged.connect(self._typed)
        self.search.returnPressed.connect(self._search_now)
        second.addWidget(self.search, 1)
        self.reset_button = button("清除筛选", "flat")
        self.reset_button.clicked.connect(self.clear)
        second.addWidget(self.reset_button)
        outer.addLayout(first)
        outer.addLayout(second)
        self.error = field_error(self.to_day)
        self.search_error = field_error(self.search)
        outer.addWidget(self.error)
        outer.addWidget(self.search_error)

    def _quick_buttons(self) -> QWidget:
        holder = QWidget()
        line = row(holder, gap=4)
        self.quick = QButtonGroup(self)
        for place, period in enumerate(PERIODS):
            choice = QPushButton(period.label)
            choice.setCheckable(True)
            set_property(choice, "choice", True)
            set_property(choice, "small", True)
            self.quick.addButton(choice, place)
            line.addWidget(choice)
        self.quick.idClicked.connect(self._choose_period)
        return holder

    def _days(self) -> QWidget:
        holder = QWidget()
        line = row(holder, gap=6)
        self.from_day, self.to_day = day_edit(), day_edit()
        for edit, name in ((self.from_day, "开始日期"), (self.to_day, "结束日期")):
            edit.setDateRange(QDate(1990, 1, 1), QDate(2199, 12, 31))
            edit.setAccessibleName(name)
            edit.dateChanged.connect(self._day_edited)
        line.addWidget(self.from_day)
        line.addWidget(label("至", "muted"))
        line.addWidget(self.to_day)
        return holder

    def _box(self, name: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        box.currentIndexChanged.connect(self.apply)
        return box

    def _fill_combos(self) -> None:
        plan = self._desk.plan
        kinds = [(t.name, t.code) for t in plan.event_types]
        levels = [(v.name, v.code) for v in sorted(plan.levels, key=lambda v: v.order)]
        states = [(status.label, status) for status in Status]
        for box, first, choices in (
            (self.type_box, "全部类型", kinds),
            (self.level_box, "全部级别", levels),
            (self.status_box, "全部状态", states),
        ):
            with QSignalBlocker(box):
                box.addItem(first, None)
                for text, value in choices:
                    box.addItem(text, value)
        with QSignalBlocker(self.drill_box):
            for text, drill in _DRILLS:
                self.drill_box.addItem(text, drill)

    # --- what is chosen -------------------------------------------------------------------

    def filter(self) -> IncidentFilter | None:
        """Return what is chosen, or None while a field is in error."""
        first, last = _day(self.from_day), _day(self.to_day)
        too_late = not self._open_range and first > last
        self.error.say(f"开始日期 {first} 晚于结束日期 {last}，请改其中一个" if too_late else "")
        set_property(self.from_day, "invalid", too_late)
        problem = problem_in("text", "搜索的字词", self.search.text())
        self.search_error.say(problem.message if problem else "")
        if too_late or problem:
            return None
        return IncidentFilter(
            from_day=None if self._open_range else first,
            to_day=None if self._open_range else last,
            event_type=self.type_box.currentData() or "",
            level=self.level_box.currentData() or "",
            status=self.status_box.currentData(),
            drill=self.drill_box.currentData(),
            text=self.search.text(),
        )

    def clear(self) -> None:
        """Choose everything again."""
        for box in (self.type_box, self.level_box, self.status_box, self.drill_box):
            with QSignalBlocker(box):
                box.setCurrentIndex(0)
        with QSignalBlocker(self.search):
            self.search.clear()
        self.quick.button(len(PERIODS) - 1).setChecked(True)
        self._set_range((None, None))
        self.apply()

    def renew(self) -> bool:
        """Move 今天, 本周 … to what they mean today; True when that changed the choice."""
        chosen = self.quick.checkedId()
        days = self._days_of(chosen) if chosen >= 0 else None
        if days is None or days == (None, None):
            return False
        if days == (_day(self.from_day), _day(self.to_day)):
            return False
        self._set_range(days)
        self.apply()
        return True

    def focus_search(self) -> None:
        """Put the cursor into the search field."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def apply(self) -> None:
        """Tell the list now, without waiting for a pause in the typing."""
        self._pause.stop()
        self.changed.emit()

    def _search_now(self) -> None:
        self.apply()
        self.search_left.emit()

    def _typed(self) -> None:
        self._pause.start()

    def _choose_period(self, place: int) -> None:
        days = self._days_of(place)
        if days is None:
            self._leave_quick()
            year = self._desk.clock.now().year
            self.error.say(f"没有 {year} 年的征期截止日，请直接选择日期")
            return
        self._set_range(days)
        self.apply()

    def _days_of(self, place: int) -> Range | None:
        today = self._desk.clock.now().date()
        return PERIODS[place].days(today, self._desk.calendar)

    def _set_range(self, days: Range) -> None:
        """Put a range into the date fields; an open one shows the span that there is."""
        first, last = days
        self._open_range = first is None or last is None
        if first is None or last is None:
            first, last = self._whole_span()
        for edit, day in ((self.from_day, first), (self.to_day, last)):
            with QSignalBlocker(edit):
                edit.setDate(QDate(day.year, day.month, day.day))

    def _whole_span(self) -> tuple[date, date]:
        today = self._desk.clock.now().date()
        ids = self._desk.store.incidents.ids(IncidentFilter())
        oldest = self._desk.store.incidents.fetch(ids[-1:])
        first = oldest[0].occurred_at.date() if oldest else today
        return min(first, today), today

    def _day_edited(self) -> None:
        if self._open_range:
            self._open_range = False
        self._leave_quick()
        self._pause.start()

    def _leave_quick(self) -> None:
        """Let no quick button claim a range that was chosen by hand."""
        self.quick.setExclusive(False)
        checked = self.quick.checkedButton()
        if checked is not None:
            checked.setChecked(False)
        self.quick.setExclusive(True)


def _day(edit: QDateEdit) -> date:
    chosen = edit.date()
    return date(chosen.year(), chosen.month(), chosen.day())
