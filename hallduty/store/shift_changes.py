"""Changes of the roster after it was made: swap, cover, takeover now, and their undoing."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import fields
from datetime import date, datetime
from typing import TYPE_CHECKING

from hallduty.domain import shift_changes as rules
from hallduty.domain import texts
from hallduty.domain.contacts import Person
from hallduty.domain.errors import UserError, refuse
from hallduty.domain.roster import HALVES, LEADER, NOON, Part, Shift
from hallduty.domain.rota import ChangeKind, Leave, ShiftChange
from hallduty.domain.shift_changes import Seat, place
from hallduty.domain.stamps import Stamp
from hallduty.store import models, models_rota
from hallduty.store.records import as_records, by_key, one_record
from hallduty.store.shift_cells import Cell, Cells
from hallduty.store.writes import Write, writing

if TYPE_CHECKING:
    from hallduty.store.database import Database
    from hallduty.store.roster import RosterStore

_C = models_rota.ShiftChange
_S = models.Shift
_L = models_rota.Leave


class ShiftChangeStore:
    """Who does whose duty; the cells of the roster follow, so they say who is responsible."""

    def __init__(self, db: Database, roster: RosterStore) -> None:
        self._db = db
        self._roster = roster

    def changes(self, first: date, last: date) -> list[ShiftChange]:
        """Return the changes that touch the span, undone ones too, the newest first."""
        touches = _C.day.between(first, last) | _C.other_day.between(first, last)
        query = _C.select().where(touches).order_by(_C.at.desc(), _C.id.desc())
        return as_records(ShiftChange, query)

    def swap(
        self,
        hall_id: int,
        post: str,
        day: date,
        part: Part,
        from_id: int,
        other_day: date,
        other_part: Part,
        to_id: int,
        asked_by: str,
        agreed_by: str,
        reason: str,
        stamp: Stamp,
    ) -> ShiftChange:
        """Let two people do each other's duty of a post.

        Raises InvalidInput for what is missing or cannot be (somebody away, busy, not in use),
        UserError when the roster is no longer as the caller saw it.
        """
        refuse(rules.agreement_problems(asked_by, agreed_by, reason))
        mine, theirs = Seat(day, part, from_id), Seat(other_day, other_part, to_id)
        refuse(rules.swap_problems(mine, theirs, stamp.at.date()))
        with writing(self._db, stamp) as write:
            if not write.repeated:
                self._roster.require_usable((from_id, to_id), "to_id")
                names = self._names((from_id, to_id))
                cells = Cells(hall_id, min(day, other_day), max(day, other_day))
                for seat in (mine, theirs):
                    self._require(cells, post, seat, names)
                for seat, person_id, freed in ((mine, to_id, theirs), (theirs, from_id, mine)):
                    self._require_free(seat, person_id, names, hall_id, post, freed)
                _replace(cells, Cell(day, part, post), from_id, to_id)
                _replace(cells, Cell(other_day, other_part, post), to_id, from_id)
                cells.save(write)
                change = ShiftChange(
                    *(0, "", ChangeKind.SWAP, hall_id, post, day, part, from_id, to_id),
                    *(stamp.at, other_day, other_part, asked_by, agreed_by, reason),
                )
                self._insert(write, change)
        return self._by_uuid(stamp)

    def cover(
        self,
        hall_id: int,
        post: str,
        day: date,
        part: Part,
        from_id: int,
        to_id: int,
        asked_by: str,
        agreed_by: str,
        reason: str,
        stamp: Stamp,
    ) -> ShiftChange:
        """Let `to_id` do a duty of `from_id`, with nothing in return; raises as swap does."""
        refuse(rules.agreement_problems(asked_by, agreed_by, reason))
        seat = Seat(day, part, from_id)
        refuse(rules.cover_problems(seat, to_id, stamp.at.date()))
        with writing(self._db, stamp) as write:
            if not write.repeated:
                # Whoever leaves the duty may be out of use by now: that is why it is covered.
                self._roster.require_usable((to_id,), "to_id")
                names = self._names((from_id, to_id))
                cells = Cells(hall_id, day, day)
                self._require(cells, post, seat, names)
                self._require_free(seat, to_id, names, hall_id, post)
                _replace(cells, Cell(day, part, post), from_id, to_id)
                cells.save(write)
                change = ShiftChange(
                    *(0, "", ChangeKind.COVER, hall_id, post, day, part, from_id, to_id),
                    *(stamp.at, None, None, asked_by, agreed_by, reason),
                )
                self._insert(write, change)
        return self._by_uuid(stamp)

    def takeover(
        self, hall_id: int, at: datetime, to_id: int, reason: str, stamp: Stamp
    ) -> ShiftChange:
        """Let `to_id` lead from now on, today: in the half day that is planned apart, else all day.

        In an emergency nobody is turned away for being on leave or busy elsewhere: the cell
        says so. Raises InvalidInput for a missing reason or somebody not in use, UserError when
        they lead already.
        """
        refuse([texts.problem_in("reason", "接班原因", reason, limit=200, required=True)])
        day = at.date()
        with writing(self._db, stamp) as write:
            if not write.repeated:
                self._roster.require_usable((to_id,), "to_id")
                cells = Cells(hall_id, day, day)
                half = Part.MORNING if at.hour < NOON else Part.AFTERNOON
                halves = [cells.holders(Cell(day, p, LEADER)) for p in HALVES]
                part = half if any(halves) else Part.DAY
                cell = Cell(day, part, LEADER)
                before = next(iter(cells.holders(cell)), None)
                if before == to_id:
                    raise UserError("所选的人已经是现在的值班领导，不用接班")
                cells.put(cell, (to_id,), by_hand=True)
                cells.save(write)
                change = ShiftChange(
                    *(0, "", ChangeKind.TAKEOVER, hall_id, LEADER, day, part, before, to_id),
                    *(stamp.at, None, None, stamp.actor, "", reason),
                )
                self._insert(write, change)
        return self._by_uuid(stamp)

    def undo(self, change_id: int, stamp: Stamp) -> ShiftChange:
        """Take a change back: the cells become what they were, also whether they were by hand.

        Raises UserError when it was undone before, when the cells were changed since, or when
        who really stood is on record already.
        """
        with writing(self._db, stamp) as write:
            change = by_key(ShiftChange, _C, "id", change_id)[0]
            if not write.repeated:
                if change.undone_at is not None:
                    raise UserError(f"这次{change.kind.label}已经撤销过")
                days = [change.day, change.other_day or change.day]
                cells = Cells(change.hall_id, min(days), max(days))
                for back in rules.way_back(change):
                    cell = Cell(back.day, back.part, change.post)
                    self._require_unchanged(cells, cell, change, back.holder, back.before)
                    _replace(cells, cell, back.holder, back.before)
                    cells.mark(cell, self._was_by_hand(change, cell))
                cells.save(write)
                write.update(_C, change_id, undone_at=stamp.at, undone_by=stamp.actor)
        return by_key(ShiftChange, _C, "id", change_id)[0]

    def _insert(self, write: Write, change: ShiftChange) -> None:
        words = ("asked_by", "agreed_by", "reason")
        values = {f.name: getattr(change, f.name) for f in fields(change) if f.name != "id"}
        values |= {name: texts.one_line(values[name]) for name in words}
        write.insert(_C, **values | {"uuid": str(write.stamp.id)})

    def _names(self, person_ids: Sequence[int]) -> dict[int, Person]:
        return {person.id: person for person in self._roster.require_known(person_ids)}

    def _require(self, cells: Cells, post: str, seat: Seat, names: dict[int, Person]) -> None:
        """Raise UserError unless a seat is held as the caller says and not on record yet."""
        assert seat.person_id is not None
        where = place(seat.day, seat.part, post)
        if seat.person_id not in cells.holders(Cell(seat.day, seat.part, post)):
            raise UserError(f"{where}现在排的不是{names[seat.person_id].name}，请刷新后重试")
        _refuse_stood(cells, Cell(seat.day, seat.part, post))

    def _require_free(
        self,
        seat: Seat,
        person_id: int,
        names: dict[int, Person],
        hall_id: int,
        post: str,
        freed: Seat | None = None,
    ) -> None:
        """Raise InvalidInput when somebody cannot come: on leave, or planned elsewhere then."""
        leaves = as_records(
            Leave, _L.select().where((_L.person_id == person_id) & _L.cancelled_at.is_null())
        )
        shifts = as_records(Shift, _S.select().where(_S.day == seat.day))
        left = None if freed is None else (freed, hall_id, post)
        refuse([rules.hindrance(seat, names[person_id], leaves, shifts, left)])

    def _require_unchanged(
        self, cells: Cells, cell: Cell, change: ShiftChange, holder: int, before: int | None
    ) -> None:
        holders = cells.holders(cell)
        if holder not in holders or (before is not None and before in holders):
            where = place(cell.day, cell.part, cell.post)
            raise UserError(f"{where}后来又改过，不能撤销这次{change.kind.label}；请直接修改值班表")
        _refuse_stood(cells, cell)

    def _was_by_hand(self, change: ShiftChange, cell: Cell) -> bool:
        """Tell from the audit whether a cell had been set by hand before the change."""
        field = _S._meta.fields["by_hand"]
        found = self._db.execute_sql(
            "SELECT audit.change FROM audit JOIN shift ON shift.id = audit.row_id"
            " WHERE audit.write_id = ? AND table_name = 'shift' AND shift.hall_id = ?"
            " AND shift.day = ? AND shift.part = ?",
            (change.uuid, change.hall_id, cell.day.isoformat(), str(cell.part)),
        ).fetchone()
        told = json.loads(found[0]) if found else {}
        # The change marks the cell by hand: no word of that in its audit means it was already.
        return "by_hand" not in told or cell.post in field.python_value(told["by_hand"][0] or "")

    def _by_uuid(self, stamp: Stamp) -> ShiftChange:
        return one_record(ShiftChange, _C.select().where(_C.uuid == str(stamp.id)))


def _replace(cells: Cells, cell: Cell, old: int | None, new: int | None) -> None:
    """Give the seat of `old` to `new`, by hand; with None there is nobody, or nobody more."""
    ids = [new if each == old else each for each in cells.holders(cell)]
    cells.put(cell, [each for each in ids if each is not None], by_hand=True)


def _refuse_stood(cells: Cells, cell: Cell) -> None:
    shift = cells.shift(cell.day, cell.part)
    if shift is not None and shift.stood.get(cell.post):
        where = place(cell.day, cell.part, cell.post)
        raise UserError(f"{where}已登记实际值班，不能再调班；如登记有误，请先更正实际值班")
