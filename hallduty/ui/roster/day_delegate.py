"""How one day of the roster is drawn: number, marks, leaders, and loudly what is missing."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from hallduty.domain.roster import Part
from hallduty.ui import theme
from hallduty.ui.roster.month import Day
from hallduty.ui.roster.month_model import Index, ordered
from hallduty.ui.table_cells import paint_pill, pill_width
from hallduty.ui.table_models import ROW_ROLE

_FILING_TONES = {"征期": "blue", "高峰": "amber", "截止": "red"}


class DayDelegate(QStyledItemDelegate):
    """Draws one day: number, marks, leaders, and loudly what is missing."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        colours = theme.colours()
        day: Day | None = index.data(ROW_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(option.rect, QColor(colours.sunken if day is None else colours.surface))
        if day is not None:
            self._paint_ground(painter, option.rect, day)
            self._paint_head(painter, option, day)
            self._paint_leaders(painter, option, day)
            self._paint_frame(painter, option, day)
        painter.restore()

    def _paint_ground(self, painter: QPainter, rect: QRect, day: Day) -> None:
        colours = theme.colours()
        ground = colours.surface
        if not day.working:
            ground = colours.sunken
        elif day.near:
            ground = colours.red_tint
        elif day.filing == "高峰" or day.deadline:
            ground = colours.amber_tint
        elif day.filing:
            ground = colours.accent_tint
        tint = QColor(ground)
        if day.working and day.filing and not day.near:
            tint.setAlpha(150)
        painter.fillRect(rect, tint)

    def _paint_head(self, painter: QPainter, option: QStyleOptionViewItem, day: Day) -> None:
        colours, rect = theme.colours(), self._inside(option.rect)
        number = QFont(option.font)
        number.setPixelSize(theme.px(15))
        number.setBold(True)
        painter.setFont(number)
        weekend = not day.working or day.past
        painter.setPen(QColor(colours.secondary if weekend else colours.text))
        line = QRect(rect.left(), rect.top(), rect.width(), theme.px(22))
        text = str(day.day.day)
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, text)
        line.setLeft(line.left() + painter.fontMetrics().horizontalAdvance(text) + theme.px(5))
        if day.today:
            small = QFont(option.font)
            small.setPixelSize(theme.px(12))
            small.setBold(True)
            painter.setFont(small)
            painter.setPen(QColor(colours.accent))
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, "今天")
            line.setLeft(line.left() + painter.fontMetrics().horizontalAdvance("今天"))
        marks = [(day.rest, "grey" if day.rest == "休" else "amber")]
        marks.append((day.filing, _FILING_TONES.get(day.filing, "grey")))
        right = rect.right()
        for word, tone in reversed([mark for mark in marks if mark[0]]):
            width = pill_width(word, option.font)
            if right - width < line.left():
                break
            spot = QRect(right - width, line.top(), width, line.height())
            paint_pill(painter, spot, word, tone, option.font)
            right -= width + theme.px(4)

    def _paint_leaders(self, painter: QPainter, option: QStyleOptionViewItem, day: Day) -> None:
        rect = self._inside(option.rect)
        lines = ordered(day)
        height = theme.px(20)
        top = rect.top() + theme.px(25)
        for part, name in lines:
            line = QRect(rect.left(), top, rect.width(), height)
            self._paint_leader(painter, option, line, (part, name), day)
            top += height
        if day.gap and top + height <= rect.bottom() + theme.px(8):
            spot = QRect(rect.left(), top, rect.width(), height + theme.px(2))
            tone = "alert" if day.near else "grey"
            paint_pill(painter, spot, day.gap, tone, option.font)

    def _paint_leader(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        line: QRect,
        leader: tuple[Part, str],
        day: Day,
    ) -> None:
        colours, (part, name) = theme.colours(), leader
        if part is not Part.DAY:
            small = QFont(option.font)
            small.setPixelSize(theme.px(12))
            painter.setFont(small)
            painter.setPen(QColor(colours.secondary))
            # In a narrow cell the name matters more than the second character of the half.
            room = line.width() - QFontMetrics(option.font).horizontalAdvance(name)
            metrics, word = painter.fontMetrics(), part.label
            word = word if metrics.horizontalAdvance(word) + theme.px(6) <= room else word[0]
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, word)
            line.setLeft(line.left() + metrics.horizontalAdvance(word) + theme.px(6))
        font = QFont(option.font)
        font.setBold(not day.past)
        painter.setFont(font)
        painter.setPen(QColor(colours.secondary if day.past else colours.text))
        shown = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, line.width())
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, shown)

    def _paint_frame(self, painter: QPainter, option: QStyleOptionViewItem, day: Day) -> None:
        colours = theme.colours()
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        rect = option.rect.toRectF()
        if selected:
            wash = QColor(colours.accent)
            wash.setAlpha(20)
            painter.fillRect(option.rect, wash)
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
        elif day.today:
            painter.setPen(QPen(QColor(colours.accent), 1))
            painter.drawRect(rect.adjusted(0.5, 0.5, -1.5, -1.5))

    def _inside(self, rect: QRect) -> QRect:
        return rect.adjusted(theme.px(8), theme.px(4), -theme.px(6), -theme.px(4))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme.px(90), theme.px(70))
