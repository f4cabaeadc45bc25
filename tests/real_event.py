"""The fault of 2026-11-13 as plain records, the way the store writes its timeline."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID, uuid5

from hallduty.domain.dossiers import Dossier
from hallduty.domain.followups import Followup, FollowupKind
from hallduty.domain.incidents import (
    Entry,
    EntryKind,
    Incident,
    IncidentStep,
    Outcome,
    Status,
    StepState,
)
from hallduty.domain.plan import Plan
from hallduty.domain.reports import Channel, Report, ReportKind
from hallduty.domain.reviews import Action, Review
from hallduty.domain.stamps import Stamp

DAY = date(2026, 11, 13)
_SPACE = UUID("6b9c1d1e-0f4c-4a57-9a51-3f2d8a4c0001")
OPENING = "发生：3—8号窗口，无法登录系统,等候办税人约40人"


def at(text: str) -> datetime:
    """09:42 → that moment of the day of the fault."""
    hour, minute = text.split(":")
    return datetime(DAY.year, DAY.month, DAY.day, int(hour), int(minute))


def uuid(name: str) -> str:
    return str(uuid5(_SPACE, name))


def entry(number: int, clock: str, kind: EntryKind, text: str, **more: object) -> Entry:
    values: dict[str, object] = {"recorded_at": at(clock), "uuid": uuid(f"entry {number}"), **more}
    return Entry(
        id=number, incident_id=17, at=at(clock), kind=kind, text=text, actor="刘某某", **values
    )


def incident(**changes: object) -> Incident:
    fault = Incident(
        id=17,
        uuid=uuid("incident"),
        number="2026-017",
        hall_id=1,
        event_type="application",
        scenario="tax_system",
        level="major",
        status=Status.CLOSED,
        drill=False,
        late=False,
        occurred_at=at("09:42"),
        reported_at=at("09:43"),
        registered_at=at("09:43"),
        recovered_at=at("10:58"),
        closed_at=at("11:30"),
        place="3—8号窗口",
        reporter="王某某",
        phone="0570-87654608",
        description="3—8号窗口无法登录系统，涉税事项无法办理。",
        outcome="系统恢复，业务正常。",
        cause="",
        handler="刘某某",
    )
    return replace(fault, **changes)


def steps(plan: Plan) -> tuple[IncidentStep, ...]:
    """The steps of the scenario as they were settled."""
    ticks = [
        "09:46",
        "09:47",
        "09:51",
        "09:51",
        "10:08",
        "",
        "10:15",
        "10:22",
        "10:22",
        "",
        "11:05",
    ]
    whys = {8: "无人离开,不需要", 9: "无急需事项"}
    scenario = plan.scenario("tax_system")
    assert scenario is not None
    found = []
    for position, (step, tick) in enumerate(zip(scenario.steps, ticks, strict=True), 1):
        state = StepState.DONE if tick else StepState.OPEN
        state = StepState.SKIPPED if position in whys else state
        found.append(
            IncidentStep(
                id=100 + position,
                uuid=uuid(f"step {position}"),
                incident_id=17,
                position=position,
                text=step.text,
                clause=step.clause,
                role=step.role,
                produces=step.produces,
                state=state,
                settled_at=at(tick) if tick else None,
                settled_by="刘某某" if tick else "",
                why=whys.get(position, ""),
            )
        )
    return tuple(found)


def reports() -> tuple[Report, ...]:
    def one(number: int, kind: ReportKind, clock: str, outcome: Outcome, **more: object) -> Report:
        given = {"channel": Channel.PHONE, **more}
        return Report(
            id=number,
            uuid=uuid(f"report {number}"),
            incident_id=17,
            kind=kind,
            ordinal=1,
            to="组长 俞豪",
            at=at(clock),
            outcome=outcome,
            **given,
        )

    reply = {"reply": "全力抢修,做好解释", "replied_at": at("10:06")}
    return (
        one(1, ReportKind.FIRST, "10:05", Outcome.MISSED),
        one(2, ReportKind.FIRST, "10:06", Outcome.REACHED, **reply),
        one(3, ReportKind.FOLLOW_UP, "10:35", Outcome.REACHED, text="仍在抢修"),
        one(4, ReportKind.FINAL, "11:25", Outcome.REACHED, channel=Channel.WRITTEN),
    )


def followups() -> tuple[Followup, ...]:
    people = [("示例甲", "13800000011"), ("测试乙", "13800000012"), ("样例丙", "13800000013")]
    return tuple(
        Followup(
            id=number,
            uuid=uuid(f"followup {number}"),
            incident_id=17,
            kind=FollowupKind.CALL_BACK,
            who=who,
            phone=phone,
            matter="增值税申报",
            added_at=at(f"10:{11 + number}"),
            settled_at=at(f"11:{17 + number}"),
            settled_by="刘某某",
            how="已短信通知",
        )
        for number, (who, phone) in enumerate(people, 1)
    )


def entries(plan: Plan) -> tuple[Entry, ...]:
    """The timeline in the order it was written."""
    step, call, note = EntryKind.STEP, EntryKind.CALL, EntryKind.NOTE
    text = [s.text for s in steps(plan)]
    sent = [Stamp(UUID(r.uuid), r.at, "").derived("entry") for r in reports()]
    missed, reached = Outcome.MISSED, Outcome.REACHED
    return (
        entry(1, "09:42", EntryKind.STATE, OPENING, recorded_at=at("09:43")),
        entry(2, "09:44", call, "信息中心 陈某（13800005678）", outcome=missed, step_id=101),
        entry(
            3, "09:46", call, "信息中心 陈某：对方答复 10:20 前恢复", outcome=reached, step_id=101
        ),
        entry(4, "09:46", step, text[0], step_id=101),
        entry(5, "09:47", step, f"{text[1]}：预计 10:20 恢复", step_id=102),
        entry(6, "09:51", step, f"{text[2]}：张贴于一楼大厅、电子屏", step_id=103),
        entry(7, "09:51", step, text[3], step_id=104),
        entry(8, "09:58", note, "等候约30人"),
        entry(9, "09:58", note, "等候约40人", recorded_at=at("10:01"), corrects_id=8),
        entry(10, "10:05", EntryKind.LEVEL, "升为重大：影响全部征收窗口,预计超过一小时"),
        entry(
            11, "10:05", EntryKind.REPORT, "首报 组长 俞豪（电话）", outcome=missed, uuid=sent[0]
        ),
        entry(
            12,
            "10:06",
            EntryKind.REPORT,
            "首报 组长 俞豪（电话）；批示：全力抢修,做好解释",
            outcome=reached,
            uuid=sent[1],
        ),
        entry(13, "10:08", step, text[4], step_id=105),
        entry(14, "10:12", EntryKind.FOLLOWUP, "记录办税人联系方式（善后第 1 号）", followup_id=1),
        entry(15, "10:13", EntryKind.FOLLOWUP, "记录办税人联系方式（善后第 2 号）", followup_id=2),
        entry(16, "10:14", EntryKind.FOLLOWUP, "记录办税人联系方式（善后第 3 号）", followup_id=3),
        entry(17, "10:15", step, text[6], step_id=107),
        entry(18, "10:22", step, f"跳过：{text[7]}（无人离开,不需要）", step_id=108),
        entry(19, "10:22", step, f"跳过：{text[8]}（无急需事项）", step_id=109),
        entry(20, "10:35", EntryKind.REPORT, "续报一 组长 俞豪（电话）：仍在抢修", uuid=sent[2]),
        entry(21, "10:58", EntryKind.STATE, "业务恢复正常"),
        entry(22, "11:05", step, text[10], step_id=111),
        entry(23, "11:18", EntryKind.FOLLOWUP, "善后第 1 号：已短信通知", followup_id=1),
        entry(24, "11:19", EntryKind.FOLLOWUP, "善后第 2 号：已短信通知", followup_id=2),
        entry(25, "11:20", EntryKind.FOLLOWUP, "善后第 3 号：已短信通知", followup_id=3),
        entry(26, "11:25", EntryKind.REPORT, "终报 组长 俞豪（书面）", uuid=sent[3]),
        entry(27, "11:30", EntryKind.STATE, "办结"),
    )


def dossier(plan: Plan, **changes: object) -> Dossier:
    """The whole dossier; `changes` replace its parts."""
    whole = Dossier(
        incident=incident(),
        entries=entries(plan),
        steps=steps(plan),
        reports=reports(),
        followups=followups(),
        leader="刘某某",
        hall="第一办税服务厅",
    )
    return replace(whole, **changes)


def review(**sections: str) -> Review:
    return Review(id=1, uuid=uuid("review"), incident_id=17, sections=sections)


def action(number: int = 1, **changes: object) -> Action:
    measure = Action(
        id=number,
        uuid=uuid(f"action {number}"),
        incident_id=17,
        what="与信息中心约定故障时双线联系",
        type="沟通",
        owner="陈某",
        due=date(2026, 11, 30),
    )
    return replace(measure, **changes)
