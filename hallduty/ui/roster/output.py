"""The roster on paper and as files: previewed, and exported off the GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from hallduty.domain.errors import UserError
from hallduty.domain.roster_sheet import RosterSheet, roster_sheet
from hallduty.ui.events import Topic
from hallduty.ui.progress_strip import Progress, ProgressStrip
from hallduty.ui.roster.month_head import MonthHead

if TYPE_CHECKING:
    from hallduty.documents.paper import Paper
    from hallduty.domain.imports import ImportCheck
    from hallduty.domain.roster import Hall
    from hallduty.domain.roster_import import RosterRow
    from hallduty.ui.desk import Desk

_XLSX = "Excel 工作簿 (*.xlsx)"
_ICS = "日历文件 (*.ics)"


class RosterOutput(QObject):
    """Prints and exports the month that the head shows; `strip` shows an export at work."""

    def __init__(self, desk: Desk, head: MonthHead, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._head, self._window = desk, head, window
        self.strip = ProgressStrip()

    def sheet(self) -> RosterSheet | None:
        """Return the month that is shown as a sheet; None without a hall."""
        store, head = self._desk.store, self._head
        hall = self._hall()
        if hall is None:
            return None
        first, last = head.month, head.last_day
        people = {p.id: p for p in store.contacts.people(active_only=False)}
        return roster_sheet(
            hall,
            first,
            last,
            store.roster.shifts(first - timedelta(days=1), last),
            people,
            self._desk.settings.posts,
            self._desk.calendar,
            self._desk.settings,
            store.rota.leaves(first, last),
        )

    def print_month(self) -> None:
        """Open the preview of the printed roster."""
        from hallduty.ui.preview import PreviewDialog

        sheet, press = self.sheet(), self._desk.press
        if sheet is None:
            return
        mark = self._desk.print_mark()

        def make() -> Paper:
            return press.roster(sheet, mark)

        name = f"{sheet.period}值班表.pdf"
        PreviewDialog(self._desk, "打印值班表", make, name, self._window).exec()

    def export_table(self) -> None:
        """Write the month as a workbook, whose layout can be imported again."""
        sheet, press = self.sheet(), self._desk.press
        if sheet is not None:
            self._export(f"{sheet.period}值班表.xlsx", _XLSX, lambda: press.roster_xlsx([sheet]))

    def export_calendar(self) -> None:
        """Write the month as a calendar file for phones and mail programs."""
        store, head, press = self._desk.store, self._head, self._desk.press
        hall = self._hall()
        if hall is None:
            return
        found = store.roster.shifts(head.month, head.last_day)
        shifts = [shift for shift in found if shift.hall_id == hall.id]
        people = {p.id: p for p in store.contacts.people(active_only=False)}
        now = self._desk.clock.now()
        name = f"{head.month.year}年{head.month.month}月值班.ics"
        self._export(name, _ICS, lambda: press.roster_ics(shifts, people, hall, now))

    # --- import -------------------------------------------------------------------------------

    def import_file(self) -> None:
        """Let the user pick a file; read it off the GUI thread, then show the dry run."""
        paths = self._desk.ask.open_files(self._window)
        hall = self._hall()
        if not paths or hall is None:
            return
        path, press, month = paths[0], self._desk.press, self._head.month
        people = self._desk.store.contacts.people(active_only=False)
        posts = [need.name for need in self._desk.settings.posts]

        def work() -> tuple[Path, Hall, ImportCheck[RosterRow]]:
            data = _read(path)
            check = press.read_roster(path.name, data, people, posts, (month.year, month.month))
            return path, hall, check

        self.strip.start(f"正在读取 {path.name}", Progress(1))
        self._desk.tasks.run(work, self._read_through, self._failed)

    def _read_through(self, outcome: tuple[Path, Hall, ImportCheck[RosterRow]]) -> None:
        """Say what the file would do; write it, all or nothing, when the user wants it."""
        self.strip.stop()
        path, hall, check = outcome
        imports = self._desk.store.roster_import
        noted = imports.noted(check, hall.id)
        summary = f"{path.name} → {hall.name}，读到 {len(noted.rows)} 格。导入的格子记为手工排定。"
        answer = self._desk.ask.import_check(
            self._window, "导入值班表", summary, noted.findings, len(noted.rows)
        )
        if answer is None:
            return
        try:
            count = imports.take(noted.rows, hall.id, self._desk.stamp())
        except UserError as problem:
            self._desk.ask.problem(self._window, str(problem))
            return
        self._desk.events.told.emit(f"已从 {path.name} 导入 {count} 格")
        self._desk.changed(Topic.ROSTER)

    # --- parts --------------------------------------------------------------------------------

    def _hall(self) -> Hall | None:
        halls = self._desk.store.roster.halls()
        return next((hall for hall in halls if hall.id == self._head.hall_id), None)

    def _export(self, suggested: str, kind: str, make: Callable[[], bytes]) -> None:
        if self.strip.is_busy():
            self._desk.events.told.emit("上一次导出还没有完成")
            return
        path = self._desk.ask.save_path(self._window, suggested, kind)
        if path is None:
            return

        def work() -> Path:
            from hallduty.documents.files import write_file

            write_file(path, make())
            return path

        self.strip.start(f"正在导出 {path.name}", Progress(1))
        self._desk.tasks.run(work, self._written, self._failed)

    def _written(self, path: Path) -> None:
        self.strip.stop()
        self._desk.events.told.emit(f"已导出到 {path}")

    def _failed(self, problem: Exception) -> None:
        self.strip.stop()
        if not isinstance(problem, UserError):
            raise problem
        self._desk.ask.problem(self._window, str(problem))


def _read(path: Path) -> bytes:
    """Return the file's bytes; of one that is too big no more than shows that it is."""
    from hallduty.documents.table_files import MOST_BYTES

    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise UserError(f"读不了 {path}：{error.strerror or error}") from error
