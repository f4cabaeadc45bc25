"""Fair rotation: the rules that no filling breaks, how even it comes out, and what it says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hallduty.domain.calendar import FilingCalendar, Holidays
from hallduty.domain.errors import InvalidInput, UserError
from hallduty.domain.fairness import tallies
from hallduty.domain.roster import LEADER, Part, PostNeed, Shift
from hallduty.domain.rota import Leave, Peak, RotaMember
from hallduty.domain.rotation import FillDays, Filling, FillOrder, fill
from hallduty.holidays import announced
from tests.benchmarks.rotation import FIVE, filled, rota, shifts_of, waits

HALL, OTHER = 1, 2
CALENDAR = FilingCalendar(announced())
ONE = (PostNeed(LEADER),)
DAY = timedelta(days=1)
NOV = date(2026, 11, 1)


def team(count: int, need: PostNeed = ONE[0]) -> list[RotaMember]:
    return rota([(need, count)])


def month(**more: object) -> FillOrder:
    return replace(FillOrder(HALL, NOV, date(2026, 11, 30), ONE, FillDays.ALL), **more)


def run(
    order: FillOrder,
    members: Sequence[RotaMember],
    leaves: Sequence[Leave] = (),
    shifts: Sequence[Shift] = (),
    inactive: Sequence[int] = (),
    calendar: FilingCalendar = CALENDAR,
) -> Filling:
    names = {member.person_id: f"人员{member.person_id}" for member in members}
    return fill(order, members, leaves, shifts, names, inactive, calendar)


def led(day: date, person_id: int, *, hand: bool = False, hall: int = HALL) -> Shift:
    return Shift(0, "", day, Part.DAY, hall, person_id, {}, (LEADER,) if hand else ())


def chosen(filling: Filling) -> dict[date, int | None]:
    return {choice.day: choice.person_id for choice in filling.choices}


def even(values: Sequence[float]) -> float:
    return max(values) - min(values)


@pytest.mark.parametrize("year", [2025, 2026])
@pytest.mark.parametrize("months", [False, True], ids=["in one go", "month by month"])
@pytest.mark.parametrize("days", list(FillDays))
def test_a_year_for_twelve_leaders_is_even_in_days_and_in_days_off(
    year: int, months: bool, days: FillDays
) -> None:
    shifts, gaps, _ = filled(CALENDAR, year, days, [(PostNeed(LEADER), 12)], months)
    counts = tallies(shifts, LEADER, year, CALENDAR, range(1, 13))
    assert gaps == 0
    assert even([tally.days for tally in counts]) <= 1
    assert even([tally.rest_days for tally in counts]) <= 1
    assert min(waits(shifts, LEADER)) > 1
    stood = {date(year, 1, 1) + DAY * n for n in range(366)}
    wanted = {d for d in stood if d.year == year and CALENDAR.holidays.is_working(d)}
    if days is FillDays.WORKING:
        assert {shift.day for shift in shifts} == wanted
    assert days is not FillDays.ALL or len(shifts) == 365


def test_every_post_of_a_year_is_even_with_more_seats_on_peak_days() -> None:
    posts = list(FIVE)
    shifts, gaps, _ = filled(CALENDAR, 2026, FillDays.ALL, posts)
    members = rota(posts)
    assert gaps == 0
    for need, _ in posts:
        ids = [m.person_id for m in members if m.post == need.name]
        counts = tallies(shifts, need.name, 2026, CALENDAR, ids)
        assert even([tally.days for tally in counts]) <= 1, need.name
        assert even([tally.rest_days for tally in counts]) <= 1, need.name
        seats = Counter(len(shift.holders(need.name)) for shift in shifts)
        peaks = sum(bool(CALENDAR.peak(shift.day)) for shift in shifts)
        if need.peak_seats > need.seats:
            assert seats == {need.peak_seats: peaks, need.seats: 365 - peaks}


people = st.integers(3, 14)
spans = st.tuples(
    st.dates(date(2026, 1, 1), date(2026, 12, 1)), st.integers(0, 60), st.sampled_from(FillDays)
)


@st.composite
def situations(draw: st.DrawFn) -> tuple[FillOrder, list[RotaMember], list[Leave], list[Shift]]:
    """A fill with everything in its way: leave, limits, two posts, other halls, cells by hand."""
    count = draw(st.integers(1, 8))
    posts = (PostNeed(LEADER), PostNeed("导税", draw(st.integers(0, 2)), draw(st.integers(0, 3))))
    members = [
        RotaMember(0, "", HALL, post.name, person, n, draw(st.sampled_from(Peak)))
        for post in posts
        for n, person in enumerate(draw(st.sets(st.integers(1, count), min_size=1)))
    ]
    first, length, days = draw(spans)
    last = first + DAY * min(length, 25)
    order = FillOrder(
        *(HALL, first, last, posts, days, draw(st.booleans()), draw(st.booleans())),
        *(draw(st.booleans()), draw(st.booleans())),
    )
    around = st.integers(-3, (last - first).days + 1).map(lambda n: first + DAY * n)
    leaves = [
        Leave(n, "", person, day, day + DAY * draw(st.integers(0, 6)))
        for n, (person, day) in enumerate(
            draw(st.lists(st.tuples(st.integers(1, count), around), max_size=4))
        )
    ]
    made: dict[tuple[date, Part, int], Shift] = {}
    for day in draw(st.lists(around, max_size=8)):
        part, hall = draw(st.sampled_from(Part)), draw(st.sampled_from((HALL, OTHER)))
        person, hand = draw(st.integers(1, count)), draw(st.booleans())
        whole = any((day, p, hall) in made for p in Part if p.meets(part))
        if not whole:
            by_hand = (LEADER,) if hand else ()
            stood = {LEADER: (person,)} if draw(st.booleans()) and hand else {}
            made[day, part, hall] = Shift(0, "", day, part, hall, person, {}, by_hand, stood)
    return order, members, leaves, list(made.values())


@settings(max_examples=150, deadline=None)
@given(situations(), st.sets(st.integers(1, 8), max_size=2))
def test_no_filling_breaks_a_rule(
    situation: tuple[FillOrder, list[RotaMember], list[Leave], list[Shift]], inactive: set[int]
) -> None:
    order, members, leaves, shifts = situation
    filling = run(order, members, leaves, shifts, sorted(inactive))
    peaks = {(m.post, m.person_id): m.peak for m in members}
    busy: dict[int, Counter[date]] = {}
    cells = {(c.day, c.part, c.post) for c in filling.choices}
    for shift in shifts:
        if shift.hall_id == OTHER or (shift.day, LEADER) not in {(d, p) for d, _, p in cells}:
            assert shift.leader_id is not None
            busy.setdefault(shift.leader_id, Counter())[shift.day] += 1
    for day, part, post in filling.kept:
        (kept,) = (s for s in shifts if (s.day, s.part, s.hall_id) == (day, part, HALL))
        assert kept.stood or (not order.overwrite and post in kept.by_hand)
        assert not any(d == day and p == post and part.meets(h) for d, h, p in cells)
        if (day, post) in {(d, p) for d, _, p in cells}:
            assert kept.leader_id is not None
            busy.setdefault(kept.leader_id, Counter())[day] += 1
    # A cell set by hand is among the kept unless the order says otherwise.
    for shift in shifts:
        asked = order.first <= shift.day <= order.last and shift.hall_id == HALL
        if asked and shift.by_hand and not order.overwrite:
            assert (shift.day, shift.part, LEADER) not in cells
    stays = [c for c in filling.choices if c.why.startswith("原已排定")]
    assert order.gaps_only or not stays
    fresh = [c for c in filling.choices if c.person_id is not None and c not in stays]
    for choice in filling.choices:
        if choice.person_id is not None:
            busy.setdefault(choice.person_id, Counter())[choice.day] += 1
    for choice in fresh:
        person, day = choice.person_id, choice.day
        assert person is not None
        assert person not in inactive
        assert not any(leave.person_id == person and leave.covers(day) for leave in leaves)
        limit = peaks[choice.post, person]
        assert limit is Peak.ANY or (limit is Peak.ONLY) == bool(CALENDAR.peak(day))
        assert busy[person][day] == 1, "twice at once"
        if not order.running:
            assert not busy[person][day - DAY], "two days running"
            assert not busy[person][day + DAY], "two days running"
        assert choice.why
    for gap in filling.gaps:
        assert gap.why
    seats = Counter((c.day, c.part, c.post, c.seat) for c in filling.choices)
    assert not seats or max(seats.values()) == 1


@settings(max_examples=60, deadline=None)
@given(st.integers(4, 14), spans, st.booleans())
def test_it_is_even_for_any_span_when_nobody_is_limited(
    count: int, span: tuple[date, int, FillDays], halves: bool
) -> None:
    # Two halves a day take two people: four would only ever alternate in fixed pairs.
    count += 3 * halves
    first, length, days = span
    last = min(first + DAY * length, date(2026, 12, 31))
    order = FillOrder(HALL, first, last, ONE, days, halves)
    filling = run(order, team(count))
    counts = tallies(shifts_of(filling), LEADER, 2026, CALENDAR, range(1, count + 1))
    assert even([tally.days for tally in counts]) <= 1
    assert even([tally.rest_days for tally in counts]) <= 1
    assert filling.spread == even([tally.days for tally in counts])
    assert filling.rest_spread == even([tally.rest_days for tally in counts])


@settings(max_examples=15, deadline=None)
@given(st.integers(5, 14), st.randoms(use_true_random=False))
def test_it_stays_even_week_after_week(count: int, random: object) -> None:
    shifts: list[Shift] = []
    first = date(2026, 1, 1)
    while first.year == 2026 and first.month < 7:
        last = min(first + DAY * random.randint(10, 40), date(2026, 12, 31))  # type: ignore[attr-defined]
        shifts += shifts_of(run(month(first=first, last=last), team(count), (), shifts))
        first = last + DAY
    counts = tallies(shifts, LEADER, 2026, CALENDAR, range(1, count + 1))
    assert even([tally.days for tally in counts]) <= 1
    assert even([tally.rest_days for tally in counts]) <= 1
    assert min(waits(shifts, LEADER)) > 1


def test_who_comes_back_from_leave_does_not_make_up_for_it_in_a_burst() -> None:
    leave = Leave(1, "", 3, date(2026, 3, 1), date(2026, 6, 30), "病假")
    order = month(first=date(2026, 1, 1), last=date(2026, 12, 31))
    shifts = shifts_of(run(order, team(6), [leave]))
    days = sorted(s.day for s in shifts if s.leader_id == 3)
    back = [day for day in days if day >= date(2026, 7, 1)]
    assert not any(leave.covers(day) for day in days)
    # Half a year of the six: a sixth of 184 days, give or take one.
    assert abs(len(back) - 184 / 6) <= 1.5
    july = [day for day in back if day.month == 7]
    assert len(july) <= 6
    counts = tallies(shifts, LEADER, 2026, CALENDAR, [1, 2, 4, 5, 6])
    assert even([tally.days for tally in counts]) <= 1
    assert even([tally.rest_days for tally in counts]) <= 1


@pytest.mark.parametrize("seed", range(4))
def test_a_year_of_scattered_leave_gives_everybody_the_share_of_their_days(seed: int) -> None:
    chance = Random(seed)
    leaves = []
    for person in range(1, 13):
        for _ in range(chance.randint(0, 3)):
            first = date(2026, 1, 1) + DAY * chance.randint(0, 350)
            leaves.append(Leave(0, "", person, first, first + DAY * chance.randint(0, 20)))
    shifts: list[Shift] = []
    for number in range(1, 13):
        first = date(2026, number, 1)
        last = (first + DAY * 32).replace(day=1) - DAY
        filling = run(month(first=first, last=last), team(12), leaves, shifts)
        assert not filling.gaps
        shifts += shifts_of(filling)
    days, rests = dict.fromkeys(range(1, 13), 0.0), dict.fromkeys(range(1, 13), 0.0)
    for shift in shifts:
        there = [
            p
            for p in range(1, 13)
            if not any(leave.person_id == p and leave.covers(shift.day) for leave in leaves)
        ]
        assert shift.leader_id in there
        for person in there:
            share = (person == shift.leader_id) - 1 / len(there)
            days[person] += share
            if not CALENDAR.holidays.is_working(shift.day):
                rests[person] += share
    assert max(map(abs, days.values())) <= 1
    assert max(map(abs, rests.values())) <= 1
    # Nobody makes up for leave in a burst: a month of twelve people is two or three days.
    for person in range(1, 13):
        own = sorted(shift.day for shift in shifts if shift.leader_id == person)
        assert all((own[n + 5] - own[n]).days > 24 for n in range(len(own) - 5))


def test_a_newcomer_in_autumn_starts_level_with_the_others() -> None:
    past, _, _ = filled(CALENDAR, 2026, FillDays.ALL, [(PostNeed(LEADER), 5)])
    past = [shift for shift in past if shift.day < NOV]
    filling = run(month(), team(6), (), past)
    new = [day for day, person in chosen(filling).items() if person == 6]
    assert 4 <= len(new) <= 6
    assert min((b - a).days for a, b in pairwise(new)) >= 3


def test_leaders_limited_to_peak_days_share_those_and_only_those() -> None:
    members = [replace(m, peak=Peak.ONLY if m.person_id > 8 else Peak.ANY) for m in team(10)]
    members[0] = replace(members[0], peak=Peak.NEVER)
    order = month(first=date(2026, 1, 1), last=date(2026, 12, 31), days=FillDays.WORKING)
    days = chosen(run(order, members))
    peaks = {day for day in days if CALENDAR.peak(day)}
    own = {person: {d for d, p in days.items() if p == person} for person in range(1, 11)}
    assert own[9] <= peaks
    assert own[10] <= peaks
    assert not own[1] & peaks
    # Nine people share the peak days; the eight others the rest.
    for person in (9, 10):
        assert abs(len(own[person]) - len(peaks) / 9) <= 1
    assert even([len(own[person]) for person in range(2, 9)]) <= 1


def test_cells_by_hand_stay_and_count_unless_overwriting_is_asked_for() -> None:
    hand = [led(NOV + DAY * n, 1, hand=True) for n in (0, 4, 8, 12)]
    kept = run(month(), team(4), (), hand)
    assert {cell[0] for cell in kept.kept} == {shift.day for shift in hand}
    assert not {shift.day for shift in hand} & set(chosen(kept))
    own = Counter(chosen(kept).values())
    assert own[1] + 4 in (7, 8)
    anew = run(month(overwrite=True), team(4), (), hand)
    assert anew.kept == ()
    assert len(anew.choices) == 30


def test_a_machine_made_cell_is_decided_anew_but_not_when_only_gaps_are_asked_for() -> None:
    made = [led(NOV + DAY * n, 1 + n % 3) for n in range(10)]
    leave = Leave(1, "", 2, NOV, NOV + DAY * 1, "出差")
    filling = run(month(gaps_only=True, last=NOV + DAY * 9), team(4), [leave], made)
    days = chosen(filling)
    changed = [s.day for s in made if days[s.day] != s.leader_id]
    assert changed == [NOV + DAY]
    stays = next(c for c in filling.choices if c.day == NOV)
    assert stays.why == "原已排定，保持不变"


def test_what_was_really_stood_is_never_planned_anew_and_decides_whose_turn_it_is() -> None:
    stood = replace(led(NOV, 1), stood={LEADER: (2,)})
    filling = run(month(overwrite=True, last=NOV + DAY * 2), team(3), (), [stood])
    assert filling.kept == ((NOV, Part.DAY, LEADER),)
    assert sorted(p or 0 for p in chosen(filling).values()) == [1, 3]


def test_halves_go_round_a_half_that_is_set_by_hand() -> None:
    morning = Shift(0, "", NOV, Part.MORNING, HALL, 1, {}, (LEADER,))
    filling = run(month(last=NOV), team(3), (), [morning])
    assert [(c.part, c.person_id in (2, 3)) for c in filling.choices] == [(Part.AFTERNOON, True)]


def test_nobody_is_in_two_halls_or_two_posts_at_once() -> None:
    elsewhere = led(NOV, 1, hall=OTHER)
    filling = run(month(last=NOV), team(2), (), [elsewhere])
    (choice,) = filling.choices
    assert choice.person_id == 2
    assert choice.why == "当天只有这一人能值班"
    assert choice.passed_over == ((1, "当天在另一个办税服务场所值班"),)


def test_it_says_why_and_why_not() -> None:
    past = [led(date(2026, 10, 26) + DAY * n, p) for n, p in enumerate((1, 2, 3, 4, 1, 3))]
    members = [*team(5), RotaMember(0, "", HALL, LEADER, 6, 6, Peak.ONLY)]
    leave = Leave(1, "", 5, NOV, NOV + DAY * 4, "公休")
    day = date(2026, 11, 2)
    filling = run(
        month(first=day, last=day, days=FillDays.WORKING), members, [leave], past, inactive=[4]
    )
    (choice,) = filling.choices
    assert choice.person_id == 2
    assert choice.why == "本年值班最少（1 天），上次10月27日"
    assert dict(choice.passed_over) == {
        1: "本年已值 2 天，多 1 天",
        3: "本年已值 2 天，多 1 天",
        4: "已停用",
        5: "公休，至11月5日",
        6: "只排高峰日",
    }


def test_a_gap_names_who_cannot_come_and_an_empty_rota_what_to_do() -> None:
    leave = Leave(1, "", 2, NOV, NOV, "病假")
    filling = run(month(last=NOV), team(2), [leave], [led(NOV - DAY, 1)])
    assert len(filling.gaps) == 1
    assert filling.gaps[0].why == "没有人可排：人员1前一天值班、人员2病假，至11月1日"
    empty = run(month(last=NOV), [])
    assert "休假与轮值" in empty.gaps[0].why


def test_two_days_running_only_when_allowed_and_nobody_else_is_left() -> None:
    strict = run(month(last=NOV + DAY * 3), team(1))
    assert [c.person_id for c in strict.choices] == [1, None, 1, None]
    loose = run(month(last=NOV + DAY * 3, running=True), team(1))
    assert [c.person_id for c in loose.choices] == [1, 1, 1, 1]
    assert "连续两天" in loose.choices[1].why
    two = run(month(running=True), team(2))
    assert min(waits(shifts_of(two), LEADER)) == 2


def test_a_gap_is_closed_by_freeing_somebody_from_another_seat() -> None:
    posts = (PostNeed(LEADER), PostNeed("导税"))
    members = [RotaMember(0, "", HALL, LEADER, n, n) for n in (1, 2, 3)]
    members += [RotaMember(0, "", HALL, "导税", n, n) for n in (1, 4)]
    days = month(posts=posts, last=NOV + DAY * 5)
    leave = Leave(1, "", 4, NOV + DAY * 2, NOV + DAY * 2)
    filling = run(days, members, [leave], [])
    assert filling.gaps == ()


def test_it_is_the_same_every_time() -> None:
    assert run(month(), team(7)) == run(month(), team(7))


def test_a_span_over_new_year_counts_each_year_by_itself() -> None:
    order = month(first=date(2025, 12, 1), last=date(2026, 1, 31))
    past, _, _ = filled(CALENDAR, 2025, FillDays.ALL, [(PostNeed(LEADER), 5)])
    past = [shift for shift in past if shift.day < order.first]
    filling = run(order, team(5), (), past)
    assert [balance.year for balance in filling.balances] == [2025, 2026]
    assert filling.spread <= 1
    shifts = [*past, *shifts_of(filling)]
    assert min(waits(shifts, LEADER)) > 1


def test_a_year_without_holidays_is_said_and_cannot_be_filled_by_period() -> None:
    bare = FilingCalendar(Holidays())
    filling = run(month(days=FillDays.WORKING), team(3), calendar=bare)
    assert filling.notes == ("2026年没有节假日数据，按周一至周五为工作日排班；导入节假日后请核对",)
    assert len(filling.choices) == 21
    with pytest.raises(UserError, match="2026年11月没有征期截止日"):
        run(month(days=FillDays.PERIOD), team(3), calendar=bare)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"last": date(2026, 10, 31)}, "last"),
        ({"last": date(2027, 11, 2)}, "last"),
        ({"first": date(1026, 11, 1)}, "first"),
        ({"posts": ()}, "posts"),
        ({"posts": (PostNeed("导税"), PostNeed("导税"))}, "posts"),
        ({"posts": (PostNeed("导税", -1),)}, "posts"),
        ({"posts": (PostNeed(LEADER, 2),)}, "posts"),
    ],
)
def test_an_order_that_cannot_be_is_refused_beside_its_field(
    more: dict[str, object], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        run(month(**more), team(3))
    assert refused.value.message_for(field)
