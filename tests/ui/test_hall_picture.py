"""The picture of the hall: a click marks down, joins or registers; the hall's head arranges it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hallduty.clock import FixedClock
from hallduty.domain.hall import DeviceKind, part_name
from hallduty.domain.hall_grid import PartKey
from hallduty.domain.incidents import Incident, Status
from hallduty.domain.roster import Hall
from hallduty.ui.desk import Desk
from hallduty.ui.events import Topic
from hallduty.ui.hall.page import HallPage
from hallduty.ui.hall.picture import HallPicture
from hallduty.ui.hall.tile import Tile
from hallduty.ui.main_window import MainWindow
from hallduty.ui.today.page import TodayPage
from tests.ui.conftest import FakeAsker
from tests.ui.pages_kit import add_hall, add_incident
from tests.ui.workspace_kit import click, hit, press, write


@pytest.fixture
def hall(desk: Desk) -> Hall:
    return add_hall(desk, "一楼办税服务厅", 6)


@pytest.fixture
def window(qtbot: QtBot, desk: Desk, hall: Hall) -> Iterator[MainWindow]:
    made = MainWindow(desk)
    qtbot.addWidget(made)
    made.resize(1280, 720)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.close()


def today(window: MainWindow) -> HallPicture:
    page = window.page("today")
    assert isinstance(page, TodayPage)
    return page.hall.pictures[0]


def tile(view: HallPicture, name: str) -> Tile:
    return next(
        each
        for each in view.grid.tiles.values()
        if each.look is not None and each.look.name == name
    )


def window_pc(desk: Desk, **more: object) -> Incident:
    return add_incident(desk, "2026-11-13 09:30", "window_pc", **more)


def said(desk: Desk, incident: Incident) -> list[str]:
    return [entry.text for entry in desk.store.incidents.entries(incident.id)]


# --- marking -----------------------------------------------------------------------------------


def test_a_click_on_power_and_enter_is_a_power_cut_in_the_ledger(
    window: MainWindow, desk: Desk, clock: FixedClock
) -> None:
    view = today(window)
    click(tile(view, "供电"))
    assert window.intake.isVisible()
    assert window.intake.place_edit.text() == "全厅"
    assert window.intake.text_edit.text() == "供电停用"
    clock.advance(seconds=4)
    hit(Qt.Key.Key_Return)
    (incident,) = desk.store.incidents.open_ones()
    assert (incident.event_type, incident.scenario) == ("power", "power_cut")
    assert (incident.place, incident.windows) == ("全厅", "1—6号")
    (outage,) = desk.store.hall.of(incident.id)
    assert outage.down_at == incident.occurred_at
    assert said(desk, incident)[-1] == "供电停用"
    window.show_page("today")
    assert tile(view, "3号窗口").text() == "3 号\n停电"
    assert tile(view, "3号窗口").property("window") == "halted"
    assert view.strip.isHidden()


def test_a_second_click_marks_it_up_again_and_the_event_says_so(
    window: MainWindow, desk: Desk, clock: FixedClock
) -> None:
    incident = window_pc(desk)
    view = today(window)
    three = tile(view, "3号窗口")
    click(three)
    assert not window.intake.isVisible()
    assert desk.store.incidents.get(incident.id).windows == "3号"
    assert said(desk, incident)[-1] == "3号窗口停用"
    assert three.text() == "3 号\n停用"
    assert "2026-001" in three.toolTip()
    clock.advance(minutes=7)
    press(three, Qt.Key.Key_Return)
    assert three.text() == "3 号\n正常"
    assert said(desk, incident)[-1] == "3号窗口恢复使用"
    assert three.hasFocus()


def test_going_back_leaves_the_window_down_without_an_event(window: MainWindow, desk: Desk) -> None:
    view = today(window)
    click(tile(view, "2号窗口"))
    assert window.intake.isVisible()
    hit(Qt.Key.Key_Escape)
    assert desk.store.incidents.count() == 0
    assert view.strip.isVisible()
    assert view.strip.words.text() == "2号窗口已停用，还没有登记事件。"
    # The same sheet again, and nothing that was known has become a draft.
    assert desk.store.drafts.all() == []
    click(view.strip.buttons[0])
    assert window.intake.place_edit.text() == "2号窗口"
    hit(Qt.Key.Key_Return)
    assert len(desk.store.hall.of(desk.store.incidents.open_ones()[0].id)) == 1


def test_words_typed_over_what_was_known_are_not_lost(window: MainWindow, desk: Desk) -> None:
    click(tile(today(window), "2号窗口"))
    write(window.intake.text_edit, "，屏幕不亮")
    hit(Qt.Key.Key_Escape)
    window.register()
    assert window.intake.text_edit.text() == "2号窗口停用，屏幕不亮"


def test_more_than_one_open_event_is_asked_about_without_stopping_anybody(
    window: MainWindow, desk: Desk
) -> None:
    first, second = window_pc(desk), window_pc(desk, place="6号窗口")
    view = today(window)
    click(tile(view, "5号窗口"))
    texts = [button.text() for button in view.strip.buttons]
    assert texts == [
        "2026-002 09:30 6号窗口", "2026-001 09:30", "登记新事件", "只停用，不登记",
    ]  # fmt: skip
    assert view.strip.buttons[0].hasFocus()
    assert desk.store.hall.open_outages()[0].incident_id is None
    hit(Qt.Key.Key_Return)
    assert [o.incident_id for o in desk.store.hall.open_outages()] == [second.id]
    assert view.strip.isHidden()
    click(tile(view, "4号窗口"))
    press(view.strip.buttons[0], Qt.Key.Key_Escape)
    assert view.strip.isHidden()
    assert desk.store.hall.of(first.id) == []


def test_a_drill_is_never_taken_for_granted(window: MainWindow, desk: Desk) -> None:
    drill = window_pc(desk, drill=True)
    view = today(window)
    click(tile(view, "1号窗口"))
    assert view.strip.buttons[0].text().startswith("演练 2026-001")
    assert desk.store.hall.of(drill.id) == []


def test_a_machine_is_asked_about_and_another_halls_event_does_not_fit(
    window: MainWindow, desk: Desk
) -> None:
    window_pc(desk)
    view = today(window)
    click(tile(view, "自助机"))
    assert view.strip.buttons[0].text().startswith("2026-001")
    assert desk.store.hall.open_outages()[0].incident_id is None
    view.strip.shut()
    other = add_hall(desk, "二楼", 2)
    add_incident(desk, "2026-11-13 09:35", "queue_system", hall_id=other.id)
    click(tile(view, "叫号机"))
    assert window.intake.isVisible()


def test_whoever_is_booked_for_another_day_is_shown_there(window: MainWindow, desk: Desk) -> None:
    window.show_page("hall#register")
    page = window.page("hall")
    assert isinstance(page, HallPage)
    assert page.register.line.hasFocus()
    write(page.register.line, "11-16 0930 张三 13812345678 申报")
    hit(Qt.Key.Key_Return)
    assert page.register.day.text() == "2026-11-16"
    assert len(page.register.rows()) == 1
    page.register.day.setDate(page.register.day.date().addDays(-3))
    assert page.place.day == desk.clock.now().date()
    assert page.register.rows() == []


def test_arrow_keys_go_from_tile_to_tile_and_over_gaps(window: MainWindow) -> None:
    view = today(window)
    tile(view, "6号窗口").setFocus()
    hit(Qt.Key.Key_Down)
    assert QApplication.focusWidget() is tile(view, "6号窗口")
    hit(Qt.Key.Key_Left)
    hit(Qt.Key.Key_Left)
    hit(Qt.Key.Key_Down)
    assert QApplication.focusWidget() is tile(view, "网络")
    hit(Qt.Key.Key_Right)
    assert QApplication.focusWidget() is tile(view, "网络")


def test_the_menu_opens_the_event_or_moves_it_to_another(window: MainWindow, desk: Desk) -> None:
    first = window_pc(desk)
    view = today(window)
    click(tile(view, "1号窗口"))
    second = window_pc(desk)
    look = tile(view, "1号窗口").look
    assert look is not None
    menu = view.menu(look)
    texts = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert texts == ["标为恢复", "打开事件", "归入 2026-002", "登记新事件…"]
    menu.actions()[3].trigger()
    assert [o.window_id for o in desk.store.hall.of(second.id)] == [look.part.id]
    assert desk.store.hall.of(first.id) == []


def test_recovering_offers_to_mark_everything_up(window: MainWindow, desk: Desk) -> None:
    incident = window_pc(desk)
    view = today(window)
    for name in ("1号窗口", "2号窗口"):
        click(tile(view, name))
    window.show_incident(incident.id)
    workspace = window.page("workspace")
    press(workspace, Qt.Key.Key_F8)
    panel = workspace.panel  # type: ignore[union-attr]
    assert panel.isVisible()
    assert panel.title.text() == ("大厅图上还停用着：1号窗口、2号窗口。一并标为 09:42 恢复使用？")
    assert panel.ok.hasFocus()
    hit(Qt.Key.Key_Return)
    assert desk.store.hall.open_outages() == []
    assert said(desk, incident)[-2:] == ["业务恢复正常", "1—2号窗口恢复使用"]
    assert panel.isHidden()


def test_whoever_declines_leaves_them_down(window: MainWindow, desk: Desk) -> None:
    incident = window_pc(desk)
    click(tile(today(window), "1号窗口"))
    window.show_incident(incident.id)
    workspace = window.page("workspace")
    press(workspace, Qt.Key.Key_F8)
    hit(Qt.Key.Key_Escape)
    assert len(desk.store.hall.open_outages()) == 1
    assert desk.store.incidents.get(incident.id).status is Status.RECOVERED


def test_the_card_says_what_is_down_and_leads_on(window: MainWindow, desk: Desk) -> None:
    page = window.page("today")
    assert isinstance(page, TodayPage)
    assert page.hall.summary.whole() == "6 个窗口 · 全部正常"
    network = next(
        d for d in desk.store.hall.picture(today(window).hall_id).devices
        if d.kind is DeviceKind.NETWORK
    )  # fmt: skip
    desk.store.hall.mark_down([network], desk.stamp())
    desk.changed(Topic.HALL)
    assert page.hall.summary.whole() == "6 个窗口 · 网络停用"
    click(page.hall.crowd_button)
    assert window.current == "hall"
    hall_page = window.page("hall")
    assert isinstance(hall_page, HallPage)
    assert hall_page.crowd.edits["waiting"].hasFocus()
    hit(Qt.Key.Key_Escape)
    assert window.current == "today"


def test_the_large_picture_opens_on_a_tile_so_that_arrows_and_enter_work_at_once(
    window: MainWindow, desk: Desk
) -> None:
    window_pc(desk)
    page = window.page("today")
    assert isinstance(page, TodayPage)
    page.hall.large_button.setFocus()
    hit(Qt.Key.Key_Space)
    large = window.page("hall")
    assert isinstance(large, HallPage)
    assert large.picture is not None
    view = large.picture.view
    assert QApplication.focusWidget() is tile(view, "1号窗口")
    hit(Qt.Key.Key_Right)
    hit(Qt.Key.Key_Return)
    assert tile(view, "2号窗口").text() == "2 号\n停用"
    tile(view, "5号窗口").setFocus()
    hit(Qt.Key.Key_Escape)
    # Whoever comes again comes for what is down: Enter marks it up.
    page.hall.large_button.setFocus()
    hit(Qt.Key.Key_Space)
    assert QApplication.focusWidget() is tile(view, "2号窗口")
    hit(Qt.Key.Key_Return)
    assert tile(view, "2号窗口").text() == "2 号\n正常"


# --- arranging -----------------------------------------------------------------------------------


@pytest.fixture
def page(window: MainWindow) -> HallPage:
    window.show_page("hall#arrange")
    made = window.page("hall")
    assert isinstance(made, HallPage)
    QApplication.processEvents()
    return made


def cells(page: HallPage) -> dict[str, tuple[int, int]]:
    assert page.picture is not None
    return {look.name: look.cell for look in _looks(page)}


def _looks(page: HallPage) -> list[object]:
    assert page.picture is not None
    return [each.look for each in page.picture.view.grid.tiles.values()]


def test_arrow_keys_move_a_tile_and_the_place_is_kept(page: HallPage, desk: Desk) -> None:
    assert page.picture is not None
    view = page.picture.view
    tile(view, "供电").setFocus()
    for _ in range(2):
        hit(Qt.Key.Key_Up)
    hit(Qt.Key.Key_Left)
    assert QApplication.focusWidget() is tile(view, "供电")
    placed = cells(page)
    # Up through 3号 (which makes way each time) and past the edge nothing moves.
    assert placed["供电"] == (0, 1)
    hit(Qt.Key.Key_Up)
    assert cells(page) == placed
    power = next(d for d in desk.store.hall.picture(view.hall_id).devices if d.name == "供电")
    assert (power.grid_row, power.grid_column) == (0, 1)
    # Marking is off while one arranges.
    hit(Qt.Key.Key_Return)
    assert desk.store.hall.open_outages() == []


def test_a_tile_is_dragged_with_the_mouse(page: HallPage, desk: Desk, qtbot: QtBot) -> None:
    assert page.picture is not None
    grid = page.picture.view.grid
    one, six = tile(page.picture.view, "1号窗口"), tile(page.picture.view, "6号窗口")
    where = six.geometry().center() - one.geometry().topLeft()
    QTest.mousePress(one, Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    # Where the mouse is now, as the tile under it sees it.
    QTest.mouseMove(one, QPoint(40, 12))
    QTest.mouseMove(one, QPoint(10, 10) + where - QPoint(30, 2) - QPoint(one.width() // 2, 20))
    QTest.mouseRelease(one, Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    QApplication.processEvents()
    placed = cells(page)
    assert placed["1号窗口"] == (0, 5)
    assert placed["6号窗口"] == (0, 0)
    assert one.geometry().left() > six.geometry().left()
    assert grid.isVisible()


def test_devices_are_added_renamed_and_retired(page: HallPage, desk: Desk, ask: FakeAsker) -> None:
    assert page.picture is not None
    tools, view = page.picture.tools, page.picture.view
    click(tools.add_button)
    assert "自助机2" in cells(page)
    write(tools.new_name, "叫号机")
    hit(Qt.Key.Key_Return)
    assert tools.add_error.text().startswith("已有设备“叫号机”")
    assert tools.new_name.text() == "叫号机"
    tile(view, "自助机2").setFocus()
    assert tools.name.text() == "自助机2"
    tools.name.selectAll()
    write(tools.name, "自助机·𬭎")
    hit(Qt.Key.Key_Return)
    assert "自助机·𬭎" in cells(page)
    tile(view, "自助机·𬭎").setFocus()
    ask.will_answer(True)
    click(tools.retire_button)
    assert "自助机·𬭎" not in cells(page)
    tile(view, "1号窗口").setFocus()
    assert tools.retire_button.isHidden()
    click(page.arrange)
    assert tools.isHidden()
    assert [d.name for d in desk.store.hall.picture(view.hall_id).devices if d.active] == [
        "自助机", "叫号机", "供电", "网络",
    ]  # fmt: skip


def test_a_first_click_on_a_device_nobody_entered_keeps_the_keyboard(
    window: MainWindow, desk: Desk
) -> None:
    view = today(window)
    assert PartKey(name="供电") in view.grid.tiles
    tile(view, "供电").setFocus()
    hit(Qt.Key.Key_Space)
    hit(Qt.Key.Key_Escape)
    assert PartKey(name="供电") not in view.grid.tiles
    assert tile(view, "供电").text() == "供电\n停用"
    assert tile(view, "供电").hasFocus()


def test_another_hall_is_shown_when_it_is_chosen(
    window: MainWindow, desk: Desk, page: HallPage
) -> None:
    add_hall(desk, "二楼", 3)
    desk.changed(Topic.ROSTER)
    assert page.hall.isVisible()
    page.hall.setCurrentIndex(1)
    assert page.picture is not None
    assert [part_name(part) for part in page.picture.view.picture.windows] == [
        "1号窗口", "2号窗口", "3号窗口",
    ]  # fmt: skip
    assert page.place.hall_id == page.picture.view.hall_id


def test_a_hall_with_many_windows_shows_them_all(window: MainWindow, desk: Desk) -> None:
    halls = desk.store.roster.halls()
    desk.store.roster.set_window_count(halls[0].id, 60, desk.stamp())
    desk.changed(Topic.ROSTER)
    assert len(today(window).grid.tiles) == 64
    names = replace(halls[0], name="厅" * 60)
    desk.store.roster.save_hall(names, desk.stamp())
    desk.changed(Topic.ROSTER)
    assert len(today(window).grid.tiles) == 64
