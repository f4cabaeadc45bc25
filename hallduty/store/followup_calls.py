"""Attempts to tell taxpayers (电话, 短信), and the log of every export of their data."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from hallduty.domain import texts, times
from hallduty.domain.errors import FieldProblem, UserError, refuse
from hallduty.domain.exports import ExportRecord
from hallduty.domain.followup_board import (
    PHONE,
    SMS,
    USUAL_WORDS,
    last_attempts,
    round_after,
)
from hallduty.domain.followups import (
    AttemptOutcome,
    Followup,
    FollowupAttempt,
    FollowupKind,
)
from hallduty.domain.incidents import EntryKind, NewEntry
from hallduty.store import models_handling as models
from hallduty.store.records import as_records, by_key
from hallduty.store.writes import Write, writing

if TYPE_CHECKING:
    from hallduty.domain.stamps import Stamp
    from hallduty.store.database import Database
    from hallduty.store.followups import FollowupStore
    from hallduty.store.timeline import TimelineStore

_A = models.FollowupAttempt
_E = models.ExportLog


class FollowupCallStore:
    """Who was tried when, in which round and with what outcome; what left the program."""

    def __init__(self, db: Database, timeline: TimelineStore, followups: FollowupStore) -> None:
        self._db = db
        self._timeline = timeline
        self._followups = followups

    def of(self, followup_ids: Sequence[int]) -> list[FollowupAttempt]:
        """Return the attempts to tell of those follow-ups, in the order they were made."""
        incidents = {each.incident_id for each in self._followups.fetch(followup_ids)}
        wanted = set(followup_ids)
        found = by_key(FollowupAttempt, _A, "incident_id", *sorted(incidents))
        return [attempt for attempt in found if attempt.followup_id in wanted]

    def attempt(
        self,
        ids: Sequence[int],
        channel: str,
        outcome: AttemptOutcome,
        stamp: Stamp,
        at: datetime | None = None,
    ) -> list[Followup]:
        """Note one attempt for each of some open follow-ups, in one write.

        Whoever was reached is settled by it. Whoever was missed is due in the next round;
        the round is counted per follow-up. Raises UserError when none of them is open.
        """
        refuse(
            [
                None if channel in (PHONE, SMS) else FieldProblem("channel", "请选电话或短信"),
                times.moment_problem("at", "时间", at, stamp.at),
            ]
        )
        with writing(self._db, stamp) as write:
            if not write.repeated:
                wanted = self._followups.by_incident(ids)
                found = {key: due for key, mine in wanted.items() if (due := _to_tell(mine))}
                if not found:
                    raise UserError("所选的没有要通知的人：都已办结，或者没有登记电话")
                for incident_id, mine in found.items():
                    by_round = self._insert(write, incident_id, mine, channel, outcome, at)
                    if outcome is AttemptOutcome.REACHED:
                        continue
                    for number, tried in by_round.items():
                        said = f"第{number}轮{channel}，{outcome.label}"
                        self._followups.say(
                            write, incident_id, tried, said, at, name=f"round {number}"
                        )
                if outcome is AttemptOutcome.REACHED:
                    how = USUAL_WORDS[FollowupKind.CALL_BACK] if channel == PHONE else "短信已送达"
                    told = [each.id for mine in found.values() for each in mine]
                    self._followups.settle_rows(write, told, how, at, how)
        return self._followups.fetch(ids)

    def _insert(
        self,
        write: Write,
        incident_id: int,
        mine: Sequence[Followup],
        channel: str,
        outcome: AttemptOutcome,
        at: datetime | None,
    ) -> dict[int, list[int]]:
        """Insert an attempt for each; return which was tried in which round."""
        last = last_attempts(by_key(FollowupAttempt, _A, "incident_id", incident_id))
        by_round: dict[int, list[int]] = {}
        for each in mine:
            before = last.get(each.id)
            number = round_after(before.outcome, before.round) if before else 1
            by_round.setdefault(number, []).append(each.id)
            write.insert(
                _A,
                uuid=write.stamp.derived(f"attempt {each.id}"),
                incident_id=incident_id,
                followup_id=each.id,
                at=at or write.stamp.at,
                channel=channel,
                outcome=outcome,
                round=number,
                actor=write.stamp.actor,
            )
        return by_round

    # Exports -------------------------------------------------------------------------------

    def log_export(
        self,
        kind: str,
        ids: Sequence[int],
        purpose: str,
        stamp: Stamp,
        incident_id: int | None = None,
    ) -> None:
        """Log that the data of those follow-ups left the program: kind, how many, what for.

        The timeline of each incident says so too, without anybody's name or number.
        """
        refuse(
            [
                texts.problem_in("purpose", "用途", purpose, limit=100, required=True),
                None if ids else FieldProblem("list", "没有可以导出的内容"),
            ]
        )
        purpose = texts.one_line(purpose)
        with writing(self._db, stamp) as write:
            if write.repeated:
                return
            found = self._followups.by_incident(ids)
            write.insert(
                _E,
                uuid=str(stamp.id),
                incident_id=incident_id,
                kind=kind,
                people=len(ids),
                at=stamp.at,
                actor=stamp.actor,
                purpose=purpose,
            )
            for each, mine in found.items():
                said = f"{kind} {len(mine)} 人，用途：{purpose}"
                entry = NewEntry(EntryKind.FOLLOWUP, said)
                self._timeline.append(write, each, entry, name=f"entry {each}")

    def exports(self, most: int = 200, incident_id: int | None = None) -> list[ExportRecord]:
        """Return the newest exports first."""
        query = _E.select()
        if incident_id is not None:
            query = query.where(_E.incident_id == incident_id)
        return as_records(ExportRecord, query.order_by(_E.id.desc()).limit(most))


def _to_tell(mine: Sequence[Followup]) -> list[Followup]:
    """Return those that are owed to somebody with a number, as they were taken down."""
    return sorted((f for f in mine if f.is_open and f.phone), key=lambda f: f.id)
