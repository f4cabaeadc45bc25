"""A register on paper and as a file: previewed, or written off the GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from hallduty.domain.errors import UserError
from hallduty.ui.progress_strip import Cancelled, Progress, ProgressStrip

if TYPE_CHECKING:
    from hallduty.documents.press import Paper, PrintMark
    from hallduty.store import Store
    from hallduty.ui.desk import Desk

_FORMATS = "Excel 工作簿 (*.xlsx);;CSV 表格 (*.csv)"
# A thousand records fill some eighty pages; more is rarely meant.
_MANY = 1_000
_A_PAGE = 12

# What makes the bytes of a file: the store on the worker's thread, the ending, how far it is.
FileMaker = Callable[["Store", str, Progress], bytes]


class ListOutput(QObject):
    """Prints and exports; `strip` shows an export while it runs."""

    def __init__(self, desk: Desk, window: QWidget, a_page: int = _A_PAGE) -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window
        self._a_page = a_page
        self.strip = ProgressStrip()

    def print(
        self, title: str, name: str, make: Callable[[Store, PrintMark], Paper], count: int = 0
    ) -> bool:
        """Open the preview of a paper; return whether it was printed or saved."""
        if count > _MANY and not self._desk.ask.confirm(
            self._window,
            title,
            f"共 {count} 件，约 {count // self._a_page} 页，排版需要较长时间。"
            "也可以先选一个时间范围再打印。",
            "仍然打印",
        ):
            return False
        from hallduty.ui.preview import PreviewDialog

        store = self._desk.store
        mark = self._desk.print_mark()

        def work() -> Paper:
            with store.in_thread() as reader:
                return make(reader, mark)

        dialog = PreviewDialog(self._desk, title, work, f"{name}.pdf", self._window)
        dialog.exec()
        return dialog.delivered

    def export(self, name: str, count: int, make: FileMaker) -> None:
        """Ask for a file and write the list into it, off the GUI thread."""
        if self.strip.is_busy():
            self._desk.events.told.emit("上一次导出还没有完成")
            return
        path = self._desk.ask.save_path(self._window, f"{name}.xlsx", _FORMATS)
        if path is None:
            return
        ending = ".csv" if path.suffix.lower() == ".csv" else ".xlsx"
        progress, store = Progress(count), self._desk.store

        def work() -> Path:
            from hallduty.documents.files import write_file

            with store.in_thread() as reader:
                data = make(reader, ending, progress)
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
