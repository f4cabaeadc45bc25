"""值班表 as a grid: names typed in place, halves, gaps and clashes that nobody can overlook."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from hallduty.domain.contacts import Person
from hallduty.domain.roster import LEADER, Hall, Part, PostNeed
from hallduty.domain.rota import Leave
from hallduty.ui.desk import Desk
from hallduty.ui.events import Topic
from hallduty.ui.roster.grid_model import REMARK
from hallduty.ui.roster.roster_grid import RosterGrid
from hallduty.ui.roster.roster_view import RosterView
from tests.ui.conftest import FakeAsker
from tests.ui.pages_kit import AWKWARD, add_hall, stamp, type_in
from tests.ui.roster_kit import cell, crew, day, keys, opened, plan, press

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ENTER, ESC, TAB = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Tab


@pytest.fixture
def hall(desk: Desk) -> Hall:
    return add_hall(desk)


@pytest.fixture
def people(desk: Desk) -> dict[str, Person]:
    return crew(desk)


@pytest.fixture
def view(desk: Desk, hall: Hall, people: dict[str, Person], qtbot: QtBot) -> RosterView:
    return opened(desk, qtbot)


@pytest.fixture
def grid(view: RosterView) -> RosterGrid:
    return view.grid


def said(grid: RosterGrid) -> str:
    QApplication.processEvents()
    return "\n".join(w.text() for w in grid.panel.findChildren(QLabel) if w.isVisible())


# --- typing -------------------------------------------------------------------------------------


def test_initials_and_enter_plan_somebody_and_go_to_the_next_day(
    grid: RosterGrid, desk: Desk, hall: Hall
) -> None:
    grid.go_to(day(17))
    keys("sxx")
    assert grid.grid.editor.offers_shown() == ["单雄信"]
    press(grid.grid.editor, ENTER)
    leader = desk.store.roster.leader_on(day(17), hall.id)
    assert leader is not None
    assert leader.name == "单雄信"
    assert cell(grid, day(17)).by_hand
    assert grid.grid.hasFocus()
    assert grid.current_day() == day(18)


def test_a_chinese_name_from_an_input_method_begins_in_the_cell(
    grid: RosterGrid, desk: Desk
) -> None:
    grid.go_to(day(17))
    type_in(grid.grid, "王")
    press(grid.grid.editor, ENTER)
    assert cell(grid, day(17)).text == "王小明"


def test_tab_goes_on_to_the_next_post(grid: RosterGrid) -> None:
    grid.go_to(day(17))
    keys("lmm")
    press(grid.grid.editor, TAB)
    assert cell(grid, day(17)).text == "刘某某"
    keys("zzw")
    press(grid.grid.editor, ENTER)
    assert cell(grid, day(17), "值班长").text == "曾志伟"


def test_two_people_and_both_halves_of_a_day_in_one_line(
    grid: RosterGrid, people: dict[str, Person]
) -> None:
    grid.go_to_cell(day(17), "导税")
    keys("lmm、wxm")
    press(grid.grid.editor, ENTER)
    planned = cell(grid, day(17), "导税").planned
    assert planned == {Part.DAY: (people["刘某某"].id, people["王小明"].id)}
    grid.go_to(day(18))
    keys("lmm/wxm")
    press(grid.grid.editor, ENTER)
    # The post stays: it was typed under 导税.
    halves = cell(grid, day(18), "导税")
    assert halves.planned == {
        Part.MORNING: (people["刘某某"].id,),
        Part.AFTERNOON: (people["王小明"].id,),
    }
    assert grid.model.data(grid.model.index_of(day(18), "导税")) == "刘某某/王小明"


def test_halves_give_way_to_the_whole_day_and_the_other_way_round(
    grid: RosterGrid, people: dict[str, Person]
) -> None:
    for typed, parts in (("lmm", {Part.DAY}), ("/wxm", {Part.AFTERNOON}), ("sxx", {Part.DAY})):
        grid.go_to(day(17))
        keys(typed)
        press(grid.grid.editor, ENTER)
        assert set(cell(grid, day(17)).planned) == parts


@pytest.mark.parametrize("typed", ["不认识", "a/b/c", *AWKWARD, "长" * 50_000])
def test_what_is_nobody_stays_typed_and_says_why(grid: RosterGrid, desk: Desk, typed: str) -> None:
    grid.go_to(day(17))
    press(grid.grid, ENTER)
    grid.grid.editor.setText(typed)
    press(grid.grid.editor, ENTER)
    assert grid.wrong.isVisible()
    assert 0 < len(grid.wrong.text()) < 80
    assert grid.grid.editor.isVisible()
    assert grid.grid.editor.text() == typed
    assert desk.store.roster.shifts(day(1), day(30)) == []


def test_several_people_of_one_name_are_told_apart_in_the_list(
    grid: RosterGrid, desk: Desk
) -> None:
    from tests.ui.pages_kit import add_person

    first = add_person(desk, "王伟", post="科员")
    second = add_person(desk, "王伟", post="主任")
    desk.changed(Topic.CONTACTS)
    grid.go_to(day(17))
    type_in(grid.grid, "王伟")
    assert grid.grid.editor.offers_shown() == ["王伟　科员", "王伟　主任"]
    press(grid.grid.editor, Qt.Key.Key_Down)
    press(grid.grid.editor, ENTER)
    assert cell(grid, day(17)).planned == {Part.DAY: (second.id,)}
    assert first.id != second.id


def test_a_second_leader_at_the_same_time_is_refused(grid: RosterGrid) -> None:
    grid.go_to(day(17))
    keys("lmm、wxm")
    press(grid.grid.editor, ENTER)
    assert "只能排一人" in grid.wrong.text()
    assert cell(grid, day(17)).text == ""


def test_esc_leaves_a_cell_as_it_was(
    grid: RosterGrid, desk: Desk, hall: Hall, people: dict[str, Person]
) -> None:
    plan(desk, hall, day(13), LEADER, people["刘某某"])
    desk.changed(Topic.ROSTER)
    press(grid.grid, ENTER)
    assert grid.grid.editor.selectedText() == "刘某某"
    grid.grid.editor.setText("王小明")
    press(grid.grid.editor, ESC)
    assert cell(grid, day(13)).text == "刘某某"
    assert grid.grid.hasFocus()


def test_what_was_typed_when_the_program_ended_is_there_again(
    view: RosterView, desk: Desk, qtbot: QtBot
) -> None:
    view.grid.go_to_cell(day(17), "导税")
    keys("lmm、查")
    view.hide()
    again = opened(desk, qtbot).grid
    again.go_to_cell(day(17), "导税")
    press(again.grid, ENTER)
    assert again.grid.editor.text() == "刘某某、查"
    press(again.grid.editor, ESC)
    assert desk.store.drafts.all() == []
    assert cell(again, day(17), "导税").text == ""


def test_a_cell_that_was_written_or_left_keeps_no_draft(
    grid: RosterGrid, desk: Desk, qtbot: QtBot
) -> None:
    grid.go_to(day(17))
    keys("lmm")
    press(grid.grid.editor, ENTER)
    press(grid.grid, Qt.Key.Key_Up)
    press(grid.grid, ENTER)
    keys("王")
    press(grid.grid.editor, ESC)
    assert desk.store.drafts.all() == []
    assert cell(grid, day(17)).text == "刘某某"


def test_a_refresh_from_elsewhere_leaves_what_is_being_typed(grid: RosterGrid, desk: Desk) -> None:
    grid.go_to(day(17))
    keys("lm")
    desk.changed(Topic.ROSTER)
    assert grid.grid.editor.isVisible()
    assert grid.grid.editor.text() == "lm"


def test_a_click_elsewhere_writes_what_was_typed_or_stays_with_it(
    grid: RosterGrid, qtbot: QtBot
) -> None:
    grid.go_to(day(17))
    keys("wxm")
    view = grid.grid
    elsewhere = view.visualRect(grid.model.index_of(day(19), "导税")).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=elsewhere)
    assert cell(grid, day(17)).text == "王小明"
    assert grid.current_day() == day(19)
    keys("qqq")
    other = view.visualRect(grid.model.index_of(day(18), LEADER)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=other)
    assert grid.current_day() == day(19)
    assert view.editor.text() == "qqq"
    assert grid.wrong.isVisible()


def test_turning_the_month_never_drops_what_is_typed(view: RosterView, qtbot: QtBot) -> None:
    grid = view.grid
    grid.go_to(day(17))
    keys("qqq")
    qtbot.mouseClick(view.head.after, Qt.MouseButton.LeftButton)
    assert view.head.month == day(1)
    assert grid.grid.editor.text() == "qqq"
    qtbot.mouseClick(view.as_picture, Qt.MouseButton.LeftButton)
    assert grid.isVisible()
    grid.grid.editor.begin("wxm")
    qtbot.mouseClick(view.head.after, Qt.MouseButton.LeftButton)
    assert view.head.month == day(1, 12)
    view.head.before.click()
    assert cell(grid, day(17)).text == "王小明"


def test_selected_cells_are_filled_at_once_and_others_only_when_confirmed(
    grid: RosterGrid, desk: Desk, hall: Hall, people: dict[str, Person], ask: FakeAsker
) -> None:
    plan(desk, hall, day(18), LEADER, people["刘某某"])
    desk.changed(Topic.ROSTER)
    grid.go_to(day(17))
    press(grid.grid, Qt.Key.Key_Down, SHIFT)
    assert "已选 2 格" in said(grid)
    ask.will_answer(False)
    keys("wxm")
    press(grid.grid.editor, ENTER)
    assert cell(grid, day(18)).text == "刘某某"
    ask.will_answer(True)
    press(grid.grid.editor, ENTER)
    assert [cell(grid, day(n)).text for n in (17, 18)] == ["王小明", "王小明"]


def test_delete_empties_and_a_block_is_copied(
    grid: RosterGrid, desk: Desk, hall: Hall, people: dict[str, Person], ask: FakeAsker
) -> None:
    plan(desk, hall, day(16), LEADER, people["刘某某"])
    plan(desk, hall, day(16), "值班长", people["王小明"], part=Part.MORNING)
    desk.changed(Topic.ROSTER)
    grid.go_to(day(16))
    press(grid.grid, Qt.Key.Key_Right, SHIFT)
    press(grid.grid, Qt.Key.Key_C, CTRL)
    grid.go_to_cell(day(17), LEADER)
    press(grid.grid, Qt.Key.Key_V, CTRL)
    assert cell(grid, day(17)).text == "刘某某"
    assert cell(grid, day(17), "值班长").text == "王小明/"
    press(grid.grid, Qt.Key.Key_Delete)
    assert cell(grid, day(17)).text == ""
    assert cell(grid, day(17), "值班长").text == "王小明/"


def test_what_was_set_by_hand_is_marked_and_can_be_freed(
    grid: RosterGrid, desk: Desk, hall: Hall, people: dict[str, Person]
) -> None:
    plan(desk, hall, day(16), LEADER, people["刘某某"])
    desk.changed(Topic.ROSTER)
    grid.go_to(day(16))
    assert "手工排定" in said(grid)
    press(grid.grid, Qt.Key.Key_U, CTRL)
    assert not cell(grid, day(16)).by_hand
    assert cell(grid, day(16)).text == "刘某某"


def test_arrows_lead_over_the_edge_of_the_month(grid: RosterGrid) -> None:
    grid.go_to(day(30))
    press(grid.grid, Qt.Key.Key_Down)
    assert grid.current_day() == day(1, 12)
    press(grid.grid, Qt.Key.Key_Up)
    assert grid.current_day() == day(30)
    press(grid.grid, Qt.Key.Key_PageDown)
    assert grid.current_day() == day(30, 12)
    press(grid.grid, Qt.Key.Key_Home)
    assert grid.current_day() == day(13)


# --- gaps and clashes ---------------------------------------------------------------------------


def test_gaps_and_clashes_are_loud_and_named_with_a_way_there(
    grid: RosterGrid, desk: Desk, hall: Hall, people: dict[str, Person], qtbot: QtBot
) -> None:
    liu = people["刘某某"]
    plan(desk, hall, day(16), LEADER, liu)
    plan(desk, hall, day(16), "导税", liu)
    desk.store.rota.save_leave(Leave(0, "", liu.id, day(16), day(16), "出差"), stamp(desk))
    desk.changed(Topic.ROSTER)
    found = cell(grid, day(16))
    assert found.loud
    kinds = {trouble.kind.name for trouble in found.troubles}
    assert {"LEAVE", "TWICE"} <= kinds
    assert [t.kind.name for t in cell(grid, day(17)).troubles] == ["GAP"]
    assert cell(grid, day(14)).troubles == ()
    tip = grid.model.index_of(day(16), LEADER).data(Qt.ItemDataRole.ToolTipRole)
    assert "刘某某出差" in tip
    link = next(b for b in grid.troubles.findChildren(QPushButton) if "刘某某出差" in b.toolTip())
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    assert grid.current_day() == day(16)
    assert "刘某某出差" in said(grid)


def test_an_empty_month_says_how_to_begin(grid: RosterGrid) -> None:
    assert "自动排班" in grid.troubles.title.text()


def test_a_post_taken_out_of_the_settings_stays_while_it_is_used(
    grid: RosterGrid, desk: Desk, hall: Hall, people: dict[str, Person]
) -> None:
    plan(desk, hall, day(16), "技术", people["刘某某"])
    desk.settings = replace(desk.settings, posts=(PostNeed("引导", 1, 1),))
    desk.changed(Topic.SETTINGS)
    assert grid.model.posts == [LEADER, "引导", "技术"]


def test_eight_posts_scroll_sideways_and_the_days_stay(view: RosterView, desk: Desk) -> None:
    posts = tuple(PostNeed(f"岗位{n}", 1, 1) for n in range(8))
    desk.settings = replace(desk.settings, posts=posts)
    desk.changed(Topic.SETTINGS)
    grid = view.grid.grid
    assert grid.columnWidth(3) >= 100
    assert grid.verticalHeader().isVisible()
    assert not view.grab().isNull()


# --- remark and record --------------------------------------------------------------------------


def test_a_remark_is_typed_from_its_column(grid: RosterGrid, desk: Desk) -> None:
    grid.go_to_cell(day(16), REMARK)
    type_in(grid.grid, "加")
    assert grid.panel.remark.hasFocus()
    type_in(grid.panel.remark, "派一人")
    press(grid.panel.remark, ENTER)
    assert grid.line_at(day(16)).remark == "加派一人"  # type: ignore[union-attr]
    assert grid.grid.hasFocus()
    assert desk.store.drafts.all() == []


def test_a_remark_too_long_stays_and_is_kept_as_a_draft(grid: RosterGrid, desk: Desk) -> None:
    grid.go_to_cell(day(16), REMARK)
    press(grid.grid, ENTER)
    long = "长" * 30_000
    grid.panel.remark.setText(long)
    press(grid.panel.remark, ENTER)
    assert grid.panel.remark_error.isVisible()
    assert grid.panel.remark.text() == long
    grid.go_to(day(17))
    assert grid.panel.remark.text() == ""
    grid.go_to(day(16))
    assert grid.panel.remark.text() == long


def test_who_really_stood_is_recorded_apart_from_the_plan(
    view: RosterView, desk: Desk, hall: Hall, people: dict[str, Person], qtbot: QtBot
) -> None:
    grid = view.grid
    plan(desk, hall, day(12), LEADER, people["刘某某"], part=Part.MORNING)
    plan(desk, hall, day(12), LEADER, people["王小明"], part=Part.AFTERNOON)
    plan(desk, hall, day(12), "导税", people["单雄信"])
    desk.changed(Topic.ROSTER)
    grid.go_to(day(12))
    assert grid.panel.as_planned.isVisible()
    qtbot.mouseClick(grid.panel.as_planned, Qt.MouseButton.LeftButton)
    assert grid.panel.stood.text() == "已记：与排班一致"
    assert cell(grid, day(12)).stood == cell(grid, day(12)).planned
    grid.go_to(day(16))
    assert not grid.panel.stood_frame.isVisible()


# --- the two ways to see it ---------------------------------------------------------------------


def test_the_calendar_shows_the_same_day_and_the_choice_is_remembered(
    view: RosterView, desk: Desk, qtbot: QtBot
) -> None:
    view.grid.go_to(day(4, 12))
    qtbot.mouseClick(view.as_picture, Qt.MouseButton.LeftButton)
    assert view.picture.isVisible()
    assert view.picture.current_day() == day(4, 12)
    again = opened(desk, qtbot)
    assert again.picture.isVisible()
    assert again.picture.current_day() == day(13)
