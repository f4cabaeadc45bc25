"""Floor 2: SQLite through peewee; the only place that knows peewee."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from hallduty.errors import EnvironmentProblem
from hallduty.store.attachments import AttachmentStore
from hallduty.store.audit import AuditStore
from hallduty.store.backup import backup_to
from hallduty.store.contacts import ContactStore
from hallduty.store.database import Database, open_database
from hallduty.store.dossiers import DossierReader
from hallduty.store.drafts import DraftStore
from hallduty.store.followups import FollowupStore
from hallduty.store.incidents import IncidentStore
from hallduty.store.plans import PlanStore
from hallduty.store.reports import ReportStore
from hallduty.store.reviews import ReviewStore
from hallduty.store.roster import RosterStore
from hallduty.store.search import SearchStore
from hallduty.store.settings import SettingStore
from hallduty.store.timeline import TimelineStore

FILE_NAME = "hallduty.db"


class Store:
    """One open database: a column of the house is an attribute."""

    def __init__(self, db: Database, folder: Path) -> None:
        self._db = db
        self.folder = folder
        self.search = SearchStore(db)
        timeline = TimelineStore(db, self.search)
        self.roster = RosterStore(db)
        self.contacts = ContactStore(db, self.roster)
        reader = DossierReader(self.roster)
        self.incidents = IncidentStore(db, self.search, timeline, reader)
        self.reports = ReportStore(db, timeline)
        self.followups = FollowupStore(db, timeline)
        self.attachments = AttachmentStore(db, timeline, folder / "attachments")
        self.reviews = ReviewStore(db)
        self.plans = PlanStore(db)
        self.drafts = DraftStore(db)
        self.settings = SettingStore(db)
        self.audit = AuditStore(db)

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
        return backup_to(self._db, target)


__all__ = ["FILE_NAME", "Store"]
