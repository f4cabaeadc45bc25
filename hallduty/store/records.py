"""Rows to domain records: a column has the same name on every floor, so one mapping does."""

from __future__ import annotations

import operator
from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import date, datetime, time
from typing import Any, TypeVar, cast

from peewee import SQL, Field, ModelSelect

from hallduty.store.model_rows import Row

R = TypeVar("R")
K = TypeVar("K")

# So many keys go into one query; SQLite takes no end of them.
_BLOCK = 500


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


def blocks(keys: Sequence[K], size: int = _BLOCK) -> Iterator[Sequence[K]]:
    """Part a long list into what one query, or one page of a paper, takes at a time."""
    for start in range(0, len(keys), size):
        yield keys[start : start + size]


def by_key(record: type[R], model: type[Row], column: str, *keys: object) -> list[R]:
    """Return the rows whose `column` is one of `keys`, in the order they were written.

    Of more keys than one query takes, those of the first block come first.
    """
    return [each for block in blocks(keys) for each in _by_key(record, model, column, block)]


def by_ids(record: type[R], model: type[Row], ids: Sequence[int]) -> list[R]:
    """Return the rows of those ids in the order of `ids`; what is not there is left out."""
    found = {cast(Any, each).id: each for each in by_key(record, model, "id", *ids)}
    return [found[row_id] for row_id in ids if row_id in found]


def on_days(
    query: ModelSelect[Any], column: Field[Any], first: date | None, last: date | None
) -> ModelSelect[Any]:
    """Narrow a query down to the days on which `column` lies; None: no bound on that side."""
    if first is not None:
        query = query.where(column >= datetime.combine(first, time.min))
    if last is not None:
        query = query.where(column <= datetime.combine(last, time.max))
    return query


def _by_key(record: type[R], model: type[Row], column: str, keys: Sequence[object]) -> list[R]:
    # The plain way to what nearly every read wants: peewee takes longer to put such a query
    # into words than SQLite to answer it.
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
