"""Reads what a power-failure pack prints: the days' roster, the ladders, the numbers to call."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from hallduty.domain import pack as rules
from hallduty.domain.pack import DutyDay, Ladder, PackContents

if TYPE_CHECKING:
    from hallduty.domain.calendar import FilingCalendar
    from hallduty.domain.plan import Plan
    from hallduty.domain.roster import Hall
    from hallduty.domain.settings import Settings
    from hallduty.store.contacts import ContactStore
    from hallduty.store.roster import RosterStore

# Today, tomorrow and the day after: a cut on a Friday evening is still there on Saturday.
DAYS = 3


class PackReader:
    """Collects a pack from the columns that know its parts; writes nothing."""

    def __init__(self, roster: RosterStore, contacts: ContactStore) -> None:
        self._roster = roster
        self._contacts = contacts

    def contents(
        self,
        plan: Plan,
        calendar: FilingCalendar,
        settings: Settings,
        now: datetime,
        hall: Hall | None = None,
    ) -> PackContents:
        """Return the pack of a hall (None: the first one) without numbered sheets yet."""
        hall = hall or next(iter(self._roster.halls()), None)
        days = [now.date() + timedelta(days=ahead) for ahead in range(DAYS)]
        shifts = self._roster.shifts(days[0], days[-1])
        people = {person.id: person for person in self._contacts.people(active_only=False)}
        posts = [post.name for post in settings.posts if post.seats]
        hall_id = hall.id if hall else None
        duty = tuple(rules.duty_day(day, hall_id, shifts, people, posts, calendar) for day in days)
        return PackContents(
            made_at=now,
            hall=hall.name if hall else "",
            duty_phone=settings.duty_phone,
            days=duty,
            ladders=tuple(self._ladder(role, plan, duty[0]) for role in rules.roles_called(plan)),
            public=rules.public_numbers(self._contacts.departments()),
            notices=rules.notice_blanks(plan, settings.pack_notices),
        )

    def _ladder(self, role: str, plan: Plan, today: DutyDay) -> Ladder:
        found = self._contacts.who_answers(role, today.day)
        return rules.ladder(role, plan.role(role).name, found, today)
