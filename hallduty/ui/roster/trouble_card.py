"""The card that names what is wrong in the roster, the nearest first, each a way to its cell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from hallduty.ui import theme
from hallduty.ui.roster.words import day_text
from hallduty.ui.widgets import KeyButton, button, column, label, secondary, set_property

if TYPE_CHECKING:
    from hallduty.domain.roster_checks import Trouble

_SHOWN = 8


class TroubleCard(QFrame):
    """gone_to(day, post): show that cell."""

    gone_to = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        inside = column(self, margins=(16, 12, 16, 12), gap=4)
        self.title = label("", "strong", wrap=True)
        inside.addWidget(self.title)
        self._lines = column(gap=2)
        inside.addLayout(self._lines)

    def show_troubles(self, found: Sequence[Trouble], empty: bool) -> None:
        """Show what is wrong from today on; `empty`: nothing is planned in this month at all."""
        loud = [trouble for trouble in found if trouble.kind.loud]
        quiet = len(found) - len(loud)
        set_property(self, "tone", "danger" if loud else "warn" if found else "ok")
        self.title.setText(_title(len(loud), quiet, empty))
        while (item := self._lines.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        shown = [*loud, *(each for each in found if not each.kind.loud)]
        for trouble in shown[:_SHOWN]:
            link = button(f"{day_text(trouble.day, trouble.part)}　{trouble.text}", "link")
            link.setToolTip(trouble.text)
            link.setProperty("place", (trouble.day, trouble.post))
            link.clicked.connect(self._go)
            self._lines.addWidget(_Fitted(link))
        if len(shown) > _SHOWN:
            self._lines.addWidget(secondary(f"另有 {len(shown) - _SHOWN} 处"))

    def _go(self) -> None:
        self.gone_to.emit(*self.sender().property("place"))


class _Fitted(QWidget):
    """Lets a link be as narrow as the card; what is cut off ends in … and stands in its tooltip."""

    def __init__(self, link: KeyButton) -> None:
        super().__init__()
        self._link, self._whole = link, link.text()
        link.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        column(self).addWidget(link)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.width() - theme.px(8)
        metrics = self._link.fontMetrics()
        self._link.setText(metrics.elidedText(self._whole, Qt.TextElideMode.ElideRight, room))


def _title(loud: int, quiet: int, empty: bool) -> str:
    if empty:
        return "这个月还没有排班。可按“自动排班”先排出来，再逐格调整。"
    if loud:
        return f"有 {loud} 处缺人或冲突" + (f"，另有 {quiet} 处请留意" if quiet else "")
    return f"没有缺人和冲突，有 {quiet} 处请留意" if quiet else "从今天起都已排好，没有冲突"
