"""Contacts (通讯录): departments, people, the emergency group, and who is called for a role."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hallduty.domain import phones, texts
from hallduty.domain.errors import FieldProblem

RANKS = ("组长", "副组长", "成员")


@dataclass(frozen=True, slots=True)
class Department:
    """A department or outside unit; `role` is the plan's role that it answers for."""

    id: int
    uuid: str
    name: str
    role: str = ""
    phone: str = ""
    position: int = 0
    external: bool = False
    active: bool = True
    category: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can be called; `duty` is the emergency duty, `role` the plan's role."""

    id: int
    uuid: str
    name: str
    department_id: int | None = None
    pinyin: str = ""
    post: str = ""
    duty: str = ""
    role: str = ""
    office_phone: str = ""
    mobile: str = ""
    external: bool = False
    active: bool = True
    remark: str = ""

    @property
    def phone(self) -> str:
        """The number to try first."""
        return self.mobile or self.office_phone


@dataclass(frozen=True, slots=True)
class GroupMember:
    """A seat of the emergency group (plan clause 三) and the person who holds it."""

    id: int
    uuid: str
    rank: str
    position: int
    person: Person
    deputy: Person | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to call for a step: the name to show, the number, and why it is they."""

    name: str
    phone: str
    title: str = ""
    person_id: int | None = None

    @property
    def label(self) -> str:
        return " ".join(part for part in (self.title, self.name) if part)


def name_at_desk(leader: Person | None) -> str:
    """Return who is taken to be at the desk when nobody was named: today's duty leader."""
    return leader.name if leader else "值班员"


def person_problems(person: Person) -> list[FieldProblem | None]:
    """Check a person as typed."""
    return [
        texts.problem_in("name", "姓名", person.name, limit=50, required=True),
        texts.problem_in("post", "职务", person.post, limit=50),
        texts.problem_in("duty", "应急职责", person.duty, limit=100),
        texts.problem_in("remark", "备注", person.remark),
        phones.problem_in("office_phone", "办公电话", person.office_phone),
        phones.problem_in("mobile", "手机", person.mobile),
    ]


def department_problems(department: Department) -> list[FieldProblem | None]:
    """Check a department as typed."""
    return [
        texts.problem_in("name", "部门名称", department.name, limit=50, required=True),
        phones.problem_in("phone", "电话", department.phone),
    ]


def who_answers(
    role: str,
    departments: Sequence[Department],
    people: Sequence[Person],
    group: Sequence[GroupMember],
    leader: Person | None,
) -> list[Contact]:
    """Return whom to call for a role, first choice first.

    The duty leader and the emergency group have their own places; any other role goes to the
    people who hold it, then to the people and the phone of the departments that answer for it.
    """
    if role == "duty_leader":
        return [_contact(leader, "值班领导")] if leader else []
    if role == "group":
        return [_contact(seat.person, seat.rank) for seat in group if seat.person.active]
    found = [_contact(p, p.post) for p in people if p.active and p.role == role]
    for department in departments:
        if not department.active or department.role != role:
            continue
        staff = [p for p in people if p.active and p.department_id == department.id and not p.role]
        found += [_contact(p, department.name) for p in staff]
        if department.phone:
            found.append(Contact(department.name, department.phone))
    return found


def _contact(person: Person, title: str) -> Contact:
    return Contact(person.name, person.phone, title, person.id)
