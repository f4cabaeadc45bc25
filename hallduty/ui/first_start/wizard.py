"""首次设置: five short steps over the window. Enter goes on, Shift+Enter back, Esc leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QWidget

from hallduty.ui.first_start import progress
from hallduty.ui.first_start.other_steps import all_steps
from hallduty.ui.overlay import Overlay
from hallduty.ui.widgets import (
    button,
    column,
    hairline,
    heading,
    label,
    row,
    secondary,
    set_property,
)

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_SHORT = ("单位场所", "应急小组", "通讯录", "备份", "完成")


class FirstStart(Overlay):
    """The wizard. A step is saved when the user goes on or back; Esc keeps it as a draft."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window, 760)
        self._desk = desk
        self._number = 0
        layout = column(self.panel, margins=(26, 20, 26, 20), gap=12)
        layout.addLayout(self._head())
        self.title = label("", "strong")
        self.why = secondary(wrap=True)
        layout.addWidget(self.title)
        layout.addWidget(self.why)
        self.steps = all_steps(desk)
        self._stack = QStackedWidget()
        for each in self.steps:
            each.body.addStretch()
            self._stack.addWidget(each)
        layout.addWidget(self._stack, 1)
        layout.addWidget(hairline())
        layout.addLayout(self._foot())

    def begin(self) -> None:
        """Open at the step where it was left."""
        for each in self.steps:
            each.refresh()
        self.open()
        self._show(min(progress.step(self._desk), len(self.steps) - 1))

    @property
    def number(self) -> int:
        """Which step is shown, from 0."""
        return self._number

    def go_on(self) -> None:
        """Save this step and show the next; after the last, finish."""
        if not self.steps[self._number].save():
            return
        if self._number + 1 < len(self.steps):
            self._show(self._number + 1)
            return
        progress.finish(self._desk)
        self.shut()
        self._desk.events.told.emit("首次设置已完成，以后可在“设置”里修改")
        self._desk.events.page_requested.emit("today")

    def step_back(self) -> None:
        """Show the step before; what is typed here and refused stays as a draft."""
        self.steps[self._number].keep_drafts()
        self._show(max(0, self._number - 1))

    def go_back(self) -> None:
        """Leave for later; what was typed is a draft and is there again when it is resumed."""
        self.steps[self._number].keep_drafts()
        done = progress.is_done(self._desk)
        progress.put_off(self._desk, self._number)
        self.shut()
        if not done:
            self._desk.events.told.emit("首次设置可随时从今日页或“设置 · 开机和托盘”继续")

    def _head(self) -> QHBoxLayout:
        head = row(gap=16)
        head.addWidget(heading("首次设置"))
        head.addStretch()
        self.marks: list[QLabel] = []
        for number, word in enumerate(_SHORT, start=1):
            mark = label(f"{number} {word}", "secondary")
            self.marks.append(mark)
            head.addWidget(mark)
        return head

    def _foot(self) -> QHBoxLayout:
        foot = row(gap=8)
        self.later = button("以后再说", key="Esc")
        self.later.clicked.connect(self.go_back)
        self.back = button("上一步", key="Shift Enter")
        self.back.clicked.connect(self.step_back)
        self.on = button("下一步", "primary", "Enter")
        self.on.clicked.connect(self.go_on)
        foot.addWidget(self.later)
        foot.addStretch()
        foot.addWidget(self.back)
        foot.addWidget(self.on)
        return foot

    def _show(self, number: int) -> None:
        self._number = number
        if not progress.is_done(self._desk):
            progress.came_to(self._desk, number)
        step = self.steps[number]
        step.refresh()
        self.title.setText(f"第 {number + 1} 步，共 {len(self.steps)} 步　{step.title}")
        self.why.setText(step.why)
        for place, mark in enumerate(self.marks):
            set_property(mark, "role", "strong" if place == number else "secondary")
        self.back.setEnabled(number > 0)
        self.on.setText("完成" if number + 1 == len(self.steps) else "下一步")
        self._stack.setCurrentWidget(step)
        # As high as the highest of them: the buttons stay where they are from step to step.
        highest = max(each.sizeHint().height() for each in self.steps)
        self._stack.setMinimumHeight(highest)
        self.place()
        step.first_field().setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            # Fields and buttons leave Enter alone; a button is pressed by the space bar.
            back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            if not back:
                self.go_on()
            elif self._number:
                self.step_back()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside the panel is no answer here."""
