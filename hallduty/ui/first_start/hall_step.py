"""First start, step 1: bureau, hall, and how many windows it has."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QSpinBox, QWidget

from hallduty.domain.errors import UserError
from hallduty.domain.roster import MOST_WINDOWS, Hall
from hallduty.ui import theme
from hallduty.ui.events import Topic
from hallduty.ui.first_start.step import Step
from hallduty.ui.restore_asking import RestoreAsking
from hallduty.ui.wheel_guard import WheelGuard
from hallduty.ui.widgets import button, column, label, row


class HallStep(Step):
    """What stands at the head of every paper, and the windows that may fail."""

    title = "单位和办税服务场所"
    why = "印在登记表、台帐和报告的抬头上；窗口停用时在今日页标出。"

    def build(self) -> None:
        self.bureau = self.line("bureau", "单位名称")
        self.hall = self.line("hall", "办税服务场所名称", "如：衢江区税务局办税服务厅")
        self.count = QSpinBox()
        self.count.setRange(0, MOST_WINDOWS)
        self.count.setSuffix(" 个")
        self.count.setFixedWidth(theme.px(110))
        self.count.setAccessibleName("窗口数")
        self.count.installEventFilter(WheelGuard(self))
        line = row(gap=12)
        line.addWidget(label("窗口数"))
        line.addWidget(self.count)
        line.addStretch()
        self.body.addSpacing(theme.px(4))
        self.body.addLayout(line)
        self.error("windows", self.count)
        self._shown: Hall | None = None
        self._add_restore()

    def _add_restore(self) -> None:
        """For whoever has a new PC: everything else here is in the backup."""
        self.restore_part = QWidget()
        inside = column(self.restore_part)
        across = row(gap=12)
        across.addWidget(label("换了电脑，已有备份？恢复以后不用再填。", "muted"))
        self.restore = button("从备份恢复…", small=True)
        across.addWidget(self.restore)
        across.addStretch()
        inside.addLayout(across)
        self.error("restore", self.restore, inside)
        self.body.addSpacing(theme.px(8))
        self.body.addWidget(self.restore_part)
        self._asking = RestoreAsking(self._desk, self.restore, self)
        self._asking.said.connect(self.errors["restore"].say)

    def refresh(self) -> None:
        store = self._desk.store.roster
        self._shown = next(iter(store.halls()), None)
        hall = self._shown
        self.restore_part.setVisible(not self._desk.store.incidents.count())
        self._drafts.watch(self.bureau, "first_start:bureau", self._desk.settings.bureau)
        self._drafts.watch(self.hall, "first_start:hall", hall.name if hall else "")
        if hall is not None and not self.count.hasFocus():
            self.count.setValue(len(store.windows(hall.id)))

    def save(self) -> bool:
        if not self.save_settings("bureau", self.bureau, bureau=self.bureau.text()):
            return False
        self._drafts.committed(self.bureau)
        return self._save_hall() and self._save_windows()

    def _save_hall(self) -> bool:
        self.errors["hall"].say("")
        hall = self._shown or Hall(0, "", "")
        name = self.hall.text()
        if name == hall.name and (hall.id or not self.count.value()):
            return True
        try:
            changed = replace(hall, name=name)
            self._shown = self._desk.store.roster.save_hall(changed, self._desk.stamp())
        except UserError as problem:
            self.refused("hall", self.hall, problem, "name")
            return False
        self._drafts.committed(self.hall)
        self._desk.changed(Topic.ROSTER)
        return True

    def _save_windows(self) -> bool:
        self.errors["windows"].say("")
        roster, hall = self._desk.store.roster, self._shown
        if hall is None or len(roster.windows(hall.id)) == self.count.value():
            return True
        try:
            roster.set_window_count(hall.id, self.count.value(), self._desk.stamp())
        except UserError as problem:
            self.refused("windows", self.count, problem)
            return False
        self._desk.changed(Topic.ROSTER)
        return True

    def first_field(self) -> QWidget:
        return self.hall if self.bureau.text() and not self.hall.text() else self.bureau
