"""Notices: templates filled with facts, what they leave open, short texts, and what hangs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hallduty.domain import notices as rules
from hallduty.domain.crowd import CrowdReading
from hallduty.domain.dossiers import Dossier
from hallduty.domain.followups import Followup, FollowupKind
from hallduty.domain.incidents import Status
from hallduty.domain.notice_text import (
    PLACEHOLDERS,
    facts,
    fill,
    first_values,
    first_words,
    gap_problems,
    gaps,
    short_of,
    template_of,
    with_fact,
)
from hallduty.domain.notices import Hanging, NewNotice, Notice, NoticeKind, NoticePosting
from hallduty.domain.plan import Plan
from hallduty.domain.plan_file import load_plan
from hallduty.domain.promises import Promise
from hallduty.paths import resources
from tests.documents.samples import AT, FAULT, dossier

NOW = datetime(2026, 11, 13, 9, 55)
UNTIL = datetime(2026, 11, 13, 10, 30)
BUREAU = "国家税务总局某区税务局"


def words(plan: Plan, kind: NoticeKind = NoticeKind.FAULT, **changes: object) -> str:
    given_ = replace(dossier(**changes))
    return first_words(kind, given_, plan, BUREAU, NOW, UNTIL, 40)


def notice(**changes: object) -> Notice:
    made = Notice(1, "u", 1, NoticeKind.FAULT, "公告", "正文", "", UNTIL, None, NOW, "刘某某")
    return replace(made, **changes)  # type: ignore[arg-type]


def posting(number: int = 1, place: str = "大厅入口", **changes: object) -> NoticePosting:
    made = NoticePosting(number, f"p{number}", 1, 1, place, NOW, "刘某某")
    return replace(made, **changes)  # type: ignore[arg-type]


def test_the_template_of_the_plan_says_what_where_since_and_until_when(plan: Plan) -> None:
    text = words(plan)
    assert text.startswith(
        "因税务端系统故障，一楼大厅3—8号窗口自11月13日09时42分起暂时无法办理部分涉税事项，"
    )
    assert "预计11月13日10时30分恢复" in text
    assert text.endswith("特此公告。")
    assert not gaps(text)


def test_every_scenario_and_kind_has_words_and_known_placeholders_only(plan: Plan) -> None:
    for scenario in plan.scenarios:
        for kind in NoticeKind:
            template = template_of(kind, scenario)
            left = gaps(template)
            assert (left.unknown, left.unpaired) == ((), False), (scenario.code, kind)
            assert set(left.open) <= set(PLACEHOLDERS)
            assert "特此公告。" in template


def test_of_a_quarrel_nothing_is_said_on_the_wall(plan: Plan) -> None:
    for code in ("conflict", "opinion"):
        for kind in (NoticeKind.FAULT, NoticeKind.RECOVERY):
            text = words(plan, kind, scenario=code, event_type=code)
            assert "冲突" not in text
            assert "舆情" not in text


def test_what_is_not_known_stays_visible_and_is_named(plan: Plan) -> None:
    text = first_words(NoticeKind.FAULT, dossier(), plan, BUREAU, NOW, None, None)
    assert "预计【预计恢复时间】恢复" in text
    assert gaps(text).sentence == "待填写：【预计恢复时间】"
    (problem,) = [p for p in gap_problems(text) if p]
    assert (problem.field, problem.message) == ("text", "待填写：【预计恢复时间】")


def test_a_placeholder_that_nobody_knows_is_named_with_those_there_are() -> None:
    left = gaps(fill("预计【恢复时刻】恢复，请到【地点】", {"地点": "二楼"}))
    assert left.unknown == ("恢复时刻",)
    assert left.open == ()
    assert "不认识的占位：【恢复时刻】" in left.sentence
    assert "预计恢复时间" in left.sentence
    assert "没有成对" in gaps("到【地点办理").sentence


def test_facts_never_bring_marks_or_lines_of_their_own(plan: Plan) -> None:
    text = words(plan, place="【时间】\n3号窗口】【")
    assert not gaps(text)
    assert "［时间］" in text
    assert "\n3号" not in text


def test_no_taxpayer_gets_onto_a_wall(plan: Plan) -> None:
    owed = Followup(1, "u", 1, FollowupKind.CALL_BACK, "张三丰", "13812345678", "申报", AT)
    given_ = replace(dossier(place="张三丰所在窗口 13812345678"), followups=(owed,))
    text = first_words(NoticeKind.FAULT, given_, plan, BUREAU, NOW, UNTIL, None)
    assert "张三丰" not in text
    assert "13812345678" not in text


BRACKETED = st.text(st.sampled_from("【】【】地点时间原因，。\n𬭎A1 "), max_size=200)


@given(BRACKETED)
def test_filling_is_done_once_and_loses_no_word(template: str) -> None:
    known = dict.fromkeys(PLACEHOLDERS, "某处")
    filled = fill(template, known)
    assert not gaps(filled).open
    assert gaps(filled).unknown == gaps(template).unknown
    plain = "".join(c for c in template if c not in "【】地点时间原因")
    assert all(c in filled for c in plain)
    assert fill(filled, known) == filled


@given(st.text(max_size=3000), st.text(max_size=300))
def test_hostile_places_and_causes_fill_without_a_crash(place: str, cause: str) -> None:
    plan = _plan()
    known = facts(
        dossier(place=place, cause=cause), plan, BUREAU, NOW, NoticeKind.FAULT, None, None
    )
    text = fill("因【原因】，【地点】自【时间】起", known)
    assert "【" not in text
    assert "\n" not in text
    short_of(text, NOW.date())
    rules.notice_problems(NewNotice(NoticeKind.FAULT, text), None, NOW)


def test_the_first_values_are_the_open_promise_and_the_last_estimate(plan: Plan) -> None:
    told = Promise(1, "u", 1, "信息中心", "", UNTIL, NOW)
    seen = CrowdReading(1, "u", 1, 1, NOW, "甲", 40, 3, 6.0, wait_minutes=37.2)
    full = Dossier(replace(FAULT, scenario="power_cut"), promises=(told,), readings=(seen,))
    assert first_values(NoticeKind.FAULT, full, plan, NOW) == (UNTIL, 38)
    # A lapsed promise is no time to print; a template that has no place for one asks for none.
    assert first_values(NoticeKind.FAULT, full, plan, UNTIL.replace(minute=31))[0] is None
    queue = replace(full, incident=replace(FAULT, scenario="queue_system"))
    assert first_values(NoticeKind.FAULT, queue, plan, NOW) == (None, 38)
    assert first_values(NoticeKind.RECOVERY, full, plan, NOW) == (None, None)


def test_the_short_text_is_the_first_sentence_with_clock_times(plan: Plan) -> None:
    short = short_of(words(plan), date(2026, 11, 13))
    assert short == (
        "因税务端系统故障，一楼大厅3—8号窗口自09:42起暂时无法办理部分涉税事项，"
        "责任单位正在抢修，预计10:30恢复。咨询12366。"
    )
    assert rules.short_count(short) == "66 / 70 字"
    assert rules.short_count("告" * 85) == "85 字，超过 70 字，按短信 2 条计"
    assert rules.short_length("𬭎") == 2
    # Times of another day keep their date.
    assert "11月13日09时42分" in short_of(words(plan), date(2026, 11, 14))
    assert short_of("", date(2026, 11, 13)) == ""


def test_a_drill_says_so_wherever_its_short_text_travels(plan: Plan) -> None:
    assert short_of(words(plan), NOW.date(), drill=True).startswith("（演练）因税务端系统故障")
    assert short_of("", NOW.date(), drill=True) == ""


def test_a_new_notice_takes_the_place_of_its_kind_and_extended_service_goes_on() -> None:
    found = [
        Hanging(notice(id=number, kind=kind), (posting(number),))
        for number, kind in enumerate(NoticeKind, 1)
    ]

    def replaced(kind: NoticeKind) -> set[NoticeKind]:
        return {each.notice.kind for each in rules.replaced_by(kind, found)}

    assert replaced(NoticeKind.EXTENDED) == {NoticeKind.EXTENDED}
    assert replaced(NoticeKind.FAULT) == {NoticeKind.FAULT, NoticeKind.RECOVERY}
    assert replaced(NoticeKind.RECOVERY) == set(NoticeKind) - {NoticeKind.EXTENDED}
    late = replace(FAULT, status=Status.RECOVERED)
    extended = next(each for each in found if each.notice.kind is NoticeKind.EXTENDED)
    assert extended.trouble(late, NOW) == ""


def test_a_changed_time_goes_into_its_mark_or_in_place_of_its_old_words() -> None:
    name, old, new = "预计恢复时间", "11月13日10时30分", "11月13日11时00分"
    assert with_fact("预计【预计恢复时间】恢复", name, "", new) == f"预计{new}恢复"
    assert with_fact(f"预计{old}恢复", name, old, new) == f"预计{new}恢复"
    # Where the writer's own words stand, nobody guesses.
    assert with_fact("中午恢复", name, old, new) is None
    assert with_fact(f"{old}和{old}", name, old, new) is None
    assert with_fact(f"预计{old}恢复", name, old, "") == "预计【预计恢复时间】恢复"


def test_what_hangs_and_may_not() -> None:
    up = [posting(1), posting(2, "电子屏"), posting(3, "导税台", withdrawn_at=NOW)]
    (found,) = rules.hanging([notice()], up)
    assert found.places == "大厅入口、电子屏"
    handling = replace(FAULT, status=Status.HANDLING, recovered_at=None)
    assert found.trouble(handling, UNTIL.replace(second=59)) == ""
    assert found.trouble(handling, UNTIL.replace(minute=31)) == "公告已过期"
    assert found.trouble(replace(FAULT, status=Status.RECOVERED), NOW) == "已恢复，公告未撤"
    given_up = replace(FAULT, status=Status.CLOSED, recovered_at=None)
    assert found.trouble(given_up, NOW) == "已办结，公告未撤"
    assert found.trouble(replace(FAULT, status=Status.VOID), NOW) == "事件已作废，公告未撤"
    good = Hanging(notice(kind=NoticeKind.RECOVERY, expected_at=None), found.postings)
    assert good.trouble(replace(FAULT, status=Status.CLOSED), NOW) == ""
    assert good.trouble(handling, NOW) == "故障未恢复，恢复公告未撤"
    assert [each.place for each in rules.to_take_down([notice()], up)] == ["大厅入口", "电子屏"]
    assert rules.hanging([], []) == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": "字" * 2001}, "text"),
        ({"text": "隐\u202e藏"}, "text"),
        ({"expected_at": datetime(2026, 11, 13, 9, 0)}, "expected_at"),
        ({"wait_minutes": 0}, "wait_minutes"),
        ({"wait_minutes": 100_000}, "wait_minutes"),
        ({"places": ("",)}, "places"),
        ({"places": ("处" * 31,)}, "places"),
        ({"places": tuple(f"第{n}处" for n in range(21))}, "places"),
    ],
)
def test_a_notice_in_error_is_said_beside_its_field(changes: dict[str, object], field: str) -> None:
    new = replace(NewNotice(NoticeKind.FAULT, "正文"), **changes)  # type: ignore[arg-type]
    assert {p.field for p in rules.notice_problems(new, None, NOW) if p} == {field}


def test_places_are_read_from_a_line_each_once() -> None:
    assert rules.read_places("大厅入口、电子屏，大厅入口; 微信群") == (
        "大厅入口",
        "电子屏",
        "微信群",
    )
    assert rules.read_places("  ") == ()


def test_the_line_of_the_timeline_names_places_and_times() -> None:
    new = NewNotice(NoticeKind.EXTENDED, "x", expected_at=datetime(2026, 11, 13, 18, 10))
    assert rules.posted_text(
        new, ["大厅入口", "电子屏"], ["故障公告（09:42发布）：大厅入口"], NOW
    ) == (
        "发布延时服务公告，张贴于大厅入口、电子屏，延时至18:10，"
        "撤下原故障公告（09:42发布）：大厅入口"
    )
    assert rules.posted_text(new, [], [], NOW).startswith("制作延时服务公告（未张贴）")


@cache
def _plan() -> Plan:
    """The shipped plan, read once: hypothesis asks for no fixtures of a narrower scope."""
    return load_plan(resources() / "plan")
