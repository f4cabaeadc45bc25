"""The rota (轮值人员): who takes turns in a post, and who is away when (休假)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from peewee import fn

from hallduty.domain import roster as rules
from hallduty.domain import texts, times
from hallduty.domain.contacts import Person
from hallduty.domain.errors import FieldProblem, UserError, refuse
from hallduty.domain.roster import LEADER
from hallduty.domain.rota import Leave, Peak, RotaMember, leave_problems
from hallduty.domain.stamps import Stamp
from hallduty.store import models, models_rota
from hallduty.store.records import as_records, one_record, rows
from hallduty.store.writes import Write, writing

if TYPE_CHECKING:
    from hallduty.store.database import Database

_M = models_rota.RotaMember
_L = models_rota.Leave
_P = models.Person


class RotaStore:
    """Whose turn it can be, and who is away."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def members(self, hall_id: int, post: str | None = None) -> list[RotaMember]:
        """Return who takes turns in a hall (in one post), in the order of their turns."""
        query = _M.select().where((_M.hall_id == hall_id) & _M.removed_at.is_null())
        if post is not None:
            query = query.where(_M.post == post)
        return as_records(RotaMember, query.order_by(_M.post, _M.position, _M.id))

    def save_member(self, member: RotaMember, stamp: Stamp) -> RotaMember:
        """Add (id 0) somebody to a rota, at its end, or change how they take turns.

        Raises InvalidInput when they take turns in that post already or are not in use.
        """
        refuse(rules.post_problems(member.post, (member.person_id,)))
        with writing(self._db, stamp) as write:
            if not write.repeated:
                if member.id:
                    write.update(_M, member.id, position=member.position, peak=member.peak)
                else:
                    self._add(write, member)
        key = (_M.hall_id == member.hall_id) & (_M.post == member.post)
        return one_record(RotaMember, _M.select().where(key & (_M.person_id == member.person_id)))

    def add_members(self, hall_id: int, post: str, person_ids: Sequence[int], stamp: Stamp) -> None:
        """Add several people to a rota in one write; those who are in it stay as they are."""
        refuse(rules.post_problems(post, ()))
        with writing(self._db, stamp) as write:
            if not write.repeated:
                have = {member.person_id for member in self.members(hall_id, post)}
                for person_id in dict.fromkeys(person_ids):
                    if person_id not in have:
                        self._add(write, RotaMember(0, "", hall_id, post, person_id))

    def remove_member(self, member_id: int, stamp: Stamp) -> None:
        """Take somebody out of a rota; the duties they have stay planned."""
        with writing(self._db, stamp) as write:
            if not write.repeated:
                write.update(_M, member_id, removed_at=stamp.at)

    def reorder(self, hall_id: int, post: str, person_ids: Sequence[int], stamp: Stamp) -> None:
        """Put a rota into this order; whoever is not named comes after."""
        with writing(self._db, stamp) as write:
            if not write.repeated:
                place = {person_id: n for n, person_id in enumerate(person_ids)}
                members = self.members(hall_id, post)
                members.sort(key=lambda m: place.get(m.person_id, len(place)))
                for number, member in enumerate(members):
                    write.update(_M, member.id, position=number)

    def seed(self, hall_id: int, posts: Sequence[str], stamp: Stamp) -> int:
        """Enter first members into those rotas that are empty, from duty and post of the people.

        Somebody in use whose emergency duty or post names the rota's post takes turns in it.
        Returns how many were entered; they can be changed like any others.
        """
        count = 0
        with writing(self._db, stamp) as write:
            if write.repeated:
                return 0
            people = as_records(Person, _P.select().where(_P.active).order_by(_P.id))
            for post in dict.fromkeys((LEADER, *posts)):
                if self.members(hall_id, post):
                    continue
                for person in people:
                    if post in person.duty or post == person.post:
                        self._add(write, RotaMember(0, "", hall_id, post, person.id))
                        count += 1
        return count

    def leaves(self, first: date | None = None, last: date | None = None) -> list[Leave]:
        """Return the leaves that are not cancelled and touch the span, by their first day."""
        query = _L.select().where(_L.cancelled_at.is_null())
        if first is not None:
            query = query.where(_L.last_day >= first)
        if last is not None:
            query = query.where(_L.first_day <= last)
        return as_records(Leave, query.order_by(_L.first_day, _L.id))

    def save_leave(self, leave: Leave, stamp: Stamp) -> Leave:
        """Add (id 0) or change a leave.

        Raises InvalidInput per field: end before start, a span too long, a leave of the same
        person on some of these days.
        """
        refuse(leave_problems(leave))
        values = {
            "person_id": leave.person_id,
            "first_day": leave.first_day,
            "last_day": leave.last_day,
            "kind": texts.one_line(leave.kind),
            "remark": texts.one_line(leave.remark),
        }
        with writing(self._db, stamp) as write:
            if not write.repeated:
                if not _P.select().where(_P.id == leave.person_id).exists():
                    raise UserError("请选择通讯录中的人员，再登记休假")
                self._refuse_overlap(leave)
                if leave.id:
                    write.update(_L, leave.id, **values)
                else:
                    write.insert(_L, uuid=str(stamp.id), **values, cancelled_at=None)
        same = _L.id == leave.id if leave.id else _L.uuid == str(stamp.id)
        return one_record(Leave, _L.select().where(same))

    def cancel_leave(self, leave_id: int, stamp: Stamp) -> None:
        """Cancel a leave; its row stays, and it counts no longer."""
        with writing(self._db, stamp) as write:
            if not write.repeated:
                write.update(_L, leave_id, cancelled_at=stamp.at)

    def _refuse_overlap(self, leave: Leave) -> None:
        for other in self.leaves(leave.first_day, leave.last_day):
            if other.person_id == leave.person_id and other.id != leave.id:
                span = f"{times.day_cn(other.first_day)}至{times.day_cn(other.last_day)}"
                text = f"这个人{span}已登记{other.kind}，日期重叠；请修改原来的一条"
                refuse([FieldProblem("first_day", text)])

    def _add(self, write: Write, member: RotaMember) -> None:
        person = rows(_P.select(_P.name, _P.active).where(_P.id == member.person_id))
        if not person:
            raise UserError("所选人员不在通讯录中，请刷新后重新选择")
        name = person[0]["name"]
        if not person[0]["active"]:
            text = f"{name}已停用，不能轮值；请先在通讯录中启用"
            refuse([FieldProblem("person_id", text)])
        rota = (_M.hall_id == member.hall_id) & (_M.post == member.post)
        found = rows(_M.select().where(rota & (_M.person_id == member.person_id)))
        if found and found[0]["removed_at"] is None:
            text = f"{name}已经在{member.post}的轮值名单中"
            refuse([FieldProblem("person_id", text)])
        last = _M.select(fn.MAX(_M.position)).where(rota & _M.removed_at.is_null()).scalar()
        position = 0 if last is None else last + 1
        peak = Peak(member.peak)
        if found:
            changed = {"removed_at": None, "position": position, "peak": peak}
            write.update(_M, found[0]["id"], **changed)
            return
        write.insert(
            _M,
            uuid=write.stamp.derived(f"{member.hall_id} {member.post} {member.person_id}"),
            hall_id=member.hall_id,
            post=member.post,
            person_id=member.person_id,
            position=position,
            peak=peak,
            removed_at=None,
        )
