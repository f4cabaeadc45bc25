"""Numbers as people write them (40余人, 约四十人, 十六时四十分): ranges that can be compared."""

from __future__ import annotations

import re
from dataclasses import dataclass

_DIGITS = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1_000, "万": 10_000}
_FULL = str.maketrans("０１２３４５６７８９：", "0123456789:")

# A number in Arabic or Chinese digits; five digits are more people than any hall holds.
NUMBER = r"(?:\d{1,5}(?!\d)|[〇零一二两三四五六七八九十百千万]{1,9})"
_QUANTITY = re.compile(
    rf"(?P<before>大约|大概|约|近|超过|逾)?\s*(?P<number>{NUMBER})\s*(?P<more>余|多|来|几)?\s*"
)
_AFTER = re.compile(r"^\s*(?:左右|上下)")


@dataclass(frozen=True, slots=True)
class Span:
    """What a number may mean: 约40 is 36 to 44, 40余 is 40 to 49, 40 is 40."""

    low: int
    high: int

    def meets(self, other: Span) -> bool:
        """Tell whether both may mean the same number."""
        return self.low <= other.high and other.low <= self.high


def folded(text: str) -> str:
    """Return `text` with half-width digits and colons, each character in its place."""
    return text.translate(_FULL)


def number_of(text: str) -> int | None:
    """Read 40, ４０, 四十, 一百二十, 两千零五, 四〇; None when it is no number."""
    text = folded(text)
    if text.isascii() and text.isdigit():
        return int(text)
    if not text or any(c not in _DIGITS and c not in _UNITS for c in text):
        return None
    if not any(c in _UNITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    total = section = digit = 0
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character == "万":
            total += (section + digit or 1) * 10_000
            section = digit = 0
        else:
            section += (digit or 1) * _UNITS[character]
            digit = 0
    return total + section + digit


def quantities(text: str, unit: str) -> list[tuple[Span, str]]:
    """Return every quantity of `unit` (a regular expression) that `text` names, as said."""
    found = []
    pattern = re.compile(_QUANTITY.pattern + rf"(?P<unit>{unit})")
    for match in pattern.finditer(text):
        number = number_of(match["number"])
        if number is None:
            continue
        rest = text[match.end() :]
        about = _AFTER.match(rest)
        said = match[0].strip() + (about[0].strip() if about else "")
        found.append((_span(number, match["before"] or "", match["more"] or "", about), said))
    return found


def bare(text: str) -> list[tuple[Span, str]]:
    """Return every quantity that `text` names without a unit."""
    return quantities(text, "")


def _span(number: int, before: str, more: str, about: object) -> Span:
    tenth = max(1, number // 10)
    if more or before in ("超过", "逾"):
        # 40余 ends before 50, 130余 before 140, 200余 before 300.
        step = 1
        while number and number % (step * 10) == 0:
            step *= 10
        return Span(number, number + max(step, 2) - 1)
    if before == "近":
        return Span(number - tenth, number)
    if before or about:
        return Span(number - tenth, number + tenth)
    return Span(number, number)
