"""Whom a policy question is put to, and by when an answer is asked for (四（四）)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from hallduty.domain.contacts import Department, Person
from hallduty.domain.policy import QuestionKind

# Until when an answer is asked for on a day: before the hall closes.
CLOSING = time(17, 30)
_HEADS = ("负责人", "长", "主任", "主管")
# The plan's role of whoever is asked (职能部门, clause 四（四）), and by what words a name or a
# duty tells that policy is theirs.
_FUNCTIONAL = "department"
_OF_POLICY = ("税政", "政策", "法规", "法制")


@dataclass(frozen=True, slots=True)
class Office:
    """A department that can be asked, with its head and the number to call.

    `concern` is how much the directory says that policy is its duty: 0 nothing, 1 by the plan's
    role, more by its name or by what its people answer for.
    """

    id: int
    name: str
    head: str = ""
    phone: str = ""
    concern: int = 0

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
        mine = staff.get(unit.id, ())
        head = _head(mine)
        phone = (head.office_phone or head.mobile if head else "") or unit.phone
        name = head.name if head else ""
        found.append(Office(unit.id, unit.name, name, phone, _concern(unit, mine)))
    return found


def _concern(unit: Department, people: Sequence[Person]) -> int:
    duties = " ".join((unit.name, *(person.duty for person in people)))
    told = any(word in duties for word in _OF_POLICY)
    return (unit.role == _FUNCTIONAL) + 2 * told


def usual_office(
    found: Sequence[Office], of_topic: str = "", last: str = "", asked: Collection[str] = ()
) -> int:
    """Return which of the departments to offer for a question, -1 where there are none.

    The one asked last about its topic, else whose duty policy is, among equals the one asked
    `last`; never one that was `asked` about this very question while there are others.
    """
    fresh = [place for place, each in enumerate(found) if each.name not in asked]
    places = fresh or list(range(len(found)))

    def weight(place: int) -> tuple[bool, int, bool]:
        office = found[place]
        return office.name == of_topic, office.concern, office.name == last

    return max(places, key=weight, default=-1)


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
