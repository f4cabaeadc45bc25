"""The audit: a SHA-256 chain over everything ever written, and the check of that chain."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hallduty.store.chain import EMPTY, GENESIS, audited_value, chained
from hallduty.store.tables import AUDITED

if TYPE_CHECKING:
    from hallduty.store.database import Database


@dataclass(frozen=True, slots=True)
class Verdict:
    """What verify found: how much was checked and the first thing that does not hold."""

    rows: int
    problem: str = ""

    @property
    def ok(self) -> bool:
        return not self.problem


class AuditStore:
    """Reads and checks the chain."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def head(self) -> str:
        """Return the newest hash of the chain."""
        row = self._db.execute_sql(
            "SELECT hash FROM audit ORDER BY sequence DESC LIMIT 1"
        ).fetchone()
        return str(row[0]) if row else GENESIS

    def head_code(self) -> str:
        """Return the short check code that stands on ledger papers: 7F3A-91C2."""
        head = self.head().upper()
        return f"{head[:4]}-{head[4:8]}"

    def verify(self, progress: Callable[[int, int], None] | None = None) -> Verdict:
        """Check the file, the chain, and every record against what the chain says of it.

        `progress` is told (rows done, rows in all) now and then.
        """
        damage = self._db.execute_sql("PRAGMA integrity_check").fetchone()[0]
        if damage != "ok":
            return Verdict(0, f"数据文件损坏：{damage}")
        total = self._db.execute_sql("SELECT count(*) FROM audit").fetchone()[0]
        told: dict[str, dict[int, dict[str, Any]]] = {m._meta.table_name: {} for m in AUDITED}
        previous, expected = GENESIS, 1
        for row in self._db.execute_sql(
            "SELECT sequence, at, actor, table_name, row_id, change, previous, hash "
            "FROM audit ORDER BY sequence"
        ):
            sequence, at, actor, table, row_id, change, link, found = row
            if sequence != expected:
                return Verdict(expected - 1, f"留痕第 {expected} 行缺失")
            true = chained(sequence, at, actor, table, row_id, change, previous)
            if link != previous or found != true:
                return Verdict(
                    sequence - 1, f"留痕第 {sequence} 行（{at} {table}）与哈希链不符，曾被改动"
                )
            _replay(told, table, row_id, json.loads(change))
            previous, expected = found, expected + 1
            if progress is not None and sequence % 5000 == 0:
                progress(sequence, total)
        problem = next(self._differences(told), "")
        return Verdict(total, problem)

    def _differences(self, told: dict[str, dict[int, dict[str, Any]]]) -> Iterator[str]:
        """Yield records that are not what the audit says they should be."""
        for model in AUDITED:
            table = model._meta.table_name
            rows = told[table]
            cursor = self._db.execute_sql(f"SELECT * FROM {table} ORDER BY id")
            names = [column[0] for column in cursor.description]
            seen = 0
            for values in cursor:
                actual = dict(zip(names, values, strict=True))
                known = rows.get(actual["id"])
                if known is None:
                    if table == "setting" and actual["key"].startswith("ui."):
                        continue
                    yield f"{table} 第 {actual['id']} 行没有留痕，不是由本程序写入"
                    continue
                seen += 1
                wrong = _wrong_column(table, actual, known)
                if wrong:
                    yield f"{table} 第 {actual['id']} 行的 {wrong} 与留痕不符，曾被改动"
            if seen < len(rows):
                yield f"{table} 少了 {len(rows) - seen} 行，曾被删除"


def _replay(
    told: dict[str, dict[int, dict[str, Any]]], table: str, row_id: int, change: dict[str, Any]
) -> None:
    row = told.setdefault(table, {}).setdefault(row_id, {})
    for column, (_, new) in change.items():
        row[column] = new


def _wrong_column(table: str, actual: dict[str, Any], known: dict[str, Any]) -> str:
    salt = actual.get("salt", "")
    for column, stored in actual.items():
        if column in ("id", "salt"):
            continue
        kept, value = audited_value(table, column, stored, salt), known.get(column)
        if kept != value and not (kept in EMPTY and value in EMPTY):
            return column
    return ""
