"""The lock of a data folder: one program at a time; one that a power cut left is taken over."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from hallduty.errors import EnvironmentProblem

if TYPE_CHECKING:
    from PySide6.QtCore import QLockFile

LOCK_NAME = "hallduty.lock"


def take(folder: Path) -> QLockFile | None:
    """Take the folder's lock; None while another program holds it.

    Raises EnvironmentProblem where the folder cannot be written.
    """
    from PySide6.QtCore import QLockFile

    lock = QLockFile(str(folder / LOCK_NAME))
    lock.setStaleLockTime(0)
    if lock.tryLock(0):
        return lock
    if lock.error() == QLockFile.LockError.LockFailedError:
        return lock if _abandoned(folder / LOCK_NAME) and lock.tryLock(0) else None
    raise EnvironmentProblem(f"数据文件夹 {folder} 不能写入，请检查磁盘和权限")


def _abandoned(file: Path) -> bool:
    """Remove a lock that nobody holds, though a process with its number runs; tell whether so.

    After a power cut that number may be anybody's, even ours, and Qt then takes the lock for
    held. Who has the file open, the system knows for certain.
    """
    try:
        if sys.platform != "win32":
            import fcntl

            with file.open("rb") as held:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        # Windows deletes no file that its owner has open.
        file.unlink()
    except OSError:
        return False
    return True
