"""The entry form: any sheet in its paper's grid, values read back, errors beside the field."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QGridLayout, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from hallduty.domain.errors import InvalidInput
from hallduty.domain.forms import parse_sheet
from hallduty.ui.form_view import FormView
from tests.ui.workspace_kit import click, click_at, press, write

DAY = date(2026, 11, 13)
SHEET = """
title = "登记台帐"
note = "注：天气另填"
column_widths_mm = [28, 61, 28, 49]

[[rows]]
[[rows.cells]]
label = "事件类型"
field = "event_type"
[[rows.cells]]
label = "发生时间"
field = "occurred_at"

[[rows]]
[[rows.cells]]
label = "天气"
[[rows.cells]]
label = "路况"
kind = "choice"
choices = ["畅通", "拥堵"]

[[rows]]
[[rows.cells]]
label = "报告人及电话"
span = 3
[[rows.cells.parts]]
field = "reporter"
kind = "person"
hint = "报告人"
[[rows.cells.parts]]
field = "phone"
hint = "电话"

[[rows]]
[[rows.cells]]
label = "等候人数"
field = "waiting"
[[rows.cells]]
label = "到场时间"
kind = "datetime"

[[rows]]
[[rows.cells]]
label = "事件描述"
field = "description"
[[rows.cells]]
label = "签字"
kind = "signature"
"""


@pytest.fixture
def form(qtbot: QtBot, themed: QApplication) -> FormView:
    sheet = parse_sheet(SHEET, "ledger_sheet", "ledger_sheet.toml")
    choices = {
        "event_type": [("power", "电力故障"), ("device", "设备故障")],
        "路况": [("畅通", "畅通"), ("拥堵", "拥堵")],
    }
    made = FormView(sheet, choices, ["陈某某", "王某某"])
    qtbot.addWidget(made)
    made.resize(380, 500)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.show_values(
        "2026-017",
        {
            "event_type": "device",
            "occurred_at": datetime(2026, 11, 13, 9, 42),
            "天气": "小雨",
            "waiting": 40,
        },
    )
    return made


def text(form: FormView, field: str) -> QLineEdit | QPlainTextEdit:
    found = form.editor(field).text_widget
    assert isinstance(found, QLineEdit | QPlainTextEdit)
    return found


def shown(form: FormView, field: str) -> str:
    found = text(form, field)
    return found.text() if isinstance(found, QLineEdit) else found.toPlainText()


def test_every_part_of_any_sheet_is_there_with_its_value(form: FormView) -> None:
    assert form.number.text() == "编号：2026-017"
    assert form.note.text() == "注：天气另填"
    assert shown(form, "天气") == "小雨"
    assert shown(form, "waiting") == "40"
    assert shown(form, "occurred_at") == "2026-11-13 09:42"
    assert form.editor("event_type").value(DAY) == "device"
    assert form.editor("路况").value(DAY) == ""
    assert form.editor("签字").text_widget is None


def test_the_grid_is_that_of_the_paper(form: FormView) -> None:
    grid = form.findChild(QGridLayout)
    assert grid is not None
    assert (grid.rowCount(), grid.columnCount()) == (5, 4)
    assert grid.itemAtPosition(2, 1) is grid.itemAtPosition(2, 3)
    assert grid.itemAtPosition(0, 1) is not grid.itemAtPosition(0, 3)


def test_a_field_is_handed_over_when_left_and_only_when_changed(
    qtbot: QtBot, form: FormView
) -> None:
    left: list[str] = []
    form.finished.connect(left.append)
    text(form, "天气").setFocus()
    text(form, "waiting").setFocus()
    assert left == []
    write(text(form, "description"), "one")
    press(text(form, "description"), Qt.Key.Key_Return)
    assert left == []
    QTest.keyClick(text(form, "description"), Qt.Key.Key_Tab)
    assert left == ["description"]
    assert form.editor("description").value(DAY) == "one"
    write(text(form, "天气"), "转晴")
    press(text(form, "天气"), Qt.Key.Key_Return)
    assert left == ["description", "天气"]
    assert "\n" not in shown(form, "天气")


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("2026-11-13 10:58", datetime(2026, 11, 13, 10, 58)),
        ("1058", datetime(2026, 11, 13, 10, 58)),
        ("10:58", datetime(2026, 11, 13, 10, 58)),
        ("2026年11月14日9时05分", datetime(2026, 11, 14, 9, 5)),
    ],
)
def test_moments_are_read_the_ways_people_write_them(
    form: FormView, typed: str, value: datetime
) -> None:
    write(text(form, "occurred_at"), "")
    text(form, "occurred_at").clear()
    write(text(form, "occurred_at"), typed)
    assert form.editor("occurred_at").value(DAY) == value


def test_an_extra_moment_is_kept_as_text(form: FormView) -> None:
    write(text(form, "到场时间"), "1058")
    assert form.editor("到场时间").value(DAY) == "2026-11-13 10:58"


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("waiting", "很多", "应填整数"),
        ("occurred_at", "上午", "应写作"),
        ("occurred_at", "25:61", "应写作"),
        ("天气", "晴" * 3000, "最多"),
        ("天气", "a\u202eb", "不可见"),
        ("reporter", "x" * 100_000, "最多"),
    ],
)
def test_bad_values_are_told_and_stay(form: FormView, field: str, typed: str, message: str) -> None:
    widget = text(form, field)
    widget.clear()
    widget.insert(typed) if isinstance(widget, QLineEdit) else widget.insertPlainText(typed)
    editor = form.editor(field)
    with pytest.raises(InvalidInput, match=message) as raised:
        editor.value(DAY)
    editor.show_problem(raised.value.message_for(field))
    assert editor.error.isVisible()
    assert widget.property("invalid")
    assert shown(form, field) == typed
    editor.accept("")
    assert not editor.error.isVisible()


def test_a_refresh_leaves_what_is_being_typed(form: FormView) -> None:
    write(text(form, "天气"), "转晴")
    typed = shown(form, "天气")
    form.show_values("2026-017", {"天气": "大雪", "waiting": 50})
    assert shown(form, "天气") == typed
    assert shown(form, "waiting") == "50"


def test_names_are_offered_for_persons(form: FormView) -> None:
    reporter = text(form, "reporter")
    assert isinstance(reporter, QLineEdit)
    completer = reporter.completer()
    completer.setCompletionPrefix("王")
    assert completer.currentCompletion() == "王某某"


def test_choices_are_ticked_one_at_a_time(form: FormView) -> None:
    boxes = {b.text(): b for b in form.editor("event_type").findChildren(QCheckBox)}
    left: list[str] = []
    form.finished.connect(left.append)
    click(boxes["电力故障"])
    assert left == ["event_type"]
    assert form.editor("event_type").value(DAY) == "power"
    assert not boxes["设备故障"].isChecked()


def test_a_locked_form_takes_nothing(form: FormView) -> None:
    form.set_locked(True)
    write(text(form, "description"), "x")
    assert shown(form, "description") == ""
    box = form.editor("event_type").findChildren(QCheckBox)[0]
    click_at(box, QPoint(8, 8))
    assert form.editor("event_type").value(DAY) == "device"
    assert box.focusPolicy() is Qt.FocusPolicy.NoFocus


def test_a_cell_grows_with_its_text_and_stays_bounded(form: FormView) -> None:
    widget = text(form, "description")
    one = widget.height()
    widget.insertPlainText("一行\n" * 6)
    assert widget.height() > 3 * one / 2
    widget.insertPlainText("第几行\n" * 5000)
    assert widget.height() < 600


def test_an_emptied_field_means_nothing(form: FormView) -> None:
    text(form, "waiting").clear()
    assert form.editor("waiting").value(DAY) is None
    text(form, "occurred_at").clear()
    assert form.editor("occurred_at").value(DAY) is None
    assert form.editor("到场时间").value(DAY) == ""
