"""One policy question or need beside its register: a card that scrolls, or what to do instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QWidget

from hallduty.ui.scrolled import vertical_scroll
from hallduty.ui.widgets import EmptyState, button, column, label, pill, row, secondary

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk


class VoiceDetail(QFrame):
    """written(record): something of it is in the record. left: Esc or 返回列表.

    A subclass fills `body` below number and state, and places `back`.
    """

    written = Signal(object)
    left = Signal()

    def __init__(self, desk: Desk, nothing: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self._desk = desk
        self.outer = column(self, margins=1)
        self.empty = EmptyState(nothing)
        self.outer.addWidget(self.empty)
        self.scroll = vertical_scroll()
        inside = QWidget()
        self.body = column(inside, margins=(15, 11, 15, 10), gap=6)
        self.head = row(gap=6)
        self.number, self.state = label("", "heading"), pill("", "grey")
        self.head.addWidget(self.number, 1)
        self.head.addWidget(self.state)
        self.meta = secondary(wrap=True)
        above = column(gap=2)
        above.addLayout(self.head)
        above.addWidget(self.meta)
        self.body.addLayout(above)
        self.scroll.setWidget(inside)
        self.outer.addWidget(self.scroll, 1)
        self.back = button("返回列表", "flat", small=True)
        self.back.setToolTip("返回列表（Esc）")
        self.back.clicked.connect(self.left)
        self.back.hide()

    def show_card(self, chosen: bool) -> None:
        """Show the card of what is chosen, or what to do while nothing is."""
        self.empty.setVisible(not chosen)
        self.scroll.setVisible(chosen)

    def begin(self) -> None:
        """Put the keyboard on the next thing to do."""
        raise NotImplementedError

    def flush(self) -> None:
        """Write the drafts now."""
        raise NotImplementedError

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.flush()
            self.left.emit()
        else:
            super().keyPressEvent(event)
