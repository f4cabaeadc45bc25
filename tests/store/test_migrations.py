"""Each migration, on a file of the version before it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from hallduty.store import FILE_NAME, Store


def test_migration_1_makes_every_table_and_guard(tmp_path: Path) -> None:
    Store.open(tmp_path, datetime(2026, 11, 13)).close()
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as raw:
        rows = raw.execute("SELECT type, name FROM sqlite_master").fetchall()
    tables = {name for kind, name in rows if kind == "table"}
    triggers = {name for kind, name in rows if kind == "trigger"}
    wanted = (
        "hall window department person group_member plan_version shift incident entry"
        " incident_step report followup attachment review action draft audit setting"
    )
    assert set(wanted.split()) <= tables
    assert {
        f"{t}_no_{what}" for t in ("entry", "audit") for what in ("update", "delete")
    } <= triggers
