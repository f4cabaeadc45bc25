"""The commands that print the hall: print site NUMBER, print appointments DAY [--hall H]."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from hallduty.clock import Clock
from hallduty.commands import existing_office, found_dossier
from hallduty.commands_paper import deliver, print_mark
from hallduty.commands_shared import named_hall
from hallduty.documents.paper import Paper
from hallduty.domain import times
from hallduty.domain.site import Register
from hallduty.errors import UserError
from hallduty.office import Office


def print_paper(args: Namespace, folder: Path, clock: Clock) -> int:
    """Print the hall's side of an incident, or a day's register, as PDF."""
    made = _site if args.kind == "site" else _register
    with existing_office(folder, clock) as office:
        paper = made(office, args)
        number = args.number if args.kind == "site" else ""
        return deliver(office, paper, args.output, args.kind, number)


def _site(office: Office, args: Namespace) -> Paper:
    if not args.number:
        raise UserError("请写明编号，例如：print site 2026-001 -o 文件.pdf")
    settings, now = office.store.settings.load(), office.clock.now()
    dossier = found_dossier(office, args.number)
    working = office.calendar.holidays.is_working
    site = office.store.sites.of(dossier, settings.hours, working, now)
    return office.press(settings).site(dossier, site, print_mark(office))


def _register(office: Office, args: Namespace) -> Paper:
    at = times.parse_moment(args.number) if args.number else office.clock.now()
    if at is None:
        raise UserError(f"“{args.number}”不是日期，例如：print appointments 2026-11-13 -o 文件.pdf")
    hall, day = named_hall(office, args.hall, active_only=False), at.date()
    column = office.store.appointments
    register = Register(
        day,
        hall.name,
        tuple(column.on_day(day, hall.id)),
        tuple(column.extensions(day, hall.id)),
    )
    return office.press(office.store.settings.load()).appointments(register, print_mark(office))
