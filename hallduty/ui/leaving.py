"""The way out: offers to print what has changed since it was printed, and never holds up a
session that ends."""

from __future__ import annotations

from collections import deque
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from hallduty.errors import UserError

if TYPE_CHECKING:
    from hallduty.domain.printings import Unprinted
    from hallduty.ui.desk import Desk
    from hallduty.ui.preview import PreviewDialog


# A session that is to end has ended by then.
_SESSION_MS = 60_000


class Leaving(QObject):
    """Asks once when the window is closed. settled: all is printed, the window may go."""

    settled = Signal()

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._window = desk, window
        self._free = False
        self._waiting: deque[Unprinted] = deque()
        self.preview: PreviewDialog | None = None
        desk.events.session_ending.connect(self._session_ends)
        # Another program may stop the end of the session; then the question is asked again.
        self._again = QTimer(self, singleShot=True, interval=_SESSION_MS)
        self._again.timeout.connect(self._hold)

    @property
    def free(self) -> bool:
        """Whether the window goes without a question."""
        return self._free

    def release(self) -> None:
        """From now on the window goes without a question: the program ends."""
        self._free = True

    def _session_ends(self, *_: object) -> None:
        self._free = True
        self._again.start()
        if self.preview is not None:
            self._waiting.clear()
            self.preview.close()

    def _hold(self) -> None:
        self._free = False

    def may_go(self) -> bool:
        """Tell whether the window may close now; else the sheets that were ticked are shown."""
        if self._free or not self._window.isVisible():
            return True
        if self.preview is not None:
            self.preview.activateWindow()
            return False
        try:
            # Imported on the way out: a start has no use for any of it.
            from hallduty.ui.printed import to_print

            found = to_print(self._desk)
        except UserError:
            # A database that cannot be read keeps nobody in the program.
            return True
        if not found:
            return True
        from hallduty.domain.handover import name_of

        today = self._desk.clock.now().date()
        plan = self._desk.plan
        lines = [(name_of(each.incident, plan), each.why(today)) for each in found]
        chosen = self._desk.ask.to_print(self._window, lines)
        if chosen is None:
            return False
        self._waiting = deque(found[place] for place in chosen)
        if self._waiting:
            self._next()
        return not chosen

    def _next(self) -> None:
        """Show the next sheet; when none is left, the window goes."""
        if not self._waiting:
            self.release()
            self.settled.emit()
            return
        from hallduty.domain.printings import SHEET
        from hallduty.ui.preview import PreviewDialog
        from hallduty.ui.printed import noting

        desk, incident = self._desk, self._waiting.popleft().incident
        dossier = desk.store.incidents.dossier(incident.id)
        mark = desk.print_mark()
        left = f"（其后还有 {len(self._waiting)} 件）" if self._waiting else ""
        self.preview = PreviewDialog(
            desk,
            f"{incident.number} 登记表{left}",
            partial(desk.press.sheet, dossier, mark),
            f"{incident.number} 登记表.pdf",
            self._window,
            noting(desk, dossier, SHEET),
        )
        self.preview.finished.connect(self._shown)
        self.preview.open()

    def _shown(self) -> None:
        """One preview was closed: go on to the next, or stay when it was not printed."""
        preview, self.preview = self.preview, None
        if preview is None:
            return
        preview.deleteLater()
        if preview.delivered:
            self._next()
        else:
            self._waiting.clear()
            self._desk.events.told.emit("没有打印，程序没有退出；仍要退出请再关一次窗口")
