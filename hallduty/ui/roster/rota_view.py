"""值班 · 休假与轮值: who is away when, and who takes turns in each post, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from hallduty.ui.events import Topic
from hallduty.ui.roster.leave_card import LeaveCard
from hallduty.ui.roster.rota_card import RotaCard
from hallduty.ui.widgets import row

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk


class RotaView(QWidget):
    """Two cards; what either writes, the roster hears of."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stale = False
        across = row(self, gap=12)
        self.leave, self.rota = LeaveCard(desk), RotaCard(desk)
        across.addWidget(self.rota, 1)
        across.addWidget(self.leave, 1)
        self.setFocusProxy(self.rota)
        desk.events.changed.connect(self._changed)

    def refresh(self) -> None:
        """Ask the store again; what is being typed stays."""
        self._stale = False
        self.leave.refresh()
        self.rota.refresh()

    def _changed(self, topic: Topic) -> None:
        if topic not in (Topic.ROSTER, Topic.CONTACTS, Topic.SETTINGS):
            return
        if self.isVisible():
            self.refresh()
        else:
            self._stale = True

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.refresh()
