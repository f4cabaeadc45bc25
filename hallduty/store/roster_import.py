"""Takes an imported roster in one write, and tells beforehand what it would change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from hallduty.domain import roster as rules
from hallduty.domain import texts
from hallduty.domain.errors import UserError, refuse
from hallduty.domain.imports import ImportCheck
from hallduty.domain.roster import Part
from hallduty.domain.roster_import import RosterRow
from hallduty.domain.roster_import_notes import notes_on
from hallduty.domain.stamps import Stamp
from hallduty.store import models
from hallduty.store.shift_cells import Cell, Cells
from hallduty.store.writes import writing

if TYPE_CHECKING:
    from hallduty.store.contacts import ContactStore
    from hallduty.store.database import Database
    from hallduty.store.roster import RosterStore
    from hallduty.store.rota import RotaStore

_Posts = dict[tuple[date, str], dict[Part, tuple[int, ...]]]


class RosterImportStore:
    """The door through which a roster made elsewhere comes in."""

    def __init__(
        self, db: Database, roster: RosterStore, rota: RotaStore, contacts: ContactStore
    ) -> None:
        self._db = db
        self._roster = roster
        self._rota = rota
        self._contacts = contacts

    def noted(self, check: ImportCheck[RosterRow], hall_id: int) -> ImportCheck[RosterRow]:
        """Return a dry run with what taking it would mean: leaves, clashes, cells replaced."""
        if not check.rows:
            return check
        first, last = min(r.day for r in check.rows), max(r.day for r in check.rows)
        notes = notes_on(
            check.rows,
            hall_id,
            self._roster.shifts(first, last),
            self._rota.leaves(first, last),
            {person.id: person for person in self._contacts.people(active_only=False)},
            {hall.id: hall.name for hall in self._roster.halls(active_only=False)},
        )
        return replace(check, findings=(*check.findings, *notes))

    def take(self, rows: Sequence[RosterRow], hall_id: int, stamp: Stamp) -> int:
        """Plan what the rows say, as set by hand; return how many cells they fill.

        A post that the file plans on a day replaces what was planned there for that whole day;
        what it does not mention stays. All of it is written or nothing; a retry changes nothing.
        Raises InvalidInput or UserError when somebody cannot be planned.
        """
        if not rows:
            raise UserError("没有可以导入的排班，什么也没有写入")
        posts: _Posts = defaultdict(dict)
        for row in rows:
            refuse([rules.day_problem("day", "日期", row.day)])
            if row.post:
                refuse(rules.post_problems(row.post, row.person_ids))
                posts[row.day, row.post][row.part] = row.person_ids
            else:
                refuse([texts.problem_in("remark", "备注", row.remark)])
        with writing(self._db, stamp) as write:
            if not write.repeated:
                self._require_hall(hall_id)
                cells = Cells(hall_id, min(r.day for r in rows), max(r.day for r in rows))
                self._require_usable(posts, cells)
                for (day, post), planned in posts.items():
                    for part in Part:
                        cells.put(Cell(day, part, post), planned.get(part, ()), True)
                _note(cells, (row for row in rows if not row.post))
                cells.save(write)
        return sum(len(planned) for planned in posts.values())

    def _require_hall(self, hall_id: int) -> None:
        if not models.Hall.select().where(models.Hall.id == hall_id).exists():
            raise UserError("没有这个办税服务场所，请刷新后重新选择")

    def _require_usable(self, posts: _Posts, cells: Cells) -> None:
        """Refuse people out of use, unless they hold that very cell already."""
        newcomers: dict[str, set[int]] = defaultdict(set)
        for (day, post), planned in posts.items():
            for part, ids in planned.items():
                newcomers[post] |= set(ids) - set(cells.holders(Cell(day, part, post)))
        for post, new in newcomers.items():
            self._roster.require_usable(new, post)


def _note(cells: Cells, rows: Iterable[RosterRow]) -> None:
    """Write remarks to the shifts that the day now has."""
    for row in rows:
        parts = [part for part in (row.part, *Part) if cells.shift(row.day, part)]
        cells.note(row.day, parts[0] if parts else row.part, remark=texts.one_line(row.remark))
