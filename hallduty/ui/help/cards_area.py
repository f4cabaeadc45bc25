"""Cards to be read, in two columns, or in one where there is no room for two; it scrolls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from hallduty.ui import theme
from hallduty.ui.widgets import card, column, heading, row

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk

# Narrower than this (at 14 px text), two columns would squeeze their lines.
_TWO_COLUMNS = 760


class CardsArea(QScrollArea):
    """Subclasses add their cards in `build`, each with how many lines it has."""

    def __init__(
        self, desk: Desk, parent: QWidget | None = None, *, in_front: bool = False
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self.in_front = in_front
        self._cards: list[tuple[QFrame, int]] = []
        self._columns = 0
        self.setWidgetResizable(True)
        # The arrows and PgDn scroll it: there is nothing else here for the keys to do.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        self._across = row(inside, margins=(0, 0, 4, 8), gap=12)
        self._sides = (column(gap=12), column(gap=12))
        for side in self._sides:
            self._across.addLayout(side, 1)
        self.setWidget(inside)
        self.build()
        self._arrange(2)

    def build(self) -> None:
        """Add the cards."""
        raise NotImplementedError

    def add(self, title: str, lines: int) -> QVBoxLayout:
        """Add a card with its title; return what is to be filled."""
        frame = card()
        body = column(frame, margins=(16, 12, 16, 14), gap=6)
        body.addWidget(heading(title))
        self._cards.append((frame, lines + 2))
        return body

    def reveal(self, number: int) -> None:
        """Bring a card to the top."""
        frame = self._cards[number][0]
        layout = self.widget().layout()
        assert layout is not None
        layout.activate()
        top = frame.mapTo(self.widget(), frame.rect().topLeft()).y()
        self.verticalScrollBar().setValue(top)

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for side in self._sides:
            for frame, _lines in self._cards:
                side.removeWidget(frame)
            while side.count():
                side.takeAt(0)
        left, right = self._sides
        half = sum(lines for _frame, lines in self._cards) / 2
        before = 0
        for frame, lines in self._cards:
            # The first half stays at the left, so that one reads down and then over.
            fits = columns == 1 or before + lines / 2 < half
            (left if fits else right).addWidget(frame)
            before += lines
        for side in self._sides:
            side.addStretch(1)
        self._across.setStretch(1, 1 if columns == 2 else 0)
        self._across.setSpacing(theme.px(12) if columns == 2 else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(2 if self.width() >= theme.px(_TWO_COLUMNS) else 1)
