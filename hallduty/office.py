"""The office: a data folder opened with its plan, forms and calendar, for window and commands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from hallduty import paths, places
from hallduty.clock import Clock
from hallduty.domain.contacts import name_at_desk
from hallduty.domain.plan import Plan
from hallduty.domain.plan_snapshot import dump_plan, parse_snapshot
from hallduty.domain.stamps import Stamp
from hallduty.store import Store

if TYPE_CHECKING:
    from hallduty.documents.press import Press
    from hallduty.domain.calendar import FilingCalendar
    from hallduty.domain.dossiers import Dossier
    from hallduty.domain.forms import Forms
    from hallduty.domain.settings import Settings

# Who is named in the audit for what the program enters by itself from the published plan.
PLAN_ACTOR = "预案"
RETENTION_ACTOR = "到期删除"
# A fixed id: two programs that open an empty folder at once enter the plan only once.
_FIRST_PLAN = UUID("33d904f0-cffe-57cf-a893-f35b6fbc876a")
_FIRST_GROUP = UUID("c8f1c10d-fd1e-5e31-8545-5df962fdb763")
_PUBLIC_NUMBERS = UUID("5a1c0e8e-6a53-5d0b-9a43-1f6a3a1a7c11")


@dataclass
class Office:
    """What a data folder holds, opened; close() it at the end."""

    store: Store
    clock: Clock
    plan: Plan

    @classmethod
    def open(cls, folder: Path, clock: Clock) -> Office:
        """Open (first: create) the data folder and put the published plan in force.

        Raises EnvironmentProblem when the database cannot be used or must not lie there,
        UserError when the shipped plan cannot be read.
        """
        places.require_local(folder)
        store = Store.open(folder, clock.now())
        try:
            plan = _plan_in_force(store, clock)
            store.contacts.seed_public(Stamp(_PUBLIC_NUMBERS, clock.now(), PLAN_ACTOR))
        except BaseException:
            store.close()
            raise
        return cls(store, clock, plan)

    def close(self) -> None:
        """Close the database."""
        self.store.close()

    def __enter__(self) -> Office:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @cached_property
    def forms(self) -> Forms:
        """The paper forms, read when first asked for; see `problems` for a broken own copy."""
        from hallduty.domain.forms import load_forms

        return load_forms(paths.shipped() / "forms", self.store.folder / "forms")

    @cached_property
    def calendar(self) -> FilingCalendar:
        """The filing calendar; read when first asked for, since holidays load slowly.

        The library's holidays and the shipped deadlines, and over them the bureau's own.
        """
        from hallduty.holidays import filing_calendar

        shipped = filing_calendar(paths.resources() / "calendar")
        return shipped.with_own(self.store.calendar.years(), self.store.calendar.deadlines())

    def forget_calendar(self) -> None:
        """Read the calendar anew when it is next asked for: holidays or a deadline changed."""
        self.__dict__.pop("calendar", None)

    def press(self, settings: Settings) -> Press:
        """Return the maker of papers for the bureau and typefaces of `settings`."""
        from hallduty.documents.press import Press

        return Press(
            paths.resources() / "fonts",
            self.forms,
            self.plan,
            bureau=settings.bureau,
            print_fonts=settings.print_fonts,
        )

    def reckoned(self, dossier: Dossier) -> Dossier:
        """Return a dossier with what its outages cost in opening hours, for report and export."""
        hours, working = self.store.settings.load().hours, self.calendar.holidays.is_working
        return self.store.sites.reckoned(dossier, hours, working)

    def actor(self) -> str:
        """The person at the desk: the operator of the settings, else today's duty leader."""
        operator = self.store.settings.load().operator
        leader = self.store.roster.leader_on(self.clock.now().date())
        return operator or name_at_desk(leader)

    def stamp(self) -> Stamp:
        """A fresh stamp for one write by the person at the desk."""
        return Stamp(uuid4(), self.clock.now(), self.actor())

    def forget_told(self, most: int) -> int:
        """Delete data of at most so many taxpayers whose retention is over; return of how many.

        The days run from when they were told, or from the time that they were booked for
        (facts of the field: personal data).
        """
        now = self.clock.now()
        kept = timedelta(days=self.store.settings.load().retention_days)
        return self.store.retention.forget(now - kept, Stamp(uuid4(), now, RETENTION_ACTOR), most)


def _plan_in_force(store: Store, clock: Clock) -> Plan:
    version = store.plans.current()
    if version is not None:
        return parse_snapshot(version.text)
    from hallduty.domain.plan_file import load_plan

    plan = load_plan(paths.resources() / "plan")
    now = clock.now()
    change, reason = "首次采用", f"{plan.published:%Y-%m-%d} 印发的预案"
    store.plans.adopt(dump_plan(plan), change, reason, Stamp(_FIRST_PLAN, now, PLAN_ACTOR))
    store.contacts.seed_group(plan.group, Stamp(_FIRST_GROUP, now, PLAN_ACTOR))
    return plan
