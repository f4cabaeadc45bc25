"""Whom a policy question is put to, and by when an answer is asked for (四（四）)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from hallduty.domain.contacts import Department, Person
from hallduty.domain.policy import QuestionKind

# Until when an answer is asked for on a day: before the hall closes.
CLOSING = time(17, 30)
_HEADS = ("负责人", "长", "主任", "主管")


@dataclass(frozen=True, slots=True)
class Office:
    """A department that can be asked, with its head and the number to call."""

    id: int
    name: str
    head: str = ""
    phone: str = ""

    @property
    def label(self) -> str:
        """征收管理股　张某　0570-8765400."""
        return "\u3000".join(filter(None, (self.name, self.head, self.phone)))


def offices(departments: Iterable[Department], people: Iterable[Person]) -> list[Office]:
    """Return who can be asked: the bureau's own departments first, each with its head.

    The head is whose post says so, else the first of its people with a number.
    """
    staff: dict[int, list[Person]] = {}
    for person in people:
        if person.active and person.department_id is not None:
            staff.setdefault(person.department_id, []).append(person)
    found = []
    active = (each for each in departments if each.active)
    for unit in sorted(active, key=lambda each: (each.external, each.position, each.id)):
        head = _head(staff.get(unit.id, ()))
        phone = (head.office_phone or head.mobile if head else "") or unit.phone
        found.append(Office(unit.id, unit.name, head.name if head else "", phone))
    return found


def _head(people: Sequence[Person]) -> Person | None:
    def weight(person: Person) -> tuple[bool, bool, bool]:
        post = person.post.strip()
        return not post.endswith(_HEADS), post.startswith("副"), not person.phone

    return min(people, key=weight, default=None)


@dataclass(frozen=True, slots=True)
class DueChoice:
    """One offer of a time to answer by: its words and the moment (None: no limit)."""

    label: str
    due: datetime | None


def due_choices(now: datetime, working: Callable[[date], bool]) -> list[DueChoice]:
    """Return the offers: today (while there is time), next working day, in three, no limit."""
    found = []
    today = datetime.combine(now.date(), CLOSING)
    if now + timedelta(minutes=30) <= today:
        found.append(DueChoice("当日下班前", today))
    following = _working_days(now.date(), 3, working)
    found.append(DueChoice("下一工作日", datetime.combine(following[0], CLOSING)))
    found.append(DueChoice("三个工作日内", datetime.combine(following[-1], CLOSING)))
    return [*found, DueChoice("不限时间", None)]


def usual_due(kind: QuestionKind, choices: Sequence[DueChoice]) -> int:
    """Return which offer fits: 模糊 the soonest there is, 空白 three working days."""
    if kind is QuestionKind.AMBIGUOUS:
        return 0
    return next(n for n, each in enumerate(choices) if each.label == "三个工作日内")


def _working_days(day: date, count: int, working: Callable[[date], bool]) -> list[date]:
    """Return the next working days; after a month without one the calendar cannot be right."""
    found: list[date] = []
    for number in range(1, 40):
        following = day + timedelta(days=number)
        if working(following):
            found.append(following)
        if len(found) == count:
            return found
    return [day + timedelta(days=number) for number in range(1, count + 1)]
