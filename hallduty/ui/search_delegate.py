"""Paints one hit of the search: icon, title, what it is about, and a number or state."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from hallduty.ui import icons, theme

HIT_ROLE = int(Qt.ItemDataRole.UserRole) + 1
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: an incident, or what is shown on `page`.

    `quiet`: the word at the right is a state, not a number to be called.
    """

    icon: str
    title: str
    about: str
    right: str
    incident_id: int
    page: str
    quiet: bool = False


class HitDelegate(QStyledItemDelegate):
    """Two lines at the left, one word at the right, both cut with … where they are too long."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme.px(200), theme.px(46))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        hit: Hit = index.data(HIT_ROLE)
        colours = theme.colours()
        states = option.state  # type: ignore[attr-defined]
        area: QRect = option.rect  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if states & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent_tint))
            painter.drawRoundedRect(area.adjusted(0, 1, 0, -1), theme.px(6), theme.px(6))
        side, icon = theme.px(10), theme.px(20)
        place = QRect(area.left() + side, area.center().y() - icon // 2, icon, icon)
        icons.icon(hit.icon, colours.secondary).paint(painter, place)
        font = QFont(option.font)  # type: ignore[attr-defined]
        font.setBold(not hit.quiet)
        right = self._right(painter, font, area.adjusted(0, 0, -side, 0), hit)
        left = place.right() + side
        words = QRect(left, area.top() + theme.px(4), right - left - side, theme.px(21))
        font.setBold(True)
        _line(painter, font, colours.text, words, hit.title)
        font.setBold(False)
        font.setPixelSize(theme.px(12))
        words.translate(0, theme.px(19))
        _line(painter, font, colours.secondary, words, hit.about)
        painter.restore()

    def _right(self, painter: QPainter, font: QFont, area: QRect, hit: Hit) -> int:
        """Paint the word at the right; return where it begins."""
        width = min(QFontMetrics(font).horizontalAdvance(hit.right) + 2, area.width() // 2)
        place = QRect(area.right() - width, area.top(), width, area.height())
        colour = theme.colours().secondary if hit.quiet else theme.colours().text
        _line(painter, font, colour, place, hit.right)
        return place.left()


def _line(painter: QPainter, font: QFont, colour: str, place: QRect, text: str) -> None:
    painter.setFont(font)
    painter.setPen(QColor(colour))
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, place.width())
    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
