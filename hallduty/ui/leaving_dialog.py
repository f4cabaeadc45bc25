"""The question on the way out: which sheets are to be printed before the program ends."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QCheckBox, QDialog, QWidget

from hallduty.ui import keys, theme
from hallduty.ui.scrolled import vertical_scroll
from hallduty.ui.widgets import button, column, heading, row, secondary

_SHOWN = 8


class LeavingDialog(QDialog):
    """A box to tick for each sheet; Enter prints, Esc goes back, a third way leaves at once.

    `chosen` are the places of those ticked; None when the user goes back.
    """

    def __init__(self, parent: QWidget | None, lines: Sequence[tuple[str, str]]) -> None:
        """`lines` are (what, why) for each sheet."""
        super().__init__(parent)
        self.chosen: list[int] | None = None
        self.setWindowTitle("退出前打印登记表")
        self.setMinimumWidth(theme.px(520))
        layout = column(self, margins=20, gap=8)
        layout.addWidget(heading(f"有 {len(lines)} 件登记表尚未打印，或打印后有改动"))
        layout.addWidget(secondary("勾选的逐件预览、打印，全部完成后退出。", wrap=True))
        inside = QWidget()
        inner = column(inside, gap=2)
        self.boxes: list[QCheckBox] = []
        for what, why in lines:
            box = QCheckBox(f"{what}　{why}")
            box.setChecked(True)
            box.toggled.connect(self._ticked)
            inner.addWidget(box)
            self.boxes.append(box)
        inner.addStretch()
        scroll = vertical_scroll()
        scroll.setWidget(inside)
        scroll.setFixedHeight(theme.px(34) * min(len(lines), _SHOWN) + theme.px(6))
        layout.addWidget(scroll)
        buttons = row(gap=8)
        self.back = button("返回", key="Esc")
        self.leave = button("不打印，退出", key="Alt N")
        self.print = button("打印", "primary", "Enter")
        self.print.setDefault(True)
        self.back.clicked.connect(self.reject)
        self.leave.clicked.connect(self._leave)
        self.print.clicked.connect(self._print)
        buttons.addWidget(self.back)
        buttons.addStretch()
        buttons.addWidget(self.leave)
        buttons.addWidget(self.print)
        layout.addSpacing(theme.px(8))
        layout.addLayout(buttons)
        keys.bind(self, keys.LEAVE, self._leave)
        self.print.setFocus()

    def _ticked(self) -> None:
        self.print.setEnabled(any(box.isChecked() for box in self.boxes))

    def _leave(self) -> None:
        self.chosen = []
        self.accept()

    def _print(self) -> None:
        self.chosen = [place for place, box in enumerate(self.boxes) if box.isChecked()]
        self.accept()
