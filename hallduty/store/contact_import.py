"""Takes a checked import of the directory: all of its rows in one write, or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from hallduty.domain.contact_import import ContactRow
from hallduty.domain.contacts import Category, Department, Person, department_problems
from hallduty.domain.contacts import person_problems as problems_of
from hallduty.domain.errors import refuse
from hallduty.domain.stamps import Stamp
from hallduty.store import models
from hallduty.store.contacts import note_if_corrected, spelled, tidied
from hallduty.store.writes import Write, writing

if TYPE_CHECKING:
    from hallduty.store.contacts import ContactStore
    from hallduty.store.database import Database

_P = models.Person
_D = models.Department


class ContactImportStore:
    """Writes what a dry run has found good."""

    def __init__(self, db: Database, contacts: ContactStore) -> None:
        self._db = db
        self._contacts = contacts

    def take(self, rows: Sequence[ContactRow], stamp: Stamp) -> int:
        """Write the rows with the departments that they name; return how many people and units.

        Raises InvalidInput, with nothing written, when a row is not what a check lets through.
        """
        for row in rows:
            if row.person is not None:
                refuse(problems_of(row.person))
            if row.unit is not None:
                refuse(department_problems(row.unit))
        people = {person.id: person for person in self._contacts.people(active_only=False)}
        readings = [spelled(r.person, people.get(r.person.id)) if r.person else None for r in rows]
        with writing(self._db, stamp) as write:
            if not write.repeated:
                units = self._units(rows, write)
                for number, (row, person) in enumerate(zip(rows, readings, strict=True)):
                    if person is not None:
                        home = units.get(row.department, person.department_id)
                        now = replace(person, department_id=home)
                        _save_person(now, people.pop(now.id, None), number, write)
        return len(rows)

    def _units(self, rows: Sequence[ContactRow], write: Write) -> dict[str, int]:
        """Enter and correct departments; return their ids by name."""
        known = self._contacts.departments(active_only=False)
        ids = {unit.name: unit.id for unit in reversed(known)}
        before = {unit.id: unit for unit in known}
        position = max((unit.position for unit in known if unit.position < 900), default=0)
        for row in rows:
            name = row.department
            if name and name not in ids:
                position += 1
                unit = row.unit or Department(0, "", name, category=row.category)
                unit = replace(unit, position=position, external=unit.kind is not Category.INTERNAL)
                values = _values(unit)
                ids[name] = write.insert(_D, uuid=write.stamp.derived(f"unit {name}"), **values)
            elif row.unit is not None:
                values = _values(row.unit)
                del values["position"]
                write.update(_D, ids[name], **values)
                # Of a unit that the file has twice one correction is noted.
                note_if_corrected(write, "department_id", before.pop(ids[name], None), values)
        return ids


def _save_person(person: Person, before: Person | None, number: int, write: Write) -> None:
    values = _values(person)
    if person.id:
        write.update(_P, person.id, **values)
        note_if_corrected(write, "person_id", before, values)
    else:
        write.insert(_P, uuid=write.stamp.derived(f"person {number}"), **values)


def _values(record: Any) -> dict[str, Any]:
    values = {name: tidied(name, value) for name, value in asdict(record).items()}
    del values["id"], values["uuid"]
    return values
