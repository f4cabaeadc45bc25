"""The real fault of 13 November 2026, lived through at the window with keys and mouse.

The end-to-end test checks what it leaves behind; take_pictures photographs it on the way.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication

from hallduty.clock import FixedClock
from hallduty.domain.contacts import Department, Person
from hallduty.domain.incidents import Incident
from hallduty.domain.roster import Hall, Part
from hallduty.ui.desk import Desk
from hallduty.ui.incidents.workspace import Workspace
from hallduty.ui.main_window import MainWindow
from tests.ui.workspace_kit import click, hit, press, write

DAY = date(2026, 11, 13)
TAXPAYERS = (
    ("张三丰", "13812340001", "企业所得税申报"),
    ("李四光", "13812340002", "发票领用"),
    ("欧阳修", "13812340003", "社保费缴纳"),
)
Photograph = Callable[[str], None]


def staff_the_hall(desk: Desk, month: date = DAY) -> None:
    """What the settings, the directory and the roster hold before the month begins."""
    store, stamp = desk.store, desk.stamp
    hall = store.roster.save_hall(Hall(0, "", "第一办税服务厅"), stamp())
    store.roster.set_window_count(hall.id, 12, stamp())
    for number, seat in enumerate(store.contacts.group(), start=1):
        store.contacts.save_person(replace(seat.person, mobile=f"1380000000{number}"), stamp())
    unit = Department(0, "", "信息中心", role="information_centre", phone="0570-8765700")
    centre = store.contacts.save_department(unit, stamp())
    for name, role, post, mobile in (
        ("陈某某", "information_centre", "信息中心", "13812345678"),
        ("孙某某", "tax_system", "系统运维", "13812345679"),
        ("王某某", "consultation", "咨询岗", "612"),
        ("李某某", "guidance_desk", "导税台", "601"),
    ):
        department = centre.id if role == "information_centre" else None
        person = Person(0, "", name, department, post=post, role=role, mobile=mobile)
        store.contacts.save_person(person, stamp())
    leader = Person(
        0, "", "刘某某", post="副所长", office_phone="0570-8765432", mobile="13800005432"
    )
    led = store.contacts.save_person(leader, stamp())
    for day in range(1, 31):
        store.roster.set_leader(month.replace(day=day), Part.DAY, hall.id, led.id, stamp())


@dataclass
class Story:
    """The window on the morning of the fault, and the hands at it."""

    desk: Desk
    window: MainWindow
    photograph: Photograph = lambda _: None
    day: date = DAY

    @property
    def clock(self) -> FixedClock:
        assert isinstance(self.desk.clock, FixedClock)
        return self.desk.clock

    @property
    def workspace(self) -> Workspace:
        page = self.window.page("workspace")
        assert isinstance(page, Workspace)
        return page

    @property
    def incident(self) -> Incident:
        assert self.workspace.incident_id is not None
        return self.desk.store.incidents.get(self.workspace.incident_id)

    def at(self, clock: str) -> None:
        """Let it be that time of the day, and the clocks on the screen tick."""
        hour, minute = clock.split(":")
        self.clock.at = datetime.combine(self.day, time(int(hour), int(minute), 7))
        self.desk.events.ticked.emit(self.clock.at)
        QApplication.processEvents()
        # What the running program deletes between two keys, a test must see deleted as well.
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def live_through(self) -> Incident:
        """From the alarm at 09:42 to the closing at 11:30."""
        self.register()
        self.call_the_information_centre()
        self.announce()
        self.escalate()
        self.take_contacts()
        self.write_the_form()
        self.photograph("workspace")
        self.recover_and_call_back()
        self.carry_out_what_was_ordered()
        self.close()
        return self.incident

    def register(self) -> None:
        self.at("09:42")
        press(self.window, Qt.Key.Key_F2)
        hit(Qt.Key.Key_4)
        write(self.window.intake.place_edit, "一楼大厅3—8号窗口")
        self.photograph("intake")
        hit(Qt.Key.Key_Return)
        self.note("3—8号窗口无法登录系统，等候约30人")

    def call_the_information_centre(self) -> None:
        self.at("09:44")
        first = self.workspace.steps.rows()[0]
        first.setFocus()
        hit(Qt.Key.Key_2)
        self.at("09:46")
        first.setFocus()
        hit(Qt.Key.Key_1)
        write(first.words, "信息中心已派人检查，预计10:20恢复")
        hit(Qt.Key.Key_Return)
        self.tick(0)
        self.at("09:47")
        self.tick(1)

    def announce(self) -> None:
        self.at("09:51")
        notice = self.workspace.steps.rows()[2]
        write(notice.words, "张贴于一楼大厅、电子屏，预计10:20恢复")
        hit(Qt.Key.Key_Return)
        self.tick(2)
        self.at("09:53")
        self.tick(3)
        self.at("10:01")
        timeline = self.workspace.timeline
        wrong = next(
            e for e in self.desk.store.incidents.entries(self.incident.id) if "约30人" in e.text
        )
        timeline.line.correct(wrong)
        timeline.line.edit.selectAll()
        write(timeline.line.edit, "3—8号窗口无法登录系统，等候约40人")
        hit(Qt.Key.Key_Return)

    def escalate(self) -> None:
        self.at("10:05")
        tabs = self.workspace.tabs
        press(self.workspace, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
        level = tabs.reports.level
        click(level.button_of("major"))
        write(level.reason, "影响全部征收窗口，预计超过1小时")
        hit(Qt.Key.Key_Return)
        self.at("10:06")
        write(tabs.reports.text, "税务端系统故障，3—8号窗口停办，等候约40人，已联系信息中心抢修")
        tabs.reports.group.focus_offered()
        hit(Qt.Key.Key_1)
        self.at("10:08")
        reported = tabs.reports.rows()[0]
        if reported.edit.isHidden():
            click(reported.write)
        write(reported.edit, "全力抢修，做好解释")
        hit(Qt.Key.Key_Return)
        self.photograph("reports")
        self.tick(4)

    def take_contacts(self) -> None:
        self.at("10:15")
        press(self.workspace, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
        tab = self.workspace.tabs.followups
        for who, phone, matter in TAXPAYERS:
            for field, text in ((tab.who, who), (tab.phone, phone), (tab.matter, matter)):
                write(field, text)
            hit(Qt.Key.Key_Return)
        self.photograph("followups")
        self.at("10:20")
        self.tick(5)
        self.tick(6)
        self.skip(7, "办税人均登记了联系方式，未发卡")
        self.skip(8, "无急需办理事项")

    def write_the_form(self) -> None:
        self.at("10:31")
        self.note("信息中心来电，预计11:00前恢复")
        self.tick(9)
        press(self.workspace, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
        sheet = self.workspace.tabs.sheet
        for field, text in (
            ("reporter", "王某某"),
            ("phone", "612"),
            ("description", "09:42，3—8号窗口无法登录系统，涉税事项无法办理，等候办税人约40人。"),
            ("windows", "3—8号"),
            ("systems", "税收征管系统"),
            ("waiting", "40"),
        ):
            write(sheet.editor(field).edit, text)
            hit(Qt.Key.Key_Tab)
            # Without a window manager nobody gives the keyboard back when a list closes.
            self.window.activateWindow()
            QApplication.processEvents()
        self.workspace.timeline.focus()

    def recover_and_call_back(self) -> None:
        self.at("10:58")
        press(self.workspace, Qt.Key.Key_F8)
        self.tick(10)
        self.at("11:20")
        tabs = self.workspace.tabs
        press(self.workspace, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
        for _ in TAXPAYERS:
            due = next(row for row in tabs.followups.rows() if row.followup.is_open)
            due.setFocus()
            hit(Qt.Key.Key_Return)
            hit(Qt.Key.Key_Return)

    def carry_out_what_was_ordered(self) -> None:
        self.at("11:25")
        reports = self.workspace.tabs.reports
        self.workspace.tabs.show_tab("reports")
        line = reports.rows()[0]
        reports._scroll.ensureWidgetVisible(line.done)
        click(line.done)
        write(line.result, "11:00前完成抢修，现场做好解释，无投诉")
        hit(Qt.Key.Key_Return)

    def close(self) -> None:
        self.at("11:28")
        press(self.workspace, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
        sheet = self.workspace.tabs.sheet
        click(sheet.generate)
        write(sheet.editor("outcome").edit, "系统恢复，业务正常；3名办税人均已通知，无遗留事项。")
        self.workspace.timeline.focus()
        self.at("11:30")
        press(self.workspace, Qt.Key.Key_F9)

    def note(self, text: str) -> None:
        """Stamp a line onto the timeline."""
        line = self.workspace.timeline.line
        write(line.edit, text)
        hit(Qt.Key.Key_Return)

    def tick(self, number: int) -> None:
        """Tick the step with that number, from 0, by the keyboard."""
        row = self.workspace.steps.rows()[number]
        row.setFocus()
        hit(Qt.Key.Key_Space)

    def skip(self, number: int, why: str) -> None:
        """Skip a step, saying why."""
        row = self.workspace.steps.rows()[number]
        row.setFocus()
        hit(Qt.Key.Key_4)
        write(row.words, why)
        hit(Qt.Key.Key_Return)
