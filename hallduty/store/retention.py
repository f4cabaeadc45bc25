"""Shortest retention (PIPL art. 19): whom it was done for is deleted, what was done stays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from hallduty.store.fields import moment_text

if TYPE_CHECKING:
    from hallduty.domain.stamps import Stamp
    from hallduty.store.database import Database

# What was pasted into a list and never taken is no record, and goes after as many days.
_DRAFTS = "followup"


class Forgetful(Protocol):
    """A column that holds taxpayers' names and numbers and knows from when their days run."""

    def forget(self, before: datetime, stamp: Stamp, most: int, /) -> int:
        """Delete those of at most so many whose days began before then; return how many."""


class RetentionStore:
    """Deletes names and numbers whose days are over, column by column."""

    def __init__(self, db: Database, columns: Mapping[str, Forgetful]) -> None:
        self._db = db
        self._columns = columns

    def forget(self, before: datetime, stamp: Stamp, most: int = 1000) -> int:
        """Delete the personal data of at most so many people; return how many it were.

        Each column is a write of its own, so that a cut between two leaves both whole.
        """
        done = 0
        for name, column in self._columns.items():
            if done < most:
                part = replace(stamp, id=UUID(stamp.derived(name)))
                done += column.forget(before, part, most - done)
        self._db.execute_sql(
            "DELETE FROM draft WHERE saved_at < ? AND key >= ? AND key < ?",
            (moment_text(before), _DRAFTS, f"{_DRAFTS}~"),
        )
        return done
