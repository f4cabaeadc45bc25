"""A page of two tabs, a register and the reports over it: 政策 and 需求."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QTabBar, QWidget

from hallduty.ui import keys
from hallduty.ui.list_output import ListOutput
from hallduty.ui.widgets import button, column, label, row, secondary

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk
    from hallduty.ui.period_view import PeriodView
    from hallduty.ui.voice_register import VoiceRegister


class VoicePage(QWidget):
    """Ctrl+P prints what is shown. A subclass makes the views, then calls `lay_out`."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.output = ListOutput(desk, self)

    def lay_out(
        self,
        title: str,
        names: tuple[str, str],
        register: VoiceRegister[Any, Any],
        reports: PeriodView[Any],
    ) -> None:
        """Put title, tabs and buttons over the two views."""
        layout = column(self, margins=(0, 0, 0, 4), gap=8)
        top = row(gap=16)
        top.addWidget(label(title, "title"))
        self.tabs = QTabBar()
        for name in names:
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
        self.stack = QStackedWidget()
        self.stack.addWidget(register)
        self.stack.addWidget(reports)
        layout.addWidget(self.stack, 1)
        self._register, self._reports = register, reports
        self.tabs.currentChanged.connect(self._turned)
        self.export_button.clicked.connect(self._register.export)
        self.print_button.clicked.connect(self.print)
        keys.bind(self, keys.PRINT_LIST, self.print)
        for signal in (self._register.model.modelReset, self._register.model.dataChanged):
            signal.connect(self._say_count)
        self._turned(0)

    def show_in_register(self, wanted: str) -> None:
        """Show record “12” of the register; anything else begins a new one."""
        self.tabs.setCurrentIndex(0)
        number = wanted.rpartition(":")[2]
        if number.isdecimal() and int(number):
            self._register.show_record(int(number))
        else:
            self._register.begin()

    def print(self) -> None:
        """Print the register as filtered, or the report that is shown."""
        if self.stack.currentIndex():
            self._reports.print_report()
        elif self._register.count:
            self._register.print_register()

    def _turned(self, place: int) -> None:
        self.stack.setCurrentIndex(place)
        view = self.stack.currentWidget()
        self.setFocusProxy(view)
        for each in (self.export_button, self.print_button, self.count):
            each.setVisible(place == 0)
        self._say_count()
        held = QApplication.focusWidget()
        if held is not None and self.isAncestorOf(held) and held is not self.tabs:
            view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say_count(self) -> None:
        count = self._register.model.rowCount()
        self.count.setText(f"共 {count} 件")
        self.export_button.setEnabled(count > 0)
        self.print_button.setEnabled(count > 0)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
