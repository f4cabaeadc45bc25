"""Contacts (通讯录): departments, people, and whom to call for a role."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from peewee import fn

from hallduty.domain import contacts as rules
from hallduty.domain import phones, texts
from hallduty.domain.contacts import (
    LONGEST_READING,
    CheckResult,
    Contact,
    Department,
    GroupMember,
    Person,
)
from hallduty.domain.errors import UserError, refuse
from hallduty.store import models, models_duty
from hallduty.store.records import as_records, by_key, one_record, rows
from hallduty.store.writes import Write, writing

if TYPE_CHECKING:
    from hallduty.domain.directory import Directory
    from hallduty.domain.plan import GroupPost, Plan
    from hallduty.domain.stamps import Stamp
    from hallduty.store.database import Database
    from hallduty.store.roster import RosterStore

_P = models.Person
_D = models.Department
_G = models.GroupMember
_K = models_duty.ContactCheck
_S = models.Setting
R = TypeVar("R")
_PHONES = frozenset({"phone", "office_phone", "mobile"})
# Rows of the settings that say who is called first for a role: ladder.power → [7, 3].
_LADDER = "ladder."
_LONGEST_NAME = 50


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
        """Add (id 0) or change a person; raises InvalidInput per field.

        A name without a reading, or with that of an older name, gets its own. A number that is
        changed counts as corrected in the month's check.
        """
        before = self.person(person.id) if person.id else None
        person = spelled(person, before)
        refuse(rules.person_problems(person))
        return self._save(_P, Person, person, stamp, checked="person_id" if before else "")

    def save_department(self, department: Department, stamp: Stamp) -> Department:
        """Add (id 0) or change a department; raises InvalidInput per field."""
        refuse(rules.department_problems(department))
        checked = "department_id" if department.id else ""
        return self._save(_D, Department, department, stamp, checked=checked)

    def reorder_departments(self, ids: Sequence[int], stamp: Stamp) -> None:
        """Put departments in this order; those not named keep their places behind."""
        with writing(self._db, stamp) as write:
            if not write.repeated:
                for position, department_id in enumerate(ids, 1):
                    write.update(_D, department_id, position=position)

    def set_person_active(self, person_id: int, active: bool, stamp: Stamp) -> None:
        """Deactivate a person or take them back; old incidents keep them."""
        self._set_active(_P, person_id, active, stamp)

    def set_department_active(self, department_id: int, active: bool, stamp: Stamp) -> None:
        """Deactivate a department or take it back."""
        self._set_active(_D, department_id, active, stamp)

    def group(self) -> list[GroupMember]:
        """Return the emergency group in the plan's order (clause 三)."""
        seats = rows(_G.select().where(_G.removed_at.is_null()).order_by(_G.position, _G.id))
        named = {row[column] for row in seats for column in ("person_id", "deputy_id")} - {None}
        people = {person.id: person for person in by_key(Person, _P, "id", *sorted(named))}
        return [
            GroupMember(
                row["id"],
                row["uuid"],
                row["rank"],
                row["position"],
                people[row["person_id"]],
                people.get(row["deputy_id"]),
            )
            for row in seats
        ]

    def add_group_seat(self, rank: str, person_id: int, stamp: Stamp) -> None:
        """Add a seat to the group, after those of the same rank."""
        with writing(self._db, stamp) as write:
            if not write.repeated:
                last = _G.select(fn.MAX(_G.position)).where(_G.rank == rank).scalar()
                position = (last or rules.RANKS.index(rank) * 100) + 1
                values = {"rank": rank, "position": position, "person_id": person_id}
                write.insert(_G, uuid=str(stamp.id), **values)

    def set_group_seat(
        self, member_id: int, person_id: int, deputy_id: int | None, stamp: Stamp
    ) -> None:
        """Say who holds a seat and who stands in for them (None: nobody)."""
        if deputy_id == person_id:
            raise UserError("替补不能是本人，请另选一人")
        with writing(self._db, stamp) as write:
            if not write.repeated:
                write.update(_G, member_id, person_id=person_id, deputy_id=deputy_id)

    def remove_group_seat(self, member_id: int, stamp: Stamp) -> None:
        """Take a seat out of the group; the person stays in the directory."""
        with writing(self._db, stamp) as write:
            if not write.repeated:
                write.update(_G, member_id, removed_at=stamp.at)

    def reorder_group(self, ids: Sequence[int], stamp: Stamp) -> None:
        """Put the seats of the group in this order."""
        with writing(self._db, stamp) as write:
            if not write.repeated:
                for position, member_id in enumerate(ids, 1):
                    write.update(_G, member_id, position=position)

    def ladder_orders(self) -> dict[str, tuple[int, ...]]:
        """Return, for roles where the bureau has said so, who is called first, by id."""
        query = _S.select().where(_S.key.startswith(_LADDER))
        return {
            row["key"].removeprefix(_LADDER): tuple(json.loads(row["value"])) for row in rows(query)
        }

    def set_ladder_order(self, role: str, person_ids: Sequence[int], stamp: Stamp) -> None:
        """Say in which order the holders of a role are called."""
        key, value = _LADDER + role, json.dumps(list(person_ids))
        with writing(self._db, stamp) as write:
            if write.repeated:
                return
            row_id = _S.select(_S.id).where(_S.key == key).scalar()
            if row_id:
                write.update(_S, row_id, value=value)
            else:
                write.insert(_S, key=key, value=value)

    def who_answers(self, role: str, day: date) -> list[Contact]:
        """Return the call ladder of a role of the plan on that day, first choice first."""
        leader = self._roster.leader_on(day) if role == "duty_leader" else None
        order = self.ladder_orders().get(role, ())
        departments, people = self.departments(), self.people()
        return rules.who_answers(role, departments, people, self.group(), leader, order)

    def ladders(self, roles: Sequence[str], day: date) -> dict[str, tuple[Contact, ...]]:
        """Return the call ladders of several roles, asking the database once for all."""
        leader = self._roster.leader_on(day)
        departments, people = self.departments(), self.people()
        orders = self.ladder_orders()
        return rules.ladders(roles, departments, people, self.group(), leader, orders)

    def directory(self, plan: Plan, day: date, hall: str = "", duty_phone: str = "") -> Directory:
        """Return the directory as it is printed; who leads today is no part of it."""
        from hallduty.domain.directory import directory

        roles = [role.code for role in plan.roles if role.code not in ("duty_leader", "group")]
        ladders = self.ladders(roles, day)
        people, departments = self.people(), self.departments()
        return directory(people, departments, self.group(), plan, ladders, hall, duty_phone)

    def has_unspelled(self) -> bool:
        """Tell whether anybody has no reading yet."""
        return bool(_P.select(_P.id).where(_P.pinyin == "").exists())

    def fill_pinyin(self, stamp: Stamp, most: int = 200) -> int:
        """Give people who have no reading theirs, at most so many; return how many.

        For records older than the readings, and for the plan's own names.
        """
        from hallduty import pinyin

        bare = _P.select(_P.id, _P.name).where(_P.pinyin == "").order_by(_P.id)
        found = [(row["id"], _whole_syllables(pinyin.full(row["name"]))) for row in rows(bare)]
        wanted = [(person_id, spelled) for person_id, spelled in found if spelled][:most]
        if not wanted:
            return 0
        with writing(self._db, stamp) as write:
            if not write.repeated:
                for person_id, spelled in wanted:
                    write.update(_P, person_id, pinyin=spelled)
        return len(wanted)

    def seed_public(self, stamp: Stamp) -> None:
        """Enter 110, 119, 120, 12366 and 95598 as first values, once; what is there stays."""
        done = self._db.execute_sql(
            "SELECT 1 FROM audit WHERE write_id = ? LIMIT 1", (str(stamp.id),)
        ).fetchone()
        if done:
            return
        known = {department.phone for department in self.departments(active_only=False)}
        with writing(self._db, stamp) as write:
            for department in () if write.repeated else rules.PUBLIC_NUMBERS:
                if department.phone not in known:
                    values = asdict(department)
                    del values["id"], values["uuid"]
                    write.insert(_D, uuid=stamp.derived(department.phone), **values)

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

    def _save(self, model: Any, record: type[R], value: Any, stamp: Stamp, checked: str = "") -> R:
        """Insert or update; `checked` is the column of the check that a new number makes."""
        values = {name: tidied(name, field) for name, field in asdict(value).items()}
        row_id = values.pop("id")
        del values["uuid"]
        with writing(self._db, stamp) as write:
            if not write.repeated and row_id:
                before = one_record(record, model.select().where(model.id == row_id))
                write.update(model, row_id, **values)
                if checked:
                    note_if_corrected(write, checked, before, values)
            elif not write.repeated:
                write.insert(model, uuid=str(stamp.id), **values)
        same = model.id == row_id if row_id else model.uuid == str(stamp.id)
        return one_record(record, model.select().where(same))

    def _set_active(self, model: Any, row_id: int, active: bool, stamp: Stamp) -> None:
        with writing(self._db, stamp) as write:
            if not write.repeated:
                write.update(model, row_id, active=active)


def note_if_corrected(write: Write, column: str, before: Any, values: Mapping[str, Any]) -> None:
    """Note that a contact was corrected in this month, when `values` change a number of it.

    `before` is the person or department as it was; None for a new one.
    """
    numbers = _PHONES & {*values}
    if before is None or all(getattr(before, name) == values[name] for name in numbers):
        return
    stamp = write.stamp
    write.insert(
        _K,
        uuid=stamp.derived(f"check {column} {before.id}"),
        **{"person_id": None, "department_id": None, column: before.id},
        month=f"{stamp.at:%Y-%m}",
        at=stamp.at,
        actor=stamp.actor,
        result=CheckResult.CORRECTED,
        remark="",
    )


def spelled(person: Person, before: Person | None) -> Person:
    """Return the person with a reading: the one typed, else that of the name."""
    typed = unicodedata.normalize("NFKC", person.pinyin).casefold().replace("ü", "v")
    typed = " ".join(typed.split())
    renamed = before is not None and before.name != person.name and before.pinyin == typed
    if (not typed or renamed) and len(person.name) <= _LONGEST_NAME:
        from hallduty import pinyin

        typed = _whole_syllables(pinyin.full(person.name))
    return replace(person, pinyin=typed)


def _whole_syllables(reading: str) -> str:
    """Return as much of a reading as fits; what nobody typed must not be refused."""
    if len(reading) <= LONGEST_READING:
        return reading
    return reading[: LONGEST_READING + 1].rpartition(" ")[0]


def tidied(name: str, value: Any) -> Any:
    """Return a field as it is kept: numbers in one form, texts on one line."""
    if not isinstance(value, str):
        return value
    return phones.normalised(value) if name in _PHONES else texts.one_line(value)


def _blank_person(name: str, post: str, duty: str) -> dict[str, Any]:
    blank = asdict(Person(id=0, uuid="", name=name, post=post, duty=duty))
    return {key: value for key, value in blank.items() if key not in ("id", "uuid")}
