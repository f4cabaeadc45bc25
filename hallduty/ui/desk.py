"""The desk: everything a view is handed, built once by app.py (or by a test)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import uuid4

from hallduty.domain.contacts import name_at_desk
from hallduty.domain.stamps import Stamp
from hallduty.ui.open_incidents import LastAsked
from hallduty.ui.outside import Outside

if TYPE_CHECKING:
    from hallduty.clock import Clock
    from hallduty.documents.paper import PrintMark
    from hallduty.documents.press import Press
    from hallduty.domain.calendar import FilingCalendar
    from hallduty.domain.dossiers import Dossier
    from hallduty.domain.forms import Forms
    from hallduty.domain.plan import Plan
    from hallduty.domain.settings import Settings
    from hallduty.store import Store
    from hallduty.ui.asker import Asker
    from hallduty.ui.events import Events, Topic
    from hallduty.ui.tasks import TaskRunner


@dataclass(slots=True)
class Desk:
    """What every view works with; views keep no other way to the outside."""

    store: Store
    clock: Clock
    plan: Plan
    forms: Forms
    calendar: FilingCalendar
    settings: Settings
    press: Press
    events: Events
    tasks: TaskRunner
    ask: Asker
    outside: Outside = field(default_factory=Outside)
    last_asked: LastAsked = field(default_factory=LastAsked)

    def actor(self) -> str:
        """The person at the desk: the operator of the settings, else today's duty leader."""
        if self.settings.operator:
            return self.settings.operator
        leader = self.store.roster.leader_on(self.clock.now().date())
        return name_at_desk(leader)

    def stamp(self) -> Stamp:
        """A fresh stamp for one write; keep it to retry that write harmlessly."""
        return Stamp(uuid4(), self.clock.now(), self.actor())

    def print_mark(self) -> PrintMark:
        """What stands at the foot of a paper made now: when, by whom, and the check code."""
        # Imported when something is printed; a start has no use for it.
        from hallduty.documents.paper import PrintMark

        return PrintMark(self.clock.now(), self.actor(), self.store.audit.head_code())

    def reckoned(self, dossier: Dossier) -> Dossier:
        """Return a dossier with what its outages cost in opening hours, for report and draft."""
        working = self.calendar.holidays.is_working
        return self.store.sites.reckoned(dossier, self.settings.hours, working)

    def reread_calendar(self) -> None:
        """Work from now on with the holidays and deadlines that the store holds."""
        own = self.store.calendar
        self.calendar = self.calendar.with_own(own.years(), own.deadlines())

    def changed(self, topic: Topic) -> None:
        """Tell every view that records of `topic` were written.

        The desk's calendar is read anew first, so that no view asks the old one.
        """
        if topic == "calendar":
            self.reread_calendar()
        self.events.changed.emit(topic)
