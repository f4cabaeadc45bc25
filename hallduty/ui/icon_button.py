"""A small button that shows an icon; its words are in the tooltip and for screen readers."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QToolButton

from hallduty.ui import icons, theme


def icon_button(icon: str, words: str) -> QToolButton:
    """Return a button with the icon `icon`; `words` say what it does."""
    made = QToolButton()
    made.setIcon(icons.icon(icon))
    made.setIconSize(QSize(theme.px(20), theme.px(20)))
    made.setToolTip(words)
    made.setAccessibleName(words)
    return made
