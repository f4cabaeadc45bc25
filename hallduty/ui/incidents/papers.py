"""The papers of an incident: what can be printed, under which name, and who makes each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from hallduty.domain.printings import REPORT, SHEET
from hallduty.ui.printed import noting, show_paper

if TYPE_CHECKING:
    from hallduty.documents.paper import Paper
    from hallduty.domain.dossiers import Dossier
    from hallduty.ui.desk import Desk
    from hallduty.ui.incidents.tabs import Tabs


@dataclass(frozen=True, slots=True)
class Offer:
    """A paper of the print menu: its name, the letter that chooses it, and what shows it.

    `compared`: kept in a file, so that a change after it was printed must be seen.
    """

    title: str
    letter: str
    show: Callable[[Tabs, str], None]
    compared: bool = False

    @property
    def menu(self) -> str:
        return f"{self.title}(&{self.letter})"


def _sheet(desk: Desk, dossier: Dossier) -> Callable[[], Paper]:
    return partial(desk.press.sheet, dossier, desk.print_mark())


def _report(desk: Desk, dossier: Dossier) -> Callable[[], Paper]:
    return partial(desk.press.report, desk.reckoned(dossier), desk.calendar, desk.print_mark())


def _trail(desk: Desk, dossier: Dossier) -> Callable[[], Paper]:
    return partial(desk.press.trail, dossier, desk.print_mark())


def _site(desk: Desk, dossier: Dossier) -> Callable[[], Paper]:
    working, now = desk.calendar.holidays.is_working, desk.clock.now()
    site = desk.store.sites.of(dossier, desk.settings.hours, working, now)
    return partial(desk.press.site, dossier, site, desk.print_mark())


# Papers that are made of the record alone.
_MAKERS: Mapping[str, Callable[[Desk, Dossier], Callable[[], Paper]]] = {
    SHEET: _sheet,
    REPORT: _report,
    "trail": _trail,
    "site": _site,
}


def _of_record(tabs: Tabs, name: str) -> None:
    desk = tabs.case.desk
    # Read here: the paper is made on another thread, which has no database.
    dossier = desk.store.incidents.dossier(tabs.case.incident.id)
    title = f"{dossier.incident.number} {OFFERS[name].title}"
    make = _MAKERS[name](desk, dossier)
    show_paper(desk, title, make, tabs.window(), noting(desk, dossier, name))


# Papers that show what is written, or asked for, in a tab.
def _notice(tabs: Tabs, _name: str) -> None:
    tabs.show_tab("notices")
    tabs.notices.print_current()


def _briefing(tabs: Tabs, _name: str) -> None:
    tabs.show_tab("reports")
    tabs.reports.print_report()


def _followups(tabs: Tabs, _name: str) -> None:
    from hallduty.ui.followups.output import print_incident_list

    desk = tabs.case.desk
    dossier = desk.store.incidents.dossier(tabs.case.incident.id)
    print_incident_list(desk, dossier, tabs.window())


def _cards(tabs: Tabs, _name: str) -> None:
    tabs.show_tab("followups")
    tabs.followups.tools.open_cards()


OFFERS: Mapping[str, Offer] = {
    SHEET: Offer("登记表", "S", _of_record, compared=True),
    "notice": Offer("公告", "N", _notice),
    "briefing": Offer("首报、续报、终报", "B", _briefing),
    "trail": Offer("报告留痕单", "T", _of_record),
    "followups": Offer("善后清单", "F", _followups),
    "cards": Offer("二次优先卡", "C", _cards),
    "site": Offer("现场情况", "L", _of_record),
    REPORT: Offer("总结报告", "R", _of_record, compared=True),
}
