"""Rules for typed text: what is refused beside the field and what is tidied."""

from __future__ import annotations

import unicodedata

from hallduty.domain.errors import FieldProblem

LINE = 200
PARAGRAPH = 2_000
LONG_TEXT = 20_000

# Invisible marks that reorder or hide text; pasted from chat programs, never wanted on paper.
_HIDDEN = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


# Those and the marks of no width at all: what may be dropped from a pasted list without loss.
INVISIBLE = _HIDDEN | frozenset("\u200b\u200c\u2060\u00ad")

# The plain way to write what is typed full-width, and the many blanks and dashes.
_FOLDED = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_FOLDED |= {
    "\u3000": " ",
    "\u00a0": " ",
    "\u2007": " ",
    "\u202f": " ",
    "—": "-",
    "–": "-",
    "－": "-",
    "‐": "-",
    "‑": "-",
    "−": "-",
}


def hidden_character(text: str) -> str | None:
    """Return the first character that no paper can show (controls, direction marks)."""
    for character in text:
        if character in "\n\t":
            continue
        if character in _HIDDEN or unicodedata.category(character) in ("Cc", "Cs", "Cn", "Co"):
            return character
    return None


def problem_in(
    field: str, label: str, text: str, *, limit: int = LINE, required: bool = False
) -> FieldProblem | None:
    """Return what is wrong with `text`, or None. `limit` counts characters."""
    if required and not text.strip():
        return FieldProblem(field, f"请填写{label}")
    if len(text) > limit:
        return FieldProblem(field, f"{label}最多 {limit} 字，现有 {len(text)} 字，请删减")
    hidden = hidden_character(text)
    if hidden is not None:
        place = text.index(hidden) + 1
        return FieldProblem(
            field, f"{label}第 {place} 个字符不可见（U+{ord(hidden):04X}），请删除后重试"
        )
    return None


def tidy(text: str) -> str:
    """Return `text` with one kind of line end and without blanks at its ends."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def one_line(text: str) -> str:
    """Return `text` folded to one line."""
    return " ".join(tidy(text).split())


def folded(text: str) -> str:
    """Return `text` with half-width digits and marks, each character where it was.

    Names are left alone: folding them could turn one rare character into another.
    """
    return "".join(_FOLDED.get(character, character) for character in text)
