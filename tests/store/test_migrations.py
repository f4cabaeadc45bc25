"""Each migration, on a file of the version before it."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

from hallduty.store import FILE_NAME, Store
from hallduty.store.audit import chained
from hallduty.store.database import open_database
from hallduty.store.migrations import MIGRATIONS


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


def test_migration_2_keeps_old_shifts_and_incidents_whole(tmp_path: Path) -> None:
    """A roster and an incident of schema 1 are read as before, and the audit still holds."""
    now = datetime(2026, 11, 13, 9, 42)
    open_database(tmp_path / FILE_NAME, now, MIGRATIONS[:1]).close()
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as raw:
        _live_in_schema_1(raw)
        raw.commit()
    with Store.open(tmp_path, now) as store:
        (shift,) = store.roster.shifts(date(2026, 11, 13), date(2026, 11, 13))
        assert (shift.leader_id, shift.posts, shift.by_hand, shift.stood) == (1, {}, (), {})
        (hall,) = store.roster.halls()
        assert hall.name == "第一税务所"
        assert store.audit.verify().ok, store.audit.verify().problem
    assert [p.name for p in (tmp_path / "backups").iterdir()] == ["hallduty-v1-20261113-094200.db"]


def _live_in_schema_1(raw: sqlite3.Connection) -> None:
    """Write as the program of schema 1 did: each row with its link of the audit chain."""
    rows = (
        ("hall", {"uuid": "a", "name": "第一税务所", "active": 1}),
        (
            "person",
            {
                "uuid": "b",
                "name": "刘某某",
                "department_id": None,
                "pinyin": "",
                "post": "",
                "duty": "",
                "role": "",
                "office_phone": "",
                "mobile": "",
                "external": 0,
                "active": 1,
                "remark": "",
            },
        ),
        (
            "shift",
            {
                "uuid": "c",
                "day": "2026-11-13",
                "part": "day",
                "hall_id": 1,
                "leader_id": 1,
                "posts": "{}",
            },
        ),
    )
    previous, at = "0" * 64, "2026-11-13 09:42:00"
    for sequence, (table, values) in enumerate(rows, 1):
        names, marks = ", ".join(values), ", ".join("?" * len(values))
        raw.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(values.values()))
        told = {name: [None, value] for name, value in values.items() if value not in ("", None)}
        change = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        digest = chained(sequence, at, "刘某某", table, 1, change, previous)
        raw.execute(
            "INSERT INTO audit (sequence, write_id, at, actor, table_name, row_id, change,"
            " previous, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (sequence, str(sequence), at, "刘某某", table, 1, change, previous, digest),
        )
        previous = digest
