"""The large picture of a hall: marked as on 今日, or arranged once by the hall's head."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from hallduty.domain.errors import UserError
from hallduty.domain.hall_grid import Cell, PartKey, Placed, arranged, cells_of, moved
from hallduty.ui.events import Topic
from hallduty.ui.hall.arrange_tools import ArrangeTools
from hallduty.ui.hall.looks import looks
from hallduty.ui.hall.picture import HallPicture
from hallduty.ui.hall.tile import Tile
from hallduty.ui.widgets import column

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk


class ArrangedPicture(QWidget):
    """A hall's picture with its tools; every move is kept at once."""

    def __init__(self, desk: Desk, hall_id: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.arranging = False
        self._placed: list[Placed] = []
        body = column(self, gap=10)
        self.tools = ArrangeTools(desk)
        self.tools.show_hall(hall_id)
        self.tools.hide()
        body.addWidget(self.tools)
        self.view = HallPicture(desk, hall_id, large=True)
        body.addWidget(self.view)
        self.view.grid.moved.connect(self._move)
        QApplication.instance().focusChanged.connect(self._focused)

    def arrange(self, on: bool) -> None:
        """Begin or end arranging; a hall without devices gets what every hall has."""
        if on:
            try:
                hall_id = self.view.hall_id
                self._desk.store.hall.enter_standard(hall_id, self._desk.stamp())
            except UserError as problem:
                self._desk.ask.problem(self, str(problem))
                return
            self.view.strip.shut()
        self.arranging = on
        self.tools.setVisible(on)
        self.refresh()
        first = next(iter(self.view.grid.tiles.values()), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Ask the store again."""
        self.view.refresh()
        if self.arranging:
            self._placed = arranged(self.view.picture)
            shown = looks(self.view.picture, (), {}, self._placed)
            self.view.grid.show_looks(shown, moving=True)

    def _move(self, key: PartKey, cell: Cell) -> None:
        """Put a tile into a cell, and keep where everything stands now."""
        placed = moved(self._placed, key, cell)
        if placed == self._placed:
            self.refresh()
            return
        hall = self._desk.store.hall
        try:
            hall.arrange(self.view.hall_id, cells_of(placed), self._desk.stamp())
        except UserError as problem:
            self._desk.ask.problem(self, str(problem))
            return
        self._desk.changed(Topic.HALL)
        self.refresh()
        tile = self.view.grid.tile_of(key)
        if tile is not None:
            tile.setFocus(Qt.FocusReason.OtherFocusReason)

    def _focused(self, _old: QWidget | None, new: QWidget | None) -> None:
        if self.arranging and isinstance(new, Tile) and self.view.grid.isAncestorOf(new):
            self.tools.choose(new.look.part if new.look else None)
