"""The page 通讯录: people, departments, the group, the call ladders and the monthly check."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeVar, cast

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
_View = PeopleView | DepartmentsView | GroupView | LadderView | CheckView
_V = TypeVar("_V", PeopleView, DepartmentsView, GroupView, LadderView, CheckView)
_VIEWS: tuple[type[_View], ...] = (PeopleView, DepartmentsView, GroupView, LadderView, CheckView)
_TABS = ("人员", "部门", "应急处理小组", "联络顺序", "本月核对")


class ContactsPage(QWidget):
    """Five lists under five tabs, each made when first shown; Ctrl+F searches the one shown."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._stale: set[_View] = set()
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
        self._built: dict[type[_View], _View] = {}
        self.stack = QStackedWidget()
        layout.addWidget(self.stack, 1)
        desk.events.changed.connect(self._changed)
        keys.bind(self, keys.FIND, self._find)
        keys.bind(self, keys.PRINT_WALL, self.output.print_wall_a4)
        self.tabs.currentChanged.connect(self._turned)
        self._turned()

    @property
    def people(self) -> PeopleView:
        return self._view(PeopleView)

    @property
    def departments(self) -> DepartmentsView:
        return self._view(DepartmentsView)

    @property
    def group(self) -> GroupView:
        return self._view(GroupView)

    @property
    def ladder(self) -> LadderView:
        return self._view(LadderView)

    @property
    def check(self) -> CheckView:
        return self._view(CheckView)

    def _view(self, kind: type[_V]) -> _V:
        """Return a tab's list, made when first asked for: each reads all people."""
        if kind not in self._built:
            self._built[kind] = kind(self._desk)
            self.stack.addWidget(self._built[kind])
        return cast("_V", self._built[kind])

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
        tab = {"check": CheckView, "ladder": LadderView, "group": GroupView}.get(wanted)
        if tab is not None:
            self.tabs.setCurrentIndex(_VIEWS.index(tab))
            return
        kind, _, number = wanted.rpartition(":")
        view = self.departments if kind == "department" else self.people
        self.tabs.setCurrentIndex(_VIEWS.index(type(view)))
        self._freshen()
        if number.isdecimal():
            view.show_record(int(number))

    def _turned(self) -> None:
        """Show the tab's list up to date; whatever gives the page the keys gives them to it."""
        view = self._view(_VIEWS[self.tabs.currentIndex()])
        self.stack.setCurrentWidget(view)
        self._freshen()
        self.setFocusProxy(view)
        held = QApplication.focusWidget()
        if held is not None and self.stack.isAncestorOf(held):
            # The tab before had them; Qt would give them to whatever stands first in this one.
            view.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Ask the store again: now for the list that is shown, for the others when they are."""
        self._stale = set(self._built.values())
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
        self._stale = set(self._built.values())
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
