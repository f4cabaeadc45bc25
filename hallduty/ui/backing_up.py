"""The automatic backup: at exit, or daily while the program runs; a failure is remembered."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from hallduty import log
from hallduty.domain import backups as rules
from hallduty.errors import TookTooLong, UserError

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk

# Nobody waits longer than that for a program that was closed.
_EXIT_SECONDS = 8.0
_FIRST_LOOK_MS = 60_000
_LOOK_MS = 30 * 60_000
LAST, HEAD, TROUBLE, OWED = "backup.last", "backup.head", "backup.trouble", "backup.owed"


class BackupKeeper(QObject):
    """Backs up when the settings say so. It never asks, and never stops anybody from leaving."""

    def __init__(self, desk: Desk, parent: QObject, exit_seconds: float = _EXIT_SECONDS) -> None:
        super().__init__(parent)
        self._desk = desk
        self._exit_seconds = exit_seconds
        self._busy = self._watching = False
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._first = QTimer(self, singleShot=True, interval=_FIRST_LOOK_MS)
        self._first.timeout.connect(self.look)

    def start(self) -> None:
        """Look now and then whether a backup is due; not while the window is being built."""
        self._watching = True
        self._timer.start()
        self._first.start()

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()
        self._first.stop()

    def look(self) -> None:
        """Back up in the background when it is due."""
        settings, now = self._desk.settings, self._desk.clock.now()
        owed = bool(self._desk.store.settings.recall(OWED))
        if not self._busy and rules.is_due(settings.backup_when, last(self._desk), owed, now):
            self._busy = True
            self._desk.tasks.run(work(self._desk), self._made, self._failed)

    def at_exit(self) -> None:
        """Back up before the program ends, when it is set so and something has changed."""
        desk, watching = self._desk, self._watching
        self._watching = False
        if not watching or desk.settings.backup_when != rules.AT_EXIT or not changed_since(desk):
            return
        outcome: list[object] = []
        job = work(desk, self._exit_seconds)
        # A daemon: a disk that does not answer must not keep the process alive.
        worker = threading.Thread(target=partial(_into, outcome, job), daemon=True)
        worker.start()
        worker.join(self._exit_seconds + 1.0)
        result = outcome[0] if outcome else UserError("备份没有做完：磁盘没有响应")
        if isinstance(result, TookTooLong):
            # A large database: the next start does it in the background, without the hurry.
            desk.store.settings.remember(OWED, "1")
        elif isinstance(result, Exception):
            failed(desk, result)
        else:
            done(desk)

    def owe(self) -> None:
        """There is no time for it now: the next start makes up for it."""
        wanted = self._watching and self._desk.settings.backup_when == rules.AT_EXIT
        if wanted and changed_since(self._desk):
            self._desk.store.settings.remember(OWED, "1")

    def _made(self, _made: object) -> None:
        self._busy = False
        done(self._desk)
        self._desk.events.told.emit("已自动备份")

    def _failed(self, problem: Exception) -> None:
        self._busy = False
        failed(self._desk, problem)
        self._desk.events.told.emit(f"自动备份没有完成：{problem}")
        if not isinstance(problem, UserError):
            raise problem


def work(desk: Desk, seconds: float = 0.0) -> Callable[[], Any]:
    """Return what backs up by the settings as they are now; it may run on any thread."""
    settings = desk.settings
    return partial(
        desk.store.backups.make,
        settings.backup_folder,
        desk.clock.now(),
        settings.backup_keep,
        seconds,
    )


def done(desk: Desk) -> None:
    """Remember that a backup was just made, and of what."""
    kept = desk.store.settings
    kept.remember(LAST, f"{desk.clock.now():%Y-%m-%d %H:%M:%S}")
    kept.remember(HEAD, desk.store.audit.head())
    kept.remember(TROUBLE, "")
    kept.remember(OWED, "")


def failed(desk: Desk, problem: Exception) -> None:
    """Remember why there is no backup, so that 今日 and 设置 say it until there is one."""
    log.note(f"no backup: {type(problem).__name__}")
    reason = str(problem) if isinstance(problem, UserError) else "程序出错，详情已记入日志"
    desk.store.settings.remember(TROUBLE, f"{desk.clock.now():%m-%d %H:%M} {reason}")
    desk.store.settings.remember(OWED, "1")


def last(desk: Desk) -> datetime | None:
    """Return when the last backup was made; None when there is none."""
    try:
        return datetime.fromisoformat(desk.store.settings.recall(LAST))
    except ValueError:
        return None


def trouble(desk: Desk) -> str:
    """Return why the last automatic backup failed; empty when it did not."""
    if desk.settings.backup_when == rules.OFF:
        return ""
    return desk.store.settings.recall(TROUBLE)


def changed_since(desk: Desk) -> bool:
    """Tell whether anything was written since the last backup, or that backup is gone."""
    if desk.store.audit.head() != desk.store.settings.recall(HEAD):
        return True
    return not desk.store.backups.made(desk.settings.backup_folder)


def _into(outcome: list[object], job: Callable[[], Any]) -> None:
    try:
        outcome.append(job())
    except Exception as problem:
        outcome.append(problem)
