"""The grid of tiles of one hall, by mouse and by keyboard."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from hallduty.domain.hall_grid import ACROSS, Cell, PartKey
from hallduty.ui import theme
from hallduty.ui.hall.looks import Look
from hallduty.ui.hall.tile import Tile

_GAP = 8


class HallGrid(QWidget):
    """Tiles in their cells; those that stay keep the keyboard.

    pressed_on(Look): a tile was marked. moved(PartKey, Cell): a tile is to stand there.
    menu_asked(Look, QPoint): its menu is wanted.
    """

    pressed_on = Signal(object)
    moved = Signal(object, object)
    menu_asked = Signal(object, object)

    def __init__(self, parent: QWidget | None = None, *, large: bool = False) -> None:
        super().__init__(parent)
        self._large = large
        self._moving = False
        self._cells: dict[Cell, Tile] = {}
        self._blanks: list[QFrame] = []
        self.tiles: dict[PartKey, Tile] = {}
        self._layout = QGridLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(theme.px(_GAP))
        self._shape = (0, 0)

    def show_looks(self, looks: Sequence[Look], *, moving: bool = False) -> None:
        """Show the tiles; while `moving` there is a free row and column around them."""
        self._moving = moving
        wanted = {look.key: look for look in looks}
        held = next((cell for cell, tile in self._cells.items() if tile.hasFocus()), None)
        for key in [key for key in self.tiles if key not in wanted]:
            gone = self.tiles.pop(key)
            self._layout.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        self._cells = {}
        for look in looks:
            tile = self.tiles.get(look.key) or self._add(look.key)
            tile.set_movable(moving)
            tile.show_look(look)
            self._layout.addWidget(tile, *look.cell)
            self._cells[look.cell] = tile
        if held in self._cells and not any(tile.hasFocus() for tile in self.tiles.values()):
            # A device just entered has a new tile in the place of the old one.
            self._cells[held].setFocus(Qt.FocusReason.OtherFocusReason)
        self._order(looks)
        self._stretch(looks, moving)

    def tile_of(self, key: PartKey) -> Tile | None:
        """Return the tile of a window or device."""
        return self.tiles.get(key)

    def _add(self, key: PartKey) -> Tile:
        tile = Tile(self, large=self._large)
        tile.pressed_on.connect(self._pressed)
        tile.stepped.connect(self._stepped)
        tile.dropped.connect(self._dropped)
        tile.menu_asked.connect(self._menu)
        self.tiles[key] = tile
        tile.show()
        return tile

    def _order(self, looks: Sequence[Look]) -> None:
        """Let Tab follow the picture row by row."""
        tiles = [self.tiles[look.key] for look in looks]
        for before, after in pairwise(tiles):
            QWidget.setTabOrder(before, after)

    def _stretch(self, looks: Sequence[Look], moving: bool) -> None:
        rows = max((look.cell[0] for look in looks), default=-1) + 1
        columns = max([ACROSS, *(look.cell[1] + 1 for look in looks)])
        shape = (rows + moving, columns + moving)
        for place in range(max(shape[1], self._shape[1])):
            self._layout.setColumnStretch(place, 1 if place < shape[1] else 0)
        self._shape = shape
        self._show_blanks()

    def _show_blanks(self) -> None:
        """Draw the free cells while tiles are moved."""
        free = [
            (row, column)
            for row in range(self._shape[0])
            for column in range(self._shape[1])
            if self._moving and (row, column) not in self._cells
        ]
        while len(self._blanks) < len(free):
            blank = QFrame(self)
            blank.setProperty("freecell", True)
            blank.setFixedHeight(theme.px(64 if self._large else 46))
            self._blanks.append(blank)
        for blank in self._blanks:
            self._layout.removeWidget(blank)
            blank.hide()
        for blank, cell in zip(self._blanks, free, strict=False):
            self._layout.addWidget(blank, *cell)
            blank.lower()
            blank.show()

    # --- what the tiles ask for ------------------------------------------------------------------

    def _pressed(self, tile: Tile) -> None:
        if not self._moving and tile.look is not None:
            self.pressed_on.emit(tile.look)

    def _menu(self, tile: Tile, place: QPoint) -> None:
        if not self._moving and tile.look is not None:
            self.menu_asked.emit(tile.look, place)

    def _stepped(self, tile: Tile, rows: int, columns: int) -> None:
        if tile.look is None:
            return
        row, column = tile.look.cell
        if self._moving:
            self.moved.emit(tile.look.key, (row + rows, column + columns))
            return
        # Over gaps to the next tile in that direction.
        while 0 <= row < self._shape[0] and 0 <= column < self._shape[1]:
            row, column = row + rows, column + columns
            if (row, column) in self._cells:
                self._cells[row, column].setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def _dropped(self, tile: Tile, place: QPoint) -> None:
        if tile.look is None:
            return
        cell = self._cell_at(place)
        if cell == tile.look.cell:
            self._layout.invalidate()
            self._layout.activate()
        else:
            self.moved.emit(tile.look.key, cell)

    def _cell_at(self, place: QPoint) -> Cell:
        """Return the cell nearest to a point."""
        rows, columns = self._shape
        width = max(1, self.width() // max(columns, 1))
        height = max(1, self.height() // max(rows, 1))
        row = min(max(place.y() // height, 0), rows - 1)
        return row, min(max(place.x() // width, 0), columns - 1)
