"""What to say on the phone (电话报告词): about 30 seconds in spoken sentences, from the record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from hallduty.domain import times
from hallduty.domain.conflict import DEEDS, EVENT_TYPE
from hallduty.domain.conflict_deeds import done_at
from hallduty.domain.dossiers import Dossier
from hallduty.domain.followups import FollowupKind
from hallduty.domain.incidents import EntryKind, Outcome, StepState
from hallduty.domain.narrative_course import live_entries
from hallduty.domain.narrative_text import formal
from hallduty.domain.plan import Plan
from hallduty.domain.promises import PromiseState
from hallduty.domain.report_drafts import anonymous
from hallduty.domain.report_figures import figures, latest_promise
from hallduty.domain.reports import delivered

# Read aloud at the pace of an official call, 260 characters a minute, that is 30 seconds.
MOST = 130
_LONG = 18


def script(dossier: Dossier, plan: Plan, speaker: str, now: datetime) -> str:
    """Return what to say: who, when, where, what, how many, what was done, until when, what for.

    Never longer than MOST; what matters least is left out first.
    """
    done = _done(dossier)
    for most in range(len(done), -1, -1):
        for place in (True, False):
            said = _said(dossier, plan, speaker, now, done[:most], place=place)
            if len(said) <= MOST:
                return said
    return said[: MOST - 2].rstrip("，。、") + "……"


def spoken(at: datetime) -> str:
    """9点42分, 10点整: a time as it is said."""
    return f"{at.hour}点{at.minute}分" if at.minute else f"{at.hour}点整"


def seconds(text: str) -> int:
    """Return about how long it takes to say `text`."""
    return round(len(text) * 30 / MOST)


def _said(
    dossier: Dossier,
    plan: Plan,
    speaker: str,
    now: datetime,
    done: Sequence[str],
    *,
    place: bool,
) -> str:
    incident = dossier.incident
    parts = [
        f"您好，我是{_cut(dossier.hall) or '办税服务厅'}{_cut(speaker, 8)}",
        f"{_when(incident.occurred_at, now)}，{_what(dossier, plan, place=place)}",
        _numbers(dossier),
        "已" + "、".join(done) if done else "",
        _expected(dossier),
        _asked(dossier, plan),
    ]
    return anonymous("。".join(filter(None, parts)) + "。", dossier)


def _when(at: datetime, now: datetime) -> str:
    if at.date() == now.date():
        return spoken(at)
    return f"{at.month}月{at.day}日{spoken(at)}"


def _what(dossier: Dossier, plan: Plan, *, place: bool) -> str:
    incident = dossier.incident
    scenario = plan.scenario(incident.scenario)
    name = scenario.name if scenario else plan.event_type(incident.event_type).name
    name = "突发事件" if name in ("其他", "其他突发事件") else name
    where = _cut(formal(incident.place)) if place else ""
    drill = "演练，模拟" if incident.drill else ""
    return f"{drill}{where}发生{_cut(name)}"


def _numbers(dossier: Dossier) -> str:
    found = figures(dossier)
    about = "大约" if found.waiting_about else ""
    parts = [
        f"{found.windows}个窗口停办" if found.windows else "",
        f"{about}{found.waiting}人在等" if found.waiting else "",
        f"涉及{found.people}人" if found.people else "",
    ]
    return "，".join(filter(None, parts)) if dossier.incident.recovered_at is None else ""


def _done(dossier: Dossier) -> list[str]:
    """Return what was done in two to six characters each, what matters most first."""
    entries = live_entries(dossier)
    steps = [s for s in dossier.steps if s.state is StepState.DONE]
    owed = [f.kind for f in dossier.followups]
    quarrel = dossier.incident.event_type == EVENT_TYPE
    reached = {
        s.id
        for s in steps
        for e in entries
        if e.step_id == s.id and e.kind is EntryKind.CALL and e.outcome is Outcome.REACHED
    }
    called = bool(reached) or any(s.produces == "call" for s in steps)
    noticed = bool(dossier.notices) or any(s.produces == "notice" for s in steps)
    contacts = owed.count(FollowupKind.CALL_BACK)
    deeds = [d.spoken for d in DEEDS if d.spoken and quarrel and done_at(d, dossier)]
    found = deeds or (["联系责任单位抢修"] if called and not quarrel else [])
    found += ["贴出公告"] if noticed else []
    found += ["开应急专窗"] if any(s.produces == "window" for s in steps) else []
    found += [f"记下{contacts}人电话"] if contacts else []
    found += ["预审资料"] if FollowupKind.PRECHECK in owed else []
    return found


def _expected(dossier: Dossier) -> str:
    incident = dossier.incident
    if incident.recovered_at is not None:
        minutes = times.minutes_between(incident.occurred_at, incident.recovered_at)
        return f"{spoken(incident.recovered_at)}已经恢复，前后{times.duration_cn(minutes)}"
    promise = latest_promise(dossier.promises)
    if promise is None:
        return ""
    if promise.state is PromiseState.LAPSED:
        return f"原答应{spoken(promise.until)}恢复，没有兑现，正在催"
    return f"{_cut(formal(promise.unit), 8)}答应{spoken(promise.until)}前恢复"


def _asked(dossier: Dossier, plan: Plan) -> str:
    level = plan.level(dossier.incident.level)
    if dossier.incident.recovered_at is not None:
        return "特此报告，请指示"
    if level.to_group and not delivered(dossier.reports):
        return f"现定为{level.name}，请您指示，书面报告随后送到"
    return "请您指示"


def _cut(text: str, most: int = _LONG) -> str:
    return text if len(text) <= most else text[: most - 1] + "等"
