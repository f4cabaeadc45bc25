"""The board's table: the list table, with the keys by which follow-ups are worked off."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from hallduty.ui import keys
from hallduty.ui.followups.deeds import CALLS
from hallduty.ui.tables import Table


class BoardTable(Table):
    """settle_requested: Enter. called(outcome): 1, 2 or 3. reveal_requested: the space bar."""

    settle_requested = Signal()
    called = Signal(object)
    reveal_requested = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        if plain and keys.SETTLE.hears(event):
            self.settle_requested.emit()
        elif plain and keys.BOARD_CALL.hears(event):
            self.called.emit(CALLS[keys.BOARD_CALL.place(event)])
        elif plain and keys.REVEAL.hears(event):
            self.reveal_requested.emit()
        else:
            super().keyPressEvent(event)

    def selected_count(self) -> int:
        """Return how many rows are selected, without reading any of them."""
        return sum(part.height() for part in self.selectionModel().selection())

    def selected_rows(self) -> list[int]:
        """Return the selected rows from top to bottom."""
        rows: list[int] = []
        for part in self.selectionModel().selection():
            rows += range(part.top(), part.bottom() + 1)
        return sorted(set(rows))
