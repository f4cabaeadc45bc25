"""Floor 2: SQLite through peewee; the only place that knows peewee."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from hallduty.errors import EnvironmentProblem
from hallduty.store.contacts import ContactStore
from hallduty.store.database import Database, open_database
from hallduty.store.followups import FollowupStore
from hallduty.store.incidents import IncidentStore
from hallduty.store.plans import PlanStore
from hallduty.store.roster import RosterStore
from hallduty.store.search import SearchStore
from hallduty.store.settings import SettingStore
from hallduty.store.timeline import TimelineStore

if TYPE_CHECKING:
    from hallduty.store.appointments import AppointmentStore
    from hallduty.store.attachments import AttachmentStore
    from hallduty.store.audit import AuditStore
    from hallduty.store.backups import Backups
    from hallduty.store.calendar import CalendarStore
    from hallduty.store.conflict import ConflictStore
    from hallduty.store.contact_checks import ContactCheckStore
    from hallduty.store.contact_import import ContactImportStore
    from hallduty.store.crowd import CrowdStore
    from hallduty.store.drafts import DraftStore
    from hallduty.store.duty_logs import DutyLogStore
    from hallduty.store.followup_board import FollowupBoard
    from hallduty.store.followup_calls import FollowupCallStore
    from hallduty.store.hall import HallStore
    from hallduty.store.links import LinkStore
    from hallduty.store.needs import NeedStore
    from hallduty.store.notices import NoticeStore
    from hallduty.store.packs import PackReader
    from hallduty.store.paper_sheets import PaperSheetStore
    from hallduty.store.period_reports import PeriodReportStore
    from hallduty.store.policy import PolicyStore
    from hallduty.store.printings import PrintingStore
    from hallduty.store.promises import PromiseStore
    from hallduty.store.reports import ReportStore
    from hallduty.store.retention import Forgetful, RetentionStore
    from hallduty.store.reviews import ReviewStore
    from hallduty.store.roster_import import RosterImportStore
    from hallduty.store.rota import RotaStore
    from hallduty.store.shift_changes import ShiftChangeStore
    from hallduty.store.sites import SiteReader

FILE_NAME = "hallduty.db"


class Store:
    """One open database: a column of the house is an attribute.

    The columns below that are properties are imported when first asked for: the first picture
    of the window needs none of them.
    """

    def __init__(self, db: Database, folder: Path) -> None:
        self._db = db
        self.folder = folder
        self.search = SearchStore(db)
        self._timeline = TimelineStore(db, self.search)
        self.roster = RosterStore(db)
        self.contacts = ContactStore(db, self.roster)
        self.incidents = IncidentStore(db, self.search, self._timeline, self.roster)
        self.followups = FollowupStore(db, self._timeline)
        self.plans = PlanStore(db)
        self.settings = SettingStore(db)

    def last_written(self) -> int:
        """Return the number of the newest audit row: another one after every write of records."""
        (last,) = self._db.execute_sql("SELECT coalesce(max(sequence), 0) FROM audit").fetchone()
        return int(last)

    @cached_property
    def reports(self) -> ReportStore:
        """Reports upward."""
        from hallduty.store.reports import ReportStore

        return ReportStore(self._db, self._timeline)

    @cached_property
    def conflict(self) -> ConflictStore:
        """Recordings of conflicts that must be secured."""
        from hallduty.store.conflict import ConflictStore

        return ConflictStore(self._db, self._timeline)

    @cached_property
    def notices(self) -> NoticeStore:
        """Notices, and what hangs where."""
        from hallduty.store.notices import NoticeStore

        return NoticeStore(self._db, self._timeline)

    @cached_property
    def promises(self) -> PromiseStore:
        """Expected recoveries."""
        from hallduty.store.promises import PromiseStore

        return PromiseStore(self._db, self._timeline)

    @cached_property
    def followup_board(self) -> FollowupBoard:
        """The board of what is owed, over one incident or all."""
        from hallduty.store.followup_board import FollowupBoard

        return FollowupBoard(self._db)

    @cached_property
    def followup_calls(self) -> FollowupCallStore:
        """Attempts to tell taxpayers, and the log of exports."""
        from hallduty.store.followup_calls import FollowupCallStore

        return FollowupCallStore(self._db, self._timeline, self.followups)

    @cached_property
    def retention(self) -> RetentionStore:
        """Deletes personal data whose days are over."""
        from hallduty.store.retention import RetentionStore

        columns: dict[str, Forgetful] = {
            "followup": self.followups,
            "appointment": self.appointments,
            "policy": self.policy,
            "need": self.needs,
        }
        return RetentionStore(self._db, columns)

    @cached_property
    def attachments(self) -> AttachmentStore:
        """Photos and files."""
        from hallduty.store.attachments import AttachmentStore

        return AttachmentStore(self._db, self._timeline, self.folder / "attachments")

    @cached_property
    def reviews(self) -> ReviewStore:
        """Reviews and their actions."""
        from hallduty.store.reviews import ReviewStore

        return ReviewStore(self._db)

    @cached_property
    def calendar(self) -> CalendarStore:
        """The bureau's own holidays and filing deadlines."""
        from hallduty.store.calendar import CalendarStore

        return CalendarStore(self._db)

    @cached_property
    def contact_import(self) -> ContactImportStore:
        """Imports of the directory."""
        from hallduty.store.contact_import import ContactImportStore

        return ContactImportStore(self._db, self.contacts)

    @cached_property
    def contact_checks(self) -> ContactCheckStore:
        """Which contacts were found reachable this month."""
        from hallduty.store.contact_checks import ContactCheckStore

        return ContactCheckStore(self._db, self.contacts)

    @cached_property
    def drafts(self) -> DraftStore:
        """What is being typed."""
        from hallduty.store.drafts import DraftStore

        return DraftStore(self._db)

    @cached_property
    def paper_sheets(self) -> PaperSheetStore:
        """Numbered blank sheets, and what was entered from them."""
        from hallduty.store.paper_sheets import PaperSheetStore

        return PaperSheetStore(self._db, self._timeline, self.search)

    @cached_property
    def duty_logs(self) -> DutyLogStore:
        """Duty logs, handovers and acceptances."""
        from hallduty.store.duty_logs import DutyLogStore

        return DutyLogStore(self._db, self.roster)

    @cached_property
    def packs(self) -> PackReader:
        """What a power-failure pack prints."""
        from hallduty.store.packs import PackReader

        return PackReader(self.roster, self.contacts)

    @cached_property
    def rota(self) -> RotaStore:
        """Who takes turns, and who is away."""
        from hallduty.store.rota import RotaStore

        return RotaStore(self._db)

    @cached_property
    def roster_import(self) -> RosterImportStore:
        """Rosters made elsewhere, taken in one write."""
        from hallduty.store.roster_import import RosterImportStore

        return RosterImportStore(self._db, self.roster, self.rota, self.contacts)

    @cached_property
    def shift_changes(self) -> ShiftChangeStore:
        """Swaps, covers and takeovers."""
        from hallduty.store.shift_changes import ShiftChangeStore

        return ShiftChangeStore(self._db, self.roster)

    @cached_property
    def hall(self) -> HallStore:
        """Windows and devices on the hall's picture, and what is down."""
        from hallduty.store.hall import HallStore

        return HallStore(self._db, self._timeline)

    @cached_property
    def crowd(self) -> CrowdStore:
        """Readings of the crowd desk."""
        from hallduty.store.crowd import CrowdStore

        return CrowdStore(self._db, self._timeline)

    @cached_property
    def appointments(self) -> AppointmentStore:
        """Appointments and extended services."""
        from hallduty.store.appointments import AppointmentStore

        return AppointmentStore(self._db, self._timeline)

    @cached_property
    def sites(self) -> SiteReader:
        """The hall's side of an incident, summed up."""
        from hallduty.store.sites import SiteReader

        return SiteReader(self.hall, self.appointments)

    @cached_property
    def policy(self) -> PolicyStore:
        """Policy questions, whom they were put to, and who was told."""
        from hallduty.store.policy import PolicyStore

        return PolicyStore(self._db, self._timeline)

    @cached_property
    def needs(self) -> NeedStore:
        """What taxpayers want, and what came of it."""
        from hallduty.store.needs import NeedStore

        return NeedStore(self._db, self._timeline)

    @cached_property
    def period_reports(self) -> PeriodReportStore:
        """Reports over a day or a month that went out."""
        from hallduty.store.period_reports import PeriodReportStore

        return PeriodReportStore(self._db)

    @cached_property
    def links(self) -> LinkStore:
        """Which incidents are one fault, or of one cause."""
        from hallduty.store.links import LinkStore

        return LinkStore(self._db, self.incidents, self._timeline)

    @cached_property
    def backups(self) -> Backups:
        """Backups of the whole data folder."""
        from hallduty.store.backups import Backups

        return Backups(self.folder, FILE_NAME)

    @cached_property
    def printings(self) -> PrintingStore:
        """Which papers went to a printer or a file."""
        from hallduty.store.printings import PrintingStore

        return PrintingStore(self._db)

    @cached_property
    def audit(self) -> AuditStore:
        """The chain of all writes."""
        from hallduty.store.audit import AuditStore

        return AuditStore(self._db)

    def has_policy_questions(self) -> bool:
        """Tell whether there is any policy question, without importing their column for it."""
        found = self._db.execute_sql("SELECT EXISTS (SELECT 1 FROM policy_question)")
        return bool(found.fetchone()[0])

    @classmethod
    def open(cls, folder: Path, now: datetime) -> Store:
        """Open the database of a data folder, creating both when they are missing.

        Raises EnvironmentProblem when the file is empty, foreign, damaged or too new.
        """
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise EnvironmentProblem(f"建不了数据文件夹 {folder}：请检查路径和写入权限") from error
        return cls(open_database(folder / FILE_NAME, now), folder)

    def close(self) -> None:
        """Close the database; the write-ahead log is folded into the file."""
        self._db.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def in_thread(self) -> Iterator[Store]:
        """Lend the store to a worker thread, which needs a connection of its own.

        On the thread that opened the store, its own connection serves and stays open.
        """
        if not self._db.is_closed():
            yield self
            return
        with self._db.connection_context():
            yield self

    @contextmanager
    def bulk(self) -> Iterator[Store]:
        """Make many writes one transaction; the search index is rebuilt at its end."""
        with self._db.atomic("IMMEDIATE"):
            self.search.deferred = True
            try:
                yield self
                self.search.rebuild()
            finally:
                self.search.deferred = False

    def backup(self, target: Path) -> Path:
        """Write a verified copy of the database to `target`."""
        from hallduty.store.backup import backup_to

        return backup_to(self._db, target)


__all__ = ["FILE_NAME", "Store"]
