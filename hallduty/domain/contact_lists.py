"""Taxpayers' contacts typed as a line or pasted as a list: what each line means, or why not.

Nothing is guessed silently: a line is taken as it stands, taken with what was corrected, or
named with its number and the reason. The text itself is never changed, so a list can be read
again at every key.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from hallduty.domain import phones, texts
from hallduty.domain.contact_words import (
    HEADINGS,
    LABELS,
    Found,
    another_phone,
    find_phone,
    is_like_name,
    numbers_in,
    split_words,
    trimmed,
    without_number,
)
from hallduty.domain.errors import FieldProblem
from hallduty.domain.followups import FollowupKind, NewFollowup, followup_problems

MOST_LINES = 2_000
_SHOWN = 20
# Fewer digits than these are a year or a count, not a number written wrong.
_LEAST_DIGITS = 7


class LineState(StrEnum):
    """What becomes of a line of a pasted list."""

    TAKEN = "taken"
    CORRECTED = "corrected"
    DUPLICATE = "duplicate"
    FAULT = "fault"
    HEADER = "header"

    @property
    def label(self) -> str:
        return _STATES[self]


_STATES = {
    LineState.TAKEN: "可记",
    LineState.CORRECTED: "已更正",
    LineState.DUPLICATE: "重复",
    LineState.FAULT: "有误",
    LineState.HEADER: "表头",
}


@dataclass(frozen=True, slots=True)
class ContactLine:
    """One line: its number in the list, its own text, and what it says (or what is wrong)."""

    number: int
    text: str
    state: LineState
    who: str = ""
    phone: str = ""
    matter: str = ""
    said: tuple[str, ...] = ()

    @property
    def is_good(self) -> bool:
        return self.state in (LineState.TAKEN, LineState.CORRECTED)

    @property
    def why(self) -> str:
        """What was corrected, or why the line cannot be taken."""
        return "；".join(self.said)


@dataclass(frozen=True, slots=True)
class ContactList:
    """A pasted list, read: its lines in order, blank ones left out."""

    lines: tuple[ContactLine, ...] = ()

    @property
    def good(self) -> tuple[ContactLine, ...]:
        return tuple(line for line in self.lines if line.is_good)

    @property
    def faulty(self) -> tuple[ContactLine, ...]:
        """The lines that stay in the editor when the good ones are taken."""
        left = (LineState.DUPLICATE, LineState.FAULT)
        return tuple(line for line in self.lines if line.state in left)

    @property
    def rest(self) -> str:
        """What is left of the text when the good lines are taken."""
        return "\n".join(line.text for line in self.faulty)

    def count(self, state: LineState) -> int:
        return sum(line.state is state for line in self.lines)

    def summary(self) -> str:
        """可记 23 件（其中更正 4 件），重复 1 行，有误 1 行."""
        corrected = self.count(LineState.CORRECTED)
        found = [
            f"可记 {len(self.good)} 件" + (f"（其中更正 {corrected} 件）" if corrected else "")
        ]
        for state in (LineState.DUPLICATE, LineState.FAULT):
            if number := self.count(state):
                found.append(f"{state.label} {number} 行")
        return "，".join(found)

    def new_followups(self, kind: FollowupKind) -> list[NewFollowup]:
        """Return what the good lines say as follow-ups to be taken down."""
        return [NewFollowup(kind, line.who, line.phone, line.matter) for line in self.good]


def read_contact(typed: str) -> tuple[str, str, str] | None:
    """Return (name, phone, matter) when a number stands in `typed`, else None.

    张三 13812345678 企业所得税申报 and 张三13812345678申报 read alike.
    """
    found = find_phone(texts.folded(typed))
    if found is None:
        return None
    who = _as_name(split_words(typed[: found.start]))
    return who, found.number, trimmed(typed[found.end :])


def read_list(
    text: str,
    known_phones: Iterable[str] = (),
    *,
    matter: str = "",
    kind: FollowupKind = FollowupKind.CALL_BACK,
    keep_duplicates: bool = False,
) -> ContactList:
    """Read a pasted list.

    `known_phones` are those open in the incident already; `matter` is that of lines that say
    none; with `keep_duplicates` a number may come twice.
    """
    rows = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    known = {_digits(phone): 0 for phone in known_phones if phone}
    order: tuple[str, ...] = ()
    lines: list[ContactLine] = []
    for number, row in enumerate(rows, start=1):
        if not row.strip():
            continue
        if len(lines) >= MOST_LINES:
            said = f"一次最多 {MOST_LINES} 行，这一行以后的没有读，请分几次粘贴"
            rest = "\n".join(rows[number - 1 :])
            lines.append(ContactLine(number, rest, LineState.FAULT, said=(said,)))
            break
        columns = _heading(row)
        if columns:
            order = columns
            said = "是表头，不记"
            lines.append(ContactLine(number, row, LineState.HEADER, said=(said,)))
            continue
        line = _read_line(number, row, order, matter, kind)
        if line.is_good and line.phone:
            first = known.setdefault(_digits(line.phone), number)
            if first != number and not keep_duplicates:
                line = _duplicate(line, first)
        lines.append(line)
    return ContactList(tuple(lines))


def _digits(phone: str) -> str:
    """Return a number so that one written with an area code's dash equals one without."""
    return "".join(character for character in phones.normalised(phone) if character.isdigit())


def _as_name(words: Sequence[str]) -> str:
    """Join the parts of a name: 王 小 明 without blanks, Maria Lopez with them."""
    return ("" if any(ord(c) > 0x2FF for word in words for c in word) else " ").join(words)


def _duplicate(line: ContactLine, first: int) -> ContactLine:
    where = f"与第 {first} 行" if first else "与本事件未办的一件"
    said = f"电话{where}相同，没有重复记"
    return replace(line, state=LineState.DUPLICATE, said=(said,))


def _heading(row: str) -> tuple[str, ...]:
    """Return the fields that a line of headings names, in its order; empty for any other line."""
    words = split_words(texts.folded(row))
    fields = [HEADINGS[word.casefold()] for word in words if word.casefold() in HEADINGS]
    named = [field for field in fields if field]
    is_heading = len(fields) >= 2 and len(fields) == len(words) and "phone" in named
    return tuple(dict.fromkeys(named)) if is_heading else ()


def _read_line(
    number: int, row: str, order: Sequence[str], matter: str, kind: FollowupKind
) -> ContactLine:
    notes: list[str] = []
    line = _without_hidden(row, notes)
    line = LABELS.sub(" ", line)
    flat = texts.folded(line)
    found = find_phone(flat)
    call = kind is FollowupKind.CALL_BACK
    if found is None and (call or any(len(digits) >= _LEAST_DIGITS for digits in numbers_in(flat))):
        return _fault(number, row, _why_no_phone(flat))
    if found is not None and another_phone(flat, found):
        return _fault(number, row, "有两个电话号码，请只留一个，或者分成两行")
    if found is None:
        who, said = _without_phone(line, notes)
    else:
        who, said = _told_apart(line, found, order, notes)
        if line[found.start : found.end] != found.number:
            notes.append(f"号码按 {phones.masked(found.number)} 记（去掉空格、横线、国际码等）")
    new = NewFollowup(kind, who, found.number if found else "", said or texts.one_line(matter))
    wrong = [problem for problem in followup_problems(new) if problem is not None]
    if wrong:
        return _fault(number, row, "；".join(_reason(problem) for problem in wrong))
    state = LineState.CORRECTED if notes else LineState.TAKEN
    return ContactLine(number, row, state, new.who, new.phone, new.matter, tuple(notes))


def _fault(number: int, row: str, why: str) -> ContactLine:
    return ContactLine(number, row, LineState.FAULT, said=(why,))


def _reason(problem: FieldProblem) -> str:
    return {"请填写姓名": "没有姓名", "请填写事项": "没有事项"}.get(
        problem.message, problem.message
    )


def _without_hidden(row: str, notes: list[str]) -> str:
    kept = "".join(c for c in row if c == "\t" or c not in texts.INVISIBLE)
    if kept != row:
        notes.append("去掉了看不见的字符")
    return kept


def _without_phone(line: str, notes: list[str]) -> tuple[str, str]:
    """Return name and matter of a line that needs no number (手工受理, 预审核)."""
    rest, numbered = without_number(line)
    if numbered:
        notes.append("去掉了行首的序号")
    words = split_words(rest)
    if len(words) > 1 and is_like_name(words[0]):
        return words[0], trimmed(rest[rest.index(words[0]) + len(words[0]) :])
    return "", trimmed(rest)


def _told_apart(line: str, found: Found, order: Sequence[str], notes: list[str]) -> tuple[str, str]:
    """Return name and matter from what stands before and after the number."""
    before, numbered = without_number(line[: found.start])
    if numbered:
        notes.append("去掉了行首的序号")
    after = trimmed(line[found.end :])
    words = split_words(before)
    if not words:
        return _after_number(after, order, notes)
    if len(words) == 1 or all(len(word) == 1 for word in words):
        return _as_name(words), after
    headed = [field for field in order[: order.index("phone")] if field] if order else []
    if len(headed) == 2:
        place = 0 if headed[0] == "who" else len(words) - 1
    else:
        likely = [place for place, word in enumerate(words) if is_like_name(word)]
        if not likely:
            return _as_name(words), after
        place = likely[0]
    said = " ".join([*words[:place], *words[place + 1 :], after]).strip()
    notes.append(f"电话前有几段文字，取“{words[place][:_SHOWN]}”为姓名，其余记为事项")
    return words[place], said


def _after_number(after: str, order: Sequence[str], notes: list[str]) -> tuple[str, str]:
    """The number comes first: the name is the word behind it, if that can be one."""
    words = split_words(after)
    told = "who" in order and order.index("phone") < order.index("who")
    if not words or not (told or is_like_name(words[0])):
        return "", after
    notes.append(f"电话写在前面，取“{words[0][:_SHOWN]}”为姓名")
    return words[0], trimmed(after[after.index(words[0]) + len(words[0]) :])


def _why_no_phone(flat: str) -> str:
    """Say what stands where a number was expected."""
    digits = max(numbers_in(flat), key=len, default="")
    if len(digits) >= 5:
        shown = phones.masked(digits) if len(digits) >= 7 else digits
        if digits.startswith("1"):
            return f"“{shown}”是 {len(digits)} 位数字，手机号码应为 11 位（13—19 开头）"
        return f"“{shown}”不是电话号码：手机 11 位，座机如 0570-8765432"
    words = split_words(without_number(flat)[0])
    if len(words) >= 2:
        return f"没有电话号码（“{words[1][:_SHOWN]}”不是号码）"
    return "没有电话号码"
