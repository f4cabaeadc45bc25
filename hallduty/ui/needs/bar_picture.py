"""The picture of a month's needs on the screen: a bar for each category, then each channel."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from hallduty.domain.need_month import Bar
from hallduty.ui import theme

Group = tuple[str, Sequence[Bar]]


class BarPicture(QWidget):
    """Paints groups of bars: this month's in the accent, the month before thin and grey."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._groups: list[Group] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_bars(self, groups: Sequence[Group]) -> None:
        """Paint these groups, each under its heading."""
        self._groups = [(title, tuple(bars)) for title, bars in groups if bars]
        self.setAccessibleDescription(
            "；".join(
                f"{title}：" + "、".join(f"{b.name}{b.count}件（{b.change}）" for b in bars)
                for title, bars in self._groups
            )
        )
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        lines = sum(len(bars) for _, bars in self._groups)
        height = lines * self._pitch() + len(self._groups) * self._head()
        return QSize(theme.px(260), max(1, height))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _pitch(self) -> int:
        return round(self.fontMetrics().height() * 1.35)

    def _head(self) -> int:
        return round(self.fontMetrics().height() * 1.6)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colours, metrics = theme.colours(), self.fontMetrics()
        names = self._widest(metrics, [bar.name for _, bars in self._groups for bar in bars])
        names = min(names, self.width() // 3)
        figures = metrics.horizontalAdvance("0000 减少000件") + theme.px(8)
        room = max(1, self.width() - names - figures - theme.px(12))
        top = 0
        for title, bars in self._groups:
            painter.setPen(QColor(colours.secondary))
            painter.drawText(QRect(0, top, self.width(), self._head()), _MIDDLE, title)
            top += self._head()
            most = max(max(bar.count, bar.before) for bar in bars) or 1
            for bar in bars:
                line = QRect(0, top, self.width(), self._pitch())
                self._paint_bar(painter, line, bar, names, room / most)
                top += self._pitch()

    def _paint_bar(self, painter: QPainter, line: QRect, bar: Bar, names: int, unit: float) -> None:
        colours, metrics = theme.colours(), self.fontMetrics()
        name = metrics.elidedText(bar.name, Qt.TextElideMode.ElideRight, names)
        painter.setPen(QColor(colours.text))
        painter.drawText(QRect(0, line.top(), names, line.height()), _RIGHT, name)
        left = names + theme.px(8)
        thick, thin = round(line.height() * 0.42), max(2, round(line.height() * 0.16))
        up = line.top() + (line.height() - thick - thin) // 2
        now, before = round(bar.count * unit), round(bar.before * unit)
        painter.fillRect(left, up, now, thick, QColor(colours.accent_fill))
        painter.fillRect(left, up + thick, before, thin, QColor(colours.disabled))
        after = left + max(now, before) + theme.px(6)
        painter.drawText(
            QRect(after, line.top(), self.width() - after, line.height()),
            _MIDDLE,
            f"{bar.count}  {bar.change}",
        )

    def _widest(self, metrics: QFontMetrics, words: Sequence[str]) -> int:
        return max((metrics.horizontalAdvance(word) for word in words), default=0)


_MIDDLE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
