"""The poster's way to the preview: A4 or A3, refused while anything is left open."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from hallduty.domain.errors import refuse
from hallduty.domain.notice_text import gap_problems
from hallduty.ui.printed import noting, show_paper

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from hallduty.domain.notices import Notice
    from hallduty.ui.incidents.case import Case
    from hallduty.ui.preview import PreviewDialog

SIZES = {"a4": "A4", "a3": "A3"}
_REMEMBERED = "notice.paper"


def paper_size(case: Case) -> str:
    """Return the paper that was chosen last."""
    kept = case.desk.store.settings.recall(_REMEMBERED, "a4")
    return kept if kept in SIZES else "a4"


def keep_paper_size(case: Case, size: str) -> None:
    """Remember the paper for the next notice."""
    case.desk.store.settings.remember(_REMEMBERED, size)


def preview(case: Case, notice: Notice, parent: QWidget) -> PreviewDialog:
    """Show a notice as it will hang; raises InvalidInput naming what is left open."""
    refuse(gap_problems(notice.text))
    desk, incident, size = case.desk, case.incident, paper_size(case)
    make = partial(desk.press.notice, notice, desk.print_mark(), size, drill=incident.drill)
    title = f"{incident.number} {notice.kind.noun} {SIZES[size]}"
    noted = noting(desk, desk.store.incidents.dossier(incident.id), "notice")
    return show_paper(desk, title, make, parent.window(), noted)
