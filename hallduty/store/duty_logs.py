"""Duty logs (值班日志): one a shift, frozen when handed over, accepted by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from hallduty.domain import duty_logs as rules
from hallduty.domain import texts, times
from hallduty.domain.contacts import Person
from hallduty.domain.duty_logs import Duty, DutyLog, Pending
from hallduty.domain.errors import FieldProblem, UserError, refuse
from hallduty.domain.roster import LEADER, Part, Shift
from hallduty.domain.stamps import Stamp
from hallduty.store import models, models_duty
from hallduty.store.records import as_records, by_key
from hallduty.store.writes import Write, writing

if TYPE_CHECKING:
    from hallduty.store.database import Database
    from hallduty.store.roster import RosterStore

_L = models_duty.DutyLog
_P = models.Person


class DutyLogStore:
    """The logs of all halls; who leads a shift is asked of the roster."""

    def __init__(self, db: Database, roster: RosterStore) -> None:
        self._db = db
        self._roster = roster

    def log(self, day: date, part: Part, hall_id: int) -> DutyLog | None:
        """Return the log of a shift, or None while nobody has begun it."""
        query = _L.select().where((_L.day == day) & (_L.part == part) & (_L.hall_id == hall_id))
        found = as_records(DutyLog, query)
        return found[0] if found else None

    def logs(self, first: date, last: date, hall_id: int | None = None) -> list[DutyLog]:
        """Return the logs of a span of days, both ends included, earliest first."""
        query = _L.select().where(_L.day.between(first, last))
        if hall_id is not None:
            query = query.where(_L.hall_id == hall_id)
        return sorted(as_records(DutyLog, query), key=lambda log: (*log.duty.order, log.hall_id))

    def leader(self, duty: Duty) -> tuple[int | None, str]:
        """Return who led the shift by the roster: the person's id when it is one, and the name."""
        led = rules.leader_ids(duty, self._roster.shifts(duty.day, duty.day))
        name = rules.leader_text(led, self._names([who for _, who in led]))
        return (led[0][1] if len(led) == 1 else None), name

    def blank(self, duty: Duty) -> DutyLog:
        """Return the log of a shift that nobody has begun, as it would be begun now (id 0)."""
        leader_id, leader = self.leader(duty)
        return DutyLog(0, "", duty.day, duty.part, duty.hall_id, leader_id, leader)

    def unaccepted(self, now: datetime) -> list[Pending]:
        """Return the shifts that nobody has accepted yet (未交接), earliest first.

        A shift counts that is over or was handed over, in a hall that keeps logs.
        """
        first = now.date() - timedelta(days=rules.DAYS_BACK)
        # Whatever was begun and not accepted, and in each hall the newest that was.
        cursor = self._db.execute_sql(
            "SELECT id FROM duty_log WHERE accepted_at IS NULL OR day >= ?"
            " UNION SELECT l.id FROM duty_log l WHERE l.accepted_at IS NOT NULL AND l.day ="
            " (SELECT max(day) FROM duty_log WHERE hall_id = l.hall_id"
            " AND accepted_at IS NOT NULL)",
            (first.isoformat(),),
        )
        ids = [row[0] for row in cursor]
        if not ids:
            return []
        logs = as_records(DutyLog, _L.select().where(_L.id.in_(ids)))
        shifts = self._roster.shifts(first, now.date())
        names = self._names([who for shift in shifts for who in _leaders(shift)])
        return rules.pending(now, shifts, logs, names)

    # --- writing --------------------------------------------------------------------------

    def save(self, duty: Duty, fields: Mapping[str, str], stamp: Stamp) -> DutyLog:
        """Write typed fields into the log, beginning it when there is none yet.

        The leader is whom the roster names at that moment (a takeover changes it). Raises
        InvalidInput for a shift to come, UserError once the log was handed over.
        """
        refuse([*rules.duty_problems(duty, stamp.at), *rules.fields_problems(fields)])
        with writing(self._db, stamp) as write:
            if not write.repeated:
                self._put(write, duty, fields)
        return self._found(duty)

    def hand_over(self, duty: Duty, handed_by: str, handed: Sequence[str], stamp: Stamp) -> DutyLog:
        """Hand the shift over with the lines of what is still open; freezes the log.

        Raises InvalidInput without a name, UserError when it was handed over before.
        """
        refuse(
            [
                *rules.duty_problems(duty, stamp.at),
                *rules.handover_problems(handed_by, handed),
            ]
        )
        with writing(self._db, stamp) as write:
            if not write.repeated:
                log_id = self._put(write, duty, {})
                write.update(
                    _L,
                    log_id,
                    handed_at=stamp.at,
                    handed_by=texts.one_line(handed_by),
                    handed=tuple(texts.one_line(line) for line in handed),
                )
        return self._found(duty)

    def take_back(self, log_id: int, stamp: Stamp) -> DutyLog:
        """Undo a handover that nobody has accepted yet; the log can be written again."""
        with writing(self._db, stamp) as write:
            if not write.repeated:
                log = self.get(log_id)
                if log.accepted_at is not None:
                    raise UserError(
                        f"{log.accepted_by}已于 {times.stamp(log.accepted_at)} 接班，"
                        "不能撤回交班；需要说明的请用补记"
                    )
                write.update(_L, log_id, handed_at=None, handed_by="", handed=())
        return self.get(log_id)

    def accept(self, log_id: int, person_id: int | None, reachable: str, stamp: Stamp) -> DutyLog:
        """Accept a shift by name and with where one can be reached.

        Raises InvalidInput when either is missing or the person is out of use, UserError when
        it was not handed over, was accepted before, or the PC's clock went back behind that.
        """
        refuse(rules.acceptance_problems(person_id, reachable))
        with writing(self._db, stamp) as write:
            if not write.repeated:
                log = self.get(log_id)
                _require_waiting(log, stamp.at)
                write.update(
                    _L,
                    log_id,
                    accepted_at=stamp.at,
                    accepted_id=person_id,
                    accepted_by=self._person(person_id or 0).name,
                    reachable=texts.one_line(reachable),
                )
        return self.get(log_id)

    def add_remark(self, log_id: int, text: str, stamp: Stamp) -> DutyLog:
        """Append a remark (补记) to a log that was handed over; nothing before it changes."""
        refuse([texts.problem_in("remark", "补记", text, limit=1000, required=True)])
        with writing(self._db, stamp) as write:
            if not write.repeated:
                log = self.get(log_id)
                if log.handed_at is None:
                    raise UserError("日志还没有交班，请直接写在日志里")
                line = f"{times.stamp(stamp.at)} {stamp.actor}：{texts.one_line(text)}"
                write.update(_L, log_id, remark="\n".join(filter(None, (log.remark, line))))
        return self.get(log_id)

    def get(self, log_id: int) -> DutyLog:
        """Return one log; raise UserError when there is none with that id."""
        found = by_key(DutyLog, _L, "id", log_id)
        if not found:
            raise UserError("没有这份值班日志，可能来自另一份数据")
        return found[0]

    def _put(self, write: Write, duty: Duty, fields: Mapping[str, str]) -> int:
        """Write fields and the leader of the moment; return the id of the log's row."""
        log = self.log(duty.day, duty.part, duty.hall_id)
        rules.require_open(log)
        leader_id, leader = self.leader(duty)
        typed = {name: texts.tidy(value) for name, value in fields.items()}
        values: dict[str, Any] = {"leader_id": leader_id, "leader": leader}
        if log is not None:
            kept = {**log.fields, **typed}
            values["fields"] = {name: value for name, value in kept.items() if value}
            write.update(_L, log.id, **values)
            return log.id
        return write.insert(
            _L,
            uuid=str(write.stamp.id),
            day=duty.day,
            part=duty.part,
            hall_id=duty.hall_id,
            **values,
            fields={name: value for name, value in typed.items() if value},
            handed_at=None,
            handed_by="",
            handed=(),
            accepted_at=None,
            accepted_id=None,
            accepted_by="",
            reachable="",
            remark="",
        )

    def _found(self, duty: Duty) -> DutyLog:
        log = self.log(duty.day, duty.part, duty.hall_id)
        if log is None:
            raise UserError("没有这份值班日志，可能来自另一份数据")
        return log

    def _person(self, person_id: int) -> Person:
        found = by_key(Person, _P, "id", person_id)
        if not found or not found[0].active:
            name = f"{found[0].name}已停用" if found else "通讯录里没有这个人"
            refuse([FieldProblem("accepted_by", f"{name}，请另选接班人")])
        return found[0]

    def _names(self, ids: Sequence[int]) -> dict[int, str]:
        if not ids:
            return {}
        return {person.id: person.name for person in by_key(Person, _P, "id", *set(ids))}


def _leaders(shift: Shift) -> tuple[int, ...]:
    return (*shift.stood.get(LEADER, ()), *shift.holders(LEADER))


def _require_waiting(log: DutyLog, now: datetime) -> None:
    if log.handed_at is None:
        raise UserError(f"{log.duty.name}还没有交班，不能接班")
    if log.accepted_at is not None:
        raise UserError(
            f"{log.duty.name}已由{log.accepted_by}于 {times.stamp(log.accepted_at)} 接班"
        )
    if now + times.CLOCK_TOLERANCE < log.handed_at:
        raise UserError(
            f"电脑时间（{times.stamp(now)}）早于交班时间（{times.stamp(log.handed_at)}），"
            "请校准电脑时间后再接班；如果是交班时间不对，请撤回交班后重新交班"
        )
