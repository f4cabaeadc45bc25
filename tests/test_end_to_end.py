"""The main job, end to end: a fault from alarm to paper, at the window with keys and mouse."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path

import pypdfium2
import pytest
from openpyxl import load_workbook
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hallduty import cli
from hallduty.clock import FixedClock
from hallduty.domain.incidents import EntryKind, Outcome, Status, StepState, corrected_ids
from hallduty.ui.desk import Desk
from hallduty.ui.main_window import MainWindow
from tests.ui.conftest import *  # noqa: F403 - the screen's fixtures, for this one test outside ui/
from tests.ui.story import TAXPAYERS, Story, staff_the_hall


@pytest.fixture
def story(qtbot: QtBot, desk: Desk) -> Story:
    staff_the_hall(desk)
    window = MainWindow(desk)
    qtbot.addWidget(window)
    window.resize(1280, 720)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return Story(desk, window)


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        text = "".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()
    return text.replace("\r", "").replace("\n", "")


def test_the_fault_is_handled_by_the_plan_and_accounted_for_on_paper(
    story: Story, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    incident = story.live_through()
    store = story.desk.store

    assert incident.number == "2026-001"
    assert (incident.status, incident.level) == (Status.CLOSED, "major")
    minutes = [
        at and f"{at:%H:%M}"
        for at in (incident.occurred_at, incident.recovered_at, incident.closed_at)
    ]
    assert minutes == ["09:42", "10:58", "11:30"]
    steps = store.incidents.steps(incident.id)
    assert [s.state for s in steps].count(StepState.SKIPPED) == 2
    assert all(s.state is not StepState.OPEN for s in steps)
    entries = store.incidents.entries(incident.id)
    calls = [entry.outcome for entry in entries if entry.kind is EntryKind.CALL]
    assert calls == [Outcome.MISSED, Outcome.REACHED]
    ((wrong, right),) = corrected_ids(entries).items()
    texts = {entry.id: entry.text for entry in entries}
    assert ("约30人" in texts[wrong], "约40人" in right.text) == (True, True)
    (report,) = store.reports.of(incident.id)
    assert (report.title, report.reply) == ("首报", "全力抢修，做好解释")
    assert f"{report.at:%H:%M}" == "10:06"
    followups = store.followups.of(incident.id)
    assert [f.who for f in followups] == [who for who, _, _ in TAXPAYERS]
    assert not any(f.is_open for f in followups)
    assert store.incidents.owed(incident.id, story.desk.plan).sentences() == []
    assert (incident.windows, incident.systems, incident.waiting) == ("3—8号", "税收征管系统", 40)
    assert store.drafts.all() == []
    assert store.audit.verify().ok

    folder = store.folder
    QApplication.closeAllWindows()
    store.close()
    check_papers(folder, tmp_path, capsys)


def check_papers(folder: Path, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Print everything on the command line, as the review meeting would need it."""
    clock = FixedClock(datetime(2026, 11, 13, 11, 32))

    def run(*words: str) -> str:
        assert cli.main(["--data", str(folder), *words], clock) == 0
        return capsys.readouterr().out

    run("print", "sheet", "2026-001", "-o", str(out / "sheet.pdf"))
    sheet = text_of((out / "sheet.pdf").read_bytes())
    for wanted in (
        "突发事件应急处置登记台帐",
        "2026",
        "应用系统问题",
        "一楼大厅3—8号窗口",
        "等候办税人约40人",
        "10时58分恢复",
        "11时30分办结",
        "刘某某",
        "注：事件类型是指电力故障",
    ):
        assert wanted in sheet, wanted
    run("print", "ledger", "--month", "2026-11", "-o", str(out / "ledger.pdf"))
    ledger = text_of((out / "ledger.pdf").read_bytes())
    assert "2026-001" in ledger
    run("print", "report", "2026-001", "-o", str(out / "report.pdf"))
    report = text_of((out / "report.pdf").read_bytes())
    for wanted in (
        "税务端系统故障",
        "应急处置总结报告",
        "76分钟",
        "全力抢修，做好解释",
        "截止11月16日",
        "456分钟",
        "税收征管系统",
    ):
        assert wanted in report, wanted
    for who, phone, _ in TAXPAYERS:
        for paper in (sheet, ledger, report):
            assert who not in paper
            assert phone not in paper
    run("export", "ledger", "-o", str(out / "ledger.xlsx"))
    book = load_workbook(io.BytesIO((out / "ledger.xlsx").read_bytes()))
    cells = [cell.value for row in book.active.iter_rows() for cell in row]
    assert "2026-001" in cells
    assert "核对通过" in run("verify")
