"""Words for single facts: a step done, a report made, a call, as clauses of a report."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

from hallduty.domain.followups import FollowupKind
from hallduty.domain.incidents import Incident, IncidentStep, Outcome
from hallduty.domain.narrative_text import formal
from hallduty.domain.reports import Report, brief

if TYPE_CHECKING:
    from hallduty.domain.dossiers import Dossier
    from hallduty.domain.plan import Plan

# What a step says on when it is to be done; once it is done that is known.
_CONDITION = re.compile(r"^(?:[^，“”]*[^目]的，|视系统(?:恢复|故障)情况)")
_CALLED = re.compile(r"^(?:再次)?(?:致电|拨打|呼叫|电话联系)\s*")
_ENDED = re.compile(r"[，\s]*(?:未接|占线|接通|无人接听)$")
_NUMBERS = re.compile(r"[（(]?\s*(?:\d[\d*—-]{4,}|分机\s*\d+)\s*[）)]?")
_SPLIT = re.compile(r"[：:，,；;。]")

# The plan's words for what is owed afterwards (clauses 四（二）, 四（三）, and hall practice).
_OWED_BY = {
    "联系方式": FollowupKind.CALL_BACK,
    "预审核": FollowupKind.PRECHECK,
    "二次优先卡": FollowupKind.PRIORITY_CARD,
    "手工受理": FollowupKind.MANUAL,
    "末笔核对": FollowupKind.WINDOW_CHECK,
}


def done_text(step: IncidentStep, dossier: Dossier, plan: Plan) -> str:
    """Return a step of the plan in the words of a report, as something done."""
    if step.produces == "report" and "级别" in step.text:
        return f"判定为{plan.level(dossier.incident.level).name}突发事件"
    text = _CONDITION.sub("", formal(step.text)).replace("公告或通过其他形式通知", "公告并通知")
    role = plan.role(step.role)
    for unit in ("责任单位", "相关部门", "有关部门"):
        if role.code and role.name != role.code and unit in text and role.name not in text:
            return text.replace(unit, f"{unit}（{role.name}）", 1)
    return text


def known_time(step: IncidentStep, incident: Incident) -> datetime | None:
    """Return when a step was settled; None where only the time of entering it is known.

    The ticks of an incident entered late say when it was entered, not when it was done.
    """
    if incident.late and step.settled_at and step.settled_at >= incident.registered_at:
        return None
    return step.settled_at


def followup_kind(step: IncidentStep) -> FollowupKind | None:
    """Return what kind of follow-up a step leaves behind, by the plan's own words."""
    if step.produces != "followup":
        return None
    return next((kind for word, kind in _OWED_BY.items() if word in step.text), None)


def report_clause(report: Report, *, with_reply: bool = True) -> str:
    """Return one report as a clause: 向组长电话首报，批示“全力抢修”."""
    to = formal(report.to)
    if report.outcome in (Outcome.MISSED, Outcome.BUSY):
        ends = "未接" if report.outcome is Outcome.MISSED else "占线"
        return f"向{to}{report.channel.label}{report.title}，{ends}"
    said, reply = formal(brief(report.text)), formal(report.reply) if with_reply else ""
    if "。" in said.rstrip("。"):
        said = ""  # a text of several sentences stands in its own report, not in a clause
    clause = f"向{to}{report.channel.label}{report.title}"
    if said:
        clause += f"：{said}"
    if reply:
        clause += f"{'；' if said else '，'}批示“{quoted(reply)}”"
    return clause


def quoted(text: str) -> str:
    """Return `text` as it stands between “ and ”."""
    return text.replace("“", "‘").replace("”", "’")


def party(text: str) -> tuple[str, str]:
    """Split a call's line into who was called and what was said."""
    dialled = _CALLED.sub("", text)
    plain = _NUMBERS.sub("", dialled).strip() or dialled
    found = _SPLIT.search(plain)
    if found is None:
        return _ENDED.sub("", plain), ""
    said = _ENDED.sub("", plain[found.end() :].strip("。；，："))
    return _ENDED.sub("", plain[: found.start()]).strip(), said
