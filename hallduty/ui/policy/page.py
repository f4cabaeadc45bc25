"""The page 政策: the register of policy questions (问题台账) and the daily report (日报)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QTabBar, QWidget

from hallduty.ui.list_output import ListOutput
from hallduty.ui.policy.daily_view import DailyView
from hallduty.ui.policy.register_view import RegisterView
from hallduty.ui.widgets import button, column, label, row, secondary

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk


class PolicyPage(QWidget):
    """Two tabs; Ctrl+P prints what is shown."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.output = ListOutput(desk, self)
        layout = column(self, margins=(0, 0, 0, 4), gap=8)
        top = row(gap=16)
        top.addWidget(label("政策问题", "title"))
        self.tabs = QTabBar()
        for name in ("问题台账", "日报"):
            self.tabs.addTab(name)
        top.addWidget(self.tabs)
        self.count = secondary()
        top.addWidget(self.count)
        top.addStretch()
        self.export_button = button("导出")
        self.print_button = button("打印台账", key="Ctrl P")
        top.addWidget(self.export_button)
        top.addWidget(self.print_button)
        layout.addLayout(top)
        layout.addWidget(self.output.strip)
        self.register = RegisterView(desk, self.output)
        self.reports = DailyView(desk, self.output)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.register)
        self.stack.addWidget(self.reports)
        layout.addWidget(self.stack, 1)
        self.tabs.currentChanged.connect(self._turned)
        self.export_button.clicked.connect(self.register.export)
        self.print_button.clicked.connect(self.print)
        QShortcut(QKeySequence.StandardKey.Print, self, self.print)
        for model in (self.register.model.modelReset, self.register.model.dataChanged):
            model.connect(self._say_count)
        self._turned(0)

    def show_record(self, wanted: str) -> None:
        """Show question “12”, or the report of a day: “day#2026-11-13”; “new” begins one."""
        kind, _, rest = wanted.partition("#")
        if kind == "day":
            self.tabs.setCurrentIndex(1)
            try:
                self.reports.show_day(date.fromisoformat(rest))
            except ValueError:
                return
            return
        self.tabs.setCurrentIndex(0)
        number = wanted.rpartition(":")[2]
        if number.isdecimal() and int(number):
            self.register.show_record(int(number))
        else:
            self.register.begin()

    def print(self) -> None:
        """Print the register as filtered, or the report that is shown."""
        if self.stack.currentWidget() is self.reports:
            self.reports.print_report()
        elif self.register.count:
            self.register.print_register()

    def _turned(self, place: int) -> None:
        self.stack.setCurrentIndex(place)
        view = self.stack.currentWidget()
        self.setFocusProxy(view)
        for each in (self.export_button, self.print_button, self.count):
            each.setVisible(view is self.register)
        self._say_count()
        held = QApplication.focusWidget()
        if held is not None and self.isAncestorOf(held) and held is not self.tabs:
            view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say_count(self) -> None:
        count = self.register.model.rowCount()
        self.count.setText(f"共 {count} 件")
        self.export_button.setEnabled(count > 0)
        self.print_button.setEnabled(count > 0)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
