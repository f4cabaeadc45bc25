"""Reads a PDF back as a user's viewer does: its text, its fonts, where things stand."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pypdfium2 as pdfium
from pypdf import PdfReader


def page_texts(pdf: bytes) -> list[str]:
    """Return the text of each page as copied from a viewer."""
    document = pdfium.PdfDocument(pdf)
    texts = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return [text.replace("\r\n", "\n") for text in texts]


def joined(text: str) -> str:
    """Return text without line ends and blanks, as a search over several lines sees it."""
    return "".join(text.split())


def find_all(pdf: bytes, sought: str) -> int:
    """Count the hits of a viewer's search."""
    document = pdfium.PdfDocument(pdf)
    hits = 0
    for page in document:
        search = page.get_textpage().search(sought)
        while search.get_next() is not None:
            hits += 1
    document.close()
    return hits


def fonts(pdf: bytes) -> dict[str, Any]:
    """Return the fonts of a PDF by their base name."""
    found = {}
    for page in PdfReader(BytesIO(pdf)).pages:
        for font in page["/Resources"]["/Font"].values():
            found[str(font["/BaseFont"])] = font.get_object()
    return found


def ink_box(pdf: bytes, page: int = 0) -> tuple[float, float, float, float]:
    """Return left, top, right and bottom of what is drawn, in millimetres from the top left."""
    document = pdfium.PdfDocument(pdf)
    scale = 4
    image = (
        document[page].render(scale=scale).to_pil().convert("L").point(lambda v: v < 200 and 255)
    )
    document.close()
    box = image.getbbox()
    assert box is not None
    return tuple(v / scale / 72 * 25.4 for v in box)  # type: ignore[return-value]


@dataclass(frozen=True)
class Character:
    """A character as drawn: the left and right of its ink and its foot, in points."""

    text: str
    x: float
    y: float
    right: float


def characters(pdf: bytes, page: int = 0) -> list[Character]:
    """Return the visible characters of a page in reading order."""
    document = pdfium.PdfDocument(pdf)
    text_page = document[page].get_textpage()
    found = []
    for index in range(text_page.count_chars()):
        text = text_page.get_text_range(index, 1)
        if text.strip():
            left, bottom, right, _ = text_page.get_charbox(index)
            found.append(Character(text, left, bottom, right))
    document.close()
    return found


def outline(pdf: bytes) -> list[tuple[str, int]]:
    """Return the titles of a PDF's outline with the pages (from 0) that they lead to."""
    reader = PdfReader(BytesIO(pdf))
    return [
        (str(entry.title), reader.get_destination_page_number(entry))  # type: ignore[union-attr]
        for entry in reader.outline
    ]
