"""The month grid as a table of seven columns; each cell is a Day of the roster."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from hallduty.domain import times
from hallduty.domain.roster import Part
from hallduty.ui.roster.month import Day
from hallduty.ui.table_models import ROW_ROLE

Index = QModelIndex | QPersistentModelIndex
_SPOKEN = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.ToolTipRole,
)


class MonthModel(QAbstractTableModel):
    """Weeks of seven days; cells outside the month are empty and cannot be chosen."""

    def __init__(self) -> None:
        super().__init__()
        self._weeks: list[list[Day | None]] = []

    def set_weeks(self, weeks: Sequence[Sequence[Day | None]]) -> None:
        """Show these weeks; the grid keeps its size, so that nothing moves."""
        wanted = [list(week) for week in weeks]
        same_rows = len(wanted) == len(self._weeks)
        if same_rows:
            self._weeks = wanted
            last = self.index(len(wanted) - 1, 6)
            self.dataChanged.emit(self.index(0, 0), last)
        else:
            self.beginResetModel()
            self._weeks = wanted
            self.endResetModel()

    def day(self, index: Index) -> Day | None:
        """Return the day of a cell, or None outside the month."""
        if not index.isValid() or index.row() >= len(self._weeks):
            return None
        return self._weeks[index.row()][index.column()]

    def days(self) -> list[Day]:
        """Return the days of the month in order."""
        return [day for week in self._weeks for day in week if day is not None]

    def index_of(self, wanted: date) -> QModelIndex:
        """Return where a day stands; invalid when it lies in another month."""
        for row, week in enumerate(self._weeks):
            for column, day in enumerate(week):
                if day is not None and day.day == wanted:
                    return self.index(row, column)
        return QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._weeks)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else 7

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.day(index) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        day = self.day(index)
        if day is None:
            return None
        if role == ROW_ROLE:
            return day
        if role in _SPOKEN:
            return spoken(day)
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return "周" + times.WEEKDAYS[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None


def spoken(day: Day) -> str:
    """Return a day in words, for screen readers and copying: 11月13日 星期五 全天 刘某某."""
    led = [f"{part.label} {name}" for part, name in ordered(day)]
    marks = [word for word in (day.rest, day.filing, day.gap) if word]
    head = f"{day.day.month}月{day.day.day}日 {times.weekday_cn(day.day)}"
    return " ".join([head, *marks, *led])


def ordered(day: Day) -> list[tuple[Part, str]]:
    """Return the day's leaders: the whole day's, else morning before afternoon."""
    return [(part, day.leaders[part]) for part in Part if part in day.leaders]
