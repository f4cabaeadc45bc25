"""Contacts, roster, drafts, settings, plan versions, attachments and search."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hallduty.clock import FixedClock
from hallduty.domain.contacts import Department, Person
from hallduty.domain.errors import InvalidInput, UserError
from hallduty.domain.incidents import Incident
from hallduty.domain.plan import Plan
from hallduty.domain.roster import Hall, Part
from hallduty.domain.settings import Settings
from hallduty.domain.stamps import Stamp
from hallduty.store import Store
from hallduty.store.search import phrase, spaced

Stamps = Callable[[], Stamp]
DAY = date(2026, 11, 13)


def person(store: Store, stamp: Stamps, name: str, **more: object) -> Person:
    return store.contacts.save_person(replace(Person(0, "", name), **more), stamp())


def test_the_plans_group_is_entered_once_with_posts_and_no_phones(
    store: Store, plan: Plan, stamp: Stamps
) -> None:
    for _ in range(2):
        store.contacts.seed_group(plan.group, stamp())
    seats = [(m.rank, m.person.post, m.person.name, m.person.phone) for m in store.contacts.group()]
    assert seats == [
        ("组长", "区局局长", "俞豪", ""),
        ("副组长", "副局长", "颜小荣", ""),
        ("成员", "纳税服务股股长", "陆圣鹏", ""),
        ("成员", "第一税务所副所长", "刘佳佳", ""),
    ]


def test_a_seat_of_the_group_goes_to_another_person(
    store: Store, plan: Plan, stamp: Stamps
) -> None:
    store.contacts.seed_group(plan.group, stamp())
    new = person(store, stamp, "新局长", mobile="13800000001")
    store.contacts.set_group_seat(store.contacts.group()[0].id, new.id, None, stamp())
    store.contacts.add_group_seat("副组长", person(store, stamp, "另一副局长").id, stamp())
    names = [m.person.name for m in store.contacts.group()]
    assert names == ["新局长", "颜小荣", "另一副局长", "陆圣鹏", "刘佳佳"]


def test_who_answers_for_a_role_comes_in_the_right_order(
    store: Store, plan: Plan, stamp: Stamps
) -> None:
    centre = store.contacts.save_department(
        Department(0, "", "信息中心", role="information_centre", phone="分机700"), stamp()
    )
    person(store, stamp, "中心员工", department_id=centre.id, office_phone="分机701")
    person(store, stamp, "陈某", role="information_centre", mobile="13800005678")
    gone = person(store, stamp, "已调离", role="information_centre", mobile="13800000009")
    store.contacts.set_person_active(gone.id, False, stamp())
    found = store.contacts.who_answers("information_centre", DAY)
    assert [(c.name, c.phone) for c in found] == [
        ("陈某", "13800005678"),
        ("中心员工", "分机701"),
        ("信息中心", "分机700"),
    ]
    assert store.contacts.who_answers("police", DAY) == []
    assert store.contacts.who_answers("duty_leader", DAY) == []
    assert gone not in store.contacts.people()
    assert store.contacts.person(gone.id) is not None


def test_a_person_in_error_is_refused_field_by_field(store: Store, stamp: Stamps) -> None:
    with pytest.raises(InvalidInput) as caught:
        person(store, stamp, " ", mobile="1234567890", office_phone="abc")
    fields = {problem.field for problem in caught.value.problems}
    assert fields == {"name", "mobile", "office_phone"}
    assert store.contacts.people() == []


def test_the_leader_of_a_day_and_of_its_halves(store: Store, stamp: Stamps) -> None:
    hall = store.roster.save_hall(Hall(0, "", "第一办税服务厅"), stamp())
    a, b = person(store, stamp, "甲"), person(store, stamp, "乙")
    store.roster.set_leader(DAY, Part.DAY, hall.id, a.id, stamp())
    assert store.roster.leader_on(DAY) == a
    store.roster.set_leader(DAY, Part.AFTERNOON, hall.id, b.id, stamp())
    noon = datetime(2026, 11, 13, 14, 0)
    assert store.roster.leader_at(noon) == b
    # The half day took the whole day's place: nobody leads the morning until somebody is set.
    assert store.roster.leader_at(noon.replace(hour=9)) is None
    store.roster.set_leader(DAY, Part.AFTERNOON, hall.id, None, stamp())
    assert store.roster.leader_on(DAY) is None
    store.roster.set_leader(DAY, Part.DAY, hall.id, b.id, stamp())
    assert store.roster.leader_on(DAY) == b
    assert store.roster.leader_on(DAY + timedelta(days=1)) is None
    assert {s.part for s in store.roster.shifts(DAY, DAY)} == {Part.DAY, Part.AFTERNOON}


def test_windows_are_added_but_never_taken_away(store: Store, stamp: Stamps) -> None:
    hall = store.roster.save_hall(Hall(0, "", "第一办税服务厅"), stamp())
    windows = store.roster.set_window_count(hall.id, 12, stamp())
    assert [w.number for w in windows] == list(range(1, 13))
    store.roster.save_window(replace(windows[2], kind="自助", up=False), stamp())
    assert [w.number for w in store.roster.windows(hall.id) if not w.up] == [3]
    with pytest.raises(UserError, match="不能减少"):
        store.roster.set_window_count(hall.id, 6, stamp())
    with pytest.raises(InvalidInput, match="窗口数"):
        store.roster.set_window_count(hall.id, -1, stamp())


def test_a_draft_is_replaced_offered_and_cleared(store: Store, clock: FixedClock) -> None:
    store.drafts.save("entry:1", "等候约", clock.now())
    store.drafts.save("entry:1", "等候约40人", clock.advance(seconds=2))
    (draft,) = store.drafts.all()
    assert (draft.key, draft.text, draft.saved_at) == ("entry:1", "等候约40人", clock.now())
    store.drafts.save("entry:1", "   ", clock.now())
    assert store.drafts.get("entry:1") is None


def test_settings_survive_and_bad_ones_are_refused(store: Store, stamp: Stamps) -> None:
    first = store.settings.load()
    assert first == Settings()
    limits = (replace(first.limits[0], minutes=15, on=True), *first.limits[1:])
    changed = replace(first, bureau="某某税务局", font_size=18, limits=limits)
    assert store.settings.save(changed, stamp()) == changed
    with pytest.raises(InvalidInput) as caught:
        store.settings.save(replace(changed, bureau="", retention_days=0), stamp())
    assert {p.field for p in caught.value.problems} == {"bureau", "retention_days"}
    assert store.settings.load() == changed
    store.settings.remember("list.widths", "1,2,3")
    assert store.settings.recall("list.widths") == "1,2,3"
    assert store.settings.recall("unknown", "x") == "x"
    assert store.settings.load() == changed
    assert store.audit.verify().ok


def test_attachments_are_kept_once_and_damage_is_found(
    store: Store, fault: Incident, stamp: Stamps
) -> None:
    one = store.attachments.add(fault.id, "../../窗口.png", b"picture", stamp())
    two = store.attachments.add(fault.id, "窗口（2）.png", b"picture", stamp())
    assert one.name == "窗口.png"
    assert store.attachments.path(one) == store.attachments.path(two)
    assert store.attachments.damaged() == []
    store.attachments.path(one).write_bytes(b"changed")
    assert [a.id for a in store.attachments.damaged()] == [one.id, two.id]
    with pytest.raises(InvalidInput, match="空文件"):
        store.attachments.add(fault.id, "空.png", b"", stamp())
    with pytest.raises(UserError, match="已在附件中，没有再加"):
        store.attachments.add(fault.id, "窗口.png", b"picture", stamp())
    assert store.attachments.of(fault.id) == [one, two]


def test_plan_versions_count_up_with_what_changed_and_why(store: Store, stamp: Stamps) -> None:
    assert store.plans.current() is None
    store.plans.adopt("{}", "首次采用", "印发", stamp())
    store.plans.adopt("{1}", "四（三）增加UPS步骤", "2026-014 复盘", stamp())
    current = store.plans.current()
    assert current is not None
    assert (current.version, current.reason) == (2, "2026-014 复盘")
    assert [v.version for v in store.plans.versions()] == [1, 2]


_WORDS = st.text(st.sampled_from("系统故障大厅AB19𬭎𰻝"), min_size=1, max_size=6)


@given(before=_WORDS, word=_WORDS, after=_WORDS)
def test_a_part_of_a_text_is_always_a_phrase_of_its_index(
    before: str, word: str, after: str
) -> None:
    index = spaced(f"{before}，{word}{after}").split()
    wanted = phrase(word).strip('"').split()
    assert any(index[i : i + len(wanted)] == wanted for i in range(len(index)))


def test_search_finds_what_the_index_was_told_and_survives_any_query(
    store: Store, fault: Incident, stamp: Stamps
) -> None:
    store.incidents.revise(
        fault.id, {"description": "UPS电池告警", "measures": "启用备用电源"}, stamp()
    )
    for word in ("池", "告警", "ups", "UPS电", "备用", "3—8", "026-00", "告警 备用", "窗"):
        assert store.search.find(word) == [fault.id], word
    for word in ("", " ", '"', '"*%=cmd|', "AND", "NEAR(", "告备", "*", "x" * 100_000):
        assert store.search.find(word) == [], word[:10]
