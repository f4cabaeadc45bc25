"""Moments and durations as an official text writes them; minutes on paper."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from hallduty.domain.errors import FieldProblem

EARLIEST_YEAR = 2015
# A desk clock may run a little ahead of the one that took the time down.
CLOCK_TOLERANCE = timedelta(minutes=1)

WEEKDAYS = ("一", "二", "三", "四", "五", "六", "日")
_DIGITS = "〇一二三四五六七八九"

_MOMENT = re.compile(
    r"^\s*(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?[\sT]*"
    r"(?:(\d{1,2})\s*[:：时点]\s*(\d{1,2})\s*分?(?::\d{2})?)?\s*$"
)
_CLOCK = re.compile(r"^\s*(\d{1,2})\s*[:：时点]?\s*(\d{2})\s*分?\s*$")


def parse_moment(text: str) -> datetime | None:
    """Read 2026-11-13 09:42, 2026/11/13 9:42 or 2026年11月13日09时42分; None if it is none."""
    match = _MOMENT.match(text)
    if match is None:
        return None
    year, month, day, hour, minute = (int(part or 0) for part in match.groups())
    try:
        return datetime(year, month, day, hour, minute)
    except ValueError:
        return None


def parse_clock(text: str, day: date) -> datetime | None:
    """Read 09:42, 9：42, 0942 or 9时42分 as a moment of `day`; None if it is none."""
    match = _CLOCK.match(text)
    if match is None:
        return None
    hour, minute = int(match[1]), int(match[2])
    if hour > 23 or minute > 59:
        return None
    return datetime(day.year, day.month, day.day, hour, minute)


def past_moment(text: str, now: datetime) -> datetime | None:
    """Read a time that lies back: 0915 of today, 11-12 09:15 of the last such day, or in full."""
    whole = parse_moment(text) or parse_clock(text, now.date())
    if whole is not None:
        return whole
    dated = parse_moment(f"{now.year}-{text.strip()}")
    if dated is not None and dated > now:
        return parse_moment(f"{now.year - 1}-{text.strip()}")
    return dated


def past_midnight(at: datetime, start: datetime, now: datetime) -> datetime:
    """Return the moment that a bare clock time means which belongs to what began at `start`.

    00:30 after 23:50 is of the night that follows, if that has passed; a time that would come
    more than half a day later is left as it is, since it is more likely a slip of the pen.
    """
    following = at + timedelta(days=1)
    night = at < start and following - start <= timedelta(hours=12)
    return following if night and following <= now + CLOCK_TOLERANCE else at


def moment_problem(
    field: str, label: str, at: datetime | None, now: datetime, *, required: bool = False
) -> FieldProblem | None:
    """Return what is wrong with `at`: missing, in the future, or in a year too long ago."""
    if at is None:
        return FieldProblem(field, f"请填写{label}") if required else None
    if at > now + CLOCK_TOLERANCE:
        return FieldProblem(field, f"{label}晚于现在（{stamp(now)}），请核对")
    if at.year < EARLIEST_YEAR:
        return FieldProblem(field, f"{label}早于 {EARLIEST_YEAR} 年，请核对年份")
    return None


def order_problem(
    field: str, label: str, at: datetime | None, start_label: str, start: datetime | None
) -> FieldProblem | None:
    """Return a problem when `at` lies before `start` (compared to the minute)."""
    if at is None or start is None or _minute(at) >= _minute(start):
        return None
    return FieldProblem(field, f"{label}早于{start_label}（{stamp(start)}），请核对")


def stamp(at: datetime) -> str:
    """2026-11-13 09:42, as lists and the command line write it."""
    return at.strftime("%Y-%m-%d %H:%M")


def clock(at: datetime) -> str:
    """09:42, as the timeline on the screen writes it."""
    return at.strftime("%H:%M")


def day_cn(day: date) -> str:
    """2026年11月13日 (GB/T 9704: Arabic numerals, no leading zero)."""
    return f"{day.year}年{day.month}月{day.day}日"


def clock_cn(at: datetime) -> str:
    """09时42分."""
    return f"{at.hour:02d}时{at.minute:02d}分"


def moment_cn(at: datetime) -> str:
    """2026年11月13日09时42分."""
    return day_cn(at.date()) + clock_cn(at)


def weekday_cn(day: date) -> str:
    """星期五."""
    return "星期" + WEEKDAYS[day.weekday()]


def minutes_between(start: datetime, end: datetime) -> int:
    """Whole minutes from `start` to `end`, both cut to the minute; never negative."""
    return max(0, int((_minute(end) - _minute(start)).total_seconds()) // 60)


def duration_cn(minutes: int) -> str:
    """76 → 1小时16分钟; 2,900 → 2天20分钟."""
    days, rest = divmod(minutes, 1440)
    hours, rest = divmod(rest, 60)
    parts = [f"{days}天" if days else "", f"{hours}小时" if hours else ""]
    if rest or not (days or hours):
        parts.append(f"{rest}分钟")
    return "".join(parts)


def ordinal_cn(number: int) -> str:
    """1 → 一, 12 → 十二, 35 → 三十五 (1–99)."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else _DIGITS[tens] + "十")
    return head + (_DIGITS[ones] if ones else "")


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)
