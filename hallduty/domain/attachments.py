"""Attachments (附件): pictures and files of an incident, known by their SHA-256."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

MOST_BYTES = 50 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Attachment:
    """A stored file: its first name, size in bytes, and the hash it is stored under."""

    id: int
    uuid: str
    incident_id: int
    name: str
    sha256: str
    size: int
    at: datetime
    actor: str
