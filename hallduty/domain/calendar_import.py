"""A file of holidays and deadlines that a user imports: read, checked and told place by place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from hallduty.domain import times
from hallduty.domain.calendar import EARLIEST_YEAR, LATEST_YEAR, Deadline, FilingCalendar
from hallduty.domain.calendar_days import PUBLIC_HOLIDAYS, YearHolidays
from hallduty.domain.calendar_file import last_days
from hallduty.domain.calendar_rule import STATUTORY_DAY
from hallduty.domain.errors import UserError
from hallduty.domain.imports import Finding, FindingKind, ImportCheck
from hallduty.domain.toml_text import FileFault, Source, Table, read_bytes

# No holiday was ever longer; a wrong month in a date would make one.
_LONGEST = 20
_MOST_YEARS, _MOST_HOLIDAYS = 30, 30
# How many days are named one by one before the rest is only counted.
_NAMED = 6
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class YearData:
    """What a file says of one year: its days off, its deadlines, or both."""

    year: int
    holidays: YearHolidays | None
    deadlines: tuple[Deadline, ...] = ()

    @property
    def content(self) -> str:
        """放假 28 天、调休上班 5 天，截止日 12 个月."""
        parts = []
        if self.holidays is not None:
            off, worked = len(self.holidays.off), len(self.holidays.worked)
            parts.append(f"放假 {off} 天、调休上班 {worked} 天")
        if self.deadlines:
            parts.append(f"截止日 {len(self.deadlines)} 个月")
        return "，".join(parts)


def read_calendar(path: Path) -> str:
    """Return the text of a calendar file: UTF-8, else UTF-16 or GB 18030 as old editors save.

    Raises UserError when it cannot be read, is too big or is no text.
    """
    data = read_bytes(path)
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UserError(f"{path.name}：不是文本文件，请选择按格式说明编辑的 .toml 文件")


def check_calendar(name: str, text: str, calendar: FilingCalendar) -> ImportCheck[YearData]:
    """Return the years that can be taken as they are, and what is to be said of the others.

    A year with one fault is left out whole: half of its days off would be a wrong calendar.
    Raises UserError, with file and line, when the text is no TOML or names no year.
    """
    top = Source(name, text).top
    top.only(("year",))
    tables = top.tables("year", "year", _MOST_YEARS)
    if not tables:
        raise UserError(f"{name}：没有 [[year]]，请按格式说明写明年份、节假日或截止日")
    found: list[YearData] = []
    findings: list[Finding] = []
    seen: set[int] = set()
    for table in tables:
        reader = _YearReader(table, seen)
        data = reader.read()
        findings += reader.findings
        if data is not None:
            found.append(data)
            findings += _remarks(data, calendar, table.line)
    return ImportCheck(tuple(found), tuple(findings))


class _YearReader:
    """Reads one [[year]] and goes on after a fault, so that all of them are told at once."""

    def __init__(self, table: Table, seen: set[int]) -> None:
        self._table, self._seen = table, seen
        self.findings: list[Finding] = []
        self._off: dict[date, str] = {}
        self._worked: dict[date, str] = {}

    def read(self) -> YearData | None:
        """Return what the file says of the year; None after a fault."""
        try:
            return self._year()
        except FileFault as fault:
            self._note(fault)
        return None

    def _year(self) -> YearData | None:
        table = self._table
        year = table.whole("year", None, EARLIEST_YEAR, LATEST_YEAR)
        if year in self._seen:
            table.fail(f"{year}年写了两次，请合并成一个 [[year]]", "year")
        self._seen.add(year)
        table.only(("year", "source", "last_days", "holiday_source", "holiday", "deadline"))
        source, holiday_source = table.text("source", ""), table.text("holiday_source", "")
        blocks = table.tables("holiday", "year.holiday", _MOST_HOLIDAYS)
        for block in blocks:
            self._each(self._holiday, block, year)
        deadlines: dict[int, Deadline] = {}
        if table.has("last_days"):
            for month, day in enumerate(last_days(table, year), 1):
                reason = source or "官方通知"
                deadlines[month] = Deadline(year, month, date(year, month, day), True, reason)
        for single in table.tables("deadline", "year.deadline", 12):
            self._each(self._deadline, single, year, source, deadlines)
        for both in sorted(self._off.keys() & self._worked.keys()):
            reason = f"{_day(both)}既是{self._off[both]}放假，又列为调休上班，请核对"
            self._note(FileFault("", table.line, reason))
        if not blocks and not deadlines and not self.findings:
            table.fail(f"{year}年既没有 [[year.holiday]]，也没有 last_days，没有可导入的内容")
        if self.findings:
            return None
        holidays = YearHolidays(year, self._off, self._worked, holiday_source) if blocks else None
        return YearData(year, holidays, tuple(deadlines[month] for month in sorted(deadlines)))

    def _holiday(self, table: Table, year: int) -> None:
        table.only(("name", "first", "last", "work"))
        name = table.text("name", limit=30)
        first, last = table.day("first"), table.day("last")
        if not date(year - 1, 12, 1) <= first <= date(year, 12, 31):
            table.fail(f"“first”应在 {year} 年（最早上一年12月），现为 {first}", "first")
        if last < first:
            table.fail(f"“last”（{last}）早于“first”（{first}）", "last")
        length = (last - first).days + 1
        if length > _LONGEST:
            table.fail(f"{name}共 {length} 天，超过 {_LONGEST} 天，请核对月份", "last")
        for day in (first + _DAY * n for n in range(length)):
            if day in self._off:
                table.fail(f"{_day(day)}已列入{self._off[day]}", "first")
            self._off[day] = name
        for day in table.days("work", 10):
            self._work(table, day, name, year)

    def _work(self, table: Table, day: date, name: str, year: int) -> None:
        if not date(year - 1, 12, 1) <= day <= date(year + 1, 1, 31):
            table.fail(f"调休上班日 {day} 不在 {year} 年，请核对", "work")
        if day.weekday() < 5:
            week = times.weekday_cn(day)
            table.fail(f"{_day(day)}是{week}，本来就上班，“work”只写调休上班的周末", "work")
        if day in self._worked:
            table.fail(f"{_day(day)}已列为{self._worked[day]}的调休上班日", "work")
        self._worked[day] = name

    def _deadline(
        self, table: Table, year: int, source: str, deadlines: dict[int, Deadline]
    ) -> None:
        table.only(("month", "last_day", "reason"))
        month, last_day = table.whole("month", None, 1, 12), table.day("last_day")
        if (last_day.year, last_day.month) != (year, month):
            table.fail(f"“last_day”应在 {year}年{month}月，现为 {last_day}", "last_day")
        reason = table.text("reason", source) or "官方通知"
        deadlines[month] = Deadline(year, month, last_day, True, reason)

    def _each(self, read: Callable[..., None], table: Table, *more: object) -> None:
        try:
            read(table, *more)
        except FileFault as fault:
            self._note(fault)

    def _note(self, fault: FileFault) -> None:
        self.findings.append(Finding(f"第 {fault.line} 行", fault.reason))


def _remarks(data: YearData, calendar: FilingCalendar, line: int) -> Iterator[Finding]:
    """Yield what is worth a second look before the year is taken."""
    after = calendar.taking([data.holidays] if data.holidays else [], data.deadlines)
    lines = [*_holiday_remarks(data, calendar, after), *_deadline_remarks(data, calendar, after)]
    for text in lines:
        yield Finding(f"第 {line} 行", f"{data.year}年{text}", FindingKind.NOTE)


def _holiday_remarks(
    data: YearData, before: FilingCalendar, after: FilingCalendar
) -> Iterator[str]:
    if data.holidays is None:
        if not before.knows(data.year):
            yield "没有节假日数据，只导入截止日；工作日、高峰日要等节假日导入后才能算出"
        return
    named = "、".join({*data.holidays.off.values()})
    missing = [name for name in PUBLIC_HOLIDAYS if name not in named]
    if missing:
        yield f"没有写{'、'.join(missing)}，漏写会使推算的截止日出错，请对照通知核对"
    if not before.knows(data.year):
        return
    moved = [
        _day(day) + ("改为上班" if after.holidays.is_working(day) else "改为休息")
        for day in sorted({*_days_of(data.year), *data.holidays.off, *data.holidays.worked})
        if before.holidays.is_working(day) != after.holidays.is_working(day)
    ]
    if moved:
        source = before.holiday_source(data.year)
        more = f"等 {len(moved)} 天" if len(moved) > _NAMED else ""
        words = "、".join(moved[:_NAMED])
        yield f"节假日与现有数据（{source}）不同：{words}{more}，以文件为准"


def _deadline_remarks(
    data: YearData, before: FilingCalendar, after: FilingCalendar
) -> Iterator[str]:
    for deadline in data.deadlines:
        month, day = deadline.month, deadline.last_day
        known, rule = before.deadline(data.year, month), after.computed(data.year, month)
        if known is not None and known.own and known.last_day != day:
            deed = f"导入后改为 {day.day} 日" if known.official else "保留不改"
            yield (
                f"{month}月现为 {known.last_day.day} 日（{known.mark}：{known.reason}），"
                f"文件为 {day.day} 日，{deed}"
            )
        if rule is not None and rule.last_day != day:
            yield (
                f"{month}月截止日 {day.day} 日与按规则推算的 {rule.last_day.day} 日"
                f"（{rule.reason}）不同，请核对"
            )
        elif rule is None and day.day < STATUTORY_DAY:
            yield f"{month}月截止日 {day.day} 日早于 15 日，请核对"


def _days_of(year: int) -> Iterator[date]:
    return (
        date(year, 1, 1) + _DAY * n for n in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)
    )


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"
