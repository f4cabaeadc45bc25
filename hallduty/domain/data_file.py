"""Data files (TOML): read with the file, the line and the reason of whatever is wrong."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from hallduty.domain import texts
from hallduty.domain.errors import UserError

_AT_LINE = re.compile(r"\(at line (\d+), column (\d+)\)")
_HEADER = re.compile(r"^\s*\[\[\s*([A-Za-z0-9_.-]+)\s*\]\]")
_KEY = re.compile(r"^\s*([A-Za-z0-9_-]+)\s*=")

# What the reader of TOML says, and what a person who edits a file needs to hear.
_SYNTAX = (
    ("Expected '='", "键和值之间缺少“=”，或者这一行不是“键 = 值”"),
    ("Invalid value", "值的写法不对：文字要放在英文双引号里，是否写 true 或 false"),
    ("Unterminated string", "引号没有成对"),
    ("Illegal character", "引号里有不能换行的文字或者不可见字符"),
    ("Unclosed array", "方括号没有成对"),
    ("Cannot overwrite a value", "同一个键写了两次"),
    ("Expected newline or end of document", "一行里多写了内容"),
    ("Cannot declare", "同一个表头写了两次"),
)


def problem(name: str, line: int, reason: str) -> UserError:
    """Return the error that names a file, a line (0: the file as a whole) and a reason."""
    place = f"第 {line} 行" if line else "全文"
    return UserError(f"{name} {place}：{reason}")


@dataclass(slots=True)
class Section:
    """A table of a data file; hands out checked values and complains about what is left over."""

    name: str
    values: Mapping[str, Any]
    line: int
    key_lines: Mapping[str, int]
    _taken: set[str] = field(default_factory=set)

    def fail(self, reason: str, key: str = "") -> UserError:
        """Return the error for this table, or for one of its keys."""
        return problem(self.name, self.key_lines.get(key, self.line), reason)

    def text(self, key: str, *, required: bool = True, default: str = "") -> str:
        """Return a text without blanks at its ends; a required one is not empty."""
        value = self._take(key, str, "文字（放在英文双引号里）", required, default)
        value = texts.tidy(value)
        if required and not value:
            raise self.fail(f"“{key}”是空的", key)
        if texts.hidden_character(value) is not None:
            raise self.fail(f"“{key}”里有不可见字符", key)
        return str(value)

    def whole(self, key: str) -> int:
        """Return a whole number."""
        return int(self._take(key, int, "整数", True, 0))

    def flag(self, key: str, *, default: bool = False) -> bool:
        """Return true or false."""
        return bool(self._take(key, bool, "true 或 false", False, default))

    def day(self, key: str) -> date:
        """Return a date written as 2020-12-28."""
        value: date = self._take(key, date, "日期，如 2020-12-28", True, date.min)
        return value

    def words(self, key: str) -> tuple[str, ...]:
        """Return a list of texts."""
        value = self._take(key, list, '文字的列表，如 ["甲", "乙"]', True, [])
        if not all(isinstance(word, str) and word.strip() for word in value):
            raise self.fail(f"“{key}”里有空的或者不是文字的项", key)
        return tuple(value)

    def numbers(self, key: str) -> tuple[int, ...]:
        """Return a list of whole numbers."""
        value = self._take(key, list, "整数的列表，如 [15, 23]", True, [])
        if not all(type(number) is int for number in value):
            raise self.fail(f"“{key}”里有不是整数的项", key)
        return tuple(value)

    def skip(self, *keys: str) -> None:
        """Allow keys that are read elsewhere (the arrays of tables)."""
        self._taken.update(keys)

    def finish(self) -> None:
        """Refuse keys that nobody asked for: they are misspelt."""
        for key in self.values:
            if key not in self._taken:
                raise self.fail(f"不认识“{key}”", key)

    def _take(self, key: str, kind: type, what: str, required: bool, default: Any) -> Any:
        self._taken.add(key)
        if key not in self.values:
            if required:
                raise self.fail(f"缺少“{key}”")
            return default
        value = self.values[key]
        fits = isinstance(value, kind) and (kind is bool or not isinstance(value, bool))
        if not fits or (kind is date and isinstance(value, datetime)):
            raise self.fail(f"“{key}”应是{what}", key)
        return value


class DataFile:
    """A data file as parsed: its top table and its arrays of tables, each with its line."""

    def __init__(self, name: str, text: str) -> None:
        """Parse `text`; raise UserError with file, line and reason when it is no TOML."""
        self.name = name
        self._values = _parsed(name, text)
        self._lines = list(_numbered_lines(text))

    def top(self) -> Section:
        """Return the keys above all tables."""
        keys: dict[str, int] = {}
        for number, line in self._lines:
            if _HEADER.match(line):
                break
            _note_key(keys, number, line)
        return Section(self.name, self._values, 0, keys)

    def tables(self, key: str) -> list[Section]:
        """Return the tables [[key]] in the order of the file."""
        found = self._values.get(key, [])
        if not isinstance(found, list) or not all(isinstance(v, dict) for v in found):
            raise problem(self.name, 0, f"“{key}”应写成 [[{key}]]")
        places = list(self._places(key))
        sections = []
        for index, values in enumerate(found):
            line, keys = places[index] if index < len(places) else (0, {})
            sections.append(Section(self.name, values, line, keys))
        return sections

    def _places(self, key: str) -> Iterator[tuple[int, dict[str, int]]]:
        start, inside = 0, False
        keys: dict[str, int] = {}
        for number, line in self._lines:
            header = _HEADER.match(line)
            if header:
                if inside:
                    yield start, keys
                start, keys, inside = number, {}, header[1] == key
            elif inside:
                _note_key(keys, number, line)
        if inside:
            yield start, keys


def _parsed(name: str, text: str) -> Mapping[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        place = _AT_LINE.search(message)
        line = int(place[1]) if place else text.count("\n") + 1
        reason = next((cn for en, cn in _SYNTAX if message.startswith(en)), "写法不对")
        raise problem(name, line, reason) from error


def _numbered_lines(text: str) -> Iterator[tuple[int, str]]:
    # Lines inside a text of several lines are no keys and no headers, whatever they look like.
    inside = False
    for number, line in enumerate(text.splitlines(), 1):
        if not inside:
            yield number, line
        if line.count('"""') % 2:
            inside = not inside


def _note_key(keys: dict[str, int], number: int, line: str) -> None:
    match = _KEY.match(line)
    if match:
        keys.setdefault(match[1], number)
