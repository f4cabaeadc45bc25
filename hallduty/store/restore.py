"""Restoring: a backup takes the place of the data only after it was opened and found whole."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from hallduty.domain import backups as rules
from hallduty.errors import EnvironmentProblem
from hallduty.patience import PATIENCE
from hallduty.store.backups import copy_database, copy_if_new

_UNFINISHED = ("-wal", "-journal")
_BESIDE = (*_UNFINISHED, "-shm")


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back, and where the data that it replaced is kept ("" when there was none)."""

    incidents: int
    rows: int
    check: str
    replaced: str = ""
    damaged: tuple[str, ...] = ()


def restore(data: Path, file_name: str, file: Path, now: datetime) -> Restored:
    """Put the backup `file` in the place of the data folder's database.

    It is copied beside, opened as the program opens it (an older one is migrated) and checked
    whole, chain and all; then one rename puts it in place. What was there is kept in backups/.
    The caller makes sure that no program has the folder open. Raises EnvironmentProblem with
    the data unchanged.
    """
    target = data / file_name
    _readable(file, target)
    trial = data / f".restoring-{uuid4().hex[:8]}"
    try:
        trial.mkdir(parents=True)
        shutil.copyfile(file, trial / file_name)
        found = _checked(trial, now)
        copied = _attachments(file.parent, data)
        replaced = _put_aside(target, now)
        PATIENCE.replace(trial / file_name, target)
    except OSError as error:
        raise EnvironmentProblem(
            f"没有恢复，原数据没有改动：写不进 {data}，请检查权限和磁盘空间"
        ) from error
    finally:
        shutil.rmtree(trial, ignore_errors=True)
    damaged = _damaged(data, now) if copied is not None else ()
    return Restored(*found, replaced, damaged)


def _readable(file: Path, target: Path) -> None:
    if not file.is_file():
        raise EnvironmentProblem(f"没有备份文件 {file}，请核对路径")
    if target.exists() and file.samefile(target):
        raise EnvironmentProblem(f"{file} 就是正在使用的数据库，不是备份")
    for ending in _UNFINISHED:
        beside = file.with_name(file.name + ending)
        if beside.exists() and beside.stat().st_size:
            # A file copied while it was written to lacks what stands in the one beside it.
            raise EnvironmentProblem(
                f"{file} 旁边有 {beside.name}，不是值班长做的备份，内容可能不全，没有恢复"
            )


def _checked(folder: Path, now: datetime) -> tuple[int, int, str]:
    """Open the copy as the program does and check all of it; return what it holds."""
    from hallduty.store import Store

    with Store.open(folder, now) as store:
        verdict = store.audit.verify()
        if not verdict.ok:
            raise EnvironmentProblem(f"这份备份核对未通过，没有恢复：{verdict.problem}")
        return store.incidents.count(), verdict.rows, store.audit.head_code()


def _attachments(beside: Path, data: Path) -> int:
    """Copy the attachments that lie beside the backup and are missing in the data folder."""
    source = beside / rules.ATTACHMENTS
    target = data / rules.ATTACHMENTS
    if not source.is_dir() or (target.is_dir() and source.samefile(target)):
        return 0
    return sum(
        copy_if_new(path, target / path.relative_to(source))
        for path in source.rglob("*")
        if path.is_file() and path.suffix != ".part"
    )


def _damaged(data: Path, now: datetime) -> tuple[str, ...]:
    from hallduty.store import Store

    with Store.open(data, now) as store:
        return tuple(each.name for each in store.attachments.damaged())


def _put_aside(target: Path, now: datetime) -> str:
    """Keep the database that is there, also a broken one, and return where; "" when none is."""
    if not target.exists():
        return ""
    kept = target.parent / "backups" / f"before-restore-{now:%Y%m%d-%H%M%S}.db"
    kept.parent.mkdir(exist_ok=True)
    try:
        copy_database(target, kept)
        with closing(sqlite3.connect(target)) as live:
            # What waits in the write-ahead log must not be applied to the file put in place.
            live.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except (EnvironmentProblem, sqlite3.Error):
        for ending in ("", *_BESIDE):
            with suppress(FileNotFoundError):
                shutil.copyfile(f"{target}{ending}", f"{kept}{ending}")
    for ending in _BESIDE:
        PATIENCE.unlink(Path(f"{target}{ending}"))
    return str(kept)
