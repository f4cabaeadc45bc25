"""Windows as people write them (3—8号、10号窗口): which ones a text names, and how many."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hallduty.domain.incidents import Incident

_MOST_WINDOWS = 99
_NO_WINDOW = re.compile(r"\d+\s*(?:楼|层|号楼|栋|幢|区|[Ff](?![a-z]))")
_TOTAL = re.compile(r"(?:^\D*?|共(?:计|有)?\s*)(\d{1,2})\s*个(?:窗口)?\D*$")
_ITEM = r"\d{1,2}\s*号?(?:\s*(?:[-–—~～－]{1,2}|至|到)\s*\d{1,2}\s*号?)?"
_LIST = re.compile(rf"^\D*?({_ITEM}(?:\s*(?:[、，,和及]|窗口[、，,和及])\s*{_ITEM})*)\s*(\D*)$")
_PIECE = re.compile(r"(\d{1,2})\s*号?(?:\s*(?:[-–—~～－]{1,2}|至|到)\s*(\d{1,2}))?")


def countable_windows(text: str) -> int | None:
    """Return how many windows a text names, or None when it gives no countable list.

    3—8号 → 6; 1、3、5号窗口 → 3; 一楼2-4号、8号 → 4; 6个窗口 → 6; 全部窗口 → None.
    """
    plain = _NO_WINDOW.sub("", text).strip()
    total = _TOTAL.search(plain)
    if total:
        return int(total[1]) or None
    numbers = named_windows(text)
    return None if numbers is None else len(numbers)


def named_windows(text: str) -> tuple[int, ...] | None:
    """Return the windows that a text names one by one, or None: 3—5号 → 3, 4, 5."""
    plain = _NO_WINDOW.sub("", text).strip()
    found = _LIST.match(plain)
    if found is None:
        return None
    numbers: set[int] = set()
    for piece in _PIECE.finditer(found[1]):
        first, last = int(piece[1]), int(piece[2] or piece[1])
        if not 0 < first <= last <= _MOST_WINDOWS:
            return None
        numbers.update(range(first, last + 1))
    named = "号" in plain or "窗" in plain or plain == found[1]
    return tuple(sorted(numbers)) if named else None


def windows_to_check(incident: Incident, hall_windows: Sequence[int]) -> list[str]:
    """Return the windows whose last transaction is to be checked after a fault.

    Those that the record names; otherwise every window of the hall.
    """
    said = incident.windows if incident.windows.strip() else incident.place
    named = named_windows(said) if "窗" in said or said == incident.windows else None
    return [f"{number}号窗口" for number in (named or hall_windows)]
