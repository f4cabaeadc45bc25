"""Two texts that say different things about the same are named before the third goes out."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hallduty.domain import times
from hallduty.domain.consistency import Issued, contradictions, issued_texts, recorded, warnings
from hallduty.domain.notices import Notice, NoticeKind, NoticePosting
from hallduty.domain.plan import Plan
from hallduty.domain.promises import Promise, PromiseState
from hallduty.domain.reports import ReportKind
from hallduty.domain.said_facts import FactKind, facts_in
from hallduty.domain.said_numbers import number_of
from tests import real_event as event

AT = event.at("10:05")


def issued(name: str, text: str, clock: str = "10:05", **more: bool) -> Issued:
    return Issued(name, text, event.at(clock), **more)


def said(text: str, kind: FactKind, *, opens: bool = True) -> list[str]:
    return [f.said for f in facts_in(text, AT, opens=opens) if f.kind is kind]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("40", 40),
        ("４０", 40),
        ("四十", 40),
        ("十六", 16),
        ("一百二十", 120),
        ("两千零五", 2005),
        ("四〇", 40),
        ("一万二千", 12_000),
        ("零", 0),
        ("人", None),
        ("", None),
    ],
)
def test_numbers_are_read_in_every_writing(text: str, number: int | None) -> None:
    assert number_of(text) == number


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("等候约40人", FactKind.WAITING, ["约40人"]),
        ("等候办税人约四十余人", FactKind.WAITING, ["约四十余人"]),
        ("等候４０余人", FactKind.WAITING, ["40余人"]),
        ("60余名办税人等候", FactKind.WAITING, ["60余名办税人"]),
        ("等候人数：40", FactKind.WAITING, ["40"]),
        ("等候人数由约30人增至40人", FactKind.WAITING, ["40人"]),
        ("等候时间约30分钟", FactKind.WAITING, []),
        ("记录等候办税人联系方式25人", FactKind.WAITING, []),
        ("引导等候办税人12人至自助区", FactKind.WAITING, []),
        ("停用窗口6个", FactKind.WINDOWS, ["6个"]),
        ("3—8号窗口停办", FactKind.WINDOWS, ["3—8号窗口"]),
        ("1、3、5号窗口无法受理", FactKind.WINDOWS, ["1、3、5号窗口"]),
        ("六个窗口停办业务", FactKind.WINDOWS, ["六个"]),
        ("增开应急专窗2个", FactKind.WINDOWS, []),
        ("损失窗口时间456分钟", FactKind.WINDOWS, []),
        ("涉及办税人2人", FactKind.PEOPLE, ["2人"]),
        ("冲突双方共三人", FactKind.PEOPLE, ["三人"]),
        ("信息中心承诺16时40分前恢复", FactKind.EXPECTED, ["16时40分"]),
        ("预计16:40恢复", FactKind.EXPECTED, ["16:40"]),
        ("预计16：40恢复", FactKind.EXPECTED, ["16:40"]),
        ("预计下午四点半恢复", FactKind.EXPECTED, ["下午四点半"]),
        ("10时06分答复10时20分前恢复", FactKind.EXPECTED, ["10时20分"]),
        ("10时58分业务恢复正常", FactKind.EXPECTED, []),
        ("原承诺16时00分恢复，未兑现", FactKind.EXPECTED, []),
        ("2026年11月13日09时42分，大厅发生停电", FactKind.OCCURRED, ["2026年11月13日09时42分"]),
        ("因供电中断，自15时20分起暂停办理", FactKind.OCCURRED, ["15时20分"]),
        ("故障发生于9点42分左右", FactKind.OCCURRED, ["9点42分左右"]),
        ("自10时06分首报以来无新情况", FactKind.OCCURRED, []),
        ("截至10时05分，等候40人", FactKind.OCCURRED, []),
        ("升为重大突发事件", FactKind.LEVEL, ["重大"]),
        ("事件级别：特别重大", FactKind.LEVEL, ["特别重大"]),
        ("影响重大，望重视", FactKind.LEVEL, []),
    ],
)
def test_facts_are_read_from_official_phrases(text: str, kind: FactKind, words: list[str]) -> None:
    assert said(text, kind) == words


def test_a_bare_time_at_the_head_is_the_occurrence_only_where_a_text_opens_with_it() -> None:
    assert said("09:42，3—8号窗口停办", FactKind.OCCURRED) == ["09:42"]
    assert said("10时35分，窗口仍无法办理", FactKind.OCCURRED, opens=False) == []


def test_two_texts_with_different_figures_are_named_with_both() -> None:
    texts = [issued("首报", "等候30人"), issued("10:05 公告", "目前40人等候", "10:06")]
    assert contradictions(texts) == ["首报写等候30人，10:05 公告写40人"]


@pytest.mark.parametrize(
    "newer",
    [
        "等候人数由30人增至40人",
        "更正：等候40人",
        "等候人数已增至四十人",
        "等候约30人",
        "等候30余人",
        "等候三十人",
        "业务仍在恢复",
    ],
)
def test_a_change_that_says_so_and_the_same_in_other_words_are_no_contradiction(newer: str) -> None:
    assert contradictions([issued("首报", "等候30人"), issued("续报一", newer, "10:35")]) == []


def test_a_correction_settles_what_contradicted_before() -> None:
    texts = [issued("首报", "等候30人"), issued("公告", "等候40人", "10:06")]
    assert contradictions(texts)
    texts.append(issued("续报一", "更正：等候40人", "10:35"))
    assert contradictions(texts) == []
    texts.append(issued("续报二", "等候80人", "11:05"))
    assert contradictions(texts) == ["续报一写等候40人，续报二写80人"]


def test_every_kind_of_fact_is_compared() -> None:
    first = issued(
        "首报",
        "09:42，3—8号窗口停办，涉及2人。事件级别为一般。",
        opens=True,
    )
    second = issued(
        "公告", "自9时50分起，停用窗口5个，涉及四人。重大突发事件。", "10:06", opens=True
    )
    assert contradictions([first, second]) == [
        "首报写发生时间09:42，公告写9时50分",
        "首报写停用窗口3—8号窗口，公告写5个",
        "首报写涉及2人，公告写四人",
        "首报写级别一般，公告写重大",
    ]


def test_a_later_promise_replaces_an_earlier_one_unless_both_texts_hang() -> None:
    first, later = "预计16时00分恢复", "预计16时40分恢复"
    reports = [issued("首报", first), issued("续报一", later, "10:35")]
    assert contradictions(reports) == []
    notices = [issued("10:05 公告", first, hangs=True), issued("10:35 公告", later, hangs=True)]
    assert contradictions(notices) == ["10:05 公告写预计恢复16时00分，10:35 公告写16时40分"]
    down = [replace(notices[0], hangs=False), notices[1]]
    assert contradictions(down) == []
    assert contradictions([notices[0], reports[1]]) == [
        "10:05 公告写预计恢复16时00分，续报一写16时40分"
    ]


def test_a_draft_that_differs_from_the_record_is_named(plan: Plan) -> None:
    whole = event.dossier(plan, reports=())
    draft = Issued("草稿", "09时40分，停用窗口6个，等候约80人。", AT, opens=True)
    assert warnings(whole, plan, draft) == [
        "草稿写发生时间09时40分，登记的是09时42分",
        "草稿写等候约80人，登记的是40人",
    ]
    dated = Issued("草稿", "2026年11月13日09时40分，发生故障。事件级别为一般。", AT, opens=True)
    assert warnings(whole, plan, dated) == [
        "草稿写发生时间2026年11月13日09时40分，登记的是09时42分",
        "草稿写级别一般，登记的是重大",
    ]


def test_a_draft_is_held_to_the_promise_in_force_an_old_report_is_not(plan: Plan) -> None:
    promise = Promise(1, "p", 17, "信息中心", "陈某", event.at("10:40"), event.at("10:25"))
    told = event.reports()[1]
    old = replace(told, text="预计10时20分恢复")
    whole = event.dossier(plan, promises=(promise,), reports=(old,))
    assert warnings(whole, plan) == []
    draft = Issued("续报一", "预计10时20分恢复", event.at("10:35"))
    assert warnings(whole, plan, draft) == ["续报一写预计恢复10时20分，登记的是10时40分"]
    lapsed = replace(whole, promises=(replace(promise, state=PromiseState.LAPSED),))
    assert warnings(lapsed, plan, draft) == []


def test_notices_are_read_with_what_hangs_where(plan: Plan) -> None:
    notice = Notice(
        1, "n", 17, NoticeKind.FAULT, "公告", "预计10时20分恢复", "", None, None, AT, "刘"
    )
    hanging = NoticePosting(1, "p", 17, 1, "大厅入口", AT, "刘")
    whole = event.dossier(plan, reports=(), notices=(notice,), postings=(hanging,))
    (text,) = issued_texts(whole)
    assert (text.name, text.hangs) == ("10:05 公告", True)
    down = replace(hanging, withdrawn_at=AT)
    assert not issued_texts(replace(whole, postings=(down,)))[0].hangs


def test_the_same_report_to_two_people_is_one_text(plan: Plan) -> None:
    told = replace(event.reports()[1], text="等候30人")
    again = replace(told, id=9, to="副组长 颜小荣")
    whole = event.dossier(plan, reports=(told, again))
    assert [text.name for text in issued_texts(whole)] == ["首报"]
    assert told.kind is ReportKind.FIRST


def test_the_record_may_hold_several_right_counts(plan: Plan) -> None:
    known = recorded(event.dossier(plan), plan)
    assert {fact.said for fact in known[FactKind.WAITING]} == {"40人"}
    assert [fact.said for fact in known[FactKind.WINDOWS]] == ["6个"]


CHINESE = st.text(
    "等候约余四十人窗口停用预计恢复时分自起由增至更正重大事件，。：0123456789 \n", max_size=60
)


@settings(deadline=None)
@given(CHINESE, CHINESE)
def test_any_text_is_read_without_complaint_and_agrees_with_itself(one: str, two: str) -> None:
    facts_in(one, AT, opens=True)
    assert contradictions([issued("甲", one), issued("乙", one, "10:06")]) == []
    found = contradictions([issued("甲", one), issued("乙", two, "10:06")])
    assert all(line.startswith(("甲写", "乙写")) for line in found)


@settings(deadline=None)
@given(st.integers(1, 9_999))
def test_chinese_and_arabic_digits_mean_the_same(number: int) -> None:
    chinese = _chinese(number)
    assert number_of(chinese) == number
    texts = [issued("甲", f"等候{number}人"), issued("乙", f"等候{chinese}人", "10:06")]
    assert contradictions(texts) == []


@settings(deadline=None)
@given(st.integers(0, 23 * 60 + 59), st.sampled_from(["cn", "clock", "han"]), st.integers(1, 600))
def test_a_time_means_the_same_in_every_writing_and_another_is_named(
    minutes: int, form: str, off: int
) -> None:
    at = AT.replace(hour=0, minute=0) + timedelta(minutes=minutes)
    words = {
        "cn": times.clock_cn(at),
        "clock": times.clock(at),
        "han": f"{_chinese(at.hour)}时{_chinese(at.minute)}分",
    }
    first = issued("甲", f"预计{times.clock_cn(at)}恢复", hangs=True)
    assert contradictions([first, issued("乙", f"承诺{words[form]}前恢复", "10:06")]) == []
    other = at.replace(hour=(at.hour + 1 + off % 22) % 24)
    second = issued("乙", f"预计{times.clock_cn(other)}恢复", "10:06")
    assert len(contradictions([first, second])) == 1


def _chinese(number: int) -> str:
    if number == 0:
        return "零"
    digits = "零一二三四五六七八九"
    text, zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            text += ("零" if zero and text else "") + digits[digit] + name
            zero = False
        else:
            zero = True
    return text


@pytest.mark.parametrize(
    "text",
    [
        " " * 20_000,
        "10时05分，" * 4_000,
        "0123456789" * 2_000,
        "、1号窗口" * 4_000,
        "等候 1 " * 4_000,
    ],
)
def test_a_long_and_hostile_text_is_read_at_once(text: str) -> None:
    start = perf_counter()
    facts_in(text, AT, opens=True)
    assert perf_counter() - start < 2
