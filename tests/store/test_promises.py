"""Promises in the file: replaced, lapsed, kept on recovery, and open again when it is undone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from hallduty.clock import FixedClock
from hallduty.domain.errors import InvalidInput, UserError
from hallduty.domain.incidents import EntryKind, Incident, NewIncident, Status
from hallduty.domain.plan import Plan
from hallduty.domain.promises import NewPromise, Promise, PromiseState
from hallduty.domain.stamps import Stamp
from hallduty.store import Store

CUT = datetime(2026, 10, 22, 15, 20)
Stamps = Callable[[], Stamp]


def at(hour: int, minute: int) -> datetime:
    return CUT.replace(hour=hour, minute=minute)


@pytest.fixture
def cut(store: Store, plan: Plan, stamp: Stamps, clock: FixedClock) -> Incident:
    clock.at = at(15, 21)
    new = NewIncident("power", "power_cut", "normal", CUT, place="一楼大厅")
    return store.incidents.register(new, plan, stamp())


def said(hour: int, minute: int, who: str = "王师傅") -> NewPromise:
    return NewPromise("供电所", who, at(hour, minute))


def states(store: Store, incident: Incident) -> list[PromiseState]:
    return [each.state for each in store.promises.of(incident.id)]


@pytest.fixture
def promised(store: Store, cut: Incident, stamp: Stamps, clock: FixedClock) -> list[Promise]:
    """16:00 was promised and lapsed, then 16:40."""
    clock.at = at(15, 25)
    first = store.promises.add(cut.id, said(16, 0), stamp())
    clock.at = at(16, 5)
    return [first, store.promises.add(cut.id, said(16, 40), stamp())]


def test_sixteen_lapsed_sixteen_forty_kept(
    store: Store, cut: Incident, promised: list[Promise], stamp: Stamps, clock: FixedClock
) -> None:
    assert states(store, cut) == [PromiseState.LAPSED, PromiseState.OPEN]
    clock.at = at(16, 38)
    store.incidents.recover(cut.id, at(16, 38), stamp())
    found = store.promises.of(cut.id)
    assert [(p.state, p.settled_at) for p in found] == [
        (PromiseState.LAPSED, at(16, 5)),
        (PromiseState.KEPT, at(16, 38)),
    ]
    told = [e.text for e in store.incidents.entries(cut.id) if e.kind is EntryKind.PROMISE]
    assert told == [
        "供电所 王师傅承诺16:00前恢复",
        "原承诺16:00已过，未恢复；供电所 王师傅承诺16:40前恢复",
    ]
    assert store.incidents.dossier(cut.id).promises == tuple(found)
    assert store.audit.verify().ok


def test_a_recovery_taken_back_opens_what_it_had_settled(
    store: Store, cut: Incident, promised: list[Promise], stamp: Stamps, clock: FixedClock
) -> None:
    clock.at = at(16, 38)
    store.incidents.recover(cut.id, at(16, 38), stamp())
    store.incidents.resume(cut.id, "又停电", stamp())
    assert states(store, cut) == [PromiseState.LAPSED, PromiseState.OPEN]
    clock.at = at(16, 50)
    store.incidents.recover(cut.id, at(16, 50), stamp())
    assert states(store, cut) == [PromiseState.LAPSED, PromiseState.LAPSED]


def test_a_recovery_time_put_right_judges_anew(
    store: Store, cut: Incident, promised: list[Promise], stamp: Stamps, clock: FixedClock
) -> None:
    clock.at = at(16, 55)
    store.incidents.recover(cut.id, at(16, 50), stamp())
    assert states(store, cut)[-1] is PromiseState.LAPSED
    store.incidents.revise(cut.id, {"recovered_at": at(16, 39)}, stamp())
    assert states(store, cut)[-1] is PromiseState.KEPT


def test_closing_without_recovery_leaves_no_lapsed_promise_open(
    store: Store, cut: Incident, promised: list[Promise], stamp: Stamps, clock: FixedClock
) -> None:
    clock.at = at(17, 0)
    store.incidents.close(cut.id, at(17, 0), stamp(), "改日恢复")
    assert states(store, cut) == [PromiseState.LAPSED, PromiseState.LAPSED]


def test_after_recovery_nobody_promises_any_more(
    store: Store, cut: Incident, stamp: Stamps, clock: FixedClock
) -> None:
    clock.at = at(16, 38)
    store.incidents.recover(cut.id, at(16, 38), stamp())
    clock.at = at(16, 45)
    with pytest.raises(UserError, match="业务已于 2026-10-22 16:38 恢复"):
        store.promises.add(cut.id, said(17, 0), stamp())
    # What was said before it came back can still be told (补录).
    store.promises.add(cut.id, said(16, 40), stamp(), at(15, 40))
    assert states(store, cut) == [PromiseState.KEPT]


def test_a_promise_told_later_takes_its_place_by_its_time(
    store: Store, cut: Incident, stamp: Stamps, clock: FixedClock
) -> None:
    clock.at = at(16, 10)
    store.promises.add(cut.id, said(16, 40), stamp())
    store.promises.add(cut.id, said(16, 0, "李师傅"), stamp(), at(15, 30))
    found = store.promises.of(cut.id)
    assert [(p.who, p.state) for p in found] == [
        ("李师傅", PromiseState.LAPSED),
        ("王师傅", PromiseState.OPEN),
    ]


def test_a_slip_of_the_pen_is_put_right_without_a_new_promise(
    store: Store, cut: Incident, stamp: Stamps, clock: FixedClock
) -> None:
    clock.at = at(15, 25)
    wrong = store.promises.add(cut.id, said(16, 4), stamp())
    store.promises.correct(wrong.id, said(16, 40), stamp())
    (found,) = store.promises.of(cut.id)
    assert (found.until, found.state) == (at(16, 40), PromiseState.OPEN)
    assert store.incidents.entries(cut.id)[-1].text == (
        "更正：供电所 王师傅承诺16:40前恢复（原记：供电所 王师傅承诺16:04前恢复）"
    )


def test_refused_with_a_sentence_and_nothing_written(
    store: Store, cut: Incident, stamp: Stamps
) -> None:
    with pytest.raises(InvalidInput, match="请写明何时恢复"):
        store.promises.add(cut.id, NewPromise("供电所", "", None), stamp())
    with pytest.raises(InvalidInput, match="责任单位最多 50 字"):
        store.promises.add(cut.id, NewPromise("供" * 51, "", at(16, 0)), stamp())
    store.incidents.void(cut.id, "误登记", stamp())
    with pytest.raises(UserError, match="已作废"):
        store.promises.add(cut.id, said(16, 0), stamp())
    with pytest.raises(UserError, match="没有这个事件"):
        store.promises.add(999, said(16, 0), stamp())
    assert store.promises.of(cut.id) == []
    assert store.incidents.get(cut.id).status is Status.VOID
