"""The commands of the roster: print a month, export it (XLSX, iCalendar), import with a dry run."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from hallduty.clock import Clock
from hallduty.commands import existing_office, period_filter
from hallduty.commands_paper import finish, print_mark
from hallduty.commands_shared import file_bytes, may_take, named_hall, taken
from hallduty.documents.files import write_file
from hallduty.domain.errors import refuse
from hallduty.domain.imports import ImportCheck
from hallduty.domain.roster import Hall, day_problem
from hallduty.domain.roster_import import RosterRow
from hallduty.domain.roster_sheet import RosterSheet, period_cn, roster_sheet
from hallduty.errors import UserError
from hallduty.office import Office

_ENDINGS = (".xlsx", ".ics")
_DAY = timedelta(days=1)
# A sheet of paper and a workbook hold a year; more was typed by mistake.
LONGEST = 366


def print_paper(args: Namespace, folder: Path, clock: Clock) -> int:
    """Print the roster of a month (default: this one) or of a span of days as PDF."""
    with existing_office(folder, clock) as office:
        first, last = _period(args, clock)
        sheet = _sheet(office, named_hall(office, args.hall), first, last)
        paper = office.press(office.store.settings.load()).roster(sheet, print_mark(office))
    return finish(paper, args.output)


def export_file(args: Namespace, folder: Path, clock: Clock) -> int:
    """Export the roster, a month a sheet, or as iCalendar; the ending chooses the format."""
    path = Path(args.output)
    if path.suffix.lower() not in _ENDINGS:
        raise UserError(f"导出文件应以 {' 或 '.join(_ENDINGS)} 结尾，而不是“{path.name}”")
    with existing_office(folder, clock) as office:
        first, last = _period(args, clock)
        hall = named_hall(office, args.hall)
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
    data = file_bytes(path)
    with existing_office(folder, clock) as office:
        hall = named_hall(office, args.hall)
        check = _checked(office, hall, path.name, data)
        said = f"{hall.name}{_summary(check)}"
        ended = may_take(check, args, said)
        if ended is not None:
            return ended
        office.store.roster_import.take(check.rows, hall.id, office.stamp())
    return taken(check, said)


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
