"""The roster as paper and files, as the page gives them out and takes them in."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hallduty.domain.contacts import Person
from hallduty.domain.roster import LEADER, Hall, Part
from hallduty.ui.desk import Desk
from hallduty.ui.events import Topic
from hallduty.ui.preview import PreviewDialog
from hallduty.ui.roster.roster_view import RosterView
from tests.ui.conftest import FakeAsker
from tests.ui.pages_kit import add_hall, stamp
from tests.ui.roster_kit import cell, crew, day, opened, plan


@pytest.fixture
def hall(desk: Desk) -> Hall:
    return add_hall(desk)


@pytest.fixture
def people(desk: Desk) -> dict[str, Person]:
    return crew(desk)


@pytest.fixture
def view(desk: Desk, hall: Hall, people: dict[str, Person], qtbot: QtBot) -> RosterView:
    plan(desk, hall, day(16), LEADER, people["刘某某"])
    plan(desk, hall, day(17), LEADER, people["王小明"], part=Part.MORNING)
    plan(desk, hall, day(17), "导税", people["单雄信"], people["曾志伟"])
    return opened(desk, qtbot)


def test_the_preview_shows_the_month_on_paper(view: RosterView, qtbot: QtBot) -> None:
    seen: list[PreviewDialog] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, PreviewDialog)
        seen.append(dialog)
        dialog.reject()

    QTimer.singleShot(0, look)
    qtbot.mouseClick(view.print_button, Qt.MouseButton.LeftButton)
    assert seen[0].windowTitle() == "打印值班表"
    assert seen[0].paper is not None
    assert seen[0].paper.pdf.startswith(b"%PDF")


def test_what_is_exported_can_be_imported_again(
    view: RosterView, desk: Desk, hall: Hall, ask: FakeAsker, tmp_path: Path
) -> None:
    target = tmp_path / "值班表.xlsx"
    ask.will_answer(target)
    view.deeds.export_table()
    assert target.stat().st_size > 1000
    before = {n: cell(view.grid, day(n)).planned for n in (16, 17)}
    desk.store.roster.clear_posts([day(16), day(17)], hall.id, stamp(desk))
    desk.changed(Topic.ROSTER)
    assert cell(view.grid, day(16)).text == ""
    ask.will_answer([target], "all")
    view.deeds.import_file()
    assert {n: cell(view.grid, day(n)).planned for n in (16, 17)} == before
    assert cell(view.grid, day(17), "导税").text == "单雄信、曾志伟"
    assert cell(view.grid, day(16)).by_hand


def test_an_import_is_shown_before_it_is_written_and_can_be_left(
    view: RosterView, desk: Desk, hall: Hall, ask: FakeAsker, tmp_path: Path
) -> None:
    messy = tmp_path / "乱表.csv"
    messy.write_text(
        "11月值班表,,\n日期,值班领导,导税\n11月18日,刘某某,不认识\n11月31日,王小明,\n11月19日,王小明,\n",
        encoding="gb18030",
    )
    ask.will_answer([messy], None)
    view.deeds.import_file()
    assert any("不认识" in finding.text for finding in ask.findings)
    assert any("31" in f"{finding.where}{finding.text}" for finding in ask.findings)
    assert cell(view.grid, day(19)).text == ""
    ask.will_answer([messy], "skip")
    view.deeds.import_file()
    assert cell(view.grid, day(19)).text == "王小明"
    assert cell(view.grid, day(18)).text == ""


def test_a_calendar_file_has_the_shifts_of_the_month(
    view: RosterView, ask: FakeAsker, tmp_path: Path
) -> None:
    target = tmp_path / "值班.ics"
    ask.will_answer(target)
    view.deeds.export_calendar()
    text = target.read_bytes().decode("utf-8")
    assert text.count("BEGIN:VEVENT") >= 2
    assert "刘某某" in text


@pytest.mark.parametrize(
    "content", [b"", b"\x00\x01\x02", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0"]
)
def test_a_file_that_is_no_roster_is_refused_in_a_sentence(
    view: RosterView, desk: Desk, ask: FakeAsker, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "表.xlsx"
    file.write_bytes(content)
    before = desk.store.audit.head_code()
    ask.will_answer([file])
    view.deeds.import_file()
    assert len(ask.problems) == 1
    assert "Traceback" not in ask.problems[0]
    assert desk.store.audit.head_code() == before
    assert not view.deeds.strip.is_busy()


def test_a_file_that_went_away_is_said(view: RosterView, ask: FakeAsker, tmp_path: Path) -> None:
    ask.will_answer([tmp_path / "没有.xlsx"])
    view.deeds.import_file()
    assert "读不了" in ask.problems[0]
