"""Telephone numbers: what is one, how it is written, how it is masked."""

from __future__ import annotations

import re
import unicodedata

from hallduty.domain.errors import FieldProblem

_SHAPES = re.compile(
    r"""^(?:
        1[3-9]\d{9}                               # mobile
      | (?:0\d{2,3}-?)?[2-9]\d{6,7}(?:(?:-|转)\d{1,6})?   # landline, with or without an extension
      | [48]00-?\d{3}-?\d{4}                      # service lines
      | (?:分机)?[1-9]\d{2,5}                     # extension or short number: 608, 110, 12366
    )$""",
    re.VERBOSE,
)


def normalised(text: str) -> str:
    """Return `text` in half-width digits without blanks: １３８ 0000 0000 → 13800000000."""
    folded = unicodedata.normalize("NFKC", text).replace("—", "-").replace("－", "-")
    return "".join(folded.split())


def problem_in(field: str, label: str, text: str, *, required: bool = False) -> FieldProblem | None:
    """Return what is wrong with the number in `text`, or None (facts: personal data)."""
    number = normalised(text)
    if not number:
        return FieldProblem(field, f"请填写{label}") if required else None
    if _SHAPES.match(number) is None:
        return FieldProblem(
            field,
            f"{label}不是有效的电话号码：手机 11 位，座机如 0570-8765432，短号如 110、分机608",
        )
    return None


def masked(text: str) -> str:
    """Return the number with its middle hidden: 138****5678, 0570-****321 (PIPL art. 6)."""
    number = normalised(text)
    if len(number) < 7:
        return number
    head = 5 if number.startswith("0") else 3
    return f"{number[:head]}****{number[head + 4 :]}"
