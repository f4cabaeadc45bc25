"""自动排班: the proposal gives its reasons, keeps what was set by hand, and is adopted whole."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QDate, Qt
from pytestqt.qtbot import QtBot

from hallduty.domain.contacts import Person
from hallduty.domain.roster import LEADER, Hall
from hallduty.domain.rota import Leave
from hallduty.domain.rotation import FillDays
from hallduty.ui.desk import Desk
from hallduty.ui.roster.fill_dialog import FillDialog
from tests.ui.pages_kit import add_hall, stamp
from tests.ui.roster_kit import crew, day, plan, press, rota


@pytest.fixture
def hall(desk: Desk) -> Hall:
    return add_hall(desk)


@pytest.fixture
def people(desk: Desk, hall: Hall) -> dict[str, Person]:
    found = crew(desk)
    rota(desk, hall, *found.values())
    return found


def opened(desk: Desk, hall: Hall, qtbot: QtBot) -> FillDialog:
    dialog = FillDialog(desk, hall.id, date(2026, 11, 1), None)
    qtbot.addWidget(dialog)
    for post, box in dialog.options.posts.items():
        box.setChecked(post == LEADER)
    dialog.propose()
    dialog.show()
    with qtbot.waitActive(dialog):
        dialog.activateWindow()
    return dialog


def test_the_proposal_says_why_and_whom_it_passed_over(
    desk: Desk, hall: Hall, people: dict[str, Person], qtbot: QtBot
) -> None:
    away = people["刘某某"]
    desk.store.rota.save_leave(Leave(0, "", away.id, day(13), day(30), "公休"), stamp(desk))
    dialog = opened(desk, hall, qtbot)
    assert {choice.day for choice in dialog.model.rows} >= {day(13), day(16), day(30)}
    assert away.id not in {choice.person_id for choice in dialog.model.rows}
    assert "没有排" in dialog.why.text()
    assert "刘某某（公休" in dialog.why.text()
    assert desk.store.roster.shifts(day(1), day(30)) == []


def test_it_is_adopted_with_one_key_and_nothing_set_by_hand_is_touched(
    desk: Desk, hall: Hall, people: dict[str, Person], qtbot: QtBot
) -> None:
    plan(desk, hall, day(17), LEADER, people["王小明"])
    dialog = opened(desk, hall, qtbot)
    assert day(17) not in {choice.day for choice in dialog.model.rows}
    press(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert not dialog.isVisible()
    shifts = {shift.day: shift for shift in desk.store.roster.shifts(day(13), day(30))}
    assert shifts[day(17)].leader_id == people["王小明"].id
    assert shifts[day(17)].by_hand == (LEADER,)
    assert shifts[day(16)].leader_id is not None
    assert shifts[day(16)].by_hand == ()
    assert day(14) not in shifts


def test_cells_set_by_hand_are_decided_anew_only_when_told(
    desk: Desk, hall: Hall, people: dict[str, Person], qtbot: QtBot
) -> None:
    plan(desk, hall, day(17), LEADER, people["王小明"])
    dialog = opened(desk, hall, qtbot)
    dialog.options.overwrite.setChecked(True)
    assert not dialog.adopt_button.isEnabled()
    qtbot.waitUntil(dialog.adopt_button.isEnabled)
    assert day(17) in {choice.day for choice in dialog.model.rows}


def test_every_day_means_weekends_too(
    desk: Desk, hall: Hall, people: dict[str, Person], qtbot: QtBot
) -> None:
    dialog = opened(desk, hall, qtbot)
    dialog.options.days.setCurrentIndex(list(FillDays).index(FillDays.ALL))
    dialog.propose()
    assert day(14) in {choice.day for choice in dialog.model.rows}


def test_halves_give_a_morning_and_an_afternoon(
    desk: Desk, hall: Hall, people: dict[str, Person], qtbot: QtBot
) -> None:
    dialog = opened(desk, hall, qtbot)
    dialog.options.halves.setChecked(True)
    dialog.propose()
    assert {choice.part.label for choice in dialog.model.rows} == {"上午", "下午"}


def test_a_post_that_nobody_takes_turns_in_is_said_and_gaps_are_red(
    desk: Desk, hall: Hall, people: dict[str, Person], qtbot: QtBot
) -> None:
    dialog = opened(desk, hall, qtbot)
    dialog.options.posts["导税"].setChecked(True)
    dialog.propose()
    assert dialog.no_rota.isVisible()
    assert "导税还没有轮值人员" in dialog.no_rota.text()
    gaps = [choice for choice in dialog.model.rows if choice.person_id is None]
    assert gaps
    assert all(choice.post == "导税" for choice in gaps)


def test_an_end_before_the_start_is_said_and_cannot_be_adopted(
    desk: Desk, hall: Hall, people: dict[str, Person], qtbot: QtBot
) -> None:
    dialog = opened(desk, hall, qtbot)
    dialog.options.last.setDate(QDate(2026, 11, 1))
    dialog.propose()
    assert "结束日期早于开始日期" in dialog.trouble.text()
    dialog.adopt()
    assert dialog.isVisible()
    assert desk.store.roster.shifts(day(1), day(30)) == []
