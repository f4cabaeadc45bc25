"""How a cell of the roster grid is drawn: names, halves, and loudly what is missing or clashes."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from hallduty.domain.roster import Part
from hallduty.ui import theme
from hallduty.ui.roster.grid import Cell, Line
from hallduty.ui.roster.grid_model import LINE_ROLE, GridModel, Index
from hallduty.ui.roster.month import Day
from hallduty.ui.table_cells import paint_pill, pill_width
from hallduty.ui.table_models import ROW_ROLE

ROW_HEIGHT = 32
HALVES_HEIGHT = 48
# Beside a name a trouble is one word; the whole sentence stands in tooltip and side panel.
_WORDS = {
    "GAP": "缺人",
    "LEAVE": "休假",
    "INACTIVE": "已停用",
    "TWICE": "重复",
    "RUNNING": "连班",
    "PEAK": "人少",
}
# The same in one character, where the names leave no more room.
_SHORT = {
    "缺人": "缺",
    "休假": "休",
    "已停用": "停",
    "重复": "重",
    "连班": "连",
    "人少": "少",
}


def ground_of(day: Day) -> QColor:
    """Return the ground of a day's row: days off sunken, the filing period tinted."""
    colours = theme.colours()
    if not day.working:
        return QColor(colours.sunken)
    tint = QColor(colours.surface)
    if day.filing == "高峰" or day.deadline:
        tint = QColor(colours.amber_tint)
        tint.setAlpha(110)
    elif day.filing:
        tint = QColor(colours.accent_tint)
        tint.setAlpha(90)
    return tint


class GridDelegate(QStyledItemDelegate):
    """Draws one post of one day, or the remark."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, GridModel)
        line: Line = model.line(index.row())
        cell: Cell | None = index.data(ROW_ROLE)
        colours = theme.colours()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(option.rect, QColor(colours.surface))
        painter.fillRect(option.rect, ground_of(line.day))
        if cell is None:
            self._paint_remark(painter, option, line.remark)
        else:
            self._paint_cell(painter, option, cell, line.day)
        self._paint_frame(painter, option, index)
        painter.restore()

    def _paint_cell(
        self, painter: QPainter, option: QStyleOptionViewItem, cell: Cell, day: Day
    ) -> None:
        colours, rect = theme.colours(), option.rect
        if cell.loud and not day.past:
            painter.fillRect(rect, QColor(colours.red_tint))
        inside = rect.adjusted(theme.px(8), 0, -theme.px(6), -1)
        if cell.by_hand:
            self._paint_corner(painter, rect)
        right = self._paint_marks(painter, option, inside, cell, day)
        inside.setRight(right)
        if cell.halves:
            half = inside.height() // 2
            for place, part in enumerate((Part.MORNING, Part.AFTERNOON)):
                top = inside.top() + place * half
                where = QRect(inside.left(), top, inside.width(), half)
                self._paint_half(painter, option, where, part, cell, day)
        elif cell.text:
            self._paint_words(painter, option, inside, cell.text, day.past)

    def _paint_words(
        self, painter: QPainter, option: QStyleOptionViewItem, where: QRect, text: str, past: bool
    ) -> None:
        colours = theme.colours()
        painter.setFont(option.font)
        painter.setPen(QColor(colours.secondary if past else colours.text))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, where.width())
        painter.drawText(where, Qt.AlignmentFlag.AlignVCenter, shown)

    def _paint_half(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        where: QRect,
        part: Part,
        cell: Cell,
        day: Day,
    ) -> None:
        small = QFont(option.font)
        small.setPixelSize(theme.px(11))
        painter.setFont(small)
        painter.setPen(QColor(theme.colours().secondary))
        word = part.label[0]
        painter.drawText(where, Qt.AlignmentFlag.AlignVCenter, word)
        where.setLeft(where.left() + painter.fontMetrics().horizontalAdvance(word) + theme.px(5))
        morning, _, afternoon = cell.text.partition("/")
        text = morning if part is Part.MORNING else afternoon
        self._paint_words(painter, option, where, text or "—", day.past or not text)

    def _paint_marks(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        inside: QRect,
        cell: Cell,
        day: Day,
    ) -> int:
        """Draw the marks of a cell from its right edge; return where they begin."""
        marks = _marks(cell, day)
        if not cell.text and marks:
            # Nothing but the trouble: it stands where the name would.
            paint_pill(painter, inside, marks[0][0], marks[0][1], option.font)
            return inside.left()
        right = inside.right()
        words = QFontMetrics(option.font).horizontalAdvance(cell.text)
        room = sum(pill_width(word, option.font) + theme.px(4) for word, _tone in marks)
        if not cell.halves and words + room > inside.width():
            # The names matter more; what is meant stands in tooltip and side panel.
            marks = [(_SHORT.get(word, word[0]), tone) for word, tone in marks[:1]]
        for word, tone in marks:
            width = pill_width(word, option.font) + (theme.px(2) if tone == "alert" else 0)
            if right - width < inside.left() + inside.width() // 3:
                break
            spot = QRect(right - width + 1, inside.top(), width, inside.height())
            paint_pill(painter, spot, word, tone, option.font)
            right -= width + theme.px(4)
        return right

    def _paint_corner(self, painter: QPainter, rect: QRect) -> None:
        """Mark what was set by hand, as a spreadsheet marks a note."""
        side = theme.px(7)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.colours().accent))
        corner = rect.topRight()
        painter.drawPolygon([corner, corner - QPoint(side, 0), corner + QPoint(0, side)])

    def _paint_remark(self, painter: QPainter, option: QStyleOptionViewItem, text: str) -> None:
        inside = option.rect.adjusted(theme.px(8), 0, -theme.px(6), -1)
        self._paint_words(painter, option, inside, text, True)

    def _paint_frame(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        colours = theme.colours()
        if option.state & QStyle.StateFlag.State_Selected:
            wash = QColor(colours.accent)
            wash.setAlpha(22)
            painter.fillRect(option.rect, wash)
        view = option.widget
        if view is not None and view.currentIndex() == index:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.drawRect(option.rect.toRectF().adjusted(1, 1, -2, -2))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        line = index.model().headerData(index.row(), Qt.Orientation.Vertical, LINE_ROLE)
        return QSize(theme.px(96), theme.px(HALVES_HEIGHT if line.halves else ROW_HEIGHT))


def _marks(cell: Cell, day: Day) -> list[tuple[str, str]]:
    """Return the words behind a cell's names, the most important first."""
    found = []
    for trouble in sorted(cell.troubles, key=lambda each: not each.kind.loud):
        tone = "grey" if day.past else ("alert" if trouble.kind.loud else "amber")
        found.append((_WORDS.get(trouble.kind.name, "注意"), tone))
    if cell.changes:
        found.append((cell.changes[-1].kind.label[:1], "violet"))
    if cell.differs:
        found.append(("实", "amber"))
    elif cell.stood:
        found.append(("✓", "green"))
    return list(dict.fromkeys(found))
