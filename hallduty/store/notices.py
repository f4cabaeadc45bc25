"""Notices: made, posted at places, taken down; every deed is stamped onto the timeline."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from hallduty.domain import notices as rules
from hallduty.domain import texts, times
from hallduty.domain.errors import UserError, refuse
from hallduty.domain.incidents import EntryKind, Incident, NewEntry
from hallduty.domain.notices import Hanging, NewNotice, Notice, NoticePosting
from hallduty.domain.stamps import Stamp
from hallduty.store import models
from hallduty.store import models_handling as handling
from hallduty.store.records import as_records, by_key
from hallduty.store.writes import Write, writing

if TYPE_CHECKING:
    from hallduty.store.database import Database
    from hallduty.store.timeline import TimelineStore

_N = handling.Notice
_P = handling.NoticePosting


class NoticeStore:
    """What taxpayers are told in the hall, and what hangs where."""

    def __init__(self, db: Database, timeline: TimelineStore) -> None:
        self._db = db
        self._timeline = timeline

    def of(self, incident_id: int) -> list[Notice]:
        """Return an incident's notices in the order in which they were made."""
        return by_key(Notice, _N, "incident_id", incident_id)

    def postings(self, incident_id: int) -> list[NoticePosting]:
        """Return where an incident's notices hung and hang."""
        return by_key(NoticePosting, _P, "incident_id", incident_id)

    def hanging(self) -> list[tuple[Incident, Hanging]]:
        """Return what hangs in all halls, oldest incident first, also of closed incidents."""
        up = as_records(NoticePosting, _P.select().where(_P.withdrawn_at.is_null()).order_by(_P.id))
        notices = _by_ids(Notice, _N, {each.notice_id for each in up})
        incidents = _by_ids(Incident, models.Incident, {each.incident_id for each in up})
        found = rules.hanging(notices.values(), up)
        found.sort(key=lambda each: (each.notice.incident_id, each.notice.id))
        return [(incidents[each.notice.incident_id], each) for each in found]

    def make(
        self,
        incident_id: int,
        new: NewNotice,
        replaces: Sequence[int],
        stamp: Stamp,
        at: datetime | None = None,
    ) -> Notice:
        """Make a notice, post it at its places, and take down the postings it replaces.

        All in one write, so that no two versions hang side by side. `at` says when if not now
        (补录). Raises InvalidInput naming every placeholder that is left open.
        """
        from hallduty.domain.notice_text import gap_problems

        refuse(rules.notice_problems(new, at, stamp.at))
        refuse(gap_problems(new.text, new.short))
        _incident(incident_id)
        places = tuple(dict.fromkeys(map(texts.one_line, new.places)))
        with writing(self._db, stamp) as write:
            if not write.repeated:
                self._timeline.require_writable(incident_id)
                notice_id = write.insert(
                    _N,
                    uuid=str(stamp.id),
                    incident_id=incident_id,
                    kind=new.kind,
                    title=texts.one_line(new.title),
                    text=texts.tidy(new.text),
                    short=texts.tidy(new.short),
                    expected_at=new.expected_at,
                    wait_minutes=new.wait_minutes,
                    made_at=at or stamp.at,
                    made_by=stamp.actor,
                )
                down = self._take_down(write, incident_id, replaces, at)
                self._put_up(write, incident_id, notice_id, places, at)
                when = at or stamp.at
                gone = rules.down_words(self.of(incident_id), down, when)
                said = rules.posted_text(new, places, gone, when)
                entry = NewEntry(EntryKind.NOTICE, said, at)
                self._timeline.append(write, incident_id, entry, name="entry")
        return by_key(Notice, _N, "uuid", str(stamp.id))[0]

    def post(
        self, notice_id: int, places: Sequence[str], stamp: Stamp, at: datetime | None = None
    ) -> list[NoticePosting]:
        """Post a notice at further places; where it hangs already it is left alone."""
        wanted = tuple(dict.fromkeys(map(texts.one_line, places)))
        late = times.moment_problem("at", "张贴时间", at, stamp.at)
        refuse([*rules.place_problems(wanted), late])
        notice = by_key(Notice, _N, "id", notice_id)[0]
        with writing(self._db, stamp) as write:
            if not write.repeated:
                self._timeline.require_writable(notice.incident_id)
                have = {each.place for each in self._up(notice.incident_id, notice_id)}
                fresh = tuple(place for place in wanted if place not in have)
                if fresh:
                    self._put_up(write, notice.incident_id, notice_id, fresh, at)
                    said = f"{notice.kind.noun}张贴于{'、'.join(fresh)}"
                    entry = NewEntry(EntryKind.NOTICE, said, at)
                    self._timeline.append(write, notice.incident_id, entry, name="entry")
        return self._up(notice.incident_id, notice_id)

    def withdraw(
        self,
        incident_id: int,
        posting_ids: Sequence[int],
        stamp: Stamp,
        at: datetime | None = None,
    ) -> list[NoticePosting]:
        """Take notices down; return what still hangs. What is down already stays so.

        Also of a void incident: its paper still hangs on the wall and must go.
        """
        refuse([times.moment_problem("at", "撤下时间", at, stamp.at)])
        with writing(self._db, stamp) as write:
            if not write.repeated:
                down = self._take_down(write, incident_id, posting_ids, at)
                if down:
                    gone = rules.down_words(self.of(incident_id), down, at or stamp.at)
                    entry = NewEntry(EntryKind.NOTICE, rules.withdrawn_text(gone), at)
                    self._timeline.append(write, incident_id, entry, name="entry")
        return [each for each in self.postings(incident_id) if each.hangs]

    def _put_up(
        self,
        write: Write,
        incident_id: int,
        notice_id: int,
        places: Sequence[str],
        at: datetime | None,
    ) -> None:
        for place in places:
            write.insert(
                _P,
                uuid=write.stamp.derived(f"posting {place}"),
                incident_id=incident_id,
                notice_id=notice_id,
                place=place,
                posted_at=at or write.stamp.at,
                posted_by=write.stamp.actor,
                withdrawn_at=None,
                withdrawn_by="",
            )

    def _take_down(
        self, write: Write, incident_id: int, posting_ids: Sequence[int], at: datetime | None
    ) -> list[NoticePosting]:
        wanted = set(posting_ids)
        down = [each for each in self.postings(incident_id) if each.hangs and each.id in wanted]
        for posting in down:
            # A paper cannot go before it came, also when the PC's clock went back.
            gone = max(at or write.stamp.at, posting.posted_at)
            write.update(_P, posting.id, withdrawn_at=gone, withdrawn_by=write.stamp.actor)
        return down

    def _up(self, incident_id: int, notice_id: int) -> list[NoticePosting]:
        found = self.postings(incident_id)
        return [each for each in found if each.hangs and each.notice_id == notice_id]


def _by_ids(record: type[Any], model: Any, ids: Iterable[int]) -> dict[int, Any]:
    return {each.id: each for each in by_key(record, model, "id", *sorted(ids))}


def _incident(incident_id: int) -> Incident:
    found = by_key(Incident, models.Incident, "id", incident_id)
    if not found:
        raise UserError("没有这个事件，可能来自另一份数据")
    return found[0]
