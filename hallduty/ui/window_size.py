"""Size and place of the main window, kept in the store from one start to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QWidget

from hallduty.ui import theme

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk

_KEY = "window"
_SIZE = (1280, 720)
_SMALLEST = (900, 560)
# What the title bar takes of the screen's height.
_TITLE = 32


def restore(window: QWidget, desk: Desk) -> None:
    """Give the window back what it had, else a size that fits the screen."""
    available = window.screen().availableSize()
    rooms = (available.width(), available.height() - _TITLE)
    # Never larger than the screen (1280 × 720 at 150 % is 853 × 480): its edges must be reached.
    smallest = [min(least, room) for least, room in zip(_SMALLEST, rooms, strict=True)]
    window.setMinimumSize(*smallest)
    kept = desk.store.settings.recall(_KEY)
    if kept and window.restoreGeometry(QByteArray.fromBase64(kept.encode("ascii"))):
        return
    window.resize(*(min(theme.px(size), room) for size, room in zip(_SIZE, rooms, strict=True)))


def remember(window: QWidget, desk: Desk) -> None:
    """Keep what it has now."""
    kept = bytes(window.saveGeometry().toBase64().data()).decode("ascii")
    desk.store.settings.remember(_KEY, kept)
