"""Roster (值班): halls, their windows, and the leader of each day."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from peewee import fn

from hallduty.domain import roster as rules
from hallduty.domain import texts
from hallduty.domain.contacts import Person
from hallduty.domain.errors import UserError, refuse
from hallduty.domain.roster import Hall, Part, Shift, Window
from hallduty.domain.stamps import Stamp
from hallduty.store import models
from hallduty.store.records import as_records, one_record, rows
from hallduty.store.writes import writing

if TYPE_CHECKING:
    from hallduty.store.database import Database

_H = models.Hall
_W = models.Window
_S = models.Shift
_P = models.Person
NOON = 12


class RosterStore:
    """Who leads where, and what there is to lead."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def halls(self, active_only: bool = True) -> list[Hall]:
        """Return the halls in the order they were entered."""
        query = _H.select().order_by(_H.id)
        return as_records(Hall, query.where(_H.active) if active_only else query)

    def save_hall(self, hall: Hall, stamp: Stamp) -> Hall:
        """Add (id 0) or change a hall."""
        refuse(rules.hall_problems(hall.name))
        values = {"name": texts.one_line(hall.name), "active": hall.active}
        with writing(self._db, stamp) as write:
            if not write.repeated and hall.id:
                write.update(_H, hall.id, **values)
            elif not write.repeated:
                write.insert(_H, uuid=str(stamp.id), **values)
        same = _H.id == hall.id if hall.id else _H.uuid == str(stamp.id)
        return one_record(Hall, _H.select().where(same))

    def windows(self, hall_id: int) -> list[Window]:
        """Return the windows of a hall by number."""
        query = _W.select().where(_W.hall_id == hall_id).order_by(_W.number)
        return as_records(Window, query)

    def set_window_count(self, hall_id: int, count: int, stamp: Stamp) -> list[Window]:
        """Give a hall windows 1 to `count`; raises UserError rather than take any away.

        A window once entered may be named in old incidents: it is marked down instead.
        """
        refuse([rules.windows_problem(count)])
        have = len(self.windows(hall_id))
        if count < have:
            raise UserError(f"已登记 {have} 个窗口，不能减少；不用的窗口请改为停用")
        with writing(self._db, stamp) as write:
            if not write.repeated:
                last = _W.select(fn.MAX(_W.number)).where(_W.hall_id == hall_id).scalar() or 0
                for number in range(last + 1, last + 1 + count - have):
                    values = {"hall_id": hall_id, "number": number, "kind": "综合", "up": True}
                    write.insert(_W, uuid=stamp.derived(f"window {number}"), **values)
        return self.windows(hall_id)

    def save_window(self, window: Window, stamp: Stamp) -> Window:
        """Change a window's kind or whether it is up."""
        refuse([texts.problem_in("kind", "窗口类型", window.kind, limit=20, required=True)])
        with writing(self._db, stamp) as write:
            if not write.repeated:
                write.update(_W, window.id, kind=texts.one_line(window.kind), up=window.up)
        return one_record(Window, _W.select().where(_W.id == window.id))

    def shifts(self, first: date, last: date) -> list[Shift]:
        """Return the shifts of a span of days, both ends included."""
        query = _S.select().where(_S.day.between(first, last)).order_by(_S.day, _S.id)
        return as_records(Shift, query)

    def set_leader(
        self, day: date, part: Part, hall_id: int, person_id: int | None, stamp: Stamp
    ) -> Shift:
        """Set (or, with None, clear) who leads; a whole day and its halves exclude each other."""
        with writing(self._db, stamp) as write:
            if not write.repeated:
                have = rows(_S.select().where((_S.day == day) & (_S.hall_id == hall_id)))
                for row in have:
                    clash = part is Part.DAY or row["part"] is Part.DAY
                    if row["part"] is not part and clash and person_id is not None:
                        write.update(_S, row["id"], leader_id=None)
                mine = next((row for row in have if row["part"] is part), None)
                if mine:
                    write.update(_S, mine["id"], leader_id=person_id)
                else:
                    values = {"day": day, "part": part, "hall_id": hall_id, "leader_id": person_id}
                    values |= {"posts": {}, "by_hand": (), "stood": {}, "remark": ""}
                    write.insert(_S, uuid=str(stamp.id), **values)
        same = (_S.day == day) & (_S.hall_id == hall_id) & (_S.part == part)
        return one_record(Shift, _S.select().where(same))

    def leader_on(self, day: date, hall_id: int | None = None) -> Person | None:
        """Return who leads on a day (the whole day's, else the first half's), or None."""
        return self._leader(day, hall_id, (Part.DAY, Part.MORNING, Part.AFTERNOON))

    def leader_at(self, at: datetime, hall_id: int | None = None) -> Person | None:
        """Return who leads at a moment: a half day's leader goes before the whole day's."""
        half = Part.MORNING if at.hour < NOON else Part.AFTERNOON
        return self._leader(at.date(), hall_id, (half, Part.DAY))

    def _leader(self, day: date, hall_id: int | None, parts: tuple[Part, ...]) -> Person | None:
        where = (_S.day == day) & _S.leader_id.is_null(False)
        if hall_id is not None:
            where &= _S.hall_id == hall_id
        found = {
            row["part"]: row["leader_id"] for row in rows(_S.select().where(where).order_by(-_S.id))
        }
        for part in parts:
            if part in found:
                people = as_records(Person, _P.select().where(_P.id == found[part]))
                return people[0] if people else None
        return None
