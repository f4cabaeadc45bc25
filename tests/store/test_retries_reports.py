"""Reports and recordings: a write that is tried again changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from hallduty.domain.conflict import proposed
from hallduty.domain.incidents import Incident
from hallduty.domain.reports import NewReport, ReportKind
from hallduty.domain.stamps import Stamp
from hallduty.store import Store
from tests.conftest import FAULT_AT
from tests.store.test_retries import Twice, _all_of


def test_reports_are_written_once(
    store: Store, fault: Incident, stamp: Callable[[], Stamp]
) -> None:
    twice, reports = Twice(store, stamp), store.reports
    first = twice(reports.add, fault.id, NewReport(ReportKind.FIRST, "组长 俞豪"))
    twice(reports.take_back, first.id)
    again = twice(reports.add, fault.id, NewReport(ReportKind.FIRST, "组长 俞豪"))
    twice(reports.reply, again.id, "全力抢修")
    twice(reports.charge, again.id, "陈某", date(2026, 11, 20))
    twice(reports.settle_reply, again.id, "已抢修")
    _all_of(twice, reports)


def test_recordings_are_written_once(
    store: Store, fault: Incident, stamp: Callable[[], Stamp]
) -> None:
    twice, conflict = Twice(store, stamp), store.conflict
    new = proposed(FAULT_AT, FAULT_AT)
    footage = twice(conflict.note, fault.id, new, 15)
    twice(conflict.move, footage.id, proposed(FAULT_AT, FAULT_AT, "窗口区"), 15)
    twice(conflict.secure, footage.id, "导出")
    _all_of(twice, conflict)
