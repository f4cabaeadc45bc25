"""The ledger list on paper and as a file: previewed, or written off the GUI thread."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from hallduty.domain.errors import UserError
from hallduty.ui.progress_strip import Cancelled, Progress, ProgressStrip

if TYPE_CHECKING:
    from hallduty.documents.press import Paper
    from hallduty.domain.incidents import IncidentFilter
    from hallduty.ui.desk import Desk

_FORMATS = "Excel 工作簿 (*.xlsx);;CSV 表格 (*.csv)"
# A thousand incidents fill some sixty pages; more is rarely meant.
_MANY = 1_000


class LedgerOutput(QObject):
    """Prints and exports what a filter selects; `strip` shows an export while it runs."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window
        self.strip = ProgressStrip()

    def print(self, wanted: IncidentFilter, count: int) -> None:
        """Open the preview of the ledger paper."""
        if count > _MANY and not self._desk.ask.confirm(
            self._window,
            "打印台帐",
            f"共 {count} 件，约 {count // 16} 页，排版需要较长时间。也可以先选一个时间范围再打印。",
            "仍然打印",
        ):
            return
        from hallduty.ui.preview import PreviewDialog

        store, press = self._desk.store, self._desk.press
        mark = self._desk.print_mark()

        def make() -> Paper:
            with store.in_thread() as reader:
                dossiers = list(reader.incidents.dossiers(wanted))
            return press.ledger(dossiers, (wanted.from_day, wanted.to_day), mark)

        name = f"突发事件台帐{_span(wanted)}.pdf"
        PreviewDialog(self._desk, "打印台帐", make, name, self._window).exec()

    def export(self, wanted: IncidentFilter, count: int) -> None:
        """Ask for a file and write the list into it, off the GUI thread."""
        if self.strip.is_busy():
            self._desk.events.told.emit("上一次导出还没有完成")
            return
        suggested = f"突发事件台帐{_span(wanted)}.xlsx"
        path = self._desk.ask.save_path(self._window, suggested, _FORMATS)
        if path is None:
            return
        progress = Progress(count)
        store, press, settings = self._desk.store, self._desk.press, self._desk.settings
        working = self._desk.calendar.holidays.is_working
        as_bytes = press.ledger_csv if path.suffix.lower() == ".csv" else press.ledger_xlsx

        def work() -> Path:
            from hallduty.documents.files import write_file

            with store.in_thread() as reader:
                found = reader.sites.each_reckoned(
                    reader.incidents.dossiers(wanted), settings.hours, working
                )
                data = as_bytes(progress.counting(found))
            write_file(path, data)
            return path

        self.strip.start(f"正在导出 {path.name}", progress)
        self._desk.tasks.run(work, self._written, self._failed)

    def _written(self, path: Path) -> None:
        self.strip.stop()
        self._desk.events.told.emit(f"已导出到 {path}")

    def _failed(self, problem: Exception) -> None:
        self.strip.stop()
        if isinstance(problem, Cancelled):
            self._desk.events.told.emit("已取消导出，没有留下文件")
        elif isinstance(problem, UserError):
            self._desk.ask.problem(self._window, str(problem))
        else:
            raise problem


def _span(wanted: IncidentFilter) -> str:
    """Return the days of a filter for a file's name; empty when all days are meant."""
    days: list[date] = [day for day in (wanted.from_day, wanted.to_day) if day is not None]
    return "".join(f"_{day.isoformat()}" for day in dict.fromkeys(days))
