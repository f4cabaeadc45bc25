"""The written word of an incident (叙述): tells the record in official Chinese.

Pure functions of a dossier, the plan and the filing calendar, for the ledger sheet and the
after-action report; the one door to narrative_text (wording), narrative_course (the course),
narrative_measures (the sheet's draft), narrative_lists (tables) and narrative_impact (figures).
"""

from __future__ import annotations

from datetime import date

from hallduty.domain import times
from hallduty.domain.calendar import FilingCalendar
from hallduty.domain.dossiers import Dossier
from hallduty.domain.form_values import minutes_lost
from hallduty.domain.incidents import Status
from hallduty.domain.narrative_course import course
from hallduty.domain.narrative_impact import (
    Impact,
    Tally,
    followup_text,
    impact,
    impact_text,
    is_outage,
    tallies,
)
from hallduty.domain.narrative_lists import (
    KeyTime,
    StepRow,
    key_times,
    level_changes,
    report_lines,
    step_rows,
)
from hallduty.domain.narrative_measures import draft_measures
from hallduty.domain.narrative_text import clock, formal, paper_number
from hallduty.domain.plan import Plan
from hallduty.domain.window_lists import countable_windows

__all__ = [
    "Impact",
    "KeyTime",
    "StepRow",
    "Tally",
    "basics",
    "clause_text",
    "countable_windows",
    "course",
    "draft_measures",
    "filing_note",
    "followup_text",
    "impact",
    "impact_text",
    "is_outage",
    "key_times",
    "level_changes",
    "opening",
    "report_lines",
    "step_rows",
    "tallies",
]

# What an event of a scenario (else of a type) did to business, for the first sentence.
_EFFECTS = {
    "tax_system": "无法办理涉税事项",
    "agency_system": "部分涉税事项无法办理",
    "network_down": "无法办理业务",
    "power_cut": "无法办理业务",
    "window_pc": "无法办理业务",
    "queue_system": "无法取号、叫号",
}


def basics(dossier: Dossier, plan: Plan, calendar: FilingCalendar, bureau: str) -> list[str]:
    """Return 基本情况: when, where, what, the filing period, the level, how long, who led."""
    incident = dossier.incident
    day = incident.occurred_at.date()
    first = f"{opening(dossier, plan, bureau)}，{filing_note(calendar, day)}。"
    ends = [f"{clock(at, day)}{done}" for at, done, _ in level_changes(dossier) if at]
    level = f"事件于{'，'.join(ends)}" if ends else f"事件级别为{plan.level(incident.level).name}"
    parts = [level]
    minutes = minutes_lost(incident)
    if incident.recovered_at:
        parts.append(f"{clock(incident.recovered_at, day)}恢复，历时{minutes}分钟")
    if incident.closed_at and not incident.merged_into:
        parts.append(f"{clock(incident.closed_at, day)}办结")
    elif incident.is_open:
        parts.append("目前" + incident.status.label)
    second = "，".join(parts) + "。"
    led = f"当日值班领导{dossier.leader}。" if dossier.leader else "当日未登记值班领导。"
    return [first + second + led, *_remarks(dossier)]


def opening(dossier: Dossier, plan: Plan, bureau: str) -> str:
    """Say when, where and what happened, without a full stop."""
    at = times.moment_cn(dossier.incident.occurred_at)
    return f"{at}，{_where(dossier, bureau)}{_what_happened(dossier, plan)}"


def filing_note(calendar: FilingCalendar, day: date) -> str:
    """Say how a day stands to the filing period; plainly so when the year is unknown."""
    period = calendar.period_of(day)
    if period is None:
        return f"{day.year}年没有征期数据"
    mark = "" if period.official else f"，{period.mark}"
    last = f"{period.month}月{period.last_day.day}日{mark}"
    if not period.contains(day):
        return f"不在征期（{period.month}月征期截止{last}）"
    index = calendar.working_day_index(day)
    nth = f"第{index}个工作日" if index is not None else ""
    return f"时值{period.month}月征期{nth}（截止{last}）"


def clause_text(dossier: Dossier, plan: Plan) -> str:
    """Say which clauses of the plan the incident was handled by."""
    scenario = plan.scenario(dossier.incident.scenario)
    keys = {step.clause for step in dossier.steps if step.clause}
    keys |= {scenario.clause} if scenario else set()
    order = [clause.key for clause in plan.clauses]
    known = sorted(keys, key=lambda k: (order.index(k) if k in order else len(order), k))
    titles = {clause.key: clause.title for clause in plan.clauses}
    named = [f"{key}“{titles[key]}”" if key in titles else key for key in known]
    name = scenario.name if scenario else plan.event_type(dossier.incident.event_type).name
    if not named:
        return f"本事件按“{name}”情形处置。"
    return f"本事件按《{plan.title}》“{name}”情形处置，依据条款：{'、'.join(named)}。"


def _where(dossier: Dossier, bureau: str) -> str:
    hall, place = formal(dossier.hall), formal(dossier.incident.place)
    unit = hall or "办税服务场所"
    head = "" if bureau and unit.startswith(bureau) else bureau
    if unit in place:
        return head + place
    return head + unit + place


def _what_happened(dossier: Dossier, plan: Plan) -> str:
    incident = dossier.incident
    scenario = plan.scenario(incident.scenario)
    name = scenario.name if scenario else plan.event_type(incident.event_type).name
    drill = "组织演练，模拟" if incident.drill else ""
    effect = _EFFECTS.get(incident.scenario)
    if effect:
        return f"{drill}因{name}{effect}" if not drill else f"{drill}{name}，{effect}"
    if name in ("其他", "其他突发事件"):
        name = "突发事件"
    return f"{drill}{name}" if drill else f"发生{name}"


def _remarks(dossier: Dossier) -> list[str]:
    incident = dossier.incident
    found = []
    if incident.drill:
        found.append("本次为应急演练，不计入事件统计。")
    if incident.late:
        found.append(f"本事件系事后补录，补录时间{times.moment_cn(incident.registered_at)}。")
    if incident.status is Status.VOID:
        found.append("本事件已作废，编号保留。")
    if incident.merged_into:
        at = clock(incident.closed_at, incident.occurred_at.date()) if incident.closed_at else ""
        found.append(
            f"本事件与{paper_number(incident.merged_into)}系同一故障，{at}并入该号一并处置，"
            "编号保留，不重复统计。"
        )
    return found
