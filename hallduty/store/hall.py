"""The hall picture: devices and their places, and what was out of service from when to when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from hallduty.domain import hall as rules
from hallduty.domain import texts, times
from hallduty.domain.errors import UserError, refuse
from hallduty.domain.hall import Device, Outage, Part, Picture, part_name
from hallduty.domain.hall_grid import Cell, PartKey, cells_problem
from hallduty.domain.hall_incidents import numbers_text, windows_of, with_windows
from hallduty.domain.incidents import EntryKind, NewEntry
from hallduty.domain.roster import Window
from hallduty.domain.stamps import Stamp
from hallduty.store import models
from hallduty.store import models_site as site
from hallduty.store.outages import close_outage, insert_outage, open_outage, standing
from hallduty.store.records import as_records, by_key
from hallduty.store.writes import Write, writing

if TYPE_CHECKING:
    from hallduty.store.database import Database
    from hallduty.store.timeline import TimelineStore

_D = site.Device
_O = site.Outage
_W = models.Window


class HallStore:
    """What stands in the halls, and what is down."""

    def __init__(self, db: Database, timeline: TimelineStore) -> None:
        self._db = db
        self._timeline = timeline

    # --- what stands there ---------------------------------------------------------------------

    def picture(self, hall_id: int) -> Picture:
        """Return the windows and devices of a hall, retired devices among them.

        A hall of which no device was ever entered has what every hall has, with ids 0.
        """
        query = _W.select().where(_W.hall_id == hall_id).order_by(_W.number)
        devices = by_key(Device, _D, "hall_id", hall_id) or rules.standard_devices(hall_id)
        return Picture(tuple(as_records(Window, query)), tuple(devices))

    def picture_of(self, outages: Iterable[Outage]) -> Picture:
        """Return the windows and devices of all halls that some outages are about."""
        halls = sorted({outage.hall_id for outage in outages})
        return Picture(
            tuple(by_key(Window, _W, "hall_id", *halls)),
            tuple(by_key(Device, _D, "hall_id", *halls)),
        )

    def save_device(self, device: Device, stamp: Stamp) -> Device:
        """Add (id 0), rename or retire a device; one that is retired is up again first.

        Raises InvalidInput when its name is missing or taken.
        """
        name = texts.one_line(device.name)
        with writing(self._db, stamp) as write:
            if not write.repeated:
                # Inside: tried again, a device would be in its own way.
                refuse(rules.device_problems(device, self.picture(device.hall_id).devices))
                if device.id:
                    if not device.active:
                        self._end(write, standing(device_id=device.id), stamp.at)
                    write.update(_D, device.id, name=name, kind=device.kind, active=device.active)
                else:
                    self._enter_standard(write, device.hall_id)
                    self._insert_device(write, device, name, str(stamp.id))
        same = _D.id == device.id if device.id else _D.uuid == str(stamp.id)
        return as_records(Device, _D.select().where(same))[0]

    def enter_standard(self, hall_id: int, stamp: Stamp) -> Picture:
        """Enter what every hall has for a hall without devices, so that it can be arranged."""
        with writing(self._db, stamp) as write:
            if not write.repeated:
                self._enter_standard(write, hall_id)
        return self.picture(hall_id)

    def arrange(self, hall_id: int, cells: Mapping[PartKey, Cell], stamp: Stamp) -> Picture:
        """Put windows and devices into cells of the picture, all in one write."""
        refuse([cells_problem(cells)])
        with writing(self._db, stamp) as write:
            if not write.repeated:
                self._enter_standard(write, hall_id)
                for key, (row, column) in cells.items():
                    place = {"grid_row": row, "grid_column": column}
                    if key.window_id:
                        write.update(_W, key.window_id, **place)
                    else:
                        found = key.device_id or self._named(hall_id, key.name)
                        write.update(_D, found, **place)
        return self.picture(hall_id)

    # --- what is down --------------------------------------------------------------------------

    def open_outages(self, hall_id: int | None = None) -> list[Outage]:
        """Return what is down now, in one hall or in all, in the order it went down."""
        query = _O.select().where(_O.up_at.is_null()).order_by(_O.id)
        return as_records(Outage, query if hall_id is None else query.where(_O.hall_id == hall_id))

    def of(self, incident_id: int) -> list[Outage]:
        """Return the outages of an incident."""
        return by_key(Outage, _O, "incident_id", incident_id)

    def idle(self, hall_ids: Iterable[int], first: datetime, last: datetime) -> list[Outage]:
        """Return outages of windows that belong to no incident and touch that time."""
        during = (_O.down_at < last) & (_O.up_at.is_null() | (_O.up_at > first))
        plain = _O.incident_id.is_null() & _O.window_id.is_null(False)
        query = _O.select().where(plain & during & _O.hall_id.in_(list(hall_ids)))
        return as_records(Outage, query.order_by(_O.id))

    def mark_down(
        self,
        parts: Sequence[Part],
        stamp: Stamp,
        incident_id: int | None = None,
        at: datetime | None = None,
    ) -> list[Outage]:
        """Mark windows or devices down; return what is down of them.

        With `incident_id` the outages belong to it: its field 受影响窗口 and its timeline say so.
        What is down already stays as it is. `at` says when if not now (补录).
        """
        refuse([times.moment_problem("at", "时间", at, stamp.at)])
        with writing(self._db, stamp) as write:
            if not write.repeated:
                if incident_id is not None:
                    self._timeline.require_writable(incident_id)
                for number, part in enumerate(parts):
                    name = f"outage {number}"
                    open_outage(write, part.hall_id, self._where(write, part), at, name)
                if incident_id is not None:
                    ids = [each.id for part in parts for each in self._standing(part)]
                    self._attach(write, ids, incident_id)
        return [each for part in parts for each in self._standing(part)]

    def note_past(
        self,
        parts: Sequence[Part],
        down_at: datetime,
        up_at: datetime,
        stamp: Stamp,
        incident_id: int | None = None,
    ) -> None:
        """Note an outage that is over; what stands in the hall now is not touched (补录)."""
        refuse(
            [
                times.moment_problem("outage", "停用时间", down_at, stamp.at),
                times.moment_problem("outage", "恢复时间", up_at, stamp.at),
                times.order_problem("outage", "恢复时间", up_at, "停用时间", down_at),
            ]
        )
        with writing(self._db, stamp) as write:
            if not write.repeated:
                ids = []
                for number, part in enumerate(parts):
                    where, name = self._where(write, part), f"outage {number}"
                    ids.append(insert_outage(write, part.hall_id, where, down_at, up_at, name))
                if incident_id is not None:
                    self._timeline.require_writable(incident_id)
                    self._attach(write, ids, incident_id)
                    text = f"{names_of(parts)}恢复使用"
                    self._say(write, incident_id, text, up_at, "past")

    def mark_up(self, parts: Sequence[Part], stamp: Stamp, at: datetime | None = None) -> None:
        """Mark windows or devices up again; the timelines of their incidents say so."""
        refuse([times.moment_problem("at", "时间", at, stamp.at)])
        with writing(self._db, stamp) as write:
            if not write.repeated:
                for part in parts:
                    self._end(write, self._standing(part), at or stamp.at)
                    self._raise(write, part)

    def end_all(self, incident_id: int, stamp: Stamp, at: datetime | None = None) -> int:
        """Mark up all that is still down of an incident; return how many that were."""
        refuse([times.moment_problem("at", "时间", at, stamp.at)])
        down = [each for each in self.of(incident_id) if each.is_open]
        with writing(self._db, stamp) as write:
            if not write.repeated:
                self._end(write, down, at or stamp.at)
        return len(down)

    def attach(self, outage_ids: Sequence[int], incident_id: int, stamp: Stamp) -> list[Outage]:
        """Make outages belong to an incident, also when they belonged to another one."""
        with writing(self._db, stamp) as write:
            if not write.repeated:
                self._timeline.require_writable(incident_id)
                self._attach(write, outage_ids, incident_id)
        return by_key(Outage, _O, "id", *outage_ids)

    def amend(
        self, outage_id: int, down_at: datetime, up_at: datetime | None, stamp: Stamp
    ) -> Outage:
        """Correct from when to when something was down; its incident's timeline says so.

        An outage that has ended stays ended. Raises InvalidInput for an impossible time.
        """
        (outage,) = by_key(Outage, _O, "id", outage_id)
        up_at = outage.up_at if up_at is None else up_at
        refuse(
            [
                times.moment_problem("down_at", "停用时间", down_at, stamp.at),
                times.moment_problem("up_at", "恢复时间", up_at, stamp.at),
                times.order_problem("up_at", "恢复时间", up_at, "停用时间", down_at),
            ]
        )
        with writing(self._db, stamp) as write:
            if not write.repeated:
                part = self._part(outage)
                if outage.incident_id is not None:
                    self._timeline.require_writable(outage.incident_id)
                changed = write.update(_O, outage_id, down_at=down_at, up_at=up_at)
                if outage.is_open and up_at is not None:
                    self._raise(write, part)
                if changed and outage.incident_id is not None:
                    ended = times.clock(up_at) if up_at else "未恢复"
                    text = f"更正停用时间：{part_name(part)} {times.clock(down_at)}—{ended}"
                    self._say(write, outage.incident_id, text, None, "amended")
        return by_key(Outage, _O, "id", outage_id)[0]

    # --- parts of these writes -----------------------------------------------------------------

    def _attach(self, write: Write, ids: Sequence[int], incident_id: int) -> None:
        moved = [o for o in by_key(Outage, _O, "id", *ids) if o.incident_id != incident_id]
        if not moved:
            return
        parts = [self._part(outage) for outage in moved]
        for outage, part in zip(moved, parts, strict=True):
            write.update(_O, outage.id, incident_id=incident_id)
            if outage.incident_id is not None:
                text = f"{part_name(part)}的停用改记入其他事件"
                self._say(write, outage.incident_id, text, None, f"left {outage.id}")
        numbers = [n for part in parts for n in windows_of(part, self.picture(part.hall_id))]
        self._widen(write, incident_id, numbers)
        first = min(outage.down_at for outage in moved)
        at = None if first >= write.stamp.at else first
        self._say(write, incident_id, f"{names_of(parts)}停用", at, "down")

    def _widen(self, write: Write, incident_id: int, numbers: Sequence[int]) -> None:
        ((windows,),) = self._db.execute_sql(
            "SELECT windows FROM incident WHERE id = ?", (incident_id,)
        ).fetchall()
        wider = with_windows(windows, numbers)
        if wider != windows and len(wider) <= texts.LINE:
            write.update(models.Incident, incident_id, windows=wider)

    def _end(self, write: Write, outages: Sequence[Outage], at: datetime) -> None:
        """End outages, raise what they are about, and tell each incident in one line."""
        told: dict[int, list[Part]] = {}
        for outage in outages:
            part = self._part(outage)
            if times.minutes_between(at, outage.down_at):
                raise UserError(
                    f"{part_name(part)} {times.stamp(outage.down_at)} 才停用，恢复时间早于停用时间"
                )
            close_outage(write, outage, max(at, outage.down_at))
            self._raise(write, part)
            if outage.incident_id is not None:
                self._timeline.require_writable(outage.incident_id)
                told.setdefault(outage.incident_id, []).append(part)
        moment = None if at >= write.stamp.at else at
        for incident_id, parts in told.items():
            text = f"{names_of(parts)}恢复使用"
            self._say(write, incident_id, text, moment, f"up {incident_id} {outages[0].id}")

    def _say(
        self, write: Write, incident_id: int, text: str, at: datetime | None, name: str
    ) -> None:
        entry = NewEntry(EntryKind.NOTE, text[: texts.PARAGRAPH], at)
        self._timeline.append(write, incident_id, entry, name=name)

    def _raise(self, write: Write, part: Part) -> None:
        model = _W if isinstance(part, Window) else _D
        if part.id:
            write.update(model, part.id, up=True)

    def _part(self, outage: Outage) -> Part:
        if outage.window_id is not None:
            return by_key(Window, _W, "id", outage.window_id)[0]
        return by_key(Device, _D, "id", outage.device_id)[0]

    def _standing(self, part: Part) -> list[Outage]:
        if isinstance(part, Window):
            return standing(window_id=part.id)
        return standing(device_id=part.id or self._named(part.hall_id, part.name))

    def _where(self, write: Write, part: Part) -> dict[str, int]:
        if isinstance(part, Window):
            return {"window_id": part.id}
        if not part.id:
            self._enter_standard(write, part.hall_id)
        return {"device_id": part.id or self._named(part.hall_id, part.name)}

    def _named(self, hall_id: int, name: str) -> int:
        """Return the id of the device in use with that name; 0: there is none."""
        found = by_key(Device, _D, "hall_id", hall_id)
        return next((each.id for each in found if each.active and each.name == name), 0)

    def _enter_standard(self, write: Write, hall_id: int) -> None:
        if not _D.select().where(_D.hall_id == hall_id).exists():
            for device in rules.standard_devices(hall_id):
                uuid = write.stamp.derived(f"device {device.kind}")
                self._insert_device(write, device, device.name, uuid)

    def _insert_device(self, write: Write, device: Device, name: str, uuid: str) -> None:
        values: dict[str, Any] = {"grid_row": device.grid_row, "grid_column": device.grid_column}
        values |= {"hall_id": device.hall_id, "kind": device.kind, "name": name}
        write.insert(_D, uuid=uuid, up=True, active=device.active, **values)


def names_of(parts: Sequence[Part]) -> str:
    """Name several parts in one breath: 3—5号窗口、自助机."""
    numbers = numbers_text(part.number for part in parts if isinstance(part, Window))
    words = [f"{numbers}窗口"] if numbers else []
    return "、".join([*words, *(part.name for part in parts if not isinstance(part, Window))])
