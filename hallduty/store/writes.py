"""One write: a transaction, its rows, and their audit, under an id that makes a retry harmless."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from peewee import Expression

from hallduty.domain.stamps import Stamp
from hallduty.store import chain
from hallduty.store.fields import moment_text
from hallduty.store.model_rows import Row
from hallduty.store.records import rows

if TYPE_CHECKING:
    from hallduty.store.database import Database

_SALTED = frozenset(chain.PERSONAL)


class Write:
    """The rows of one write; `repeated` is True when its id was committed before."""

    def __init__(self, db: Database, stamp: Stamp) -> None:
        self.stamp = stamp
        self._db = db
        self._head: tuple[int, str] | None = None
        found = db.execute_sql(
            "SELECT 1 FROM audit WHERE write_id = ? LIMIT 1", (str(stamp.id),)
        ).fetchone()
        self.repeated = found is not None

    def insert(self, model: type[Row], **values: Any) -> int:
        """Insert a row and its audit; return the row's id."""
        table = model._meta.table_name
        salt = ""
        if table in _SALTED:
            salt = values["salt"] = os.urandom(16).hex()
        stored = _stored(model, values)
        row_id = self._insert(table, stored)
        change = {
            name: [None, chain.audited_value(table, name, value, salt)]
            for name, value in stored.items()
            # What is not told of a new row is empty; verify holds the row to that.
            if name != "salt" and value not in chain.EMPTY
        }
        self._record(table, row_id, change)
        return row_id

    def update(self, model: type[Row], row_id: int, **values: Any) -> bool:
        """Change a row where it differs, with its audit; tell whether anything changed."""
        table = model._meta.table_name
        old = self._db.execute_sql(f"SELECT * FROM {table} WHERE id = ?", (row_id,))
        names = [column[0] for column in old.description]
        before = dict(zip(names, old.fetchone(), strict=True))
        stored = _stored(model, values)
        changed = {name: value for name, value in stored.items() if before[name] != value}
        if not changed:
            return False
        salt = before.get("salt", "")
        salted, told = _salted_anew(table, before, changed, salt)
        if salted != salt:
            changed["salt"] = salted
        assignments = ", ".join(f'"{name}" = ?' for name in changed)
        self._db.execute_sql(
            f"UPDATE {table} SET {assignments} WHERE id = ?", (*changed.values(), row_id)
        )
        self._record(
            table,
            row_id,
            {
                name: [
                    chain.audited_value(table, name, before[name], salt),
                    chain.audited_value(table, name, changed.get(name, before[name]), salted),
                ]
                for name in told
                if name != "salt"
            },
        )
        return True

    def forget(self, model: type[Row], due: Expression, most: int) -> int:
        """Delete the personal data of at most so many rows that are `due`; return how many.

        With the salt goes the last way to recognise somebody in the audit; what was done stays.
        """
        if self.repeated:
            return 0
        fields: Any = model
        personal = sorted(chain.PERSONAL[model._meta.table_name])
        held = reduce(or_, (getattr(fields, name) != "" for name in personal))
        query = fields.select(fields.id).where(due & (fields.salt != "") & held).limit(most)
        found = rows(query)
        for row in found:
            self.update(model, row["id"], **dict.fromkeys(personal, ""), salt="")
        return len(found)

    def _insert(self, table: str, stored: Mapping[str, Any]) -> int:
        # Plain SQL: what is stored is also what the audit says was stored, and a power-cut's
        # worth of paper sheets (or 20,000 made-up incidents) goes in several times as fast.
        columns = ", ".join(f'"{name}"' for name in stored)
        marks = ", ".join("?" * len(stored))
        cursor = self._db.execute_sql(
            f"INSERT INTO {table} ({columns}) VALUES ({marks})", tuple(stored.values())
        )
        return int(cursor.lastrowid)

    def _record(self, table: str, row_id: int, change: Mapping[str, Any]) -> None:
        # Nobody else can write before this transaction ends, so the head is read only once.
        last, previous = (
            self._head
            or self._db.execute_sql(
                "SELECT coalesce(max(sequence), 0), coalesce((SELECT hash FROM audit"
                " ORDER BY sequence DESC LIMIT 1), ?) FROM audit",
                (chain.GENESIS,),
            ).fetchone()
        )
        sequence = last + 1
        text = json.dumps(change, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        at = moment_text(self.stamp.at)
        actor = self.stamp.actor
        digest = chain.chained(sequence, at, actor, table, row_id, text, previous)
        self._db.execute_sql(
            "INSERT INTO audit (sequence, write_id, at, actor, table_name, row_id, change,"
            " previous, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (sequence, str(self.stamp.id), at, actor, table, row_id, text, previous, digest),
        )
        self._head = (sequence, digest)


@contextmanager
def writing(db: Database, stamp: Stamp) -> Iterator[Write]:
    """Open one IMMEDIATE transaction for `stamp`; all of it or nothing is kept.

    Inside store.bulk() the write is a savepoint of the bulk's transaction.
    """
    with db.atomic() if db.in_transaction() else db.atomic("IMMEDIATE"):
        yield Write(db, stamp)


def _salted_anew(
    table: str, before: Mapping[str, Any], changed: Mapping[str, Any], salt: str
) -> tuple[str, list[str]]:
    """Return the salt that a row has from now on, and the columns that the audit is told of.

    What was taken back or replaced of a taxpayer leaves its hash in the audit. Its salt goes, or
    all phones could be tried against it; what stays in the row is told again under the new one.
    """
    told = list(changed)
    personal = chain.PERSONAL.get(table, frozenset())
    touched = [name for name in changed if name in personal]
    if "salt" in changed:
        return str(changed["salt"]), told
    if not touched or (salt and all(before[name] in chain.EMPTY for name in touched)):
        return salt, told
    held = [n for n in sorted(personal) if changed.get(n, before[n]) not in chain.EMPTY]
    return (os.urandom(16).hex() if held else ""), [*told, *(n for n in held if n not in changed)]


def _stored(model: type[Row], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values as SQLite keeps them, so that audit and file compare equal."""
    found = {}
    for name, value in values.items():
        stored = model._meta.fields[name].db_value(value)
        found[name] = int(stored) if isinstance(stored, bool) else stored
    return found
