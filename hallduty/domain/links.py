"""Links between incidents: the same fault told twice (并案), or one of the same cause."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from hallduty.domain import texts
from hallduty.domain.incidents import Incident, Status

if TYPE_CHECKING:
    from hallduty.domain.errors import FieldProblem

# A fault reported at a second window long after it was over is another fault.
_AFTER = timedelta(minutes=30)
YEAR = timedelta(days=365)
DIFFERENT = "不是同一故障"
# What goes over to the main incident, in the order in which it is told.
_MOVED = {
    "followup": "善后{}件",
    "promise": "承诺{}项",
    "notice": "公告{}张",
    "outage": "停用{}处",
    "appointment": "预约登记{}人",
    "extension": "延时服务{}次",
    "footage": "监控{}段",
}


class LinkKind(StrEnum):
    """How two incidents belong together."""

    MERGED = "merged"
    SAME_CAUSE = "same_cause"

    @property
    def label(self) -> str:
        return {"merged": "并案", "same_cause": "同一原因"}[self.value]


@dataclass(frozen=True, slots=True)
class IncidentLink:
    """`incident_id` was merged into `other_id`, or has the same cause as the earlier `other_id`.

    A merger that was taken apart, or that somebody said not to be one (不是同一故障), keeps its
    row with `undone_at`, so that it is not suggested again.
    """

    id: int
    uuid: str
    incident_id: int
    other_id: int
    kind: LinkKind
    reason: str
    at: datetime
    actor: str
    undone_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Related:
    """Another incident of the same cause; `link_id` is None where a third one joins the two."""

    incident: Incident
    reason: str = ""
    link_id: int | None = None


def merge_refusal(
    duplicate: Incident, main: Incident, duplicates: Sequence[Incident] = ()
) -> str | None:
    """Say why `duplicate` cannot be merged into `main`; `duplicates` hang on it already."""
    if duplicate.id == main.id:
        return "不能并入自己，请另选一件"
    for each in (duplicate, main):
        if each.merged_into:
            return f"{each.number} 已并入 {each.merged_into}"
        if not each.is_open:
            return f"{each.number} {each.status.label}，只有未办结的事件才能并案"
    if duplicate.drill != main.drill:
        return "演练和真实事件不能并案"
    if duplicates:
        named, number = "、".join(each.number for each in duplicates), duplicate.number
        return f"{named} 已并入 {number}，请反过来把 {main.number} 并入 {number}"
    return None


def likely_same(
    incident: Incident, others: Iterable[Incident], now: datetime, told: Iterable[int] = ()
) -> list[Incident]:
    """Return which open incidents are likely the same fault, the likeliest first.

    Of one scenario (设备故障 alone means a queue machine as well as a PC), in one hall, at one
    time; the nearest in time first. `told` are the ids of those that somebody said to be
    something else.
    """
    gone = set(told)
    found = [
        each
        for each in others
        if each.id not in gone
        and merge_refusal(incident, each) is None
        and (each.event_type, each.scenario) == (incident.event_type, incident.scenario)
        and (incident.hall_id is None or each.hall_id in (None, incident.hall_id))
        and overlap(incident, each, now)
    ]
    return sorted(found, key=lambda each: closeness(incident, each))


def overlap(first: Incident, second: Incident, now: datetime) -> bool:
    """Tell whether two incidents went on at one time, or nearly so."""

    def end(incident: Incident) -> datetime:
        return (incident.recovered_at or incident.closed_at or now) + _AFTER

    return first.occurred_at <= end(second) and second.occurred_at <= end(first)


def closeness(incident: Incident, other: Incident) -> tuple[bool, bool, float]:
    """Return a key that puts what is likest to `incident` first: kind, scenario, time."""
    apart = abs((incident.occurred_at - other.occurred_at).total_seconds())
    return (
        other.event_type != incident.event_type,
        other.scenario != incident.scenario,
        apart,
    )


def main_first(one: Incident, two: Incident) -> tuple[Incident, Incident]:
    """Return which of two is to go on and which is its duplicate: the one told first goes on."""
    older, newer = sorted((one, two), key=lambda each: each.id)
    return older, newer


def same_cause_refusal(incident: Incident, other: Incident) -> str | None:
    """Say why two incidents cannot be linked as of the same cause."""
    if incident.id == other.id:
        return "不能关联自己，请另选一件"
    for each in (incident, other):
        if each.status is Status.VOID:
            return f"{each.number} 已作废，不能关联"
        if each.merged_into:
            return f"{each.number} 已并入 {each.merged_into}，请关联 {each.merged_into}"
    return None


def reason_problem(reason: str) -> FieldProblem | None:
    """Return what is wrong with the reason given for a link; it may be left out."""
    return texts.problem_in("reason", "说明", reason, limit=500)


def in_a_year(incident: Incident, related: Iterable[Related]) -> list[Incident]:
    """Return what of the same cause occurred in the year before `incident`, earliest first."""
    since = incident.occurred_at - YEAR
    found = [
        each.incident
        for each in related
        if each.incident.counts and since <= each.incident.occurred_at < incident.occurred_at
    ]
    return sorted(found, key=lambda each: (each.occurred_at, each.id))


def repeat_text(incident: Incident, related: Iterable[Related]) -> str:
    """近一年同一原因第3次（2026-001、2026-009）, or nothing when it is the first one."""
    earlier = in_a_year(incident, related)
    if not earlier:
        return ""
    named = "、".join(each.number for each in earlier[-6:])
    more = "等" if len(earlier) > 6 else ""
    return f"近一年同一原因第{len(earlier) + 1}次（{named}{more}）"


def moved_text(counts: Mapping[str, int]) -> str:
    """Say what went over to the main incident, by table: 善后2件、停用1处转入."""
    said = [word.format(counts[table]) for table, word in _MOVED.items() if counts.get(table)]
    return "、".join(said) + "转入" if said else ""


def told_text(duplicate: Incident) -> str:
    """Say in one clause what a duplicate was about: 3号窗口，打不开系统."""
    said = texts.one_line(duplicate.description) or "同一故障"
    place = texts.one_line(duplicate.place)
    return said if not place or place in said else f"{place}，{said}"
