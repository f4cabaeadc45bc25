"""What the sheet of one policy question (政策问题登记单) may show, and its values as text."""

from __future__ import annotations

from collections.abc import Mapping

from hallduty.domain import phones, texts, times
from hallduty.domain.followups import masked_name
from hallduty.domain.policy import PolicyCase, PolicyQuestion, PolicyReferral
from hallduty.domain.sheets import Kind, Subject

POLICY_SHEET = "policy_question"

_SHORT = ("asked_at", "taken_by", "hall", "contact", "state", "answered_at", "told")
_LONG = ("question", "answer", "referrals")
_KINDS: Mapping[str, tuple[Kind, ...]] = {
    **dict.fromkeys((*_SHORT, "topic", "basis"), (Kind.TEXT, Kind.LONG_TEXT)),
    **dict.fromkeys(_LONG, (Kind.LONG_TEXT, Kind.TEXT)),
    "kind": (Kind.CHOICE, Kind.TEXT),
}

# A field that it does not know is a blank for ink: a question has no free fields.
POLICY_QUESTION = Subject(
    kinds=_KINDS,
    own=frozenset(_KINDS),
    taken=frozenset(PolicyQuestion.__dataclass_fields__) - frozenset(_KINDS),
    limit=lambda _field: texts.PARAGRAPH,
)


def sheet_values(case: PolicyCase, hall: str = "") -> dict[str, str]:
    """Return every value that the sheet may show; name and number are masked (PIPL art. 6)."""
    asked = case.question
    return {
        "asked_at": times.moment_cn(asked.asked_at),
        "taken_by": asked.taken_by,
        "hall": hall,
        "kind": asked.kind.label,
        "topic": asked.topic,
        "question": asked.question,
        "contact": contact_text(asked),
        "state": case.state.label,
        "referrals": "\n".join(
            f"{place}. {referral_text(each)}" for place, each in enumerate(case.referrals, 1)
        ),
        "answer": asked.answer,
        "basis": asked.basis,
        "answered_at": times.moment_cn(asked.answered_at) if asked.answered_at else "",
        "told": told_text(asked),
    }


def contact_text(asked: PolicyQuestion) -> str:
    """张某　138****5678, as lists and papers show it."""
    return "\u3000".join(filter(None, (masked_name(asked.who), phones.masked(asked.phone))))


def told_text(asked: PolicyQuestion) -> str:
    """Return when, how and by whom the taxpayer was told."""
    if asked.told_at is None:
        return ""
    return f"{times.moment_cn(asked.told_at)}，{asked.told_how}（{asked.told_by}）"


def referral_text(each: PolicyReferral) -> str:
    """Return whom a question was put to when, by when it was asked for, and what came back."""
    who = f"{each.department}{each.who}" if each.who else each.department
    due = f"，请于{times.moment_cn(each.due)}前答复" if each.due else ""
    said = f"{times.moment_cn(each.asked_at)}提请{who}（{each.channel.label}）{due}。"
    if each.replied_at is not None:
        said += f"{times.moment_cn(each.replied_at)}回复：{texts.one_line(each.reply)}"
    return said
