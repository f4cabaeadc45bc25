"""Polishes an even filling: holidays and peak days go round too, and nobody waits too short.

Only seats that count alike change hands here, so days and days off stay as even as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import product

from hallduty.domain.rotation_levels import Effort, apart_if, change_seats
from hallduty.domain.rotation_race import Load, Race, Runner
from hallduty.domain.rotation_slots import DayFacts, Slot

# A seat that comes sooner than this part of a round after another is worth a change.
_SHORT = 0.4
_LITTLE = 1e-6
_MOST_MOVES = 400
_MOST_TRIES = 300_000


def polish(race: Race, slots: Iterable[Slot]) -> None:
    """Even out holidays and peak days, then lengthen the shortest waits."""
    ours = [s for s in slots if s.person_id in race.by_id and not s.settled]
    effort = Effort(_MOST_TRIES)
    _even(race, ours, lambda runner: runner.holiday, lambda facts: facts.holiday, effort)
    _even(race, ours, lambda runner: runner.peaks, lambda facts: facts.peak, effort)
    _lengthen(race, ours, effort)


def _even(
    race: Race,
    slots: Sequence[Slot],
    load: Callable[[Runner], Load],
    is_kind: Callable[[DayFacts], bool],
    effort: Effort,
) -> None:
    """Let people exchange days of a kind for others of the same weight until those are even."""
    for _ in range(_MOST_MOVES):
        if not any(
            _exchange(race, slots, hi, lo, is_kind, effort)
            for hi, lo in product(race.runners, race.runners)
            if load(hi).ahead - load(lo).ahead > 1 + _LITTLE
        ):
            return


def _exchange(
    race: Race,
    slots: Sequence[Slot],
    hi: Runner,
    lo: Runner,
    is_kind: Callable[[DayFacts], bool],
    effort: Effort,
) -> bool:
    shortest = max(2.0, _SHORT * race.round_days)
    mine = [s for s in slots if s.person_id == hi.person_id and is_kind(s.facts)]
    theirs = [s for s in slots if s.person_id == lo.person_id and not is_kind(s.facts)]
    best: tuple[int, Slot, Slot] | None = None
    for one, other in product(mine, theirs):
        if one.facts.working == other.facts.working and one.weight == other.weight:
            if not effort.spend(1):
                return False
            apart = apart_if(race, one, other, hi, lo)
            if apart is not None and apart >= shortest and (best is None or apart > best[0]):
                best = (apart, one, other)
    if best is None:
        return False
    change_seats(race, best[1], best[2], hi, lo)
    return True


def _lengthen(race: Race, slots: Sequence[Slot], effort: Effort) -> None:
    """Let people change seats of the same kind of day where one of them waits too short."""
    enough = _SHORT * race.round_days
    for slot in slots:
        assert slot.person_id is not None
        wait = race.diary.apart(slot.person_id, slot.day.toordinal())
        if wait >= enough:
            continue
        best: tuple[int, Slot] | None = None
        for other in slots:
            if other.person_id == slot.person_id or not _alike(slot, other):
                continue
            if not effort.spend(1):
                return
            one, two = race.by_id[slot.person_id], race.by_id[other.person_id or 0]
            apart = apart_if(race, slot, other, one, two)
            if apart is not None and apart > (best[0] if best else wait):
                best = (apart, other)
                if apart >= enough:
                    break
        if best is not None:
            one, two = race.by_id[slot.person_id], race.by_id[best[1].person_id or 0]
            change_seats(race, slot, best[1], one, two)


def _alike(one: Slot, other: Slot) -> bool:
    facts, others = one.facts, other.facts
    kinds = (facts.working, facts.holiday, facts.peak)
    return kinds == (others.working, others.holiday, others.peak) and one.weight == other.weight
