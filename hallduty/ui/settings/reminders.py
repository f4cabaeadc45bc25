"""设置 · 遗忘提醒: after how many silent hours an open incident is asked about."""

from __future__ import annotations

from PySide6.QtWidgets import QSpinBox

from hallduty.domain.settings import MOST_HOURS
from hallduty.ui import theme
from hallduty.ui.settings.section import Section
from hallduty.ui.wheel_guard import WheelGuard
from hallduty.ui.widgets import label, row


class RemindersSection(Section):
    """Hours without an entry, and hours recovered without being closed; 0 asks never."""

    title = "遗忘提醒"

    def build(self) -> None:
        self._guard = WheelGuard(self)
        self.stale = self._hours("stale_hours", "处置中的事件，无新记录满")
        self.unclosed = self._hours("unclosed_hours", "已恢复的事件，未办结满")
        self.note("到时在事件卡片和“今天要办”里提醒，写一条记录或办结后自动消失。")

    def _hours(self, name: str, text: str) -> QSpinBox:
        hours = QSpinBox()
        hours.setRange(0, MOST_HOURS)
        hours.setSuffix(" 小时")
        hours.setSpecialValueText("不提醒")
        hours.setFixedWidth(theme.px(124))
        hours.setAccessibleName(text)
        hours.setProperty("setting", name)
        hours.installEventFilter(self._guard)
        hours.editingFinished.connect(self._entered)
        line = row(gap=12)
        line.addWidget(label(text, wrap=True), 1)
        line.addWidget(hours)
        self.body.addLayout(line)
        self.error(name, hours)
        return hours

    def refresh(self) -> None:
        for hours in (self.stale, self.unclosed):
            if not hours.hasFocus():
                hours.setValue(getattr(self.settings, str(hours.property("setting"))))

    def _entered(self) -> None:
        hours = self.sender()
        if isinstance(hours, QSpinBox):
            name = str(hours.property("setting"))
            self.save(name, **{name: hours.value()})
