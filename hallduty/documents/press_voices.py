"""The papers of policy questions and needs, as the press makes them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hallduty.documents.fonts import FontLibrary
    from hallduty.documents.incidents import Days
    from hallduty.documents.paper import Paper, PrintMark
    from hallduty.documents.period_papers import PeriodPaper
    from hallduty.domain.forms import Forms
    from hallduty.domain.need_month import MonthFigures
    from hallduty.domain.needs import Need
    from hallduty.domain.policy import PolicyCase


class VoicePapers:
    """What the press prints of them; fonts, forms and the lock are the press's own."""

    _library: FontLibrary
    _forms: Forms
    _bureau: str
    _lock: Lock

    def policy_register(
        self, cases: Iterable[PolicyCase], period: Days, printed: PrintMark
    ) -> Paper:
        """Print the policy questions of a period as a list (plan clause 四（四）)."""
        from hallduty.documents.voice_registers import print_questions

        with self._lock:
            faces = self._library.faces()
            return print_questions(cases, period, faces, printed, bureau=self._bureau)

    def policy_day(self, day: date, contents: PeriodPaper, printed: PrintMark) -> Paper:
        """Print the daily report on policy questions (plan clause 四（四）)."""
        from hallduty.documents.period_papers import print_policy_day

        with self._lock:
            faces = self._library.faces()
            return print_policy_day(day, contents, faces, printed, bureau=self._bureau)

    def policy_question(self, case: PolicyCase, hall: str, printed: PrintMark) -> Paper:
        """Print one policy question on its sheet."""
        from hallduty.documents.policy_sheet import print_question
        from hallduty.domain.policy_sheet import POLICY_SHEET

        with self._lock:
            return print_question(
                self._forms.sheet(POLICY_SHEET),
                case,
                hall,
                self._library.faces(),
                printed,
                bureau=self._bureau,
            )

    def policy_file(self, ending: str, cases: Iterable[PolicyCase]) -> bytes:
        """Return policy questions as a file of that ending: .xlsx or .csv; contacts masked."""
        from hallduty.documents.voice_files import table_file
        from hallduty.domain.voice_tables import QUESTION_COLUMNS

        return table_file(ending, "政策问题台账", QUESTION_COLUMNS, cases)

    def need_register(self, needs: Iterable[Need], period: Days, printed: PrintMark) -> Paper:
        """Print the needs of a period as a list (plan clause 五（五）)."""
        from hallduty.documents.voice_registers import print_needs

        with self._lock:
            faces = self._library.faces()
            return print_needs(needs, period, faces, printed, bureau=self._bureau)

    def need_month(self, figures: MonthFigures, contents: PeriodPaper, printed: PrintMark) -> Paper:
        """Print a month's analysis of needs with its picture (plan clause 五（五）)."""
        from hallduty.documents.period_papers import print_need_month

        with self._lock:
            faces = self._library.faces()
            return print_need_month(figures, contents, faces, printed, bureau=self._bureau)

    def need_file(self, ending: str, needs: Iterable[Need]) -> bytes:
        """Return needs as a file of that ending: .xlsx or .csv; contacts masked."""
        from hallduty.documents.voice_files import table_file
        from hallduty.domain.voice_tables import NEED_COLUMNS

        return table_file(ending, "办税人需求台账", NEED_COLUMNS, needs)
