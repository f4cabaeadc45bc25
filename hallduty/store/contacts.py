"""Contacts (通讯录): departments, people and the emergency group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from peewee import fn

from hallduty.domain import contacts as rules
from hallduty.domain import phones, texts
from hallduty.domain.contacts import Contact, Department, GroupMember, Person
from hallduty.domain.errors import refuse
from hallduty.domain.plan import GroupPost
from hallduty.domain.stamps import Stamp
from hallduty.store import models
from hallduty.store.records import as_records, one_record, rows
from hallduty.store.writes import writing

if TYPE_CHECKING:
    from hallduty.store.database import Database
    from hallduty.store.roster import RosterStore

_P = models.Person
_D = models.Department
_G = models.GroupMember
R = TypeVar("R")
_PHONES = frozenset({"phone", "office_phone", "mobile"})


class ContactStore:
    """Who can be called."""

    def __init__(self, db: Database, roster: RosterStore) -> None:
        self._db = db
        self._roster = roster

    def people(self, active_only: bool = True) -> list[Person]:
        """Return people, inactive ones last."""
        query = _P.select().order_by(_P.active.desc(), _P.external, _P.id)
        return as_records(Person, query.where(_P.active) if active_only else query)

    def person(self, person_id: int) -> Person | None:
        """Return a person, inactive or not, or None."""
        found = as_records(Person, _P.select().where(_P.id == person_id))
        return found[0] if found else None

    def departments(self, active_only: bool = True) -> list[Department]:
        """Return departments in their own order."""
        query = _D.select().order_by(_D.active.desc(), _D.external, _D.position, _D.id)
        return as_records(Department, query.where(_D.active) if active_only else query)

    def save_person(self, person: Person, stamp: Stamp) -> Person:
        """Add (id 0) or change a person; raises InvalidInput per field."""
        refuse(rules.person_problems(person))
        return self._save(_P, Person, person, stamp)

    def save_department(self, department: Department, stamp: Stamp) -> Department:
        """Add (id 0) or change a department; raises InvalidInput per field."""
        refuse(rules.department_problems(department))
        return self._save(_D, Department, department, stamp)

    def set_person_active(self, person_id: int, active: bool, stamp: Stamp) -> None:
        """Deactivate a person or take them back; old incidents keep them."""
        self._set_active(_P, person_id, active, stamp)

    def set_department_active(self, department_id: int, active: bool, stamp: Stamp) -> None:
        """Deactivate a department or take it back."""
        self._set_active(_D, department_id, active, stamp)

    def group(self) -> list[GroupMember]:
        """Return the emergency group in the plan's order (clause 三)."""
        people = {person.id: person for person in self.people(active_only=False)}
        return [
            GroupMember(
                row["id"],
                row["uuid"],
                row["rank"],
                row["position"],
                people[row["person_id"]],
                people.get(row["deputy_id"]),
            )
            for row in rows(_G.select().where(_G.removed_at.is_null()).order_by(_G.position, _G.id))
        ]

    def set_group_person(self, member_id: int, person_id: int, stamp: Stamp) -> None:
        """Give a seat of the group to another person."""
        with writing(self._db, stamp) as write:
            if not write.repeated:
                write.update(_G, member_id, person_id=person_id)

    def add_group_seat(self, rank: str, person_id: int, stamp: Stamp) -> None:
        """Add a seat to the group, after those of the same rank."""
        with writing(self._db, stamp) as write:
            if not write.repeated:
                last = _G.select(fn.MAX(_G.position)).where(_G.rank == rank).scalar()
                position = (last or rules.RANKS.index(rank) * 100) + 1
                values = {"rank": rank, "position": position, "person_id": person_id}
                write.insert(_G, uuid=str(stamp.id), **values)

    def who_answers(self, role: str, day: date) -> list[Contact]:
        """Return whom to call for a role of the plan on that day, first choice first."""
        leader = self._roster.leader_on(day) if role == "duty_leader" else None
        return rules.who_answers(role, self.departments(), self.people(), self.group(), leader)

    def seed_group(self, posts: Sequence[GroupPost], stamp: Stamp) -> None:
        """Enter the posts that the plan names as first values; once, into an empty group."""
        with writing(self._db, stamp) as write:
            if write.repeated or _G.select().exists():
                return
            for index, post in enumerate(posts):
                person_id = write.insert(
                    _P,
                    uuid=stamp.derived(f"person {index}"),
                    **_blank_person(post.name, post.post, f"应急处理小组{post.rank}"),
                )
                write.insert(
                    _G,
                    uuid=stamp.derived(f"seat {index}"),
                    rank=post.rank,
                    position=rules.RANKS.index(post.rank) * 100 + index,
                    person_id=person_id,
                )

    def _save(self, model: Any, record: type[R], value: Any, stamp: Stamp) -> R:
        values = {name: _tidied(name, field) for name, field in asdict(value).items()}
        row_id = values.pop("id")
        del values["uuid"]
        with writing(self._db, stamp) as write:
            if not write.repeated and row_id:
                write.update(model, row_id, **values)
            elif not write.repeated:
                write.insert(model, uuid=str(stamp.id), **values)
        same = model.id == row_id if row_id else model.uuid == str(stamp.id)
        return one_record(record, model.select().where(same))

    def _set_active(self, model: Any, row_id: int, active: bool, stamp: Stamp) -> None:
        with writing(self._db, stamp) as write:
            if not write.repeated:
                write.update(model, row_id, active=active)


def _tidied(name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return phones.normalised(value) if name in _PHONES else texts.one_line(value)


def _blank_person(name: str, post: str, duty: str) -> dict[str, Any]:
    blank = asdict(Person(id=0, uuid="", name=name, post=post, duty=duty))
    return {key: value for key, value in blank.items() if key not in ("id", "uuid")}
