"""The quiet line at the bottom: what was just done, and the keys that always work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QWidget

from hallduty.ui import keys, theme
from hallduty.ui.widgets import ElidedLabel, row, secondary

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk

_STAYS_MS = 12_000
_KEYS = "　".join(
    f"{key.shown()} {word}"
    for key, word in (
        (keys.REGISTER, "登记事件"),
        (keys.CONFLICT, "冲突处置"),
        (keys.SEARCH, "搜索"),
        (keys.PAGES, "换页"),
        (keys.HELP, "帮助"),
    )
)


class StatusLine(QFrame):
    """Shows the last sentence told, with its time, for a while; never blinks, never pops up."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setObjectName("status")
        self.setFixedHeight(theme.px(26))
        layout = row(self, margins=(16, 0, 16, 2), gap=12)
        self.message = ElidedLabel("", "secondary")
        self.message.setAccessibleName("状态")
        layout.addWidget(self.message, 1)
        layout.addWidget(secondary(_KEYS))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_STAYS_MS)
        self._timer.timeout.connect(self._clear)
        desk.events.told.connect(self.tell)

    def tell(self, sentence: str) -> None:
        """Show a short sentence."""
        self.message.setText(f"{self._desk.clock.now():%H:%M:%S}　{sentence}")
        self._timer.start()

    def _clear(self) -> None:
        self.message.setText("")
