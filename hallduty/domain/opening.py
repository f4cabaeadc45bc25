"""Opening hours (办公时间): as typed in the settings, and as stretches of time on given days."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time, timedelta

from hallduty.domain.errors import FieldProblem

Span = tuple[datetime, datetime]
Hours = tuple[tuple[time, time], ...]
IsWorking = Callable[[date], bool]

FIRST_HOURS = "08:30–12:00，13:30–17:00"
_MOST_SPANS = 4
_CUT = re.compile(r"[,，、;；\s]+")
_SPAN = re.compile(
    r"^(\d{1,2})[:：时点]?(\d{2})分?(?:-|–|—|―|－|~|～|至|到)+(\d{1,2})[:：时点]?(\d{2})分?$"
)
_DAY = timedelta(days=1)


def parse_hours(text: str) -> Hours | None:
    """Read 08:30–12:00，13:30–17:00; None when it is no such list, in order and apart."""
    joined = re.sub(r"\s*([-–—―－~～至到])\s*", r"\1", text.strip())
    words = [word for word in _CUT.split(joined) if word]
    spans = [_span(word) for word in words]
    known = [span for span in spans if span is not None]
    if not words or len(known) < len(spans) or len(known) > _MOST_SPANS:
        return None
    edges = [edge for span in known for edge in span]
    return tuple(known) if sorted(set(edges)) == edges else None


def hours_problem(text: str) -> FieldProblem | None:
    """Return what is wrong with the opening hours as typed, or None."""
    if parse_hours(text) is not None:
        return None
    told = "办公时间应写作 08:30–12:00，13:30–17:00，先后不重叠，最多 4 段"
    return FieldProblem("opening_hours", told)


def _span(word: str) -> tuple[time, time] | None:
    match = _SPAN.match(word)
    if match is None:
        return None
    first_hour, first_minute, last_hour, last_minute = (int(part) for part in match.groups())
    if max(first_hour, last_hour) > 23 or max(first_minute, last_minute) > 59:
        return None
    return time(first_hour, first_minute), time(last_hour, last_minute)


def open_spans(
    hours: Hours,
    first: datetime,
    last: datetime,
    is_working: IsWorking,
    extended: Iterable[Span] = (),
) -> list[Span]:
    """Return when the hall is open between two moments; `extended` is added to the hours.

    A day off has no hours, but an extended service that was held on it counts.
    """
    found = list(extended)
    day = first.date()
    while day <= last.date():
        if is_working(day):
            found += [(datetime.combine(day, a), datetime.combine(day, b)) for a, b in hours]
        day += _DAY
    return clipped(united(found), first, last)


def united(spans: Iterable[Span]) -> list[Span]:
    """Return the same time as stretches that neither overlap nor touch, earliest first."""
    found: list[Span] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def clipped(spans: Sequence[Span], first: datetime, last: datetime) -> list[Span]:
    """Return what of `spans` lies between two moments."""
    cut = [(max(start, first), min(end, last)) for start, end in spans]
    return [span for span in cut if span[0] < span[1]]


def common(one: Sequence[Span], other: Sequence[Span]) -> list[Span]:
    """Return the time that lies in both; both must be united."""
    return united(span for start, end in other for span in clipped(one, start, end))


def without(spans: Sequence[Span], gaps: Sequence[Span]) -> list[Span]:
    """Return `spans` less what lies in `gaps`; both must be united."""
    found = list(spans)
    for start, end in gaps:
        before = [(a, min(b, start)) for a, b in found]
        after = [(max(a, end), b) for a, b in found]
        found = [span for span in (*before, *after) if span[0] < span[1]]
    return sorted(found)


def minutes(spans: Iterable[Span]) -> int:
    """Return how many whole minutes they last together."""
    return int(sum(((end - start).total_seconds() for start, end in spans), 0.0)) // 60


def closing(
    hours: Hours, now: datetime, is_working: IsWorking, extended: Iterable[Span] = ()
) -> datetime | None:
    """Return when the hall closes for the day; None when it is closed for the day already."""
    midnight = datetime.combine(now.date(), time.min)
    spans = open_spans(hours, midnight, midnight + _DAY, is_working, extended)
    return spans[-1][1] if spans and now < spans[-1][1] else None
