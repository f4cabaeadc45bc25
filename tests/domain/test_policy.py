"""The rules of policy questions: what is refused, how far one is, whom to ask, the daily report."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hallduty.domain.contact_rules import text_problem
from hallduty.domain.contacts import Department, Person
from hallduty.domain.errors import FieldProblem, UserError
from hallduty.domain.policy import (
    NewQuestion,
    NewReferral,
    PolicyCase,
    PolicyQuestion,
    PolicyReferral,
    QuestionKind,
    QuestionState,
)
from hallduty.domain.policy_daily import day_figures, days_without_report, draft
from hallduty.domain.policy_referrals import due_choices, offices, usual_due, usual_office
from hallduty.domain.policy_rules import (
    new_question_problems,
    referral_problems,
    require_reopenable,
    revision_problems,
    settled_values,
    telling_problems,
)
from hallduty.domain.reports import Channel
from hallduty.domain.similar import MOST_WORDS, alike, words_of

NOW = datetime(2026, 11, 13, 17, 20)
DAY = NOW.date()
ANSWERED, AMBIGUOUS, GAP = QuestionKind


def question(number: int = 1, kind: QuestionKind = GAP, **more: object) -> PolicyQuestion:
    made = PolicyQuestion(
        *(number, f"u{number}", f"政2026-{number:03d}", 1, None, kind, "增值税"),
        *("数据资产入股是否缴增值税", "", "", "示例甲", "13800000001"),
        NOW - timedelta(hours=3),
        "王某",
    )
    return replace(made, **more)  # type: ignore[arg-type]


def referral(**more: object) -> PolicyReferral:
    made = PolicyReferral(
        1, "r1", 1, 2, "税政股", "李某", Channel.PHONE, NOW - timedelta(hours=2), NOW
    )
    return replace(made, **more)  # type: ignore[arg-type]


def said(problems: list[FieldProblem | None]) -> dict[str, str]:
    return {p.field: p.message for p in problems if p is not None}


# --- what is refused ----------------------------------------------------------------------------


def test_an_answer_on_the_spot_needs_its_answer_and_nobodys_number() -> None:
    new = NewQuestion(ANSWERED, "发票", "怎么开红字发票")
    assert said(new_question_problems(new, NOW)) == {"answer": "请填写答复"}
    assert said(new_question_problems(replace(new, answer="在平台上申请"), NOW)) == {}


@pytest.mark.parametrize("kind", [AMBIGUOUS, GAP])
def test_what_cannot_be_settled_needs_whom_to_tell(kind: QuestionKind) -> None:
    new = NewQuestion(kind, "发票", "怎么开")
    assert said(new_question_problems(new, NOW)) == {
        "who": "请填写联系人",
        "phone": "请填写联系电话",
    }
    assert said(new_question_problems(replace(new, answer="经请示，可以开"), NOW)) == {}
    left = replace(new, who="𬭎某", phone="13800000001")
    assert said(new_question_problems(left, NOW)) == {}


def test_a_question_names_no_taxpayer() -> None:
    for text, told in (
        ("请打13800000001回复我", "手机号"),
        ("请打１３８ 0000 0001回复我", "手机号"),
        ("身份证330803199001011234能办吗", "身份证号"),
        ("示例甲的公司怎么缴", "姓名"),
    ):
        problem = text_problem("question", "问题", text, "示例甲")
        assert problem is not None
        assert told in problem.message
    for harmless in ("发票代码 033002100211 怎么查", "统一社会信用代码91330803MA2DK12345", "12366"):
        assert text_problem("question", "问题", harmless, "示例甲") is None


def test_an_answer_without_a_number_was_given_to_the_person_at_the_desk() -> None:
    new = NewQuestion(GAP, "发票", "怎么开", answer="可以开")
    assert settled_values(new, NOW, "王某")["told_at"] == NOW
    called = settled_values(replace(new, who="甲某", phone="13800000001"), NOW, "王某")
    assert (called["answered_at"], called["told_at"]) == (NOW, None)
    assert settled_values(replace(new, answer=" "), NOW, "王某")["answered_at"] is None


def test_a_correction_is_checked_as_the_question_would_stand() -> None:
    asked = question()
    assert said(revision_problems(asked, {"phone": ""})) == {"phone": "请填写联系电话"}
    assert said(revision_problems(asked, {"kind": ANSWERED})) == {"answer": "请填写答复"}
    assert said(revision_problems(asked, {"question": " "})) == {"question": "请填写问题"}
    # Told and forgotten since: the answer can still be corrected without a number.
    done = question(answered_at=NOW, told_at=NOW, answer="是", who="", phone="")
    assert said(revision_problems(done, {"answer": "否"})) == {}
    with pytest.raises(ValueError, match="told_at"):
        revision_problems(asked, {"told_at": NOW})


def test_nothing_is_asked_told_or_reopened_out_of_turn() -> None:
    done = PolicyCase(question(answered_at=NOW, answer="是"))
    with pytest.raises(UserError, match="已有答复"):
        referral_problems(NewReferral("税政股"), done, NOW)
    with pytest.raises(UserError, match="还没有答复"):
        telling_problems(PolicyCase(question()), "电话", None, NOW)
    with pytest.raises(UserError, match="还没有答复"):
        require_reopenable(PolicyCase(question()))
    with pytest.raises(UserError, match="联系电话"):
        require_reopenable(PolicyCase(question(answered_at=NOW, told_at=NOW, phone="")))
    late = NewReferral("税政股", due=NOW - timedelta(days=1))
    assert "due" in said(referral_problems(late, PolicyCase(question()), NOW))
    early = NewReferral("", asked_at=NOW - timedelta(hours=4))
    assert set(said(referral_problems(early, PolicyCase(question()), NOW))) == {
        "department",
        "asked_at",
    }


# --- how far it is ------------------------------------------------------------------------------


def test_a_question_goes_through_its_states() -> None:
    case = PolicyCase(question())
    assert case.state is QuestionState.TO_ASK
    case = replace(case, referrals=(referral(),))
    assert case.state is QuestionState.WAITING
    assert case.is_overdue(NOW + timedelta(minutes=1))
    assert not case.is_overdue(NOW)
    turned_away = replace(case, referrals=(referral(replied_at=NOW, reply="不归我股"),))
    assert turned_away.state is QuestionState.TO_ASK
    answered = replace(case, question=question(answered_at=NOW, answer="是"))
    assert (answered.state, answered.waiting_for) == (QuestionState.TO_TELL, ())
    told = replace(case, question=question(answered_at=NOW, told_at=NOW))
    assert told.state is QuestionState.TOLD


_MOMENTS = st.datetimes(NOW - timedelta(days=4), NOW).map(lambda at: at.replace(microsecond=0))


@st.composite
def cases(draw: st.DrawFn) -> PolicyCase:
    at = sorted(draw(st.lists(_MOMENTS, min_size=4, max_size=4)))
    reached = draw(st.integers(0, 3))
    asked = question(
        draw(st.integers(1, 10_000)),
        draw(st.sampled_from(QuestionKind)),
        asked_at=at[0],
        answered_at=at[2] if reached >= 2 else None,
        answer="可以" if reached >= 2 else "",
        told_at=at[3] if reached >= 3 else None,
    )
    asked_of = [referral(asked_at=at[1], replied_at=at[2] if reached >= 2 else None)]
    return PolicyCase(asked, tuple(asked_of if reached >= 1 else ()))


@given(st.lists(cases(), max_size=12, unique_by=lambda case: case.id))
def test_a_days_figures_add_up(found: list[PolicyCase]) -> None:
    for back in range(5):
        day = DAY - timedelta(days=back)
        figures = day_figures(day, found, NOW)
        asked = [case for case in found if case.question.asked_at.date() == day]
        assert figures.taken == len(asked)
        for kind, mine in ((GAP, figures.gap), (AMBIGUOUS, figures.ambiguous)):
            still = [
                case
                for case in found
                if case.question.kind is kind
                and case.question.asked_at <= figures.until
                and case.as_of(figures.until).state is not QuestionState.TOLD
            ]
            assert len(mine.unanswered) + len(mine.to_tell) == len(still)
            assert not set(mine.unanswered) & set(mine.to_tell)
        text = draft(figures)
        assert "示例甲" not in text
        assert "13800000001" not in text
        # Every open question is named in the report exactly once.
        for case in (*figures.gap.unanswered, *figures.gap.to_tell):
            assert text.count(f"{case.question.number}（") == 1


# --- the daily report -----------------------------------------------------------------------------


def test_the_daily_report_is_written_in_official_words() -> None:
    new = PolicyCase(question(3, question="数据资产入股, 缴不缴增值税?"))
    older = PolicyCase(
        question(1, asked_at=NOW - timedelta(days=2)),
        (referral(due=NOW - timedelta(minutes=50)),),
    )
    answered = PolicyCase(
        question(
            2,
            AMBIGUOUS,
            asked_at=NOW - timedelta(days=1),
            answered_at=NOW - timedelta(hours=1),
            answer="按平价计算",
        ),
        (referral(replied_at=NOW - timedelta(hours=1)),),
    )
    instant = PolicyCase(question(4, ANSWERED, answered_at=NOW, told_at=NOW, answer="可以"))
    text = draft(day_figures(DAY, [new, older, answered, instant], NOW))
    assert text.split("\n") == [
        "11月13日，导税台和咨询窗口共受理涉税政策和流程问题2件，其中即时答复1件、政策模糊0件、"
        "政策空白1件。截至17时20分，政策空白问题新增1件、未答复2件、待告知0件；"
        "政策模糊问题新增0件、未答复0件、待告知1件。",
        "一、政策空白问题",
        "（一）当日新增、未答复1件",
        "1. 政2026-003（增值税，14时20分受理）：数据资产入股，缴不缴增值税？尚未提请部门。",
        "（二）以前受理、未答复1件",
        "1. 政2026-001（增值税，11月11日17时20分受理）：数据资产入股是否缴增值税。"
        "15时20分提请税政股（电话），请于16时30分前答复，已逾期。",
        "二、政策模糊问题",
        "（一）已答复、待告知1件",
        "1. 政2026-002（增值税，11月12日17时20分受理）：数据资产入股是否缴增值税。"
        "税政股16时20分答复：按平价计算。",
        "三、有关建议",
        "以上2件未答复问题，请有关部门及时研究明确；答复后，由办税服务场所及时告知办税人。",
    ]


def test_a_day_that_is_over_is_reported_as_it_stood_then() -> None:
    yesterday = DAY - timedelta(days=1)
    case = PolicyCase(
        question(asked_at=NOW - timedelta(days=1), answered_at=NOW, told_at=NOW, answer="是")
    )
    figures = day_figures(yesterday, [case], NOW)
    assert [len(figures.gap.unanswered), len(figures.gap.to_tell)] == [1, 0]
    assert "截至当日24时" in draft(figures)
    today = day_figures(DAY, [case], NOW)
    assert (today.gap.is_empty, len(today.gap.told)) == (True, 1)
    assert "当日无政策空白问题" in draft(today)


def test_a_day_with_a_gap_and_no_report_is_owed() -> None:
    cases = [
        PolicyCase(question(1, asked_at=NOW - timedelta(days=1))),
        PolicyCase(question(2, asked_at=NOW - timedelta(days=3))),
        PolicyCase(question(3, AMBIGUOUS, asked_at=NOW - timedelta(days=2))),
    ]

    def owed(*issued: str, working: bool = True) -> list[int]:
        found = days_without_report(DAY, cases, issued, lambda _day: working)
        return [day.day for day in found]

    assert owed() == [12, 11, 10]
    assert owed(working=False) == [12, 10]
    # A later report lists what was still open, and so makes up for the days before.
    assert owed("2026-11-10") == [12, 11]
    assert owed("2026-11-01", "2026-11-12") == []


# --- whom to ask, by when -------------------------------------------------------------------------


def test_a_department_is_offered_with_its_head_and_number() -> None:
    units = [
        Department(1, "", "供电所", external=True, phone="95598"),
        Department(2, "", "税政股", position=2, phone="0570-8765400"),
        Department(3, "", "旧科", active=False),
    ]
    people = [
        Person(1, "", "科员某", 2, post="科员", mobile="13800000001"),
        Person(2, "", "副股某", 2, post="副股长", mobile="13800000002"),
        Person(3, "", "正股某", 2, post="股长", office_phone="分机608"),
        Person(4, "", "走了某", 2, post="股长", active=False),
    ]
    found = offices(units, people)
    assert [(each.name, each.head, each.phone) for each in found] == [
        ("税政股", "正股某", "分机608"),
        ("供电所", "", "95598"),
    ]


def test_the_department_for_tax_policy_is_offered_first_of_all() -> None:
    units = [
        Department(1, "", "办公室", role="opinion", position=1),
        Department(2, "", "征收管理股", role="department", position=2),
        Department(3, "", "税政股", position=3),
        Department(4, "", "征收一股", role="department", position=4),
        Department(5, "", "第二税务所", position=5),
    ]
    plain, functional, named, other, last = offices(units, [])
    everyone = [plain, functional, named, other, last]
    # Its name says so; else the plan's role does (职能部门), else what its people answer for.
    assert usual_office(everyone) == 2
    assert usual_office([plain, functional, last]) == 1
    people = [Person(1, "", "某某", 5, duty="政策问题解答", mobile="13800000001")]
    assert usual_office(offices(units[:2] + units[4:], people)) == 2
    assert usual_office([plain, last]) == 0
    # Whoever was asked about the same kind of tax last answers for it.
    assert usual_office(everyone, of_topic="第二税务所") == 4
    assert usual_office(everyone, of_topic="撤并了的股") == 2
    # Among equals the one asked last; it does not outweigh whose duty it is.
    assert usual_office([plain, functional, other], last="征收一股") == 2
    assert usual_office([plain, last], last="第二税务所") == 1
    assert usual_office(everyone, last="办公室") == 2
    # Who was asked already, and did not settle it, is not offered again while there are others.
    assert usual_office(everyone, of_topic="税政股", asked=("税政股",)) == 1
    assert usual_office([named], asked=("税政股",)) == 0
    assert usual_office([]) == -1


def test_an_answer_is_asked_for_today_while_there_is_time() -> None:
    def working(day: date) -> bool:
        return day.weekday() < 5

    early = due_choices(datetime(2026, 11, 13, 9, 0), working)
    assert [(each.label, each.due and each.due.day) for each in early] == [
        ("当日下班前", 13),
        ("下一工作日", 16),
        ("三个工作日内", 18),
        ("不限时间", None),
    ]
    assert early[usual_due(AMBIGUOUS, early)].label == "当日下班前"
    assert early[usual_due(GAP, early)].label == "三个工作日内"
    late = due_choices(datetime(2026, 11, 13, 17, 10), working)
    assert late[usual_due(AMBIGUOUS, late)].label == "下一工作日"
    assert len(due_choices(NOW, lambda _day: False)) == 3


# --- what resembles what --------------------------------------------------------------------------


@given(st.text(max_size=200))
def test_words_of_any_text_are_few_and_its_own(text: str) -> None:
    found = words_of(text)
    assert len(found) <= MOST_WORDS
    assert len(set(found)) == len(found)
    assert all(word in text.lower() and len(word) == 2 for word in found)
    if found and len(found) < MOST_WORDS:
        assert alike(found, text) >= 1.0
    assert alike(found, "") == 0.0


def test_words_of_asking_do_not_make_questions_alike() -> None:
    typed = words_of("小规模纳税人怎么开专用发票")
    assert alike(typed, "小规模纳税人能开增值税专用发票吗") > 0.5
    assert alike(typed, "契税怎么申报") == 0.0
    assert words_of("怎么") == ["怎么"]
