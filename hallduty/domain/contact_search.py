"""Finding people by what is typed: name, pinyin, initials, department, post, duty or number."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class _Card:
    """What of a person is compared, folded once: ten thousand at every key would take too long."""

    name: str
    syllables: tuple[str, ...]
    initials: str
    others: str
    numbers: str


class PeopleSearch:
    """Finds among the same people, key after key, what is typed."""

    def __init__(self, people: Sequence[Person], departments: Mapping[int, str]) -> None:
        """Learn the people; `departments` are the names of the departments by id."""
        self.people = list(people)
        self._cards = [_card(p, departments.get(p.department_id or 0, "")) for p in self.people]

    def find(self, typed: str) -> list[Person]:
        """Return the people who fit what was typed, best first, else in their own order."""
        words = _words(typed)
        found = [
            (rank, place)
            for place, card in enumerate(self._cards)
            if (rank := _fit(card, words)) is not None
        ]
        return [self.people[place] for _fitting, place in sorted(found)]


def matches(person: Person, department_name: str, typed: str) -> int | None:
    """Return how well a person fits (see Rank), or None; every word typed must be found.

    “sxx”, “shanx”, “单雄”, “信息中心 主任”, “8765” are all understood. An empty text fits all.
    """
    return _fit(_card(person, department_name), _words(typed))


def find_people(
    typed: str, people: Sequence[Person], departments: Mapping[int, str]
) -> list[Person]:
    """Return the people who fit what was typed, best first, else in their own order."""
    return PeopleSearch(people, departments).find(typed)


def department_matches(department: Department, typed: str, pinyin: str = "") -> bool:
    """Tell whether a department fits: by name, category, number, or the pinyin handed in."""
    said = _folded(f"{department.name} {department.category}")
    number, syllables = _digits(department.phone), pinyin.split()
    initials = "".join(syllable[0] for syllable in syllables)
    return all(
        word in said
        or bool(digits and digits in number)
        or _spelled(word, syllables, initials) is not None
        for word, digits in _words(typed)
    )


def _card(person: Person, department_name: str) -> _Card:
    syllables = tuple(person.pinyin.split())
    return _Card(
        "".join(_folded(person.name).split()),
        syllables,
        "".join(syllable[0] for syllable in syllables),
        _folded(
            f"{department_name} {person.post} {person.duty} {person.mobile} {person.office_phone}"
        ),
        f"{_digits(person.mobile)} {_digits(person.office_phone)}",
    )


def _words(typed: str) -> list[tuple[str, str]]:
    """Return each word typed with its digits, if it is a number."""
    return [(word, _digits(word)) for word in _folded(typed).split()]


def _fit(card: _Card, words: Sequence[tuple[str, str]]) -> Rank | None:
    worst = Rank.NAME
    for word, digits in words:
        rank = _rank(card, word, digits)
        if rank is None:
            return None
        worst = max(worst, rank)
    return worst


def _rank(card: _Card, word: str, digits: str) -> Rank | None:
    if card.name == word:
        return Rank.NAME
    if card.name.startswith(word):
        return Rank.NAME_BEGINS
    spelled = _spelled(word, card.syllables, card.initials)
    if spelled in (Rank.INITIALS, Rank.PINYIN_BEGINS):
        return spelled
    if word in card.name:
        return Rank.NAME_HOLDS
    if spelled is not None:
        return spelled
    if word in card.others or (digits and digits in card.numbers):
        return Rank.OTHER
    return None


def _spelled(word: str, syllables: Sequence[str], initials: str) -> Rank | None:
    """Tell how a word of Latin letters fits a reading (“shan xiong xin”)."""
    # It begins with the first letter of some syllable, or fits none.
    if word[0] not in initials or not (word.isascii() and word.isalnum()):
        return None
    if word == initials:
        return Rank.INITIALS
    for start, initial in enumerate(initials):
        if initial == word[0] and _begins(word, syllables[start:]):
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
