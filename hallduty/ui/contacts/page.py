"""The page 通讯录: 人员, 部门 and 应急处理小组, each a list with its form beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QTabBar, QWidget

from hallduty.ui.contacts.departments_view import DepartmentsView
from hallduty.ui.contacts.group_view import GroupView
from hallduty.ui.contacts.people_view import PeopleView
from hallduty.ui.events import Topic
from hallduty.ui.widgets import column, label, row

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk

_TABS = ("人员", "部门", "应急处理小组")


class ContactsPage(QWidget):
    """Three lists under three tabs; Ctrl+F searches the one that is shown."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._stale = False
        layout = column(self, margins=(0, 0, 0, 4), gap=8)
        top = row(gap=16)
        top.addWidget(label("通讯录", "title"))
        self.tabs = QTabBar()
        for name in _TABS:
            self.tabs.addTab(name)
        top.addWidget(self.tabs)
        top.addStretch()
        layout.addLayout(top)
        self.people, self.departments = PeopleView(desk), DepartmentsView(desk)
        self.group = GroupView(desk)
        self.stack = QStackedWidget()
        for view in (self.people, self.departments, self.group):
            self.stack.addWidget(view)
        layout.addWidget(self.stack, 1)
        self.tabs.currentChanged.connect(self.stack.setCurrentIndex)
        desk.events.changed.connect(self._changed)
        find = QShortcut(QKeySequence.StandardKey.Find, self)
        find.activated.connect(self._find)
        self.tabs.currentChanged.connect(self._take_focus)
        self._take_focus()

    def show_record(self, wanted: str) -> None:
        """Show person “12”, or “department:5”, as another page asked for; 0 is a new one."""
        kind, _, number = wanted.rpartition(":")
        view = self.departments if kind == "department" else self.people
        self.tabs.setCurrentIndex(self.stack.indexOf(view))
        if number.isdecimal():
            view.show_record(int(number))

    def _take_focus(self) -> None:
        """Let whatever gives the page the keys give them to the list of its tab."""
        self.setFocusProxy(self.stack.currentWidget())

    def refresh(self) -> None:
        """Ask the store again for all three lists."""
        self._stale = False
        for view in (self.people, self.departments, self.group):
            view.refresh()

    def _changed(self, topic: Topic) -> None:
        if topic is not Topic.CONTACTS:
            return
        if self.isVisible():
            self.refresh()
        else:
            self._stale = True

    def _find(self) -> None:
        view = self.stack.currentWidget()
        if isinstance(view, (PeopleView, DepartmentsView)):
            view.search.setFocus()
            view.search.selectAll()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        if self._stale:
            self.refresh()
