"""One notice of the record that hangs no more: when, where it hung, and its words again."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from hallduty.domain.notices import Notice, NoticePosting
from hallduty.domain.promises import said_of
from hallduty.ui.pair_layout import pair
from hallduty.ui.widgets import button, column, label, row, secondary


class PastRow(QFrame):
    """printed(notice), reused(notice)."""

    printed = Signal(object)
    reused = Signal(object)

    def __init__(
        self, notice: Notice, postings: Sequence[NoticePosting], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.notice = notice
        self.setProperty("row", True)
        body = column(self, margins=(0, 6, 0, 6), gap=2)
        made = notice.made_at
        self.title = label(f"{made:%m-%d %H:%M} {notice.kind.noun}")
        deeds = QWidget()
        line = row(deeds, gap=4)
        self.again = button("再用", "link", small=True)
        self.again.setToolTip("把这份公告的正文放到上面，改后再贴")
        self.again.clicked.connect(self._reuse)
        self.print = button("打印", "link", small=True)
        self.print.clicked.connect(self._print)
        for press in (self.again, self.print):
            press.setAccessibleName(f"{press.text()}：{self.title.text()}")
            line.addWidget(press)
        body.addWidget(pair(self.title, deeds))
        said = [
            f"{each.place} {said_of(each.posted_at, made)}—{said_of(each.withdrawn_at, made)}"
            for each in postings
            if each.withdrawn_at is not None
        ]
        body.addWidget(secondary("；".join(said) or "没有张贴", wrap=True))
        self.setToolTip(notice.text)

    def _reuse(self) -> None:
        self.reused.emit(self.notice)

    def _print(self) -> None:
        self.printed.emit(self.notice)
