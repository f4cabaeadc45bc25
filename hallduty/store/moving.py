"""What of a duplicate goes over to its main incident, and back when they are taken apart."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from hallduty.domain.promises import PromiseState
from hallduty.store import models
from hallduty.store import models_handling as handling
from hallduty.store import models_site as site
from hallduty.store.model_rows import Row
from hallduty.store.records import rows

if TYPE_CHECKING:
    from hallduty.store.database import Database
    from hallduty.store.writes import Write

_F, _P, _O = models.Followup, handling.Promise, site.Outage
_N, _H, _A = handling.Notice, handling.NoticePosting, site.Appointment
_X, _V, _T = site.Extension, handling.Footage, handling.FollowupAttempt

# What is still owed or hangs goes over, and every outage: the windows were down by this fault.
# What is done stays where it was done.
_OWED: tuple[tuple[type[Row], Any], ...] = (
    (_F, _F.settled_at.is_null()),
    (_P, _P.state == PromiseState.OPEN),
    (_O, _O.id.is_null(False)),
    (_A, _A.served_at.is_null() & (_A.outcome == "")),
    (_X, _X.ended_at.is_null()),
    (_V, _V.secured_at.is_null()),
)
# Rows that belong to another row of the same incident go where that goes.
_BELONGS: tuple[tuple[type[Row], str, type[Row]], ...] = (
    (_T, "followup_id", _F),
    (_H, "notice_id", _N),
)
_MODELS: tuple[type[Row], ...] = (*(model for model, _ in _OWED), _N)
_TABLES = {str(model._meta.table_name): model for model in _MODELS}


def move_owed(write: Write, duplicate_id: int, main_id: int) -> dict[str, int]:
    """Move what is owed; return how many rows of each table went over."""
    counts = {}
    hanging: tuple[type[Row], Any] = (_N, _N.id.in_(_hanging(duplicate_id)))
    for model, owed in (*_OWED, hanging):
        mine = rows(_of(model, duplicate_id).where(owed))
        _take(write, model, [row["id"] for row in mine], main_id)
        counts[model._meta.table_name] = len(mine)
    return counts


def move_back(db: Database, write: Write, merge_id: str, duplicate_id: int, main_id: int) -> None:
    """Give back what the write `merge_id` had moved, whatever has become of it since."""
    moved = db.execute_sql(
        "SELECT table_name, row_id, change FROM audit WHERE write_id = ? ORDER BY sequence",
        (merge_id,),
    ).fetchall()
    for table, row_id, change in moved:
        model = _TABLES.get(table)
        if model is not None and json.loads(change).get("incident_id") == [duplicate_id, main_id]:
            _take(write, model, [row_id], duplicate_id)


def before(db: Database, merge_id: str, incident_id: int) -> dict[str, Any]:
    """Return what the write `merge_id` had replaced in the incident itself, by column."""
    found = db.execute_sql(
        "SELECT change FROM audit WHERE write_id = ? AND table_name = 'incident' AND row_id = ?",
        (merge_id, incident_id),
    ).fetchone()
    return {name: old for name, (old, _) in json.loads(found[0]).items()}


def _take(write: Write, model: type[Row], ids: Iterable[int], incident_id: int) -> None:
    for row_id in ids:
        write.update(model, row_id, incident_id=incident_id)
        for lower, column, upper in _BELONGS:
            if upper is model:
                key = lower._meta.fields[column]
                for row in rows(lower.select(lower.id).where(key == row_id).order_by(lower.id)):
                    write.update(lower, row["id"], incident_id=incident_id)


def _of(model: type[Row], incident_id: int) -> Any:
    mine = model._meta.fields["incident_id"] == incident_id
    return model.select(model.id).where(mine).order_by(model.id)


def _hanging(incident_id: int) -> list[int]:
    """Return the notices of an incident that hang somewhere."""
    mine = (_H.incident_id == incident_id) & _H.withdrawn_at.is_null()
    return [row["notice_id"] for row in rows(_H.select(_H.notice_id).where(mine).distinct())]
