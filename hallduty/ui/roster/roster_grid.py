"""值班表 as a grid: days down, posts across, the chosen cell in words beside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from hallduty.domain.roster import LEADER, Part
from hallduty.ui import theme
from hallduty.ui.drafts import DraftKeeper
from hallduty.ui.roster.cell_panel import CellPanel
from hallduty.ui.roster.grid import Cell, Line
from hallduty.ui.roster.grid_delegate import HALVES_HEIGHT, ROW_HEIGHT
from hallduty.ui.roster.grid_model import REMARK, GridModel
from hallduty.ui.roster.grid_view import GridView
from hallduty.ui.roster.month_head import EARLIEST, LATEST, MonthHead, turned
from hallduty.ui.roster.planner import Planner
from hallduty.ui.roster.roster_month import RosterMonth, roster_month
from hallduty.ui.roster.trouble_card import TroubleCard
from hallduty.ui.scrolled import vertical_scroll
from hallduty.ui.widgets import FieldError, card, column, field_error, row

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk

SIDE = 264


class RosterGrid(QWidget):
    """Shows and edits a month; the head says which.

    change_wanted(kind, cell): 换班 or 替班 of a cell. undo_wanted(change). stood_wanted(line):
    who really stood. month_wanted(day): a day of another month.
    """

    swap_wanted = Signal(object)
    cover_wanted = Signal(object)
    undo_wanted = Signal(object)
    stood_wanted = Signal(object)
    stood_as_planned = Signal(object)

    def __init__(self, desk: Desk, head: MonthHead, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._head = desk, head
        self.shown = RosterMonth([], [])
        self._placed = False
        self.model = GridModel()
        self.planner = Planner(desk, self)
        self._drafts = DraftKeeper(desk, self)
        self._build()
        self._connect()

    def _build(self) -> None:
        across = row(self, gap=12)
        frame = card()
        inside = column(frame, margins=1)
        self.grid = GridView(self.model)
        self.wrong: FieldError = field_error(self.grid.editor)
        self.wrong.setContentsMargins(theme.px(12), theme.px(4), theme.px(12), theme.px(4))
        inside.addWidget(self.grid, 1)
        inside.addWidget(self.wrong)
        across.addWidget(frame, 1)
        side = QWidget()
        down = column(side, margins=(0, 0, 2, 0), gap=12)
        self.panel, self.troubles = CellPanel(self._desk), TroubleCard()
        down.addWidget(self.panel)
        down.addWidget(self.troubles)
        down.addStretch()
        scroller = vertical_scroll()
        scroller.setFixedWidth(theme.px(SIDE))
        scroller.setWidget(side)
        across.addWidget(scroller)
        self.setFocusProxy(self.grid)

    def _connect(self) -> None:
        grid, panel = self.grid, self.panel
        grid.finish = self.finish
        grid.chosen.connect(self._show_chosen)
        grid.typed.connect(self._write_typed)
        grid.turned.connect(self.turn)
        grid.home.connect(self.go_to_today)
        grid.edge.connect(self._over_edge)
        grid.cleared.connect(self._clear)
        grid.copied.connect(self._copy)
        grid.pasted.connect(self._paste)
        grid.released.connect(self._release)
        grid.remark_wanted.connect(panel.begin_remark)
        grid.opening.connect(self._keep_draft)
        grid.editor_gone.connect(self._given_up)
        grid.editor.textEdited.connect(self._say_nothing)
        panel.released.connect(self._release)
        panel.remark_saved.connect(self._save_remark)
        panel.left.connect(self._into_grid)
        panel.swap_wanted.connect(self._swap)
        panel.cover_wanted.connect(self._cover)
        panel.undo_wanted.connect(self.undo_wanted)
        panel.stood_wanted.connect(self._stood)
        panel.stood_as_planned.connect(self._as_planned)
        self.troubles.gone_to.connect(self.go_to_cell)

    # --- showing ----------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask the store again; the cursor and what is being typed stay."""
        hall_id = self._head.hall_id
        self.planner.hall_id = hall_id
        if hall_id is None:
            return
        day, cell = self.grid.current_day(), self.grid.current_cell()
        post = cell.post if cell else REMARK
        self.shown = roster_month(self._desk, hall_id, self._head.month)
        others = self.model.set_lines(self.shown.lines, self.shown.posts)
        heights = [HALVES_HEIGHT if line.halves else ROW_HEIGHT for line in self.shown.lines]
        self.grid.fit_rows([theme.px(height) for height in heights])
        self.grid.set_people(self.shown.people, self.shown.departments)
        self.troubles.show_troubles(self.shown.troubles, self.shown.empty)
        if others and day is not None:
            self.grid.go_to(day, post)
        self._show_chosen()

    def cell_at(self, day: date, post: str) -> Cell | None:
        """Return a cell of the shown month."""
        return self.model.cell(self.model.index_of(day, post))

    def line_at(self, day: date) -> Line | None:
        """Return a day of the shown month."""
        return next((line for line in self.shown.lines if line.day.day == day), None)

    def _show_chosen(self) -> None:
        cells, day = self.grid.selected_cells(), self.grid.current_day()
        line = self.line_at(day) if day else None
        if len(cells) > 1:
            self.panel.show_many(cells)
        elif line is None:
            self.panel.show_nothing()
        else:
            self.panel.show_cell(self.grid.current_cell(), line, self.shown.people)

    def _say(self, problem: str | None) -> None:
        self.wrong.say(problem or "")

    def _say_nothing(self) -> None:
        self.wrong.say("")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous() and not self._placed:
            # Before the first picture there is no height to put the day into the middle of.
            self._placed = True
            QTimer.singleShot(0, self.grid.centre)

    # --- moving ---------------------------------------------------------------------------

    def go_to_cell(self, day: date, post: str) -> None:
        """Show the month of a day and put the cursor on one of its posts."""
        if not EARLIEST <= day.year <= LATEST or not self.finish():
            return
        if day.replace(day=1) != self._head.month:
            self._head.show_month(day)
            self.refresh()
        self.grid.go_to(day, post)
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_to(self, day: date) -> None:
        """Show a day; the post stays."""
        cell = self.grid.current_cell()
        at_remark = cell is None and self.grid.currentIndex().isValid()
        self.go_to_cell(day, cell.post if cell else REMARK if at_remark else LEADER)

    def go_to_today(self) -> None:
        """Show today."""
        self.go_to(self._desk.clock.now().date())
        self.grid.centre()

    def current_day(self) -> date | None:
        """Return the day that the cursor stands on."""
        return self.grid.current_day()

    def turn(self, months: int) -> None:
        """Go `months` on, keeping the day of the month where there is one."""
        self.go_to(turned(self.grid.current_day() or self._head.month, months))

    def _over_edge(self, days: int) -> None:
        day = self.grid.current_day()
        if day is not None:
            self.go_to(day + timedelta(days=days))

    def _into_grid(self) -> None:
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- writing --------------------------------------------------------------------------

    def _write_typed(self) -> None:
        """Write what stands in the cell's editor and go on to the next cell."""
        edited = self.grid.edited
        written = self._write_cells()
        if edited is not None and written:
            self._step(edited, written)

    def _keep_draft(self, cell: Cell) -> None:
        """Keep what is typed into a cell from now on; put back what was never written."""
        hall = self._head.hall_id
        key = f"shift:{cell.day:%Y%m%d}:{hall}:{cell.post}"
        self._drafts.watch(self.grid.editor, key, cell.text)

    def _given_up(self) -> None:
        """Forget what was typed: Esc, or a cell left as it was."""
        edited = self.grid.edited
        cell = self.cell_at(*edited) if edited else None
        if cell is not None:
            self.grid.editor.setText(cell.text)
            self._drafts.committed(self.grid.editor)
        self._say_nothing()

    def finish(self) -> bool:
        """Write what is being typed before something else is done; False: it cannot be."""
        edited = self.grid.edited
        if edited is None:
            return True
        cell = self.cell_at(*edited)
        if cell is not None and self.grid.editor.text() == cell.text:
            self.grid.abandon()
            return True
        return bool(self._write_cells())

    def _write_cells(self) -> int:
        """Return how many cells were written; 0 leaves the editor open and says why."""
        edited = self.grid.edited
        if edited is None:
            return 0
        entry, cells = self.grid.editor.entry(), self._meant(*edited)
        problem: str | None = entry.problem
        if not problem:
            problem = self.planner.put(cells, entry.planned)
        if problem is not None:
            self._say(problem)
            self.grid.say_wrong(problem)
            return 0
        self._say(None)
        self._drafts.committed(self.grid.editor)
        self.grid.shut_editor()
        return len(cells)

    def _meant(self, day: date, post: str) -> list[Cell]:
        """Return the cells that are written: all that are selected, if the edited one is."""
        cells = self.grid.selected_cells()
        if len(cells) > 1 and (day, post) in {(cell.day, cell.post) for cell in cells}:
            return cells
        cell = self.cell_at(day, post)
        return [cell] if cell is not None else []

    def _step(self, edited: tuple[date, str], written: int) -> None:
        (day, post), (down, across) = edited, self.grid.going
        posts = self.model.posts
        if written > 1:
            return
        if down:
            self.go_to_cell(day + timedelta(days=down), post)
        else:
            place = posts.index(post) + across
            self.go_to_cell(day, posts[max(0, min(place, len(posts) - 1))])

    def _clear(self) -> None:
        self._say(self.planner.clear(self.grid.selected_cells()))

    def _copy(self) -> None:
        self.planner.copy(self.grid.selected_cells(), self.model.posts)

    def _paste(self) -> None:
        cells = self.grid.selected_cells()
        self._say(self.planner.paste(cells, self.cell_at, self.model.posts))

    def _release(self) -> None:
        self._say(self.planner.release(self.grid.selected_cells()))

    def _save_remark(self, text: str) -> None:
        day = self.grid.current_day()
        if day is not None:
            self.panel.remark_written(self.planner.remark(day, self._remark_part(day), text))

    def _remark_part(self, day: date) -> Part:
        """Return the part whose row holds the day's remark: the first that is planned."""
        line = self.line_at(day)
        parts = {part for cell in line.cells.values() for part in cell.planned} if line else set()
        return next((part for part in Part if part in parts), Part.DAY)

    # --- what needs a dialog ------------------------------------------------------------------

    def _swap(self) -> None:
        self.swap_wanted.emit(self.grid.current_cell())

    def _cover(self) -> None:
        self.cover_wanted.emit(self.grid.current_cell())

    def _stood(self) -> None:
        self.stood_wanted.emit(self._current_line())

    def _as_planned(self) -> None:
        self.stood_as_planned.emit(self._current_line())

    def _current_line(self) -> Line | None:
        day = self.grid.current_day()
        return self.line_at(day) if day else None

    def selected_days(self) -> Sequence[date]:
        """Return the days of the selected cells."""
        return sorted({cell.day for cell in self.grid.selected_cells()})
