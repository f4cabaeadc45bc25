"""Restoring a backup from the window: at its end, when nothing holds the data any more."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from hallduty import folder_lock, log
from hallduty.errors import EnvironmentProblem, UserError
from hallduty.store import FILE_NAME
from hallduty.store.restore import Restored, restore

# What came of it, for the start that follows.
_RESULT = "restored.txt"


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold the folder's lock; raises EnvironmentProblem while the program runs on it."""
    lock = folder_lock.take(folder)
    if lock is None:
        raise EnvironmentProblem(
            f"值班长正在使用 {folder}，没有恢复。请先退出值班长（包括屏幕右下角托盘里的）再试"
        )
    try:
        yield
    finally:
        lock.unlock()


def is_free(folder: Path) -> bool:
    """Tell whether no program runs on the folder."""
    try:
        with held(folder):
            return True
    except EnvironmentProblem:
        return False


def put_back(folder: Path, file: Path, now: datetime) -> str:
    """Restore and return what was done, in sentences; raises EnvironmentProblem otherwise.

    The caller holds the folder's lock and has no store open.
    """
    return told(restore(folder, FILE_NAME, file, now))


def told(done: Restored) -> str:
    """Say what was put back, line by line."""
    lines = [f"已恢复：事件 {done.incidents} 件，留痕 {done.rows} 行，核验码 {done.check}"]
    if done.replaced:
        lines.append(f"原来的数据保存在 {done.replaced}")
    if done.damaged:
        names = "、".join(done.damaged[:5])
        lines.append(f"有 {len(done.damaged)} 个附件缺失或已损坏：{names}")
    return "\n".join(lines)


def at_exit(folder: Path, file: Path, now: datetime) -> None:
    """Restore on the way out and leave word for the next start; raises nothing."""
    try:
        said = put_back(folder, file, now)
        log.note("restored a backup")
    except UserError as problem:
        log.note(f"not restored: {type(problem).__name__}")
        said = f"没有恢复，原来的数据没有改动：{problem}"
    except Exception as problem:
        log.failure(problem)
        said = "没有恢复：程序出错，详情已记入日志"
    with suppress(OSError):
        (folder / _RESULT).write_text(said, encoding="utf-8")


def result(folder: Path) -> str:
    """Return, once, what came of a restore at the last exit; empty when there was none."""
    try:
        said = (folder / _RESULT).read_text(encoding="utf-8")
        (folder / _RESULT).unlink()
    except OSError:
        return ""
    return said
