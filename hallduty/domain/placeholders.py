"""Templates with 【占位】: which placeholders a text names, filling them, and what stays open."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

_PLACEHOLDER = re.compile(r"【([^【】]*)】")
_LONGEST_NAME = 20
_MOST_NAMED = 6


def names_in(text: str) -> tuple[str, ...]:
    """Return the placeholders that a text names, each once, in reading order."""
    return tuple(dict.fromkeys(name.strip() for name in _PLACEHOLDER.findall(text)))


def is_unpaired(text: str) -> bool:
    """Tell whether a bracket stands without its partner."""
    rest = _PLACEHOLDER.sub("", text)
    return "【" in rest or "】" in rest


def fill(template: str, facts: Mapping[str, str]) -> str:
    """Put the facts in place of their marks; what is not known stays as a visible mark.

    A fact is taken as it is: marks in what somebody typed are never filled in turn.
    """
    return _PLACEHOLDER.sub(lambda match: facts.get(match[1].strip()) or match[0], template)


def marks(names: Iterable[str], between: str = "") -> str:
    """Name placeholders in a sentence: 【地点】【时间】; of many the first ones."""
    whole = list(names)
    shown = [name if len(name) <= _LONGEST_NAME else name[:_LONGEST_NAME] + "…" for name in whole]
    more = f"等 {len(shown)} 处" if len(shown) > _MOST_NAMED else ""
    return between.join(f"【{name}】" for name in shown[:_MOST_NAMED]) + more
