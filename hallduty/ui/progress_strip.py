"""One line that shows long work: what is done, how far it is, and a way to stop it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from threading import Event
from typing import TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QProgressBar, QWidget

from hallduty.ui import theme
from hallduty.ui.widgets import button, label, row

Item = TypeVar("Item")
_LOOK_EVERY_MS = 100


class Cancelled(Exception):
    """The user stopped the work; nothing of it is kept."""


class Progress:
    """How far work on another thread is; counted there, read on the GUI thread."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.done = 0
        self._stop = Event()

    def cancel(self) -> None:
        """Make the work end at its next item."""
        self._stop.set()

    def counting(self, items: Iterable[Item]) -> Iterator[Item]:
        """Pass `items` on, counting them; raises Cancelled once the user wants to stop."""
        for item in items:
            if self._stop.is_set():
                raise Cancelled
            yield item
            self.done += 1


class ProgressStrip(QFrame):
    """Shows one Progress while it runs; hidden otherwise."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("tone", "info")
        self.setProperty("banner", True)
        self._progress: Progress | None = None
        self._doing = ""
        line = row(self, margins=(12, 6, 8, 6), gap=12)
        self.words = label()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.cancel_button = button("取消", small=True)
        self.cancel_button.clicked.connect(self._cancel)
        line.addWidget(self.words)
        line.addWidget(self.bar, 1)
        line.addWidget(self.cancel_button)
        self.words.setMinimumWidth(theme.px(200))
        self._look = QTimer(self, interval=_LOOK_EVERY_MS)
        self._look.timeout.connect(self._show)
        self.hide()

    def start(self, doing: str, progress: Progress) -> None:
        """Show that `doing` has begun."""
        self._doing, self._progress = doing, progress
        self.bar.setRange(0, max(1, progress.total))
        self.cancel_button.setEnabled(True)
        self._show()
        self.show()
        self._look.start()

    def stop(self) -> None:
        """The work has reported; take the strip away."""
        self._look.stop()
        self._progress = None
        self.hide()

    def is_busy(self) -> bool:
        """Tell whether something is running."""
        return self._progress is not None

    def _show(self) -> None:
        if self._progress is not None:
            self.bar.setValue(self._progress.done)
            self.words.setText(f"{self._doing}　{self._progress.done} / {self._progress.total} 件")

    def _cancel(self) -> None:
        if self._progress is not None:
            self._progress.cancel()
            self.cancel_button.setEnabled(False)
