"""Another process, run beside ours, that tells once how it ended."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QProcess


class Process(QProcess):
    """Tells once how it ended; a process that never started does not finish."""

    def __init__(self, parent: QObject, over: Callable[[bool], None]) -> None:
        super().__init__(parent)
        self._over: Callable[[bool], None] | None = over
        self.setStandardOutputFile(QProcess.nullDevice())
        self.setStandardErrorFile(QProcess.nullDevice())
        self.finished.connect(self._finished)
        self.errorOccurred.connect(self._failed)

    def _finished(self, code: int, status: QProcess.ExitStatus) -> None:
        self._tell(code == 0 and status == QProcess.ExitStatus.NormalExit)

    def _failed(self, _error: QProcess.ProcessError) -> None:
        self._tell(False)

    def _tell(self, done: bool) -> None:
        over, self._over = self._over, None
        if over is not None:
            self.deleteLater()
            over(done)
