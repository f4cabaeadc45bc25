"""The row of cards under the strip: one per open incident, with its clock and what is due."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QWidget

from hallduty.ui import theme
from hallduty.ui.events import Topic
from hallduty.ui.open_incidents import OpenIncident, elapsed_text, open_incidents
from hallduty.ui.widgets import ElidedLabel, button, column, label, pill, row, set_property

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk

_HEIGHT = 76
_NARROWEST = 352


class CardRow(QScrollArea):
    """All open incidents side by side; takes no room while there is none."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setWidgetResizable(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._inside = QWidget()
        self._layout = row(self._inside, gap=12)
        self.setWidget(self._inside)
        self._cards: dict[int, IncidentCard] = {}
        self._more = button("", "flat")
        self._more.clicked.connect(self._show_list)
        self._layout.addWidget(self._more)
        desk.events.changed.connect(self._changed)
        desk.events.ticked.connect(self._ticked)
        self.refresh()

    def cards(self) -> list[IncidentCard]:
        """Return the cards from left to right."""
        return list(self._cards.values())

    def mark(self, incident_id: int | None) -> None:
        """Mark the card of the incident that the workspace shows."""
        for each, card in self._cards.items():
            card.mark(each == incident_id)

    def refresh(self) -> None:
        """Ask the store again; cards that stay keep their place and focus."""
        found, more = open_incidents(self._desk)
        now = self._desk.clock.now()
        for gone in self._cards.keys() - {each.id for each in found}:
            card = self._cards.pop(gone)
            self._layout.removeWidget(card)
            card.hide()
            card.deleteLater()
        for position, each in enumerate(found):
            known = self._cards.get(each.id)
            if known is None:
                known = IncidentCard()
                known.opened.connect(self._desk.events.incident_requested)
                known.focused.connect(self._scroll_to)
                self._cards[each.id] = known
                self._layout.insertWidget(position, known, 1)
            known.show_incident(each, now)
        self._cards = {each.id: self._cards[each.id] for each in found}
        self._more.setText(f"另有 {more} 件未办结")
        self._more.setVisible(more > 0)
        self.setVisible(bool(found))
        self._fit_height()

    def resizeEvent(self, event: QEvent) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._fit_height()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll sideways with an ordinary wheel: there is nothing to scroll up or down."""
        delta = event.angleDelta().y() or event.angleDelta().x()
        bar = self.horizontalScrollBar()
        bar.setValue(bar.value() - delta)
        event.accept()

    def _fit_height(self) -> None:
        """Leave room below the cards for the scroll bar only when it is needed."""
        needed = self._inside.minimumSizeHint().width()
        bar = theme.px(10) if needed > self.width() else 0
        self.setFixedHeight(theme.px(_HEIGHT) + bar)

    def _changed(self, topic: Topic) -> None:
        if topic in (Topic.INCIDENTS, Topic.SETTINGS):
            self.refresh()

    def _ticked(self, now: datetime) -> None:
        for card in self._cards.values():
            card.tick(now)

    def _scroll_to(self, card: QWidget) -> None:
        self.ensureWidgetVisible(card, theme.px(12), 0)

    def _show_list(self) -> None:
        self._desk.events.page_requested.emit("incidents")


class IncidentCard(QFrame):
    """One open incident. opened(id): clicked or Enter. focused(card): it has the keyboard."""

    opened = Signal(int)
    focused = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("card", True)
        self.setProperty("clickable", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setMinimumWidth(theme.px(_NARROWEST))
        self.setFixedHeight(theme.px(_HEIGHT - 2))
        self._shown: OpenIncident | None = None
        self._chip_texts: list[tuple[str, str]] = []
        layout = column(self, margins=(14, 8, 14, 8), gap=4)
        self.number = label("", "strong")
        self.name = ElidedLabel()
        self.name.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.level = pill("", "blue")
        self.clock = label("", "clock")
        self.where = ElidedLabel("", "secondary")
        top = row(gap=8)
        top.addWidget(self.number)
        top.addWidget(self.name)
        top.addWidget(self.level)
        top.addStretch(1)
        top.addWidget(self.clock)
        self._chips: QHBoxLayout = row(gap=8)
        bottom = row(gap=8)
        bottom.addWidget(self.where, 1)
        bottom.addLayout(self._chips)
        layout.addLayout(top)
        layout.addLayout(bottom)

    @property
    def incident_id(self) -> int:
        return self._shown.id if self._shown else 0

    def chip_texts(self) -> list[str]:
        """Return the words of its chips, as shown."""
        return [text for text, _ in self._chip_texts]

    def show_incident(self, shown: OpenIncident, now: datetime) -> None:
        """Show this state of the incident."""
        self._shown = shown
        incident = shown.incident
        self.number.setText(incident.number)
        self.name.setText(shown.name)
        self.level.setText(f"演练 · {shown.level}" if incident.drill else shown.level)
        colour = "violet" if incident.drill else "red" if shown.to_group else "blue"
        set_property(self.level, "pill", colour)
        self.where.setText(shown.where())
        self.setToolTip(incident.description[:300])
        self.setAccessibleName(f"事件 {incident.number} {shown.name} {shown.level}")
        self.tick(now)

    def mark(self, shown: bool) -> None:
        """Mark the card of the incident that is shown; a blue pill needs another ground there."""
        set_property(self, "current", shown)
        chips = [self._chips.itemAt(place).widget() for place in range(self._chips.count())]
        for each in (self.level, *chips):
            set_property(each, "marked", shown)

    def tick(self, now: datetime) -> None:
        """Move the clock on; chips and edge follow when something becomes due."""
        if self._shown is None:
            return
        self.clock.setText(elapsed_text(self._shown.incident, now))
        set_property(self, "tone", self._shown.tone(now))
        chips = self._shown.chips(now)
        if chips != self._chip_texts:
            self._set_chips(chips)

    def _set_chips(self, chips: list[tuple[str, str]]) -> None:
        self._chip_texts = chips
        while (item := self._chips.takeAt(0)) is not None:
            old = item.widget()
            old.hide()
            old.deleteLater()
        for text, colour in chips:
            chip = pill(text, colour)
            chip.setProperty("marked", self.property("current"))
            self._chips.addWidget(chip)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit(self.incident_id)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        # Taken, so that the release comes here and nothing behind the card is pressed.
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        inside = self.rect().contains(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and inside:
            self.opened.emit(self.incident_id)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit(self)
