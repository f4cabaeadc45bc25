"""The ledger list on paper and as a file: previewed, or written off the GUI thread."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from hallduty.ui.list_output import ListOutput

if TYPE_CHECKING:
    from hallduty.documents.press import Paper, PrintMark
    from hallduty.domain.incidents import IncidentFilter
    from hallduty.store import Store
    from hallduty.ui.desk import Desk
    from hallduty.ui.progress_strip import Progress

_A_PAGE = 16


class LedgerOutput:
    """Prints and exports what a filter selects; `strip` shows an export while it runs."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        self._desk = desk
        self._output = ListOutput(desk, window, _A_PAGE)
        self.strip = self._output.strip

    def print(self, wanted: IncidentFilter, count: int) -> None:
        """Open the preview of the ledger paper."""
        press, period = self._desk.press, (wanted.from_day, wanted.to_day)

        def make(reader: Store, mark: PrintMark) -> Paper:
            return press.ledger(list(reader.incidents.dossiers(wanted)), period, mark)

        self._output.print("打印台帐", f"突发事件台帐{_span(wanted)}", make, count)

    def export(self, wanted: IncidentFilter, count: int) -> None:
        """Ask for a file and write the list into it, off the GUI thread."""
        press, hours = self._desk.press, self._desk.settings.hours
        working = self._desk.calendar.holidays.is_working

        def make(reader: Store, ending: str, progress: Progress) -> bytes:
            found = reader.incidents.dossiers(wanted)
            reckoned = reader.sites.each_reckoned(found, hours, working)
            as_bytes = press.ledger_csv if ending == ".csv" else press.ledger_xlsx
            return as_bytes(progress.counting(reckoned))

        self._output.export(f"突发事件台帐{_span(wanted)}", count, make)


def _span(wanted: IncidentFilter) -> str:
    """Return the days of a filter for a file's name; empty when all days are meant."""
    days: list[date] = [day for day in (wanted.from_day, wanted.to_day) if day is not None]
    return "".join(f"_{day.isoformat()}" for day in dict.fromkeys(days))
