"""What can be done with the selected rows: one line of buttons with their keys."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QWidget

from hallduty.domain.followup_board import BoardLine
from hallduty.domain.followups import AttemptOutcome
from hallduty.ui import theme
from hallduty.ui.flow_layout import FlowLayout
from hallduty.ui.followups.deeds import usual_words
from hallduty.ui.inputs import line_edit
from hallduty.ui.widgets import button, column, field_error, label, row


class SettleBar(QFrame):
    """settled(how), called(outcome), texted(outcome), reopened, revealed, left; opened."""

    settled = Signal(str)
    called = Signal(object)
    texted = Signal(object)
    reopened = Signal()
    revealed = Signal()
    opened = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self._count = 0
        body = column(self, margins=(12, 8, 12, 8), gap=6)
        # Either the buttons or the line that asks how: together they would take the list's room.
        self.buttons = QWidget()
        flow = FlowLayout(self.buttons, theme.px(6))
        self.words = label("", "strong")
        self.words.setMinimumWidth(theme.px(96))
        self.settle = button("办结", small=True, key="Enter")
        self.reached = button("通", small=True, key="1")
        self.missed = button("未接", small=True, key="2")
        self.busy = button("占线", small=True, key="3")
        self.sent = button("已发短信", small=True)
        self.failed = button("短信未送达", small=True)
        self.again = button("重新办理", small=True)
        self.reveal = button("显示姓名电话", small=True, key="空格")
        self.open = button("打开事件", small=True)
        for part in (
            self.words,
            self.settle,
            self.reached,
            self.missed,
            self.busy,
            self.sent,
            self.failed,
            self.again,
            self.reveal,
            self.open,
        ):
            flow.addWidget(part)
        body.addWidget(self.buttons)
        body.addWidget(self._build_how())
        self.error = field_error(self.how)
        body.addWidget(self.error)
        self.settle.clicked.connect(self._asked)
        self.again.clicked.connect(self.reopened)
        self.reveal.clicked.connect(self.revealed)
        self.open.clicked.connect(self.opened)
        for press in (self.reached, self.missed, self.busy, self.sent, self.failed):
            press.clicked.connect(self._outcome)
        self._lines: list[BoardLine] = []

    def _build_how(self) -> QWidget:
        self.line = QWidget()
        line = row(self.line, gap=8)
        self.how = line_edit("办理情况", "怎样通知或办理的")
        self.how.returnPressed.connect(self._entered)
        self.ok = button("确定办结", "primary", small=True, key="Enter")
        self.ok.clicked.connect(self._entered)
        self.back = button("取消", small=True, key="Esc")
        self.back.clicked.connect(self.shut)
        line.addWidget(self.how, 1)
        line.addWidget(self.ok)
        line.addWidget(self.back)
        self.line.hide()
        return self.line

    def show_selection(self, count: int, lines: Sequence[BoardLine]) -> None:
        """Show what can be done with a selection; `lines` are its first ones."""
        self._count, self._lines = count, list(lines)
        self.words.setText(f"已选 {count} 件" if count else "没有选中")
        some_open = any(line.followup.is_open and not line.void for line in lines)
        some_done = any(not line.followup.is_open and not line.void for line in lines)
        for press in (self.settle, self.reached, self.missed, self.busy, self.sent):
            press.setEnabled(some_open)
        self.failed.setEnabled(some_open)
        self.again.setEnabled(some_done)
        self.reveal.setEnabled(any(f.followup.who or f.followup.phone for f in lines))
        self.open.setEnabled(count > 0)
        if not some_open:
            self._ask(False)

    def start(self) -> None:
        """Ask how the selected ones were settled; the usual answer is there already."""
        open_ones = [line.followup for line in self._lines if line.followup.is_open]
        if not open_ones:
            return
        self.how.setText(usual_words(open_ones))
        self.ok.setText(f"确定办结 {self._count} 件" if self._count > 1 else "确定办结")
        self._ask(True)
        self.how.setFocus(Qt.FocusReason.OtherFocusReason)
        self.how.selectAll()

    def shut(self) -> None:
        """Ask no longer; nothing was written."""
        self.close_line()
        self.left.emit()

    def close_line(self) -> None:
        """Show the buttons again."""
        self._ask(False)
        self.error.say("")

    def _ask(self, asking: bool) -> None:
        self.line.setVisible(asking)
        self.buttons.setVisible(not asking)

    def _asked(self) -> None:
        self.start()

    def _entered(self) -> None:
        self.settled.emit(self.how.text())

    def _outcome(self) -> None:
        asked = self.sender()
        if asked in (self.sent, self.failed):
            outcome = AttemptOutcome.SENT if asked is self.sent else AttemptOutcome.FAILED
            self.texted.emit(outcome)
            return
        outcomes = {
            self.reached: AttemptOutcome.REACHED,
            self.missed: AttemptOutcome.MISSED,
            self.busy: AttemptOutcome.BUSY,
        }
        self.called.emit(next(o for press, o in outcomes.items() if press is asked))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self.line.isHidden():
            self.shut()
        else:
            super().keyPressEvent(event)
