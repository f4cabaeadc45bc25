"""Schema 4: why somebody who was booked comes at another time (改期)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hallduty.store.database import Database

# Empty in old rows: their audit knows nothing of it.
STATEMENT = "ALTER TABLE appointment ADD COLUMN rebooked_why TEXT NOT NULL DEFAULT ''"


def apply(db: Database) -> None:
    """Add the column of the reason."""
    db.execute_sql(STATEMENT)
