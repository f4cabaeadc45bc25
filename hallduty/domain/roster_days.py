"""Dates as people write them into a roster: 11月3日, 3, 11.3, 3—5日, a serial number."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from hallduty.domain import times
from hallduty.domain.roster import EARLIEST_YEAR, LATEST_YEAR

Month = tuple[int, int]

_TITLE = re.compile(r"(\d{4})\s*[年./-]\s*(\d{1,2})\s*(?:月|$)")
_TITLE_MONTH = re.compile(r"(?<!\d)(\d{1,2})\s*月(?!\s*\d)")
_FULL = re.compile(r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?: \d{1,2}:\d{2})?$")
_COMPACT = re.compile(r"^(20\d{2})(\d{2})(\d{2})$")
_MONTH_DAY = re.compile(r"^(\d{1,2})(?:月|[-/.])(\d{1,2})[日号]?$")
_DAY = re.compile(r"^(\d{1,2})[日号]?$")
_SERIAL = re.compile(r"^\d{5}$")
_RANGE = re.compile(r"^(.+?[日号]?)(?:至|到|~|—+|-+)(.+?[日号])$")
_WEEKDAY = re.compile(r"[（(\[]?(?:星期|周|礼拜)([一二三四五六日天])[）)\]]?")
_BRACKETED = re.compile(r"[（(\[]([一二三四五六日天])[）)\]]")
_EPOCH = date(1899, 12, 30)
LONGEST_RANGE = 31


@dataclass(frozen=True, slots=True)
class DaysRead:
    """The days that a cell names; none with a `problem`, or (neither) when it is no date."""

    days: tuple[date, ...] = ()
    problem: str = ""
    weekday: int | None = None


def month_in(text: str, known: Month | None) -> Month | None:
    """Return the month that a title or a sheet's name tells: 2026年11月值班表, 11月."""
    plain = unicodedata.normalize("NFKC", text)
    match = _TITLE.search(plain)
    if match and 1 <= int(match[2]) <= 12 and EARLIEST_YEAR <= int(match[1]) <= LATEST_YEAR:
        return int(match[1]), int(match[2])
    alone = _TITLE_MONTH.search(plain)
    if alone and known and 1 <= int(alone[1]) <= 12:
        return _year_of(int(alone[1]), known), int(alone[1])
    return None


def names_year(text: str) -> bool:
    """Tell whether a title says the year too."""
    return _TITLE.search(unicodedata.normalize("NFKC", text)) is not None


def read_days(text: str, month: Month) -> DaysRead:
    """Read a cell of the column 日期; what it leaves out is taken from `month`."""
    plain = unicodedata.normalize("NFKC", text).strip()
    weekday = None
    for pattern in (_WEEKDAY, _BRACKETED):
        match = pattern.search(plain)
        if match:
            weekday = "一二三四五六日天".index(match[1]) % 7 if match[1] != "天" else 6
            plain = pattern.sub("", plain).strip()
            break
    plain = re.sub(r"\s+(?=\D)|(?<=[年月日号./-])\s+", "", plain)
    found = _one(plain, month)
    if found is None:
        return DaysRead(weekday=weekday)
    if isinstance(found, str):
        return DaysRead(problem=found, weekday=weekday)
    return DaysRead(found, weekday=weekday)


def weekday_in(text: str) -> int | None:
    """Return the weekday (Monday 0) that a cell of the column 星期 says, or None."""
    plain = re.sub(r"^(星期|周|礼拜)", "", "".join(text.split()))
    plain = "日" if plain in ("天", "7") else plain
    return times.WEEKDAYS.index(plain) if plain in times.WEEKDAYS else None


def _one(plain: str, month: Month) -> tuple[date, ...] | str | None:
    """Return the days, what is wrong with them, or None when it is no date at all."""
    match = _FULL.match(plain) or _COMPACT.match(plain)
    if match:
        return _made(int(match[1]), int(match[2]), int(match[3]))
    match = _MONTH_DAY.match(plain)
    if match:
        return _made(_year_of(int(match[1]), month), int(match[1]), int(match[2]))
    match = _DAY.match(plain)
    if match:
        return _made(*month, int(match[1]))
    if _SERIAL.match(plain):
        day = _EPOCH + timedelta(days=int(plain))
        return _made(day.year, day.month, day.day)
    match = _RANGE.match(plain)
    return _span(match[1], match[2], month) if match else None


def _span(start: str, end: str, month: Month) -> tuple[date, ...] | str | None:
    first = _one(start, month)
    if first is None or isinstance(first, str) or len(first) != 1:
        return first if isinstance(first, str) else None
    last = _one(end, (first[0].year, first[0].month))
    if last is None or isinstance(last, str) or len(last) != 1:
        return last if isinstance(last, str) else None
    days = (last[0] - first[0]).days + 1
    if not 1 <= days <= LONGEST_RANGE:
        return f"“{start}—{end}”不是一个月以内的日期范围"
    return tuple(first[0] + timedelta(days=n) for n in range(days))


def _made(year: int, month: int, day: int) -> tuple[date] | str:
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return f"{year}年不在 {EARLIEST_YEAR} 年到 {LATEST_YEAR} 年之间"
    if not 1 <= month <= 12:
        return f"没有{month}月"
    if not 1 <= day <= monthrange(year, month)[1]:
        return f"{year}年{month}月没有{day}日"
    return (date(year, month, day),)


def _year_of(month: int, known: Month) -> int:
    """Return the year of a month written without one: a roster may reach over New Year."""
    turn = 0
    if known[1] >= 11 and month <= 2:
        turn = 1
    elif known[1] <= 2 and month >= 11:
        turn = -1
    return known[0] + turn
