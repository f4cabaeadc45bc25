"""The commands of the directory: print contacts and card, export, import with a dry run."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path
from uuid import uuid4

from hallduty.clock import Clock
from hallduty.commands import existing_office
from hallduty.commands_paper import finish, print_mark
from hallduty.documents.files import write_file
from hallduty.domain.contact_import import ContactRow, summary
from hallduty.domain.directory import Directory
from hallduty.domain.imports import ImportCheck
from hallduty.domain.stamps import Stamp
from hallduty.errors import EnvironmentProblem, UserError
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
    data = _read(Path(args.file))
    with existing_office(folder, clock) as office:
        check = _checked(office, Path(args.file).name, data)
        for finding in check.findings:
            print(f"{finding.kind.label}　{finding}")
        faults = len(check.faults)
        if args.dry_run:
            print(f"试导入，没有写入：{summary(check)}" + (f"；读不懂 {faults} 处" * bool(faults)))
            return 1 if faults else 0
        if faults and not args.skip_faulty:
            print(
                f"有 {faults} 处读不懂，没有导入任何内容；请改好后重试，"
                "或加 --skip-faulty 跳过这些行",
                file=sys.stderr,
            )
            return 1
        stamp = Stamp(uuid4(), clock.now(), office.actor())
        count = office.store.contact_imports.take(check.rows, stamp)
    print(f"已导入 {count} 条：{summary(check)}" + (f"；跳过 {faults} 处" * bool(faults)))
    return 0


def _checked(office: Office, name: str, data: bytes) -> ImportCheck[ContactRow]:
    contacts = office.store.contacts
    press = office.press(office.store.settings.load())
    return press.read_contacts(
        name, data, contacts.people(active_only=False), contacts.departments(active_only=False)
    )


def _directory(office: Office, hall: str) -> Directory:
    """Return the directory; raises UserError when there is no hall of that name."""
    halls = office.store.roster.halls()
    names = [each.name for each in halls]
    if hall and hall not in names:
        raise UserError(f"没有办税服务场所“{hall}”，现有：{'、'.join(names) or '（未登记）'}")
    settings = office.store.settings.load()
    name = hall or (names[0] if names else "")
    day = office.clock.now().date()
    return office.store.contacts.directory(office.plan, day, name, settings.duty_phone)


def _read(path: Path) -> bytes:
    """Return a file's bytes; raises EnvironmentProblem when it cannot be read."""
    try:
        return path.read_bytes()
    except (OSError, ValueError) as error:
        reason = "没有这个文件" if isinstance(error, FileNotFoundError) else "不能读取"
        raise EnvironmentProblem(f"{path}：{reason}，请核对路径和权限") from error
