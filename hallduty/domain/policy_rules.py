"""What is refused of a policy question, and what follows from what was typed (四（四）)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from hallduty.domain import texts, times
from hallduty.domain.contact_rules import contact_problems, text_problem
from hallduty.domain.errors import FieldProblem, UserError
from hallduty.domain.policy import (
    ON_THE_SPOT,
    NewQuestion,
    NewReferral,
    PolicyCase,
    PolicyQuestion,
    QuestionKind,
    QuestionState,
)

# What may be corrected later; whoever corrects, and what stood before, is in the audit.
REVISABLE = ("kind", "topic", "question", "answer", "basis", "who", "phone")
TOPIC_LIMIT = 20


def new_question_problems(new: NewQuestion, now: datetime) -> list[FieldProblem | None]:
    """Check a question as typed.

    An answer on the spot needs its answer; what cannot be settled now needs whom to tell.
    """
    instant = new.kind is QuestionKind.ANSWERED
    return [
        *_content_problems(new.topic, new.question, new.answer, new.basis, new.who, instant),
        *contact_problems(new.who, new.phone, required=not instant and not new.answer.strip()),
        times.moment_problem("asked_at", "受理时间", new.asked_at, now),
    ]


def settled_values(new: NewQuestion, at: datetime, actor: str) -> dict[str, Any]:
    """Return when a new question counts as answered and as told.

    An answer without anybody to call was given to the person at the desk.
    """
    if not new.answer.strip():
        return {"answered_at": None, "told_at": None, "told_by": "", "told_how": ""}
    told = new.kind is QuestionKind.ANSWERED or not new.phone.strip()
    return {
        "answered_at": at,
        "told_at": at if told else None,
        "told_by": actor if told else "",
        "told_how": ON_THE_SPOT if told else "",
    }


def revision_problems(
    question: PolicyQuestion, changes: Mapping[str, Any]
) -> list[FieldProblem | None]:
    """Check a correction: the question as it would stand then."""
    unknown = set(changes) - set(REVISABLE)
    if unknown:
        raise ValueError(f"not to be corrected: {sorted(unknown)}")
    value = {name: changes.get(name, getattr(question, name)) for name in REVISABLE}
    answered = question.answered_at is not None or value["kind"] is QuestionKind.ANSWERED
    open_one = question.told_at is None and not answered
    # Whoever was told may have been forgotten since (PIPL); nobody is asked for them again.
    contacts = {"who", "phone"} & set(changes) or open_one
    return [
        *_content_problems(
            value["topic"],
            value["question"],
            value["answer"],
            value["basis"],
            value["who"],
            answered,
        ),
        *(contact_problems(value["who"], value["phone"], required=open_one) if contacts else ()),
    ]


def _content_problems(
    topic: str, question: str, answer: str, basis: str, who: str, answered: bool
) -> list[FieldProblem | None]:
    return [
        texts.problem_in("topic", "税种（业务）", topic, limit=TOPIC_LIMIT, required=True),
        text_problem("question", "问题", question, who, required=True),
        text_problem("answer", "答复", answer, who, required=answered),
        texts.problem_in("basis", "依据", basis),
    ]


def referral_problems(
    new: NewReferral, case: PolicyCase, now: datetime
) -> list[FieldProblem | None]:
    """Check a question that is to be put to a department; raises UserError when it is settled."""
    if case.question.answered_at is not None:
        raise UserError(f"{case.question.number} 已有答复，不必再提请；要重新提请的，先重新办理")
    asked_at = new.asked_at or now
    late = new.due is not None and new.due <= asked_at
    return [
        texts.problem_in("department", "提请部门", new.department, limit=50, required=True),
        texts.problem_in("who", "部门联系人", new.who, limit=50),
        FieldProblem("due", "要求答复时间应晚于提请时间") if late else None,
        times.moment_problem("asked_at", "提请时间", new.asked_at, now),
        times.order_problem("asked_at", "提请时间", asked_at, "受理时间", case.question.asked_at),
    ]


def reply_problems(
    text: str, at: datetime | None, since: datetime, who: str, now: datetime
) -> list[FieldProblem | None]:
    """Check a department's reply or an answer found otherwise."""
    return [
        text_problem("reply", "答复", text, who, required=True),
        times.moment_problem("at", "答复时间", at, now),
        times.order_problem("at", "答复时间", at or now, "提请时间", since),
    ]


def telling_problems(
    case: PolicyCase, how: str, at: datetime | None, now: datetime
) -> list[FieldProblem | None]:
    """Check that the taxpayer was told; raises UserError while there is nothing to tell."""
    if case.question.answered_at is None:
        raise UserError(f"{case.question.number} 还没有答复，不能告知")
    return [
        texts.problem_in("how", "告知方式", how, limit=100, required=True),
        times.moment_problem("at", "告知时间", at, now),
        times.order_problem("at", "告知时间", at or now, "答复时间", case.question.answered_at),
    ]


def require_reopenable(case: PolicyCase) -> None:
    """Raise UserError when a question cannot be taken up again: nobody could be told."""
    question = case.question
    if case.state in (QuestionState.TO_ASK, QuestionState.WAITING):
        raise UserError(f"{question.number} 还没有答复，不必重新办理")
    if question.kind is QuestionKind.ANSWERED:
        raise UserError("即时答复的问题要重新办理，请先更正为政策模糊或政策空白")
    if not question.phone:
        raise UserError("没有办税人的联系电话，重新办理后无法告知；请先更正，补上联系人和电话")
