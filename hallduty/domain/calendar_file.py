"""Announced filing deadlines as data: reads and checks deadlines.toml."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from hallduty.domain.data_file import DataFile, Section, problem

DEADLINES_FILE = "deadlines.toml"


@dataclass(frozen=True, slots=True)
class OfficialDeadlines:
    """Announced last days by (year, month), and by year who announced them."""

    last_days: dict[tuple[int, int], date]
    sources: dict[int, str]


def load_deadlines(folder: Path) -> OfficialDeadlines:
    """Read deadlines.toml of a folder; raises UserError naming file, line and reason."""
    try:
        text = (folder / DEADLINES_FILE).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise problem(DEADLINES_FILE, 0, "不是 UTF-8 编码的文本文件") from error
    except OSError as error:
        raise problem(DEADLINES_FILE, 0, f"读不出来（{error.strerror}）") from error
    return parse_deadlines(DEADLINES_FILE, text)


def parse_deadlines(name: str, text: str) -> OfficialDeadlines:
    """Parse the tables [[year]] of a deadlines file; raises UserError as load_deadlines does."""
    file = DataFile(name, text)
    top = file.top()
    top.skip("year")
    top.finish()
    found = OfficialDeadlines({}, {})
    for section in file.tables("year"):
        year = section.whole("year")
        if not 2000 <= year <= 2100:
            raise section.fail("年份应在 2000 到 2100 之间", "year")
        if year in found.sources:
            raise section.fail(f"{year}年写了两次", "year")
        found.sources[year] = section.text("source", required=False)
        for month, day in enumerate(_days(section, year), 1):
            found.last_days[year, month] = date(year, month, day)
        section.finish()
    return found


def _days(section: Section, year: int) -> tuple[int, ...]:
    days = section.numbers("last_days")
    if len(days) != 12:
        raise section.fail(f"应有12个月的截止日，现有{len(days)}个", "last_days")
    for month, day in enumerate(days, 1):
        longest = monthrange(year, month)[1]
        if not 1 <= day <= longest:
            raise section.fail(f"{month}月的截止日应在 1 到 {longest} 之间", "last_days")
    return days
