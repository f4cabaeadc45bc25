"""The preview: what is shown is what is printed and saved; nothing half-written, no empty boxes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from hallduty.documents.paper import Paper, PrintMark
from hallduty.domain.errors import UserError
from hallduty.domain.incidents import Incident
from hallduty.ui import preview, printing
from hallduty.ui.desk import Desk
from hallduty.ui.preview import PreviewDialog
from hallduty.ui.tasks import TaskRunner
from tests.ui.conftest import FakeAsker

pdfium = pytest.importorskip("pypdfium2")


@pytest.fixture
def make(desk: Desk, fault: Incident) -> Callable[[], Paper]:
    """What makes the ledger sheet of a real incident."""
    text = {"description": "3—8号窗口无法登录，办税人𬭎𰻝等候"}
    desk.store.incidents.revise(fault.id, text, desk.stamp())
    dossier = desk.store.incidents.dossier(fault.id)
    printed = PrintMark(desk.clock.now(), "刘某某", desk.store.audit.head_code())
    return lambda: desk.press.sheet(dossier, printed)


@pytest.fixture
def shown(desk: Desk, make: Callable[[], Paper], qtbot: QtBot) -> PreviewDialog:
    dialog = PreviewDialog(desk, "登记表", make, "2026-001 登记表")
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_it_shows_the_pages_of_the_paper(shown: PreviewDialog) -> None:
    assert shown.paper is not None
    assert shown.document.pageCount() == shown.paper.pages == 1
    assert shown.pages.text() == "第 1 页，共 1 页"
    assert shown.view.isVisible()
    assert shown.print.isEnabled()


def test_save_writes_the_very_pdf_and_remembers_the_folder(
    shown: PreviewDialog, desk: Desk, ask: FakeAsker, tmp_path: Path, qtbot: QtBot
) -> None:
    target = tmp_path / "纸面" / "登记表.pdf"
    target.parent.mkdir()
    ask.will_answer(target)
    qtbot.mouseClick(shown.save, Qt.MouseButton.LeftButton)
    assert shown.paper is not None
    assert target.read_bytes() == shown.paper.pdf
    assert ask.asked == [("save_path", "2026-001 登记表.pdf")]
    assert desk.store.settings.recall("folder") == str(target.parent)
    assert list(target.parent.iterdir()) == [target]


def test_an_unwritable_place_is_said_and_leaves_nothing_behind(
    shown: PreviewDialog, ask: FakeAsker, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    ask.will_answer(tmp_path / "file" / "登记表.pdf")
    shown.save_paper()
    assert "未能写入" in ask.problems[0]
    assert (tmp_path / "file").read_text() == ""


def test_print_sends_the_same_page(
    shown: PreviewDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    target = tmp_path / "printed.pdf"
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(target))
    monkeypatch.setattr(printing, "ask_for_printer", lambda *_: printer)
    qtbot.mouseClick(shown.print, Qt.MouseButton.LeftButton)
    document = pdfium.PdfDocument(target.read_bytes())
    assert len(document) == 1
    width, height = document[0].get_size()
    assert (round(width), round(height)) == (595, 842)
    assert shown.paper is not None
    here, there = (
        pdfium.PdfDocument(pdf)[0].render(scale=1).to_pil().convert("L").resize((120, 170))
        for pdf in (shown.paper.pdf, target.read_bytes())
    )
    differences = [abs(a - b) for a, b in zip(here.tobytes(), there.tobytes(), strict=True)]
    assert sum(differences) / len(differences) < 4
    assert "已送打印机 1 页" in shown.note.text()


def test_a_wide_paper_is_printed_wide_and_only_the_pages_asked_for(
    desk: Desk, fault: Incident, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossier = desk.store.incidents.dossier(fault.id)
    printed = PrintMark(desk.clock.now(), "刘某某")
    many = [dossier] * 60
    dialog = PreviewDialog(
        desk, "台帐", lambda: desk.press.ledger(many, (None, None), printed), "台帐"
    )
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.document.pageCount() >= 3
    target = tmp_path / "wide.pdf"
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(target))
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(2, 3)
    monkeypatch.setattr(printing, "ask_for_printer", lambda *_: printer)
    dialog.print_paper()
    document = pdfium.PdfDocument(target.read_bytes())
    assert len(document) == 2
    width, height = document[1].get_size()
    assert width > height


def test_going_back_from_the_printer_prints_nothing(
    shown: PreviewDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "ask_for_printer", lambda *_: None)
    shown.print_paper()
    assert shown.note.text() == ""


def test_missing_characters_and_typefaces_are_named(desk: Desk, qtbot: QtBot) -> None:
    paper = Paper(_blank_pdf(desk), 1, ("😀",), ("仿宋未安装，以Noto Serif SC代替",))
    dialog = PreviewDialog(desk, "登记表", lambda: paper, "登记表")
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.warning.isVisible()
    assert "😀（U+1F600）" in dialog.warning.text()
    assert "仿宋未安装" in dialog.typefaces.text()


def test_a_failure_of_layout_is_said_in_the_window(desk: Desk, qtbot: QtBot) -> None:
    def fails() -> Paper:
        raise UserError("表单文件第 3 行有误")

    dialog = PreviewDialog(desk, "登记表", fails, "登记表")
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.state.text() == "未能排版：表单文件第 3 行有误"
    assert not dialog.print.isEnabled()
    assert not dialog.progress.isVisible()
    qtbot.mouseClick(dialog.cancel, Qt.MouseButton.LeftButton)
    assert not dialog.isVisible()


def test_it_can_be_closed_while_the_paper_is_being_made(
    desk: Desk, make: Callable[[], Paper], qtbot: QtBot
) -> None:
    runner = TaskRunner()
    desk.tasks = runner
    dialog = PreviewDialog(desk, "登记表", make, "登记表")
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.progress.isVisible()
    qtbot.mouseClick(dialog.cancel, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: runner.busy == 0, timeout=10_000)
    assert not dialog.isVisible()


def test_zoom_by_keys_and_back_to_the_width(shown: PreviewDialog, qtbot: QtBot) -> None:
    shown._zoom_in()
    first = shown.view.zoomFactor()
    shown._zoom_in()
    assert shown.view.zoomFactor() > first
    for _ in range(40):
        shown._zoom_out()
    assert shown.view.zoomFactor() >= 0.19
    qtbot.mouseClick(shown.wide, Qt.MouseButton.LeftButton)
    assert shown.view.zoomMode() == shown.view.ZoomMode.FitToWidth


@pytest.mark.parametrize(
    ("suggested", "name"),
    [
        ("2026-001 登记表", "2026-001 登记表"),
        ('a/b\\c:d*e?f"g<h>i|j', "a_b_c_d_e_f_g_h_i_j"),
        ("x" * 300, "x" * 100),
        (" .. ", "打印"),
        ("台帐.pdf", "台帐"),
    ],
)
def test_file_names_are_ones_that_every_system_takes(suggested: str, name: str) -> None:
    assert preview.file_name(suggested) == name


def _blank_pdf(desk: Desk) -> bytes:
    printed = PrintMark(desk.clock.now(), "刘某某")
    return desk.press.ledger([], (None, None), printed).pdf


def test_what_was_saved_is_said_with_its_whole_path(
    shown: PreviewDialog, ask: FakeAsker, tmp_path: Path, qtbot: QtBot
) -> None:
    shown.resize(560, 480)
    folder = tmp_path / ("很长的文件夹名" * 8)
    folder.mkdir()
    target = folder / "2026-001 登记表.pdf"
    assert not shown.note.isVisible()
    ask.will_answer(target)
    qtbot.mouseClick(shown.save, Qt.MouseButton.LeftButton)
    assert shown.note.isVisible()
    # Cut in its middle: what it is and how the file is called can both be read.
    assert shown.note.text().startswith("已保存 ")
    assert shown.note.text().endswith("登记表.pdf")
    assert shown.note.toolTip() == f"已保存 {target}"
    assert shown.open_folder.isVisible()
    assert shown.open_folder.width() >= shown.open_folder.sizeHint().width()
    assert shown.save.width() >= shown.save.sizeHint().width()
