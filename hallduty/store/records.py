"""Rows to domain records: a column has the same name on every floor, so one mapping does."""

from __future__ import annotations

import operator
from collections.abc import Sequence
from dataclasses import fields
from typing import Any, TypeVar, cast

from peewee import SQL, ModelSelect

from hallduty.store.model_rows import Row

R = TypeVar("R")


def rows(query: ModelSelect[Any]) -> list[dict[str, Any]]:
    """Run a select and return its rows by column name."""
    found: Any = query.dicts()
    return list(found)


def as_records(record: type[R], query: ModelSelect[Any]) -> list[R]:
    """Run a select of whole rows and return them as domain records.

    Columns that the record does not know (salt, serial) are left out.
    """
    short: Any = _all_columns(query)
    return _found(record, short.model, *short.sql())


def by_key(record: type[R], model: type[Row], column: str, *keys: object) -> list[R]:
    """Return the rows whose `column` is one of `keys`, in the order they were written.

    The plain way to what nearly every read wants: peewee takes longer to put such a query into
    words than SQLite to answer it.
    """
    marks = ", ".join("?" * len(keys))
    table = model._meta.table_name
    sql = f"SELECT * FROM {table} WHERE {column} IN ({marks}) ORDER BY id"
    return _found(record, model, sql, keys)


def one_record(record: type[R], query: ModelSelect[Any]) -> R:
    """Return the one row that must be there; IndexError would be a bug of the caller."""
    return as_records(record, query)[0]


def _found(record: type[R], model: type[Row], sql: str, values: Sequence[object]) -> list[R]:
    """Ask for rows and make records of them at once: peewee's own way goes by a row of each."""
    meta: Any = model._meta
    cursor = meta.database.execute_sql(sql, values)
    position = {described[0]: number for number, described in enumerate(cursor.description)}
    columns = [
        (f.name, position[f.name], meta.fields[f.name].python_value)
        for f in fields(cast(Any, record))
    ]
    return [
        record(**{name: convert(row[number]) for name, number, convert in columns})
        for row in cursor
    ]


def _all_columns(query: ModelSelect[Any]) -> ModelSelect[Any]:
    """Return the query of whole rows with * for its columns.

    Writing out each of thirty columns takes peewee longer than SQLite takes to find the row.
    """
    short: Any = query.clone()
    asked, whole = short._returning, short.model._meta.sorted_fields
    if len(asked) == len(whole) and all(map(operator.is_, asked, whole)):
        short._returning = (SQL("*"),)
    return cast("ModelSelect[Any]", short)
