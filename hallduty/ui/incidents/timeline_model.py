"""The timeline as lines for the screen: order, corrections, filters; and their list model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from hallduty.domain import times
from hallduty.domain.dossiers import Dossier
from hallduty.domain.followups import masked_name
from hallduty.domain.incidents import Entry, EntryKind, corrected_ids, in_order, is_backdated
from hallduty.domain.phones import masked

LINE_ROLE = Qt.ItemDataRole.UserRole


class Sieve(Enum):
    """Which lines of the timeline are shown."""

    ALL = "全部"
    HANDLING = "处置"
    CALLS = "通话"
    REPORTS = "上报"

    def lets_through(self, entry: Entry) -> bool:
        """Tell whether the entry is shown."""
        if self is Sieve.ALL:
            return True
        return _SIEVES.get(entry.kind, Sieve.HANDLING) is self


_SIEVES = {
    EntryKind.CALL: Sieve.CALLS,
    EntryKind.REPORT: Sieve.REPORTS,
    EntryKind.LEVEL: Sieve.REPORTS,
}


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as shown: `day` opens a new day, `whom` names a taxpayer masked."""

    entry: Entry
    corrected_by: Entry | None = None
    corrects: Entry | None = None
    day: str = ""
    whom: str = ""
    late: bool = False

    @property
    def clock(self) -> str:
        return times.clock(self.entry.at)

    @property
    def text(self) -> str:
        """The entry's text, with the taxpayer (masked) in place of the follow-up's number."""
        number = f"善后第 {self.entry.followup_id} 号"
        return self.entry.text.replace(number, self.whom) if self.whom else self.entry.text

    @property
    def head(self) -> str:
        """The words that stand out: what happened to the incident itself."""
        if self.entry.kind not in (EntryKind.STATE, EntryKind.LEVEL):
            return ""
        cuts = [found for mark in "：（， " if (found := self.entry.text.find(mark)) > 0]
        return self.entry.text[: min(cuts)] if cuts else self.entry.text

    @property
    def tail(self) -> str:
        """What is said in grey behind the text: corrections, and times that differ."""
        if self.corrected_by is not None:
            by = self.corrected_by
            return f"更正于 {times.clock(by.recorded_at)} {by.actor}"
        recorded = times.clock(self.entry.recorded_at)
        if self.corrects is not None:
            return f"{recorded} 更正 {self.entry.actor}"
        told = self.entry.kind is EntryKind.STATE or self.late
        if is_backdated(self.entry) and not told:
            return f"{recorded} 补记"
        return ""

    @property
    def spoken(self) -> str:
        """The whole line as one text, for tooltips and screen readers."""
        parts = (self.clock, self.text, self.entry.outcome.label, self.tail)
        return " ".join(part for part in parts if part)


def lines_of(dossier: Dossier, sieve: Sieve = Sieve.ALL) -> list[Line]:
    """Return the lines of a timeline in the order a reader expects."""
    entries = list(dossier.entries)
    corrected = corrected_ids(entries)
    by_id = {entry.id: entry for entry in entries}
    whom = {
        followup.id: f"{masked_name(followup.who)} {masked(followup.phone)}".strip()
        for followup in dossier.followups
    }
    lines = []
    day = dossier.incident.occurred_at.date()
    for entry in in_order(entries):
        if not sieve.lets_through(entry):
            continue
        new_day = entry.at.date() != day
        day = entry.at.date()
        lines.append(
            Line(
                entry,
                corrected.get(entry.id),
                by_id.get(entry.corrects_id or 0),
                f"{times.day_cn(day)} {times.weekday_cn(day)}" if new_day else "",
                whom.get(entry.followup_id or 0, ""),
                dossier.incident.late,
            )
        )
    return lines


def newest_of(entry: Entry, entries: Sequence[Entry]) -> Entry:
    """Follow an entry's corrections to the one that stands."""
    corrected = corrected_ids(list(entries))
    while entry.id in corrected:
        entry = corrected[entry.id]
    return entry


class TimelineModel(QAbstractListModel):
    """Lines; new ones are inserted where they belong, so that view and selection stay."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: list[Line] = []

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._lines)

    def data(
        self,
        index: QModelIndex | QPersistentModelIndex,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role == LINE_ROLE:
            return line
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return line.spoken
        if role == Qt.ItemDataRole.ToolTipRole:
            entry = line.entry
            return f"{entry.kind.label} · {entry.recorded_at:%m-%d %H:%M:%S} {entry.actor} 记"
        return None

    def line(self, row: int) -> Line:
        """Return the line in that row."""
        return self._lines[row]

    def row_of(self, entry_id: int) -> int:
        """Return the row of an entry, or -1 when it is not shown."""
        return next((i for i, line in enumerate(self._lines) if line.entry.id == entry_id), -1)

    def show(self, lines: list[Line]) -> None:
        """Show `lines`, touching only what differs."""
        if lines == self._lines:
            return
        fresh = {line.entry.id for line in lines}
        kept = [line.entry.id for line in self._lines if line.entry.id in fresh]
        old = set(kept)
        if len(kept) < len(self._lines) or kept != [i.entry.id for i in lines if i.entry.id in old]:
            self.beginResetModel()
            self._lines = lines
            self.endResetModel()
            return
        for row, line in enumerate(lines):
            if line.entry.id not in old:
                self.beginInsertRows(QModelIndex(), row, row)
                self._lines.insert(row, line)
                self.endInsertRows()
            elif self._lines[row] != line:
                self._lines[row] = line
                self.dataChanged.emit(self.index(row), self.index(row))
