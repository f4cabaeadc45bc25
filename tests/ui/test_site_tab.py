"""The tab 现场: outages and their cost, the crowd desk, extended service and the register."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hallduty.domain.appointments import AppointmentKind, AppointmentOutcome, NewAppointment
from hallduty.domain.crowd import APPOINTMENTS, MEASURES, SELF_SERVICE, SPECIAL_WINDOW
from hallduty.domain.roster import Hall
from hallduty.ui.desk import Desk
from hallduty.ui.events import Topic
from hallduty.ui.hall.page import HallPage
from hallduty.ui.main_window import MainWindow
from hallduty.ui.preview import PreviewDialog
from hallduty.ui.settings.page import SettingsPage
from hallduty.ui.site.tab import SiteTab
from tests.ui.pages_kit import add_hall
from tests.ui.workspace_kit import Bench, click, fault, hit, opened, press, retype, write


@pytest.fixture
def hall(desk: Desk) -> Hall:
    return add_hall(desk, "一楼办税服务厅", 6)


@pytest.fixture
def bench(qtbot: QtBot, desk: Desk, hall: Hall) -> Bench:
    incident = fault(desk, event_type="power", scenario="power_cut", place="全厅", hall_id=hall.id)
    made = opened(qtbot, desk, incident.id)
    made.workspace.tabs.show_tab("site")
    return made


def tab(bench: Bench) -> SiteTab:
    return bench.workspace.tabs.site


def count(bench: Bench, *typed: str) -> None:
    for name, text in zip(("waiting", "windows", "minutes", "arrivals"), typed, strict=False):
        retype(tab(bench).crowd.edits[name], text)


def fitting_width(page: SiteTab) -> bool:
    return page._scroll.widget().width() <= page._scroll.viewport().width()


# --- the crowd desk ------------------------------------------------------------------------------


def test_the_wait_is_reckoned_while_one_types(bench: Bench) -> None:
    crowd = tab(bench).crowd
    assert crowd.edits["windows"].text() == "6"
    assert crowd.table.isHidden()
    count(bench, "60", "6", "8")
    assert crowd.said.text() == "最后一位约等 1 小时 20 分。"
    assert crowd.table.texts[0] == ["办法", "最后一位", "17:00 还等"]
    assert [line[:2] for line in crowd.table.texts[1:]] == [
        ["现在", "80 分"],
        ["增开 1 个专窗", "69 分"],
        ["增开 2 个专窗", "60 分"],
        ["30% 引导自助", "56 分"],
        ["专窗＋30% 自助", "48 分"],
    ]
    retype(crowd.edits["arrivals"], "60")
    assert crowd.said.text() == "最后一位约等 1 小时 20 分；每小时多来 15 人，队伍越来越长。"
    assert crowd.table.texts[1][2] == "越等越久"
    retype(crowd.edits["arrivals"], "30")
    assert "照此到达，长期平均等候" in crowd.said.text()
    crowd.percent.setValue(50)
    assert crowd.table.texts[4][:2] == ["50% 引导自助", "40 分"]
    assert fitting_width(tab(bench))


def test_a_narrow_tab_cuts_nothing_off(bench: Bench) -> None:
    count(bench, "60", "6", "8", "50")
    bench.workspace.resize(760, 560)
    bench.workspace.columns.setSizes([220, 220, 250])
    QApplication.processEvents()
    page = tab(bench)
    assert page.width() <= 320
    assert fitting_width(page)
    edits = page.crowd.edits
    below = edits["minutes"].mapTo(page, edits["minutes"].rect().topLeft()).y()
    assert below > edits["waiting"].mapTo(page, edits["waiting"].rect().bottomLeft()).y()


def test_what_was_decided_is_stamped_with_the_reading(bench: Bench) -> None:
    crowd = tab(bench).crowd
    count(bench, "60", "6", "8")
    offered = [m for m in MEASURES if crowd.measures[m].property("tone") == "warn"]
    assert offered == [SELF_SERVICE, SPECIAL_WINDOW, APPOINTMENTS]
    assert "等候 60 人，达到 20 人：建议引导自助办理" in crowd.why.text()
    for measure in (SELF_SERVICE, SPECIAL_WINDOW):
        click(crowd.measures[measure])
    write(crowd.remark, "专窗只办社保")
    hit(Qt.Key.Key_Return)
    (reading,) = bench.desk.store.crowd.of(bench.incident_id)
    assert reading.measures == (SELF_SERVICE, SPECIAL_WINDOW)
    assert reading.wait_minutes == 80
    assert bench.said()[-1] == (
        "等候 60 人，开放 6 个窗口，每笔 8 分钟，最后一位约等 1 小时 20 分；"
        "决定：引导自助办理、增开专窗；专窗只办社保"
    )
    assert crowd.edits["waiting"].text() == ""
    assert crowd.edits["minutes"].text() == "8"
    assert not crowd.measures[SELF_SERVICE].isChecked()
    assert crowd.earlier.text().startswith("09:43 等候 60 人")
    assert bench.desk.store.drafts.all() == []


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        (("60", "6", "0"), "minutes", "每笔业务不能是 0 分钟"),
        (("60", "1e9", "8"), "windows", "开放窗口应在 0 到 99 个之间"),
        (("-5", "6", "8"), "waiting", "等候人数应在 0 到 10000 人之间"),
        (("好多", "6", "8"), "waiting", "等候人数应是数字"),
    ],
)
def test_a_wrong_number_is_said_beside_its_field(
    bench: Bench, typed: tuple[str, ...], field: str, said: str
) -> None:
    crowd = tab(bench).crowd
    count(bench, *typed)
    assert crowd.errors[field].text().startswith(said)
    assert crowd.table.isHidden()
    hit(Qt.Key.Key_Return)
    assert bench.desk.store.crowd.of(bench.incident_id) == []
    assert [edit.text() for edit in list(crowd.edits.values())[:3]] == list(typed)


def test_zero_windows_and_ten_thousand_people_are_answered(bench: Bench) -> None:
    crowd = tab(bench).crowd
    count(bench, "10000", "0", "8")
    assert crowd.said.text() == "没有开放的窗口，等候时间无法估计。"
    assert crowd.table.texts[1][1] == "无法估计"
    retype(crowd.edits["windows"], "12")
    assert crowd.table.texts[1][1] == "112 小时"
    hit(Qt.Key.Key_Return)
    assert len(bench.desk.store.crowd.of(bench.incident_id)) == 1


def test_enter_leads_to_the_field_that_is_still_empty(bench: Bench) -> None:
    crowd = tab(bench).crowd
    retype(crowd.edits["waiting"], "60")
    hit(Qt.Key.Key_Return)
    assert crowd.edits["minutes"].hasFocus()
    hit(Qt.Key.Key_Return)
    assert crowd.errors["minutes"].text() == "请填写每笔业务"


def test_half_typed_numbers_are_there_after_a_restart(bench: Bench, qtbot: QtBot) -> None:
    retype(tab(bench).crowd.edits["waiting"], "45")
    bench.workspace.case.drafts.flush()
    again = opened(qtbot, bench.desk, bench.incident_id)
    again.workspace.tabs.show_tab("site")
    assert tab(again).crowd.edits["waiting"].text() == "45"


def test_a_crowd_on_the_halls_page_becomes_an_event_with_its_numbers(
    qtbot: QtBot, desk: Desk, hall: Hall
) -> None:
    window = MainWindow(desk)
    qtbot.addWidget(window)
    window.resize(1280, 720)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.show_page("hall#crowd")
    page = window.page("hall")
    assert isinstance(page, HallPage)
    for name, text in (("waiting", "60"), ("minutes", "8")):
        retype(page.crowd.edits[name], text)
    click(page.crowd.keep)
    (alone,) = desk.store.crowd.on_day(desk.clock.now().date(), hall.id)
    assert alone.incident_id is None
    retype(page.crowd.edits["waiting"], "75")
    click(page.crowd.open_incident)
    assert window.intake.text_edit.text() == "等候 75 人，办税人员较多"
    hit(Qt.Key.Key_Return)
    (incident,) = desk.store.incidents.open_ones()
    assert (incident.scenario, incident.hall_id) == ("crowding", hall.id)
    workspace = window.page("workspace")
    workspace.tabs.show_tab("site")  # type: ignore[union-attr]
    crowd = workspace.tabs.site.crowd  # type: ignore[union-attr]
    assert crowd.edits["waiting"].text() == "75"
    assert crowd.edits["waiting"].hasFocus()
    window.close()


# --- outages -----------------------------------------------------------------------------------


def test_outages_are_typed_in_one_line_and_cost_more_each_minute(bench: Bench) -> None:
    box = tab(bench).outages
    assert box.loss.text() == "没有登记停用"
    write(box.edit, "供电")
    hit(Qt.Key.Key_Return)
    assert bench.incident.windows == "1—6号"
    bench.at(10, 3)
    assert box.loss.text() == "损失窗口时间 120 分钟（6 个窗口）"
    assert [row.words.whole() for row in box.rows()] == ["供电 09:43—未恢复 · 20 分钟"]
    click(box.rows()[0].up)
    assert bench.said()[-1] == "供电恢复使用"
    assert box.rows()[0].up.isHidden()
    bench.at(11, 0)
    assert box.loss.text() == "损失窗口时间 120 分钟（6 个窗口）"


def test_a_wrong_line_is_said_and_stays(bench: Bench) -> None:
    box = tab(bench).outages
    write(box.edit, "9号")
    hit(Qt.Key.Key_Return)
    assert box.errors["outage"].text() == "没有 9 号窗口，现有 6 个窗口"
    assert box.edit.text() == "9号"
    assert bench.desk.store.hall.of(bench.incident_id) == []


def test_times_are_corrected_in_the_row(bench: Bench) -> None:
    box = tab(bench).outages
    write(box.edit, "3")
    hit(Qt.Key.Key_Return)
    bench.at(10, 30)
    row = box.rows()[0]
    click(row.change)
    retype(row.edit, "0930 0950")
    hit(Qt.Key.Key_Return)
    assert row.words.whole() == "3号窗口 09:30—09:50 · 20 分钟"
    assert bench.said()[-1] == "更正停用时间：3号窗口 09:30—09:50"
    click(row.change)
    retype(row.edit, "0950 0930")
    hit(Qt.Key.Key_Return)
    assert row.error.text().startswith("恢复时间早于停用时间")
    retype(row.edit, "昨天")
    hit(Qt.Key.Key_Return)
    assert row.error.text() == "时间应写作 1520 1640，未恢复的只写 1520"
    hit(Qt.Key.Key_Escape)
    assert row.edit.isHidden()


def test_what_is_over_is_entered_with_its_times_and_touches_no_window(
    qtbot: QtBot, desk: Desk, hall: Hall
) -> None:
    begun = datetime(2026, 11, 12, 15, 20)
    incident = fault(
        desk, event_type="power", scenario="power_cut", late=True, occurred_at=begun,
        hall_id=hall.id,
    )  # fmt: skip
    bench = opened(qtbot, desk, incident.id)
    bench.workspace.tabs.show_tab("site")
    box = tab(bench).outages
    write(box.edit, "供电，3号 1520 1640")
    hit(Qt.Key.Key_Return)
    assert [(o.down_at.day, o.up_at) for o in desk.store.hall.of(incident.id)] == [
        (12, begun + timedelta(minutes=80))
    ] * 2
    assert all(window.up for window in desk.store.roster.windows(hall.id))
    assert box.loss.text() == "损失窗口时间 480 分钟（6 个窗口）"
    said = {entry.text: entry.at for entry in bench.entries()}
    assert said["3号窗口、供电停用"] == begun
    assert said["3号窗口、供电恢复使用"] == begun + timedelta(minutes=80)


# --- extended service and register ---------------------------------------------------------------


def test_extended_service_is_begun_prolonged_and_ended(bench: Bench) -> None:
    bench.at(16, 50)
    box = tab(bench).extension
    assert box.edits["windows"].text() == "1—6号"
    write(box.edits["until"], "1645")
    hit(Qt.Key.Key_Return)
    assert box.errors["until"].text() == "延时至 16:45 早于开始时间 16:50，请核对"
    retype(box.edits["until"], "1810")
    write(box.edits["staff"], "王某某")
    write(box.edits["waiting"], "23")
    hit(Qt.Key.Key_Return)
    assert bench.said()[-1] == (
        "开始延时服务，延时至 18:10，窗口 1—6号，值守 王某某，开始时等候 23 人"
    )
    assert box.served.hasFocus()
    # The hall closes later now, so the crowd desk reckons up to then.
    count(bench, "23", "6", "8")
    assert tab(bench).crowd.table.texts[0][-1] == "18:10 还等"
    write(box.longer, "1830")
    hit(Qt.Key.Key_Return)
    assert bench.said()[-1] == "延时服务改为延至 18:30"
    bench.at(18, 5)
    write(box.served, "二十")
    hit(Qt.Key.Key_Return)
    assert box.end_errors["served"].text().startswith("办结人数应是 0 到 99999 的整数")
    retype(box.served, "23")
    hit(Qt.Key.Key_Return)
    assert bench.said()[-1] == "延时服务结束，办结 23 人"
    assert "延时至 18:05，已结束" in box.past.text()
    assert box.edits["until"].isVisible()


def test_somebody_is_booked_in_one_line_and_served(bench: Bench) -> None:
    box = tab(bench).register
    write(box.line, "明天 0900 张三丰 13812345678 企业所得税季度申报")
    assert box.read.text() == "读作：2026-11-14 09:00　张某　138****5678　企业所得税季度申报"
    hit(Qt.Key.Key_Return)
    (person,) = bench.desk.store.appointments.of(bench.incident_id)
    assert (person.who, person.phone, person.due_at.day) == ("张三丰", "13812345678", 14)
    assert box.line.text() == ""
    (row,) = box.rows()
    assert row.who.whole() == "11-14 09:00 预约 张某 138****5678"
    press(row, Qt.Key.Key_Space)
    assert "张三丰 13812345678" in row.who.whole()
    press(row, Qt.Key.Key_Return)
    assert row.how.hasFocus()
    write(row.how, "3号 王某某")
    hit(Qt.Key.Key_Return)
    (served,) = bench.desk.store.appointments.of(bench.incident_id)
    assert (served.window, served.served_by) == ("3号", "王某某")
    assert row.mark.text() == "已办"
    assert box.count.text() == "预约 1 人：已办 1"
    click(row.again)
    assert row.mark.text() == "待办"
    click(row.missed)
    assert row.mark.text() == "未到"
    assert "张三丰" not in "".join(bench.said())


def test_somebody_is_booked_for_another_time_in_place(bench: Bench) -> None:
    box, store = tab(bench).register, bench.desk.store.appointments
    write(box.line, "明天 0900 张三丰 13812345678 季度申报")
    hit(Qt.Key.Key_Return)
    (row,) = box.rows()
    press(row, Qt.Key.Key_F4)
    typed = row.rebooking
    assert typed is not None
    assert typed.due.hasFocus()
    assert (typed.due.text(), typed.matter.text()) == ("2026-11-14 09:00", "季度申报")
    bench.workspace.resize(760, 560)
    bench.workspace.columns.setSizes([220, 220, 250])
    QApplication.processEvents()
    assert fitting_width(tab(bench))
    hit(Qt.Key.Key_Return)
    hit(Qt.Key.Key_Return)
    hit(Qt.Key.Key_Return)
    assert typed.errors["due_at"].text() == "时间和事项都没有改动"
    assert typed.errors["why"].text() == "请填写改期原因"
    retype(typed.due, "11-16 1430")
    hit(Qt.Key.Key_Return)
    assert typed.matter.hasFocus()
    retype(typed.matter, "季度申报和开票")
    hit(Qt.Key.Key_Return)
    # Nothing typed is lost when somebody goes away.
    press(typed.why, Qt.Key.Key_Escape)
    assert row.hasFocus()
    assert typed.isHidden()
    click(row.rebook)
    assert (typed.due.text(), typed.matter.text()) == ("11-16 1430", "季度申报和开票")
    write(typed.why, "来电要求改期")
    hit(Qt.Key.Key_Return)
    (person,) = store.of(bench.incident_id)
    assert (person.due_at, person.matter) == (datetime(2026, 11, 16, 14, 30), "季度申报和开票")
    assert row.who.whole() == "11-16 14:30 预约 张某 138****5678"
    assert row.said.text() == "已改期：来电要求改期"
    assert (row.hasFocus(), typed.isHidden(), row.how.isHidden()) == (True, True, True)
    assert bench.said()[-1].endswith("改到 2026-11-16 14:30：来电要求改期")
    assert "季度申报" not in "".join(bench.said())
    assert not [each for each in bench.desk.store.drafts.all() if "rebook" in each.key]
    # Who was served is not booked anew.
    store.settle(person.id, AppointmentOutcome.SERVED, bench.desk.stamp())
    bench.desk.changed(Topic.INCIDENTS)
    assert row.rebook.isHidden()


def test_a_booking_needs_a_time_and_a_served_late_one_has_it(bench: Bench) -> None:
    box = tab(bench).register
    write(box.line, "李四 13912345678 代开发票")
    hit(Qt.Key.Key_Return)
    assert box.errors["who"].text() == "时间应写作 1430、明天 0900 或 11-16 0900"
    assert box.line.text() == "李四 13912345678 代开发票"
    box.kind.setCurrentIndex(1)
    box.line.setFocus()
    hit(Qt.Key.Key_Return)
    (person,) = bench.desk.store.appointments.of(bench.incident_id)
    assert (person.kind, person.due_at.hour) == (AppointmentKind.EXTENDED, 17)
    write(box.line, "1000 王五 12ab 申报")
    hit(Qt.Key.Key_Return)
    assert box.count.text() == "延时 2 人：待办 2"


def test_whose_time_has_passed_stands_out(bench: Bench) -> None:
    box = tab(bench).register
    write(box.line, "1000 张三 13812345678")
    hit(Qt.Key.Key_Return)
    assert box.rows()[0].mark.text() == "待办"
    bench.at(10, 1)
    assert box.rows()[0].mark.text() == "过时未办"
    assert box.rows()[0].property("tone") == "warn"


def test_many_people_are_listed_up_to_what_can_be_read(bench: Bench, hall: Hall) -> None:
    store, due = bench.desk.store.appointments, datetime(2026, 11, 16, 9, 0)
    for n in range(130):
        new = NewAppointment(
            AppointmentKind.APPOINTMENT, f"人{n}", "", "申报", due + timedelta(minutes=n),
            bench.incident_id, hall.id,
        )  # fmt: skip
        store.add(new, bench.desk.stamp())
    bench.desk.changed(Topic.INCIDENTS)
    box = tab(bench).register
    assert len(box.rows()) == 120
    assert box.count.text() == "预约 130 人：待办 130；只列出前 120 人，其余见打印的登记簿"
    first = box.rows()[0]
    press(first, Qt.Key.Key_Down)
    assert QApplication.focusWidget() is box.rows()[1]
    store.settle(first.person.id, AppointmentOutcome.SERVED, bench.desk.stamp())
    bench.desk.changed(Topic.INCIDENTS)
    assert box.rows()[0].person.who == "人1"


# --- the rest ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["site", "register"])
def test_what_happened_in_the_hall_is_previewed(bench: Bench, name: str) -> None:
    if name == "site":
        bench.workspace.tabs.print("site")
        title = "2026-001 现场情况"
    else:
        click(tab(bench).register.print)
        title = "预约延时登记簿 2026-11-13"
    (preview,) = bench.workspace.window().findChildren(PreviewDialog)
    assert preview.windowTitle() == title
    assert preview.paper is not None
    assert preview.paper.pages == 1
    preview.close()


def test_a_void_incident_takes_nothing(bench: Bench) -> None:
    bench.desk.store.incidents.void(bench.incident_id, "重复", bench.desk.stamp())
    bench.desk.changed(Topic.INCIDENTS)
    page = tab(bench)
    for widget in (page.outages.edit, page.crowd.keep, page.extension.start, page.register.line):
        assert not widget.isEnabled()


def test_without_a_hall_the_tab_says_what_to_do(qtbot: QtBot, desk: Desk) -> None:
    bench = opened(qtbot, desk, fault(desk).id)
    bench.workspace.tabs.show_tab("site")
    box = tab(bench).outages
    write(box.edit, "3号")
    hit(Qt.Key.Key_Return)
    assert box.errors["outage"].text().startswith("还没有办税服务场所")
    count(bench, "10", "2", "5")
    assert tab(bench).crowd.said.text() == "最后一位约等 25 分钟。"


def test_hours_and_thresholds_are_settings(qtbot: QtBot, desk: Desk, hall: Hall) -> None:
    page = SettingsPage(desk)
    qtbot.addWidget(page)
    page.resize(1120, 900)
    page.show()
    section = page.hall_side
    retype(section.hours, "八点到五点")
    press(section.hours, Qt.Key.Key_Return)
    assert section.errors["opening_hours"].text().startswith("办公时间应写作")
    retype(section.hours, "9:00-12:00, 13:00-16:30")
    press(section.hours, Qt.Key.Key_Return)
    assert section.errors["opening_hours"].text() == ""
    section.numbers["crowd_waiting"].setValue(15)
    section.numbers["crowd_waiting"].editingFinished.emit()
    kept = desk.store.settings.load()
    assert (kept.opening_hours, kept.crowd_waiting) == ("9:00-12:00, 13:00-16:30", 15)
    assert kept.thresholds.waiting == 15
    window = desk.store.roster.windows(hall.id)[0]
    desk.store.roster.save_window(replace(window, up=False), desk.stamp())
    desk.changed(Topic.HALL)
    assert not page.halls.model.rows[0].up
    page.halls.table.selectRow(0)
    click(page.halls.up_button)
    assert desk.store.hall.open_outages() == []
    assert page.halls.model.rows[0].up
