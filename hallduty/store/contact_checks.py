"""Checks of the directory (通讯录核对): confirmed, corrected or not reached, month by month."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from hallduty.domain import contact_checks as rules
from hallduty.domain import texts
from hallduty.domain.contact_checks import CheckLine, ContactCheck
from hallduty.domain.contacts import CheckResult
from hallduty.domain.errors import refuse
from hallduty.domain.stamps import Stamp
from hallduty.store import models_duty
from hallduty.store.records import as_records
from hallduty.store.writes import writing

if TYPE_CHECKING:
    from hallduty.store.contacts import ContactStore
    from hallduty.store.database import Database

_K = models_duty.ContactCheck
# Asked at every look at 今日: counted by the database, since there may be thousands.
_COUNT = """
SELECT count(*), sum(latest.result IS NOT NULL) FROM {table} LEFT JOIN (
  SELECT {table}_id AS contact, result FROM contact_check WHERE id IN (
    SELECT max(id) FROM contact_check WHERE month = ? GROUP BY person_id, department_id)
) AS latest ON latest.contact = {table}.id
WHERE {table}.active AND {number} AND (latest.result IS NULL OR latest.result = 'failed')
"""
_LEFT = (
    _COUNT.format(table="person", number="(person.mobile <> '' OR person.office_phone <> '')"),
    _COUNT.format(table="department", number=f"department.phone NOT IN {('', *rules.NEVER_TRIED)}"),
)


class ContactCheckStore:
    """Which contacts were found reachable (plan clause 三: 联系电话保持畅通)."""

    def __init__(self, db: Database, contacts: ContactStore) -> None:
        self._db = db
        self._contacts = contacts

    def checks(self, month: str) -> list[ContactCheck]:
        """Return the checks of a month (“2026-11”), in the order they were made."""
        return as_records(ContactCheck, _K.select().where(_K.month == month).order_by(_K.id))

    def lines(self, month: str) -> list[CheckLine]:
        """Return everybody to be checked in a month, with what came of it."""
        contacts = self._contacts
        return rules.check_lines(contacts.people(), contacts.departments(), self.checks(month))

    def left(self, month: str) -> tuple[int, int]:
        """Return how many contacts with a number are unsettled, and how many of them failed."""
        counts = [0, 0]
        for query in _LEFT:
            found = self._db.execute_sql(query, (month,)).fetchone()
            counts = [before + (number or 0) for before, number in zip(counts, found, strict=True)]
        return counts[0], counts[1]

    def note(
        self, lines: Sequence[CheckLine], result: CheckResult, stamp: Stamp, remark: str = ""
    ) -> None:
        """Note the same result for some contacts, in the month of the stamp, in one write."""
        refuse([texts.problem_in("remark", "说明", remark)])
        with writing(self._db, stamp) as write:
            if write.repeated:
                return
            for line in lines:
                write.insert(
                    _K,
                    uuid=stamp.derived(line.key),
                    person_id=line.person.id if line.person else None,
                    department_id=line.department.id if line.department else None,
                    month=rules.month_of(stamp.at.date()),
                    at=stamp.at,
                    actor=stamp.actor,
                    result=result,
                    remark=texts.one_line(remark),
                )
