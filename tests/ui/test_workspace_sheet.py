"""登记表 in the workspace: fields reach the record when left, errors stay, drafts come back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from hallduty.domain.forms import load_forms
from hallduty.domain.incidents import Status, StepState
from hallduty.paths import shipped
from hallduty.ui.desk import Desk
from hallduty.ui.incidents.sheet_tab import SheetTab
from tests.ui.workspace_kit import Bench, click, fault, opened, people, write


@pytest.fixture
def bench(qtbot: QtBot, desk: Desk) -> Bench:
    people(desk)
    return opened(qtbot, desk, fault(desk).id)


def tab(bench: Bench) -> SheetTab:
    return bench.workspace.tabs.sheet


def field(bench: Bench, name: str) -> QLineEdit | QPlainTextEdit:
    found = tab(bench).form.editor(name).text_widget
    assert isinstance(found, QLineEdit | QPlainTextEdit)
    return found


def fill(bench: Bench, name: str, text: str) -> None:
    widget = field(bench, name)
    widget.setFocus()
    widget.selectAll()
    write(widget, text)
    bench.workspace.timeline.focus()


def error(bench: Bench, name: str) -> str:
    found = tab(bench).form.editor(name).error
    return found.text() if found.isVisible() else ""


def test_a_field_is_written_when_it_is_left(bench: Bench) -> None:
    fill(bench, "outcome", "系统恢复，业务正常")
    assert bench.incident.outcome == "系统恢复，业务正常"
    assert "已登记" in tab(bench).state.text()
    fill(bench, "phone", "057087654321"[:11])
    assert bench.incident.phone == "05708765432"


def test_the_type_is_written_when_it_is_ticked(bench: Bench) -> None:
    boxes = tab(bench).form.editor("event_type").findChildren(QCheckBox)
    assert [box.text() for box in boxes][3:5] == ["应用系统问题", "语言肢体冲突"]
    click(boxes[2])
    assert bench.desk.plan.event_type(bench.incident.event_type).name == "网络故障"


@pytest.mark.parametrize(
    ("name", "typed", "message"),
    [
        ("phone", "not a phone", "不是有效的电话号码"),
        ("recovered_at", "2026-11-13 09:30", "早于发生时间"),
        ("occurred_at", "2000-01-01 00:00", "早于 2015 年"),
        ("occurred_at", "2027-01-01 00:00", "晚于现在"),
        ("occurred_at", "", "请填写发生时间"),
        ("recovered_at", "soon", "应写作"),
    ],
)
def test_a_bad_field_says_why_and_keeps_its_text(
    bench: Bench, name: str, typed: str, message: str
) -> None:
    before = bench.incident
    widget = field(bench, name)
    widget.setFocus()
    widget.clear()
    QTest.keyClicks(widget, typed)
    bench.workspace.timeline.focus()
    assert message in error(bench, name)
    kept = widget.text() if isinstance(widget, QLineEdit) else widget.toPlainText()
    assert kept == typed
    assert replace(bench.incident) == before
    fill(bench, "handler", "刘某某")
    assert message in error(bench, name)


def test_a_bad_field_comes_back_as_a_draft_and_can_be_put_right(qtbot: QtBot, bench: Bench) -> None:
    fill(bench, "phone", "12")
    assert error(bench, "phone")
    bench.workspace.hide()
    again = opened(qtbot, bench.desk, bench.incident_id)
    phone = field(again, "phone")
    assert isinstance(phone, QPlainTextEdit)
    assert phone.toPlainText() == "12"
    assert "已找回" in tab(again).state.text()
    fill(again, "phone", "12366")
    assert again.incident.phone == "12366"
    assert bench.desk.store.drafts.all() == []


def test_measures_are_told_from_the_timeline_and_stay_editable(bench: Bench) -> None:
    tab(bench).generate.click()
    assert "还没有可写的处置措施" in error(bench, "measures")
    step = bench.desk.store.incidents.steps(bench.incident_id)[0]
    bench.desk.store.incidents.settle_step(step.id, StepState.DONE, bench.desk.stamp())
    bench.workspace.case.reload()
    tab(bench).generate.click()
    widget = field(bench, "measures")
    assert isinstance(widget, QPlainTextEdit)
    assert "09时43分" in widget.toPlainText()
    assert bench.incident.measures == ""
    widget.moveCursor(widget.textCursor().MoveOperation.End)
    write(widget, "另行说明。")
    bench.workspace.timeline.focus()
    assert bench.incident.measures.endswith("另行说明。")
    assert not error(bench, "measures")


def test_generating_over_typed_measures_asks_first(bench: Bench) -> None:
    step = bench.desk.store.incidents.steps(bench.incident_id)[0]
    bench.desk.store.incidents.settle_step(step.id, StepState.DONE, bench.desk.stamp())
    bench.workspace.case.reload()
    fill(bench, "measures", "自己写的")
    bench.desk.ask.will_answer(False)  # type: ignore[attr-defined]
    tab(bench).generate.click()
    assert bench.incident.measures == "自己写的"
    bench.desk.ask.will_answer(True)  # type: ignore[attr-defined]
    tab(bench).generate.click()
    bench.workspace.timeline.focus()
    assert bench.incident.measures.startswith("一、")


def test_a_field_of_the_users_own_form_is_kept_in_the_record(
    qtbot: QtBot, desk: Desk, tmp_path: Path
) -> None:
    own = (shipped() / "forms" / "ledger_sheet.toml").read_text(encoding="utf-8")
    own += '\n[[rows]]\n[[rows.cells]]\nlabel = "天气"\nspan = 3\n'
    (tmp_path / "ledger_sheet.toml").write_text(own, encoding="utf-8")
    desk.forms = load_forms(shipped() / "forms", tmp_path)
    assert desk.forms.problems == ()
    bench = opened(qtbot, desk, fault(desk).id)
    fill(bench, "天气", "小雨")
    assert bench.incident.extra == {"天气": "小雨"}
    assert not error(bench, "天气")


def test_a_long_text_is_taken_whole(bench: Bench) -> None:
    widget = field(bench, "description")
    assert isinstance(widget, QPlainTextEdit)
    widget.setFocus()
    widget.insertPlainText("甲" * 20_000)
    bench.workspace.timeline.focus()
    assert len(bench.incident.description) == 20_000
    widget.setFocus()
    widget.moveCursor(widget.textCursor().MoveOperation.End)
    widget.insertPlainText("乙" * 80_000)
    bench.workspace.timeline.focus()
    assert "最多 20000 字，现有 100000 字" in error(bench, "description")
    assert len(widget.toPlainText()) == 100_000


def test_a_closed_form_is_unlocked_on_purpose(bench: Bench) -> None:
    store, desk = bench.desk.store.incidents, bench.desk
    store.close(bench.incident_id, desk.clock.now(), desk.stamp(), "测试", desk.plan)
    bench.workspace.case.reload()
    sheet = tab(bench)
    assert bench.incident.status is Status.CLOSED
    assert sheet.locked.isVisible()
    assert field(bench, "outcome").isReadOnly()
    assert sheet.generate.isHidden()
    click(sheet.unlock)
    fill(bench, "outcome", "补充结果")
    assert bench.incident.outcome == "补充结果"


def test_drafts_of_the_form_are_said_with_their_time(bench: Bench) -> None:
    bench.at(10, 29, 31)
    write(field(bench, "description"), "停办")
    with bench.qtbot.waitSignal(bench.workspace.case.drafts.saved, timeout=2000):
        pass
    assert tab(bench).state.text() == "草稿已保存 10:29:31"
    assert bench.incident.description == ""


def test_times_of_the_form_never_belie_the_status(bench: Bench) -> None:
    bench.at(11, 0)
    fill(bench, "closed_at", "1059")
    assert "请按 F9 办结" in error(bench, "closed_at")
    assert bench.incident.closed_at is None
    assert "没有登记" in tab(bench).state.text()
    fill(bench, "recovered_at", "1058")
    assert bench.incident.recovered_at == datetime(2026, 11, 13, 10, 58)
    assert bench.incident.status is Status.RECOVERED
    assert bench.said()[-1] == "业务恢复正常"
    shown = field(bench, "recovered_at")
    assert isinstance(shown, QPlainTextEdit)
    assert shown.toPlainText() == "2026-11-13 10:58"
    shown.setFocus()
    shown.clear()
    bench.workspace.timeline.focus()
    assert "恢复处置" in error(bench, "recovered_at")
    assert bench.incident.recovered_at is not None
    fill(bench, "recovered_at", "1057")
    assert bench.incident.recovered_at == datetime(2026, 11, 13, 10, 57)
    assert not error(bench, "recovered_at")
