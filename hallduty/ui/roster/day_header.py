"""The days at the left of the roster grid: number, weekday, and what kind of day it is."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QHeaderView, QWidget

from hallduty.domain import times
from hallduty.ui import theme
from hallduty.ui.roster.grid import Line
from hallduty.ui.roster.grid_delegate import ground_of
from hallduty.ui.roster.grid_model import LINE_ROLE
from hallduty.ui.table_cells import paint_pill, pill_width

_TONES = {"征期": "blue", "高峰": "amber", "截止": "red"}
_WIDTH = 136


class DayHeader(QHeaderView):
    """Draws each row's day; it stays in sight when the posts are scrolled sideways."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(_WIDTH), super().sizeHint().height())

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        model = self.model()
        line: Line | None = model.headerData(logical, Qt.Orientation.Vertical, LINE_ROLE)
        if line is None or not rect.isValid():
            return
        colours, day = theme.colours(), line.day
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(rect, QColor(colours.surface))
        painter.fillRect(rect, ground_of(day))
        painter.setPen(QPen(QColor(colours.hairline), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        if day.today:
            painter.fillRect(rect.x(), rect.y(), theme.px(4), rect.height(), QColor(colours.accent))
        self._paint_words(painter, rect.adjusted(theme.px(10), 0, -theme.px(6), -1), line)
        painter.restore()

    def _paint_words(self, painter: QPainter, inside: QRect, line: Line) -> None:
        colours, day = theme.colours(), line.day
        middle = Qt.AlignmentFlag.AlignVCenter
        number = QFont(self.font())
        number.setPixelSize(theme.px(15))
        number.setBold(True)
        painter.setFont(number)
        quiet = not day.working or day.past
        ink = colours.accent if day.today else colours.secondary if quiet else colours.text
        painter.setPen(QColor(ink))
        room = painter.fontMetrics().horizontalAdvance("30")
        spot = QRect(inside.left(), inside.top(), room, inside.height())
        painter.drawText(spot, middle | Qt.AlignmentFlag.AlignRight, str(day.day.day))
        small = QFont(self.font())
        small.setPixelSize(theme.px(12))
        painter.setFont(small)
        weekday = "今天" if day.today else "周" + times.WEEKDAYS[day.day.weekday()]
        spot = QRect(spot.right() + theme.px(8), inside.top(), theme.px(30), inside.height())
        painter.drawText(spot, middle, weekday)
        self._paint_marks(painter, inside, spot.right() + theme.px(2), line)

    def _paint_marks(self, painter: QPainter, inside: QRect, left: int, line: Line) -> None:
        day = line.day
        marks = [(day.rest, "grey" if day.rest == "休" else "amber")]
        marks.append((day.filing, _TONES.get(day.filing, "grey")))
        for word, tone in ((w, t) for w, t in marks if w):
            width = pill_width(word, self.font())
            if left + width > inside.right() + theme.px(4):
                return
            spot = QRect(left, inside.top(), width, inside.height())
            paint_pill(painter, spot, word, tone, self.font())
            left += width + theme.px(3)
