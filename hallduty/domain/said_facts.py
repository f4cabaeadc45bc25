"""Facts that an issued text states: when it happened, when it works again, how many, how grave.

Read clause by clause from the phrases of official Chinese, in Arabic or Chinese digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from hallduty.domain.said_numbers import NUMBER, Span, bare, folded, number_of, quantities
from hallduty.domain.window_lists import countable_windows


class FactKind(StrEnum):
    """What a fact is about."""

    OCCURRED = "occurred"
    EXPECTED = "expected"
    WAITING = "waiting"
    WINDOWS = "windows"
    PEOPLE = "people"
    LEVEL = "level"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    FactKind.OCCURRED: "发生时间",
    FactKind.EXPECTED: "预计恢复",
    FactKind.WAITING: "等候",
    FactKind.WINDOWS: "停用窗口",
    FactKind.PEOPLE: "涉及",
    FactKind.LEVEL: "级别",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact as a text states it; `said` in its own words.

    Moments and numbers are spans (of minutes, of people), a level is its name. `changed`: the
    text says itself that it is another one than before (由30人增至40人, 更正为).
    """

    kind: FactKind
    said: str
    span: Span | None = None
    name: str = ""
    changed: bool = False

    def agrees(self, other: Fact) -> bool:
        """Tell whether both may state the same."""
        if self.span is None or other.span is None:
            return self.name == other.name
        return self.span.meets(other.span)


_EPOCH = datetime(2000, 1, 1)
_BLANKS = re.compile(r"[ \t\u3000]+")
_CLAUSES = re.compile(r"[，,。；;！!？?\n]")
_SENTENCES = re.compile(r"[。；;！!？?\n]")
_PEOPLE = r"(?:(?:名|位|个)?(?:办税|纳税)?(?:人员|群众|人)|名|位)"
_CHANGE = re.compile(
    r"增至|增加|增到|升至|上升|减至|减少|减到|降至|下降|回落|扩大|缩小|更正|改为|改期|改于|调整为"
    r"|推迟|延至|延迟|延后|延长|提前|重新承诺|再次承诺|变为"
)
_CORRECTION = re.compile(r"更正|勘误|以此为准|以本(?:报告|公告|稿)为准")
# Clauses that count people for another reason than how many wait.
_OTHER_PEOPLE = re.compile(
    r"联系方式|离开|疏导|分流|引导|劝|预约|发放|预审|通知|受理|办结|登记|时间"
)
_WAITING = re.compile(r"等[候待]|排队")
_INVOLVED = re.compile(r"涉及|涉事|参与|当事|冲突双方")
_DOWN = re.compile(r"停用|停办|停止|暂停|无法|不能|受影响|影响|故障|中断|停业|损坏|断电")
_UP = re.compile(r"增开|加开|开设|专窗|应急窗口|开放|正常|已恢复|损失|调整到|请到|前往")
_WINDOW_LIST = re.compile(
    r"\d{1,2}\s*号?\s*(?:[-–—~～－至到]{1,2}|[、和及])\s*\d{1,2}\s*号?"
    r"(?:\s*[、和及]\s*\d{1,2}\s*号?(?:\s*[-–—~～－至到]{1,2}\s*\d{1,2}\s*号?)?)*\s*(?:号|窗口)"
    r"(?:窗口)?|\d{1,2}\s*号窗口?"
)
_LEVEL = re.compile(r"(?:([升降]为|[升降]级为|调整为|级别[为:：]?\s*))?(特别重大|重大|一般|较大)")
_LEVEL_TAIL = re.compile(r"^(?:级)?(?:突发)?事件")
_EXPECT = re.compile(r"预计|承诺|预期|有望|争取|力争|计划|答复|前(?:可|能)?恢复|恢复时间")
_PAST = re.compile(r"已恢复|恢复正常|业务恢复|未兑现|原承诺|实际恢复|已于|未能")
_END = r"(?=整|左右|许|前|以前|之前|起|恢复|发生|出现|开始|突发|[，,。；;）)]|$)"
_CLOCK = re.compile(
    rf"(?:(?P<year>\d{{4}})年)?(?:(?P<month>\d{{1,2}})月(?P<day>\d{{1,2}})日)?\s*"
    rf"(?P<half>凌晨|早上|上午|中午|下午|傍晚|晚上|晚)?\s*"
    rf"(?:(?P<h1>\d{{1,2}}):(?P<m1>\d{{2}})(?![\d:])"
    rf"|(?P<h2>{NUMBER})(?:时|点)(?:(?P<m2>{NUMBER})分?|(?P<mid>半)|{_END}))"
)
_ABOUT_TIME = re.compile(r"^(?:左右|许|前后)")
_SOON = re.compile(rf"(?P<n>{NUMBER})(?P<unit>个?小时|分钟)(?:之内|以内|内|后|左右)")
_BEGAN = re.compile(r"^(?:左右|许)?(?:起|突发|发生|出现|开始)")
_BEGINS = re.compile(r"(?:发生|出现|始|突发)(?:于|时间)[为:：]?\s*$")
_NOT_BEGAN = re.compile(r"截至|截止|至$|到$")
_EVENT = re.compile(r"发生|出现|突发|故障|中断|停电|无法|冲突|拥堵|舆情|暂停|停办|停用")
# So many characters beside a time say what it is the time of.
_NEAR = 16
_AFTERNOON = ("下午", "傍晚", "晚上", "晚")


def facts_in(text: str, at: datetime, *, opens: bool = False) -> list[Fact]:
    """Return the facts that `text`, issued at `at`, states.

    `opens`: it is a text that opens with when the event occurred (a first report, a notice).
    """
    plain = _BLANKS.sub(" ", folded(text))
    corrected = bool(_CORRECTION.search(plain))
    found = list(_occurred(plain, at, opens))
    for clause in _CLAUSES.split(plain):
        found += _people(clause, FactKind.WAITING, _WAITING)
        found += _people(clause, FactKind.PEOPLE, _INVOLVED)
        found += _windows(clause)
        found += _levels(clause)
        found += _expected(clause, at)
    if corrected:
        found = [Fact(f.kind, f.said, f.span, f.name, True) for f in found]
    return found


def moment_fact(kind: FactKind, at: datetime) -> Fact:
    """Return a moment of the record as a fact."""
    minute = _minute(at)
    return Fact(kind, f"{at:%H}时{at:%M}分", Span(minute, minute))


def number_fact(kind: FactKind, number: int, unit: str) -> Fact:
    """Return a number of the record as a fact."""
    return Fact(kind, f"{number}{unit}", Span(number, number))


def _people(clause: str, kind: FactKind, about: re.Pattern[str]) -> Iterator[Fact]:
    if not about.search(clause) or _OTHER_PEOPLE.search(clause):
        return
    named = quantities(clause, _PEOPLE)
    if not named and "人数" in clause:
        named = bare(clause.partition("人数")[2])
    yield from _chosen(kind, named, clause)


def _windows(clause: str) -> Iterator[Fact]:
    if "窗" not in clause or not _DOWN.search(clause) or _UP.search(clause):
        return
    if "号" in clause:
        # One list of window numbers counts as so many windows.
        lists = [m[0] for m in _WINDOW_LIST.finditer(clause)]
        counted = [(countable_windows(words), words) for words in lists]
        named = [(Span(n, n), words) for n, words in counted if n]
        if named:
            yield from _chosen(FactKind.WINDOWS, named, clause)
            return
    yield from _chosen(FactKind.WINDOWS, quantities(clause, "个"), clause)


def _chosen(kind: FactKind, named: list[tuple[Span, str]], clause: str) -> Iterator[Fact]:
    """Yield the number that counts: of 由30人增至40人 the last, else the first one."""
    if named:
        changed = bool(_CHANGE.search(clause))
        span, said = named[-1] if changed else named[0]
        yield Fact(kind, said, span, changed=changed)


def _levels(clause: str) -> Iterator[Fact]:
    for match in _LEVEL.finditer(clause):
        head = match[1] or ""
        if head or _LEVEL_TAIL.match(clause[match.end() :]):
            yield Fact(FactKind.LEVEL, match[2], name=match[2], changed=head[:1] in tuple("升降调"))


def _expected(clause: str, at: datetime) -> Iterator[Fact]:
    if "恢复" not in clause or not _EXPECT.search(clause) or _PAST.search(clause):
        return
    changed = bool(_CHANGE.search(clause))
    clocks = list(_clocks(clause, at))
    if clocks:
        span, said, _, _ = clocks[-1]
        yield Fact(FactKind.EXPECTED, said, span, changed=changed)
        return
    soon = _SOON.search(clause)
    number = number_of(soon["n"]) if soon else None
    if soon and number is not None:
        minutes = number * (60 if "小时" in soon["unit"] else 1)
        if minutes <= 100_000:
            minute = _minute(at + timedelta(minutes=minutes))
            yield Fact(FactKind.EXPECTED, soon[0], Span(minute - 10, minute + 10), changed=changed)


def _occurred(text: str, at: datetime, opens: bool) -> Iterator[Fact]:
    """Yield when it is said to have occurred: 发生于…, 自…起, or what a report opens with."""
    first = _SENTENCES.split(text.strip(), maxsplit=1)[0]
    for sentence in _SENTENCES.split(text):
        for span, said, start, end in _clocks(sentence, at):
            before, after = sentence[max(0, start - _NEAR) : start], sentence[end : end + _NEAR]
            if _NOT_BEGAN.search(before[-3:]) or _EXPECT.search(before[-8:]):
                continue
            leads = opens and start <= 2 and sentence.strip() == first
            told = _BEGAN.match(after) and not after.startswith("开始办理")
            if told or _BEGINS.search(before) or (leads and _EVENT.search(sentence)):
                changed = bool(_CORRECTION.search(sentence) or "改为" in before)
                yield Fact(FactKind.OCCURRED, said, span, changed=changed)
                break


def _clocks(text: str, at: datetime) -> Iterator[tuple[Span, str, int, int]]:
    """Yield the clock times of a text: span of minutes, the words, where they begin and end."""
    for match in _CLOCK.finditer(text):
        moment = _moment(match, at)
        if moment is None:
            continue
        about = _ABOUT_TIME.match(text[match.end() :])
        minute, slack = _minute(moment), 10 if about else 0
        said = match[0].strip() + (about[0] if about else "")
        yield Span(minute - slack, minute + slack), said, match.start(), match.end()


def _moment(match: re.Match[str], at: datetime) -> datetime | None:
    hour = number_of(match["h1"] or match["h2"])
    minute = 30 if match["mid"] else number_of(match["m1"] or match["m2"] or "0")
    if hour is None or minute is None:
        return None
    if match["half"] in _AFTERNOON and hour < 12:
        hour += 12
    try:
        day = date(
            int(match["year"] or at.year),
            int(match["month"] or at.month),
            int(match["day"] or at.day),
        )
        return datetime(day.year, day.month, day.day, hour, minute)
    except ValueError:
        return None


def _minute(at: datetime) -> int:
    return int((at - _EPOCH).total_seconds()) // 60
