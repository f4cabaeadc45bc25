"""Opening the one SQLite file: is it ours, is it whole, is it of an age we can read."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import peewee

from hallduty.errors import EnvironmentProblem
from hallduty.patience import PATIENCE
from hallduty.store.backup import APPLICATION_ID, backup_to
from hallduty.store.migrations import MIGRATIONS, Migration
from hallduty.store.model_rows import DATABASE

_HEADER = b"SQLite format 3\x00"
_PRAGMAS = {
    "foreign_keys": 1,
    "journal_mode": "wal",
    "synchronous": "full",
    "busy_timeout": 3000,
    "cell_size_check": 1,
    "recursive_triggers": 1,
    "secure_delete": 1,
}
_MOMENT_MS = 100

# What SQLite says, and what the person at the desk is told instead.
_ENVIRONMENT = (
    ("locked", "数据库正被另一程序占用，这一步没有写入。请稍候几秒再试一次"),
    ("busy", "数据库正被另一程序占用，这一步没有写入。请稍候几秒再试一次"),
    ("full", "磁盘空间不足，这一步没有写入。请清理磁盘后再试"),
    ("readonly", "数据文件是只读的，这一步没有写入。请检查文件夹的写入权限"),
    ("unable to open", "打不开数据文件。请检查文件夹是否存在、能否写入"),
    ("disk i/o error", "读写磁盘出错，这一步没有写入。请检查磁盘后再试"),
    ("malformed", "数据文件已损坏。请用“备份恢复”换回最近的备份，勿继续使用"),
    ("not a database", "数据文件不是值班长的数据库"),
)


def environment_problem(error: Exception) -> EnvironmentProblem | None:
    """Return what to tell the user when `error` is the machine's fault; None for a bug."""
    text = str(error).lower()
    for sign, sentence in _ENVIRONMENT:
        if sign in text:
            return EnvironmentProblem(sentence)
    return None


@contextmanager
def translated() -> Iterator[None]:
    """Let what is the machine's fault come out as EnvironmentProblem, all else as it is."""
    try:
        yield
    except (peewee.DatabaseError, sqlite3.Error) as error:
        known = environment_problem(error)
        if known is None:
            raise
        raise known from error


class Database(peewee.SqliteDatabase):
    """A SQLite file whose environment failures come out as EnvironmentProblem."""

    def connect(self, reuse_if_open: bool = False) -> bool:
        with translated():
            return bool(super().connect(reuse_if_open))

    def begin(self, lock_type: str | None = None) -> None:
        with translated():
            super().begin(lock_type)

    def execute_sql(self, sql: str, params: Any = None) -> Any:
        # Not `with translated()`: a large import runs through here some million times.
        try:
            return super().execute_sql(sql, params)  # type: ignore[no-untyped-call]
        except peewee.DatabaseError as error:
            known = environment_problem(error)
            if known is None:
                raise
            raise known from error

    def commit(self) -> Any:
        with translated():
            return super().commit()

    def rollback(self) -> Any:
        # A full disk makes SQLite roll back by itself; a second time would hide what it said.
        if self.connection().in_transaction:  # type: ignore[no-untyped-call]
            return super().rollback()
        return None

    @contextmanager
    def in_a_hurry(self) -> Iterator[None]:
        """Wait for another writer only a moment: for what is tried again by itself anyway."""
        self.execute_sql(f"PRAGMA busy_timeout = {_MOMENT_MS}")
        try:
            yield
        finally:
            self.execute_sql(f"PRAGMA busy_timeout = {_PRAGMAS['busy_timeout']}")


def open_database(
    path: Path, now: datetime, migrations: Sequence[Migration] = MIGRATIONS
) -> Database:
    """Open (or first create) the database at `path` and bring its schema up to date.

    Raises EnvironmentProblem, the file unchanged, when it is empty, foreign, damaged or of a
    newer program. An older schema is migrated after a verified backup beside it.
    """
    newest = migrations[-1].version
    if not path.exists():
        _create(path, migrations)
    version = _checked_version(path, newest)
    db = _connected(path)
    try:
        if version < newest:
            folder = path.parent / "backups"
            folder.mkdir(exist_ok=True)
            backup_to(db, folder / f"{path.stem}-v{version}-{now:%Y%m%d-%H%M%S}.db")
            _migrate(db, version, migrations)
    except BaseException:
        db.close()
        raise
    DATABASE.initialize(db)
    return db


def _connected(path: Path) -> Database:
    db = Database(None, autoconnect=False)
    db.init(str(path), pragmas=_PRAGMAS)
    db.connect()
    return db


def _create(path: Path, migrations: Sequence[Migration]) -> None:
    """Build the file under another name, so that a cut during creation leaves none behind."""
    building = path.with_name(f"{path.name}.{os.getpid()}.new")
    PATIENCE.unlink(building)
    try:
        with translated(), closing(sqlite3.connect(building)) as raw:
            raw.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            raw.commit()
        db = _connected(building)
        try:
            _migrate(db, 0, migrations)
        finally:
            db.close()
        try:
            # A hard link, unlike a rename, never replaces a file that another start made first.
            os.link(building, path)
        except FileExistsError:
            pass
        except OSError:
            PATIENCE.replace(building, path)
    finally:
        for leftover in building.parent.glob(building.name + "*"):
            PATIENCE.unlink(leftover)


def _checked_version(path: Path, newest: int) -> int:
    """Return the schema's version after reading, not writing, the file."""
    try:
        header = PATIENCE.read(path, 100)
    except OSError as error:
        raise EnvironmentProblem(f"打不开数据文件 {path}：请检查读写权限") from error
    if not header:
        raise EnvironmentProblem(
            f"数据文件 {path} 是空文件（0 字节）。请从备份恢复，或移走它后重新启动"
        )
    if header[:16] != _HEADER or int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise EnvironmentProblem(f"{path} 不是值班长的数据库，没有改动它。请检查所选文件夹")
    with translated(), closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as raw:
        version = int(raw.execute("PRAGMA user_version").fetchone()[0])
    if version > newest:
        raise EnvironmentProblem(
            f"数据库由更新版本的值班长写成（版本 {version}，"
            f"本程序到 {newest}），没有改动它。请先升级程序"
        )
    return version


def _migrate(db: Database, version: int, migrations: Sequence[Migration]) -> None:
    for migration in migrations:
        if migration.version > version:
            with db.atomic("IMMEDIATE"):
                migration.apply(db)
                db.execute_sql(f"PRAGMA user_version = {migration.version}")
