"""The fault of 2026-11-13 with everything that handling can leave behind, as plain records."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hallduty.domain.appointments import Appointment, AppointmentKind, Extension
from hallduty.domain.conflict import Footage
from hallduty.domain.crowd import CrowdReading
from hallduty.domain.dossiers import Dossier
from hallduty.domain.followups import AttemptOutcome, Followup, FollowupAttempt, FollowupKind
from hallduty.domain.hall import Outage
from hallduty.domain.incidents import EntryKind, Status
from hallduty.domain.links import Related
from hallduty.domain.notices import Notice, NoticeKind, NoticePosting
from hallduty.domain.plan import Plan
from hallduty.domain.promises import Promise, PromiseState
from tests import real_event as event
from tests.real_event import at


def handled(plan: Plan) -> Dossier:
    """Two promises, two postings, two readings, an extension, a duplicate, an earlier one."""
    reports = tuple(
        replace(
            each,
            reply_owner="陈某" if each.reply else "",
            reply_due=date(2026, 11, 20) if each.reply else None,
            reply_done_at=at("11:28") if each.reply else None,
            reply_result="系统恢复,已回复组长" if each.reply else "",
        )
        for each in event.reports()
    )
    return event.dossier(
        plan,
        reports=reports,
        followups=(*event.followups(), *cards()),
        promises=promises(),
        notices=(notice(),),
        postings=postings(),
        attempts=attempts(),
        readings=readings(),
        appointments=(appointment(1, "served"), appointment(2, "")),
        extensions=(extension(),),
        outages=outages(),
        footage=(footage(),),
        duplicates=(duplicate(),),
        related=(earlier(),),
    )


def promises() -> tuple[Promise, ...]:
    first = Promise(
        1,
        "p1",
        17,
        "信息中心",
        "陈某",
        at("10:20"),
        at("09:46"),
        PromiseState.LAPSED,
        at("10:31"),
    )
    second = replace(
        first, id=2, uuid="p2", until=at("11:00"), made_at=at("10:31"), state=PromiseState.KEPT
    )
    return (first, second)


def notice() -> Notice:
    return Notice(
        1,
        "n1",
        17,
        NoticeKind.FAULT,
        "系统故障公告",
        "正文",
        "短文",
        at("10:20"),
        None,
        at("09:50"),
        "刘某某",
    )


def postings() -> tuple[NoticePosting, ...]:
    first = NoticePosting(1, "a", 17, 1, "大厅入口", at("09:51"), "刘某某", at("11:02"), "刘某某")
    return (first, replace(first, id=2, uuid="b", place="电子屏", withdrawn_at=None))


def readings() -> tuple[CrowdReading, ...]:
    first = CrowdReading(
        1,
        "r1",
        17,
        1,
        at("09:58"),
        "刘某某",
        60,
        6,
        8.0,
        None,
        80.4,
        ("增开专窗", "引导自助办理"),
    )
    return (first, replace(first, id=2, uuid="r2", at=at("10:40"), waiting=20, measures=()))


def extension() -> Extension:
    return Extension(
        1,
        "e1",
        17,
        1,
        at("17:00"),
        at("18:10"),
        at("18:05"),
        "王某、李某",
        "3—4号窗口",
        12,
        12,
    )


def appointment(number: int, outcome: str) -> Appointment:
    served = at("15:00") if outcome else None
    return Appointment(
        number,
        f"ap{number}",
        17,
        1,
        None,
        AppointmentKind.APPOINTMENT,
        "示例丁",
        "13800000014",
        "代开发票",
        at("15:00"),
        at("10:00"),
        served,
        outcome=outcome,
    )


def outages() -> tuple[Outage, ...]:
    first = Outage(1, "o1", 17, 1, 3, None, at("09:42"), at("10:58"), "刘某某")
    return (
        first,
        replace(first, id=2, uuid="o2", down_at=at("10:50"), up_at=at("11:08")),
        replace(first, id=3, uuid="o3", window_id=4, up_at=None),
    )


def footage() -> Footage:
    return Footage(
        1,
        "f1",
        17,
        "一号机位",
        at("09:40"),
        at("10:00"),
        at("10:05"),
        date(2026, 11, 28),
        at("11:10"),
        "保安",
        "专用硬盘",
    )


def cards() -> tuple[Followup, ...]:
    made = Followup(
        11,
        "c1",
        17,
        FollowupKind.PRIORITY_CARD,
        "",
        "",
        "优先办理",
        at("10:20"),
        at("14:00"),
        card_number="1113-01",
    )
    return (made, replace(made, id=12, uuid="c2", card_number="1113-02", settled_at=None))


def attempts() -> tuple[FollowupAttempt, ...]:
    first = FollowupAttempt(1, "t1", 17, 1, at("11:10"), "短信", AttemptOutcome.SENT, 1, "刘某某")
    return (
        first,
        replace(first, id=2, uuid="t2", outcome=AttemptOutcome.FAILED),
        replace(first, id=3, uuid="t3", channel="电话", round=2, outcome=AttemptOutcome.REACHED),
    )


def duplicate() -> Dossier:
    incident = event.incident(
        id=18,
        number="2026-018",
        status=Status.CLOSED,
        merged_into="2026-017",
        occurred_at=at("09:50"),
        reported_at=at("09:50"),
        recovered_at=None,
        closed_at=at("09:55"),
        place="9号窗口",
        description="9号窗口也打不开系统",
        outcome="并入 2026-017",
    )
    entries = (
        event.entry(201, "09:50", EntryKind.STATE, "发生：9号窗口，也打不开系统"),
        event.entry(202, "09:53", EntryKind.NOTE, "示例甲在9号窗口等候"),
        event.entry(203, "09:55", EntryKind.STATE, "并入 2026-017：同一故障"),
    )
    return Dossier(incident, entries=entries, elsewhere=event.followups())


def earlier() -> Related:
    incident = event.incident(
        id=3, number="2026-003", occurred_at=at("09:42").replace(month=3), cause="升级后未启动"
    )
    return Related(incident, "服务未随升级启动", 1)
