"""Typesetting: text becomes lines of a given width, set flush, ragged, centred or justified."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

from hallduty.documents.breaking import HALF_AT_END, break_lines
from hallduty.documents.fonts import Face

Align = Literal["justify", "left", "centre", "right"]

MM = 72 / 25.4
# A line that would have to be spread further than this (ems for each gap) stays ragged.
_MOST_SPREAD = 0.13
# How far a justified line may be drawn together (ems for each gap); nobody sees that little.
_MOST_SQUEEZE = 0.02
_EM_ASCENT = 0.88  # of a Chinese em box, above the baseline
_BLANKS = " \u3000"


@dataclass(frozen=True, slots=True)
class Style:
    """How a paragraph is set: sizes and leading in points, the first line's indent in ems.

    `keep` are names that may not be broken; `strike` draws a line through the text; `even`
    makes the lines of a centred heading about equally long; `track` is room in ems added to
    (below zero: taken from) every character.
    """

    face: Face
    size: float
    leading: float
    align: Align = "justify"
    indent: float = 0.0
    keep: tuple[str, ...] = ()
    strike: bool = False
    even: bool = False
    track: float = 0.0


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a line in one font: where it begins (points), and space added after each
    character (points)."""

    x: float
    font: str
    text: str
    spread: float = 0.0
    tick: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line, ready to be drawn: its segments, and from where to where they reach (points)."""

    style: Style
    segments: tuple[Segment, ...]
    start: float = 0.0
    end: float = 0.0


def paragraphs(text: str) -> list[str]:
    """Cut text as typed into paragraphs; of several empty lines in a row one is kept."""
    found: list[str] = []
    for piece in clean(text).split("\n"):
        line = piece.rstrip()
        if line or (found and found[-1]):
            found.append(line)
    while found and not found[-1]:
        found.pop()
    return found or [""]


def clean(text: str) -> str:
    """Return `text` with one kind of line end and without what has no visible form."""
    for end in ("\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"):
        if end in text:
            text = text.replace(end, "\n")
    if text.isprintable():
        return text
    text = text.replace("\t", "  ")
    return "".join(c for c in text if c == "\n" or unicodedata.category(c) not in ("Cc", "Cs"))


def set_lines(text: str, style: Style, width: float) -> list[Line]:
    """Set `text` in lines no wider than `width` points; a newline starts a new paragraph."""
    lines: list[Line] = []
    for paragraph in paragraphs(text):
        lines += _set_paragraph(paragraph, style, width)
    return lines


def _set_paragraph(text: str, style: Style, width: float) -> list[Line]:
    if style.indent:
        text = text.lstrip()
    ems = width / style.size
    pieces = _broken(text, style, max(ems, 1.0))
    last = len(pieces) - 1
    return [
        _set_line(
            line,
            style,
            width,
            indent=_indent(style, ems) * style.size if number == 0 else 0.0,
            justify=style.align == "justify" and number != last,
        )
        for number, line in enumerate(pieces)
    ]


def _broken(text: str, style: Style, ems: float) -> list[list[str]]:
    measure = partial(_width, style)
    indent = _indent(style, ems)

    def broken(width: float) -> list[list[str]]:
        squeeze = _MOST_SQUEEZE if style.align == "justify" else 0.0
        return break_lines(text, width, width - indent, measure, style.keep, squeeze)

    lines = broken(ems)
    if style.even and len(lines) > 1:
        # The narrowest width that needs no further line makes the lines about equally long.
        low, high = ems / len(lines) / 2, ems
        for _ in range(12):
            middle = (low + high) / 2
            low, high = (low, middle) if len(broken(middle)) <= len(lines) else (middle, high)
        lines = broken(high)
    return lines


def _indent(style: Style, ems: float) -> float:
    """Return the first line's indent in ems; in a very narrow column less than asked for."""
    return max(0.0, min(style.indent * (1 + style.track), ems - 1))


def _width(style: Style, piece: str) -> float:
    """Return the width of a piece in ems; of closing marks in a row all but the last are half."""
    width = style.face.width(piece) + style.track * len(piece)
    if len(piece) > 1 and piece[0] in HALF_AT_END:
        width -= style.face.width(piece[:-1]) / 2
    return width


def _set_line(
    pieces: Sequence[str], style: Style, width: float, *, indent: float, justify: bool
) -> Line:
    """Place a line's pieces; a justified one is spread between them, never within one."""
    size = style.size
    natural = sum(_width(style, piece) for piece in pieces)
    if pieces and pieces[-1][-1] in HALF_AT_END and style.align != "centre":
        natural -= style.face.width(pieces[-1][-1]) / 2
    room = (width - indent) / size
    gaps = len(pieces) - 1
    spread = (room - natural) / gaps if gaps > 0 else 0.0
    if not justify or spread > _MOST_SPREAD:
        spread = min(spread, 0.0)
    start = indent
    if style.align == "centre":
        start += max(0.0, room - natural) / 2 * size
    elif style.align == "right":
        start += max(0.0, room - natural) * size
    segments = tuple(_segments(pieces, style, start, spread * size))
    return Line(style, segments, start, start + (natural + spread * max(gaps, 0)) * size)


def _segments(pieces: Sequence[str], style: Style, x: float, spread: float) -> list[Segment]:
    """Join pieces into stretches of one font; only single characters spread evenly."""
    found: list[Segment] = []
    start, font, text, even = x, "", "", True
    size, glyph_of = style.size, style.face.glyph
    track = style.track * size

    def flush() -> None:
        nonlocal text
        if text:
            found.append(Segment(start, font, text, track + (spread if even else 0.0)))
        text = ""

    for piece in pieces:
        whole = bool(spread) and len(piece) > 1
        if whole or not even:
            flush()
        even = not whole
        close = len(piece) - 1 if len(piece) > 1 and piece[0] in HALF_AT_END else 0
        for number, glyph in enumerate(filter(None, map(glyph_of, piece))):
            if glyph.tick or glyph.font != font or 0 < number <= close:
                flush()
            if glyph.tick:
                found.append(Segment(x, glyph.font, glyph.text, 0.0, glyph.tick))
            else:
                if not text:
                    start, font = x, glyph.font
                text += glyph.text
            x += glyph.width * size * (0.5 if number < close else 1.0) + track
        x += spread
    flush()
    return found


def draw_lines(canvas: Any, lines: Sequence[Line], x: float, top: float) -> float:
    """Draw lines downwards from `top` (points); return where the last one's box ends."""
    for line in lines:
        style = line.style
        baseline = top - (style.leading - style.size) / 2 - _EM_ASCENT * style.size
        _draw_line(canvas, line, x, baseline)
        top -= style.leading
    return top


def _draw_line(canvas: Any, line: Line, x: float, baseline: float) -> None:
    size = line.style.size
    if line.segments:
        text = canvas.beginText()
        spread = 0.0
        for segment in line.segments:
            if segment.spread != spread:
                text.setCharSpace(segment.spread)
                spread = segment.spread
            text.setTextOrigin(x + segment.x, baseline)
            text.setFont(segment.font, size)
            text.textOut(segment.text)
        if spread:
            text.setCharSpace(0)
        canvas.drawText(text)
    for segment in line.segments:
        if segment.tick not in ("", "empty"):
            _draw_tick(canvas, segment.tick, x + segment.x, baseline, size)
    if line.style.strike and line.end > line.start:
        canvas.setLineWidth(size / 18)
        middle = baseline + 0.36 * size
        canvas.line(x + line.start, middle, x + line.end, middle)


def _draw_tick(canvas: Any, tick: str, x: float, baseline: float, size: float) -> None:
    """Draw ✓ or ✗ over the box character that stands at `x`."""
    strokes = {
        "tick": [(0.24, 0.40, 0.44, 0.17), (0.44, 0.17, 0.80, 0.66)],
        "cross": [(0.25, 0.13, 0.75, 0.63), (0.25, 0.63, 0.75, 0.13)],
    }[tick]
    canvas.saveState()
    canvas.setLineWidth(size / 12)
    canvas.setLineCap(1)
    for x1, y1, x2, y2 in strokes:
        canvas.line(x + x1 * size, baseline + y1 * size, x + x2 * size, baseline + y2 * size)
    canvas.restoreState()
