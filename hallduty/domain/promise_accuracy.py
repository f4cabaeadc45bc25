"""How far the promises of a responsible unit can be trusted (承诺准确率)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from hallduty.domain.promises import NO_UNIT, Promise, PromiseState

if TYPE_CHECKING:
    from hallduty.domain.incidents import Incident


@dataclass(frozen=True, slots=True)
class UnitAccuracy:
    """How a responsible unit's promises held.

    `errors` are the minutes by which the business came back later than promised (below zero:
    earlier), a figure for each promise whose recovery is known.
    """

    unit: str
    kept: int = 0
    lapsed: int = 0
    replaced: int = 0
    errors: tuple[int, ...] = ()

    @property
    def settled(self) -> int:
        """How many promises can be judged."""
        return self.kept + self.lapsed + self.replaced

    @property
    def share(self) -> float:
        """The share that was kept, 0 to 1."""
        return self.kept / self.settled if self.settled else 0.0

    @property
    def mean_error(self) -> float | None:
        """By how many minutes a promise was off on average, either way; None: not known."""
        return sum(map(abs, self.errors)) / len(self.errors) if self.errors else None

    @property
    def sentence(self) -> str:
        """供电所：承诺2次，兑现1次（50%），平均误差20分钟."""
        error = self.mean_error
        said = f"，平均误差{round(error)}分钟" if error is not None else ""
        # Cut to whole per cent, so that 100 means every one of them.
        share = f"{self.kept * 100 // self.settled}%" if self.settled else "—"
        return f"{self.unit}：承诺{self.settled}次，兑现{self.kept}次（{share}）{said}"


def accuracy(
    records: Iterable[tuple[Incident, Sequence[Promise]]],
) -> list[UnitAccuracy]:
    """Return how the promises of each responsible unit held, the busiest unit first.

    Drills and void incidents count in no statistics; a promise still open is not judged yet.
    """
    found: dict[str, UnitAccuracy] = {}
    for incident, promises in records:
        if incident.drill or incident.status == "void":
            continue
        for promise in promises:
            if promise.state is PromiseState.OPEN:
                continue
            unit = promise.unit or NO_UNIT
            before = found.get(unit, UnitAccuracy(unit))
            errors = before.errors
            if incident.recovered_at is not None:
                errors = (*errors, _minutes_late(promise.until, incident.recovered_at))
            found[unit] = UnitAccuracy(
                unit,
                before.kept + (promise.state is PromiseState.KEPT),
                before.lapsed + (promise.state is PromiseState.LAPSED),
                before.replaced + (promise.state is PromiseState.REPLACED),
                errors,
            )
    return sorted(found.values(), key=lambda each: (-each.settled, each.unit))


def _minutes_late(until: datetime, recovered_at: datetime) -> int:
    cut = recovered_at.replace(second=0, microsecond=0)
    return int((cut - until.replace(second=0, microsecond=0)).total_seconds() // 60)
