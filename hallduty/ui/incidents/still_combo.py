"""A list of choices that the mouse wheel scrolls past instead of changing."""

from __future__ import annotations

from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox


class StillCombo(QComboBox):
    """In a page that scrolls, a wheel over a list must never change what is recorded."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
