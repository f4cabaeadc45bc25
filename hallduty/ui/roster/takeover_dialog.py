"""临时接班: somebody leads from now on, today, when the planned leader cannot stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from hallduty.domain import times
from hallduty.ui.roster.asking import AskingDialog
from hallduty.ui.widgets import label, secondary

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk


class TakeoverDialog(AskingDialog):
    """Asks who leads from this minute on and why; the rest of the plan stays."""

    title = "临时接班"
    deed = "现在接班"

    def __init__(self, desk: Desk, hall_id: int, parent: QWidget | None) -> None:
        super().__init__(desk, parent)
        self._hall_id = hall_id
        now = desk.clock.now()
        leader = desk.store.roster.leader_at(now, hall_id)
        who = f"{leader.name} {leader.phone}".strip() if leader else "还没有安排"
        self.body.addWidget(label(f"{times.day_cn(now.date())}现在的值班领导：{who}", wrap=True))
        self.to = self.names("to_id", "由谁接班")
        self.reason = self.line("reason", "原因", "如：临时参加市局会议")
        self.body.addWidget(secondary("只改今天，从现在起由接班人负责；可以撤销。", wrap=True))
        self.body.addStretch()
        self.begin_in = self.to

    def write(self) -> str:
        to_id = self.person_in(self.to, "to_id", "请输入接班的人")
        stamp = self.desk.stamp()
        changes = self.desk.store.shift_changes
        changes.takeover(self._hall_id, stamp.at, to_id, self.reason.text(), stamp)
        return f"从现在起由{self.to.text()}值班"
