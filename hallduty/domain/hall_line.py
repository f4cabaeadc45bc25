"""An outage typed as one line: 3、5—8号 1520 1640, or 供电 1520: what, from when, until when."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from hallduty.domain import times
from hallduty.domain.errors import FieldProblem, refuse
from hallduty.domain.hall import Part, Picture

# By its characters only: a pattern of repeated numbers would try a long paste in every way.
_NUMBERS = re.compile(r"[\d\s号、,，和及\-–—~～－至到窗口]*\d[\d\s号、,，和及\-–—~～－至到窗口]*")
_PIECE = re.compile(r"(\d+)\s*号?\s*(?:[-–—~～－至到]{1,2}\s*(\d+))?")
_CLOCKS = re.compile(
    r"(?:^|\s)(\d{1,2}[:：]\d{2}|\d{4}|\d{1,2}时\d{2}分?)"
    r"(?:\s*(?:[-–—~～－至到]{1,2}|\s)\s*(\d{1,2}[:：]\d{2}|\d{4}|\d{1,2}时\d{2}分?))?\s*$"
)
_LONGEST, _DIGITS = 200, 2
_HINT = "请写窗口号或设备名，如：3、5—8号，供电；过去的再写时间，如：3号 1520 1640"


@dataclass(frozen=True, slots=True)
class TypedOutage:
    """What is down; `down_at` None: from now on; with `up_at` it is over already."""

    parts: tuple[Part, ...]
    down_at: datetime | None = None
    up_at: datetime | None = None


def read_outage(typed: str, picture: Picture, day: datetime) -> TypedOutage:
    """Read a line; clock times are those of `day`. Raises InvalidInput naming what it is not."""
    text = typed.strip()
    found = _CLOCKS.search(text)
    down = up = None
    if found is not None:
        down, up = (
            times.parse_clock(clock, day.date()) if clock else None for clock in found.groups()
        )
        if down is None or (found[2] and up is None):
            refuse([FieldProblem("outage", f"时间“{found[0].strip()}”写错了，应如 1520 1640")])
        text = text[: found.start()].strip()
    return TypedOutage(tuple(_parts(text, picture)), down, up)


def _parts(text: str, picture: Picture) -> list[Part]:
    if not text.strip("、，, "):
        refuse([FieldProblem("outage", _HINT)])
    named = [d for d in picture.devices if d.active and d.name == text.strip("、，, ")]
    if named:
        return [*named]
    if _NUMBERS.fullmatch(text):
        return _windows(text, picture)
    words = [word for word in re.split(r"[、，,\s]+", text) if word]
    found: list[Part] = []
    for word in words:
        device = next((d for d in picture.devices if d.active and d.name == word), None)
        if device is not None:
            found.append(device)
        elif _NUMBERS.fullmatch(word):
            found += _windows(word, picture)
        else:
            refuse([FieldProblem("outage", f"大厅图上没有“{word[:20]}”。{_HINT}")])
    return found


def _windows(text: str, picture: Picture) -> list[Part]:
    numbers: list[int] = []
    for first, last in _PIECE.findall(text[:_LONGEST]):
        if max(len(first), len(last)) > _DIGITS:
            refuse([FieldProblem("outage", f"没有 {first[:8]} 号窗口。{_HINT}")])
        numbers += range(int(first), int(last or first) + 1)
    known = {window.number: window for window in picture.windows}
    missing = [number for number in dict.fromkeys(numbers) if number not in known]
    if not numbers:
        refuse([FieldProblem("outage", f"“{text[:20]}”先后写反了。{_HINT}")])
    if missing:
        told = "、".join(f"{number} 号" for number in missing[:5])
        refuse([FieldProblem("outage", f"没有 {told}窗口，现有 {len(known)} 个窗口")])
    return [known[number] for number in dict.fromkeys(numbers)]
