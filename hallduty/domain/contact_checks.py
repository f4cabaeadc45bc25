"""Monthly check of the directory (通讯录核对): is each contact still reachable (plan clause 三)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from hallduty.domain.contacts import CheckResult, Department, Person

# Nobody dials these to see whether they answer.
NEVER_TRIED = ("110", "119", "120", "12366")


@dataclass(frozen=True, slots=True)
class ContactCheck:
    """One check of a person or a department in a month (“2026-11”); the latest counts."""

    id: int
    uuid: str
    person_id: int | None
    department_id: int | None
    month: str
    at: datetime
    actor: str
    result: CheckResult
    remark: str = ""


@dataclass(frozen=True, slots=True)
class CheckLine:
    """A contact to be checked this month: a person, or a department with a number of its own."""

    person: Person | None
    department: Department | None
    check: ContactCheck | None = None

    @property
    def key(self) -> str:
        """person:12 or department:5; what a line is known by."""
        return f"person:{self.person.id}" if self.person else f"department:{self._unit.id}"

    @property
    def _unit(self) -> Department:
        assert self.department is not None
        return self.department

    @property
    def name(self) -> str:
        return self.person.name if self.person else self._unit.name

    @property
    def numbers(self) -> str:
        """The numbers to try, the first to try first."""
        if self.person is None:
            return self._unit.phone
        return "\u3000".join(n for n in (self.person.mobile, self.person.office_phone) if n)

    @property
    def settled(self) -> bool:
        """Whether it was confirmed or corrected; one that could not be reached was not."""
        return self.check is not None and self.check.result is not CheckResult.FAILED

    @property
    def state(self) -> str:
        """What is said of it in a list: 未核实, 已核实, 已更正, 联系不上, 无电话."""
        if self.check is not None:
            return self.check.result.label
        return "未核实" if self.numbers else "无电话"


def month_of(day: date) -> str:
    """Return the month as checks keep it: 2026-11."""
    return f"{day:%Y-%m}"


def latest(checks: Iterable[ContactCheck]) -> dict[str, ContactCheck]:
    """Return the check that counts for each contact: person:12, department:5."""
    found: dict[str, ContactCheck] = {}
    for check in sorted(checks, key=lambda each: each.id):
        kind = "department" if check.person_id is None else "person"
        found[f"{kind}:{check.person_id or check.department_id}"] = check
    return found


def check_lines(
    people: Sequence[Person], departments: Sequence[Department], checks: Iterable[ContactCheck]
) -> list[CheckLine]:
    """Return what is to be checked in a month: everybody in use, and units with a number.

    Public rescue numbers are left out (see NEVER_TRIED).
    """
    known = latest(checks)
    lines = [CheckLine(person, None) for person in people if person.active]
    lines += [
        CheckLine(None, unit)
        for unit in departments
        if unit.active and unit.phone and unit.phone not in NEVER_TRIED
    ]
    return [CheckLine(line.person, line.department, known.get(line.key)) for line in lines]


def unsettled(lines: Iterable[CheckLine]) -> list[CheckLine]:
    """Return the lines that are neither confirmed nor corrected yet."""
    return [line for line in lines if not line.settled]
