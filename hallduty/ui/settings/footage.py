"""设置 · 监控录像: how many days the recorder keeps what a conflict's record needs."""

from __future__ import annotations

from PySide6.QtWidgets import QSpinBox

from hallduty.ui import theme
from hallduty.ui.settings.section import Section
from hallduty.ui.wheel_guard import WheelGuard
from hallduty.ui.widgets import label, row


class FootageSection(Section):
    """Days after which the recorder overwrites itself (plan clause 四（五）)."""

    title = "监控录像"

    def build(self) -> None:
        self._guard = WheelGuard(self)
        self.days = QSpinBox()
        self.days.setRange(1, 365)
        self.days.setSuffix(" 天")
        self.days.setFixedWidth(theme.px(110))
        self.days.setAccessibleName("监控录像保存天数")
        self.days.installEventFilter(self._guard)
        self.days.editingFinished.connect(self._entered)
        line = row(gap=12)
        line.addWidget(label("录像机保存的天数，到期自动覆盖", wrap=True), 1)
        line.addWidget(self.days)
        self.body.addLayout(line)
        self.error("footage_days", self.days)
        self.note("冲突处置时登记要保全的时段，按此天数倒计时提醒。请向安保核实后填写。")

    def refresh(self) -> None:
        if not self.days.hasFocus():
            self.days.setValue(self.settings.footage_days)

    def _entered(self) -> None:
        self.save("footage_days", footage_days=self.days.value())
