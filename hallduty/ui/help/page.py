"""The page 帮助: keys, power cuts, trouble and about, under tabs as the page 值班 has them."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QTabBar, QWidget

from hallduty.ui import keys
from hallduty.ui.widgets import column, label, row, secondary

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab: its name in page_requested (“help#about”), its title, and the class it shows."""

    key: str
    title: str
    module: str
    view: str


TABS = (
    Tab("keys", "按键", "hallduty.ui.help.keys_view", "KeysView"),
    Tab("cut", "断电、断网时", "hallduty.ui.help.cut_view", "CutView"),
    Tab("trouble", "出了问题", "hallduty.ui.help.trouble_view", "TroubleView"),
    Tab("about", "关于", "hallduty.ui.help.about_view", "AboutView"),
)


class HelpPage(QWidget):
    """Builds each tab when it is first shown. `in_front`: shown in a dialog, leads nowhere."""

    def __init__(
        self, desk: Desk, parent: QWidget | None = None, *, in_front: bool = False
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._in_front = in_front
        self._built: dict[str, QWidget] = {}
        layout = column(self, margins=(0, 0, 0, 4), gap=8)
        top = row(gap=16)
        top.addWidget(label("帮助", "title"))
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setUsesScrollButtons(False)
        shown = keys.bind(self, keys.HELP_TABS, self._key)
        for shortcut, tab in zip(shown, TABS, strict=True):
            place = self.tabs.addTab(tab.title)
            self.tabs.setTabToolTip(place, f"{tab.title}（{shortcut.key().toString()}）")
            shortcut.setObjectName(tab.key)
        top.addWidget(self.tabs)
        top.addStretch()
        top.addWidget(secondary("关闭" if in_front else "返回"))
        top.addWidget(label(keys.BACK.shown(), "cap"), 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addLayout(top)
        self.stack = QStackedWidget()
        layout.addWidget(self.stack, 1)
        self.tabs.currentChanged.connect(self._show)
        self._show(0)

    def tab(self, key: str) -> QWidget:
        """Return the view of a tab, built when it is asked for first."""
        made = self._built.get(key)
        if made is None:
            wanted = next(tab for tab in TABS if tab.key == key)
            view = getattr(import_module(wanted.module), wanted.view)
            made = view(self._desk, self.stack, in_front=self._in_front)
            self._built[key] = made
            self.stack.addWidget(made)
        return made

    def show_record(self, wanted: str) -> None:
        """Show a tab by its name, or the keys of the page (“workspace”) that F1 was pressed on."""
        place = next((i for i, tab in enumerate(TABS) if tab.key == wanted), 0)
        self.tabs.setCurrentIndex(place)
        if TABS[place].key != wanted:
            self.tab(TABS[place].key).show_group(wanted)  # type: ignore[attr-defined]

    def _key(self) -> None:
        self.show_record(self.sender().objectName())

    def _show(self, place: int) -> None:
        shown = self.tab(TABS[place].key)
        self.stack.setCurrentWidget(shown)
        # The chosen tab is bold, and so wider.
        self.tabs.updateGeometry()
        self.setFocusProxy(shown)
        if self.isVisible() and not self.tabs.hasFocus():
            shown.setFocus(Qt.FocusReason.OtherFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
