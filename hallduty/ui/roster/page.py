"""The page 值班: roster, duty log, filing calendar, fairness and leave under tabs (五（一）)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QTabBar, QWidget

from hallduty.ui import keys
from hallduty.ui.widgets import column, label, row

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab: its name in page_requested (“roster#log”), its title, and the class it shows."""

    key: str
    title: str
    module: str
    view: str


_TABS = (
    Tab("roster", "值班表", "hallduty.ui.roster.roster_view", "RosterView"),
    Tab("log", "日志与交接", "hallduty.ui.duty_logs.view", "DutyLogView"),
    Tab("calendar", "征期", "hallduty.ui.calendar.view", "CalendarView"),
    Tab("fairness", "公平", "hallduty.ui.roster.fairness_view", "FairnessView"),
    Tab("leave", "休假与轮值", "hallduty.ui.roster.rota_view", "RotaView"),
)


class RosterPage(QWidget):
    """Builds each tab when it is first shown; Alt+1 … Alt+5 show them."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._built: dict[str, QWidget] = {}
        layout = column(self, margins=(0, 0, 0, 4), gap=8)
        top = row(gap=16)
        top.addWidget(label("值班", "title"))
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        for number, tab in enumerate(_TABS, start=1):
            self.tabs.addTab(tab.title)
            self.tabs.setTabToolTip(number - 1, f"{tab.title}（Alt+{number}）")
        shown = keys.bind(self, keys.ROSTER_TABS, self._key)
        for shortcut, tab in zip(shown, _TABS, strict=True):
            shortcut.setObjectName(tab.key)
        top.addWidget(self.tabs)
        top.addStretch()
        layout.addLayout(top)
        self.stack = QStackedWidget()
        layout.addWidget(self.stack, 1)
        self.tabs.currentChanged.connect(self._show)
        self._show(0)

    def tab(self, key: str) -> QWidget:
        """Return the view of a tab, built when it is asked for first."""
        made = self._built.get(key)
        if made is None:
            wanted = next(tab for tab in _TABS if tab.key == key)
            made = getattr(import_module(wanted.module), wanted.view)(self._desk, self.stack)
            self._built[key] = made
            self.stack.addWidget(made)
        return made

    def show_record(self, wanted: str) -> None:
        """Show the tab that another page asked for (“log”, “calendar#2027”), or a day's cells.

        A day is “2026-11-13”, or “shift:20261113” where a draft waits; others are ignored.
        """
        key, _, record = wanted.partition("#")
        place = next((i for i, tab in enumerate(_TABS) if tab.key == key), -1)
        if place < 0:
            day = _day(wanted)
            if day is None:
                return
            key, place, record = _TABS[0].key, 0, day
        self.tabs.setCurrentIndex(place)
        shown = self.tab(key)
        if record and hasattr(shown, "show_record"):
            shown.show_record(record)

    def _key(self) -> None:
        self.show_record(self.sender().objectName())

    def _show(self, place: int) -> None:
        shown = self.tab(_TABS[place].key)
        self.stack.setCurrentWidget(shown)
        self.setFocusProxy(shown)
        if self.isVisible() and not self.tabs.hasFocus():
            shown.setFocus(Qt.FocusReason.OtherFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.setFocus(Qt.FocusReason.OtherFocusReason)


def _day(wanted: str) -> str | None:
    """Return the day that is asked for, as 2026-11-13; None when it is none."""
    try:
        return date.fromisoformat(wanted.removeprefix("shift:")).isoformat()
    except ValueError:
        return None
