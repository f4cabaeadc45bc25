"""The end of the system's session: drafts are saved at once and nothing is asked or waited for."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from hallduty import log

if TYPE_CHECKING:
    from hallduty.ui.events import Events

# Windows grants five seconds, then calls the program one that does not answer.
MOST_SECONDS = 4.5
# Another program may stop the end of the session; it has ended or been stopped by then.
_STOPPED_MS = 60_000


def _leave_at_once() -> None:
    """End the process as it stands: every write that was confirmed is on the disk."""
    os._exit(0)


class SessionEnd(QObject):
    """Hears of the session's end and tells every view by events.session_ending.

    `ending` is True from then on, until a minute has shown that somebody stopped it.
    """

    def __init__(
        self,
        events: Events,
        parent: QObject,
        leave_at_once: Callable[[], None] = _leave_at_once,
        seconds: float = MOST_SECONDS,
    ) -> None:
        super().__init__(parent)
        self._events = events
        self._leave_at_once, self._seconds = leave_at_once, seconds
        self._guard: threading.Timer | None = None
        self.ending = False
        self._stopped = QTimer(self, singleShot=True, interval=_STOPPED_MS)
        self._stopped.timeout.connect(self._goes_on)
        app = QApplication.instance()
        if isinstance(app, QGuiApplication):
            app.commitDataRequest.connect(self.begin)
            app.saveStateRequest.connect(self.begin)
            app.aboutToQuit.connect(self._quitting)

    def begin(self, *_: object) -> None:
        """The session is to end: keep what is being typed, and close what would ask."""
        first, self.ending = not self.ending, True
        self._stopped.start()
        if first:
            log.note("session ends")
        self._events.session_ending.emit()
        modal = QApplication.activeModalWidget()
        if modal is not None:
            # Its way out; what is typed in it is a draft by now.
            modal.close()

    def finished(self) -> None:
        """All is closed; what is still at work on another thread is not waited for."""
        if self._guard is not None:
            self._guard.cancel()
            self._leave_at_once()

    def _goes_on(self) -> None:
        self.ending = False

    def _quitting(self) -> None:
        if self.ending and self._guard is None:
            self._guard = threading.Timer(self._seconds, self._leave_at_once)
            self._guard.daemon = True
            self._guard.start()
