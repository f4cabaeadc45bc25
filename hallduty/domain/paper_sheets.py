"""Numbered blank ledger sheets (纸单): their numbers, their state, and what one is entered as."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from hallduty.domain import texts, times
from hallduty.domain.errors import FieldProblem
from hallduty.domain.incident_rules import revision_problems
from hallduty.domain.incidents import Incident, Status

MARK = "纸"
# A number that a hand writes and a person reads out; the year's last one has five digits.
MOST_SERIAL = 99_999
_TYPED = re.compile(r"^纸?(?:单)?(?:(\d{4})-)?(\d{1,5})$")
_WHOLE = re.compile(r"^纸(\d{4})-(\d{3,5})$")


class SheetState(StrEnum):
    """What became of a numbered sheet."""

    BLANK = "blank"
    ENTERED = "entered"
    SPOILED = "spoiled"

    @property
    def label(self) -> str:
        return {"blank": "未用", "entered": "已补录", "spoiled": "作废"}[self.value]


@dataclass(frozen=True, slots=True)
class PaperSheet:
    """One numbered blank sheet: when it was printed, and the incident it was entered as.

    `spoiled_at` tells when it was written off (作废); its number is never given again. A sheet
    that this program did not print, taken all the same for a reason, has no `printed_by`.
    """

    id: int
    uuid: str
    number: str
    printed_at: datetime
    printed_by: str
    incident_id: int | None = None
    spoiled_at: datetime | None = None
    remark: str = ""

    @property
    def state(self) -> SheetState:
        if self.incident_id is not None:
            return SheetState.ENTERED
        return SheetState.BLANK if self.spoiled_at is None else SheetState.SPOILED


@dataclass(frozen=True, slots=True)
class PaperEntry:
    """What a filled-in sheet says, to be entered as an incident (补录).

    `values` are fields of the record by name (occurred_at … handler), `extra` those that only
    the form knows. `steps` are the steps ticked on paper: position from 1, and the time written
    beside it, or None where none was. `reason` is why a number that this program did not issue,
    or one written off, is taken all the same.
    """

    paper_number: str
    event_type: str
    scenario: str
    values: Mapping[str, Any]
    extra: Mapping[str, str] = field(default_factory=dict)
    steps: Mapping[int, datetime | None] = field(default_factory=dict)
    hall_id: int | None = None
    drill: bool = False
    reason: str = ""


class Standing(StrEnum):
    """What a number that somebody types stands for."""

    FREE = "free"
    USED = "used"
    SPOILED = "spoiled"
    UNKNOWN = "unknown"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class NumberFound:
    """A typed number looked up: the number in full, what it stands for, and that in words."""

    number: str
    standing: Standing
    words: str
    sheet: PaperSheet | None = None
    incident: Incident | None = None

    @property
    def needs_reason(self) -> bool:
        """Whether it can be taken only with a reason that goes into the record."""
        return self.standing in (Standing.SPOILED, Standing.UNKNOWN)


def number_text(year: int, serial: int) -> str:
    """2026, 1 → 纸2026-001."""
    return f"{MARK}{year:04d}-{serial:03d}"


def serial_of(number: str) -> tuple[int, int] | None:
    """纸2026-001 → (2026, 1); None when it is no number of a sheet."""
    match = _WHOLE.match(number)
    return (int(match[1]), int(match[2])) if match else None


def full_number(typed: str, year: int) -> str:
    """Return the number meant by what was typed; empty when it cannot be one.

    3, 003, 2026-3, 纸2026－003 and 纸 2026—003 all mean 纸2026-003 in the year 2026.
    """
    folded = unicodedata.normalize("NFKC", typed)
    folded = re.sub(r"[‐‑‒–—―_]", "-", "".join(folded.split()))
    match = _TYPED.match(folded)
    if match is None:
        return ""
    serial = int(match[2])
    return number_text(int(match[1] or year), serial) if serial else ""


def looked_up(
    typed: str, year: int, sheet: PaperSheet | None, incident: Incident | None
) -> NumberFound:
    """Say what a typed number stands for; `sheet` and `incident` are what has it, if any.

    The sheet of an incident that was voided may be entered once more: the paper still holds.
    """
    number = full_number(typed, year)
    if not number:
        blank = "请填写纸单右上角的编号" if not typed.strip() else ""
        words = (
            blank or f"“{typed.strip()[:20]}”不是纸单编号，应写作 {number_text(year, 1)} 或只写 1"
        )
        return NumberFound("", Standing.NONE, words)
    if incident is not None and incident.status is not Status.VOID:
        words = f"{number} 已补录为事件 {incident.number}，不能再用；请核对纸单右上角的编号"
        return NumberFound(number, Standing.USED, words, sheet, incident)
    if sheet is None:
        words = f"没有打印过编号为 {number} 的纸单；核对无误的，写明理由后可以补录"
        return NumberFound(number, Standing.UNKNOWN, words, None, incident)
    if incident is not None:
        words = f"原补录的事件 {incident.number} 已作废，将重新补录"
        return NumberFound(number, Standing.FREE, words, sheet, incident)
    if sheet.spoiled_at is not None:
        why = f"（{sheet.remark}）" if sheet.remark else ""
        words = f"{number} 已于 {times.stamp(sheet.spoiled_at)} 作废{why}；确需补录的，请写明理由"
        return NumberFound(number, Standing.SPOILED, words, sheet)
    return NumberFound(number, Standing.FREE, f"{times.stamp(sheet.printed_at)} 打印", sheet)


def blank_incident(number: str, at: datetime) -> Incident:
    """Return the incident of a sheet on which nothing has been written yet."""
    return Incident(
        id=0,
        uuid="",
        number=number,
        hall_id=None,
        event_type="",
        scenario="",
        level="",
        status=Status.HANDLING,
        drill=False,
        late=True,
        occurred_at=at,
        reported_at=at,
        registered_at=at,
        paper_number=number,
    )


def entry_problems(entry: PaperEntry, now: datetime) -> list[FieldProblem | None]:
    """Check what a sheet says against itself and against `now`."""
    occurred = entry.values.get("occurred_at")
    changes: dict[str, Any] = {"occurred_at": None, **entry.values, "extra": dict(entry.extra)}
    problems = revision_problems(blank_incident("", occurred or now), changes, now)
    if not entry.event_type:
        problems.append(FieldProblem("event_type", "请按纸单勾选事件类型"))
    for position, at in sorted(entry.steps.items()):
        name = f"step.{position}"
        problems.append(times.moment_problem(name, "步骤时间", at, now))
        problems.append(times.order_problem(name, "步骤时间", at, "发生时间", occurred))
    return problems


def spoil_problem(reason: str) -> FieldProblem | None:
    """Check why a sheet is written off."""
    return texts.problem_in("reason", "作废的原因", reason, limit=texts.LINE, required=True)


def range_text(numbers: list[str]) -> str:
    """纸2026-001 至 纸2026-010; the one number when there is only one; empty for none."""
    if len(numbers) < 2:
        return "".join(numbers)
    return f"{numbers[0]} 至 {numbers[-1]}"
