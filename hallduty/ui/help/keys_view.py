"""帮助 · 按键: every key of the program by what one is doing, from the list that binds them."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout

from hallduty.ui import keys, theme
from hallduty.ui.help.cards_area import CardsArea
from hallduty.ui.widgets import label


class KeysView(CardsArea):
    """A card for each group, a line for each key."""

    def build(self) -> None:
        self.setAccessibleName("按键")
        self._wanted = 0
        for group in keys.GROUPS:
            _fill(self.add(group.title, len(group.keys)), group)

    def show_group(self, page: str) -> None:
        """Bring the first group of that page into sight; those of everywhere come first."""
        found = (n for n, group in enumerate(keys.GROUPS) if page in group.page.split())
        self._wanted = next(found, 0)
        # Once the page has its size.
        QTimer.singleShot(0, self._go)

    def _go(self) -> None:
        self.reveal(self._wanted)


def _fill(body: QVBoxLayout, group: keys.Group) -> None:
    lines = QGridLayout()
    lines.setHorizontalSpacing(theme.px(12))
    lines.setVerticalSpacing(theme.px(6))
    lines.setColumnMinimumWidth(0, theme.px(118))
    lines.setColumnStretch(1, 1)
    top = Qt.AlignmentFlag.AlignTop
    for number, key in enumerate(group.keys):
        lines.addWidget(_cap(key), number, 0, top | Qt.AlignmentFlag.AlignLeft)
        lines.addWidget(label(key.does, wrap=True), number, 1, top)
    body.addLayout(lines)


def _cap(key: keys.Key) -> QLabel:
    made = label(key.shown(), "cap")
    made.setAccessibleName(f"{key.shown()} {key.does}")
    return made
