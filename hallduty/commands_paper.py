"""The commands that make files: print (PDF) and export (XLSX, CSV)."""

from __future__ import annotations

import sys
from pathlib import Path

from hallduty.clock import Clock
from hallduty.commands import existing_office, found_dossier, period_filter, tell_of_forms
from hallduty.documents.files import write_file
from hallduty.documents.paper import Paper, PrintMark, missing_text
from hallduty.domain.incidents import IncidentFilter
from hallduty.errors import UserError
from hallduty.office import Office

PeriodWords = tuple[str, str, str]


def print_paper(
    folder: Path, clock: Clock, kind: str, number: str, period: PeriodWords, output: str
) -> int:
    """Make one paper as PDF; says on stderr what the fonts could not do."""
    if kind != "ledger" and not number:
        raise UserError(f"请写明编号，例如：print {kind} 2026-001 -o 文件.pdf")
    with existing_office(folder, clock) as office:
        tell_of_forms(office)
        paper = make_paper(office, kind, number, period_filter(*period))
    write_file(Path(output), paper.pdf)
    print(f"{output}：共 {paper.pages} 页")
    for remark in (missing_text(paper.missing), *paper.substituted):
        if remark:
            print(remark, file=sys.stderr)
    return 0


def export_ledger(folder: Path, clock: Clock, period: PeriodWords, output: str) -> int:
    """Export the ledger of a period; the file name's ending chooses the format."""
    path = Path(output)
    wanted = period_filter(*period)
    with existing_office(folder, clock) as office:
        press = office.press(office.store.settings.load())
        makers = {".xlsx": press.ledger_xlsx, ".csv": press.ledger_csv}
        maker = makers.get(path.suffix.lower())
        if maker is None:
            raise UserError(f"导出文件应以 .xlsx 或 .csv 结尾，而不是“{path.name}”")
        tell_of_forms(office)
        data = maker(office.store.incidents.dossiers(wanted))
        count = len(office.store.incidents.ids(wanted))
    write_file(path, data)
    print(f"{output}：共 {count} 件")
    return 0


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
    return press.report(dossier, office.calendar, mark)
