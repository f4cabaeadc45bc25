"""Short names for the dialogs of a test: the one that is shown, with the keys in it."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

Kind = TypeVar("Kind", bound=QDialog)


def shown(kind: type[Kind]) -> Kind:
    """Return the dialog of that kind that is on the screen, and give it the keys."""
    found = [w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()]
    assert len(found) == 1, f"{len(found)} dialogs {kind.__name__}"
    give_keys(found[0])
    return found[0]


def give_keys(window: QWidget) -> None:
    """Do what a window system does with a window that opens or comes back: give it the keys."""
    window.activateWindow()
    assert QTest.qWaitForWindowExposed(window)
    for _ in range(400):
        if window.isActiveWindow():
            return
        QTest.qWait(5)
    raise AssertionError(f"{window} does not get the keys")
