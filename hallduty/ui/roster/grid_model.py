"""The roster grid as a table: days down, posts across, the remark last."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from hallduty.domain import times
from hallduty.ui.roster.grid import Cell, Line
from hallduty.ui.table_models import ROW_ROLE

Index = QModelIndex | QPersistentModelIndex
REMARK = "备注"
# The Line of a row, for the header that draws the day.
LINE_ROLE = Qt.ItemDataRole.UserRole + 20


class GridModel(QAbstractTableModel):
    """Lines of cells; what is refreshed keeps its place, so that nothing blinks."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[Line] = []
        self._posts: list[str] = []

    @property
    def posts(self) -> list[str]:
        """The posts, left to right."""
        return list(self._posts)

    @property
    def lines(self) -> list[Line]:
        """The days, top to bottom."""
        return list(self._lines)

    def set_lines(self, lines: Sequence[Line], posts: Sequence[str]) -> bool:
        """Show these days; True when rows or columns are others than before."""
        same = [line.day.day for line in lines] == [line.day.day for line in self._lines]
        if same and list(posts) == self._posts:
            self._lines = list(lines)
            corner = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), corner)
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, self.rowCount() - 1)
            return False
        self.beginResetModel()
        self._lines, self._posts = list(lines), list(posts)
        self.endResetModel()
        return True

    def line(self, row: int) -> Line:
        """Return the day of a row."""
        return self._lines[row]

    def cell(self, index: Index) -> Cell | None:
        """Return the cell at an index; None in the remark's column and outside."""
        if not index.isValid() or not 0 <= index.column() < len(self._posts):
            return None
        return self._lines[index.row()].cells[self._posts[index.column()]]

    def index_of(self, day: date, post: str) -> QModelIndex:
        """Return where a post of a day stands; the leader when the post is unknown."""
        column = self._posts.index(post) if post in self._posts else 0
        for row, line in enumerate(self._lines):
            if line.day.day == day:
                return self.index(row, len(self._posts) if post == REMARK else column)
        return QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() or not self._posts else len(self._posts) + 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._lines):
            return None
        line, cell = self._lines[index.row()], self.cell(index)
        if cell is None:
            said = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
            return line.remark if role in said else None
        if role == ROW_ROLE:
            return cell
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{_day(line)} {cell.post} {'，'.join(spoken(cell)) or '空'}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{_day(line)}　{cell.post}\n" + "\n".join(spoken(cell) or ["还没有安排"])
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal:
            return self._across(section, role)
        line = self._lines[section]
        if role == LINE_ROLE:
            return line
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            marks = [word for word in (line.day.rest, line.day.filing) if word]
            return " ".join([_day(line), *marks])
        return None

    def _across(self, section: int, role: int) -> Any:
        title = self._posts[section] if section < len(self._posts) else REMARK
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None


def _day(line: Line) -> str:
    day = line.day.day
    return f"{day.month}月{day.day}日 {times.weekday_cn(day)}"


def spoken(cell: Cell) -> list[str]:
    """Return what a cell says, in words: planned, what is wrong, changed, stood, by hand."""
    found = []
    if cell.text:
        text = cell.text
        if cell.halves:
            morning, _, afternoon = text.partition("/")
            text = f"上午 {morning or '空'}，下午 {afternoon or '空'}"
        found.append(text)
    found += [trouble.text for trouble in cell.troubles]
    found += [change.kind.label for change in cell.changes]
    if cell.stood:
        found.append(f"实际：{cell.stood_text or '无人'}" if cell.differs else "已按排班值班")
    if cell.by_hand:
        found.append("手工排定")
    return found
