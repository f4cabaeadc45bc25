"""Paints a line of the timeline: time, coloured dot, wrapped text, outcome, correction."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from hallduty.domain.incidents import EntryKind, Outcome
from hallduty.ui import theme
from hallduty.ui.incidents.timeline_model import LINE_ROLE, Line

_DOTS = {
    EntryKind.STATE: "red_fill",
    EntryKind.LEVEL: "red_fill",
    EntryKind.CALL: "accent_fill",
    EntryKind.STEP: "green_fill",
    EntryKind.REPORT: "violet_fill",
    EntryKind.FOLLOWUP: "amber_fill",
}
OUTCOME_TONES = {Outcome.REACHED: "green", Outcome.MISSED: "blue", Outcome.BUSY: "amber"}


@dataclass(slots=True)
class _Laid:
    """A line laid out for a width: its text, and where its outcome goes."""

    text: QTextLayout
    height: float
    pill: QRectF | None


class TimelineDelegate(QStyledItemDelegate):
    """Lays lines out for the width of the view; layouts are kept until the line changes."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        self._kept: dict[int, tuple[Line, float, str, _Laid]] = {}

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        line: Line = index.data(LINE_ROLE)
        laid = self._laid(line, option.font)
        height = laid.height + theme.px(13) + (self._day_height(option.font) if line.day else 0)
        return QSize(self._view.viewport().width(), ceil(height))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        line: Line = index.data(LINE_ROLE)
        laid = self._laid(line, option.font)
        colours = theme.colours()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(option.rect)
        self._paint_ground(painter, option, area)
        painter.setFont(option.font)
        if line.day:
            area = self._paint_day(painter, line.day, area, option.font)
        top = area.top() + theme.px(6)
        metrics = QFontMetricsF(option.font)
        middle = top + metrics.lineSpacing() / 2
        painter.setPen(QColor(colours.secondary))
        painter.drawText(QPointF(area.left() + theme.px(14), top + metrics.ascent()), line.clock)
        painter.setBrush(QColor(getattr(colours, _DOTS.get(line.entry.kind, "field_line"))))
        painter.setPen(Qt.PenStyle.NoPen)
        radius = theme.px(9) / 2
        painter.drawEllipse(QPointF(area.left() + self._dot_x(option.font), middle), radius, radius)
        origin = QPointF(area.left() + self._text_x(option.font), top)
        painter.setPen(QColor(colours.text))
        laid.text.draw(painter, origin)
        if laid.pill is not None:
            self._paint_pill(painter, line.entry.outcome, laid.pill.translated(origin), option.font)
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, area: QRectF) -> None:
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen and self._view.hasFocus():
            painter.fillRect(area, QColor(theme.colours().accent_tint))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, QColor(theme.colours().hover))

    def _paint_day(self, painter: QPainter, day: str, area: QRectF, font: QFont) -> QRectF:
        height = self._day_height(font)
        painter.setFont(_small(font))
        painter.setPen(QColor(theme.colours().secondary))
        strip = QRectF(area.left() + theme.px(14), area.top(), area.width(), height)
        painter.drawText(strip, Qt.AlignmentFlag.AlignVCenter, day)
        painter.setFont(font)
        return area.adjusted(0, height, 0, 0)

    def _paint_pill(self, painter: QPainter, outcome: Outcome, area: QRectF, font: QFont) -> None:
        word, tint = theme.colours().tone(OUTCOME_TONES[outcome])
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tint))
        painter.drawRoundedRect(area, area.height() / 2, area.height() / 2)
        painter.setFont(_small(font))
        painter.setPen(QColor(word))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, outcome.label)

    def _laid(self, line: Line, font: QFont) -> _Laid:
        width = self._view.viewport().width() - self._text_x(font) - theme.px(14)
        look = f"{font.key()}{theme.colours().dark}"
        kept = self._kept.get(line.entry.id)
        if kept is not None and kept[0] == line and kept[1] == width and kept[2] == look:
            return kept[3]
        laid = _lay_out(line, font, max(width, theme.px(80)))
        self._kept[line.entry.id] = (line, width, look, laid)
        return laid

    def _day_height(self, font: QFont) -> float:
        return QFontMetricsF(font).lineSpacing() + theme.px(8)

    def _dot_x(self, font: QFont) -> float:
        return theme.px(14) + QFontMetricsF(font).horizontalAdvance("00:00") + theme.px(18)

    def _text_x(self, font: QFont) -> float:
        return self._dot_x(font) + theme.px(17)


def _lay_out(line: Line, font: QFont, width: float) -> _Laid:
    """Break the line's text for `width`; the outcome follows it, on its own line if need be."""
    text, formats = _composed(line, font)
    layout = QTextLayout(text.replace("\n", "\u2028"), font)
    layout.setCacheEnabled(True)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.setFormats(formats)
    layout.beginLayout()
    y, last = 0.0, 0.0
    height = QFontMetricsF(font).lineSpacing()
    while (row := layout.createLine()).isValid():
        row.setLineWidth(width)
        row.setPosition(QPointF(0, y))
        y += max(row.height(), height)
        last = row.naturalTextWidth()
    layout.endLayout()
    pill = None
    if line.entry.outcome is not Outcome.NONE:
        small = QFontMetricsF(_small(font))
        size = small.horizontalAdvance(line.entry.outcome.label) + theme.px(16)
        tall = small.height() + theme.px(2)
        if last + theme.px(6) + size > width:
            y += height
            last = -theme.px(6)
        pill = QRectF(last + theme.px(6), y - height / 2 - tall / 2, size, tall)
    return _Laid(layout, y, pill)


def _composed(line: Line, font: QFont) -> tuple[str, list[QTextLayout.FormatRange]]:
    """Return the line's text and how its parts look."""
    text, formats = line.text, []
    if line.head:
        text = line.head + " " + text[len(line.head) :].lstrip("：")
        bold = QTextCharFormat()
        bold.setFontWeight(QFont.Weight.Bold)
        formats.append(_range("", line.head, bold))
    if line.corrected_by is not None:
        struck = QTextCharFormat()
        struck.setFontStrikeOut(True)
        struck.setForeground(QColor(theme.colours().secondary))
        formats.append(_range("", text, struck))
    if line.tail:
        grey = QTextCharFormat()
        grey.setForeground(QColor(theme.colours().secondary))
        grey.setFont(_small(font))
        formats.append(_range(text + " ", line.tail, grey))
        text += " " + line.tail
    return text, formats


def _range(before: str, part: str, look: QTextCharFormat) -> QTextLayout.FormatRange:
    """Say how `part`, which follows `before`, looks; Qt counts in UTF-16 units."""
    found = QTextLayout.FormatRange()
    found.start, found.length, found.format = _units(before), _units(part), look
    return found


def _units(text: str) -> int:
    return len(text) + sum(1 for character in text if ord(character) > 0xFFFF)


def _small(font: QFont) -> QFont:
    small = QFont(font)
    small.setPixelSize(max(1, round(font.pixelSize() * 12 / 14)))
    return small
