"""The crowd desk's formulas against a simulated hall: python -m tests.benchmarks.crowd

Prints for several halls the wait by formula, the wait by discrete-event simulation, and how far
they are apart: first the last of those who wait now (draining queue), with exponential and with
steadier service times, then the steady state (M/M/c). The seed is fixed; nothing is written.
"""

from __future__ import annotations

import heapq
import random
from dataclasses import dataclass

from hallduty.domain.queueing import drain_minutes, steady_minutes

SEED = 20261022
# Erlang's shape of the service time: 1 is exponential, 4 spreads half as much.
EXPONENTIAL, STEADIER = 1, 4
DRAINS = ((60, 6, 8.0), (12, 3, 10.0), (25, 8, 6.5), (200, 12, 5.0), (10_000, 12, 5.0))
STEADY = ((3, 8.0, 18.0), (6, 8.0, 40.0), (12, 5.0, 130.0), (1, 10.0, 4.0))


@dataclass(frozen=True)
class Compared:
    """One hall: the words for it, and its wait in minutes by formula and by simulation."""

    hall: str
    formula: float
    simulated: float

    @property
    def apart(self) -> float:
        """How far the simulation is from the formula, as a share of the formula."""
        return abs(self.simulated - self.formula) / self.formula


def drained(
    waiting: int, windows: int, minutes: float, shape: int, runs: int, seed: int = SEED
) -> float:
    """Return the mean time until the last of `waiting` is called, over `runs` simulated halls.

    All windows are busy at the start, each somewhere in the middle of a business.
    """
    chance = random.Random(seed)
    total = 0.0
    for _ in range(runs):
        free = [_left_of(chance, minutes, shape) for _ in range(windows)]
        heapq.heapify(free)
        called = 0.0
        for _ in range(waiting):
            called = free[0]
            heapq.heapreplace(free, called + chance.gammavariate(shape, minutes / shape))
        total += called
    return total / runs


def _left_of(chance: random.Random, minutes: float, shape: int) -> float:
    """Return what is left of a business that is looked at in its course (inspection paradox)."""
    whole = chance.gammavariate(shape + 1, minutes / shape)
    return whole * chance.random()


def settled(windows: int, minutes: float, arrivals: float, people: int, seed: int = SEED) -> float:
    """Return the mean wait of `people` who come one after another, once the hall has run in."""
    chance = random.Random(seed)
    free = [0.0] * windows
    now = total = 0.0
    run_in = people // 10
    for number in range(people + run_in):
        now += chance.expovariate(arrivals / 60)
        begins = max(now, free[0])
        heapq.heapreplace(free, begins + chance.expovariate(1 / minutes))
        if number >= run_in:
            total += begins - now
    return total / people


def drain_table() -> list[Compared]:
    """Compare the draining queue, exponential and steadier service times."""
    found = []
    for waiting, windows, minutes in DRAINS:
        formula = drain_minutes(waiting, windows, minutes)
        runs = 8 if waiting > 1000 else 3000
        for shape, said in ((EXPONENTIAL, "exponential"), (STEADIER, "Erlang-4")):
            hall = f"{waiting} waiting, {windows} windows, {minutes:g} min, {said}"
            found.append(Compared(hall, formula, drained(waiting, windows, minutes, shape, runs)))
    return found


def steady_table() -> list[Compared]:
    """Compare the steady state of M/M/c."""
    found = []
    for windows, minutes, arrivals in STEADY:
        formula = steady_minutes(windows, minutes, arrivals)
        assert formula is not None
        load = arrivals * minutes / 60 / windows
        hall = f"{windows} windows, {minutes:g} min, {arrivals:g} an hour (load {load:.2f})"
        # Waits that follow each other are alike, so several long days tell more than one.
        days = [settled(windows, minutes, arrivals, 300_000, SEED + n) for n in range(4)]
        found.append(Compared(hall, formula, sum(days) / len(days)))
    return found


def main() -> None:
    for title, table in (("draining queue", drain_table()), ("M/M/c", steady_table())):
        print(title)
        for each in table:
            print(
                f"  {each.hall:48} formula {each.formula:8.2f}  simulated {each.simulated:8.2f}"
                f"  apart {each.apart:6.2%}"
            )


if __name__ == "__main__":
    main()
