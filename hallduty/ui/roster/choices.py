"""Filling a list of choices anew without losing what is chosen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QComboBox


def refill(box: QComboBox, choices: Sequence[tuple[str, object]]) -> None:
    """Offer (text, value); the chosen value stays chosen where it still is one."""
    chosen = box.currentData()
    with QSignalBlocker(box):
        box.clear()
        for text, value in choices:
            box.addItem(text, value)
        box.setCurrentIndex(max(0, box.findData(chosen)))
