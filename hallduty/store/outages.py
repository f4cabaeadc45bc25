"""Outages as rows: opened and ended in the same write that marks a window or device down or up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from hallduty.domain.hall import Outage
from hallduty.store import models
from hallduty.store import models_site as site
from hallduty.store.records import as_records
from hallduty.store.writes import Write

_O = site.Outage


def standing(window_id: int | None = None, device_id: int | None = None) -> list[Outage]:
    """Return the outages of one window or device that have not ended (one, if any)."""
    same = _O.window_id == window_id if window_id is not None else _O.device_id == device_id
    return as_records(Outage, _O.select().where(same & _O.up_at.is_null()).order_by(_O.id))


def open_outage(
    write: Write, hall_id: int, where: Mapping[str, int], at: datetime | None, name: str
) -> None:
    """Mark what `where` names (window_id or device_id) down, unless it is down already."""
    model = models.Window if "window_id" in where else site.Device
    (row_id,) = where.values()
    write.update(model, row_id, up=False)
    if not standing(**where):
        insert_outage(write, hall_id, where, at or write.stamp.at, None, name)


def insert_outage(
    write: Write,
    hall_id: int,
    where: Mapping[str, int],
    down_at: datetime,
    up_at: datetime | None,
    name: str,
) -> int:
    """Insert an outage of no incident yet; return its id."""
    return write.insert(
        _O,
        uuid=write.stamp.derived(name),
        incident_id=None,
        hall_id=hall_id,
        window_id=where.get("window_id"),
        device_id=where.get("device_id"),
        down_at=down_at,
        up_at=up_at,
        actor=write.stamp.actor,
        remark="",
    )


def close_outage(write: Write, outage: Outage, at: datetime) -> None:
    """End an outage."""
    write.update(_O, outage.id, up_at=at)
