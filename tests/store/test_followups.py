"""Follow-ups on a real file: lists in one write, cards without gaps, rounds, exports, retention."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from time import perf_counter

import pytest

from hallduty.clock import FixedClock
from hallduty.domain.appointments import AppointmentKind
from hallduty.domain.errors import InvalidInput, UserError
from hallduty.domain.followup_board import (
    PHONE,
    SMS,
    FollowupFilter,
    Progress,
    rounds_due,
)
from hallduty.domain.followups import AttemptOutcome, Followup, FollowupKind, NewFollowup
from hallduty.domain.incidents import Incident, NewIncident
from hallduty.domain.plan import Plan
from hallduty.domain.stamps import Stamp
from hallduty.store import Store
from hallduty.store.models_site import Appointment
from hallduty.store.writes import writing
from tests.conftest import FAULT_AT

Stamps = Callable[[], Stamp]
CALL = FollowupKind.CALL_BACK


def calls(count: int, first: int = 0) -> list[NewFollowup]:
    return [NewFollowup(CALL, f"赵{n}", f"138{n:08d}", "申报") for n in range(first, first + count)]


def said(store: Store, incident: Incident) -> list[str]:
    return [entry.text for entry in store.incidents.entries(incident.id)]


@pytest.fixture
def three(store: Store, fault: Incident, stamp: Stamps) -> list[Followup]:
    return store.followups.add_many(fault.id, calls(3), stamp())


def test_a_list_is_one_write_and_one_line_of_the_timeline(
    store: Store, fault: Incident, stamp: Stamps
) -> None:
    before = len(said(store, fault))
    made = store.followups.add_many(fault.id, calls(25), stamp())
    assert [each.who for each in made] == [f"赵{n}" for n in range(25)]
    assert said(store, fault)[before:] == ["登记电话回访 25 件（善后第 1—25 号）"]
    assert store.audit.verify().ok


def test_a_fault_in_a_list_is_named_and_nothing_of_it_is_kept(
    store: Store, fault: Incident, stamp: Stamps
) -> None:
    faulty = [*calls(2), NewFollowup(CALL, "李四", "12")]
    with pytest.raises(InvalidInput, match="第 3 件：联系电话不是有效"):
        store.followups.add_many(fault.id, faulty, stamp())
    with pytest.raises(InvalidInput, match="没有可以记下"):
        store.followups.add_many(fault.id, [], stamp())
    assert store.followups.of(fault.id) == []


def test_cards_are_numbered_per_year_without_gaps(
    store: Store, fault: Incident, plan: Plan, stamp: Stamps, clock: FixedClock
) -> None:
    store.followups.issue_cards(fault.id, 12, stamp())
    one = store.followups.add(
        fault.id, NewFollowup(FollowupKind.PRIORITY_CARD, "张三", matter="申报"), stamp()
    )
    assert one.card_number == "2026-0013"
    for wrong in (0, 201):
        with pytest.raises(InvalidInput, match="一次可发 1 到 200 张"):
            store.followups.issue_cards(fault.id, wrong, stamp())
    last_year = replace(NewIncident("application", "tax_system", "normal", FAULT_AT), late=True)
    old = store.incidents.register(
        replace(last_year, occurred_at=FAULT_AT - timedelta(days=365)), plan, stamp()
    )
    late = store.followups.issue_cards(old.id, 1, stamp(), at=FAULT_AT - timedelta(days=365))
    assert late[0].card_number == "2025-0001"
    numbers = [each.card_number for each in store.followups.of(fault.id)]
    assert numbers == [f"2026-{n:04d}" for n in range(1, 14)]


def test_the_ten_thousandth_card_of_a_year_has_a_number_too(
    store: Store, fault: Incident, stamp: Stamps
) -> None:
    store.followups.issue_cards(fault.id, 1, stamp())
    store._db.execute_sql("UPDATE followup SET card_number = '2026-9999'")
    made = store.followups.issue_cards(fault.id, 2, stamp())
    assert [each.card_number for each in made] == ["2026-10000", "2026-10001"]


@pytest.mark.parametrize(
    "typed", ["12", "0012", "2026-0012", "２０２６－０012", "第12号", " 26-12 "]
)
def test_a_card_is_redeemed_by_its_number_however_it_is_typed(
    store: Store, fault: Incident, stamp: Stamps, typed: str
) -> None:
    store.followups.issue_cards(fault.id, 12, stamp())
    card = store.followups.redeem(typed, stamp())
    assert (card.card_number, card.is_open, card.how) == ("2026-0012", False, "持卡优先办结")
    with pytest.raises(UserError, match="2026-0012 号优先卡已于 2026-11-13 09:42 核销"):
        store.followups.redeem(typed, stamp())


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("13", "没有发过 2026-0013 号优先卡"),
        ("", "不是优先卡号"),
        ("0", "不是优先卡号"),
        ("'; DROP", "不是优先卡号"),
        ("9" * 40, "不是优先卡号"),
    ],
)
def test_an_unknown_card_is_named(
    store: Store, fault: Incident, stamp: Stamps, typed: str, told: str
) -> None:
    store.followups.issue_cards(fault.id, 12, stamp())
    with pytest.raises(UserError, match=told):
        store.followups.redeem(typed, stamp())


def test_each_window_is_checked_once(store: Store, fault: Incident, stamp: Stamps) -> None:
    names = ["3号窗口", "4号窗口"]
    made = store.followups.check_windows(fault.id, names, stamp())
    assert [each.window for each in made] == names
    more = store.followups.check_windows(fault.id, [*names, "5号窗口"], stamp())
    assert [each.window for each in more] == ["5号窗口"]
    with pytest.raises(UserError, match="都已登记"):
        store.followups.check_windows(fault.id, names, stamp())


def test_several_are_settled_and_reopened_at_once(
    store: Store, fault: Incident, stamp: Stamps, three: list[Followup]
) -> None:
    ids = [each.id for each in three]
    store.followups.settle(ids[1], "先办了", stamp())
    done = store.followups.settle_many(ids, "短信通知", stamp())
    assert [each.how for each in done] == ["短信通知", "先办了", "短信通知"]
    assert said(store, fault)[-1] == "善后第 1、3 号：短信通知"
    back = store.followups.reopen_many(ids, stamp())
    assert all(each.is_open for each in back)
    assert said(store, fault)[-1] == "善后第 1—3 号：重新办理"


def test_rounds_follow_the_outcomes(
    store: Store, fault: Incident, stamp: Stamps, three: list[Followup]
) -> None:
    a, b, c = (each.id for each in three)
    tell = store.followup_calls.attempt
    tell([a, b, c], SMS, AttemptOutcome.SENT, stamp())
    assert said(store, fault)[-1] == "善后第 1—3 号：第1轮短信，已发短信"
    assert rounds_due(store.followup_board.lines([a, b, c])) == {}
    tell([b], SMS, AttemptOutcome.FAILED, stamp())
    tell([c], PHONE, AttemptOutcome.BUSY, stamp())
    due = rounds_due(store.followup_board.lines([a, b, c]))
    assert {number: [n.followup.id for n in found] for number, found in due.items()} == {2: [b, c]}
    tell([b, c], SMS, AttemptOutcome.SENT, stamp())
    assert [x.round for x in store.followup_calls.of([b])] == [1, 1, 2]
    reached = tell([c], PHONE, AttemptOutcome.REACHED, stamp())
    assert not reached[0].is_open
    assert store.followups.of(fault.id)[0].is_open
    with pytest.raises(UserError, match="没有要通知的人"):
        tell([c], PHONE, AttemptOutcome.MISSED, stamp())


def test_the_board_filters_and_leaves_out_what_is_void(
    store: Store, fault: Incident, plan: Plan, stamp: Stamps, three: list[Followup]
) -> None:
    board = store.followup_board
    other = store.incidents.register(
        NewIncident("power", "power_cut", "normal", FAULT_AT), plan, stamp()
    )
    store.followups.issue_cards(other.id, 2, stamp())
    store.followup_calls.attempt([three[0].id], PHONE, AttemptOutcome.MISSED, stamp())
    store.followups.settle(three[2].id, "", stamp())
    assert store.followups.owed() == 4
    assert board.ids(FollowupFilter()) == [1, 2, 4, 5, 3]
    for wanted, found in (
        (FollowupFilter(kind=FollowupKind.PRIORITY_CARD), [4, 5]),
        (FollowupFilter(incident_id=fault.id, open_only=True), [1, 2]),
        (FollowupFilter(progress=Progress.AGAIN), [1]),
        (FollowupFilter(progress=Progress.DONE), [3]),
        (FollowupFilter(text="赵1"), [2]),
        (FollowupFilter(text="0002 赵"), [3]),
        (FollowupFilter(text="2026-0002 2026-002"), [5]),
        (FollowupFilter(text="%"), []),
    ):
        assert board.ids(wanted) == found, wanted
    assert board.incidents() == [(other.id, other.number, 2), (fault.id, fault.number, 2)]
    store.incidents.void(other.id, "误登记", stamp())
    assert store.followups.owed() == 2
    assert board.ids(FollowupFilter(incident_id=other.id)) == [4, 5]
    with pytest.raises(UserError, match="已作废"):
        store.followups.settle(4, "", stamp())


def test_an_export_is_logged_without_a_name(
    store: Store, fault: Incident, stamp: Stamps, three: list[Followup]
) -> None:
    log = store.followup_calls.log_export
    log("短信名单 TXT", [each.id for each in three], "恢复后短信通知", stamp(), fault.id)
    found = store.followup_calls.exports()
    assert [(x.kind, x.people, x.actor, x.purpose) for x in found] == [
        ("短信名单 TXT", 3, "刘某某", "恢复后短信通知")
    ]
    assert said(store, fault)[-1] == "短信名单 TXT 3 人，用途：恢复后短信通知"
    with pytest.raises(InvalidInput, match="请填写用途"):
        log("短信名单 TXT", [1], " ", stamp())
    assert store.audit.verify().ok


def test_cards_and_attempts_keep_nobody_after_the_set_days(
    store: Store, fault: Incident, stamp: Stamps, three: list[Followup], clock: FixedClock
) -> None:
    card = store.followups.add(
        fault.id, NewFollowup(FollowupKind.PRIORITY_CARD, "张三", "13912345678", "申报"), stamp()
    )
    store.followup_calls.attempt([three[0].id], PHONE, AttemptOutcome.REACHED, stamp())
    store.followups.redeem(card.card_number, stamp())
    store.drafts.save("followup_list:1", "王五 13700000000", clock.now())
    later = FAULT_AT + timedelta(days=31)
    assert store.retention.forget(later, stamp()) == 2
    assert store.retention.forget(later, stamp()) == 0
    left = {each.id: each for each in store.followups.of(fault.id)}
    assert (left[card.id].who, left[card.id].phone, left[card.id].matter) == ("", "", "")
    assert left[card.id].card_number == "2026-0001"
    assert left[three[1].id].who == "赵1"
    assert store.followup_calls.of([three[0].id])[0].outcome is AttemptOutcome.REACHED
    assert store.drafts.get("followup_list:1") is None
    assert store.audit.verify().ok


def test_appointments_are_forgotten_after_their_time_and_not_before(
    store: Store, fault: Incident, stamp: Stamps
) -> None:
    kept = {
        "incident_id": fault.id,
        "hall_id": None,
        "extension_id": None,
        "kind": AppointmentKind.APPOINTMENT,
        "who": "张三",
        "phone": "13812345678",
        "matter": "申报",
        "made_at": FAULT_AT,
        "served_by": "刘某某",
        "window": "3号",
        "outcome": "已办",
    }
    with writing(store._db, stamp()) as write:
        for number, served in enumerate((FAULT_AT, None)):
            due = FAULT_AT if served else FAULT_AT + timedelta(days=40)
            write.insert(Appointment, uuid=str(number), due_at=due, served_at=served, **kept)
    assert store.retention.forget(FAULT_AT + timedelta(days=31), stamp()) == 1
    left = store._db.execute_sql("SELECT who, phone, matter, outcome FROM appointment").fetchall()
    assert left == [("", "", "", "已办"), ("张三", "13812345678", "申报", "已办")]
    assert store.audit.verify().ok


def test_twenty_thousand_are_filtered_in_a_moment(
    store: Store, fault: Incident, stamp: Stamps
) -> None:
    with store.bulk():
        for start in range(0, 20_000, 5_000):
            store.followups.add_many(fault.id, calls(5_000, start), stamp())
    store.followup_calls.attempt(list(range(1, 2_001)), SMS, AttemptOutcome.SENT, stamp())
    began = perf_counter()
    assert len(store.followup_board.ids(FollowupFilter())) == 20_000
    assert len(store.followup_board.ids(FollowupFilter(progress=Progress.SENT))) == 2_000
    assert len(store.followup_board.ids(FollowupFilter(text="赵1999"))) == 11
    ids = store.followup_board.ids(FollowupFilter())
    assert len(store.followup_board.lines(ids[:200])) == 200
    assert perf_counter() - began < 1.5
