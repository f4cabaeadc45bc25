"""The full text of a licence, to be read."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget

from hallduty.ui import theme
from hallduty.ui.widgets import button, column, row

_SIZE = (720, 560)


class LicenceDialog(QDialog):
    """Shows a text file; one that is gone says so."""

    def __init__(self, title: str, file: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        layout = column(self, margins=(16, 14, 16, 14), gap=10)
        try:
            words = file.read_text(encoding="utf-8", errors="replace")
        except OSError:
            words = f"许可文件不在了：{file}"
        self.text = QPlainTextEdit(words)
        self.text.setReadOnly(True)
        layout.addWidget(self.text, 1)
        foot = row()
        foot.addStretch()
        shut = button("关闭", "primary", "Esc")
        shut.clicked.connect(self.reject)
        foot.addWidget(shut)
        layout.addLayout(foot)
        room = self.screen().availableSize()
        width, height = (theme.px(length) for length in _SIZE)
        self.resize(min(width, room.width()), min(height, room.height() - 48))
