"""The three outcomes of a call attempt as small buttons and as the keys 1, 2 and 3."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from hallduty.domain.incidents import Outcome
from hallduty.ui import keys, theme
from hallduty.ui.widgets import FlowLayout, KeyButton, button

OUTCOMES = (Outcome.REACHED, Outcome.MISSED, Outcome.BUSY)
TONES = {Outcome.REACHED: "green", Outcome.MISSED: "blue", Outcome.BUSY: "amber"}


def outcome_of(event: QKeyEvent) -> Outcome | None:
    """Return the outcome that a key stands for, or None."""
    place = keys.OUTCOMES.place(event)
    return OUTCOMES[place] if place >= 0 else None


class CallButtons(QWidget):
    """通 1 · 未接 2 · 占线 3; chosen(Outcome): one of them was pressed."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons: dict[Outcome, KeyButton] = {}
        layout = FlowLayout(self, theme.px(6))
        for number, outcome in enumerate(OUTCOMES, start=1):
            press = button(outcome.label, key=str(number), small=True)
            press.setProperty("outcome", outcome.value)
            press.clicked.connect(self._pressed)
            self._buttons[outcome] = press
            layout.addWidget(press)

    def of(self, outcome: Outcome) -> KeyButton:
        """Return the button of an outcome."""
        return self._buttons[outcome]

    def offers(self, outcome: Outcome) -> bool:
        """Tell whether that outcome can be chosen now."""
        return not self._buttons[outcome].isHidden()

    def set_by_phone(self, by_phone: bool) -> None:
        """Only calls can be missed or busy; anything else has simply been sent."""
        self._buttons[Outcome.REACHED].setText(Outcome.REACHED.label if by_phone else "已报")
        for outcome in (Outcome.MISSED, Outcome.BUSY):
            self._buttons[outcome].setVisible(by_phone)

    def _pressed(self) -> None:
        self.chosen.emit(Outcome(self.sender().property("outcome")))
