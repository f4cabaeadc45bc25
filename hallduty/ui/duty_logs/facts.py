"""What the tab 日志与交接 asks the store: its list, the day's records, what is still open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from hallduty.domain.duty_day import Line, day_lines, staff_line
from hallduty.domain.duty_logs import (
    Duty,
    LogState,
    leader_ids,
    leader_text,
    next_duty,
    planned_duties,
)
from hallduty.domain.handover import OpenMatter, open_matters
from hallduty.domain.incidents import IncidentFilter
from hallduty.domain.needs import NeedFilter
from hallduty.domain.roster import Part

if TYPE_CHECKING:
    from hallduty.domain.contacts import Person
    from hallduty.domain.incidents import Incident
    from hallduty.ui.desk import Desk

# The list reaches back this far; an older log is found by its date.
DAYS_LISTED = 400
# Shifts without a log are offered for so many days, incidents are carried over at most as long.
DAYS_OFFERED = 14
_DAYS_AHEAD = 31
_MOST_CLOSED = 60


@dataclass(frozen=True, slots=True)
class LogRow:
    """A line of the list: a shift, who led it, how far its log has come; the current year."""

    duty: Duty
    leader: str
    state: LogState
    year: int

    @property
    def name(self) -> str:
        """11月13日上午; with the year, 2025-11-13, when that is not the current one."""
        duty = self.duty
        if duty.day.year == self.year:
            return duty.name
        return f"{duty.day.isoformat()}{'' if duty.part is Part.DAY else duty.part.label}"


def log_rows(desk: Desk, hall_id: int, further: Duty | None = None) -> list[LogRow]:
    """Return the shifts of a hall that have a log or should have one, the latest first.

    Today is always among them; `further` is a shift that was asked for by its date.
    """
    today = desk.clock.now().date()
    first = today - timedelta(days=DAYS_OFFERED)
    logs = desk.store.duty_logs.logs(today - timedelta(days=DAYS_LISTED), today, hall_id)
    rows = {log.duty: LogRow(log.duty, log.leader, log.state, today.year) for log in logs}
    shifts = desk.store.roster.shifts(first, today)
    names = _names(desk)
    logged = {duty.day: duty.part is Part.DAY for duty in rows}
    duties = planned_duties(shifts, hall_id)
    if today not in {duty.day for duty in (*duties, *rows)}:
        duties.append(Duty(today, Part.DAY, hall_id))
    if further is not None:
        duties.append(further)
    for duty in duties:
        # A day that is logged whole is not asked for by halves, nor the other way round.
        other = duty.day in logged and logged[duty.day] != (duty.part is Part.DAY)
        if duty in rows or (other and duty != further):
            continue
        log = desk.store.duty_logs.log(duty.day, duty.part, duty.hall_id)
        if log is not None:
            rows[duty] = LogRow(duty, log.leader, log.state, today.year)
            continue
        leader = leader_text(leader_ids(duty, shifts), names)
        if duty.day < first:
            leader = desk.store.duty_logs.leader(duty)[1]
        rows[duty] = LogRow(duty, leader, LogState.NONE, today.year)
    return sorted(rows.values(), key=lambda row: row.duty.order, reverse=True)


def duties_on(desk: Desk, day: date, hall_id: int) -> list[Duty]:
    """Return the shifts of a day, as logged, else as planned, else the whole day."""
    logs = desk.store.duty_logs.logs(day, day, hall_id)
    planned = planned_duties(desk.store.roster.shifts(day, day), hall_id)
    return [log.duty for log in logs] or planned or [Duty(day, Part.DAY, hall_id)]


def duty_at(desk: Desk, now: datetime, hall_id: int) -> Duty:
    """Return the shift that runs at `now`."""
    found = duties_on(desk, now.date(), hall_id)
    running = [duty for duty in found if not duty.is_over(now) and duty.span()[0] <= now]
    return (running or found)[0]


def day_facts(desk: Desk, duty: Duty) -> dict[str, list[Line]]:
    """Return what the records know of a shift, by the field of the log that it fills."""
    store, names = desk.store, _names(desk)
    first = duty.day - timedelta(days=DAYS_OFFERED)
    ids = store.incidents.ids(IncidentFilter(from_day=first, to_day=duty.day))
    known = {incident.id: incident for incident in store.incidents.fetch(ids)}
    known |= {incident.id: incident for incident in store.incidents.open_ones()}
    mine = [incident for incident in known.values() if _of_hall(incident, duty.hall_id)]
    dossiers = store.incidents.dossiers_of(mine) if mine else []
    shifts = store.roster.shifts(duty.day, duty.day)
    changes = store.shift_changes.changes(duty.day, duty.day)
    return {
        "staff": staff_line(duty, shifts, changes, names),
        **day_lines(
            duty,
            dossiers,
            desk.plan,
            desk.calendar,
            store.policy.day_cases(duty.day, duty.day),
            store.needs.needs(NeedFilter(duty.day, duty.day)),
        ),
    }


def still_open(desk: Desk, hall_id: int) -> list[OpenMatter]:
    """Return what is open in a hall now, and so goes over to the next leader."""
    store = desk.store
    handled = store.incidents.open_ones()
    posted = {incident.id for incident, _ in store.notices.hanging()}
    asked = {store.reports.owed_in(each) for each in store.reports.open_replies()}
    asked |= {each.incident_id for each in store.conflict.open_footage()}
    left = store.followups.open_counts().keys() | posted | asked
    owed = sorted(left - {i.id for i in handled}, reverse=True)
    closed = [i for i in store.incidents.fetch(owed) if _of_hall(i, hall_id) and not i.drill]
    mine = [i for i in handled if _of_hall(i, hall_id)] + closed[:_MOST_CLOSED]
    dossiers = store.incidents.dossiers_of(mine) if mine else []
    found = open_matters(dossiers, desk.plan, desk.settings.limits, desk.clock.now())
    if len(closed) > _MOST_CLOSED:
        more = f"另有 {len(closed) - _MOST_CLOSED} 件较早的事件还有事项未办"
        found.append(OpenMatter("善后", more, 0))
    return found


def next_leader(desk: Desk, duty: Duty) -> Person | None:
    """Return who leads the next planned shift of the hall, or None."""
    shifts = desk.store.roster.shifts(duty.day, duty.day + timedelta(days=_DAYS_AHEAD))
    following = next_duty(duty, shifts)
    led = leader_ids(following, shifts) if following else []
    person = desk.store.contacts.person(led[0][1]) if led else None
    return person if person is not None and person.active else None


def _of_hall(incident: Incident, hall_id: int) -> bool:
    """Tell whether an incident is the hall's; one that names no hall is everybody's."""
    return incident.hall_id in (None, hall_id)


def _names(desk: Desk) -> dict[int, str]:
    return {person.id: person.name for person in desk.store.contacts.people(active_only=False)}
