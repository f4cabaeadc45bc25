"""大厅: windows and devices of each hall, in service or not; a click turns one off and on again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QSizePolicy, QWidget

from hallduty.ui import theme
from hallduty.ui.today.titled_card import TitledCard
from hallduty.ui.widgets import ElidedLabel, EmptyState, FlowLayout, button, label, row, secondary

if TYPE_CHECKING:
    from hallduty.domain.roster import Hall
    from hallduty.ui.desk import Desk
    from hallduty.ui.hall.picture import HallPicture
    from hallduty.ui.hall.tile import Tile


class HallCard(TitledCard):
    """Shows the halls as they stand in the store; their pictures are imported with the first."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        aside = QWidget()
        line = row(aside, gap=8)
        # It gives way where the card is narrow.
        summary = ElidedLabel("", "secondary")
        summary.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.large_button = button("大厅图", small=True)
        self.large_button.setToolTip("放大、布置大厅图")
        line.addWidget(summary)
        line.addWidget(self.large_button)
        super().__init__(desk, "大厅", aside, parent)
        self.summary = summary
        self.body.setSpacing(theme.px(8))
        self.pictures: list[HallPicture] = []
        self._signature: list[tuple[int, str, bool]] = []
        self.crowd_button = button("测算等候", small=True)
        self.crowd_button.setToolTip("等候人数、窗口、每笔分钟：要等多久，增开窗口或分流后等多久")
        self.register_button = button("预约、延时", small=True)
        self.crowd_said, self.register_said = secondary(), secondary()
        self.below = QWidget()
        # Where the card is narrow, what was counted goes on in a second line.
        below = FlowLayout(self.below, gap=theme.px(8))
        below.setContentsMargins(0, theme.px(4), 0, 0)
        for each in (self.crowd_button, self.register_button, self.crowd_said, self.register_said):
            below.addWidget(each)
        self.foot.addWidget(self.below)
        self.large_button.clicked.connect(self._to_hall)
        self.crowd_button.clicked.connect(self._to_crowd)
        self.register_button.clicked.connect(self._to_register)

    @property
    def tiles(self) -> Mapping[int, Tile]:
        """The tiles of windows by the window's id."""
        return {
            key.window_id: tile
            for picture in self.pictures
            for key, tile in picture.grid.tiles.items()
            if key.window_id
        }

    def refresh(self) -> None:
        """Ask the store again; tiles stay where windows stay, so the keyboard does too."""
        roster = self._desk.store.roster
        halls = roster.halls()
        filled = [hall for hall in halls if roster.windows(hall.id)]
        signature = [(hall.id, hall.name, len(filled) > 1) for hall in filled]
        if signature != self._signature or not signature:
            self._rebuild(filled)
            self._signature = signature
        for picture in self.pictures:
            picture.refresh()
        self.summary.setText(self._summed_up())
        self.large_button.setVisible(bool(filled))
        self.below.setVisible(bool(filled))
        if filled:
            self._tell_day()

    def _rebuild(self, halls: list[Hall]) -> None:
        self.clear()
        self.pictures = []
        for hall in halls:
            from hallduty.ui.hall.picture import HallPicture

            if len(halls) > 1:
                self.body.addWidget(label(hall.name, "muted"))
            picture = HallPicture(self._desk, hall.id)
            self.pictures.append(picture)
            self.body.addWidget(picture)
        if not halls:
            empty = EmptyState("还没有窗口。在设置里填写办税服务场所和窗口数。", "去设置")
            empty.acted.connect(self._to_settings)
            self.body.addWidget(empty)

    def _summed_up(self) -> str:
        windows = [window for picture in self.pictures for window in picture.picture.windows]
        if not windows:
            return ""
        down = sum(not window.up for window in windows)
        devices = [
            device.name
            for picture in self.pictures
            for device in picture.picture.devices
            if device.active and not device.up
        ]
        said = [f"{down} 个停用"] if down else []
        said += [f"{'、'.join(devices[:3])}停用"] if devices else []
        return f"{len(windows)} 个窗口 · {'，'.join(said) or '全部正常'}"

    def _tell_day(self) -> None:
        """Say what was last counted today and who is still to come."""
        from hallduty.domain.appointments import AppointmentOutcome, counted
        from hallduty.domain.crowd import wait_words

        today = self._desk.clock.now().date()
        readings = self._desk.store.crowd.on_day(today)
        said = ""
        if readings:
            last = readings[-1]
            said = f"{last.at:%H:%M} 等候 {last.waiting} 人，约等 {wait_words(last.wait_minutes)}"
        self.crowd_said.setText(said)
        people = self._desk.store.appointments.on_day(today)
        left = counted(people)[AppointmentOutcome.OPEN]
        self.register_said.setText(f"今日 {len(people)} 人，待办 {left}" if people else "")

    def _to_settings(self) -> None:
        self._desk.events.page_requested.emit("settings")

    def _to_hall(self) -> None:
        self._desk.events.page_requested.emit("hall#picture")

    def _to_crowd(self) -> None:
        self._desk.events.page_requested.emit("hall#crowd")

    def _to_register(self) -> None:
        self._desk.events.page_requested.emit("hall#register")
