"""A taxpayer's contact typed or pasted as one line: name, phone and matter told apart."""

from __future__ import annotations

import re

from hallduty.domain import phones

_SEPARATORS = re.compile(r"[\s,，、;；:：]+")
# A taxpayer leaves a mobile or a landline; “2026” is a year, not an extension.
_LEAST_DIGITS = 7
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")


def read_contact(typed: str) -> tuple[str, str, str] | None:
    """Return (name, phone, matter) when a number stands in `typed`, else None.

    张三 13812345678 企业所得税申报 and 张三13812345678申报 read alike.
    """
    glued = _MOBILE.search(phones.normalised(typed)) if _MOBILE.search(typed) else None
    if glued is not None:
        number = _MOBILE.search(typed)
        assert number is not None
        return _trim(typed[: number.start()]), number[0], _trim(typed[number.end() :])
    words = [word for word in _SEPARATORS.split(typed.strip()) if word]
    for index, word in enumerate(words):
        digits = sum(character.isdigit() for character in word)
        if digits >= _LEAST_DIGITS and phones.problem_in("phone", "", word) is None:
            return "".join(words[:index]), phones.normalised(word), " ".join(words[index + 1 :])
    return None


def _trim(text: str) -> str:
    return _SEPARATORS.sub(" ", text).strip()
