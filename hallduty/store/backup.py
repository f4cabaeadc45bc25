"""Backups: a copy counts only after it was opened again and found whole."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from hallduty.errors import EnvironmentProblem
from hallduty.patience import PATIENCE

if TYPE_CHECKING:
    from hallduty.store.database import Database

# What marks a file as a database of ours: HDTY.
APPLICATION_ID = 0x48445459


def backup_to(db: Database, target: Path) -> Path:
    """Write a compact copy of `db` to `target`; raise EnvironmentProblem if it is not whole.

    The copy is made under a temporary name (VACUUM INTO sees one consistent state, a file copy
    of a live WAL database does not), checked, and only then renamed.
    """
    building = target.with_name(target.name + ".part")
    PATIENCE.unlink(building)
    try:
        db.execute_sql("VACUUM INTO ?", (str(building),))
        with closing(sqlite3.connect(building)) as copy:
            verdict = copy.execute("PRAGMA integrity_check").fetchone()[0]
        if verdict != "ok":
            raise EnvironmentProblem(f"备份检查未通过（{verdict}），已放弃这份备份，原数据没有改动")
        PATIENCE.replace(building, target)
    finally:
        PATIENCE.unlink(building)
    return target
