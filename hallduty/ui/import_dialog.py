"""What an import would do, before it does it: every place that was not understood, and a choice."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QLayout, QWidget

from hallduty.domain.imports import Finding, FindingKind
from hallduty.ui import keys, theme
from hallduty.ui.table_models import Column, RowsModel
from hallduty.ui.tables import Table
from hallduty.ui.widgets import EmptyState, button, column, label, pill, row, secondary

_TONES = {FindingKind.FAULT: "red", FindingKind.DUPLICATE: "amber", FindingKind.NOTE: "grey"}
_NOT_YET = "还没有写入任何内容。"
_MOST_SHOWN = 400
_Numbered = tuple[int, Finding]


class ImportDialog(QDialog):
    """Shows the findings of a dry run and lets the user take all, the readable rest, or nothing.

    `skip_faulty` tells after exec() whether rows that were not understood are to be left out.
    `keep_list(text)` saves the findings as a text file; it returns what to say about it.
    """

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        summary: str,
        findings: Sequence[Finding],
        ready: int,
        keep_list: Callable[[QWidget, str], str] | None = None,
    ) -> None:
        super().__init__(parent)
        self.skip_faulty = False
        self._title, self._findings, self._ready = title, tuple(findings), ready
        self._keep_list = keep_list
        self._faults = sum(each.kind is FindingKind.FAULT for each in findings)
        self.setWindowTitle(title)
        self._lay_out(title, summary)
        self._size_to(parent)

    # --- what is on it -------------------------------------------------------------------------

    def _lay_out(self, title: str, summary: str) -> None:
        layout = column(self, margins=(20, 16, 20, 16), gap=10)
        layout.addWidget(label(title, "heading"))
        layout.addWidget(label(summary, wrap=True))
        counts = row(gap=8)
        counts.addWidget(pill(f"可导入 {self._ready} 条", "green" if self._ready else "grey"))
        for kind, tone in _TONES.items():
            number = sum(each.kind is kind for each in self._findings)
            if number:
                counts.addWidget(pill(f"{kind.label} {number} 处", tone))
        counts.addStretch()
        layout.addLayout(counts)
        layout.addWidget(self._table(), 1)
        # What the row had no room for, for those who use no mouse to see a tooltip.
        self.whole = label("", wrap=True)
        layout.addWidget(self.whole)
        self.advice = secondary(self._advice(), wrap=True)
        layout.addWidget(self.advice)
        layout.addLayout(self._foot())

    def _table(self) -> Table:
        model: RowsModel[_Numbered] = RowsModel(_columns(), key=lambda each: each[0])
        self.table = Table(_NoMemory(), "import", model.columns, model, self)
        self.table.setAccessibleName("检查结果")
        self.table.set_empty(EmptyState("每一行都读懂了，没有需要说明的地方。"))
        model.set_rows(self._in_order())
        self.table.chosen.connect(self._say_whole)
        return self.table

    def _say_whole(self, numbered: _Numbered | None) -> None:
        self.whole.setText(str(numbered[1])[:_MOST_SHOWN] if numbered else "")

    def _in_order(self) -> list[_Numbered]:
        """Return the findings, those that keep a row out first, else in the file's order."""
        order = list(FindingKind)
        found = sorted(self._findings, key=lambda each: order.index(each.kind))
        return list(enumerate(found))

    def _advice(self) -> str:
        if not self._ready:
            return f"{_NOT_YET}没有可以导入的内容，请按上面的说明改好文件后重新导入。"
        if self._faults:
            return (
                f"{_NOT_YET}可以取消，改好文件后重新导入；也可以跳过读不懂的行，只导入其余 "
                f"{self._ready} 条。"
            )
        return f"{_NOT_YET}确认后一次写入 {self._ready} 条。"

    def _foot(self) -> QLayout:
        foot = row(gap=8)
        self.keep = button("另存清单", key="Ctrl S")
        self.keep.clicked.connect(self.keep_findings)
        if not self._findings or self._keep_list is None:
            self.keep.hide()
        keys.bind(self, keys.KEEP_LIST, self.keep_findings)
        self.cancel = button("取消" if self._ready else "关闭", key="Esc")
        self.cancel.clicked.connect(self.reject)
        text = "跳过读不懂的行并导入" if self._faults else "导入"
        self.take = button(text, "primary", "Ctrl Enter")
        keys.put(self.take, keys.CONFIRM)
        self.take.clicked.connect(self._take)
        if not self._ready:
            self.take.hide()
        for each in (self.keep, self.cancel, self.take):
            # Enter, hit while reading the findings, must neither import nor ask for a file name.
            each.setAutoDefault(False)
        foot.addWidget(self.keep)
        foot.addStretch()
        foot.addWidget(self.cancel)
        foot.addWidget(self.take)
        return foot

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.table.go_to_row(0)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _size_to(self, parent: QWidget | None) -> None:
        room = parent.window().size() if parent is not None else self.screen().availableSize()
        wide, high = theme.px(900), theme.px(560 if self._findings else 320)
        self.resize(min(wide, room.width() - 40), min(high, room.height() - 40))

    # --- what it does --------------------------------------------------------------------------

    def _take(self) -> None:
        self.skip_faulty = bool(self._faults)
        self.accept()

    def keep_findings(self) -> None:
        """Save the list (Ctrl+S), so that the file can be corrected with it at hand."""
        if self._keep_list is None or not self._findings:
            return
        self.advice.setText(self._keep_list(self, self.text()) or self.advice.text())

    def text(self) -> str:
        """Return the findings as plain text, one line each."""
        lines = [f"{each.kind.label}　{each}" for _number, each in self._in_order()]
        return "\n".join([self._title, *lines, ""])


class _NoMemory:
    """Widths of this list's columns are not worth remembering."""

    def remember(self, key: str, value: str) -> object:
        return None

    def recall(self, key: str, default: str = "") -> str:
        return default


def _columns() -> tuple[Column[_Numbered], ...]:
    return (
        Column("kind", "情况", lambda e: e[1].kind.label, 5, pill=lambda e: _TONES[e[1].kind]),
        Column("where", "位置", lambda e: e[1].where, 12),
        Column("text", "说明", lambda e: e[1].text, 24, stretch=True),
    )
