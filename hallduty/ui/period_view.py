"""The days or months of a column with their reports, and the report of the chosen one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout

from hallduty.domain.period_reports import PeriodKind
from hallduty.ui import theme
from hallduty.ui.events import Topic
from hallduty.ui.list_output import ListOutput
from hallduty.ui.live_view import LiveView
from hallduty.ui.period_editor import PeriodEditor
from hallduty.ui.table_models import Column, RowsModel
from hallduty.ui.tables import Table
from hallduty.ui.widgets import card, column, row

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk

Row = TypeVar("Row")

_WIDE = 900
_LIST, _NARROW = 430, 300


class PeriodView(LiveView, Generic[Row]):
    """The list at the left, the report at the right; `period` is the chosen row's key.

    A subclass says topic and kind, reckons the rows, and shows and prints the report.
    """

    daily: ClassVar[bool] = True
    topic: ClassVar[Topic]
    kind: ClassVar[PeriodKind]
    # The list's name for its users, and the one its widths are kept under.
    names: ClassVar[tuple[str, str]]
    columns: ClassVar[Sequence[Column[Any]]]
    # Columns that a small window does without.
    spare: ClassVar[tuple[str, ...]]

    def __init__(
        self, desk: Desk, output: ListOutput, key: Callable[[Row], Any], period: Any
    ) -> None:
        super().__init__(desk)
        self.output, self.period, self._key = output, period, key
        self.model: RowsModel[Row] = RowsModel(self.columns, key=key)
        across = row(self, gap=10)
        self.side = card()
        name, memory = self.names
        self.table = Table(desk.store.settings, memory, self.columns, self.model)
        self.table.setAccessibleName(name)
        self.table.chosen.connect(self._chosen)
        self.table.opened.connect(self._opened)
        self.fill_side(column(self.side, margins=1))
        across.addWidget(self.side)
        self.editor = PeriodEditor(desk, self.kind)
        self.editor.issued.connect(self._issued)
        self.editor.print_asked.connect(self.print_report)
        across.addWidget(self.editor, 1)
        self.setFocusProxy(self.table)
        self.refresh()

    def fill_side(self, inside: QVBoxLayout) -> None:
        """Lay out the card of the list, with what is said or drawn beside it."""
        raise NotImplementedError

    def show_report(self) -> None:
        """Show the report of the chosen period."""
        raise NotImplementedError

    def print_report(self) -> None:
        """Open the preview of the report as it stands on the screen (Ctrl+P)."""
        raise NotImplementedError

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show the periods as reckoned now; the chosen one and what is typed stay."""
        with QSignalBlocker(self.table):
            self.model.set_rows(rows)
            self.table.go_to_row(self.model.row_of(self.period))
        self.show_report()

    def show_period(self, period: Any) -> None:
        """Show the report of a period of the list."""
        self.period = period
        self.table.go_to_row(max(0, self.model.row_of(period)))
        self.show_report()
        self.editor.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_wide(self, wide: bool) -> None:
        """Give up what can be spared where the window is small."""
        self.side.setFixedWidth(theme.px(_LIST if wide else _NARROW))
        self.table.show_columns(self.spare, wide)

    def _issued(self) -> None:
        self._desk.changed(self.topic)
        self.refresh()

    def _chosen(self, found: Row | None) -> None:
        if found is not None and self._key(found) != self.period:
            self.period = self._key(found)
            self.show_report()

    def _opened(self, found: Row) -> None:
        self._chosen(found)
        self.editor.edit.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.set_wide(self.width() >= theme.px(_WIDE))

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.editor.flush()
