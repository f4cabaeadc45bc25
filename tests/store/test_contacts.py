"""The directory in the database: readings, deputies, call ladders, order, checks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from uuid import uuid4

import pytest

from hallduty.domain.contact_checks import unsettled
from hallduty.domain.contact_import import ContactRow
from hallduty.domain.contacts import Category, CheckResult, Department, Person
from hallduty.domain.errors import InvalidInput, UserError
from hallduty.domain.incidents import EntryKind, Incident, NewEntry, Outcome
from hallduty.domain.plan import Plan
from hallduty.domain.roster import Hall, Part
from hallduty.domain.stamps import Stamp
from hallduty.store import Store

Stamps = Callable[[], Stamp]
DAY = date(2026, 11, 13)


def person(store: Store, stamp: Stamps, name: str, **more: object) -> Person:
    return store.contacts.save_person(replace(Person(0, "", name), **more), stamp())


def unit(store: Store, stamp: Stamps, name: str, **more: object) -> Department:
    return store.contacts.save_department(replace(Department(0, "", name), **more), stamp())


def rungs(store: Store, role: str) -> list[tuple[str, str, str]]:
    return [(c.rung, c.name, c.phone) for c in store.contacts.who_answers(role, DAY)]


# --- readings --------------------------------------------------------------------------------


def test_a_name_gets_its_reading_and_a_new_name_a_new_one(store: Store, stamp: Stamps) -> None:
    saved = person(store, stamp, "单雄信")
    assert saved.pinyin == "shan xiong xin"
    renamed = store.contacts.save_person(replace(saved, name="曾雄信"), stamp())
    assert renamed.pinyin == "zeng xiong xin"


def test_a_reading_corrected_by_hand_stays(store: Store, stamp: Stamps) -> None:
    saved = person(store, stamp, "乐小红", pinyin="Le  Xiao Hong")
    assert saved.pinyin == "le xiao hong"
    moved = store.contacts.save_person(replace(saved, post="科长"), stamp())
    assert moved.pinyin == "le xiao hong"
    with pytest.raises(InvalidInput) as caught:
        store.contacts.save_person(replace(saved, pinyin="乐"), stamp())
    assert "只能用小写字母" in caught.value.message_for("pinyin")


def test_a_name_whose_reading_is_long_is_kept_with_as_much_of_it_as_fits(
    store: Store, stamp: Stamps
) -> None:
    """The longest name took a reading that was then refused, though nobody had typed it."""
    saved = person(store, stamp, "庄" * 50)
    assert saved.name == "庄" * 50
    assert saved.pinyin == " ".join(["zhuang"] * 14)


def test_people_older_than_the_readings_get_theirs(store: Store, plan: Plan, stamp: Stamps) -> None:
    store.contacts.seed_group(plan.group, stamp())
    assert store.contacts.has_unspelled()
    assert store.contacts.fill_pinyin(stamp()) == 4
    assert not store.contacts.has_unspelled()
    assert [p.pinyin for p in store.contacts.people()][:2] == ["yu hao", "yan xiao rong"]
    assert store.contacts.fill_pinyin(stamp()) == 0


# --- the group and the ladders ---------------------------------------------------------------


def test_the_group_is_called_with_each_deputy_after_the_holder(
    store: Store, plan: Plan, stamp: Stamps
) -> None:
    store.contacts.seed_group(plan.group, stamp())
    deputy = person(store, stamp, "替补某", mobile="13800000002")
    first = store.contacts.group()[0]
    store.contacts.set_group_seat(first.id, first.person.id, deputy.id, stamp())
    assert [name for _, name, _ in rungs(store, "group")] == [
        "俞豪",
        "替补某",
        "颜小荣",
        "陆圣鹏",
        "刘佳佳",
    ]
    with pytest.raises(UserError, match="不能是本人"):
        store.contacts.set_group_seat(first.id, first.person.id, first.person.id, stamp())
    store.contacts.set_group_seat(first.id, first.person.id, None, stamp())
    assert "替补某" not in [name for _, name, _ in rungs(store, "group")]


def test_a_seat_goes_and_its_person_stays(store: Store, plan: Plan, stamp: Stamps) -> None:
    store.contacts.seed_group(plan.group, stamp())
    gone = store.contacts.group()[1]
    once = stamp()
    for _ in range(2):
        store.contacts.remove_group_seat(gone.id, once)
    assert [s.person.name for s in store.contacts.group()] == ["俞豪", "陆圣鹏", "刘佳佳"]
    assert gone.person.id in {p.id for p in store.contacts.people()}
    ids = [seat.id for seat in store.contacts.group()]
    store.contacts.reorder_group([ids[2], ids[0], ids[1]], stamp())
    assert [s.person.name for s in store.contacts.group()] == ["刘佳佳", "俞豪", "陆圣鹏"]


def test_a_ladder_is_first_then_deputy_then_department(store: Store, stamp: Stamps) -> None:
    centre = unit(store, stamp, "信息中心", role="information_centre", phone="分机700")
    chief = person(store, stamp, "主任", department_id=centre.id, role="information_centre")
    other = person(store, stamp, "副主任", department_id=centre.id, role="information_centre")
    person(store, stamp, "员工", department_id=centre.id, mobile="13800000003")
    assert [(rung, name) for rung, name, _ in rungs(store, "information_centre")] == [
        ("首选", "主任"),
        ("替补", "副主任"),
        ("部门", "员工"),
        ("部门", "信息中心"),
    ]
    store.contacts.set_ladder_order("information_centre", [other.id, chief.id], stamp())
    assert [name for _, name, _ in rungs(store, "information_centre")][:2] == ["副主任", "主任"]
    store.contacts.set_person_active(other.id, False, stamp())
    assert [(rung, name) for rung, name, _ in rungs(store, "information_centre")][:2] == [
        ("首选", "主任"),
        ("部门", "员工"),
    ]


def test_after_the_holder_comes_the_number_of_the_holders_department(
    store: Store, stamp: Stamps
) -> None:
    office = unit(store, stamp, "办公室", phone="0570-8765400")
    person(store, stamp, "李某", department_id=office.id, role="opinion")
    assert rungs(store, "opinion") == [("首选", "李某", ""), ("部门", "办公室", "0570-8765400")]


def test_the_leaders_ladder_goes_on_to_the_leaders_department(store: Store, stamp: Stamps) -> None:
    hall = store.roster.save_hall(Hall(0, "", "大厅"), stamp())
    office = unit(store, stamp, "第一税务所", phone="0570-8765400")
    leader = person(store, stamp, "刘某某", department_id=office.id, mobile="13800000001")
    store.roster.set_leader(DAY, Part.DAY, hall.id, leader.id, stamp())
    assert rungs(store, "duty_leader") == [
        ("首选", "刘某某", "13800000001"),
        ("部门", "第一税务所", "0570-8765400"),
    ]


def test_all_ladders_at_once_say_the_same(store: Store, plan: Plan, stamp: Stamps) -> None:
    store.contacts.seed_group(plan.group, stamp())
    unit(store, stamp, "供电所", role="power", phone="95598")
    roles = [role.code for role in plan.roles]
    at_once = store.contacts.ladders(roles, DAY)
    assert {r: list(found) for r, found in at_once.items()} == {
        role: store.contacts.who_answers(role, DAY) for role in roles
    }


# --- departments -----------------------------------------------------------------------------


def test_departments_are_put_in_order(store: Store, stamp: Stamps) -> None:
    ids = [unit(store, stamp, name, position=n).id for n, name in enumerate("甲乙丙")]
    store.contacts.reorder_departments([ids[2], ids[0], ids[1]], stamp())
    assert [d.name for d in store.contacts.departments()] == ["丙", "甲", "乙"]


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ({}, Category.INTERNAL),
        ({"external": True}, Category.TECHNICAL),
        ({"external": True, "role": "collecting_agency"}, Category.AGENCY),
        ({"external": True, "role": "power"}, Category.PROPERTY),
        ({"category": "代征单位"}, Category.AGENCY),
        ({"external": True, "category": "没有的类别"}, Category.TECHNICAL),
    ],
)
def test_a_unit_is_of_a_kind_even_when_nobody_said_so(
    given: dict[str, object], kind: Category
) -> None:
    assert replace(Department(1, "", "某单位"), **given).kind is kind


def test_an_unknown_category_is_refused(store: Store, stamp: Stamps) -> None:
    with pytest.raises(InvalidInput) as caught:
        unit(store, stamp, "某单位", category="乱写")
    assert "没有“乱写”这个类别" in caught.value.message_for("category")


def test_public_numbers_are_entered_once_and_not_beside_ones_own(
    store: Store, stamp: Stamps
) -> None:
    unit(store, stamp, "派出所", phone="110")
    once = stamp()
    store.contacts.seed_public(once)
    found = {d.phone: d for d in store.contacts.departments()}
    assert {"110", "119", "120", "12366", "95598"} == set(found)
    assert found["110"].name == "派出所"
    store.contacts.set_department_active(found["119"].id, False, stamp())
    store.contacts.seed_public(once)
    assert "119" not in {d.phone for d in store.contacts.departments()}


# --- the monthly check -----------------------------------------------------------------------


def test_the_latest_check_of_the_month_counts(store: Store, stamp: Stamps) -> None:
    someone = person(store, stamp, "王小明", mobile="13800000001")
    unit(store, stamp, "供电所", phone="95598")
    unit(store, stamp, "没有电话的部门")
    lines = store.contact_checks.lines("2026-11")
    assert [(line.name, line.state) for line in lines] == [
        ("王小明", "未核实"),
        ("供电所", "未核实"),
    ]
    once = stamp()
    for _ in range(2):
        store.contact_checks.note(lines, CheckResult.CONFIRMED, once)
    assert len(store.contact_checks.checks("2026-11")) == 2
    assert unsettled(store.contact_checks.lines("2026-11")) == []
    store.contact_checks.note(lines[:1], CheckResult.FAILED, stamp(), "关机")
    again = unsettled(store.contact_checks.lines("2026-11"))
    assert [(line.name, line.state, line.check.remark) for line in again if line.check] == [
        ("王小明", "联系不上", "关机")
    ]
    assert [line.state for line in store.contact_checks.lines("2026-12")] == ["未核实"] * 2
    person(store, stamp, "没有电话的人")
    assert store.contact_checks.left("2026-11") == (1, 1)
    assert store.contact_checks.left("2026-12") == (2, 0)
    store.contacts.set_person_active(someone.id, False, stamp())
    left = store.contact_checks.lines("2026-12")
    assert [(line.name, line.state) for line in left] == [
        ("没有电话的人", "无电话"),
        ("供电所", "未核实"),
    ]


def test_nobody_is_asked_to_dial_110_for_a_check(store: Store, stamp: Stamps) -> None:
    store.contacts.seed_public(stamp())
    names = {line.name for line in store.contact_checks.lines("2026-11")}
    assert "供电服务热线" in names
    assert not names & {"报警", "急救", "火警", "纳税缴费服务热线"}
    assert store.contact_checks.left("2026-11") == (1, 0)


def test_a_changed_number_is_a_correction_and_another_field_is_none(
    store: Store, stamp: Stamps
) -> None:
    saved = person(store, stamp, "王小明", mobile="13800000001")
    saved = store.contacts.save_person(replace(saved, post="科长"), stamp())
    assert store.contact_checks.checks("2026-11") == []
    store.contacts.save_person(replace(saved, mobile="13800000002"), stamp())
    office = unit(store, stamp, "供电所", phone="95598")
    store.contacts.save_department(replace(office, phone="0570-8765432"), stamp())
    found = store.contact_checks.checks("2026-11")
    assert [(c.person_id, c.department_id, c.result) for c in found] == [
        (saved.id, None, CheckResult.CORRECTED),
        (None, office.id, CheckResult.CORRECTED),
    ]
    assert found[0].at == datetime(2026, 11, 13, 9, 42)


def test_a_check_is_in_the_month_of_its_own_time(store: Store) -> None:
    late = Stamp(uuid4(), datetime(2026, 12, 1, 8, 0), "刘某某")
    store.contacts.save_department(
        Department(0, "", "供电所", phone="95598"), replace(late, id=uuid4())
    )
    store.contact_checks.note(store.contact_checks.lines("2026-12"), CheckResult.CONFIRMED, late)
    assert [c.month for c in store.contact_checks.checks("2026-12")] == ["2026-12"]


def test_the_chain_of_writes_still_verifies(store: Store, plan: Plan, stamp: Stamps) -> None:
    store.contacts.seed_group(plan.group, stamp())
    store.contacts.seed_public(stamp())
    store.contacts.fill_pinyin(stamp())
    store.contacts.set_ladder_order("power", [1, 2], stamp())
    store.contact_checks.note(store.contact_checks.lines("2026-11"), CheckResult.CONFIRMED, stamp())
    store.contacts.remove_group_seat(store.contacts.group()[0].id, stamp())
    assert store.audit.verify().problem == ""


def test_somebody_deactivated_stays_in_old_incidents_and_on_no_ladder(
    store: Store, stamp: Stamps, fault: Incident
) -> None:
    centre = person(store, stamp, "陈某", role="information_centre", mobile="13800005678")
    call = NewEntry(EntryKind.CALL, "致电陈某", fault.occurred_at, Outcome.REACHED, centre.id)
    store.incidents.add_entry(fault.id, call, stamp())
    store.contacts.set_person_active(centre.id, False, stamp())
    entries = store.incidents.dossier(fault.id).entries
    assert [e.text for e in entries if e.person_id == centre.id] == ["致电陈某"]
    assert store.contacts.person(centre.id) is not None
    assert rungs(store, "information_centre") == []
    assert "陈某" not in {line.name for line in store.contact_checks.lines("2026-11")}


# --- imports ---------------------------------------------------------------------------------


def test_an_import_is_one_write_and_a_retry_harmless(store: Store, stamp: Stamps) -> None:
    rows = [
        ContactRow("第2行", Person(0, "", "仇英", mobile="138 0000 0001"), "办公室"),
        ContactRow("第3行", None, "供电公司", unit=Department(0, "", "供电公司", phone="95598")),
        ContactRow("第4行", Person(0, "", "区大任"), "供电公司"),
    ]
    once = stamp()
    for _ in range(2):
        assert store.contact_import.take(rows, once) == 3
    people = {p.name: p for p in store.contacts.people()}
    units = {d.name: d.id for d in store.contacts.departments()}
    assert set(people) == {"仇英", "区大任"}
    assert (people["仇英"].mobile, people["仇英"].pinyin) == ("13800000001", "qiu ying")
    assert people["区大任"].department_id == units["供电公司"]
    assert set(units) == {"办公室", "供电公司"}


def test_a_number_that_an_import_changes_counts_as_corrected(store: Store, stamp: Stamps) -> None:
    ming = person(store, stamp, "王小明", mobile="13800000001")
    lei = person(store, stamp, "李雷", mobile="13800000003")
    power = unit(store, stamp, "供电所", phone="95598")
    store.contact_checks.note(store.contact_checks.lines("2026-11"), CheckResult.CONFIRMED, stamp())
    rows = [
        ContactRow("第2行", replace(ming, mobile="138 0000 0002")),
        ContactRow("第3行", replace(lei, post="科长")),
        ContactRow("第4行", None, "供电所", unit=replace(power, phone="0570-8765430")),
        ContactRow("第5行", None, "供电所", unit=replace(power, phone="0570-8765432")),
    ]
    once = stamp()
    for _ in range(2):
        store.contact_import.take(rows, once)
    lines = {line.name: line.state for line in store.contact_checks.lines("2026-11")}
    assert lines == {"王小明": "已更正", "李雷": "已核实", "供电所": "已更正"}
    assert store.audit.verify().ok


def test_one_bad_row_keeps_the_whole_import_out(store: Store, stamp: Stamps) -> None:
    rows = [
        ContactRow("第2行", Person(0, "", "仇英"), "办公室"),
        ContactRow("第3行", Person(0, "", "", mobile="12")),
    ]
    with pytest.raises(InvalidInput):
        store.contact_import.take(rows, stamp())
    assert store.contacts.people() == []
    assert store.contacts.departments() == []
