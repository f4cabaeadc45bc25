"""Reports upward and their 批示 from the first word to the end, on a real file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from hallduty.clock import FixedClock
from hallduty.domain.errors import InvalidInput, UserError
from hallduty.domain.incidents import Incident, NewIncident, Outcome
from hallduty.domain.plan import Plan
from hallduty.domain.reports import NOTED, NewReport, Report, ReportKind
from hallduty.domain.stamps import Stamp
from hallduty.store import Store

Stamps = Callable[[], Stamp]
TODAY = date(2026, 11, 13)


def told(store: Store, fault: Incident, stamp: Stamps, **more: object) -> Report:
    return store.reports.add(fault.id, NewReport(ReportKind.FIRST, "组长 俞豪", **more), stamp())


def said(store: Store, fault: Incident) -> str:
    return store.incidents.entries(fault.id)[-1].text


def test_a_reply_is_followed_to_its_end(
    store: Store, plan: Plan, fault: Incident, stamp: Stamps, clock: FixedClock
) -> None:
    report = told(store, fault, stamp)
    report = store.reports.reply(report.id, "全力抢修", stamp(), "信息中心 陈某", TODAY)
    assert report.reply_open
    assert said(store, fault) == "组长 俞豪对首报批示：全力抢修（信息中心 陈某承办，11-13前）"
    assert store.reports.open_replies() == [report]
    assert "批示还有 1 项未落实" in store.incidents.owed(fault.id, plan).sentences()
    clock.at += timedelta(days=1)
    assert report.reply_overdue(clock.at.date())
    done = store.reports.settle_reply(report.id, "服务已重启，业务恢复", stamp())
    assert (done.reply_done_at, done.reply_result) == (clock.at, "服务已重启，业务恢复")
    assert said(store, fault) == "组长 俞豪批示已落实：服务已重启，业务恢复"
    assert store.reports.open_replies() == []
    assert store.incidents.owed(fault.id, plan).replies == 0
    with pytest.raises(UserError, match="已经落实过"):
        store.reports.settle_reply(report.id, "再记一次", stamp())
    assert store.audit.verify().ok


def test_what_was_ordered_of_a_duplicate_is_carried_out_in_its_main_incident(
    store: Store, plan: Plan, fault: Incident, stamp: Stamps, clock: FixedClock
) -> None:
    clock.advance(minutes=8)
    again = NewIncident("application", "tax_system", "normal", clock.at, place="9号窗口")
    duplicate = store.incidents.register(again, plan, stamp())
    one, two = told(store, duplicate, stamp), told(store, duplicate, stamp)
    for report in (one, two):
        store.reports.reply(report.id, "全力抢修", stamp())
    store.links.merge(duplicate.id, fault.id, stamp())
    assert [r.id for r in store.reports.open_replies()] == [one.id, two.id]
    assert {store.reports.owed_in(r) for r in store.reports.open_replies()} == {fault.id}
    assert store.incidents.owed(fault.id, plan).replies == 2
    assert store.incidents.owed(duplicate.id, plan).replies == 0
    store.reports.charge(one.id, "陈某", TODAY, stamp())
    assert said(store, fault) == "组长 俞豪批示（2026-002）交办（陈某承办，11-13前）"
    before = store.incidents.entries(duplicate.id)
    again_later = stamp()
    for _ in range(2):  # a retry after a power cut
        store.reports.settle_reply(one.id, "服务已重启", again_later)
    entries = [e.text for e in store.incidents.entries(fault.id)]
    assert entries.count("组长 俞豪批示（2026-002）已落实：服务已重启") == 1
    assert store.incidents.entries(duplicate.id) == before
    with pytest.raises(UserError, match="已经落实过"):
        store.reports.settle_reply(one.id, "再记一次", stamp())
    # Closed with the main one it is asked for no longer, unless somebody was charged with it.
    store.incidents.close(fault.id, clock.at, stamp(), "先办结", plan)
    assert store.reports.open_replies() == []
    store.reports.charge(two.id, "陈某", None, stamp())
    assert [r.id for r in store.reports.open_replies()] == [two.id]
    assert store.audit.verify().ok


def test_taken_apart_a_duplicate_owes_its_own_orders_again(
    store: Store, plan: Plan, fault: Incident, stamp: Stamps
) -> None:
    again = NewIncident("application", "tax_system", "normal", fault.occurred_at, place="9号窗口")
    duplicate = store.incidents.register(again, plan, stamp())
    report = told(store, duplicate, stamp)
    store.reports.reply(report.id, "全力抢修", stamp())
    store.links.merge(duplicate.id, fault.id, stamp())
    store.links.split(duplicate.id, "另一根网线", stamp())
    assert store.incidents.owed(fault.id, plan).replies == 0
    assert store.reports.owed_in(store.reports.open_replies()[0]) == duplicate.id
    store.reports.settle_reply(report.id, NOTED, stamp())
    assert said(store, duplicate) == "组长 俞豪批示已阅知"


def test_somebody_is_charged_later_and_a_word_only_noted_is_settled(
    store: Store, fault: Incident, stamp: Stamps
) -> None:
    one, two = told(store, fault, stamp), told(store, fault, stamp)
    store.reports.reply(one.id, "查明原因", stamp())
    store.reports.reply(two.id, "知道了", stamp())
    charged = store.reports.charge(one.id, "陈某", date(2026, 11, 20), stamp())
    assert (charged.reply_owner, charged.reply_due) == ("陈某", date(2026, 11, 20))
    assert said(store, fault) == "组长 俞豪批示交办（陈某承办，11-20前）"
    store.reports.settle_reply(two.id, NOTED, stamp())
    assert said(store, fault) == "组长 俞豪批示已阅知"
    assert [r.id for r in store.reports.open_replies()] == [one.id]


def test_the_earliest_due_stands_first_and_closed_ones_only_when_somebody_is_charged(
    store: Store, plan: Plan, fault: Incident, stamp: Stamps
) -> None:
    dues = [None, date(2026, 11, 20), date(2026, 11, 15)]
    ids = []
    for due in dues:
        report = told(store, fault, stamp)
        store.reports.reply(report.id, "办", stamp(), due=due)
        ids.append(report.id)
    assert [r.id for r in store.reports.open_replies()] == [ids[2], ids[1], ids[0]]
    store.incidents.close(fault.id, stamp().at, stamp(), "先办结", plan)
    assert [r.id for r in store.reports.open_replies()] == [ids[2], ids[1]]
    store.incidents.void(fault.id, "重复", stamp())
    assert store.reports.open_replies() == []


def test_what_is_wrong_is_said_per_field(store: Store, fault: Incident, stamp: Stamps) -> None:
    report = told(store, fault, stamp)
    with pytest.raises(InvalidInput) as caught:
        store.reports.reply(report.id, " ", stamp(), "字" * 101, date(2026, 11, 12))
    problem = caught.value
    assert "请填写批示" in problem.message_for("reply")
    assert "最多 100 字" in problem.message_for("reply_owner")
    assert "早于今天" in problem.message_for("reply_due")
    with pytest.raises(UserError, match="没有批示"):
        store.reports.settle_reply(report.id, "办了", stamp())


def test_a_long_report_is_kept_whole_and_the_timeline_says_how_long(
    store: Store, fault: Incident, stamp: Stamps
) -> None:
    text = "停办，等候约40人。" * 400
    report = told(store, fault, stamp, text=text)
    assert report.text == text
    assert said(store, fault) == f"首报 组长 俞豪（电话）：全文 {len(text)} 字，见上报"
    with pytest.raises(InvalidInput, match="最多 20000 字"):
        told(store, fault, stamp, text="字" * 20_001)


def test_a_slip_is_taken_back_and_leaves_the_line_struck(
    store: Store, fault: Incident, stamp: Stamps
) -> None:
    report = told(store, fault, stamp)
    back = store.reports.take_back(report.id, stamp())
    assert back.outcome is Outcome.NONE
    old, new = store.incidents.entries(fault.id)[-2:]
    assert new.corrects_id == old.id
    assert new.text == "撤销：首报 组长 俞豪（电话）"
    assert told(store, fault, stamp).title == "首报"
    replied = told(store, fault, stamp)
    store.reports.reply(replied.id, "办", stamp())
    with pytest.raises(UserError, match="已有批示"):
        store.reports.take_back(replied.id, stamp())


def test_a_long_report_is_found_by_its_words(store: Store, fault: Incident, stamp: Stamps) -> None:
    told(store, fault, stamp, text="备用线路已经接通，" + "仍在抢修。" * 60)
    assert store.search.find("备用线路") == [fault.id]
