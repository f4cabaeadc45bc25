"""Where a Chinese line may end: 行首行尾禁则 and groups that stay together (GB/T 15834-2011)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

# Marks that may not open a line, and marks that may not close one (GB/T 15834-2011, 5.1).
NOT_AT_START = frozenset(
    "，。、；：？！…—–～·•．’”）】》〉」』〕］｝〗〙％‰℃°′″々ー〻,.;:?!)]}>%~-‐／/\\|"
)
NOT_AT_END = frozenset("“‘（【《〈「『〔［｛〖〘([{<￥¥$＄￡№#＃＠@／/\\|")
# Full-width marks whose right half is empty: at the end of a line they take half their room.
HALF_AT_END = frozenset("，。、；：’”）】》〉」』〕］｝〗〙")

_UNITS = (
    "号窗口|分钟|小时|工作日|人次|户次|万元|亿元|平方米|公里|个月|"
    "号|年|月|日|时|点|分|秒|天|周|个|人|名|户|件|条|项|笔|起|次|层|楼|级|岁|位|页|张|份|"
    "元|万|亿|台|部|辆|套|组|批|股|所|章|款|字|度|倍|秒|℃|°|％|%|‰|km|mm|cm|kg|KB|MB|GB|m"
)
_NUMBER = r"\d(?:[\d.,:：/*]*\d)?"
_DAY = r"\d{1,4}年\d{1,2}月\d{1,2}日|\d{2,4}年\d{1,2}月(?:份)?|\d{1,2}月\d{1,2}日"
_CLOCK = r"\d{1,2}[时点]\d{1,2}分(?:\d{1,2}秒)?"
_QUANTITY = (
    rf"第?[+±≈≥≤<>￥¥$-]?{_NUMBER}(?:{_UNITS})?"
    rf"(?:\s?[—–~～至到-]\s?{_NUMBER}(?:{_UNITS})?)*"
)
# Letters and digits of scripts that are written in words; Chinese, kana and hangul are not.
_LETTER = r"[^\W\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uffef\U0001b000-\U0003ffff]"
_WORD = rf"{_LETTER}+(?:['’._@&+#:=~-]{_LETTER}+)*"
# Marks set above or below the character before them, and selectors of its shape.
_SINGLE = r"[\s\S][\u0300-\u036f\u20d0-\u20ff\u3099\u309a\ufe00-\ufe0f\U000e0100-\U000e01ef]*"
# Closing marks in a row stay together, for they are set close to each other.
_CLOSERS = "[" + re.escape("".join(sorted(HALF_AT_END))) + "]{2,}"
_TOKEN = re.compile(
    rf"(?:{_DAY})|{_CLOCK}|{_QUANTITY}(?!{_LETTER})|{_WORD}|[—…]+|{_CLOSERS}|[ \u3000]+|{_SINGLE}"
)
_PARTS = re.compile(rf"\d+[年月日时分秒]|{_SINGLE}")
_BLANK = " \u3000"

Measure = Callable[[str], float]


@lru_cache(maxsize=256)
def _names(keep: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(name) for name in sorted(keep, key=len, reverse=True)))


def tokens(text: str, keep: Sequence[str] = ()) -> list[str]:
    """Cut text into what stays together: numbers with range and unit, words, names of `keep`."""
    kept = tuple(name for name in keep if name)
    if not kept:
        return _TOKEN.findall(text)
    # One pattern of both would be compiled anew, at great cost, for every person of a directory.
    names, found, at = _names(kept), [], 0
    while at < len(text):
        match = names.match(text, at) or _TOKEN.match(text, at)
        assert match is not None, "a single character is a token"
        found.append(match[0])
        at = match.end()
    return found


def clusters(pieces: Iterable[str]) -> Iterator[list[str]]:
    """Join pieces between which no line may end; blanks belong to what stands before them."""
    cluster: list[str] = []
    last = ""
    for piece in pieces:
        first = piece[0]
        if first in _BLANK:
            if not cluster:  # the writer's own indent
                yield [piece]
            else:
                cluster.append(piece)
            continue
        glued = first in NOT_AT_START or last in NOT_AT_END
        if cluster and not glued:
            yield cluster
            cluster = []
        cluster.append(piece)
        last = piece[-1]
    if cluster:
        yield cluster


def break_lines(
    text: str,
    width: float,
    first_width: float,
    measure: Measure,
    keep: Sequence[str] = (),
    squeeze: float = 0.0,
) -> list[list[str]]:
    """Cut one paragraph into lines of pieces, none wider than `width`.

    `measure` tells the width of a piece; `first_width` is the room of the first line; a line
    may be too wide by `squeeze` for each gap between its pieces. No line
    opens or closes with a forbidden mark unless a run of such marks is wider than a line.
    """
    lines: list[list[str]] = []
    line: list[str] = []
    room, used = first_width, 0.0
    narrow = min(width, first_width)
    for cluster in clusters(tokens(text, keep)):
        size = sum(map(measure, cluster))
        for part, wide in _fitting(cluster, size, narrow, measure):
            over = used + wide - room - squeeze * len(line)
            if line and over > 1e-6 and over - _tail(part, measure) > 1e-6:
                lines.append(_without_blanks(line))
                line, used, room = [], 0.0, width
            line += part
            used += wide
    lines.append(_without_blanks(line))
    return lines


def _fitting(
    cluster: list[str], size: float, width: float, measure: Measure
) -> Iterator[tuple[list[str], float]]:
    """Yield the cluster whole with its width, or in parts when it is wider than a line."""
    if size - _tail(cluster, measure) <= width + 1e-6:
        yield cluster, size
        return
    part: list[str] = []
    used = 0.0
    for piece in _finer(cluster, measure, width):
        wide = measure(piece)
        joined = not part or piece[0] in NOT_AT_START or part[-1][-1] in NOT_AT_END
        if part and (not joined or used + wide > width):
            yield part, used
            part, used = [], 0.0
        part.append(piece)
        used += wide
    yield part, used


def _finer(cluster: list[str], measure: Measure, width: float) -> Iterator[str]:
    """Cut pieces further: a day between 年, 月 and 日, anything else between characters."""
    for piece in cluster:
        if piece[0] in _BLANK:
            yield piece
            continue
        for part in _PARTS.findall(piece):
            if measure(part) <= width:
                yield part
            else:
                yield from part


def _tail(part: Sequence[str], measure: Measure) -> float:
    """Return how much of the part's width may hang over: blanks, half of a closing mark."""
    tail = 0.0
    for piece in reversed(part):
        if piece[0] not in _BLANK:
            return tail + (measure(piece[-1]) / 2 if piece[-1] in HALF_AT_END else 0.0)
        tail += measure(piece)
    return tail


def _without_blanks(line: list[str]) -> list[str]:
    end = len(line)
    while end and line[end - 1][0] in _BLANK:
        end -= 1
    return line[:end]
