"""Links between incidents: the same fault told twice (并案), or one of the same cause."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class LinkKind(StrEnum):
    """How two incidents belong together."""

    MERGED = "merged"
    SAME_CAUSE = "same_cause"

    @property
    def label(self) -> str:
        return {"merged": "并案", "same_cause": "同一原因"}[self.value]


@dataclass(frozen=True, slots=True)
class IncidentLink:
    """`incident_id` was merged into `other_id`, or has the same cause as the earlier `other_id`."""

    id: int
    uuid: str
    incident_id: int
    other_id: int
    kind: LinkKind
    reason: str
    at: datetime
    actor: str
    undone_at: datetime | None = None
