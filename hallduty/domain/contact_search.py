"""Finding people by what is typed: name, pinyin, initials, department, post, duty or number."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from enum import IntEnum

from hallduty.domain import phones
from hallduty.domain.contacts import Department, Person


class Rank(IntEnum):
    """How well somebody fits what was typed; the better, the smaller."""

    NAME = 0
    NAME_BEGINS = 1
    INITIALS = 2
    PINYIN_BEGINS = 3
    NAME_HOLDS = 4
    PINYIN_HOLDS = 5
    OTHER = 6


def matches(person: Person, department_name: str, typed: str) -> int | None:
    """Return how well a person fits (see Rank), or None; every word typed must be found.

    “sxx”, “shanx”, “单雄”, “信息中心 主任”, “8765” are all understood. An empty text fits all.
    """
    words = _folded(typed).split()
    if not words:
        return Rank.NAME
    found = [_rank(person, department_name, word) for word in words]
    if any(rank is None for rank in found):
        return None
    return max(rank for rank in found if rank is not None)


def find_people(
    typed: str, people: Sequence[Person], departments: Mapping[int, str]
) -> list[Person]:
    """Return the people who fit what was typed, best first, else in their own order.

    `departments` are the names of the departments by id.
    """
    found = [
        (rank, place, person)
        for place, person in enumerate(people)
        if (rank := matches(person, departments.get(person.department_id or 0, ""), typed))
        is not None
    ]
    return [person for _fit, _place, person in sorted(found, key=lambda each: each[:2])]


def department_matches(department: Department, typed: str, pinyin: str = "") -> bool:
    """Tell whether a department fits: by name, category, number, or the pinyin handed in."""
    said = _folded(f"{department.name} {department.category}")
    number = _digits(department.phone)
    return all(
        word in said
        or bool(_digits(word) and _digits(word) in number)
        or _spelled(word, pinyin) is not None
        for word in _folded(typed).split()
    )


def _rank(person: Person, department_name: str, word: str) -> Rank | None:
    name = "".join(_folded(person.name).split())
    if name == word:
        return Rank.NAME
    if name.startswith(word):
        return Rank.NAME_BEGINS
    spelled = _spelled(word, person.pinyin)
    if spelled in (Rank.INITIALS, Rank.PINYIN_BEGINS):
        return spelled
    if word in name:
        return Rank.NAME_HOLDS
    if spelled is not None:
        return spelled
    others = _folded(
        f"{department_name} {person.post} {person.duty} {person.mobile} {person.office_phone}"
    )
    if word in others:
        return Rank.OTHER
    digits = _digits(word)
    if digits and digits in f"{_digits(person.mobile)} {_digits(person.office_phone)}":
        return Rank.OTHER
    return None


def _spelled(word: str, pinyin: str) -> Rank | None:
    """Tell how a word of Latin letters fits a reading (“shan xiong xin”)."""
    if not pinyin or not (word.isascii() and word.isalnum()):
        return None
    syllables = pinyin.split()
    if word == "".join(syllable[0] for syllable in syllables):
        return Rank.INITIALS
    for start in range(len(syllables)):
        if _begins(word, syllables[start:]):
            return Rank.PINYIN_HOLDS if start else Rank.PINYIN_BEGINS
    return None


def _begins(word: str, syllables: Sequence[str]) -> bool:
    """Tell whether a word is made of beginnings of the syllables, one after the other."""
    # The places in the word up to which the syllables so far can have been typed.
    reached = {0}
    for syllable in syllables:
        further = set()
        for place in reached:
            length = 0
            while (
                length < len(syllable)
                and word[place + length : place + length + 1] == (syllable[length])
            ):
                length += 1
                further.add(place + length)
        if len(word) in further:
            return True
        reached = further
        if not reached:
            return False
    return False


def _folded(text: str) -> str:
    """Return text as it is compared: half-width, lower case, ü as a keyboard writes it."""
    return unicodedata.normalize("NFKC", text).casefold().replace("ü", "v")


def _digits(text: str) -> str:
    """Return the digits of a number, however it is parted (0570-876 5432)."""
    number = phones.normalised(text)
    return "".join(number.replace("-", "").split()) if any(c.isdigit() for c in number) else ""
