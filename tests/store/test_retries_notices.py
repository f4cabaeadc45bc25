"""Every write of notices and promises, twice with one stamp."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from hallduty.domain.incidents import Incident
from hallduty.domain.notices import NewNotice, NoticeKind
from hallduty.domain.promises import NewPromise
from hallduty.domain.stamps import Stamp
from hallduty.store import Store
from tests.conftest import FAULT_AT
from tests.store.test_retries import Twice, _all_of

SOON = FAULT_AT + timedelta(minutes=40)


@pytest.fixture
def twice(store: Store, stamp: Callable[[], Stamp]) -> Twice:
    return Twice(store, stamp)


def test_notices_are_written_once(store: Store, twice: Twice, fault: Incident) -> None:
    notices = store.notices
    new = NewNotice(NoticeKind.FAULT, "正文", "短文", SOON, 40, ("大厅入口", "电子屏"))
    first = twice(notices.make, fault.id, new, ())
    old = [each.id for each in notices.postings(fault.id)]
    twice(notices.make, fault.id, new, old)
    twice(notices.post, first.id, ["微信群"])
    twice(notices.withdraw, fault.id, [each.id for each in notices.postings(fault.id)])
    _all_of(twice, notices)


def test_promises_are_written_once(store: Store, twice: Twice, fault: Incident) -> None:
    promises = store.promises
    first = twice(promises.add, fault.id, NewPromise("信息中心", "陈某某", SOON))
    twice(promises.correct, first.id, NewPromise("信息中心", "陈某某", SOON + timedelta(minutes=5)))
    twice(promises.add, fault.id, NewPromise("信息中心", "", SOON + timedelta(minutes=20)))
    _all_of(twice, promises)
    twice(store.incidents.recover, fault.id, FAULT_AT)
    twice(store.incidents.resume, fault.id, "再次中断")
