"""The life of an incident in the ledger, as its users go through it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from hallduty.clock import FixedClock
from hallduty.domain.errors import InvalidInput, UserError
from hallduty.domain.followups import FollowupKind, NewFollowup
from hallduty.domain.incidents import (
    EntryKind,
    Incident,
    IncidentFilter,
    NewEntry,
    NewIncident,
    Outcome,
    Status,
    StepState,
    corrected_ids,
    in_order,
)
from hallduty.domain.plan import Plan
from hallduty.domain.reports import NewReport, ReportKind
from hallduty.domain.stamps import Stamp
from hallduty.store import Store
from tests.conftest import FAULT_AT

Stamps = Callable[[], Stamp]


def texts(store: Store, incident: Incident) -> list[str]:
    return [entry.text for entry in store.incidents.entries(incident.id)]


def test_an_incident_starts_with_the_plans_steps_and_its_first_line(
    store: Store, plan: Plan, fault: Incident
) -> None:
    scenario = plan.scenario("tax_system")
    assert scenario is not None
    assert fault.number == "2026-001"
    assert fault.status is Status.HANDLING
    assert [s.text for s in store.incidents.steps(fault.id)] == [s.text for s in scenario.steps]
    assert texts(store, fault) == ["发生：3—8号窗口"]
    assert store.incidents.open_ones() == [fault]


def test_an_incident_keeps_its_steps_when_the_plan_changes(
    store: Store, plan: Plan, fault: Incident, stamp: Stamps
) -> None:
    before = store.incidents.steps(fault.id)
    store.plans.adopt("{}", "步骤重写", "演练后修订", stamp())
    assert store.incidents.steps(fault.id) == before


def test_a_correction_strikes_the_old_line_and_keeps_its_time(
    store: Store, clock: FixedClock, fault: Incident, stamp: Stamps
) -> None:
    wrong = store.incidents.add_entry(fault.id, NewEntry(EntryKind.NOTE, "等候约30人"), stamp())
    clock.advance(minutes=3)
    right = store.incidents.correct_entry(wrong.id, "等候约40人", stamp())
    entries = store.incidents.entries(fault.id)
    assert corrected_ids(entries) == {wrong.id: right}
    assert (right.at, right.recorded_at) == (FAULT_AT, clock.now())
    assert texts(store, fault)[-2:] == ["等候约30人", "等候约40人"]
    with pytest.raises(UserError, match="已经更正过"):
        store.incidents.correct_entry(wrong.id, "等候约50人", stamp())


def test_a_line_with_its_true_time_moves_there_but_a_turned_back_clock_does_not(
    store: Store, clock: FixedClock, fault: Incident, stamp: Stamps
) -> None:
    def note(text: str, minutes_ago: int = 0) -> None:
        at = clock.now() - timedelta(minutes=minutes_ago) if minutes_ago else None
        store.incidents.add_entry(fault.id, NewEntry(EntryKind.NOTE, text, at), stamp())

    clock.advance(minutes=10)
    note("甲")
    clock.advance(minutes=10)
    note("乙，其实早于甲", minutes_ago=15)
    clock.advance(minutes=-18)
    note("丙，时钟被拨回")
    order = [entry.text[0] for entry in in_order(store.incidents.entries(fault.id))]
    assert order == ["发", "乙", "甲", "丙"]


def test_steps_are_ticked_skipped_and_taken_back_on_the_timeline(
    store: Store, fault: Incident, stamp: Stamps
) -> None:
    first, second = store.incidents.steps(fault.id)[:2]
    done = store.incidents.settle_step(first.id, StepState.DONE, stamp(), text="已派人")
    assert (done.state, done.settled_by) == (StepState.DONE, "刘某某")
    with pytest.raises(InvalidInput, match="跳过的原因"):
        store.incidents.settle_step(second.id, StepState.SKIPPED, stamp(), why="  ")
    store.incidents.settle_step(second.id, StepState.SKIPPED, stamp(), why="无此设备")
    back = store.incidents.settle_step(first.id, StepState.OPEN, stamp())
    assert back.settled_at is None
    assert texts(store, fault)[1:] == [
        f"{first.text}：已派人",
        f"跳过：{second.text}（无此设备）",
        f"撤销：{first.text}",
    ]


def test_a_raised_level_needs_a_reason_and_is_stamped(
    store: Store, plan: Plan, fault: Incident, stamp: Stamps
) -> None:
    with pytest.raises(InvalidInput, match="请填写"):
        store.incidents.change_level(fault.id, "major", "", plan, stamp())
    raised = store.incidents.change_level(fault.id, "major", "影响全部征收窗口", plan, stamp())
    assert raised.level == "major"
    lowered = store.incidents.change_level(fault.id, "normal", "已恢复部分窗口", plan, stamp())
    assert lowered.level == "normal"
    assert texts(store, fault)[1:] == ["升为重大：影响全部征收窗口", "降为一般：已恢复部分窗口"]


def test_closing_says_what_is_owed_and_gives_way_only_to_a_reason(
    store: Store, plan: Plan, clock: FixedClock, fault: Incident, stamp: Stamps
) -> None:
    store.incidents.change_level(fault.id, "major", "影响全部窗口", plan, stamp())
    store.followups.add(
        fault.id, NewFollowup(FollowupKind.CALL_BACK, "张三", "13800000001", "申报"), stamp()
    )
    clock.advance(hours=1)
    with pytest.raises(UserError) as caught:
        store.incidents.close(fault.id, clock.now(), stamp(), plan=plan)
    for sentence in ("恢复时间", "预案步骤还有", "善后还有 1 件", "应急处理小组", "事件描述"):
        assert sentence in str(caught.value)
    assert store.incidents.get(fault.id).status is Status.HANDLING
    closed = store.incidents.close(fault.id, clock.now(), stamp(), "明日续办", plan)
    assert (closed.status, closed.closed_at) == (Status.CLOSED, clock.now())
    assert "明日续办" in texts(store, fault)[-1]


def test_an_incident_with_nothing_owed_closes_without_a_reason(
    store: Store, plan: Plan, clock: FixedClock, fault: Incident, stamp: Stamps
) -> None:
    for step in store.incidents.steps(fault.id):
        store.incidents.settle_step(step.id, StepState.DONE, stamp())
    store.incidents.revise(
        fault.id, {"description": "无法登录", "measures": "公告", "outcome": "恢复"}, stamp()
    )
    clock.advance(minutes=76)
    store.incidents.recover(fault.id, clock.now(), stamp())
    assert store.incidents.owed(fault.id, plan).sentences() == []
    closed = store.incidents.close(fault.id, clock.now(), stamp(), plan=plan)
    assert closed.status is Status.CLOSED
    assert store.incidents.open_ones() == []


def test_a_void_incident_keeps_its_number_and_takes_nothing_more(
    store: Store, plan: Plan, fault: Incident, stamp: Stamps
) -> None:
    store.incidents.void(fault.id, "重复登记", stamp())
    for write in (
        lambda: store.incidents.add_entry(fault.id, NewEntry(EntryKind.NOTE, "x"), stamp()),
        lambda: store.incidents.revise(fault.id, {"place": "x"}, stamp()),
        lambda: store.incidents.resume(fault.id, "x", stamp()),
        lambda: store.reports.add(fault.id, NewReport(ReportKind.FIRST, "组长"), stamp()),
    ):
        with pytest.raises(UserError, match="作废"):
            write()
    following = NewIncident("power", "power_cut", "normal", FAULT_AT)
    assert store.incidents.register(following, plan, stamp()).number == "2026-002"
    assert store.incidents.by_number("2026-001") is not None


def test_a_closed_incident_can_be_taken_up_again_with_a_reason(
    store: Store, clock: FixedClock, fault: Incident, stamp: Stamps
) -> None:
    clock.advance(minutes=30)
    store.incidents.recover(fault.id, clock.now(), stamp())
    store.incidents.close(fault.id, clock.now(), stamp(), "先行办结")
    again = store.incidents.resume(fault.id, "故障再次出现", stamp())
    assert (again.status, again.recovered_at, again.closed_at) == (Status.HANDLING, None, None)


def test_an_earlier_incident_is_entered_with_its_true_times(
    store: Store, plan: Plan, clock: FixedClock, stamp: Stamps
) -> None:
    at = FAULT_AT - timedelta(days=2)
    late = NewIncident("network", "network_down", "normal", at, late=True)
    incident = store.incidents.register(late, plan, stamp())
    assert (incident.late, incident.occurred_at, incident.reported_at) == (True, at, at)
    assert incident.registered_at == clock.now()
    assert any(text.startswith("补录于 2026-11-13 09:42") for text in texts(store, incident))
    recovered = store.incidents.recover(incident.id, at + timedelta(minutes=20), stamp())
    assert recovered.recovered_at == at + timedelta(minutes=20)


def test_times_out_of_order_are_refused_beside_their_field(
    store: Store, clock: FixedClock, fault: Incident, stamp: Stamps
) -> None:
    clock.advance(hours=2)
    early = FAULT_AT - timedelta(minutes=5)
    with pytest.raises(InvalidInput) as caught:
        store.incidents.close(fault.id, early, stamp(), "理由")
    assert "早于发生时间" in caught.value.message_for("closed_at")
    with pytest.raises(InvalidInput) as caught:
        store.incidents.revise(fault.id, {"recovered_at": clock.now() + timedelta(days=1)}, stamp())
    assert "晚于现在" in caught.value.message_for("recovered_at")
    with pytest.raises(InvalidInput) as caught:
        store.incidents.revise(fault.id, {"occurred_at": FAULT_AT.replace(year=2000)}, stamp())
    assert "年份" in caught.value.message_for("occurred_at")


def test_extra_fields_of_a_form_are_merged(store: Store, fault: Incident, stamp: Stamps) -> None:
    store.incidents.revise(fault.id, {"extra": {"天气": "晴"}}, stamp())
    revised = store.incidents.revise(fault.id, {"extra": {"人流": "大"}}, stamp())
    assert revised.extra == {"天气": "晴", "人流": "大"}
    assert store.search.find("晴") == [fault.id]


def test_reports_are_numbered_by_what_got_through(
    store: Store, fault: Incident, stamp: Stamps
) -> None:
    def report(kind: ReportKind, outcome: Outcome, reply: str = "") -> str:
        new = NewReport(kind, "组长 俞豪", outcome=outcome, reply=reply)
        return store.reports.add(fault.id, new, stamp()).title

    assert report(ReportKind.FIRST, Outcome.MISSED) == "首报"
    assert report(ReportKind.FIRST, Outcome.REACHED) == "首报"
    assert report(ReportKind.FOLLOW_UP, Outcome.BUSY) == "续报一"
    assert report(ReportKind.FOLLOW_UP, Outcome.REACHED, "全力抢修") == "续报一"
    assert report(ReportKind.FOLLOW_UP, Outcome.REACHED) == "续报二"
    first = store.reports.of(fault.id)[1]
    replied = store.reports.reply(first.id, "做好解释", stamp())
    assert (replied.reply, replied.replied_at) == ("做好解释", FAULT_AT)
    kinds = [(e.kind, e.outcome) for e in store.incidents.entries(fault.id)[1:3]]
    assert kinds == [(EntryKind.REPORT, Outcome.MISSED), (EntryKind.REPORT, Outcome.REACHED)]
    assert "批示：做好解释" in texts(store, fault)[-1]


def test_followups_are_owed_until_settled_and_can_be_reopened(
    store: Store, fault: Incident, stamp: Stamps
) -> None:
    new = NewFollowup(FollowupKind.CALL_BACK, "张三", "１３８ 0000 0001", "申报")
    followup = store.followups.add(fault.id, new, stamp())
    assert followup.phone == "13800000001"
    assert store.incidents.unfinished_counts([fault.id]) == {fault.id: 1}
    settled = store.followups.settle(followup.id, "", stamp())
    assert (settled.how, settled.is_open) == ("已通知", False)
    assert store.incidents.unfinished_counts([fault.id]) == {}
    assert store.followups.reopen(followup.id, stamp()).is_open
    with pytest.raises(InvalidInput) as caught:
        store.followups.add(fault.id, NewFollowup(FollowupKind.CALL_BACK, "李四", "无"), stamp())
    assert "电话" in caught.value.message_for("phone")


def test_the_list_is_filtered_by_each_of_its_filters(
    store: Store, plan: Plan, fault: Incident, stamp: Stamps
) -> None:
    def register(kind: str, scenario: str, days: int, **more: bool) -> int:
        at = FAULT_AT - timedelta(days=days)
        new = NewIncident(kind, scenario, "normal", at, late=True, text="大厅停电", **more)
        return store.incidents.register(new, plan, stamp()).id

    power = register("power", "power_cut", 10)
    drill = register("power", "power_cut", 3, drill=True)
    store.incidents.void(drill, "演练取消", stamp())
    store.incidents.change_level(power, "major", "全厅", plan, stamp())
    ids = store.incidents.ids
    day = date(2026, 11, 13)
    assert ids(IncidentFilter()) == [fault.id, drill, power]
    assert ids(IncidentFilter(from_day=day)) == [fault.id]
    assert ids(IncidentFilter(to_day=day - timedelta(days=4))) == [power]
    assert ids(IncidentFilter(event_type="power")) == [drill, power]
    assert ids(IncidentFilter(level="major")) == [power]
    assert ids(IncidentFilter(status=Status.VOID)) == [drill]
    assert ids(IncidentFilter(drill=False)) == [fault.id, power]
    assert ids(IncidentFilter(text="停电")) == [drill, power]
    assert ids(IncidentFilter(text="停", drill=True)) == [drill]
    assert ids(IncidentFilter(text="没有这句话")) == []
    assert [i.id for i in store.incidents.fetch([power, fault.id])] == [power, fault.id]


def test_a_dossier_holds_everything_and_the_leader_of_the_hour(
    store: Store, plan: Plan, fault: Incident, stamp: Stamps
) -> None:
    from hallduty.domain.contacts import Person
    from hallduty.domain.reviews import NewAction
    from hallduty.domain.roster import Hall, Part

    hall = store.roster.save_hall(Hall(0, "", "第一办税服务厅"), stamp())
    day_leader = store.contacts.save_person(Person(0, "", "全天甲"), stamp())
    morning = store.contacts.save_person(Person(0, "", "上午乙"), stamp())
    store.roster.set_leader(FAULT_AT.date(), Part.AFTERNOON, hall.id, day_leader.id, stamp())
    store.roster.set_leader(FAULT_AT.date(), Part.MORNING, hall.id, morning.id, stamp())
    store.reviews.write(fault.id, "went_well", "处置及时", stamp())
    store.reviews.add_action(fault.id, NewAction("更换电池", "设备", "孙某"), stamp())
    store.attachments.add(fault.id, "截图.png", b"\x89PNG", stamp())
    dossier = store.incidents.dossier(fault.id)
    assert dossier.leader == "上午乙"
    assert dossier.review is not None
    assert dossier.review.sections == {"went_well": "处置及时"}
    assert [a.what for a in dossier.actions] == ["更换电池"]
    assert store.attachments.path(dossier.attachments[0]).read_bytes() == b"\x89PNG"
    assert [d.incident.id for d in store.incidents.dossiers(IncidentFilter())] == [fault.id]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("description", "长" * 100_000, "最多 20000 字"),
        ("place", "一楼\x00大厅", "U+0000"),
        ("place", "\u202e厅大", "U+202E"),
        ("phone", "没有电话", "不是有效的电话号码"),
        ("waiting", -1, "等候人数应在"),
        ("waiting", 10**9, "等候人数应在"),
    ],
)
def test_bad_input_is_refused_beside_its_field_and_nothing_is_written(
    store: Store, fault: Incident, stamp: Stamps, field: str, value: object, said: str
) -> None:
    head = store.audit.head()
    with pytest.raises(InvalidInput) as caught:
        store.incidents.revise(fault.id, {field: value, "outcome": "恢复"}, stamp())
    assert said in caught.value.message_for(field)
    assert store.audit.head() == head


@pytest.mark.parametrize("text", ["😀 有人晕倒", '"*%=cmd|', "𬭎𰻝", "<b>&amp;", "'; DROP TABLE--"])
def test_odd_but_printable_text_is_kept_and_found_as_it_is(
    store: Store, fault: Incident, stamp: Stamps, text: str
) -> None:
    revised = store.incidents.revise(fault.id, {"description": text}, stamp())
    assert revised.description == text
    if any(c.isalnum() for c in text):
        assert store.search.find(text) == [fault.id]
    assert store.audit.verify().ok


def test_a_step_and_a_level_entered_later_carry_their_true_time(
    store: Store, fault: Incident, plan: Plan, stamp: Stamps, clock: FixedClock
) -> None:
    clock.advance(hours=5)
    then = FAULT_AT.replace(minute=51)
    step = store.incidents.steps(fault.id)[0]
    done = store.incidents.settle_step(step.id, StepState.DONE, stamp(), at=then)
    store.incidents.change_level(fault.id, "major", "影响大", plan, stamp(), then)
    assert done.settled_at == then
    assert [entry.at for entry in store.incidents.entries(fault.id)[1:]] == [then, then]
    ahead = clock.now() + timedelta(hours=1)
    with pytest.raises(InvalidInput, match="晚于现在"):
        store.incidents.settle_step(step.id, StepState.OPEN, stamp(), at=ahead)
    with pytest.raises(InvalidInput, match="晚于现在"):
        store.incidents.change_level(fault.id, "normal", "恢复", plan, stamp(), ahead)


def test_followups_of_an_earlier_incident_carry_their_true_times(
    store: Store, plan: Plan, clock: FixedClock, stamp: Stamps
) -> None:
    at = FAULT_AT - timedelta(days=1)
    late = NewIncident("power", "power_cut", "normal", at, late=True)
    incident = store.incidents.register(late, plan, stamp())
    new = NewFollowup(FollowupKind.CALL_BACK, "张三", "13800000001", "申报")
    taken, told = at + timedelta(minutes=5), at + timedelta(hours=2)
    followup = store.followups.add(incident.id, new, stamp(), taken)
    settled = store.followups.settle(followup.id, "", stamp(), told)
    assert (settled.added_at, settled.settled_at) == (taken, told)
    times = [e.at for e in store.incidents.entries(incident.id) if e.followup_id]
    assert times == [taken, told]
    with pytest.raises(InvalidInput) as caught:
        store.followups.settle(followup.id, "", stamp(), clock.now() + timedelta(hours=1))
    assert "晚于现在" in caught.value.message_for("at")
