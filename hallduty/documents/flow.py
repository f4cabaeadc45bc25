"""Flowables: paragraphs that flow over pages line by line."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from reportlab.platypus.flowables import Flowable

from hallduty.documents.typeset import Line, Style, draw_lines, set_lines

_SLACK = 5e-7  # points; sums of millimetres are not exact, and frames allow for 1e-6


class Prose(Flowable):  # type: ignore[misc]
    """Text as typed, in one style; each line of input is a paragraph.

    `before` and `after` are blank points above and below it, `left` and `right` beside it;
    `grid` rounds its height up to whole multiples of that many points, so that what
    follows stands on the line grid again; `bookmark` puts it into the PDF's outline.
    """

    def __init__(
        self,
        text: str | Sequence[Line],
        style: Style,
        *,
        before: float = 0.0,
        after: float = 0.0,
        left: float = 0.0,
        right: float = 0.0,
        grid: float = 0.0,
        bookmark: str = "",
    ) -> None:
        super().__init__()
        self._text = text
        self._style = style
        self._grid = grid
        self._bookmark = bookmark
        self._lines: list[Line] = [] if isinstance(text, str) else list(text)
        self._set_for = -1.0
        self.spaceBefore = before
        self.spaceAfter = after
        self._left = left
        self._right = right

    def getSpaceBefore(self) -> float:
        return self.spaceBefore

    def getSpaceAfter(self) -> float:
        return self.spaceAfter

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        if isinstance(self._text, str) and self._set_for != width:
            self._lines = set_lines(self._text, self._style, width - self._left - self._right)
            self._set_for = width
        self.width = width
        self.height = len(self._lines) * self._style.leading
        if self._grid:
            self.height = math.ceil((self.height - _SLACK) / self._grid) * self._grid
        return width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        self.wrap(width, height)
        fits = int((height + _SLACK) / self._style.leading)
        if fits < 1:
            return []
        # Without the rounding to the line grid all of it may fit: then there is no rest.
        first = Prose(
            self._lines[:fits],
            self._style,
            before=self.spaceBefore,
            left=self._left,
            bookmark=self._bookmark,
        )
        rest = Prose(self._lines[fits:], self._style, after=self.spaceAfter, left=self._left)
        return [first, rest] if fits < len(self._lines) else [first]

    def draw(self) -> None:
        if self._bookmark:
            _bookmark(self.canv, self._bookmark, self.height)
        draw_lines(self.canv, self._lines, self._left, self.height)


def _bookmark(canvas: Any, title: str, height: float) -> None:
    key = f"{canvas.getPageNumber()}-{title}"
    canvas.bookmarkHorizontal(key, 0, height)
    canvas.addOutlineEntry(title, key, level=0, closed=False)
