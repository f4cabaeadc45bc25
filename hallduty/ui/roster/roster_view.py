"""值班 · 值班表: a month as grid or as calendar, and what is done with all of it (五（一）)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QMenu, QPushButton, QStackedWidget, QWidget

from hallduty.domain.roster import LEADER
from hallduty.ui import keys, theme
from hallduty.ui.events import Topic
from hallduty.ui.live_view import LiveView
from hallduty.ui.roster.deeds import RosterDeeds
from hallduty.ui.roster.month_head import MonthHead
from hallduty.ui.roster.month_picture import MonthPicture
from hallduty.ui.roster.roster_grid import RosterGrid
from hallduty.ui.widgets import EmptyState, KeyButton, button, column, row, set_property

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk

_NO_HALL = "还没有办税服务场所。\n请先在设置中登记场所名称和窗口，再安排值班领导。"
_KEY = "roster.body"
_ROOM_FOR_KEYS = 800


class RosterView(LiveView):
    """The head, the two ways to see a month, and the doors to its dialogs and papers."""

    topics = frozenset({Topic.ROSTER, Topic.CONTACTS, Topic.SETTINGS, Topic.CALENDAR})
    daily = True

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        layout = column(self, gap=8)
        self.head = MonthHead(desk)
        self.grid = RosterGrid(desk, self.head)
        self.picture = MonthPicture(desk, self.head)
        self.deeds = RosterDeeds(desk, self.head, self)
        layout.addLayout(self._tools())
        layout.addWidget(self.deeds.strip)
        self.stack = QStackedWidget()
        self.body = QStackedWidget()
        self.body.addWidget(self.grid)
        self.body.addWidget(self.picture)
        self.no_hall = EmptyState(_NO_HALL, "去设置", "office-building-outline")
        self.stack.addWidget(self.body)
        self.stack.addWidget(self.no_hall)
        layout.addWidget(self.stack, 1)
        self._connect()
        self.refresh()
        self.show_body(desk.store.settings.recall(_KEY) == "picture", remember=False)
        self.shown_body().go_to_today()

    def _tools(self) -> QHBoxLayout:
        line = row(gap=8)
        line.addWidget(self.head, 1)
        self.as_grid, self.as_picture = _choice("表格"), _choice("月历")
        group = QButtonGroup(self)
        both = row(gap=0)
        for each in (self.as_grid, self.as_picture):
            group.addButton(each)
            both.addWidget(each)
        line.addLayout(both)
        self.fill_button = button("自动排班", "primary", "Ctrl R", small=True)
        self.change_button = button("调班", small=True)
        self.change_button.setMenu(self._change_menu())
        self.print_button = button("打印", key="Ctrl P", small=True)
        self.more_button = button("更多", small=True)
        self.more_button.setMenu(self._more_menu())
        self.tools: list[KeyButton] = [
            self.fill_button,
            self.change_button,
            self.print_button,
            self.more_button,
        ]
        for tool in self.tools:
            line.addWidget(tool)
        return line

    def _change_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.addAction("换班…", self._swap)
        menu.addAction("替班…", self._cover)
        menu.addAction("今天临时接班…", self.deeds.take_over)
        menu.addSeparator()
        menu.addAction("调班记录…", self._changes)
        return menu

    def _more_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.addAction("从文件导入…", self.deeds.import_file)
        menu.addAction("导出 Excel 表格…", self.deeds.export_table)
        menu.addAction("导出日历文件（iCalendar）…", self.deeds.export_calendar)
        menu.addSeparator()
        menu.addAction("岗位、人数和值班电话…", self._to_settings)
        return menu

    def _connect(self) -> None:
        self.head.turned.connect(self._turn)
        self.head.today_wanted.connect(self._to_today)
        self.head.hall_chosen.connect(self._hall_chosen)
        self.as_grid.clicked.connect(self._show_grid)
        self.as_picture.clicked.connect(self._show_picture)
        self.fill_button.clicked.connect(self.deeds.fill)
        self.print_button.clicked.connect(self.deeds.print_month)
        self.no_hall.acted.connect(self._to_settings)
        self.grid.swap_wanted.connect(self.deeds.swap)
        self.grid.cover_wanted.connect(self.deeds.cover)
        self.grid.undo_wanted.connect(self.deeds.undo)
        self.grid.stood_wanted.connect(self.deeds.record_stood)
        self.grid.stood_as_planned.connect(self.deeds.stood_as_planned)
        inside = Qt.ShortcutContext.WidgetWithChildrenShortcut
        keys.bind(self, keys.FILL, self.deeds.fill, inside)
        keys.bind(self, keys.PRINT_ROSTER, self.deeds.print_month, inside)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give up the key caps before the month and its arrows are squeezed."""
        super().resizeEvent(event)
        roomy = self.width() >= theme.px(_ROOM_FOR_KEYS)
        for each in (*self.tools, self.head.this_month):
            each.show_key(roomy)

    # --- showing ----------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask the store again; cursor and text stay."""
        super().refresh()
        self.head.show_halls()
        self.head.show_month(self.head.month)
        there = self.head.hall_id is not None
        self.stack.setCurrentWidget(self.body if there else self.no_hall)
        for tool in self.tools:
            tool.setEnabled(there)
        self.shown_body().refresh()

    def shown_body(self) -> RosterGrid | MonthPicture:
        """Return the way of seeing a month that is chosen."""
        shown = self.body.currentWidget()
        assert isinstance(shown, (RosterGrid, MonthPicture))
        return shown

    def show_body(self, picture: bool, *, remember: bool = True) -> None:
        """Show the month as a calendar, or as a grid; the day stays."""
        if not self.grid.finish():
            self.as_grid.setChecked(True)
            return
        day = self.shown_body().current_day()
        wanted = self.picture if picture else self.grid
        self.as_picture.setChecked(picture)
        self.as_grid.setChecked(not picture)
        self.body.setCurrentWidget(wanted)
        self.setFocusProxy(wanted)
        wanted.refresh()
        if day is not None:
            wanted.go_to(day)
        if remember:
            self._desk.store.settings.remember(_KEY, "picture" if picture else "grid")

    def show_record(self, record: str) -> None:
        """Show a day (“2026-11-13”), as another page asked for."""
        try:
            day = date.fromisoformat(record)
        except ValueError:
            return
        if self.shown_body() is self.grid:
            self.grid.go_to_cell(day, LEADER)
        else:
            self.picture.go_to(day)

    def _show_grid(self) -> None:
        self.show_body(False)

    def _show_picture(self) -> None:
        self.show_body(True)

    def _turn(self, months: int) -> None:
        self.shown_body().turn(months)

    def _to_today(self) -> None:
        self.shown_body().go_to_today()

    def _hall_chosen(self) -> None:
        if self.grid.finish():
            self.shown_body().refresh()
        else:
            # Still the hall of what is typed, until that is settled.
            self.head.choose_hall(self.grid.planner.hall_id)

    def _to_settings(self) -> None:
        self._desk.events.page_requested.emit("settings")

    def _swap(self) -> None:
        self.deeds.swap(self.grid.grid.current_cell())

    def _cover(self) -> None:
        self.deeds.cover(self.grid.grid.current_cell())

    def _changes(self) -> None:
        self.deeds.show_changes()


def _choice(text: str) -> QPushButton:
    made = QPushButton(text)
    made.setCheckable(True)
    set_property(made, "choice", True)
    set_property(made, "small", True)
    return made
