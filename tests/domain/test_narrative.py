"""The written word: exact sentences on the real event, and nothing breaks on odd records."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hallduty import holidays
from hallduty.domain import narrative
from hallduty.domain.calendar import FilingCalendar, Holidays
from hallduty.domain.dossiers import Dossier
from hallduty.domain.followups import Followup, FollowupKind
from hallduty.domain.incidents import Entry, EntryKind, Outcome, Status, StepState
from hallduty.domain.narrative_text import Scrubber, formal
from hallduty.domain.narrative_words import done_text
from hallduty.domain.reports import Channel, Report, ReportKind
from hallduty.paths import resources
from tests import real_event as event
from tests.real_event import at, entry

BUREAU = "衢江区税务局"


@pytest.fixture(scope="module")
def calendar():
    return holidays.filing_calendar(resources() / "calendar")


@pytest.fixture
def real(plan):
    return event.dossier(plan)


def test_basics_of_the_real_event(real, plan, calendar):
    assert narrative.basics(real, plan, calendar, BUREAU) == [
        "2026年11月13日09时42分，衢江区税务局第一办税服务厅3—8号窗口因税务端系统故障"
        "无法办理涉税事项，时值11月征期第10个工作日（截止11月16日）。"
        "事件于10时05分升为重大，10时58分恢复，历时76分钟，11时30分办结。当日值班领导刘某某。"
    ]


def test_course_of_the_real_event(real, plan):
    assert narrative.course(real, plan) == [
        "09时42分，3—8号窗口无法登录系统，等候办税人约40人。"
        "09时44分致电信息中心陈某，未接；09时46分再次致电，接通，对方答复10时20分前恢复。"
        "09时47分问明故障范围和预计恢复时间，预计10时20分恢复。"
        "09时51分在办税服务场所公告并通知办税人，张贴于一楼大厅、电子屏；做好解释工作。"
        "09时58分，等候约40人。",
        "10时05分，因影响全部征收窗口，预计超过一小时，升为重大突发事件；"
        "向组长俞豪电话首报，未接。"
        "10时06分再次向组长俞豪电话首报，批示“全力抢修，做好解释”。"
        "10时14分记录办税人联系方式3人。"
        "10时22分，未采取“向需再次前来的办税人发放二次优先卡”，原因：无人离开，不需要；"
        "未采取“急需办理的事项手工受理，系统恢复后补录”，原因：无急需事项。"
        "10时35分向组长俞豪电话续报一：仍在抢修。",
        "10时58分业务恢复正常，业务中断76分钟。"
        "11时05分系统恢复后各窗口末笔核对。"
        "11时20分通知办税人3人。"
        "11时25分向组长俞豪书面终报。"
        "11时30分办结。",
    ]


def test_measures_of_the_real_event(real, plan):
    assert narrative.draft_measures(real, plan) == (
        "一、09时46分立即联系责任单位（信息中心）进行修复；"
        "二、09时47分问明故障范围和预计恢复时间；"
        "三、09时51分在办税服务场所公告并通知办税人；"
        "四、09时51分做好解释工作；"
        "五、10时06分向组长俞豪首报，10时35分向组长俞豪续报一，11时25分向组长俞豪终报；"
        "六、10时15分记录办税人联系方式3人，恢复后全部通知；"
        "七、11时05分系统恢复后各窗口末笔核对。"
    )


def test_impact_of_the_real_event(real):
    found = narrative.impact(real)
    assert (found.minutes, found.windows, found.window_minutes) == (76, 6, 456)
    assert found.window_minutes_about, "no outage was recorded: the figure says how it was made"
    assert (found.waiting, found.waiting_about) == (40, True)
    assert narrative.impact_text(real) == (
        "停用窗口6个，业务中断76分钟，损失窗口时间456分钟（推算），最多等候约40人；"
        "记录联系方式3人，11时20分前全部通知，通知率100%"
    )


def test_key_times_run_from_the_occurrence(real):
    told = [(k.label, k.at.strftime("%H:%M"), k.minutes) for k in narrative.key_times(real)]
    assert told == [
        ("发生", "09:42", 0),
        ("接报", "09:43", 1),
        ("首次接通", "09:46", 4),
        ("首次公告", "09:51", 9),
        ("升为重大", "10:05", 23),
        ("首报", "10:06", 24),
        ("续报一", "10:35", 53),
        ("恢复", "10:58", 76),
        ("终报", "11:25", 103),
        ("办结", "11:30", 108),
    ]


def test_steps_due_stand_against_what_became_of_them(real):
    rows = narrative.step_rows(real)
    assert len(rows) == 11
    assert (rows[0].clause, rows[0].due, rows[0].done) == (
        "四（二）",
        "立即联系责任单位进行修复",
        "09时46分已做",
    )
    assert rows[5].done == "未做"
    assert (rows[7].state, rows[7].done) == (StepState.SKIPPED, "跳过：无人离开，不需要")


def test_reports_and_notices_are_listed_with_the_answer(real, plan):
    assert narrative.report_lines(real, plan) == [
        "09时51分在办税服务场所公告并通知办税人。",
        "10时05分向组长俞豪电话首报，未接。",
        "10时06分向组长俞豪电话首报，批示“全力抢修，做好解释”。",
        "10时35分向组长俞豪电话续报一：仍在抢修。",
        "11时25分向组长俞豪书面终报。",
    ]


def test_clauses_are_named_in_the_plans_order(real, plan):
    assert narrative.clause_text(real, plan).endswith(
        "“税务端系统故障”情形处置，依据条款：三“组织体系”、四（二）“系统故障的应急处理”、"
        "四（五）“其他突发事件的应急处理”。"
    )


def test_no_name_and_no_mobile_number_of_a_taxpayer_is_told(real, plan, calendar):
    careless = entry(30, "10:16", EntryKind.NOTE, "已告知示例甲（138 0000 0011）等候")
    careless2 = entry(31, "10:17", EntryKind.NOTICE, "公告：样例丙13800000013请到2号窗口")
    dossier = replace(real, entries=(*real.entries, careless, careless2))
    told = "".join(
        [
            *narrative.basics(dossier, plan, calendar, BUREAU),
            *narrative.course(dossier, plan),
            narrative.draft_measures(dossier, plan),
            *narrative.report_lines(dossier, plan),
            narrative.impact_text(dossier),
        ]
    )
    for person in real.followups:
        assert person.who not in told
        assert person.phone not in told
    assert "已告知示某（138****0011）等候" in told
    assert "样某138****0013" in told


def test_late_reply_is_told_when_it_came(real, plan):
    replied = replace(real.reports[1], replied_at=at("10:09"))
    line = entry(28, "10:09", EntryKind.REPORT, "组长 俞豪对首报批示：全力抢修,“解释”要做好")
    dossier = replace(
        real,
        reports=(real.reports[0], replied, *real.reports[2:]),
        entries=(*real.entries, line),
    )
    text = "".join(narrative.course(dossier, plan))
    assert "10时06分再次向组长俞豪电话首报。" in text
    assert "10时09分组长俞豪对首报批示“全力抢修，‘解释’要做好”。" in text


def test_tick_taken_back_is_not_told(real, plan):
    taken_back = entry(28, "10:20", EntryKind.STEP, f"撤销：{real.steps[3].text}", step_id=104)
    steps = [replace(s, state=StepState.OPEN) if s.id == 104 else s for s in real.steps]
    dossier = replace(real, entries=(*real.entries, taken_back), steps=tuple(steps))
    told = "".join(narrative.course(dossier, plan))
    assert "解释工作" not in told
    assert "撤销" not in told


def test_calls_to_another_party_in_between_name_the_party_again(real, plan):
    calls = (
        entry(40, "09:50", EntryKind.CALL, "致电供电所", outcome=Outcome.BUSY),
        entry(41, "09:51", EntryKind.CALL, "致电物业，未接", outcome=Outcome.MISSED),
        entry(42, "09:52", EntryKind.CALL, "再次致电供电所：马上派人", outcome=Outcome.REACHED),
        entry(43, "09:53", EntryKind.CALL, "供电所 95598"),
    )
    assert narrative.course(Dossier(event.incident(), calls), plan) == [
        "09时50分致电供电所，占线；09时51分致电物业，未接；"
        "09时52分再次致电供电所，接通，马上派人；09时53分再次致电。"
    ]


def test_open_incident_is_told_as_far_as_it_is_known(real, plan, calendar):
    going_on = event.incident(
        status=Status.HANDLING, recovered_at=None, closed_at=None, level="normal", place=""
    )
    bare = Dossier(going_on)
    assert narrative.basics(bare, plan, calendar, BUREAU) == [
        "2026年11月13日09时42分，衢江区税务局办税服务场所因税务端系统故障无法办理涉税事项，"
        "时值11月征期第10个工作日（截止11月16日）。事件级别为一般，目前处置中。当日未登记值班领导。"
    ]
    assert narrative.course(bare, plan) == []
    assert narrative.draft_measures(bare, plan) == ""
    assert narrative.impact_text(bare) == ""
    assert narrative.impact(bare).minutes is None


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"drill": True}, "本次为应急演练，不计入事件统计。"),
        ({"late": True}, "本事件系事后补录，补录时间2026年11月13日09时43分。"),
        ({"status": Status.VOID}, "本事件已作废，编号保留。"),
    ],
)
def test_drills_late_and_void_ones_say_so(real, plan, calendar, changes, expected):
    dossier = replace(real, incident=event.incident(**changes))
    assert narrative.basics(dossier, plan, calendar, BUREAU)[1:] == [expected]


@pytest.mark.parametrize(
    ("scenario", "kind", "expected"),
    [
        ("conflict", "conflict", "3—8号窗口发生语言肢体冲突，"),
        ("other", "other", "3—8号窗口发生突发事件，"),
        ("crowding", "other", "3—8号窗口发生办税拥堵，"),
        ("queue_system", "device", "3—8号窗口因叫号系统故障无法取号、叫号，"),
        ("unheard_of", "power", "3—8号窗口发生电力故障，"),
    ],
)
def test_each_kind_of_event_opens_in_its_own_words(real, plan, calendar, scenario, kind, expected):
    dossier = replace(real, incident=event.incident(scenario=scenario, event_type=kind))
    assert expected in narrative.basics(dossier, plan, calendar, BUREAU)[0]


def test_drill_is_told_as_one(real, plan, calendar):
    dossier = replace(real, incident=event.incident(drill=True))
    assert (
        "组织演练，模拟税务端系统故障，无法办理涉税事项"
        in (narrative.basics(dossier, plan, calendar, BUREAU)[0])
    )


def test_day_outside_the_period_and_unknown_year_are_said_plainly(calendar):
    note = narrative.filing_note
    assert note(calendar, datetime(2026, 11, 17).date()) == "不在征期（11月征期截止11月16日）"
    assert note(calendar, datetime(2025, 11, 14).date()) == (
        "时值11月征期第10个工作日（截止11月17日，推算）"
    )
    assert note(FilingCalendar(Holidays()), event.DAY) == "2026年没有征期数据"


def test_incident_over_midnight_names_the_day(real, plan):
    later = entry(50, "08:10", EntryKind.NOTE, "网络仍未恢复")
    later = replace(
        later, at=datetime(2026, 11, 14, 8, 10), recorded_at=datetime(2026, 11, 14, 8, 10)
    )
    told = narrative.course(Dossier(event.incident(), (later,)), plan)
    assert told == ["11月14日08时10分，网络仍未恢复。"]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("3—8号", 6),
        ("3-8号窗口", 6),
        ("窗口 3～8", 6),
        ("3至8号", 6),
        ("3号至8号窗口", 6),
        ("一楼大厅3—8号窗口", 6),
        ("1楼3—8号窗口", 6),
        ("1、3、5号窗口", 3),
        ("1号，3号和5—6号", 4),
        ("3—8号、5号窗口", 6),
        ("6个窗口", 6),
        ("3—8号共6个窗口", 6),
        ("12", 1),
        ("全部窗口", None),
        ("", None),
        ("8—3号", None),
        ("0号", None),
        ("3—8号窗口2台电脑", None),
        ("12366", None),
        ("二楼5人", None),
    ],
)
def test_windows_are_counted_only_when_the_text_lists_them(text, count):
    assert narrative.countable_windows(text) == count


def test_windows_written_down_go_before_the_place(real):
    fields = {"place": "3—8号窗口", "windows": "全部"}
    assert narrative.impact(replace(real, incident=event.incident(**fields))).windows is None
    fields = {"place": "3—8号窗口", "windows": "1、2号"}
    assert narrative.impact(replace(real, incident=event.incident(**fields))).windows == 2
    assert narrative.impact(replace(real, incident=event.incident(place="3楼"))).windows is None


def test_counted_people_go_before_what_was_said(real):
    counted = replace(real, incident=event.incident(waiting=41, people=2))
    assert "涉及2人，最多等候41人；" in narrative.impact_text(counted)


def test_followups_left_open_are_said(real):
    left = (real.followups[0], replace(real.followups[1], settled_at=None))
    assert narrative.followup_text(replace(real, followups=left)) == (
        "记录联系方式2人，已通知1人，尚有1人，通知率50%"
    )
    none = tuple(replace(f, settled_at=None, kind=FollowupKind.MANUAL) for f in left)
    assert narrative.followup_text(replace(real, followups=none)) == "手工受理待补录2件，尚未办结"


def test_measures_count_what_is_still_owed(real, plan):
    left = (real.followups[0], replace(real.followups[1], settled_at=None))
    text = narrative.draft_measures(replace(real, followups=left), plan)
    assert "记录办税人联系方式2人，已通知1人" in text
    none = tuple(replace(f, settled_at=None) for f in real.followups)
    text = narrative.draft_measures(replace(real, followups=none), plan)
    assert "记录办税人联系方式3人；" in text


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("预计 10:20 恢复,请等候。", "预计10时20分恢复，请等候"),
        ("3-8号窗口 停办;等候 40 人", "3—8号窗口停办；等候40人"),
        ("9:05 到场(保安2人)", "09时05分到场（保安2人）"),
        ("IP 10.1.2.3:8080 不通", "IP 10.1.2.3:8080不通"),
        ("见 a,b:c", "见 a,b:c"),
        ("比分 3:2", "比分3:2"),
        ("第一行\n第二行", "第一行第二行"),
        ("  ", ""),
    ],
)
def test_typed_words_become_official_ones(typed, expected):
    assert formal(typed) == expected


def test_longest_name_is_masked_first():
    def owed(who):
        return replace(event.followups()[0], who=who)

    scrub = Scrubber([owed("欧阳"), owed("欧阳小明"), owed("王")])
    assert scrub("欧阳小明和王经理") == "欧某和王经理"


# Whatever stands in the record, the report gets written.
TEXT = st.text(max_size=40) | st.sampled_from(
    ["升为重大：", "跳过：（）", "作废：", "发生：", "批示："]
)
MOMENT = st.datetimes(datetime(2015, 1, 1), datetime(2030, 1, 1))
ENTRIES = st.lists(
    st.builds(
        Entry,
        id=st.integers(1, 30),
        uuid=st.sampled_from(["", "x", event.uuid("report 1")]),
        incident_id=st.just(17),
        at=MOMENT,
        recorded_at=MOMENT,
        kind=st.sampled_from(EntryKind),
        text=TEXT,
        actor=TEXT,
        outcome=st.sampled_from(Outcome),
        corrects_id=st.none() | st.integers(1, 30),
        person_id=st.none() | st.integers(1, 3),
        step_id=st.none() | st.integers(100, 112),
    ),
    max_size=12,
)
REPORTS = st.lists(
    st.builds(
        Report,
        id=st.integers(1, 9),
        uuid=st.sampled_from(["", event.uuid("report 1")]),
        incident_id=st.just(17),
        kind=st.sampled_from(ReportKind),
        ordinal=st.integers(1, 30),
        to=TEXT,
        channel=st.sampled_from(Channel),
        at=MOMENT,
        outcome=st.sampled_from(Outcome),
        text=TEXT,
        reply=TEXT,
        replied_at=st.none() | MOMENT,
    ),
    max_size=3,
)
FOLLOWUPS = st.lists(
    st.builds(
        Followup,
        id=st.integers(1, 9),
        uuid=st.just(""),
        incident_id=st.just(17),
        kind=st.sampled_from(FollowupKind),
        who=TEXT,
        phone=TEXT,
        matter=TEXT,
        added_at=MOMENT,
        settled_at=st.none() | MOMENT,
    ),
    max_size=4,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    entries=ENTRIES,
    reports=REPORTS,
    followups=FOLLOWUPS,
    place=TEXT,
    windows=TEXT,
    scenario=st.sampled_from(["tax_system", "other", "", "gone"]),
    recovered=st.none() | MOMENT,
    states=st.lists(st.sampled_from(StepState), min_size=11, max_size=11),
    settled=st.none() | MOMENT,
)
def test_any_record_can_be_told(
    plan,
    calendar,
    entries,
    reports,
    followups,
    place,
    windows,
    scenario,
    recovered,
    states,
    settled,
):
    steps = tuple(
        replace(step, state=state, settled_at=settled)
        for step, state in zip(event.steps(plan), states, strict=True)
    )
    fault = event.incident(place=place, windows=windows, scenario=scenario, recovered_at=recovered)
    dossier = Dossier(fault, tuple(entries), steps, tuple(reports), tuple(followups))
    paragraphs = narrative.course(dossier, plan)
    assert all(paragraph and paragraph[-1] in "。？！" for paragraph in paragraphs)
    told = [
        *paragraphs,
        *narrative.basics(dossier, plan, calendar, BUREAU),
        *narrative.report_lines(dossier, plan),
        narrative.draft_measures(dossier, plan),
        narrative.impact_text(dossier),
        narrative.clause_text(dossier, plan),
    ]
    assert "None" not in "".join(told)
    assert len(narrative.step_rows(dossier)) == 11
    times = [k.at for k in narrative.key_times(dossier)]
    assert times == sorted(times)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_official_wording_is_settled_after_one_pass(text):
    once = formal(text)
    assert "\n" not in once
    assert once == once.strip("，。；：、 ")


def test_a_hundred_lines_are_told_in_order(plan):
    lines = tuple(
        replace(
            entry(n, "09:42", EntryKind.NOTE, f"第{n}条"),
            at=at("09:42") + timedelta(minutes=n),
            recorded_at=at("09:42") + timedelta(minutes=n),
        )
        for n in range(1, 101)
    )
    text = "".join(narrative.course(Dossier(event.incident(), lines), plan))
    assert [text.index(f"第{n}条") for n in range(1, 101)] == sorted(
        text.index(f"第{n}条") for n in range(1, 101)
    )


def test_words_that_fit_no_pattern_are_told_as_they_stand(real, plan):
    lines = (
        entry(60, "10:00", EntryKind.LEVEL, "按组长意见调整级别"),
        entry(61, "10:01", EntryKind.STEP, "更正：已报修"),
        entry(62, "10:02", EntryKind.STATE, "恢复处置：10:58后再次中断"),
        entry(63, "10:03", EntryKind.STATE, "补录于 2026-11-14 08:00"),
        entry(64, "10:04", EntryKind.PROMISE, "10:30前恢复"),
        entry(65, "10:05", EntryKind.NOTE, "何时恢复？"),
    )
    assert narrative.course(Dossier(event.incident(), lines), plan) == [
        "10时00分，按组长意见调整级别。10时01分更正：已报修。",
        "10时02分恢复处置，原因：10时58分后再次中断。10时04分，承诺10时30分前恢复。"
        "10时05分，何时恢复？",
    ]


def test_hall_named_in_the_place_or_with_the_bureau_is_not_said_twice(real, plan, calendar):
    place = replace(real, incident=event.incident(place="第一办税服务厅2号窗口"))
    assert (
        "，衢江区税务局第一办税服务厅2号窗口因"
        in (narrative.basics(place, plan, calendar, BUREAU)[0])
    )
    named = replace(real, hall="衢江区税务局第一办税服务厅")
    assert (
        "，衢江区税务局第一办税服务厅3—8号窗口因"
        in (narrative.basics(named, plan, calendar, BUREAU)[0])
    )


def test_incident_of_a_scenario_that_is_no_more_names_its_clauses(real, plan):
    gone = replace(real, incident=event.incident(scenario="gone"), steps=())
    assert narrative.clause_text(gone, plan) == "本事件按“应用系统问题”情形处置。"


def test_opening_without_words_names_the_event(plan):
    opening = entry(1, "09:42", EntryKind.STATE, "发生：税务端系统故障")
    assert narrative.course(Dossier(event.incident(), (opening,)), plan) == [
        "09时42分，3—8号窗口发生税务端系统故障。"
    ]


def test_incident_entered_late_is_told_by_true_times_only(real, plan, calendar):
    registered = datetime(2026, 11, 13, 15, 0)
    minute = timedelta(minutes=1)

    def afterwards(number, kind, text, **more):
        at_ = registered + number * minute
        return replace(entry(number, "09:42", kind, text, **more), at=at_, recorded_at=at_)

    first = real.steps[0]
    call = entry(2, "09:46", EntryKind.CALL, "致电信息中心", outcome=Outcome.REACHED, step_id=101)
    lines = (
        replace(entry(1, "09:42", EntryKind.STATE, event.OPENING), recorded_at=registered),
        replace(call, recorded_at=registered + minute),
        afterwards(3, EntryKind.STEP, real.steps[3].text, step_id=104),
        afterwards(4, EntryKind.LEVEL, "升为重大：当日无法恢复"),
        replace(entry(5, "10:58", EntryKind.STATE, "业务恢复正常"), recorded_at=registered),
    )
    steps = [
        replace(s, state=StepState.DONE, settled_at=registered + 3 * minute)
        for s in (first, real.steps[2], real.steps[3])
    ]
    late = Dossier(
        event.incident(late=True, registered_at=registered), lines, tuple(steps), leader="刘某某"
    )
    assert narrative.course(late, plan) == [
        "09时42分，3—8号窗口无法登录系统，等候办税人约40人。09时46分致电信息中心，接通。",
        "10时58分业务恢复正常，业务中断76分钟。",
        "另据补录：做好解释工作；因当日无法恢复，升为重大突发事件。",
    ]
    assert narrative.draft_measures(late, plan) == (
        "一、09时46分立即联系责任单位（信息中心）进行修复；"
        "二、在办税服务场所公告并通知办税人；三、做好解释工作。"
    )
    assert "事件级别为重大，10时58分恢复" in narrative.basics(late, plan, calendar, BUREAU)[0]
    assert [row.done for row in narrative.step_rows(late)] == ["已做"] * 3
    assert narrative.report_lines(late, plan) == ["在办税服务场所公告并通知办税人。"]
    assert narrative.level_changes(late) == [(None, "升为重大", "当日无法恢复")]
    assert "升为重大" not in [k.label for k in narrative.key_times(late)]


def test_quarrel_lasts_but_interrupts_no_business(real, plan):
    quarrel = replace(real, incident=event.incident(event_type="conflict", scenario="conflict"))
    assert "业务恢复正常，历时76分钟" in narrative.course(quarrel, plan)[2]
    assert narrative.impact_text(quarrel).startswith("停用窗口6个，历时76分钟，")


def test_place_and_words_that_overlap_are_joined_once(plan):
    opening = entry(1, "09:42", EntryKind.STATE, "发生：3—8号窗口，窗口电脑反复死机")
    assert narrative.course(Dossier(event.incident(), (opening,)), plan) == [
        "09时42分，3—8号窗口电脑反复死机。"
    ]


def test_staff_of_the_same_name_as_a_taxpayer_stay_named(real, plan):
    owed = replace(real.followups[0], who="俞豪")
    told = "".join(narrative.course(replace(real, followups=(owed,)), plan))
    assert "向组长俞豪电话续报一" in told


def test_done_steps_drop_the_condition_under_which_they_were_due(plan):
    texts = {s.code: [step.text for step in s.steps] for s in plan.scenarios}
    step = event.steps(plan)[0]

    def done(code, position):
        return done_text(replace(step, text=texts[code][position]), event.dossier(plan), plan)

    assert done("conflict", 3) == "立即拨打120"
    assert done("crowding", 7) == "提供延时服务"
    assert done("tax_system", 9) == "更新公告"
    assert done("queue_system", 6) == "已取号的办税人持号票优先，按顺序办理"


def test_a_reply_taken_down_in_the_minute_of_the_report_is_told_once(real, plan):
    entries = [replace(e, text="首报 组长 俞豪（电话）") if e.id == 12 else e for e in real.entries]
    said = "组长 俞豪对首报批示：全力抢修,做好解释（陈某承办，11-20前）"
    entries.insert(12, entry(91, "10:06", EntryKind.REPORT, said))
    told = "".join(narrative.course(replace(real, entries=tuple(entries)), plan))
    assert told.count("批示") == 1
    assert "组长俞豪对首报批示“全力抢修，做好解释（陈某承办，11-20前）”" in told


def test_a_written_report_of_several_sentences_is_not_told_within_another(real, plan):
    text = "自10时06分首报以来，情况变化如下。\n等候人数由30人增至40人。"
    reports = tuple(replace(r, text=text) if r.id == 3 else r for r in real.reports)
    told = "".join(narrative.course(replace(real, reports=reports), plan))
    assert "10时35分向组长俞豪电话续报一。" in told
    assert "情况变化如下" not in told


def test_what_the_hall_picture_says_again_is_told_once(real, plan):
    first = entry(1, "09:42", EntryKind.STATE, "发生：全厅，供电停用")
    again = entry(2, "09:42", EntryKind.NOTE, "供电停用")
    later = entry(3, "09:50", EntryKind.NOTE, "供电停用")
    incident = replace(real.incident, place="全厅")
    short = Dossier(incident, entries=(first, again, later))
    assert narrative.course(short, plan) == ["09时42分，全厅供电停用。09时50分，供电停用。"]
