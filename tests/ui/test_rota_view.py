"""休假与轮值 and 公平: entered by keyboard, checked beside the field, counted per post."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from hallduty.domain.contacts import Person
from hallduty.domain.roster import LEADER, Hall, Part
from hallduty.domain.rota import Peak
from hallduty.ui.desk import Desk
from hallduty.ui.events import Topic
from hallduty.ui.roster.fairness_view import FairnessView
from hallduty.ui.roster.page import RosterPage
from hallduty.ui.roster.rota_view import RotaView
from hallduty.ui.widgets import EmptyState
from tests.ui.conftest import FakeAsker
from tests.ui.pages_kit import AWKWARD, add_hall, on_screen, stamp, type_in
from tests.ui.roster_kit import crew, day, keys, plan, press, rota

ALT = Qt.KeyboardModifier.AltModifier
ENTER = Qt.Key.Key_Return


@pytest.fixture
def hall(desk: Desk) -> Hall:
    return add_hall(desk)


@pytest.fixture
def people(desk: Desk) -> dict[str, Person]:
    return crew(desk)


@pytest.fixture
def view(desk: Desk, hall: Hall, people: dict[str, Person], qtbot: QtBot) -> RotaView:
    return on_screen(RotaView(desk), qtbot, 600)


def names(view: RotaView, people: dict[str, Person]) -> list[str]:
    by_id = {person.id: name for name, person in people.items()}
    return [by_id[member.person_id] for member in view.rota.model.rows]


def register(view: RotaView, who: str, first: str, last: str = "") -> None:
    view.leave.person.setFocus()
    keys(who)
    press(view.leave.person, ENTER)
    view.leave.first.setText(first)
    view.leave.last.setText(last)
    press(view.leave.last, ENTER)


# --- leave ----------------------------------------------------------------------------------


def test_a_leave_is_registered_by_keyboard_and_the_fields_are_empty_again(
    view: RotaView, desk: Desk, people: dict[str, Person]
) -> None:
    register(view, "sxx", "2026-11-16", "2026年11月20日")
    (leave,) = desk.store.rota.leaves()
    assert (leave.person_id, leave.first_day, leave.last_day) == (
        people["单雄信"].id,
        day(16),
        day(20),
    )
    assert view.leave.first.text() == ""
    assert view.leave.person.hasFocus()
    assert desk.store.drafts.all() == []


@pytest.mark.parametrize(
    ("first", "last", "field", "said"),
    [
        ("2026-04-31", "", "first_day", "4月没有31日"),
        ("2026-11-20", "2026-11-16", "last_day", "早于开始"),
        ("下周一", "", "first_day", "不是日期"),
        ("", "", "first_day", "不是日期"),
        ("2026-11-16", "\x00", "last_day", "不是日期"),
        ("1026-11-16", "", "first_day", "年"),
    ],
)
def test_a_day_that_is_none_is_said_beside_its_field_and_stays(
    view: RotaView, desk: Desk, first: str, last: str, field: str, said: str
) -> None:
    register(view, "sxx", first, last)
    error = view.leave.errors[field]
    assert error.isVisible()
    assert said in error.text()
    assert view.leave.first.text() == first
    assert desk.store.rota.leaves() == []


@pytest.mark.parametrize("typed", ["", "不认识的人", *AWKWARD, "长" * 50_000])
def test_leave_of_nobody_is_refused(view: RotaView, desk: Desk, typed: str) -> None:
    view.leave.person.setText(typed)
    view.leave.first.setText("2026-11-16")
    press(view.leave.remark, ENTER)
    assert view.leave.errors["person_id"].isVisible()
    assert view.leave.person.text() == typed
    assert desk.store.rota.leaves() == []


def test_overlapping_leave_is_refused_and_the_old_one_can_be_changed_or_cancelled(
    view: RotaView, desk: Desk, ask: FakeAsker, qtbot: QtBot
) -> None:
    register(view, "sxx", "2026-11-16", "2026-11-20")
    register(view, "sxx", "2026-11-18")
    assert "日期重叠" in view.leave.errors["first_day"].text()
    view.leave._start_anew()
    view.leave.table.setFocus()
    view.leave.table.go_to_row(0)
    press(view.leave.table, ENTER)
    assert view.leave.first.text() == "2026-11-16"
    view.leave.last.setText("2026-11-27")
    press(view.leave.last, ENTER)
    assert [leave.last_day for leave in desk.store.rota.leaves()] == [day(27)]
    ask.will_answer(True)
    qtbot.mouseClick(view.leave.cancel_leave, Qt.MouseButton.LeftButton)
    assert desk.store.rota.leaves() == []


# --- rota -----------------------------------------------------------------------------------


def test_people_are_added_by_initials_moved_and_removed(
    view: RotaView, desk: Desk, people: dict[str, Person]
) -> None:
    view.rota.name.setFocus()
    keys("lmm、wxm、sxx")
    press(view.rota.name, ENTER)
    assert names(view, people) == ["刘某某", "王小明", "单雄信"]
    assert view.rota.name.text() == ""
    view.rota.table.setFocus()
    view.rota.table.go_to_row(2)
    press(view.rota.table, Qt.Key.Key_Up, ALT)
    assert names(view, people) == ["刘某某", "单雄信", "王小明"]
    press(view.rota.table, Qt.Key.Key_Delete)
    assert names(view, people) == ["刘某某", "王小明"]


def test_who_is_in_the_rota_already_is_said(
    view: RotaView, desk: Desk, hall: Hall, people: dict[str, Person]
) -> None:
    rota(desk, hall, people["刘某某"])
    desk.changed(Topic.ROSTER)
    type_in(view.rota.name, "刘某某")
    press(view.rota.name, ENTER)
    assert "已经在轮值名单中" in view.rota.error.text()
    assert view.rota.name.text() == "刘某某"


def test_somebody_can_be_kept_for_peak_days_only(
    view: RotaView, desk: Desk, hall: Hall, people: dict[str, Person], qtbot: QtBot
) -> None:
    rota(desk, hall, people["刘某某"], people["王小明"])
    desk.changed(Topic.ROSTER)
    view.rota.table.go_to_row(0)
    view.rota.peak.setFocus()
    press(view.rota.peak, Qt.Key.Key_Down)
    assert [m.peak for m in desk.store.rota.members(hall.id, LEADER)] == [Peak.ONLY, Peak.ANY]


def test_posts_have_their_own_rota(
    view: RotaView, desk: Desk, hall: Hall, people: dict[str, Person]
) -> None:
    view.rota.post.setCurrentText("导税")
    type_in(view.rota.name, "曾志伟")
    press(view.rota.name, ENTER)
    assert [m.post for m in desk.store.rota.members(hall.id)] == ["导税"]
    view.rota.post.setCurrentText(LEADER)
    assert view.rota.model.rows == []


# --- fairness -------------------------------------------------------------------------------


def test_fairness_counts_halves_and_says_how_far_apart_they_are(
    desk: Desk, hall: Hall, people: dict[str, Person], qtbot: QtBot
) -> None:
    liu, wang = people["刘某某"], people["王小明"]
    rota(desk, hall, liu, wang)
    for number in (2, 3, 4):
        plan(desk, hall, day(number), LEADER, liu)
    plan(desk, hall, day(5), LEADER, wang, part=Part.MORNING)
    plan(desk, hall, day(5), "导税", people["单雄信"])
    view = FairnessView(desk)
    qtbot.addWidget(view)
    view.show()
    assert [(s.name, s.tally.days) for s in view.model.rows] == [("刘某某", 3.0), ("王小明", 0.5)]
    assert "相差 2.5 天" in view.spread.text()
    view.post.setCurrentText("导税")
    assert [(s.name, s.limits) for s in view.model.rows] == [("单雄信", "不在轮值名单")]
    qtbot.mouseClick(view.before, Qt.MouseButton.LeftButton)
    assert view.title.text() == "2025 年"
    assert view.model.rows == []


def test_what_was_really_stood_counts_instead_of_the_plan(
    desk: Desk, hall: Hall, people: dict[str, Person], qtbot: QtBot
) -> None:
    liu, wang = people["刘某某"], people["王小明"]
    rota(desk, hall, liu, wang)
    plan(desk, hall, day(12), LEADER, liu)
    stood = {LEADER: (wang.id,)}
    desk.store.roster.record_stood(day(12), Part.DAY, hall.id, stood, stamp(desk))
    view = FairnessView(desk)
    qtbot.addWidget(view)
    view.show()
    assert {s.name: s.tally.days for s in view.model.rows} == {"王小明": 1.0, "刘某某": 0.0}


# --- the tabs -------------------------------------------------------------------------------


def test_each_tab_opens_by_key_and_by_name_with_the_keyboard_in_it(
    desk: Desk, hall: Hall, people: dict[str, Person], qtbot: QtBot
) -> None:
    page = RosterPage(desk)
    qtbot.addWidget(page)
    page.resize(1148, 640)
    page.show()
    with qtbot.waitActive(page):
        page.activateWindow()
    titles = [page.tabs.tabText(n) for n in range(page.tabs.count())]
    assert titles == ["值班表", "日志与交接", "征期", "公平", "休假与轮值"]
    press(page, Qt.Key.Key_5, ALT)
    assert page.tabs.currentIndex() == 4
    assert page.tab("leave").rota.name.hasFocus()  # type: ignore[attr-defined]
    page.show_record("calendar")
    assert page.tabs.currentIndex() == 2
    page.show_record("nonsense#5")
    assert page.tabs.currentIndex() == 2
    page.show_record("shift:20261204")
    assert page.tabs.currentIndex() == 0
    grid = page.tab("roster").grid  # type: ignore[attr-defined]
    assert grid.current_day() == day(4, 12)
    assert grid.grid.current_cell().post == LEADER
    assert grid.grid.hasFocus()
    for number in range(page.tabs.count()):
        page.tabs.setCurrentIndex(number)
        assert not page.grab().isNull()


def test_without_a_hall_the_rota_leads_to_the_settings(desk: Desk, qtbot: QtBot) -> None:
    made = RotaView(desk)
    qtbot.addWidget(made)
    made.show()
    wanted: list[str] = []
    desk.events.page_requested.connect(wanted.append)
    empty = made.rota.table.findChild(EmptyState)
    assert empty is not None
    assert "还没有办税服务场所" in empty.findChildren(QLabel)[-1].text()
    (lead,) = empty.findChildren(QPushButton)
    lead.click()
    assert wanted == ["settings"]
    add_hall(desk)
    desk.changed(Topic.ROSTER)
    assert made.rota.name.isEnabled()
    assert "还没有轮值人员" in made.rota.table.findChildren(EmptyState)[-1].findChild(QLabel).text()
