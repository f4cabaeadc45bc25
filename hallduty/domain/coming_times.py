"""Times to come, as they are said on the phone: 1640, 16:40, 下午4点半, 40分钟后, 明天 9:00."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

_FOLDED = {ord("０") + n: str(n) for n in range(10)} | {ord("："): ":", ord("\u3000"): " "}
_CHINESE = "零一二三四五六七八九"
_NUMBER = rf"\d+|[十{_CHINESE}两]{{1,3}}"
# Of 3到5分钟 the later counts: nobody complains about being served too early.
_RANGE = rf"(?:(?:{_NUMBER})\s*[到至~～—–-]\s*)?"
_DAYS = {"今天": 0, "今日": 0, "明天": 1, "明日": 1, "后天": 2}
# Where no day is said, a clock time so long ago means the night that follows.
_NIGHT = timedelta(hours=12)
_LATE = ("下午", "晚上", "傍晚", "今晚")

_LENGTH = re.compile(
    rf"(?:(?:再|还要|约|大约|预计)\s*)*(?:(?P<half>半\s*个?\s*(?:小时|钟头))"
    rf"|{_RANGE}(?P<hours>\d+\.\d|{_NUMBER})\s*个?(?P<more>半)?\s*(?:小时|钟头)(?P<and>半)?"
    rf"(?:\s*零?(?P<rest>{_NUMBER})\s*分钟?)?"
    rf"|{_RANGE}(?P<minutes>{_NUMBER})\s*(?:分钟|min))\s*(?:以?后|以?内|之后|之内)?",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    rf"(?:(?:(?P<year>\d{{4}})[-/.年])?(?P<month>\d{{1,2}})(?P<mark>[-/.月])(?P<day>\d{{1,2}})日?"
    rf"\s*|(?P<word>{'|'.join(_DAYS)})\s*)?"
    rf"(?P<half>上午|早上|中午|下午|晚上|傍晚|今晚)?\s*"
    rf"(?:(?P<h>\d{{1,2}})\s*(?::|时|点)\s*(?:(?P<m>\d{{1,2}})\s*分?|(?P<halfpast>半))?"
    rf"|(?P<bare>\d{{4}}))(?!\d)\s*(?:之?前|以前|左右)?"
)


@dataclass(frozen=True, slots=True)
class Coming:
    """A time found in words: the moment, and the words before and after it."""

    at: datetime
    before: str
    after: str

    @property
    def rest(self) -> str:
        """The words without the time."""
        return " ".join(part for part in (self.before, self.after) if part)


def folded(text: str) -> str:
    """Return `text` with half-width digits, colons and blanks; other characters stay."""
    return text.translate(_FOLDED)


def find_coming(text: str, since: datetime) -> Coming | None:
    """Find the time to come that `text` names, counted from `since`; None where there is none.

    A clock time that has passed is returned as it is, for the caller to ask about; only one
    more than half a day ago means the following day.
    """
    said = folded(text)
    for match in sorted(
        (m for pattern in (_LENGTH, _CLOCK) for m in pattern.finditer(said)),
        key=lambda m: (m.start(), -m.end()),
    ):
        if match.re is _CLOCK and _within_word(said, match):
            continue
        at = _after(match, since) if match.re is _LENGTH else _moment(match, since)
        if at is not None:
            strip = " ,，、;；。"
            before, after = said[: match.start()], said[match.end() :]
            return Coming(
                at.replace(second=0, microsecond=0), before.strip(strip), after.strip(strip)
            )
    return None


def minutes_in(text: str) -> int | None:
    """Read a waiting time: 40, 40分钟, 半小时, 1小时20分; None where it is none."""
    said = folded(text).strip()
    if said.isascii() and said.isdigit():
        return int(said[:6])
    match = _LENGTH.fullmatch(said)
    return None if match is None else _length(match)


def _within_word(said: str, match: re.Match[str]) -> bool:
    """Tell whether four bare digits belong to something longer: 13801640000, 2026年, A1640."""
    if match["bare"] is None:
        return False
    before = said[match.start() - 1 : match.start()] if match.start() else ""
    if match.start("bare") == match.start() and (
        (before.isascii() and before.isalnum()) or before in ("第", "-", "+")
    ):
        return True
    after = said[match.end("bare") : match.end("bare") + 1]
    return bool(after) and after in "年户人元号笔件份张台次个名万月天-"


def _after(match: re.Match[str], since: datetime) -> datetime | None:
    minutes = _length(match)
    return None if minutes is None else since + timedelta(minutes=minutes)


def _length(match: re.Match[str]) -> int | None:
    if match["half"]:
        return 30
    if match["minutes"]:
        minutes = _value(match["minutes"])
        return minutes if minutes <= 100_000 else None
    halves = 30 if match["more"] or match["and"] else 0
    hours = float(match["hours"]) if "." in match["hours"] else _value(match["hours"])
    if hours > 1_000:
        return None
    return round(hours * 60) + halves + _value(match["rest"] or "0")


def _value(word: str) -> int:
    """四十五 → 45, 两 → 2, 40 → 40."""
    if word.isascii() and word.isdigit():
        return int(word[:7])
    word = word.replace("两", "二")
    tens, ten, ones = word.rpartition("十")
    first = _CHINESE.find(tens[-1:]) if tens else 1
    last = _CHINESE.find(ones[-1:]) if ones else 0
    return first * 10 + last if ten else last


def _moment(match: re.Match[str], since: datetime) -> datetime | None:
    bare = match["bare"]
    hour = int(bare[:2]) if bare else int(match["h"])
    minute = int(bare[2:]) if bare else 30 if match["halfpast"] else int(match["m"] or 0)
    if match["half"] in _LATE and hour < 12:
        hour += 12
    if match["half"] == "中午" and hour < 6:
        hour += 12
    try:
        at = since.replace(hour=hour, minute=minute)
        if match["month"]:
            year = int(match["year"] or since.year)
            return at.replace(year=year, month=int(match["month"]), day=int(match["day"]))
    except ValueError:
        return None
    if match["word"]:
        return at + timedelta(days=_DAYS[match["word"]])
    return at + timedelta(days=1) if since - at > _NIGHT else at
