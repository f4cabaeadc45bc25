"""How even and how fast a year's rotation is: python -m tests.benchmarks.rotation [year]

Prints for 12 leaders the spread of duty days and of weekend and holiday days, the shortest wait
between two duties and the seconds: the year in one go and month by month; then five posts of
12 to 30 people. The seconds also as a ratio to dealing the same seats out in plain turns, in the
same run, which knows no rule. Nothing is written.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from hallduty.domain.calendar import FilingCalendar
from hallduty.domain.fairness import tallies
from hallduty.domain.roster import LEADER, Part, PostNeed, Shift
from hallduty.domain.rota import RotaMember
from hallduty.domain.rotation import FillDays, Filling, FillOrder, fill
from hallduty.holidays import announced

HALL = 1
FIVE = (
    (PostNeed(LEADER), 12),
    (PostNeed("值班长"), 15),
    (PostNeed("导税", 1, 2), 30),
    (PostNeed("咨询", 2, 3), 30),
    (PostNeed("技术"), 13),
)


def rota(posts: Sequence[tuple[PostNeed, int]]) -> list[RotaMember]:
    """Return separate people for each post."""
    found: list[RotaMember] = []
    for need, people in posts:
        for n in range(people):
            person_id = len(found) + 1
            found.append(RotaMember(person_id, "", HALL, need.name, person_id, n))
    return found


def shifts_of(filling: Filling) -> list[Shift]:
    """Return the shifts that a filling makes."""
    cells: dict[tuple[date, Part], dict[str, list[int]]] = {}
    for choice in filling.choices:
        if choice.person_id is not None:
            seats = cells.setdefault((choice.day, choice.part), {})
            seats.setdefault(choice.post, []).append(choice.person_id)
    found = []
    for (day, part), seats in cells.items():
        leader = next(iter(seats.pop(LEADER, [])), None)
        posts = {post: tuple(ids) for post, ids in seats.items()}
        found.append(Shift(0, "", day, part, HALL, leader, posts))
    return found


def filled(
    calendar: FilingCalendar,
    year: int,
    days: FillDays,
    posts: Sequence[tuple[PostNeed, int]],
    months: bool = False,
) -> tuple[list[Shift], int, float]:
    """Fill a year; return the shifts, how many seats stayed empty, and the seconds."""
    needs, members = tuple(need for need, _ in posts), rota(posts)
    names = {member.person_id: f"人员{member.person_id}" for member in members}
    starts = [date(year, month, 1) for month in range(1, 13)] if months else [date(year, 1, 1)]
    ends = [*starts[1:], date(year + 1, 1, 1)]
    shifts: list[Shift] = []
    gaps = 0
    started = time.perf_counter()
    for first, after in zip(starts, ends, strict=True):
        order = FillOrder(HALL, first, after - timedelta(days=1), needs, days)
        filling = fill(order, members, (), shifts, names, (), calendar)
        shifts += shifts_of(filling)
        gaps += len(filling.gaps)
    return shifts, gaps, time.perf_counter() - started


def dealt(calendar: FilingCalendar, shifts: Sequence[Shift], people: int) -> float:
    """Return the seconds for giving the seats of `shifts` to the next in turn, and no more."""
    started = time.perf_counter()
    seats = [
        (shift.day, post, calendar.peak(shift.day))
        for shift in shifts
        for post in (LEADER, *shift.posts)
        for _ in shift.holders(post)
    ]
    turns = [(seat, n % people) for n, seat in enumerate(seats)]
    assert len(turns) == len(seats)
    return time.perf_counter() - started


def waits(shifts: Sequence[Shift], post: str) -> Counter[int]:
    """Count the days between each person's duties in a post."""
    days: dict[int, list[date]] = {}
    for shift in sorted(shifts, key=lambda s: s.day):
        for person_id in shift.holders(post):
            days.setdefault(person_id, []).append(shift.day)
    return Counter((b - a).days for each in days.values() for a, b in pairwise(each))


def main() -> None:
    year = int(sys.argv[1]) if len(sys.argv) > 1 else 2026
    calendar = FilingCalendar(announced())
    leaders = [(PostNeed(LEADER), 12)]
    cases = [(days, leaders, months) for days in FillDays for months in (False, True)]
    cases += [(days, list(FIVE), False) for days in (FillDays.WORKING, FillDays.ALL)]
    for days, posts, months in cases:
        shifts, gaps, seconds = filled(calendar, year, days, posts, months)
        how = "month by month" if months else "in one go"
        ratio = seconds / dealt(calendar, shifts, sum(people for _, people in posts))
        print(
            f"{year} {days.label} {how}, {len(posts)} posts: {seconds:.2f} s, {gaps} gaps,"
            f" {ratio:.0f} times plain turns"
        )
        members = rota(posts)
        for need, people in posts:
            ids = [m.person_id for m in members if m.post == need.name]
            counts = tallies(shifts, need.name, year, calendar, ids)
            spreads = [
                max(values) - min(values)
                for values in (
                    [t.days for t in counts],
                    [t.rest_days for t in counts],
                    [t.holiday_days for t in counts],
                    [t.peak_days for t in counts],
                )
            ]
            shortest = sorted(waits(shifts, need.name).items())[:3]
            print(
                f"  {need.name} {people} people: spread of days {spreads[0]:g}, weekends and"
                f" holidays {spreads[1]:g} (holidays {spreads[2]:g}, peaks {spreads[3]:g});"
                f" shortest waits {', '.join(f'{d} d × {n}' for d, n in shortest)}"
            )


if __name__ == "__main__":
    main()
