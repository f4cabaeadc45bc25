"""The page 帮助: keys, power cuts, trouble and about, under tabs as the page 值班 has them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from hallduty.ui import keys
from hallduty.ui.tabbed_page import Tab, TabbedPage
from hallduty.ui.widgets import label, secondary

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk


class HelpPage(TabbedPage):
    """`in_front`: shown in a dialog, leads nowhere."""

    title = "帮助"
    tab_keys = keys.HELP_TABS
    all_tabs = (
        Tab("keys", "按键", "hallduty.ui.help.keys_view", "KeysView"),
        Tab("cut", "断电、断网时", "hallduty.ui.help.cut_view", "CutView"),
        Tab("trouble", "出了问题", "hallduty.ui.help.trouble_view", "TroubleView"),
        Tab("about", "关于", "hallduty.ui.help.about_view", "AboutView"),
    )

    def __init__(
        self, desk: Desk, parent: QWidget | None = None, *, in_front: bool = False
    ) -> None:
        self._in_front = in_front
        super().__init__(desk, parent)

    def add_beside(self, top: QHBoxLayout) -> None:
        top.addWidget(secondary("关闭" if self._in_front else "返回"))
        top.addWidget(label(keys.BACK.shown(), "cap"), 0, Qt.AlignmentFlag.AlignVCenter)

    def build(self, view: Callable[..., QWidget]) -> QWidget:
        return view(self._desk, self.stack, in_front=self._in_front)

    def show_record(self, wanted: str) -> None:
        """Show a tab by its name, or the keys of the page (“workspace”) that F1 was pressed on."""
        place = self.place_of(wanted)
        self.tabs.setCurrentIndex(max(place, 0))
        if place < 0:
            self.tab(self.all_tabs[0].key).show_group(wanted)  # type: ignore[attr-defined]
