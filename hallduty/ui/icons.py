"""Icons: QtAwesome's Material Design glyphs, from that one font, painted at any scale.

Importing qtawesome and loading its fonts costs 0.16 s, half of a bare window's start; its
glyph font alone costs 4 ms, so only the font file is taken from the package.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from hallduty import paths
from hallduty.ui import theme

_FONT = "materialdesignicons6-webfont-[0-9]*.ttf"
_CHARMAP = "materialdesignicons6-webfont-charmap-*.json"


# The sizes at which icons stand on the screen, at 14 px text; others are scaled from these.
_SIZES = (16, 18, 20, 22, 36)


def icon(name: str, color: str = "", on: str = "", size: int = 0) -> QIcon:
    """Return the Material Design icon `name` (“phone-outline”) in `color`, else in text colour.

    `on` is its colour on a checked button, when that is another one; `size` (at 14 px text)
    where it is shown in that size only, which spares painting the others.
    """
    app = QApplication.instance()
    ratio = app.devicePixelRatio() if isinstance(app, QApplication) else 1.0
    sizes = tuple(theme.px(each) for each in ((size,) if size else _SIZES))
    return _painted(name, color or theme.colours().text, on, sizes, ratio)


def missing(names: list[str]) -> list[str]:
    """Return those of `names` that the glyph font does not have; for selftest and tests."""
    return [name for name in names if f'"{name}":' not in _charmap()]


def forget() -> None:
    """Drop the pictures, on the way out: they must go before Qt does."""
    _painted.cache_clear()


@lru_cache(maxsize=256)
def _painted(name: str, color: str, on: str, sizes: tuple[int, ...], ratio: float) -> QIcon:
    # Pictures, not an icon engine: Qt deletes a clone of an engine that is written in Python.
    made = QIcon()
    states = ((color, QIcon.State.Off), (on, QIcon.State.On)) if on else ((color, QIcon.State.Off),)
    for ink, state in states:
        for size in sizes:
            made.addPixmap(_picture(name, ink, size, ratio), QIcon.Mode.Normal, state)
    return made


def _picture(name: str, color: str, size: int, ratio: float) -> QPixmap:
    picture = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    font = QFont(_family())
    font.setPixelSize(size)
    painter = QPainter(picture)
    painter.setFont(font)
    painter.setPen(QColor(color))
    painter.drawText(QRect(0, 0, size, size), Qt.AlignmentFlag.AlignCenter, _glyph(name))
    painter.end()
    return picture


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
    return theme.add_font(file)


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


def of_the_program() -> QIcon:
    """Return the program's own icon, in every size that it was drawn in."""
    icon = QIcon()
    for file in sorted((paths.resources() / "icons").glob("hallduty-*.png")):
        icon.addFile(str(file))
    return icon
