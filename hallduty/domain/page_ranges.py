"""Pages to print as people write them: “1-3,5”, also with Chinese signs."""

from __future__ import annotations

import re
import unicodedata

from hallduty.domain.errors import FieldProblem, refuse

_PART = re.compile(r"(\d{1,6})?(-)?(\d{1,6})?")
_DASHES = str.maketrans(dict.fromkeys("—–~～至到−‐", "-") | {"、": ",", ";": ",", ".": ","})


def parse_pages(text: str, count: int) -> list[int]:
    """Return page numbers from 1 in reading order, each once; all of them for “”.

    Raises InvalidInput for field “pages” where it cannot be read or no such page exists.
    """
    plain = unicodedata.normalize("NFKC", text).translate(_DASHES)
    plain = "".join(plain.split()).replace("--", "-").replace("第", "").replace("页", "")
    found: set[int] = set()
    for part in filter(None, plain.split(",")):
        read = _PART.fullmatch(part)
        if read is None or not (read[1] or read[3]):
            refuse([FieldProblem("pages", f"页码“{part[:20]}”读不懂，请写作 1-3,5")])
            return []
        first = int(read[1] or 1)
        last = int(read[3]) if read[3] else count if read[2] else first
        if first > last:
            first, last = last, first
        if not 1 <= first <= last <= count:
            refuse([FieldProblem("pages", f"没有第 {part} 页，这份文件共 {count} 页")])
        found.update(range(first, last + 1))
    return sorted(found) or list(range(1, count + 1))


def as_ranges(pages: list[int]) -> list[tuple[int, int]]:
    """Return sorted page numbers as stretches: [1, 2, 3, 5] → (1, 3), (5, 5)."""
    found: list[tuple[int, int]] = []
    for page in pages:
        if found and page == found[-1][1] + 1:
            found[-1] = (found[-1][0], page)
        else:
            found.append((page, page))
    return found


def kind_of_paper(name: str) -> str:
    """Return what kind a paper is by its file name, without numbers and dates.

    2026-001 登记表 and 2026-014 登记表 are of one kind.
    """
    words = re.sub(r"\d+(年|月|日)?|[\s\-_—（）()至.]+", "", name.removesuffix(".pdf"))
    return words[:40] or "其他"
