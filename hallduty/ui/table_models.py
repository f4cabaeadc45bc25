"""Rows of records for table views: columns as data, native sort values, no blinking refresh."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QCollator,
    QLocale,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
)

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex

# The native value of a cell, to sort by; and the record of its row.
SORT_ROLE = Qt.ItemDataRole.UserRole + 1
ROW_ROLE = Qt.ItemDataRole.UserRole + 2
# Pill colour of a cell ("red" … "grey"), or None for plain text.
PILL_ROLE = Qt.ItemDataRole.UserRole + 3
# Whether the cell's text is struck through; whether it is drawn in the secondary colour.
STRUCK_ROLE = Qt.ItemDataRole.UserRole + 4
FAINT_ROLE = Qt.ItemDataRole.UserRole + 5
# Marks behind a cell's text: pairs of word and pill colour.
BADGES_ROLE = Qt.ItemDataRole.UserRole + 6

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column: what it shows of a record, what it sorts by, and how it looks.

    `width` is in Chinese characters of the view's font, so it grows with the font; `stretch`
    marks the one column that takes what is left; `badges` are marks behind the text.
    """

    key: str
    title: str
    text: Callable[[Row], str]
    width: float = 8
    sort: Callable[[Row], Any] | None = None
    pill: Callable[[Row], str | None] | None = None
    badges: Callable[[Row], Sequence[tuple[str, str]]] | None = None
    right: bool = False
    stretch: bool = False
    faint: bool = False
    sortable: bool = False


def cell_data(column: Column[Row], row: Row, role: int) -> Any:
    """Return what `column` says of `row` in a role that every table has."""
    if role == Qt.ItemDataRole.DisplayRole:
        return column.text(row)
    if role == SORT_ROLE:
        return (column.sort or column.text)(row)
    if role == ROW_ROLE:
        return row
    if role == PILL_ROLE:
        return column.pill(row) if column.pill else None
    if role == BADGES_ROLE:
        return column.badges(row) if column.badges else ()
    if role == FAINT_ROLE:
        return column.faint
    if role == Qt.ItemDataRole.TextAlignmentRole:
        return _RIGHT if column.right else _LEFT
    return None


class RowsModel(QAbstractTableModel, Generic[Row]):
    """A short list of records, all in memory; refreshed in place so that nothing blinks."""

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        key: Callable[[Row], Any],
        struck: Callable[[Row], bool] | None = None,
    ) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self._key = key
        self._struck = struck
        self._rows: list[Row] = []
        self._order: tuple[int, bool] | None = None

    @property
    def rows(self) -> list[Row]:
        return list(self._rows)

    def row_of(self, key: Any) -> int:
        """Return where the record with that key stands, or -1."""
        return next((i for i, row in enumerate(self._rows) if self._key(row) == key), -1)

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show `rows`; a view's selection and place stay with the records that stay."""
        rows = self._in_order(rows)
        wanted = {self._key(row) for row in rows}
        gone = [place for place, row in enumerate(self._rows) if self._key(row) not in wanted]
        for first, last in reversed(_runs(gone)):
            self.beginRemoveRows(QModelIndex(), first, last)
            del self._rows[first : last + 1]
            self.endRemoveRows()
        kept = {self._key(row) for row in self._rows}
        self._reorder([row for row in rows if self._key(row) in kept])
        fresh = [place for place, row in enumerate(rows) if self._key(row) not in kept]
        for first, last in _runs(fresh):
            self.beginInsertRows(QModelIndex(), first, last)
            self._rows[first:first] = rows[first : last + 1]
            self.endInsertRows()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Keep the rows in the order of a column's native values; texts in dictionary order."""
        self._order = (column, order is Qt.SortOrder.DescendingOrder)
        self._reorder(self._in_order(self._rows))

    def _in_order(self, rows: Sequence[Row]) -> list[Row]:
        if self._order is None:
            return list(rows)
        place, descending = self._order
        column, collator = self.columns[place], QCollator(QLocale("zh_CN"))
        value = column.sort or column.text

        def key(row: Row) -> Any:
            found = value(row)
            return collator.sortKey(found) if isinstance(found, str) else found

        # Python's sort keeps equals in their own order, in both directions.
        return sorted(rows, key=key, reverse=descending)

    def _reorder(self, rows: list[Row]) -> None:
        same_order = [self._key(r) for r in rows] == [self._key(r) for r in self._rows]
        if same_order:
            self._rows = rows
            if rows:
                last = self.index(len(rows) - 1, len(self.columns) - 1)
                self.dataChanged.emit(self.index(0, 0), last)
            return
        self.layoutAboutToBeChanged.emit()
        places = {self._key(row): place for place, row in enumerate(rows)}
        for index in self.persistentIndexList():
            place = places[self._key(self._rows[index.row()])]
            self.changePersistentIndex(index, self.index(place, index.column()))
        self._rows = rows
        self.layoutChanged.emit()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == STRUCK_ROLE:
            return bool(self._struck and self._struck(row))
        return cell_data(self.columns[index.column()], row, role)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        return header_data(self.columns, section, role)


def header_data(columns: Sequence[Column[Any]], section: int, role: int) -> Any:
    """Return a column's title and its alignment, which is that of its cells."""
    if role == Qt.ItemDataRole.DisplayRole:
        return columns[section].title
    if role == Qt.ItemDataRole.TextAlignmentRole:
        return _RIGHT if columns[section].right else _LEFT
    return None


def _runs(places: Sequence[int]) -> list[tuple[int, int]]:
    """Return the first and last of each run of places, 3 4 5 9 → (3, 5) (9, 9).

    A view is told of a run at once: of ten thousand rows one by one it takes a third of a second.
    """
    found: list[tuple[int, int]] = []
    for place in places:
        if found and place == found[-1][1] + 1:
            found[-1] = (found[-1][0], place)
        else:
            found.append((place, place))
    return found
