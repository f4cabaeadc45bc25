"""Made-up data for a first look: people that nobody bears the name of, and two years of events."""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

from hallduty import demo_words as words
from hallduty.demo_duty import check_contacts, enter_duty, keep_logs
from hallduty.demo_links import link_causes
from hallduty.demo_outline import Outline
from hallduty.demo_story import tell
from hallduty.demo_voices import voice
from hallduty.domain.calendar import FilingCalendar
from hallduty.domain.contacts import PUBLIC_NUMBERS, Department, Person
from hallduty.domain.errors import UserError
from hallduty.domain.plan import Plan
from hallduty.domain.roster import Hall, Part
from hallduty.domain.stamps import Stamp
from hallduty.holidays import announced
from hallduty.store import Store

Progress = Callable[[int, int], None]

YEARS = 2
LEADERS = 8
STAFF = 24
OPEN_TODAY = 3
# The place, among those of the past, of the event that is told at two windows.
TOLD_TWICE = 11
_DAY = timedelta(days=1)
# Demo databases of one seed are to be alike, so ids come from the seed, not from chance.
_OPENS, _CLOSES = time(8, 30), time(17, 0)


@dataclass(slots=True)
class Cast:
    """Who and what the events are about; `rng` decides, `next_stamp` makes the ids of writes."""

    rng: random.Random
    now: datetime
    hall_id: int = 0
    leaders: list[Person] = field(default_factory=list)
    staff: list[Person] = field(default_factory=list)
    group: list[tuple[str, Person]] = field(default_factory=list)
    by_role: dict[str, str] = field(default_factory=dict)

    def stamp(self, at: datetime, actor: str = "") -> Stamp:
        """Return a stamp whose id follows from the seed."""
        return Stamp(UUID(int=self.rng.getrandbits(128), version=4), at, actor or "示例值班员")


def fill(
    store: Store,
    plan: Plan,
    now: datetime,
    *,
    incidents: int = 200,
    seed: int = 1,
    progress: Progress | None = None,
) -> None:
    """Fill an empty data folder with made-up people, their duty and `incidents` events.

    The events lie in the two years before `now`, the last of them open today. The same seed,
    time and number give the same records. Raises UserError when the folder holds data.
    """
    _refuse_unless_empty(store)
    now = now.replace(microsecond=0)
    calendar = FilingCalendar(announced())
    rng = random.Random(seed)
    cast = Cast(rng, now)
    with store.bulk():
        start = now - timedelta(days=365 * YEARS)
        _enter_people(store, plan, cast, start)
        _enter_hall(store, cast, start)
        _enter_old_roster(store, cast, start, now)
        enter_duty(store, cast, calendar, start, now)
        beside = [
            keep_logs(store, plan, cast, calendar, now),
            check_contacts(store, cast, now),
            voice(store, cast, calendar, now),
            link_causes(store, cast, now),
        ]
        _play(store, plan, cast, _outlines(plan, cast, now, incidents), beside, progress)


def _refuse_unless_empty(store: Store) -> None:
    seated = {seat.person.id for seat in store.contacts.group()}
    known = {person.id for person in store.contacts.people(active_only=False)}
    # 110, 119, 120 and the like are entered by the program itself.
    public = {unit.phone for unit in PUBLIC_NUMBERS}
    units = store.contacts.departments(active_only=False)
    used = (
        store.incidents.count()
        or store.roster.halls(active_only=False)
        or any(unit.phone not in public for unit in units)
        or known - seated
    )
    if used:
        raise UserError(
            "数据文件夹里已有数据；演示数据只能填入空的数据文件夹，请用 --data 另指一个"
        )


def _names() -> Iterator[str]:
    for family in words.FAMILY:
        for given in words.GIVEN:
            yield family + given


class _Staffing:
    """Enters made-up people, each with a name and a number of their own."""

    def __init__(self, store: Store, cast: Cast, at: datetime) -> None:
        self._store, self._cast, self._at = store, cast, at
        self._names = _names()
        self._numbers = iter(range(13_800_000_001, 13_800_000_600))

    def person(self, post: str, **more: object) -> Person:
        """Enter somebody of that post."""
        return self.save(Person(0, "", "", post=post), **more)

    def save(self, person: Person, **more: object) -> Person:
        """Enter `person` (id 0: anew) under the next name and number."""
        named = replace(person, name=next(self._names), mobile=str(next(self._numbers)))
        made = replace(named, **more)  # type: ignore[arg-type]
        return self._store.contacts.save_person(made, self._cast.stamp(self._at))

    def unit(self, unit: Department) -> int:
        """Enter a department or outside unit; return its id."""
        return self._store.contacts.save_department(unit, self._cast.stamp(self._at)).id


def _enter_people(store: Store, plan: Plan, cast: Cast, at: datetime) -> None:
    """Enter the group, the duty leaders, the staff, and somebody for every role of the plan."""
    staffing = _Staffing(store, cast, at)
    _enter_group(store, plan, cast, staffing, at)
    leading = staffing.unit(Department(0, "", words.LEADING, position=0))
    staffed = staffing.unit(Department(0, "", words.STAFFED, position=1))
    offices = _enter_units(plan, cast, staffing)
    chief = staffing.person("值班长", role="duty_chief", duty="值班长", department_id=staffed)
    cast.by_role["duty_chief"] = f"值班长{chief.name}"
    cast.leaders = [
        staffing.person(
            "副局长" if n < 2 else "股长",
            duty="值班领导",
            office_phone=f"0570-876543{n:02d}",
            department_id=leading if n < 2 else offices[n % len(offices)],
        )
        for n in range(LEADERS)
    ]
    cast.staff = [staffing.person("窗口人员", department_id=staffed) for _ in range(STAFF)]


def _enter_group(store: Store, plan: Plan, cast: Cast, staffing: _Staffing, at: datetime) -> None:
    """Enter what a first start enters; made-up people take the seats that the plan names."""
    store.contacts.seed_group(plan.group, cast.stamp(at))
    store.contacts.seed_public(cast.stamp(at))
    cast.by_role = {unit.role: unit.name for unit in store.contacts.departments() if unit.role}
    cast.group = [(seat.rank, staffing.save(seat.person)) for seat in store.contacts.group()]
    first, second = store.contacts.group()[:2]
    store.contacts.set_group_seat(first.id, first.person.id, second.person.id, cast.stamp(at))


def _enter_units(plan: Plan, cast: Cast, staffing: _Staffing) -> list[int]:
    """Enter the units with somebody who answers there; return the ids of the bureau's own."""
    own = []
    for position, (name, role, phone, external) in enumerate(words.UNITS, start=2):
        unit = staffing.unit(Department(0, "", name, role, phone, position, external))
        answers = staffing.person(
            "联系人" if external else "负责人",
            department_id=unit,
            role=role,
            external=external,
            duty=plan.role(role).name,
        )
        cast.by_role[role] = f"{name}{answers.name}"
        if not external:
            own.append(unit)
    return own


def _enter_hall(store: Store, cast: Cast, at: datetime) -> None:
    hall = store.roster.save_hall(Hall(0, "", words.HALL), cast.stamp(at))
    store.roster.set_window_count(hall.id, words.WINDOWS, cast.stamp(at))
    kinds = {1: "导税", 2: "咨询", 11: "社保费", 12: "车购税"}
    for window in store.roster.windows(hall.id):
        if window.number in kinds:
            store.roster.save_window(replace(window, kind=kinds[window.number]), cast.stamp(at))
    cast.hall_id = hall.id


def _enter_old_roster(store: Store, cast: Cast, start: datetime, now: datetime) -> None:
    """Set a leader for every working day from two years ago to the end of last year."""
    day = start.date().replace(day=1)
    holidays = announced()
    while day.year < now.year:
        if holidays.is_working(day):
            leader = cast.leaders[day.toordinal() // 2 % LEADERS]
            store.roster.set_leader(day, Part.DAY, cast.hall_id, leader.id, cast.stamp(start))
        day += _DAY


def _outlines(plan: Plan, cast: Cast, now: datetime, count: int) -> list[Outline]:
    """Return what happens when, in the order in which it is registered."""
    rng = cast.rng
    held_today = min(OPEN_TODAY, count)
    past = count - held_today
    days = _working_days(now)
    codes = [code for code, story in words.STORIES.items() if plan.scenario(code)]
    weights = [words.STORIES[code].weight for code in codes]
    moments = sorted(_moment(rng, rng.choice(days)) for _ in range(past))
    outlines = []
    for number, occurred in enumerate(moments):
        # The first ones go through all scenarios, levels and endings; chance decides the rest.
        early = number < 2 * len(codes)
        code = codes[number % len(codes)] if early else rng.choices(codes, weights)[0]
        outlines.append(
            Outline(
                scenario=code,
                level=("major" if number % 4 == 1 else "critical" if number % 9 == 4 else "normal")
                if early
                else rng.choices(("normal", "major", "critical"), (80, 16, 4))[0],
                occurred=occurred,
                until=now,
                ending="void" if number == 7 or rng.random() < 0.015 else "closed",
                drill=number == 3 or rng.random() < 0.04,
                late=number == 5 or rng.random() < 0.05,
            )
        )
    if len(outlines) > TOLD_TWICE:
        _tell_twice(outlines)
    return outlines + _todays(rng, now, held_today)


def _tell_twice(outlines: list[Outline]) -> None:
    """Let one fault be told once more a few minutes later, and be merged."""
    main = outlines[TOLD_TWICE - 1]
    main = replace(main, ending="closed", drill=False, late=False, joined=True)
    outlines[TOLD_TWICE - 1] = main
    later = main.occurred + timedelta(minutes=6)
    outlines[TOLD_TWICE] = replace(main, occurred=later, ending="merged", joined=False)


def _todays(rng: random.Random, now: datetime, count: int) -> list[Outline]:
    midnight = datetime.combine(now.date(), time.min)
    kinds = (
        ("tax_system", "major", "handling", 47),
        ("queue_system", "normal", "handling", 12),
        ("window_pc", "normal", "recovered", 95),
    )
    found = [
        Outline(code, level, max(midnight, now - timedelta(minutes=minutes)), now, ending)
        for code, level, ending, minutes in kinds[:count]
    ]
    return sorted(found, key=lambda outline: outline.occurred)


def _working_days(now: datetime) -> list[date]:
    """Return the working days of the two years before today, those of filing peaks twice."""
    holidays = announced()
    first = now.date() - timedelta(days=365 * YEARS)
    days = [first + _DAY * n for n in range((now.date() - first).days)]
    working = [day for day in days if holidays.is_working(day)]
    peaks = [day for day in working if day.day <= 15 and day.month in (1, 4, 7, 10)]
    return working + peaks


def _moment(rng: random.Random, day: date) -> datetime:
    opens = datetime.combine(day, _OPENS)
    span = datetime.combine(day, _CLOSES) - opens - timedelta(minutes=20)
    return opens + timedelta(seconds=rng.randrange(int(span.total_seconds())))


def _play(
    store: Store,
    plan: Plan,
    cast: Cast,
    outlines: list[Outline],
    beside: list[Iterator[datetime]],
    progress: Progress | None,
) -> None:
    """Write all events, each write at its own time, so that the audit runs forward.

    `beside` are the scripts of what else was done in those days.
    """
    waiting: list[tuple[datetime, int, Iterator[datetime]]] = []
    for number, script in enumerate(beside):
        begins = next(script, None)
        if begins is not None:
            heapq.heappush(waiting, (begins, -1 - number, script))
    total, done = len(outlines), -len(waiting)
    coming = sorted(enumerate(outlines), key=lambda pair: (pair[1].registered, pair[0]))
    for number, outline in coming:
        while waiting and waiting[0][0] <= outline.registered:
            done += _step(waiting)
        script = tell(store, plan, cast, outline)
        heapq.heappush(waiting, (next(script), number, script))
        if progress is not None and number % 50 == 0:
            progress(max(0, done), total)
    while waiting:
        done += _step(waiting)
    if progress is not None:
        progress(done, total)


def _step(waiting: list[tuple[datetime, int, Iterator[datetime]]]) -> int:
    """Let the earliest event make its next write; return 1 when it is finished."""
    _, number, script = waiting[0]
    at = next(script, None)
    if at is None:
        heapq.heappop(waiting)
        return 1
    heapq.heapreplace(waiting, (at, number, script))
    return 0
