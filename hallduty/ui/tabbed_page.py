"""A page of tabs, each built when it is first shown, each with a key of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QWidget

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


class TabbedPage(QWidget):
    """A subclass says its title, tabs and their keys, and what it shows when it is asked for."""

    title: ClassVar[str]
    all_tabs: ClassVar[tuple[Tab, ...]]
    tab_keys: ClassVar[keys.Key]

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._built: dict[str, QWidget] = {}
        layout = column(self, margins=(0, 0, 0, 4), gap=8)
        top = row(gap=16)
        top.addWidget(label(self.title, "title"))
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setUsesScrollButtons(False)
        shown = keys.bind(self, self.tab_keys, self._key)
        for shortcut, tab in zip(shown, self.all_tabs, strict=True):
            place = self.tabs.addTab(tab.title)
            self.tabs.setTabToolTip(place, f"{tab.title}（{shortcut.key().toString()}）")
            shortcut.setObjectName(tab.key)
        top.addWidget(self.tabs)
        top.addStretch()
        self.add_beside(top)
        layout.addLayout(top)
        self.stack = QStackedWidget()
        layout.addWidget(self.stack, 1)
        self.tabs.currentChanged.connect(self._show)
        self._show(0)

    # --- what a subclass says -------------------------------------------------------------

    def add_beside(self, top: QHBoxLayout) -> None:
        """Add to the line of the tabs, at its right end."""

    def build(self, view: Callable[..., QWidget]) -> QWidget:
        """Return the view of a tab."""
        return view(self._desk, self.stack)

    def show_record(self, wanted: str) -> None:
        """Show the tab of this name; a name that is none is ignored."""
        place = self.place_of(wanted)
        if place >= 0:
            self.tabs.setCurrentIndex(place)

    # --- showing --------------------------------------------------------------------------

    def place_of(self, key: str) -> int:
        """Return which tab has this name; -1 for none."""
        return next((i for i, tab in enumerate(self.all_tabs) if tab.key == key), -1)

    def tab(self, key: str) -> QWidget:
        """Return the view of a tab, built when it is asked for first."""
        made = self._built.get(key)
        if made is None:
            wanted = self.all_tabs[self.place_of(key)]
            made = self.build(getattr(import_module(wanted.module), wanted.view))
            self._built[key] = made
            self.stack.addWidget(made)
        return made

    def _key(self) -> None:
        self.show_record(self.sender().objectName())

    def _show(self, place: int) -> None:
        shown = self.tab(self.all_tabs[place].key)
        self.stack.setCurrentWidget(shown)
        # The chosen tab is bold, and so wider.
        self.tabs.updateGeometry()
        self.setFocusProxy(shown)
        if self.isVisible() and not self.tabs.hasFocus():
            shown.setFocus(Qt.FocusReason.OtherFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
