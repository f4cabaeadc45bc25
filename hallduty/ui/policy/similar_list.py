"""Earlier questions that resemble what is typed, with their answers; F3 takes one over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QWidget

from hallduty.domain import texts
from hallduty.domain.policy import PolicyCase, Similar
from hallduty.ui.policy.columns import KIND_PILLS
from hallduty.ui.scrolled import vertical_scroll
from hallduty.ui.widgets import (
    column,
    heading,
    label,
    pill,
    row,
    secondary,
    set_property,
)

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk

_SHOWN = 5
_LONGEST = 160


class SimilarList(QFrame):
    """Looks for them while somebody types. taken(PolicyCase): its answer is wanted."""

    taken = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self._desk = desk
        self._typed = ""
        self.rows: list[_Row] = []
        self.place = 0
        body = column(self, margins=(16, 12, 16, 8), gap=6)
        head = row(gap=8)
        head.addWidget(heading("相近的问题"))
        head.addWidget(secondary("↑↓ 选择，F3 采用答复"), 1)
        body.addLayout(head)
        self.empty = label("", "muted", wrap=True)
        body.addWidget(self.empty)
        scroll = vertical_scroll()
        inside = QWidget()
        self._list = column(inside, gap=2)
        self._list.addStretch(1)
        scroll.setWidget(inside)
        body.addWidget(scroll, 1)
        self._scroll = scroll
        self.look_for("")

    def look_for(self, typed: str) -> None:
        """Show what resembles the typed text."""
        if typed == self._typed and typed:
            return
        self._typed = typed
        found = self._desk.store.policy.similar(typed, _SHOWN) if len(typed) > 1 else []
        self._show(found)
        self.empty.setText(
            "没有相近的问题，登记后可供以后参考。"
            if typed
            else "输入问题时，这里列出以前相近的问题和答复。"
        )
        self.empty.setVisible(not found)

    def forget(self) -> None:
        """Look anew at the next text, even if it is the same one."""
        self._typed = ""

    def move(self, step: int) -> None:
        """Choose the one above or below."""
        if self.rows:
            self.place = max(0, min(len(self.rows) - 1, self.place + step))
            self._mark()

    @property
    def current(self) -> PolicyCase | None:
        """The chosen one, or None."""
        return self.rows[self.place].case if self.rows else None

    def take(self) -> None:
        """Hand the chosen one's answer over, if it has one."""
        case = self.current
        if case is None:
            return
        if not case.question.answer:
            self._desk.events.told.emit(f"{case.question.number} 还没有答复，不能采用")
            return
        self.taken.emit(case)

    def _show(self, found: Sequence[Similar]) -> None:
        for old in self.rows:
            self._list.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.rows = []
        for number, each in enumerate(found):
            line = _Row(each.case, self)
            line.clicked.connect(self._clicked)
            self._list.insertWidget(number, line)
            self.rows.append(line)
        self.place = 0
        self._mark()

    def _mark(self) -> None:
        for number, line in enumerate(self.rows):
            set_property(line, "current", number == self.place)
        if self.rows:
            self._scroll.ensureWidgetVisible(self.rows[self.place])

    def _clicked(self, line: _Row) -> None:
        self.place = self.rows.index(line)
        self._mark()
        self.take()


class _Row(QFrame):
    """One earlier question; clicked(self)."""

    clicked = Signal(object)

    def __init__(self, case: PolicyCase, parent: QWidget) -> None:
        super().__init__(parent)
        self.case = case
        self.setObjectName("similar")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        body = column(self, margins=(8, 6, 8, 6), gap=3)
        head = row(gap=6)
        asked = case.question
        head.addWidget(secondary(f"{asked.number}　{asked.asked_at:%Y-%m-%d}　{asked.topic}"), 1)
        head.addWidget(pill(asked.kind.label, KIND_PILLS[asked.kind]))
        body.addLayout(head)
        body.addWidget(label(_short(asked.question), "strong", wrap=True))
        self.answer = label(_short(asked.answer) or f"（{case.state.label}）", wrap=True)
        body.addWidget(self.answer)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.clicked.emit(self)
        super().mousePressEvent(event)


def _short(text: str) -> str:
    line = texts.one_line(text)
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"
