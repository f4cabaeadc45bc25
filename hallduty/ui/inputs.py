"""Fields to type or choose in, each with the name that a screen reader says."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QLineEdit

from hallduty.ui.incidents.still_combo import StillCombo

# A QLineEdit cuts at 32,767 by itself, silently; the record says what is too long.
NO_CUT = 2_000_000


def line_edit(name: str, hint: str = "") -> QLineEdit:
    """Return a line to type in; nothing pasted into it is cut off unseen."""
    edit = QLineEdit()
    edit.setMaxLength(NO_CUT)
    edit.setAccessibleName(name)
    edit.setPlaceholderText(hint)
    return edit


def choice_box(name: str, least: int) -> StillCombo:
    """Return a list to choose from, at least so many characters wide however long its words."""
    box = StillCombo()
    box.setAccessibleName(name)
    box.setSizeAdjustPolicy(StillCombo.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(least)
    return box


def offer_words(box: StillCombo, words: Sequence[str]) -> None:
    """Offer these words now; the chosen one stays while it is among them."""
    chosen = box.currentText()
    box.clear()
    box.addItems(words)
    box.setCurrentIndex(max(0, box.findText(chosen)))
