"""值班 · 休假与轮值: who is away when, and who takes turns in each post, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from hallduty.ui.events import Topic
from hallduty.ui.live_view import LiveView
from hallduty.ui.roster.leave_card import LeaveCard
from hallduty.ui.roster.rota_card import RotaCard
from hallduty.ui.scrolled import Scrolled
from hallduty.ui.widgets import column, row

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk


class RotaView(LiveView):
    """Two cards; what either writes, the roster hears of."""

    topics = frozenset({Topic.ROSTER, Topic.CONTACTS, Topic.SETTINGS})
    daily = True

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        inside = QWidget()
        across = row(inside, gap=12)
        self.leave, self.rota = LeaveCard(desk), RotaCard(desk)
        across.addWidget(self.rota, 1)
        across.addWidget(self.leave, 1)
        column(self).addWidget(Scrolled(inside))
        self.setFocusProxy(self.rota)

    def refresh(self) -> None:
        """Ask the store again; what is being typed stays."""
        super().refresh()
        self.leave.refresh()
        self.rota.refresh()
