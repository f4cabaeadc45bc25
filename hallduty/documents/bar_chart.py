"""A picture of counts: lying bars, this month's dark beside the grey ones of the month before."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.graphics import renderPDF
from reportlab.graphics.shapes import Drawing, Line, Rect
from reportlab.lib.colors import Color
from reportlab.platypus.flowables import Flowable

from hallduty.documents.fonts import Faces
from hallduty.documents.typeset import Align, Style, draw_lines, set_lines
from hallduty.domain.need_month import Bar

_NOW, _BEFORE = 0.25, 0.75  # shades of grey, 0 is black
_PITCH = 25.0  # points from bar to bar
_THICK, _THIN = 10.0, 5.0
_NAMES, _FIGURES = 110.0, 110.0  # room beside the bars for what is counted and for the numbers
_HEAD, _FOOT = 24.0, 6.0
_TEXT, _LEADING = 11.0, 14.0


class BarChart(Flowable):  # type: ignore[misc]
    """Takes the width of the page; as high as its bars need."""

    def __init__(self, bars: Sequence[Bar], faces: Faces) -> None:
        super().__init__()
        self._bars = tuple(bars)
        self._face = faces.face("宋体")

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self.width = width
        self.height = _HEAD + len(self._bars) * _PITCH + _FOOT
        return width, self.height

    def draw(self) -> None:
        drawing = Drawing(self.width, self.height)
        most = max((max(bar.count, bar.before) for bar in self._bars), default=0) or 1
        unit = (self.width - _NAMES - _FIGURES) / most
        top = self.height - _HEAD
        for place, (shade, words) in enumerate(((_NOW, "本月"), (_BEFORE, "上月"))):
            x = _NAMES + place * 70
            drawing.add(_rect(x, top + 7, 14, 8, shade))
            self._say(words, x + 19, top + 11, 50, "left")
        drawing.add(Line(_NAMES, _FOOT / 2, _NAMES, top, strokeWidth=0.6))
        for bar in self._bars:
            middle = top - _PITCH / 2
            foot = middle - (_THICK + _THIN) / 2
            drawing.add(_rect(_NAMES, foot + _THIN, bar.count * unit, _THICK, _NOW))
            drawing.add(_rect(_NAMES, foot, bar.before * unit, _THIN, _BEFORE))
            self._say(bar.name, 0, middle, _NAMES - 6, "right")
            after = _NAMES + max(bar.count, bar.before) * unit + 5
            self._say(f"{bar.count}件（上月{bar.before}件）", after, middle, _FIGURES, "left")
            top -= _PITCH
        renderPDF.draw(drawing, self.canv, 0, 0)

    def _say(self, text: str, x: float, middle: float, width: float, align: Align) -> None:
        style = Style(self._face, _TEXT, _LEADING, align)
        lines = set_lines(text, style, width)[:1]
        draw_lines(self.canv, lines, x, middle + _LEADING / 2)


def _rect(x: float, y: float, width: float, height: float, shade: float) -> Rect:
    return Rect(
        *(x, y, width, height),
        fillColor=Color(shade, shade, shade),
        strokeColor=None,
        strokeWidth=0,
    )
