"""Reports upward: every attempt is kept, and stamped onto the timeline; a 批示 to its end."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from hallduty.domain import reports as rules
from hallduty.domain import texts
from hallduty.domain.errors import UserError, refuse
from hallduty.domain.incidents import TAKEN_BACK, EntryKind, NewEntry, Outcome
from hallduty.domain.reports import NewReport, Reply, Report, entry_uuid
from hallduty.domain.stamps import Stamp
from hallduty.store import models
from hallduty.store.records import as_records, by_key, one_record
from hallduty.store.writes import Write, writing

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

    def open_replies(self) -> list[Report]:
        """Return the reports whose 批示 is not carried out yet, what is due first at the front.

        Those of void incidents are left out, and of closed ones what nobody was charged with;
        of a duplicate its main incident counts.
        """
        cursor = self._db.execute_sql(
            "SELECT report.id FROM report JOIN incident told ON told.id = report.incident_id"
            " JOIN incident owing ON owing.number ="
            " CASE told.merged_into WHEN '' THEN told.number ELSE told.merged_into END"
            " WHERE reply <> '' AND reply_done_at IS NULL"
            " AND (owing.status IN ('handling', 'recovered')"
            " OR owing.status = 'closed' AND (reply_owner <> '' OR reply_due IS NOT NULL))"
        )
        ids = [row[0] for row in cursor]
        found = by_key(Report, _R, "id", *ids) if ids else []
        return sorted(found, key=lambda r: (r.reply_due or date.max, r.id))

    def owed_in(self, report: Report) -> int:
        """Return the incident in which a 批示 is carried out: of a duplicate the main one."""
        (main,) = self._db.execute_sql(
            "SELECT COALESCE(main.id, told.id) FROM incident told"
            " LEFT JOIN incident main ON main.number = told.merged_into WHERE told.id = ?",
            (report.incident_id,),
        ).fetchone()
        return int(main)

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
                    reply_owner=texts.one_line(new.reply_owner),
                    reply_due=new.reply_due,
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

    def take_back(self, report_id: int, stamp: Stamp) -> Report:
        """Take back an attempt that was stamped by mistake; its line is struck through.

        Raises UserError when an answer to it was written down already.
        """
        with writing(self._db, stamp) as write:
            report = self._get(report_id)
            if not write.repeated and report.outcome is not Outcome.NONE:
                self._timeline.require_writable(report.incident_id)
                if report.reply:
                    raise UserError("这次报告已有批示，不能撤销")
                write.update(_R, report_id, outcome=Outcome.NONE)
                line = entry_uuid(report)
                entries = self._timeline.entries(report.incident_id)
                old = next((e for e in entries if e.uuid == line), None)
                if old is not None:
                    new = NewEntry(old.kind, f"{TAKEN_BACK}{old.text}"[: texts.PARAGRAPH], old.at)
                    self._timeline.append(
                        write, report.incident_id, new, corrects_id=old.id, name="entry"
                    )
        return self._get(report_id)

    def reply(
        self, report_id: int, text: str, stamp: Stamp, owner: str = "", due: date | None = None
    ) -> Report:
        """Record the answer or 批示 to a report, and who carries it out by when."""
        refuse(rules.reply_problems(Reply(text, owner, due), stamp.at.date()))
        report = self._get(report_id)
        with writing(self._db, stamp) as write:
            if not write.repeated:
                self._timeline.require_writable(report.incident_id)
                reply, owner = texts.tidy(text), texts.one_line(owner)
                values = {"reply": reply, "replied_at": stamp.at}
                if write.update(_R, report_id, **values, reply_owner=owner, reply_due=due):
                    charged = _charged(owner, due)
                    said = f"{report.to}对{report.title}批示：{reply}{charged}"
                    self._say(write, report, said)
        return self._get(report_id)

    def charge(self, report_id: int, owner: str, due: date | None, stamp: Stamp) -> Report:
        """Charge somebody with carrying a 批示 out."""
        refuse(rules.owner_problems(owner, due, stamp.at.date()))
        with writing(self._db, stamp) as write:
            report = self._open_reply(report_id, write)
            if not write.repeated:
                owner = texts.one_line(owner)
                if write.update(_R, report_id, reply_owner=owner, reply_due=due):
                    charged = _charged(owner, due) or "（承办人待定）"
                    self._say(write, report, f"{self._order(report)}交办{charged}")
        return self._get(report_id)

    def settle_reply(
        self, report_id: int, result: str, stamp: Stamp, at: datetime | None = None
    ) -> Report:
        """Note what came of a 批示; `at` says when if not now (补录)."""
        refuse(rules.result_problems(result, at, stamp.at))
        with writing(self._db, stamp) as write:
            report = self._open_reply(report_id, write)
            if not write.repeated:
                result = texts.tidy(result)
                write.update(_R, report_id, reply_done_at=at or stamp.at, reply_result=result)
                noted = result == rules.NOTED
                said = f"{self._order(report)}{'已阅知' if noted else f'已落实：{result}'}"
                self._say(write, report, said, at)
        return self._get(report_id)

    def _open_reply(self, report_id: int, write: Write) -> Report:
        report = self._get(report_id)
        if not write.repeated:
            self._timeline.require_writable(self.owed_in(report))
            if not report.reply_open:
                raise UserError("这项批示已经落实过" if report.reply else "这次报告没有批示")
        return report

    def _say(self, write: Write, report: Report, said: str, at: datetime | None = None) -> None:
        new = NewEntry(EntryKind.REPORT, said[: texts.PARAGRAPH], at, person_id=report.person_id)
        self._timeline.append(write, self.owed_in(report), new, name="entry")

    def _order(self, report: Report) -> str:
        """Name a 批示 for the timeline where it is owed, with the duplicate that it came from."""
        if self.owed_in(report) == report.incident_id:
            return f"{report.to}批示"
        query = "SELECT number FROM incident WHERE id = ?"
        (number,) = self._db.execute_sql(query, (report.incident_id,)).fetchone()
        return f"{report.to}批示（{number}）"

    def _get(self, report_id: int) -> Report:
        return one_record(Report, _R.select().where(_R.id == report_id))


def _sentence(new: NewReport, ordinal: int, reply: str) -> str:
    title = rules.title(new.kind, ordinal)
    said = f"{title} {texts.one_line(new.to)}（{new.channel.label}）"
    if new.outcome is Outcome.REACHED and new.text.strip():
        said += f"：{rules.brief(new.text) or f'全文 {len(texts.tidy(new.text))} 字，见上报'}"
    if reply:
        said += f"；批示：{reply}"
    return said[: texts.PARAGRAPH]


def _charged(owner: str, due: date | None) -> str:
    parts = [f"{owner}承办" if owner else "", f"{due:%m-%d}前" if due else ""]
    said = "，".join(part for part in parts if part)
    return f"（{said}）" if said else ""
