"""The page 通讯录: people, departments, the group, the call ladders and the monthly check."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QLayout, QMenu, QStackedWidget, QTabBar, QWidget

from hallduty.ui import keys
from hallduty.ui.contacts.check_view import CheckView
from hallduty.ui.contacts.departments_view import DepartmentsView
from hallduty.ui.contacts.group_view import GroupView
from hallduty.ui.contacts.ladder_view import LadderView
from hallduty.ui.contacts.output import ContactOutput
from hallduty.ui.contacts.people_view import PeopleView
from hallduty.ui.events import Topic
from hallduty.ui.widgets import button, column, label, row

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk

_EXPORTS = {
    ".xlsx": "Excel 工作簿（.xlsx，可再导入）",
    ".csv": "CSV（.csv）",
    ".vcf": "名片 vCard（.vcf）",
}
_VIEWS = (PeopleView, DepartmentsView, GroupView, LadderView, CheckView)
_TABS = ("人员", "部门", "应急处理小组", "联络顺序", "本月核对")


class ContactsPage(QWidget):
    """Five lists under five tabs; Ctrl+F searches the one that is shown."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._stale: set[QWidget] = set()
        self.output = ContactOutput(desk, self)
        layout = column(self, margins=(0, 0, 0, 4), gap=8)
        top = row(gap=16)
        top.addWidget(label("通讯录", "title"))
        self.tabs = QTabBar()
        for name in _TABS:
            self.tabs.addTab(name)
        top.addWidget(self.tabs)
        top.addStretch()
        top.addLayout(self._deeds())
        layout.addLayout(top)
        layout.addWidget(self.output.strip)
        self.people, self.departments = PeopleView(desk), DepartmentsView(desk)
        self.group, self.ladder, self.check = GroupView(desk), LadderView(desk), CheckView(desk)
        self.stack = QStackedWidget()
        for view in self._views():
            self.stack.addWidget(view)
        layout.addWidget(self.stack, 1)
        self.tabs.currentChanged.connect(self.stack.setCurrentIndex)
        desk.events.changed.connect(self._changed)
        keys.bind(self, keys.FIND, self._find)
        keys.bind(self, keys.PRINT_WALL, self.output.print_wall_a4)
        self.tabs.currentChanged.connect(self._turned)
        self._turned()

    def _views(self) -> tuple[QWidget, ...]:
        return (self.people, self.departments, self.group, self.ladder, self.check)

    def _deeds(self) -> QLayout:
        deeds = row(gap=8)
        self.import_button = button("导入…")
        self.import_button.clicked.connect(self.output.import_file)
        self.export_button, exports = button("导出"), QMenu(self)
        for ending, words in _EXPORTS.items():
            exports.addAction(words, partial(self.output.export, ending))
        self.export_button.setMenu(exports)
        self.print_button, papers = button("打印"), QMenu(self)
        papers.addAction("挂图 A4\tCtrl+P", self.output.print_wall_a4)
        papers.addAction("挂图 A3", self.output.print_wall_a3)
        papers.addAction("口袋卡", self.output.print_card)
        self.print_button.setMenu(papers)
        for each in (self.import_button, self.export_button, self.print_button):
            deeds.addWidget(each)
        return deeds

    def show_record(self, wanted: str) -> None:
        """Show person “12”, “department:5”, or a tab: check, ladder, group; 0 is a new person."""
        tab = {"check": self.check, "ladder": self.ladder, "group": self.group}.get(wanted)
        if tab is not None:
            self.tabs.setCurrentIndex(self.stack.indexOf(tab))
            return
        kind, _, number = wanted.rpartition(":")
        view = self.departments if kind == "department" else self.people
        self.tabs.setCurrentIndex(self.stack.indexOf(view))
        self._freshen()
        if number.isdecimal():
            view.show_record(int(number))

    def _turned(self) -> None:
        """Bring the tab's list up to date; whatever gives the page the keys gives them to it."""
        self._freshen()
        view = self.stack.currentWidget()
        self.setFocusProxy(view)
        held = QApplication.focusWidget()
        if held is not None and self.stack.isAncestorOf(held):
            # The tab before had them; Qt would give them to whatever stands first in this one.
            view.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Ask the store again: now for the list that is shown, for the others when they are."""
        self._stale = set(self._views())
        self._freshen()

    def _freshen(self) -> None:
        view = self.stack.currentWidget()
        if view in self._stale and isinstance(view, _VIEWS):
            self._stale.discard(view)
            view.refresh()

    def _changed(self, topic: Topic) -> None:
        # The roster says who leads, and so who is first on the leader's ladder.
        if topic not in (Topic.CONTACTS, Topic.ROSTER, Topic.PLAN):
            return
        self._stale = set(self._views())
        if self.isVisible():
            self._freshen()

    def _find(self) -> None:
        view = self.stack.currentWidget()
        if isinstance(view, (PeopleView, DepartmentsView, CheckView)):
            view.search.setFocus()
            view.search.selectAll()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._freshen()
