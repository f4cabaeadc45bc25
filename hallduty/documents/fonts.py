"""Typefaces of the paper: the PC's own or the bundled ones, character by character."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hallduty.documents import font_files
from hallduty.documents.font_files import TYPEFACES, FontFile, Typeface
from hallduty.domain.settings import PrintFonts
from hallduty.errors import EnvironmentProblem

if TYPE_CHECKING:
    from reportlab.pdfbase.ttfonts import TTFont

SUBSTITUTE = "〓"
BOX = "□"
# Drawn as an empty box with strokes over it: few fonts have these signs.
TICKED = {"☑": "tick", "☒": "cross", "☐": "empty"}
_MOST_WIDTHS = 50_000  # remembered widths of words; a long ledger uses fewer
_INVISIBLE = ("Cc", "Cf", "Cs")


@dataclass(frozen=True, slots=True)
class Glyph:
    """How one character is drawn: the registered font, the character, its width in ems."""

    font: str
    text: str
    width: float
    tick: str = ""


class FontLibrary:
    """The fonts of this PC and the bundled ones, parsed when first used, shared by all papers.

    `folders` are where the system keeps its fonts; None means this PC's own places.
    """

    def __init__(
        self, bundled: Path, choice: PrintFonts | None = None, folders: Sequence[Path] | None = None
    ) -> None:
        self._bundled = bundled
        self._choice = choice or PrintFonts()
        self._folders = font_files.system_folders() if folders is None else tuple(folders)
        self._parsed: dict[str, TTFont | None] = {}

    @cached_property
    def _installed(self) -> dict[str, Path]:
        return font_files.installed(self._folders)

    def parsed(self, file: FontFile) -> TTFont | None:
        """Return the font, ready to use; None when it cannot be used (damaged, CFF, locked)."""
        if file.key not in self._parsed:
            self._parsed[file.key] = _parse(file)
        return self._parsed[file.key]

    def resolve(self, face: Typeface) -> tuple[FontFile, str]:
        """Return the file for a typeface, and what to tell the user (empty: as wanted)."""
        told = ""
        wanted = self._wanted(face.name)
        if wanted:
            found = font_files.find_family(wanted, self._installed.values())
            if found is not None and self.parsed(found) is not None:
                return found, ""
            told = f"没有可用的字体“{wanted}”"
        for name in face.files:
            path = self._installed.get(name)
            if path is not None and self.parsed(FontFile(path)) is not None:
                return FontFile(path), f"{told}，{face.name}用系统字体" if told else ""
        bundled = FontFile(self._bundled / face.bundled)
        if self.parsed(bundled) is None:
            raise EnvironmentProblem(f"字体文件 {bundled.path} 缺失或损坏，请重新安装程序")
        told = f"{told}，" if told else ""
        return bundled, f"{told}{face.name}以 {face.bundled_name} 代替"

    def reserves(self) -> list[FontFile]:
        """Return what is tried, in order, for a character that a typeface lacks."""
        rest = [self._installed[name] for name in font_files.RESERVES if name in self._installed]
        bundled = [FontFile(self._bundled / name) for name in font_files.BUNDLED]
        return bundled + [FontFile(path) for path in rest]

    def faces(self) -> Faces:
        """Return the typefaces for one paper."""
        return Faces(self)

    def _wanted(self, name: str) -> str:
        choice = self._choice
        chosen = {
            "仿宋": choice.body,
            "宋体": choice.body,
            "黑体": choice.heading,
            "楷体": choice.kai,
            "小标宋": choice.title,
        }
        return chosen[name].strip()


class Faces:
    """The typefaces of one paper; remembers which characters and typefaces were not to be had."""

    def __init__(self, library: FontLibrary) -> None:
        self._library = library
        self._faces: dict[str, Face] = {}
        self._missing: dict[str, None] = {}
        self._substituted: dict[str, None] = {}

    def face(self, name: str) -> Face:
        """Return the typeface 仿宋, 宋体, 黑体, 楷体 or 小标宋; KeyError for any other."""
        if name not in self._faces:
            typeface = next((t for t in TYPEFACES if t.name == name), None)
            if typeface is None:
                raise KeyError(name)
            file, told = self._library.resolve(typeface)
            if told:
                self._substituted[told] = None
            self._faces[name] = Face(name, file, self._library, self._missing)
        return self._faces[name]

    @property
    def missing(self) -> tuple[str, ...]:
        """The characters that no font has, in the order in which they were met."""
        return tuple(self._missing)

    @property
    def substituted(self) -> tuple[str, ...]:
        """A sentence for each typeface that another one stands in for."""
        return tuple(self._substituted)


class Face:
    """One typeface with its fallbacks; tells for each character how it is drawn."""

    def __init__(
        self, name: str, file: FontFile, library: FontLibrary, missing: dict[str, None]
    ) -> None:
        self.name = name
        self._chain = [file, *(f for f in library.reserves() if f != file)]
        self._library = library
        self._missing = missing
        self._glyphs: dict[str, Glyph | None] = {}
        self._widths: dict[str, float] = {}

    def glyph(self, character: str) -> Glyph | None:
        """Return how `character` is drawn; None when it is invisible and takes no room.

        A character that no font has is drawn as 〓 and noted as missing, never an empty box.
        """
        try:
            return self._glyphs[character]
        except KeyError:
            found = self._glyphs[character] = self._look_up(character)
            return found

    def width(self, text: str) -> float:
        """Return the width of `text` on one line, in ems."""
        known = self._widths.get(text)
        if known is None:
            known = sum(glyph.width for glyph in map(self.glyph, text) if glyph is not None)
            if len(self._widths) < _MOST_WIDTHS:
                self._widths[text] = known
        return known

    def _look_up(self, character: str) -> Glyph | None:
        if character in TICKED:
            box = self._in_fonts(BOX)
            return box and Glyph(box.font, BOX, box.width, TICKED[character])
        if _takes_no_room(character):
            return None
        found = self._in_fonts(character)
        if found is not None:
            return found
        if unicodedata.category(character) == "Zs":
            return self._in_fonts(" ")
        self._missing[character] = None
        return self._in_fonts(SUBSTITUTE)

    def _in_fonts(self, character: str) -> Glyph | None:
        code = ord(character)
        for file in self._chain:
            font = self._library.parsed(file)
            if font is not None and code in font.face.charToGlyph:
                width = font.face.charWidths.get(code, font.face.defaultWidth)
                return Glyph(font.fontName, character, width / 1000)
        return None


def _takes_no_room(character: str) -> bool:
    """Tell whether nothing is lost when the character is not drawn: controls, selectors."""
    code = ord(character)
    selector = 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF
    return selector or unicodedata.category(character) in _INVISIBLE


def _parse(file: FontFile) -> TTFont | None:
    """Parse and register a font under its key."""
    from reportlab.pdfbase import pdfmetrics

    from hallduty.documents.subset_font import subset_font

    if file.key in pdfmetrics.getRegisteredFontNames():  # parsed for an earlier library
        return pdfmetrics.getFont(file.key)
    try:
        font: Any = subset_font(file.key, str(file.path), file.index)
    except Exception:  # a damaged font fails in as many ways as its tables can be wrong
        return None
    names = {getattr(pdfmetrics.getFont(key).face, "name", b"") for key in _registered()}
    if font.face.name in names:  # two files of one font: their parts must not mix in a paper
        font.face.name += b"-%d" % len(names)
    pdfmetrics.registerFont(font)
    return font


def _registered() -> list[str]:
    """Return the keys of the font files registered so far (reportlab's own names have no #)."""
    from reportlab.pdfbase import pdfmetrics

    return [name for name in pdfmetrics.getRegisteredFontNames() if "#" in name]
