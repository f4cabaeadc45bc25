"""What is typed into a cell of the roster, read as people: “zs”, “张三、李四”, “张三/李四”."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from hallduty.domain.contact_search import find_people
from hallduty.domain.contacts import Person
from hallduty.domain.roster import Part

# Morning before the stroke, afternoon behind it.
HALVES = re.compile(r"[/／]")
SEATS = re.compile(r"[、，,；;]")
_SHOWN = 12

Planned = Mapping[Part, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Crew:
    """The people who can be meant; `picked` settles which of several of the same name."""

    people: Sequence[Person]
    departments: Mapping[int, str] = field(default_factory=dict)
    picked: Mapping[str, Person] = field(default_factory=dict)

    def meant_by(self, word: str) -> tuple[Person | None, str]:
        """Return the person a word means, or what is wrong with it."""
        typed = " ".join(word.split())
        if typed in self.picked:
            return self.picked[typed], ""
        same = [person for person in self.people if person.name == typed]
        found = same or find_people(typed, self.people, self.departments)
        if len(found) == 1:
            return found[0], ""
        shown = typed if len(typed) <= _SHOWN else typed[:_SHOWN] + "…"
        if not found:
            return None, f"通讯录里没有“{shown}”，请先到通讯录登记，或从列表中选择"
        if same:
            return None, f"有 {len(same)} 位{shown}，请用方向键从列表中选择"
        return None, f"“{shown}”有 {len(found)} 人符合，请用方向键从列表中选择"

    def borne_by(self, text: str) -> Person | None:
        """Return the one person whose whole name the text is, whatever marks are in it."""
        typed = " ".join(text.split())
        same = [person for person in self.people if person.name == typed]
        return self.picked.get(typed) or (same[0] if len(same) == 1 else None)

    def near(self, word: str) -> list[Person]:
        """Return those whom an unfinished word can mean, best first; nobody for no word."""
        return find_people(word, self.people, self.departments) if word.strip() else []


@dataclass(frozen=True, slots=True)
class Entry:
    """Who was read, by part of the day; `problem` says why the text is not understood."""

    planned: Planned = field(default_factory=dict)
    problem: str = ""


def read_entry(text: str, crew: Crew, part: Part = Part.DAY) -> Entry:
    """Read what was typed into a cell; without a stroke it stands for `part` of the day."""
    whole = crew.borne_by(text)
    if whole is not None:
        return Entry({part: (whole.id,)})
    pieces = HALVES.split(text)
    if len(pieces) > 2:
        return Entry(problem="“/”只写一个：前面是上午，后面是下午")
    if len(pieces) == 1:
        parts = {part: pieces[0]}
    elif part is not Part.DAY:
        return Entry(problem=f"现在只排{part.label}，不用写“/”")
    else:
        parts = {Part.MORNING: pieces[0], Part.AFTERNOON: pieces[1]}
    planned: dict[Part, tuple[int, ...]] = {}
    for where, words in parts.items():
        people, problem = _seats(words, crew)
        if problem:
            return Entry(problem=problem)
        if people:
            planned[where] = tuple(dict.fromkeys(person.id for person in people))
    return Entry(planned)


def _seats(text: str, crew: Crew) -> tuple[list[Person], str]:
    found: list[Person] = []
    for word in SEATS.split(text):
        if not word.strip():
            continue
        person, problem = crew.meant_by(word)
        if person is not None:
            found.append(person)
            continue
        # A blank parts two names, unless it belongs to one (“John Smith”).
        parts = word.split()
        if len(parts) < 2:
            return [], problem
        for part in parts:
            person, problem = crew.meant_by(part)
            if person is None:
                return [], problem
            found.append(person)
    return found, ""


def entry_text(planned: Planned, names: Mapping[int, str]) -> str:
    """Return how a cell's people are typed, the reverse of reading them."""

    def words(part: Part) -> str:
        return "、".join(names.get(each, "？") for each in planned.get(part, ()))

    if planned.get(Part.MORNING) or planned.get(Part.AFTERNOON):
        return f"{words(Part.MORNING)}/{words(Part.AFTERNOON)}"
    return words(Part.DAY)


def last_word(text: str, cursor: int) -> tuple[int, int]:
    """Return where the word that is being typed at `cursor` begins and ends."""
    marks = [m.end() for m in re.finditer(r"[/／、，,；;]", text[:cursor])]
    start = marks[-1] if marks else 0
    following = re.search(r"[/／、，,；;]", text[cursor:])
    end = cursor + following.start() if following else len(text)
    while start < end and text[start].isspace():
        start += 1
    return start, end
