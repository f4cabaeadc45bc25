"""The command of notices: print the newest one of an incident as a poster."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from hallduty.clock import Clock
from hallduty.commands import existing_office, found_dossier
from hallduty.commands_paper import deliver, print_mark
from hallduty.documents.paper import Paper
from hallduty.domain.dossiers import Dossier
from hallduty.domain.errors import InvalidInput
from hallduty.domain.notice_text import first_values, first_words, kind_for
from hallduty.domain.notices import TITLE, Notice
from hallduty.errors import UserError
from hallduty.office import Office


def print_paper(args: Namespace, folder: Path, clock: Clock) -> int:
    """Print a notice as PDF, on A4 or A3.

    An incident for which none was made yet gets its template's, if the record fills it.
    """
    if not args.number:
        raise UserError("请写明编号，例如：print notice 2026-001 -o 文件.pdf")
    with existing_office(folder, clock) as office:
        paper = notice_paper(office, args.number, args.paper)
        return deliver(office, paper, args.output, args.kind, args.number)


def notice_paper(office: Office, number: str, size: str = "a4") -> Paper:
    """Return the poster of an incident; raises UserError naming what its template leaves open."""
    dossier = found_dossier(office, number)
    press = office.press(office.store.settings.load())
    made = dossier.notices[-1] if dossier.notices else _drafted(office, dossier)
    try:
        return press.notice(made, print_mark(office), size, drill=dossier.incident.drill)
    except InvalidInput as problem:
        if dossier.notices:
            raise
        raise UserError(f"{number} 还没有制作公告，按模板也填不全：{problem}") from problem


def _drafted(office: Office, dossier: Dossier) -> Notice:
    """Return the notice that the incident calls for now, as far as the record fills it."""
    now, plan = office.clock.now(), office.plan
    kind = kind_for(dossier.incident, plan.scenario(dossier.incident.scenario))
    expected, wait = first_values(kind, dossier, plan, now)
    bureau = office.store.settings.load().bureau
    text = first_words(kind, dossier, plan, bureau, now, expected, wait)
    return Notice(
        0, "", dossier.incident.id, kind, TITLE, text, "", expected, wait, now, office.actor()
    )
