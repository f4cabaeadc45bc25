"""Reports upward: every attempt is kept, and stamped onto the timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hallduty.domain import reports as rules
from hallduty.domain import texts
from hallduty.domain.errors import refuse
from hallduty.domain.incidents import EntryKind, NewEntry, Outcome
from hallduty.domain.reports import NewReport, Report
from hallduty.domain.stamps import Stamp
from hallduty.store import models
from hallduty.store.records import as_records, one_record
from hallduty.store.writes import writing

if TYPE_CHECKING:
    from hallduty.store.database import Database
    from hallduty.store.timeline import TimelineStore

_R = models.Report


class ReportStore:
    """首报, 续报 and 终报 of incidents."""

    def __init__(self, db: Database, timeline: TimelineStore) -> None:
        self._db = db
        self._timeline = timeline

    def of(self, incident_id: int) -> list[Report]:
        """Return all attempts in the order they were made."""
        query = _R.select().where(_R.incident_id == incident_id).order_by(_R.id)
        return as_records(Report, query)

    def add(self, incident_id: int, new: NewReport, stamp: Stamp) -> Report:
        """Log one attempt to report (reached, missed or busy)."""
        refuse(rules.report_problems(new, stamp.at))
        with writing(self._db, stamp) as write:
            if not write.repeated:
                self._timeline.require_writable(incident_id)
                ordinal = rules.next_ordinal(self.of(incident_id), new.kind)
                reply = texts.tidy(new.reply)
                at = new.at or stamp.at
                write.insert(
                    _R,
                    uuid=str(stamp.id),
                    incident_id=incident_id,
                    kind=new.kind,
                    ordinal=ordinal,
                    to=texts.one_line(new.to),
                    channel=new.channel,
                    at=at,
                    outcome=new.outcome,
                    text=texts.tidy(new.text),
                    person_id=new.person_id,
                    reply=reply,
                    replied_at=at if reply else None,
                    reply_owner="",
                    reply_due=None,
                    reply_done_at=None,
                    reply_result="",
                )
                said = NewEntry(
                    EntryKind.REPORT,
                    _sentence(new, ordinal, reply),
                    at,
                    new.outcome,
                    new.person_id,
                )
                self._timeline.append(write, incident_id, said, name="entry")
        query = _R.select().where(_R.uuid == str(stamp.id))
        return one_record(Report, query)

    def reply(self, report_id: int, text: str, stamp: Stamp) -> Report:
        """Record the answer or 批示 to a report."""
        refuse([texts.problem_in("reply", "批示", text, limit=texts.PARAGRAPH, required=True)])
        report = self._get(report_id)
        with writing(self._db, stamp) as write:
            if not write.repeated:
                self._timeline.require_writable(report.incident_id)
                reply = texts.tidy(text)
                if write.update(_R, report_id, reply=reply, replied_at=stamp.at):
                    said = f"{report.to}对{report.title}批示：{reply}"[: texts.PARAGRAPH]
                    new = NewEntry(EntryKind.REPORT, said, person_id=report.person_id)
                    self._timeline.append(write, report.incident_id, new, name="entry")
        return self._get(report_id)

    def _get(self, report_id: int) -> Report:
        return one_record(Report, _R.select().where(_R.id == report_id))


def _sentence(new: NewReport, ordinal: int, reply: str) -> str:
    title = rules.title(new.kind, ordinal)
    said = f"{title} {texts.one_line(new.to)}（{new.channel.label}）"
    if new.outcome is Outcome.REACHED and new.text.strip():
        said += f"：{texts.tidy(new.text)}"
    if reply:
        said += f"；批示：{reply}"
    return said[: texts.PARAGRAPH]
