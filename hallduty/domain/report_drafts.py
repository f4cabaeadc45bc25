"""Drafts of reports upward (首报、续报、终报): told from the record in official Chinese.

Pure functions of a dossier; a 续报 says only what changed since the last report delivered. No
taxpayer is named, nor anybody's telephone number told.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial

from hallduty.domain import phones, texts, times
from hallduty.domain.calendar import FilingCalendar
from hallduty.domain.dossiers import Dossier
from hallduty.domain.followups import masked_name
from hallduty.domain.incidents import EntryKind, Status
from hallduty.domain.narrative import (
    course,
    draft_measures,
    filing_note,
    impact_text,
    level_changes,
    opening,
)
from hallduty.domain.narrative_course import Happening, happenings, paragraph
from hallduty.domain.narrative_text import clock, formal, scrubber, sentence
from hallduty.domain.narrative_words import quoted
from hallduty.domain.plan import Plan
from hallduty.domain.report_figures import (
    changed_figures,
    expected_text,
    figures,
    figures_text,
)
from hallduty.domain.reports import NOTED, Report, ReportKind, delivered, entry_uuid, title

GROUP = "应急处理小组"
# What the reader of a 续报 knows already, or is told in another place of it.
_NOT_NEWS = (EntryKind.REPORT, EntryKind.ATTACHMENT)


@dataclass(frozen=True, slots=True)
class Briefing:
    """A report as an official paper: to whom, what, on which day, and who can be asked."""

    title: str
    number: str
    to: str
    text: str
    day: date
    contact: str = ""


def briefing(
    dossier: Dossier,
    plan: Plan,
    kind: ReportKind,
    ordinal: int,
    text: str,
    at: datetime,
    *,
    to: str = "",
    contact: str = "",
    phone: str = "",
) -> Briefing:
    """Return a report ready for paper; `contact` and `phone` are who answers questions."""
    asked = [f"联系人：{contact}" if contact else "", f"联系电话：{phone}" if phone else ""]
    return Briefing(
        paper_title(dossier, plan, kind, ordinal),
        paper_number(dossier, kind, ordinal),
        to or GROUP,
        anonymous(text, dossier),
        at.date(),
        "，".join(filter(None, asked)),
    )


def draft(
    dossier: Dossier,
    plan: Plan,
    calendar: FilingCalendar,
    bureau: str,
    kind: ReportKind,
    now: datetime,
) -> str:
    """Return the body of a report, a paragraph a line."""
    if kind is ReportKind.FOLLOW_UP and delivered(dossier.reports):
        found = _follow_up(dossier, plan, now)
    elif kind is ReportKind.FINAL:
        found = _final(dossier, plan, calendar, bureau)
    else:
        found = _first(dossier, plan, calendar, bureau, now)
    whole = "\n".join(sentence(part) for part in found if part.strip(" 。"))
    return anonymous(whole, dossier)[: texts.LONG_TEXT]


def paper_title(dossier: Dossier, plan: Plan, kind: ReportKind, ordinal: int) -> str:
    """Return the title of a report on paper: 关于税务端系统故障的首报."""
    incident = dossier.incident
    scenario = plan.scenario(incident.scenario)
    name = scenario.name if scenario else plan.event_type(incident.event_type).name
    name = "突发事件" if name in ("其他", "其他突发事件") else name
    place = formal(dossier.hall)
    drill = "（演练）" if incident.drill else ""
    return f"关于{place}{name}的{title(kind, ordinal)}{drill}"


def paper_number(dossier: Dossier, kind: ReportKind, ordinal: int) -> str:
    """Return the number of a report on paper: 2026—017号（首报）."""
    return f"{dossier.incident.number.replace('-', '—')}号（{title(kind, ordinal)}）"


def anonymous(text: str, dossier: Dossier) -> str:
    """Return `text` without the name or number of anybody whom the record keeps as a taxpayer."""
    people = [(f.who, f.phone) for f in dossier.followups]
    people += [(a.who, a.phone) for a in dossier.appointments]
    staff = _staff(dossier)
    for who, phone in sorted(set(people), key=lambda each: -len(each[0])):
        if len(who.strip()) >= 2 and who.strip() not in staff:
            text = text.replace(who.strip(), masked_name(who))
        if len(phone) >= 5:
            text = text.replace(phone, phones.masked(phone))
    return scrubber(dossier)(text)


def _staff(dossier: Dossier) -> set[str]:
    named = {dossier.leader, dossier.incident.handler, *(e.actor for e in dossier.entries)}
    return named | {part for report in dossier.reports for part in report.to.split()}


def _first(
    dossier: Dossier, plan: Plan, calendar: FilingCalendar, bureau: str, now: datetime
) -> list[str]:
    incident = dossier.incident
    day = incident.occurred_at.date()
    head = f"{opening(dossier, plan, bureau)}，{filing_note(calendar, day)}"
    numbers = figures_text(figures(dossier))
    measures = draft_measures(replace(dossier, reports=()), plan)
    return [
        head,
        _described(dossier, head),
        f"截至{clock(now, day)}，{numbers}" if numbers else "",
        f"已采取措施：{measures}" if measures else "现场正在组织处置",
        _recovered(dossier) or expected_text(dossier),
        _level(dossier, plan),
        "后续情况及时续报" if incident.status is Status.HANDLING else "",
    ]


def _follow_up(dossier: Dossier, plan: Plan, now: datetime) -> list[str]:
    day = dossier.incident.occurred_at.date()
    last = delivered(dossier.reports)[-1]
    news = news_since(dossier, plan, last)
    told = [h for h in news if not h.afterwards]
    later = [h.text for h in news if h.afterwards]
    promised = expected_text(dossier, since=last.at)
    parts = [
        paragraph(told, partial(clock, day=day)) if told else "",
        f"另据补录：{'；'.join(later)}" if later else "",
        "，".join(changed_figures(dossier)),
        promised,
        *_replies(dossier, since=last.at),
    ]
    head = f"自{clock(last.at, day)}{last.title}以来"
    if not any(parts):
        now_text = "正在继续处置" if dossier.incident.status is Status.HANDLING else "业务正常"
        return [f"{head}，截至{clock(now, day)}无新情况，{now_text}"]
    return [f"{head}，情况变化如下", *parts]


def news_since(dossier: Dossier, plan: Plan, last: Report) -> list[Happening]:
    """Return what the timeline tells that the reader of the report `last` cannot know."""
    line = entry_uuid(last)
    cut = max((e.id for e in dossier.entries if e.uuid == line), default=0)
    after = [e for e in dossier.entries if (e.id > cut if cut else e.recorded_at > last.at)]
    told = happenings(replace(dossier, entries=tuple(after)), plan)
    promises = EntryKind.PROMISE if dossier.promises else None
    return [
        happening
        for happening in told
        if happening.kind not in _NOT_NEWS
        and not happening.text.startswith("未采取")
        and happening.kind is not promises
        # Counts of follow-ups are those of the whole incident, told when they last changed.
        and (happening.kind is not EntryKind.FOLLOWUP or happening.at > last.at)
    ]


def _final(dossier: Dossier, plan: Plan, calendar: FilingCalendar, bureau: str) -> list[str]:
    incident = dossier.incident
    scrub = scrubber(dossier)
    day = incident.occurred_at.date()
    head = f"{opening(dossier, plan, bureau)}，{filing_note(calendar, day)}"
    impact = impact_text(dossier)
    cause, outcome = formal(scrub(incident.cause)), formal(scrub(incident.outcome))
    left = sum(1 for followup in dossier.followups if followup.is_open)
    return [
        head,
        # The course tells every change of the level in its place.
        "" if level_changes(dossier) else _level(dossier, plan),
        *course(dossier, plan),
        f"影响情况：{impact}" if impact else "",
        f"事件原因：{cause}" if cause else "",
        f"处置结果：{outcome}" if outcome else "",
        "" if incident.recovered_at else "截至目前尚未恢复",
        f"尚有{left}件善后正在办理" if left else "",
        *_replies(dossier),
        "特此报告",
    ]


def _described(dossier: Dossier, head: str) -> str:
    """Return the description where it says more than the head."""
    said = formal(scrubber(dossier)(dossier.incident.description))
    return "" if said and said in head else said


def _recovered(dossier: Dossier) -> str:
    incident = dossier.incident
    if incident.recovered_at is None:
        return ""
    day = incident.occurred_at.date()
    minutes = times.minutes_between(incident.occurred_at, incident.recovered_at)
    return f"{clock(incident.recovered_at, day)}业务恢复正常，历时{minutes}分钟"


def _level(dossier: Dossier, plan: Plan) -> str:
    name = plan.level(dossier.incident.level).name
    day = dossier.incident.occurred_at.date()
    changes = level_changes(dossier)
    if not changes:
        return f"事件级别为{name}"
    at, done, why = changes[-1]
    reason = re.sub(r"^因", "", why)
    because = f"因{reason}，" if reason else ""
    return f"{clock(at, day) if at else ''}{because}{done}突发事件"


def _replies(dossier: Dossier, since: datetime | None = None) -> list[str]:
    """Tell what came of the answers from above; since a report only what was done after it."""
    found = []
    for report in delivered(dossier.reports):
        if not report.reply:
            continue
        reply = f"{formal(report.to)}批示“{quoted(formal(report.reply))}”"
        done = report.reply_done_at
        if done is not None and report.reply_result != NOTED and (since is None or done > since):
            found.append(f"{reply}已落实：{formal(report.reply_result)}")
        elif done is None and since is None:
            owner = f"，由{formal(report.reply_owner)}承办" if report.reply_owner else ""
            found.append(f"{reply}正在落实{owner}")
    return found
