"""What handling left behind in words and figures, stale incidents, likely duplicates, digests."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hallduty.domain import closing, narrative
from hallduty.domain import narrative_handling as handling
from hallduty.domain.dossiers import Dossier
from hallduty.domain.handling_columns import HANDLING_COLUMNS
from hallduty.domain.handover import open_matters
from hallduty.domain.handover_site import left_open
from hallduty.domain.incident_json import incident_data
from hallduty.domain.incidents import Status
from hallduty.domain.links import likely_same, overlap
from hallduty.domain.narrative_impact import outage_minutes
from hallduty.domain.notices import NoticeKind
from hallduty.domain.plan import Plan
from hallduty.domain.printings import Printing, dossier_digest, unprinted
from hallduty.domain.promise_accuracy import accuracy
from hallduty.domain.stale import silence
from tests import handled_event, real_event
from tests.real_event import at


@pytest.fixture
def handled(plan: Plan) -> Dossier:
    return handled_event.handled(plan)


@pytest.fixture
def plain(plan: Plan) -> Dossier:
    return real_event.dossier(plan)


def test_promises_are_listed_and_judged_per_unit(handled: Dossier) -> None:
    assert handling.promise_rows(handled) == [
        ("信息中心陈某", "09时46分", "10时20分前", "未兑现（10时58分恢复）"),
        ("信息中心陈某", "10时31分", "11时00分前", "兑现（10时58分恢复）"),
    ]
    (unit,) = accuracy([(handled.incident, handled.promises)])
    assert unit.sentence == "信息中心：承诺2次，兑现1次（50%），平均误差20分钟"


def test_notices_crowd_services_attempts_cards_and_recordings(handled: Dossier) -> None:
    assert handling.notice_rows(handled) == [
        ("系统故障公告", "大厅入口", "09时51分", "11时02分"),
        ("系统故障公告", "电子屏", "09时51分", "未撤下"),
    ]
    assert handling.reading_rows(handled)[0] == (
        "09时58分",
        "60人",
        "6个",
        "约80分钟",
        "增开专窗、引导自助办理",
    )
    assert handling.service_lines(handled) == [
        "延时服务17时00分至18时05分，开放3—4号窗口，值守王某、李某，开始时等候12人，办结12人。",
        "预约登记2人，已办1人，待办1人。",
    ]
    assert handling.attempt_text(handled) == (
        "短信、电话通知3人次（第1轮2人次、第2轮1人次；通1，已发短信1，未送达1）"
    ).replace("通知", "", 1)
    assert handling.card_text(handled) == (
        "二次优先卡2张（1113-01至1113-02），已使用1张，未使用1张"
    )
    assert handling.footage_rows(handled) == [
        ("一号机位", "09时40分至10时00分", "11时10分已保全，存于专用硬盘，保安")
    ]
    assert handling.reply_rows(handled) == [
        ("组长俞豪", "全力抢修，做好解释", "陈某", "11月20日", "11时28分系统恢复，已回复组长")
    ]


def test_links_are_told(handled: Dossier) -> None:
    assert handling.cause_lines(handled) == [
        "本次为近一年同一原因第2次（2026—003）。",
        "2026—003号（2026年3月13日）：服务未随升级启动。",
    ]
    assert handling.duplicate_text(handled.duplicates[0]) == (
        "2026—018号（09时50分报告，9号窗口也打不开系统）"
    )


def test_outages_give_the_lost_minutes_each_window_once(handled: Dossier) -> None:
    # Window 3: 09:42 to 11:08 although told twice; window 4: 09:42 to the recovery at 10:58.
    assert outage_minutes(handled) == 86 + 76
    found = narrative.impact(handled)
    assert (found.windows, found.window_minutes, found.waiting) == (2, 162, 60)
    still = replace(handled, incident=replace(handled.incident, recovered_at=None, closed_at=None))
    assert outage_minutes(still) is None
    devices = replace(handled.outages[0], window_id=None, device_id=1)
    assert outage_minutes(replace(handled, outages=(devices,))) is None


@given(st.lists(st.tuples(st.integers(0, 200), st.integers(0, 60)), min_size=1, max_size=6))
def test_overlapping_outages_of_one_window_are_never_counted_twice(
    spans: list[tuple[int, int]],
) -> None:
    first = handled_event.outages()[0]
    start = at("09:00")
    outages = tuple(
        replace(
            first,
            id=n,
            down_at=start + timedelta(minutes=down),
            up_at=start + timedelta(minutes=down + long),
        )
        for n, (down, long) in enumerate(spans)
    )
    lost = outage_minutes(Dossier(real_event.incident(), outages=outages))
    minutes = {m for down, long in spans for m in range(down, down + long)}
    assert lost == len(minutes)


def test_measures_are_drafted_from_the_records(handled: Dossier, plan: Plan) -> None:
    text = narrative.draft_measures(handled, plan)
    for told in (
        "09时51分在大厅入口、电子屏发布故障公告",
        "09时58分等候60人，增开专窗、引导自助办理",
        "17时00分起延时服务至18时05分，办结12人",
        "预约分流2人",
        "保全监控录像09时40分至10时00分",
        "并入2026—018号（09时50分报告，9号窗口也打不开系统）一并处置",
    ):
        assert told in text, told
    # The step that says the same is not told beside the notice.
    assert "公告并通知" not in text


def test_a_duplicate_says_where_it_went(handled: Dossier, plan: Plan) -> None:
    below = handled.duplicates[0]
    assert narrative.course(below, plan)[-1].endswith("09时55分，并入2026—017号：同一故障。")
    from hallduty import holidays

    calendar = holidays.filing_calendar(__import__("hallduty.paths").paths.resources() / "calendar")
    said = "".join(narrative.basics(below, plan, calendar, ""))
    assert "本事件与2026—017号系同一故障，09时55分并入该号一并处置，编号保留，不重复统计。" in said
    assert "办结" not in said


def test_json_has_stable_keys_and_nobody_in_it(handled: Dossier, plan: Plan) -> None:
    data = incident_data(handled, plan, ())
    assert data["merged_into"] == ""
    assert [each["number"] for each in data["duplicates"]] == ["2026-018"]
    assert data["same_cause"][0]["number"] == "2026-003"
    assert data["same_cause_within_year"] == 2
    assert [each["state"] for each in data["promises"]] == ["lapsed", "kept"]
    assert data["promise_accuracy"] == [{"unit": "信息中心", "promised": 2, "kept": 1}]
    assert len(data["notices"][0]["postings"]) == 2
    assert data["window_minutes_lost"] == 162
    assert data["crowd"][0]["measures"] == ["增开专窗", "引导自助办理"]
    assert data["extensions"][0]["served"] == 12
    assert data["appointments"][1]["served_at"] is None
    assert data["footage"][0]["secured_at"] == "2026-11-13 11:10:00"
    assert data["reports"][1]["reply_result"] == "系统恢复,已回复组长"
    assert data["followups"][0]["attempts"][0]["round"] == 1
    text = json.dumps(data, ensure_ascii=False)
    assert "示例丁" not in text
    assert "13800000014" not in text


def test_the_ledger_export_tells_it_in_columns(handled: Dossier, plain: Dossier) -> None:
    told = {field: value(handled) for field, (_, _, value) in HANDLING_COLUMNS.items()}
    assert told["duplicates"] == "2026-018"
    assert told["same_cause"] == "2026-003"
    assert told["window_minutes"] == 162
    assert told["notices"] == "大厅入口、电子屏"
    assert (told["most_waiting"], told["extended_served"], told["owed"]) == (60, 12, 1)
    assert {value(plain) for field, (_, _, value) in HANDLING_COLUMNS.items()} <= {"", 456}


def test_what_handling_leaves_open_is_handed_over(handled: Dossier, plan: Plan) -> None:
    open_ones = replace(
        handled,
        extensions=(replace(handled.extensions[0], ended_at=None),),
        footage=(replace(handled.footage[0], secured_at=None),),
        reports=tuple(replace(each, reply_done_at=None) for each in handled.reports),
    )
    lines = [each.line for each in open_matters([open_ones], plan, (), at("18:20"))]
    for told in (
        "【停用】2026-017 仍有 1 处停用（09:42起），恢复后在大厅图上登记",
        "【延时】2026-017 延时服务至 18:10，尚未结束",
        "【预约】2026-017 预约 1 人待办，最早 11-13 15:00",
        "【批示】2026-017 批示“全力抢修，做好解释”由陈某承办，11月20日前，未落实",
        "【监控】2026-017 监控 09:40—10:00 未保全，11月28日后被覆盖",
    ):
        assert told in lines, lines


def test_nothing_at_all_gives_nothing(plain: Dossier, plan: Plan) -> None:
    assert handling.promise_rows(plain) == handling.notice_rows(plain) == []
    assert handling.reading_rows(plain) == handling.service_lines(plain) == []
    assert handling.attempt_text(plain) == handling.card_text(plain) == ""
    assert handling.cause_lines(plain) == handling.footage_rows(plain) == []
    assert incident_data(plain, plan, ())["promises"] == []


def test_an_incident_is_stale_after_silent_hours(plan: Plan) -> None:
    still = real_event.dossier(
        plan,
        incident=real_event.incident(status=Status.HANDLING, recovered_at=None, closed_at=None),
    )
    quiet = silence(still, 4, 24)
    assert quiet is not None
    assert quiet.since == at("11:30")
    assert not quiet.is_stale(at("15:29"))
    assert quiet.is_stale(at("15:30"))
    assert quiet.words(at("15:59")) == "4小时无记录"
    assert quiet.words(at("15:30") + timedelta(days=2)) == "2天无记录"
    never = silence(still, 0, 24)
    assert never is not None
    assert not never.is_stale(at("15:30") + timedelta(days=400))
    back = silence(
        replace(still, incident=real_event.incident(status=Status.RECOVERED, closed_at=None)), 4, 24
    )
    assert back is not None
    assert not back.is_stale(at("10:57") + timedelta(days=1))
    assert back.words(at("11:00") + timedelta(days=1)) == "恢复1天未办结"
    assert silence(real_event.dossier(plan), 4, 24) is None


def test_overlap_is_the_same_either_way_round() -> None:
    one = real_event.incident(status=Status.HANDLING, closed_at=None)
    two = replace(one, id=18, occurred_at=at("11:20"), recovered_at=None)
    assert overlap(one, two, at("12:00"))
    assert overlap(two, one, at("12:00"))
    far = replace(two, occurred_at=at("11:29"))
    assert not overlap(one, far, at("12:00"))
    assert likely_same(two, [one], at("12:00")) == [one]
    assert likely_same(replace(two, hall_id=2), [one], at("12:00")) == []
    assert likely_same(two, [one], at("12:00"), told=[one.id]) == []


def test_a_digest_follows_what_is_shown_and_forgets_people(handled: Dossier) -> None:
    first = dossier_digest(handled)
    people = tuple(replace(f, who="", phone="", matter="") for f in handled.followups)
    assert dossier_digest(replace(handled, followups=people, elsewhere=people)) == first
    assert dossier_digest(replace(handled, leader="王某")) != first
    assert dossier_digest(replace(handled, duplicates=())) != first


def test_who_is_asked_for_on_the_way_out() -> None:
    today = real_event.incident(status=Status.HANDLING)
    drill, merged = replace(today, id=2, drill=True), replace(today, id=3, merged_into="2026-001")
    old = replace(today, id=4, registered_at=at("09:00") - timedelta(days=1))
    printed = Printing(1, "u", 4, "sheet", at("09:30"), "刘某某", 1, "before")
    digests = dict.fromkeys((17, 2, 3, 4), "now")
    found = unprinted(
        [today, drill, merged, old], {4: {"sheet": printed}}, digests, at("9:0").date()
    )
    assert [(each.incident.id, each.why(date(2026, 11, 14))) for each in found] == [
        (17, "尚未打印"),
        (4, "11-13 09:30 打印后有改动"),
    ]
    assert unprinted([old], {4: {"sheet": printed}}, {4: "before"}, at("9:0").date()) == []


def test_an_answer_nobody_was_charged_with_goes_to_the_next_leader_too(handled: Dossier) -> None:
    (answered,) = [each for each in handled.reports if each.reply]
    for owner, said in (("", "”，未落实"), ("陈某", "”由陈某承办，未落实")):
        left = replace(answered, reply_owner=owner, reply_due=None, reply_done_at=None)
        open_one = replace(handled.incident, status=Status.RECOVERED, closed_at=None)
        matters = left_open(replace(handled, incident=open_one, reports=(left,)), at("12:00"))
        (matter,) = [each for each in matters if each.kind == "批示"]
        assert matter.text.endswith(said)
        assert not matter.urgent


def test_what_was_ordered_of_a_duplicate_is_told_with_the_main_incident(
    handled: Dossier, plan: Plan
) -> None:
    (told,) = [report for report in handled.reports if report.reply]
    left = replace(told, id=90, incident_id=18, reply_done_at=None, reply_result="")
    below = replace(handled.duplicates[0], reports=(left,))
    joined = replace(handled, duplicates=(below,))
    assert ("组长俞豪（2026—018号）", "未落实") in [
        (r[0], r[4]) for r in handling.reply_rows(joined)
    ]
    open_one = replace(handled.incident, status=Status.HANDLING, closed_at=None)
    (matter,) = [
        each
        for each in left_open(replace(joined, incident=open_one), at("12:00"))
        if each.kind == "批示"
    ]
    assert matter.incident_id == handled.incident.id
    assert not [each for each in left_open(below, at("12:00")) if each.kind == "批示"]
    assert closing.open_replies(joined) == [left]


def test_a_notice_under_the_bare_heading_is_told_by_its_kind(handled, plan):
    """Every poster bears the heading 公告, which tells none from the others."""
    bare = tuple(replace(n, title="公告", kind=NoticeKind.EXTENDED) for n in handled.notices)
    told = replace(handled, notices=bare)
    assert [row[0] for row in handling.notice_rows(told)] == ["延时服务公告"] * 2
    assert "在大厅入口、电子屏发布延时服务公告" in narrative.draft_measures(told, plan)
