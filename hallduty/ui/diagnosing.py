"""The button 导出诊断信息… as 设置 and 帮助 have it: asks where to, writes off the GUI thread."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from hallduty.domain.errors import UserError
from hallduty.ui.widgets import button, column, field_error, secondary

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk

_WHAT_IT_IS = "程序出错时交给维护人员：版本、日志和检查结果，不含事件、人员和办税人信息。"


class DiagnosticsBox(QWidget):
    """The button, what went wrong below it, and what is in the file."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        layout = column(self, gap=6)
        self.button = button("导出诊断信息…", small=True)
        self.button.clicked.connect(self.export)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self.error = field_error(self.button)
        layout.addWidget(self.error)
        layout.addWidget(secondary(_WHAT_IT_IS, wrap=True))

    def export(self) -> None:
        """Ask for a file and write the diagnostics into it."""
        desk = self._desk
        name = f"值班长诊断信息_{desk.clock.now():%Y%m%d-%H%M}.zip"
        path = desk.ask.save_path(self, name, "ZIP 文件 (*.zip)")
        if path is None:
            return
        store, clock, settings = desk.store, desk.clock, desk.settings

        def work() -> Path:
            from hallduty import diagnostics
            from hallduty.documents.files import write_file

            with store.in_thread() as reader:
                found = diagnostics.checks(reader)
            write_file(path, diagnostics.packed(store.folder, settings, found, clock))
            return path

        self.error.say("")
        self.button.setEnabled(False)
        desk.tasks.run(work, self._exported, self._not_exported)

    def _exported(self, path: Path) -> None:
        self.button.setEnabled(True)
        self._desk.events.told.emit(f"诊断信息已导出到 {path}")
        self._desk.outside.show_folder(path.parent)

    def _not_exported(self, problem: Exception) -> None:
        self.button.setEnabled(True)
        if not isinstance(problem, UserError):
            raise problem
        self.error.say(str(problem))
