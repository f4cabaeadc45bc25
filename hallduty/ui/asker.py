"""Questions to the user: one small class with native-feeling dialogs, replaced in tests.

The dialogs are imported when a question is asked; the start of the window asks none.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class Asker:
    """Asks and answers through dialogs; every text is Chinese, every question has a way out."""

    def __init__(self) -> None:
        # The folder of the last file chosen or saved, so that the next dialog opens there.
        self.folder = ""

    def confirm(self, parent: QWidget | None, title: str, text: str, ok_text: str) -> bool:
        """Ask whether to go on; `ok_text` names the deed (“作废”), the way out is 取消."""
        from PySide6.QtWidgets import QMessageBox

        box = QMessageBox(QMessageBox.Icon.Question, title, text, parent=parent)
        yes = box.addButton(ok_text, QMessageBox.ButtonRole.AcceptRole)
        no = box.addButton("取消", QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(no)
        box.setEscapeButton(no)
        box.exec()
        return box.clickedButton() is yes

    def reason(
        self, parent: QWidget | None, title: str, label: str, preset: str = ""
    ) -> str | None:
        """Ask for a reason that the record needs; None means the user went back."""
        from hallduty.ui.reason_dialog import ReasonDialog

        dialog = ReasonDialog(parent, title, label, preset)
        return dialog.text() if dialog.exec() == ReasonDialog.DialogCode.Accepted else None

    def open_files(self, parent: QWidget | None) -> list[Path]:
        """Let the user pick files; empty when none was picked."""
        from PySide6.QtWidgets import QFileDialog

        names, _ = QFileDialog.getOpenFileNames(parent, "选择文件", self.folder)
        paths = [Path(name) for name in names]
        if paths:
            self.folder = str(paths[0].parent)
        return paths

    def save_path(self, parent: QWidget | None, suggested: str, filter: str) -> Path | None:
        """Ask where to save; `suggested` is a file name; None means the user went back."""
        from PySide6.QtWidgets import QFileDialog

        start = str(Path(self.folder) / suggested) if self.folder else suggested
        name, _ = QFileDialog.getSaveFileName(parent, "另存为", start, filter)
        if not name:
            return None
        path = Path(name)
        if not path.suffix:
            path = path.with_suffix(Path(suggested).suffix)
        self.folder = str(path.parent)
        return path

    def problem(self, parent: QWidget | None, text: str) -> None:
        """Say what went wrong."""
        from PySide6.QtWidgets import QMessageBox

        box = QMessageBox(QMessageBox.Icon.Warning, "未能完成", text, parent=parent)
        box.addButton("知道了", QMessageBox.ButtonRole.AcceptRole)
        box.exec()
