"""The main window: pages by key and click, built when first shown, the strip that never goes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hallduty.clock import FixedClock
from hallduty.domain.contacts import Person
from hallduty.domain.incidents import NewIncident
from hallduty.domain.roster import Hall, Part
from hallduty.ui import icons, pages
from hallduty.ui.desk import Desk
from hallduty.ui.events import Topic
from hallduty.ui.main_window import MainWindow


@pytest.fixture
def window(desk: Desk, qtbot: QtBot) -> Iterator[MainWindow]:
    made = MainWindow(desk)
    qtbot.addWidget(made)
    made.resize(1280, 720)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.close()


def _led_by(desk: Desk, name: str, phone: str, part: Part = Part.DAY) -> None:
    halls = desk.store.roster.halls()
    hall = halls[0] if halls else desk.store.roster.save_hall(Hall(0, "", "一楼"), desk.stamp())
    person = desk.store.contacts.save_person(Person(0, "", name, mobile=phone), desk.stamp())
    today = desk.clock.now().date()
    desk.store.roster.set_leader(today, part, hall.id, person.id, desk.stamp())
    desk.changed(Topic.ROSTER)


def test_only_pages_that_exist_are_on_the_rail_in_its_order(window: MainWindow) -> None:
    keys = [page.key for page in pages.RAIL]
    assert keys == [
        *("today", "incidents", "followups", "policy", "needs", "roster"),
        *("contacts", "plan", "settings"),
    ]
    assert icons.missing([page.icon for page in (*pages.RAIL, pages.HELP)]) == []
    for key in (*keys, "help"):
        assert not window.rail.button(key).icon().pixmap(20, QIcon.Mode.Normal).isNull()


def test_pages_are_built_on_first_show_by_key_and_by_click(
    window: MainWindow, qtbot: QtBot
) -> None:
    assert window.current == "today"
    assert window.page("contacts") is None
    number = [page.key for page in pages.RAIL].index("contacts") + 1
    qtbot.keyClick(window, Qt.Key(Qt.Key.Key_0 + number), Qt.KeyboardModifier.ControlModifier)
    assert window.current == "contacts"
    assert window.rail.button("contacts").isChecked()
    built = window.page("contacts")
    qtbot.mouseClick(window.rail.button("today"), Qt.MouseButton.LeftButton)
    assert window.current == "today"
    window.show_page("contacts")
    assert window.page("contacts") is built


def test_an_unknown_page_changes_nothing(window: MainWindow) -> None:
    window.show_page("no such page")
    assert window.current == "today"


def test_strip_is_loud_when_nobody_leads_and_leads_to_the_roster(
    window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    note = window.strip.leader
    assert note.word.text() == "今日未排带班领导"
    assert note.property("tone") == "danger"
    with qtbot.waitSignal(desk.events.page_requested) as asked:
        qtbot.mouseClick(note.arrange, Qt.MouseButton.LeftButton)
    assert asked.args == ["roster#2026-11-13"]


def test_strip_names_the_leader_of_the_moment(
    window: MainWindow, desk: Desk, clock: FixedClock
) -> None:
    _led_by(desk, "刘某某", "138 0000 0003", Part.MORNING)
    _led_by(desk, "王某某", "13800000004", Part.AFTERNOON)
    note = window.strip.leader
    assert (note.name.text(), note.phone.text()) == ("刘某某", "13800000003")
    assert not note.arrange.isVisible()
    clock.at = datetime(2026, 11, 13, 14, 0)
    desk.events.ticked.emit(clock.now())
    assert note.name.text() == "王某某"


def test_strip_counts_down_to_the_filing_deadline(
    window: MainWindow, desk: Desk, clock: FixedClock
) -> None:
    assert window.strip.filing.text() == "距11月16日截止 3天7小时"
    assert "官方" in window.strip.filing.toolTip()
    clock.advance(hours=1)
    desk.events.ticked.emit(clock.now())
    assert window.strip.filing.text() == "距11月16日截止 3天6小时"


def test_strip_cuts_nothing_off_in_a_small_window(window: MainWindow, desk: Desk) -> None:
    _led_by(desk, "欧阳某某", "13800000003")
    window.resize(900, 560)
    QApplication.processEvents()
    for part in (window.strip.search, window.strip.register, window.strip.leader.name):
        assert part.width() >= part.sizeHint().width()
    assert window.strip.filing.width() >= window.strip.filing.sizeHint().width()
    window.resize(1280, 720)
    QApplication.processEvents()
    assert window.strip.search.text() == "搜索事件、人员、电话"
    assert window.strip.leader.phone.isVisible()


def test_what_was_done_is_told_quietly_with_its_time(window: MainWindow, desk: Desk) -> None:
    desk.events.told.emit("草稿已保存")
    assert window.status.message.whole() == "09:42:00 草稿已保存"


def test_the_clocks_of_the_screen_hang_on_one_timer(
    window: MainWindow, desk: Desk, clock: FixedClock, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(desk.events.ticked, timeout=3000) as tick:
        pass
    assert tick.args == [clock.now()]


def test_esc_leads_from_the_workspace_back_to_where_it_was_opened(
    window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    new = NewIncident("application", "tax_system", "normal", desk.clock.now())
    incident = desk.store.incidents.register(new, desk.plan, desk.stamp())
    desk.changed(Topic.INCIDENTS)
    desk.events.incident_requested.emit(incident.id)
    assert window.current == "workspace"
    assert window.rail.button("incidents").isChecked()
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.current == "today"


def test_size_and_place_are_remembered(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    # The offscreen screen is 800 wide, so only the height can tell.
    window.resize(900, 666)
    window.close()
    again = MainWindow(desk)
    qtbot.addWidget(again)
    assert again.height() == 666


def test_search_finds_incidents_people_and_numbers(
    window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    _led_by(desk, "刘某某", "13800000003")
    new = NewIncident("application", "tax_system", "normal", desk.clock.now(), place="3—8号窗口")
    incident = desk.store.incidents.register(new, desk.plan, desk.stamp())
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    box = window.search
    assert box.isVisible()
    assert box.edit.hasFocus()
    qtbot.keyClicks(box.edit, "00003")
    box.look()
    assert [hit.title for hit in box.hits()] == ["刘某某"]
    box.edit.setText("窗口")
    box.look()
    assert [hit.incident_id for hit in box.hits()] == [incident.id]
    with qtbot.waitSignal(desk.events.incident_requested) as asked:
        qtbot.keyClick(box.edit, Qt.Key.Key_Return)
    assert asked.args == [incident.id]
    assert not box.isVisible()


@pytest.mark.parametrize(
    "typed", ["", "%_'\"*", "NEAR/2 (", "\x00", "𬭎𰻝", "😀", "\u202e反", "字" * 100_000]
)
def test_search_bears_whatever_is_typed(window: MainWindow, typed: str) -> None:
    window.find()
    window.search.edit.setText(typed)
    window.search.look()
    assert window.search.hits() == []
    assert window.search.isVisible()


def test_search_moves_by_arrows_and_goes_back_by_esc(
    window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    for minute in range(3):
        new = NewIncident("power", "power_cut", "normal", datetime(2026, 11, 13, 9, minute))
        desk.store.incidents.register(new, desk.plan, desk.stamp())
    window.find()
    box = window.search
    box.edit.setText("2026")
    box.look()
    assert len(box.hits()) == 3
    qtbot.keyClick(box.edit, Qt.Key.Key_Down)
    qtbot.keyClick(box.edit, Qt.Key.Key_Down)
    qtbot.keyClick(box.edit, Qt.Key.Key_Down)
    assert box.list.currentRow() == 2
    qtbot.keyClick(box.edit, Qt.Key.Key_Escape)
    assert not box.isVisible()


def test_drafts_of_last_time_are_offered_and_lead_to_their_place(
    window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    desk.store.drafts.save("intake:place", "二楼自助办税区", datetime(2026, 11, 12, 16, 20))
    window.offer_drafts()
    line = window.findChild(type(window._offer)).lines[0]  # type: ignore[arg-type]
    assert line.offered.what == "登记事件（尚未登记）"
    assert line.offered.at.date() == date(2026, 11, 12)
    qtbot.mouseClick(line.restore, Qt.MouseButton.LeftButton)
    assert window.intake.isVisible()
    assert window.intake.place_edit.text() == "二楼自助办税区"
    assert window._offer is None


def test_a_draft_is_only_dropped_after_asking(
    window: MainWindow, desk: Desk, ask: object, qtbot: QtBot
) -> None:
    desk.store.drafts.save("intake:text", "窗口无法登录", desk.clock.now())
    desk.store.drafts.save("sheet:999:place", "事件已不存在", desk.clock.now())
    window.offer_drafts()
    offer = window._offer
    assert offer is not None
    line = next(each for each in offer.lines if "登记事件" in each.offered.what)
    ask.will_answer(False, True)  # type: ignore[attr-defined]
    qtbot.mouseClick(line.drop, Qt.MouseButton.LeftButton)
    assert desk.store.drafts.get("intake:text") is not None
    qtbot.mouseClick(line.drop, Qt.MouseButton.LeftButton)
    assert desk.store.drafts.get("intake:text") is None
    last = offer.lines[0]
    qtbot.mouseClick(last.restore, Qt.MouseButton.LeftButton)
    assert QApplication.clipboard().text() == "事件已不存在"
    assert window._offer is None
