"""Follow-ups (善后): the only rows that hold a taxpayer's name and phone."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from peewee import fn

from hallduty.domain import followups as rules
from hallduty.domain import phones, texts, times
from hallduty.domain.errors import refuse
from hallduty.domain.followups import Followup, FollowupKind, NewFollowup
from hallduty.domain.incidents import EntryKind, NewEntry
from hallduty.domain.stamps import Stamp
from hallduty.store import models
from hallduty.store.records import by_key, rows
from hallduty.store.writes import writing

if TYPE_CHECKING:
    from hallduty.store.database import Database
    from hallduty.store.timeline import TimelineStore

_F = models.Followup


class FollowupStore:
    """What is owed to taxpayers, per incident."""

    def __init__(self, db: Database, timeline: TimelineStore) -> None:
        self._db = db
        self._timeline = timeline

    def of(self, incident_id: int) -> list[Followup]:
        """Return the follow-ups in the order they were taken down."""
        return by_key(Followup, _F, "incident_id", incident_id)

    def open_counts(self) -> dict[int, int]:
        """Return how many follow-ups are open, for every incident that has any."""
        owed = fn.COUNT(_F.id).alias("owed")
        query = _F.select(_F.incident_id, owed).where(_F.settled_at.is_null())
        return {row["incident_id"]: row["owed"] for row in rows(query.group_by(_F.incident_id))}

    def add(
        self, incident_id: int, new: NewFollowup, stamp: Stamp, at: datetime | None = None
    ) -> Followup:
        """Take a follow-up down; the timeline names it by its row only.

        `at` says when if not now (补录).
        """
        late = times.moment_problem("at", "时间", at, stamp.at)
        refuse([*rules.followup_problems(new), late])
        with writing(self._db, stamp) as write:
            if not write.repeated:
                self._timeline.require_writable(incident_id)
                row_id = write.insert(
                    _F,
                    uuid=str(stamp.id),
                    incident_id=incident_id,
                    kind=new.kind,
                    who=texts.one_line(new.who),
                    phone=phones.normalised(new.phone),
                    matter=texts.one_line(new.matter),
                    added_at=at or stamp.at,
                    settled_at=None,
                    settled_by="",
                    how="",
                    card_number="",
                    window="",
                )
                call_back = new.kind is FollowupKind.CALL_BACK
                text = "记录办税人联系方式" if call_back else f"登记{new.kind.label}"
                entry = NewEntry(
                    EntryKind.FOLLOWUP, f"{text}（善后第 {row_id} 号）", at, followup_id=row_id
                )
                self._timeline.append(write, incident_id, entry, name="entry")
        return by_key(Followup, _F, "uuid", str(stamp.id))[0]

    def settle(
        self, followup_id: int, how: str, stamp: Stamp, at: datetime | None = None
    ) -> Followup:
        """Note that a follow-up was done and how; `at` says when if not now (补录)."""
        late = times.moment_problem("at", "时间", at, stamp.at)
        refuse([texts.problem_in("how", "办理情况", how, limit=500), late])
        how = texts.one_line(how) or "已通知"
        done = {"settled_at": at or stamp.at, "settled_by": stamp.actor, "how": how}
        return self._set(followup_id, stamp, how, at, **done)

    def reopen(self, followup_id: int, stamp: Stamp) -> Followup:
        """Take a follow-up back into the open ones."""
        undone = {"settled_at": None, "settled_by": "", "how": ""}
        return self._set(followup_id, stamp, "重新办理", None, **undone)

    def forget(self, told_before: datetime, stamp: Stamp, most: int = 1000) -> int:
        """Delete names, phones and matters of at most so many told before then; return how many.

        Shortest retention (PIPL art. 19): what was done stays, whom it was done for goes, and
        with the salt goes the last way to recognise them in the audit.
        """
        owed = (_F.settled_at < told_before) & (_F.salt != "")
        with writing(self._db, stamp) as write:
            due = [] if write.repeated else rows(_F.select(_F.id).where(owed).limit(most))
            for row in due:
                write.update(_F, row["id"], who="", phone="", matter="", salt="")
        return len(due)

    def _set(
        self, followup_id: int, stamp: Stamp, said: str, at: datetime | None, **values: object
    ) -> Followup:
        followup = self._get(followup_id)
        with writing(self._db, stamp) as write:
            if not write.repeated:
                self._timeline.require_writable(followup.incident_id)
                if write.update(_F, followup_id, **values):
                    text = f"善后第 {followup_id} 号：{said}"
                    entry = NewEntry(EntryKind.FOLLOWUP, text, at, followup_id=followup_id)
                    self._timeline.append(write, followup.incident_id, entry, name="entry")
        return self._get(followup_id)

    def _get(self, followup_id: int) -> Followup:
        return by_key(Followup, _F, "id", followup_id)[0]
