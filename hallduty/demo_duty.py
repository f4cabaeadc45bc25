"""Made-up duty of the demo hall: rota, a year's roster by rotation, leave, swaps, logs, checks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from hallduty.domain.calendar import FilingCalendar
from hallduty.domain.contacts import CheckResult
from hallduty.domain.duty_day import day_lines, staff_line
from hallduty.domain.duty_logs import Duty
from hallduty.domain.handover import open_matters
from hallduty.domain.incidents import IncidentFilter, Status
from hallduty.domain.needs import NeedFilter
from hallduty.domain.plan import Plan
from hallduty.domain.roster import LEADER, Part, PostNeed, Shift, default_posts
from hallduty.domain.rota import Leave
from hallduty.domain.rotation import FillOrder, fill
from hallduty.domain.settings import Settings
from hallduty.store import Store

if TYPE_CHECKING:
    from hallduty.demo import Cast

DUTY_PHONE = "0570-87650000"
LOGGED_DAYS = 20
_DAY = timedelta(days=1)
_HANDED, _ACCEPTED, _CHECKED = time(17, 10), time(8, 25), time(10, 0)
# How many of the staff take turns in each post.
_TURNS = {"值班长": 4, "导税": 8, "咨询": 8, "技术": 4}
# What a leader writes on a day on which nothing happened.
_USUAL = {
    "crowd": "客流平稳，等候人数一般不超过15人。",
    "business": "各窗口正常办理，无积压。",
    "complaints": "无。",
    "questions": "当场答复政策咨询，无待答复问题。",
    "events": "无突发事件。",
    "handover": "设备、值班标识、纸单清点无误。",
}
_WEATHER = ("晴", "多云", "阴", "小雨", "晴，微风")


def enter_duty(
    store: Store, cast: Cast, calendar: FilingCalendar, start: datetime, now: datetime
) -> None:
    """Enter who takes turns, and fill the roster from January to the end of next month."""
    settings = replace(store.settings.load(), duty_phone=DUTY_PHONE)
    store.settings.save(settings, cast.stamp(start))
    _enter_rota(store, cast, start)
    first = date(now.year, 1, 1)
    last = (now.date().replace(day=1) + timedelta(days=63)).replace(day=1) - _DAY
    for year_first, year_last in _by_year(first, last):
        _fill(store, cast, calendar, (year_first, year_last), start)
    _make_today_full(store, cast, now.date(), start)
    _enter_leave(store, cast, now.date(), start)


def keep_logs(
    store: Store, plan: Plan, cast: Cast, calendar: FilingCalendar, now: datetime
) -> Iterator[datetime]:
    """Keep the duty logs of the last weeks, day by day; yields the time of each write first."""
    days = [now.date() - _DAY * n for n in range(2 * LOGGED_DAYS, 0, -1)]
    days = [day for day in days if _shift(store, cast, day) is not None][-LOGGED_DAYS:]
    waiting: int | None = None
    for day in days:
        if waiting is not None:
            yield datetime.combine(day, _ACCEPTED)
            _accept(store, cast, waiting, day)
        yield datetime.combine(day, _HANDED)
        waiting = _hand_over(store, plan, cast, calendar, day)
    if waiting is not None and now.time() > _ACCEPTED:
        yield datetime.combine(now.date(), _ACCEPTED)
        _accept(store, cast, waiting, now.date())


def check_contacts(store: Store, cast: Cast, now: datetime) -> Iterator[datetime]:
    """Check this month's contacts on its first days, all but a few."""
    at = datetime.combine(now.date().replace(day=1), _CHECKED)
    if at >= now:
        return
    yield at
    month = f"{at:%Y-%m}"
    lines = [line for line in store.contact_checks.lines(month) if line.numbers]
    store.contact_checks.note(lines[:-6], CheckResult.CONFIRMED, cast.stamp(at))
    store.contact_checks.note(
        lines[-6:-5], CheckResult.FAILED, cast.stamp(at), "两次拨打均无人接听"
    )


def _enter_rota(store: Store, cast: Cast, at: datetime) -> None:
    leaders = [person.id for person in cast.leaders]
    store.rota.add_members(cast.hall_id, LEADER, leaders, cast.stamp(at))
    turn = 0
    for post, count in _TURNS.items():
        mine = cast.staff[turn : turn + count]
        turn += count
        saved = [
            store.contacts.save_person(replace(person, duty=post), cast.stamp(at))
            for person in mine
        ]
        store.rota.add_members(cast.hall_id, post, [person.id for person in saved], cast.stamp(at))


def _by_year(first: date, last: date) -> Iterator[tuple[date, date]]:
    for year in range(first.year, last.year + 1):
        yield max(first, date(year, 1, 1)), min(last, date(year, 12, 31))


def _fill(
    store: Store, cast: Cast, calendar: FilingCalendar, span: tuple[date, date], at: datetime
) -> None:
    first, last = span
    posts = (PostNeed(LEADER), *default_posts())
    order = FillOrder(cast.hall_id, first, last, posts)
    people = store.contacts.people(active_only=False)
    filling = fill(
        order,
        store.rota.members(cast.hall_id),
        store.rota.leaves(),
        store.roster.shifts(min(first - _DAY, date(first.year, 1, 1)), last + _DAY),
        {person.id: person.name for person in people},
        [person.id for person in people if not person.active],
        calendar,
    )
    store.roster.apply(filling, cast.stamp(at))


def _make_today_full(store: Store, cast: Cast, today: date, at: datetime) -> None:
    """On a day off nobody is planned, and a first look should still show a day with people."""
    if store.roster.leader_on(today) is not None:
        return
    for post, people in ((LEADER, cast.leaders), ("值班长", cast.staff), ("导税", cast.staff[4:])):
        who = [people[today.toordinal() % 4].id]
        store.roster.set_post(today, Part.DAY, cast.hall_id, post, who, cast.stamp(at))


def _enter_leave(store: Store, cast: Cast, today: date, at: datetime) -> None:
    """Two people are away soon: one of them was planned on one of those days, which is loud."""
    first = today + 4 * _DAY
    coming = [s for s in store.roster.shifts(first, first + 14 * _DAY) if s.leader_id is not None]
    if coming:
        planned = coming[len(coming) // 2]
        away = Leave(0, "", planned.leader_id or 0, planned.day, planned.day + 2 * _DAY, "培训")
        store.rota.save_leave(away, cast.stamp(at))
    away = Leave(0, "", cast.staff[-1].id, first, first + 4 * _DAY, "公休")
    store.rota.save_leave(away, cast.stamp(at))


def _shift(store: Store, cast: Cast, day: date) -> Shift | None:
    mine = [s for s in store.roster.shifts(day, day) if s.hall_id == cast.hall_id]
    return next((shift for shift in mine if shift.leader_id is not None), None)


def _hand_over(
    store: Store, plan: Plan, cast: Cast, calendar: FilingCalendar, day: date
) -> int | None:
    """Write the day's log from its records, as the leader would, and hand it over."""
    shift = _shift(store, cast, day)
    if shift is None:
        return None
    duty, at = Duty(day, shift.part, cast.hall_id), datetime.combine(day, _HANDED)
    names = {p.id: p.name for p in store.contacts.people(active_only=False)}
    leader = names[shift.leader_id or 0]
    told = store.incidents.dossiers(IncidentFilter(from_day=day - 3 * _DAY, to_day=day))
    asked = store.policy.day_cases(day, day)
    wished = store.needs.needs(NeedFilter(day, day))
    found = day_lines(duty, told, plan, calendar, asked, wished)
    found["staff"] = staff_line(duty, [shift], [], names)
    fields = {name: "\n".join(text for _, text in lines) for name, lines in found.items()}
    for name, usual in _USUAL.items():
        fields[name] = fields.get(name) or usual
    fields["weather"] = _WEATHER[day.toordinal() % len(_WEATHER)]
    store.duty_logs.save(duty, fields, cast.stamp(at, leader))
    still = [
        dossier
        for status in (Status.HANDLING, Status.RECOVERED)
        for dossier in store.incidents.dossiers(IncidentFilter(status=status))
    ]
    matters = open_matters(still, plan, Settings().limits, at)
    lines = [matter.line for matter in matters]
    return store.duty_logs.hand_over(duty, leader, lines, cast.stamp(at, leader)).id


def _accept(store: Store, cast: Cast, log_id: int, day: date) -> None:
    shift = _shift(store, cast, day)
    person = store.contacts.person(shift.leader_id) if shift and shift.leader_id else None
    if person is None:
        return
    at = datetime.combine(day, _ACCEPTED)
    store.duty_logs.accept(log_id, person.id, person.phone, cast.stamp(at, person.name))
