"""Marks in the editor what a notice still leaves open: 【预计恢复时间】 on amber, 待填写."""

from __future__ import annotations

import re

from PySide6.QtGui import QColor, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from hallduty.ui import theme

_MARK = re.compile(r"【[^【】\n]*】|[【】]")


class GapMark(QSyntaxHighlighter):
    """Colours every placeholder and every bracket without a partner."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._look = QTextCharFormat()

    def highlightBlock(self, text: str) -> None:
        colours = theme.colours()
        self._look.setBackground(QColor(colours.amber_tint))
        self._look.setForeground(QColor(colours.amber))
        for match in _MARK.finditer(text):
            # Qt counts in UTF-16, in which a character beyond the BMP takes two.
            start = _units(text[: match.start()])
            self.setFormat(start, _units(match[0]), self._look)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
