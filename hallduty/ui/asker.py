"""Questions to the user: one small class with native-feeling dialogs, replaced in tests.

The dialogs are imported when a question is asked; the start of the window asks none.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from hallduty.domain.imports import Finding


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

        names, _ = QFileDialog.getOpenFileNames(parent, "选择文件", self._start())
        paths = [Path(name) for name in names]
        if paths:
            self.folder = str(paths[0].parent)
        return paths

    def save_path(self, parent: QWidget | None, suggested: str, filter: str) -> Path | None:
        """Ask where to save; `suggested` is a file name; None means the user went back."""
        from PySide6.QtWidgets import QFileDialog

        start = str(Path(self._start()) / suggested)
        name, _ = QFileDialog.getSaveFileName(parent, "另存为", start, filter)
        if not name:
            return None
        path = Path(name)
        if not path.suffix:
            path = path.with_suffix(Path(suggested).suffix)
        self.folder = str(path.parent)
        return path

    def _start(self) -> str:
        """Where a dialog opens: where the last file was, else among the user's documents.

        Never wherever the program was started from, which is its own folder.
        """
        from PySide6.QtCore import QStandardPaths

        if self.folder and Path(self.folder).is_dir():
            return self.folder
        return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)

    def problem(self, parent: QWidget | None, text: str) -> None:
        """Say what went wrong."""
        from PySide6.QtWidgets import QMessageBox

        box = QMessageBox(QMessageBox.Icon.Warning, "未能完成", text, parent=parent)
        box.addButton("知道了", QMessageBox.ButtonRole.AcceptRole)
        box.exec()

    def notice(self, parent: QWidget | None, title: str, text: str) -> None:
        """Say something that has only to be known."""
        from PySide6.QtWidgets import QMessageBox

        box = QMessageBox(QMessageBox.Icon.Information, title, text, parent=parent)
        box.addButton("知道了", QMessageBox.ButtonRole.AcceptRole)
        box.exec()

    def open_folder(self, parent: QWidget | None, title: str, start: str = "") -> Path | None:
        """Let the user pick a folder; None means the user went back."""
        from PySide6.QtWidgets import QFileDialog

        name = QFileDialog.getExistingDirectory(parent, title, start or self._start())
        return Path(name) if name else None

    def import_check(
        self,
        parent: QWidget | None,
        title: str,
        summary: str,
        findings: Sequence[Finding],
        ready: int,
    ) -> str | None:
        """Show what an import would do; return “all”, “skip” (the faulty rows), or None.

        `ready` is how many rows can be taken; nothing is written before the answer.
        """
        from hallduty.ui.import_dialog import ImportDialog

        dialog = ImportDialog(parent, title, summary, findings, ready, self._keep_list)
        if dialog.exec() != ImportDialog.DialogCode.Accepted:
            return None
        return "skip" if dialog.skip_faulty else "all"

    def to_print(
        self, parent: QWidget | None, lines: Sequence[tuple[str, str]]
    ) -> list[int] | None:
        """Ask which sheets (what, why) to print before the program ends.

        Returns the places of those ticked, empty to leave without, None to go back.
        """
        from hallduty.ui.leaving_dialog import LeavingDialog

        dialog = LeavingDialog(parent, lines)
        dialog.exec()
        return dialog.chosen

    def _keep_list(self, parent: QWidget, text: str) -> str:
        """Save a list of findings where the user says; return what came of it."""
        path = self.save_path(parent, "导入检查清单.txt", "文本文件 (*.txt)")
        if path is None:
            return ""
        try:
            # With the mark by which the editor of an old Windows knows UTF-8.
            path.write_text(text, encoding="utf-8-sig")
        except OSError as error:
            return f"未能写入 {path}：{error.strerror or error}"
        return f"清单已保存：{path}"
