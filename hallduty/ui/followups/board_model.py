"""The board of follow-ups as a model: all ids at once, lines in pages as they come into sight."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt

from hallduty.domain import times
from hallduty.domain.followup_board import (
    BoardLine,
    FollowupFilter,
    Progress,
    shown_matter,
    shown_person,
)
from hallduty.ui.table_models import FAINT_ROLE, Column, Index, cell_data, header_data

PAGE = 200
_PILLS = {
    Progress.WAITING: "amber",
    Progress.SENT: "blue",
    Progress.AGAIN: "red",
    Progress.DONE: "green",
}


class Source(Protocol):
    """What the board asks of the store."""

    def ids(self, wanted: FollowupFilter) -> list[int]: ...
    def lines(self, ids: Sequence[int]) -> list[BoardLine]: ...


class BoardModel(QAbstractTableModel):
    """Holds the ids that a filter found; names and numbers are masked unless revealed."""

    def __init__(self, source: Source) -> None:
        super().__init__()
        self.columns = _columns(self)
        self._source = source
        self._ids: list[int] = []
        self._pages: dict[int, list[BoardLine]] = {}
        self._revealed: set[int] = set()

    @property
    def ids(self) -> list[int]:
        return list(self._ids)

    def row_of(self, followup_id: int) -> int:
        """Return where a follow-up stands, or -1."""
        try:
            return self._ids.index(followup_id)
        except ValueError:
            return -1

    def set_ids(self, ids: Sequence[int]) -> None:
        """Show these follow-ups, read afresh; the caller keeps its place over a change."""
        fresh = list(ids)
        self._pages.clear()
        if fresh == self._ids:
            self._repaint()
            return
        self.beginResetModel()
        self._ids = fresh
        self.endResetModel()

    def reveal(self, ids: Iterable[int]) -> None:
        """Show names and numbers of those follow-ups; mask them again if all were shown."""
        wanted = set(ids)
        self._revealed = self._revealed - wanted if wanted <= self._revealed else wanted
        self._repaint()

    def mask_all(self) -> None:
        """Mask every name and number again."""
        if self._revealed:
            self._revealed = set()
            self._repaint()

    def is_revealed(self, followup_id: int) -> bool:
        return followup_id in self._revealed

    def line(self, row: int) -> BoardLine | None:
        """Return the line of a row, reading its page if it is not at hand."""
        if not 0 <= row < len(self._ids):
            return None
        page = row // PAGE
        if page not in self._pages:
            self._pages[page] = self._source.lines(self._ids[page * PAGE : (page + 1) * PAGE])
        lines = self._pages[page]
        return lines[row % PAGE] if row % PAGE < len(lines) else None

    def person(self, line: BoardLine) -> str:
        """Return name and number as the board shows them now."""
        each = line.followup
        shown = shown_person(each, revealed=each.id in self._revealed)
        return shown or ("" if each.is_open or each.card_number or each.window else "已按期删除")

    def _repaint(self) -> None:
        if self._ids:
            last = self.index(len(self._ids) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.line(index.row()) if index.isValid() else None
        if line is None:
            return None
        if role == FAINT_ROLE:
            return not line.followup.is_open
        return cell_data(self.columns[index.column()], line, role)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        return header_data(self.columns, section, role)


def _columns(model: BoardModel) -> tuple[Column[BoardLine], ...]:
    return (
        Column(
            "number",
            "事件",
            lambda n: n.number,
            5.4,
            badges=lambda n: (("演练", "violet"),) if n.drill else (),
        ),
        Column("kind", "种类", lambda n: n.followup.kind.label, 6),
        Column("who", "办税人", model.person, 10),
        Column("matter", "事项", lambda n: shown_matter(n.followup), 8, stretch=True),
        Column(
            "state",
            "情况",
            lambda n: n.state_text,
            7.6,
            pill=lambda n: "alert" if n.overdue and n.last is None else _PILLS[n.progress],
        ),
        Column("how", "办理", _how, 10),
        Column("added", "登记时间", lambda n: times.stamp(n.followup.added_at)[5:], 6),
    )


def _how(line: BoardLine) -> str:
    each = line.followup
    if each.settled_at is None:
        return "已恢复，请尽快办理" if line.overdue else ""
    return f"{times.stamp(each.settled_at)[5:]} {each.settled_by}：{each.how}"
