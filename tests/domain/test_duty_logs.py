"""The rules of the duty log: whose shift it is, what is handed over, what the day has told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hallduty.domain.calendar import FilingCalendar
from hallduty.domain.dossiers import Dossier
from hallduty.domain.duty_day import day_lines, staff_line
from hallduty.domain.duty_log_sheet import DUTY_LOG_SHEET, handed_text, log_values
from hallduty.domain.duty_logs import (
    MOST_HANDED,
    Duty,
    DutyLog,
    leader_ids,
    leader_text,
    merged,
    next_duty,
    pending,
)
from hallduty.domain.forms import Kind, load_forms
from hallduty.domain.handover import OpenMatter, handed_lines, open_matters
from hallduty.domain.incidents import EntryKind, Status
from hallduty.domain.notices import Notice, NoticeKind, NoticePosting
from hallduty.domain.plan import Plan
from hallduty.domain.promises import Promise
from hallduty.domain.roster import LEADER, Part, Shift
from hallduty.domain.rota import ChangeKind, ShiftChange
from hallduty.domain.settings import default_limits
from hallduty.holidays import filing_calendar
from hallduty.paths import resources
from tests import handled_event, real_event

SHIPPED = Path(__file__).parents[2] / "forms"
DAY = real_event.DAY
TODAY = Duty(DAY, Part.DAY, 1)
NAMES = {1: "张某", 2: "李某", 3: "王某"}


@pytest.fixture(scope="module")
def calendar() -> FilingCalendar:
    return filing_calendar(resources() / "calendar")


@pytest.fixture
def fault(plan: Plan) -> Dossier:
    return real_event.dossier(plan)


def shift(leader: int | None, part: Part = Part.DAY, day: date = DAY, **more: object) -> Shift:
    return replace(Shift(0, "", day, part, 1, leader), **more)  # type: ignore[arg-type]


def log(day: date, part: Part = Part.DAY, **more: object) -> DutyLog:
    return replace(DutyLog(1, "u", day, part, 1, 1, "张某"), **more)  # type: ignore[arg-type]


def with_copy(folder: Path, old: str, new: str) -> tuple[str, ...]:
    text = (SHIPPED / "duty_log.toml").read_text(encoding="utf-8")
    assert old in text
    (folder / "duty_log.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    return load_forms(SHIPPED, folder).problems


# --- the sheet --------------------------------------------------------------------------------


def test_the_log_is_no_sheet_of_an_incident() -> None:
    forms = load_forms(SHIPPED)
    assert [sheet.name for sheet in forms.sheets] == ["ledger_sheet", "impact_sheet"]
    sheet = forms.sheet(DUTY_LOG_SHEET)
    labels = "".join(cell.label for cell in sheet.cells())
    for asked in ("天", "客流", "业务", "投诉", "突发事件", "交接事项", "签"):
        assert asked in labels
    assert {part.field for part in sheet.parts() if part.in_record} == {
        *("date", "leader", "handed", "acceptance")
    }
    assert "handover" in sheet.extra_fields()


def test_a_field_named_like_one_of_the_ledger_is_the_logs_own(tmp_path: Path) -> None:
    new = 'field = "phone"\nkind = "choice"\nchoices = ["有", "无"]'
    assert with_copy(tmp_path, 'field = "weather"\nhint = "如：小雨，8—12℃"', new) == ()
    part = load_forms(SHIPPED, tmp_path).sheet(DUTY_LOG_SHEET).part("phone")
    assert part is not None
    assert (part.kind, part.in_record, part.choices) == (Kind.CHOICE, False, ("有", "无"))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('field = "weather"', 'field = "accepted_by"', "由程序自己填写"),
        ('field = "leader"', 'field = "date"', "字段“date”重复"),
        ('kind = "long_text"\nspan = 3', 'kind = "phone"\nspan = 3', "只能是 text、long_text"),
    ],
)
def test_a_broken_copy_is_named_and_the_shipped_log_used(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    (problem,) = with_copy(tmp_path, old, new)
    assert "duty_log.toml" in problem
    assert said in problem


def test_what_the_program_knows_is_told_by_the_log() -> None:
    handed = log(
        DAY,
        fields={"weather": "雨", "handed": "假的"},
        handed_at=datetime(2026, 11, 13, 17, 30),
        handed_by="张某",
        handed=("甲", "乙"),
    )
    values = log_values(handed, "一楼")
    assert values["weather"] == "雨"
    assert values["handed"] == "1. 甲\n2. 乙"
    assert values["date"] == "2026年11月13日 星期五 全天"
    assert values["acceptance"] == "张某于2026年11月13日17时30分交班。\n尚未接班。"
    assert handed_text(replace(handed, handed=())) == "无未结事项。"
    accepted = replace(
        handed,
        accepted_at=datetime(2026, 11, 16, 8, 25),
        accepted_by="李某",
        reachable="手机 13800000001",
    )
    assert (
        "李某于2026年11月16日08时25分接班，可通过 手机 13800000001 联系"
        in (log_values(accepted, "一楼")["acceptance"])
    )


# --- whose shift it is ------------------------------------------------------------------------


def test_who_stood_goes_before_who_was_planned() -> None:
    shifts = [shift(1, stood={LEADER: (2,)})]
    assert leader_text(leader_ids(TODAY, shifts), NAMES) == "李某"


def test_halves_lead_the_whole_day_and_the_whole_day_a_half() -> None:
    halves = [shift(1, Part.MORNING), shift(2, Part.AFTERNOON)]
    assert leader_text(leader_ids(TODAY, halves), NAMES) == "张某（上午）、李某（下午）"
    morning = Duty(DAY, Part.MORNING, 1)
    assert leader_text(leader_ids(morning, halves), NAMES) == "张某"
    assert leader_text(leader_ids(morning, [shift(3)]), NAMES) == "王某"
    assert leader_text(leader_ids(Duty(DAY, Part.DAY, 2), halves), NAMES) == ""
    assert leader_text(leader_ids(TODAY, [shift(None)]), NAMES) == ""


def test_the_next_shift_is_the_next_that_somebody_leads() -> None:
    monday = DAY + timedelta(days=3)
    shifts = [
        shift(1, Part.MORNING),
        shift(2, Part.AFTERNOON),
        shift(None, day=DAY + timedelta(days=1)),
        shift(3, day=monday),
    ]
    assert next_duty(Duty(DAY, Part.MORNING, 1), shifts) == Duty(DAY, Part.AFTERNOON, 1)
    assert next_duty(Duty(DAY, Part.AFTERNOON, 1), shifts) == Duty(monday, Part.DAY, 1)
    assert next_duty(TODAY, shifts) == Duty(monday, Part.DAY, 1)
    assert next_duty(Duty(monday, Part.DAY, 1), shifts) is None


def test_an_omission_before_a_later_acceptance_is_past_mending() -> None:
    days = [DAY - timedelta(days=n) for n in (3, 2, 1)]
    shifts = [shift(1, day=day) for day in days]
    logs = [log(days[0]), log(days[1], handed_at=datetime(2026, 11, 11, 17))]
    now = datetime(2026, 11, 13, 8)
    assert [each.words for each in pending(now, shifts, logs, NAMES)] == [
        "11月10日（张某）未交班",
        "11月11日（张某）待接班",
        "11月12日（张某）未写",
    ]
    done = replace(logs[1], accepted_at=datetime(2026, 11, 12, 8))
    assert [each.words for each in pending(now, shifts, [logs[0], done], NAMES)] == [
        "11月12日（张某）未写"
    ]


_WORDS = st.text(st.sampled_from("甲乙丙，。\n 2026-017"), max_size=30)
_LINES = st.lists(st.tuples(st.sampled_from(["", "2026-017"]), st.sampled_from(["甲。", "乙。"])))


@given(text=_WORDS, lines=_LINES)
def test_prefill_never_loses_a_typed_line_and_is_settled_by_once(
    text: str, lines: list[tuple[str, str]]
) -> None:
    filled, _, _ = merged(text, lines)
    typed = [line for line in text.strip().split("\n") if line.strip()]
    assert [line for line in typed if line not in filled.split("\n")] == []
    assert merged(filled, lines)[:2] == (filled.strip(), 0)


# --- what is handed over ----------------------------------------------------------------------


def test_an_incident_in_hand_goes_over_with_promise_report_and_followups(
    plan: Plan, fault: Dossier
) -> None:
    open_one = replace(
        fault,
        incident=real_event.incident(
            status=Status.HANDLING, recovered_at=None, closed_at=None, outcome=""
        ),
        reports=(),
        entries=(
            real_event.entry(1, "09:50", EntryKind.PROMISE, "预计10:10恢复"),
            real_event.entry(2, "10:05", EntryKind.PROMISE, "预计10:30恢复，电话13812345678"),
        ),
        followups=tuple(replace(f, settled_at=None) for f in fault.followups),
    )
    now = real_event.at("10:31")
    lines = [matter.line for matter in open_matters([open_one], plan, default_limits(), now)]
    text = "\n".join(lines)
    assert "【事件】2026-017 税务端系统故障，处置中，已历时49分钟" in text
    assert "【承诺】2026-017 10:05 预计10时30分恢复" in text
    assert "已过时限，未兑现" in text
    assert "预计10:10" not in text
    assert "【上报】2026-017 尚未向应急处理小组报告" in text
    assert "13812345678" not in text
    owed = [line for line in lines if line.startswith("【善后】")]
    assert len(owed) == 1
    for followup in fault.followups:
        if followup.who:
            assert followup.who not in text
    limits = [replace(limit, on=True) for limit in default_limits()]
    dues = [m for m in open_matters([open_one], plan, limits, now) if m.kind == "上报"]
    assert any("书面首报 超" in matter.text and matter.urgent for matter in dues)


def test_a_promise_with_a_record_goes_over_in_place_of_the_lines(
    plan: Plan, fault: Dossier
) -> None:
    incident = real_event.incident(
        status=Status.HANDLING, recovered_at=None, closed_at=None, outcome=""
    )
    told = Promise(1, "u", 1, "信息中心", "陈某某", real_event.at("10:30"), real_event.at("10:05"))
    hung = Notice(
        1, "n", 1, NoticeKind.FAULT, "公告", "正文", "", told.until, None, told.made_at, ""
    )
    where = NoticePosting(1, "p", 1, 1, "大厅入口", told.made_at, "")
    entries = (real_event.entry(1, "09:50", EntryKind.PROMISE, "预计10:10恢复"),)
    open_one = replace(
        fault,
        incident=incident,
        entries=entries,
        promises=(told,),
        notices=(hung,),
        postings=(where,),
    )

    def handed(clock: str, one: Dossier = open_one) -> list[str]:
        found = open_matters([one], plan, (), real_event.at(clock))
        return [m.line for m in found if m.kind in ("承诺", "公告")]

    assert handed("10:29") == [
        "【承诺】2026-017 10:05 信息中心陈某某承诺10时30分前恢复（未兑现）",
        "【公告】2026-017 故障公告张贴于大厅入口",
    ]
    assert handed("10:31") == [
        "【承诺】2026-017 10:05 信息中心陈某某承诺10时30分前恢复（已过时限，未兑现，请问新的时间）",
        "【公告】2026-017 故障公告张贴于大厅入口（公告已过期）",
    ]
    # What still hangs of a closed incident goes over too; what is down does not.
    closed = replace(open_one, incident=real_event.incident(status=Status.CLOSED))
    assert handed("10:29", closed) == [
        "【公告】2026-017 故障公告张贴于大厅入口（已恢复，公告未撤）"
    ]
    down = replace(where, withdrawn_at=told.until)
    assert handed("10:29", replace(closed, postings=(down,))) == []


def test_a_notice_with_a_record_is_told_once_in_the_log(
    plan: Plan, calendar: FilingCalendar, fault: Dossier
) -> None:
    ticked = next(step for step in fault.steps if step.produces == "notice")
    made = fault.incident.occurred_at
    hung = Notice(1, "n", 1, NoticeKind.FAULT, "公告", "正文", "", None, None, made, "")
    entries = (
        real_event.entry(1, "09:51", EntryKind.STEP, ticked.text, step_id=ticked.id),
        real_event.entry(2, "09:51", EntryKind.NOTICE, "发布故障公告，张贴于大厅入口"),
    )
    told = replace(fault, entries=entries, notices=(hung,))
    lines = day_lines(TODAY, [told], plan, calendar)["notices"]
    assert [line for _, line in lines] == ["09时51分发布故障公告，张贴于大厅入口（2026-017）。"]


def test_what_is_finished_is_not_handed_over(plan: Plan, fault: Dossier) -> None:
    done = replace(
        fault,
        followups=tuple(replace(f, settled_at=f.added_at) for f in fault.followups),
        reports=tuple(replace(r, reply_done_at=r.replied_at) for r in fault.reports),
    )
    now = real_event.at("17:30")
    assert open_matters([done], plan, (), now) == []
    void = replace(fault, incident=real_event.incident(status=Status.VOID))
    assert open_matters([void], plan, (), now) == []
    recovered = replace(done, incident=real_event.incident(status=Status.RECOVERED, closed_at=None))
    assert [m.line for m in open_matters([recovered], plan, (), now)] == [
        "【事件】2026-017 税务端系统故障，已恢复，待办结"
    ]


def test_more_than_the_log_takes_is_counted_and_never_stops_a_handover() -> None:
    matters = [OpenMatter("善后", f"2026-{n:03d} 一件", n) for n in range(500)]
    lines = handed_lines(matters)
    assert (len(lines), lines[0]) == (MOST_HANDED, "【善后】2026-000 一件")
    assert lines[-1] == "【其他】另有 301 项未结事项，见事件和善后"
    assert handed_lines(matters[:MOST_HANDED])[-1] == "【善后】2026-199 一件"


# --- what the day has told --------------------------------------------------------------------


def test_the_day_is_told_from_its_records(
    plan: Plan, calendar: FilingCalendar, fault: Dossier
) -> None:
    lines = day_lines(TODAY, [fault], plan, calendar)
    said = {field: [line for _, line in found] for field, found in lines.items()}
    assert said["crowd"][0].startswith("征期第10个工作日，11月16日截止")
    assert said["crowd"][1] == "09时42分等候约40人（2026-017）。"
    assert "（2026-017 税务端系统故障）" in said["business"][0]
    (event,) = said["events"]
    assert event.startswith("2026-017 税务端系统故障（重大）：09时42分发生")
    assert "10时58分恢复" in event
    everything = "".join("".join(found) for found in said.values())
    for followup in fault.followups:
        assert not followup.who or followup.who not in everything
        assert not followup.phone or followup.phone not in everything


def test_a_carried_over_incident_is_told_and_one_of_another_day_is_not(
    plan: Plan, calendar: FilingCalendar, fault: Dossier
) -> None:
    tomorrow = Duty(DAY + timedelta(days=1), Part.DAY, 1)
    assert day_lines(tomorrow, [fault], plan, calendar)["events"] == []
    open_one = replace(fault, incident=real_event.incident(status=Status.HANDLING, closed_at=None))
    ((number, line),) = day_lines(tomorrow, [open_one], plan, calendar)["events"]
    assert number == "2026-017"
    assert "11月13日09时42分发生" in line
    before = Duty(DAY - timedelta(days=1), Part.DAY, 1)
    assert day_lines(before, [open_one], plan, calendar)["events"] == []


def test_what_was_ordered_and_recorded_stands_in_the_log(
    plan: Plan, calendar: FilingCalendar
) -> None:
    told = handled_event.handled(plan)
    open_one = replace(told.footage[0], secured_at=None)
    for footage, said in (
        (told.footage, "监控录像1段已保全"),
        ((*told.footage, open_one), "监控录像2段已保全1段"),
        ((open_one,), "监控录像1段未保全"),
    ):
        (line,) = day_lines(TODAY, [replace(told, footage=footage)], plan, calendar)["events"]
        assert f"批示1项已落实，{said}。" in line[1]


def test_a_half_day_tells_its_own_half_only(
    plan: Plan, calendar: FilingCalendar, fault: Dossier
) -> None:
    morning, afternoon = (Duty(DAY, part, 1) for part in (Part.MORNING, Part.AFTERNOON))
    assert len(day_lines(morning, [fault], plan, calendar)["events"]) == 1
    assert day_lines(afternoon, [fault], plan, calendar)["events"] == []


def test_a_drill_is_an_event_but_no_crowd_and_no_complaint(
    plan: Plan, calendar: FilingCalendar, fault: Dossier
) -> None:
    drill = replace(fault, incident=replace(fault.incident, drill=True))
    lines = day_lines(TODAY, [drill], plan, calendar)
    assert "（演练）" in lines["events"][0][1]
    assert [key for key, _ in lines["crowd"]] == ["征期"]
    assert lines["business"] == lines["complaints"] == lines["questions"] == []


def test_a_quarrel_is_told_without_a_name_or_a_number(
    plan: Plan, calendar: FilingCalendar, fault: Dossier
) -> None:
    quarrel = replace(
        fault,
        incident=replace(
            fault.incident,
            event_type="conflict",
            scenario="conflict",
            description="因排队争执，办税人电话 13812345678",
            outcome="调解后离开",
        ),
    )
    (line,) = [line for _, line in day_lines(TODAY, [quarrel], plan, calendar)["complaints"]]
    assert line.startswith("09时42分因排队争执")
    assert "调解后离开。（2026-017）" in line
    assert "13812345678" not in line


def test_the_staff_and_a_takeover_are_told() -> None:
    shifts = [shift(1, posts={"值班长": (2,), "导税": (3, 2)}, stood={"值班长": (3,)})]
    change = ShiftChange(
        *(1, "u", ChangeKind.TAKEOVER, 1, LEADER, DAY, Part.DAY, 1, 2),
        datetime(2026, 11, 13, 14, 5),
    )
    undone = replace(change, undone_at=change.at)
    said = [line for _, line in staff_line(TODAY, shifts, [change, undone], NAMES)]
    assert said == ["值班长：王某；导税：王某、李某", "值班领导临时接班：14时05分起李某替张某"]
    assert staff_line(replace(TODAY, hall_id=2), shifts, [change], NAMES) == []
