"""Writing a finished file: under another name first, checked, then put in its place."""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from pathlib import Path

from hallduty.errors import EnvironmentProblem
from hallduty.patience import PATIENCE, Patience, reachable

_REASONS = {
    errno.ENOENT: "文件夹不存在",
    errno.ENOTDIR: "文件夹不存在",
    errno.EACCES: "没有写入权限，或者文件正在别的程序里打开",
    errno.EPERM: "没有写入权限，或者文件正在别的程序里打开",
    errno.EROFS: "该位置只能读取，不能写入",
    errno.EISDIR: "这是一个文件夹，请写明文件名",
    errno.ENOSPC: "磁盘已满",
    errno.ENAMETOOLONG: "文件名过长",
    errno.EINVAL: "文件名里有不允许的字符",
}


def write_file(path: Path, data: bytes, patience: Patience = PATIENCE) -> None:
    """Write `data` to `path`, replacing what is there only by the whole, checked file.

    Raises EnvironmentProblem, with nothing half-written and the old file untouched.
    """
    draft = _draft(path)
    try:
        with draft.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if patience.read(draft) != data:
            raise OSError(errno.EIO, "read back differently")
        patience.replace(draft, reachable(path))
    except (OSError, ValueError) as error:
        with suppress(OSError, ValueError):
            patience.unlink(draft)
        raise _problem(path, error) from error


def require_place(path: Path) -> None:
    """Make sure a file can be written there, before anything is done that cannot be undone.

    Raises the EnvironmentProblem that write_file would; leaves nothing behind.
    """
    draft = _draft(path)
    try:
        draft.open("wb").close()
        PATIENCE.unlink(draft)
    except (OSError, ValueError) as error:
        raise _problem(path, error) from error


def _draft(path: Path) -> Path:
    """Return the name to write under first; a folder, device or pipe is never written over."""
    try:
        there = reachable(path)
        if not path.name or there.is_dir():
            raise IsADirectoryError(errno.EISDIR, "is a directory")
        if there.exists() and not there.is_file():
            raise EnvironmentProblem(f"无法写入 {path}：这是设备，不是普通文件")
    except (OSError, ValueError) as error:
        raise _problem(path, error) from error
    return reachable(path.with_name(f".{path.name[:60]}.{os.getpid()}.part"))


def _problem(path: Path, error: Exception) -> EnvironmentProblem:
    code = getattr(error, "errno", None) or errno.EINVAL
    reason = _REASONS.get(code, os.strerror(code))
    return EnvironmentProblem(f"无法写入 {path}：{reason}")
