"""Typefaces: what the PC lacks is replaced and said; a rare character prints or is reported."""

from __future__ import annotations

import shutil
import struct
from pathlib import Path

import pytest

from hallduty.documents.flow import Prose
from hallduty.documents.font_files import families_in, system_folders
from hallduty.documents.fonts import Faces, FontLibrary
from hallduty.documents.page import A4, Setup, build
from hallduty.documents.paper import Paper, PrintMark
from hallduty.documents.typeset import Style
from hallduty.domain.settings import PrintFonts
from hallduty.errors import EnvironmentProblem
from tests.documents.conftest import FONTS
from tests.documents.pdf_reading import find_all, fonts, joined, page_texts

SETUP = Setup(A4, 80, 80, 100, 100)


def print_text(text: str, faces: Faces, printed: PrintMark) -> Paper:
    story = [Prose(text, Style(faces.face("仿宋"), 16, 29, indent=2))]
    return build(story, SETUP, faces, printed, title="试印")


def test_rare_names_print_and_can_be_copied(faces: Faces, printed: PrintMark) -> None:
    paper = print_text("处置人𬭎某、𰻝某", faces, printed)
    assert paper.missing == ()
    assert "处置人𬭎某、𰻝某" in joined(page_texts(paper.pdf)[0])
    assert find_all(paper.pdf, "处置人") == 1


def test_a_character_no_font_has_is_reported_and_never_an_empty_box(
    faces: Faces, printed: PrintMark
) -> None:
    paper = print_text("办税人😀𪚥说", faces, printed)
    assert paper.missing == ("😀", "𪚥")
    text = joined(page_texts(paper.pdf)[0])
    assert "办税人〓〓说" in text
    assert "U+1F600、U+2A6A5" in text


def test_invisible_characters_neither_print_nor_count(faces: Faces, printed: PrintMark) -> None:
    paper = print_text("葛\U000e0100城\u202e倒\u0000序\ufeff\ud800", faces, printed)
    assert paper.missing == ()
    assert "葛城倒序" in page_texts(paper.pdf)[0]


def test_markup_is_printed_as_typed(faces: Faces, printed: PrintMark) -> None:
    paper = print_text('<b>&lt;x</b> </para> <font size="99">=cmd|', faces, printed)
    assert joined('<b>&lt;x</b> </para> <font size="99">=cmd|') in joined(page_texts(paper.pdf)[0])


def test_fonts_are_embedded_as_subsets(faces: Faces, printed: PrintMark) -> None:
    paper = print_text("一般突发事件" * 50, faces, printed)
    found = fonts(paper.pdf)
    used = [font for name, font in found.items() if "Noto" in name]
    assert used
    for font in used:
        assert str(font["/BaseFont"])[7] == "+"
        assert "/FontFile2" in font["/FontDescriptor"]
        assert "/ToUnicode" in font
    assert len(paper.pdf) < 100_000


def test_replaced_typefaces_are_said(library: FontLibrary) -> None:
    faces = library.faces()
    assert faces.substituted == ()
    faces.face("仿宋")
    faces.face("黑体")
    assert faces.substituted == ("仿宋以 Noto Serif SC 代替", "黑体以 Noto Sans SC 粗体 代替")


def test_fonts_are_read_only_when_a_paper_uses_them(tmp_path: Path) -> None:
    library = FontLibrary(tmp_path, folders=())
    faces = library.faces()
    with pytest.raises(EnvironmentProblem, match="字体文件"):
        faces.face("宋体")


@pytest.fixture
def system(tmp_path: Path) -> Path:
    """A folder of installed fonts: a real 仿宋 and a damaged 黑体, named as Windows names them."""
    shutil.copy(FONTS / "NotoSansSC-Regular.ttf", tmp_path / "SIMFANG.TTF")
    (tmp_path / "simhei.ttf").write_bytes(b"\0\1\0\0 no font")
    (tmp_path / "broken.ttc").write_bytes(b"ttcf")
    return tmp_path


def test_the_pc_has_the_typeface(system: Path, printed: PrintMark) -> None:
    faces = FontLibrary(FONTS, folders=[system, system / "none"]).faces()
    assert "SIMFANG" in faces.face("仿宋").glyph("办").font  # type: ignore[union-attr]
    assert faces.substituted == ()
    # Two files of one font in one paper must not mix up each other's characters.
    paper = print_text("办税𰻝" + "服务场所突发事件", faces, printed)
    assert "办税𰻝服务场所突发事件" in joined(page_texts(paper.pdf)[0])


def as_collection(font: bytes) -> bytes:
    """Return a font as the first of a collection, the way Windows ships 宋体."""
    tables = struct.unpack(">H", font[4:6])[0]
    records = bytearray(font[: 12 + 16 * tables])
    for start in range(12, len(records), 16):
        (offset,) = struct.unpack(">L", records[start + 8 : start + 12])
        records[start + 8 : start + 12] = struct.pack(">L", offset + 16)
    return struct.pack(">4sLLL", b"ttcf", 0x10000, 1, 16) + bytes(records) + font[len(records) :]


def test_a_font_out_of_a_collection(tmp_path: Path, printed: PrintMark) -> None:
    font = (FONTS / "NotoSansSC-Regular.ttf").read_bytes()
    (tmp_path / "simsun.ttc").write_bytes(as_collection(font))
    assert any("Noto Sans SC" in names for names in families_in(tmp_path / "simsun.ttc"))
    faces = FontLibrary(FONTS, folders=[tmp_path]).faces()
    assert "simsun.ttc" in faces.face("宋体").glyph("办").font  # type: ignore[union-attr]
    story = [Prose("办税服务场所", Style(faces.face("宋体"), 16, 29))]
    paper = build(story, SETUP, faces, printed, title="试印")
    assert "办税服务场所" in page_texts(paper.pdf)[0]
    assert faces.substituted == ()


def test_a_damaged_system_font_is_passed_over(system: Path) -> None:
    faces = FontLibrary(FONTS, folders=[system]).faces()
    assert "NotoSansSC-Bold" in faces.face("黑体").glyph("办").font  # type: ignore[union-attr]
    assert faces.substituted == ("黑体以 Noto Sans SC 粗体 代替",)


def test_the_setting_names_a_family(system: Path) -> None:
    assert any("Noto Sans SC" in names for names in families_in(FONTS / "NotoSansSC-Bold.ttf"))
    library = FontLibrary(FONTS, PrintFonts(kai="noto sans sc", title="没有这种"), [system])
    faces = library.faces()
    assert "SIMFANG" in faces.face("楷体").glyph("办").font  # type: ignore[union-attr]
    faces.face("小标宋")
    assert faces.substituted == ("没有可用的字体“没有这种”，小标宋以 Noto Serif SC 粗体 代替",)


def test_this_pc_says_where_its_fonts_are() -> None:
    assert all(folder.is_absolute() for folder in system_folders())
