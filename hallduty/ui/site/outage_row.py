"""One outage of an incident: what, from when to when, how long; ended or corrected in place."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QWidget

from hallduty.domain import times
from hallduty.domain.site import OutageLine
from hallduty.ui.inputs import line_edit
from hallduty.ui.pair_layout import pair
from hallduty.ui.widgets import ElidedLabel, button, column, field_error, row, set_property


class OutageRow(QFrame):
    """ended(row): it is up again. amended(row, typed): other times were typed."""

    ended = Signal(object)
    amended = Signal(object, str)

    def __init__(self, line: OutageLine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = line
        self._day = line.down_at.date()
        self.setProperty("step", True)
        body = column(self, margins=(9, 6, 8, 6), gap=3)
        self.words = ElidedLabel()
        aside = QWidget()
        top = row(aside, gap=6)
        self.up = button("恢复使用", small=True)
        self.up.clicked.connect(self._ended)
        self.change = button("改时间", "link", small=True)
        self.change.clicked.connect(self.start)
        top.addWidget(self.up)
        top.addWidget(self.change)
        body.addWidget(pair(self.words, aside))
        self.edit = line_edit("停用和恢复时间", "停用 恢复，如 1520 1640")
        self.edit.returnPressed.connect(self._amended)
        self.edit.hide()
        body.addWidget(self.edit)
        self.error = field_error(self.edit)
        body.addWidget(self.error)

    def show_line(self, line: OutageLine, day: date, locked: bool) -> None:
        """Show the outage as it stands; one that goes on is red."""
        self.line, self._day = line, day
        up = _clock(line.up_at, day) if line.up_at else "未恢复"
        self.words.setText(f"{line.name}　{_clock(line.down_at, day)}—{up} · {line.minutes} 分钟")
        self.setAccessibleName(self.words.whole())
        set_property(self, "tone", "" if line.up_at or locked else "danger")
        self.up.setVisible(line.up_at is None and not locked)
        self.change.setVisible(not locked)

    def start(self) -> None:
        """Type other times over those that are known."""
        parts = [times.clock(self.line.down_at)]
        parts += [times.clock(self.line.up_at)] if self.line.up_at else []
        self.edit.setText(" ".join(parts))
        self.edit.show()
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edit.selectAll()

    def shut(self) -> None:
        """Take the line away again."""
        self.edit.hide()
        self.error.say("")

    def _ended(self) -> None:
        self.ended.emit(self)

    def _amended(self) -> None:
        self.amended.emit(self, self.edit.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self.edit.isHidden():
            self.shut()
            self.change.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)


def _clock(at: datetime, day: date) -> str:
    return times.clock(at) if at.date() == day else f"{at:%m-%d} {times.clock(at)}"
