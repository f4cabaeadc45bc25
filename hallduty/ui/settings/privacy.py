"""设置 · 个人信息: how long a taxpayer's name and number are kept after the call-back."""

from __future__ import annotations

from PySide6.QtWidgets import QSpinBox

from hallduty.ui import theme
from hallduty.ui.settings.section import Section
from hallduty.ui.wheel_guard import WheelGuard
from hallduty.ui.widgets import label, row


class PrivacySection(Section):
    """Retention in days (个人信息保护法 第十九条: no longer than needed)."""

    title = "个人信息"

    def build(self) -> None:
        self._guard = WheelGuard(self)
        self.days = QSpinBox()
        self.days.setRange(1, 3650)
        self.days.setSuffix(" 天")
        self.days.setFixedWidth(theme.px(110))
        self.days.setAccessibleName("办税人联系方式保存天数")
        self.days.installEventFilter(self._guard)
        self.days.editingFinished.connect(self._entered)
        line = row(gap=12)
        line.addWidget(label("办税人联系方式，通知后保存", wrap=True), 1)
        line.addWidget(self.days)
        self.body.addLayout(line)
        self.error("retention_days", self.days)
        self.note("只为回访登记姓名、电话和事项；列表和打印件上默认隐去中间几位。")

    def refresh(self) -> None:
        if not self.days.hasFocus():
            self.days.setValue(self.settings.retention_days)

    def _entered(self) -> None:
        self.save("retention_days", retention_days=self.days.value())
