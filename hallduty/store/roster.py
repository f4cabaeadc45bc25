"""Roster (值班): halls, their windows, and the leader of each day."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from peewee import fn

from hallduty.domain import roster as rules
from hallduty.domain import texts, times
from hallduty.domain.contacts import Person
from hallduty.domain.errors import FieldProblem, UserError, refuse
from hallduty.domain.roster import LEADER, NOON, Hall, Part, Shift, Window
from hallduty.store import models
from hallduty.store.records import as_records, one_record, rows
from hallduty.store.shift_cells import Cell, Cells
from hallduty.store.writes import Write, writing

if TYPE_CHECKING:
    from hallduty.domain.rotation import Filling
    from hallduty.domain.stamps import Stamp
    from hallduty.store.database import Database

_H = models.Hall
_W = models.Window
_S = models.Shift
_P = models.Person


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
        """Change a window's kind or whether it is up, with the outage that this begins or ends."""
        refuse([texts.problem_in("kind", "窗口类型", window.kind, limit=20, required=True)])
        with writing(self._db, stamp) as write:
            if not write.repeated:
                write.update(_W, window.id, kind=texts.one_line(window.kind), up=window.up)
                self._note_outage(write, window)
        return one_record(Window, _W.select().where(_W.id == window.id))

    def _note_outage(self, write: Write, window: Window) -> None:
        from hallduty.store.outages import close_outage, open_outage, standing

        if not window.up:
            open_outage(write, window.hall_id, {"window_id": window.id}, None, "outage")
            return
        for outage in standing(window_id=window.id):
            close_outage(write, outage, max(write.stamp.at, outage.down_at))

    def shifts(self, first: date, last: date) -> list[Shift]:
        """Return the shifts of a span of days, both ends included."""
        query = _S.select().where(_S.day.between(first, last)).order_by(_S.day, _S.id)
        return as_records(Shift, query)

    def set_leader(
        self, day: date, part: Part, hall_id: int, person_id: int | None, stamp: Stamp
    ) -> Shift:
        """Set (or, with None, clear) who leads; a whole day and its halves exclude each other."""
        self.set_post(day, part, hall_id, LEADER, () if person_id is None else (person_id,), stamp)
        same = (_S.day == day) & (_S.hall_id == hall_id) & (_S.part == part)
        found = as_records(Shift, _S.select().where(same))
        return found[0] if found else Shift(0, "", day, part, hall_id, None)

    def set_post(
        self,
        day: date,
        part: Part,
        hall_id: int,
        post: str,
        person_ids: Sequence[int],
        stamp: Stamp,
        by_hand: bool = True,
    ) -> None:
        """Plan these people, in seat order, in a post of a part of a day; nobody empties it.

        A whole day and its halves exclude each other. Somebody on leave or busy elsewhere is
        taken, and the cell says so. Raises InvalidInput for somebody who is not in use (unless
        they hold the post already), twice the same person, or two leaders.
        """
        self.set_posts([(day, part, post, person_ids)], hall_id, stamp, by_hand)

    def set_posts(
        self,
        settings: Sequence[tuple[date, Part, str, Sequence[int]]],
        hall_id: int,
        stamp: Stamp,
        by_hand: bool = True,
    ) -> None:
        """Plan several cells (day, part, post, people) as set_post does one: all or none."""
        for day, _part, post, ids in settings:
            refuse([rules.day_problem("day", "日期", day), *rules.post_problems(post, ids)])
        if not settings:
            return
        days = [setting[0] for setting in settings]
        with writing(self._db, stamp) as write:
            if not write.repeated:
                cells = Cells(hall_id, min(days), max(days))
                for day, part, post, ids in settings:
                    cell = Cell(day, part, post)
                    newcomers = [p for p in ids if p not in cells.holders(cell)]
                    self.require_usable(newcomers, post)
                    cells.put(cell, ids, by_hand)
                cells.save(write)

    def clear_posts(
        self,
        days: Sequence[date],
        hall_id: int,
        stamp: Stamp,
        posts: Collection[str] | None = None,
    ) -> None:
        """Take everybody off `days` (only off `posts`, if given); records and remarks stay."""
        if not days:
            return
        with writing(self._db, stamp) as write:
            if not write.repeated:
                cells = Cells(hall_id, min(days), max(days))
                for cell in [c for c in cells.planned() if c.day in set(days)]:
                    if posts is None or cell.post in posts:
                        cells.put(cell, (), False)
                cells.save(write)

    def release(self, day: date, part: Part, hall_id: int, post: str, stamp: Stamp) -> None:
        """Forget that a cell was set by hand: the next fill may decide it anew."""
        self.release_cells([(day, part, post)], hall_id, stamp)

    def release_cells(
        self, wanted: Sequence[tuple[date, Part, str]], hall_id: int, stamp: Stamp
    ) -> None:
        """Forget of several cells (day, part, post) that they were set by hand."""
        if not wanted:
            return
        days = [cell[0] for cell in wanted]
        with writing(self._db, stamp) as write:
            if not write.repeated:
                cells = Cells(hall_id, min(days), max(days))
                for day, part, post in wanted:
                    cells.mark(Cell(day, part, post), False)
                cells.save(write)

    def apply(self, filling: Filling, stamp: Stamp) -> int:
        """Write a proposed filling, all of it or nothing; return how many cells it fills.

        A cell that was set by hand since the proposal was made stays. Raises UserError when
        somebody in it was taken out of use since.
        """
        order = filling.order
        wanted: dict[Cell, list[int]] = {}
        for choice in filling.choices:
            seats = wanted.setdefault(Cell(choice.day, choice.part, choice.post), [])
            seats += [] if choice.person_id is None else [choice.person_id]
        with writing(self._db, stamp) as write:
            if not write.repeated:
                self.require_usable({p for ids in wanted.values() for p in ids}, LEADER)
                cells = Cells(order.hall_id, order.first, order.last)
                for cell, ids in wanted.items():
                    if order.overwrite or not cells.guarded(cell):
                        by_hand = order.gaps_only and cells.by_hand(cell)
                        cells.vacate(cell)
                        cells.put(cell, ids, by_hand)
                cells.save(write)
        return sum(1 for ids in wanted.values() if ids)

    def record_stood(
        self,
        day: date,
        part: Part,
        hall_id: int,
        stood: Mapping[str, tuple[int, ...]],
        stamp: Stamp,
    ) -> None:
        """Record who really stood each post of a shift, apart from who was planned.

        The whole record is replaced; a post with nobody is taken as not recorded. Raises
        InvalidInput for a day that has not come yet.
        """
        self.record_all_stood({(day, part): stood}, hall_id, stamp)

    def record_all_stood(
        self,
        records: Mapping[tuple[date, Part], Mapping[str, tuple[int, ...]]],
        hall_id: int,
        stamp: Stamp,
    ) -> None:
        """Record several shifts (day, part) as record_stood does one: all or none."""
        if not records:
            return
        kept = {
            place: {post: tuple(ids) for post, ids in stood.items() if ids}
            for place, stood in records.items()
        }
        problems = [
            problem
            for stood in kept.values()
            for post, ids in stood.items()
            for problem in rules.post_problems(post, ids)
        ]
        for day in sorted({day for day, _part in kept if day > stamp.at.date()}):
            text = f"{times.day_cn(day)}还没有到，不能登记实际值班"
            problems.append(FieldProblem("day", text))
        refuse(problems)
        days = [day for day, _part in kept]
        with writing(self._db, stamp) as write:
            if not write.repeated:
                self.require_known({p for s in kept.values() for ids in s.values() for p in ids})
                cells = Cells(hall_id, min(days), max(days))
                for (day, part), stood in kept.items():
                    cells.note(day, part, stood=stood)
                cells.save(write)

    def set_remark(self, day: date, part: Part, hall_id: int, remark: str, stamp: Stamp) -> None:
        """Change the remark of a shift."""
        refuse([texts.problem_in("remark", "备注", remark)])
        with writing(self._db, stamp) as write:
            if not write.repeated:
                cells = Cells(hall_id, day, day)
                cells.note(day, part, remark=texts.one_line(remark))
                cells.save(write)

    def require_usable(self, person_ids: Collection[int], field: str) -> None:
        """Raise InvalidInput naming those who are not in use and cannot be planned."""
        people = self.require_known(person_ids)
        refuse(
            FieldProblem(field, f"{person.name}已停用，不能排班；请另选，或先在通讯录中启用")
            for person in people
            if not person.active
        )

    def require_known(self, person_ids: Collection[int]) -> list[Person]:
        """Return these people; raises UserError when somebody is not in the directory."""
        people = as_records(Person, _P.select().where(_P.id.in_(list(person_ids))))
        if len(people) < len(set(person_ids)):
            raise UserError("所选人员不在通讯录中，请刷新后重新选择")
        return people

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
