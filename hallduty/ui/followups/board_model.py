"""The board of follow-ups as a model: all ids at once, lines in pages as they come into sight."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from PySide6.QtCore import Qt

from hallduty.domain import times
from hallduty.domain.followup_board import (
    BoardLine,
    FollowupFilter,
    Progress,
    shown_matter,
    shown_person,
)
from hallduty.ui.paged_model import PagedModel
from hallduty.ui.table_models import FAINT_ROLE, Column, Index

_PILLS = {
    Progress.WAITING: "amber",
    Progress.SENT: "blue",
    Progress.AGAIN: "red",
    Progress.DONE: "green",
}


class Source(Protocol):
    """What the board asks of the store."""

    def ids(self, wanted: FollowupFilter) -> list[int]: ...
    def lines(self, ids: Sequence[int]) -> list[BoardLine]: ...


class BoardModel(PagedModel[BoardLine]):
    """The lines of a filter; names and numbers are masked unless revealed."""

    def __init__(self, source: Source) -> None:
        super().__init__(_columns(self), source.lines)
        self._revealed: set[int] = set()

    def reveal(self, ids: Iterable[int]) -> None:
        """Show names and numbers of those follow-ups; mask them again if all were shown."""
        wanted = set(ids)
        self._revealed = self._revealed - wanted if wanted <= self._revealed else wanted
        self.repaint()

    def mask_all(self) -> None:
        """Mask every name and number again."""
        if self._revealed:
            self._revealed = set()
            self.repaint()

    def is_revealed(self, followup_id: int) -> bool:
        return followup_id in self._revealed

    def person(self, line: BoardLine) -> str:
        """Return name and number as the board shows them now."""
        each = line.followup
        shown = shown_person(each, revealed=each.id in self._revealed)
        return shown or ("" if each.is_open or each.card_number or each.window else "已按期删除")

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == FAINT_ROLE:
            line = self.record(index.row()) if index.isValid() else None
            return line is not None and not line.followup.is_open
        return super().data(index, role)


def _columns(model: BoardModel) -> tuple[Column[BoardLine], ...]:
    return (
        Column(
            "number",
            "事件",
            lambda n: n.number,
            5.4,
            badges=lambda n: (("演练", "violet"),) if n.drill else (),
        ),
        Column("kind", "种类", lambda n: n.followup.kind.label, 6),
        Column("who", "办税人", model.person, 10),
        Column("matter", "事项", lambda n: shown_matter(n.followup), 8, stretch=True),
        Column(
            "state",
            "情况",
            lambda n: n.state_text,
            7.6,
            pill=lambda n: "alert" if n.overdue and n.last is None else _PILLS[n.progress],
        ),
        Column("how", "办理", _how, 10),
        Column("added", "登记时间", lambda n: times.stamp(n.followup.added_at)[5:], 6),
    )


def _how(line: BoardLine) -> str:
    each = line.followup
    if each.settled_at is None:
        return "已恢复，请尽快办理" if line.overdue else ""
    return f"{times.stamp(each.settled_at)[5:]} {each.settled_by}：{each.how}"
