"""What is to be done today: open incidents first, then what is missing for the next one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from hallduty.domain import times
from hallduty.domain.conflict import days_text, urgency
from hallduty.domain.due import Urgency
from hallduty.domain.duty_logs import Duty, LogState, planned_duties
from hallduty.domain.notices import EXPIRED
from hallduty.domain.promises import is_lapsed, said_of, whom
from hallduty.domain.reports import reply_state
from hallduty.ui import pages
from hallduty.ui.backing_up import trouble
from hallduty.ui.open_incidents import OpenIncident

if TYPE_CHECKING:
    from hallduty.ui.desk import Desk

_DAYS_AHEAD = 7
# Closed incidents are looked through this far back for follow-ups left undone.
_DAYS_BACK = 30
_MOST_CLOSED = 60
# From this hour on the day's duty log is asked for.
_LOG_HOUR = 16
_PILLS = {Urgency.OVERDUE: "red", Urgency.SOON: "amber", Urgency.LATER: "blue"}


@dataclass(frozen=True, slots=True)
class Matter:
    """One line of 今天要办: its pill (word, colour), what, a side remark, and the button.

    `tab` names the tab of the incident's workspace where it is done.
    """

    pill: str
    colour: str
    text: str
    remark: str
    action: str
    incident_id: int = 0
    page: str = ""
    tip: str = ""
    tab: str = ""


def incident_matters(desk: Desk, open_ones: Sequence[OpenIncident]) -> list[Matter]:
    """Return what incidents ask for, the most urgent first."""
    now = desk.clock.now()
    return [
        *_lapsed_promises(open_ones, now),
        *_notices_to_renew(desk, now),
        *_due_reports(open_ones, now),
        *_recordings(desk, now.date()),
        *_replies(desk, now.date()),
        *_alike(open_ones),
        *_stale(open_ones, now),
        *_owed_after_recovery(open_ones),
        *_next_steps(open_ones),
        *_to_be_closed(open_ones, now),
        *_left_by_closed(desk, now.date()),
    ]


def standing_matters(desk: Desk) -> list[Matter]:
    """Return what is missing for the next incident: a leader, a number, the calendar."""
    today = desk.clock.now().date()
    return [
        *_handovers(desk, desk.clock.now()),
        *_days_without_leader(desk, today),
        *_unknown_calendar(desk, today),
        *_group_without_phone(desk),
        *_contacts_to_check(desk),
        *_no_backup(desk),
    ]


def _lapsed_promises(open_ones: Sequence[OpenIncident], now: datetime) -> Iterator[Matter]:
    """Promises whose time is over while the fault lasts: somebody has to ask again."""
    for each in open_ones:
        if each.promise is not None and is_lapsed(each.promise, now):
            until, unit = said_of(each.promise.until, now), whom(each.promise)
            text = f"{each.incident.number} 承诺 {until} 已过，请向{unit}问新的时间"
            yield Matter("承诺", "red", text, "预案四", "记承诺", each.id, tab="promise")


def _notices_to_renew(desk: Desk, now: datetime) -> Iterator[Matter]:
    """Notices that hang and may not: expired, or of what is over; also of closed incidents."""
    for incident, each in desk.store.notices.hanging():
        why = each.trouble(incident, now)
        if why:
            action = "更新公告" if why == EXPIRED else "去撤下"
            text = f"{incident.number} {why}：{each.places}"
            said = each.notice.kind.noun
            yield Matter("公告", "red", text, said, action, incident.id, tab="notices")


def _due_reports(open_ones: Sequence[OpenIncident], now: datetime) -> list[Matter]:
    found = [(due.at, due, each) for each in open_ones for due in each.dues]
    lines = []
    for _, due, each in sorted(found, key=lambda item: item[0]):
        urgency = due.urgency(now)
        overdue = urgency is Urgency.OVERDUE
        lines.append(
            Matter(
                "逾期" if overdue else times.clock(due.at),
                _PILLS[urgency],
                f"{_named(each)} {due.label}",
                f"{times.clock(due.at)} 已到" if overdue else due.to,
                "去上报",
                each.id,
                tip=f"应在 {times.clock(due.at)} 前报{due.to}",
            )
        )
    return lines


def _recordings(desk: Desk, today: date) -> Iterator[Matter]:
    """Recordings of conflicts that the recorder will overwrite (plan clause 四（五）)."""
    for footage in desk.store.conflict.open_footage():
        days = footage.days_left(today)
        incident = desk.store.incidents.get(footage.incident_id)
        where = f"（{footage.camera}）" if footage.camera else ""
        text = f"{incident.number} 保全监控 {footage.span_text()}{where}"
        page = f"{pages.CONFLICT}#{incident.id}"
        yield Matter("监控", urgency(days), text, days_text(days), "去保全", page=page)


def _replies(desk: Desk, today: date) -> Iterator[Matter]:
    """What was ordered from above and is not carried out yet (plan clause 三)."""
    for report in desk.store.reports.open_replies():
        incident = desk.store.incidents.get(desk.store.reports.owed_in(report))
        if incident.drill:
            continue
        words = f"{report.reply_owner} {reply_state(report, today)[0]}".strip()
        text = f"{incident.number} {report.to}批示：{report.reply}"
        late = report.reply_overdue(today)
        colour = "red" if late else ("amber" if report.reply_due == today else "blue")
        pill = "逾期" if late else "批示"
        tip, tab = report.reply, f"reply:{report.id}"
        yield Matter(pill, colour, text, words, "去落实", incident.id, tip=tip, tab=tab)


def _owed_after_recovery(open_ones: Sequence[OpenIncident]) -> Iterator[Matter]:
    for each in open_ones:
        if each.recovered and each.owed:
            text = f"{_named(each)} 已恢复，还有 {each.owed} 件善后未办"
            yield Matter("善后", "red", text, "逐件通知办税人", "去办", each.id)


def _next_steps(open_ones: Sequence[OpenIncident]) -> Iterator[Matter]:
    for each in open_ones:
        step = each.next_step
        if step is not None:
            pill, colour = ("演练", "violet") if each.incident.drill else ("下一步", "blue")
            yield Matter(
                pill, colour, f"{each.incident.number} {step.text}", step.clause, "打开", each.id
            )


def _alike(open_ones: Sequence[OpenIncident]) -> Iterator[Matter]:
    """Two that are likely one fault told at two windows."""
    for each in open_ones:
        if each.like:
            where = each.incident.place or each.incident.windows
            place = f"（{where}）" if where else ""
            text = f"{each.incident.number} 与 {each.like} 可能是同一故障{place}"
            yield Matter("重复？", "amber", text, "并入，或说明不是", "去核对", each.id)


def _stale(open_ones: Sequence[OpenIncident], now: datetime) -> Iterator[Matter]:
    """Open incidents that nobody has written about for too long (forgotten?)."""
    for each in open_ones:
        if each.silence is not None and each.stale(now):
            since = each.silence.since
            last = times.clock(since) if since.date() == now.date() else f"{since:%m-%d %H:%M}"
            text = f"{_named(each)} {each.silence.words(now)}"
            if each.recovered:
                yield Matter("未办结", "amber", text, f"{last} 恢复", "去办结", each.id)
            else:
                yield Matter("无记录", "amber", text, f"最后记于 {last}", "去补记", each.id)


def _to_be_closed(open_ones: Sequence[OpenIncident], now: datetime) -> Iterator[Matter]:
    for each in open_ones:
        said = each.stale(now)
        if each.recovered and not each.owes and each.next_step is None and not said:
            yield Matter("待办结", "green", f"{_named(each)} 已恢复", "", "去办结", each.id)


def _left_by_closed(desk: Desk, today: date) -> Iterator[Matter]:
    """Follow-ups that were still open when an incident was closed all the same."""
    since = today - timedelta(days=_DAYS_BACK)
    owed = desk.store.followups.open_counts()
    newest = sorted(owed, reverse=True)[:_MOST_CLOSED]
    for incident in desk.store.incidents.fetch(newest):
        if incident.is_open or incident.drill or incident.occurred_at.date() < since:
            continue
        text = f"{incident.number} {incident.standing}，还有 {owed[incident.id]} 件善后未办"
        day = f"{incident.occurred_at:%m-%d}"
        yield Matter("善后", "amber", text, day, "打开", incident.id)


def _days_without_leader(desk: Desk, today: date) -> Iterator[Matter]:
    """Working days ahead on which nobody leads (plan clause 五（一））."""
    days = [today + timedelta(days=n) for n in range(_DAYS_AHEAD)]
    led = {
        shift.day
        for shift in desk.store.roster.shifts(days[0], days[-1])
        if shift.leader_id is not None
    }
    working = desk.calendar.holidays.is_working
    missing = [day for day in days if working(day) and day not in led]
    if missing:
        named = "、".join(f"{day.month}月{day.day}日" for day in missing[:3])
        rest = f"等 {len(missing)} 天" if len(missing) > 3 else ""
        colour = "red" if missing[0] == today else "amber"
        text = f"未排带班领导：{named}{rest}"
        where = f"roster#{missing[0].isoformat()}"
        yield Matter("值班", colour, text, "预案五（一）", "去排班", page=where)


def _handovers(desk: Desk, now: datetime) -> Iterator[Matter]:
    """Shifts that nobody has accepted, and towards its end the log of the one that runs."""
    for each in desk.store.duty_logs.unaccepted(now):
        handed = each.state is LogState.HANDED
        action, page = "去接班" if handed else "去交班", _log_page(each.duty)
        text = f"值班日志 {each.words}"
        yield Matter(
            "未交接", "red" if not handed else "amber", text, "预案五（一）", action, page=page
        )
    if now.hour < _LOG_HOUR:
        return
    for duty in planned_duties(desk.store.roster.shifts(now.date(), now.date())):
        log = desk.store.duty_logs.log(duty.day, duty.part, duty.hall_id)
        if not duty.is_over(now) and (log is None or log.handed_at is None):
            words = "已写，下班前交班" if log else "还没有写，下班前填写并交班"
            text = f"{duty.name}值班日志{words}"
            yield Matter("日志", "blue", text, "预案五（一）", "去填写", page=_log_page(duty))


def _log_page(duty: Duty) -> str:
    return f"roster#log#{duty.day.isoformat()}/{duty.part.value}/{duty.hall_id}"


def _unknown_calendar(desk: Desk, today: date) -> Iterator[Matter]:
    """A year without holidays: this one, or from December, when both notices are out, the next."""
    following = today.year + (today.month == 12)
    for year in sorted({today.year, following}):
        if not desk.calendar.knows(year):
            text = f"{year}年的节假日还没有录入，征期截止日不能推算"
            colour = "red" if year == today.year else "amber"
            page = f"roster#calendar#{year}"
            yield Matter("征期", colour, text, "收到通知后导入", "去导入", page=page)


def _group_without_phone(desk: Desk) -> Iterator[Matter]:
    """Members of the emergency group who cannot be called (plan clause 三)."""
    silent = [seat.person.name for seat in desk.store.contacts.group() if not seat.person.phone]
    if silent:
        text = f"应急处理小组 {len(silent)} 人没有电话：{'、'.join(silent)}"
        yield Matter("通讯录", "amber", text, "预案三", "去填写", page="contacts")


def _contacts_to_check(desk: Desk) -> Iterator[Matter]:
    """Contacts that nobody has found reachable this month (plan clause 三)."""
    from hallduty.domain.contact_checks import month_of

    today = desk.clock.now().date()
    left, failed = desk.store.contact_checks.left(month_of(today))
    if left:
        text = f"本月还有 {left} 个联系方式未核实"
        text += f"，其中 {failed} 个联系不上" if failed else ""
        colour = "red" if failed else "blue"
        yield Matter("通讯录", colour, text, "预案三", "去核对", page="contacts#check")


def _no_backup(desk: Desk) -> Iterator[Matter]:
    """The automatic backup failed, and none has been made since."""
    said = trouble(desk)
    if said:
        yield Matter(
            "备份", "red", f"自动备份没有做成：{said}", "", "去设置", page="settings#backup"
        )


def _named(each: OpenIncident) -> str:
    return f"{each.incident.number} {each.name}"
