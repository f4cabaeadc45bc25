"""What policy questions ask for today: overdue answers, reports not sent, people not told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from hallduty.domain import times
from hallduty.domain.period_reports import PeriodKind
from hallduty.domain.policy import PolicyCase, QuestionState
from hallduty.domain.policy_daily import day_figures, days_without_report
from hallduty.ui.today.matters import Matter

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk

_CLAUSE = "预案四（四）"
_DAYS_BACK = 7
# From this hour on the day's report is asked for.
_REPORT_HOUR = 16
# Of one kind so many are named each by itself; beyond, they are one line.
_NAMED = 2
_SOON = timedelta(hours=1)


def voice_matters(desk: Desk) -> list[Matter]:
    """Return what policy questions ask for, the most urgent first; nothing while there are none."""
    now = desk.clock.now()
    store = desk.store.policy
    cases = store.day_cases(now.date() - timedelta(days=_DAYS_BACK), now.date())
    if not cases:
        return []
    open_ones = [case for case in cases if case.state is not QuestionState.TOLD]
    return [
        *_overdue(open_ones, now),
        *_not_told(open_ones, now),
        *_reports_missing(desk, cases),
        *_not_asked(open_ones, now),
        *_report_of_today(desk, cases, now),
    ]


def _overdue(cases: Sequence[PolicyCase], now: datetime) -> Iterator[Matter]:
    late = [case for case in cases if case.is_overdue(now)]
    for case in late[:_NAMED]:
        asked_of = "、".join(each.department for each in case.waiting_for if each.is_overdue(now))
        text = f"{case.question.number} 提请{asked_of}，答复已逾期"
        yield _one("逾期", "red", text, "去催办", case)
    yield from _rest("逾期", "red", late, "件提请的政策问题答复已逾期")


def _not_told(cases: Sequence[PolicyCase], now: datetime) -> Iterator[Matter]:
    """A reply that has lain for a day; one of today is only to be told."""
    ready = [case for case in cases if case.state is QuestionState.TO_TELL]
    late = [case for case in ready if now - _answered(case) >= timedelta(days=1)]
    for case in late[:_NAMED]:
        days = (now - _answered(case)).days
        text = f"{case.question.number} 已答复 {days} 天，还没有告知办税人"
        yield _one("待告知", "red", text, "去告知", case)
    yield from _rest("待告知", "red", late, "个政策问题已答复一天以上没有告知")
    fresh = [case for case in ready if case not in late]
    if len(fresh) == 1:
        text = f"{fresh[0].question.number} 已答复，待告知办税人"
        yield _one("待告知", "amber", text, "去告知", fresh[0])
    elif fresh:
        text = f"{len(fresh)} 个政策问题已答复，待告知办税人"
        yield _one("待告知", "amber", text, "去告知", fresh[0])


def _reports_missing(desk: Desk, cases: Sequence[PolicyCase]) -> Iterator[Matter]:
    today = desk.clock.now().date()
    since = today - timedelta(days=_DAYS_BACK)
    issued = desk.store.period_reports.issued(PeriodKind.POLICY_DAY, since.isoformat())
    working = desk.calendar.holidays.is_working
    days = days_without_report(today, cases, issued, working, _DAYS_BACK)
    if days:
        named = "、".join(f"{day.month}月{day.day}日" for day in days[:3])
        rest = f"等 {len(days)} 天" if len(days) > 3 else ""
        text = f"政策空白问题日报没有报出：{named}{rest}"
        page = f"policy#day#{days[0].isoformat()}"
        yield Matter("日报", "red", text, _CLAUSE, "去报出", page=page)


def _not_asked(cases: Sequence[PolicyCase], now: datetime) -> Iterator[Matter]:
    """Ambiguous ones and gaps that no department has been asked about."""
    waiting = [case for case in cases if case.state is QuestionState.TO_ASK]
    if not waiting:
        return
    first = min(waiting, key=lambda case: case.question.asked_at)
    colour = "red" if now - first.question.asked_at >= _SOON else "amber"
    if len(waiting) == 1:
        text = f"{first.question.number} {first.question.kind.label}，还没有提请部门"
    else:
        text = f"{len(waiting)} 个政策问题还没有提请部门"
    yield _one("待提请", colour, text, "去提请", first)


def _report_of_today(desk: Desk, cases: Sequence[PolicyCase], now: datetime) -> Iterator[Matter]:
    if now.hour < _REPORT_HOUR:
        return
    day = now.date()
    figures = day_figures(day, cases, now)
    if not figures.owes_report:
        return
    if desk.store.period_reports.of(PeriodKind.POLICY_DAY, day.isoformat()):
        return
    gap = figures.gap
    counts = f"新增 {len(gap.new)}，未答复 {len(gap.unanswered)}，待告知 {len(gap.to_tell)}"
    text = f"政策空白问题日报（{counts}）"
    page = f"policy#day#{day.isoformat()}"
    yield Matter("日报", "blue", text, _CLAUSE, "打开", page=page, tip="下班前汇总、上报")


def _answered(case: PolicyCase) -> datetime:
    answered = case.question.answered_at
    assert answered is not None
    return answered


def _one(pill: str, colour: str, text: str, action: str, case: PolicyCase) -> Matter:
    tip = f"{times.stamp(case.question.asked_at)} {case.question.question}"
    return Matter(pill, colour, text, _CLAUSE, action, page=f"policy#{case.id}", tip=tip[:200])


def _rest(pill: str, colour: str, cases: Sequence[PolicyCase], words: str) -> Iterator[Matter]:
    more = cases[_NAMED:]
    if more:
        yield _one(pill, colour, f"另有 {len(more)} {words}", "打开", more[0])
