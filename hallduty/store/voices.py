"""What the registers of policy questions and needs do alike: numbers, blocks, retention."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from peewee import fn

from hallduty.domain.errors import UserError
from hallduty.domain.incidents import number_text
from hallduty.domain.needs import NewNeed
from hallduty.domain.policy import NewQuestion
from hallduty.domain.stamps import Stamp
from hallduty.store.model_rows import Named
from hallduty.store.records import blocks
from hallduty.store.writes import Write, writing

if TYPE_CHECKING:
    from hallduty.store.database import Database
    from hallduty.store.timeline import TimelineStore

Record = TypeVar("Record")


class VoiceStore(Generic[Record]):
    """A register with a number a year; a subclass reads its records and writes what is its own."""

    _model: ClassVar[type[Named]]
    _prefix: ClassVar[str]
    # The columns of when it came in, and of when the taxpayer was told what came of it.
    _at: ClassVar[str]
    _told_at: ClassVar[str]
    _missing: ClassVar[str]

    def __init__(self, db: Database, timeline: TimelineStore) -> None:
        self._db = db
        self._timeline = timeline

    def fetch(self, ids: Sequence[int]) -> list[Record]:
        """Return those records in the order of `ids`."""
        raise NotImplementedError

    def get(self, record_id: int) -> Record:
        """Return one record; raise UserError when there is none with that id."""
        found = self.fetch([record_id])
        if not found:
            raise UserError(self._missing)
        return found[0]

    def count(self) -> int:
        """Return how many records the register holds."""
        return int(self._ask("count(*)"))

    def first_day(self) -> date | None:
        """Return the day of the earliest record."""
        first = self._ask(f"min({self._at})")
        return datetime.fromisoformat(first).date() if first else None

    def forget(self, told_before: datetime, stamp: Stamp, most: int = 1000) -> int:
        """Delete names and phones of at most so many told before then; return how many.

        Shortest retention (PIPL art. 19): what was said stays, whose it was goes.
        """
        with writing(self._db, stamp) as write:
            return write.forget(
                self._model, getattr(self._model, self._told_at) < told_before, most
            )

    def _earliest_first(self, ids: Sequence[int]) -> Iterator[Record]:
        """Yield the records of a paper, `ids` being latest first, read block by block."""
        for block in blocks(ids[::-1]):
            yield from self.fetch(block)

    def _enter(
        self, write: Write, new: NewQuestion | NewNeed, at: datetime, **values: Any
    ) -> tuple[int, str]:
        """Insert a record under the next number of its year; return its id and its number."""
        table: Any = self._model
        last = table.select(fn.MAX(table.serial)).where(table.year == at.year).scalar()
        serial = (last or 0) + 1
        number = self._prefix + number_text(at.year, serial)
        row_id = write.insert(
            self._model,
            uuid=str(write.stamp.id),
            number=number,
            year=at.year,
            serial=serial,
            hall_id=new.hall_id,
            incident_id=new.incident_id,
            taken_by=write.stamp.actor,
            **{self._at: at},
            **values,
        )
        return row_id, number

    def _ask(self, what: str) -> Any:
        table = self._model._meta.table_name
        return self._db.execute_sql(f"SELECT {what} FROM {table}").fetchone()[0]
