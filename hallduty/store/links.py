"""Links between incidents: duplicates merged and taken apart, earlier ones of the same cause."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from hallduty.domain import links as rules
from hallduty.domain import texts, times
from hallduty.domain.errors import UserError, refuse
from hallduty.domain.incident_rules import reason_problem
from hallduty.domain.incidents import EntryKind, Incident, IncidentFilter, NewEntry, Status
from hallduty.domain.links import DIFFERENT, IncidentLink, LinkKind
from hallduty.domain.stamps import Stamp
from hallduty.store import models, moving
from hallduty.store import models_links as tables
from hallduty.store.records import as_records, by_key, rows
from hallduty.store.writes import Write, writing

if TYPE_CHECKING:
    from hallduty.store.database import Database
    from hallduty.store.incidents import IncidentStore
    from hallduty.store.timeline import TimelineStore

_L, _I = tables.IncidentLink, models.Incident
_MOST_OFFERED = 50


class LinkStore:
    """Which incidents are one fault told twice, and which have the same cause."""

    def __init__(self, db: Database, incidents: IncidentStore, timeline: TimelineStore) -> None:
        self._db = db
        self._incidents = incidents
        self._timeline = timeline

    def of(self, incident_id: int) -> list[IncidentLink]:
        """Return the links of an incident that stand, from either side."""
        mine = (_L.incident_id == incident_id) | (_L.other_id == incident_id)
        return as_records(
            IncidentLink, _L.select().where(mine & _L.undone_at.is_null()).order_by(_L.id)
        )

    def merge(
        self,
        duplicate_id: int,
        main_id: int,
        stamp: Stamp,
        reason: str = "",
        at: datetime | None = None,
    ) -> IncidentLink:
        """Merge a duplicate into the main incident (并案): it keeps its number and is closed.

        What is owed in it goes over, so that nothing is owed in a dead place. `at` says when
        if not now (补录). Raises UserError when the two are not to be merged.
        """
        late = times.moment_problem("at", "时间", at, stamp.at)
        refuse([rules.reason_problem(reason), late])
        with writing(self._db, stamp) as write:
            if not write.repeated:
                duplicate, main = self._incidents.get(duplicate_id), self._incidents.get(main_id)
                refusal = rules.merge_refusal(duplicate, main, self._duplicates(duplicate))
                if refusal:
                    raise UserError(refusal)
                self._insert(write, duplicate_id, main_id, LinkKind.MERGED, reason)
                moved = rules.moved_text(moving.move_owed(write, duplicate_id, main_id))
                write.update(
                    _I,
                    duplicate_id,
                    status=Status.CLOSED,
                    closed_at=max(at or stamp.at, duplicate.occurred_at),
                    merged_into=main.number,
                    outcome=duplicate.outcome or f"并入 {main.number}",
                )
                self._tell_merged(write, duplicate, main, reason, moved, at)
        return self._by_uuid(str(stamp.id))

    def split(self, duplicate_id: int, reason: str, stamp: Stamp) -> Incident:
        """Take a duplicate apart again (拆分): it goes on as it stood, with what came from it.

        Raises UserError while the main incident is over: it is to be resumed first.
        """
        refuse([reason_problem(reason, "拆分的原因")])
        with writing(self._db, stamp) as write:
            if not write.repeated:
                duplicate = self._incidents.get(duplicate_id)
                link = self._merger(duplicate)
                main = self._incidents.get(link.other_id)
                if not main.is_open:
                    raise UserError(f"{main.number} {main.status.label}，请先恢复处置再拆分")
                old = moving.before(self._db, link.uuid, duplicate_id)
                status = Status(old["status"])
                write.update(_L, link.id, undone_at=stamp.at)
                write.update(
                    _I,
                    duplicate_id,
                    status=status,
                    closed_at=None,
                    merged_into="",
                    outcome=old.get("outcome", duplicate.outcome) or "",
                )
                moving.move_back(self._db, write, link.uuid, duplicate_id, main.id)
                why = texts.one_line(reason)
                apart = NewEntry(EntryKind.STATE, f"拆分：不再并入 {main.number}（{why}）")
                self._timeline.append(write, duplicate_id, apart)
                said = NewEntry(EntryKind.STATE, f"拆分 {duplicate.number}：{why}")
                self._timeline.append(write, main.id, said, name="main")
        return self._incidents.get(duplicate_id)

    def tell_apart(self, one_id: int, other_id: int, stamp: Stamp) -> None:
        """Note that two incidents are not the same fault, so that nobody is asked again."""
        with writing(self._db, stamp) as write:
            if not write.repeated and other_id not in self.told_apart(one_id):
                self._insert(
                    write, one_id, other_id, LinkKind.MERGED, DIFFERENT, undone_at=stamp.at
                )

    def told_apart(self, incident_id: int) -> set[int]:
        """Return the ids of those that are known not to be the same fault."""
        mine = (_L.incident_id == incident_id) | (_L.other_id == incident_id)
        query = _L.select(_L.incident_id, _L.other_id).where(
            mine & (_L.kind == LinkKind.MERGED) & _L.undone_at.is_null(False)
        )
        return {
            row["other_id"] if row["incident_id"] == incident_id else row["incident_id"]
            for row in rows(query)
        }

    def link(self, incident_id: int, other_id: int, reason: str, stamp: Stamp) -> IncidentLink:
        """Link two incidents of the same cause; the later one points at the earlier."""
        refuse([rules.reason_problem(reason)])
        with writing(self._db, stamp) as write:
            if not write.repeated:
                one, other = self._incidents.get(incident_id), self._incidents.get(other_id)
                refusal = rules.same_cause_refusal(one, other)
                if refusal is None and self._linked(incident_id, other_id):
                    refusal = f"{one.number} 与 {other.number} 已经关联"
                if refusal:
                    raise UserError(refusal)
                early, late = sorted((one, other), key=lambda each: (each.occurred_at, each.id))
                self._insert(write, late.id, early.id, LinkKind.SAME_CAUSE, reason)
                self._tell(write, one, "关联同一原因", other.number, reason)
        return self._by_uuid(str(stamp.id))

    def unlink(self, link_id: int, stamp: Stamp) -> None:
        """Take a link of the same cause back."""
        (link,) = by_key(IncidentLink, _L, "id", link_id)
        with writing(self._db, stamp) as write:
            if not write.repeated and link.undone_at is None:
                one, other = (
                    self._incidents.get(each) for each in (link.incident_id, link.other_id)
                )
                write.update(_L, link_id, undone_at=stamp.at)
                self._tell(write, one, "取消关联", other.number, "")

    def likely(self, incident_id: int, now: datetime) -> list[Incident]:
        """Return the open incidents that are likely the same fault, the likeliest first."""
        incident = self._incidents.get(incident_id)
        others = self._incidents.open_ones()
        if len(others) < 2 and incident.is_open:
            return []
        return rules.likely_same(incident, others, now, self.told_apart(incident_id))

    def suggestions(self, open_ones: Sequence[Incident], now: datetime) -> dict[int, str]:
        """Map each of the open incidents to the older one that it is likely a duplicate of."""
        found = {}
        for number, incident in enumerate(open_ones):
            older = open_ones[:number]
            if any(each.event_type == incident.event_type for each in older):
                like = rules.likely_same(incident, older, now, self.told_apart(incident.id))
                if like:
                    found[incident.id] = like[0].number
        return found

    def to_merge_into(self, incident_id: int) -> list[Incident]:
        """Return every open incident that this one can be merged into, the likeliest first."""
        incident = self._incidents.get(incident_id)
        found = [
            each
            for each in self._incidents.open_ones()
            if rules.merge_refusal(incident, each) is None
        ]
        return sorted(found, key=lambda each: rules.closeness(incident, each))[:_MOST_OFFERED]

    def to_link_with(self, incident_id: int, text: str = "") -> list[Incident]:
        """Return incidents that may have the same cause, newest first; `text` is searched for.

        Without a text those of the same scenario are offered, then those of the same type.
        """
        incident = self._incidents.get(incident_id)
        kind = "" if text.strip() else incident.event_type
        ids = self._incidents.ids(IncidentFilter(text=text, event_type=kind, merged=False))
        gone = {incident_id} | {
            each for link in self.of(incident_id) for each in (link.incident_id, link.other_id)
        }
        wanted = [each for each in ids if each not in gone][:_MOST_OFFERED]
        found = [
            each
            for each in self._incidents.fetch(wanted)
            if rules.same_cause_refusal(incident, each) is None
        ]
        if text.strip():
            return found
        return sorted(found, key=lambda each: each.scenario != incident.scenario)

    # -- parts of a write -------------------------------------------------------------------

    def _insert(
        self,
        write: Write,
        incident_id: int,
        other_id: int,
        kind: LinkKind,
        reason: str,
        undone_at: datetime | None = None,
    ) -> None:
        write.insert(
            _L,
            uuid=str(write.stamp.id),
            incident_id=incident_id,
            other_id=other_id,
            kind=kind,
            reason=texts.one_line(reason),
            at=write.stamp.at,
            actor=write.stamp.actor,
            undone_at=undone_at,
        )

    def _tell_merged(
        self,
        write: Write,
        duplicate: Incident,
        main: Incident,
        reason: str,
        moved: str,
        at: datetime | None,
    ) -> None:
        """Say on both timelines what was merged, why, and what went over."""
        why = texts.one_line(reason)
        below = "，".join(filter(None, (why or "同一故障", moved)))
        gone = NewEntry(EntryKind.STATE, f"并入 {main.number}：{below}"[: texts.PARAGRAPH], at)
        self._timeline.append(write, duplicate.id, gone, name="duplicate")
        parts = filter(None, (rules.told_text(duplicate), why, moved))
        said = f"并入 {duplicate.number}：{'，'.join(parts)}"
        new = NewEntry(EntryKind.STATE, said[: texts.PARAGRAPH], at)
        self._timeline.append(write, main.id, new)

    def _tell(self, write: Write, incident: Incident, verb: str, number: str, reason: str) -> None:
        self._timeline.require_writable(incident.id)
        why = texts.one_line(reason)
        text = f"{verb}：{number}" + (f"（{why}）" if why else "")
        self._timeline.append(write, incident.id, NewEntry(EntryKind.STATE, text), name="entry")

    def _duplicates(self, incident: Incident) -> Sequence[Incident]:
        return by_key(Incident, _I, "merged_into", incident.number)

    def _merger(self, duplicate: Incident) -> IncidentLink:
        if not duplicate.merged_into:
            raise UserError(f"{duplicate.number} 没有并入其他事件")
        return next(
            link
            for link in self.of(duplicate.id)
            if link.kind is LinkKind.MERGED and link.incident_id == duplicate.id
        )

    def _linked(self, one: int, other: int) -> bool:
        pair = {one, other}
        return any(
            {link.incident_id, link.other_id} == pair and link.kind is LinkKind.SAME_CAUSE
            for link in self.of(one)
        )

    def _by_uuid(self, uuid: str) -> IncidentLink:
        return by_key(IncidentLink, _L, "uuid", uuid)[0]
