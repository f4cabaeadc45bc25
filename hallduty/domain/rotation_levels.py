"""Evens out a filling: seats change hands where the turns alone left somebody ahead.

Turns are decided a day at a time; leave, a colleague's swap or two days in a row can leave the
end of a month uneven. Then one seat goes to another person, two people change seats, or a seat
goes round three people, as long as the counts come closer to the shares.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

from hallduty.domain.rotation_race import Race, Runner
from hallduty.domain.rotation_slots import Slot

# Peak days weigh little: they are evened out only where days and weekends stay even.
_PEAK = 0.1
_LITTLE = 1e-6
_MOST_MOVES = 2_000
# What evening out may cost, in comparisons: a year of a post with dozens of seats a day has
# billions of exchanges, and the turns alone left it nearly even.
_MOST_LEVELLING = 6_000_000


@dataclass(slots=True)
class Effort:
    """How many comparisons are still worth making; the same at every run, unlike a clock."""

    left: int

    def spend(self, count: int) -> bool:
        """Take `count` off what is left; False when it is used up."""
        self.left -= count
        return self.left > 0


def close_gaps(races: dict[str, Race], slots: Sequence[Slot]) -> None:
    """Fill empty seats by freeing somebody from one other seat that a third person can take."""
    taken: dict[tuple[int, int], Slot] = {
        (slot.person_id, slot.day.toordinal()): slot
        for slot in slots
        if slot.person_id is not None and not slot.settled
    }
    for gap in slots:
        if gap.person_id is None:
            freed = _free_for(races, gap, taken)
            if freed is not None:
                slot, runner = freed
                taken[runner.person_id, gap.day.toordinal()] = gap
                del taken[runner.person_id, slot.day.toordinal()]
                assert slot.person_id is not None
                taken[slot.person_id, slot.day.toordinal()] = slot


def _free_for(
    races: dict[str, Race], gap: Slot, taken: dict[tuple[int, int], Slot]
) -> tuple[Slot, Runner] | None:
    race = races[gap.post]
    day = gap.day.toordinal()
    for runner in sorted(race.runners, key=lambda r: (r.all.ahead, r.position)):
        if not runner.comes(gap.facts):
            continue
        around = [taken.get((runner.person_id, day + n)) for n in (-1, 0, 1)]
        held = [slot for slot in around if slot is not None]
        if len(held) != 1:
            continue
        (slot,) = held
        other = races[slot.post]
        other.take(slot, None)
        if not race.hindrance(runner, gap):
            race.take(gap, runner)
            heir = other.choose(slot)
            if heir is not None and heir.person_id != runner.person_id:
                other.take(slot, heir)
                race.count(gap)
                _move(other.by_id[runner.person_id], heir, slot)
                return slot, runner
            race.take(gap, None)
        other.take(slot, other.by_id[runner.person_id])
    return None


def level(race: Race, slots: Iterable[Slot]) -> None:
    """Even out one post, as far as single exchanges can."""
    held: dict[int, list[Slot]] = {runner.person_id: [] for runner in race.runners}
    for slot in slots:
        if slot.person_id in held and not slot.settled:
            held[slot.person_id].append(slot)
    effort = Effort(_MOST_LEVELLING)
    for _ in range(_MOST_MOVES):
        for hi, lo in _pairs(race.runners):
            if not effort.spend(len(held[hi.person_id]) * len(held[lo.person_id])):
                return
            if _step(race, held, hi, lo):
                break
        else:
            return


def _pairs(runners: Sequence[Runner]) -> list[tuple[Runner, Runner]]:
    """Return who could give to whom, the widest apart first."""
    found = []
    for hi, lo in product(runners, runners):
        apart = max(hi.all.ahead - lo.all.ahead, hi.rest.ahead - lo.rest.ahead)
        if hi is not lo and apart > 0.5 + _LITTLE:
            found.append((-apart, hi.position, lo.position, hi, lo))
    found.sort(key=lambda pair: pair[:3])
    return [(hi, lo) for *_, hi, lo in found]


def _step(race: Race, held: dict[int, list[Slot]], hi: Runner, lo: Runner) -> bool:
    """Make the best exchange that brings two people closer; False when there is none."""
    return _give(race, held, hi, lo) or _change(race, held, hi, lo) or _round(race, held, hi, lo)


def _give(race: Race, held: dict[int, list[Slot]], hi: Runner, lo: Runner) -> bool:
    best: tuple[float, int, Slot] | None = None
    for slot in held[hi.person_id]:
        gain = _gain(hi, lo, [(slot, 1)])
        if gain < -_LITTLE and not race.hindrance(lo, slot):
            near = race.diary.apart(lo.person_id, slot.day.toordinal())
            if best is None or (gain, -near) < best[:2]:
                best = (gain, -near, slot)
    if best is None:
        return False
    _hand_over(race, held, best[2], hi, lo)
    return True


def _change(race: Race, held: dict[int, list[Slot]], hi: Runner, lo: Runner) -> bool:
    """Let two people change seats of different kinds of days."""
    # What an exchange gains depends on the kinds of days alone, of which there are few.
    mine, theirs = _by_kind(held[hi.person_id]), _by_kind(held[lo.person_id])
    offers = [
        (gain, one, other)
        for (kind, ours), (other_kind, others) in product(mine.items(), theirs.items())
        if kind[:2] != other_kind[:2]
        if (gain := _gain(hi, lo, [(ours[0], 1), (others[0], -1)])) < -_LITTLE
        for one, other in product(ours, others)
    ]
    offers.sort(key=lambda offer: (round(offer[0], 6), offer[1].day, offer[2].day))
    best: tuple[tuple[float, int], Slot, Slot] | None = None
    for gain, one, other in offers[:200]:
        if best is not None and gain > best[0][0] + _LITTLE:
            break
        apart = apart_if(race, one, other, hi, lo)
        if apart is not None and (best is None or (gain, -apart) < best[0]):
            best = ((gain, -apart), one, other)
    if best is None:
        return False
    _, one, other = best
    change_seats(race, one, other, hi, lo)
    held[hi.person_id].remove(one)
    held[lo.person_id].remove(other)
    held[hi.person_id].append(other)
    held[lo.person_id].append(one)
    return True


def _by_kind(slots: Iterable[Slot]) -> dict[tuple[bool, float, bool], list[Slot]]:
    """Group seats by what they count as."""
    found: dict[tuple[bool, float, bool], list[Slot]] = {}
    for slot in slots:
        found.setdefault((slot.facts.working, slot.weight, slot.facts.peak), []).append(slot)
    return found


def change_seats(race: Race, one: Slot, other: Slot, hi: Runner, lo: Runner) -> None:
    """Give the seat `one` of `hi` to `lo` and the seat `other` of `lo` to `hi`."""
    race.take(one, None)
    race.take(other, None)
    race.take(one, lo)
    race.take(other, hi)
    _move(hi, lo, one)
    _move(lo, hi, other)


def apart_if(race: Race, one: Slot, other: Slot, hi: Runner, lo: Runner) -> int | None:
    """Return the shorter wait if two people changed seats, or None when they cannot."""
    race.take(one, None)
    race.take(other, None)
    found = None
    if not race.hindrance(lo, one):
        race.take(one, lo)
        if not race.hindrance(hi, other):
            found = min(
                race.diary.apart(hi.person_id, other.day.toordinal()),
                race.diary.apart(lo.person_id, one.day.toordinal()),
            )
        race.take(one, None)
    race.take(one, hi)
    race.take(other, lo)
    return found


def _round(race: Race, held: dict[int, list[Slot]], hi: Runner, lo: Runner) -> bool:
    """Pass a seat through a third person when the two cannot exchange directly."""
    if hi.all.ahead - lo.all.ahead <= 1 + _LITTLE:
        return False
    for mid in race.runners:
        if mid is hi or mid is lo:
            continue
        for one in held[hi.person_id]:
            if race.hindrance(mid, one):
                continue
            for other in held[mid.person_id]:
                same = one.facts.working == other.facts.working and one.weight == other.weight
                if not same or one.day == other.day or race.hindrance(lo, other):
                    continue
                gain = _strain(hi, [(one, -1)]) + _strain(lo, [(other, 1)])
                if gain + _strain(mid, [(one, 1), (other, -1)]) < -_LITTLE:
                    _hand_over(race, held, one, hi, mid)
                    _hand_over(race, held, other, mid, lo)
                    return True
    return False


def _hand_over(
    race: Race, held: dict[int, list[Slot]], slot: Slot, giver: Runner, taker: Runner
) -> None:
    race.take(slot, taker)
    held[giver.person_id].remove(slot)
    held[taker.person_id].append(slot)
    _move(giver, taker, slot)


def _move(giver: Runner, taker: Runner, slot: Slot) -> None:
    """Move a seat's count; the shares stay, since the same people could have come."""
    for load in giver.loads(slot.facts):
        load.done -= slot.weight
    for load in taker.loads(slot.facts):
        load.done += slot.weight


def _gain(hi: Runner, lo: Runner, moved: Sequence[tuple[Slot, int]]) -> float:
    """Return the change of the summed squares when seats go from `hi` to `lo` (-1: back)."""
    back = [(slot, -way) for slot, way in moved]
    return _strain(lo, moved) + _strain(hi, back)


def _strain(runner: Runner, moved: Sequence[tuple[Slot, int]]) -> float:
    """Return the change of somebody's squares when seats come to them (-1: leave them)."""
    days = rest = peaks = 0.0
    for slot, way in moved:
        weight = slot.weight * way
        days += weight
        rest += 0.0 if slot.facts.working else weight
        peaks += weight if slot.facts.peak else 0.0
    return (
        days * (2 * runner.all.ahead + days)
        + rest * (2 * runner.rest.ahead + rest)
        + _PEAK * peaks * (2 * runner.peaks.ahead + peaks)
    )
