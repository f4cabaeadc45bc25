"""日志与交接 through real keys and clicks: writing, filling in, handing over, accepting."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from hallduty.clock import FixedClock
from hallduty.domain.conflict import NewFootage
from hallduty.domain.contacts import Person
from hallduty.domain.duty_logs import Duty, DutyLog, LogState
from hallduty.domain.followups import FollowupKind, NewFollowup
from hallduty.domain.forms import load_forms
from hallduty.domain.incidents import NewIncident
from hallduty.domain.reports import NewReport, ReportKind
from hallduty.domain.roster import Hall, Part
from hallduty.paths import shipped
from hallduty.ui import theme
from hallduty.ui.desk import Desk
from hallduty.ui.drafts_offer import offered
from hallduty.ui.duty_logs import handover_panel
from hallduty.ui.duty_logs.facts import still_open
from hallduty.ui.duty_logs.view import DutyLogView
from hallduty.ui.events import Topic
from hallduty.ui.main_window import MainWindow
from hallduty.ui.preview import PreviewDialog
from hallduty.ui.strip import Strip
from hallduty.ui.table_cells import CellDelegate
from hallduty.ui.today.matters import standing_matters
from tests.documents.pdf_reading import joined, page_texts
from tests.ui.conftest import FakeAsker
from tests.ui.pages_kit import AWKWARD, add_hall, add_incident, add_person
from tests.ui.workspace_kit import click, hit, press, retype, write

DAY = date(2026, 11, 13)
KEY = "log:2026-11-13/day/{}:crowd"
MONDAY = DAY + timedelta(days=3)


@pytest.fixture
def hall(desk: Desk) -> Hall:
    return add_hall(desk, "一楼办税服务厅")


def at(desk: Desk, moment: str) -> None:
    assert isinstance(desk.clock, FixedClock)
    desk.clock.at = datetime.fromisoformat(moment)
    desk.events.ticked.emit(desk.clock.at)


def lead(desk: Desk, hall: Hall, name: str, day: date = DAY, part: Part = Part.DAY) -> Person:
    who = add_person(desk, name, mobile=f"1380000{len(name)}{day.day:02d}1"[:11], pinyin="liwei")
    desk.store.roster.set_leader(day, part, hall.id, who.id, desk.stamp())
    desk.changed(Topic.ROSTER)
    return who


def shown(qtbot: QtBot, desk: Desk) -> DutyLogView:
    made = DutyLogView(desk)
    qtbot.addWidget(made)
    made.resize(1116, 520)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.fixture
def view(qtbot: QtBot, desk: Desk, hall: Hall) -> DutyLogView:
    lead(desk, hall, "张三丰")
    lead(desk, hall, "李某", MONDAY)
    return shown(qtbot, desk)


def log(desk: Desk, hall: Hall, day: date = DAY, part: Part = Part.DAY) -> DutyLog:
    found = desk.store.duty_logs.log(day, part, hall.id)
    assert found is not None
    return found


def field(view: DutyLogView, name: str) -> QLineEdit | QPlainTextEdit:
    found = view.form.form.editor(name).text_widget
    assert isinstance(found, QLineEdit | QPlainTextEdit)
    return found


def text(view: DutyLogView, name: str) -> str:
    found = field(view, name)
    return found.text() if isinstance(found, QLineEdit) else found.toPlainText()


def fill(view: DutyLogView, name: str, words: str) -> None:
    widget = field(view, name)
    widget.setFocus()
    widget.selectAll()
    write(widget, words)
    view.table.setFocus()


def lines(view: DutyLogView) -> list[str]:
    QApplication.processEvents()
    labels = view.panel.findChildren(QLabel)
    return [each.text() for each in labels if each.isVisible() and not each.property("pill")]


def hand_over(view: DutyLogView, ask: FakeAsker, *answers: bool) -> None:
    ask.will_answer(*(answers or (False,)))
    click(view.panel.hand_over)


def test_a_field_is_written_when_it_is_left(view: DutyLogView, desk: Desk, hall: Hall) -> None:
    assert view.mark.text() == "未写"
    assert desk.store.duty_logs.log(DAY, Part.DAY, hall.id) is None
    fill(view, "weather", "小雨")
    fill(view, "handover", "周一增开2个专窗")
    assert log(desk, hall).fields == {"weather": "小雨", "handover": "周一增开2个专窗"}
    assert log(desk, hall).leader == "张三丰"
    assert view.mark.text() == "未交班"
    assert "已登记" in view.form.state.text()
    assert desk.store.drafts.all() == []


def test_what_the_program_knows_cannot_be_typed_over(view: DutyLogView) -> None:
    assert text(view, "date") == "2026年11月13日 星期五 全天"
    assert text(view, "leader") == "张三丰"
    write(field(view, "leader"), "x")
    assert text(view, "leader") == "张三丰"


def test_the_day_is_filled_in_and_typed_words_stay(
    view: DutyLogView, desk: Desk, hall: Hall
) -> None:
    made = add_incident(desk, "2026-11-13 09:00", text="等候约40人", hall_id=hall.id)
    fill(view, "crowd", "早上平稳。")
    click(view.fill)
    crowd = log(desk, hall).fields["crowd"].split("\n")
    assert crowd[0] == "早上平稳。"
    assert f"09时00分等候约40人（{made.number}）。" in crowd
    assert log(desk, hall).fields["events"].startswith(f"{made.number} 税务端系统故障")
    assert "已填入" in view.form.state.text()
    before = dict(log(desk, hall).fields)
    click(view.fill)
    assert log(desk, hall).fields == before
    assert view.form.state.text() == "当日记录都已在日志里"


def test_a_line_that_was_edited_is_left_alone_and_named(
    view: DutyLogView, desk: Desk, hall: Hall
) -> None:
    made = add_incident(desk, "2026-11-13 09:00", hall_id=hall.id)
    fill(view, "events", f"{made.number} 我自己写的经过")
    click(view.fill)
    assert log(desk, hall).fields["events"] == f"{made.number} 我自己写的经过"
    assert f"{made.number} 已有文字，未改动" in view.form.state.text()


def test_what_is_too_long_stays_and_says_so_in_its_cell(
    view: DutyLogView, desk: Desk, hall: Hall
) -> None:
    widget = field(view, "weather")
    assert isinstance(widget, QPlainTextEdit)
    widget.setFocus()
    widget.setPlainText("晴" * 2001)
    view.table.setFocus()
    editor = view.form.form.editor("weather")
    assert "最多 2000 字" in editor.error.text()
    assert len(text(view, "weather")) == 2001
    assert desk.store.duty_logs.log(DAY, Part.DAY, hall.id) is None
    click(view.panel.hand_over)
    assert desk.store.duty_logs.log(DAY, Part.DAY, hall.id) is None
    fill(view, "weather", "晴")
    assert log(desk, hall).fields == {"weather": "晴"}


def test_a_draft_leads_back_to_its_shift(view: DutyLogView, desk: Desk, hall: Hall) -> None:
    widget = field(view, "crowd")
    write(widget, "高峰在十时")
    view.form.flush()
    assert desk.store.duty_logs.log(DAY, Part.DAY, hall.id) is None
    (place,) = offered(desk)
    assert place.what == "值班日志 2026-11-13"
    assert place.page == f"roster#log#2026-11-13/day/{hall.id}"
    assert [draft.key for draft in desk.store.drafts.all()] == [KEY.format(hall.id)]


def test_a_draft_left_by_a_crash_comes_back_and_is_written_when_left(
    qtbot: QtBot, desk: Desk, hall: Hall
) -> None:
    desk.store.drafts.save(KEY.format(hall.id), "高峰在十时", desk.clock.now())
    again = shown(qtbot, desk)
    assert text(again, "crowd") == "高峰在十时"
    assert "已找回" in again.form.state.text()
    field(again, "crowd").setFocus()
    again.table.setFocus()
    assert log(desk, hall).fields == {"crowd": "高峰在十时"}


def test_another_shift_shows_its_own_words_and_drafts_stay_apart(
    view: DutyLogView, desk: Desk, hall: Hall
) -> None:
    lead(desk, hall, "王某", DAY - timedelta(days=1))
    fill(view, "weather", "雨")
    widget = field(view, "crowd")
    write(widget, "今天")
    view.table.setFocus()
    view.table.go_to_row(1)
    assert view.name.text().startswith("11月12日")
    assert (text(view, "weather"), text(view, "crowd")) == ("", "")
    fill(view, "weather", "晴")
    hit(Qt.Key.Key_Home)
    assert (text(view, "weather"), text(view, "crowd")) == ("雨", "今天")
    assert log(desk, hall, DAY - timedelta(days=1)).fields == {"weather": "晴"}


def test_handing_over_lists_what_is_open_and_freezes_the_log(
    view: DutyLogView, desk: Desk, hall: Hall, ask: FakeAsker
) -> None:
    made = add_incident(desk, "2026-11-13 09:00", hall_id=hall.id)
    new = NewFollowup(FollowupKind.CALL_BACK, "赵六", "13912345678")
    desk.store.followups.add(made.id, new, desk.stamp())
    desk.changed(Topic.INCIDENTS)
    fill(view, "weather", "晴")
    assert any(f"{made.number} 税务端系统故障，处置中" in line for line in lines(view))
    at(desk, "2026-11-13 17:30")
    hand_over(view, ask)
    kept = log(desk, hall)
    assert (kept.state, kept.handed_by) == (LogState.HANDED, "张三丰")
    assert any("电话回访 1 件未办" in line for line in kept.handed)
    assert "赵六" not in "".join(kept.handed)
    assert "打印断电包" in ask.asked[-1][1]
    assert view.mark.text() == "待接班"
    assert not view.fill.isVisible()
    before = text(view, "weather")
    write(field(view, "weather"), "x")
    assert text(view, "weather") == before
    # What happens afterwards does not get into the list any more.
    add_incident(desk, "2026-11-13 17:00", "power_cut", hall_id=hall.id)
    desk.changed(Topic.INCIDENTS)
    assert not any("供电中断" in line for line in lines(view))


def test_ctrl_enter_hands_over_from_within_a_field_and_loses_nothing(
    qtbot: QtBot, view: DutyLogView, desk: Desk, hall: Hall, ask: FakeAsker
) -> None:
    write(field(view, "handover"), "周一增开专窗")
    ask.will_answer(False)
    # A key presses the button down for a moment, so that it is seen.
    hit(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: view.mark.text() == "待接班")
    assert log(desk, hall).fields == {"handover": "周一增开专窗"}
    hit(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: view.mark.text() == "已交接")
    assert log(desk, hall).accepted_by == "李某"


def test_enter_leads_from_the_list_into_the_first_empty_field(view: DutyLogView) -> None:
    view.table.setFocus()
    hit(Qt.Key.Key_Return)
    assert QApplication.focusWidget() is field(view, "staff")
    hit(Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is field(view, "weather")


def test_an_empty_log_is_handed_over_only_after_a_question(
    view: DutyLogView, desk: Desk, hall: Hall, ask: FakeAsker
) -> None:
    hand_over(view, ask, False)
    assert desk.store.duty_logs.log(DAY, Part.DAY, hall.id) is None
    assert "还是空的" in ask.asked[-1][1]
    hand_over(view, ask, True, False)
    assert log(desk, hall).handed == ()
    assert "交班时没有未结事项。" in lines(view)


def test_the_next_leader_is_offered_and_accepts_by_keyboard(
    view: DutyLogView, desk: Desk, hall: Hall, ask: FakeAsker
) -> None:
    fill(view, "weather", "晴")
    hand_over(view, ask)
    assert view.panel.accepted_by.text() == "李某"
    assert view.panel.reachable.text().startswith("手机 138")
    at(desk, "2026-11-16 08:20")
    retype(view.panel.reachable, "")
    hit(Qt.Key.Key_Return)
    assert log(desk, hall).state is LogState.HANDED
    assert "请填写联系方式" in lines(view)
    write(view.panel.reachable, "分机612，大厅值班台")
    hit(Qt.Key.Key_Return)
    kept = log(desk, hall)
    assert (kept.accepted_by, kept.reachable) == ("李某", "分机612，大厅值班台")
    assert kept.accepted_at == datetime(2026, 11, 16, 8, 20)
    assert view.mark.text() == "已交接"
    assert any("李某 2026-11-16 08:20 接班" in line for line in lines(view))
    assert desk.store.drafts.all() == []


def test_somebody_else_accepts_by_name_or_pinyin(
    view: DutyLogView, desk: Desk, hall: Hall, ask: FakeAsker
) -> None:
    add_person(desk, "𬭎某", pinyin="hongmou", office_phone="0570-8765432")
    desk.changed(Topic.CONTACTS)
    fill(view, "weather", "晴")
    hand_over(view, ask)
    retype(view.panel.accepted_by, "hongm")
    hit(Qt.Key.Key_Down)
    hit(Qt.Key.Key_Return)
    assert view.panel.accepted_by.text() == "𬭎某"
    assert view.panel.reachable.text() == "办公电话 0570-8765432"
    click(view.panel.accept)
    assert log(desk, hall).accepted_by == "𬭎某"


@pytest.mark.parametrize("name", ["没有这个人", *AWKWARD])
def test_a_stranger_cannot_accept_and_what_was_typed_stays(
    view: DutyLogView, desk: Desk, hall: Hall, ask: FakeAsker, name: str
) -> None:
    fill(view, "weather", "晴")
    hand_over(view, ask)
    view.panel.accepted_by.setText(name)
    click(view.panel.accept)
    assert log(desk, hall).state is LogState.HANDED
    assert any("通讯录里没有" in line or "请填写接班人" in line for line in lines(view))
    assert view.panel.accepted_by.text() == QLineEdit(name).text()


def test_a_handover_is_taken_back_until_somebody_accepts(
    view: DutyLogView, desk: Desk, hall: Hall, ask: FakeAsker
) -> None:
    fill(view, "weather", "晴")
    hand_over(view, ask)
    ask.will_answer(True)
    click(view.panel.take_back)
    assert log(desk, hall).state is LogState.OPEN
    fill(view, "weather", "多云")
    assert log(desk, hall).fields == {"weather": "多云"}


def test_a_remark_is_added_to_a_frozen_log(
    view: DutyLogView, desk: Desk, hall: Hall, ask: FakeAsker
) -> None:
    fill(view, "weather", "晴")
    hand_over(view, ask)
    ask.will_answer(None)
    click(view.add)
    assert log(desk, hall).remark == ""
    ask.will_answer("另有一件投诉")
    click(view.add)
    assert log(desk, hall).remark.endswith("：另有一件投诉")
    assert view.form.remark.isVisible()
    assert "另有一件投诉" in view.form.remark.text()


def test_a_shift_without_a_leader_can_be_logged_and_handed_over(
    qtbot: QtBot, desk: Desk, hall: Hall, ask: FakeAsker
) -> None:
    view = shown(qtbot, desk)
    assert view.model.rows[0].leader == ""
    fill(view, "events", "停电一小时")
    retype(view.panel.handed_by, "")
    click(view.panel.hand_over)
    assert "请填写交班人" in lines(view)
    write(view.panel.handed_by, "王值班")
    hand_over(view, ask)
    kept = log(desk, hall)
    assert (kept.leader, kept.handed_by) == ("", "王值班")


def test_a_takeover_is_seen_at_once(view: DutyLogView, desk: Desk, hall: Hall) -> None:
    fill(view, "weather", "晴")
    other = add_person(desk, "王某")
    changes = desk.store.shift_changes
    changes.takeover(hall.id, desk.clock.now(), other.id, "外出开会", desk.stamp())
    desk.changed(Topic.ROSTER)
    assert text(view, "leader") == view.panel.handed_by.text() == "王某"
    click(view.fill)
    assert log(desk, hall).leader == "王某"
    assert "值班领导临时接班：09时42分起王某替张三丰" in log(desk, hall).fields["staff"]


def test_a_name_typed_for_one_shift_does_not_get_into_another(
    view: DutyLogView, desk: Desk, hall: Hall, ask: FakeAsker
) -> None:
    yesterday = DAY - timedelta(days=1)
    lead(desk, hall, "王某", yesterday)
    retype(view.panel.handed_by, "代班人")
    view.table.setFocus()
    view.table.go_to_row(1)
    assert view.panel.handed_by.text() == "王某"
    view.table.go_to_row(0)
    assert view.panel.handed_by.text() == "代班人"
    hand_over(view, ask, True, False)
    assert log(desk, hall).handed_by == "代班人"
    assert desk.store.drafts.all() == []
    # Whom the roster names next may change while nobody has accepted yet.
    desk.store.roster.set_leader(MONDAY, Part.DAY, hall.id, None, desk.stamp())
    lead(desk, hall, "钱某", MONDAY)
    assert view.panel.accepted_by.text() == "钱某"
    view.table.setFocus()
    view.table.go_to_row(1)
    view.table.go_to_row(0)
    assert view.panel.accepted_by.text() == "钱某"
    assert desk.store.drafts.all() == []


def test_the_log_is_printed_as_it_stands(
    view: DutyLogView, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[PreviewDialog] = []
    monkeypatch.setattr(PreviewDialog, "exec", lambda dialog: seen.append(dialog))
    write(field(view, "crowd"), "高峰在十时")
    click(view.print)
    (dialog,) = seen
    assert dialog.paper is not None
    assert "高峰在十时" in joined("".join(page_texts(dialog.paper.pdf)))


def test_halves_and_halls_have_logs_of_their_own(qtbot: QtBot, desk: Desk, hall: Hall) -> None:
    other = add_hall(desk, "二楼办税服务厅")
    lead(desk, hall, "张某", DAY, Part.MORNING)
    lead(desk, hall, "李某某", DAY, Part.AFTERNOON)
    view = shown(qtbot, desk)
    assert [row.duty.name for row in view.model.rows] == ["11月13日下午", "11月13日上午"]
    assert view.name.text().startswith("11月13日上午")
    fill(view, "weather", "雨")
    assert log(desk, hall, DAY, Part.MORNING).leader == "张某"
    view.hall.setFocus()
    press(view.hall, Qt.Key.Key_Down)
    assert view.hall.currentText() == "二楼办税服务厅"
    assert text(view, "weather") == ""
    fill(view, "weather", "晴")
    assert log(desk, other).fields == {"weather": "晴"}


def test_no_shift_of_the_list_is_cut_off(
    themed: QApplication, qtbot: QtBot, desk: Desk, hall: Hall
) -> None:
    lead(desk, hall, "张某", DAY, Part.MORNING)
    lead(desk, hall, "欧阳某", DAY, Part.AFTERNOON)
    lead(desk, hall, "李某某", date(2025, 11, 28), Part.MORNING)
    for back in range(1, 14):
        lead(desk, hall, "张某某", DAY - timedelta(days=back))
    view = shown(qtbot, desk)
    view.show_record(f"2025-11-28/morning/{hall.id}")
    view.resize(940, 520)
    delegate = view.table.itemDelegate()
    assert isinstance(delegate, CellDelegate)
    for line in range(view.model.rowCount()):
        for place in range(view.model.columnCount()):
            index = view.model.index(line, place)
            assert delegate.tip_for(index, view.table.columnWidth(place)) == "", index.data()
    # A pill needs more room than its words, a cell a little more than its margins.
    words = view.table.fontMetrics().horizontalAdvance("待接班")
    assert view.table.columnWidth(2) >= words + theme.px(36)
    assert view.table.columnWidth(1) >= words + theme.px(24)
    assert view.table.verticalScrollBar().isVisible()
    assert view.table.horizontalScrollBar().maximum() == 0


def test_a_day_long_past_is_found_by_its_date(view: DutyLogView, desk: Desk, hall: Hall) -> None:
    press(view.day, Qt.Key.Key_Down)
    assert view.day.date().year() == 2025
    assert text(view, "date").startswith("2025年11月13日")
    assert view.name.text() == "2025年11月13日 星期四"
    assert "2025-11-13" in [view.model.index(n, 0).data() for n in range(view.model.rowCount())]
    fill(view, "weather", "晴")
    assert log(desk, hall, date(2025, 11, 13)).fields == {"weather": "晴"}


def test_yesterdays_log_waits_first_and_the_strip_says_so(
    qtbot: QtBot, desk: Desk, hall: Hall
) -> None:
    strip = Strip(desk)
    qtbot.addWidget(strip)
    strip.resize(1150, 56)
    strip.show()
    assert not strip.handover.isVisible()
    yesterday = DAY - timedelta(days=1)
    lead(desk, hall, "张某", yesterday)
    lead(desk, hall, "李某", DAY)
    duty = Duty(yesterday, Part.DAY, hall.id)
    # Written while it ran.
    early = replace(desk.stamp(), at=datetime(2026, 11, 12, 15, 0))
    desk.store.duty_logs.save(duty, {"weather": "晴"}, early)
    desk.changed(Topic.DUTY_LOG)
    assert strip.handover.isVisible()
    assert strip.handover.toolTip() == "11月12日（张某）未交班"
    asked: list[str] = []
    desk.events.page_requested.connect(asked.append)
    click(strip.handover)
    assert asked == ["roster#log#pending"]
    (matter,) = [m for m in standing_matters(desk) if m.pill == "未交接"]
    assert (matter.text, matter.action) == ("值班日志 11月12日（张某）未交班", "去交班")
    view = shown(qtbot, desk)
    assert view.name.text().startswith("11月12日")
    view.table.go_to_row(0)
    assert view.name.text().startswith("11月13日")
    view.show_record("pending")
    assert view.name.text().startswith("11月12日")
    made = desk.store.duty_logs.hand_over(duty, "张某", [], desk.stamp())
    desk.changed(Topic.DUTY_LOG)
    assert "去接班" in [m.action for m in standing_matters(desk)]
    who = desk.store.roster.leader_on(DAY)
    assert who is not None
    desk.store.duty_logs.accept(made.id, who.id, "612", desk.stamp())
    desk.changed(Topic.DUTY_LOG)
    assert not strip.handover.isVisible()
    assert [m for m in standing_matters(desk) if m.pill == "未交接"] == []


def test_the_strip_leads_through_the_window_to_the_shift_that_waits(
    qtbot: QtBot, desk: Desk, hall: Hall
) -> None:
    lead(desk, hall, "张某", DAY - timedelta(days=1))
    lead(desk, hall, "李某")
    duty = Duty(DAY - timedelta(days=1), Part.DAY, hall.id)
    desk.store.duty_logs.hand_over(duty, "张某", [], desk.stamp())
    window = MainWindow(desk)
    qtbot.addWidget(window)
    window.resize(1280, 720)
    window.show()
    click(window.strip.handover)
    assert window.current == "roster"
    shown_one = window.findChild(DutyLogView)
    assert shown_one is not None
    assert shown_one.isVisible()
    assert shown_one.name.text().startswith("11月12日")
    assert shown_one.panel.accepted_by.text() == "李某"
    # A draft leads to its own shift, whatever waits.
    window.show_page(f"roster#log#2026-11-13/day/{hall.id}")
    assert shown_one.name.text().startswith("11月13日")
    window.close()


def test_follow_ups_of_many_closed_incidents_are_counted_not_forgotten(
    view: DutyLogView, desk: Desk, hall: Hall
) -> None:
    for number in range(62):
        made = add_incident(desk, "2026-11-13 09:00", hall_id=hall.id)
        new = NewFollowup(FollowupKind.MANUAL, matter=f"第 {number} 件")
        desk.store.followups.add(made.id, new, desk.stamp())
        desk.store.incidents.close(made.id, desk.clock.now(), desk.stamp(), "先办结")
    desk.changed(Topic.INCIDENTS)
    assert len(view.panel.shown) == 61
    assert view.panel.shown[-1].text == "另有 2 件较早的事件还有事项未办"
    assert "还有 1 项，打印的值班日志上有全部" in lines(view)


def test_towards_the_end_of_the_day_the_log_is_asked_for(desk: Desk, hall: Hall) -> None:
    lead(desk, hall, "张某")
    assert [m for m in standing_matters(desk) if m.pill == "日志"] == []
    at(desk, "2026-11-13 16:00")
    (matter,) = [m for m in standing_matters(desk) if m.pill == "日志"]
    assert matter.text == "11月13日值班日志还没有写，下班前填写并交班"
    assert matter.page == f"roster#log#2026-11-13/day/{hall.id}"
    desk.store.duty_logs.hand_over(Duty(DAY, Part.DAY, hall.id), "张某", [], desk.stamp())
    assert [m for m in standing_matters(desk) if m.pill == "日志"] == []


def test_the_pack_is_offered_after_a_handover(
    view: DutyLogView, hall: Hall, ask: FakeAsker, monkeypatch: pytest.MonkeyPatch
) -> None:
    import hallduty.ui.pack as pack

    printed: list[object] = []
    monkeypatch.setattr(pack, "print_pack", lambda desk, parent, hall: printed.append(hall))
    fill(view, "weather", "晴")
    hand_over(view, ask, True)
    assert printed == [hall]


def test_an_empty_database_says_what_to_do(qtbot: QtBot, desk: Desk) -> None:
    view = shown(qtbot, desk)
    asked: list[str] = []
    desk.events.page_requested.connect(asked.append)
    assert view.stack.currentWidget() is view.no_hall
    view.no_hall.acted.emit()
    assert asked == ["settings"]
    view.show_record("2026-11-13/day/99")
    view.show_record("nonsense")
    assert view.stack.currentWidget() is view.no_hall


def test_a_narrow_window_shows_list_and_handover_in_turn(view: DutyLogView) -> None:
    assert not view.shifts.isVisible()
    view.setMinimumWidth(1)  # as in the window, whose pages never keep it from shrinking
    view.resize(740, 440)
    QApplication.processEvents()
    assert (view.side.isVisible(), view.panel.isVisible()) == (False, True)
    click(view.shifts)
    QApplication.processEvents()
    assert (view.side.isVisible(), view.panel.isVisible()) == (True, False)
    assert view.form.width() > 420


def test_a_choice_of_the_bureaus_own_is_ticked_and_forgotten_with_its_shift(
    qtbot: QtBot, desk: Desk, hall: Hall, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("forms")
    source = (shipped() / "forms" / "duty_log.toml").read_text(encoding="utf-8")
    old = 'field = "weather"\nhint = "如：小雨，8—12℃"'
    new = 'field = "weather"\nkind = "choice"\nchoices = ["晴", "雨"]'
    (folder / "duty_log.toml").write_text(source.replace(old, new), encoding="utf-8")
    desk.forms = load_forms(shipped() / "forms", folder)
    assert desk.forms.problems == ()
    lead(desk, hall, "张某")
    lead(desk, hall, "李某", DAY - timedelta(days=1))
    view = shown(qtbot, desk)
    boxes = view.form.form.editor("weather").findChildren(QCheckBox)
    click(boxes[1])
    assert log(desk, hall).fields == {"weather": "雨"}
    view.table.go_to_row(1)
    assert not any(box.isChecked() for box in boxes)
    view.table.go_to_row(0)
    assert boxes[1].isChecked()


def test_a_log_that_the_panel_keeps_is_taken_apart_again() -> None:
    assert handover_panel._split("【善后】2026-017 一件") == ("善后", "2026-017 一件", False)
    assert handover_panel._split("没有括号") == ("其他", "没有括号", False)


def test_what_a_closed_incident_still_owes_above_and_on_the_recorder_is_handed_over(
    desk: Desk,
) -> None:
    store, now = desk.store, desk.clock.now()
    new = NewIncident("conflict", "conflict", "", now)
    incident = store.incidents.register(new, desk.plan, desk.stamp())
    report = NewReport(ReportKind.FIRST, "组长 俞豪", reply="查明原因", reply_owner="刘某")
    store.reports.add(incident.id, report, desk.stamp())
    span = NewFootage("大厅东侧", now - timedelta(minutes=5), now)
    store.conflict.note(incident.id, span, 15, desk.stamp())
    store.incidents.recover(incident.id, now, desk.stamp())
    store.incidents.close(incident.id, now, desk.stamp(), "当事人已离开")
    kinds = [matter.kind for matter in still_open(desk, 0)]
    assert kinds == ["批示", "监控"]
