"""Which incidents a list, a paper or an export is about, as a query."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hallduty.store import models
from hallduty.store.records import on_days

if TYPE_CHECKING:
    from peewee import ModelSelect

    from hallduty.domain.incidents import IncidentFilter

_I = models.Incident


def filtered(query: ModelSelect[Any], wanted: IncidentFilter) -> ModelSelect[Any]:
    """Narrow a query of incidents down to what is wanted, its words left aside."""
    query = on_days(query, _I.occurred_at, wanted.from_day, wanted.to_day)
    for column, value in (
        (_I.event_type, wanted.event_type),
        (_I.level, wanted.level),
        (_I.status, wanted.status),
    ):
        if value:
            query = query.where(column == value)
    if wanted.drill is not None:
        query = query.where(_I.drill == wanted.drill)
    if wanted.merged is not None:
        query = query.where((_I.merged_into != "") == wanted.merged)
    return query
