"""设置 · 报告时限: the bureau's own limits for reporting, each off until it is switched on."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QCheckBox, QSpinBox

from hallduty.ui import theme
from hallduty.ui.settings.section import Section
from hallduty.ui.wheel_guard import WheelGuard
from hallduty.ui.widgets import row

_MOST_MINUTES = 10_080


class LimitsSection(Section):
    """A check box and minutes for each limit."""

    title = "报告时限"

    def build(self) -> None:
        self.note(
            "各地规定不同，由本单位自定；勾选的时限到点前后在事件卡片上提醒，不勾选就不提醒。"
        )
        self._guard = WheelGuard(self)
        self.rows: dict[str, tuple[QCheckBox, QSpinBox]] = {}
        for limit in self.settings.limits:
            box, minutes = QCheckBox(limit.label), QSpinBox()
            minutes.setRange(1, _MOST_MINUTES)
            minutes.setSuffix(" 分钟")
            minutes.setAccessibleName(f"{limit.label}（分钟）")
            minutes.setFixedWidth(theme.px(124))
            minutes.installEventFilter(self._guard)
            for each in (box, minutes):
                each.setProperty("limit", limit.key)
            box.toggled.connect(self._toggled)
            minutes.editingFinished.connect(self._entered)
            line = row(gap=12)
            line.addWidget(box, 1)
            line.addWidget(minutes)
            self.body.addLayout(line)
            self.error(f"limit.{limit.key}", minutes)
            self.rows[limit.key] = (box, minutes)

    def refresh(self) -> None:
        for limit in self.settings.limits:
            box, minutes = self.rows[limit.key]
            with QSignalBlocker(box), QSignalBlocker(minutes):
                box.setChecked(limit.on)
                if not minutes.hasFocus():
                    minutes.setValue(limit.minutes)
            minutes.setEnabled(limit.on)

    def _toggled(self, on: bool) -> None:
        self._change(str(self.sender().property("limit")), on=on)

    def _entered(self) -> None:
        box = self.sender()
        if isinstance(box, QSpinBox):
            self._change(str(box.property("limit")), minutes=box.value())

    def _change(self, key: str, *, on: bool | None = None, minutes: int = 0) -> None:
        changed = []
        for limit in self.settings.limits:
            if limit.key == key:
                wanted = limit.on if on is None else on
                limit = replace(limit, on=wanted, minutes=minutes or limit.minutes)
            changed.append(limit)
        self.save(f"limit.{key}", limits=tuple(changed))
