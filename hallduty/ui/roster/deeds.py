"""What is done with a roster beyond its cells: fill, swap, cover, take over, record, files."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QWidget

from hallduty.domain.errors import UserError
from hallduty.domain.roster import Part
from hallduty.domain.rota import ShiftChange
from hallduty.ui.events import Topic
from hallduty.ui.roster.grid import Cell, Line
from hallduty.ui.roster.month_head import MonthHead
from hallduty.ui.roster.output import RosterOutput

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk


class RosterDeeds(QObject):
    """Opens the dialogs of one hall's roster; they write, it tells the views."""

    def __init__(self, desk: Desk, head: MonthHead, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._head, self._window = desk, head, window
        self._output = RosterOutput(desk, head, window)
        self.strip = self._output.strip

    # --- filling and changing -----------------------------------------------------------------

    def fill(self) -> None:
        """Open 自动排班."""
        from hallduty.ui.roster.fill_dialog import FillDialog

        if self._head.hall_id is not None:
            self._run(FillDialog(self._desk, self._head.hall_id, self._head.month, self._window))

    def swap(self, cell: Cell | None) -> None:
        """Open 换班 for a cell."""
        from hallduty.ui.roster.change_dialogs import SwapDialog

        self._change(SwapDialog, cell)

    def cover(self, cell: Cell | None) -> None:
        """Open 替班 for a cell."""
        from hallduty.ui.roster.change_dialogs import CoverDialog

        self._change(CoverDialog, cell)

    def take_over(self) -> None:
        """Open 临时接班 for today."""
        from hallduty.ui.roster.takeover_dialog import TakeoverDialog

        if self._head.hall_id is not None:
            self._run(TakeoverDialog(self._desk, self._head.hall_id, self._window))

    def show_changes(self) -> None:
        """Open the list of swaps and covers of the month."""
        from hallduty.ui.roster.changes_dialog import ChangesDialog

        if self._head.hall_id is not None:
            ChangesDialog(self._desk, self._head, self, self._window).exec()

    def undo(self, change: ShiftChange) -> bool:
        """Take a swap, cover or takeover back."""
        stamp = self._desk.stamp()
        done = self._attempt(lambda: self._desk.store.shift_changes.undo(change.id, stamp))
        if done:
            self._desk.events.told.emit(f"已撤销{change.kind.label}，值班表已改回")
        return done

    def _change(self, kind: Callable[..., QDialog], cell: Cell | None) -> None:
        if self._head.hall_id is None:
            return
        if cell is None or not cell.planned:
            self._desk.events.told.emit("请先在表格中选中要调班的一格")
            return
        self._run(kind(self._desk, self._head.hall_id, cell, self._window))

    def _run(self, dialog: QDialog) -> None:
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self._desk.changed(Topic.ROSTER)
        dialog.deleteLater()

    # --- who really stood ---------------------------------------------------------------------

    def record_stood(self, line: Line | None) -> None:
        """Open 实际值班 for a day."""
        from hallduty.ui.roster.stood_dialog import StoodDialog

        if line is not None and self._head.hall_id is not None:
            self._run(StoodDialog(self._desk, self._head.hall_id, line, self._window))

    def stood_as_planned(self, line: Line | None) -> None:
        """Record that everybody stood as planned."""
        hall_id, stamp = self._head.hall_id, self._desk.stamp()
        if line is None or hall_id is None:
            return
        roster = self._desk.store.roster
        records = {
            (line.day.day, part): {
                post: cell.planned[part]
                for post, cell in line.cells.items()
                if part in cell.planned
            }
            for part in Part
        }
        wanted = {key: stood for key, stood in records.items() if stood}
        if self._attempt(lambda: roster.record_all_stood(wanted, hall_id, stamp)):
            day = line.day.day
            self._desk.events.told.emit(f"{day.month}月{day.day}日已记：按排班值班")

    # --- paper and files ----------------------------------------------------------------------

    def print_month(self) -> None:
        """Open the preview of the month's roster."""
        self._output.print_month()

    def export_table(self) -> None:
        """Write the month as a workbook."""
        self._output.export_table()

    def export_calendar(self) -> None:
        """Write the month as a calendar file."""
        self._output.export_calendar()

    def import_file(self) -> None:
        """Read a roster from a file, after a dry run."""
        self._output.import_file()

    def _attempt(self, work: Callable[[], object]) -> bool:
        try:
            work()
        except UserError as problem:
            self._desk.ask.problem(self._window, str(problem))
            return False
        self._desk.changed(Topic.ROSTER)
        return True
