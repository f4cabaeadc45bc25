"""Duplicates and links on a real file: nothing is owed in a dead place, numbers are kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from hallduty.clock import FixedClock
from hallduty.domain.errors import InvalidInput, UserError
from hallduty.domain.followups import AttemptOutcome, FollowupKind, NewFollowup
from hallduty.domain.incidents import (
    EntryKind,
    Incident,
    IncidentFilter,
    NewEntry,
    NewIncident,
    Status,
)
from hallduty.domain.links import repeat_text
from hallduty.domain.notices import NoticeKind
from hallduty.domain.plan import Plan
from hallduty.domain.promises import PromiseState
from hallduty.domain.roster import Hall
from hallduty.domain.stamps import Stamp
from hallduty.store import Store, models
from hallduty.store import models_handling as handling
from hallduty.store import models_site as site
from hallduty.store.writes import writing

Register = Callable[..., Incident]


@pytest.fixture
def register(store: Store, plan: Plan, stamp: Callable[[], Stamp]) -> Register:
    def made(at: datetime, scenario: str = "tax_system", **more: Any) -> Incident:
        kind = next(s.event_type for s in plan.scenarios if s.code == scenario)
        new = NewIncident(kind, scenario, "normal", at, **more)
        return store.incidents.register(new, plan, stamp())

    return made


@pytest.fixture
def pair(fault: Incident, register: Register, clock: FixedClock) -> tuple[Incident, Incident]:
    """The fault, and the same fault told once more at another window."""
    clock.advance(minutes=8)
    return fault, register(clock.now(), place="9号窗口", text="9号窗口也打不开系统")


def owe_everything(store: Store, incident_id: int, stamp: Stamp) -> None:
    """Leave one open row of every kind in an incident, and one of each that is settled."""
    hall = store.roster.save_hall(Hall(0, "", "第一办税服务厅"), stamp)
    store.roster.set_window_count(hall.id, 1, Stamp(stamp.id.__class__(int=1), stamp.at, "刘"))
    window = store.roster.windows(hall.id)[0].id
    at, later = stamp.at, stamp.at + timedelta(minutes=30)
    other = Stamp(stamp.id.__class__(int=2), at, "刘某某")
    with writing(store._db, other) as write:

        def put(model: Any, name: str, **values: Any) -> int:
            return write.insert(model, uuid=other.derived(name), incident_id=incident_id, **values)

        for name, settled in (("open", None), ("done", at)):
            followup = put(
                models.Followup,
                f"followup {name}",
                kind=FollowupKind.CALL_BACK,
                who="张三丰",
                phone="13800010001",
                matter="申报",
                added_at=at,
                settled_at=settled,
                settled_by="",
                how="",
                card_number="",
                window="",
            )
            put(
                handling.FollowupAttempt,
                f"attempt {name}",
                followup_id=followup,
                at=at,
                channel="电话",
                outcome=AttemptOutcome.MISSED,
                round=1,
                actor="刘某某",
            )
            put(
                handling.Promise,
                f"promise {name}",
                unit="供电所",
                who="王师傅",
                until=later,
                made_at=at,
                state=PromiseState.KEPT if settled else PromiseState.OPEN,
                settled_at=settled,
                remark="",
            )
            notice = put(
                handling.Notice,
                f"notice {name}",
                kind=NoticeKind.FAULT,
                title="故障公告",
                text="系统故障",
                short="系统故障",
                expected_at=later,
                wait_minutes=None,
                made_at=at,
                made_by="刘某某",
            )
            put(
                handling.NoticePosting,
                f"posting {name}",
                notice_id=notice,
                place="大厅入口",
                posted_at=at,
                posted_by="刘某某",
                withdrawn_at=settled,
                withdrawn_by="",
            )
            put(
                site.Outage,
                f"outage {name}",
                hall_id=hall.id,
                window_id=window,
                device_id=None,
                down_at=at,
                up_at=settled,
                actor="刘某某",
                remark="",
            )
            put(
                handling.Footage,
                f"footage {name}",
                camera="一号",
                from_at=at,
                to_at=later,
                noted_at=at,
                expires_on=at.date() + timedelta(days=15),
                secured_at=settled,
                secured_by="",
                storage="",
            )


def rows_of(store: Store, incident_id: int) -> dict[str, int]:
    dossier = store.incidents.dossier(incident_id)
    names = ("followups", "attempts", "promises", "notices", "postings", "outages", "footage")
    return {name: len(getattr(dossier, name)) for name in names}


def test_a_duplicate_keeps_its_number_and_is_out_of_the_open_ones(
    store: Store, pair: tuple[Incident, Incident], stamp: Callable[[], Stamp], clock: FixedClock
) -> None:
    main, duplicate = pair
    clock.advance(minutes=2)
    store.links.merge(duplicate.id, main.id, stamp())
    merged = store.incidents.get(duplicate.id)
    assert (merged.number, merged.status, merged.merged_into) == (
        "2026-002",
        Status.CLOSED,
        "2026-001",
    )
    assert (merged.standing, merged.outcome) == ("并入 2026-001", "并入 2026-001")
    assert merged.closed_at == clock.now()
    assert not merged.counts
    assert [i.number for i in store.incidents.open_ones()] == ["2026-001"]
    assert store.incidents.ids(IncidentFilter(merged=True)) == [duplicate.id]
    assert store.incidents.ids(IncidentFilter(merged=False)) == [main.id]
    said = [e.text for e in store.incidents.entries(main.id)]
    assert said[-1] == "并入 2026-002：9号窗口也打不开系统"
    assert [e.text for e in store.incidents.entries(duplicate.id)][-1] == "并入 2026-001：同一故障"
    dossier = store.incidents.dossier(main.id)
    assert [d.incident.number for d in dossier.duplicates] == ["2026-002"]
    assert dossier.duplicates[0].entries == tuple(store.incidents.entries(duplicate.id))
    assert store.audit.verify().problem == ""


def test_what_is_owed_goes_over_and_what_is_done_stays(
    store: Store, pair: tuple[Incident, Incident], stamp: Callable[[], Stamp]
) -> None:
    main, duplicate = pair
    owe_everything(store, duplicate.id, stamp())
    store.links.merge(duplicate.id, main.id, stamp(), "同一交换机")
    one = dict.fromkeys(rows_of(store, main.id), 1)
    # Every outage is the main fault's: its windows were down by it.
    assert rows_of(store, main.id) == one | {"outages": 2}
    assert rows_of(store, duplicate.id) == one | {"outages": 0}
    assert store.incidents.unfinished_counts([main.id, duplicate.id]) == {main.id: 1}
    assert store.incidents.entries(main.id)[-1].text == (
        "并入 2026-002：9号窗口也打不开系统，同一交换机，"
        "善后1件、承诺1项、公告1张、停用2处、监控1段转入"
    )
    # A taxpayer who went over stays unnamed on the papers of both.
    there, here = store.incidents.dossier(main.id), store.incidents.dossier(duplicate.id)
    assert {f.who for f in here.elsewhere} == {"张三丰"}
    assert there.postings[0].notice_id == there.notices[0].id
    assert there.attempts[0].followup_id == there.followups[0].id


def test_splitting_gives_everything_back(
    store: Store,
    pair: tuple[Incident, Incident],
    stamp: Callable[[], Stamp],
    clock: FixedClock,
) -> None:
    main, duplicate = pair
    owe_everything(store, duplicate.id, stamp())
    store.incidents.recover(duplicate.id, clock.now(), stamp())
    before = store.incidents.get(duplicate.id)
    rows = rows_of(store, duplicate.id)
    store.links.merge(duplicate.id, main.id, stamp())
    (owed,) = [f for f in store.followups.of(main.id) if f.is_open]
    clock.advance(minutes=5)
    store.followups.settle(owed.id, "已通知", stamp())
    assert store.links.split(duplicate.id, "9号窗口是另一处网线", stamp()) == before
    assert rows_of(store, duplicate.id) == rows
    assert set(rows_of(store, main.id).values()) == {0}
    assert all(not f.is_open for f in store.followups.of(duplicate.id))
    assert store.incidents.dossier(main.id).duplicates == ()
    said = [store.incidents.entries(each.id)[-1].text for each in (main, duplicate)]
    assert said == [
        "拆分 2026-002：9号窗口是另一处网线",
        "拆分：不再并入 2026-001（9号窗口是另一处网线）",
    ]
    # Taken apart once, they are not suggested again; a second merger is still possible.
    assert store.links.likely(duplicate.id, clock.now()) == []
    store.links.merge(duplicate.id, main.id, stamp())
    assert store.audit.verify().problem == ""


def test_an_outcome_that_was_typed_is_kept(
    store: Store, pair: tuple[Incident, Incident], stamp: Callable[[], Stamp]
) -> None:
    main, duplicate = pair
    store.incidents.revise(duplicate.id, {"outcome": "重启后正常"}, stamp())
    store.links.merge(duplicate.id, main.id, stamp())
    assert store.incidents.get(duplicate.id).outcome == "重启后正常"
    assert store.links.split(duplicate.id, "看错了", stamp()).outcome == "重启后正常"


def test_nothing_is_written_into_a_duplicate(
    store: Store, pair: tuple[Incident, Incident], plan: Plan, stamp: Callable[[], Stamp]
) -> None:
    main, duplicate = pair
    store.links.merge(duplicate.id, main.id, stamp())
    new = NewFollowup(FollowupKind.CALL_BACK, "张某", "13800010001", "申报")
    writes: tuple[Callable[[], object], ...] = (
        lambda: store.followups.add(duplicate.id, new, stamp()),
        lambda: store.incidents.add_entry(duplicate.id, NewEntry(EntryKind.NOTE, "一句"), stamp()),
        lambda: store.incidents.revise(duplicate.id, {"place": "厅"}, stamp()),
        lambda: store.incidents.resume(duplicate.id, "又坏了", stamp()),
        lambda: store.incidents.void(duplicate.id, "误登记", stamp()),
        lambda: store.links.link(duplicate.id, main.id, "", stamp()),
    )
    for write in writes:
        with pytest.raises(UserError, match="已并入 2026-001"):
            write()
    with pytest.raises(UserError, match="2026-002 已并入本事件，请先拆分再作废"):
        store.incidents.void(main.id, "误登记", stamp())


def test_what_cannot_be_merged_is_said(
    store: Store,
    pair: tuple[Incident, Incident],
    register: Register,
    stamp: Callable[[], Stamp],
    clock: FixedClock,
) -> None:
    main, duplicate = pair
    third = register(clock.now(), text="还有一处")
    drill = register(clock.now(), drill=True)
    over = register(clock.now())
    store.incidents.void(over.id, "误报", stamp())
    store.links.merge(duplicate.id, main.id, stamp())
    for one, two, told in (
        (main, main, "不能并入自己"),
        (third, over, "2026-005 作废"),
        (third, drill, "演练和真实事件不能并案"),
        (third, duplicate, "2026-002 已并入 2026-001"),
        (main, third, "请反过来把 2026-003 并入 2026-001"),
    ):
        with pytest.raises(UserError, match=told):
            store.links.merge(one.id, two.id, stamp())
    with pytest.raises(InvalidInput, match="请填写拆分的原因"):
        store.links.split(duplicate.id, " ", stamp())
    store.incidents.recover(main.id, clock.now(), stamp())
    store.incidents.close(main.id, clock.now(), stamp(), "影响轻微")
    with pytest.raises(UserError, match="2026-001 已办结，请先恢复处置再拆分"):
        store.links.split(duplicate.id, "另一处", stamp())


def test_likely_ones_are_of_one_type_hall_and_time(
    store: Store,
    fault: Incident,
    register: Register,
    stamp: Callable[[], Stamp],
    clock: FixedClock,
) -> None:
    hall = store.roster.save_hall(Hall(0, "", "一厅"), stamp()).id
    store.incidents.recover(fault.id, clock.now(), stamp())
    clock.advance(minutes=20)
    same = register(clock.now())
    register(clock.now(), "power_cut")
    assert [i.number for i in store.links.likely(same.id, clock.now())] == ["2026-001"]
    clock.advance(hours=2)
    later = register(clock.now(), hall_id=hall)
    # The first was over long before; the second still goes on.
    assert [i.number for i in store.links.likely(later.id, clock.now())] == ["2026-002"]
    store.links.tell_apart(later.id, same.id, stamp())
    assert store.links.likely(later.id, clock.now()) == []
    assert store.links.likely(same.id, clock.now()) == [store.incidents.get(fault.id)]
    offered = [i.number for i in store.links.to_merge_into(later.id)]
    assert offered == ["2026-002", "2026-001", "2026-003"]


def test_the_same_cause_is_counted_within_a_year(
    store: Store,
    register: Register,
    stamp: Callable[[], Stamp],
    clock: FixedClock,
) -> None:
    day = datetime(2025, 10, 1, 9, 0)
    moments = (day, datetime(2026, 2, 1, 9, 0), datetime(2026, 6, 1, 9, 0), clock.now())
    old, first, second, third = (register(at) for at in moments)
    store.links.link(first.id, old.id, "交换机老化", stamp())
    store.links.link(third.id, second.id, "交换机老化", stamp())
    link = store.links.link(first.id, second.id, "", stamp())
    # The later one points at the earlier, whichever was on the screen.
    assert (link.incident_id, link.other_id) == (second.id, first.id)
    dossier = store.incidents.dossier(third.id)
    assert [r.incident.number for r in dossier.related] == ["2025-001", "2026-001", "2026-002"]
    assert [r.link_id is None for r in dossier.related] == [True, True, False]
    told = repeat_text(dossier.incident, dossier.related)
    assert told == "近一年同一原因第3次（2026-001、2026-002）"
    with pytest.raises(UserError, match="已经关联"):
        store.links.link(second.id, first.id, "", stamp())
    assert store.incidents.entries(first.id)[-1].text == "关联同一原因：2026-002"
    store.links.unlink(link.id, stamp())
    assert repeat_text(dossier.incident, store.incidents.dossier(third.id).related) == (
        "近一年同一原因第2次（2026-002）"
    )


def test_earlier_ones_are_offered_and_searched(
    store: Store, register: Register, stamp: Callable[[], Stamp], clock: FixedClock
) -> None:
    cut = register(datetime(2026, 3, 1, 9, 0), "power_cut", text="配电箱老化跳闸")
    fault = register(datetime(2026, 4, 1, 9, 0), "network_down", text="光缆挖断")
    network = register(datetime(2026, 5, 1, 9, 0), "network_down", text="交换机坏")
    now = register(clock.now(), "network_down")
    assert [i.id for i in store.links.to_link_with(now.id)] == [network.id, fault.id]
    assert [i.id for i in store.links.to_link_with(now.id, "配电箱")] == [cut.id]
    assert store.links.to_link_with(now.id, "没有这种事") == []
    store.links.link(now.id, fault.id, "", stamp())
    assert [i.id for i in store.links.to_link_with(now.id)] == [network.id]
