"""The commands that print reports upward: print briefing NUMBER, print trail NUMBER."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from hallduty.clock import Clock
from hallduty.commands import existing_office, found_dossier
from hallduty.commands_paper import deliver, print_mark
from hallduty.documents.paper import Paper
from hallduty.domain.dossiers import Dossier
from hallduty.domain.incidents import Status
from hallduty.domain.report_drafts import briefing, draft
from hallduty.domain.reports import (
    Report,
    ReportKind,
    delivered,
    next_ordinal,
    proposed_kind,
)
from hallduty.errors import UserError
from hallduty.office import Office


def print_paper(args: Namespace, folder: Path, clock: Clock) -> int:
    """Print one report, as it was delivered or else drafted from the record, or the trail."""
    if not args.number:
        raise UserError(f"请写明编号，例如：print {args.kind} 2026-001 -o 文件.pdf")
    with existing_office(folder, clock) as office:
        dossier = found_dossier(office, args.number)
        if args.kind == "trail":
            press = office.press(office.store.settings.load())
            paper = press.trail(dossier, print_mark(office))
        else:
            paper = _briefing(office, dossier, args.report)
        return deliver(office, paper, args.output, args.kind, args.number)


def _briefing(office: Office, dossier: Dossier, wanted: str) -> Paper:
    settings, now = office.store.settings.load(), office.clock.now()
    over = dossier.incident.status is not Status.HANDLING
    kind = ReportKind(wanted) if wanted else proposed_kind(dossier.reports, over=over)
    if dossier.incident.status is Status.VOID:
        raise UserError(f"事件 {dossier.incident.number} 已作废，不再上报")
    issued = _issued(dossier, kind) if wanted else None
    if issued is not None:
        ordinal, text, at, to = issued.ordinal, issued.text, issued.at, issued.to
    else:
        ordinal, at, to = next_ordinal(dossier.reports, kind), now, ""
        text = draft(
            office.reckoned(dossier), office.plan, office.calendar, settings.bureau, kind, now
        )
    paper = briefing(
        dossier,
        office.plan,
        kind,
        ordinal,
        text,
        at,
        to=to,
        contact=dossier.incident.handler or office.actor(),
        phone=settings.duty_phone,
    )
    return office.press(settings).briefing(paper, dossier, print_mark(office))


def _issued(dossier: Dossier, kind: ReportKind) -> Report | None:
    """Return the last report of a kind that was delivered with a text, to print it as it went."""
    told = [r for r in delivered(dossier.reports) if r.kind is kind and r.text]
    return told[-1] if told else None
