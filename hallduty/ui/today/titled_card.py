"""What the cards of 今日 share: a title, something at its right, and a body that is filled anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QWidget

from hallduty.ui.widgets import card, column, heading, row

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk


class TitledCard(QFrame):
    """A card; subclasses fill `body`, and `foot` (below it) if they have anything for there."""

    def __init__(
        self, desk: Desk, title: str, aside: QWidget, parent: QWidget | None = None, *, gap: int = 8
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        frame = card()
        column(self).addWidget(frame)
        inside = column(frame, margins=(16, 12, 16, 12), gap=gap)
        top = row(gap=8)
        top.addWidget(heading(title))
        top.addStretch()
        top.addWidget(aside)
        inside.addLayout(top)
        self.body = column()
        inside.addLayout(self.body)
        self.foot = column()
        inside.addLayout(self.foot)
        inside.addStretch()

    def clear(self) -> None:
        """Take everything out of the body."""
        while (item := self.body.takeAt(0)) is not None:
            item.widget().hide()
            item.widget().deleteLater()
