"""Due times (时限): when the next report upward falls due, by the bureau's own limits.

The limits are settings, never law, and off until switched on (facts: levels and reporting).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from hallduty.domain import times
from hallduty.domain.incidents import EntryKind, Outcome, Status, corrected_ids
from hallduty.domain.reports import Channel, delivered

if TYPE_CHECKING:
    from hallduty.domain.dossiers import Dossier
    from hallduty.domain.plan import Plan
    from hallduty.domain.settings import Limit

# The last minutes before a limit runs out, in which it is shown in amber.
SOON = timedelta(minutes=5)

_EQUIPMENT = frozenset({"device", "network", "application"})
_LEADERS = frozenset({"duty_leader", "group"})
_CENTRES = frozenset({"information_centre", "tax_system", "network", "equipment"})


class Urgency(StrEnum):
    """How close a due time is."""

    LATER = "later"
    SOON = "soon"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Due:
    """Something that the bureau wants done by `at`; `label` is short enough for a card."""

    key: str
    label: str
    to: str
    at: datetime

    def urgency(self, now: datetime) -> Urgency:
        """Tell how close it is at `now`."""
        if now >= self.at:
            return Urgency.OVERDUE
        return Urgency.SOON if self.at - now <= SOON else Urgency.LATER

    def sentence(self, now: datetime) -> str:
        """书面首报 10:35, or 书面首报 超 4 分钟 once it is overdue."""
        if self.urgency(now) is Urgency.OVERDUE:
            return f"{self.label} 超 {times.duration_cn(times.minutes_between(self.at, now))}"
        return f"{self.label} {times.clock(self.at)}"


def due(dossier: Dossier, plan: Plan, limits: Iterable[Limit]) -> list[Due]:
    """Return what is still to be reported in time, the earliest first.

    The limit of a level stands in for the one that holds for all levels.
    """
    if not dossier.incident.is_open:
        return []
    level = dossier.incident.level
    mine = [limit for limit in limits if limit.on and limit.level in ("", level)]
    own = {limit.key.partition(".")[0] for limit in mine if limit.level}
    found = []
    for limit in mine:
        name = limit.key.partition(".")[0]
        rule = _RULES.get(name)
        if rule is None or (name in own and not limit.level):
            continue
        begin = rule.of_level if limit.level and rule.of_level else rule.start
        start = begin(dossier, plan)
        if start is not None and not rule.done(dossier):
            at = start + timedelta(minutes=limit.minutes)
            found.append(Due(limit.key, rule.label, rule.to, at))
    return sorted(found, key=lambda each: each.at)


@dataclass(frozen=True, slots=True)
class _Rule:
    """How one limit is read: from when it runs (None: not at all) and what fulfils it.

    `of_level`: from when it runs where it holds for one level only.
    """

    label: str
    to: str
    start: Callable[[Dossier, Plan], datetime | None]
    done: Callable[[Dossier], bool]
    of_level: Callable[[Dossier, Plan], datetime | None] | None = None


def _always(dossier: Dossier, plan: Plan) -> datetime | None:
    return dossier.incident.reported_at


def _from_major(dossier: Dossier, plan: Plan) -> datetime | None:
    """Run from the moment the incident was raised, since only then the group is told (三)."""
    incident = dossier.incident
    if not plan.level(incident.level).to_group:
        return None
    raised = [entry.at for entry in dossier.entries if entry.kind is EntryKind.LEVEL]
    return max([incident.reported_at, *raised[:1]])


def _since_level(dossier: Dossier, plan: Plan) -> datetime | None:
    """Run from the moment the incident was raised to the level that it has."""
    raised = [entry.at for entry in dossier.entries if entry.kind is EntryKind.LEVEL]
    return max([dossier.incident.reported_at, *raised[-1:]])


def _last_report(dossier: Dossier, plan: Plan) -> datetime | None:
    """Run from the last report that got through, while the fault lasts."""
    told = delivered(dossier.reports)
    if not told or dossier.incident.status is not Status.HANDLING:
        return None
    return max(report.at for report in told)


def _never(dossier: Dossier) -> bool:
    return False


def _equipment(dossier: Dossier, plan: Plan) -> datetime | None:
    incident = dossier.incident
    down = incident.status is Status.HANDLING and incident.event_type in _EQUIPMENT
    return incident.reported_at if down else None


def _opinion(dossier: Dossier, plan: Plan) -> datetime | None:
    incident = dossier.incident
    return incident.reported_at if incident.event_type == "opinion" else None


def _any_report(dossier: Dossier) -> bool:
    return bool(delivered(dossier.reports))


def _leader_told(dossier: Dossier) -> bool:
    return _any_report(dossier) or _called(dossier, _LEADERS, ("值班领导", "组长"))


def _written_report(dossier: Dossier) -> bool:
    in_writing = (Channel.WRITTEN, Channel.WECHAT)
    return any(report.channel in in_writing for report in delivered(dossier.reports))


def _centre_told(dossier: Dossier) -> bool:
    told = any("信息中心" in report.to for report in delivered(dossier.reports))
    return told or _called(dossier, _CENTRES, ("信息中心",))


def _called(dossier: Dossier, roles: frozenset[str], words: tuple[str, ...]) -> bool:
    """Tell whether a call got through to somebody of these roles, or named by these words."""
    steps = {step.id for step in dossier.steps if step.role in roles}
    struck = corrected_ids(list(dossier.entries))
    return any(
        entry.step_id in steps or any(word in entry.text for word in words)
        for entry in dossier.entries
        if entry.kind is EntryKind.CALL
        and entry.outcome is Outcome.REACHED
        and entry.id not in struck
    )


_RULES = {
    "phone_leader": _Rule("电话报告", "值班领导、应急处理小组", _always, _leader_told),
    "written_report": _Rule(
        "书面首报", "应急处理小组", _from_major, _written_report, of_level=_since_level
    ),
    "information_centre": _Rule("报信息中心", "信息中心", _equipment, _centre_told),
    "phone_report": _Rule("电话首报", "应急处理小组", _since_level, _any_report),
    "follow_up": _Rule("续报", "应急处理小组", _last_report, _never),
    "opinion_report": _Rule("舆情上报", "应急处理小组", _opinion, _any_report),
}
