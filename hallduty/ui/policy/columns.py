"""The columns and colours of the register of policy questions on the screen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from hallduty.domain import texts
from hallduty.domain.policy import PolicyCase, QuestionKind, QuestionState
from hallduty.ui.table_models import Column

KIND_PILLS = {
    QuestionKind.ANSWERED: "green",
    QuestionKind.AMBIGUOUS: "amber",
    QuestionKind.GAP: "violet",
}
STATE_PILLS = {
    QuestionState.TO_ASK: "amber",
    QuestionState.WAITING: "blue",
    QuestionState.TO_TELL: "amber",
    QuestionState.TOLD: "grey",
}


def short_moment(at: datetime, now: datetime) -> str:
    """09:42 of today, 11-12 09:42 of this year, else 2025-11-12."""
    if at.date() == now.date():
        return f"{at:%H:%M}"
    return f"{at:%m-%d %H:%M}" if at.year == now.year else f"{at:%Y-%m-%d}"


def columns(now: Callable[[], datetime]) -> tuple[Column[PolicyCase], ...]:
    """Return the list's columns; what is overdue is red."""
    return (
        Column("number", "编号", lambda c: c.question.number, 6.4),
        Column("asked_at", "受理", lambda c: short_moment(c.question.asked_at, now()), 5.8),
        Column(
            "kind",
            "种类",
            lambda c: c.question.kind.label,
            5.4,
            pill=lambda c: KIND_PILLS[c.question.kind],
        ),
        Column(
            "state",
            "状态",
            lambda c: state_words(c, now()),
            7.4,
            pill=lambda c: "red" if c.is_overdue(now()) else STATE_PILLS[c.state],
        ),
        Column("topic", "业务", lambda c: c.question.topic, 5),
        Column("question", "问题", lambda c: texts.one_line(c.question.question), 8, stretch=True),
    )


def state_words(case: PolicyCase, now: datetime) -> str:
    """Return the state, or that the answer is overdue."""
    return "答复逾期" if case.is_overdue(now) else case.state.label
