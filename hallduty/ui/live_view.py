"""A view that stays true: it looks again after a write, on a new day, and when shown again."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk
    from hallduty.ui.events import Topic


class LiveView(QWidget):
    """Calls refresh() when records of its topics were written or, if `daily`, the day changed.

    While it is not seen it only remembers that it is stale: nobody waits for what is not seen.
    A subclass says its topics and overrides refresh(), calling this class's own first.
    """

    topics: ClassVar[frozenset[Topic]] = frozenset()
    daily: ClassVar[bool] = False

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._stale = False
        self._today = desk.clock.now().date()
        desk.events.changed.connect(self._changed)
        if self.daily:
            desk.events.ticked.connect(self._ticked)

    def refresh(self) -> None:
        """Ask the store again; what is chosen stays chosen."""
        self._stale = False
        self._today = self._desk.clock.now().date()

    def _changed(self, topic: Topic) -> None:
        if topic in self.topics:
            self._look_again()

    def _ticked(self, now: datetime) -> None:
        if now.date() != self._today:
            self._look_again()

    def _look_again(self) -> None:
        if self.isVisible():
            self.refresh()
        else:
            self._stale = True

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale or (self.daily and self._desk.clock.now().date() != self._today):
            self.refresh()
