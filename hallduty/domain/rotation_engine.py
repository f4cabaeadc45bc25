"""Makes a filling: seats, whose turn each is, the evening out, and the reasons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from hallduty.domain import fairness
from hallduty.domain.calendar import FilingCalendar
from hallduty.domain.roster import LEADER, Part, Shift
from hallduty.domain.rota import Leave, RotaMember
from hallduty.domain.rotation import Balance, Choice, Filling, FillOrder
from hallduty.domain.rotation_diary import Diary
from hallduty.domain.rotation_levels import close_gaps, level
from hallduty.domain.rotation_polish import polish
from hallduty.domain.rotation_race import Race, Runner, runners_of, spread
from hallduty.domain.rotation_slots import DayBook, DayFacts, Ground, Slot, ground
from hallduty.domain.rotation_words import Reasons

_DAY = timedelta(days=1)
# With fewer people to a seat than this, weekends given out beforehand would corner the week.
_ROOMY = 5


def run(
    order: FillOrder,
    members: Sequence[RotaMember],
    leaves: Sequence[Leave],
    shifts: Sequence[Shift],
    names: Mapping[int, str],
    inactive: frozenset[int],
    calendar: FilingCalendar,
) -> Filling:
    """Fill the order, a calendar year after the other; see rotation.fill."""
    members = [m for m in members if m.hall_id == order.hall_id]
    book = DayBook(calendar)
    away = _away(members, leaves, inactive, order)
    years = range(order.first.year, order.last.year + 1)
    grounds = [
        ground(
            order,
            max(order.first, date(year, 1, 1)),
            min(order.last, date(year, 12, 31)),
            shifts,
            away,
            book,
        )
        for year in years
    ]
    diary = _diary(order, shifts, grounds)
    choices: list[Choice] = []
    balances: list[Balance] = []
    for year, field in zip(years, grounds, strict=True):
        races = {
            need.name: _race(order, need.name, year, members, away, diary, shifts, book)
            for need in order.posts
        }
        before = {post: race.counts() for post, race in races.items()}
        _decide(races, field)
        reasons = Reasons(members, leaves, names, inactive, diary)
        for post, race in races.items():
            choices += reasons.of(race, field, before[post])
        balances += [_balance(race, year) for race in races.values()]
    rank = {need.name: n for n, need in enumerate(order.posts)}
    turn = {part: n for n, part in enumerate(Part)}
    choices.sort(key=lambda c: (c.day, turn[c.part], rank[c.post], c.seat))
    kept = tuple(cell for field in grounds for cell in field.kept)
    return Filling(order, tuple(choices), kept, tuple(balances), _notes(years, calendar))


def _away(
    members: Sequence[RotaMember],
    leaves: Sequence[Leave],
    inactive: frozenset[int],
    order: FillOrder,
) -> dict[int, frozenset[date]]:
    """Return, for everybody in use, the days that they are away, from 1 January on."""
    first = date(order.first.year, 1, 1)
    days: dict[int, set[date]] = defaultdict(set)
    for leave in leaves:
        start, end = max(leave.first_day, first), min(leave.last_day, order.last)
        days[leave.person_id].update(start + _DAY * n for n in range((end - start).days + 1))
    people = {member.person_id for member in members} | set(days)
    return {p: frozenset(days.get(p, ())) for p in people if p not in inactive}


def _diary(order: FillOrder, shifts: Sequence[Shift], grounds: Sequence[Ground]) -> Diary:
    """Enter every duty but those of the cells that are to be decided."""
    diary = Diary()
    open_cells = {(s.day, s.post) for field in grounds for s in field.slots}
    fixed = {cell for field in grounds for cell in field.kept}
    for shift in shifts:
        ours = shift.hall_id == order.hall_id
        posts = {LEADER, *shift.posts, *shift.stood}
        free = {
            post
            for post in posts
            if ours
            and (shift.day, post) in open_cells
            and (shift.day, shift.part, post) not in fixed
        }
        diary.enter_shift(shift, posts - free, ours)
    for field in grounds:
        for slot in field.slots:
            diary.enter(slot)
    return diary


def _race(
    order: FillOrder,
    post: str,
    year: int,
    members: Sequence[RotaMember],
    away: dict[int, frozenset[date]],
    diary: Diary,
    shifts: Sequence[Shift],
    book: DayBook,
) -> Race:
    start = max(order.first, date(year, 1, 1))
    rota = [(m.person_id, n, m.peak) for n, m in enumerate(members) if m.post == post]
    runners = runners_of(rota, away, date(year, 1, 1), min(order.last, date(year, 12, 31)))
    race = Race(post, runners, diary, order.running)
    past = [s for s in shifts if s.hall_id == order.hall_id and date(year, 1, 1) <= s.day < start]
    race.history(list(_past_days(past, post, book)), start)
    return race


def _past_days(
    shifts: Sequence[Shift], post: str, book: DayBook
) -> Iterator[tuple[DayFacts, dict[int, float]]]:
    days: dict[date, dict[int, float]] = defaultdict(dict)
    for shift, shares in fairness.counted(shifts, post):
        for person_id, weight in shares.items():
            days[shift.day][person_id] = days[shift.day].get(person_id, 0.0) + weight
    for day in sorted(days):
        yield book.facts(day), days[day]


def _decide(races: dict[str, Race], field: Ground) -> None:
    """Decide all seats of a year, the posts with the fewest people to a seat first."""
    seats: dict[str, list[Slot]] = defaultdict(list)
    for slot in field.slots:
        seats[slot.post].append(slot)

    def room(post: str) -> float:
        days = len({(slot.day, slot.part) for slot in seats[post]}) or 1
        return len(races[post].runners) * days / (len(seats[post]) or 1)

    for post in sorted(seats, key=room):
        race, slots = races[post], seats[post]
        span = (slots[-1].day - slots[0].day).days + 1
        race.round_days = len(race.runners) * span / len(slots)
        if room(post) >= _ROOMY:
            _run_ahead(race, slots, field.counted[post])
        else:
            _run_days(race, slots, field.counted[post])
    close_gaps(races, field.slots)
    for post, slots in seats.items():
        level(races[post], slots)
        polish(races[post], slots)


def _run_days(race: Race, slots: Sequence[Slot], fixed: Sequence[Slot]) -> None:
    """Decide day by day; fixed duties count as soon as a round reaches them."""
    coming = _Coming(race, [*fixed, *(s for s in slots if s.settled)])
    for slot in slots:
        coming.until(slot.day)
        if not slot.settled:
            race.take(slot, race.choose(slot))
            race.count(slot)
    coming.rest()


def _run_ahead(race: Race, slots: Sequence[Slot], fixed: Sequence[Slot]) -> None:
    """Give out the days off first, then the working days around them.

    Only then is it known on a Thursday that somebody has the Saturday; the counts of days off
    come in with the days, a round ahead, as those of fixed duties do.
    """
    settled = [*fixed, *(slot for slot in slots if slot.settled)]
    rests = [slot for slot in slots if not slot.facts.working and not slot.settled]
    ahead = _Coming(race, [slot for slot in settled if not slot.facts.working], 60)
    for slot in rests:
        ahead.until(slot.day)
        race.take(slot, race.choose(slot))
        race.count(slot)
    ahead.rest()
    # The days off are evened out: their weight in all days now comes in day by day.
    for slot in [*rests, *ahead.counted]:
        race.uncount_days(slot)
    coming = _Coming(race, [*settled, *rests], whole=False)
    for slot in slots:
        if slot.facts.working and not slot.settled:
            coming.until(slot.day)
            race.take(slot, race.choose(slot))
            race.count(slot)
    coming.rest()


class _Coming:
    """Duties that are fixed beforehand, counted when the day to be decided is a round away."""

    def __init__(
        self, race: Race, slots: Sequence[Slot], ahead: float = 0.0, whole: bool = True
    ) -> None:
        self._race = race
        self._slots = sorted(slots, key=lambda slot: slot.day, reverse=True)
        self._ahead = timedelta(days=ahead or race.round_days)
        self._whole = whole
        self.counted: list[Slot] = []

    def until(self, day: date) -> None:
        """Count what lies up to a round after `day`."""
        while self._slots and self._slots[-1].day <= day + self._ahead:
            self._count(self._slots.pop())

    def rest(self) -> None:
        """Count what is left."""
        while self._slots:
            self._count(self._slots.pop())

    def _count(self, slot: Slot) -> None:
        self.counted.append(slot)
        if self._whole or slot.facts.working:
            self._race.count(slot)
        else:
            self._race.count_days(slot)


def _balance(race: Race, year: int) -> Balance:
    free: list[Runner] = [runner for runner in race.runners if runner.free]
    days = spread([runner.all.done for runner in free])
    return Balance(race.post, year, days, spread([r.rest.done for r in free]), len(free))


def _notes(years: range, calendar: FilingCalendar) -> tuple[str, ...]:
    unknown = [year for year in years if year not in calendar.holidays.years]
    return tuple(
        f"{year}年没有节假日数据，按周一至周五为工作日排班；导入节假日后请核对" for year in unknown
    )
