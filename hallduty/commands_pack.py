"""The command that prints the power-failure pack (断电包), its sheets numbered beforehand."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from hallduty.clock import Clock
from hallduty.commands import existing_office, tell_of_forms
from hallduty.commands_paper import finish, print_mark
from hallduty.commands_shared import named_hall
from hallduty.documents.files import require_place
from hallduty.documents.paper import Paper
from hallduty.domain.paper_sheets import range_text
from hallduty.office import Office


def print_paper(args: Namespace, folder: Path, clock: Clock) -> int:
    """Print the pack as PDF and say which numbers it holds.

    The numbers are issued first: a sheet whose file could not be written is a gap in the row,
    never a number that two sheets bear.
    """
    require_place(Path(args.output))
    with existing_office(folder, clock) as office:
        tell_of_forms(office)
        paper, numbers = make_pack(office, args.hall)
    finish(paper, args.output)
    if numbers:
        print(f"纸单编号 {range_text(numbers)}")
    return 0


def make_pack(office: Office, hall: str = "") -> tuple[Paper, list[str]]:
    """Issue the numbers and make the pack of a hall; return it with its numbers."""
    settings, now = office.store.settings.load(), office.clock.now()
    # A pack may be printed before there is a hall.
    found = named_hall(office, hall) if hall or office.store.roster.halls() else None
    contents = office.store.packs.contents(office.plan, office.calendar, settings, now, found)
    sheets = office.store.paper_sheets.issue(settings.pack_sheets, office.stamp())
    numbers = [sheet.number for sheet in sheets]
    paper = office.press(settings).pack(contents.with_sheets(numbers), print_mark(office))
    return paper, numbers
