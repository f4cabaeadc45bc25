"""Policy questions (政策问题): registered, put to a department, answered, told back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from peewee import SQL, ModelSelect, fn

from hallduty.domain import phones, texts
from hallduty.domain import policy_rules as rules
from hallduty.domain.errors import UserError, refuse
from hallduty.domain.policy import (
    NUMBER_PREFIX,
    ON_THE_SPOT,
    NewQuestion,
    NewReferral,
    PolicyCase,
    PolicyFilter,
    PolicyQuestion,
    PolicyReferral,
    QuestionKind,
    QuestionState,
    Similar,
)
from hallduty.domain.similar import shared, words_of
from hallduty.domain.stamps import Stamp
from hallduty.store import models_voices as models
from hallduty.store.policy_search import PolicySearch
from hallduty.store.records import by_ids, by_key, on_days, rows
from hallduty.store.voices import VoiceStore
from hallduty.store.writes import Write, writing

if TYPE_CHECKING:
    from hallduty.store.database import Database
    from hallduty.store.timeline import TimelineStore

_Q = models.PolicyQuestion
_R = models.PolicyReferral
_SEARCHED = frozenset({"topic", "question", "answer"})
_OPEN = (
    "EXISTS (SELECT 1 FROM policy_referral r WHERE r.question_id = t1.id AND replied_at IS NULL)"
)
_WAITING, _NOT_WAITING = SQL(_OPEN), SQL(f"NOT {_OPEN}")


class PolicyStore(VoiceStore[PolicyCase]):
    """The register (政策问题台账)."""

    _model = _Q
    _prefix = NUMBER_PREFIX
    _at = "asked_at"
    _told_at = "told_at"
    _missing = "没有这个政策问题，可能来自另一份数据"

    def __init__(self, db: Database, timeline: TimelineStore) -> None:
        super().__init__(db, timeline)
        self._search = PolicySearch(db)

    # --- reading --------------------------------------------------------------------------

    def by_number(self, number: str) -> PolicyCase | None:
        """Return the question with that number, or None."""
        found = by_key(PolicyQuestion, _Q, "number", number.strip())
        return self.get(found[0].id) if found else None

    def ids(self, wanted: PolicyFilter) -> list[int]:
        """Return the ids that `wanted` selects, latest first."""
        query = _filtered(_Q.select(_Q.id), wanted).order_by(_Q.asked_at.desc(), _Q.id.desc())
        found = [row[0] for row in query.tuples()]
        text = wanted.text.strip()
        if not text:
            return found
        hits = self._search.find(text) | self._numbered(text)
        return [row_id for row_id in found if row_id in hits]

    def fetch(self, ids: Sequence[int]) -> list[PolicyCase]:
        """Return those questions with their referrals, in the order of `ids`."""
        referrals: dict[int, list[PolicyReferral]] = defaultdict(list)
        for each in by_key(PolicyReferral, _R, "question_id", *ids):
            referrals[each.question_id].append(each)
        questions = by_ids(PolicyQuestion, _Q, ids)
        return [PolicyCase(each, tuple(referrals[each.id])) for each in questions]

    def cases(self, wanted: PolicyFilter) -> Iterator[PolicyCase]:
        """Yield the questions of a paper, earliest first, read block by block."""
        return self._earliest_first(self.ids(wanted))

    def open_cases(self) -> list[PolicyCase]:
        """Return what somebody has still to be told, earliest first."""
        found = self._db.execute_sql(
            "SELECT id FROM policy_question WHERE told_at IS NULL ORDER BY id"
        )
        return self.fetch([row[0] for row in found])

    def day_cases(self, first: date, last: date) -> list[PolicyCase]:
        """Return what a report of one of those days may be about, earliest first."""
        begins = datetime.combine(first, time.min)
        ends = datetime.combine(last + timedelta(days=1), time.min)
        touched = (_Q.asked_at >= begins) | _Q.told_at.is_null() | (_Q.told_at >= begins)
        query = _Q.select(_Q.id).where((_Q.asked_at < ends) & touched).order_by(_Q.id)
        return self.fetch([row["id"] for row in rows(query)])

    def similar(self, typed: str, limit: int = 5) -> list[Similar]:
        """Return earlier questions that resemble what is typed, the best first."""
        found = self._search.similar(typed, limit)
        words = words_of(typed)
        return [
            Similar(case, shared(words, case.question.question))
            for case in self.fetch([row_id for row_id, _ in found])
        ]

    def last_asked(self, topic: str = "") -> str:
        """Return the department asked last about that topic, or about anything; empty: none."""
        found = self._db.execute_sql(
            "SELECT r.department FROM policy_referral r JOIN policy_question q"
            " ON q.id = r.question_id WHERE ? IN ('', q.topic) ORDER BY r.id DESC LIMIT 1",
            (topic,),
        ).fetchone()
        return str(found[0]) if found else ""

    def _numbered(self, text: str) -> set[int]:
        query = _Q.select(_Q.id).where(fn.instr(_Q.number, text) > 0)
        return {row["id"] for row in rows(query)}

    # --- writing --------------------------------------------------------------------------

    def register(self, new: NewQuestion, stamp: Stamp) -> PolicyCase:
        """Enter a question under the next number of its year.

        Raises InvalidInput per field.
        """
        refuse(rules.new_question_problems(new, stamp.at))
        with writing(self._db, stamp) as write:
            if not write.repeated:
                self._insert(write, new)
        return self._by_uuid(stamp)

    def revise(self, question_id: int, changes: Mapping[str, Any], stamp: Stamp) -> PolicyCase:
        """Correct a question; what stood before is in the audit. Raises InvalidInput."""
        case = self.get(question_id)
        refuse(rules.revision_problems(case.question, changes))
        with writing(self._db, stamp) as write:
            if not write.repeated:
                values = {name: _tidied(name, value) for name, value in changes.items()}
                instant = changes.get("kind") is QuestionKind.ANSWERED
                if instant and case.question.answered_at is None:
                    at = case.question.asked_at
                    values |= {"answered_at": at, "told_at": at, "told_by": stamp.actor}
                    values["told_how"] = ON_THE_SPOT
                self._update(write, question_id, values)
        return self.get(question_id)

    def refer(self, question_id: int, new: NewReferral, stamp: Stamp) -> PolicyCase:
        """Note that a department was asked (plan clause 四（四）: at once, when ambiguous)."""
        with writing(self._db, stamp) as write:
            if not write.repeated:
                refuse(rules.referral_problems(new, self.get(question_id), stamp.at))
                write.insert(
                    _R,
                    uuid=str(stamp.id),
                    question_id=question_id,
                    department_id=new.department_id,
                    department=texts.one_line(new.department),
                    who=texts.one_line(new.who),
                    channel=new.channel,
                    asked_at=new.asked_at or stamp.at,
                    due=new.due,
                    reply="",
                    replied_at=None,
                )
        return self.get(question_id)

    def reply(
        self,
        referral_id: int,
        text: str,
        stamp: Stamp,
        *,
        settles: bool = True,
        at: datetime | None = None,
    ) -> PolicyCase:
        """Note a department's reply; when it `settles` the question it becomes the answer.

        Not so where there is an answer already: that one was told, or is being told. `at` says
        when if not now (补录).
        """
        referral = self._referral(referral_id)
        case = self.get(referral.question_id)
        problems = rules.reply_problems(text, at, referral.asked_at, case.question.who, stamp.at)
        refuse(problems)
        with writing(self._db, stamp) as write:
            if not write.repeated:
                reply = texts.tidy(text)
                write.update(_R, referral_id, reply=reply, replied_at=at or stamp.at)
                if settles and case.question.answered_at is None:
                    self._update(write, case.id, {"answer": reply, "answered_at": at or stamp.at})
        return self.get(referral.question_id)

    def answer(
        self, question_id: int, text: str, basis: str, stamp: Stamp, at: datetime | None = None
    ) -> PolicyCase:
        """Note an answer that was found without a department, and the rule it rests on."""
        case = self.get(question_id)
        asked = case.question
        refuse(
            [
                *rules.reply_problems(text, at, asked.asked_at, asked.who, stamp.at),
                texts.problem_in("basis", "依据", basis),
            ]
        )
        with writing(self._db, stamp) as write:
            if not write.repeated:
                values = {
                    "answer": texts.tidy(text),
                    "basis": texts.one_line(basis),
                    "answered_at": at or stamp.at,
                }
                self._update(write, question_id, values)
        return self.get(question_id)

    def tell(
        self, question_id: int, how: str, stamp: Stamp, at: datetime | None = None
    ) -> PolicyCase:
        """Tick off that the taxpayer was told: when, how and by whom."""
        refuse(rules.telling_problems(self.get(question_id), how, at, stamp.at))
        with writing(self._db, stamp) as write:
            if not write.repeated:
                told = {"told_at": at or stamp.at, "told_by": stamp.actor}
                self._update(write, question_id, {**told, "told_how": texts.one_line(how)})
        return self.get(question_id)

    def reopen(self, question_id: int, stamp: Stamp) -> PolicyCase:
        """Take a question up again: the answer was wrong or did not reach the taxpayer."""
        with writing(self._db, stamp) as write:
            if not write.repeated:
                rules.require_reopenable(self.get(question_id))
                undone = {"answered_at": None, "told_at": None, "told_by": "", "told_how": ""}
                self._update(write, question_id, undone)
        return self.get(question_id)

    def _insert(self, write: Write, new: NewQuestion) -> None:
        at = new.asked_at or write.stamp.at
        typed = {
            name: _tidied(name, getattr(new, name))
            for name in ("topic", "question", "answer", "basis", "who", "phone")
        }
        settled = rules.settled_values(new, at, write.stamp.actor)
        row_id, number = self._enter(write, new, at, kind=new.kind, **typed, **settled)
        self._search.put(row_id, typed["topic"], typed["question"], typed["answer"])
        said = f"登记政策问题 {number}（{typed['topic']}）"
        self._timeline.tell(write, new.incident_id, said, new.asked_at)

    def _update(self, write: Write, question_id: int, values: dict[str, Any]) -> None:
        if write.update(_Q, question_id, **values) and _SEARCHED & values.keys():
            now = by_key(PolicyQuestion, _Q, "id", question_id)[0]
            self._search.put(question_id, now.topic, now.question, now.answer)

    def _by_uuid(self, stamp: Stamp) -> PolicyCase:
        return self.get(by_key(PolicyQuestion, _Q, "uuid", str(stamp.id))[0].id)

    def _referral(self, referral_id: int) -> PolicyReferral:
        found = by_key(PolicyReferral, _R, "id", referral_id)
        if not found:
            raise UserError(self._missing)
        return found[0]


def _filtered(query: ModelSelect[Any], wanted: PolicyFilter) -> ModelSelect[Any]:
    query = on_days(query, _Q.asked_at, wanted.from_day, wanted.to_day)
    if wanted.kind is not None:
        query = query.where(_Q.kind == wanted.kind)
    if wanted.topic:
        query = query.where(_Q.topic == wanted.topic)
    if wanted.state is QuestionState.TOLD:
        query = query.where(_Q.told_at.is_null(False))
    elif wanted.state is not None:
        query = query.where(_Q.told_at.is_null())
        unanswered = _Q.answered_at.is_null()
        if wanted.state is QuestionState.TO_TELL:
            query = query.where(_Q.answered_at.is_null(False))
        elif wanted.state is QuestionState.WAITING:
            query = query.where(unanswered).where(_WAITING)
        else:
            query = query.where(unanswered).where(_NOT_WAITING)
    return query


def _tidied(name: str, value: Any) -> Any:
    if name == "phone":
        return phones.normalised(value)
    if name in ("question", "answer"):
        return texts.tidy(value)
    return texts.one_line(value) if name != "kind" else value
