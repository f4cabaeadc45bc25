"""Reports over a period that went out: a day's policy questions, a month's needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hallduty.domain import period_reports as rules
from hallduty.domain import texts
from hallduty.domain.errors import refuse
from hallduty.domain.need_month import month_span
from hallduty.domain.period_reports import NewPeriodReport, PeriodKind, PeriodReport
from hallduty.domain.stamps import Stamp
from hallduty.store import models_voices as models
from hallduty.store.records import as_records, by_key, on_days, rows
from hallduty.store.writes import Write, writing

if TYPE_CHECKING:
    from hallduty.store.database import Database

_P = models.PeriodReport
_N = models.Need


class PeriodReportStore:
    """Every issue of such a report; one that was wrong is issued again, never changed."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def of(self, kind: PeriodKind, period: str) -> list[PeriodReport]:
        """Return the issues for one period, earliest first."""
        query = _P.select().where((_P.kind == kind) & (_P.period == period)).order_by(_P.id)
        return as_records(PeriodReport, query)

    def issued(self, kind: PeriodKind, since: str = "") -> dict[str, PeriodReport]:
        """Return the newest issue of each period from `since` on."""
        query = _P.select().where((_P.kind == kind) & (_P.period >= since)).order_by(_P.id)
        return {report.period: report for report in as_records(PeriodReport, query)}

    def last_to(self, kind: PeriodKind) -> str:
        """Return whom the last report of that kind went to; empty when there was none."""
        query = _P.select(_P.to).where(_P.kind == kind).order_by(_P.id.desc()).limit(1)
        return next((str(row["to"]) for row in rows(query)), "")

    def issue(self, new: NewPeriodReport, stamp: Stamp) -> PeriodReport:
        """Keep a report as it went out; a month's needs count as reported with it.

        Raises InvalidInput per field.
        """
        refuse(rules.report_problems(new))
        with writing(self._db, stamp) as write:
            if not write.repeated:
                write.insert(
                    _P,
                    uuid=str(stamp.id),
                    kind=new.kind,
                    period=new.period,
                    hall_id=new.hall_id,
                    text=texts.tidy(new.text),
                    to=texts.one_line(new.to),
                    issued_at=stamp.at,
                    actor=stamp.actor,
                )
                if new.kind is PeriodKind.NEED_MONTH:
                    self._mark_reported(write, new)
        return by_key(PeriodReport, _P, "uuid", str(stamp.id))[0]

    def _mark_reported(self, write: Write, new: NewPeriodReport) -> None:
        first, last = month_span(new.period)
        unreported = _N.select(_N.id).where(_N.reported_at.is_null())
        for row in rows(on_days(unreported, _N.at, first, last)):
            values = {"reported_at": write.stamp.at, "reported_to": texts.one_line(new.to)}
            write.update(_N, row["id"], **values)
