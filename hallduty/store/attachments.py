"""Attachments: files kept in the data folder under their SHA-256, rows pointing at them."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from hallduty.domain import texts
from hallduty.domain.attachments import MOST_BYTES, Attachment
from hallduty.domain.errors import FieldProblem, refuse
from hallduty.domain.incidents import EntryKind, NewEntry
from hallduty.domain.stamps import Stamp
from hallduty.errors import EnvironmentProblem
from hallduty.patience import PATIENCE, reachable
from hallduty.store import models
from hallduty.store.records import as_records, one_record
from hallduty.store.writes import writing

if TYPE_CHECKING:
    from hallduty.store.database import Database
    from hallduty.store.timeline import TimelineStore

_A = models.Attachment


class AttachmentStore:
    """Files of incidents."""

    def __init__(self, db: Database, timeline: TimelineStore, folder: Path) -> None:
        self._db = db
        self._timeline = timeline
        self._folder = folder

    def of(self, incident_id: int) -> list[Attachment]:
        """Return the attachments in the order they were added."""
        query = _A.select().where(_A.incident_id == incident_id).order_by(_A.id)
        return as_records(Attachment, query)

    def path(self, attachment: Attachment) -> Path:
        """Return where the file lies."""
        return reachable(self._folder / attachment.sha256[:2] / attachment.sha256)

    def add(self, incident_id: int, name: str, data: bytes, stamp: Stamp) -> Attachment:
        """Keep a file: first the bytes, flushed to disk, then the row that points at them."""
        name = PurePath(name).name
        refuse([_size_problem(name, data), texts.problem_in("name", "文件名", name, required=True)])
        digest = hashlib.sha256(data).hexdigest()
        self._keep(digest, data)
        with writing(self._db, stamp) as write:
            if not write.repeated:
                self._timeline.require_writable(incident_id)
                self._refuse_twice(incident_id, name, digest)
                write.insert(
                    _A,
                    uuid=str(stamp.id),
                    incident_id=incident_id,
                    name=name,
                    sha256=digest,
                    size=len(data),
                    at=stamp.at,
                    actor=stamp.actor,
                )
                entry = NewEntry(EntryKind.ATTACHMENT, f"附件：{name}")
                self._timeline.append(write, incident_id, entry, name="entry")
        query = _A.select().where(_A.uuid == str(stamp.id))
        return one_record(Attachment, query)

    def _refuse_twice(self, incident_id: int, name: str, digest: str) -> None:
        same = (_A.incident_id == incident_id) & (_A.name == name) & (_A.sha256 == digest)
        if _A.select().where(same).exists():
            refuse([FieldProblem("file", f"“{name}”已在附件中，没有再加")])

    def damaged(self) -> list[Attachment]:
        """Return attachments whose file is missing or no longer matches its hash."""
        found = []
        for attachment in as_records(Attachment, _A.select().order_by(_A.id)):
            path = self.path(attachment)
            if not path.is_file() or _digest(path) != attachment.sha256:
                found.append(attachment)
        return found

    def _keep(self, digest: str, data: bytes) -> None:
        target = reachable(self._folder / digest[:2] / digest)
        if target.is_file() and target.stat().st_size == len(data):
            return
        building = target.with_name(f"{digest}.{os.getpid()}.part")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with building.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            PATIENCE.replace(building, target)
        except OSError as error:
            with suppress(OSError):
                PATIENCE.unlink(building)
            raise EnvironmentProblem(
                "附件没有存下：写不进数据文件夹，请检查磁盘空间和权限"
            ) from error


def _digest(path: Path) -> str:
    with PATIENCE.with_file(lambda: path.open("rb")) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _size_problem(name: str, data: bytes) -> FieldProblem | None:
    if not data:
        return FieldProblem("file", f"“{name}”是空文件，没有加入")
    if len(data) > MOST_BYTES:
        return FieldProblem("file", f"“{name}”超过 {MOST_BYTES // 1024 // 1024} MB，没有加入")
    return None
