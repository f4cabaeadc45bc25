"""The card that names the coming working days which nobody leads."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from hallduty.domain import times
from hallduty.ui.roster.month import Day
from hallduty.ui.widgets import button, column, label, secondary, set_property

_SHOWN = 8


class GapCard(QFrame):
    """Names the coming working days that nobody leads. gone_to(day): show that day."""

    gone_to = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        inside = column(self, margins=(16, 12, 16, 12), gap=4)
        self.title = label("", "strong", wrap=True)
        inside.addWidget(self.title)
        self._lines = column(gap=2)
        inside.addLayout(self._lines)

    def show_gaps(self, gaps: Sequence[Day], within: int) -> None:
        """Show the near gaps of the coming `within` days."""
        set_property(self, "tone", "danger" if gaps else "ok")
        self.title.setText(
            f"今后 {within} 天有 {len(gaps)} 天缺值班领导" if gaps else f"今后 {within} 天都已排好"
        )
        while (item := self._lines.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for gap in gaps[:_SHOWN]:
            day = gap.day
            text = f"{day.month}月{day.day}日 {times.weekday_cn(day)}　{gap.gap}"
            link = button(text, "link")
            link.setProperty("day", day)
            link.clicked.connect(self._go)
            self._lines.addWidget(link)
        if len(gaps) > _SHOWN:
            self._lines.addWidget(secondary(f"另有 {len(gaps) - _SHOWN} 天"))

    def _go(self) -> None:
        self.gone_to.emit(self.sender().property("day"))
