"""Whose turn it is in one post: what each did against the share that was theirs to do.

A share comes only from days on which somebody could have come. Who was on leave, joined late or
takes turns on some days only is therefore compared like with like: no burst of duties makes up
for days away.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import ceil

from hallduty.domain.rota import Peak
from hallduty.domain.rotation_diary import ELSEWHERE, Diary
from hallduty.domain.rotation_slots import DayFacts, Slot

# Duties within this of the fewest are one round: who waited longest goes first among them.
ROUND = 0.75
# Somebody with no duty at all while two of theirs came round was not there yet.
NEWCOMER = 2.0


@dataclass(slots=True)
class Load:
    """Days done (or planned) and the share that was theirs, of one kind of days."""

    done: float = 0.0
    share: float = 0.0

    @property
    def ahead(self) -> float:
        """How much more than their share somebody did; rounded, shares being sums of floats."""
        return round(self.done - self.share, 6)


@dataclass(slots=True, eq=False)
class Runner:
    """A member of the rota in the race for duties."""

    person_id: int
    position: int
    peak: Peak
    away: frozenset[date]
    all: Load = field(default_factory=Load)
    rest: Load = field(default_factory=Load)
    holiday: Load = field(default_factory=Load)
    peaks: Load = field(default_factory=Load)
    # The first day that was theirs to share in; later than the year's for a newcomer.
    joined: date = date.min
    # Whether the whole year so far and the fill were theirs to share in.
    free: bool = True

    def loads(self, facts: DayFacts) -> tuple[Load, ...]:
        """Return the counts that a duty on such a day goes into."""
        if not facts.working:
            return (self.all, self.rest, self.holiday) if facts.holiday else (self.all, self.rest)
        return (self.all, self.peaks) if facts.peak else (self.all,)

    def comes(self, facts: DayFacts) -> bool:
        """Tell whether somebody takes turns on such a day and is not away."""
        if facts.day in self.away or facts.day < self.joined:
            return False
        return self.peak is Peak.ANY or (self.peak is Peak.ONLY) == facts.peak


class Race:
    """The members of one post, their counts, and the choice of the next."""

    def __init__(self, post: str, runners: Sequence[Runner], diary: Diary, running: bool) -> None:
        self.post = post
        self.runners = list(runners)
        self.by_id = {runner.person_id: runner for runner in runners}
        self.diary = diary
        self._running = running
        # Days between one's duties when turns are kept; the fill sets it from its seats.
        self.round_days = float(len(self.runners))

    def history(self, days: Sequence[tuple[DayFacts, dict[int, float]]], until: date) -> None:
        """Count the year so far: for each day in order, how much each person did.

        Who did nothing while two of their duties came round was not there yet: they share
        only from their first duty on, or from `until`, where the fill begins.
        """
        mine = [(f, {p: w for p, w in done.items() if p in self.by_id}) for f, done in days]
        first: dict[int, date] = {}
        for facts, done in mine:
            for person_id in done:
                first.setdefault(person_id, facts.day)
        missed = dict.fromkeys(self.by_id, 0.0)
        for facts, done in mine:
            could = [runner.person_id for runner in self.runners if runner.comes(facts)]
            for person_id in could:
                if facts.day < first.get(person_id, until):
                    missed[person_id] += sum(done.values()) / len(could)
        for runner in self.runners:
            if missed[runner.person_id] >= NEWCOMER:
                runner.joined = first.get(runner.person_id, until)
                runner.free = False
        for facts, done in mine:
            self.share(facts, done)

    def share(self, facts: DayFacts, done: dict[int, float]) -> None:
        """Count duties of a day, and give everybody who could have come their share of it."""
        total = sum(done.values())
        for person_id, weight in done.items():
            for load in self.by_id[person_id].loads(facts):
                load.done += weight
        could = [runner for runner in self.runners if runner.comes(facts)]
        for runner in could:
            for load in runner.loads(facts):
                load.share += total / len(could)

    def counts(self) -> dict[int, tuple[float, float, float]]:
        """Return by person the days, the share of them, and the days off, as they now stand."""
        return {r.person_id: (r.all.done, r.all.share, r.rest.done) for r in self.runners}

    def count(self, slot: Slot) -> None:
        """Count a seat in full: the duty and the shares of it."""
        if slot.person_id in self.by_id:
            self.share(slot.facts, {slot.person_id: slot.weight})

    def count_days(self, slot: Slot, way: int = 1) -> None:
        """Count a seat among all days only (-1: no longer), not as the kind of day it is."""
        if slot.person_id not in self.by_id:
            return
        self.by_id[slot.person_id].all.done += way * slot.weight
        could = [runner for runner in self.runners if runner.comes(slot.facts)]
        for runner in could:
            runner.all.share += way * slot.weight / len(could)

    def uncount_days(self, slot: Slot) -> None:
        """Take a seat out of the count of all days."""
        self.count_days(slot, -1)

    def hindrance(self, runner: Runner, slot: Slot, *, running: bool = False) -> str:
        """Return why somebody cannot take a seat, in words; empty when they can.

        `running`: two days in a row are no hindrance.
        """
        if not runner.comes(slot.facts):
            return "away" if slot.day in runner.away else runner.peak.label
        day = slot.day.toordinal()
        busy = self.diary.on(runner.person_id, day)
        if busy:
            return f"当天{'在' + busy + '值班' if busy == ELSEWHERE else '已排' + busy}"
        if not running and self.diary.running(runner.person_id, day):
            eve = self.diary.on(runner.person_id, day - 1)
            return "前一天值班" if eve else "后一天已排值班"
        return ""

    def eligible(self, slot: Slot) -> list[Runner]:
        """Return who can take a seat; two days in a row only if allowed and nobody else can."""
        found = [r for r in self.runners if not self.hindrance(r, slot)]
        if not found and self._running:
            found = [r for r in self.runners if not self.hindrance(r, slot, running=True)]
        return found

    def choose(self, slot: Slot) -> Runner | None:
        """Return whose turn a seat is, or None when nobody can come."""
        found = self.eligible(slot)
        if not found:
            return None
        reach = ROUND * slot.weight
        facts = slot.facts
        if not facts.working:
            fewest = min(runner.rest.ahead for runner in found)
            found = [r for r in found if r.rest.ahead < fewest + reach]
        else:
            fewest = min(runner.all.ahead for runner in found)
            found = [r for r in found if r.all.ahead < fewest + reach]
        if len(found) == 1:
            return found[0]
        day = slot.day.toordinal()
        apart = {r.person_id: self.diary.apart(r.person_id, day) for r in found}
        rested = min(self.round_days / 2, 14)

        def turn(runner: Runner) -> tuple[bool, float, float, int, int]:
            if not facts.working:
                kind = runner.holiday.ahead if facts.holiday else 0.0
                level = ceil(runner.all.ahead)
            else:
                kind, level = (ceil(runner.peaks.ahead) if facts.peak else 0.0), 0
            near = apart[runner.person_id]
            return (near < rested, kind, level, -near, runner.position)

        return min(found, key=turn)

    def take(self, slot: Slot, runner: Runner | None) -> None:
        """Seat somebody (None: nobody) and enter it in the diary; counting is the caller's."""
        if slot.person_id is not None:
            self.diary.strike(slot)
        slot.person_id = runner.person_id if runner else None
        if runner is not None:
            self.diary.enter(slot)


def runners_of(
    members: Iterable[tuple[int, int, Peak]],
    away: dict[int, frozenset[date]],
    since: date,
    until: date,
) -> list[Runner]:
    """Return the members in use as runners; `away` has everybody who is in use.

    Who was away in the span, or takes turns on some days only, is not `free`: their counts are
    not to be held against the others'.
    """
    found = []
    for person_id, position, peak in members:
        if person_id in away:
            runner = Runner(person_id, position, peak, away[person_id])
            gone = any(since <= day <= until for day in runner.away)
            runner.free = peak is Peak.ANY and not gone
            found.append(runner)
    return found


def spread(values: Collection[float]) -> float:
    """Return the difference between the most and the fewest."""
    return max(values) - min(values) if values else 0.0
