"""调班记录: the swaps, covers and takeovers of a month, each with who agreed and a way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QWidget

from hallduty.domain import times
from hallduty.domain.rota import ShiftChange
from hallduty.ui import theme
from hallduty.ui.roster.words import change_text
from hallduty.ui.table_models import Column, RowsModel
from hallduty.ui.tables import Table
from hallduty.ui.widgets import EmptyState, button, column, label, row

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk
    from hallduty.ui.roster.deeds import RosterDeeds
    from hallduty.ui.roster.month_head import MonthHead


class ChangesDialog(QDialog):
    """The newest first; what was undone is struck through and stays on record."""

    def __init__(
        self, desk: Desk, head: MonthHead, deeds: RosterDeeds, parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self._desk, self._head, self._deeds = desk, head, deeds
        self._names = {p.id: p for p in desk.store.contacts.people(active_only=False)}
        self.setWindowTitle("调班记录")
        self.resize(theme.px(860), theme.px(460))
        layout = column(self, margins=(20, 16, 20, 16), gap=10)
        layout.addWidget(label(f"{head.month.year}年{head.month.month}月调班记录", "heading"))
        self.model: RowsModel[ShiftChange] = RowsModel(
            self._columns(), key=lambda c: c.id, struck=lambda c: c.undone_at is not None
        )
        self.table = Table(
            desk.store.settings, "roster.changes", self.model.columns, self.model, self
        )
        self.table.setProperty("framed", True)
        self.table.setAccessibleName("调班记录")
        self.table.set_empty(EmptyState("这个月没有调班。"))
        layout.addWidget(self.table, 1)
        foot = row(gap=8)
        self.undo_button = button("撤销所选")
        self.undo_button.clicked.connect(self._undo)
        shut = button("关闭", "primary", "Esc")
        shut.clicked.connect(self.reject)
        foot.addWidget(self.undo_button)
        foot.addStretch()
        foot.addWidget(shut)
        layout.addLayout(foot)
        self.table.chosen.connect(self._chosen)
        self._refresh()
        self.table.go_to_row(0)
        self._chosen(self.table.current_record())

    def _columns(self) -> tuple[Column[ShiftChange], ...]:
        return (
            Column("kind", "类别", lambda c: c.kind.label, 6, pill=_tone),
            Column("text", "内容", lambda c: change_text(c, self._names), 20, stretch=True),
            Column("at", "登记时间", lambda c: times.stamp(c.at), 9.5),
            Column("undone", "撤销", lambda c: c.undone_by, 6),
        )

    def _refresh(self) -> None:
        found = self._desk.store.shift_changes.changes(self._head.month, self._head.last_day)
        self.model.set_rows([c for c in found if c.hall_id == self._head.hall_id])

    def _chosen(self, change: ShiftChange | None) -> None:
        self.undo_button.setEnabled(change is not None and change.undone_at is None)

    def _undo(self) -> None:
        change = self.table.current_record()
        if change is not None and change.undone_at is None and self._deeds.undo(change):
            self._refresh()
            self._chosen(self.table.current_record())


def _tone(change: ShiftChange) -> str:
    return "grey" if change.undone_at is not None else "violet"
