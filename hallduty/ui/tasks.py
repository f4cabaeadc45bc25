"""Work off the GUI thread: result or error lands on the GUI thread, jobs live until then."""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, QTimer, Signal
from shiboken6 import isValid

# A long job makes garbage too; it is swept up in between, in the background of typing.
_SWEEP_MS = 2_000

Done = Callable[[Any], None]
Failed = Callable[[Exception], None]


class Runner(Protocol):
    """What a view needs of a task runner."""

    def run(self, work: Callable[[], Any], done: Done, failed: Failed) -> None: ...


class _Signals(QObject):
    finished = Signal(object, object, object)


class _Job(QRunnable):
    """One piece of work; its outcome travels by a queued signal."""

    def __init__(self, work: Callable[[], Any], number: int, signals: _Signals) -> None:
        super().__init__()
        self.setAutoDelete(False)
        self._work = work
        self._number = number
        self._signals = signals

    def run(self) -> None:
        try:
            result = self._work()
        except Exception as problem:
            self._signals.finished.emit(self._number, None, problem)
        else:
            self._signals.finished.emit(self._number, result, None)


class TaskRunner(QObject):
    """Runs work on a thread pool. `work` must not touch widgets or the store's connection.

    The runner holds every job and its callbacks until it has reported; a job whose signals
    died before delivery would lose its answer silently. While a job runs, Python's garbage is
    collected on the GUI thread only: widgets in it that another thread deletes end the program.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(2)
        self._jobs: dict[int, tuple[_Job, Done, Failed]] = {}
        self._number = 0
        self._signals = _Signals(self)
        self._signals.finished.connect(self._report, Qt.ConnectionType.QueuedConnection)
        self._sweep = QTimer(self)
        self._sweep.setInterval(_SWEEP_MS)
        self._sweep.timeout.connect(gc.collect)
        self._collects = gc.isenabled()

    def run(self, work: Callable[[], Any], done: Done, failed: Failed) -> None:
        """Start `work`; later call done(result) or failed(exception) on the GUI thread."""
        self._number += 1
        job = _Job(work, self._number, self._signals)
        if not self._jobs:
            self._collects = gc.isenabled()
            gc.disable()
            self._sweep.start()
        self._jobs[self._number] = (job, done, failed)
        self._pool.start(job)

    @property
    def busy(self) -> int:
        """How many jobs have not reported yet."""
        return len(self._jobs)

    def finish(self, most_ms: int = -1) -> None:
        """Wait for what is running, at most so long; for the way out of the program."""
        self._pool.waitForDone(most_ms)
        self._rest()

    def _report(self, number: int, result: object, problem: Exception | None) -> None:
        _job, done, failed = self._jobs.pop(number)
        if not self._jobs:
            # The thread has told its outcome, yet may still be leaving its last function.
            self._pool.waitForDone()
            self._rest()
        if problem is None:
            if _still_there(done):
                done(result)
        elif _still_there(failed):
            failed(problem)

    def _rest(self) -> None:
        """No thread is running: let Python collect its garbage by itself again."""
        self._sweep.stop()
        if self._collects:
            gc.enable()


def _still_there(callback: Callable[[Any], None]) -> bool:
    """Tell whether the view that wanted the answer still exists (its page may be closed)."""
    owner = getattr(callback, "__self__", None)
    return not isinstance(owner, QObject) or isValid(owner)


class InlineRunner:
    """Does the work at once on the calling thread; for tests and pictures."""

    def run(self, work: Callable[[], Any], done: Done, failed: Failed) -> None:
        try:
            result = work()
        except Exception as problem:
            failed(problem)
        else:
            done(result)
