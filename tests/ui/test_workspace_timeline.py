"""时间线: stamping, typed times, corrections, filters, and how lines are told."""

from __future__ import annotations

from datetime import datetime

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hallduty.domain.followups import FollowupKind, NewFollowup
from hallduty.domain.incidents import EntryKind, NewEntry, Outcome
from hallduty.ui.desk import Desk
from hallduty.ui.incidents.timeline_model import Line, lines_of
from hallduty.ui.incidents.typed_line import read_line
from tests.ui.workspace_kit import Bench, fault, hit, opened, people, press, write

SHIFT = Qt.KeyboardModifier.ShiftModifier
NOW = datetime(2026, 11, 13, 10, 29)


@pytest.fixture
def bench(qtbot: QtBot, desk: Desk) -> Bench:
    people(desk)
    return opened(qtbot, desk, fault(desk).id)


def lines(bench: Bench) -> list[Line]:
    model = bench.workspace.timeline.model
    return [model.line(row) for row in range(model.rowCount())]


def stamp(bench: Bench, text: str) -> None:
    write(bench.workspace.timeline.line.edit, text)
    hit(Qt.Key.Key_Return)


def test_enter_stamps_the_line_with_the_time_to_the_second(bench: Bench) -> None:
    bench.at(10, 29, 31)
    line = bench.workspace.timeline.line
    assert line.hint.text() == "回车即盖时间 10:29"
    stamp(bench, "等候约30人")
    entry = bench.entries()[-1]
    assert (entry.text, entry.at) == ("等候约30人", datetime(2026, 11, 13, 10, 29, 31))
    assert line.edit.toPlainText() == ""
    assert lines(bench)[-1].entry.id == entry.id
    assert QApplication.focusWidget() is line.edit
    hit(Qt.Key.Key_Return)
    assert bench.entries()[-1].id == entry.id


def test_shift_enter_begins_a_new_line(bench: Bench) -> None:
    edit = bench.workspace.timeline.line.edit
    write(edit, "one")
    hit(Qt.Key.Key_Return, SHIFT)
    write(edit, "two")
    hit(Qt.Key.Key_Return)
    assert bench.said()[-1] == "one\ntwo"


def test_a_leading_time_is_the_entrys_own_and_is_shown_before(bench: Bench) -> None:
    bench.at(10, 29)
    line = bench.workspace.timeline.line
    write(line.edit, "0946 信息中心已派人")
    assert line.hint.text() == "记为 09:46"
    hit(Qt.Key.Key_Return)
    entry = bench.entries()[-1]
    assert (entry.at, entry.text) == (datetime(2026, 11, 13, 9, 46), "信息中心已派人")
    assert lines(bench)[-1].tail == "10:29 补记"


def test_a_time_to_come_is_refused_beside_the_line(bench: Bench) -> None:
    bench.at(10, 29)
    line = bench.workspace.timeline.line
    write(line.edit, "11:30 张贴公告")
    hit(Qt.Key.Key_Return)
    assert "晚于现在" in line.error.text()
    assert line.edit.toPlainText() == "11:30 张贴公告"
    assert line.edit.property("invalid")


@pytest.mark.parametrize(
    ("typed", "at", "text"),
    [
        ("等候约30人", None, "等候约30人"),
        ("0946 致电", NOW.replace(hour=9, minute=46), "致电"),
        ("9:46致电", NOW.replace(hour=9, minute=46), "致电"),
        ("09：46，致电", NOW.replace(hour=9, minute=46), "致电"),
        ("9时46分 致电", NOW.replace(hour=9, minute=46), "致电"),
        ("2350 致电", datetime(2026, 11, 12, 23, 50), "致电"),
        ("2026-11-10 09:42 停电", datetime(2026, 11, 10, 9, 42), "停电"),
        ("2026年汇算清缴政策", None, "2026年汇算清缴政策"),
        ("1200 户已分流", None, "1200 户已分流"),
        ("12366 热线", None, "12366 热线"),
        ("2560 元", None, "2560 元"),
        ("9999 不是时间", None, "9999 不是时间"),
        ("", None, ""),
    ],
)
def test_what_counts_as_a_time(typed: str, at: datetime | None, text: str) -> None:
    now = NOW if at is None or at.hour < 23 else NOW.replace(hour=0, minute=10)
    if at is not None and at.hour == 23:
        at = datetime(2026, 11, 12, 23, 50)
    found = read_line(typed, now)
    assert (found.at, found.text) == (at, text)


def test_a_late_incidents_clock_goes_on_from_its_own_day() -> None:
    since = datetime(2026, 11, 10, 17, 30)
    assert read_line("1745 恢复", NOW, since).at == datetime(2026, 11, 10, 17, 45)
    assert read_line("0830 恢复", NOW, since).at == datetime(2026, 11, 11, 8, 30)


def test_f4_corrects_in_place_and_the_old_line_is_struck(bench: Bench) -> None:
    bench.at(9, 58)
    stamp(bench, "等候约30人")
    bench.at(10, 1)
    panel = bench.workspace.timeline
    panel.view.setFocus()
    press(panel.view, Qt.Key.Key_F4)
    assert panel.line.banner.isVisible()
    assert panel.line.edit.toPlainText() == "等候约30人"
    write(panel.line.edit, "等候约40人")
    hit(Qt.Key.Key_Return)
    old, new = lines(bench)[-2:]
    assert (old.entry.text, old.tail) == ("等候约30人", "更正于 10:01 值班员")
    assert (new.entry.text, new.clock) == ("等候约40人", "09:58")
    assert panel.line.banner.isHidden()
    assert panel.line.edit.toPlainText() == ""


def test_a_double_click_on_a_struck_line_corrects_what_replaced_it(bench: Bench) -> None:
    stamp(bench, "等候约30人")
    store, desk = bench.desk.store.incidents, bench.desk
    first = bench.entries()[-1]
    second = store.correct_entry(first.id, "等候约40人", desk.stamp())
    bench.workspace.case.reload()
    view = bench.workspace.timeline.view
    row = bench.workspace.timeline.model.row_of(first.id)
    where = view.visualRect(view.model().index(row, 0)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(where))
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(where))
    correcting = bench.workspace.timeline.line.correcting
    assert correcting is not None
    assert correcting.id == second.id


def test_the_menu_offers_the_correction(bench: Bench) -> None:
    view = bench.workspace.timeline.view
    menu = view.menu_for(view.model().index(0, 0))
    next(action for action in menu.actions() if action.text() == "更正…").trigger()
    assert bench.workspace.timeline.line.correcting is not None


def test_escape_leaves_the_entry_and_gives_back_what_was_typed(bench: Bench) -> None:
    line = bench.workspace.timeline.line
    write(line.edit, "half a line")
    bench.workspace.timeline.view.setFocus()
    bench.workspace.timeline.view.setCurrentIndex(bench.workspace.timeline.model.index(0))
    hit(Qt.Key.Key_F4)
    write(line.edit, "other words")
    hit(Qt.Key.Key_Escape)
    assert line.correcting is None
    assert line.edit.toPlainText() == "half a line"
    assert len(bench.entries()) == 1


def test_a_correction_can_give_another_time(bench: Bench) -> None:
    bench.at(10, 5)
    stamp(bench, "0950 公告已张贴")
    line = bench.workspace.timeline.line
    bench.workspace.timeline.view.setFocus()
    hit(Qt.Key.Key_F4)
    write(line.edit, "0951 公告已张贴")
    assert line.hint.text() == "回车更正，改记为 09:51"
    hit(Qt.Key.Key_Return)
    assert bench.entries()[-1].at == datetime(2026, 11, 13, 9, 51)


def test_filters_show_their_kind_and_a_new_line_is_never_hidden(bench: Bench) -> None:
    desk, store = bench.desk, bench.desk.store
    call = NewEntry(EntryKind.CALL, "致电信息中心", outcome=Outcome.MISSED)
    store.incidents.add_entry(bench.incident_id, call, desk.stamp())
    store.incidents.change_level(bench.incident_id, "major", "影响大", desk.plan, desk.stamp())
    bench.workspace.case.reload()
    panel = bench.workspace.timeline
    filters = {b.text(): b for b in panel._filters.buttons()}
    filters["通话"].click()
    assert [line.entry.kind for line in lines(bench)] == [EntryKind.CALL]
    filters["上报"].click()
    assert [line.entry.kind for line in lines(bench)] == [EntryKind.LEVEL]
    stamp(bench, "新的一笔")
    assert filters["全部"].isChecked()
    assert lines(bench)[-1].entry.text == "新的一笔"


def test_taxpayers_are_masked_on_the_timeline(bench: Bench) -> None:
    desk = bench.desk
    new = NewFollowup(FollowupKind.CALL_BACK, "张三丰", "13812345678", "申报")
    desk.store.followups.add(bench.incident_id, new, desk.stamp())
    spoken = lines_of(desk.store.incidents.dossier(bench.incident_id))[-1].spoken
    assert "张某 138****5678" in spoken
    assert "13812345678" not in spoken


@pytest.mark.parametrize(
    "bad", ["甲" * 100_000, "a\x00b", "左\u202e右", "  \n "], ids=["long", "nul", "rtl", "blank"]
)
def test_bad_text_is_refused_beside_the_line_and_stays(bench: Bench, bad: str) -> None:
    line = bench.workspace.timeline.line
    line.edit.insertPlainText(bad)
    before = line.edit.toPlainText()
    line.edit.setFocus()
    hit(Qt.Key.Key_Return)
    assert len(bench.entries()) == 1
    assert line.edit.toPlainText() == before
    assert line.error.isVisible() or not bad.strip()


@pytest.mark.parametrize("good", ["😀 ok", "𬭎𰻝", '"*%=cmd|'])
def test_odd_but_honest_text_is_kept_as_it_is(bench: Bench, good: str) -> None:
    stamp(bench, good)
    assert bench.said()[-1] == good
    bench.workspace.timeline.view.grab()


def test_a_new_day_and_a_long_line_are_painted(bench: Bench) -> None:
    bench.clock.at = datetime(2026, 11, 14, 8, 0)
    long = NewEntry(EntryKind.CALL, "等候区秩序正常，" * 200, outcome=Outcome.REACHED)
    bench.desk.store.incidents.add_entry(bench.incident_id, long, bench.desk.stamp())
    bench.workspace.case.reload()
    assert lines(bench)[-1].day == "2026年11月14日 星期六"
    view = bench.workspace.timeline.view
    index = view.model().index(1, 0)
    assert view.visualRect(index).height() > 500
    view.grab()


def test_who_reads_the_end_goes_on_reading_the_end(bench: Bench) -> None:
    for number in range(30):
        new = NewEntry(EntryKind.NOTE, f"第 {number} 条")
        bench.desk.store.incidents.add_entry(bench.incident_id, new, bench.desk.stamp())
    bench.workspace.case.reload()
    bar = bench.workspace.timeline.view.verticalScrollBar()
    bench.qtbot.waitUntil(lambda: bar.maximum() > 0 and bar.value() == bar.maximum())
    bench.workspace.resize(1116, 480)
    bench.qtbot.waitUntil(lambda: bar.value() == bar.maximum())
    bar.setValue(40)
    stay = NewEntry(EntryKind.NOTE, "别处写的")
    bench.desk.store.incidents.add_entry(bench.incident_id, stay, bench.desk.stamp())
    bench.workspace.case.reload()
    bench.workspace.timeline.view.grab()
    assert bar.value() == 40
