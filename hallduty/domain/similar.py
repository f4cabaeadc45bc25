"""Texts that resemble each other: ranked by the two-character words that they share."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

# Words of asking, which say nothing of what is asked.
_WORDS_OF_ASKING = (
    "怎么 如何 怎样 是否 能否 可否 可以 需要 哪些 什么 时候 请问 么样 样办 么办 办理 处理 问题 "
    "的是 是不 不是 有没 没有 多少 一下 我们 你们 这个 那个"
)
_ASKING = frozenset(_WORDS_OF_ASKING.split())
MOST_WORDS = 24
# Of what is typed so much must be found again, or it is chance.
_LEAST_SHARE = 0.2
# Of more words than these, one alone in common is chance.
_FEW = 4


def words_of(text: str) -> list[str]:
    """Return the two-character words of a text, each once, in their order.

    Words of asking are left out while there are others; of a long text every part has a say.
    """
    folded = text.lower()
    found = dict.fromkeys(a + b for a, b in pairwise(folded) if _counts(a) and _counts(b))
    telling = [word for word in found if word not in _ASKING] or list(found)
    return spread(telling, MOST_WORDS)


def spread(items: list[str], most: int) -> list[str]:
    """Return at most so many of the items, taken evenly from beginning to end."""
    if len(items) <= most:
        return items
    step = len(items) / most
    return [items[int(number * step)] for number in range(most)]


def shared(typed: Iterable[str], text: str) -> int:
    """Return how many of the words of what was typed stand in `text`."""
    folded = text.lower()
    return sum(1 for word in typed if word in folded)


def alike(typed: list[str], text: str) -> float:
    """Return how alike a text is: the share of the typed words in it, less for its length.

    0.0 when what they share may be chance.
    """
    if not typed:
        return 0.0
    common = shared(typed, text)
    share = common / len(typed)
    if common == 0 or share < _LEAST_SHARE or (common == 1 and len(typed) > _FEW):
        return 0.0
    return share + 0.1 * common / max(len(text), 1)


def _counts(character: str) -> bool:
    return character.isalnum() or ord(character) >= 0x10000
