"""Needs (需求): collected, reported, fed back (plan clause 五（五）)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from peewee import ModelSelect, fn

from hallduty.domain import needs as rules
from hallduty.domain import phones, texts
from hallduty.domain.errors import refuse
from hallduty.domain.needs import NUMBER_PREFIX, Need, NeedFilter, NeedState, NewNeed
from hallduty.domain.stamps import Stamp
from hallduty.store import models_voices as models
from hallduty.store.records import by_ids, by_key, on_days
from hallduty.store.voices import VoiceStore
from hallduty.store.writes import Write, writing

_N = models.Need


class NeedStore(VoiceStore[Need]):
    """What taxpayers want, by channel and category."""

    _model = _N
    _prefix = NUMBER_PREFIX
    _at = "at"
    _told_at = "fed_back_at"
    _missing = "没有这条需求，可能来自另一份数据"

    # --- reading --------------------------------------------------------------------------

    def ids(self, wanted: NeedFilter) -> list[int]:
        """Return the ids that `wanted` selects, latest first."""
        query = _filtered(_N.select(_N.id), wanted).order_by(_N.at.desc(), _N.id.desc())
        return [row[0] for row in query.tuples()]

    def fetch(self, ids: Sequence[int]) -> list[Need]:
        """Return those needs in the order of `ids`."""
        return by_ids(Need, _N, ids)

    def needs(self, wanted: NeedFilter) -> Iterator[Need]:
        """Yield the needs of a paper, earliest first, read block by block."""
        return self._earliest_first(self.ids(wanted))

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

    def _insert(self, write: Write, new: NewNeed) -> None:
        category = texts.one_line(new.category)
        _, number = self._enter(
            write,
            new,
            new.at or write.stamp.at,
            channel=texts.one_line(new.channel),
            category=category,
            content=texts.tidy(new.content),
            who=texts.one_line(new.who),
            phone=phones.normalised(new.phone),
            analysis="",
            reported_at=None,
            reported_to="",
            feedback="",
            fed_back_at=None,
        )
        said = f"登记需求 {number}（{category}）"
        self._timeline.tell(write, new.incident_id, said, new.at)


def _filtered(query: ModelSelect[Any], wanted: NeedFilter) -> ModelSelect[Any]:
    query = on_days(query, _N.at, wanted.from_day, wanted.to_day)
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
