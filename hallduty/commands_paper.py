"""The commands that make files: print (PDF) and export (XLSX, CSV)."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

from hallduty.clock import Clock
from hallduty.commands import existing_office, found_dossier, period_filter, tell_of_forms
from hallduty.documents.files import write_file
from hallduty.documents.paper import Paper, PrintMark, missing_text
from hallduty.domain.incidents import IncidentFilter
from hallduty.domain.printings import paper_digest
from hallduty.errors import UserError
from hallduty.office import Office

Maker = TypeVar("Maker")


def print_paper(args: Namespace, folder: Path, clock: Clock) -> int:
    """Print a sheet, the ledger or a report as PDF; says on stderr what the fonts lack."""
    if args.kind != "ledger" and not args.number:
        raise UserError(f"请写明编号，例如：print {args.kind} 2026-001 -o 文件.pdf")
    wanted = period_filter(args.from_day, args.to_day, args.month)
    with existing_office(folder, clock) as office:
        tell_of_forms(office)
        paper = make_paper(office, args.kind, args.number, wanted)
        number = "" if args.kind == "ledger" else args.number
        return deliver(office, paper, args.output, args.kind, number)


def deliver(office: Office, paper: Paper, output: str, kind: str, number: str) -> int:
    """Write a paper to its file and, if it is of the incident `number`, log that it was printed.

    The paper is out before it is logged, as in the window. What then keeps the log from being
    written (data that is locked, a full disk) is told, and takes nothing back.
    """
    incident = office.store.incidents.by_number(number) if number else None
    if incident is None:
        return finish(paper, output)
    dossier = office.store.incidents.dossier(incident.id)
    digest = paper_digest(kind, dossier, office.forms.sheet("ledger_sheet"), office.plan)
    finish(paper, output)
    try:
        office.store.printings.note(incident.id, kind, paper.pages, digest, office.stamp())
    except UserError as problem:
        print(f"{output} 已输出，但没有记入打印留痕：{problem}", file=sys.stderr)
    return 0


def finish(paper: Paper, output: str) -> int:
    """Write a paper to its file; say on stdout how long it is, on stderr what fonts lack."""
    write_file(Path(output), paper.pdf)
    print(f"{output}：共 {paper.pages} 页")
    for remark in (missing_text(paper.missing), *paper.substituted):
        if remark:
            print(remark, file=sys.stderr)
    return 0


def export_file(args: Namespace, folder: Path, clock: Clock) -> int:
    """Export the ledger of a period; the file name's ending chooses the format."""
    path = Path(args.output)
    wanted = period_filter(args.from_day, args.to_day, args.month)
    with existing_office(folder, clock) as office:
        press = office.press(office.store.settings.load())
        maker = by_ending(path, {".xlsx": press.ledger_xlsx, ".csv": press.ledger_csv})
        tell_of_forms(office)
        data = maker(map(office.reckoned, office.store.incidents.dossiers(wanted)))
        count = len(office.store.incidents.ids(wanted))
    write_file(path, data)
    print(f"{path}：共 {count} 件")
    return 0


def by_ending(path: Path, makers: Mapping[str, Maker]) -> Maker:
    """Return the maker for a file's ending; raises UserError naming the endings there are."""
    maker = makers.get(path.suffix.lower())
    if maker is None:
        known = " 或 ".join(makers)
        raise UserError(f"导出文件应以 {known} 结尾，而不是“{path.name}”")
    return maker


def print_mark(office: Office) -> PrintMark:
    """Return when, by whom and on which state of the audit a paper is printed."""
    return PrintMark(office.clock.now(), office.actor(), office.store.audit.head_code())


def make_paper(office: Office, kind: str, number: str, wanted: IncidentFilter) -> Paper:
    """Return one paper: sheet or report of an incident, or the ledger of a period."""
    press, mark = office.press(office.store.settings.load()), print_mark(office)
    if kind == "ledger":
        period = (wanted.from_day, wanted.to_day)
        return press.ledger(office.store.incidents.dossiers(wanted), period, mark)
    dossier = found_dossier(office, number)
    if kind == "sheet":
        return press.sheet(dossier, mark)
    return press.report(office.reckoned(dossier), office.calendar, mark)
