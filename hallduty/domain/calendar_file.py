"""Announced filing deadlines as data: reads and checks deadlines.toml."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from hallduty.domain.toml_text import Source, Table, read_text

DEADLINES_FILE = "deadlines.toml"


@dataclass(frozen=True, slots=True)
class OfficialDeadlines:
    """Announced last days by (year, month), and by year who announced them."""

    last_days: dict[tuple[int, int], date]
    sources: dict[int, str]


def load_deadlines(folder: Path) -> OfficialDeadlines:
    """Read deadlines.toml of a folder; raises UserError naming file, line and reason."""
    return parse_deadlines(DEADLINES_FILE, read_text(folder / DEADLINES_FILE))


def parse_deadlines(name: str, text: str) -> OfficialDeadlines:
    """Parse the tables [[year]] of a deadlines file; raises UserError as load_deadlines does."""
    top = Source(name, text).top
    top.only(("year",))
    found = OfficialDeadlines({}, {})
    for table in top.tables("year", "year", 100):
        table.only(("year", "source", "last_days"))
        year = table.whole("year", None, 2000, 2100)
        if year in found.sources:
            table.fail(f"{year}年写了两次", "year")
        found.sources[year] = table.text("source", "")
        for month, day in enumerate(last_days(table, year), 1):
            found.last_days[year, month] = date(year, month, day)
    return found


def last_days(table: Table, year: int) -> list[int]:
    """Return the twelve last days of a [[year]]; raises FileFault naming line and reason."""
    if not table.has("last_days"):
        table.fail("缺少“last_days”")
    days = table.numbers("last_days", 1, 31)
    if len(days) != 12:
        table.fail(f"应有12个月的截止日，现有{len(days)}个", "last_days")
    for month, day in enumerate(days, 1):
        if day != int(day) or day > monthrange(year, month)[1]:
            table.fail(f"{month}月没有{day:g}日", "last_days")
    return [int(day) for day in days]
