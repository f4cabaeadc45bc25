"""A folder by its whole path, with a button that opens it; a sentence where it cannot."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from hallduty.ui.widgets import ElidedLabel, button, column, field_error

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk


class FolderRow(QWidget):
    """The path can be marked and copied; too long, it is cut in its middle."""

    def __init__(self, desk: Desk, words: str, folder: Path) -> None:
        super().__init__()
        self._desk = desk
        self._folder = folder
        layout = column(self, gap=6)
        self.path = ElidedLabel(str(folder), cut=Qt.TextElideMode.ElideMiddle)
        layout.addWidget(self.path)
        self.button = button(words, small=True)
        self.button.clicked.connect(self._open)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self.error = field_error(self.button)
        layout.addWidget(self.error)

    def _open(self) -> None:
        folder = self._folder
        if not folder.is_dir():
            self.error.say(f"还没有这个文件夹：{folder}")
        elif not self._desk.outside.show_folder(folder):
            self.error.say(f"文件夹打不开，请在资源管理器中按路径查找：{folder}")
        else:
            self.error.say("")
