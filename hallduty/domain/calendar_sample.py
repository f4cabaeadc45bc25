"""The calendar file's format explained, and a year written in it, to be filled in or changed."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

from hallduty.domain.calendar import Deadline, FilingCalendar

FORMAT_HELP = """\
日历文件是文本文件（.toml），用记事本编辑，一年一个 [[year]]。以 2026 年为例：

[[year]]
year = 2026
# 截止日：照税务总局通知依次写 1—12 月的日；还没有通知就不写，由程序按规则推算
source = "国家税务总局申报纳税期限通知"
last_days = [20, 24, 16, 20, 22, 15, 15, 17, 15, 26, 16, 15]
# 节假日：照国务院办公厅通知，一个节日一个 [[year.holiday]]
holiday_source = "国务院办公厅节假日安排通知"

[[year.holiday]]
name = "春节"
first = 2026-02-15
last = 2026-02-23
work = [2026-02-14, 2026-02-28]

# 个别月份当地另有通知的，一个月一个 [[year.deadline]]（下面的日期只示范写法）
[[year.deadline]]
month = 11
last_day = 2026-11-18
reason = "当地延期通知的文号"

first、last 是放假的第一天和最后一天（含其中的周末）；work 是调休上班的周末，没有就不写。
日期不加引号，文字放在英文双引号里，“#”后面是说明。只写截止日或只写节假日也可以。
"""

_HEAD = """\
# 值班长：{year}年的节假日和征期截止日。改好后保存，再在“征期”页导入，或者运行：
# hallduty import calendar 文件.toml
# “#”后面是说明，程序不读。日期写作 {year}-01-01，不加引号。

[[year]]
year = {year}
"""
_NO_DEADLINES = """\
# 截止日：收到税务总局的通知后，依次写上 1—12 月的日，并去掉下面两行行首的“#”。
# source = ""
# last_days = [{days}]
"""
_NO_HOLIDAYS = """\
# 节假日：照国务院办公厅的通知填写，并去掉行首的“#”。没有调休上班的，不写 work。
# holiday_source = ""
"""
_HOLIDAYS = ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")


def sample_text(year: int, calendar: FilingCalendar) -> str:
    """Return a year as a calendar file: its data where they are known, else lines to fill in.

    The lines to fill in are comments, so that a file which nobody filled in is refused.
    """
    holidays = _holidays if calendar.knows(year) else _blank_holidays
    parts = [_HEAD.format(year=year), *_deadlines(year, calendar), *holidays(year, calendar)]
    # What belongs to the year itself has to stand before the first table inside it.
    tables = [part for part in parts if part.startswith("[[year.")]
    return "\n".join([*(part for part in parts if part not in tables), *tables])


def file_name(year: int) -> str:
    """Return the name under which a year's file is offered."""
    return f"征期日历{year}.toml"


def _deadlines(year: int, calendar: FilingCalendar) -> Iterator[str]:
    official = [each for month in range(1, 13) if (each := _official(year, month, calendar))]
    if len(official) < 12:
        found = [calendar.deadline(year, month) for month in range(1, 13)]
        days = ", ".join(str(each.last_day.day) if each else " " for each in found)
        yield _NO_DEADLINES.format(days=days)
        source = ""
    else:
        source = Counter(each.reason for each in official).most_common(1)[0][0]
        yield f"source = {_quoted(source)}"
        yield f"last_days = {[each.last_day.day for each in official]}\n"
    for each in official:
        if each.reason != source:
            yield (
                f"[[year.deadline]]\nmonth = {each.month}\nlast_day = {each.last_day}\n"
                f"reason = {_quoted(each.reason)}\n"
            )


def _official(year: int, month: int, calendar: FilingCalendar) -> Deadline | None:
    """Return the announced deadline of a month; below one set by hand lies perhaps another."""
    for found in (calendar.deadline(year, month), calendar.without_own(year, month)):
        if found is not None and found.official:
            return found
    return None


def _holidays(year: int, calendar: FilingCalendar) -> Iterator[str]:
    if calendar.is_imported(year):
        yield f"holiday_source = {_quoted(calendar.holiday_source(year))}\n"
    for block in calendar.blocks(year):
        worked = ", ".join(str(day) for day in block.worked)
        yield (
            f"[[year.holiday]]\nname = {_quoted(block.name)}\nfirst = {block.first}\n"
            f"last = {block.last}\n" + (f"work = [{worked}]\n" if worked else "")
        )


def _blank_holidays(year: int, _: FilingCalendar) -> Iterator[str]:
    yield _NO_HOLIDAYS
    for name in _HOLIDAYS:
        yield (
            f'[[year.holiday]]\nname = "{name}"\n# first = {year}-00-00\n# last = {year}-00-00\n'
            f"# work = [{year}-00-00]\n"
        )


def _quoted(text: str) -> str:
    # A JSON text is a TOML text too.
    return json.dumps(text, ensure_ascii=False)
