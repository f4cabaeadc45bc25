"""Roster rows from other people's tables: names and dates as they write them, read or refused."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from hallduty.domain import phones
from hallduty.domain.contacts import Person
from hallduty.domain.roster import Part

# What stands in a cell with nobody in it, on our own sheets and on others'.
GAP, REST = "缺人", "休"
_NOBODY = frozenset(
    {GAP, REST, "缺", "空", "空缺", "无", "休息", "放假", "轮休", "待定", "暂缺", "—", "——", "-"}
    | {"--", "－", "/", "／", "\\", "×", "x", "X", "0", "○", "*"}
)
_PARTS = {"上午": Part.MORNING, "下午": Part.AFTERNOON, "全天": Part.DAY}
_PART = re.compile(r"^(上午|下午|全天)\s*[:：]?\s*")
_INLINE_PART = re.compile(r"(?<=\S)[\s;；/／,，]*(?=(?:上午|下午|全天)\s*[:：]?\s*\S)")
# What stands between separators; a pair of brackets with its content is not cut.
_PIECE = re.compile(r"(?:[（(\[【][^（）()\[\]【】]*[）)\]】]|[^、，,;；/／\n&＆+＋|])+")
_PHONE = re.compile(r"(?<!\d)(?:1[3-9]\d{9}|0\d{2,3}-?\d{7,8}|\d{6,8}|\d{3,5})(?!\d)")
_BRACKETS = re.compile(r"[（(\[【]([^（）()\[\]【】]*)[）)\]】]")
# What follows a name in a list of duty leaders and is no part of it.
_TITLES = (
    *("局长", "副局长", "所长", "副所长", "科长", "副科长", "股长", "副股长", "主任", "副主任"),
    *("组长", "副组长", "主席", "书记", "副书记", "总经济师", "总会计师", "同志", "老师"),
)
_LIKELY = 2


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One post of one part of a day as a file has it; with no post, the day's remark.

    `where` is the place in the file, for whoever looks for it.
    """

    day: date
    part: Part
    post: str
    person_ids: tuple[int, ...]
    where: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """What a cell says of who is there: by part of the day, and what is wrong with it."""

    by_part: tuple[tuple[Part, tuple[Person, ...]], ...] = ()
    problems: tuple[str, ...] = ()


class NameBook:
    """Finds people by what stands in a cell: names, titles, numbers, several at once."""

    def __init__(self, people: Iterable[Person]) -> None:
        self._by_name: dict[str, list[Person]] = defaultdict(list)
        for person in people:
            self._by_name[_folded(person.name)].append(person)
        self._known: dict[str, Named] = {}

    def read(self, text: str, part: Part = Part.DAY) -> Named:
        """Return who is named in a cell that stands for `part` of the day."""
        if part is not Part.DAY:
            return self._read(text, part)
        if text not in self._known:
            self._known[text] = self._read(text, part)
        return self._known[text]

    def _read(self, text: str, part: Part) -> Named:
        found: dict[Part, dict[int, Person]] = {}
        problems: list[str] = []
        now = part
        for piece in self._pieces(text):
            match = _PART.match(piece)
            if match:
                now, piece = _PARTS[match[1]], piece[match.end() :]
            if not piece.strip() or piece.strip() in _NOBODY:
                continue
            people, problem = self._people(piece.strip())
            if problem:
                problems.append(problem)
            for person in people:
                found.setdefault(now, {})[person.id] = person
        by_part = tuple((each, tuple(people.values())) for each, people in found.items())
        return Named(by_part, tuple(problems))

    def _pieces(self, text: str) -> list[str]:
        """Cut a cell at its separators; never inside brackets, where a number may stand."""
        pieces: list[str] = []
        for piece in _PIECE.findall(_INLINE_PART.sub("\n", text)):
            if pieces and _PHONE.fullmatch(piece.strip()):
                pieces[-1] += f" {piece}"  # the number of the one before
            else:
                pieces.append(piece)
        return pieces

    def _people(self, piece: str) -> tuple[list[Person], str]:
        """Return the one or several people of a piece without separators, or what is wrong."""
        if _PHONE.fullmatch(piece):
            return [], f"只写了号码“{piece}”，没有姓名"
        whole = self._one(piece)
        if whole is not None:
            return whole
        words = piece.split()
        if len(words) > 1:
            each = [self._one(word) for word in words if word not in _NOBODY]
            if all(found is not None and not found[1] for found in each):
                return [person for found in each if found for person in found[0]], ""
            for found in each:
                if found is not None and found[1]:
                    return [], found[1]
            unknown = [w for w, f in zip(words, each, strict=False) if f is None]
            if any(found is not None for found in each):
                return [], self._unknown(_bare(unknown[0])[0] or unknown[0])
        return [], self._unknown(_bare(piece)[0] or piece)

    def _one(self, piece: str) -> tuple[list[Person], str] | None:
        """Return the person of a piece, or why not; None when nobody has such a name."""
        name, hints = _bare(piece)
        found = self._by_name.get(name) or []
        if not found:
            for title in _TITLES:
                if name.endswith(title) and name[: -len(title)] in self._by_name:
                    found = self._by_name[name[: -len(title)]]
        if not found:
            return ([], "") if not name and not hints else None
        active = [person for person in found if person.active]
        if not active:
            return [], f"“{found[0].name}”已停用，不能排班；请另选，或先在通讯录中启用"
        if len(active) > 1 and hints:
            active = [person for person in active if _fits(person, hints)] or active
        if len(active) > 1:
            told = "；".join(_told(person) for person in active[:4])
            return [], (
                f"通讯录中有 {len(active)} 个“{active[0].name}”（{told}），请在姓名后写明电话"
            )
        return active, ""

    def _unknown(self, name: str) -> str:
        shown = name if len(name) <= 12 else f"{name[:12]}…"
        near = [each for each in self._by_name if _near(name, each)] if len(name) <= 12 else []
        names = [p.name for each in near[:_LIKELY] for p in self._by_name[each] if p.active]
        hint = f"，是否为“{'”“'.join(dict.fromkeys(names))}”" if names else ""
        return f"通讯录中没有“{shown}”{hint}"


def part_of(text: str) -> Part | None:
    """Return the part of the day that a cell of a column 时段 says, or None."""
    word = "".join(text.split())
    for said, part in _PARTS.items():
        if word.startswith(said):
            return part
    return {"白班": Part.DAY, "整天": Part.DAY, "AM": Part.MORNING, "PM": Part.AFTERNOON}.get(
        word.upper()
    )


def _bare(piece: str) -> tuple[str, tuple[str, ...]]:
    """Return the name of a piece without blanks, and what stands beside it: number, post."""
    hints = [match.strip() for match in _BRACKETS.findall(piece) if match.strip()]
    rest = _BRACKETS.sub("", piece)
    hints += _PHONE.findall(rest)
    rest = _PHONE.sub("", rest)
    return _folded(rest.strip(" :：-－")), tuple(hints)


def _fits(person: Person, hints: Sequence[str]) -> bool:
    own = {phones.normalised(person.mobile), phones.normalised(person.office_phone), person.post}
    own.discard("")
    return any(phones.normalised(hint) in own or hint in own for hint in hints)


def _told(person: Person) -> str:
    return " ".join(filter(None, (person.post, person.phone))) or "没有职务和电话"


def _folded(name: str) -> str:
    """Return a name as it is compared: no blanks, one form of · and of full-width letters."""
    plain = unicodedata.normalize("NFKC", name)
    return "".join(plain.split()).replace("•", "·").replace("・", "·").replace(".", "·").casefold()


def _near(name: str, other: str) -> bool:
    """Tell whether two names differ in one character only (of two: not in the surname)."""
    if len(name) == len(other) > 1 and (len(name) > 2 or name[0] == other[0]):
        return sum(a != b for a, b in zip(name, other, strict=True)) == 1
    return False
