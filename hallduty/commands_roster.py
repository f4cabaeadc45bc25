"""The commands of the roster: print a month, export it (XLSX, iCalendar), import with a dry run."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from hallduty.clock import Clock
from hallduty.commands import existing_office, period_filter
from hallduty.commands_paper import finish, print_mark
from hallduty.documents.files import write_file
from hallduty.documents.table_files import MOST_BYTES
from hallduty.domain.errors import refuse
from hallduty.domain.imports import ImportCheck
from hallduty.domain.roster import Hall, day_problem
from hallduty.domain.roster_import import RosterRow
from hallduty.domain.roster_sheet import RosterSheet, period_cn, roster_sheet
from hallduty.errors import EnvironmentProblem, UserError
from hallduty.office import Office

_ENDINGS = (".xlsx", ".ics")
_DAY = timedelta(days=1)
# A sheet of paper and a workbook hold a year; more was typed by mistake.
LONGEST = 366


def print_paper(args: Namespace, folder: Path, clock: Clock) -> int:
    """Print the roster of a month (default: this one) or of a span of days as PDF."""
    with existing_office(folder, clock) as office:
        first, last = _period(args, clock)
        sheet = _sheet(office, _hall(office, args.hall), first, last)
        paper = office.press(office.store.settings.load()).roster(sheet, print_mark(office))
    return finish(paper, args.output)


def export_file(args: Namespace, folder: Path, clock: Clock) -> int:
    """Export the roster, a month a sheet, or as iCalendar; the ending chooses the format."""
    path = Path(args.output)
    if path.suffix.lower() not in _ENDINGS:
        raise UserError(f"导出文件应以 {' 或 '.join(_ENDINGS)} 结尾，而不是“{path.name}”")
    with existing_office(folder, clock) as office:
        first, last = _period(args, clock)
        hall = _hall(office, args.hall)
        press = office.press(office.store.settings.load())
        shifts = [s for s in office.store.roster.shifts(first, last) if s.hall_id == hall.id]
        if path.suffix.lower() == ".ics":
            people = {p.id: p for p in office.store.contacts.people(active_only=False)}
            data = press.roster_ics(shifts, people, hall, clock.now())
        else:
            data = press.roster_xlsx([_sheet(office, hall, *span) for span in _months(first, last)])
    write_file(path, data)
    print(f"{path}：{hall.name}{period_cn(first, last)}值班表，已排 {len(shifts)} 班")
    return 0


def import_file(args: Namespace, folder: Path, clock: Clock) -> int:
    """Import a roster: every line or, with a fault in one, none (unless told to skip)."""
    path = Path(args.file)
    data = _read(path)
    with existing_office(folder, clock) as office:
        hall = _hall(office, args.hall)
        check = _checked(office, hall, path.name, data)
        for finding in check.findings:
            print(f"{finding.kind.label}　{finding}")
        faults, said = len(check.faults), _summary(check)
        if args.dry_run:
            told = f"；读不懂 {faults} 处" if faults else ""
            out = sys.stderr if faults else sys.stdout
            print(f"只检查，没有写入：{hall.name}{said}{told}", file=out)
            return 1 if faults else 0
        if faults and not (args.skip_faulty and check.rows):
            print(
                f"有 {faults} 处读不懂，没有导入任何内容；请按上面逐条改好后重试"
                + ("，或加 --skip-faulty 跳过这些行" if check.rows else ""),
                file=sys.stderr,
            )
            return 1
        office.store.roster_import.take(check.rows, hall.id, office.stamp())
    print(f"已导入{hall.name}{said}" + (f"；跳过 {faults} 处" if faults else ""))
    return 0


def _checked(office: Office, hall: Hall, name: str, data: bytes) -> ImportCheck[RosterRow]:
    store, settings = office.store, office.store.settings.load()
    now = office.clock.now()
    check = office.press(settings).read_roster(
        name,
        data,
        store.contacts.people(active_only=False),
        [post.name for post in settings.posts],
        (now.year, now.month),
    )
    return store.roster_import.noted(check, hall.id)


def _summary(check: ImportCheck[RosterRow]) -> str:
    planned = [row for row in check.rows if row.post]
    days = {row.day for row in planned}
    if not days:
        return "没有可以导入的排班"
    period = period_cn(min(days), max(days))
    return f"{period}值班表 {len(days)} 天、{len(planned)} 格"


def _sheet(office: Office, hall: Hall, first: date, last: date) -> RosterSheet:
    store, settings = office.store, office.store.settings.load()
    return roster_sheet(
        hall,
        first,
        last,
        store.roster.shifts(first - _DAY, last),
        {person.id: person for person in store.contacts.people(active_only=False)},
        settings.posts,
        office.calendar,
        settings,
        store.rota.leaves(first, last),
    )


def _hall(office: Office, name: str) -> Hall:
    """Return the hall of that name, the first one by default; raises UserError without one."""
    halls = office.store.roster.halls()
    if not halls:
        raise UserError("还没有登记办税服务场所，请先在设置中增加")
    found = next((hall for hall in halls if name in ("", hall.name)), None)
    if found is None:
        known = "、".join(hall.name for hall in halls)
        raise UserError(f"没有办税服务场所“{name}”，现有：{known}")
    return found


def _period(args: Namespace, clock: Clock) -> tuple[date, date]:
    """Return the first and last day asked for; this month when nothing was."""
    try:
        wanted = period_filter(args.from_day, args.to_day, args.month)
        first, last = wanted.from_day, wanted.to_day
        if first is None:
            first = (last or clock.now().date()).replace(day=1)
        last = last or _month_end(first)
    except OverflowError as error:
        raise UserError("期间超出了日历的范围，请核对年份") from error
    refuse([day_problem("from", "起始日", first), day_problem("to", "截止日", last)])
    if (last - first).days >= LONGEST:
        raise UserError(f"值班表一次最多 {LONGEST} 天，请缩短 --from 到 --to 的期间")
    return first, last


def _month_end(day: date) -> date:
    return (day.replace(day=28) + 4 * _DAY).replace(day=1) - _DAY


def _months(first: date, last: date) -> Iterator[tuple[date, date]]:
    """Cut a period at the ends of its months."""
    while first <= last:
        end = min(last, _month_end(first))
        yield first, end
        first = end + _DAY


def _read(path: Path) -> bytes:
    """Return a file's bytes, of one that is too big no more than shows that it is.

    Raises EnvironmentProblem when it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = "没有这个文件" if isinstance(error, FileNotFoundError) else "不能读取"
        raise EnvironmentProblem(f"{path}：{reason}，请核对路径和权限") from error
