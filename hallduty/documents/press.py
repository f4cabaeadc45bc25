"""The press: turns records into finished papers; the one door to this floor for ui and cli."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from hallduty.documents.font_files import TYPEFACES
from hallduty.documents.fonts import FontLibrary
from hallduty.documents.paper import Paper, PrintMark
from hallduty.documents.press_voices import VoicePapers
from hallduty.domain.dossiers import Dossier
from hallduty.domain.forms import Forms
from hallduty.domain.plan import Plan
from hallduty.domain.settings import PrintFonts

if TYPE_CHECKING:
    from hallduty.documents.incidents import Days
    from hallduty.domain.calendar import FilingCalendar
    from hallduty.domain.contact_import import ContactRow
    from hallduty.domain.contacts import Department, Person
    from hallduty.domain.directory import Directory
    from hallduty.domain.duty_logs import DutyLog
    from hallduty.domain.followup_sheet import FollowupSheet
    from hallduty.domain.followups import Followup
    from hallduty.domain.imports import ImportCheck
    from hallduty.domain.notices import Notice
    from hallduty.domain.pack import PackContents
    from hallduty.domain.priority_cards import CardFacts
    from hallduty.domain.report_drafts import Briefing
    from hallduty.domain.roster import Hall, Shift
    from hallduty.domain.roster_import import RosterRow
    from hallduty.domain.roster_sheet import RosterSheet
    from hallduty.domain.site import Register, Site
    from hallduty.domain.sms import SmsColumn

__all__ = ["Paper", "Press", "PrintMark"]


class Press(VoicePapers):
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

    def briefing(self, briefing: Briefing, dossier: Dossier, printed: PrintMark) -> Paper:
        """Print a report upward (首报, 续报, 终报) as an official paper."""
        from hallduty.documents.reports import print_briefing

        with self._lock:
            faces = self._library.faces()
            return print_briefing(briefing, dossier, faces, printed, self._bureau)

    def trail(self, dossier: Dossier, printed: PrintMark) -> Paper:
        """Print the trail of an incident's reports with what came of each (报告留痕单)."""
        from hallduty.documents.reports import print_trail

        with self._lock:
            faces = self._library.faces()
            return print_trail(dossier, self._plan, faces, printed, self._bureau)

    def notice(
        self, notice: Notice, printed: PrintMark, paper: str = "a4", *, drill: bool = False
    ) -> Paper:
        """Print a notice for the wall, on A4 or A3; raises InvalidInput when it has gaps."""
        from hallduty.documents.notices import PosterText, print_poster

        with self._lock:
            poster = PosterText(notice, self._bureau, drill)
            return print_poster(poster, self._library.faces(), printed, paper)

    def site(self, dossier: Dossier, site: Site, printed: PrintMark) -> Paper:
        """Print the hall's side of an incident (现场情况): outages, crowd, extended service."""
        from hallduty.documents.site import print_site

        with self._lock:
            return print_site(
                dossier, site, self._plan, self._library.faces(), printed, bureau=self._bureau
            )

    def appointments(self, register: Register, printed: PrintMark) -> Paper:
        """Print a day's register of appointments and extended service, people masked."""
        from hallduty.documents.appointments import print_register

        with self._lock:
            return print_register(register, self._library.faces(), printed, bureau=self._bureau)

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

    def roster(self, sheet: RosterSheet, printed: PrintMark) -> Paper:
        """Print a hall's roster (plan clause 五（一）), a month on one A4 page where it fits."""
        from hallduty.documents.roster import print_roster

        with self._lock:
            return print_roster(sheet, self._library.faces(), printed, bureau=self._bureau)

    def roster_xlsx(self, sheets: Sequence[RosterSheet]) -> bytes:
        """Return a workbook, a roster a sheet, in a layout that can be imported again."""
        from hallduty.documents.roster_xlsx import roster_xlsx

        return roster_xlsx(sheets, self._bureau)

    def contacts(self, directory: Directory, printed: PrintMark, paper: str = "a4") -> Paper:
        """Print the directory for the wall, on A4 or A3."""
        from hallduty.documents.contacts import print_contacts

        with self._lock:
            faces = self._library.faces()
            return print_contacts(directory, faces, printed, bureau=self._bureau, paper=paper)

    def card(self, directory: Directory, printed: PrintMark) -> Paper:
        """Print the pocket card: whom to call, on a page to be folded."""
        from hallduty.documents.pocket_card import print_card

        with self._lock:
            return print_card(directory, self._library.faces(), printed, bureau=self._bureau)

    def followups(self, sheet: FollowupSheet, printed: PrintMark) -> Paper:
        """Print a list of follow-ups, of one incident or over all."""
        from hallduty.documents.followups import print_followups

        with self._lock:
            return print_followups(sheet, self._library.faces(), printed, bureau=self._bureau)

    def cards(self, cards: Sequence[Followup], facts: CardFacts, printed: PrintMark) -> Paper:
        """Print priority cards, four to an A4 page, to be cut."""
        from hallduty.documents.cards import print_cards

        with self._lock:
            return print_cards(cards, facts, self._library.faces(), printed, bureau=self._bureau)

    def sms_file(
        self, ending: str, followups: Sequence[Followup], columns: Sequence[SmsColumn], text: str
    ) -> bytes:
        """Return the list for the SMS platform as a file of that ending: .txt, .xlsx or .csv."""
        from hallduty.documents.sms_files import sms_file

        return sms_file(ending, followups, columns, text)

    def contacts_file(
        self, ending: str, people: Sequence[Person], departments: Sequence[Department]
    ) -> bytes:
        """Return the directory as a file of that ending: .xlsx, .csv or .vcf."""
        from hallduty.documents import contact_tables, vcards

        roles = {role.code: role.name for role in self._plan.roles}
        if ending == ".vcf":
            return vcards.write_vcards(people, departments, roles, self._bureau)
        rows = list(contact_tables.contact_rows(people, departments, roles))
        maker = {".xlsx": contact_tables.contacts_xlsx, ".csv": contact_tables.contacts_csv}[ending]
        return maker(rows)

    def read_contacts(
        self,
        name: str,
        data: bytes,
        people: Sequence[Person],
        departments: Sequence[Department],
    ) -> ImportCheck[ContactRow]:
        """Return what can be taken of a directory's file (XLSX, CSV, vCard) and what cannot.

        Raises UserError when it is no such file; `people`, `departments` are those known.
        """
        from hallduty.documents import contact_tables, vcards
        from hallduty.domain.contact_import import check_contacts

        read = (
            vcards.read_vcards
            if vcards.looks_like_vcards(name, data)
            else contact_tables.read_contacts
        )
        rows, said = read(name, data)
        roles = {role.name: role.code for role in self._plan.roles}
        return check_contacts(rows, people, departments, roles, said)

    def roster_ics(
        self, shifts: Sequence[Shift], people: Mapping[int, Person], hall: Hall, at: datetime
    ) -> bytes:
        """Return the shifts of a hall as a calendar for phones and mail programs."""
        from hallduty.documents.roster_ics import roster_ics

        return roster_ics(shifts, people, hall, at)

    def read_roster(
        self,
        name: str,
        data: bytes,
        people: Iterable[Person],
        posts: Sequence[str],
        month: tuple[int, int],
    ) -> ImportCheck[RosterRow]:
        """Read a roster from an XLSX or CSV file; raises UserError when it is no such file."""
        from hallduty.documents.roster_import import read_roster
        from hallduty.documents.table_files import read_tables

        return read_roster(read_tables(name, data), people, posts, month)

    def ledger_xlsx(self, dossiers: Iterable[Dossier]) -> bytes:
        """Return the ledger as an Excel workbook."""
        from hallduty.documents.tables import ledger_xlsx

        return ledger_xlsx(dossiers, self._forms, self._plan)

    def ledger_csv(self, dossiers: Iterable[Dossier]) -> bytes:
        """Return the ledger as CSV that Excel opens as UTF-8."""
        from hallduty.documents.tables import ledger_csv

        return ledger_csv(dossiers, self._forms, self._plan)
