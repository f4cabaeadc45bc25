"""值班 · 征期: a year of deadlines, changed with a reason or imported, told everywhere at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QDate, QEvent, QPoint, Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QLabel
from pytestqt.qtbot import QtBot

from hallduty.clock import FixedClock
from hallduty.domain.calendar_import import check_calendar
from hallduty.domain.calendar_sample import sample_text
from hallduty.ui.calendar.deadline_dialog import DeadlineDialog
from hallduty.ui.calendar.format_dialog import FormatDialog
from hallduty.ui.calendar.view import CalendarView
from hallduty.ui.desk import Desk
from hallduty.ui.events import Topic
from hallduty.ui.strip import Strip
from hallduty.ui.today.matters import standing_matters
from tests.test_calendar_commands import HOLIDAYS_2027
from tests.ui.conftest import FakeAsker
from tests.ui.pages_kit import stamp, type_in

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def view(desk: Desk, qtbot: QtBot) -> Iterator[CalendarView]:
    made = CalendarView(desk)
    qtbot.addWidget(made)
    made.resize(1116, 600)
    made.show()
    with qtbot.waitActive(made):
        made.activateWindow()
    made.table.setFocus()
    yield made
    # A dialog that was answered goes at the next turn of the loop, which a test has not got.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def cells(view: CalendarView, month: int) -> list[str]:
    return [view.model.index(month - 1, place).data() for place in range(view.model.columnCount())]


def labels(widget: Any) -> str:
    return "\n".join(each.text() for each in widget.findChildren(QLabel) if each.isVisible())


def in_dialog(deed: Callable[[Any], None]) -> None:
    """Do something in the dialog that the next line opens."""

    def act() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        dialog.activateWindow()
        QApplication.processEvents()
        try:
            deed(dialog)
        finally:
            dialog.close()

    QTimer.singleShot(0, act)


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "2027.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_year_is_shown_with_its_days(view: CalendarView) -> None:
    assert view.title.text() == "2026年"
    assert view.summary.whole() == "截止日：官方 12 个月"
    assert cells(view, 11) == [
        "11月",
        "11月16日 星期一",
        "官方",
        "还有 3 天",
        "16 天",
        "11 天",
        "3 天",
        "国家税务总局申报纳税期限通知",
    ]
    assert (cells(view, 10)[3], cells(view, 10)[6]) == ("已截止", "14 天")
    # This month is chosen at first.
    assert view.month.title.text() == "11月16日截止"
    assert "11月12—13日、16日（征期最后 3 个工作日）" in labels(view.month)
    assert not view.banner.isVisible()
    assert "调休上班：9月20日（日）、10月10日（六）" in labels(view.holidays)


def test_keys_go_through_months_and_years(view: CalendarView, qtbot: QtBot) -> None:
    qtbot.keyClick(view.table, Qt.Key.Key_Up)
    assert view.month.title.text() == "10月26日截止"
    assert "季度申报月" in labels(view.month)
    qtbot.keyClick(view.table, Qt.Key.Key_PageUp)
    assert view.title.text() == "2025年"
    assert cells(view, 10)[1:3] == ["10月27日 星期一", "推算"]
    assert view.month.title.text() == "10月27日截止"
    qtbot.mouseClick(view.this_year, Qt.MouseButton.LeftButton)
    assert view.title.text() == "2026年"


def test_an_unknown_year_is_said_with_what_to_do(
    view: CalendarView, ask: FakeAsker, tmp_path: Path, qtbot: QtBot
) -> None:
    qtbot.keyClick(view.table, Qt.Key.Key_PageDown)
    assert view.summary.whole() == "截止日：未公布 12 个月"
    assert cells(view, 1) == ["1月", "未公布", "", "", "—", "—", "—", ""]
    assert "程序不作推测" in view.missing.text()
    assert "还没有录入" in labels(view.holidays)
    ask.will_answer(tmp_path / "空白.toml")
    qtbot.mouseClick(view.blank, Qt.MouseButton.LeftButton)
    assert ask.asked[-1] == ("save_path", "征期日历2027.toml")
    text = (tmp_path / "空白.toml").read_bytes()
    assert b"\r\n" in text
    assert 'name = "端午节"' in text.decode("utf-8-sig")


def test_a_deadline_is_changed_with_its_reason_by_keys_alone(
    view: CalendarView, desk: Desk, qtbot: QtBot
) -> None:
    told: list[str] = []
    desk.events.told.connect(told.append)
    strip = Strip(desk)
    qtbot.addWidget(strip)

    def change(dialog: DeadlineDialog) -> None:
        assert dialog.value() == date(2026, 11, 16)
        assert "现为11月16日（官方" in labels(dialog)
        dialog.day.setDate(QDate(2026, 11, 20))
        assert dialog.hint.text() == "星期五，征期 20 天，其中工作日 15 天"
        qtbot.keyClick(dialog.day, Qt.Key.Key_Return, CTRL)
        # Qt lets a button that a key has pressed spring back before it acts.
        qtbot.waitUntil(lambda: dialog.reason_error.text() == "请填写理由")
        assert dialog.isVisible()
        dialog.reason.setFocus()
        type_in(dialog.reason, "省局通知，因台风延期𬭎")
        qtbot.keyClick(dialog.reason, Qt.Key.Key_Return)

    in_dialog(change)
    qtbot.keyClick(view.table, Qt.Key.Key_Return)
    assert cells(view, 11)[1:3] == ["11月20日 星期五", "官方"]
    assert cells(view, 11)[3] == "还有 7 天"
    assert cells(view, 11)[7] == "省局通知，因台风延期𬭎"
    assert told == ["2026年11月征期截止日已改为11月20日（官方）"]
    assert strip.filing.text().startswith("距11月20日截止")
    assert "省局通知" in strip.filing.toolTip()


def test_a_day_of_ones_own_is_marked_and_taken_back(
    view: CalendarView, desk: Desk, qtbot: QtBot
) -> None:
    def change(dialog: DeadlineDialog) -> None:
        dialog.day.setDate(QDate(2026, 11, 14))
        assert "这一天是休息日，请核对" in dialog.hint.text()
        assert "早于 15 日，请核对" in dialog.hint.text()
        dialog.kind.setCurrentIndex(1)
        dialog.reason.setText("提前提醒")
        qtbot.mouseClick(dialog.save, Qt.MouseButton.LeftButton)

    in_dialog(change)
    qtbot.mouseClick(view.month.edit, Qt.MouseButton.LeftButton)
    assert cells(view, 11)[2] == "自定"
    assert view.month.mark.text() == "自定"

    def restore(dialog: DeadlineDialog) -> None:
        assert dialog.restore.text() == "恢复为官方的11月16日"
        assert (dialog.kind.currentIndex(), dialog.reason.text()) == (1, "提前提醒")
        qtbot.mouseClick(dialog.restore, Qt.MouseButton.LeftButton)

    in_dialog(restore)
    qtbot.keyClick(view.table, Qt.Key.Key_Return)
    assert cells(view, 11)[1:3] == ["11月16日 星期一", "官方"]
    assert desk.store.calendar.deadlines() == []


def test_the_day_is_typed_at_once_and_never_leaves_the_month(desk: Desk, qtbot: QtBot) -> None:
    dialog = DeadlineDialog(desk, 2026, 2)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.day.hasFocus)
    assert dialog.day.text() == "2026-02-24"
    type_in(dialog.day, "18")
    assert dialog.value() == date(2026, 2, 18)
    assert "星期三" in dialog.hint.text()
    qtbot.keyClick(dialog.day, Qt.Key.Key_Up)
    assert dialog.day.text() == "2026-02-19"
    for typed in ("31", "00"):  # 31 February is not typed, nor a day before the first
        qtbot.keyClick(dialog.day, Qt.Key.Key_A, CTRL)
        type_in(dialog.day, typed)
        qtbot.keyClick(dialog.day, Qt.Key.Key_Tab)
        assert (dialog.value().year, dialog.value().month) == (2026, 2)


def test_what_is_typed_stays_when_the_store_cannot_write(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from hallduty.errors import EnvironmentProblem

    dialog = DeadlineDialog(desk, 2026, 11)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.reason.setText("省局通知")

    def fails(*_: object) -> None:
        raise EnvironmentProblem("磁盘已满，请清理后重试")

    monkeypatch.setattr(type(desk.store.calendar), "save_deadline", fails)
    qtbot.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    assert dialog.failed.text() == "磁盘已满，请清理后重试"
    assert dialog.isVisible()
    assert dialog.reason.text() == "省局通知"


def test_a_month_of_an_unknown_year_can_be_entered(view: CalendarView, desk: Desk) -> None:
    desk.store.calendar.save_deadline(2027, 1, date(2027, 1, 20), True, "通知", stamp(desk))
    desk.changed(Topic.CALENDAR)
    view.go_to(2027)
    assert cells(view, 1)[1:3] == ["1月20日 星期三", "官方"]
    assert cells(view, 1)[4:7] == ["20 天", "—", "—"]
    assert cells(view, 2)[1] == "未公布"
    assert view.summary.whole() == "截止日：官方 1 个月、未公布 11 个月"
    view.table.go_to_row(0)
    assert "节假日数据导入后才能算出" in labels(view.month)


def test_a_file_is_checked_shown_and_taken(
    view: CalendarView, desk: Desk, ask: FakeAsker, tmp_path: Path, qtbot: QtBot
) -> None:
    ask.will_answer([write(tmp_path, HOLIDAYS_2027)], "all")
    qtbot.keyClick(view.table, Qt.Key.Key_I, CTRL)
    assert view.title.text() == "2027年"
    assert cells(view, 10)[1:3] == ["10月26日 星期二", "推算"]
    assert not view.banner.isVisible()
    assert "来源：测试通知" in labels(view.holidays)
    assert desk.calendar.knows(2027)
    ask.will_answer(False, True)
    qtbot.mouseClick(view.holidays.withdraw, Qt.MouseButton.LeftButton)
    assert desk.calendar.knows(2027)
    qtbot.mouseClick(view.holidays.withdraw, Qt.MouseButton.LeftButton)
    assert not desk.calendar.knows(2027)
    assert view.banner.isVisible()


def test_an_import_that_is_not_confirmed_writes_nothing(
    view: CalendarView, desk: Desk, ask: FakeAsker, tmp_path: Path
) -> None:
    for answers in (([],), ([write(tmp_path, HOLIDAYS_2027)], None)):
        ask.will_answer(*answers)
        view.import_file()
    assert desk.store.calendar.years() == []
    ask.will_answer([write(tmp_path, "[[year]]\nyear = 2027\nlast_days = [1]\n")], "skip")
    view.import_file()
    assert desk.store.calendar.deadlines() == []
    ask.will_answer([write(tmp_path, "[[year]")])
    view.import_file()
    assert ask.problems == ["2027.toml 第 1 行：方括号没有成对\n\n什么也没有导入。"]


def test_the_format_is_shown_and_a_sample_saved(
    view: CalendarView, desk: Desk, ask: FakeAsker, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "样例.toml"
    ask.will_answer(path)

    def look(dialog: FormatDialog) -> None:
        assert "[[year.holiday]]" in dialog.text.toPlainText()
        qtbot.keyClick(dialog.text, Qt.Key.Key_S, CTRL)
        qtbot.waitUntil(path.exists)

    in_dialog(look)
    qtbot.mouseClick(view.format, Qt.MouseButton.LeftButton)
    check = check_calendar("a", path.read_text(encoding="utf-8-sig"), desk.calendar)
    assert [data.year for data in check.rows] == [2026]
    assert check.findings == ()
    ask.will_answer(tmp_path / "没有" / "样例.toml")
    view.save_sample()
    assert "文件夹不存在" in ask.problems[-1]


def test_a_day_says_in_words_what_its_colour_means(view: CalendarView) -> None:
    sheet = view.month.sheet
    assert sheet.words(date(2026, 11, 16)) == (
        "11月16日 星期一：征期截止日（官方）、高峰日（征期最后3个工作日）"
    )
    assert sheet.words(date(2026, 10, 10)) == (
        "10月10日 星期六：国庆节调休上班、高峰日（季度申报月）"
    )
    assert sheet.words(date(2026, 10, 1)) == "10月1日 星期四：国庆节"
    assert sheet.words(date(2026, 11, 21)) == ""
    assert "11月16日 星期一：征期截止日" in sheet.accessibleDescription()


def test_another_page_leads_to_a_year(view: CalendarView) -> None:
    for wanted in ("2027", "abc", "99999", "²"):
        view.show_record(wanted)
        assert view.title.text() == "2027年"


def test_a_hidden_view_is_fresh_when_it_is_shown(view: CalendarView, desk: Desk) -> None:
    view.hide()
    desk.store.calendar.save_deadline(2026, 11, date(2026, 11, 20), True, "通知", stamp(desk))
    desk.changed(Topic.CALENDAR)
    assert cells(view, 11)[1] == "11月16日 星期一"
    view.show()
    assert cells(view, 11)[1] == "11月20日 星期五"


def test_midnight_moves_what_is_left(
    view: CalendarView, desk: Desk, clock: FixedClock, qtbot: QtBot
) -> None:
    clock.at = datetime(2026, 11, 16, 0, 0)
    desk.events.ticked.emit(clock.now())
    assert cells(view, 11)[3] == "今日截止"


def test_today_asks_for_the_calendar_of_a_year_that_is_missing(
    desk: Desk, clock: FixedClock
) -> None:
    def asked() -> list[tuple[str, str, str]]:
        found = standing_matters(desk)
        return [(m.text, m.colour, m.page) for m in found if m.pill == "征期"]

    assert asked() == []
    clock.at = datetime(2026, 12, 1, 9, 0)
    text = "2027年的节假日还没有录入，征期截止日不能推算"
    assert asked() == [(text, "amber", "roster#calendar#2027")]
    clock.at = datetime(2027, 1, 4, 9, 0)
    assert asked() == [(text, "red", "roster#calendar#2027")]
    rows = check_calendar("a", HOLIDAYS_2027, desk.calendar).rows
    desk.store.calendar.adopt(rows, stamp(desk))
    desk.changed(Topic.CALENDAR)
    assert asked() == []


@pytest.mark.parametrize("width", [700, 1116, 1800])
def test_nothing_is_cut_off_at_any_width(view: CalendarView, desk: Desk, width: int) -> None:
    desk.store.calendar.save_deadline(2026, 11, date(2026, 11, 20), True, "长" * 200, stamp(desk))
    desk.changed(Topic.CALENDAR)
    view.resize(width, 560)
    QApplication.processEvents()
    for part in (view.take, view.format, view.month.edit, view.month.title):
        left = part.mapTo(view, QPoint(0, 0)).x()
        assert left >= 0
        assert left + part.width() <= view.width()
        assert part.width() >= part.sizeHint().width()
    assert sample_text(2026, desk.calendar)


def test_the_chosen_month_stays_in_view_under_the_notice_of_an_unknown_year(
    view: CalendarView, qtbot: QtBot
) -> None:
    view.resize(1116, 420)
    qtbot.wait(1)
    view.table.go_to_row(8)
    qtbot.keyClick(view, Qt.Key.Key_PageDown)
    qtbot.wait(1)
    assert view.banner.isVisible()
    assert view.model.rows[view.table.currentIndex().row()].month == 9
    here = view.table.visualRect(view.table.currentIndex())
    assert view.table.viewport().rect().contains(here.center())
    assert view.table.viewport().rect().bottom() >= here.bottom()
