"""The picture of one hall with what a click does: mark down, join or register, mark up again."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QWidget

from hallduty.domain.hall import Picture
from hallduty.ui.hall.choice_strip import ChoiceStrip
from hallduty.ui.hall.grid import HallGrid
from hallduty.ui.hall.looks import Look, looks
from hallduty.ui.hall.switching import Switcher
from hallduty.ui.hall.tile import Tile
from hallduty.ui.widgets import column

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk


class HallPicture(QWidget):
    """Grid and question of one hall; `large` for the page of the hall."""

    def __init__(self, desk: Desk, hall_id: int, parent: QWidget | None = None, *,
                 large: bool = False) -> None:  # fmt: skip
        super().__init__(parent)
        self._desk, self.hall_id = desk, hall_id
        self.picture = Picture()
        self.switcher = Switcher(desk, self)
        body = column(self, gap=8)
        self.grid = HallGrid(self, large=large)
        self.strip = ChoiceStrip(desk, self.switcher, self)
        body.addWidget(self.grid)
        body.addWidget(self.strip)
        self.grid.pressed_on.connect(self._pressed)
        self.grid.menu_asked.connect(self._menu)
        self.shown: list[Look] = []

    def refresh(self) -> None:
        """Ask the store again."""
        hall = self._desk.store.hall
        self.picture = hall.picture(self.hall_id)
        outages = hall.open_outages(self.hall_id)
        ids = {outage.incident_id for outage in outages if outage.incident_id}
        incidents = self._desk.store.incidents.fetch(sorted(ids)) if ids else []
        numbers = {incident.id: incident.number for incident in incidents}
        self.shown = looks(self.picture, outages, numbers)
        self.grid.show_looks(self.shown)

    def focus_first(self) -> Tile | None:
        """Put the keyboard on what is marked down first, else on the first tile; return it."""
        down = next((look for look in self.shown if look.state == "down"), None)
        wanted = down or next(iter(self.shown), None)
        tile = self.grid.tile_of(wanted.key) if wanted is not None else None
        if tile is not None:
            tile.setFocus(Qt.FocusReason.OtherFocusReason)
        return tile

    def _pressed(self, look: Look) -> None:
        self.switcher.toggle(look.part)

    def _menu(self, look: Look, place: QPoint) -> None:
        self.menu(look).popup(place)

    def menu(self, look: Look) -> QMenu:
        """Return the menu of a tile: mark it, and open, join or register its event."""
        made = QMenu(self)
        made.addAction("标为停用" if look.part.up else "标为恢复", partial(self._pressed, look))
        choice = None if look.part.up else self.switcher.choice_of(look.part)
        if choice is not None:
            made.addSeparator()
            for outage in choice.outages:
                if outage.incident_id is not None:
                    opened = self._desk.events.incident_requested
                    made.addAction("打开事件", partial(opened.emit, outage.incident_id))
            for incident in choice.incidents:
                if incident.id not in {o.incident_id for o in choice.outages}:
                    text = f"归入 {incident.number}"
                    made.addAction(text, partial(self.switcher.join, choice, incident))
            made.addAction("登记新事件…", partial(self.switcher.register, choice))
        return made
