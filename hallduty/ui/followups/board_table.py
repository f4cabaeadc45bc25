"""The board's table: the list table, with the keys by which follow-ups are worked off."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from hallduty.ui.followups.deeds import CALL_KEYS
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
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.settle_requested.emit()
        elif plain and event.text() in CALL_KEYS:
            self.called.emit(CALL_KEYS[event.text()])
        elif plain and event.key() == Qt.Key.Key_Space:
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
