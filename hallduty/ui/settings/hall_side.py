"""设置 · 大厅与人流: opening hours, and from when on the plan's measures are offered."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QSpinBox

from hallduty.domain.opening import FIRST_HOURS
from hallduty.domain.settings import CROWD_RANGES
from hallduty.ui import theme
from hallduty.ui.settings.section import Section
from hallduty.ui.wheel_guard import WheelGuard
from hallduty.ui.widgets import label, row

_LINES = {
    "crowd_waiting": ("等候达到，建议引导自助办理", " 人"),
    "crowd_wait": ("预计等候达到，建议增开专窗", " 分钟"),
    "crowd_long_wait": ("预计等候达到，建议预约分流", " 分钟"),
    "crowd_closing": ("距下班不到且办不完，建议延时服务", " 分钟"),
    "self_service_percent": ("测算时引导去自助区的人占", " %"),
}


class HallSideSection(Section):
    """A line for the hours and a number for each threshold."""

    title = "大厅与人流"

    def build(self) -> None:
        self._guard = WheelGuard(self)
        self.hours = self.line("opening_hours", "办公时间", FIRST_HOURS)
        self.hours.editingFinished.connect(self._hours_entered)
        self.numbers: dict[str, QSpinBox] = {}
        for name, (text, suffix) in _LINES.items():
            box = QSpinBox()
            _, least, most = CROWD_RANGES[name]
            box.setRange(least, most)
            box.setSuffix(suffix)
            box.setFixedWidth(theme.px(124))
            box.setAccessibleName(text)
            box.setProperty("setting", name)
            box.installEventFilter(self._guard)
            box.editingFinished.connect(self._entered)
            line = row(gap=12)
            line.addWidget(label(text, wrap=True), 1)
            line.addWidget(box)
            self.body.addLayout(line)
            self.error(name, box)
            self.numbers[name] = box
        self.note("办公时间用来算窗口损失时间和距下班的分钟；措施只是建议，由现场决定。")

    def refresh(self) -> None:
        self.show_text(self.hours, "opening_hours", self.settings.opening_hours)
        for name, box in self.numbers.items():
            if not box.hasFocus():
                with QSignalBlocker(box):
                    box.setValue(getattr(self.settings, name))

    def _hours_entered(self) -> None:
        if self.save("opening_hours", opening_hours=self.hours.text().strip()):
            self.text_saved(self.hours)

    def _entered(self) -> None:
        box = self.sender()
        if isinstance(box, QSpinBox):
            name = str(box.property("setting"))
            self.save(name, **{name: box.value()})
