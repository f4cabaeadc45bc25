"""The small table of the crowd desk: what doing nothing, more windows or self-service comes to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from hallduty.domain import times
from hallduty.domain.crowd import Estimate, short_wait
from hallduty.ui import theme
from hallduty.ui.widgets import ElidedLabel, label, set_property

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_TIPS = {
    "最后一位": "等候人数 × 每笔分钟 ÷ 开放窗口（所有窗口都在办理）",
    "长期平均": "照此到达下去的平均等候（M/M/c 排队公式，Erlang C）；到达快于办理时没有",
}


class EstimateTable(QWidget):
    """A row for each choice; a column that nothing is known of is not shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.px(8))
        self._grid.setVerticalSpacing(theme.px(3))
        self._grid.setColumnStretch(0, 1)
        self._cells: list[list[QLabel]] = []
        self.texts: list[list[str]] = []

    def show_estimates(self, found: Sequence[Estimate], closing: datetime | None) -> None:
        """Show the estimates; `closing` is when the hall closes today."""
        steady = any(each.load is not None for each in found)
        head = ["办法", "最后一位"]
        head += ["长期平均"] if steady else []
        head += [f"{times.clock(closing)} 还等"] if closing else []
        rows = [head]
        for each in found:
            cells = [each.label, short_wait(each.wait)]
            if steady:
                cells.append(_steady(each))
            if closing:
                cells.append(f"{each.left} 人" if each.left else "办完")
            rows.append(cells)
        self._write(rows)

    def _write(self, rows: list[list[str]]) -> None:
        self.texts = rows
        while len(self._cells) < len(rows):
            place = len(self._cells)
            role = "secondary" if place == 0 else "body"
            # The words make way for the figures where there is little room.
            line: list[QLabel] = [ElidedLabel("", role), *(label("", role) for _ in range(3))]
            for column, cell in enumerate(line):
                if column:
                    cell.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
                self._grid.addWidget(cell, place, column)
            self._cells.append(line)
        for place, line in enumerate(self._cells):
            texts = rows[place] if place < len(rows) else []
            for column, cell in enumerate(line):
                cell.setVisible(column < len(texts))
                cell.setText(texts[column] if column < len(texts) else "")
                if column:
                    cell.setAlignment(_RIGHT)
                if place == 1:
                    set_property(cell, "role", "strong")
                if place == 0 and column:
                    cell.setToolTip(_TIPS.get(cell.text(), ""))


def _steady(each: Estimate) -> str:
    if each.load is None:
        return short_wait(None)
    return "越等越久" if each.steady is None else short_wait(each.steady)
