"""How a table's cell is painted: pills, marks beside the text, struck through, … and tooltip."""

from __future__ import annotations

import html
from functools import partial

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QHelpEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
)

from hallduty.domain import texts
from hallduty.ui import theme
from hallduty.ui.table_models import BADGES_ROLE, FAINT_ROLE, PILL_ROLE, STRUCK_ROLE

Index = QModelIndex | QPersistentModelIndex
# A cell shows one line; measuring 20,000 characters at every paint would be felt.
_SHOWN = 240
_TOOLTIP = 1_200


def one_line(text: str) -> str:
    """Return the beginning of `text` as one line, cheap for texts of any length."""
    return texts.one_line(text[:_SHOWN]) + ("…" if len(text) > _SHOWN else "")


def paint_pill(
    painter: QPainter, rect: QRect, text: str, tone: str, font: QFont, *, chosen: bool = False
) -> int:
    """Draw a pill at the left of `rect`, centred in height; return the width that it took.

    `tone` is red, amber, blue, green, violet, grey, or alert: white on red, the loudest. The
    ground of a `chosen` row is the very blue of a pill, which gets another one there.
    """
    colours = theme.colours()
    loud = tone == "alert"
    ink, tint = (colours.on_fill, colours.red_fill) if loud else colours.tone(tone)
    if chosen and tint == colours.accent_tint:
        tint = colours.surface
    small = QFont(font)
    small.setPixelSize(theme.px(12))
    small.setBold(loud)
    small.setStrikeOut(False)
    metrics = QFontMetrics(small)
    height = metrics.height() + theme.px(2)
    room = rect.width() - theme.px(16)
    if room < metrics.horizontalAdvance("…"):
        return 0
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
    width = metrics.horizontalAdvance(shown) + theme.px(16)
    # A pixel lower than the middle, where the words of the other cells have their middle.
    top = rect.center().y() - height // 2 + theme.px(1)
    box = QRect(rect.left(), top, width, height)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tint))
    painter.drawRoundedRect(box, height / 2, height / 2)
    painter.setPen(QColor(ink))
    painter.setFont(small)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shown)
    painter.restore()
    return width


def pill_width(text: str, font: QFont) -> int:
    """Return how wide paint_pill will draw `text`."""
    small = QFont(font)
    small.setPixelSize(theme.px(12))
    return QFontMetrics(small).horizontalAdvance(text) + theme.px(16)


class CellDelegate(QStyledItemDelegate):
    """Paints the cells of a Table."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        option.text = one_line(option.text)
        # The row is the unit; a dotted frame around one cell only confuses.
        option.state &= ~QStyle.StateFlag.State_HasFocus
        if index.data(STRUCK_ROLE):
            option.font.setStrikeOut(True)
        if index.data(STRUCK_ROLE) or index.data(FAINT_ROLE):
            option.palette.setColor(QPalette.ColorRole.Text, QColor(theme.colours().secondary))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        drawn = QStyleOptionViewItem(option)
        self.initStyleOption(drawn, index)
        tone, marks, text = index.data(PILL_ROLE), index.data(BADGES_ROLE) or (), drawn.text
        view = drawn.widget
        style = view.style()
        # The stylesheet would overrule any other colour of the text than its own.
        quiet = index.data(STRUCK_ROLE) or index.data(FAINT_ROLE)
        if not (tone and text) and not marks and not quiet:
            style.drawControl(QStyle.ControlElement.CE_ItemViewItem, drawn, painter, view)
            return
        inside = self._inside(drawn)
        drawn.text = ""
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, drawn, painter, view)
        chosen = bool(drawn.state & QStyle.StateFlag.State_Selected)
        pill = partial(paint_pill, painter, font=drawn.font, chosen=chosen)
        if tone and text:
            inside.setLeft(inside.left() + pill(inside, text, tone))
        else:
            self._paint_text(painter, drawn, inside, text, self._marks_width(marks, drawn.font))
        for mark, mark_tone in marks:
            inside.setLeft(inside.left() + theme.px(6))
            inside.setLeft(inside.left() + pill(inside, mark, mark_tone))

    def _paint_text(
        self, painter: QPainter, drawn: QStyleOptionViewItem, inside: QRect, text: str, taken: int
    ) -> None:
        """Draw text that leaves `taken` pixels for the marks; move the left edge past it."""
        metrics = QFontMetrics(drawn.font)
        # The text matters more than its marks: they never push it out altogether.
        room = max(inside.width() - taken, inside.width() // 3)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        painter.save()
        painter.setFont(drawn.font)
        painter.setPen(drawn.palette.color(QPalette.ColorRole.Text))
        painter.drawText(inside, drawn.displayAlignment, shown)
        painter.restore()
        inside.setLeft(inside.left() + metrics.horizontalAdvance(shown))

    def _marks_width(self, marks: tuple[tuple[str, str], ...], font: QFont) -> int:
        return sum(pill_width(mark, font) + theme.px(6) for mark, _tone in marks)

    def _inside(self, option: QStyleOptionViewItem) -> QRect:
        """Return where the text goes: what the stylesheet's padding leaves of the cell."""
        style, view = option.widget.style(), option.widget
        margin = style.pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin, option, view) + 1
        rect = style.subElementRect(QStyle.SubElement.SE_ItemViewItemText, option, view)
        return rect.adjusted(margin, 0, -margin, 0)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the natural size; a double click on a column's edge fits it to this."""
        size = super().sizeHint(option, index)
        extra = self._marks_width(index.data(BADGES_ROLE) or (), option.font)
        if index.data(PILL_ROLE):
            extra += theme.px(16)
        return QSize(size.width() + extra, size.height())

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        """Show the whole text where the cell could not."""
        if event.type() != QEvent.Type.ToolTip or not index.isValid():
            return super().helpEvent(event, view, option, index)
        tip = self.tip_for(index, view.visualRect(index).width())
        if tip:
            QToolTip.showText(event.globalPos(), tip, view)
        else:
            QToolTip.hideText()
        return True

    def tip_for(self, index: Index, width: int) -> str:
        """Return the tooltip of a cell `width` pixels wide: its whole text when it is cut off."""
        told = index.data(Qt.ItemDataRole.ToolTipRole)
        text = str(told or index.data() or "")
        view = self.parent()
        seen = isinstance(view, QAbstractItemView)
        metrics = view.fontMetrics() if seen else QFontMetrics(QFont())
        taken = self._marks_width(index.data(BADGES_ROLE) or (), QFont()) + theme.px(20)
        plain = not told and "\n" not in text and len(text) <= _SHOWN
        if plain and metrics.horizontalAdvance(text) + taken <= width:
            return ""
        cut = text[:_TOOLTIP] + ("…" if len(text) > _TOOLTIP else "")
        return f"<p style='white-space:pre-wrap'>{html.escape(cut)}</p>" if text else ""
