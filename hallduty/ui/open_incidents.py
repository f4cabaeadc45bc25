"""The open incidents as cards and 今天要办 show them: what is due, owed and to be done next."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from hallduty.domain.closing import open_replies
from hallduty.domain.conflict import Footage, urgency
from hallduty.domain.due import Due, Urgency, due
from hallduty.domain.incidents import Incident, IncidentStep, Status, StepState
from hallduty.domain.notices import Hanging, hanging, troubles
from hallduty.domain.promises import Promise, chip, current, is_lapsed
from hallduty.domain.reports import Report
from hallduty.domain.stale import Silence, silence

if TYPE_CHECKING:
    from hallduty.domain.dossiers import Dossier
    from hallduty.domain.plan import Plan
    from hallduty.ui.desk import Desk

# More cards than this help nobody; the rest is counted and found in the list.
MOST = 24

_ORDER = ("red", "amber", "blue")
_MOST_CHIPS = 2
_URGENCY_COLOURS = {Urgency.OVERDUE: "red", Urgency.SOON: "amber", Urgency.LATER: "blue"}


@dataclass(frozen=True, slots=True)
class OpenIncident:
    """One open incident with what a glance must tell.

    `like` is the number of an older one that is likely the same fault; `replies` are the 批示 that
    nobody has carried out, `footage` the recordings that nobody has secured.
    """

    incident: Incident
    name: str
    level: str
    to_group: bool
    dues: tuple[Due, ...] = ()
    owed: int = 0
    next_step: IncidentStep | None = None
    promise: Promise | None = None
    hanging: tuple[Hanging, ...] = ()
    silence: Silence | None = None
    like: str = ""
    replies: tuple[Report, ...] = ()
    footage: tuple[Footage, ...] = ()

    @property
    def id(self) -> int:
        return self.incident.id

    @property
    def recovered(self) -> bool:
        return self.incident.status is Status.RECOVERED

    @property
    def owes(self) -> bool:
        """Whether anything is left to be done before it can be closed."""
        return bool(self.owed or self.replies or self.footage)

    def overdue(self, now: datetime) -> bool:
        """Tell whether a limit, a promise, a notice, a 批示 or a recording has run out."""
        return (
            any(each.urgency(now) is Urgency.OVERDUE for each in self.dues)
            or (self.promise is not None and is_lapsed(self.promise, now))
            or bool(troubles(self.incident, self.hanging, now))
            or any(tone == "red" for _, tone in self._left(now.date()))
        )

    def stale(self, now: datetime) -> bool:
        """Tell whether nobody has written anything for too long."""
        return self.silence is not None and self.silence.is_stale(now)

    def tone(self, now: datetime) -> str:
        """Return the edge of its card: drill, danger, warn or ok."""
        if self.incident.drill:
            return "drill"
        if self.overdue(now) or (self.recovered and self.owed):
            return "danger"
        if self.recovered:
            return "warn" if self.owes else "ok"
        return "danger" if self.to_group else "warn"

    def chips(self, now: datetime) -> list[tuple[str, str]]:
        """Return the words of its card with their pill colours: what is due next, what is owed."""
        found = []
        if self.promise is not None:
            found.append(chip(self.promise, now))
        wrong = troubles(self.incident, self.hanging, now)
        if wrong:
            found.append((wrong[0][1], "red"))
        if self.dues:
            first, more = self.dues[0], len(self.dues) - 1
            words = first.sentence(now) + (f" 等 {more + 1} 项" if more else "")
            found.append((words, _URGENCY_COLOURS[first.urgency(now)]))
        if self.silence is not None and self.stale(now):
            found.append((self.silence.words(now), "amber"))
        if self.like:
            found.append((f"或同 {self.like}", "amber"))
        found += self._left(now.date())
        # Two of what is next, red before amber, and always what is owed: a card is a glance.
        found = sorted(found, key=lambda each: _ORDER.index(each[1]))[:_MOST_CHIPS]
        if self.owed:
            word = f"待善后 {self.owed} 件" if self.recovered else f"欠 {self.owed} 件"
            found.append((word, "red" if self.recovered else "amber"))
        elif not found:
            found.append(("待办结" if self.recovered else "无欠件", "green"))
        return found

    def _left(self, today: date) -> list[tuple[str, str]]:
        """Return what is owed besides follow-ups, in words and colour."""
        found = []
        if self.footage:
            days = min(each.days_left(today) for each in self.footage)
            tone = "red" if urgency(days) == "red" else "amber"
            found.append((f"监控 {len(self.footage)} 段未保全", tone))
        if self.replies:
            late = any(each.reply_overdue(today) for each in self.replies)
            found.append((f"批示 {len(self.replies)} 项未落实", "red" if late else "amber"))
        return found

    def where(self) -> str:
        """Return the line of place and waiting people."""
        waiting = self.incident.waiting
        parts = [
            self.incident.place or self.incident.windows,
            f"等候约 {waiting} 人" if waiting else "",
            f"{self.incident.recovered_at:%H:%M} 已恢复" if self.incident.recovered_at else "",
        ]
        return " · ".join(part for part in parts if part) or "地点未填"


@dataclass(slots=True)
class LastAsked:
    """The open incidents as last read, and the state of the records of which that is true."""

    state: object = None
    found: tuple[tuple[OpenIncident, ...], int] = ((), 0)


def open_incidents(desk: Desk) -> tuple[tuple[OpenIncident, ...], int]:
    """Return the open incidents, oldest first, and how many more there are beyond MOST.

    The cards and 今日 ask one after the other, at the start and after every write: while
    nothing was written, and within the minute, the second gets the answer of the first.
    """
    minute = desk.clock.now().replace(second=0, microsecond=0)
    state = (desk.store.last_written(), minute, desk.plan, desk.settings)
    if desk.last_asked.state != state:
        desk.last_asked = LastAsked(state, _read(desk))
    return desk.last_asked.found


def _read(desk: Desk) -> tuple[tuple[OpenIncident, ...], int]:
    incidents = desk.store.incidents.open_ones()
    shown = incidents[-MOST:]
    dossiers = desk.store.incidents.dossiers_of(shown) if shown else []
    settings, now = desk.settings, desk.clock.now()
    alike = desk.store.links.suggestions(shown, now) if len(shown) > 1 else {}
    found = tuple(
        replace(
            summed_up(dossier, desk.plan, due(dossier, desk.plan, settings.limits)),
            silence=silence(dossier, settings.stale_hours, settings.unclosed_hours),
            like=alike.get(dossier.incident.id, ""),
        )
        for dossier in dossiers
    )
    return found, len(incidents) - len(shown)


def summed_up(dossier: Dossier, plan: Plan, dues: list[Due]) -> OpenIncident:
    """Reduce a dossier to what a glance must tell."""
    incident = dossier.incident
    scenario = plan.scenario(incident.scenario)
    level = plan.level(incident.level)
    waiting_steps = (step for step in dossier.steps if step.state is StepState.OPEN)
    return OpenIncident(
        incident,
        scenario.name if scenario else plan.event_type(incident.event_type).name,
        level.name,
        level.to_group,
        tuple(dues),
        sum(1 for followup in dossier.followups if followup.is_open),
        min(waiting_steps, key=lambda step: step.position, default=None),
        current(dossier.promises) if incident.status is Status.HANDLING else None,
        tuple(hanging(dossier.notices, dossier.postings)),
        replies=tuple(open_replies(dossier)),
        footage=tuple(each for each in dossier.footage if each.is_open),
    )


def elapsed_text(incident: Incident, now: datetime) -> str:
    """Return hh:mm:ss since it occurred, until it recovered; days in front of it."""
    end = incident.recovered_at or now
    seconds = max(0, int((end - incident.occurred_at).total_seconds()))
    days, seconds = divmod(seconds, 86_400)
    clock = f"{seconds // 3600:02d}:{seconds % 3600 // 60:02d}:{seconds % 60:02d}"
    return f"{days}天 {clock}" if days else clock
