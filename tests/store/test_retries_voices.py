"""A write of policy questions, needs and their reports that is tried again changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from hallduty.domain.errors import UserError
from hallduty.domain.incidents import NewIncident
from hallduty.domain.needs import NewNeed
from hallduty.domain.period_reports import NewPeriodReport, PeriodKind
from hallduty.domain.plan import Plan
from hallduty.domain.policy import NewQuestion, NewReferral, QuestionKind
from hallduty.domain.stamps import Stamp
from hallduty.store import Store
from tests.store.test_retries import Twice, _all_of

NOW = datetime(2026, 11, 13, 9, 42)


@pytest.fixture
def twice(store: Store, stamp: Callable[[], Stamp]) -> Twice:
    return Twice(store, stamp)


def test_policy_questions_are_written_once(store: Store, twice: Twice) -> None:
    policy = store.policy
    gap = NewQuestion(
        QuestionKind.GAP, "增值税", "数据资产入股怎么缴税", who="示例甲", phone="13800000001"
    )
    case = twice(policy.register, gap)
    twice(policy.revise, case.id, {"topic": "企业所得税"})
    due = NOW + timedelta(days=1)
    case = twice(policy.refer, case.id, NewReferral("税政股", due=due))

    def reply(referral_id: int, text: str, stamp: Stamp) -> object:
        return policy.reply(referral_id, text, stamp)

    twice(reply, case.referrals[0].id, "按非货币性资产投资处理")
    twice(policy.tell, case.id, "电话")
    twice(policy.reopen, case.id)
    twice(policy.answer, case.id, "按规定处理", "财税〔2014〕116号")
    twice(policy.tell, case.id, "电话")

    def forget(stamp: Stamp) -> int:
        return policy.forget(NOW + timedelta(days=1), stamp)

    twice(forget)
    twice.tried |= {"PolicyStore.reply", "PolicyStore.forget"}
    _all_of(twice, policy)


def test_needs_and_reports_are_written_once(store: Store, twice: Twice) -> None:
    needs = store.needs
    need = twice(
        needs.register, NewNeed("增加自助机", "窗口", "环境", who="示例乙", phone="13800000002")
    )
    twice(needs.revise, need.id, {"analysis": "申请增配一台"})
    twice(needs.report, [need.id], "纳税服务股")
    twice(needs.feed_back, need.id, "已增配")
    twice(needs.reopen, need.id)
    twice(needs.feed_back, need.id, "已增配一台")

    def forget(stamp: Stamp) -> int:
        return needs.forget(NOW + timedelta(days=1), stamp)

    twice(forget)
    twice.tried |= {"NeedStore.forget"}
    _all_of(twice, needs)
    reports = store.period_reports
    twice(reports.issue, NewPeriodReport(PeriodKind.NEED_MONTH, "2026-11", "正文", "纳税服务股"))
    _all_of(twice, reports)


def test_what_came_in_during_an_incident_stands_once_in_its_timeline(
    store: Store, plan: Plan, stamp: Callable[[], Stamp], twice: Twice
) -> None:
    event = NewIncident("power", "power_cut", "", NOW - timedelta(minutes=5))
    incident = store.incidents.register(event, plan, stamp())
    asked = NewQuestion(
        QuestionKind.ANSWERED, "增值税", "停电算逾期吗", "不算", incident_id=incident.id
    )
    wanted = NewNeed("增加自助机", "窗口", "环境", incident_id=incident.id)
    twice(store.policy.register, asked)
    twice(store.needs.register, wanted)
    said = [entry.text for entry in store.incidents.entries(incident.id)]
    assert said[1:] == ["登记政策问题 政2026-001（增值税）", "登记需求 需2026-001（环境）"]
    store.incidents.void(incident.id, "误登记", stamp())
    for register, new in ((store.policy.register, asked), (store.needs.register, wanted)):
        with pytest.raises(UserError, match="已作废"):
            register(new, stamp())
    assert (store.policy.count(), store.needs.count()) == (1, 1)
