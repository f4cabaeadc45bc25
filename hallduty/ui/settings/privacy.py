"""设置 · 个人信息: how long a taxpayer's name and number are kept after the call-back."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QSpinBox

from hallduty.domain import times
from hallduty.domain.exports import ExportRecord
from hallduty.ui import theme
from hallduty.ui.events import Topic
from hallduty.ui.settings.section import Section
from hallduty.ui.table_models import Column, RowsModel
from hallduty.ui.tables import Table
from hallduty.ui.wheel_guard import WheelGuard
from hallduty.ui.widgets import EmptyState, label, row

_MOST_SHOWN = 200


class PrivacySection(Section):
    """Retention in days (个人信息保护法 第十九条: no longer than needed)."""

    title = "个人信息"

    def build(self) -> None:
        self._numbers: dict[int, str] = {}
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
        self.body.addWidget(label("导出和完整打印的记录", "secondary"))
        columns = _columns(self._numbers)
        self._model: RowsModel[ExportRecord] = RowsModel(columns, key=lambda each: each.id)
        self.exports = Table(self._desk.store.settings, "exports", columns, self._model)
        self.exports.setProperty("framed", True)
        self.exports.setAccessibleName("导出记录")
        self.exports.setFixedHeight(theme.px(176))
        self.exports.set_empty(EmptyState("还没有导出过办税人的姓名或电话。"))
        self.body.addWidget(self.exports)

    def refresh(self) -> None:
        if not self.days.hasFocus():
            self.days.setValue(self.settings.retention_days)
        found = self._desk.store.followup_calls.exports(_MOST_SHOWN)
        about = {each.incident_id for each in found if each.incident_id is not None}
        incidents = self._desk.store.incidents.fetch(sorted(about))
        self._numbers.update({incident.id: incident.number for incident in incidents})
        self._model.set_rows(found)

    def _changed(self, topic: Topic) -> None:
        super()._changed(topic)
        if topic is Topic.INCIDENTS:
            self.refresh()

    def _entered(self) -> None:
        self.save("retention_days", retention_days=self.days.value())


def _columns(numbers: Mapping[int, str]) -> tuple[Column[ExportRecord], ...]:
    return (
        Column("at", "时间", lambda e: times.stamp(e.at)[5:], 6.2),
        Column("actor", "何人", lambda e: e.actor, 3.4),
        Column("people", "人数", lambda e: str(e.people), 2.4, right=True),
        Column("kind", "内容", lambda e: e.kind, 7.6),
        Column("number", "事件", lambda e: numbers.get(e.incident_id or 0, "多个"), 5.4),
        Column("purpose", "用途", lambda e: e.purpose, 3.6, stretch=True),
    )
