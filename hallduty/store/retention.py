"""Shortest retention (PIPL art. 19): whom it was done for is deleted, what was done stays."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from hallduty.store import models, models_handling, models_voices
from hallduty.store.fields import moment_text
from hallduty.store.records import rows
from hallduty.store.writes import writing

if TYPE_CHECKING:
    from hallduty.domain.stamps import Stamp
    from hallduty.store.database import Database

# Per table: the moment from which the days run, and what is emptied with the salt.
_PERSONAL: Mapping[Any, tuple[str, tuple[str, ...]]] = {
    models.Followup: ("settled_at", ("who", "phone", "matter")),
    models_handling.Appointment: ("served_at", ("who", "phone", "matter")),
    models_voices.PolicyQuestion: ("told_at", ("who", "phone")),
    models_voices.Need: ("fed_back_at", ("who", "phone")),
}
# What was pasted into a list and never taken is no record, and goes after as many days.
_DRAFTS = "followup"


class RetentionStore:
    """Deletes names and numbers whose days are over."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def forget(self, told_before: datetime, stamp: Stamp, most: int = 1000) -> int:
        """Delete the personal data of at most so many rows told before then; return how many."""
        done = 0
        with writing(self._db, stamp) as write:
            if write.repeated:
                return 0
            for model, (moment, names) in _PERSONAL.items():
                told = getattr(model, moment)
                due = model.select(model.id).where((told < told_before) & (model.salt != ""))
                for row in rows(due.limit(most - done)):
                    write.update(model, row["id"], **dict.fromkeys(names, ""), salt="")
                    done += 1
                if done >= most:
                    break
            self._db.execute_sql(
                "DELETE FROM draft WHERE saved_at < ? AND key >= ? AND key < ?",
                (moment_text(told_before), _DRAFTS, f"{_DRAFTS}~"),
            )
        return done
