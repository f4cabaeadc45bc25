"""Each migration, on a file of the version before it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from uuid import uuid4

from hallduty.domain.stamps import Stamp
from hallduty.store import FILE_NAME, Store
from hallduty.store.chain import audited_value, chained
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


def test_migration_3_keeps_the_followups_reports_and_windows_of_before(tmp_path: Path) -> None:
    """What schema 2 knew is read as before, with nothing in the new columns."""
    now = datetime(2026, 11, 13, 9, 42)
    open_database(tmp_path / FILE_NAME, now, MIGRATIONS[:2]).close()
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as raw:
        _write(raw, _HANDLED_IN_SCHEMA_2)
        raw.commit()
    with Store.open(tmp_path, now) as store:
        dossier = store.incidents.dossier(1)
        (followup,), (report,) = dossier.followups, dossier.reports
        assert (followup.who, followup.card_number, followup.window) == ("张三", "", "")
        assert (report.reply, report.reply_due, report.reply_result) == ("同意", None, "")
        assert (dossier.promises, dossier.notices, dossier.outages) == ((), (), ())
        (window,) = store.roster.windows(1)
        assert (window.number, window.grid_row, window.grid_column) == (3, None, None)
        assert store.audit.verify().ok, store.audit.verify().problem
    assert [p.name for p in (tmp_path / "backups").iterdir()] == ["hallduty-v2-20261113-094200.db"]


def test_migration_4_keeps_who_is_booked(tmp_path: Path) -> None:
    """Who was booked in schema 3 was never booked for another time."""
    now = datetime(2026, 11, 13, 9, 42)
    open_database(tmp_path / FILE_NAME, now, MIGRATIONS[:3]).close()
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as raw:
        _write(raw, _BOOKED_IN_SCHEMA_3)
        raw.commit()
    with Store.open(tmp_path, now) as store:
        (booked,) = store.appointments.on_day(now.date())
        assert (booked.who, booked.rebooked_why) == ("张三", "")
        due = datetime(2026, 11, 16, 9, 0)
        moved = store.appointments.rebook(1, due, "申报", "来电改期", Stamp(uuid4(), now, "甲"))
        assert (moved.due_at, moved.rebooked_why) == (due, "来电改期")
        assert store.audit.verify().ok, store.audit.verify().problem
    assert [p.name for p in (tmp_path / "backups").iterdir()] == ["hallduty-v3-20261113-094200.db"]


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
    _write(raw, rows)


_AT = "2026-11-13 09:42:00"
_BOOKED_IN_SCHEMA_3: tuple[tuple[str, dict[str, object]], ...] = (
    (
        "appointment",
        {
            "uuid": "a",
            "kind": "appointment",
            "who": "张三",
            "phone": "",
            "matter": "申报",
            "due_at": "2026-11-13 15:00:00",
            "made_at": _AT,
            "served_by": "",
            "window": "",
            "outcome": "",
            "salt": "0f",
        },
    ),
)
_HANDLED_IN_SCHEMA_2: tuple[tuple[str, dict[str, object]], ...] = (
    ("hall", {"uuid": "a", "name": "第一税务所", "active": 1}),
    ("window", {"uuid": "b", "hall_id": 1, "number": 3, "kind": "综合", "up": 1}),
    (
        "incident",
        {
            "uuid": "c",
            "number": "2026-001",
            "year": 2026,
            "serial": 1,
            "hall_id": 1,
            "event_type": "application",
            "scenario": "tax_system",
            "level": "normal",
            "status": "handling",
            "drill": 0,
            "late": 0,
            "occurred_at": _AT,
            "reported_at": _AT,
            "registered_at": _AT,
            "handler": "刘某某",
            "extra": "{}",
            **dict.fromkeys(("place", "reporter", "phone", "windows", "systems"), ""),
            **dict.fromkeys(("description", "measures", "outcome", "cause", "opinion"), ""),
            "salt": "00",
            "paper_number": "",
        },
    ),
    (
        "followup",
        {
            "uuid": "d",
            "incident_id": 1,
            "kind": "call_back",
            "who": "张三",
            "phone": "",
            "matter": "申报",
            "added_at": _AT,
            "settled_by": "",
            "how": "",
            "salt": "0f",
        },
    ),
    (
        "report",
        {
            "uuid": "e",
            "incident_id": 1,
            "kind": "first",
            "ordinal": 1,
            "to": "组长",
            "channel": "phone",
            "at": _AT,
            "outcome": "reached",
            "text": "",
            "reply": "同意",
            "replied_at": _AT,
        },
    ),
)


def _write(raw: sqlite3.Connection, rows: Iterable[tuple[str, dict[str, object]]]) -> None:
    """Insert rows, each with its link of the audit chain, as the program itself would."""
    previous, at = "0" * 64, _AT
    for sequence, (table, values) in enumerate(rows, 1):
        names = ", ".join(f'"{name}"' for name in values)
        marks = ", ".join("?" * len(values))
        raw.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(values.values()))
        salt = str(values.get("salt", ""))
        told = {
            name: [None, audited_value(table, name, value, salt)]
            for name, value in values.items()
            if name != "salt" and value not in ("", None)
        }
        change = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        digest = chained(sequence, at, "刘某某", table, 1, change, previous)
        raw.execute(
            "INSERT INTO audit (sequence, write_id, at, actor, table_name, row_id, change,"
            " previous, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (sequence, str(sequence), at, "刘某某", table, 1, change, previous, digest),
        )
        previous = digest
