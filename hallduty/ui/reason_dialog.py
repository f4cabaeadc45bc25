"""The dialog that asks for a reason which the record needs: why voided, why reopened."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget

from hallduty.domain import texts
from hallduty.ui import keys, theme
from hallduty.ui.widgets import button, column, field_error, label, row


class ReasonDialog(QDialog):
    """One multi-line reason, required; says so beside the field instead of closing."""

    def __init__(self, parent: QWidget | None, title: str, prompt: str, preset: str) -> None:
        super().__init__(parent)
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
        keys.put(self.ok, keys.CONFIRM)
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
        found = texts.problem_in("reason", self._prompt, self.text(), limit=500, required=True)
        self.error.say(found.message if found else "")
        if found is None:
            self.accept()
