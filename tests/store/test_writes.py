"""Writes: whole or not at all, harmless when retried, chained, and told from forgeries."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from hallduty.domain.followups import FollowupKind, NewFollowup
from hallduty.domain.incidents import EntryKind, Incident, NewEntry, NewIncident, StepState
from hallduty.domain.needs import NewNeed
from hallduty.domain.plan import Plan
from hallduty.domain.stamps import Stamp
from hallduty.store import FILE_NAME, Store
from tests.conftest import FAULT_AT

Stamps = Callable[[], Stamp]

_WRITER = """
import sys
from datetime import datetime
from pathlib import Path
from uuid import uuid4
from hallduty.domain.incidents import NewIncident
from hallduty.domain.plan_file import load_plan
from hallduty.domain.stamps import Stamp
from hallduty.paths import resources
from hallduty.store import Store
at = datetime(2026, 11, 13, 9, 42)
plan = load_plan(resources() / "plan")
with Store.open(Path(sys.argv[1]), at) as store:
    for _ in range(int(sys.argv[2])):
        new = NewIncident("power", "power_cut", "normal", at)
        print(store.incidents.register(new, plan, Stamp(uuid4(), at, "甲")).number, flush=True)
"""


def writer(folder: Path, count: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", _WRITER, str(folder), str(count)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_two_processes_share_the_numbers_without_a_gap(tmp_path: Path) -> None:
    first, second = writer(tmp_path, 25), writer(tmp_path, 25)
    numbers = first.communicate(timeout=60)[0].split() + second.communicate(timeout=60)[0].split()
    assert sorted(numbers) == [f"2026-{n:03d}" for n in range(1, 51)]
    with Store.open(tmp_path, FAULT_AT) as store:
        assert store.audit.verify().ok


def test_a_process_killed_at_work_loses_no_acknowledged_write(tmp_path: Path) -> None:
    process = writer(tmp_path, 10_000)
    assert process.stdout is not None
    told = [process.stdout.readline().strip() for _ in range(20)]
    os.kill(process.pid, signal.SIGKILL)
    told += process.communicate(timeout=60)[0].split()
    with Store.open(tmp_path, FAULT_AT) as store:
        assert all(store.incidents.by_number(number) is not None for number in told)
        assert store.incidents.count() - len(told) in (0, 1)
        assert store.audit.verify().ok
        assert all(store.incidents.steps(i.id) for i in store.incidents.open_ones())


def test_numbers_are_counted_per_year_of_occurrence(
    store: Store, plan: Plan, stamp: Stamps
) -> None:
    def register(year: int) -> str:
        at = FAULT_AT.replace(year=year)
        new = NewIncident("other", "other", "normal", at, late=True)
        return store.incidents.register(new, plan, stamp()).number

    numbers = [register(year) for year in (2026, 2025, 2026, 2025)]
    assert numbers == ["2026-001", "2025-001", "2026-002", "2025-002"]


def test_a_retry_of_the_same_write_changes_nothing(
    store: Store, plan: Plan, fault: Incident, stamp: Stamps
) -> None:
    once = stamp()
    new = NewIncident("power", "power_cut", "normal", FAULT_AT)
    assert store.incidents.register(new, plan, once) == store.incidents.register(new, plan, once)
    once = stamp()
    line = NewEntry(EntryKind.NOTE, "等候约40人")
    first = store.incidents.add_entry(fault.id, line, once)
    assert store.incidents.add_entry(fault.id, line, once) == first
    step = store.incidents.steps(fault.id)[0]
    once = stamp()
    for _ in range(2):
        store.incidents.settle_step(step.id, StepState.DONE, once)
    texts = [entry.text for entry in store.incidents.entries(fault.id)]
    assert texts.count("等候约40人") == 1
    assert texts.count(step.text) == 1
    assert store.incidents.count() == 2


def test_a_write_that_fails_half_way_leaves_nothing(
    store: Store, plan: Plan, stamp: Stamps, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = store.audit.head()

    def cut(*_: object, **__: object) -> int:
        raise RuntimeError("power cut")

    monkeypatch.setattr("hallduty.store.timeline.TimelineStore.append", cut)
    with pytest.raises(RuntimeError):
        store.incidents.register(
            NewIncident("power", "power_cut", "normal", FAULT_AT), plan, stamp()
        )
    assert store.incidents.count() == 0
    assert store.audit.head() == before


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE entry SET text = '改' WHERE id = 1",
        "DELETE FROM entry WHERE id = 1",
        "INSERT OR REPLACE INTO entry SELECT * FROM entry WHERE id = 1",
        "REPLACE INTO entry (id, uuid, incident_id, at, recorded_at, kind, text, actor, outcome)"
        " SELECT 999, uuid, incident_id, at, recorded_at, kind, '改', actor, '' FROM entry"
        " WHERE id = 1",
        "UPDATE audit SET actor = '乙' WHERE sequence = 1",
        "DELETE FROM audit WHERE sequence = 1",
        "INSERT OR REPLACE INTO audit SELECT * FROM audit WHERE sequence = 1",
    ],
)
@pytest.mark.parametrize("recursive", [0, 1])
def test_timeline_and_audit_refuse_to_be_changed(
    store: Store, fault: Incident, sql: str, recursive: int
) -> None:
    with closing(sqlite3.connect(store.folder / FILE_NAME)) as raw:
        raw.execute(f"PRAGMA recursive_triggers = {recursive}")
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            raw.execute(sql)


def forge(store: Store, *statements: str) -> None:
    """Change the file the way somebody with a database tool would, guards taken off."""
    with closing(sqlite3.connect(store.folder / FILE_NAME)) as raw:
        for table in ("entry", "audit"):
            for what in ("update", "delete", "replace"):
                raw.execute(f"DROP TRIGGER {table}_no_{what}")
        for statement in statements:
            raw.execute(statement)
        raw.commit()


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE audit SET actor = '乙' WHERE sequence = 3", "第 3 行"),
        ("DELETE FROM audit WHERE sequence = 4", "第 4 行缺失"),
        ("UPDATE entry SET text = '改' WHERE id = 1", "entry 第 1 行的 text"),
        ("UPDATE incident SET closed_at = '2026-11-13 10:00:00'", "incident 第 1 行的 closed_at"),
        ("UPDATE incident SET reporter = '别人' WHERE id = 1", "incident 第 1 行的 reporter"),
        ("UPDATE incident SET cause = '添上的原因' WHERE id = 1", "incident 第 1 行的 cause"),
        ("DELETE FROM incident_step WHERE id = 2", "incident_step 少了 1 行"),
        (
            "INSERT INTO hall (uuid, name, active) VALUES ('x', '假大厅', 1)",
            "hall 第 1 行没有留痕",
        ),
    ],
)
def test_verify_names_the_first_row_that_was_tampered_with(
    store: Store, fault: Incident, stamp: Stamps, statement: str, said: str
) -> None:
    store.incidents.revise(fault.id, {"reporter": "王某某", "phone": "13800005678"}, stamp())
    assert store.audit.verify().ok
    forge(store, statement)
    assert said in store.audit.verify().problem


def test_personal_data_is_in_its_own_row_only(store: Store, fault: Incident, stamp: Stamps) -> None:
    new = NewFollowup(FollowupKind.CALL_BACK, "赵钱孙", "13912345678", "发票领用")
    followup = store.followups.add(fault.id, new, stamp())
    store.followups.settle(followup.id, "已短信通知", stamp())
    store.incidents.revise(fault.id, {"reporter": "周吴郑", "phone": "13887654321"}, stamp())
    with closing(sqlite3.connect(store.folder / FILE_NAME)) as raw:
        for table in ("audit", "entry", "incident_search"):
            told = str(raw.execute(f"SELECT * FROM {table}").fetchall()).replace(" ", "")
            for secret in ("赵钱孙", "13912345678", "周吴郑", "13887654321"):
                assert secret not in told, table
    assert store.audit.verify().ok


def test_bulk_is_one_transaction_and_searchable_afterwards(
    store: Store, plan: Plan, stamp: Stamps
) -> None:
    new = NewIncident("power", "power_cut", "normal", FAULT_AT, place="一楼配电间")
    with pytest.raises(RuntimeError), store.bulk():
        store.incidents.register(new, plan, stamp())
        raise RuntimeError("cancelled")
    assert store.incidents.count() == 0
    with store.bulk():
        store.incidents.register(new, plan, stamp())
    assert len(store.search.find("配电")) == 1
    assert store.audit.verify().ok


def test_what_was_taken_back_of_a_taxpayer_cannot_be_guessed_from_the_audit(
    store: Store, stamp: Stamps
) -> None:
    """Its hash stays, so its salt must go: else all phones could be tried."""
    need = store.needs.register(
        NewNeed("增加座椅", "窗口", "环境", who="赵钱孙", phone="13912345678"), stamp()
    )
    salts = [_salt(store, need.id)]
    store.needs.revise(need.id, {"phone": "13912345679"}, stamp())
    assert store.audit.verify().ok
    salts.append(_salt(store, need.id))
    store.needs.revise(need.id, {"who": "", "phone": ""}, stamp())
    salts.append(_salt(store, need.id))
    store.needs.revise(need.id, {"who": "周吴郑", "phone": "13912345679"}, stamp())
    salts.append(_salt(store, need.id))
    assert salts[2] == ""
    assert len(set(salts)) == 4
    assert store.audit.verify().ok
    assert store.needs.get(need.id).who == "周吴郑"


def _salt(store: Store, need_id: int) -> str:
    (salt,) = store._db.execute_sql("SELECT salt FROM need WHERE id = ?", (need_id,)).fetchone()
    return str(salt)


def test_taxpayers_are_forgotten_once_their_retention_is_over(
    store: Store, fault: Incident, stamp: Stamps
) -> None:
    told = store.followups.add(
        fault.id, NewFollowup(FollowupKind.CALL_BACK, "赵钱孙", "13912345678", "发票领用"), stamp()
    )
    store.followups.settle(told.id, "已短信通知", stamp())
    waiting = store.followups.add(
        fault.id, NewFollowup(FollowupKind.CALL_BACK, "周吴郑", "13912345679", "申报"), stamp()
    )
    assert store.followups.forget(FAULT_AT, stamp()) == 0
    assert store.followups.forget(FAULT_AT + timedelta(seconds=1), stamp()) == 1
    assert store.followups.forget(FAULT_AT + timedelta(seconds=1), stamp()) == 0
    gone, kept = store.followups.of(fault.id)
    assert (gone.who, gone.phone, gone.matter, gone.how) == ("", "", "", "已短信通知")
    assert kept == waiting
    assert store.audit.verify().ok
    store.close()
    data = (store.folder / FILE_NAME).read_bytes()
    for secret in ("赵钱孙", "13912345678", "发票领用"):
        assert secret.encode() not in data
    assert "周吴郑".encode() in data
