"""The commands of policy questions and needs: registers, the daily and the monthly report."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from datetime import date
from pathlib import Path

from hallduty.clock import Clock
from hallduty.commands import existing_office, period_filter, tell_of_forms
from hallduty.commands_paper import by_ending, finish, print_mark
from hallduty.documents.files import write_file
from hallduty.documents.paper import Paper
from hallduty.documents.period_papers import PeriodPaper
from hallduty.domain import need_month, policy_daily, times
from hallduty.domain.needs import NeedFilter
from hallduty.domain.period_reports import PeriodKind
from hallduty.domain.policy import PolicyFilter
from hallduty.domain.voice_drafts import draft_key
from hallduty.errors import UserError
from hallduty.office import Office


def print_paper(args: Namespace, folder: Path, clock: Clock) -> int:
    """Print a register, one question, a day's report or a month's analysis as PDF."""
    makers: dict[str, Callable[[Office, Namespace], Paper]] = {
        "policy": _register,
        "policy-daily": _daily,
        "question": _question,
        "needs": _needs,
    }
    with existing_office(folder, clock) as office:
        tell_of_forms(office)
        paper = makers[args.kind](office, args)
    return finish(paper, args.output)


def export_file(args: Namespace, folder: Path, clock: Clock) -> int:
    """Export a register of a period; names and numbers are masked."""
    path = Path(args.output)
    wanted = period_filter(args.from_day, args.to_day, args.month)
    ending = by_ending(path, {".xlsx": ".xlsx", ".csv": ".csv"})
    with existing_office(folder, clock) as office:
        press = office.press(office.store.settings.load())
        if args.kind == "policy":
            cases = list(office.store.policy.cases(PolicyFilter(wanted.from_day, wanted.to_day)))
            data, count = press.policy_file(ending, cases), len(cases)
        else:
            needs = list(office.store.needs.needs(NeedFilter(wanted.from_day, wanted.to_day)))
            data, count = press.need_file(ending, needs), len(needs)
    write_file(path, data)
    print(f"{path}：共 {count} 件")
    return 0


def _register(office: Office, args: Namespace) -> Paper:
    wanted = period_filter(args.from_day, args.to_day, args.month)
    cases = list(office.store.policy.cases(PolicyFilter(wanted.from_day, wanted.to_day)))
    press = office.press(office.store.settings.load())
    return press.policy_register(cases, (wanted.from_day, wanted.to_day), print_mark(office))


def _question(office: Office, args: Namespace) -> Paper:
    if not args.number:
        raise UserError("请写明编号，例如：print question 政2026-001 -o 文件.pdf")
    case = office.store.policy.by_number(args.number)
    if case is None:
        raise UserError(f"没有编号为“{args.number}”的政策问题，编号形如 政2026-001")
    halls = {hall.id: hall.name for hall in office.store.roster.halls(active_only=False)}
    hall = halls.get(case.question.hall_id or 0, "")
    press = office.press(office.store.settings.load())
    return press.policy_question(case, hall, print_mark(office))


def _daily(office: Office, args: Namespace) -> Paper:
    at = times.parse_moment(args.number)
    if at is None:
        told = f"“{args.number}”不是日期" if args.number else "请写明日期"
        raise UserError(f"{told}，例如：print policy-daily 2026-11-13 -o 文件.pdf")
    day = at.date()
    now = office.clock.now()
    if day > now.date():
        raise UserError(f"{times.day_cn(day)}还没有到，没有日报")
    figures = policy_daily.day_figures(day, office.store.policy.day_cases(day, day), now)
    contents = _contents(office, PeriodKind.POLICY_DAY, day.isoformat(), day)
    if contents is None:
        contents = PeriodPaper(policy_daily.draft(figures), "", day)
    return office.press(office.store.settings.load()).policy_day(day, contents, print_mark(office))


def _needs(office: Office, args: Namespace) -> Paper:
    if not args.month:
        raise UserError("请写明月份，例如：print needs --month 2026-11 -o 文件.pdf")
    first = period_filter("", "", args.month).from_day
    settings = office.store.settings.load()
    month = f"{first:%Y-%m}"
    needs, before = (
        list(office.store.needs.needs(NeedFilter(*need_month.month_span(each))))
        for each in (month, need_month.month_before(month))
    )
    figures = need_month.month_figures(
        month, needs, before, settings.need_categories, settings.need_channels
    )
    today = office.clock.now().date()
    contents = _contents(office, PeriodKind.NEED_MONTH, month, today)
    if contents is None:
        contents = PeriodPaper(need_month.draft(figures), "", today)
    return office.press(settings).need_month(figures, contents, print_mark(office))


def _contents(office: Office, kind: PeriodKind, period: str, day: date) -> PeriodPaper | None:
    """Return the report as it last went out, else as it is being written; None: neither."""
    issued = office.store.period_reports.of(kind, period)
    if issued:
        return PeriodPaper(issued[-1].text, issued[-1].to, issued[-1].issued_at.date())
    draft = office.store.drafts.get(draft_key(kind, period))
    return PeriodPaper(draft.text, "", day) if draft else None
