"""The page 事件: what it lists, how it is narrowed, opened, printed and exported."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QDate, Qt, QTimer
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from hallduty.clock import FixedClock
from hallduty.domain.followups import FollowupKind, NewFollowup
from hallduty.domain.incidents import Incident, IncidentFilter, Status
from hallduty.domain.plan import Plan
from hallduty.ui.desk import Desk
from hallduty.ui.events import Topic
from hallduty.ui.incidents.list_model import IncidentListModel, Line, duration_text
from hallduty.ui.incidents.page import IncidentsPage
from hallduty.ui.incidents.periods import PERIODS
from hallduty.ui.paged_model import PAGE
from hallduty.ui.preview import PreviewDialog
from hallduty.ui.table_models import BADGES_ROLE, PILL_ROLE, ROW_ROLE, SORT_ROLE, STRUCK_ROLE
from hallduty.ui.tables import Table
from hallduty.ui.tasks import TaskRunner
from tests.ui.conftest import FakeAsker
from tests.ui.pages_kit import AWKWARD, add_incident, on_screen, stamp


@pytest.fixture
def ledger(desk: Desk) -> dict[str, Incident]:
    """Five incidents: today, last week, last month (void), a drill, and one of last year."""
    found = {
        "today": add_incident(desk, "2026-11-13 09:00", text="窗口无法登录系统", place="3—8号窗口"),
        "week": add_incident(desk, "2026-11-04 15:00", "queue_system", "叫号机死机", level="major"),
        "month": add_incident(desk, "2026-10-20 10:00", "power_cut", "停电"),
        "drill": add_incident(desk, "2026-09-01 14:00", "conflict", "演练冲突", drill=True),
        "year": add_incident(desk, "2025-12-30 16:00", "other", "电梯困人", late=True),
    }
    desk.store.incidents.void(found["month"].id, "重复登记", stamp(desk))
    return found


@pytest.fixture
def page(desk: Desk, ledger: dict[str, Incident], qtbot: QtBot) -> IncidentsPage:
    return on_screen(IncidentsPage(desk), qtbot, 620)


def shown(page: IncidentsPage, column: int = 0) -> list[Any]:
    return [page.model.index(row, column).data() for row in range(page.model.rowCount())]


def numbers(ledger: dict[str, Incident], *names: str) -> list[str]:
    return [ledger[name].number for name in names]


def column_of(page: IncidentsPage, key: str) -> int:
    return next(i for i, column in enumerate(page.model.columns) if column.key == key)


# --- the list --------------------------------------------------------------------------------


def test_the_list_is_newest_first_and_says_how_many_and_how_many_drills(
    page: IncidentsPage, ledger: dict[str, Incident]
) -> None:
    assert shown(page) == numbers(ledger, "today", "week", "month", "drill", "year")
    assert page.count.text() == "共 5 件，其中演练 1 件"


def test_rows_carry_marks_native_values_and_the_record(
    page: IncidentsPage, ledger: dict[str, Incident], desk: Desk
) -> None:
    def cell(name: str, key: str) -> Any:
        return page.model.index(page.model.row_of(ledger[name].id), column_of(page, key))

    assert cell("drill", "type").data(BADGES_ROLE) == (("演练", "violet"),)
    assert cell("year", "type").data(BADGES_ROLE) == (("补录", "grey"),)
    assert cell("month", "place").data(STRUCK_ROLE)
    assert not cell("today", "place").data(STRUCK_ROLE)
    assert cell("month", "status").data() == "作废"
    assert cell("week", "level").data(PILL_ROLE) == "red"
    assert cell("today", "occurred_at").data(SORT_ROLE) == datetime(2026, 11, 13, 9, 0)
    assert cell("today", "number").data(ROW_ROLE).incident.id == ledger["today"].id
    assert cell("today", "type").data() == "税务端系统故障"


def test_what_is_still_owed_is_counted(
    page: IncidentsPage, ledger: dict[str, Incident], desk: Desk
) -> None:
    owed = NewFollowup(FollowupKind.CALL_BACK, "张三", "13812345678", "申报")
    desk.store.followups.add(ledger["today"].id, owed, stamp(desk))
    desk.changed(Topic.INCIDENTS)
    assert page.model.index(0, column_of(page, "owed")).data() == "欠 1 件"


def test_a_running_incident_says_for_how_long_and_a_settled_one_how_long_it_took(
    desk: Desk, clock: FixedClock
) -> None:
    running = add_incident(desk, "2026-11-13 08:25")
    assert duration_text(running, clock.now()) == "已 1小时17分钟"
    done = desk.store.incidents.recover(running.id, datetime(2026, 11, 13, 9, 40), stamp(desk))
    assert duration_text(done, clock.now()) == "1小时15分钟"
    gone = desk.store.incidents.void(running.id, "误登", stamp(desk))
    assert duration_text(gone, clock.now()) == "—"


def test_sorting_by_number_and_turning_it_round(
    page: IncidentsPage, ledger: dict[str, Incident]
) -> None:
    header = page.table.horizontalHeader()
    header.setSortIndicator(column_of(page, "number"), Qt.SortOrder.AscendingOrder)
    assert shown(page) == numbers(ledger, "year", "today", "week", "month", "drill")
    header.setSortIndicator(column_of(page, "number"), Qt.SortOrder.DescendingOrder)
    assert shown(page) == numbers(ledger, "drill", "month", "week", "today", "year")


def test_a_new_incident_elsewhere_appears_and_the_chosen_row_stays(
    page: IncidentsPage, ledger: dict[str, Incident], desk: Desk
) -> None:
    page.table.go_to_row(page.model.row_of(ledger["week"].id))
    add_incident(desk, "2026-11-13 09:30", "conflict", "争执")
    desk.changed(Topic.INCIDENTS)
    assert page.model.rowCount() == 6
    assert page.table.current_record().incident.id == ledger["week"].id


def test_a_hidden_page_is_up_to_date_when_it_is_shown_again(
    page: IncidentsPage, desk: Desk
) -> None:
    page.hide()
    add_incident(desk, "2026-11-13 09:30", "conflict")
    desk.changed(Topic.INCIDENTS)
    page.show()
    assert page.count.text() == "共 6 件，其中演练 1 件"


# --- filters ---------------------------------------------------------------------------------


def press(page: IncidentsPage, qtbot: QtBot, word: str) -> None:
    found = next(b for b in page.filters.findChildren(QPushButton) if b.text() == word)
    qtbot.mouseClick(found, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize(
    ("word", "names"),
    [
        ("今天", ["today"]),
        ("本周", ["today"]),
        ("本月", ["today", "week"]),
        ("本征期", ["today", "week"]),
        ("今年", ["today", "week", "month", "drill"]),
        ("全部", ["today", "week", "month", "drill", "year"]),
    ],
)
def test_one_button_chooses_a_span_of_days(
    page: IncidentsPage, ledger: dict[str, Incident], qtbot: QtBot, word: str, names: list[str]
) -> None:
    press(page, qtbot, word)
    assert shown(page) == numbers(ledger, *names)


def test_spans_mean_what_they_say(desk: Desk) -> None:
    today = date(2026, 11, 13)
    spans = {p.label: p.days(today, desk.calendar) for p in PERIODS}
    assert spans["本周"] == (date(2026, 11, 9), date(2026, 11, 15))
    assert spans["本月"] == (date(2026, 11, 1), date(2026, 11, 30))
    assert spans["本征期"] == (date(2026, 11, 1), date(2026, 11, 16))
    assert spans["全部"] == (None, None)


def test_an_unknown_filing_period_is_said_and_nothing_is_guessed(
    page: IncidentsPage, clock: FixedClock, qtbot: QtBot
) -> None:
    clock.at = datetime(2031, 1, 5, 9, 0)
    press(page, qtbot, "本征期")
    assert "没有 2031 年的征期截止日" in page.filters.error.text()
    assert page.filters.quick.checkedButton() is None


def test_today_means_the_new_day_after_midnight(
    page: IncidentsPage, clock: FixedClock, qtbot: QtBot
) -> None:
    press(page, qtbot, "今天")
    page.hide()
    clock.at = datetime(2026, 11, 14, 8, 0)
    page.show()
    assert page.filters.from_day.date() == QDate(2026, 11, 14)
    assert page.model.rowCount() == 0


def test_dates_typed_by_hand_narrow_the_list_and_release_the_quick_buttons(
    page: IncidentsPage, ledger: dict[str, Incident], qtbot: QtBot
) -> None:
    page.filters.from_day.setDate(QDate(2026, 9, 1))
    page.filters.to_day.setDate(QDate(2026, 10, 31))
    qtbot.waitUntil(lambda: shown(page) == numbers(ledger, "month", "drill"))
    assert page.filters.quick.checkedButton() is None
    assert page.filters.from_day.displayFormat() == "yyyy-MM-dd"


def test_a_start_after_the_end_is_said_beside_the_dates_and_the_list_stays(
    page: IncidentsPage, qtbot: QtBot
) -> None:
    page.filters.to_day.setDate(QDate(2000, 1, 1))
    qtbot.waitUntil(lambda: page.filters.error.isVisible())
    assert "晚于结束日期 2000-01-01" in page.filters.error.text()
    assert page.model.rowCount() == 5
    page.filters.to_day.setDate(QDate(2099, 1, 1))
    qtbot.waitUntil(lambda: not page.filters.error.isVisible())


def test_type_level_status_and_drill_narrow_the_list_together(
    page: IncidentsPage, ledger: dict[str, Incident]
) -> None:
    bar = page.filters
    bar.status_box.setCurrentText("作废")
    assert shown(page) == numbers(ledger, "month")
    bar.status_box.setCurrentIndex(0)
    bar.level_box.setCurrentText("重大")
    assert shown(page) == numbers(ledger, "week")
    bar.type_box.setCurrentText("语言肢体冲突")
    assert page.model.rowCount() == 0
    bar.level_box.setCurrentIndex(0)
    assert shown(page) == numbers(ledger, "drill")
    assert page.count.text() == "共 1 件，其中演练 1 件"
    bar.drill_box.setCurrentText("不含演练")
    assert page.model.rowCount() == 0
    assert page.count.text() == "共 0 件"


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("电", ["month", "year"]),
        ("停电", ["month"]),
        ("死机", ["week"]),
        ("8号", ["today"]),
        ("没有这样的事", []),
        ("%", []),
    ],
)
def test_typing_finds_words_of_one_and_two_characters(
    page: IncidentsPage, ledger: dict[str, Incident], qtbot: QtBot, typed: str, names: list[str]
) -> None:
    page.filters.search.setText(typed)
    wanted = numbers(ledger, *names)
    qtbot.waitUntil(lambda: shown(page) == wanted)


def test_enter_searches_at_once_and_leads_into_the_list(page: IncidentsPage, qtbot: QtBot) -> None:
    page.filters.focus_search()
    qtbot.keyClicks(page.filters.search, "2026-002")
    qtbot.keyClick(page.filters.search, Qt.Key.Key_Return)
    assert page.model.rowCount() == 1
    assert page.table.hasFocus()


@pytest.mark.parametrize("typed", [*AWKWARD, "长" * 100_000])
def test_awkward_words_do_no_harm_and_stay_as_typed(
    page: IncidentsPage, qtbot: QtBot, typed: str
) -> None:
    page.filters.search.setText(typed)
    page.filters.apply()
    assert page.filters.search.text() == typed[: page.filters.search.maxLength()]
    wanted = page.filters.filter()
    assert (wanted is None) == page.filters.search_error.isVisible()


def test_clearing_shows_everything_again(page: IncidentsPage, qtbot: QtBot) -> None:
    page.filters.level_box.setCurrentText("重大")
    page.filters.search.setText("叫号")
    press(page, qtbot, "今年")
    qtbot.mouseClick(page.filters.reset_button, Qt.MouseButton.LeftButton)
    assert page.filters.filter() == IncidentFilter()
    assert page.model.rowCount() == 5
    assert not page.filters.reset_button.isEnabled()


def test_nothing_found_offers_to_clear_and_an_empty_ledger_says_how_to_begin(
    page: IncidentsPage, desk: Desk, qtbot: QtBot
) -> None:
    page.filters.search.setText("没有这样的事")
    page.filters.apply()
    clear = next(
        b for b in page.table.findChildren(QPushButton) if b.isVisible() and "清除" in b.text()
    )
    qtbot.mouseClick(clear, Qt.MouseButton.LeftButton)
    assert page.model.rowCount() == 5


def test_an_empty_ledger_offers_to_enter_an_earlier_incident(desk: Desk, qtbot: QtBot) -> None:
    page = IncidentsPage(desk)
    qtbot.addWidget(page)
    page.show()
    assert not page.print_button.isEnabled()
    act = next(b for b in page.table.findChildren(QPushButton) if "补录" in b.text())
    with qtbot.waitSignal(desk.events.late_requested):
        qtbot.mouseClick(act, Qt.MouseButton.LeftButton)


def test_other_filters_begin_at_the_top_and_news_does_not_move_the_list(
    desk: Desk, qtbot: QtBot
) -> None:
    for hour in range(8):
        for minute in range(0, 60, 10):
            add_incident(desk, f"2026-11-12 {8 + hour:02d}:{minute:02d}", text="叫号")
    page = IncidentsPage(desk)
    qtbot.addWidget(page)
    page.resize(1148, 400)
    page.show()
    qtbot.waitExposed(page)
    bar = page.table.verticalScrollBar()
    page.table.go_to_row(47)
    place = bar.value()
    assert place > 0
    desk.changed(Topic.INCIDENTS)
    assert bar.value() == place
    page.table.setCurrentIndex(page.model.index(-1, 0))
    bar.setValue(place)
    page.filters.search.setText("叫号")
    page.filters.apply()
    assert bar.value() == 0


# --- opening, late entries -------------------------------------------------------------------


def test_enter_and_double_click_open_the_incident(
    page: IncidentsPage, ledger: dict[str, Incident], desk: Desk, qtbot: QtBot
) -> None:
    page.table.go_to_row(1)
    with qtbot.waitSignal(desk.events.incident_requested) as asked:
        qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert asked.args == [ledger["week"].id]
    spot = page.table.visualRect(page.model.index(0, 0)).center()
    qtbot.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    with qtbot.waitSignal(desk.events.incident_requested) as asked:
        qtbot.mouseDClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert asked.args == [ledger["today"].id]


# --- paper and files -------------------------------------------------------------------------


def test_the_ledger_is_previewed_as_filtered(page: IncidentsPage, qtbot: QtBot) -> None:
    seen: list[PreviewDialog] = []
    watch = QTimer(page, interval=10)

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, PreviewDialog):
            watch.stop()
            seen.append(dialog)
            dialog.reject()

    watch.timeout.connect(look)
    watch.start()
    page.filters.level_box.setCurrentText("重大")
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(seen))
    assert seen[0].paper is not None
    assert seen[0].paper.pages == 1


@pytest.mark.parametrize("threaded", [False, True])
def test_the_list_is_exported_as_filtered(
    page: IncidentsPage,
    ledger: dict[str, Incident],
    desk: Desk,
    ask: FakeAsker,
    qtbot: QtBot,
    tmp_path: Path,
    threaded: bool,
) -> None:
    if threaded:
        desk.tasks = TaskRunner()
    target = tmp_path / "台帐.csv"
    ask.will_answer(target)
    page.filters.level_box.setCurrentText("重大")
    with qtbot.waitSignal(desk.events.told) as told:
        qtbot.mouseClick(page.export_button, Qt.MouseButton.LeftButton)
    assert "已导出" in told.args[0]
    with target.open(encoding="utf-8-sig", newline="") as file:
        lines = [line for line in csv.reader(file) if any(ledger["week"].number in c for c in line)]
        assert len(lines) == 1
    assert ledger["today"].number not in target.read_text(encoding="utf-8-sig")
    assert not page.output.strip.isVisible()


def test_a_workbook_is_written_when_its_name_says_so(
    page: IncidentsPage, desk: Desk, ask: FakeAsker, qtbot: QtBot, tmp_path: Path
) -> None:
    target = tmp_path / "台帐.xlsx"
    ask.will_answer(target)
    qtbot.mouseClick(page.export_button, Qt.MouseButton.LeftButton)
    assert target.read_bytes()[:2] == b"PK"
    assert ask.asked[-1] == ("save_path", "突发事件台帐.xlsx")


def test_going_back_from_the_file_dialog_writes_nothing(
    page: IncidentsPage, ask: FakeAsker, qtbot: QtBot, tmp_path: Path
) -> None:
    ask.will_answer(None)
    qtbot.mouseClick(page.export_button, Qt.MouseButton.LeftButton)
    assert not page.output.strip.is_busy()


def test_a_place_that_cannot_be_written_is_said_in_one_sentence(
    page: IncidentsPage, ask: FakeAsker, qtbot: QtBot, tmp_path: Path
) -> None:
    ask.will_answer(tmp_path / "没有的文件夹" / "台帐.csv")
    qtbot.mouseClick(page.export_button, Qt.MouseButton.LeftButton)
    assert "无法写入" in ask.problems[0]
    assert not page.output.strip.isVisible()


@pytest.mark.parametrize("name", ["台帐.csv", "台帐.xlsx"])
def test_a_cancelled_export_leaves_no_file(
    page: IncidentsPage, desk: Desk, ask: FakeAsker, qtbot: QtBot, tmp_path: Path, name: str
) -> None:
    class Held:
        """Keeps the work until the user has pressed 取消."""

        def run(self, work: Any, done: Any, failed: Any) -> None:
            self.job = (work, done, failed)

    held = Held()
    desk.tasks = held  # type: ignore[assignment]
    target = tmp_path / name
    ask.will_answer(target)
    qtbot.mouseClick(page.export_button, Qt.MouseButton.LeftButton)
    assert page.output.strip.isVisible()
    qtbot.mouseClick(page.output.strip.cancel_button, Qt.MouseButton.LeftButton)
    work, _done, failed = held.job
    with pytest.raises(Exception) as stopped:  # noqa: PT011
        work()
    with qtbot.waitSignal(desk.events.told) as told:
        failed(stopped.value)
    assert "已取消导出" in told.args[0]
    assert not target.exists()
    assert not page.output.strip.isVisible()


# --- twenty thousand -------------------------------------------------------------------------


class Many:
    """Twenty thousand incidents that count how many of them are really read."""

    def __init__(self, pattern: Incident) -> None:
        self._pattern = pattern
        self.read = 0

    def ids(self, wanted: IncidentFilter, by: str = "") -> list[int]:
        return list(range(20_000, 0, -1))

    def fetch(self, ids: Sequence[int]) -> list[Incident]:
        self.read += len(ids)
        return [replace(self._pattern, id=each, number=f"2026-{each:05d}") for each in ids]

    def unfinished_counts(self, ids: Sequence[int]) -> dict[int, int]:
        return {}


def test_a_long_list_reads_only_what_is_looked_at(desk: Desk, plan: Plan, qtbot: QtBot) -> None:
    many = Many(add_incident(desk, "2026-11-13 09:00"))
    model = IncidentListModel(many, plan, desk.clock.now)
    table = Table(desk.store.settings, "many", model.columns, model)
    qtbot.addWidget(table)
    table.resize(1100, 500)
    model.set_ids(many.ids(IncidentFilter()))
    table.show()
    qtbot.waitExposed(table)
    table.grab()
    assert model.rowCount() == 20_000
    assert many.read <= 2 * PAGE
    table.go_to_row(19_999)
    table.grab()
    assert table.current_record().incident.number == "2026-00001"
    assert many.read <= 4 * PAGE


def test_the_same_ids_are_refreshed_in_place_and_new_ones_put_in_front(
    desk: Desk, plan: Plan, qtbot: QtBot
) -> None:
    many = Many(add_incident(desk, "2026-11-13 09:00"))
    model = IncidentListModel(many, plan, desk.clock.now)
    model.set_ids([3, 2, 1])
    with qtbot.assertNotEmitted(model.modelReset):
        assert model.set_ids([3, 2, 1]) is False
        assert model.set_ids([5, 4, 3, 2, 1]) is True
    assert [model.index(row, 0).data() for row in range(2)] == ["2026-00005", "2026-00004"]
    line = model.index(4, 0).data(ROW_ROLE)
    assert isinstance(line, Line)
    assert line.incident.status is Status.HANDLING


def test_what_becomes_of_an_incident_shows_in_its_row(
    page: IncidentsPage, ledger: dict[str, Incident], desk: Desk
) -> None:
    incident = ledger["today"]
    at = datetime(2026, 11, 13, 9, 40)
    desk.store.incidents.recover(incident.id, at, stamp(desk))
    desk.changed(Topic.INCIDENTS)
    assert page.model.index(0, column_of(page, "status")).data() == "已恢复"
