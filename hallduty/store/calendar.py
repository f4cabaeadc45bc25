"""The bureau's own calendar (征期): imported holidays, and deadlines entered or imported."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from hallduty.domain import texts
from hallduty.domain.calendar import Deadline, deadline_problems, stays_by_hand
from hallduty.domain.calendar_days import YearHolidays
from hallduty.domain.errors import UserError, refuse
from hallduty.store import models_duty as models
from hallduty.store.records import rows
from hallduty.store.writes import Write, writing

if TYPE_CHECKING:
    from hallduty.domain.calendar_import import YearData
    from hallduty.domain.stamps import Stamp
    from hallduty.store.database import Database

_Y = models.CalendarYear
_D = models.FilingDeadline
# How a day of a year is kept: what it is, then the holiday's name.
_OFF, _WORKED = "off ", "work "


class CalendarStore:
    """What was imported or entered here; the shipped calendar lies below it.

    A year or deadline that was taken back keeps its row, empty, as every record does.
    """

    def __init__(self, db: Database) -> None:
        self._db = db

    def years(self) -> list[YearHolidays]:
        """Return the years whose days off were imported."""
        return [_year(row) for row in rows(_Y.select().order_by(_Y.year)) if row["days"]]

    def deadlines(self) -> list[Deadline]:
        """Return the deadlines that were entered or imported, in order."""
        query = _D.select().order_by(_D.year, _D.month)
        return [_deadline(row) for row in rows(query) if row["last_day"] is not None]

    def save_deadline(
        self, year: int, month: int, last_day: date, official: bool, reason: str, stamp: Stamp
    ) -> None:
        """Put this last day over the shipped or computed one; raises InvalidInput per field."""
        refuse(deadline_problems(year, month, last_day, reason))
        deadline = Deadline(year, month, last_day, official, texts.one_line(reason), own=True)
        with writing(self._db, stamp) as write:
            if not write.repeated:
                self._put(write, deadline)

    def drop_deadline(self, year: int, month: int, stamp: Stamp) -> None:
        """Take an entered or imported deadline back; raises UserError when there is none."""
        with writing(self._db, stamp) as write:
            if write.repeated:
                return
            row_id = self._deadline_id(year, month)
            if row_id is None or (year, month) not in self._own():
                raise UserError(f"{year}年{month}月没有自行录入或导入的截止日，不需要恢复")
            write.update(_D, row_id, last_day=None, official=False, reason="")

    def adopt(self, file: Iterable[YearData], stamp: Stamp) -> None:
        """Take the years of an import in one write; deadlines set by hand (自定) stay."""
        with writing(self._db, stamp) as write:
            if write.repeated:
                return
            own = self._own()
            for data in file:
                if data.holidays is not None:
                    self._put_year(write, data.holidays)
                for deadline in data.deadlines:
                    if not stays_by_hand(own.get((deadline.year, deadline.month))):
                        self._put(write, deadline)

    def drop_year(self, year: int, stamp: Stamp) -> None:
        """Take imported days off back; raises UserError when the year was not imported."""
        with writing(self._db, stamp) as write:
            if write.repeated:
                return
            if year not in {each.year for each in self.years()}:
                raise UserError(f"{year}年的节假日不是导入的，不需要撤销")
            (row,) = rows(_Y.select(_Y.id).where(_Y.year == year))
            write.update(_Y, row["id"], days={}, source="")

    def _own(self) -> dict[tuple[int, int], Deadline]:
        return {(each.year, each.month): each for each in self.deadlines()}

    def _deadline_id(self, year: int, month: int) -> int | None:
        found = rows(_D.select(_D.id).where(_D.year == year, _D.month == month))
        return int(found[0]["id"]) if found else None

    def _put(self, write: Write, deadline: Deadline) -> None:
        values = {
            "last_day": deadline.last_day,
            "official": deadline.official,
            "reason": deadline.reason,
        }
        year, month = deadline.year, deadline.month
        row_id = self._deadline_id(year, month)
        if row_id is not None:
            write.update(_D, row_id, **values)
            return
        uuid = write.stamp.derived(f"deadline {year}-{month}")
        write.insert(_D, uuid=uuid, year=year, month=month, **values)

    def _put_year(self, write: Write, year: YearHolidays) -> None:
        values = {"days": _as_mapping(year), "source": year.source}
        found = rows(_Y.select(_Y.id).where(_Y.year == year.year))
        if found:
            write.update(_Y, found[0]["id"], **values)
            return
        uuid = write.stamp.derived(f"year {year.year}")
        write.insert(_Y, uuid=uuid, year=year.year, **values)


def _deadline(row: Mapping[str, object]) -> Deadline:
    names = ("year", "month", "last_day", "official", "reason")
    return Deadline(**{name: row[name] for name in names}, own=True)  # type: ignore[arg-type]


def _year(row: Mapping[str, object]) -> YearHolidays:
    days: Mapping[str, str] = row["days"]  # type: ignore[assignment]
    found: dict[str, dict[date, str]] = {_OFF: {}, _WORKED: {}}
    for day, words in days.items():
        kind, _, name = words.partition(" ")
        found[f"{kind} "][date.fromisoformat(day)] = name
    return YearHolidays(int(str(row["year"])), found[_OFF], found[_WORKED], str(row["source"]))


def _as_mapping(year: YearHolidays) -> dict[str, str]:
    off = {day.isoformat(): _OFF + name for day, name in year.off.items()}
    return off | {day.isoformat(): _WORKED + name for day, name in year.worked.items()}
