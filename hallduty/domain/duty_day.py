"""What the records know of a shift: the lines with which 从当日记录填入 fills the duty log."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from hallduty.domain import times
from hallduty.domain.calendar import FilingCalendar
from hallduty.domain.dossiers import Dossier
from hallduty.domain.duty_logs import Duty
from hallduty.domain.duty_voices import voice_lines
from hallduty.domain.followups import FollowupKind
from hallduty.domain.handover import name_of
from hallduty.domain.incidents import EntryKind, Incident, Status, StepState
from hallduty.domain.narrative_course import live_entries
from hallduty.domain.narrative_impact import waiting_said
from hallduty.domain.narrative_text import clock, formal, scrubber, sentence
from hallduty.domain.needs import Need
from hallduty.domain.plan import Plan
from hallduty.domain.policy import PolicyCase
from hallduty.domain.roster import LEADER, Part, Shift
from hallduty.domain.rota import ChangeKind, ShiftChange

# (words by which a text that was typed already tells it, the line): an incident's number, or
# empty for a line of its own.
Line = tuple[str, str]
# Events in which somebody complains or speaks up (facts of the field: 受理投诉, 舆情).
_VOICED = ("conflict", "opinion")


def day_lines(
    duty: Duty,
    dossiers: Iterable[Dossier],
    plan: Plan,
    calendar: FilingCalendar,
    questions: Iterable[PolicyCase] = (),
    needs: Iterable[Need] = (),
) -> dict[str, list[Line]]:
    """Return the lines for each field of the log that the records can fill.

    Told are the incidents that occurred in the shift, and those that were carried into it;
    void ones are left out, drills stand among the events only, nobody's name or number is told.
    """
    begins, ends = duty.span()
    # A duplicate is told with the incident that it was merged into.
    told = sorted(
        (
            each
            for each in dossiers
            if _concerns(each.incident, begins, ends) and not each.incident.merged_into
        ),
        key=lambda each: (each.incident.occurred_at, each.incident.id),
    )
    real = [each for each in told if not each.incident.drill]
    return {
        "crowd": [*_period(duty, calendar), *_crowds(real, duty)],
        "business": _business(real, duty, plan),
        "complaints": _complaints(real, duty),
        "questions": [*voice_lines(duty, questions, needs), *_questions(real)],
        "notices": [line for each in real for line in _notices(each, begins, ends)],
        "events": [(each.incident.number, _event(each, duty, plan)) for each in told],
    }


def staff_line(
    duty: Duty,
    shifts: Iterable[Shift],
    changes: Iterable[ShiftChange],
    names: Mapping[int, str],
) -> list[Line]:
    """Return who held the other posts, and who took the shift over from whom."""
    posts: dict[str, list[str]] = {}
    for shift in shifts:
        if shift.day != duty.day or shift.hall_id != duty.hall_id:
            continue
        if duty.part not in (Part.DAY, shift.part) and shift.part is not Part.DAY:
            continue
        for post in dict.fromkeys((*shift.posts, *shift.stood)):
            if post != LEADER:
                held = [names.get(who, "") for who in shift.stood.get(post) or shift.holders(post)]
                known = posts.setdefault(post, [])
                known += [name for name in held if name and name not in known]
    said = [f"{post}：{'、'.join(held)}" for post, held in posts.items() if held]
    lines = [(said[0].partition("：")[0] + "：", "；".join(said))] if said else []
    for change in changes:
        if change.day == duty.day and change.hall_id == duty.hall_id and not change.undone_at:
            to, before = names.get(change.to_id, ""), names.get(change.from_id or 0, "")
            instead = f"替{before}" if before else ""
            since = f"{clock(change.at, duty.day)}起" if change.kind is ChangeKind.TAKEOVER else ""
            lines.append(("", f"{change.post}{change.kind.label}：{since}{to}{instead}"))
    return lines


def _concerns(incident: Incident, begins: datetime, ends: datetime) -> bool:
    """Tell whether an incident occurred in the shift, or was still open when it began."""
    if incident.status is Status.VOID or incident.occurred_at >= ends:
        return False
    if incident.occurred_at >= begins or incident.is_open:
        return True
    return incident.closed_at is not None and incident.closed_at >= begins


def _period(duty: Duty, calendar: FilingCalendar) -> list[Line]:
    """Say where the day lies in the filing period, since that is what brings the people."""
    number, period = calendar.working_day_index(duty.day), calendar.period_on(duty.day)
    if number is None or period is None:
        return []
    last = period.last_day
    peak = calendar.peak(duty.day)
    reason = f"，{peak}" if peak else ""
    return [("征期", f"征期第{number}个工作日，{last.month}月{last.day}日截止{reason}。")]


def _crowds(told: Sequence[Dossier], duty: Duty) -> list[Line]:
    """The most people seen waiting in each incident and when, the largest crowd first."""
    counted = [(*_most_waiting(each, duty), each.incident.number) for each in told]
    counted = sorted((each for each in counted if each[0]), key=lambda each: -each[0])
    return [
        (
            number,
            f"{clock(at, duty.day)}等候{'约' if about else ''}{people}人"
            f"{'（当班最多）' if place == 0 and len(counted) > 1 else ''}（{number}）。",
        )
        for place, (people, about, at, number) in enumerate(counted)
    ]


def _most_waiting(dossier: Dossier, duty: Duty) -> tuple[int, bool, datetime]:
    """Return how many waited at most, whether that was an estimate, and when it was seen."""
    incident = dossier.incident
    begins, ends = duty.span()
    found = [(incident.waiting or 0, False, incident.occurred_at)]
    for people, about in waiting_said(incident.description):
        found.append((people, about, incident.occurred_at))
    for reading in dossier.readings:
        if begins <= reading.at < ends:
            found.append((reading.waiting, False, reading.at))
    for entry in live_entries(dossier):
        if begins <= entry.at < ends:
            found += [(people, about, entry.at) for people, about in waiting_said(entry.text)]
    # The first of equals: the crowd was seen then, and spoken of again later.
    return max(found, key=lambda each: (each[0], -each[2].timestamp()))


def _business(told: Sequence[Dossier], duty: Duty, plan: Plan) -> list[Line]:
    """What could not be done, where, from when to when, and what was taken by hand."""
    lines: list[Line] = []
    for each in told:
        incident = each.incident
        place = incident.place if "窗" in incident.place else ""
        windows = formal(incident.windows) or formal(place)
        where = "、".join(filter(None, (windows, formal(incident.systems))))
        if where:
            until = incident.recovered_at
            span = f"至{clock(until, duty.day)}" if until else "起，尚未恢复"
            begins = clock(incident.occurred_at, duty.day)
            said = f"{where}{begins}{span}，办理受影响（{name_of(incident, plan)}）。"
            lines.append((incident.number, said))
        for extension in each.extensions:
            end = extension.ended_at or extension.until
            served = f"，办结{extension.served}人" if extension.served is not None else ""
            span = f"{clock(extension.opened_at, duty.day)}至{clock(end, duty.day)}"
            text = f"延时服务{span}{served}（{incident.number}）。"
            lines.append(("延时服务", text))
        kinds = (FollowupKind.MANUAL, FollowupKind.PRECHECK, FollowupKind.PRIORITY_CARD)
        counts = [(kind.label, _count(each, kind)) for kind in kinds]
        said = "、".join(f"{label}{number}件" for label, number in counts if number)
        if said:
            lines.append((f"（{incident.number}）", f"{said}（{incident.number}）。"))
    return lines


def _complaints(told: Sequence[Dossier], duty: Duty) -> list[Line]:
    """Quarrels and public opinion: what it was about and how it ended."""
    lines = []
    for each in told:
        incident = each.incident
        if incident.event_type in _VOICED:
            scrub = scrubber(each)
            what = sentence(formal(scrub(incident.description))) or sentence(_place(incident))
            ended = sentence(formal(scrub(incident.outcome)))
            at = clock(incident.occurred_at, duty.day)
            lines.append((incident.number, f"{at}{what}{ended}（{incident.number}）"))
    return lines


def _questions(told: Sequence[Dossier]) -> list[Line]:
    """Taxpayers whose number was taken to be told later: how many, and how many were."""
    lines = []
    for each in told:
        calls = [f for f in each.followups if f.kind is FollowupKind.CALL_BACK]
        done = sum(1 for each_call in calls if not each_call.is_open)
        if calls:
            said = f"记录待答复、待通知办税人{len(calls)}人，已通知{done}人"
            lines.append((each.incident.number, f"{said}（{each.incident.number}）。"))
    return lines


def _notices(dossier: Dossier, begins: datetime, ends: datetime) -> list[Line]:
    """What was announced in the hall during the shift."""
    scrub = scrubber(dossier)
    # A notice with a record of its own has its line; the tick of the step would tell it twice.
    posting = {
        step.id
        for step in dossier.steps
        if step.produces == "notice" and step.state is StepState.DONE and not dossier.notices
    }
    lines = []
    for entry in live_entries(dossier):
        ticked = entry.kind is EntryKind.STEP and entry.step_id in posting
        if (entry.kind is EntryKind.NOTICE or ticked) and begins <= entry.at < ends:
            said = formal(scrub(entry.text))
            at = clock(entry.at, begins.date())
            lines.append(("", f"{at}{said}（{dossier.incident.number}）。"))
    return lines


def _event(dossier: Dossier, duty: Duty, plan: Plan) -> str:
    """One incident in one sentence: when, what, where, until when, how it stands."""
    incident = dossier.incident
    scrub = scrubber(dossier)
    level = plan.level(incident.level)
    parts: list[str] = [
        f"{clock(incident.occurred_at, duty.day)}发生",
        formal(scrub(incident.place)),
        f"{clock(incident.recovered_at, duty.day)}恢复" if incident.recovered_at else "",
        formal(scrub(incident.outcome)),
        incident.standing if incident.is_open or not incident.outcome else "",
    ]
    grade = "" if level == plan.first_level else f"（{level.name}）"
    late = "（补录）" if incident.late else ""
    below = "、".join(duplicate.incident.number for duplicate in dossier.duplicates)
    parts.append(f"{below} 并入本事件" if below else "")
    parts += _followed(dossier)
    return f"{name_of(incident, plan)}{grade}{late}：{'，'.join(filter(None, parts))}。"


def _count(dossier: Dossier, kind: FollowupKind) -> int:
    return sum(1 for followup in dossier.followups if followup.kind is kind)


def _place(incident: Incident) -> str:
    return formal(incident.place) or times.stamp(incident.occurred_at)


def _followed(dossier: Dossier) -> list[str]:
    """Say how far what was ordered from above has come, and whether recordings are kept."""
    # What was ordered in answer to a report of a duplicate is carried out here as well.
    told = [report for each in (dossier, *dossier.duplicates) for report in each.reports]
    charged = [r for r in told if r.reply and (r.reply_owner or r.reply_done_at)]
    kept = [each for each in dossier.footage if not each.is_open]
    return [
        _share("批示", "项", len(charged), sum(1 for r in charged if not r.reply_open), "落实"),
        _share("监控录像", "段", len(dossier.footage), len(kept), "保全"),
    ]


def _share(what: str, unit: str, total: int, done: int, verb: str) -> str:
    """批示2项已落实1项; nothing where there was none."""
    if not total:
        return ""
    if done == total:
        said = f"均已{verb}" if total > 1 else f"已{verb}"
    else:
        said = f"已{verb}{done}{unit}" if done else f"未{verb}"
    return f"{what}{total}{unit}{said}"
