"""The page 需求: the list of needs (需求台账) and the monthly analysis (月度分析)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QTabBar, QWidget

from hallduty.ui.list_output import ListOutput
from hallduty.ui.needs.month_view import MonthView
from hallduty.ui.needs.register_view import NeedsView
from hallduty.ui.widgets import button, column, label, row, secondary

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk


class NeedsPage(QWidget):
    """Two tabs; Ctrl+P prints what is shown."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.output = ListOutput(desk, self)
        layout = column(self, margins=(0, 0, 0, 4), gap=8)
        top = row(gap=16)
        top.addWidget(label("需求收集", "title"))
        self.tabs = QTabBar()
        for name in ("需求台账", "月度分析"):
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
        self.register = NeedsView(desk, self.output)
        self.months = MonthView(desk, self.output)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.register)
        self.stack.addWidget(self.months)
        layout.addWidget(self.stack, 1)
        self.tabs.currentChanged.connect(self._turned)
        self.export_button.clicked.connect(self.register.export)
        self.print_button.clicked.connect(self.print)
        QShortcut(QKeySequence.StandardKey.Print, self, self.print)
        for signal in (self.register.model.modelReset, self.register.model.dataChanged):
            signal.connect(self._say_count)
        self._turned(0)

    def show_record(self, wanted: str) -> None:
        """Show need “12”, or the analysis of a month: “month#2026-11”."""
        kind, _, rest = wanted.partition("#")
        if kind == "month":
            self.tabs.setCurrentIndex(1)
            self.months.show_month(rest)
            return
        self.tabs.setCurrentIndex(0)
        number = wanted.rpartition(":")[2]
        if number.isdecimal() and int(number):
            self.register.show_record(int(number))
        else:
            self.register.begin()

    def print(self) -> None:
        """Print the list as filtered, or the analysis that is shown."""
        if self.stack.currentWidget() is self.months:
            self.months.print_report()
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
