"""纸单补录 with real keys: number, digit, times, one key to enter; and all that goes wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox
from pytestqt.qtbot import QtBot

from hallduty.clock import FixedClock
from hallduty.domain.forms import load_forms
from hallduty.domain.incidents import Incident, IncidentFilter, Status, StepState
from hallduty.domain.paper_sheets import SheetState
from hallduty.errors import EnvironmentProblem
from hallduty.paths import shipped
from hallduty.ui.desk import Desk
from hallduty.ui.drafts import text_of
from hallduty.ui.main_window import MainWindow
from hallduty.ui.pack.entry_panel import EntryPanel
from hallduty.ui.pack.page import PaperPage
from hallduty.ui.preview import PreviewDialog
from tests.ui.conftest import FakeAsker
from tests.ui.pages_kit import add_hall, add_incident
from tests.ui.workspace_kit import click, hit, press, write

NOON = datetime(2026, 11, 13, 12, 0)


@pytest.fixture
def window(desk: Desk, clock: FixedClock, qtbot: QtBot) -> Iterator[MainWindow]:
    clock.at = NOON
    add_hall(desk)
    made = MainWindow(desk)
    qtbot.addWidget(made)
    made.resize(1280, 720)
    desk.events.incident_requested.disconnect(made.show_incident)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.close()


@pytest.fixture
def page(window: MainWindow, desk: Desk) -> PaperPage:
    desk.store.paper_sheets.issue(3, desk.stamp())
    window.show_page("paper")
    found = window.page("paper")
    assert isinstance(found, PaperPage)
    return found


def typed(text: str) -> None:
    """Type into what has the keyboard."""
    focused = QApplication.focusWidget()
    assert focused is not None
    write(focused, text)


def number(page: PaperPage, text: str) -> None:
    page.entry.number.setFocus()
    page.entry.number.selectAll()
    typed(text)
    hit(Qt.Key.Key_Return)


def field(entry: EntryPanel, name: str) -> str:
    return text_of(entry.form.text_widgets()[name])


def put(entry: EntryPanel, name: str, text: str) -> None:
    write(entry.form.text_widgets()[name], text)


def enter(page: PaperPage) -> None:
    press(page.entry.number, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def incidents(desk: Desk) -> list[Incident]:
    return desk.store.incidents.fetch(desk.store.incidents.ids(IncidentFilter()))


def test_a_sheet_is_entered_by_keys_alone(page: PaperPage, desk: Desk) -> None:
    assert page.entry.number.hasFocus()
    assert page.entry.number.text() == "纸2026-001"
    hit(Qt.Key.Key_Return)  # the number that is offered is the right one
    hit(Qt.Key.Key_1)  # 电力故障
    typed("0805")
    hit(Qt.Key.Key_Return)
    typed("一楼大厅")
    hit(Qt.Key.Key_Return)
    typed("王某某")
    hit(Qt.Key.Key_Return)
    typed("13800005678")
    hit(Qt.Key.Key_Return)
    typed("全楼停电")
    hit(Qt.Key.Key_Return)  # a new line in a long text
    typed("等候30人")
    hit(Qt.Key.Key_Tab)
    typed("联系物业")
    hit(Qt.Key.Key_Tab)
    typed("来电")
    hit(Qt.Key.Key_Tab)
    typed("0850")
    hit(Qt.Key.Key_Return)
    typed("0900")
    hit(Qt.Key.Key_Return)
    typed("陈某某")
    page.entry.form.steps.times[1].setFocus()
    typed("0807")
    hit(Qt.Key.Key_Return)
    assert page.entry.form.steps.times[2].hasFocus()
    page.entry.form.steps.boxes[3].setFocus()
    hit(Qt.Key.Key_Space)
    hit(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    (made,) = incidents(desk)
    assert (made.paper_number, made.late, made.event_type) == ("纸2026-001", True, "power")
    assert made.occurred_at == datetime(2026, 11, 13, 8, 5)
    assert made.recovered_at == datetime(2026, 11, 13, 8, 50)
    assert made.closed_at == datetime(2026, 11, 13, 9, 0)
    assert made.status is Status.CLOSED
    assert (made.place, made.reporter, made.phone) == ("一楼大厅", "王某某", "13800005678")
    assert made.description == "全楼停电\n等候30人"
    assert (made.measures, made.outcome, made.handler) == ("联系物业", "来电", "陈某某")
    assert made.hall_id == desk.store.roster.halls()[0].id
    steps = {step.position: step for step in desk.store.incidents.steps(made.id)}
    assert steps[1].settled_at == datetime(2026, 11, 13, 8, 7)
    assert steps[3].state is StepState.DONE
    assert steps[2].state is StepState.OPEN
    # The form is empty for the next sheet, whose number is offered.
    assert page.entry.number.text() == "纸2026-002"
    assert page.entry.number.hasFocus()
    assert page.entry.form.is_empty()
    assert page.done.isVisible()
    assert made.number in page.done.words.text()
    assert desk.store.drafts.all() == []
    assert desk.store.audit.verify().ok


def test_after_a_sheet_of_the_newer_pack_the_next_of_that_pack_is_offered(
    page: PaperPage, desk: Desk
) -> None:
    desk.store.paper_sheets.issue(3, desk.stamp())
    for given, next_one in (("4", "纸2026-005"), ("6", "纸2026-001")):
        number(page, given)
        hit(Qt.Key.Key_1)
        typed("0805")
        enter(page)
        assert page.entry.number.text() == next_one
        assert [row.sheet.number for row in page.sheets.table.selected_records()] == [next_one]


def test_a_sheet_taken_up_from_its_draft_is_the_one_marked_in_the_list(
    window: MainWindow, page: PaperPage, desk: Desk
) -> None:
    window.show_page(f"paper#paper:{desk.store.paper_sheets.blanks()[2].id}")
    assert page.entry.number.text() == "纸2026-003"
    # What 作废 would write off is the sheet whose text is seen.
    assert [row.sheet.number for row in page.sheets.table.selected_records()] == ["纸2026-003"]


def test_the_form_is_the_ledger_form(page: PaperPage, desk: Desk) -> None:
    sheet = desk.forms.sheet("ledger_sheet")
    assert page.entry.form.view.sheet is sheet
    wanted = [part.field for part in sheet.parts() if part.kind != "signature"]
    assert list(page.entry.form.editors())[: len(wanted)] == wanted
    assert page.entry.form.view.number.text() == "编号：纸2026-001"
    assert list(page.entry.form.editors())[len(wanted) :] == ["reported_at"]


def test_a_clock_time_not_yet_reached_today_is_yesterdays(
    page: PaperPage, desk: Desk, clock: FixedClock
) -> None:
    hit(Qt.Key.Key_Return)
    hit(Qt.Key.Key_2)
    typed("1650")
    hit(Qt.Key.Key_Return)
    assert field(page.entry, "occurred_at") == "2026-11-12 16:50"
    put(page.entry, "recovered_at", "1720")
    put(page.entry, "reported_at", "1655")
    enter(page)
    (made,) = incidents(desk)
    assert made.occurred_at == datetime(2026, 11, 12, 16, 50)
    assert made.reported_at == datetime(2026, 11, 12, 16, 55)
    assert made.recovered_at == datetime(2026, 11, 12, 17, 20)
    assert made.status is Status.RECOVERED


def test_times_after_midnight_are_of_the_night_that_followed(page: PaperPage, desk: Desk) -> None:
    hit(Qt.Key.Key_Return)
    hit(Qt.Key.Key_1)
    typed("2350")
    hit(Qt.Key.Key_Return)
    put(page.entry, "recovered_at", "0030")
    put(page.entry, "closed_at", "0105")
    page.entry.form.steps.times[1].setFocus()
    typed("2352")
    hit(Qt.Key.Key_Return)
    typed("0010")
    hit(Qt.Key.Key_Return)
    assert field(page.entry, "recovered_at") == "2026-11-13 00:30"
    enter(page)
    (made,) = incidents(desk)
    assert made.occurred_at == datetime(2026, 11, 12, 23, 50)
    assert made.recovered_at == datetime(2026, 11, 13, 0, 30)
    assert made.closed_at == datetime(2026, 11, 13, 1, 5)
    steps = {step.position: step.settled_at for step in desk.store.incidents.steps(made.id)}
    assert steps[1] == datetime(2026, 11, 12, 23, 52)
    assert steps[2] == datetime(2026, 11, 13, 0, 10)


def test_the_last_mistake_put_right_takes_the_warning_away(page: PaperPage) -> None:
    hit(Qt.Key.Key_Return)
    hit(Qt.Key.Key_1)
    typed("2026-04-31 09:00")
    enter(page)
    assert "应写作" in page.entry.form.editors()["occurred_at"].error.text()
    assert page.entry.trouble.isVisible()
    hit(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    typed("0805")
    hit(Qt.Key.Key_Return)
    assert page.entry.form.editors()["occurred_at"].error.text() == ""
    assert not page.entry.trouble.isVisible()


def test_all_that_is_wrong_is_said_beside_its_field(page: PaperPage, desk: Desk) -> None:
    hit(Qt.Key.Key_Return)
    put(page.entry, "phone", "abc")
    enter(page)
    errors = {name: e.error.text() for name, e in page.entry.form.editors().items()}
    assert "勾选事件类型" in errors["event_type"]
    assert "请填写发生时间" in errors["occurred_at"]
    assert "电话" in errors["phone"]
    press(QApplication.focusWidget(), Qt.Key.Key_1)  # type: ignore[arg-type]
    put(page.entry, "occurred_at", "soon")
    put(page.entry, "recovered_at", "0700")
    page.entry.form.steps.times[2].setFocus()
    typed("99")
    enter(page)
    assert "应写作" in page.entry.form.editors()["occurred_at"].error.text()
    assert "0950" in page.entry.form.steps.errors[2].text()
    assert page.entry.trouble.isVisible()
    assert field(page.entry, "phone") == "abc"
    assert incidents(desk) == []


def test_a_used_number_and_no_number_are_refused_in_words(page: PaperPage, desk: Desk) -> None:
    hit(Qt.Key.Key_Return)
    hit(Qt.Key.Key_1)
    typed("0805")
    enter(page)
    number(page, "1")
    assert "已补录为事件 2026-001" in page.entry.standing.text()
    assert page.entry.number.hasFocus()
    enter(page)
    assert "已补录为事件 2026-001" in page.entry.standing.text()
    number(page, "abc")
    assert "不是纸单编号" in page.entry.standing.text()
    assert len(incidents(desk)) == 1


def test_an_unknown_number_asks_for_a_reason(page: PaperPage, desk: Desk, ask: FakeAsker) -> None:
    number(page, "77")
    assert "没有打印过" in page.entry.standing.text()
    hit(Qt.Key.Key_1)
    typed("0805")
    ask.will_answer(None)
    enter(page)
    assert incidents(desk) == []
    assert field(page.entry, "occurred_at") == "0805"
    ask.will_answer("复印的纸单")
    enter(page)
    assert [made.paper_number for made in incidents(desk)] == ["纸2026-077"]
    assert desk.store.paper_sheets.sheets()[0].remark == "复印的纸单"


def test_what_is_typed_is_there_again_sheet_by_sheet(
    page: PaperPage, window: MainWindow, desk: Desk
) -> None:
    number(page, "2")
    hit(Qt.Key.Key_5)
    typed("0930")
    hit(Qt.Key.Key_Return)
    typed("3号窗口")
    page.entry.form.steps.times[1].setFocus()
    typed("0931")
    number(page, "3")  # the number was wrong: what was typed goes along
    assert field(page.entry, "place") == "3号窗口"
    page.sheets.table.setFocus()
    row = page.sheets.model.row_of(desk.store.paper_sheets.look_up("1", 2026).sheet.id)  # type: ignore[union-attr]
    page.sheets.table.go_to_row(row)
    hit(Qt.Key.Key_Return)
    assert page.entry.number.text() == "纸2026-001"
    assert page.entry.form.is_empty()
    window.show_page("today")
    other = PaperPage(desk)
    other.show_record(f"paper:{desk.store.paper_sheets.look_up('3', 2026).sheet.id}")  # type: ignore[union-attr]
    assert field(other.entry, "place") == "3号窗口"
    assert other.entry.form.ticks().event_type == "conflict"
    assert other.entry.form.ticks().steps == {1: "0931"}
    assert "未补录的内容" in other.entry.state.text()
    assert all("paper:" in draft.key for draft in desk.store.drafts.all())
    other.deleteLater()


def test_the_offer_of_drafts_leads_back_to_the_sheet(
    page: PaperPage, window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    number(page, "2")
    hit(Qt.Key.Key_1)
    typed("0930")
    window.show_page("today")
    window.offer_drafts()
    (line,) = window._offer.lines  # type: ignore[union-attr]
    qtbot.waitUntil(line.restore.isVisible)
    assert line.offered.what == "纸单补录"
    click(line.restore)
    assert window.current == "paper"
    assert page.entry.number.text() == "纸2026-002"
    assert "09" in field(page.entry, "occurred_at")


def test_a_draft_of_a_number_not_printed_here_comes_back(
    page: PaperPage, window: MainWindow, desk: Desk
) -> None:
    number(page, "77")
    hit(Qt.Key.Key_1)
    typed("0930")
    hit(Qt.Key.Key_Return)
    window.show_page("today")
    other = PaperPage(desk)
    other.show_record("paper:0")
    assert field(other.entry, "occurred_at") == "2026-11-13 09:30"
    other.refresh()  # offers no other sheet over it
    assert other.entry.number.text() == ""
    assert field(other.entry, "occurred_at") == "2026-11-13 09:30"
    other.deleteLater()


def test_a_locked_database_loses_nothing_and_a_retry_enters_once(
    page: PaperPage, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    hit(Qt.Key.Key_Return)
    hit(Qt.Key.Key_1)
    typed("0805")
    real = desk.store.paper_sheets.enter

    def late(*words: object) -> Incident:
        real(*words)  # type: ignore[arg-type]
        raise EnvironmentProblem("数据库被别的程序占用")

    monkeypatch.setattr(desk.store.paper_sheets, "enter", late)
    enter(page)
    assert "占用" in page.entry.trouble.text()
    assert "08" in field(page.entry, "occurred_at")
    monkeypatch.undo()
    enter(page)
    assert len(incidents(desk)) == 1


def test_sheets_are_written_off_with_a_reason_and_taken_back(
    page: PaperPage, desk: Desk, ask: FakeAsker
) -> None:
    page.sheets.table.selectRow(1)
    ask.will_answer(None)
    click(page.sheets.spoil_button)
    ask.will_answer("卡纸")
    page.sheets.table.selectRow(1)
    click(page.sheets.spoil_button)
    states = {s.number: s.state for s in desk.store.paper_sheets.sheets()}
    assert states["纸2026-002"] is SheetState.SPOILED
    assert "作废 1 张" in page.counts.text()
    page.sheets.table.selectRow(2)
    click(page.sheets.back_button)
    assert len(desk.store.paper_sheets.blanks()) == 3
    click(page.sheets.only_blank)
    assert page.sheets.model.rowCount() == 3


def test_clearing_asks_first(page: PaperPage, desk: Desk, ask: FakeAsker) -> None:
    hit(Qt.Key.Key_Return)
    hit(Qt.Key.Key_1)
    typed("0805")
    ask.will_answer(False)
    click(page.entry.clear_button)
    assert not page.entry.form.is_empty()
    ask.will_answer(True)
    click(page.entry.clear_button)
    assert page.entry.form.is_empty()
    assert desk.store.drafts.all() == []


@pytest.mark.parametrize("name", ["description", "occurred_at", "reporter"])
def test_the_key_enters_the_sheet_from_any_field(page: PaperPage, desk: Desk, name: str) -> None:
    hit(Qt.Key.Key_Return)
    hit(Qt.Key.Key_1)
    typed("0805")
    page.entry.form.text_widgets()[name].setFocus()
    hit(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    (made,) = incidents(desk)
    assert made.description == ""
    assert page.entry.form.is_empty()


def test_a_drill_on_paper_is_a_drill(page: PaperPage, desk: Desk) -> None:
    hit(Qt.Key.Key_Return)
    hit(Qt.Key.Key_3)
    typed("0805")
    page.entry.drill.setFocus()
    hit(Qt.Key.Key_Space)
    enter(page)
    assert incidents(desk)[0].drill


def test_a_form_of_the_bureaus_own_is_entered_whole(
    desk: Desk, clock: FixedClock, qtbot: QtBot, tmp_path: Path
) -> None:
    clock.at = NOON
    text = (shipped() / "forms" / "ledger_sheet.toml").read_text(encoding="utf-8")
    text = text.replace('field = "occurred_at"\nkind = "datetime"', 'kind = "text"\nfield = "班次"')
    more = '\n[[rows]]\n[[rows.cells]]\nlabel = "天气"\nspan = 3\nkind = "choice"\n'
    (tmp_path / "ledger_sheet.toml").write_text(
        text + more + 'choices = ["晴", "雨"]\n', encoding="utf-8"
    )
    own = replace(desk, forms=load_forms(shipped() / "forms", tmp_path))
    assert own.forms.problems == ()
    desk.store.paper_sheets.issue(1, desk.stamp())
    page = PaperPage(own)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitActive(page)
    put(page.entry, "occurred_at", "0805")
    put(page.entry, "班次", "早班")
    page.entry.form.editors()["event_type"].findChildren(QCheckBox)[0].click()
    page.entry.form.editors()["天气"].findChildren(QCheckBox)[1].click()
    assert page.entry.submit() is not None
    (made,) = incidents(desk)
    assert made.occurred_at == datetime(2026, 11, 13, 8, 5)
    assert made.extra == {"班次": "早班", "天气": "雨"}


def test_an_empty_list_says_what_to_do(window: MainWindow) -> None:
    window.show_page("paper")
    page = window.page("paper")
    assert isinstance(page, PaperPage)
    assert page.entry.number.text() == ""
    assert page.sheets.model.rowCount() == 0
    assert "未用 0 张" in page.counts.text()


def test_the_page_is_reached_from_today_and_the_ledger_and_left_with_esc(
    window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    add_incident(desk, "2026-11-13 09:00")
    today = window.page("today")
    click(today.duty.paper_button)  # type: ignore[union-attr]
    assert window.current == "paper"
    hit(Qt.Key.Key_Escape)
    assert window.current == "today"
    window.show_page("incidents")
    click(window.page("incidents").paper_button)  # type: ignore[union-attr]
    assert window.current == "paper"
    hit(Qt.Key.Key_Escape)
    assert window.current == "incidents"


# -- printing ------------------------------------------------------------------------------


@pytest.fixture
def preview(monkeypatch: pytest.MonkeyPatch) -> list[PreviewDialog]:
    """Stand in for the modal loop; the dialog itself is real, and closed as it stands."""
    shown: list[PreviewDialog] = []
    monkeypatch.setattr(PreviewDialog, "exec", lambda self: shown.append(self))
    return shown


def test_a_pack_that_is_not_printed_writes_its_numbers_off(
    window: MainWindow, desk: Desk, preview: list[PreviewDialog]
) -> None:
    today = window.page("today")
    click(today.duty.pack_button)  # type: ignore[union-attr]
    (dialog,) = preview
    assert dialog.paper is not None
    assert dialog.paper.pages > 25
    assert "今日未排带班领导" in dialog.note.text()
    sheets = desk.store.paper_sheets.sheets()
    assert len(sheets) == 10
    assert {s.state for s in sheets} == {SheetState.SPOILED}
    click(today.duty.pack_button)  # type: ignore[union-attr]
    assert desk.store.paper_sheets.sheets()[0].number == "纸2026-020"


def test_a_saved_pack_keeps_its_numbers(
    window: MainWindow,
    desk: Desk,
    ask: FakeAsker,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    target = tmp_path / "断电包.pdf"
    monkeypatch.setattr(PreviewDialog, "exec", PreviewDialog.save_paper)
    ask.will_answer(target)
    window.show_page("paper")
    page = window.page("paper")
    assert isinstance(page, PaperPage)
    click(page.print_button)
    assert target.read_bytes().startswith(b"%PDF")
    assert len(desk.store.paper_sheets.blanks()) == 10
    assert page.sheets.model.rowCount() == 10
    assert "纸2026-001 至 纸2026-010" in window.status.message.whole()
    assert page.entry.number.text() == "纸2026-001"


def test_several_halls_are_chosen_from(window: MainWindow, desk: Desk) -> None:
    second = add_hall(desk, "第二办税服务厅")
    today = window.page("today")
    click(today.duty.pack_button)  # type: ignore[union-attr]
    assert window.current == "paper"
    page = window.page("paper")
    assert isinstance(page, PaperPage)
    page.hall_box.setFocus()
    QTest.keyClick(page.hall_box, Qt.Key.Key_Down)
    assert page.entry.hall_id == second.id
