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


def restore(window: QWidget, desk: Desk) -> None:
    """Give the window back what it had, else a size that fits the screen."""
    window.setMinimumSize(*_SMALLEST)
    kept = desk.store.settings.recall(_KEY)
    if kept and window.restoreGeometry(QByteArray.fromBase64(kept.encode("ascii"))):
        return
    available = window.screen().availableSize()
    width, height = (
        max(least, min(round(theme.px(length)), room))
        for least, length, room in zip(
            _SMALLEST, _SIZE, (available.width(), available.height()), strict=True
        )
    )
    window.resize(width, height)


def remember(window: QWidget, desk: Desk) -> None:
    """Keep what it has now."""
    kept = bytes(window.saveGeometry().toBase64().data()).decode("ascii")
    desk.store.settings.remember(_KEY, kept)
