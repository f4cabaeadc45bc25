"""值班 · 月历: who leads on which day, filled by keys or mouse, with gaps that are loud."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from hallduty.clock import FixedClock
from hallduty.domain.contacts import Person
from hallduty.domain.roster import Hall, Part
from hallduty.ui.desk import Desk
from hallduty.ui.events import Topic
from hallduty.ui.roster.month import Day, describe, month_days
from hallduty.ui.roster.month_picture import MonthPicture
from hallduty.ui.roster.roster_view import RosterView
from tests.ui.conftest import FakeAsker
from tests.ui.pages_kit import AWKWARD, add_hall, add_person, stamp, type_in

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def hall(desk: Desk) -> Hall:
    return add_hall(desk)


@pytest.fixture
def leaders(desk: Desk) -> dict[str, Person]:
    return {
        "刘某某": add_person(desk, "刘某某", post="副所长", mobile="13800000001"),
        "王小明": add_person(desk, "王小明", post="主任"),
    }


@pytest.fixture
def view(desk: Desk, hall: Hall, leaders: dict[str, Person], qtbot: QtBot) -> RosterView:
    made = RosterView(desk)
    qtbot.addWidget(made)
    made.resize(1148, 640)
    made.show()
    made.show_body(picture=True)
    with qtbot.waitActive(made):
        made.activateWindow()
    return made


@pytest.fixture
def page(view: RosterView) -> MonthPicture:
    view.picture.month.setFocus()
    return view.picture


def day(number: int, month: int = 11, year: int = 2026) -> date:
    return date(year, month, number)


def cell(page: MonthPicture, wanted: date) -> Day:
    found = page.model.day(page.model.index_of(wanted))
    assert found is not None
    return found


def lead(desk: Desk, hall: Hall, wanted: date, person: Person, part: Part = Part.DAY) -> None:
    desk.store.roster.set_leader(wanted, part, hall.id, person.id, stamp(desk))


# --- what a day is ---------------------------------------------------------------------------


def month(desk: Desk, year: int, number: int, today: date) -> dict[int, Day]:
    weeks = month_days(year, number, [], {}, desk.calendar, today)
    return {each.day.day: each for week in weeks for each in week if each}


def test_days_off_filing_peak_and_deadline_are_told_apart(desk: Desk) -> None:
    november = month(desk, 2026, 11, day(13))
    assert [november[n].filing for n in (2, 11, 12, 13, 16, 17)] == [
        "征期",
        "征期",
        "高峰",
        "高峰",
        "截止",
        "",
    ]
    assert november[16].deadline
    assert not november[14].working
    assert november[13].today
    october = month(desk, 2026, 10, day(13))
    assert [october[n].rest for n in (1, 7, 10)] == ["休", "休", "班"]
    assert october[8].filing == "高峰"
    assert october[3].filing == ""


def test_only_coming_working_days_lack_a_leader_and_near_ones_loudly(desk: Desk) -> None:
    november = month(desk, 2026, 11, day(13))
    assert november[12].gap == ""
    assert november[14].gap == ""
    assert (november[13].gap, november[13].near) == ("缺值班", True)
    assert (november[30].gap, november[30].near) == ("缺值班", False)


def test_a_chosen_day_is_described_in_words(desk: Desk) -> None:
    assert describe(day(13), desk.calendar) == "征期第 10 个工作日，距截止 3 天"
    assert "今日截止" in describe(day(16), desk.calendar)
    assert describe(day(14), desk.calendar).startswith("休息日")
    assert "调休上班" in describe(day(10, 10), desk.calendar)
    assert "2031 年节假日尚未公布" in describe(day(3, 1, 2031), desk.calendar)


# --- the grid --------------------------------------------------------------------------------


def test_the_month_opens_on_today_with_leaders_of_whole_and_half_days(
    page: MonthPicture, desk: Desk, hall: Hall, leaders: dict[str, Person]
) -> None:
    lead(desk, hall, day(13), leaders["刘某某"])
    lead(desk, hall, day(16), leaders["王小明"], Part.AFTERNOON)
    desk.changed(Topic.ROSTER)
    assert page.month.current_day() == day(13)
    assert page.head.title.text() == "2026年11月"
    assert "征期 11月1日—16日（官方）" in page.head.period.whole()
    assert cell(page, day(13)).leaders == {Part.DAY: "刘某某"}
    assert cell(page, day(16)).gap == "缺上午"
    assert "13800000001" in page.editor.now.text()
    text = page.model.index_of(day(16)).data(Qt.ItemDataRole.ToolTipRole)
    assert text == "11月16日 星期一 截止 缺上午 下午 王小明"
    assert not page.grab().isNull()


def test_another_halls_leaders_do_not_show(
    page: MonthPicture, desk: Desk, leaders: dict[str, Person]
) -> None:
    other = add_hall(desk, "第二办税厅")
    lead(desk, other, day(13), leaders["王小明"])
    desk.changed(Topic.ROSTER)
    assert cell(page, day(13)).leaders == {}
    assert page.head.hall.isVisible()
    page.head.hall.setCurrentText("第二办税厅")
    assert cell(page, day(13)).leaders == {Part.DAY: "王小明"}


@pytest.mark.parametrize(
    ("start", "key", "reached"),
    [
        (day(13), Qt.Key.Key_Right, day(14)),
        (day(15), Qt.Key.Key_Right, day(16)),
        (day(9), Qt.Key.Key_Left, day(8)),
        (day(13), Qt.Key.Key_Down, day(20)),
        (day(30), Qt.Key.Key_Right, day(1, 12)),
        (day(3), Qt.Key.Key_Up, day(27, 10)),
        (day(13), Qt.Key.Key_PageDown, day(13, 12)),
        (day(13), Qt.Key.Key_PageUp, day(13, 10)),
        (day(31, 12), Qt.Key.Key_PageDown, day(31, 1, 2027)),
        (day(31, 10), Qt.Key.Key_PageDown, day(30)),
        (day(5, 3, 2027), Qt.Key.Key_Home, day(13)),
    ],
)
def test_keys_lead_through_the_days_and_over_the_edge_of_the_month(
    page: MonthPicture, qtbot: QtBot, start: date, key: Qt.Key, reached: date
) -> None:
    page.go_to(start)
    qtbot.keyClick(page.month, key)
    assert page.month.current_day() == reached
    assert page.head.title.text() == f"{reached.year}年{reached.month}月"
    assert page.month.selected_days() == [reached]


def test_a_year_without_announced_deadlines_is_said(page: MonthPicture) -> None:
    page.go_to(day(4, 1, 2031))
    assert page.head.period.whole() == "2031 年征期截止日尚未公布"


# --- filling it ------------------------------------------------------------------------------


def test_typing_over_a_day_and_enter_put_a_leader_there_and_go_on(
    page: MonthPicture, desk: Desk, hall: Hall, qtbot: QtBot
) -> None:
    page.go_to(day(17))
    type_in(page.month, "刘")
    assert page.editor.leader.hasFocus()
    assert page.editor.leader.text() == "刘"
    popup = page.editor.leader.completer().popup()
    assert popup.isVisible()
    type_in(page.editor.leader, "某某")
    popup.hide()
    qtbot.keyClick(page.editor.leader, Qt.Key.Key_Return)
    leader = desk.store.roster.leader_on(day(17), hall.id)
    assert leader is not None
    assert leader.name == "刘某某"
    assert cell(page, day(17)).leaders == {Part.DAY: "刘某某"}
    assert page.month.hasFocus()
    assert page.month.current_day() == day(18)


def test_initials_are_enough_to_name_a_leader(page: MonthPicture) -> None:
    page.go_to(day(17))
    page.editor.leader.setText("wxm")
    page.editor.save()
    assert cell(page, day(17)).leaders == {Part.DAY: "王小明"}


def test_enter_on_a_day_edits_it_and_esc_leaves_it_as_it_was(
    page: MonthPicture, desk: Desk, hall: Hall, leaders: dict[str, Person], qtbot: QtBot
) -> None:
    lead(desk, hall, day(13), leaders["刘某某"])
    desk.changed(Topic.ROSTER)
    qtbot.keyClick(page.month, Qt.Key.Key_Return)
    assert page.editor.leader.selectedText() == "刘某某"
    page.editor.leader.setText("王")
    qtbot.keyClick(page.editor.leader, Qt.Key.Key_Escape)
    assert page.month.hasFocus()
    assert page.editor.leader.text() == "刘某某"
    assert cell(page, day(13)).leaders == {Part.DAY: "刘某某"}


def test_half_days_take_the_place_of_the_whole_day(
    page: MonthPicture, desk: Desk, hall: Hall, leaders: dict[str, Person], qtbot: QtBot
) -> None:
    lead(desk, hall, day(13), leaders["刘某某"])
    desk.changed(Topic.ROSTER)
    afternoon = next(b for b in page.editor.findChildren(QPushButton) if b.text() == "下午")
    qtbot.mouseClick(afternoon, Qt.MouseButton.LeftButton)
    page.editor.leader.setText("王小明")
    qtbot.mouseClick(page.editor.save_button, Qt.MouseButton.LeftButton)
    assert cell(page, day(13)).leaders == {Part.AFTERNOON: "王小明"}
    assert cell(page, day(13)).gap == "缺上午"


def test_days_selected_with_shift_get_their_leader_at_once(
    page: MonthPicture, desk: Desk, qtbot: QtBot
) -> None:
    page.go_to(day(17))
    for _ in range(2):
        qtbot.keyClick(page.month, Qt.Key.Key_Right, SHIFT)
    assert page.editor.title.text() == "已选 3 天"
    page.editor.leader.setText("王小明")
    qtbot.keyClick(page.editor.leader, Qt.Key.Key_Return)
    assert [cell(page, day(n)).leaders for n in (17, 18, 19)] == [{Part.DAY: "王小明"}] * 3


def test_others_are_not_replaced_on_many_days_without_asking(
    page: MonthPicture,
    desk: Desk,
    hall: Hall,
    leaders: dict[str, Person],
    ask: FakeAsker,
    qtbot: QtBot,
) -> None:
    lead(desk, hall, day(18), leaders["刘某某"])
    desk.changed(Topic.ROSTER)
    page.go_to(day(17))
    qtbot.keyClick(page.month, Qt.Key.Key_Right, SHIFT)
    ask.will_answer(False, True)
    page.editor.leader.setText("王小明")
    qtbot.keyClick(page.editor.leader, Qt.Key.Key_Return)
    assert cell(page, day(18)).leaders == {Part.DAY: "刘某某"}
    qtbot.keyClick(page.editor.leader, Qt.Key.Key_Return)
    assert cell(page, day(18)).leaders == {Part.DAY: "王小明"}


def test_delete_takes_everybody_off_a_day(
    page: MonthPicture, desk: Desk, hall: Hall, leaders: dict[str, Person], qtbot: QtBot
) -> None:
    lead(desk, hall, day(13), leaders["刘某某"], Part.MORNING)
    lead(desk, hall, day(13), leaders["王小明"], Part.AFTERNOON)
    desk.changed(Topic.ROSTER)
    qtbot.keyClick(page.month, Qt.Key.Key_Delete)
    assert desk.store.roster.leader_on(day(13)) is None
    assert cell(page, day(13)).gap == "缺值班"


def test_a_day_is_copied_onto_the_selected_days(
    page: MonthPicture, desk: Desk, hall: Hall, leaders: dict[str, Person], qtbot: QtBot
) -> None:
    lead(desk, hall, day(13), leaders["刘某某"], Part.MORNING)
    lead(desk, hall, day(13), leaders["王小明"], Part.AFTERNOON)
    lead(desk, hall, day(17), leaders["王小明"])
    desk.changed(Topic.ROSTER)
    qtbot.keyClick(page.month, Qt.Key.Key_C, CTRL)
    page.go_to(day(16))
    qtbot.keyClick(page.month, Qt.Key.Key_Right, SHIFT)
    qtbot.keyClick(page.month, Qt.Key.Key_V, CTRL)
    both = {Part.MORNING: "刘某某", Part.AFTERNOON: "王小明"}
    assert [cell(page, day(n)).leaders for n in (16, 17)] == [both, both]


def test_pasting_before_copying_says_how_it_goes(
    page: MonthPicture, desk: Desk, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(desk.events.told) as told:
        qtbot.keyClick(page.month, Qt.Key.Key_V, CTRL)
    assert "请先在已排好的一天按 Ctrl+C 复制" in told.args[0]


@pytest.mark.parametrize("typed", ["", "不认识的人", *AWKWARD, "长" * 100_000])
def test_what_is_nobody_is_refused_beside_the_field_and_stays(
    page: MonthPicture, desk: Desk, qtbot: QtBot, typed: str
) -> None:
    page.editor.leader.setText(typed)
    qtbot.keyClick(page.editor.leader, Qt.Key.Key_Return)
    assert page.editor.error.isVisible()
    assert len(page.editor.error.text()) < 60
    assert page.editor.leader.text() == typed
    assert desk.store.roster.leader_on(day(13)) is None


def test_somebody_deactivated_is_not_offered_but_stays_where_he_led(
    page: MonthPicture, desk: Desk, hall: Hall, leaders: dict[str, Person]
) -> None:
    lead(desk, hall, day(13), leaders["刘某某"])
    desk.store.contacts.set_person_active(leaders["刘某某"].id, False, stamp(desk))
    desk.changed(Topic.CONTACTS)
    assert cell(page, day(13)).leaders == {Part.DAY: "刘某某"}
    page.go_to(day(16))
    page.editor.leader.setText("刘某某")
    page.editor.save()
    assert "通讯录里没有" in page.editor.error.text()


# --- gaps ------------------------------------------------------------------------------------


def test_coming_gaps_are_named_and_one_click_leads_there(
    page: MonthPicture, desk: Desk, hall: Hall, leaders: dict[str, Person], qtbot: QtBot
) -> None:
    for number in (13, 16, 17, 18, 20, 23, 24, 25, 26, 27):
        lead(desk, hall, day(number), leaders["刘某某"])
    desk.changed(Topic.ROSTER)
    assert page.gaps.title.text() == "今后 14 天有 1 天缺值班领导"
    qtbot.waitUntil(lambda: len(page.gaps.findChildren(QPushButton)) == 1)
    (link,) = page.gaps.findChildren(QPushButton)
    assert "11月19日 星期四" in link.text()
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    assert page.month.current_day() == day(19)
    assert page.editor.leader.hasFocus()
    page.editor.leader.setText("王小明")
    qtbot.keyClick(page.editor.leader, Qt.Key.Key_Return)
    assert page.gaps.title.text() == "今后 14 天都已排好"


def test_gaps_reach_into_the_next_month(
    page: MonthPicture, clock: FixedClock, desk: Desk, hall: Hall, leaders: dict[str, Person]
) -> None:
    clock.at = datetime(2026, 11, 27, 9, 0)
    lead(desk, hall, day(27), leaders["刘某某"])
    desk.changed(Topic.ROSTER)
    assert "有 10 天缺值班领导" in page.gaps.title.text()


def test_the_new_day_is_marked_after_midnight(
    page: MonthPicture, clock: FixedClock, desk: Desk
) -> None:
    clock.at = datetime(2026, 11, 14, 0, 0, 1)
    desk.events.ticked.emit(clock.now())
    assert cell(page, day(14)).today
    assert not cell(page, day(13)).today


# --- before there is anything ----------------------------------------------------------------


def test_without_a_hall_the_page_leads_to_the_settings(desk: Desk, qtbot: QtBot) -> None:
    page = RosterView(desk)
    qtbot.addWidget(page)
    page.show()
    act = next(b for b in page.no_hall.findChildren(QPushButton))
    with qtbot.waitSignal(desk.events.page_requested) as asked:
        qtbot.mouseClick(act, Qt.MouseButton.LeftButton)
    assert asked.args == ["settings"]
    add_hall(desk)
    desk.changed(Topic.ROSTER)
    assert page.body.isVisible()
