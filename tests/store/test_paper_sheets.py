"""Numbered sheets: never a number twice, one write for a sheet, every refusal in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hallduty.clock import FixedClock
from hallduty.domain.errors import InvalidInput, UserError
from hallduty.domain.incidents import Incident, Status, StepState, in_order
from hallduty.domain.paper_sheets import PaperEntry, SheetState, Standing
from hallduty.domain.plan import Plan
from hallduty.domain.stamps import Stamp
from hallduty.store import Store

Stamps = Callable[[], Stamp]
AT = datetime(2026, 11, 13, 8, 5)


def entry(number: str = "1", **changes: object) -> PaperEntry:
    values = {
        "occurred_at": AT,
        "place": "一楼大厅",
        "reporter": "王某某",
        "phone": "13800005678",
        "description": "全楼停电，等候约30人",
        "measures": "联系物业，引导等候",
        "outcome": "来电恢复",
        "recovered_at": AT.replace(minute=50),
        "closed_at": AT.replace(hour=9),
        "handler": "陈某某",
    }
    values |= dict(changes.pop("values", {}))  # type: ignore[call-overload]
    made: dict[str, object] = {"event_type": "power", "scenario": "power_cut", **changes}
    return PaperEntry(number, values=values, **made)  # type: ignore[arg-type]


def test_numbers_run_on_and_a_retry_gives_the_same(store: Store, stamp: Stamps) -> None:
    first = stamp()
    sheets = store.paper_sheets.issue(3, first)
    assert [sheet.number for sheet in sheets] == ["纸2026-001", "纸2026-002", "纸2026-003"]
    assert store.paper_sheets.issue(3, first) == sheets
    assert [sheet.number for sheet in store.paper_sheets.issue(2, stamp())] == [
        "纸2026-004",
        "纸2026-005",
    ]
    assert len(store.paper_sheets.sheets()) == 5
    assert store.paper_sheets.issue(0, stamp()) == []
    with pytest.raises(InvalidInput, match="0 到 100"):
        store.paper_sheets.issue(101, stamp())
    assert store.audit.verify().ok


def test_numbers_begin_anew_in_a_new_year_and_go_past_999(
    store: Store, clock: FixedClock, stamp: Stamps
) -> None:
    for _ in range(10):
        store.paper_sheets.issue(100, stamp())
    assert store.paper_sheets.sheets()[0].number == "纸2026-1000"
    clock.at = datetime(2027, 1, 4, 9, 0)
    assert store.paper_sheets.issue(1, stamp())[0].number == "纸2027-001"


def test_written_off_numbers_stay_taken(store: Store, stamp: Stamps) -> None:
    first, second = store.paper_sheets.issue(2, stamp())
    with pytest.raises(InvalidInput, match="作废的原因"):
        store.paper_sheets.spoil([second.id], " ", stamp())
    store.paper_sheets.spoil([second.id], "卡纸", stamp())
    assert [sheet.id for sheet in store.paper_sheets.blanks()] == [first.id]
    assert store.paper_sheets.issue(1, stamp())[0].number == "纸2026-003"
    back = store.paper_sheets.unspoil(second.id, stamp())
    assert back.state is SheetState.BLANK
    assert store.audit.verify().ok


def test_a_sheet_becomes_an_incident_with_its_times(
    store: Store, plan: Plan, stamp: Stamps
) -> None:
    (sheet,) = store.paper_sheets.issue(1, stamp())
    once = stamp()
    made = store.paper_sheets.enter(
        entry(steps={1: AT.replace(minute=7), 3: None}, extra={"天气": "雨"}), plan, once
    )
    assert store.paper_sheets.enter(entry(), plan, once) == made
    assert made.paper_number == "纸2026-001"
    assert made.late
    assert (made.occurred_at, made.reported_at) == (AT, AT)
    assert (made.recovered_at, made.closed_at) == (AT.replace(minute=50), AT.replace(hour=9))
    assert made.status is Status.CLOSED
    assert (made.reporter, made.phone, made.handler) == ("王某某", "13800005678", "陈某某")
    assert (made.description, made.measures) == ("全楼停电，等候约30人", "联系物业，引导等候")
    assert made.outcome == "来电恢复"
    assert made.extra == {"天气": "雨"}
    steps = {step.position: step for step in store.incidents.steps(made.id)}
    assert steps[1].state is StepState.DONE
    assert steps[1].settled_at == AT.replace(minute=7)
    assert steps[2].state is StepState.OPEN
    assert steps[3].state is StepState.DONE
    said = [line.text for line in in_order(store.incidents.entries(made.id))]
    assert said[0].startswith("发生：一楼大厅")
    assert said[1] == steps[1].text
    assert said[2:4] == ["业务恢复正常", "办结（纸单已写明办结时间）"]
    assert any(line.startswith("按纸单 纸2026-001 补录") for line in said)
    assert any("（纸单未记时间）" in line for line in said)
    assert store.paper_sheets.sheets()[0].incident_id == made.id
    assert store.search.find("纸2026-001") == [made.id]
    assert store.search.find("引导等候") == [made.id]
    assert store.audit.verify().ok
    assert sheet.number == made.paper_number


def test_the_times_tell_the_state(store: Store, plan: Plan, stamp: Stamps) -> None:
    store.paper_sheets.issue(3, stamp())
    running = {"recovered_at": None, "closed_at": None}
    made = store.paper_sheets.enter(entry("1", values=running), plan, stamp())
    assert made.status is Status.HANDLING
    made = store.paper_sheets.enter(entry("2", values={"closed_at": None}), plan, stamp())
    assert made.status is Status.RECOVERED
    reported = AT.replace(minute=9)
    made = store.paper_sheets.enter(entry("3", values={"reported_at": reported}), plan, stamp())
    assert made.reported_at == reported


def test_a_used_number_names_its_incident(store: Store, plan: Plan, stamp: Stamps) -> None:
    store.paper_sheets.issue(1, stamp())
    made = store.paper_sheets.enter(entry(), plan, stamp())
    with pytest.raises(InvalidInput) as refused:
        store.paper_sheets.enter(entry(), plan, stamp())
    assert f"已补录为事件 {made.number}" in refused.value.message_for("paper_number")
    assert store.incidents.count() == 1
    with pytest.raises(UserError, match="不能作废"):
        store.paper_sheets.spoil([store.paper_sheets.sheets()[0].id], "写坏", stamp())


def test_a_voided_incidents_sheet_may_be_entered_again(
    store: Store, plan: Plan, stamp: Stamps
) -> None:
    store.paper_sheets.issue(1, stamp())
    wrong = store.paper_sheets.enter(entry(), plan, stamp())
    store.incidents.void(wrong.id, "类型选错", stamp())
    assert "重新补录" in store.paper_sheets.look_up("1", 2026).words
    again = store.paper_sheets.enter(entry(event_type="network", scenario=""), plan, stamp())
    assert again.paper_number == "纸2026-001"
    assert store.incidents.get(wrong.id).paper_number == ""
    assert store.paper_sheets.sheets()[0].incident_id == again.id
    assert store.audit.verify().ok


def test_an_unknown_number_needs_a_reason_and_is_never_printed_later(
    store: Store, plan: Plan, stamp: Stamps
) -> None:
    store.paper_sheets.issue(1, stamp())
    with pytest.raises(InvalidInput, match="没有打印过编号为 纸2026-003 的纸单"):
        store.paper_sheets.enter(entry("3"), plan, stamp())
    assert store.incidents.count() == 0
    made = store.paper_sheets.enter(entry("3", reason="复印的纸单"), plan, stamp())
    assert made.paper_number == "纸2026-003"
    assert store.paper_sheets.look_up("3", 2026).standing is Standing.USED
    assert [sheet.number for sheet in store.paper_sheets.issue(2, stamp())] == [
        "纸2026-002",
        "纸2026-004",
    ]


def test_a_written_off_sheet_that_was_written_on_needs_a_reason(
    store: Store, plan: Plan, stamp: Stamps
) -> None:
    (sheet,) = store.paper_sheets.issue(1, stamp())
    store.paper_sheets.spoil([sheet.id], "以为丢了", stamp())
    with pytest.raises(InvalidInput, match="以为丢了"):
        store.paper_sheets.enter(entry(), plan, stamp())
    store.paper_sheets.enter(entry(reason="又找到了"), plan, stamp())
    found = store.paper_sheets.sheets()[0]
    assert (found.state, found.remark) == (SheetState.ENTERED, "又找到了")


def test_a_sheet_with_an_error_writes_nothing(store: Store, plan: Plan, stamp: Stamps) -> None:
    store.paper_sheets.issue(1, stamp())
    before = store.audit.head_code()
    bad = entry(values={"occurred_at": None, "phone": "abc", "closed_at": AT.replace(hour=7)})
    with pytest.raises(InvalidInput) as refused:
        store.paper_sheets.enter(bad, plan, stamp())
    assert {p.field for p in refused.value.problems} >= {"occurred_at", "phone"}
    assert store.audit.head_code() == before
    assert store.incidents.count() == 0


def test_a_bare_number_in_january_finds_decembers_sheet(
    store: Store, plan: Plan, clock: FixedClock, stamp: Stamps
) -> None:
    clock.at = datetime(2026, 12, 31, 16, 0)
    store.paper_sheets.issue(2, stamp())
    clock.at = datetime(2027, 1, 4, 9, 0)
    assert store.paper_sheets.look_up("2", 2027).number == "纸2026-002"
    made = store.paper_sheets.enter(entry("2"), plan, Stamp(uuid4(), clock.now(), "刘某某"))
    assert made.paper_number == "纸2026-002"
    assert isinstance(made, Incident)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(["issue", "spoil", "enter"]), st.integers(0, 12))))
def test_no_number_is_ever_given_twice(
    plan: Plan, tmp_path_factory: pytest.TempPathFactory, deeds: list[tuple[str, int]]
) -> None:
    given_out: list[str] = []
    with Store.open(tmp_path_factory.mktemp("sheets"), AT) as store:
        sheets = store.paper_sheets

        def stamp() -> Stamp:
            return Stamp(uuid4(), AT.replace(hour=12), "刘某某")

        for deed, number in deeds:
            if deed == "issue":
                given_out += [sheet.number for sheet in sheets.issue(number % 4, stamp())]
            elif deed == "spoil":
                sheets.spoil([each.id for each in sheets.blanks()[:1]], "写坏", stamp())
            else:
                found = sheets.look_up(str(number), 2026)
                if found.standing in (Standing.USED, Standing.NONE):
                    with pytest.raises(InvalidInput):
                        sheets.enter(entry(str(number)), plan, stamp())
                else:
                    sheets.enter(entry(str(number), reason="复印的"), plan, stamp())
        numbers = [sheet.number for sheet in sheets.sheets()]
        taken = [number for number in numbers if number not in given_out]
        assert len(given_out) == len(set(given_out))
        assert len(numbers) == len(set(numbers))
        assert all(sheets.look_up(number, 2026).sheet for number in taken)
        assert store.audit.verify().ok
