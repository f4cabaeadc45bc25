"""What a file to be imported was understood as, and what it was not, place by place."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar

Row = TypeVar("Row")


class FindingKind(StrEnum):
    """How much a finding matters."""

    FAULT = "fault"
    DUPLICATE = "duplicate"
    NOTE = "note"

    @property
    def label(self) -> str:
        return {"fault": "读不懂", "duplicate": "重复", "note": "说明"}[self.value]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to say about a place in the file (“第12行 C12”), and what was done about it."""

    where: str
    text: str
    kind: FindingKind = FindingKind.FAULT

    def __str__(self) -> str:
        return f"{self.where}：{self.text}" if self.where else self.text


@dataclass(frozen=True, slots=True)
class ImportCheck(Generic[Row]):
    """The dry run of an import: rows that can be taken as they are, and what was found."""

    rows: tuple[Row, ...]
    findings: tuple[Finding, ...] = field(default=())

    @property
    def faults(self) -> tuple[Finding, ...]:
        """The findings that keep a row out."""
        return tuple(each for each in self.findings if each.kind is FindingKind.FAULT)
