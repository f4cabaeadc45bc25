"""Every write of the follow-ups, twice with one stamp: the second changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hallduty.domain.followup_board import PHONE, SMS
from hallduty.domain.followups import AttemptOutcome, FollowupKind, NewFollowup
from hallduty.domain.incidents import Incident
from hallduty.domain.stamps import Stamp
from hallduty.store import Store
from tests.conftest import FAULT_AT
from tests.store.test_retries import Twice, _all_of


class Stamped:
    """Puts the stamp where a write of this column has it: before what may be left out."""

    def __init__(self, twice: Twice) -> None:
        self._twice = twice

    def __call__(self, write: Callable[..., Any], *args: Any, **further: Any) -> Any:
        def call(*given: Any) -> Any:
            return write(*given, **further)

        call.__qualname__ = write.__qualname__
        return self._twice(call, *args)


def test_follow_ups_are_written_once(
    store: Store, fault: Incident, stamp: Callable[[], Stamp]
) -> None:
    twice = Twice(store, stamp)
    once = Stamped(twice)
    column, calls = store.followups, store.followup_calls
    new = NewFollowup(FollowupKind.CALL_BACK, "张三", "13812345678", "申报")
    first = once(column.add, fault.id, new)
    second, third = once(column.add_many, fault.id, [new, new])
    card, *_ = once(column.issue_cards, fault.id, 2, matter="申报")
    once(column.check_windows, fault.id, ["3号窗口"])
    once(column.settle, first.id, "已通知")
    once(column.reopen, first.id)
    once(column.settle_many, [first.id, second.id], "已通知")
    once(column.reopen_many, [first.id, second.id])
    once(column.redeem, card.card_number)
    once(calls.attempt, [first.id, second.id], SMS, AttemptOutcome.SENT)
    once(calls.attempt, [second.id], PHONE, AttemptOutcome.REACHED)
    once(calls.log_export, "短信名单 TXT", [third.id], "恢复后短信通知", incident_id=fault.id)
    again = stamp()
    assert column.forget(FAULT_AT.replace(year=2027), again) > 0
    assert column.forget(FAULT_AT.replace(year=2027), again) == 0
    twice.tried.add("FollowupStore.forget")
    _all_of(twice, column)
    _all_of(twice, calls)
    assert store.audit.verify().ok


def test_retention_is_written_once(
    store: Store, fault: Incident, stamp: Callable[[], Stamp]
) -> None:
    new = NewFollowup(FollowupKind.CALL_BACK, "张三", "13812345678", "申报")
    made = store.followups.add(fault.id, new, stamp())
    store.followups.settle(made.id, "已通知", stamp())
    again = stamp()
    assert store.retention.forget(FAULT_AT.replace(year=2027), again) == 1
    assert store.retention.forget(FAULT_AT.replace(year=2027), again) == 0
