"""The commands of the directory: print contacts and card, export, import with a dry run."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from hallduty.clock import Clock
from hallduty.commands import existing_office
from hallduty.commands_paper import finish, print_mark
from hallduty.commands_shared import file_bytes, may_take, named_hall, taken
from hallduty.documents.files import write_file
from hallduty.domain.contact_import import ContactRow, summary
from hallduty.domain.directory import Directory
from hallduty.domain.imports import ImportCheck
from hallduty.errors import UserError
from hallduty.office import Office

_ENDINGS = (".xlsx", ".csv", ".vcf")


def print_paper(args: Namespace, folder: Path, clock: Clock) -> int:
    """Print the wall sheet (A4 or A3) or the pocket card as PDF."""
    with existing_office(folder, clock) as office:
        press, printed = office.press(office.store.settings.load()), print_mark(office)
        found = _directory(office, args.hall)
        if args.kind == "card":
            paper = press.card(found, printed)
        else:
            paper = press.contacts(found, printed, args.paper)
    return finish(paper, args.output)


def export_file(args: Namespace, folder: Path, clock: Clock) -> int:
    """Export everybody in use; the file name's ending chooses the format."""
    path = Path(args.output)
    if path.suffix.lower() not in _ENDINGS:
        raise UserError(f"导出文件应以 {' 或 '.join(_ENDINGS)} 结尾，而不是“{path.name}”")
    with existing_office(folder, clock) as office:
        contacts = office.store.contacts
        people, departments = contacts.people(), contacts.departments()
        press = office.press(office.store.settings.load())
        data = press.contacts_file(path.suffix.lower(), people, departments)
    write_file(path, data)
    print(f"{path}：共 {len(people)} 人，{len(departments)} 个部门、单位")
    return 0


def import_file(args: Namespace, folder: Path, clock: Clock) -> int:
    """Import people and units: all rows or, with a fault in one, none (unless told to skip)."""
    path = Path(args.file)
    data = file_bytes(path)
    with existing_office(folder, clock) as office:
        check = _checked(office, path.name, data)
        said = summary(check)
        ended = may_take(check, args, said)
        if ended is not None:
            return ended
        office.store.contact_import.take(check.rows, office.stamp())
    return taken(check, said)


def _checked(office: Office, name: str, data: bytes) -> ImportCheck[ContactRow]:
    contacts = office.store.contacts
    press = office.press(office.store.settings.load())
    return press.read_contacts(
        name, data, contacts.people(active_only=False), contacts.departments(active_only=False)
    )


def _directory(office: Office, hall: str) -> Directory:
    """Return the directory; raises UserError when there is no hall of that name."""
    halls = office.store.roster.halls()
    # A directory may be printed before there is a hall.
    name = named_hall(office, hall).name if hall or halls else ""
    settings = office.store.settings.load()
    day = office.clock.now().date()
    return office.store.contacts.directory(office.plan, day, name, settings.duty_phone)
