"""首报, 续报 and 终报 drafted from the record, and what is said on the phone."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hallduty.domain.consistency import Issued, warnings
from hallduty.domain.crowd import CrowdReading
from hallduty.domain.dossiers import Dossier
from hallduty.domain.incidents import EntryKind, Outcome, Status, StepState
from hallduty.domain.plan import Plan
from hallduty.domain.plan_file import load_plan
from hallduty.domain.promises import Promise, PromiseState
from hallduty.domain.report_drafts import draft, paper_number, paper_title
from hallduty.domain.report_script import MOST, script, seconds, spoken
from hallduty.domain.reports import NOTED, ReportKind
from hallduty.holidays import filing_calendar
from hallduty.paths import resources
from tests import real_event as event

BUREAU = "国家税务总局衢州市衢江区税务局"
CALENDAR = filing_calendar(resources() / "calendar")
FIRST, FOLLOW_UP, FINAL = ReportKind


def until(plan: Plan, clock: str, **changes: object) -> Dossier:
    """The dossier of the fault as it stood at `clock`."""
    now = event.at(clock)
    whole = event.dossier(plan)
    running = replace(
        whole.incident, status=Status.HANDLING, recovered_at=None, closed_at=None, outcome=""
    )
    steps = tuple(
        s
        if s.settled_at and s.settled_at <= now
        else replace(s, state=StepState.OPEN, settled_at=None)
        for s in whole.steps
    )
    then = replace(
        whole,
        incident=running,
        entries=tuple(e for e in whole.entries if e.recorded_at <= now),
        reports=tuple(r for r in whole.reports if r.at <= now),
        followups=tuple(replace(f, settled_at=None) for f in whole.followups if f.added_at <= now),
        steps=steps,
    )
    return replace(then, **changes)


def body(dossier: Dossier, plan: Plan, kind: ReportKind, clock: str) -> list[str]:
    return draft(dossier, plan, CALENDAR, BUREAU, kind, event.at(clock)).split("\n")


def promise(number: int, until_: str, made: str, state: PromiseState, unit: str = "信息中心"):
    return Promise(number, f"p{number}", 17, unit, "陈某", event.at(until_), event.at(made), state)


def test_the_first_report_tells_what_the_group_has_to_know(plan: Plan) -> None:
    made = promise(1, "10:20", "09:47", PromiseState.OPEN)
    first = body(until(plan, "10:05", reports=(), promises=(made,)), plan, FIRST, "10:05")
    assert first == [
        "2026年11月13日09时42分，国家税务总局衢州市衢江区税务局第一办税服务厅3—8号窗口"
        "因税务端系统故障无法办理涉税事项，时值11月征期第10个工作日（截止11月16日）。",
        "3—8号窗口无法登录系统，涉税事项无法办理。",
        "截至10时05分，停用窗口6个，等候约40人。",
        "已采取措施：一、09时46分立即联系责任单位（信息中心）进行修复；"
        "二、09时47分问明故障范围和预计恢复时间；三、09时51分在办税服务场所公告并通知办税人；"
        "四、09时51分做好解释工作。",
        "信息中心（陈某）承诺10时20分前恢复。",
        "10时05分因影响全部征收窗口，预计超过一小时，升为重大突发事件。",
        "后续情况及时续报。",
    ]


def test_a_follow_up_tells_only_what_changed_since_the_last_one(plan: Plan) -> None:
    told = replace(event.reports()[1], text="等候30人，停用窗口6个，预计10时20分恢复", reply="")
    then = until(
        plan,
        "10:34",
        reports=(told,),
        promises=(
            promise(1, "10:20", "09:47", PromiseState.REPLACED),
            promise(2, "10:50", "10:25", PromiseState.OPEN),
        ),
    )
    second = body(then, plan, FOLLOW_UP, "10:34")
    assert second == [
        "自10时06分首报以来，情况变化如下。",
        "10时14分记录办税人联系方式3人。",
        "等候人数由30人增至约40人。",
        "信息中心（陈某）承诺恢复时间由10时20分改为10时50分。",
    ]
    issued = Issued("续报一", "\n".join(second), event.at("10:34"))
    assert warnings(then, plan, issued) == []


def test_a_follow_up_without_news_says_so(plan: Plan) -> None:
    told = replace(event.reports()[2], text="仍在抢修，等候约40人，停用窗口6个")
    then = until(plan, "10:40", reports=(event.reports()[1], told))
    assert body(then, plan, FOLLOW_UP, "10:40") == [
        "自10时35分续报一以来，截至10时40分无新情况，正在继续处置。"
    ]


def test_a_missed_attempt_is_no_last_report(plan: Plan) -> None:
    missed = event.reports()[0]
    assert missed.outcome is Outcome.MISSED
    then = until(plan, "10:05", reports=(missed,))
    assert body(then, plan, FOLLOW_UP, "10:05")[0].startswith("2026年11月13日09时42分")


def test_a_correction_of_what_was_told_is_news(plan: Plan) -> None:
    last = event.reports()[2]
    late = event.entry(
        40, "09:50", EntryKind.NOTE, "等候约20人", recorded_at=event.at("10:40"), corrects_id=9
    )
    then = until(plan, "10:36")
    then = replace(then, entries=(*then.entries, late), reports=(*event.reports()[1:2], last))
    assert "09时50分，等候约20人。" in body(then, plan, FOLLOW_UP, "10:41")


def test_a_lapsed_promise_is_told_as_lapsed(plan: Plan) -> None:
    lapsed = promise(1, "10:20", "09:47", PromiseState.LAPSED)
    then = until(plan, "10:34", promises=(lapsed,))
    assert "信息中心（陈某）原承诺10时20分恢复，未兑现，正在催办。" in body(
        then, plan, FOLLOW_UP, "10:34"
    )


def test_the_last_reading_of_the_crowd_desk_is_what_waits_now(plan: Plan) -> None:
    reading = CrowdReading(1, "r", 17, 1, event.at("10:03"), "刘", 55, 4, 6.0)
    then = until(plan, "10:05", reports=(), readings=(reading,))
    assert "截至10时05分，停用窗口6个，等候55人。" in body(then, plan, FIRST, "10:05")


def test_the_final_report_tells_the_whole_and_what_came_of_the_reply(plan: Plan) -> None:
    whole = event.dossier(plan)
    reports = list(whole.reports)
    reports[1] = replace(
        reports[1], reply_owner="陈某", reply_done_at=event.at("11:20"), reply_result="已全力抢修"
    )
    final = body(replace(whole, reports=tuple(reports)), plan, FINAL, "11:25")
    text = "\n".join(final)
    for told in (
        "09时44分致电信息中心陈某，未接",
        "10时58分业务恢复正常，业务中断76分钟",
        "影响情况：停用窗口6个，业务中断76分钟",
        "处置结果：系统恢复，业务正常。",
        "组长俞豪批示“全力抢修，做好解释”已落实：已全力抢修。",
    ):
        assert told in text, told
    assert final[-1] == "特此报告。"
    issued = Issued("终报", text, event.at("11:25"), opens=True)
    assert warnings(replace(whole, reports=()), plan, issued) == []


def test_a_reply_that_was_only_noted_is_not_reported_as_done(plan: Plan) -> None:
    whole = event.dossier(plan)
    noted = replace(whole.reports[1], reply_done_at=event.at("10:10"), reply_result=NOTED)
    text = "\n".join(body(replace(whole, reports=(noted,)), plan, FINAL, "11:25"))
    assert "落实" not in text


def test_no_taxpayer_is_named_in_any_draft(plan: Plan) -> None:
    note = event.entry(50, "10:30", EntryKind.NOTE, "示例甲（0570-87654321）和测试乙要求赔偿")
    whole = event.dossier(plan)
    people = (replace(whole.followups[0], phone="0570-87654321"), *whole.followups[1:])
    careless = replace(
        whole,
        entries=(*whole.entries, note),
        followups=people,
        reports=whole.reports[:2],
        incident=replace(whole.incident, description="样例丙 13800000013 在等候"),
    )
    for kind in ReportKind:
        text = "\n".join(body(careless, plan, kind, "11:25"))
        said = script(careless, plan, "刘某某", event.at("11:25"))
        for person in people:
            assert person.who not in text + said
            assert person.phone not in text + said


def test_a_drill_says_so(plan: Plan) -> None:
    drill = until(plan, "10:05", incident=event.incident(drill=True, status=Status.HANDLING))
    assert "组织演练，模拟" in body(replace(drill, reports=()), plan, FIRST, "10:05")[0]
    assert paper_title(drill, plan, FIRST, 1) == "关于第一办税服务厅税务端系统故障的首报（演练）"
    assert "演练，模拟" in script(drill, plan, "刘某某", event.at("10:05"))


def test_title_and_number_name_the_report(plan: Plan) -> None:
    whole = event.dossier(plan)
    assert paper_title(whole, plan, FOLLOW_UP, 12) == "关于第一办税服务厅税务端系统故障的续报十二"
    assert paper_number(whole, FINAL, 1) == "2026—017号（终报）"


def test_the_script_says_all_in_half_a_minute(plan: Plan) -> None:
    made = promise(1, "10:20", "09:47", PromiseState.OPEN)
    then = until(plan, "10:05", reports=(), promises=(made,))
    said = script(then, plan, "刘某某", event.at("10:05"))
    assert said == (
        "您好，我是第一办税服务厅刘某某。9点42分，3—8号窗口发生税务端系统故障。"
        "6个窗口停办，大约40人在等。已联系责任单位抢修、贴出公告。信息中心答应10点20分前恢复。"
        "现定为重大，请您指示，书面报告随后送到。"
    )
    assert seconds(said) <= 30


@pytest.mark.parametrize(("clock", "words"), [("09:05", "9点5分"), ("16:00", "16点整")])
def test_times_are_written_as_they_are_said(clock: str, words: str) -> None:
    assert spoken(event.at(clock)) == words


LONG = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=120)


@settings(max_examples=60, deadline=None)
@given(LONG, LONG, LONG, st.integers(0, 99_999))
def test_the_script_never_grows_longer_than_half_a_minute(
    place: str, unit: str, speaker: str, waiting: int
) -> None:
    plan = load_plan(resources() / "plan")
    made = Promise(1, "p", 17, unit, "", event.at("10:20"), event.at("09:50"))
    whole = until(
        plan,
        "10:34",
        promises=(made,),
        incident=event.incident(
            place=place, waiting=waiting, status=Status.HANDLING, recovered_at=None
        ),
        hall=place,
    )
    said = script(whole, plan, speaker, event.at("10:34"))
    assert len(said) <= MOST
    assert said.endswith(("。", "……"))
    later = datetime(2026, 11, 15, 8, 0)
    assert "11月13日" in script(whole, plan, speaker, later)
    assert draft(whole, plan, CALENDAR, BUREAU, FIRST, event.at("10:34") + timedelta(days=2))
