"""TOML files that users edit: read so that every complaint names the file, line and reason."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, NoReturn

from hallduty.domain import texts
from hallduty.domain.errors import UserError


class FileFault(UserError):
    """What is wrong with a file, and on which line of it."""

    def __init__(self, name: str, line: int, reason: str) -> None:
        self.line, self.reason = line, reason
        super().__init__(f"{name} 第 {line} 行：{reason}")


MOST_BYTES = 256 * 1024

_HEADER = re.compile(r"^\s*\[\[?\s*([^\[\]#]+?)\s*\]\]?\s*(?:#.*)?$")
_WHERE = re.compile(r"^(?P<what>.*) \(at (?:line (?P<line>\d+), column \d+|end of document)\)$")

# What the parser of the standard library says, by the first words of it.
_REASONS: tuple[tuple[str, str], ...] = (
    ("Expected '=' after", "键名后面缺少等号“=”"),
    ("Invalid initial character", "键名写法不对，或者少了键名"),
    ("Invalid value", "等号后面的值写法不对：文字要放在英文双引号里，数字要用半角"),
    ("Unterminated string", "引号没有成对"),
    ("Illegal character", "引号没有成对，或者文字里有不允许的字符"),
    ("Found invalid character", "有不允许的字符"),
    ("Unescaped", "文字里的反斜杠“\\”要写成“\\\\”"),
    ("Expected newline or end", "一行里写了多余的内容，或者用了全角引号"),
    ("Cannot overwrite", "同一个键写了两次"),
    ("Cannot declare", "同一个标题写了两次"),
    ("Cannot", "标题或键与前面的重复"),
    ("Duplicate", "同一个键写了两次"),
    ("Expected ']", "方括号没有成对"),
    ("Unclosed", "括号没有成对"),
    ("Invalid statement", "这一行不是“键 = 值”，也不是“[[标题]]”"),
    ("Invalid date", "日期写法不对，或者没有这一天"),
)


def read_bytes(path: Path) -> bytes:
    """Return what a small file holds; raise UserError when it cannot be read or is too big."""
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise UserError(f"{path.name}：无法读取，请核对路径和权限") from error
    if len(data) > MOST_BYTES:
        raise UserError(f"{path.name}：文件过大，超过 {MOST_BYTES // 1024} KB")
    return data


def read_text(path: Path) -> str:
    """Return the text of a file; raise UserError when it is too big or not UTF-8."""
    data = read_bytes(path)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UserError(
            f"{path.name} 第 {line} 行：不是 UTF-8 编码，请用记事本另存为 UTF-8 编码"
        ) from error


class Table:
    """One table of a TOML text that knows the line it stands on.

    Getters return checked values and raise UserError (file, line, reason) otherwise.
    """

    def __init__(self, source: Source, data: Mapping[str, Any], line: int) -> None:
        self._source = source
        self._data = data
        self.line = line

    def fail(self, reason: str, key: str = "") -> NoReturn:
        """Raise UserError naming the line of `key` in this table, or of the table itself."""
        self._source.fail(self._source.key_line(self.line, key) if key else self.line, reason)

    def only(self, allowed: Iterable[str]) -> None:
        """Refuse keys that mean nothing here."""
        known = tuple(allowed)
        for key in self._data:
            if key not in known:
                self.fail(f"不认识的键“{key}”，这里可以写 {'、'.join(known)}", key)

    def has(self, key: str) -> bool:
        return key in self._data

    def text(self, key: str, default: str | None = None, *, limit: int = texts.LINE) -> str:
        """Return a text without blanks at its ends; `default` None means it is required."""
        value = self._data.get(key, default)
        if value is None:
            self.fail(f"缺少“{key}”")
        if not isinstance(value, str):
            self.fail(f"“{key}”应是文字，放在英文双引号里", key)
        problem = texts.problem_in(key, f"“{key}”", value, limit=limit, required=default is None)
        if problem is not None:
            self.fail(problem.message, key)
        return texts.tidy(value)

    def number(self, key: str, default: float | None, least: float, most: float) -> float:
        """Return a number between `least` and `most`; `default` None means it is required."""
        value = self._data.get(key, default)
        if value is None:
            self.fail(f"缺少“{key}”")
        if not _is_number(value) or not least <= value <= most:
            self.fail(f"“{key}”应是 {least:g} 到 {most:g} 之间的数", key)
        return float(value)

    def whole(self, key: str, default: int | None, least: int, most: int) -> int:
        """Return a whole number between `least` and `most`."""
        value = self.number(key, default, least, most)
        if value != int(value):
            self.fail(f"“{key}”应是整数", key)
        return int(value)

    def numbers(self, key: str, least: float, most: float) -> tuple[float, ...]:
        """Return a list of numbers, each between `least` and `most`."""
        value = self._data.get(key)
        if not isinstance(value, list) or not all(_is_number(v) for v in value):
            self.fail(f"“{key}”应是一列数，如 [28, 61, 28, 49]", key)
        if not all(least <= v <= most for v in value):
            self.fail(f"“{key}”里的数应在 {least:g} 到 {most:g} 之间", key)
        return tuple(float(v) for v in value)

    def flag(self, key: str, default: bool = False) -> bool:
        """Return true or false."""
        value = self._data.get(key, default)
        if not isinstance(value, bool):
            self.fail(f"“{key}”只能写 true 或 false", key)
        return value

    def day(self, key: str) -> date:
        """Return a required date, written as 2020-12-28 without quotes."""
        value = self._data.get(key)
        if value is None:
            self.fail(f"缺少“{key}”")
        if not isinstance(value, date) or isinstance(value, datetime):
            self.fail(f"“{key}”应是日期，如 2020-12-28，不加引号", key)
        return value

    def days(self, key: str, most: int) -> tuple[date, ...]:
        """Return a list of different dates, none when the key is absent."""
        value = self._data.get(key, [])
        if not isinstance(value, list) or not all(
            isinstance(v, date) and not isinstance(v, datetime) for v in value
        ):
            self.fail(f"“{key}”应是一列日期，如 [2027-02-14, 2027-02-28]，不加引号", key)
        if len(set(value)) != len(value):
            self.fail(f"“{key}”里有重复的日期", key)
        if len(value) > most:
            self.fail(f"“{key}”最多 {most} 个日期，现有 {len(value)} 个", key)
        return tuple(value)

    def words(self, key: str, limit: int = 50) -> tuple[str, ...]:
        """Return a list of different short texts; empty when the key is absent."""
        value = self._data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
            self.fail(f'“{key}”应是一列文字，如 ["晴", "雨"]', key)
        words = tuple(texts.one_line(v) for v in value)
        if len(set(words)) != len(words):
            self.fail(f"“{key}”里有重复的文字", key)
        if any(len(w) > limit or texts.hidden_character(w) is not None for w in words):
            self.fail(f"“{key}”里有过长的文字（最多 {limit} 字）或不可见的字符", key)
        return words

    def tables(self, key: str, path: str, most: int) -> list[Table]:
        """Return the tables under [[path]] that belong to this one; none when absent."""
        value = self._data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(v, dict) for v in value):
            self.fail(f"“{key}”应写成 [[{path}]]", key)
        if len(value) > most:
            self.fail(f"[[{path}]] 最多 {most} 个，现有 {len(value)} 个")
        lines = self._source.header_lines(path, self.line)
        if len(lines) < len(value):  # written inline: the best place known is our own
            lines = [self._source.key_line(self.line, key)] * len(value)
        return [Table(self._source, v, line) for v, line in zip(value, lines, strict=False)]


class Source:
    """A TOML text with its name; finds the line on which something stands."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        lines = text.splitlines()
        self._last = max(1, len(lines))
        self._lines = list(_outside_texts(lines))
        self._headers = [
            (number, re.sub(r"\s", "", found[1]))
            for number, line in self._lines
            if (found := _HEADER.match(line))
        ]
        self.top = Table(self, self._parse(text), 0)

    def _parse(self, text: str) -> dict[str, Any]:
        try:
            return tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            found = _WHERE.match(str(error))
            what = found["what"] if found else str(error)
            line = int(found["line"]) if found and found["line"] else self._last
            reason = next((r for start, r in _REASONS if what.startswith(start)), "写法不对")
            self.fail(line, reason)
        except (ValueError, RecursionError):  # a number of 5,000 digits; brackets without end
            self.fail(1, "内容不是可用的 TOML")

    def fail(self, line: int, reason: str) -> NoReturn:
        """Raise FileFault: file, line, reason."""
        raise FileFault(self.name, max(1, line), reason)

    def header_lines(self, path: str, after: int) -> list[int]:
        """Return the lines of [[path]] below line `after`, up to the end of its table."""
        own = next((name for number, name in self._headers if number == after), "")
        lines = []
        for number, name in self._headers:
            if number <= after:
                continue
            if own and not name.startswith(own + "."):
                break
            if name == path:
                lines.append(number)
        return lines

    def key_line(self, after: int, key: str) -> int:
        """Return the line of `key` in the table that opens on line `after`, else `after`."""
        pattern = re.compile(rf'^\s*["\']?{re.escape(key)}["\']?\s*[=.]')
        for number, line in self._lines:
            if number <= after:
                continue
            if _HEADER.match(line):
                break
            if pattern.match(line):
                return number
        return after


def _outside_texts(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Yield the numbered lines that do not stand inside a text of several lines."""
    inside = False
    for number, line in enumerate(lines, 1):
        if not inside:
            yield number, line
        if line.count('"""') % 2:
            inside = not inside


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
