"""What was printed: logs each paper of an incident, and finds those that have changed since."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, time
from typing import TYPE_CHECKING

from hallduty.domain import printings as rules
from hallduty.domain.incidents import Incident, IncidentFilter
from hallduty.domain.printings import Printing, Unprinted
from hallduty.ui.events import Topic

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from hallduty.documents.paper import Paper
    from hallduty.domain.dossiers import Dossier
    from hallduty.ui.desk import Desk
    from hallduty.ui.preview import PreviewDialog


def show_paper(
    desk: Desk,
    title: str,
    make: Callable[[], Paper],
    window: QWidget,
    noted: Callable[[int], None] | None = None,
    name: str = "",
) -> PreviewDialog:
    """Preview a paper without waiting for it; its file is called `name`, else as its title.

    `make` runs on another thread (see PreviewDialog); `noted` is what `noting` returned.
    """
    from PySide6.QtCore import Qt

    from hallduty.ui.preview import PreviewDialog

    preview = PreviewDialog(desk, title, make, f"{name or title}.pdf", window, noted)
    preview.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    preview.open()
    return preview


def noting(desk: Desk, dossier: Dossier, kind: str) -> Callable[[int], None]:
    """Return what the preview calls when a paper of an incident is out: it logs the printing.

    `kind` is the name of a paper in ui/incidents/papers.py; what it shows is what the dossier
    held when the paper was made.
    """
    digest = digest_of(desk, dossier, kind)
    incident_id = dossier.incident.id

    def note(pages: int) -> None:
        desk.store.printings.note(incident_id, kind, pages, digest, desk.stamp())
        desk.changed(Topic.INCIDENTS)

    return note


def digest_of(desk: Desk, dossier: Dossier, kind: str) -> str:
    """Return the digest of what a paper of that kind shows of an incident."""
    return rules.paper_digest(kind, dossier, desk.forms.sheet("ledger_sheet"), desk.plan)


def changed(desk: Desk, dossier: Dossier, kinds: Sequence[str]) -> list[Printing]:
    """Return the last printings of these kinds whose paper would now show something else."""
    known = desk.store.printings.latest([dossier.incident.id]).get(dossier.incident.id, {})
    digests = {kind: digest_of(desk, dossier, kind) for kind in kinds if kind in known}
    return rules.changed_since(known, digests)


def to_print(desk: Desk) -> list[Unprinted]:
    """Return the incidents, open or of today, whose sheet is to be printed before leaving."""
    store, today = desk.store, desk.clock.now().date()
    found = {each.id: each for each in store.incidents.open_ones()}
    days = store.incidents.ids(IncidentFilter(from_day=today, to_day=today))
    found |= {each.id: each for each in store.incidents.fetch(days)}
    found |= {each.id: each for each in _touched(desk, datetime.combine(today, time.min))}
    incidents = sorted(found.values(), key=lambda each: each.id)
    printed = store.printings.latest([each.id for each in incidents])
    sheet = desk.forms.sheet("ledger_sheet")
    digests = {each.id: rules.sheet_digest(sheet, each, desk.plan) for each in incidents}
    return rules.unprinted(incidents, printed, digests, today)


def _touched(desk: Desk, since: datetime) -> list[Incident]:
    """Return the incidents whose sheet was printed today, whatever their own day."""
    return desk.store.incidents.fetch(desk.store.printings.printed_since(since))
