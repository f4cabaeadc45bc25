"""Opening a database: ours is opened, anything else is refused and left as it was."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
import sys
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from hallduty.errors import EnvironmentProblem
from hallduty.store import FILE_NAME, Store, tables
from hallduty.store.backup import backup_to
from hallduty.store.database import APPLICATION_ID, Database, open_database
from hallduty.store.migrations import MIGRATIONS, Migration

NOW = datetime(2026, 11, 13, 9, 42)
TODAYS = MIGRATIONS[-1].version


def refused(path: Path) -> str:
    """Open, expect a refusal, check that the file is as it was; return what was said."""
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    with pytest.raises(EnvironmentProblem) as caught:
        Store.open(path.parent, NOW)
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before
    return str(caught.value)


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / FILE_NAME
    path.touch()
    assert "空文件" in refused(path)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / FILE_NAME
    path.write_text("购物清单", encoding="utf-8")
    assert "不是值班长的数据库" in refused(path)


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / FILE_NAME
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("CREATE TABLE t (x)")
        raw.commit()
    assert "不是值班长的数据库" in refused(path)


def test_a_database_of_a_newer_program_is_refused(tmp_path: Path) -> None:
    Store.open(tmp_path, NOW).close()
    path = tmp_path / FILE_NAME
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("PRAGMA user_version = 99")
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    said = refused(path)
    assert "99" in said
    assert "升级" in said


def test_a_damaged_database_is_told_as_such(tmp_path: Path) -> None:
    Store.open(tmp_path, NOW).close()
    path = tmp_path / FILE_NAME
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    path.write_bytes(data)
    with pytest.raises(EnvironmentProblem, match="损坏"), Store.open(tmp_path, NOW) as store:
        store.incidents.open_ones()


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(EnvironmentProblem, match="数据文件夹"):
        Store.open(tmp_path / "file" / "data", NOW)


def test_a_new_database_carries_our_mark_and_pragmas(tmp_path: Path) -> None:
    db = open_database(tmp_path / FILE_NAME, NOW)
    try:

        def pragma(name: str) -> object:
            return db.execute_sql(f"PRAGMA {name}").fetchone()[0]

        assert pragma("application_id") == APPLICATION_ID
        assert pragma("user_version") == MIGRATIONS[-1].version
        assert pragma("journal_mode") == "wal"
        assert pragma("synchronous") == 2
        assert pragma("foreign_keys") == 1
        assert pragma("recursive_triggers") == 1
        assert pragma("secure_delete") == 1
    finally:
        db.close()
    assert [p.name for p in tmp_path.iterdir()] == [FILE_NAME]


def test_models_and_migrated_schema_say_the_same(store: Store) -> None:
    with closing(sqlite3.connect(store.folder / FILE_NAME)) as raw:
        for model in tables.ALL:
            table = model._meta.table_name
            columns = {row[1]: row[3] for row in raw.execute(f"PRAGMA table_info({table})")}
            assert list(columns) == [f.column_name for f in model._meta.sorted_fields], table
            for field in model._meta.sorted_fields:
                if field.name not in ("id", "sequence"):
                    assert bool(columns[field.column_name]) is not field.null, (table, field.name)


def _add_colour(db: Database) -> None:
    db.execute_sql("ALTER TABLE hall ADD COLUMN colour TEXT NOT NULL DEFAULT ''")


def _fail(db: Database) -> None:
    db.execute_sql("ALTER TABLE hall ADD COLUMN half TEXT")
    raise RuntimeError("power cut")


def test_an_older_schema_is_backed_up_then_migrated(tmp_path: Path) -> None:
    Store.open(tmp_path, NOW).close()
    path = tmp_path / FILE_NAME
    db = open_database(path, NOW, (*MIGRATIONS, Migration(TODAYS + 1, _add_colour)))
    columns = [row[1] for row in db.execute_sql("PRAGMA table_info(hall)")]
    db.close()
    assert "colour" in columns
    (backup,) = (tmp_path / "backups").iterdir()
    with closing(sqlite3.connect(backup)) as raw:
        assert raw.execute("PRAGMA user_version").fetchone()[0] == TODAYS
        assert raw.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


def test_a_migration_that_fails_leaves_the_old_schema(tmp_path: Path) -> None:
    Store.open(tmp_path, NOW).close()
    path = tmp_path / FILE_NAME
    with pytest.raises(RuntimeError, match="power cut"):
        open_database(path, NOW, (*MIGRATIONS, Migration(TODAYS + 1, _fail)))
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("PRAGMA user_version").fetchone()[0] == TODAYS
        assert "half" not in [row[1] for row in raw.execute("PRAGMA table_info(hall)")]


def test_every_migration_has_its_own_test() -> None:
    text = (Path(__file__).parent / "test_migrations.py").read_text(encoding="utf-8")
    for migration in MIGRATIONS:
        assert f"def test_migration_{migration.version}_" in text


def test_a_backup_holds_what_was_committed(store: Store, tmp_path: Path, fault: object) -> None:
    copy = store.backup(tmp_path / "copy.db")
    folder = tmp_path / "restored"
    folder.mkdir()
    shutil.copy(copy, folder / FILE_NAME)
    store.close()
    with Store.open(folder, NOW) as restored:
        assert restored.incidents.count() == 1
        assert restored.audit.verify().ok


def test_a_backup_that_cannot_be_written_leaves_nothing(store: Store, tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem):
        backup_to(store._db, tmp_path / "missing" / "copy.db")
    assert not (tmp_path / "missing").exists()


def test_a_locked_database_is_said_and_nothing_is_written(
    store: Store, fault: object, plan: object, stamp: object
) -> None:
    from hallduty.domain.incidents import EntryKind, NewEntry

    store._db.execute_sql("PRAGMA busy_timeout = 50")
    with closing(sqlite3.connect(store.folder / FILE_NAME, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(EnvironmentProblem, match="占用"):
            store.incidents.add_entry(1, NewEntry(EntryKind.NOTE, "记一笔"), stamp())  # type: ignore[operator]
        other.execute("ROLLBACK")
    assert "记一笔" not in [entry.text for entry in store.incidents.entries(1)]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot limit a file's size")
def test_a_disk_that_fills_up_is_said_and_the_next_write_works(
    store: Store, fault: object, stamp: object
) -> None:
    import resource

    from hallduty.domain.incidents import EntryKind, NewEntry

    long = NewEntry(EntryKind.NOTE, "窗口停办" * 100)
    size = (store.folder / f"{FILE_NAME}-wal").stat().st_size
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 4096, hard))
    try:
        with pytest.raises(EnvironmentProblem, match="没有写入"):
            for _ in range(20):
                store.incidents.add_entry(1, long, stamp())  # type: ignore[operator]
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    store.incidents.add_entry(1, long, stamp())  # type: ignore[operator]
    assert store.audit.verify().ok
