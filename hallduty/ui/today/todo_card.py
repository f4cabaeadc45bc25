"""今天要办: one line for each thing to be done, with the button that leads to it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QWidget

from hallduty.domain import times
from hallduty.ui import theme
from hallduty.ui.today.matters import Matter
from hallduty.ui.today.titled_card import TitledCard
from hallduty.ui.widgets import (
    ElidedLabel,
    button,
    label,
    pill,
    row,
    secondary,
)

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk

_MOST = 8
# A line narrower than this (at 14 px text) gives up its remark, so that its words can be read.
_ROOM_FOR_REMARK = 460


class TodoCard(TitledCard):
    """The list; said plainly when there is nothing to be done."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        day = secondary()
        super().__init__(desk, "今天要办", day, parent, gap=4)
        self.day = day
        self.shown: list[Matter] | None = None

    def show_matters(self, found: Sequence[Matter]) -> None:
        """Show these lines; nothing is touched when they are the same as before."""
        self.day.setText(self._day_text())
        if list(found) == self.shown:
            return
        self.shown = list(found)
        self.clear()
        for matter in found[:_MOST]:
            line = _Line(matter)
            line.chosen.connect(self._go)
            self.body.addWidget(line)
        if len(found) > _MOST:
            self.body.addWidget(secondary(f"还有 {len(found) - _MOST} 项，见各事件"))
        if not found:
            calm = label("没有要办的事。发生突发事件时按 F2 登记。", "muted", wrap=True)
            calm.setAlignment(Qt.AlignmentFlag.AlignCenter)
            calm.setMinimumHeight(theme.px(96))
            self.body.addWidget(calm)

    def _day_text(self) -> str:
        now: datetime = self._desk.clock.now()
        parts = [f"{now.month}月{now.day}日 {times.weekday_cn(now.date())}"]
        number = self._desk.calendar.working_day_index(now.date())
        if number is not None:
            parts.append(f"征期第 {number} 个工作日")
        return " · ".join(parts)

    def _go(self, matter: Matter) -> None:
        if matter.incident_id and matter.tab:
            self._desk.events.incident_tab_requested.emit(matter.incident_id, matter.tab)
        elif matter.incident_id:
            self._desk.events.incident_requested.emit(matter.incident_id)
        else:
            self._desk.events.page_requested.emit(matter.page)


class _Line(QFrame):
    """One matter. chosen(matter): its button was pressed."""

    chosen = Signal(object)

    def __init__(self, matter: Matter) -> None:
        super().__init__()
        self._matter = matter
        self.setProperty("row", True)
        self.setToolTip(matter.tip or matter.remark)
        layout = row(self, margins=(4, 6, 4, 6), gap=10)
        mark = row()
        mark.addWidget(pill(matter.pill, matter.colour))
        mark.addStretch()
        holder = QWidget()
        holder.setLayout(mark)
        holder.setFixedWidth(theme.px(60))
        layout.addWidget(holder)
        layout.addWidget(ElidedLabel(matter.text), 5)
        self.remark = ElidedLabel(matter.remark, "muted")
        layout.addWidget(self.remark, 2)
        self.go = button(matter.action, small=True)
        self.go.setMinimumWidth(theme.px(70))
        self.go.setAccessibleName(f"{matter.action}：{matter.text}")
        self.go.clicked.connect(self._chosen)
        layout.addWidget(self.go)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.remark.setVisible(self.width() >= theme.px(_ROOM_FOR_REMARK))

    def _chosen(self) -> None:
        self.chosen.emit(self._matter)
