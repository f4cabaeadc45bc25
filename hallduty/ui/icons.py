"""Icons: QtAwesome's Material Design glyphs, from that one font, painted at any scale.

Importing qtawesome and loading its fonts costs 0.16 s, half of a bare window's start; its
glyph font alone costs 4 ms, so only the font file is taken from the package.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QIconEngine, QPainter, QPixmap

from hallduty import paths
from hallduty.ui import theme

_FONT = "materialdesignicons6-webfont-[0-9]*.ttf"
_CHARMAP = "materialdesignicons6-webfont-charmap-*.json"


def icon(name: str, color: str = "", on: str = "") -> QIcon:
    """Return the Material Design icon `name` (“phone-outline”) in `color`, else in text colour.

    `on` is its colour on a checked button, when that is another one.
    """
    colours = theme.colours()
    plain = color or colours.text
    return QIcon(_Glyph(_glyph(name), _family(), plain, on or plain, colours.disabled))


def missing(names: list[str]) -> list[str]:
    """Return those of `names` that the glyph font does not have; for selftest and tests."""
    return [name for name in names if f'"{name}":' not in _charmap()]


class _Glyph(QIconEngine):
    """Paints one glyph of the icon font, filling the square it is given."""

    def __init__(self, glyph: str, family: str, color: str, on: str, disabled: str) -> None:
        super().__init__()
        self._arguments = (glyph, family, color, on, disabled)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        glyph, family, color, on, disabled = self._arguments
        ink = on if state == QIcon.State.On else color
        font = QFont(family)
        font.setPixelSize(max(1, min(rect.width(), rect.height())))
        painter.save()
        painter.setFont(font)
        painter.setPen(QColor(disabled if mode == QIcon.Mode.Disabled else ink))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, glyph)
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        picture = QPixmap(size)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return picture

    def clone(self) -> QIconEngine:
        return _Glyph(*self._arguments)


def _fonts_folder() -> Path:
    """Find the font: put beside our own icons by the installer, else in qtawesome's package."""
    beside = paths.resources() / "icons"
    if next(beside.glob(_CHARMAP), None) is not None:
        return beside
    found = find_spec("qtawesome")
    if found is None or found.origin is None:
        raise FileNotFoundError("qtawesome")
    return Path(found.origin).parent / "fonts"


@lru_cache(maxsize=1)
def _family() -> str:
    file = next(path for path in _fonts_folder().glob(_FONT))
    number = QFontDatabase.addApplicationFont(str(file))
    return QFontDatabase.applicationFontFamilies(number)[0]


def _glyph(name: str) -> str:
    """Return the character of an icon; the 7,000 others of the map are not even parsed."""
    charmap = _charmap()
    at = charmap.index(f'"{name}":')
    code = charmap[at + len(name) + 3 : at + len(name) + 30].split('"')[1]
    return chr(int(code, 16))


@lru_cache(maxsize=1)
def _charmap() -> str:
    file = next(path for path in _fonts_folder().glob(_CHARMAP))
    return file.read_text(encoding="utf-8")
