"""When a policy question or a need came in (补录), and during which incident, if any."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from hallduty.domain import times
from hallduty.domain.errors import FieldProblem, refuse
from hallduty.ui import theme
from hallduty.ui.incidents.still_combo import StillCombo
from hallduty.ui.widgets import row, secondary, set_property

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk

_NONE = "不关联事件"
_WRITTEN = "时间可写 0915、11-12 09:15 或 2026-11-12 09:15；现在的不用写"


class Circumstance(QWidget):
    """A line for an earlier time (补录), and the open incidents to choose from, by default none."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        line = row(self, gap=6)
        line.addStretch()
        self.when = QLineEdit()
        self.when.setAccessibleName("补录时间")
        self.when.setPlaceholderText("现在")
        self.when.setToolTip(_WRITTEN)
        self.when.setFixedWidth(theme.px(120))
        self.incident = StillCombo()
        self.incident.setAccessibleName("关联事件")
        self.incident.setToolTip("在处置哪个事件时提出的；一般不用选")
        self.incident.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.incident.setMinimumContentsLength(12)
        for part in (self.incident, secondary("补录时间"), self.when):
            set_property(part, "small", True)
            line.addWidget(part)

    def refresh(self) -> None:
        """Offer the incidents that are open now; what is chosen stays while it is."""
        chosen = self.incident.currentData()
        plan = self._desk.plan
        self.incident.clear()
        self.incident.addItem(_NONE, None)
        for each in reversed(self._desk.store.incidents.open_ones()):
            scenario = plan.scenario(each.scenario)
            name = scenario.name if scenario else plan.event_type(each.event_type).name
            self.incident.addItem(f"{each.number} {name}", each.id)
        self.incident.setCurrentIndex(max(0, self.incident.findData(chosen)))
        self.incident.setVisible(self.incident.count() > 1)

    def at(self, field: str) -> datetime | None:
        """Return the earlier time, None for now; raises InvalidInput naming `field`."""
        typed = self.when.text().strip()
        if not typed:
            return None
        found = times.past_moment(typed, self._desk.clock.now())
        refuse([FieldProblem(field, _WRITTEN) if found is None else None])
        return found

    @property
    def incident_id(self) -> int | None:
        chosen = self.incident.currentData()
        return None if chosen is None else int(chosen)

    def clear(self) -> None:
        """The next one is of now again, and of no incident."""
        self.incident.setCurrentIndex(0)


def incident_words(desk: Desk, incident_id: int | None) -> str:
    """Say during which incident something came in, nothing where it was none."""
    return f"　事件 {desk.store.incidents.get(incident_id).number}" if incident_id else ""
