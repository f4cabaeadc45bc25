"""张贴中的公告: what hangs where in all halls, and what may not hang any longer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from hallduty.domain.incidents import Incident
from hallduty.domain.notices import Hanging, expected_label
from hallduty.domain.promises import said_of
from hallduty.ui.today.titled_card import TitledCard
from hallduty.ui.widgets import ElidedLabel, button, column, pill, row, secondary

if TYPE_CHECKING:
    from datetime import datetime

    from hallduty.ui.desk import Desk

_MOST = 6


class NoticeCard(TitledCard):
    """A line for each notice that hangs; takes no room while none does."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        self.count = secondary()
        super().__init__(desk, "张贴中的公告", self.count, parent, gap=4)
        self.shown: list[tuple[Incident, Hanging, str]] | None = None
        self.hide()

    def refresh(self) -> None:
        """Ask the store again; what may not hang stands first."""
        now = self._desk.clock.now()
        found = [
            (incident, each, each.trouble(incident, now))
            for incident, each in self._desk.store.notices.hanging()
        ]
        found.sort(key=lambda line: not line[2])
        self.setVisible(bool(found))
        if found == self.shown:
            return
        self.shown = found
        self.count.setText(f"{sum(len(each.postings) for _, each, _ in found)} 处")
        self.clear()
        halls = {hall.id: hall.name for hall in self._desk.store.roster.halls(active_only=False)}
        for incident, each, trouble in found[:_MOST]:
            hall = halls.get(incident.hall_id or 0, "") if len(halls) > 1 else ""
            line = _Line(incident, each, trouble, now, hall)
            line.chosen.connect(self._go)
            self.body.addWidget(line)
        if len(found) > _MOST:
            self.body.addWidget(secondary(f"还有 {len(found) - _MOST} 份，见各事件"))

    def _go(self, incident_id: int) -> None:
        self._desk.events.incident_tab_requested.emit(incident_id, "notices")


class _Line(QFrame):
    """One notice: kind and incident, places below. chosen(int): go to that incident."""

    chosen = Signal(int)

    def __init__(
        self, incident: Incident, found: Hanging, trouble: str, now: datetime, hall: str
    ) -> None:
        super().__init__()
        self._incident_id = incident.id
        self.setProperty("row", True)
        across = row(self, margins=(4, 5, 4, 5), gap=8)
        words = column(gap=1)
        drill = "（演练）" if incident.drill else ""
        where = f" · {hall}" if hall else ""
        words.addWidget(ElidedLabel(f"{incident.number}{drill} {found.notice.kind.noun}{where}"))
        when = f"{found.places} · {said_of(found.since, now)} 起"
        expected = found.notice.expected_at
        if expected is not None:
            when += f" · {expected_label(found.notice.kind)} {said_of(expected, now)}"
        words.addWidget(ElidedLabel(when, "secondary"))
        across.addLayout(words, 1)
        if trouble:
            across.addWidget(pill(trouble, "red"))
        go = button("打开", small=True)
        go.setAccessibleName(f"打开 {incident.number} 的公告")
        go.clicked.connect(self._go)
        across.addWidget(go)

    def _go(self) -> None:
        self.chosen.emit(self._incident_id)
