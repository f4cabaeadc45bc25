"""今日: what is to be done, who leads, whom to call, and the first steps on an empty database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFrame, QLabel
from pytestqt.qtbot import QtBot

from hallduty.clock import FixedClock
from hallduty.domain.contacts import CheckResult, Department, Person
from hallduty.domain.crowd import CrowdReading
from hallduty.domain.followups import FollowupKind, NewFollowup
from hallduty.domain.incidents import Incident, NewIncident, StepState
from hallduty.domain.roster import Hall, Part
from hallduty.ui.desk import Desk
from hallduty.ui.events import Topic
from hallduty.ui.today import first_steps
from hallduty.ui.today.page import TodayPage
from hallduty.ui.widgets import EmptyState, KeyButton
from tests.ui.conftest import FakeAsker


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> Iterator[TodayPage]:
    made = TodayPage(desk)
    qtbot.addWidget(made)
    made.resize(1120, 640)
    made.show()
    yield made
    made.close()


def _hall(desk: Desk, windows: int = 6) -> Hall:
    hall = desk.store.roster.save_hall(Hall(0, "", "一楼办税服务厅"), desk.stamp())
    desk.store.roster.set_window_count(hall.id, windows, desk.stamp())
    desk.changed(Topic.ROSTER)
    return hall


def _leader(desk: Desk, hall: Hall, days: int = 1) -> Person:
    person = Person(0, "", "刘某某", post="股长", mobile="13800000003")
    person = desk.store.contacts.save_person(person, desk.stamp())
    today = desk.clock.now().date()
    for n in range(days):
        day = today + timedelta(days=n)
        desk.store.roster.set_leader(day, Part.DAY, hall.id, person.id, desk.stamp())
    desk.changed(Topic.ROSTER)
    return person


def _group_phones(desk: Desk) -> None:
    for number, seat in enumerate(desk.store.contacts.group(), start=1):
        person = replace(seat.person, mobile=f"1380000000{number}")
        desk.store.contacts.save_person(person, desk.stamp())
    desk.changed(Topic.CONTACTS)


def _incident(desk: Desk, **more: object) -> Incident:
    new = NewIncident("application", "tax_system", "normal", desk.clock.now(), place="3—8号窗口")
    new = replace(new, **more)  # type: ignore[arg-type]
    made = desk.store.incidents.register(new, desk.plan, desk.stamp())
    desk.changed(Topic.INCIDENTS)
    return made


def _without_guide(desk: Desk) -> None:
    first_steps.dismiss(desk)
    desk.changed(Topic.SETTINGS)


def _said(page: TodayPage) -> list[str]:
    return [matter.text for matter in page.todo.shown or []]


def test_an_empty_database_leads_through_the_first_steps(
    page: TodayPage, desk: Desk, qtbot: QtBot
) -> None:
    guide = page.steps
    assert guide is not None
    assert guide.isVisible()
    assert not page.todo.isVisible()
    assert guide.count.text() == "已完成 0／5"
    titles = [line.title.text() for line in guide.lines]
    assert [title.split("　")[0] for title in titles] == ["1", "2", "3", "4", "5"]
    kinds = [line.go.property("kind") for line in guide.lines]
    assert kinds == ["primary", "plain", "plain", "plain", "plain"]
    asked: list[str] = []
    desk.events.page_requested.connect(asked.append)
    for line in guide.lines[:4]:
        qtbot.mouseClick(line.go, Qt.MouseButton.LeftButton)
    assert asked == ["settings", "settings", "contacts", "roster"]
    with qtbot.waitSignal(desk.events.register_requested) as drill:
        qtbot.mouseClick(guide.lines[4].go, Qt.MouseButton.LeftButton)
    assert drill.args == [True]


def test_steps_are_ticked_as_they_are_done_and_the_guide_goes(page: TodayPage, desk: Desk) -> None:
    guide = page.steps
    assert guide is not None
    hall = _hall(desk)
    assert guide.count.text() == "已完成 2／5"
    assert guide.lines[0].mark.accessibleName() == "已完成"
    _group_phones(desk)
    _leader(desk, hall)
    assert guide.count.text() == "已完成 4／5"
    incident = _incident(desk, drill=True)
    assert not guide.isVisible()
    assert page.todo.isVisible()
    assert any(incident.number in text for text in _said(page))


def test_the_guide_can_be_sent_away_for_good(page: TodayPage, desk: Desk, qtbot: QtBot) -> None:
    assert page.steps is not None
    enough = next(b for b in page.steps.findChildren(KeyButton) if b.text() == "不再显示")
    qtbot.mouseClick(enough, Qt.MouseButton.LeftButton)
    assert not page.steps.isVisible()
    again = TodayPage(desk)
    qtbot.addWidget(again)
    assert again.steps is None


def test_while_the_guide_is_up_an_incident_stands_above_it(page: TodayPage, desk: Desk) -> None:
    _incident(desk)
    assert page.steps is not None
    assert page.todo.isVisible()
    page.widget().layout().activate()
    assert page.todo.y() < page.steps.y()
    assert all("未排带班领导" not in text for text in _said(page))


def test_nothing_to_be_done_is_said_plainly(page: TodayPage, desk: Desk) -> None:
    hall = _hall(desk)
    _group_phones(desk)
    _leader(desk, hall, days=7)
    _without_guide(desk)
    lines = desk.store.contact_checks.lines("2026-11")
    desk.store.contact_checks.note(lines, CheckResult.CONFIRMED, desk.stamp())
    desk.changed(Topic.CONTACTS)
    assert page.todo.shown == []


def test_missing_leaders_and_numbers_are_to_be_done(page: TodayPage, desk: Desk) -> None:
    _without_guide(desk)
    texts = _said(page)
    # 2026-11-13 is a Friday; the weekend between is no working day.
    assert texts[0] == "未排带班领导：11月13日、11月16日、11月17日等 5 天"
    assert page.todo.shown is not None
    assert page.todo.shown[0].colour == "red"
    assert texts[1].startswith("应急处理小组 4 人没有电话：俞豪")
    hall = _hall(desk)
    _leader(desk, hall)
    assert page.todo.shown[0].text.startswith("未排带班领导：11月16日")
    assert page.todo.shown[0].colour == "amber"


def test_the_next_step_of_each_open_incident_leads_to_it(
    page: TodayPage, desk: Desk, qtbot: QtBot
) -> None:
    incident = _incident(desk)
    steps = desk.store.incidents.steps(incident.id)
    assert f"{incident.number} {steps[0].text}" in _said(page)
    desk.store.incidents.settle_step(steps[0].id, StepState.DONE, desk.stamp())
    desk.changed(Topic.INCIDENTS)
    assert f"{incident.number} {steps[1].text}" in _said(page)
    line = page.todo.body.itemAt(0).widget()
    with qtbot.waitSignal(desk.events.incident_requested) as asked:
        qtbot.mouseClick(line.go, Qt.MouseButton.LeftButton)  # type: ignore[attr-defined]
    assert asked.args == [incident.id]


def test_a_limit_that_runs_out_turns_from_its_time_to_overdue(
    page: TodayPage, desk: Desk, clock: FixedClock
) -> None:
    limits = tuple(replace(limit, on=True) for limit in desk.settings.limits)
    desk.settings = replace(desk.settings, limits=limits)
    _incident(desk)
    assert page.todo.shown is not None
    assert (page.todo.shown[0].pill, page.todo.shown[0].colour) == ("09:52", "blue")
    clock.advance(minutes=7)
    desk.events.ticked.emit(clock.now())
    assert page.todo.shown[0].colour == "amber"
    clock.advance(minutes=7)
    desk.events.ticked.emit(clock.now())
    assert (page.todo.shown[0].pill, page.todo.shown[0].colour) == ("逾期", "red")


def test_call_backs_are_owed_after_recovery_and_even_after_closing(
    page: TodayPage, desk: Desk, clock: FixedClock
) -> None:
    incident = _incident(desk)
    new = NewFollowup(FollowupKind.CALL_BACK, "张某", "13900000001", "申报")
    desk.store.followups.add(incident.id, new, desk.stamp())
    clock.advance(minutes=76)
    desk.store.incidents.recover(incident.id, clock.now(), desk.stamp())
    desk.changed(Topic.INCIDENTS)
    assert page.todo.shown is not None
    assert page.todo.shown[0].text.endswith("已恢复，还有 1 件善后未办")
    assert page.todo.shown[0].colour == "red"
    desk.store.incidents.close(incident.id, clock.now(), desk.stamp(), reason="另行安排")
    desk.changed(Topic.INCIDENTS)
    assert "2026-001 已办结，还有 1 件善后未办" in _said(page)
    clock.advance(days=60)
    desk.changed(Topic.INCIDENTS)
    assert "2026-001 已办结，还有 1 件善后未办" not in _said(page)


def test_the_day_says_which_working_day_of_the_filing_period_it_is(
    page: TodayPage, desk: Desk, clock: FixedClock
) -> None:
    _without_guide(desk)
    assert page.todo.day.text() == "11月13日 星期五 · 征期第 10 个工作日"
    clock.at = datetime(2026, 11, 14, 9, 0)
    desk.events.ticked.emit(clock.now())
    assert page.todo.day.text() == "11月14日 星期六"


def test_a_window_is_marked_down_and_up_by_a_click(
    page: TodayPage, desk: Desk, qtbot: QtBot
) -> None:
    hall = _hall(desk, 12)
    windows = desk.store.roster.windows(hall.id)
    tile = page.hall.tiles[windows[2].id]
    assert tile.text() == "3 号\n正常"
    qtbot.mouseClick(tile, Qt.MouseButton.LeftButton)
    assert tile.text() == "3 号\n停用"
    assert tile.property("window") == "down"
    assert not desk.store.roster.windows(hall.id)[2].up
    assert page.hall.summary.whole() == "12 个窗口 · 1 个停用"
    qtbot.keyClick(tile, Qt.Key.Key_Space)
    assert page.hall.summary.whole() == "12 个窗口 · 全部正常"


def test_a_hall_without_windows_leads_to_the_settings(
    page: TodayPage, desk: Desk, qtbot: QtBot
) -> None:
    empty = page.hall.findChild(EmptyState)
    with qtbot.waitSignal(desk.events.page_requested) as asked:
        empty.acted.emit()
    assert asked.args == ["settings"]
    _hall(desk)
    assert len(page.hall.tiles) == 6


def test_duty_shows_the_leader_and_the_days_ahead(page: TodayPage, desk: Desk) -> None:
    assert page.duty.shown[0].name == "今日未排带班领导"
    hall = _hall(desk)
    _leader(desk, hall)
    first, saturday, sunday, monday = page.duty.shown
    assert (first.name, first.phone, first.mark) == ("刘某某", "13800000003", "带班")
    assert saturday.post == "11月14日 星期六"
    assert saturday.name == sunday.name == "休息日"
    assert (monday.name, monday.mark) == ("未排", "缺")


def test_duty_shows_the_posts_in_the_order_of_the_settings(page: TodayPage, desk: Desk) -> None:
    hall = _hall(desk)
    _leader(desk, hall)
    today = desk.clock.now().date()
    for post, names in (("技术", "陈某"), ("导税", "周某、吴某"), ("值班长", "林某")):
        people = [
            desk.store.contacts.save_person(Person(0, "", each, mobile="13800000009"), desk.stamp())
            for each in names.split("、")
        ]
        ids = [person.id for person in people]
        desk.store.roster.set_post(today, Part.DAY, hall.id, post, ids, desk.stamp())
    desk.changed(Topic.ROSTER)
    shown = [(line.post, line.name, line.phone) for line in page.duty.shown[1:4]]
    assert shown == [
        ("值班长", "林某", "13800000009"),
        ("导税", "周某、吴某", ""),
        ("技术", "陈某", "13800000009"),
    ]


def test_a_long_name_on_duty_takes_more_lines_and_the_columns_line_up(
    page: TodayPage, desk: Desk
) -> None:
    hall = _hall(desk)
    leader = _leader(desk, hall)
    long = "欧阳诗涵·买买提艾力·阿卜杜热合曼·古丽米热"
    desk.store.contacts.save_person(replace(leader, name=long), desk.stamp())
    desk.changed(Topic.CONTACTS)
    page.resize(760, 640)
    for _round in range(2):  # the scroll bar that appears takes room in its turn
        QApplication.processEvents()
    words = [word for word in page.duty.findChildren(QLabel) if word.isVisible()]
    names = [word for word in words if word.wordWrap()][1::2]
    assert [word.text() for word in names[:2]] == [long, "休息日"]
    assert len({word.x() for word in names}) == 1
    lack = [(w.text(), w.width(), w.height(), w.heightForWidth(w.width())) for w in names]
    assert [each for each in lack if each[2] < each[3]] == []


def test_numbers_come_in_the_plans_order_and_missing_ones_lead_to_the_person(
    page: TodayPage, desk: Desk, qtbot: QtBot
) -> None:
    assert [n.who.split(" ")[0] for n in page.calls.shown] == [
        "组长",
        "副组长",
        "成员",
        "成员",
        "信息中心",
    ]
    fill = page.calls.findChildren(KeyButton)[0]
    with qtbot.waitSignal(desk.events.page_requested) as asked:
        qtbot.mouseClick(fill, Qt.MouseButton.LeftButton)
    chief = desk.store.contacts.group()[0].person
    assert asked.args == [f"contacts#{chief.id}"]
    desk.store.contacts.save_person(replace(chief, mobile="13800000001"), desk.stamp())
    centre = Department(0, "", "信息中心", role="information_centre", phone="0570-8765700")
    desk.store.contacts.save_department(centre, desk.stamp())
    desk.changed(Topic.CONTACTS)
    assert page.calls.shown[0].phone == "13800000001"
    assert page.calls.shown[0].who == "组长 俞豪（区局局长）"
    assert page.calls.shown[-1].phone == "0570-8765700"


def test_what_is_not_seen_is_looked_up_when_it_is_shown(page: TodayPage, desk: Desk) -> None:
    _without_guide(desk)
    page.hide()
    incident = _incident(desk)
    assert all(incident.number not in text for text in _said(page))
    page.show()
    assert any(incident.number in text for text in _said(page))


def test_a_refused_write_is_told_and_the_tile_stays(
    page: TodayPage, desk: Desk, ask: FakeAsker, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from hallduty.errors import EnvironmentProblem

    hall = _hall(desk)
    window = desk.store.roster.windows(hall.id)[0]

    def locked(*_: object) -> None:
        raise EnvironmentProblem("数据库正忙，请稍后重试")

    monkeypatch.setattr(type(desk.store.hall), "mark_down", locked)
    qtbot.mouseClick(page.hall.tiles[window.id], Qt.MouseButton.LeftButton)
    assert ask.problems == ["数据库正忙，请稍后重试"]
    assert page.hall.tiles[window.id].text() == "1 号\n正常"


def test_months_end_is_no_trouble(desk: Desk, clock: FixedClock, qtbot: QtBot) -> None:
    clock.at = datetime(2026, 12, 31, 23, 59)
    made = TodayPage(desk)
    qtbot.addWidget(made)
    assert made.duty.shown[1].post == "1月1日 星期五"
    assert date(2027, 1, 1).year not in desk.calendar.holidays.years


def test_in_a_narrow_window_nothing_is_cut_off(page: TodayPage, desk: Desk) -> None:
    _hall(desk, 12)
    _incident(desk)
    for width in (1120, 640):
        page.resize(width, 500)
        QApplication.processEvents()
        assert page.widget().width() <= page.viewport().width()
        side_by_side = page.calls.mapTo(page, page.calls.rect().topLeft()).x() > width // 3
        assert side_by_side == (width == 1120)


def test_the_cards_give_way_in_the_smallest_window(page: TodayPage, desk: Desk) -> None:
    """What was counted and the guide held them wider than the page, which cut them off."""
    hall = _hall(desk, 12)
    reading = CrowdReading(0, "", None, hall.id, desk.clock.now(), "", 120, 12, 8, wait_minutes=80)
    desk.store.crowd.keep(reading, desk.stamp())
    desk.changed(Topic.ROSTER)
    page.resize(736, 430)
    for _guided in (True, False):
        QApplication.processEvents()
        assert page.calls.mapTo(page, page.calls.rect().topLeft()).x() > 736 // 3
        assert page.widget().width() <= page.viewport().width()
        _without_guide(desk)
    assert page.hall.crowd_said.text().endswith("约等 1 小时 20 分")


def test_a_narrow_line_gives_up_its_remark_for_its_words(page: TodayPage, desk: Desk) -> None:
    """At large type the words of a matter were three characters and an ellipsis."""
    _without_guide(desk)
    _incident(desk)
    page.resize(1116, 600)
    QApplication.processEvents()
    lines = [f for f in page.todo.findChildren(QFrame) if hasattr(f, "remark") and f.isVisible()]
    line = lines[0]
    assert line.remark.isVisible()
    page.resize(760, 600)
    QApplication.processEvents()
    assert not line.remark.isVisible()
    assert line.remark.whole() in line.toolTip()
