"""The entry line's grammar: an optional time typed before the text of a timeline entry."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from hallduty.domain import times

_DATED = re.compile(r"^\s*(\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?\s*\d{1,2}[:：时]\d{2}分?)[\s，,]*")
_MARKED = re.compile(r"^\s*(\d{1,2}[:：]\d{2}|\d{1,2}时\d{2}分)(?!\d)[\s，,]*")
# Four bare digits are a time only with a blank behind them, and no measure word after it:
# “2026年汇算” and “1200 户已分流” are text.
_BARE = re.compile(r"^\s*(\d{4})(?:[，,]\s*|\s+)(?![年户人元号笔件份张台次个名万月天])")


@dataclass(frozen=True, slots=True)
class TypedLine:
    """What a typed line says: the moment before the text (None: none was typed), and the text."""

    at: datetime | None
    text: str


def read_line(typed: str, now: datetime, since: datetime | None = None) -> TypedLine:
    """Split `typed` into a leading time and its text.

    A clock time means its last occurrence up to `now`; with `since` (an incident entered
    later) its first occurrence from then on. Four bare digits before a measure word are text.
    """
    dated = _DATED.match(typed)
    if dated:
        at = times.parse_moment(dated[1])
        if at is not None:
            return TypedLine(at, typed[dated.end() :].strip())
    found = _MARKED.match(typed) or _BARE.match(typed)
    at = moment_of(found[1], now, since) if found else None
    if found is None or at is None:
        return TypedLine(None, typed.strip())
    return TypedLine(at, typed[found.end() :].strip())


def moment_of(clock: str, now: datetime, since: datetime | None = None) -> datetime | None:
    """Return the moment that a clock time such as 0946 or 09:46 means; None if it is none."""
    at = times.parse_clock(clock, (since or now).date())
    if at is None:
        return None
    if since is not None:
        next_day = at + timedelta(days=1)
        return next_day if at < since.replace(second=0) and next_day <= now else at
    if at > now + timedelta(hours=12):
        # Shortly after midnight 2350 can only mean the evening before.
        return at - timedelta(days=1)
    return at
