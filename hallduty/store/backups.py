"""Backups of the whole data folder, made beside the open store and proved before they count.

They use a connection of their own, so that any thread may make them while others write.
"""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from hallduty.domain import backups as rules
from hallduty.errors import EnvironmentProblem, TookTooLong
from hallduty.patience import PATIENCE
from hallduty.store.backup import APPLICATION_ID

_FOLDER = "backups"
_FORMS = "forms"
# How many steps SQLite takes before it asks whether to go on.
_STEPS = 20_000
_BUSY_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class Backup:
    """A finished backup: its file, and how many attachments were new beside it."""

    path: Path
    size: int
    attachments: int = 0


@dataclass(frozen=True, slots=True)
class BackupFacts:
    """What a look at a backup tells, before anything is replaced by it."""

    incidents: int
    last_write: str


class Backups:
    """Makes backups of one data folder."""

    def __init__(self, data: Path, file_name: str) -> None:
        self._data = data
        self._database = data / file_name

    def folder(self, chosen: str) -> Path:
        """Return where backups go: the folder chosen, else one within the data folder."""
        return Path(chosen.strip()) if chosen.strip() else self._data / _FOLDER

    def made(self, chosen: str) -> list[Path]:
        """Return the backups that lie there, the newest first."""
        folder = self.folder(chosen)
        try:
            found = [path for path in folder.iterdir() if rules.made_at(path.name)]
        except OSError:
            return []
        return sorted(found, key=lambda path: path.name, reverse=True)

    def make(self, chosen: str, at: datetime, keep: int = 0, seconds: float = 0.0) -> Backup:
        """Back up database, attachments and own forms; then let old backups go (keep > 0).

        Raises EnvironmentProblem, leaving nothing half-made, also when it takes longer than
        `seconds` (0: as long as it takes).
        """
        until = time.monotonic() + seconds if seconds else 0.0

        def too_late() -> bool:
            return bool(until) and time.monotonic() > until

        folder = self.folder(chosen)
        self._require(folder, made_here=not chosen.strip())
        target = folder / rules.name_at(at)
        try:
            # Files first: a record never points at a file that its backup lacks.
            copied = self._files(folder, too_late)
            copy_database(self._database, target, too_late)
            size = target.stat().st_size
        except OSError as error:
            raise EnvironmentProblem(f"备份写不进 {folder}：{_reason(error)}") from error
        if keep:
            self._thin_out(folder, keep)
        return Backup(target, size, copied)

    def look_at(self, file: Path) -> BackupFacts:
        """Read a backup without changing it; raises EnvironmentProblem where it is none.

        The whole check, chain and all, is made when it is restored.
        """
        try:
            if not file.is_file() or file.samefile(self._database):
                raise EnvironmentProblem(f"{file} 不是备份文件，请选 hallduty-backup 开头的文件")
            address = f"{file.absolute().as_uri()}?mode=ro&immutable=1"
            with closing(sqlite3.connect(address, uri=True)) as copy:
                if copy.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
                    raise EnvironmentProblem(f"{file} 不是值班长的备份")
                verdict = copy.execute("PRAGMA integrity_check").fetchone()[0]
                if verdict != "ok":
                    raise EnvironmentProblem(f"这份备份已损坏（{verdict}），请换一份")
                incidents = copy.execute("SELECT count(*) FROM incident").fetchone()[0]
                written = copy.execute("SELECT max(at) FROM audit").fetchone()[0]
        except (sqlite3.Error, OSError) as error:
            raise EnvironmentProblem(f"{file} 读不出来，不是值班长的备份或已损坏") from error
        return BackupFacts(int(incidents), str(written or "")[:16].replace("T", " "))

    def _require(self, folder: Path, made_here: bool) -> None:
        try:
            if made_here:
                folder.mkdir(parents=True, exist_ok=True)
            there = folder.is_dir()
        except OSError:
            there = False
        if not there:
            raise EnvironmentProblem(
                f"备份文件夹 {folder} 打不开，没有备份。请插好移动硬盘或 U 盘，或在设置中另选文件夹"
            )

    def _files(self, folder: Path, too_late: Callable[[], bool]) -> int:
        """Copy the attachments that are not there yet, and the bureau's own forms."""
        copied = 0
        for name in (rules.ATTACHMENTS, _FORMS):
            source = self._data / name
            for path in sorted(source.rglob("*")) if source.is_dir() else ():
                if too_late():
                    raise _took_too_long()
                if path.suffix != ".part" and path.is_file():
                    place = folder / name / path.relative_to(source)
                    copied += copy_if_new(path, place, always=name == _FORMS)
        return copied

    def _thin_out(self, folder: Path, keep: int) -> None:
        names = [path.name for path in folder.iterdir()]
        for name in rules.surplus(names, keep):
            # One that is open elsewhere stays until the next time.
            with suppress(OSError):
                (folder / name).unlink()


def copy_database(source: Path, target: Path, too_late: Callable[[], bool] | None = None) -> None:
    """Write a compact, checked copy of a live database to `target` under a name of its own first.

    Raises EnvironmentProblem when the copy is not whole; `target` is then left as it was.
    """
    building = target.with_name(target.name + ".part")
    PATIENCE.unlink(building)
    late = too_late or _never
    try:
        with closing(sqlite3.connect(source, timeout=_BUSY_SECONDS)) as live:
            live.set_progress_handler(late, _STEPS)
            live.execute("VACUUM INTO ?", (str(building),))
        with closing(sqlite3.connect(building)) as copy:
            copy.set_progress_handler(late, _STEPS)
            verdict = copy.execute("PRAGMA integrity_check").fetchone()[0]
        if verdict != "ok":
            raise EnvironmentProblem(f"备份检查未通过（{verdict}），已放弃这份备份，原数据没有改动")
        PATIENCE.replace(building, target)
    except sqlite3.Error as error:
        raise _refused(error, target.parent) from error
    finally:
        PATIENCE.unlink(building)


def copy_if_new(source: Path, target: Path, *, always: bool = False) -> int:
    """Copy a file unless one of its size is there; return how many were copied (0 or 1)."""
    if not always and target.is_file() and target.stat().st_size == source.stat().st_size:
        return 0
    target.parent.mkdir(parents=True, exist_ok=True)
    building = target.with_name(target.name + ".part")
    try:
        shutil.copyfile(source, building)
        PATIENCE.replace(building, target)
    finally:
        PATIENCE.unlink(building)
    return 1


def _never() -> bool:
    return False


def _took_too_long() -> TookTooLong:
    return TookTooLong("备份没有做完：用时过长，已放弃，下次启动后再备份")


def _refused(error: sqlite3.Error, folder: Path) -> EnvironmentProblem:
    said = str(error).lower()
    if "interrupt" in said:
        return _took_too_long()
    if "full" in said:
        return EnvironmentProblem(f"备份没有做完：{folder} 所在磁盘空间不足")
    if "malformed" in said or "not a database" in said:
        return EnvironmentProblem("备份没有做完：数据文件已损坏，请换回以前的备份")
    if "locked" in said or "busy" in said:
        return EnvironmentProblem("备份没有做完：数据库正被另一程序占用，请稍候再试")
    return EnvironmentProblem(f"备份没有做完：写不进 {folder}，请检查权限和磁盘空间")


def _reason(error: OSError) -> str:
    return {13: "没有写入权限", 28: "磁盘空间不足", 30: "只能读取，不能写入"}.get(
        error.errno or 0, "请检查权限和磁盘空间"
    )
