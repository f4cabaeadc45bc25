"""The commands of the filing calendar: list a year's deadlines, import holidays and deadlines."""

from __future__ import annotations

import json
from argparse import Namespace
from pathlib import Path

from hallduty import paths
from hallduty.clock import Clock
from hallduty.domain import times
from hallduty.domain.calendar import EARLIEST_YEAR, LATEST_YEAR, Deadline, FilingCalendar
from hallduty.domain.calendar_import import YearData, check_calendar, read_calendar
from hallduty.domain.imports import ImportCheck
from hallduty.errors import UserError
from hallduty.holidays import filing_calendar
from hallduty.office import Office
from hallduty.store import FILE_NAME

_MARKS = {"官方": "official", "推算": "computed", "自定": "own"}


def calendar(args: Namespace, folder: Path, clock: Clock) -> int:
    """Print the twelve deadlines of a year; a year that is not known is said to be so (exit 1)."""
    year = _year(args.year)
    known = _calendar_of(folder, clock)
    ask = known.computed if args.computed else known.deadline
    found = [ask(year, month) for month in range(1, 13)]
    missing = [month for month, each in enumerate(found, 1) if each is None]
    if len(missing) < 12:
        _tell(found, args.json)
    if missing:
        raise UserError(_unknown(year, missing, args.computed))
    return 0


def import_file(args: Namespace, folder: Path, clock: Clock) -> int:
    """Take holidays and deadlines from a file, whole or not at all; say what was found in it."""
    path = Path(args.file)
    text = read_calendar(path)
    if args.dry_run and not (folder / FILE_NAME).exists():
        check = check_calendar(path.name, text, _calendar_of(folder, clock))
        return _taken(check, args, "可以导入")
    with Office.open(folder, clock) as office:
        check = check_calendar(path.name, text, office.calendar)
        if args.dry_run:
            return _taken(check, args, "可以导入")
        if check.rows and (args.skip_faulty or not check.faults):
            office.store.calendar.adopt(check.rows, office.stamp())
    return _taken(check, args, "已导入")


def _taken(check: ImportCheck[YearData], args: Namespace, deed: str) -> int:
    """Say every finding and what was, or could be, taken; return the exit code."""
    for finding in check.findings:
        print(f"{args.file} {finding}" + ("" if finding in check.faults else "（说明）"))
    if check.faults and not (args.skip_faulty and check.rows):
        raise UserError(
            f"{args.file} 有 {len(check.faults)} 处读不懂，什么也没有导入；请按上面逐条改正后再导入"
        )
    for data in check.rows:
        print(f"{deed} {data.year}年：{data.content}")
    if args.dry_run:
        print("只检查，没有写入")
    return 0


def _year(text: str) -> int:
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else 0
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise UserError(
            f"年份“{text[:20]}”不对，应是 {EARLIEST_YEAR} 到 {LATEST_YEAR} 之间的四位数，如 2026"
        )
    return year


def _calendar_of(folder: Path, clock: Clock) -> FilingCalendar:
    """Return the calendar of a data folder; without one the shipped calendar. Creates nothing."""
    if not (folder / FILE_NAME).exists():
        return filing_calendar(paths.resources() / "calendar")
    with Office.open(folder, clock) as office:
        return office.calendar


def _tell(found: list[Deadline | None], as_json: bool) -> None:
    known = [each for each in found if each is not None]
    if as_json:
        print(json.dumps([_data(each) for each in known], ensure_ascii=False, indent=2))
        return
    for month, each in enumerate(found, 1):
        if each is None:
            print(f"{month:2d}月  未公布")
        else:
            week = times.weekday_cn(each.last_day)
            print(f"{month:2d}月  {each.last_day}  {week}  {each.mark}  {each.reason}")


def _data(deadline: Deadline) -> dict[str, object]:
    return {
        "year": deadline.year,
        "month": deadline.month,
        "last_day": deadline.last_day.isoformat(),
        "weekday": deadline.last_day.isoweekday(),
        "official": deadline.official,
        "kind": _MARKS[deadline.mark],
        "mark": deadline.mark,
        "reason": deadline.reason,
    }


def _unknown(year: int, missing: list[int], computed: bool) -> str:
    what = "节假日数据，不能推算截止日" if computed else "节假日数据，也没有官方截止日，不作推测"
    months = "" if len(missing) == 12 else f"{'、'.join(str(m) for m in missing)}月"
    return (
        f"{year}年{months}没有{what}；收到国务院办公厅和税务总局的通知后，"
        "请用 hallduty import calendar 文件.toml 导入（格式见 hallduty import --help）"
    )
