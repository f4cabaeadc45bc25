"""Appointments (预约) and extended services (延时服务): the register of clause 四（一）."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from hallduty.domain import appointments as rules
from hallduty.domain import phones, texts, times
from hallduty.domain.appointments import (
    Appointment,
    AppointmentOutcome,
    Extension,
    NewAppointment,
    NewExtension,
)
from hallduty.domain.errors import UserError, refuse
from hallduty.domain.incidents import EntryKind, NewEntry
from hallduty.domain.stamps import Stamp
from hallduty.store import models_site as site
from hallduty.store.records import as_records, by_key, on_days
from hallduty.store.writes import Write, writing

if TYPE_CHECKING:
    from hallduty.store.database import Database
    from hallduty.store.timeline import TimelineStore

_A = site.Appointment
_E = site.Extension


class AppointmentStore:
    """Who comes when, and until when a hall serves after closing time."""

    def __init__(self, db: Database, timeline: TimelineStore) -> None:
        self._db = db
        self._timeline = timeline

    # --- people ------------------------------------------------------------------------------

    def of(self, incident_id: int) -> list[Appointment]:
        """Return the people entered during an incident, by their time."""
        found = by_key(Appointment, _A, "incident_id", incident_id)
        return sorted(found, key=lambda each: (each.due_at, each.id))

    def on_day(self, day: date, hall_id: int | None = None) -> list[Appointment]:
        """Return the people whose time is on a day, of one hall or of all, by their time."""
        query = on_days(_A.select(), _A.due_at, day, day).order_by(_A.due_at, _A.id)
        return as_records(
            Appointment, query if hall_id is None else query.where(_A.hall_id == hall_id)
        )

    def add(self, new: NewAppointment, stamp: Stamp, at: datetime | None = None) -> Appointment:
        """Enter somebody; the timeline names the row only. `at` says when if not now (补录)."""
        late = times.moment_problem("at", "时间", at, stamp.at)
        refuse([*rules.appointment_problems(new, stamp.at), late])
        with writing(self._db, stamp) as write:
            if not write.repeated:
                if new.incident_id is not None:
                    self._timeline.require_writable(new.incident_id)
                row_id = write.insert(
                    _A,
                    uuid=str(stamp.id),
                    incident_id=new.incident_id,
                    hall_id=new.hall_id,
                    extension_id=new.extension_id,
                    kind=new.kind,
                    who=texts.one_line(new.who),
                    phone=phones.normalised(new.phone),
                    matter=texts.one_line(new.matter),
                    due_at=new.due_at,
                    made_at=at or stamp.at,
                    served_at=None,
                    served_by="",
                    window="",
                    outcome=AppointmentOutcome.OPEN,
                    rebooked_why="",
                )
                text = f"登记{new.kind.label}（第 {row_id} 号）"
                self._say(write, new.incident_id, text, at)
        return by_key(Appointment, _A, "uuid", str(stamp.id))[0]

    def rebook(
        self,
        appointment_id: int,
        due_at: datetime | None,
        matter: str,
        why: str,
        stamp: Stamp,
        at: datetime | None = None,
    ) -> Appointment:
        """Book somebody for another time or matter (改期) and say why. `at` if not now (补录)."""
        with writing(self._db, stamp) as write:
            if not write.repeated:
                (before,) = by_key(Appointment, _A, "id", appointment_id)
                late = times.moment_problem("at", "时间", at, stamp.at)
                moment = at or stamp.at
                refuse([*rules.rebooking_problems(before, due_at, matter, why, moment), late])
                assert due_at is not None
                if before.incident_id is not None:
                    self._timeline.require_writable(before.incident_id)
                reason = texts.one_line(why)
                kept = {"matter": texts.one_line(matter), "rebooked_why": reason}
                write.update(_A, appointment_id, due_at=due_at, **kept)
                self._say(
                    write, before.incident_id, rules.rebooked_text(before, due_at, reason), at
                )
        return by_key(Appointment, _A, "id", appointment_id)[0]

    def settle(
        self,
        appointment_id: int,
        outcome: AppointmentOutcome,
        stamp: Stamp,
        window: str = "",
        served_by: str = "",
        at: datetime | None = None,
    ) -> Appointment:
        """Say what became of somebody: served (by whom, at which window), missed or cancelled.

        OPEN takes it back. `at` says when if not now (补录).
        """
        refuse(
            [
                texts.problem_in("window", "窗口", window, limit=20),
                texts.problem_in("served_by", "办理人", served_by, limit=50),
                times.moment_problem("at", "时间", at, stamp.at),
            ]
        )
        undone = outcome is AppointmentOutcome.OPEN
        values: dict[str, Any] = {
            "outcome": outcome,
            "served_at": None if undone else at or stamp.at,
            "served_by": "" if undone else texts.one_line(served_by) or stamp.actor,
            "window": texts.one_line(window),
        }
        (before,) = by_key(Appointment, _A, "id", appointment_id)
        with writing(self._db, stamp) as write:
            if not write.repeated and before.outcome is not outcome:
                if before.incident_id is not None:
                    self._timeline.require_writable(before.incident_id)
                write.update(_A, appointment_id, **values)
                said = "重新办理" if undone else outcome.label
                text = f"{before.kind.label}第 {appointment_id} 号：{said}"
                self._say(write, before.incident_id, text, at)
        return by_key(Appointment, _A, "id", appointment_id)[0]

    def forget(self, before: datetime, stamp: Stamp, most: int = 1000) -> int:
        """Delete names, phones and matters of at most so many whose time was before then.

        Their purpose ended with their time, whatever became of them (PIPL art. 19). Return how
        many it were.
        """
        past = (_A.due_at < before) & (_A.served_at.is_null() | (_A.served_at < before))
        with writing(self._db, stamp) as write:
            return write.forget(_A, past, most)

    # --- extended service --------------------------------------------------------------------

    def extensions(self, day: date, hall_id: int | None = None) -> list[Extension]:
        """Return the extended services that began on a day, of one hall or of all."""
        first, last = datetime.combine(day, time.min), datetime.combine(day, time.max)
        return self.extensions_between(first, last, hall_id)

    def extensions_between(
        self, first: datetime, last: datetime, hall_id: int | None = None
    ) -> list[Extension]:
        """Return the extended services that began between two moments."""
        query = _E.select().where(_E.opened_at.between(first, last)).order_by(_E.id)
        return as_records(
            Extension, query if hall_id is None else query.where(_E.hall_id == hall_id)
        )

    def running(self, hall_id: int | None) -> Extension | None:
        """Return the extended service of a hall that has not been ended, or None."""
        same = _E.hall_id.is_null() if hall_id is None else _E.hall_id == hall_id
        found = as_records(Extension, _E.select().where(same & _E.ended_at.is_null()))
        return found[-1] if found else None

    def begin(self, new: NewExtension, stamp: Stamp, at: datetime | None = None) -> Extension:
        """Open an extended service; raises UserError while one of the hall is running."""
        late = times.moment_problem("at", "时间", at, stamp.at)
        refuse([*rules.extension_problems(new, at or stamp.at), late])
        with writing(self._db, stamp) as write:
            if not write.repeated:
                running = self.running(new.hall_id)
                if running is not None:
                    raise UserError(
                        f"延时服务已于 {times.stamp(running.opened_at)} 开始，请先结束或改时间"
                    )
                if new.incident_id is not None:
                    self._timeline.require_writable(new.incident_id)
                write.insert(
                    _E,
                    uuid=str(stamp.id),
                    incident_id=new.incident_id,
                    hall_id=new.hall_id,
                    opened_at=at or stamp.at,
                    until=new.until,
                    ended_at=None,
                    staff=texts.one_line(new.staff),
                    windows=texts.one_line(new.windows),
                    waiting=new.waiting,
                    served=None,
                    remark=texts.one_line(new.remark),
                )
                begun = by_key(Extension, _E, "uuid", str(stamp.id))[0]
                text = rules.extension_text(begun).partition(" ")[2]
                self._say(write, new.incident_id, text, at, EntryKind.NOTE)
        return by_key(Extension, _E, "uuid", str(stamp.id))[0]

    def prolong(self, extension_id: int, until: datetime | None, stamp: Stamp) -> Extension:
        """Change until when an extended service goes on."""
        (before,) = by_key(Extension, _E, "id", extension_id)
        refuse(rules.extension_problems(NewExtension(until), before.opened_at))
        with writing(self._db, stamp) as write:
            if not write.repeated:
                self._writable(before)
                if write.update(_E, extension_id, until=until) and until is not None:
                    text = f"延时服务改为延至 {times.clock(until)}"
                    self._say(write, before.incident_id, text, None, EntryKind.NOTE)
        return by_key(Extension, _E, "id", extension_id)[0]

    def end(
        self, extension_id: int, served: int | None, stamp: Stamp, at: datetime | None = None
    ) -> Extension:
        """End an extended service with how many were served (None: nobody counted)."""
        (before,) = by_key(Extension, _E, "id", extension_id)
        moment = at or stamp.at
        refuse(
            [
                rules.count_problem("served", "办结人数", served),
                times.moment_problem("at", "时间", at, stamp.at),
                times.order_problem("at", "结束时间", moment, "开始时间", before.opened_at),
            ]
        )
        with writing(self._db, stamp) as write:
            if not write.repeated and before.is_open:
                self._writable(before)
                write.update(_E, extension_id, ended_at=moment, served=served)
                count = "" if served is None else f"，办结 {served} 人"
                self._say(write, before.incident_id, f"延时服务结束{count}", at, EntryKind.NOTE)
        return by_key(Extension, _E, "id", extension_id)[0]

    def _writable(self, extension: Extension) -> None:
        if extension.incident_id is not None:
            self._timeline.require_writable(extension.incident_id)

    def _say(
        self,
        write: Write,
        incident_id: int | None,
        text: str,
        at: datetime | None,
        kind: EntryKind = EntryKind.FOLLOWUP,
    ) -> None:
        if incident_id is not None:
            self._timeline.append(write, incident_id, NewEntry(kind, text, at), name="entry")
