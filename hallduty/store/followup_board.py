"""Reads the board of follow-ups: the ids that a filter finds, and their lines a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from hallduty.domain.followup_board import BoardLine, FollowupFilter, Progress
from hallduty.domain.followups import AttemptOutcome, Followup
from hallduty.domain.incidents import Status
from hallduty.store import models
from hallduty.store.records import blocks, by_key

if TYPE_CHECKING:
    from hallduty.store.database import Database

# SQLite takes the other columns of an aggregate from the row that has the maximum.
_LAST = (
    "LEFT JOIN (SELECT followup_id, outcome, round, max(id) FROM followup_attempt"
    " GROUP BY followup_id) a ON a.followup_id = f.id"
)
_PROGRESS = {
    Progress.WAITING: "f.settled_at IS NULL AND a.outcome IS NULL",
    Progress.SENT: "f.settled_at IS NULL AND a.outcome = 'sent'",
    Progress.AGAIN: "f.settled_at IS NULL AND a.outcome IN ('missed', 'busy', 'failed')",
    Progress.DONE: "f.settled_at IS NOT NULL",
}
_SEARCHED = ("f.who", "f.phone", "f.matter", "f.card_number", "f.window", "i.number")


class FollowupBoard:
    """What a board asks of the store; it writes nothing."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def ids(self, wanted: FollowupFilter) -> list[int]:
        """Return the ids that `wanted` selects: open ones first, oldest first.

        Those of a void incident are left out unless that incident is asked for.
        """
        where, values = _conditions(wanted)
        join = _LAST if wanted.progress is not None else ""
        found = self._db.execute_sql(
            f"SELECT f.id FROM followup f JOIN incident i ON i.id = f.incident_id {join}"
            f" WHERE {where} ORDER BY f.settled_at IS NOT NULL, f.id",
            values,
        )
        return [row_id for (row_id,) in found]

    def lines(self, ids: Sequence[int]) -> list[BoardLine]:
        """Return the lines of those follow-ups in the order of `ids`."""
        found: dict[int, BoardLine] = {}
        for block in blocks(ids):
            found.update((line.followup.id, line) for line in self._lines(block))
        return [found[row_id] for row_id in ids if row_id in found]

    def incidents(self, most: int = 300) -> list[tuple[int, str, int]]:
        """Return id, number and open follow-ups of incidents: those that owe, then the newest."""
        found = self._db.execute_sql(
            "SELECT i.id, i.number, sum(f.settled_at IS NULL) FROM followup f"
            " JOIN incident i ON i.id = f.incident_id WHERE i.status <> ?"
            " GROUP BY i.id ORDER BY sum(f.settled_at IS NULL) = 0, i.id DESC LIMIT ?",
            (Status.VOID, most),
        )
        return [(row_id, number, int(owed)) for row_id, number, owed in found]

    def _lines(self, ids: Sequence[int]) -> list[BoardLine]:
        marks = ", ".join("?" * len(ids))
        told = self._db.execute_sql(
            "SELECT f.id, i.number, i.recovered_at IS NOT NULL OR i.closed_at IS NOT NULL,"
            " i.status, i.drill FROM followup f JOIN incident i ON i.id = f.incident_id"
            f" WHERE f.id IN ({marks})",
            tuple(ids),
        )
        about = {row_id: rest for row_id, *rest in told}
        incidents = {f.id: f for f in by_key(Followup, models.Followup, "id", *ids)}
        last = self._last(sorted({f.incident_id for f in incidents.values()}))
        return [
            BoardLine(
                followup,
                number=about[row_id][0],
                recovered=bool(about[row_id][1]),
                void=about[row_id][2] == Status.VOID,
                drill=bool(about[row_id][3]),
                last=last[row_id][0] if row_id in last else None,
                round=last[row_id][1] if row_id in last else 0,
            )
            for row_id, followup in incidents.items()
        ]

    def _last(self, incident_ids: Sequence[int]) -> dict[int, tuple[AttemptOutcome, int]]:
        marks = ", ".join("?" * len(incident_ids))
        found = self._db.execute_sql(
            "SELECT followup_id, outcome, round, max(id) FROM followup_attempt"
            f" WHERE incident_id IN ({marks}) GROUP BY followup_id",
            tuple(incident_ids),
        )
        return {row_id: (AttemptOutcome(outcome), number) for row_id, outcome, number, _ in found}


def _conditions(wanted: FollowupFilter) -> tuple[str, tuple[Any, ...]]:
    parts: list[str] = []
    values: list[Any] = []
    if wanted.incident_id is not None:
        parts.append("f.incident_id = ?")
        values.append(wanted.incident_id)
    else:
        parts.append("i.status <> ?")
        values.append(Status.VOID)
    if wanted.kind is not None:
        parts.append("f.kind = ?")
        values.append(wanted.kind)
    if wanted.open_only:
        parts.append("f.settled_at IS NULL")
    if wanted.progress is not None:
        parts.append(_PROGRESS[wanted.progress])
    for word in wanted.text.split():
        # Every word somewhere; instr, since LIKE would take % and _ for more than themselves.
        parts.append("(" + " OR ".join(f"instr({column}, ?)" for column in _SEARCHED) + ")")
        values += [word] * len(_SEARCHED)
    return " AND ".join(parts), tuple(values)
