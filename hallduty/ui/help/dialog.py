"""帮助 in front of a sheet or a dialog: nothing that is being done there is touched by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from hallduty.ui import theme
from hallduty.ui.help.page import HelpPage
from hallduty.ui.widgets import column

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk

# A dialog with keys of its own says by this property which group of the list they are.
TOPIC = "help"
_SIZE = (1000, 640)
# The frame and title of a window, which its size does not count.
_FRAME = 48


class HelpDialog(QDialog):
    """The page 帮助 as a window of its own; Esc leads back to what is behind it."""

    def __init__(self, desk: Desk, front: QWidget) -> None:
        super().__init__(front)
        self.setWindowTitle("帮助")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        layout = column(self, margins=(16, 12, 16, 12))
        self.page = HelpPage(desk, self, in_front=True)
        layout.addWidget(self.page)
        room = self.screen().availableSize()
        width, height = (theme.px(length) for length in _SIZE)
        self.resize(min(width, room.width()), min(height, room.height() - _FRAME))

    @classmethod
    def begin(cls, desk: Desk, front: QWidget, topic: str) -> None:
        """Open it in front of `front`, at the keys of that sheet or dialog."""
        if isinstance(front, cls):
            return
        made = cls(desk, front)
        made.page.show_record(topic or front.property(TOPIC) or "dialog")
        made.open()
