"""格式说明: how a calendar file is written, with the button that saves one to start from."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget

from hallduty.domain.calendar_sample import FORMAT_HELP
from hallduty.ui import keys, theme
from hallduty.ui.widgets import button, column, heading, row


class FormatDialog(QDialog):
    """Shows the format. sample_wanted(): a file to start from is to be saved."""

    sample_wanted = Signal()

    def __init__(self, year: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("日历文件的格式")
        layout = column(self, margins=20, gap=10)
        layout.addWidget(heading("日历文件的格式"))
        self.text = QPlainTextEdit(FORMAT_HELP)
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName("格式说明")
        font = QFont(self.font())
        font.setPixelSize(theme.px(13))
        self.text.setFont(font)
        layout.addWidget(self.text, 1)
        foot = row(gap=8)
        self.sample = button(f"保存{year}年样例文件", key="Ctrl S")
        keys.put(self.sample, keys.KEEP_LIST)
        self.sample.setAutoDefault(False)
        self.sample.clicked.connect(self.sample_wanted)
        self.close_button = button("关闭", key="Esc")
        self.close_button.clicked.connect(self.reject)
        foot.addWidget(self.sample)
        foot.addStretch()
        foot.addWidget(self.close_button)
        layout.addLayout(foot)
        room = parent.window().size() if parent is not None else self.screen().availableSize()
        self.resize(min(theme.px(760), room.width() - 40), min(theme.px(600), room.height() - 40))
