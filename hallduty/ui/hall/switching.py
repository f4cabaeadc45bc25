"""Marking windows and devices down and up: the write, and the event that it belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from hallduty.domain.errors import UserError
from hallduty.domain.hall import Outage, Part, part_name
from hallduty.domain.hall_incidents import fault_of, fitting, is_certain
from hallduty.domain.incidents import Incident
from hallduty.domain.roster import Window
from hallduty.ui.events import Topic
from hallduty.ui.prefill import Prefill

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from hallduty.ui.desk import Desk


@dataclass(frozen=True, slots=True)
class Choice:
    """What was marked down without an event, and the open events that it may belong to."""

    part: Part
    outages: tuple[Outage, ...]
    incidents: tuple[Incident, ...]

    @property
    def name(self) -> str:
        return part_name(self.part)


class Switcher(QObject):
    """Marks parts of a hall. asked(Choice): which event is it? answered(): nothing is asked more.

    The one open event of that kind is joined at once; without one 登记事件 opens, filled in; more
    than one are asked about, and neither a drill nor a machine's event is taken for granted.
    """

    asked = Signal(object)
    answered = Signal()

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._view = parent

    def toggle(self, part: Part) -> None:
        """Mark a part down if it is up, else up."""
        try:
            if part.up:
                self._down(part)
            else:
                self._up(part)
        except UserError as problem:
            self._desk.ask.problem(self._view, str(problem))

    def join(self, choice: Choice, incident: Incident) -> None:
        """Make what is down belong to an open event."""
        try:
            self._attach(choice.outages, incident)
        except UserError as problem:
            self._desk.ask.problem(self._view, str(problem))
            return
        self._tell_joined(choice.part, incident)
        self.answered.emit()

    def register(self, choice: Choice) -> None:
        """Open 登记事件 with what is known of the fault."""
        fault = fault_of([choice.part], self._desk.plan)
        then = partial(self._registered, choice)
        prefill = Prefill(
            fault.event_type, fault.scenario, fault.place, fault.text, choice.part.hall_id, then
        )
        self._desk.events.prefilled.emit(prefill)

    def choice_of(self, part: Part) -> Choice | None:
        """Return what can be chosen for a part that is down; None when nothing stands open."""
        outages = self._desk.store.hall.open_outages(part.hall_id)
        mine = tuple(o for o in outages if part.id in (o.window_id, o.device_id) and _same(o, part))
        return Choice(part, mine, tuple(self._fitting(part))) if mine else None

    def _down(self, part: Part) -> None:
        hall = self._desk.store.hall
        fits = self._fitting(part)
        if len(fits) == 1 and not fits[0].drill and is_certain(part):
            hall.mark_down([part], self._desk.stamp(), fits[0].id)
            self._desk.changed(Topic.HALL)
            self._desk.changed(Topic.INCIDENTS)
            self._tell_joined(part, fits[0])
            return
        outages = hall.mark_down([part], self._desk.stamp())
        self._desk.events.told.emit(f"{part_name(part)}已标为停用")
        self._desk.changed(Topic.HALL)
        choice = Choice(part, tuple(outages), tuple(fits))
        self.asked.emit(choice)
        if not fits:
            self.register(choice)

    def _up(self, part: Part) -> None:
        self._desk.store.hall.mark_up([part], self._desk.stamp())
        self._desk.events.told.emit(f"{part_name(part)}已标为恢复正常")
        self._desk.changed(Topic.HALL)
        self._desk.changed(Topic.INCIDENTS)
        self.answered.emit()

    def _fitting(self, part: Part) -> list[Incident]:
        return fitting([part], self._desk.store.incidents.open_ones(), self._desk.plan)

    def _registered(self, choice: Choice, incident: Incident) -> None:
        self._attach(choice.outages, incident)
        self.answered.emit()

    def _attach(self, outages: Sequence[Outage], incident: Incident) -> None:
        ids = [outage.id for outage in outages]
        self._desk.store.hall.attach(ids, incident.id, self._desk.stamp())
        self._desk.changed(Topic.HALL)
        self._desk.changed(Topic.INCIDENTS)

    def _tell_joined(self, part: Part, incident: Incident) -> None:
        self._desk.events.told.emit(f"{part_name(part)}停用，已并入 {incident.number}")


def _same(outage: Outage, part: Part) -> bool:
    """Tell window 3 from device 3."""
    return (outage.window_id is not None) == isinstance(part, Window)
