"""What a shift heard: the lines on policy questions and needs that fill the duty log."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from hallduty.domain.duty_logs import Duty
from hallduty.domain.narrative_text import clock, formal
from hallduty.domain.needs import Need
from hallduty.domain.policy import PolicyCase, QuestionKind, QuestionState

# (words by which a text that was typed already tells it, the line), as in duty_day.
Line = tuple[str, str]
_LONGEST = 60
_OPEN = (QuestionState.TO_ASK, QuestionState.WAITING)


def voice_lines(duty: Duty, cases: Iterable[PolicyCase], needs: Iterable[Need]) -> list[Line]:
    """Return what was asked and wished for in a shift, as it stood at its end; no names."""
    begins, ends = duty.span()
    mine = [
        case.as_of(ends)
        for case in cases
        if case.question.asked_at < ends and case.question.hall_id in (None, duty.hall_id)
    ]
    new = [case for case in mine if case.question.asked_at >= begins]
    wished = [n for n in needs if begins <= n.at < ends and n.hall_id in (None, duty.hall_id)]
    lines: list[Line] = []
    if new:
        kinds = Counter(case.question.kind for case in new)
        said = "、".join(f"{kind.label}{kinds[kind]}件" for kind in QuestionKind if kinds[kind])
        lines.append(("受理政策问题", f"受理政策问题{len(new)}件：{said}。"))
    unsettled = (case for case in new if case.question.kind is not QuestionKind.ANSWERED)
    lines += [(case.question.number, _told(case, duty)) for case in unsettled]
    older = [case for case in mine if case.question.asked_at < begins]
    unanswered = sum(1 for case in older if case.state in _OPEN)
    to_tell = sum(1 for case in older if case.state is QuestionState.TO_TELL)
    if unanswered or to_tell:
        said = f"未答复{unanswered}件、待告知{to_tell}件"
        lines.append(("以前受理的政策问题", f"以前受理的政策问题：{said}。"))
    if wished:
        counts = Counter(need.category for need in wished)
        said = "、".join(f"{name}{count}件" for name, count in counts.most_common())
        lines.append(("收集需求", f"收集需求{len(wished)}件：{said}。"))
    return lines


def _told(case: PolicyCase, duty: Duty) -> str:
    asked = case.question
    text = formal(asked.question)
    short = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}……"
    asked_of = "、".join(dict.fromkeys(each.department for each in case.referrals))
    how = f"，提请{asked_of}" if asked_of else ""
    at = clock(asked.asked_at, duty.day)
    return f"{at}{asked.kind.label}：{short}{how}，{case.state.label}（{asked.number}）。"
