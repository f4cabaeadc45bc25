"""The press: turns records into finished papers; the one door to this floor for ui and cli."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from hallduty.documents.font_files import TYPEFACES
from hallduty.documents.fonts import FontLibrary
from hallduty.documents.paper import Paper, PrintMark
from hallduty.domain.dossiers import Dossier
from hallduty.domain.forms import Forms
from hallduty.domain.plan import Plan
from hallduty.domain.settings import PrintFonts

if TYPE_CHECKING:
    from hallduty.documents.incidents import Days
    from hallduty.domain.calendar import FilingCalendar
    from hallduty.domain.duty_logs import DutyLog
    from hallduty.domain.pack import PackContents

__all__ = ["Paper", "Press", "PrintMark"]


class Press:
    """Prints for one bureau with one set of forms, plan and fonts; safe to use off-thread.

    Build a new one when the settings, the plan or the forms change: fonts once read are kept.
    `font_folders` are where the system keeps fonts; None means this PC's own places.
    """

    def __init__(
        self,
        fonts_dir: Path,
        forms: Forms,
        plan: Plan,
        bureau: str = "",
        print_fonts: PrintFonts | None = None,
        font_folders: Sequence[Path] | None = None,
    ) -> None:
        self._library = FontLibrary(fonts_dir, print_fonts, font_folders)
        self._forms = forms
        self._plan = plan
        self._bureau = bureau
        self._lock = Lock()  # reportlab keeps its fonts in one place for the whole process

    def typefaces(self) -> list[tuple[str, str, str]]:
        """Return (typeface, font file, what to tell the user: empty when it is the wanted one).

        Slow at first: fonts are opened to see whether they can be used.
        """
        with self._lock:
            found = [(face.name, *self._library.resolve(face)) for face in TYPEFACES]
        return [(name, file.path.name, told) for name, file, told in found]

    def sheet(self, dossier: Dossier, printed: PrintMark, name: str = "ledger_sheet") -> Paper:
        """Print the ledger form of one incident."""
        from hallduty.documents.form_sheet import print_sheet

        with self._lock:
            return print_sheet(
                self._forms.sheet(name),
                dossier.incident,
                self._plan,
                self._library.faces(),
                printed,
                bureau=self._bureau,
            )

    def ledger(self, dossiers: Iterable[Dossier], period: Days, printed: PrintMark) -> Paper:
        """Print the list of incidents of a period, in the order given (earliest first).

        `period` is its first and last day; None at either end leaves that end open.
        """
        from hallduty.documents.incidents import print_ledger

        with self._lock:
            return print_ledger(
                self._forms.summary("ledger_summary"),
                dossiers,
                period,
                self._plan,
                self._library.faces(),
                printed,
                bureau=self._bureau,
            )

    def report(self, dossier: Dossier, calendar: FilingCalendar, printed: PrintMark) -> Paper:
        """Print the after-action report (plan clause 五(四)) of one incident."""
        from hallduty.documents import reviews

        with self._lock:
            return reviews.build(
                dossier, self._plan, calendar, self._library.faces(), printed, self._bureau
            )

    def pack(self, contents: PackContents, printed: PrintMark) -> Paper:
        """Print the power-failure pack; the numbers of its sheets were issued beforehand."""
        from hallduty.documents.pack import print_pack

        with self._lock:
            return print_pack(
                contents,
                self._forms.sheet("ledger_sheet"),
                self._plan,
                self._library.faces(),
                printed,
                bureau=self._bureau,
            )

    def duty_logs(self, logs: Sequence[tuple[DutyLog, str]], printed: PrintMark) -> Paper:
        """Print duty logs, each with its hall's name, from a page of its own."""
        from hallduty.documents.duty_logs import print_logs
        from hallduty.domain.duty_log_sheet import DUTY_LOG_SHEET

        with self._lock:
            return print_logs(
                self._forms.sheet(DUTY_LOG_SHEET),
                logs,
                self._library.faces(),
                printed,
                bureau=self._bureau,
            )

    def ledger_xlsx(self, dossiers: Iterable[Dossier]) -> bytes:
        """Return the ledger as an Excel workbook."""
        from hallduty.documents.tables import ledger_xlsx

        return ledger_xlsx(dossiers, self._forms, self._plan)

    def ledger_csv(self, dossiers: Iterable[Dossier]) -> bytes:
        """Return the ledger as CSV that Excel opens as UTF-8."""
        from hallduty.documents.tables import ledger_csv

        return ledger_csv(dossiers, self._forms, self._plan)
