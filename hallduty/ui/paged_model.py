"""A long list as a model: all ids at once, records in pages as they come into sight."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt

from hallduty.ui.table_models import Column, Index, cell_data, header_data

Row = TypeVar("Row")

PAGE = 200


class PagedModel(QAbstractTableModel, Generic[Row]):
    """Holds the ids that a filter found; `fetch` reads their records a page at a time."""

    def __init__(
        self, columns: Sequence[Column[Row]], fetch: Callable[[Sequence[int]], Sequence[Row]]
    ) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self._fetch = fetch
        self._ids: list[int] = []
        self._pages: dict[int, Sequence[Row]] = {}

    @property
    def ids(self) -> list[int]:
        return list(self._ids)

    def row_of(self, record_id: int) -> int:
        """Return where a record stands, or -1."""
        try:
            return self._ids.index(record_id)
        except ValueError:
            return -1

    def set_ids(self, ids: Sequence[int]) -> bool:
        """Show these records, read afresh; False when they are the same ones as before.

        The same ids are refreshed in place; the caller keeps its place over any other change.
        """
        fresh = list(ids)
        self._pages.clear()
        if fresh == self._ids:
            self.repaint()
            return False
        self._replace(fresh)
        return True

    def _replace(self, fresh: list[int]) -> None:
        self.beginResetModel()
        self._ids = fresh
        self.endResetModel()

    def repaint(self) -> None:
        """Let every row that is shown be painted anew."""
        if self._ids:
            last = self.index(len(self._ids) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def record(self, row: int) -> Row | None:
        """Return the record of a row, reading its page if it is not at hand."""
        if not 0 <= row < len(self._ids):
            return None
        page = row // PAGE
        if page not in self._pages:
            self._pages[page] = self._fetch(self._ids[page * PAGE : (page + 1) * PAGE])
        found = self._pages[page]
        return found[row % PAGE] if row % PAGE < len(found) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        record = self.record(index.row()) if index.isValid() else None
        if record is None:
            return None
        return cell_data(self.columns[index.column()], record, role)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        return header_data(self.columns, section, role)
