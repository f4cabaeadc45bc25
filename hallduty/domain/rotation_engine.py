"""Chooses who stands which seat of a filling."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hallduty.domain.calendar import FilingCalendar
from hallduty.domain.roster import Leave, RotaMember, Shift
from hallduty.domain.rotation import Filling, FillOrder


def run(
    order: FillOrder,
    members: Sequence[RotaMember],
    leaves: Sequence[Leave],
    shifts: Sequence[Shift],
    names: Mapping[int, str],
    inactive: frozenset[int],
    calendar: FilingCalendar,
) -> Filling:
    """Fill the order; see rotation.fill."""
    return Filling(order, ())
