"""Incidents (突发事件): the records of one event, from alarm to closing, and their rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from hallduty.domain import texts, times


class Status(StrEnum):
    """Where an incident stands; a number once given is never taken back."""

    HANDLING = "handling"
    RECOVERED = "recovered"
    CLOSED = "closed"
    VOID = "void"

    @property
    def label(self) -> str:
        return _STATUS_LABELS[self]


_STATUS_LABELS = {
    Status.HANDLING: "处置中",
    Status.RECOVERED: "已恢复",
    Status.CLOSED: "已办结",
    Status.VOID: "作废",
}

# Where an incident may go from where it stands.
NEXT: Mapping[Status, frozenset[Status]] = {
    Status.HANDLING: frozenset({Status.RECOVERED, Status.CLOSED, Status.VOID}),
    Status.RECOVERED: frozenset({Status.HANDLING, Status.CLOSED, Status.VOID}),
    Status.CLOSED: frozenset({Status.HANDLING, Status.VOID}),
    Status.VOID: frozenset(),
}


class EntryKind(StrEnum):
    """What a line of the timeline is about."""

    NOTE = "note"
    STEP = "step"
    CALL = "call"
    REPORT = "report"
    NOTICE = "notice"
    PROMISE = "promise"
    FOLLOWUP = "followup"
    LEVEL = "level"
    STATE = "state"
    ATTACHMENT = "attachment"

    @property
    def label(self) -> str:
        return _ENTRY_LABELS[self]


_ENTRY_LABELS = {
    EntryKind.NOTE: "记录",
    EntryKind.STEP: "处置",
    EntryKind.CALL: "通话",
    EntryKind.REPORT: "上报",
    EntryKind.NOTICE: "公告",
    EntryKind.PROMISE: "承诺",
    EntryKind.FOLLOWUP: "善后",
    EntryKind.LEVEL: "级别",
    EntryKind.STATE: "状态",
    EntryKind.ATTACHMENT: "附件",
}


class Outcome(StrEnum):
    """How a call attempt ended: 通, 未接, 占线; NONE for lines that are no calls."""

    NONE = ""
    REACHED = "reached"
    MISSED = "missed"
    BUSY = "busy"

    @property
    def label(self) -> str:
        return {"reached": "通", "missed": "未接", "busy": "占线"}.get(self.value, "")


class StepState(StrEnum):
    """What became of a step of the plan."""

    OPEN = "open"
    DONE = "done"
    SKIPPED = "skipped"

    @property
    def label(self) -> str:
        return {"open": "未做", "done": "已做", "skipped": "跳过"}[self.value]


@dataclass(frozen=True, slots=True)
class Incident:
    """One event of the ledger (突发事件应急处置登记台帐); times are naive local time.

    `windows` and `systems` are free text (“3—8号”); `people` counts those involved, `waiting`
    those waiting; None means nobody counted. `extra` holds fields that only a form knows.
    `paper_number` is that of the numbered blank sheet (纸单) that it was entered from.
    `merged_into` is the number of the incident of which this one is a duplicate (并案). Such a
    one is closed, not of a status of its own: it is over, keeps its number and can be taken
    apart again; what tells it from others that are closed is its `standing`.
    """

    id: int
    uuid: str
    number: str
    hall_id: int | None
    event_type: str
    scenario: str
    level: str
    status: Status
    drill: bool
    late: bool
    occurred_at: datetime
    reported_at: datetime
    registered_at: datetime
    recovered_at: datetime | None = None
    closed_at: datetime | None = None
    place: str = ""
    reporter: str = ""
    phone: str = ""
    people: int | None = None
    waiting: int | None = None
    windows: str = ""
    systems: str = ""
    description: str = ""
    measures: str = ""
    outcome: str = ""
    cause: str = ""
    handler: str = ""
    opinion: str = ""
    plan_version_id: int | None = None
    extra: Mapping[str, str] = field(default_factory=dict)
    paper_number: str = ""
    merged_into: str = ""

    @property
    def standing(self) -> str:
        """Say where it stands: 处置中 …, or 并入 2026-005 for a duplicate."""
        return f"并入 {self.merged_into}" if self.merged_into else self.status.label

    @property
    def counts(self) -> bool:
        """Whether statistics count it: no drill, not void, no duplicate of another."""
        return not (self.drill or self.merged_into or self.status is Status.VOID)

    @property
    def is_open(self) -> bool:
        return self.status in (Status.HANDLING, Status.RECOVERED)

    @property
    def year(self) -> int:
        return int(self.number.split("-")[0])


@dataclass(frozen=True, slots=True)
class NewIncident:
    """What intake knows; everything but the type may be filled in later."""

    event_type: str
    scenario: str
    level: str
    occurred_at: datetime
    reported_at: datetime | None = None
    late: bool = False
    drill: bool = False
    hall_id: int | None = None
    place: str = ""
    text: str = ""
    reporter: str = ""
    phone: str = ""
    handler: str = ""
    paper_number: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the timeline; never changed, only corrected by a later one.

    `at` is when it happened, `recorded_at` when it was written down; `corrects_id` names the
    entry that this one replaces. A taxpayer is named by `followup_id` only, never in `text`.
    """

    id: int
    uuid: str
    incident_id: int
    at: datetime
    recorded_at: datetime
    kind: EntryKind
    text: str
    actor: str
    outcome: Outcome = Outcome.NONE
    corrects_id: int | None = None
    person_id: int | None = None
    followup_id: int | None = None
    step_id: int | None = None


@dataclass(frozen=True, slots=True)
class NewEntry:
    """A line to be stamped onto the timeline; `at` None means now."""

    kind: EntryKind
    text: str
    at: datetime | None = None
    outcome: Outcome = Outcome.NONE
    person_id: int | None = None
    followup_id: int | None = None
    step_id: int | None = None


@dataclass(frozen=True, slots=True)
class IncidentStep:
    """A step of the plan as it stood when the incident was opened (frozen copy)."""

    id: int
    uuid: str
    incident_id: int
    position: int
    text: str
    clause: str
    role: str
    produces: str
    state: StepState = StepState.OPEN
    settled_at: datetime | None = None
    settled_by: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class IncidentFilter:
    """Which incidents a list or a paper is about; None or empty means all of them."""

    from_day: date | None = None
    to_day: date | None = None
    event_type: str = ""
    level: str = ""
    status: Status | None = None
    drill: bool | None = None
    text: str = ""
    merged: bool | None = None


# Fields of the ledger form that a person types, with their labels, limits and kinds.
TEXT_FIELDS: Mapping[str, tuple[str, int]] = {
    "place": ("发生地点", texts.LINE),
    "reporter": ("报告人", 50),
    "phone": ("报告人电话", 50),
    "windows": ("受影响窗口", texts.LINE),
    "systems": ("受影响系统", texts.LINE),
    "description": ("事件描述", texts.LONG_TEXT),
    "measures": ("应急处置措施", texts.LONG_TEXT),
    "outcome": ("处置结果", texts.PARAGRAPH),
    "cause": ("原因", texts.PARAGRAPH),
    "handler": ("处置人", 50),
    "opinion": ("值班领导意见", texts.PARAGRAPH),
}
COUNT_FIELDS: Mapping[str, str] = {"people": "涉及人数", "waiting": "等候人数"}
MOMENT_FIELDS: Mapping[str, str] = {
    "occurred_at": "发生时间",
    "reported_at": "接报时间",
    "recovered_at": "恢复时间",
    "closed_at": "办结时间",
}
# An event told later than this counts as entered late (补录).
LATE_AFTER = timedelta(minutes=30)
EXTRA_LIMIT = texts.PARAGRAPH
# How the correction of a line begins that was stamped by mistake.
TAKEN_BACK = "撤销："
MOST_PEOPLE = 99_999


def corrected_ids(entries: list[Entry]) -> dict[int, Entry]:
    """Map each corrected entry's id to the entry that replaces it."""
    return {entry.corrects_id: entry for entry in entries if entry.corrects_id is not None}


def in_order(entries: list[Entry]) -> list[Entry]:
    """Return entries as a reader expects them: by when it happened, then by sequence.

    A line taken down at once follows the sequence number even when the clock went back; only
    a line entered later with its true time moves to that time.
    """
    ordered: list[Entry] = []
    for entry in sorted(entries, key=lambda e: e.id):
        position = len(ordered)
        if is_backdated(entry):
            while position and ordered[position - 1].at > entry.at:
                position -= 1
        ordered.insert(position, entry)
    return ordered


def is_backdated(entry: Entry) -> bool:
    """Tell whether the entry was given an earlier time than the one it was written at."""
    return times.minutes_between(entry.at, entry.recorded_at) >= 1


def clock_went_back(before: Entry, entry: Entry) -> bool:
    """Tell whether the PC's clock stood earlier at `entry` than at `before`."""
    return entry.id > before.id and entry.recorded_at < before.recorded_at


def is_late(occurred_at: datetime, now: datetime) -> bool:
    """Tell whether an event told at `now` counts as entered late (补录)."""
    return now - occurred_at > LATE_AFTER


def number_text(year: int, serial: int) -> str:
    """2026, 17 → 2026-017; the serial grows to four digits when a year needs them."""
    return f"{year:04d}-{serial:03d}"
