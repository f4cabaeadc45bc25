"""Pasted lists, the message on recovery and the cards: by keys, nothing lost, everything logged."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from hallduty.domain.followup_board import Progress
from hallduty.domain.followups import AttemptOutcome, FollowupKind, NewFollowup
from hallduty.domain.incidents import Status
from hallduty.ui.desk import Desk
from hallduty.ui.followups.cards_dialog import CardsDialog
from hallduty.ui.followups.paste_dialog import PasteDialog
from hallduty.ui.followups.sms_dialog import SmsDialog
from hallduty.ui.incidents.tabs import NAMES
from hallduty.ui.preview import PreviewDialog
from tests.ui.conftest import FakeAsker
from tests.ui.pages_kit import add_hall
from tests.ui.workspace_kit import FAULT_AT, Bench, click, fault, hit, opened, people, press, write

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
MIXED = """序号\t姓名\t电话\t事项
1\t张三\t13812345678\t企业所得税申报
2、李四，１３９００００１１１１，发票领用
吴九 无 申报
王五 138-1234-5678
"""


@pytest.fixture
def bench(qtbot: QtBot, desk: Desk) -> Bench:
    people(desk)
    found = opened(qtbot, desk, fault(desk).id)
    found.workspace.tabs.show_tab("followups")
    return found


def dialog(kind: type[QDialog]) -> QDialog:
    found = [w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()]
    assert len(found) == 1, f"{len(found)} dialogs {kind.__name__}"
    _activate(found[0])
    return found[0]


def _activate(window: QWidget) -> None:
    """Do what a window system does with a dialog that opens: give it the keys."""
    window.activateWindow()
    assert QTest.qWaitForWindowExposed(window)
    for _ in range(200):
        if window.isActiveWindow():
            return
        QTest.qWait(5)
    raise AssertionError(f"{window} does not get the keys")


def pasted(bench: Bench, text: str) -> PasteDialog:
    """Paste into the field of the name, as everybody would."""
    QGuiApplication.clipboard().setText(text)
    bench.workspace.tabs.followups.who.setFocus()
    hit(Qt.Key.Key_V, CTRL)
    found = dialog(PasteDialog)
    assert isinstance(found, PasteDialog)
    return found


def followups(bench: Bench) -> list[tuple[str, str, str]]:
    found = bench.desk.store.followups.of(bench.incident_id)
    return [(each.who, each.phone, each.matter) for each in found]


# --- pasted lists -----------------------------------------------------------------------------


def test_several_lines_pasted_into_the_name_are_checked_before_one_write(bench: Bench) -> None:
    found = pasted(bench, MIXED)
    assert followups(bench) == []
    assert found.summary.text() == "可记 2 件（其中更正 2 件），重复 1 行，有误 1 行"
    assert found.edit.textCursor().atStart()
    states = [line.state.label for line in found._model.rows]
    assert states == ["有误", "重复", "表头", "已更正", "已更正"]
    before = len(bench.entries())
    press(found.edit, Qt.Key.Key_Return, CTRL)
    assert followups(bench) == [
        ("张三", "13812345678", "企业所得税申报"),
        ("李四", "13900001111", "发票领用"),
    ]
    assert bench.said()[before:] == ["登记电话回访 2 件（善后第 1—2 号）"]
    # The faulty ones are still there, to be corrected and taken.
    assert found.isVisible()
    assert found.edit.toPlainText() == "吴九 无 申报\n王五 138-1234-5678"
    found.edit.setPlainText("吴九 13900002222 申报")
    press(found.edit, Qt.Key.Key_Return, CTRL)
    assert len(followups(bench)) == 3
    assert not found.isVisible()


def test_one_line_pasted_stays_in_the_quick_line(bench: Bench) -> None:
    QGuiApplication.clipboard().setText("张三 13812345678 申报\n")
    bench.workspace.tabs.followups.who.setFocus()
    hit(Qt.Key.Key_V, CTRL)
    assert not any(isinstance(w, PasteDialog) for w in QApplication.topLevelWidgets())
    assert bench.workspace.tabs.followups.who.text().startswith("张三")


def test_what_is_open_already_is_a_duplicate_unless_it_is_wanted(bench: Bench) -> None:
    new = NewFollowup(FollowupKind.CALL_BACK, "张三", "13812345678")
    bench.desk.store.followups.add(bench.incident_id, new, bench.desk.stamp())
    bench.workspace.case.reload()
    found = pasted(bench, "张三 13812345678 申报\n李四 13900001111")
    assert found._model.rows[0].why == "电话与本事件未办的一件相同，没有重复记"
    found.twice.setChecked(True)
    assert len(found.found.good) == 2


def test_a_list_left_half_done_comes_back(qtbot: QtBot, bench: Bench) -> None:
    found = pasted(bench, "吴九 无\n王五 无")
    press(found, Qt.Key.Key_Escape)
    again = opened(qtbot, bench.desk, bench.incident_id)
    again.workspace.tabs.followups.tools.open_list()
    assert isinstance(dialog(PasteDialog), PasteDialog)
    assert dialog(PasteDialog).edit.toPlainText() == "吴九 无\n王五 无"  # type: ignore[attr-defined]
    dialog(PasteDialog).reject()


def test_two_thousand_lines_are_read_while_typing(bench: Bench) -> None:
    rows = "\n".join(f"{n}、赵某{n}\t138{n:08d}\t申报" for n in range(2_000))
    began = perf_counter()
    found = pasted(bench, rows)
    found.read()
    assert len(found.found.good) == 2_000
    assert perf_counter() - began < 3
    found.reject()


def test_a_void_incident_takes_no_list(bench: Bench) -> None:
    found = pasted(bench, "张三 13812345678\n李四 13900001111")
    desk = bench.desk
    desk.store.incidents.void(bench.incident_id, "误登记", desk.stamp())
    press(found.edit, Qt.Key.Key_Return, CTRL)
    assert "已作废" in found.error.text()
    assert "李四" in found.edit.toPlainText()
    found.reject()


# --- the message on recovery --------------------------------------------------------------------


def three(bench: Bench) -> list[int]:
    news = [
        NewFollowup(FollowupKind.CALL_BACK, "张三", "13812345678", "申报"),
        NewFollowup(FollowupKind.CALL_BACK, "李四", "13900001111", "发票"),
        NewFollowup(FollowupKind.CALL_BACK, "王五", "0570-8765432", "注销"),
    ]
    desk = bench.desk
    made = desk.store.followups.add_many(bench.incident_id, news, desk.stamp())
    bench.at(11, 0)
    desk.store.incidents.recover(bench.incident_id, FAULT_AT.replace(hour=10), desk.stamp())
    bench.workspace.case.reload()
    return [each.id for each in made]


def message(bench: Bench) -> SmsDialog:
    bench.workspace.tabs.followups.tools.open_message()
    found = dialog(SmsDialog)
    assert isinstance(found, SmsDialog)
    return found


def test_a_list_is_exported_logged_marked_and_a_second_round_follows(
    bench: Bench, ask: FakeAsker, tmp_path: Path
) -> None:
    a, b, c = three(bench)
    found = message(bench)
    assert found.round.currentText() == "第 1 轮 · 3 人"
    assert "2 个手机号码；座机 1 人收不到短信" in found.people.text()
    assert "11月13日10时42分已恢复" in found.preview.text()
    assert found.length.text().endswith("1 条短信")
    path = tmp_path / "名单.txt"
    ask.will_answer(path)
    press(found.export, Qt.Key.Key_Return, CTRL)
    assert path.read_bytes() == b"13812345678\r\n13900001111\r\n"
    (logged,) = bench.desk.store.followup_calls.exports()
    assert (logged.kind, logged.people) == ("短信名单 TXT", 2)
    assert bench.said()[-1] == "短信名单 TXT 2 人，用途：恢复后短信通知"
    assert not any("张三" in line or "138" in line for line in bench.said())
    press(found.mark, Qt.Key.Key_M, CTRL)
    assert not found.isVisible()
    board = bench.desk.store.followup_board
    assert [line.progress for line in board.lines([a, b, c])] == [
        Progress.SENT,
        Progress.SENT,
        Progress.WAITING,
    ]
    tell = bench.desk.store.followup_calls.attempt
    tell([b], "短信", AttemptOutcome.FAILED, bench.desk.stamp())
    tell([c], "电话", AttemptOutcome.MISSED, bench.desk.stamp())
    again = message(bench)
    assert again.round.currentText() == "第 2 轮 · 2 人"
    path = tmp_path / "第二轮.csv"
    again.format.setCurrentIndex(again.format.findData(".csv"))
    ask.will_answer(path)
    click(again.export)
    assert path.read_text("utf-8-sig").splitlines()[0] == "手机号码,短信内容"
    assert path.read_text("utf-8-sig").count("\n") == 2
    again.reject()


def test_columns_and_headings_are_chosen_once_and_kept(
    bench: Bench, ask: FakeAsker, tmp_path: Path
) -> None:
    three(bench)
    found = message(bench)
    found.format.setCurrentIndex(found.format.findData(".xlsx"))
    found.columns.rows["phone"][1].setText("")
    click(found.export)
    assert "请填写列名" in found.columns.error.text()
    found.columns.rows["phone"][1].setText("接收号码")
    found.columns.rows["who"][0].setChecked(True)
    path = tmp_path / "名单.xlsx"
    ask.will_answer(path)
    click(found.export)
    rows = list(load_workbook(path).active.iter_rows(values_only=True))
    assert rows[0] == ("接收号码", "短信内容", "姓名")
    assert rows[1][0] == "13812345678"
    found.reject()
    again = message(bench)
    assert again.format.currentData() == ".xlsx"
    assert again.columns.rows["phone"][1].text() == "接收号码"
    assert bench.desk.store.settings.load().sms_columns[0].header == "接收号码"
    again.reject()


def test_an_unknown_placeholder_is_named_and_nothing_is_exported(bench: Bench) -> None:
    three(bench)
    found = message(bench)
    found.template.setPlainText("您好【姓名】，已恢复")
    assert "不认识占位符【姓名】" in found.template_error.text()
    assert found.preview.text() == ""
    click(found.export)
    assert bench.desk.store.followup_calls.exports() == []
    found.template.setPlainText("字" * 71)
    assert found.length.text() == "71 字，2 条短信"
    found.reject()


def test_before_the_recovery_the_missing_time_is_named(bench: Bench) -> None:
    new = NewFollowup(FollowupKind.CALL_BACK, "张三", "13812345678")
    bench.desk.store.followups.add(bench.incident_id, new, bench.desk.stamp())
    bench.workspace.case.reload()
    found = message(bench)
    assert "还没有记恢复时间" in found.template_error.text()
    found.reject()


def test_a_place_that_cannot_be_written_leaves_no_trace(
    bench: Bench, ask: FakeAsker, tmp_path: Path
) -> None:
    three(bench)
    found = message(bench)
    ask.will_answer(tmp_path / "没有" / "名单.txt")
    click(found.export)
    assert "文件夹不存在" in found.error.text()
    assert bench.desk.store.followup_calls.exports() == []
    found.purpose.setText("")
    ask.will_answer(tmp_path / "名单.txt")
    click(found.export)
    assert "请填写用途" in found.purpose_error.text()
    assert not (tmp_path / "名单.txt").exists()
    found.reject()


# --- cards and checks ---------------------------------------------------------------------------


def test_cards_are_issued_then_printed_and_redeemed_in_the_tab(bench: Bench) -> None:
    tab = bench.workspace.tabs.followups
    click(tab.tools.cards)
    found = dialog(CardsDialog)
    assert isinstance(found, CardsDialog)
    found.count.setValue(12)
    hit(Qt.Key.Key_Return)
    preview = dialog(PreviewDialog)
    assert isinstance(preview, PreviewDialog)
    assert preview.paper is not None
    assert preview.paper.pages == 3
    preview.close()
    _activate(bench.workspace)
    assert tab.tools.owed.text() == "欠 12 件 · 共 12 件"
    write(tab.tools.card_number, "12")
    hit(Qt.Key.Key_Return)
    assert tab.tools.owed.text() == "欠 11 件 · 共 12 件"
    write(tab.tools.card_number, "12")
    hit(Qt.Key.Key_Return)
    assert "2026-0012 号优先卡已于" in tab.tools.error.text()


def test_cards_are_issued_in_words(bench: Bench) -> None:
    tab = bench.workspace.tabs.followups
    tab.kind.setCurrentIndex(tab.kind.findData(FollowupKind.PRIORITY_CARD))
    write(tab.who, "发 12 张")
    hit(Qt.Key.Key_Return)
    cards = bench.desk.store.followups.of(bench.incident_id)
    assert [cards[0].card_number, cards[-1].card_number] == ["2026-0001", "2026-0012"]
    assert tab.rows()[0].who.whole() == "2026-0001"
    write(tab.who, "发 900 张")
    hit(Qt.Key.Key_Return)
    assert "一次可发 1 到 200 张" in tab.errors["matter"].text()
    assert tab.who.text() == "发 900 张"


def test_one_click_checks_each_affected_window(bench: Bench) -> None:
    tools = bench.workspace.tabs.followups.tools
    click(tools.check)
    found = bench.desk.store.followups.of(bench.incident_id)
    assert [each.window for each in found] == [f"{n}号窗口" for n in range(3, 9)]
    click(tools.check)
    assert "都已登记" in tools.error.text()


def test_without_named_windows_the_whole_hall_is_checked(qtbot: QtBot, desk: Desk) -> None:
    bench = opened(qtbot, desk, fault(desk, place="大厅").id)
    bench.workspace.tabs.show_tab("followups")
    tools = bench.workspace.tabs.followups.tools
    click(tools.check)
    assert "没有窗口可以核对" in tools.error.text()
    add_hall(desk, windows=4)
    click(tools.check)
    found = desk.store.followups.of(bench.incident_id)
    assert [each.window for each in found] == [f"{n}号窗口" for n in range(1, 5)]


def test_all_are_settled_with_one_confirmation(bench: Bench, ask: FakeAsker) -> None:
    three(bench)
    tools = bench.workspace.tabs.followups.tools
    ask.will_answer(None)
    click(tools.settle_all)
    assert tools.owed.text() == "欠 3 件 · 共 3 件"
    ask.will_answer("短信已送达")
    click(tools.settle_all)
    assert tools.owed.text() == "无欠件 · 共 3 件"
    assert bench.said()[-1] == "善后第 1—3 号：短信已送达"


def test_calls_are_noted_by_keys_in_the_tab(bench: Bench) -> None:
    three(bench)
    tab = bench.workspace.tabs.followups
    first, second, third = tab.rows()
    first.setFocus()
    hit(Qt.Key.Key_2)
    assert "第1轮电话：未接" in first.said.text()
    assert QApplication.focusWidget() is second
    hit(Qt.Key.Key_1)
    assert QApplication.focusWidget() is third
    click(third.busy)
    found = bench.desk.store.followups.of(bench.incident_id)
    assert [each.is_open for each in found] == [True, False, True]


def test_many_are_shown_a_screenful_at_a_time(bench: Bench) -> None:
    desk, tab = bench.desk, bench.workspace.tabs.followups
    desk.store.followups.issue_cards(bench.incident_id, 100, desk.stamp())
    bench.workspace.case.reload()
    assert len(tab.rows()) == 40
    assert tab.more.text() == "再显示 40 件（还有 60 件）"
    click(tab.more)
    click(tab.more)
    assert len(tab.rows()) == 100
    assert not tab.more.isVisible()


# --- from a pasted list to a file ---------------------------------------------------------------


def test_from_25_pasted_call_backs_to_the_sms_file(
    bench: Bench, ask: FakeAsker, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The way of the power cut, by keys alone, counted: a list in, a file out, all marked."""
    marks = ("\t", "，", " ", "、", ";")
    rows = [f"{n}. 赵某{n}{marks[n % 5]}138{n:08d}{marks[n % 5]}申报" for n in range(1, 26)]
    QGuiApplication.clipboard().setText("\n".join(rows))
    bench.workspace.timeline.focus()
    path, keys, began = tmp_path / "名单.txt", 0, perf_counter()

    def stroke(key: Qt.Key, *held: Qt.KeyboardModifier) -> None:
        nonlocal keys
        keys += 1
        hit(key, *held)
        _activate(QApplication.activeModalWidget() or bench.workspace)

    followup_key = Qt.Key(Qt.Key.Key_1.value + list(NAMES).index("followups"))
    stroke(followup_key, ALT)
    stroke(Qt.Key.Key_V, CTRL)
    stroke(Qt.Key.Key_Return, CTRL)
    assert len(followups(bench)) == 25
    stroke(Qt.Key.Key_F8)
    assert bench.incident.status is Status.RECOVERED
    stroke(followup_key, ALT)
    stroke(Qt.Key.Key_M, CTRL)
    ask.will_answer(path)
    stroke(Qt.Key.Key_Return, CTRL)
    keys += 1  # Enter in the system's own dialog, which proposes the name.
    stroke(Qt.Key.Key_M, CTRL)
    seconds = perf_counter() - began
    assert path.read_text().split() == [f"138{n:08d}" for n in range(1, 26)]
    found = bench.desk.store.followup_calls.of(list(range(1, 26)))
    assert {attempt.outcome for attempt in found} == {AttemptOutcome.SENT}
    assert len(found) == 25
    with capsys.disabled():
        print(f"\n25 call-backs to an SMS file: {keys} keystrokes, {seconds:.2f} s of the program")
    assert keys <= 9
    assert seconds < 5
