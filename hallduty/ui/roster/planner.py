"""What is written from the roster grid: cells set, cleared, copied, pasted, freed; remarks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from hallduty.domain.errors import UserError
from hallduty.domain.roster import LEADER, Part
from hallduty.ui.events import Topic
from hallduty.ui.roster.grid import Cell
from hallduty.ui.roster.names import Planned

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk

# One post of one part of a day, and who holds it from now on.
Setting = tuple[date, Part, str, tuple[int, ...]]


class Planner:
    """Writes cells of one hall; asks before several cells that hold others are overwritten."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        self._desk = desk
        self._window = window
        self._copied: dict[tuple[int, int], Planned] = {}
        self.hall_id: int | None = None

    def put(self, cells: Sequence[Cell], planned: Planned) -> str | None:
        """Plan the same people for all of `cells`.

        Returns None when written, else why not; an empty text when the user thought better.
        """
        if not planned:
            return self.clear(cells)
        for cell in cells:
            if cell.post == LEADER and any(len(ids) > 1 for ids in planned.values()):
                return "值班领导每天（每半天）只能排一人；上、下午不同的，写成“张三/李四”"
        others = [cell for cell in cells if cell.text and dict(cell.planned) != dict(planned)]
        if len(cells) > 1 and others:
            text = f"选中的 {len(cells)} 格里，有 {len(others)} 格已排有别人。是否都改？"
            if not self._desk.ask.confirm(self._window, "排班", text, "都改"):
                return ""
        return self._write([each for cell in cells for each in _settings(cell, planned)])

    def clear(self, cells: Sequence[Cell]) -> str | None:
        """Take everybody off `cells`; they are free for a fill again."""
        held = [cell for cell in cells if cell.planned]
        if len(held) > 1:
            text = f"清空选中的 {len(held)} 格？"
            if not self._desk.ask.confirm(self._window, "排班", text, "清空"):
                return ""
        if not held:
            return None
        problem = self._write([each for cell in held for each in _settings(cell, {})], False)
        if problem is None:
            self._desk.events.told.emit(f"已清空 {len(held)} 格")
        return problem

    def copy(self, cells: Sequence[Cell], posts: Sequence[str]) -> None:
        """Remember what `cells` hold, by their place from the first of them."""
        self._copied = {}
        if cells:
            top = cells[0].day
            left = min(posts.index(cell.post) for cell in cells)
            for cell in cells:
                place = ((cell.day - top).days, posts.index(cell.post) - left)
                self._copied[place] = cell.planned
        self._desk.events.told.emit(f"已复制 {len(cells)} 格，移到别处按 Ctrl+V 粘贴")

    def paste(
        self,
        cells: Sequence[Cell],
        all_cells: Callable[[date, str], Cell | None],
        posts: Sequence[str],
    ) -> str | None:
        """Put what was copied at the first of `cells`; one copied cell fills all of them."""
        if not self._copied or not cells:
            return "请先在已排好的格子上按 Ctrl+C 复制"
        if len(self._copied) == 1:
            (planned,) = self._copied.values()
            return self.put(cells, planned)
        top, left = cells[0].day, min(posts.index(cell.post) for cell in cells)
        settings: list[Setting] = []
        for (down, across), planned in self._copied.items():
            if left + across < len(posts):
                day = date.fromordinal(top.toordinal() + down)
                cell = all_cells(day, posts[left + across])
                if cell is not None:
                    settings += _settings(cell, planned)
        return self._write(settings)

    def release(self, cells: Sequence[Cell]) -> str | None:
        """Let a fill decide `cells` again; who is planned stays until then."""
        held = [cell for cell in cells if cell.by_hand]
        hall_id, stamp = self.hall_id, self._desk.stamp()
        if not held or hall_id is None:
            return "选中的格子没有手工排定的"

        wanted = [(cell.day, part, cell.post) for cell in held for part in cell.planned]
        problem = self._attempt(
            lambda: self._desk.store.roster.release_cells(wanted, hall_id, stamp)
        )
        if problem is None:
            self._desk.events.told.emit(f"{len(held)} 格已取消手工排定，自动排班时可改动")
        return problem

    def remark(self, day: date, part: Part, text: str) -> str | None:
        """Write the remark of a day."""
        hall_id, stamp = self.hall_id, self._desk.stamp()
        if hall_id is None:
            return None
        return self._attempt(
            lambda: self._desk.store.roster.set_remark(day, part, hall_id, text, stamp)
        )

    def _write(self, settings: Sequence[Setting], by_hand: bool = True) -> str | None:
        hall_id, stamp = self.hall_id, self._desk.stamp()
        if hall_id is None or not settings:
            return None
        return self._attempt(
            lambda: self._desk.store.roster.set_posts(settings, hall_id, stamp, by_hand)
        )

    def _attempt(self, work: Callable[[], object]) -> str | None:
        try:
            work()
        except UserError as problem:
            return str(problem)
        self._desk.changed(Topic.ROSTER)
        return None


def _settings(cell: Cell, planned: Planned) -> list[Setting]:
    """Return what makes a cell hold exactly `planned`: who goes, then who comes."""
    gone = [part for part in cell.planned if part not in planned]
    return [(cell.day, part, cell.post, ()) for part in gone] + [
        (cell.day, part, cell.post, tuple(ids)) for part, ids in planned.items()
    ]
