"""The small strip under the picture that asks which event an outage belongs to; nothing waits."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QWidget

from hallduty.domain import times
from hallduty.domain.incidents import Incident
from hallduty.ui import theme
from hallduty.ui.hall.switching import Choice, Switcher
from hallduty.ui.widgets import FlowLayout, KeyButton, button, column, label

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk

_MOST = 4


class ChoiceStrip(QFrame):
    """Offers the open events that fit, a new one, or none; Esc means none."""

    def __init__(self, desk: Desk, switcher: Switcher, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._switcher = desk, switcher
        self.choice: Choice | None = None
        self.setProperty("banner", True)
        self.setProperty("tone", "warn")
        body = column(self, margins=(12, 8, 12, 10), gap=6)
        self.words = label(wrap=True)
        body.addWidget(self.words)
        self._box = QWidget()
        policy = self._box.sizePolicy()
        policy.setHeightForWidth(True)
        self._box.setSizePolicy(policy)
        self._flow = FlowLayout(self._box, theme.px(8))
        body.addWidget(self._box)
        self.buttons: list[KeyButton] = []
        switcher.asked.connect(self.ask)
        switcher.answered.connect(self.shut)
        self.hide()

    def ask(self, choice: Choice) -> None:
        """Show what can be chosen; the first choice has the keyboard."""
        self.choice = choice
        several = "归入哪一个事件？" if choice.incidents else "还没有登记事件。"
        self.words.setText(f"{choice.name}已停用，{several}")
        for old in self.buttons:
            self._flow.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.buttons = []
        for incident in choice.incidents[:_MOST]:
            self._offer(self._named(incident), partial(self._join, incident))
        self._offer("登记新事件" if choice.incidents else "登记事件", self._register)
        self._offer("只停用，不登记", self.shut)
        self.show()
        if choice.incidents:
            self.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def shut(self) -> None:
        """Take the question away; what is down stays down."""
        self.choice = None
        self.hide()

    def _named(self, incident: Incident) -> str:
        drill = "演练 " if incident.drill else ""
        place = f" {incident.place[:10]}" if incident.place else ""
        return f"{drill}{incident.number} {times.clock(incident.occurred_at)}{place}"

    def _offer(self, text: str, slot: object) -> None:
        made = button(text, small=True)
        made.setParent(self._box)
        made.clicked.connect(slot)
        self._flow.addWidget(made)
        made.show()
        self.buttons.append(made)

    def _join(self, incident: Incident, *_: object) -> None:
        if self.choice is not None:
            self._switcher.join(self.choice, incident)

    def _register(self) -> None:
        if self.choice is not None:
            self._switcher.register(self.choice)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focused = self.focusWidget()
        if event.key() == Qt.Key.Key_Escape:
            self.shut()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and focused in self.buttons:
            self.buttons[self.buttons.index(focused)].click()  # type: ignore[arg-type]
        else:
            super().keyPressEvent(event)
