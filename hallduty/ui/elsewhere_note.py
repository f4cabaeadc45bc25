"""Beside the field of the backup folder: what it means that the folder is not of this PC alone."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QLineEdit

from hallduty import places
from hallduty.ui.widgets import label


def elsewhere_note(edit: QLineEdit) -> QLabel:
    """Return a line that follows what is typed in `edit`; hidden while there is nothing to say."""
    made = label("", "warning", wrap=True)
    made.hide()

    def follow(folder: str) -> None:
        words = places.said_of_backups(folder)
        made.setText(words)
        made.setVisible(bool(words))

    edit.textChanged.connect(follow)
    follow(edit.text())
    return made
