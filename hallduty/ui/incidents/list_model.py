"""The ledger list as a model: all ids at once, records in pages as they come into sight."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from PySide6.QtCore import QModelIndex, Qt, Signal

from hallduty.domain import times
from hallduty.domain.incidents import Incident, IncidentFilter, Status
from hallduty.domain.plan import Plan
from hallduty.ui.paged_model import PagedModel
from hallduty.ui.table_models import STRUCK_ROLE, Column, Index

_STATUS_PILLS = {
    Status.HANDLING: "amber",
    Status.RECOVERED: "blue",
    Status.CLOSED: "green",
    Status.VOID: "grey",
}


# Told in a void row as clearly as in any other.
_NEVER_STRUCK = ("status", "level", "duration")


class Source(Protocol):
    """What the list asks of the store."""

    def ids(self, wanted: IncidentFilter) -> list[int]: ...
    def fetch(self, ids: Sequence[int]) -> list[Incident]: ...
    def unfinished_counts(self, ids: Sequence[int]) -> dict[int, int]: ...


@dataclass(frozen=True, slots=True)
class Order:
    """What the list is sorted by: a column that the store can sort by, and which way."""

    column: str = "occurred_at"
    descending: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the list: the incident and how many follow-ups are still owed."""

    incident: Incident
    owed: int = 0


def level_pill(plan: Plan, code: str) -> str:
    """Return a level's colour: blue for the lowest, red for what goes to the group."""
    return "red" if plan.level(code).to_group else "blue"


def kind_text(plan: Plan, incident: Incident) -> str:
    """Return what happened in the plan's words: the scenario, else the event type."""
    scenario = plan.scenario(incident.scenario)
    return scenario.name if scenario else plan.event_type(incident.event_type).name


def duration_text(incident: Incident, now: datetime) -> str:
    """Return how long it lasted, or for how long it has been going on."""
    if incident.status is Status.VOID:
        return "—"
    end = incident.recovered_at or incident.closed_at
    minutes = times.minutes_between(incident.occurred_at, end or now)
    # Whoever scans a list wants the size of it: minutes matter within hours, not beside days.
    minutes -= minutes % 60 if minutes >= 1440 else 0
    text = times.duration_cn(minutes)
    return text if end else f"已 {text}"


def badges(incident: Incident) -> tuple[tuple[str, str], ...]:
    """Return the marks beside an incident's type: 演练, 补录."""
    found = []
    if incident.drill:
        found.append(("演练", "violet"))
    if incident.late:
        found.append(("补录", "grey"))
    return tuple(found)


def columns(plan: Plan, now: Callable[[], datetime]) -> tuple[Column[Line], ...]:
    """Return the list's columns."""
    return (
        Column("number", "编号", lambda n: n.incident.number, 5.6, sortable=True),
        Column(
            "occurred_at",
            "发生时间",
            lambda n: times.stamp(n.incident.occurred_at),
            8.5,
            sort=lambda n: n.incident.occurred_at,
            sortable=True,
        ),
        Column(
            "type",
            "类型／情形",
            lambda n: kind_text(plan, n.incident),
            11,
            badges=lambda n: badges(n.incident),
        ),
        Column(
            "level",
            "级别",
            lambda n: plan.level(n.incident.level).name,
            5,
            sort=lambda n: plan.level(n.incident.level).order,
            pill=lambda n: level_pill(plan, n.incident.level),
        ),
        Column(
            "status",
            "状态",
            lambda n: n.incident.standing,
            7.2,
            pill=lambda n: "grey" if n.incident.merged_into else _STATUS_PILLS[n.incident.status],
        ),
        Column("place", "地点", lambda n: n.incident.place, 6),
        Column("description", "描述", lambda n: n.incident.description, 8, stretch=True),
        Column("duration", "历时", lambda n: duration_text(n.incident, now()), 7.5, right=True),
        Column("handler", "处置人", lambda n: n.incident.handler, 4),
        Column(
            "owed",
            "欠件",
            lambda n: f"欠 {n.owed} 件" if n.owed else "",
            4.8,
            sort=lambda n: n.owed,
            pill=lambda n: "red" if n.owed else None,
        ),
    )


class IncidentListModel(PagedModel[Line]):
    """Holds the ids that a filter found; reads records a page at a time when they are shown.

    order_changed(): the user wants another order; whoever fills the list asks the store again.
    """

    order_changed = Signal()

    def __init__(self, source: Source, plan: Plan, now: Callable[[], datetime]) -> None:
        super().__init__(columns(plan, now), self._read)
        self._source = source
        self.order = Order()

    def _replace(self, fresh: list[int]) -> None:
        """Put new incidents in front in, so that the view keeps its selection."""
        added = len(fresh) - len(self._ids)
        if added > 0 and self._ids and fresh[added:] == self._ids:
            self.beginInsertRows(QModelIndex(), 0, added - 1)
            self._ids = fresh
            self.endInsertRows()
            self.repaint()
        else:
            super()._replace(fresh)

    def _read(self, ids: Sequence[int]) -> list[Line]:
        found = {incident.id: incident for incident in self._source.fetch(ids)}
        owed = self._source.unfinished_counts(ids)
        return [Line(found[key], owed.get(key, 0)) for key in ids if key in found]

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Ask for another order; the store sorts, since the list never holds all records."""
        wanted = Order(self.columns[column].key, order is Qt.SortOrder.DescendingOrder)
        if wanted != self.order:
            self.order = wanted
            self.order_changed.emit()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == STRUCK_ROLE:
            line = self.record(index.row()) if index.isValid() else None
            column = self.columns[index.column()].key if line is not None else ""
            void = line is not None and line.incident.status is Status.VOID
            return void and column not in _NEVER_STRUCK
        return super().data(index, role)
