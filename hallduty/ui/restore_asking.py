"""从备份恢复… inside the window: asks for a backup, looks at it, and asks before it is put back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from hallduty.domain.errors import UserError

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk


class RestoreAsking(QObject):
    """Begins with a click on `press`. said(str): what is wrong; empty when a file is looked at."""

    said = Signal(str)

    def __init__(self, desk: Desk, press: QPushButton, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._press, self._window = desk, press, window
        press.clicked.connect(self.begin)

    def begin(self) -> None:
        """Ask for a backup and look at it; the program then ends, restores and starts again."""
        chosen = self._desk.ask.open_files(self._window)
        if not chosen:
            return
        self.said.emit("")
        self._press.setEnabled(False)
        look, file = self._desk.store.backups.look_at, chosen[0]
        self._desk.tasks.run(lambda: (file, look(file)), self._looked, self._not_readable)

    def _looked(self, found: tuple[Path, Any]) -> None:
        self._press.setEnabled(True)
        file, facts = found
        now = self._desk.store.incidents.count()
        text = (
            f"{file.name}：最后写入 {facts.last_write}，事件 {facts.incidents} 件；"
            f"现在有 {now} 件。\n恢复后，备份以后登记的内容不再显示，现有数据另存一份，"
            "程序会退出、核对、恢复，再自动打开。"
        )
        if self._desk.ask.confirm(self._window, "从备份恢复", text, "恢复"):
            self._desk.events.restore_requested.emit(file)

    def _not_readable(self, problem: Exception) -> None:
        self._press.setEnabled(True)
        if not isinstance(problem, UserError):
            raise problem
        self.said.emit(str(problem))
