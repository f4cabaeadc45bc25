"""大厅: the windows of each hall, in service or not; a click turns one off and on again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QWidget

from hallduty.domain.errors import UserError
from hallduty.ui import theme
from hallduty.ui.events import Topic
from hallduty.ui.today.titled_card import TitledCard
from hallduty.ui.widgets import (
    EmptyState,
    label,
    secondary,
    set_property,
)

if TYPE_CHECKING:
    from hallduty.domain.roster import Hall, Window
    from hallduty.ui.desk import Desk

_ACROSS = 6


class HallCard(TitledCard):
    """Shows the halls as they stand in the store."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        summary = secondary()
        super().__init__(desk, "大厅", summary, parent)
        self.summary = summary
        self.body.setSpacing(theme.px(8))
        self.tiles: dict[int, _WindowTile] = {}
        self._signature: list[tuple[int, int]] = []

    def refresh(self) -> None:
        """Ask the store again; tiles stay where windows stay, so the keyboard does too."""
        roster = self._desk.store.roster
        halls = [(hall, roster.windows(hall.id)) for hall in roster.halls()]
        windows = [window for _, found in halls for window in found]
        signature = [(hall.id, window.id) for hall, found in halls for window in found]
        if signature != self._signature or not signature:
            self._rebuild(halls)
            self._signature = signature
        for window in windows:
            self.tiles[window.id].show_window(window)
        down = sum(not window.up for window in windows)
        words = f"{len(windows)} 个窗口 · {f'{down} 个停用' if down else '全部正常'}"
        self.summary.setText(words if windows else "")

    def _rebuild(self, halls: list[tuple[Hall, list[Window]]]) -> None:
        self.clear()
        self.tiles = {}
        for hall, windows in halls:
            if len(halls) > 1:
                self.body.addWidget(label(hall.name, "muted"))
            if windows:
                self.body.addWidget(self._grid(windows))
        if not self.tiles:
            empty = EmptyState("还没有窗口。在设置里填写办税服务场所和窗口数。", "去设置")
            empty.acted.connect(self._to_settings)
            self.body.addWidget(empty)

    def _grid(self, windows: list[Window]) -> QWidget:
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.px(8))
        for place, window in enumerate(windows):
            tile = _WindowTile()
            tile.switched.connect(self._switch)
            self.tiles[window.id] = tile
            grid.addWidget(tile, place // _ACROSS, place % _ACROSS)
        for place in range(_ACROSS):
            grid.setColumnStretch(place, 1)
        return box

    def _switch(self, window: Window) -> None:
        changed = replace(window, up=not window.up)
        try:
            self._desk.store.roster.save_window(changed, self._desk.stamp())
        except UserError as problem:
            self._desk.ask.problem(self, str(problem))
            return
        word = "恢复正常" if changed.up else "停用"
        self._desk.events.told.emit(f"{window.number} 号窗口已标为{word}")
        self._desk.changed(Topic.ROSTER)

    def _to_settings(self) -> None:
        self._desk.events.page_requested.emit("settings")


class _WindowTile(QPushButton):
    """One window: number and state in words, green or red. switched(window): clicked."""

    switched = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._window: Window | None = None
        self.setProperty("window", "up")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._clicked)

    def show_window(self, window: Window) -> None:
        self._window = window
        state = "正常" if window.up else "停用"
        self.setText(f"{window.number} 号\n{state}")
        self.setToolTip(f"{window.kind}窗口，点按标为{'停用' if window.up else '正常'}")
        self.setAccessibleName(f"{window.number} 号窗口 {state}")
        set_property(self, "window", "up" if window.up else "down")

    def _clicked(self) -> None:
        if self._window is not None:
            self.switched.emit(self._window)
