"""Whom to report to (plan clause 三): the group in the plan's order, and who comes next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hallduty.domain.contacts import in_order_of_calling
from hallduty.domain.reports import Report, delivered, made

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk


@dataclass(frozen=True, slots=True)
class Callee:
    """Somebody to report to: how the record names them, and their number."""

    to: str
    post: str
    phone: str
    person_id: int | None

    def got(self, report: Report) -> bool:
        """Tell whether a report was meant for them."""
        if report.person_id is not None:
            return report.person_id == self.person_id
        return report.to == self.to


def callees(desk: Desk) -> list[Callee]:
    """Return the emergency group in the order of calling, deputies after their seats."""
    return [
        Callee(f"{title} {person.name}", person.post, person.phone, person.id)
        for title, person in in_order_of_calling(desk.store.contacts.group())
    ]


def next_to_call(found: Sequence[Callee], reports: Sequence[Report]) -> int | None:
    """Return who comes next: after a missed attempt the next in order, nobody once one got through.

    After the last the first is called again.
    """
    if not found or delivered(reports):
        return None
    tried = [
        number
        for report in made(reports)
        for number, callee in enumerate(found)
        if callee.got(report)
    ]
    return (tried[-1] + 1) % len(found) if tried else 0
