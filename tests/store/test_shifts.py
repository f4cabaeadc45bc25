"""The roster as it is kept: posts, fillings, what was stood, rota, leave, swap, cover, takeover."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from hallduty.clock import FixedClock
from hallduty.domain.calendar import FilingCalendar
from hallduty.domain.contacts import Person
from hallduty.domain.errors import InvalidInput, UserError
from hallduty.domain.roster import LEADER, Hall, Part, PostNeed, Shift
from hallduty.domain.rota import Leave, Peak, RotaMember
from hallduty.domain.rotation import FillDays, FillOrder, fill
from hallduty.domain.stamps import Stamp
from hallduty.holidays import announced
from hallduty.store import Store

Stamps = Callable[[], Stamp]
# The suite's clock stands at 2026-11-13 09:42.
TODAY = date(2026, 11, 13)
LATER = date(2026, 11, 20)
GUIDE = "导税"


@pytest.fixture
def hall(store: Store, stamp: Stamps) -> int:
    return store.roster.save_hall(Hall(0, "", "第一办税服务厅"), stamp()).id


@pytest.fixture
def people(store: Store, stamp: Stamps) -> list[Person]:
    """甲, 乙, 丙, 丁 and, no longer in use, 戊."""
    found = [store.contacts.save_person(Person(0, "", n), stamp()) for n in "甲乙丙丁戊"]
    store.contacts.set_person_active(found[4].id, False, stamp())
    return found


def cells(store: Store, day: date, post: str = LEADER) -> dict[Part, tuple[int, ...]]:
    return {s.part: s.holders(post) for s in store.roster.shifts(day, day) if s.holders(post)}


def shift(store: Store, day: date, part: Part = Part.DAY) -> Shift:
    return next(s for s in store.roster.shifts(day, day) if s.part is part)


def verified(store: Store) -> bool:
    return store.audit.verify().ok


def test_a_day_and_its_halves_exclude_each_other_post_by_post(
    store: Store, hall: int, people: list[Person], stamp: Stamps
) -> None:
    a, b, c, *_ = (person.id for person in people)
    store.roster.set_post(TODAY, Part.DAY, hall, GUIDE, [a, b], stamp())
    store.roster.set_post(TODAY, Part.DAY, hall, LEADER, [c], stamp())
    store.roster.set_post(TODAY, Part.MORNING, hall, GUIDE, [b], stamp())
    assert cells(store, TODAY, GUIDE) == {Part.MORNING: (b,)}
    assert cells(store, TODAY) == {Part.DAY: (c,)}
    store.roster.set_post(TODAY, Part.AFTERNOON, hall, GUIDE, [a], stamp())
    store.roster.set_post(TODAY, Part.DAY, hall, GUIDE, [b, a], stamp())
    assert cells(store, TODAY, GUIDE) == {Part.DAY: (b, a)}
    assert shift(store, TODAY).by_hand == tuple(sorted((GUIDE, LEADER)))
    store.roster.release(TODAY, Part.DAY, hall, GUIDE, stamp())
    assert shift(store, TODAY).by_hand == (LEADER,)
    store.roster.set_post(TODAY, Part.DAY, hall, LEADER, [], stamp())
    assert shift(store, TODAY).by_hand == ()
    assert store.roster.leader_on(TODAY) is None
    assert verified(store)


def test_who_cannot_be_planned_is_refused_by_name_and_nothing_is_written(
    store: Store, hall: int, people: list[Person], stamp: Stamps
) -> None:
    a, *_, gone = (person.id for person in people)
    refused = {
        "戊已停用": [gone],
        "排了两次": [a, a],
    }
    for said, ids in refused.items():
        with pytest.raises(InvalidInput, match=said):
            store.roster.set_post(TODAY, Part.DAY, hall, GUIDE, ids, stamp())
    with pytest.raises(InvalidInput, match="只能排一人"):
        store.roster.set_post(TODAY, Part.DAY, hall, LEADER, [a, people[1].id], stamp())
    with pytest.raises(UserError, match="不在通讯录中"):
        store.roster.set_post(TODAY, Part.DAY, hall, LEADER, [999], stamp())
    with pytest.raises(InvalidInput, match="核对年份"):
        store.roster.set_post(date(226, 11, 13), Part.DAY, hall, LEADER, [a], stamp())
    assert store.roster.shifts(date(1, 1, 1), date(9999, 12, 31)) == []


def test_a_holder_taken_out_of_use_may_stay_while_the_cell_is_edited(
    store: Store, hall: int, people: list[Person], stamp: Stamps
) -> None:
    a, b, *_ = (person.id for person in people)
    store.roster.set_post(TODAY, Part.DAY, hall, GUIDE, [a], stamp())
    store.contacts.set_person_active(a, False, stamp())
    store.roster.set_post(TODAY, Part.DAY, hall, GUIDE, [a, b], stamp())
    assert cells(store, TODAY, GUIDE) == {Part.DAY: (a, b)}


def test_days_are_cleared_but_what_was_stood_and_remarked_stays(
    store: Store, hall: int, people: list[Person], stamp: Stamps
) -> None:
    a, b, *_ = (person.id for person in people)
    for day in (TODAY, LATER):
        store.roster.set_leader(day, Part.DAY, hall, a, stamp())
        store.roster.set_post(day, Part.MORNING, hall, GUIDE, [b], stamp())
    store.roster.record_stood(TODAY, Part.DAY, hall, {LEADER: (b,), GUIDE: ()}, stamp())
    store.roster.set_remark(TODAY, Part.DAY, hall, " 消防\n检查 ", stamp())
    store.roster.clear_posts([TODAY], hall, stamp(), posts=[LEADER])
    assert cells(store, TODAY) == {}
    assert cells(store, TODAY, GUIDE) == {Part.MORNING: (b,)}
    store.roster.clear_posts([TODAY], hall, stamp())
    assert cells(store, TODAY, GUIDE) == {}
    assert cells(store, LATER) == {Part.DAY: (a,)}
    assert shift(store, TODAY).stood == {LEADER: (b,)}
    assert shift(store, TODAY).remark == "消防 检查"


def test_what_will_be_stood_cannot_be_known_before(
    store: Store, hall: int, people: list[Person], stamp: Stamps
) -> None:
    with pytest.raises(InvalidInput, match="还没有到"):
        store.roster.record_stood(LATER, Part.DAY, hall, {LEADER: (people[0].id,)}, stamp())
    # Who stood it may be out of use by now, and nobody may have been planned.
    store.roster.record_stood(TODAY, Part.DAY, hall, {LEADER: (people[4].id,)}, stamp())
    assert shift(store, TODAY).stood == {LEADER: (people[4].id,)}
    assert store.roster.leader_on(TODAY) is None


def test_a_filling_is_written_whole_and_once_and_spares_what_was_set_by_hand(
    store: Store, hall: int, people: list[Person], stamp: Stamps
) -> None:
    ids = [person.id for person in people[:4]]
    store.rota.add_members(hall, LEADER, ids, stamp())
    store.roster.set_leader(LATER, Part.DAY, hall, ids[3], stamp())
    order = FillOrder(hall, TODAY, LATER, (PostNeed(LEADER),), FillDays.ALL)
    filling = fill(
        order,
        store.rota.members(hall),
        store.rota.leaves(),
        store.roster.shifts(date(2026, 1, 1), LATER + timedelta(days=1)),
        {person.id: person.name for person in people},
        [people[4].id],
        FilingCalendar(announced()),
    )
    # Set by hand while the proposal is looked at: it stays as it is.
    store.roster.set_leader(TODAY, Part.MORNING, hall, ids[0], stamp())
    write = stamp()
    assert store.roster.apply(filling, write) == 7
    once = store.roster.shifts(TODAY, LATER)
    assert store.roster.apply(filling, write) == 7
    assert store.roster.shifts(TODAY, LATER) == once
    assert cells(store, TODAY) == {Part.MORNING: (ids[0],)}
    assert cells(store, LATER) == {Part.DAY: (ids[3],)}
    assert all(not s.by_hand for s in once if TODAY < s.day < LATER)
    assert len({s.day for s in once if s.leader_id}) == 8
    store.contacts.set_person_active(ids[0], False, stamp())
    with pytest.raises(InvalidInput, match="甲已停用"):
        store.roster.apply(filling, stamp())
    assert store.roster.shifts(TODAY, LATER) == once
    assert verified(store)


def test_a_gap_in_a_filling_empties_what_was_planned_there_in_other_parts(
    store: Store, hall: int, people: list[Person], stamp: Stamps
) -> None:
    a = people[0].id
    store.roster.set_post(TODAY, Part.DAY, hall, LEADER, [a], stamp(), by_hand=False)
    order = FillOrder(hall, TODAY, TODAY, (PostNeed(LEADER),), FillDays.ALL, halves=True)
    shifts = store.roster.shifts(TODAY, TODAY)
    filling = fill(order, [], [], shifts, {}, [], FilingCalendar(announced()))
    assert store.roster.apply(filling, stamp()) == 0
    assert cells(store, TODAY) == {}


def test_the_rota_keeps_its_order_and_takes_back_who_left(
    store: Store, hall: int, people: list[Person], stamp: Stamps
) -> None:
    a, b, c, d, gone = (person.id for person in people)
    store.rota.add_members(hall, LEADER, [a, b, c], stamp())
    store.rota.add_members(hall, LEADER, [c, d], stamp())
    assert [m.person_id for m in store.rota.members(hall, LEADER)] == [a, b, c, d]
    store.rota.reorder(hall, LEADER, [d, b], stamp())
    members = store.rota.members(hall, LEADER)
    assert [m.person_id for m in members] == [d, b, a, c]
    store.rota.save_member(replace(members[0], peak=Peak.ONLY), stamp())
    store.rota.remove_member(members[1].id, stamp())
    assert [(m.person_id, m.peak) for m in store.rota.members(hall)] == [
        (d, Peak.ONLY),
        (a, Peak.ANY),
        (c, Peak.ANY),
    ]
    back = store.rota.save_member(RotaMember(0, "", hall, LEADER, b, peak=Peak.NEVER), stamp())
    assert back.id == members[1].id
    assert [m.person_id for m in store.rota.members(hall)] == [d, a, c, b]
    for person_id, said in ((a, "已经在值班领导的轮值名单中"), (gone, "戊已停用")):
        with pytest.raises(InvalidInput, match=said):
            store.rota.save_member(RotaMember(0, "", hall, LEADER, person_id), stamp())
    assert verified(store)


def test_the_first_rota_comes_from_the_directory_once(
    store: Store, hall: int, people: list[Person], stamp: Stamps
) -> None:
    for person, duty in zip(
        people, ("值班领导", "导税、咨询", "", "值班领导", "值班领导"), strict=True
    ):
        store.contacts.save_person(replace(person, duty=duty, active=person.name != "戊"), stamp())
    assert store.rota.seed(hall, ["导税", "技术"], stamp()) == 3
    assert [m.person_id for m in store.rota.members(hall, LEADER)] == [people[0].id, people[3].id]
    assert [m.person_id for m in store.rota.members(hall, GUIDE)] == [people[1].id]
    assert store.rota.seed(hall, ["导税"], stamp()) == 0


def test_leave_is_checked_kept_and_cancelled(
    store: Store, people: list[Person], stamp: Stamps
) -> None:
    who = people[0].id
    leave = store.rota.save_leave(Leave(0, "", who, TODAY, LATER, "公休"), stamp())
    bad = {
        "早于开始日期": Leave(0, "", who, LATER, TODAY),
        "已登记公休，日期重叠": Leave(0, "", who, LATER, LATER),
        "最多登记 366 天": Leave(0, "", who, date(2027, 1, 1), date(2028, 1, 2)),
        "核对年份": Leave(0, "", who, date(206, 1, 1), TODAY),
        "请填写类别": Leave(0, "", who, date(2027, 1, 1), date(2027, 1, 1), " "),
    }
    for said, wrong in bad.items():
        with pytest.raises(InvalidInput, match=said):
            store.rota.save_leave(wrong, stamp())
    with pytest.raises(UserError, match="请选择通讯录中的人员"):
        store.rota.save_leave(Leave(0, "", 999, LATER, LATER), stamp())
    store.rota.save_leave(Leave(0, "", people[1].id, LATER, LATER), stamp())
    longer = store.rota.save_leave(replace(leave, last_day=LATER + timedelta(days=3)), stamp())
    assert store.rota.leaves(LATER + timedelta(days=1), LATER + timedelta(days=9)) == [longer]
    store.rota.cancel_leave(leave.id, stamp())
    assert [found.person_id for found in store.rota.leaves()] == [people[1].id]
    assert verified(store)


@pytest.fixture
def planned(store: Store, hall: int, people: list[Person], stamp: Stamps) -> int:
    """甲 leads today, 乙 a week later, both as a fill would have it; 丙 and 丁 guide today."""
    a, b, c, d, _ = (person.id for person in people)
    roster = store.roster
    roster.set_post(TODAY, Part.DAY, hall, LEADER, [a], stamp(), by_hand=False)
    roster.set_post(LATER, Part.DAY, hall, LEADER, [b], stamp(), by_hand=False)
    roster.set_post(TODAY, Part.DAY, hall, GUIDE, [c, d], stamp(), by_hand=False)
    return hall


def swapped(store: Store, hall: int, people: list[Person], stamp: Stamp, **more: object):  # type: ignore[no-untyped-def]
    a, b, *_ = (person.id for person in people)
    named = {"asked_by": "甲", "agreed_by": "乙", "reason": "家中有事"} | more
    return store.shift_changes.swap(
        hall, LEADER, TODAY, Part.DAY, a, LATER, Part.DAY, b, stamp=stamp, **named
    )


def test_a_swap_moves_both_duties_and_its_undoing_moves_them_back(
    store: Store, planned: int, people: list[Person], stamp: Stamps
) -> None:
    a, b, *_ = people
    before = store.roster.shifts(TODAY, LATER)
    change = swapped(store, planned, people, stamp())
    assert store.roster.leader_on(TODAY) == b
    assert store.roster.leader_on(LATER) == a
    assert shift(store, TODAY).by_hand == (LEADER,)
    assert store.shift_changes.changes(TODAY, TODAY) == [change]
    assert store.shift_changes.changes(LATER, LATER) == [change]
    undone = store.shift_changes.undo(change.id, stamp())
    assert undone.undone_by == "刘某某"
    # By hand or not is as it was, so the next fill may decide again.
    assert store.roster.shifts(TODAY, LATER) == before
    with pytest.raises(UserError, match="已经撤销过"):
        store.shift_changes.undo(change.id, stamp())
    assert verified(store)


def test_a_retried_swap_does_not_swap_back(
    store: Store, planned: int, people: list[Person], stamp: Stamps
) -> None:
    write = stamp()
    first = swapped(store, planned, people, write)
    assert swapped(store, planned, people, write) == first
    assert store.roster.leader_on(TODAY) == people[1]


def test_undoing_leaves_a_cell_by_hand_that_was_by_hand_before(
    store: Store, planned: int, people: list[Person], stamp: Stamps
) -> None:
    store.roster.set_leader(TODAY, Part.DAY, planned, people[0].id, stamp())
    change = swapped(store, planned, people, stamp())
    store.shift_changes.undo(change.id, stamp())
    assert shift(store, TODAY).by_hand == (LEADER,)
    assert shift(store, LATER).by_hand == ()


def test_a_change_is_not_undone_over_a_later_one(
    store: Store, planned: int, people: list[Person], stamp: Stamps
) -> None:
    change = swapped(store, planned, people, stamp())
    store.roster.set_leader(LATER, Part.DAY, planned, people[2].id, stamp())
    with pytest.raises(UserError, match="11月20日值班领导后来又改过"):
        store.shift_changes.undo(change.id, stamp())
    assert store.roster.leader_on(TODAY) == people[1]


def test_a_cover_keeps_the_seat_and_the_others_of_the_post(
    store: Store, planned: int, people: list[Person], stamp: Stamps
) -> None:
    _, b, c, d, _ = (person.id for person in people)
    change = store.shift_changes.cover(
        planned, GUIDE, TODAY, Part.DAY, c, b, "丙", "科长", "", stamp()
    )
    assert cells(store, TODAY, GUIDE) == {Part.DAY: (b, d)}
    assert (change.asked_by, change.agreed_by) == ("丙", "科长")
    store.shift_changes.undo(change.id, stamp())
    assert cells(store, TODAY, GUIDE) == {Part.DAY: (c, d)}


def test_the_duty_of_somebody_out_of_use_can_be_covered_but_not_swapped(
    store: Store, planned: int, people: list[Person], stamp: Stamps
) -> None:
    a, b, *_ = (person.id for person in people)
    store.contacts.set_person_active(a, False, stamp())
    with pytest.raises(InvalidInput, match="甲已停用"):
        swapped(store, planned, people, stamp())
    store.shift_changes.cover(planned, LEADER, TODAY, Part.DAY, a, b, "值班室", "局长", "", stamp())
    assert store.roster.leader_on(TODAY) == people[1]


def test_what_was_stood_after_a_change_keeps_it_from_being_undone(
    store: Store, planned: int, people: list[Person], stamp: Stamps
) -> None:
    change = swapped(store, planned, people, stamp())
    store.roster.record_stood(TODAY, Part.DAY, planned, {LEADER: (people[1].id,)}, stamp())
    with pytest.raises(UserError, match="已登记实际值班"):
        store.shift_changes.undo(change.id, stamp())
    assert store.roster.leader_on(LATER) == people[0]


def test_what_cannot_be_swapped_is_said_and_changes_nothing(
    store: Store, planned: int, people: list[Person], stamp: Stamps
) -> None:
    a, b, c, _, gone = (person.id for person in people)
    before = store.roster.shifts(TODAY, LATER)
    changes = store.shift_changes

    def cover(to_id: int, day: date = TODAY, from_id: int = a, agreed: str = "科长") -> None:
        changes.cover(planned, LEADER, day, Part.DAY, from_id, to_id, "甲", agreed, "", stamp())

    with pytest.raises(InvalidInput, match="请填写同意人"):
        cover(b, agreed=" ")
    with pytest.raises(InvalidInput, match="就是本人"):
        cover(a)
    with pytest.raises(InvalidInput, match="戊已停用"):
        cover(gone)
    with pytest.raises(InvalidInput, match="丙已排11月13日导税，不能同时值班"):
        cover(c)
    with pytest.raises(UserError, match="11月13日值班领导现在排的不是乙"):
        cover(a, from_id=b)
    with pytest.raises(InvalidInput, match="11月12日已经过去"):
        cover(b, day=TODAY - timedelta(days=1))
    for to_id, day, said in ((a, LATER, "两个人相同"), (b, TODAY, "本来就在同一班")):
        with pytest.raises(InvalidInput, match=said):
            changes.swap(
                *(planned, LEADER, TODAY, Part.DAY, a, day, Part.DAY, to_id),
                *("甲", "乙", "", stamp()),
            )
    store.rota.save_leave(Leave(0, "", a, LATER, LATER, "出差"), stamp())
    with pytest.raises(InvalidInput, match="甲11月20日出差，不能值班"):
        swapped(store, planned, people, stamp())
    store.roster.record_stood(TODAY, Part.DAY, planned, {LEADER: (a,)}, stamp())
    with pytest.raises(UserError, match="已登记实际值班"):
        cover(b)
    assert changes.changes(TODAY, LATER) == []
    kept = [replace(s, stood={}) for s in store.roster.shifts(TODAY, LATER)]
    assert kept == before


def test_two_of_the_same_day_can_swap_their_halves(
    store: Store, hall: int, people: list[Person], stamp: Stamps
) -> None:
    a, b, *_ = (person.id for person in people)
    store.roster.set_leader(TODAY, Part.MORNING, hall, a, stamp())
    store.roster.set_leader(TODAY, Part.AFTERNOON, hall, b, stamp())
    store.shift_changes.swap(
        *(hall, LEADER, TODAY, Part.MORNING, a, TODAY, Part.AFTERNOON, b),
        *("甲", "乙", "", stamp()),
    )
    assert cells(store, TODAY) == {Part.MORNING: (b,), Part.AFTERNOON: (a,)}


def test_a_takeover_leads_from_now_on_even_where_nobody_was_planned(
    store: Store, planned: int, people: list[Person], stamp: Stamps, clock: FixedClock
) -> None:
    c, d = people[2], people[3]
    take = store.shift_changes.takeover
    now = clock.now()
    with pytest.raises(InvalidInput, match="请填写接班原因"):
        take(planned, now, c.id, "", stamp())
    change = take(planned, now, c.id, "值班领导突发疾病", stamp())
    assert store.roster.leader_at(now) == c
    assert (change.from_id, change.to_id, change.day) == (people[0].id, c.id, TODAY)
    with pytest.raises(UserError, match="已经是现在的值班领导"):
        take(planned, now, c.id, "再来一次", stamp())
    store.shift_changes.undo(change.id, stamp())
    assert store.roster.leader_at(now) == people[0]
    # A day planned in halves: only the half that is now.
    store.roster.set_leader(TODAY, Part.MORNING, planned, people[0].id, stamp())
    afternoon = datetime(2026, 11, 13, 14, 0)
    filled = take(planned, afternoon, d.id, "下午无人", stamp())
    assert filled.from_id is None
    assert store.roster.leader_at(afternoon) == d
    assert store.roster.leader_at(now) == people[0]
    store.shift_changes.undo(filled.id, stamp())
    assert store.roster.leader_at(afternoon) is None
    assert verified(store)
