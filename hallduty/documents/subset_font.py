"""A TrueType font embedded as subsets whose text can be copied, rare characters included."""

from __future__ import annotations

from typing import Any

_MOST_PER_BLOCK = 100  # the PDF specification's limit for one bfchar block


def subset_font(name: str, path: str, index: int) -> Any:
    """Return a font for reportlab; raises when the file is not a usable TrueType font.

    reportlab writes code points beyond the BMP (𬭎) into the table for copying as five digits,
    which readers take for another character; here they are written as UTF-16.
    """
    from reportlab.pdfbase import pdfdoc
    from reportlab.pdfbase.ttfonts import TTFont

    class SubsetFont(TTFont):  # type: ignore[misc]
        def addObjects(self, doc: Any) -> None:
            subsets = list(self.state[doc].subsets)  # gone once the objects are written
            super().addObjects(doc)
            for number, subset in enumerate(subsets):
                tag = _subset_tag(number)
                base = b"".join((tag, b"+", self.face.name, self.face.subfontNameX))
                base_name = base.decode("pdfdoc")
                stream: pdfdoc.PDFStream = doc.idToObject[f"toUnicodeCMap:{base_name}"]
                stream.content = to_unicode(base_name, subset)

    return SubsetFont(name, path, subfontIndex=index, shapable=False)


def to_unicode(name: str, subset: list[int]) -> str:
    """Return the table that maps the codes of a subset to UTF-16 for copying and searching."""
    pairs = [(code, point) for code, point in enumerate(subset) if point]
    blocks = []
    for start in range(0, len(pairs), _MOST_PER_BLOCK):
        block = pairs[start : start + _MOST_PER_BLOCK]
        rows = [f"<{code:02X}> <{chr(point).encode('utf-16-be').hex()}>" for code, point in block]
        blocks.append("\n".join([f"{len(block)} beginbfchar", *rows, "endbfchar"]))
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin",
            "12 dict begin",
            "begincmap",
            f"/CIDSystemInfo << /Registry ({name}) /Ordering ({name}) /Supplement 0 >> def",
            f"/CMapName /{name} def",
            "/CMapType 2 def",
            "1 begincodespacerange",
            f"<00> <{len(subset) - 1:02X}>",
            "endcodespacerange",
            *blocks,
            "endcmap",
            "CMapName currentdict /CMap defineresource pop",
            "end",
            "end",
        ]
    )


def _subset_tag(number: int) -> bytes:
    from reportlab.pdfbase.ttfonts import SUBSETN

    tag: bytes = SUBSETN(number)
    return tag
