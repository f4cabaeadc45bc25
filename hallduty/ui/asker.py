"""Questions to the user: one small class with native-feeling dialogs, replaced in tests."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox, QWidget

from hallduty.ui import theme
from hallduty.ui.widgets import button, column, field_error, label, row


class Asker:
    """Asks and answers through dialogs; every text is Chinese, every question has a way out."""

    def __init__(self) -> None:
        # The folder of the last file chosen or saved, so that the next dialog opens there.
        self.folder = ""

    def confirm(self, parent: QWidget | None, title: str, text: str, ok_text: str) -> bool:
        """Ask whether to go on; `ok_text` names the deed (“作废”), the way out is 取消."""
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
        dialog = ReasonDialog(parent, title, label, preset)
        return dialog.text() if dialog.exec() == QDialog.DialogCode.Accepted else None

    def open_files(self, parent: QWidget | None) -> list[Path]:
        """Let the user pick files; empty when none was picked."""
        names, _ = QFileDialog.getOpenFileNames(parent, "选择文件", self.folder)
        paths = [Path(name) for name in names]
        if paths:
            self.folder = str(paths[0].parent)
        return paths

    def save_path(self, parent: QWidget | None, suggested: str, filter: str) -> Path | None:
        """Ask where to save; `suggested` is a file name; None means the user went back."""
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
        box = QMessageBox(QMessageBox.Icon.Warning, "未能完成", text, parent=parent)
        box.addButton("知道了", QMessageBox.ButtonRole.AcceptRole)
        box.exec()


class ReasonDialog(QDialog):
    """One multi-line reason, required; says so beside the field instead of closing."""

    def __init__(self, parent: QWidget | None, title: str, prompt: str, preset: str) -> None:
        super().__init__(parent)
        from PySide6.QtWidgets import QPlainTextEdit

        from hallduty.domain import texts

        self._problem_in = texts.problem_in
        self._prompt = prompt.rstrip("：:")
        self.setWindowTitle(title)
        self.setMinimumWidth(theme.px(440))
        layout = column(self, margins=20, gap=8)
        layout.addWidget(label(prompt, wrap=True))
        self.edit = QPlainTextEdit(preset)
        self.edit.setTabChangesFocus(True)
        self.edit.setFixedHeight(theme.px(96))
        self.edit.setAccessibleName(self._prompt)
        self.edit.selectAll()
        layout.addWidget(self.edit)
        self.error = field_error(self.edit)
        layout.addWidget(self.error)
        buttons = row(gap=8)
        buttons.addStretch()
        self.cancel = button("取消")
        self.ok = button("确定", "primary", "Ctrl Enter")
        self.ok.setDefault(True)
        self.ok.setShortcut("Ctrl+Return")
        self.cancel.clicked.connect(self.reject)
        self.ok.clicked.connect(self._accept)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.ok)
        layout.addSpacing(theme.px(8))
        layout.addLayout(buttons)
        self.edit.setFocus()

    def text(self) -> str:
        """Return the reason as typed, without blanks at its ends."""
        return self.edit.toPlainText().strip()

    def _accept(self) -> None:
        found = self._problem_in("reason", self._prompt, self.text(), limit=500, required=True)
        self.error.say(found.message if found else "")
        if found is None:
            self.accept()
