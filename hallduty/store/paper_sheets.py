"""Numbered blank sheets (纸单): numbers given before printing, never twice; entering them."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from hallduty.domain import paper_sheets as rules
from hallduty.domain import texts
from hallduty.domain.errors import FieldProblem, UserError, refuse
from hallduty.domain.incidents import (
    EntryKind,
    Incident,
    IncidentStep,
    NewEntry,
    NewIncident,
    Status,
    StepState,
)
from hallduty.domain.paper_sheets import NumberFound, PaperEntry, PaperSheet, SheetState, Standing
from hallduty.domain.settings import MOST_BLANKS
from hallduty.domain.stamps import Stamp
from hallduty.store import models, models_duty
from hallduty.store.records import as_records, by_key
from hallduty.store.registration import insert_incident
from hallduty.store.writes import Write, writing

if TYPE_CHECKING:
    from hallduty.domain.plan import Plan
    from hallduty.store.database import Database
    from hallduty.store.search import SearchStore
    from hallduty.store.timeline import TimelineStore

_P = models_duty.PaperSheet
_I = models.Incident
# Of a sheet that another program or a copier made, nobody here knows who printed it.
_NOT_OURS = ""


class PaperSheetStore:
    """Which sheets were printed, and what became of each."""

    def __init__(
        self,
        db: Database,
        timeline: TimelineStore,
        search: SearchStore,
    ) -> None:
        self._db = db
        self._timeline = timeline
        self._search = search

    def issue(self, count: int, stamp: Stamp) -> list[PaperSheet]:
        """Give out the next `count` numbers of the year, before any sheet is printed.

        A retry with the same stamp returns the same sheets. Raises InvalidInput.
        """
        if not 0 <= count <= MOST_BLANKS:
            refuse([FieldProblem("pack_sheets", f"空白登记表张数应在 0 到 {MOST_BLANKS} 之间")])
        uuids = [stamp.derived(f"sheet {place}") for place in range(1, count + 1)]
        with writing(self._db, stamp) as write:
            if not write.repeated:
                numbers = self._next_numbers(stamp.at.year, count)
                for uuid, number in zip(uuids, numbers, strict=True):
                    write.insert(
                        _P,
                        uuid=uuid,
                        number=number,
                        printed_at=stamp.at,
                        printed_by=stamp.actor,
                        incident_id=None,
                        spoiled_at=None,
                        remark="",
                    )
        return by_key(PaperSheet, _P, "uuid", *uuids) if uuids else []

    def sheets(self) -> list[PaperSheet]:
        """Return every sheet, the latest first."""
        return as_records(PaperSheet, _P.select().order_by(_P.id.desc()))

    def blanks(self) -> list[PaperSheet]:
        """Return the sheets that are neither entered nor written off, the earliest first."""
        query = _P.select().where(_P.incident_id.is_null() & _P.spoiled_at.is_null())
        return as_records(PaperSheet, query.order_by(_P.id))

    def look_up(self, typed: str, year: int) -> NumberFound:
        """Say what a number, as typed, stands for.

        A bare 3 is that of `year`; of the year before when only that one was printed, since a
        sheet of the last days of December is entered in January.
        """
        found = self._looked_up(typed, year)
        if found.standing is Standing.UNKNOWN:
            earlier = self._looked_up(typed, year - 1)
            if earlier.sheet is not None:
                return earlier
        return found

    def _looked_up(self, typed: str, year: int) -> NumberFound:
        number = rules.full_number(typed, year)
        sheet = by_key(PaperSheet, _P, "number", number) if number else []
        incident = by_key(Incident, _I, "paper_number", number) if number else []
        return rules.looked_up(typed, year, next(iter(sheet), None), next(iter(incident), None))

    def spoil(self, ids: Collection[int], reason: str, stamp: Stamp) -> list[PaperSheet]:
        """Write sheets off (作废): jammed, lost, badly written. Their numbers stay taken.

        Raises InvalidInput without a reason, UserError when one of them was entered.
        """
        refuse([rules.spoil_problem(reason)])
        with writing(self._db, stamp) as write:
            if not write.repeated:
                for sheet in by_key(PaperSheet, _P, "id", *ids):
                    if sheet.state is SheetState.ENTERED:
                        raise UserError(f"{sheet.number} 已补录为事件，不能作废")
                    write.update(_P, sheet.id, spoiled_at=stamp.at, remark=texts.one_line(reason))
        return by_key(PaperSheet, _P, "id", *ids)

    def unspoil(self, sheet_id: int, stamp: Stamp) -> PaperSheet:
        """Take back that a sheet was written off: it was found, or marked by a slip."""
        with writing(self._db, stamp) as write:
            if not write.repeated:
                write.update(_P, sheet_id, spoiled_at=None, remark="")
        return by_key(PaperSheet, _P, "id", sheet_id)[0]

    def enter(self, entry: PaperEntry, plan: Plan, stamp: Stamp) -> Incident:
        """Enter a filled-in sheet as an incident of its own (补录), all in one write.

        Raises InvalidInput per field; a number that was used already, and one unknown or
        written off without a reason, is refused under "paper_number".
        """
        with writing(self._db, stamp) as write:
            if not write.repeated:
                found = self.look_up(entry.paper_number, stamp.at.year)
                refuse([_number_problem(found, entry), *rules.entry_problems(entry, stamp.at)])
                if found.incident is not None:  # voided: the paper holds, that record does not
                    write.update(_I, found.incident.id, paper_number="")
                incident_id = self._insert(write, found.number, entry, plan)
                self._link(write, found, entry, incident_id)
        return by_key(Incident, _I, "uuid", str(stamp.id))[0]

    def _insert(self, write: Write, number: str, entry: PaperEntry, plan: Plan) -> int:
        values = entry.values
        new = NewIncident(
            event_type=entry.event_type,
            scenario=entry.scenario,
            level=plan.first_level.code,
            occurred_at=values["occurred_at"],
            reported_at=values.get("reported_at"),
            late=True,
            drill=entry.drill,
            hall_id=entry.hall_id,
            place=values.get("place", ""),
            text=values.get("description", ""),
            reporter=values.get("reporter", ""),
            phone=values.get("phone", ""),
            handler=texts.one_line(values.get("handler", "")),
            paper_number=number,
        )
        incident_id = insert_incident(write, new, plan, self._timeline)
        source = NewEntry(EntryKind.STATE, f"按纸单 {number} 补录{_because(entry)}", write.stamp.at)
        self._timeline.append(write, incident_id, source, name="paper")
        self._tick(write, incident_id, entry)
        self._finish(write, incident_id, entry)
        return incident_id

    def _tick(self, write: Write, incident_id: int, entry: PaperEntry) -> None:
        """Settle the steps that are ticked on paper, at the times written beside them."""
        steps = by_key(IncidentStep, models.IncidentStep, "incident_id", incident_id)
        for step in steps:
            if step.position not in entry.steps:
                continue
            at = entry.steps[step.position]
            write.update(
                models.IncidentStep,
                step.id,
                state=StepState.DONE,
                settled_at=at or write.stamp.at,
                settled_by=write.stamp.actor,
            )
            said = step.text if at else f"{step.text}（纸单未记时间）"
            new = NewEntry(EntryKind.STEP, said, at, step_id=step.id)
            self._timeline.append(write, incident_id, new, name=f"done {step.position}")

    def _finish(self, write: Write, incident_id: int, entry: PaperEntry) -> None:
        """Put the rest of the sheet into the record, and the state that its times tell."""
        left_out = {"occurred_at", "reported_at", "place", "description", "reporter", "phone"}
        rest: dict[str, Any] = {
            name: texts.tidy(value) if isinstance(value, str) else value
            for name, value in entry.values.items()
            if name not in left_out and not (name == "handler" and not str(value).strip())
        }
        recovered, closed = rest.get("recovered_at"), rest.get("closed_at")
        if recovered is not None:
            rest["status"] = Status.RECOVERED
            new = NewEntry(EntryKind.STATE, "业务恢复正常", recovered)
            self._timeline.append(write, incident_id, new, name="recovered")
        if closed is not None:
            rest["status"] = Status.CLOSED
            new = NewEntry(EntryKind.STATE, "办结（纸单已写明办结时间）", closed)
            self._timeline.append(write, incident_id, new, name="closed")
        write.update(_I, incident_id, **rest, extra=dict(entry.extra))
        self._search.refresh(incident_id)

    def _link(self, write: Write, found: NumberFound, entry: PaperEntry, incident_id: int) -> None:
        reason = texts.one_line(entry.reason)
        if found.sheet is not None:
            remark = {"remark": reason} if found.standing is Standing.SPOILED else {}
            write.update(_P, found.sheet.id, incident_id=incident_id, spoiled_at=None, **remark)
            return
        write.insert(
            _P,
            uuid=write.stamp.derived("sheet"),
            number=found.number,
            printed_at=write.stamp.at,
            printed_by=_NOT_OURS,
            incident_id=incident_id,
            spoiled_at=None,
            remark=reason,
        )

    def _next_numbers(self, year: int, count: int) -> list[str]:
        """Return the numbers after the last that was issued, leaving out any taken otherwise."""
        issued = self._serials(year, "SELECT number FROM paper_sheet WHERE printed_by <> ''")
        taken = self._serials(
            year,
            "SELECT number FROM paper_sheet"
            " UNION SELECT paper_number FROM incident WHERE paper_number <> ''",
        )
        serial = max(issued, default=0)
        found: list[str] = []
        while len(found) < count:
            serial += 1
            if serial > rules.MOST_SERIAL:
                raise UserError(f"{year} 年的纸单编号已用完，请到明年再打印")
            if serial not in taken:
                found.append(rules.number_text(year, serial))
        return found

    def _serials(self, year: int, query: str) -> set[int]:
        places = (rules.serial_of(row[0]) for row in self._db.execute_sql(query))
        return {place[1] for place in places if place is not None and place[0] == year}


def _number_problem(found: NumberFound, entry: PaperEntry) -> FieldProblem | None:
    if found.standing is Standing.FREE:
        return None
    if found.needs_reason and entry.reason.strip():
        return texts.problem_in("paper_number", "理由", entry.reason, limit=texts.LINE)
    return FieldProblem("paper_number", found.words)


def _because(entry: PaperEntry) -> str:
    reason = texts.one_line(entry.reason)
    return f"（{reason}）" if reason else ""
