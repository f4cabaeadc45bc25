"""The ordered steps from any older schema to today's, keyed on PRAGMA user_version."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hallduty.store.migrations import (
    m0001_initial,
    m0002_duty_system,
    m0003_handling,
    m0004_rebooking,
)

if TYPE_CHECKING:
    from hallduty.store.database import Database


@dataclass(frozen=True, slots=True)
class Migration:
    """Takes the schema to `version`; runs in one transaction that also sets user_version."""

    version: int
    apply: Callable[[Database], None]


MIGRATIONS = (
    Migration(1, m0001_initial.apply),
    Migration(2, m0002_duty_system.apply),
    Migration(3, m0003_handling.apply),
    Migration(4, m0004_rebooking.apply),
)
