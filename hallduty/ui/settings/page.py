"""The page 设置: cards in two columns, or in one where there is no room for two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from hallduty.ui import theme
from hallduty.ui.settings.backup import BackupSection
from hallduty.ui.settings.bureau import BureauSection
from hallduty.ui.settings.data import DataSection, FormsSection
from hallduty.ui.settings.duty import DutySection
from hallduty.ui.settings.fonts import FontsSection
from hallduty.ui.settings.footage import FootageSection
from hallduty.ui.settings.hall_side import HallSideSection
from hallduty.ui.settings.halls import HallsSection
from hallduty.ui.settings.limits import LimitsSection
from hallduty.ui.settings.look import LookSection
from hallduty.ui.settings.manners import MannersSection
from hallduty.ui.settings.messages import MessagesSection
from hallduty.ui.settings.notices import NoticesSection
from hallduty.ui.settings.privacy import PrivacySection
from hallduty.ui.settings.reminders import RemindersSection
from hallduty.ui.settings.voices import VoicesSection
from hallduty.ui.widgets import column, label, row, secondary

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk
    from hallduty.ui.settings.section import Section

# Narrower than this (at 14 px text), two columns would squeeze their fields.
_TWO_COLUMNS = 860


class SettingsPage(QWidget):
    """Everything a bureau chooses for itself; each field saves itself when it is left."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bureau, self.halls = BureauSection(desk), HallsSection(desk)
        self.duty, self.voices = DutySection(desk), VoicesSection(desk)
        self.hall_side = HallSideSection(desk)
        self.limits, self.look = LimitsSection(desk), LookSection(desk)
        self.reminders = RemindersSection(desk)
        self.fonts, self.privacy = FontsSection(desk), PrivacySection(desk)
        self.footage = FootageSection(desk)
        self.notices = NoticesSection(desk)
        self.messages = MessagesSection(desk)
        self.backup, self.manners = BackupSection(desk), MannersSection(desk)
        self.data, self.forms = DataSection(desk), FormsSection(desk)
        layout = column(self, margins=(0, 0, 0, 4), gap=8)
        top = row(gap=10)
        top.addWidget(label("设置", "title"))
        top.addWidget(secondary("改动后自动保存"))
        top.addStretch()
        layout.addLayout(top)
        self._scroller = QScrollArea()
        self._scroller.setWidgetResizable(True)
        self._scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        self._across = row(inside, margins=(0, 0, 4, 8), gap=12)
        self._left, self._right = column(gap=12), column(gap=12)
        self._across.addLayout(self._left, 1)
        self._across.addLayout(self._right, 1)
        self._scroller.setWidget(inside)
        layout.addWidget(self._scroller, 1)
        self._columns = 0
        self._arrange(2)
        self.setFocusProxy(self.bureau.bureau)

    def show_record(self, wanted: str) -> None:
        """Bring one section into sight and give it the keys: backup."""
        if wanted == "backup":
            self.backup.now.setFocus()
            QTimer.singleShot(0, self._show_backup)

    def _show_backup(self) -> None:
        """Once the page has its size."""
        self._scroller.ensureWidgetVisible(self.backup, 0, theme.px(8))

    def _left_sections(self) -> list[Section]:
        """Return those of the left column, which together are about as high as the others."""
        return [
            *(self.bureau, self.halls, self.hall_side, self.duty),
            *(self.notices, self.messages, self.footage, self.privacy),
        ]

    def _right_sections(self) -> list[Section]:
        return [
            *(self.limits, self.reminders, self.look, self.fonts),
            *(self.voices, self.backup, self.manners, self.data, self.forms),
        ]

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for layout in (self._left, self._right):
            # An item that takeAt() leaves to Python lives on, and the card's new item then never
            # hears that the card has grown.
            for section in (*self._left_sections(), *self._right_sections()):
                layout.removeWidget(section)
            while layout.count():
                layout.takeAt(0)
        below = self._right if columns == 2 else self._left
        for section in self._left_sections():
            self._left.addWidget(section)
        for section in self._right_sections():
            below.addWidget(section)
        # More than nothing, or a card with a table would take the room that the other column has.
        self._left.addStretch(1)
        self._across.setStretch(1, 1 if columns == 2 else 0)
        self._across.setSpacing(theme.px(12) if columns == 2 else 0)
        if columns == 2:
            self._right.addStretch(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(2 if self.width() >= theme.px(_TWO_COLUMNS) else 1)
