"""F1 in dialogs: bound in each when the keys first go there; the main window binds its own."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from hallduty.ui import keys

_BOUND = "help_key"


class HelpKey(QObject):
    """pressed: F1 in a dialog.

    It listens only while its window is shown: a focus that moves while the window is being
    deleted must find nobody here. For the same reason it holds no method of the window.
    """

    pressed = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._listens = False

    def listen(self, wanted: bool) -> None:
        """Listen from now on, or no more."""
        app = QApplication.instance()
        if wanted == self._listens or not isinstance(app, QApplication):
            return
        self._listens = wanted
        if wanted:
            app.focusChanged.connect(self._focus_changed)
        else:
            app.focusChanged.disconnect(self._focus_changed)

    def _focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is None:
            return
        dialog = new.window()
        if isinstance(dialog, QDialog) and not dialog.property(_BOUND):
            dialog.setProperty(_BOUND, True)
            keys.bind(dialog, keys.HELP, self.pressed)
