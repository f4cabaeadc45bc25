"""Backup and restore of the whole folder: proved whole, or nothing is touched."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from hallduty.clock import FixedClock
from hallduty.domain.incidents import Incident
from hallduty.domain.stamps import Stamp
from hallduty.errors import EnvironmentProblem
from hallduty.store import FILE_NAME, Store
from hallduty.store.restore import restore


def folder_of(tmp_path: Path) -> Path:
    made = tmp_path / "U 盘" / "备份"
    made.mkdir(parents=True)
    return made


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_backup_holds_what_was_committed_and_its_attachments(
    store: Store, fault: Incident, stamp: Callable[[], Stamp], clock: FixedClock, tmp_path: Path
) -> None:
    store.attachments.add(fault.id, "照片.jpg", b"picture", stamp())
    (store.folder / "forms").mkdir()
    (store.folder / "forms" / "own.toml").write_text("x = 1", encoding="utf-8")
    made = store.backups.make(str(folder_of(tmp_path)), clock.now())
    assert made.attachments == 2
    assert made.size == made.path.stat().st_size > 0
    assert names(made.path.parent) == ["attachments", "forms", made.path.name]
    with closing(sqlite3.connect(made.path)) as copy:
        assert copy.execute("SELECT count(*) FROM incident").fetchone() == (1,)
    clock.advance(minutes=1)
    assert store.backups.make(str(made.path.parent), clock.now()).attachments == 1  # the form
    assert len(store.backups.made(str(made.path.parent))) == 2


def test_the_folder_within_the_data_is_made_and_old_ones_go(
    store: Store, clock: FixedClock
) -> None:
    for _ in range(5):
        clock.advance(days=1)
        newest = store.backups.make("", clock.now(), keep=2)
    others = store.folder / "backups" / "别的文件.txt"
    others.write_text("stays")
    clock.advance(hours=1)
    newest = store.backups.make("", clock.now(), keep=2)
    assert store.backups.made("")[0].name == newest.path.name
    assert len(store.backups.made("")) == 2
    assert others.exists()


def test_a_folder_that_is_not_there_is_said(
    store: Store, clock: FixedClock, tmp_path: Path
) -> None:
    with pytest.raises(EnvironmentProblem, match="打不开，没有备份。请插好"):
        store.backups.make(str(tmp_path / "E盘"), clock.now())
    assert not (tmp_path / "E盘").exists()


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="root and Windows may write anywhere"
)
def test_a_folder_that_cannot_be_written_is_said(
    store: Store, clock: FixedClock, tmp_path: Path
) -> None:
    locked = folder_of(tmp_path)
    locked.chmod(0o500)
    with pytest.raises(EnvironmentProblem, match="写不进"):
        store.backups.make(str(locked), clock.now())


def test_what_takes_too_long_is_given_up_without_a_trace(
    store: Store, fault: Incident, clock: FixedClock, tmp_path: Path
) -> None:
    target = folder_of(tmp_path)
    for number in range(20_000):
        store.settings.remember(f"x{number}", "y")
    with pytest.raises(EnvironmentProblem, match="用时过长"):
        store.backups.make(str(target), clock.now(), seconds=1e-6)
    assert names(target) == []


def test_a_restore_brings_back_records_and_attachments(
    store: Store, fault: Incident, stamp: Callable[[], Stamp], clock: FixedClock, tmp_path: Path
) -> None:
    kept = store.attachments.add(fault.id, "照片.jpg", b"picture", stamp())
    made = store.backups.make(str(folder_of(tmp_path)), clock.now())
    store.incidents.revise(fault.id, {"place": "后来写的"}, stamp())
    store.attachments.path(kept).unlink()
    store.close()
    done = restore(store.folder, FILE_NAME, made.path, clock.now() + timedelta(hours=1))
    assert (done.incidents, done.damaged) == (1, ())
    with Store.open(store.folder, clock.now()) as again:
        found = again.incidents.by_number(fault.number)
        assert found is not None
        assert found.place == "3—8号窗口"
        assert again.audit.verify().ok
        assert again.attachments.damaged() == []
    with Store.open(tmp_path / "elsewhere", clock.now()):
        pass
    with closing(sqlite3.connect(done.replaced)) as replaced:
        assert replaced.execute("SELECT place FROM incident").fetchone() == ("后来写的",)
    assert not [name for name in names(store.folder) if name.startswith(".restoring")]


def test_a_restore_replaces_a_broken_database_and_keeps_it(
    store: Store, fault: Incident, clock: FixedClock, tmp_path: Path
) -> None:
    made = store.backups.make(str(folder_of(tmp_path)), clock.now())
    store.close()
    (store.folder / FILE_NAME).write_bytes(b"ruined" * 1000)
    done = restore(store.folder, FILE_NAME, made.path, clock.now())
    assert done.incidents == 1
    assert Path(done.replaced).read_bytes() == b"ruined" * 1000


def test_a_restore_into_an_empty_folder(
    store: Store, fault: Incident, clock: FixedClock, tmp_path: Path
) -> None:
    made = store.backups.make(str(folder_of(tmp_path)), clock.now())
    new = tmp_path / "新电脑"
    assert restore(new, FILE_NAME, made.path, clock.now()).replaced == ""
    with Store.open(new, clock.now()) as opened:
        assert opened.incidents.count() == 1


def _flip(path: Path) -> None:
    with closing(sqlite3.connect(path)) as copy:
        copy.execute("UPDATE incident SET place = '改过的'")
        copy.commit()


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _foreign(path: Path) -> None:
    path.write_bytes(b"PK\x03\x04" * 500)


def _gone(path: Path) -> None:
    path.unlink()


def _newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as copy:
        copy.execute("PRAGMA user_version = 999")


def _log_beside(path: Path) -> None:
    path.with_name(path.name + "-wal").write_bytes(b"x" * 100)


@pytest.mark.parametrize("spoil", [_flip, _cut, _empty, _foreign, _gone, _newer, _log_beside])
def test_a_spoiled_backup_changes_nothing(
    store: Store,
    fault: Incident,
    clock: FixedClock,
    tmp_path: Path,
    spoil: Callable[[Path], None],
) -> None:
    made = store.backups.make(str(folder_of(tmp_path)), clock.now())
    store.close()
    spoil(made.path)
    before = (store.folder / FILE_NAME).read_bytes()
    with pytest.raises(EnvironmentProblem):
        restore(store.folder, FILE_NAME, made.path, clock.now())
    assert (store.folder / FILE_NAME).read_bytes() == before
    assert not [name for name in names(store.folder) if name.startswith(".restoring")]


def test_the_database_itself_is_no_backup(store: Store, clock: FixedClock) -> None:
    store.close()
    with pytest.raises(EnvironmentProblem, match="不是备份"):
        restore(store.folder, FILE_NAME, store.folder / FILE_NAME, clock.now())
