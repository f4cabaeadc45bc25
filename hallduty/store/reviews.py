"""Reviews (复盘) and the improvement actions that come of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hallduty.domain import reviews as rules
from hallduty.domain import texts
from hallduty.domain.errors import refuse
from hallduty.domain.reviews import Action, NewAction, Review
from hallduty.domain.stamps import Stamp
from hallduty.store import models
from hallduty.store.records import as_records, one_record
from hallduty.store.writes import writing

if TYPE_CHECKING:
    from hallduty.store.database import Database

_R = models.Review
_A = models.Action


class ReviewStore:
    """The written part of after-action reports (plan clause 五（四）)."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def of(self, incident_id: int) -> Review | None:
        """Return the review of an incident, or None while nothing was written."""
        found = as_records(Review, _R.select().where(_R.incident_id == incident_id))
        return found[0] if found else None

    def write(self, incident_id: int, key: str, text: str, stamp: Stamp) -> Review:
        """Write one section; an empty text takes it back."""
        refuse([rules.section_problem(key, text)])
        with writing(self._db, stamp) as write:
            if not write.repeated:
                review = self.of(incident_id)
                sections = dict(review.sections) if review else {}
                sections[key] = texts.tidy(text)
                if review:
                    write.update(_R, review.id, sections=sections)
                else:
                    write.insert(
                        _R,
                        uuid=str(stamp.id),
                        incident_id=incident_id,
                        sections=sections,
                        classification="内部",
                    )
        query = _R.select().where(_R.incident_id == incident_id)
        return one_record(Review, query)

    def actions(self, incident_id: int) -> list[Action]:
        """Return the measures in the order they were added."""
        query = _A.select().where(_A.incident_id == incident_id).order_by(_A.id)
        return as_records(Action, query)

    def add_action(self, incident_id: int, new: NewAction, stamp: Stamp) -> Action:
        """Add an improvement measure."""
        refuse(rules.action_problems(new, stamp.at.date()))
        with writing(self._db, stamp) as write:
            if not write.repeated:
                write.insert(
                    _A,
                    uuid=str(stamp.id),
                    incident_id=incident_id,
                    what=texts.tidy(new.what),
                    type=new.type,
                    owner=texts.one_line(new.owner),
                    due=new.due,
                    verification="",
                    verified_at=None,
                )
        query = _A.select().where(_A.uuid == str(stamp.id))
        return one_record(Action, query)

    def verify_action(self, action_id: int, verification: str, stamp: Stamp) -> Action:
        """Note that a measure was carried out and how that was seen."""
        refuse(
            [texts.problem_in("verification", "核实情况", verification, limit=500, required=True)]
        )
        with writing(self._db, stamp) as write:
            if not write.repeated:
                write.update(
                    _A, action_id, verification=texts.tidy(verification), verified_at=stamp.at
                )
        return one_record(Action, _A.select().where(_A.id == action_id))
