"""影响与原因: what the ledger form has no room for, asked below it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from hallduty import paths
from hallduty.domain.forms import load_forms
from hallduty.ui.desk import Desk
from hallduty.ui.incidents.workspace import Workspace
from tests.ui.workspace_kit import Bench, fault, hit, write


def bench(qtbot: QtBot, desk: Desk) -> Bench:
    workspace = Workspace(desk)
    qtbot.addWidget(workspace)
    workspace.resize(1116, 900)
    workspace.show()
    workspace.activateWindow()
    qtbot.waitUntil(workspace.isActiveWindow)
    number = fault(desk).id
    workspace.show_incident(number)
    return Bench(desk, workspace, number, qtbot)


def enter(made: Bench, field: str, text: str) -> None:
    write(made.workspace.tabs.sheet.editor(field).edit, text)
    hit(Qt.Key.Key_Tab)


def test_figures_and_cause_reach_the_record(qtbot: QtBot, desk: Desk) -> None:
    made = bench(qtbot, desk)
    for field, text in (("windows", "3—8号"), ("waiting", "40"), ("cause", "数据库锁表")):
        enter(made, field, text)
    incident = made.incident
    assert (incident.windows, incident.waiting, incident.cause) == ("3—8号", 40, "数据库锁表")


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("waiting", "很多", "应填整数"),
        ("people", "-3", "应在 0 到"),
        ("people", "100000000", "应在 0 到"),
        ("windows", "三" * 300, "最多 200 字"),
    ],
)
def test_what_cannot_be_is_said_in_its_cell_and_kept(
    qtbot: QtBot, desk: Desk, field: str, text: str, said: str
) -> None:
    made = bench(qtbot, desk)
    enter(made, field, text)
    editor = made.workspace.tabs.sheet.editor(field)
    assert said in editor.error.text()
    assert editor.edit.toPlainText() == text
    assert getattr(made.incident, field) in ("", None)


def test_a_field_of_the_bureaus_own_ledger_form_is_not_asked_twice(
    qtbot: QtBot, desk: Desk, tmp_path: Path
) -> None:
    shipped = paths.shipped() / "forms"
    own = tmp_path / "forms"
    own.mkdir()
    text = (shipped / "ledger_sheet.toml").read_text(encoding="utf-8")
    more = '\n[[rows]]\n[[rows.cells]]\nlabel = "原因"\nfield = "cause"\nspan = 3\n'
    (own / "ledger_sheet.toml").write_text(text + more, encoding="utf-8")
    desk = replace(desk, forms=load_forms(shipped, own))
    assert desk.forms.problems == ()
    sheet = bench(qtbot, desk).workspace.tabs.sheet
    assert "cause" in sheet.form.editors()
    assert "cause" not in sheet.impact.editors()
    assert "opinion" in sheet.impact.editors()
