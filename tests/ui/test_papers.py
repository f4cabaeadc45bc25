"""The papers of an incident: each stands in the menu, shows a preview, and notes its printing."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hallduty.domain.notices import NewNotice, NoticeKind
from hallduty.ui.desk import Desk
from hallduty.ui.events import Topic
from hallduty.ui.followups.cards_dialog import CardsDialog
from hallduty.ui.incidents.papers import OFFERS
from hallduty.ui.preview import PreviewDialog
from tests.ui.conftest import FakeAsker
from tests.ui.workspace_kit import Bench, click, fault, opened

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def bench(qtbot: QtBot, desk: Desk) -> Bench:
    found = opened(qtbot, desk, fault(desk).id)
    store, number = desk.store, found.incident_id
    new = NewNotice(NoticeKind.FAULT, "系统故障，正在抢修。", "系统故障", None, None, ("大厅入口",))
    store.notices.make(number, new, (), desk.stamp(), None)
    store.followups.issue_cards(number, 2, desk.stamp())
    desk.changed(Topic.INCIDENTS)
    return found


def shown() -> PreviewDialog:
    widgets = [w for w in QApplication.topLevelWidgets() if isinstance(w, PreviewDialog)]
    (preview,) = [w for w in widgets if w.isVisible()]
    return preview


@pytest.mark.parametrize("name", list(OFFERS))
def test_every_paper_of_the_menu_notes_its_printing(
    bench: Bench, qtbot: QtBot, ask: FakeAsker, tmp_path: Path, name: str
) -> None:
    header = bench.workspace.header
    action = header.print_menu.actions()[list(OFFERS).index(name)]
    assert OFFERS[name].title in action.text()
    action.trigger()
    if name == "cards":
        (dialog,) = bench.workspace.findChildren(CardsDialog)
        click(dialog.again)
    preview = shown()
    qtbot.waitUntil(lambda: preview.paper is not None)
    ask.will_answer(tmp_path / "纸.pdf")
    preview.activateWindow()
    qtbot.waitUntil(preview.isActiveWindow)
    QTest.keyClick(preview, Qt.Key.Key_S, CONTROL)
    preview.close()
    (printing,) = bench.desk.store.printings.of(bench.incident_id)
    assert (printing.kind, printing.pages) == (name, preview_pages(tmp_path))
    assert header.print.icon().isNull()


def preview_pages(folder: Path) -> int:
    import pypdfium2 as pdfium

    return len(pdfium.PdfDocument(folder / "纸.pdf"))


def test_the_letters_of_the_menu_are_each_given_once() -> None:
    letters = [offer.letter for offer in OFFERS.values()]
    assert len(set(letters)) == len(letters)


def test_an_earlier_day_is_told_with_its_date(bench: Bench) -> None:
    times = bench.workspace.header.times
    assert times.text().startswith("发生 09:42")
    bench.clock.at = bench.clock.at.replace(day=14)
    bench.workspace.case.reload()
    assert times.text().startswith("发生 2026-11-13 09:42")
