"""One of the five deeds: a big button that stamps the time, and whom to call with the number."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from hallduty.domain.conflict import Deed
from hallduty.ui.widgets import ElidedLabel, button, column, label, row, set_property

_SHOWN = 4


class DeedRow(QFrame):
    """pressed(Deed): stamp it. undone(Deed): the last stamp was a slip."""

    pressed = Signal(object)
    undone = Signal(object)

    def __init__(self, deed: Deed, digit: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.deed = deed
        self.setProperty("card", True)
        across = row(self, margins=(10, 6, 14, 6), gap=16)
        self.press = button(deed.label, "primary", key=str(digit))
        self.press.setProperty("deed", deed.value)
        self.press.setAccessibleName(f"{deed.label}（{digit}）")
        self.press.clicked.connect(self._pressed)
        # As high as the row: in haste nobody aims.
        self.press.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        across.addWidget(self.press)
        words = column(gap=1)
        self.state = ElidedLabel(role="strong")
        self.hint = ElidedLabel(deed.hint, "secondary")
        words.addStretch()
        words.addWidget(self.state)
        words.addWidget(self.hint)
        self.undo = button("撤回", "link", key="退格", small=True)
        self.undo.clicked.connect(self._undo)
        words.addWidget(self.undo, 0, Qt.AlignmentFlag.AlignLeft)
        words.addStretch()
        across.addLayout(words, 1)
        self.side = column(gap=2)
        self.who = label(role="strong")
        self.who.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.number = label(deed.number, "bignumber")
        self.number.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.side.addStretch()
        self.line = row(gap=8)
        self.line.addStretch()
        self.line.addWidget(self.who)
        self.side.addLayout(self.line)
        self.side.addWidget(self.number)
        self.side.addStretch()
        across.addLayout(self.side)
        self.number.setVisible(bool(deed.number))
        self.who.hide()
        self.undo.hide()

    def show_stamps(self, stamps: Sequence[datetime], undoable: bool, locked: bool) -> None:
        """Show when it was done; `undoable` offers to take the last stamp back."""
        last = "、".join(f"{at:%H:%M:%S}" for at in stamps[-_SHOWN:])
        more = f"等 {len(stamps)} 次" if len(stamps) > _SHOWN else ""
        self.state.setText(f"✓ {last}{more}" if stamps else "")
        self.state.setVisible(bool(stamps))
        set_property(self, "tone", "ok" if stamps else "")
        self.undo.setVisible(undoable)
        self.hint.setVisible(not undoable)
        self.press.setEnabled(not locked)

    def show_callee(self, name: str, number: str, after: str = "") -> None:
        """Say whom to call, with the number large, and who comes after them."""
        self.number.setText(number)
        self.number.setVisible(bool(number))
        self.who.setText(name)
        self.who.setVisible(bool(name))
        self.hint.setText(f"其后：{after}" if after else self.deed.hint)

    def _pressed(self) -> None:
        self.pressed.emit(self.deed)

    def _undo(self) -> None:
        self.undone.emit(self.deed)
