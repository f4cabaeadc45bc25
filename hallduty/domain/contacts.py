"""Contacts (通讯录): departments, people, the emergency group, and who is called for a role."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from hallduty.domain import phones, texts
from hallduty.domain.errors import FieldProblem

RANKS = ("组长", "副组长", "成员")
# Letters and spaces; enough for any name that is borne.
LONGEST_READING = 100
_LATIN = re.compile(r"[a-z0-9 ]*")


class Category(StrEnum):
    """What kind of unit a department is; also the order of the printed directory."""

    INTERNAL = "内设部门"
    TECHNICAL = "技术服务单位"
    AGENCY = "代征单位"
    PUBLIC = "公共救援"
    PROPERTY = "物业和供电"


_CATEGORIES = frozenset(category.value for category in Category)
# What an outside unit is when nobody has said so, by the plan's role that it answers for.
_BY_ROLE = {
    "collecting_agency": Category.AGENCY,
    "police": Category.PUBLIC,
    "medical": Category.PUBLIC,
    "power": Category.PROPERTY,
    "security": Category.PROPERTY,
}


class CheckResult(StrEnum):
    """What came of trying a contact."""

    CONFIRMED = "confirmed"
    CORRECTED = "corrected"
    FAILED = "failed"

    @property
    def label(self) -> str:
        return {"confirmed": "已核实", "corrected": "已更正", "failed": "联系不上"}[self.value]


@dataclass(frozen=True, slots=True)
class Department:
    """A department or outside unit; `role` is the plan's role that it answers for.

    `category` is a Category or, in records older than it, empty: see `kind`.
    """

    id: int
    uuid: str
    name: str
    role: str = ""
    phone: str = ""
    position: int = 0
    external: bool = False
    active: bool = True
    category: str = ""

    @property
    def kind(self) -> Category:
        """What kind of unit it is; guessed where nobody has said."""
        if self.category in _CATEGORIES:
            return Category(self.category)
        if not self.external:
            return Category.INTERNAL
        return _BY_ROLE.get(self.role, Category.TECHNICAL)


# Numbers that everybody may call: first values, to be changed like any other.
PUBLIC_NUMBERS = (
    Department(0, "", "火警", "", "119", 901, True, True, Category.PUBLIC),
    Department(0, "", "急救", "medical", "120", 902, True, True, Category.PUBLIC),
    Department(0, "", "报警", "police", "110", 903, True, True, Category.PUBLIC),
    Department(0, "", "纳税缴费服务热线", "", "12366", 904, True, True, Category.PUBLIC),
    Department(0, "", "供电服务热线", "power", "95598", 905, True, True, Category.PROPERTY),
)


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
    """Somebody to call for a step: the name to show, the number, and why it is they.

    `rung` says which rung of the call ladder it is: 首选, 替补 or 部门.
    """

    name: str
    phone: str
    title: str = ""
    person_id: int | None = None
    rung: str = ""

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
        _pinyin_problem(person.pinyin),
        phones.problem_in("office_phone", "办公电话", person.office_phone),
        phones.problem_in("mobile", "手机", person.mobile),
    ]


def _pinyin_problem(pinyin: str) -> FieldProblem | None:
    if len(pinyin) > LONGEST_READING or not _LATIN.fullmatch(pinyin):
        return FieldProblem("pinyin", "拼音只能用小写字母，字与字之间空一格，如 shan xiong xin")
    return None


def department_problems(department: Department) -> list[FieldProblem | None]:
    """Check a department as typed."""
    known = not department.category or department.category in _CATEGORIES
    return [
        texts.problem_in("name", "部门名称", department.name, limit=50, required=True),
        phones.problem_in("phone", "电话", department.phone),
        None if known else FieldProblem("category", f"没有“{department.category[:20]}”这个类别"),
    ]


def who_answers(
    role: str,
    departments: Sequence[Department],
    people: Sequence[Person],
    group: Sequence[GroupMember],
    leader: Person | None,
    order: Sequence[int] = (),
) -> list[Contact]:
    """Return the call ladder of a role: first, then deputy, then department (plan clause 三).

    The duty leader and the emergency group have their own places, a seat's deputy follows its
    holder; any other role goes to the people who hold it (`order` are their ids where the bureau
    has said who is first), then to the staff and the number of the departments that answer
    for it or that the holders belong to. Nobody stands on it twice.
    """
    if role == "group":
        return [
            _contact(person, title, "首选" if title in RANKS else "替补")
            for title, person in in_order_of_calling(group)
            if person.active
        ]
    people = [person for person in people if person.active]
    deputies = {seat.person.id: seat.deputy for seat in group}
    if role == "duty_leader":
        first = [(leader, "值班领导")] if leader else []
    else:
        holders = [person for person in people if person.role == role]
        holders.sort(key=lambda p: order.index(p.id) if p.id in order else len(order))
        first = [(person, _title(person, departments)) for person in holders]
    members = {person.department_id for person, _ in first}
    return _each_once(
        [
            *_in_person(first, deputies),
            *_by_department(role, departments, people, members),
        ]
    )


def ladders(
    roles: Sequence[str],
    departments: Sequence[Department],
    people: Sequence[Person],
    group: Sequence[GroupMember],
    leader: Person | None,
    orders: Mapping[str, Sequence[int]],
) -> dict[str, tuple[Contact, ...]]:
    """Return the call ladder of each role; see who_answers."""
    return {
        role: tuple(who_answers(role, departments, people, group, leader, orders.get(role, ())))
        for role in roles
    }


def in_order_of_calling(group: Sequence[GroupMember]) -> list[tuple[str, Person]]:
    """Return the group's seats in order, each followed by its deputy; nobody twice.

    A deputy with a seat of their own is called in their own place.
    """
    seated = {seat.person.id for seat in group}
    found: list[tuple[str, Person]] = []
    for seat in group:
        found.append((seat.rank, seat.person))
        deputy = seat.deputy
        if deputy is not None and deputy.active and deputy.id not in seated:
            seated.add(deputy.id)
            found.append((f"{seat.rank}替补", deputy))
    return found


def _title(person: Person, departments: Sequence[Department]) -> str:
    """Return a holder's post; outside the bureau with the unit, without which it says nothing."""
    unit = next((d.name for d in departments if d.id == person.department_id), "")
    return person.post if not person.external or unit in person.post else unit + person.post


def _in_person(
    first: Sequence[tuple[Person, str]], deputies: Mapping[int, Person | None]
) -> Iterator[Contact]:
    """Yield the holders of a role, each followed by the deputy of the group's seat."""
    for place, (person, title) in enumerate(first):
        if person.active:
            yield _contact(person, title, "替补" if place else "首选")
        deputy = deputies.get(person.id)
        if deputy is not None and deputy.active:
            yield _contact(deputy, f"{person.name}的替补", "替补")


def _by_department(
    role: str,
    departments: Sequence[Department],
    people: Sequence[Person],
    members: set[int | None],
) -> Iterator[Contact]:
    """Yield staff and number of the departments that answer, then the holders' departments."""
    for department in departments:
        if not department.active or department.role != role:
            continue
        for person in people:
            if person.department_id == department.id and not person.role:
                yield _contact(person, department.name, "部门")
        if department.phone:
            yield Contact(department.name, department.phone, rung="部门")
    for department in departments:
        if department.active and department.id in members and department.phone:
            yield Contact(department.name, department.phone, rung="部门")


def _each_once(rungs: Sequence[Contact]) -> list[Contact]:
    """Leave out whoever stands higher already; the top rung is the first choice."""
    found: dict[tuple[int | None, str], Contact] = {}
    for contact in rungs:
        found.setdefault((contact.person_id, "" if contact.person_id else contact.name), contact)
    kept = list(found.values())
    if kept and kept[0].rung == "替补":
        kept[0] = replace(kept[0], rung="首选")
    return kept


def _contact(person: Person, title: str, rung: str) -> Contact:
    return Contact(person.name, person.phone, title, person.id, rung)
