"""Official wording: turns what was typed in haste into clean clauses without personal data."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING

from hallduty.domain import phones, texts, times
from hallduty.domain.followups import Followup, masked_name

if TYPE_CHECKING:
    from hallduty.domain.dossiers import Dossier

_CLOCK = re.compile(r"(?<![\d:：])([01]?\d|2[0-3])[:：]([0-5]\d)(?:[:：][0-5]\d)?(?![\d:：])")
_RANGE = re.compile(r"(?<=\d)\s*[-–—~～－]{1,2}\s*(?=\d{1,2}\s*(?:号|日|人|个|台|户|窗))")
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}(?!\d)")
_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_MARKS = "，。；：？！、（）“”《》"
_GAP = (rf"(?<=[{_HAN}{_MARKS}0-9])[ \t\u3000]+(?=[{_HAN}{_MARKS}])|"
        rf"(?<=[{_HAN}{_MARKS}])[ \t\u3000]+(?=[0-9])")  # fmt: skip
_FULL = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
_HALF = (rf"(?<=[{_HAN}{_MARKS}0-9])\s*([,;:?!])\s*(?=[{_HAN}{_MARKS}]|$)|"
         rf"(?<=[{_HAN}{_MARKS}])\s*([,;:?!])\s*(?=[0-9]|$)")  # fmt: skip
_BRACKETS = rf"\((?=[^()]*[{_HAN}])([^()]*)\)"
_ENDS = "，。；：、,;: \t\n"


@cache
def _compiled(shape: str) -> re.Pattern[str]:
    """Compile on first use: a set of all Chinese characters takes long, and a start needs none."""
    return re.compile(shape)


def formal(text: str) -> str:
    """Return `text` as one clause of an official paper.

    Clock times become 10时20分, ranges 3—8号, marks between Chinese characters full-width;
    blanks between Chinese characters and closing marks go.
    """
    said = texts.one_line(text)
    said = _CLOCK.sub(lambda m: f"{int(m[1]):02d}时{m[2]}分", said)
    said = _RANGE.sub("—", said)
    said = _compiled(_BRACKETS).sub(r"（\1）", said)
    said = _compiled(_HALF).sub(lambda m: _FULL[m[1] or m[2]], said)
    said = _compiled(_GAP).sub("", said)
    return said.strip(_ENDS)


class Scrubber:
    """Takes taxpayers' names and all mobile numbers out of free text (PIPL art. 6).

    A timeline line may repeat what belongs in a follow-up only; a report must not.
    """

    def __init__(self, followups: Iterable[Followup], staff: Iterable[str] = ()) -> None:
        """Learn the names that stand in the follow-ups; those of `staff` are never masked."""
        names = {f.who.strip() for f in followups if len(f.who.strip()) >= 2} - set(staff)
        # The longest first, so that 欧阳小明 goes before 欧阳.
        self._names = sorted(names, key=lambda name: (-len(name), name))

    def __call__(self, text: str) -> str:
        """Return `text` with names cut to 张某 and mobile numbers masked."""
        for name in self._names:
            text = text.replace(name, masked_name(name))
        return _MOBILE.sub(lambda m: phones.masked(m[0].replace(" ", "").replace("-", "")), text)


def scrubber(dossier: Dossier) -> Scrubber:
    """Return the scrubber of a dossier: its taxpayers, but nobody who is named as staff."""
    staff = {dossier.leader, dossier.incident.handler, dossier.incident.reporter}
    staff |= {entry.actor for entry in dossier.entries}
    staff |= {part for report in dossier.reports for part in report.to.split()}
    below = [f for each in dossier.duplicates for f in each.followups]
    return Scrubber([*dossier.followups, *below, *dossier.elsewhere], staff)


def sentence(text: str) -> str:
    """Return `text` with one full stop at its end."""
    said = text.rstrip(_ENDS)
    if not said or said[-1] in "？！":
        return said
    return said + "。"


def clock(at: datetime, day: date) -> str:
    """09时42分 on `day`, 11月14日09时42分 on another day, with the year when that differs."""
    if at.date() == day:
        return times.clock_cn(at)
    if at.year == day.year:
        return f"{at.month}月{at.day}日{times.clock_cn(at)}"
    return times.moment_cn(at)


def paper_number(number: str) -> str:
    """2026-017 → 2026—017号, as an official text names an incident."""
    return number.replace("-", "—") + "号"


def joined(first: str, second: str) -> str:
    """Return both texts as one, what the first ends and the second begins with said once."""
    for length in range(min(len(first), len(second)), 1, -1):
        if first.endswith(second[:length]):
            return first + second[length:]
    return first + second


def listed(items: Iterable[str], end: str = "。") -> str:
    """Return 一、甲；二、乙。 for a numbered list inside one paragraph."""
    found = [item.strip(_ENDS) for item in items]
    numbered = [f"{_ordinal(n)}、{item}" for n, item in enumerate(filter(None, found), 1)]
    return "；".join(numbered) + end if numbered else ""


def _ordinal(number: int) -> str:
    return times.ordinal_cn(number) if number < 100 else str(number)
