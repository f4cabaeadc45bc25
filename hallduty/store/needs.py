"""Needs (需求): collected, reported, fed back (plan clause 五（五）)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from peewee import ModelSelect, fn

from hallduty.domain import needs as rules
from hallduty.domain import phones, texts
from hallduty.domain.errors import UserError, refuse
from hallduty.domain.incidents import number_text
from hallduty.domain.needs import NUMBER_PREFIX, Need, NeedFilter, NeedState, NewNeed
from hallduty.domain.stamps import Stamp
from hallduty.store import models_voices as models
from hallduty.store.records import by_key, rows
from hallduty.store.writes import Write, writing

if TYPE_CHECKING:
    from hallduty.store.database import Database
    from hallduty.store.timeline import TimelineStore

_N = models.Need
_BLOCK = 500


class NeedStore:
    """What taxpayers want, by channel and category."""

    def __init__(self, db: Database, timeline: TimelineStore) -> None:
        self._db = db
        self._timeline = timeline

    # --- reading --------------------------------------------------------------------------

    def get(self, need_id: int) -> Need:
        """Return one need; raise UserError when there is none with that id."""
        found = by_key(Need, _N, "id", need_id)
        if not found:
            raise UserError("没有这条需求，可能来自另一份数据")
        return found[0]

    def count(self) -> int:
        """Return how many needs there are."""
        return int(self._db.execute_sql("SELECT count(*) FROM need").fetchone()[0])

    def first_day(self) -> date | None:
        """Return the day of the earliest need."""
        first = self._db.execute_sql("SELECT min(at) FROM need").fetchone()[0]
        return datetime.fromisoformat(first).date() if first else None

    def ids(self, wanted: NeedFilter) -> list[int]:
        """Return the ids that `wanted` selects, latest first."""
        query = _filtered(_N.select(_N.id), wanted).order_by(_N.at.desc(), _N.id.desc())
        return [row[0] for row in query.tuples()]

    def fetch(self, ids: Sequence[int]) -> list[Need]:
        """Return those needs in the order of `ids`."""
        found: dict[int, Need] = {}
        for start in range(0, len(ids), _BLOCK):
            block = ids[start : start + _BLOCK]
            found.update((need.id, need) for need in by_key(Need, _N, "id", *block))
        return [found[row_id] for row_id in ids if row_id in found]

    def needs(self, wanted: NeedFilter) -> Iterator[Need]:
        """Yield the needs of a paper, earliest first, read block by block."""
        ids = self.ids(wanted)[::-1]
        for start in range(0, len(ids), _BLOCK):
            yield from self.fetch(ids[start : start + _BLOCK])

    # --- writing --------------------------------------------------------------------------

    def register(self, new: NewNeed, stamp: Stamp) -> Need:
        """Enter a need under the next number of its year. Raises InvalidInput per field."""
        refuse(rules.new_need_problems(new, stamp.at))
        with writing(self._db, stamp) as write:
            if not write.repeated:
                self._insert(write, new)
        return by_key(Need, _N, "uuid", str(stamp.id))[0]

    def revise(self, need_id: int, changes: Mapping[str, Any], stamp: Stamp) -> Need:
        """Correct a need; what stood before is in the audit. Raises InvalidInput."""
        refuse(rules.revision_problems(self.get(need_id), changes))
        with writing(self._db, stamp) as write:
            if not write.repeated:
                values = {name: _tidied(name, value) for name, value in changes.items()}
                write.update(_N, need_id, **values)
        return self.get(need_id)

    def report(
        self, ids: Sequence[int], to: str, stamp: Stamp, at: datetime | None = None
    ) -> list[Need]:
        """Note that needs were reported: to whom and when; `at` if not now (补录)."""
        refuse(p for need in self.fetch(ids) for p in rules.report_problems(need, to, at, stamp.at))
        with writing(self._db, stamp) as write:
            for need_id in () if write.repeated else ids:
                values = {"reported_at": at or stamp.at, "reported_to": texts.one_line(to)}
                write.update(_N, need_id, **values)
        return self.fetch(ids)

    def feed_back(self, need_id: int, text: str, stamp: Stamp, at: datetime | None = None) -> Need:
        """Note what came of a need and was fed back; `at` if not now (补录)."""
        refuse(rules.feedback_problems(self.get(need_id), text, at, stamp.at))
        with writing(self._db, stamp) as write:
            if not write.repeated:
                done = {"feedback": texts.tidy(text), "fed_back_at": at or stamp.at}
                write.update(_N, need_id, **done)
        return self.get(need_id)

    def reopen(self, need_id: int, stamp: Stamp) -> Need:
        """Take back that a need was fed back; the text stays to be gone on with."""
        with writing(self._db, stamp) as write:
            if not write.repeated:
                write.update(_N, need_id, fed_back_at=None)
        return self.get(need_id)

    def forget(self, told_before: datetime, stamp: Stamp, most: int = 1000) -> int:
        """Delete names and phones of at most so many fed back before then; return how many."""
        due = (_N.fed_back_at < told_before) & (_N.salt != "") & ((_N.who != "") | (_N.phone != ""))
        with writing(self._db, stamp) as write:
            found = [] if write.repeated else rows(_N.select(_N.id).where(due).limit(most))
            for row in found:
                write.update(_N, row["id"], who="", phone="", salt="")
        return len(found)

    def _insert(self, write: Write, new: NewNeed) -> None:
        at = new.at or write.stamp.at
        last = _N.select(fn.MAX(_N.serial)).where(_N.year == at.year).scalar()
        serial = (last or 0) + 1
        number = NUMBER_PREFIX + number_text(at.year, serial)
        write.insert(
            _N,
            uuid=str(write.stamp.id),
            number=number,
            year=at.year,
            serial=serial,
            hall_id=new.hall_id,
            incident_id=new.incident_id,
            at=at,
            channel=texts.one_line(new.channel),
            category=texts.one_line(new.category),
            content=texts.tidy(new.content),
            who=texts.one_line(new.who),
            phone=phones.normalised(new.phone),
            taken_by=write.stamp.actor,
            analysis="",
            reported_at=None,
            reported_to="",
            feedback="",
            fed_back_at=None,
        )
        said = f"登记需求 {number}（{texts.one_line(new.category)}）"
        self._timeline.tell(write, new.incident_id, said, new.at)


def _filtered(query: ModelSelect[Any], wanted: NeedFilter) -> ModelSelect[Any]:
    if wanted.from_day is not None:
        query = query.where(_N.at >= datetime.combine(wanted.from_day, time.min))
    if wanted.to_day is not None:
        query = query.where(_N.at <= datetime.combine(wanted.to_day, time.max))
    for field, value in ((_N.channel, wanted.channel), (_N.category, wanted.category)):
        if value:
            query = query.where(field == value)
    for word in wanted.text.split():
        held = _N.number.concat(" ").concat(_N.content).concat(" ").concat(_N.feedback)
        query = query.where(fn.instr(fn.lower(held), word.lower()) > 0)
    if wanted.state is None:
        return query
    if wanted.state is NeedState.FED_BACK:
        return query.where(_N.fed_back_at.is_null(False))
    query = query.where(_N.fed_back_at.is_null())
    if wanted.state is NeedState.NEW:
        return query.where(_N.reported_at.is_null())
    query = query.where(_N.reported_at.is_null(False))
    return query.where(_N.phone != "" if wanted.state is NeedState.OWED else _N.phone == "")


def _tidied(name: str, value: str) -> str:
    if name == "phone":
        return phones.normalised(value)
    return texts.tidy(value) if name in ("content", "analysis") else texts.one_line(value)
