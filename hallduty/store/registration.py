"""Registering an incident: its row, the steps of the plan and the first words of its timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peewee import fn

from hallduty.domain import phones, texts, times
from hallduty.domain.incidents import (
    EntryKind,
    NewEntry,
    NewIncident,
    Status,
    StepState,
    number_text,
)
from hallduty.store import models

if TYPE_CHECKING:
    from hallduty.domain.plan import Plan, Scenario
    from hallduty.store.timeline import TimelineStore
    from hallduty.store.writes import Write

_I = models.Incident


def insert_incident(write: Write, new: NewIncident, plan: Plan, timeline: TimelineStore) -> int:
    """Insert an incident, its steps and first entries as part of a write; return its id."""
    stamp = write.stamp
    year = new.occurred_at.year
    last = _I.select(fn.MAX(_I.serial)).where(_I.year == year).scalar()
    serial = (last or 0) + 1
    scenario = plan.scenario(new.scenario) or plan.scenarios_of(new.event_type)[0]
    version = models.PlanVersion.select(fn.MAX(models.PlanVersion.id)).scalar()
    reported = new.reported_at or (new.occurred_at if new.late else stamp.at)
    incident_id = write.insert(
        _I,
        uuid=str(stamp.id),
        number=number_text(year, serial),
        year=year,
        serial=serial,
        hall_id=new.hall_id,
        event_type=new.event_type,
        scenario=scenario.code,
        level=new.level or plan.first_level.code,
        status=Status.HANDLING,
        drill=new.drill,
        late=new.late,
        occurred_at=new.occurred_at,
        reported_at=max(reported, new.occurred_at),
        registered_at=stamp.at,
        recovered_at=None,
        closed_at=None,
        place=texts.one_line(new.place),
        reporter=texts.one_line(new.reporter),
        phone=phones.normalised(new.phone),
        people=None,
        waiting=None,
        windows="",
        systems="",
        description=texts.tidy(new.text),
        measures="",
        outcome="",
        cause="",
        handler=new.handler or stamp.actor,
        opinion="",
        plan_version_id=version,
        extra={},
        paper_number=new.paper_number,
        merged_into="",
    )
    _insert_steps(write, incident_id, scenario)
    _say_how_it_began(write, incident_id, new, scenario, timeline)
    return int(incident_id)


def _insert_steps(write: Write, incident_id: int, scenario: Scenario) -> None:
    """Copy the scenario's steps: the incident keeps them whatever becomes of the plan."""
    for position, step in enumerate(scenario.steps, start=1):
        write.insert(
            models.IncidentStep,
            uuid=write.stamp.derived(f"step {position}"),
            incident_id=incident_id,
            position=position,
            text=step.text,
            clause=step.clause,
            role=step.role,
            produces=step.produces,
            state=StepState.OPEN,
            settled_at=None,
            settled_by="",
            why="",
        )


def _say_how_it_began(
    write: Write, incident_id: int, new: NewIncident, scenario: Scenario, timeline: TimelineStore
) -> None:
    said = "，".join(p for p in (texts.one_line(new.place), texts.one_line(new.text)) if p)
    opening = NewEntry(
        EntryKind.STATE, f"发生：{said or scenario.name}"[: texts.PARAGRAPH], new.occurred_at
    )
    timeline.append(write, incident_id, opening, name="opening")
    if new.late:
        note = NewEntry(EntryKind.STATE, f"补录于 {times.stamp(write.stamp.at)}", write.stamp.at)
        timeline.append(write, incident_id, note, name="late")
