"""The directory as it is printed (facts of the field: 通讯录): groups of lines, and the ladders."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from hallduty.domain.contacts import Category, Contact, Department, GroupMember, Person
from hallduty.domain.plan import Plan

GROUP = "应急处理小组"
_OTHERS = "其他人员"


@dataclass(frozen=True, slots=True)
class DirectoryLine:
    """One line of the printed directory."""

    department: str
    name: str = ""
    post: str = ""
    duty: str = ""
    office_phone: str = ""
    mobile: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A group of lines under its heading."""

    title: str
    lines: tuple[DirectoryLine, ...]


@dataclass(frozen=True, slots=True)
class RoleLadder:
    """Whom to call for a role of the plan, first choice first."""

    role: str
    contacts: tuple[Contact, ...]


@dataclass(frozen=True, slots=True)
class Directory:
    """All that a wall sheet or a pocket card prints."""

    sections: tuple[Section, ...]
    ladders: tuple[RoleLadder, ...] = ()
    hall: str = ""
    duty_phone: str = ""

    def section(self, title: str) -> Section:
        """Return the group of that heading, empty when there is none."""
        return next((s for s in self.sections if s.title == title), Section(title, ()))


def directory(
    people: Sequence[Person],
    departments: Sequence[Department],
    group: Sequence[GroupMember],
    plan: Plan,
    ladders: Mapping[str, Sequence[Contact]],
    hall: str = "",
    duty_phone: str = "",
) -> Directory:
    """Return the directory of everybody in use: the group, then each kind of unit (clause 三)."""
    people = [person for person in people if person.active]
    units = [unit for unit in departments if unit.active]
    names = {unit.id: unit.name for unit in departments}
    sections = [Section(GROUP, tuple(_group(group, names)))]
    for kind in Category:
        lines = [line for unit in units if unit.kind is kind for line in _unit(unit, people)]
        sections.append(Section(kind.value, tuple(lines)))
    known = {unit.id for unit in units}
    others = [
        _line(p, "") for p in people if p.department_id not in known and not _seated(p, group)
    ]
    sections.append(Section(_OTHERS, tuple(others)))
    return Directory(
        tuple(section for section in sections if section.lines),
        tuple(
            RoleLadder(plan.role(code).name, tuple(found))
            for code, found in ladders.items()
            if found
        ),
        hall,
        duty_phone,
    )


def _group(group: Sequence[GroupMember], names: Mapping[int, str]) -> Iterator[DirectoryLine]:
    for seat in group:
        for person, rank in ((seat.person, seat.rank), (seat.deputy, f"{seat.rank}替补")):
            if person is not None and person.active:
                yield DirectoryLine(
                    names.get(person.department_id or 0, ""),
                    person.name,
                    person.post,
                    rank,
                    person.office_phone,
                    person.mobile,
                    person.remark,
                )


def _unit(unit: Department, people: Sequence[Person]) -> Iterator[DirectoryLine]:
    staff = [_line(p, unit.name) for p in people if p.department_id == unit.id]
    if unit.phone or not staff:
        yield DirectoryLine(unit.name, office_phone=unit.phone)
    yield from staff


def _line(person: Person, department: str) -> DirectoryLine:
    return DirectoryLine(
        department,
        person.name,
        person.post,
        person.duty,
        person.office_phone,
        person.mobile,
        person.remark,
    )


def _seated(person: Person, group: Sequence[GroupMember]) -> bool:
    """Tell whether somebody of no department is listed with the group already."""
    return any(person.id in (s.person.id, s.deputy.id if s.deputy else 0) for s in group)
