"""换班、替班、临时接班, their undoing, and who really stood: as the desk does it, by keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from hallduty.domain.contacts import Person
from hallduty.domain.roster import LEADER, Hall, Part
from hallduty.domain.rota import ChangeKind
from hallduty.ui.desk import Desk
from hallduty.ui.events import Topic
from hallduty.ui.roster.change_dialogs import CoverDialog, SwapDialog
from hallduty.ui.roster.changes_dialog import ChangesDialog
from hallduty.ui.roster.roster_view import RosterView
from hallduty.ui.roster.stood_dialog import StoodDialog
from hallduty.ui.roster.takeover_dialog import TakeoverDialog
from tests.ui.conftest import FakeAsker
from tests.ui.pages_kit import AWKWARD, add_hall, type_in
from tests.ui.roster_kit import cell, crew, day, keys, opened, plan, press

CTRL = Qt.KeyboardModifier.ControlModifier
ENTER = Qt.Key.Key_Return


@pytest.fixture
def hall(desk: Desk) -> Hall:
    return add_hall(desk)


@pytest.fixture
def people(desk: Desk) -> dict[str, Person]:
    return crew(desk)


@pytest.fixture
def view(desk: Desk, hall: Hall, people: dict[str, Person], qtbot: QtBot) -> RosterView:
    plan(desk, hall, day(16), LEADER, people["刘某某"])
    plan(desk, hall, day(18), LEADER, people["王小明"])
    plan(desk, hall, day(20), LEADER, people["单雄信"])
    return opened(desk, qtbot)


def shown(dialog, qtbot: QtBot):  # type: ignore[no-untyped-def]
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    # A dialog counts as active through its parent before the keyboard is really in it.
    qtbot.waitUntil(lambda: dialog.isAncestorOf(QApplication.focusWidget() or view_of(dialog)))
    return dialog


def view_of(dialog: QWidget) -> QWidget:
    return dialog.parentWidget() or dialog


def leaders(view: RosterView) -> dict[int, str]:
    return {n: cell(view.grid, day(n)).text for n in (16, 18, 20)}


def test_a_swap_is_found_by_initials_and_needs_somebody_who_agreed(
    view: RosterView, desk: Desk, hall: Hall, qtbot: QtBot
) -> None:
    dialog = shown(SwapDialog(desk, hall.id, cell(view.grid, day(16)), view), qtbot)
    assert dialog.search.hasFocus()
    keys("sxx")
    assert dialog.list.count() == 1
    press(dialog.search, ENTER)
    dialog.do()
    assert dialog.errors["agreed_by"].isVisible()
    assert dialog.isVisible()
    type_in(dialog.agreed_by, "单雄信")
    press(dialog.agreed_by, ENTER)
    press(dialog.reason, ENTER)
    assert not dialog.isVisible()
    desk.changed(Topic.ROSTER)
    assert leaders(view) == {16: "单雄信", 18: "王小明", 20: "刘某某"}
    (change,) = desk.store.shift_changes.changes(day(1), day(30))
    assert (change.kind, change.asked_by, change.agreed_by) == (
        ChangeKind.SWAP,
        "刘某某",
        "单雄信",
    )


def test_the_other_duty_is_found_by_its_day_and_chosen_with_the_arrows(
    view: RosterView, desk: Desk, hall: Hall, qtbot: QtBot
) -> None:
    dialog = shown(SwapDialog(desk, hall.id, cell(view.grid, day(16)), view), qtbot)
    press(dialog.search, Qt.Key.Key_Down)
    other = dialog.other()
    assert other is not None
    assert other.day == day(20)
    keys("18")
    other = dialog.other()
    assert other is not None
    assert other.day == day(18)
    dialog.search.setText("查无此人")
    dialog.do()
    assert "请选择" in dialog.errors["other_day"].text()


def test_a_cover_asked_for_on_anothers_behalf_can_be_undone_beside_the_cell(
    view: RosterView, desk: Desk, hall: Hall, qtbot: QtBot
) -> None:
    dialog = shown(CoverDialog(desk, hall.id, cell(view.grid, day(16)), view), qtbot)
    keys("zzw")
    press(dialog.to, ENTER)
    dialog.asked_by.setText("纳税服务股王科长")
    qtbot.mouseClick(dialog.agrees, Qt.MouseButton.LeftButton)
    assert dialog.agreed_by.text() == "曾志伟"
    press(dialog, ENTER, CTRL)
    assert not dialog.isVisible()
    desk.changed(Topic.ROSTER)
    assert leaders(view)[16] == "曾志伟"
    view.grid.go_to_cell(day(16), LEADER)
    undo = next(
        b
        for b in view.grid.panel.findChildren(QPushButton)
        if b.text() == "撤销" and b.property("change") is not None
    )
    undo.click()
    assert leaders(view)[16] == "刘某某"


def test_an_undo_after_another_change_is_refused_in_words(
    view: RosterView,
    desk: Desk,
    hall: Hall,
    people: dict[str, Person],
    ask: FakeAsker,
    qtbot: QtBot,
) -> None:
    dialog = shown(CoverDialog(desk, hall.id, cell(view.grid, day(16)), view), qtbot)
    keys("zzw")
    press(dialog.to, ENTER)
    dialog.agreed_by.setText("曾志伟")
    dialog.do()
    plan(desk, hall, day(16), LEADER, people["单雄信"])
    desk.changed(Topic.ROSTER)
    changes = shown(ChangesDialog(desk, view.head, view.deeds, view), qtbot)
    qtbot.mouseClick(changes.undo_button, Qt.MouseButton.LeftButton)
    assert "后来又改过" in ask.problems[0]
    assert leaders(view)[16] == "单雄信"


def test_a_takeover_counts_from_now_and_wants_a_reason(
    view: RosterView, desk: Desk, hall: Hall, people: dict[str, Person], qtbot: QtBot
) -> None:
    plan(desk, hall, day(13), LEADER, people["刘某某"])
    dialog = shown(TakeoverDialog(desk, hall.id, view), qtbot)
    keys("wxm")
    press(dialog.to, ENTER)
    press(dialog.reason, ENTER)
    assert dialog.errors["reason"].isVisible()
    dialog.reason.setText("临时参加会议")
    press(dialog.reason, ENTER)
    assert not dialog.isVisible()
    leader = desk.store.roster.leader_at(desk.clock.now(), hall.id)
    assert leader is not None
    assert leader.name == "王小明"


@pytest.mark.parametrize("typed", ["", "不认识的人", *AWKWARD])
def test_nobody_known_is_refused_beside_the_field_and_the_words_stay(
    view: RosterView, desk: Desk, hall: Hall, qtbot: QtBot, typed: str
) -> None:
    dialog = shown(CoverDialog(desk, hall.id, cell(view.grid, day(16)), view), qtbot)
    dialog.to.setText(typed)
    dialog.agreed_by.setText("某人")
    dialog.do()
    assert dialog.isVisible()
    assert dialog.errors["to_id"].isVisible()
    assert dialog.to.text() == typed


def test_what_was_typed_is_there_again_after_esc(
    view: RosterView, desk: Desk, hall: Hall, qtbot: QtBot
) -> None:
    dialog = shown(CoverDialog(desk, hall.id, cell(view.grid, day(16)), view), qtbot)
    type_in(dialog.reason, "孩子生病")
    dialog.reject()
    again = shown(CoverDialog(desk, hall.id, cell(view.grid, day(16)), view), qtbot)
    assert again.reason.text() == "孩子生病"


def test_the_record_of_who_stood_differs_from_the_plan_and_shows_it(
    view: RosterView, desk: Desk, hall: Hall, people: dict[str, Person], qtbot: QtBot
) -> None:
    plan(desk, hall, day(12), LEADER, people["刘某某"])
    plan(desk, hall, day(12), "导税", people["王小明"])
    desk.changed(Topic.ROSTER)
    view.grid.go_to(day(12))
    line = view.grid.line_at(day(12))
    assert line is not None
    dialog = shown(StoodDialog(desk, hall.id, line, view), qtbot)
    edit = dialog.edits[Part.DAY, LEADER]
    assert edit.hasFocus()
    edit.clear()
    keys("zzw")
    press(edit, ENTER)
    press(dialog, ENTER, CTRL)
    assert not dialog.isVisible()
    desk.changed(Topic.ROSTER)
    found = cell(view.grid, day(12))
    assert (found.text, found.stood_text, found.differs) == ("刘某某", "曾志伟", True)
    assert not cell(view.grid, day(12), "导税").differs
    assert "值班领导：曾志伟" in view.grid.panel.stood.text()


def test_changing_nothing_chosen_says_what_to_choose(
    view: RosterView, desk: Desk, qtbot: QtBot
) -> None:
    view.grid.go_to_cell(day(17), LEADER)
    with qtbot.waitSignal(desk.events.told) as told:
        view.deeds.swap(view.grid.grid.current_cell())
    assert "选中要调班的一格" in told.args[0]
