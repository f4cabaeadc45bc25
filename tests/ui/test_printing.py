"""Printing: the printer of this kind of paper, pages, copies, paper sizes, and no printer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hallduty.documents.paper import Paper, PrintMark
from hallduty.domain.incidents import Incident
from hallduty.ui import printing
from hallduty.ui.desk import Desk
from hallduty.ui.outside import PrinterFacts
from hallduty.ui.preview import PreviewDialog
from hallduty.ui.print_dialog import PrintChoice, PrintDialog
from tests.ui.conftest import FakeAsker, FakeOutside

pdfium = pytest.importorskip("pypdfium2")
ENTER, ESC = Qt.Key.Key_Return, Qt.Key.Key_Escape


@pytest.fixture
def dialog(desk: Desk, qtbot: QtBot) -> Callable[..., PrintDialog]:
    def opened(pages: int = 6, size: str = "A4", kind: str = "登记表") -> PrintDialog:
        names = ["一楼 HP", "二楼佳能"]
        each = PrintDialog(desk, names, pages, size, kind, None)  # type: ignore[arg-type]
        qtbot.addWidget(each)
        each.show()
        each.activateWindow()
        qtbot.waitUntil(each.isActiveWindow)
        return each

    return opened


def press(dialog: PrintDialog, key: Qt.Key) -> None:
    QTest.keyClick(dialog.focusWidget() or dialog, key)


def test_enter_prints_all_and_escape_goes_back(dialog: Callable[..., PrintDialog]) -> None:
    shown = dialog()
    press(shown, ENTER)
    assert shown.choice == PrintChoice("一楼 HP", pages=(1, 2, 3, 4, 5, 6))
    shown = dialog()
    press(shown, ESC)
    assert shown.choice is None


def test_pages_copies_sides_and_paper(dialog: Callable[..., PrintDialog]) -> None:
    shown = dialog()
    shown.pages.setFocus()
    QTest.keyClicks(shown.pages, "1-2,5")
    shown.copies.setValue(3)
    shown.sides.setCurrentText("双面，沿长边翻页")
    shown.paper.setCurrentText("A3（缩放到整页）")
    press(shown, ENTER)
    assert shown.choice == PrintChoice("一楼 HP", "long", "A3", (1, 2, 5), 3)


def test_a_page_that_is_not_there_is_said_beside_the_field(
    dialog: Callable[..., PrintDialog],
) -> None:
    shown = dialog()
    shown.pages.setFocus()
    QTest.keyClicks(shown.pages, "9")
    press(shown, ENTER)
    assert shown.choice is None
    assert shown.pages_error.text() == "没有第 9 页，这份文件共 6 页"
    assert shown.pages.hasFocus()
    QTest.keyClick(shown.pages, Qt.Key.Key_Backspace)
    assert shown.pages_error.isHidden()


def test_the_printer_is_remembered_per_kind_and_size(
    dialog: Callable[..., PrintDialog], desk: Desk
) -> None:
    shown = dialog()
    shown.printer.setCurrentText("二楼佳能")
    shown.sides.setCurrentIndex(1)
    press(shown, ENTER)
    shown.remember()
    assert dialog().printer.currentText() == "二楼佳能"
    assert dialog().sides.currentData() == "long"
    # Another kind on the same paper: the printer of that size; on other paper: the default.
    assert dialog(kind="值班表").printer.currentText() == "二楼佳能"
    assert dialog(size="A3", kind="公告").printer.currentText() == "一楼 HP"
    other = dialog(kind="值班表")
    other.printer.setCurrentText("一楼 HP")
    press(other, ENTER)
    other.remember()
    assert dialog().printer.currentText() == "二楼佳能"
    desk.store.settings.remember("printer.A4.登记表", "no json")
    assert dialog().printer.currentText() == "一楼 HP"


def test_what_a_printer_cannot_do_is_said(
    dialog: Callable[..., PrintDialog], outside: FakeOutside
) -> None:
    outside.facts["一楼 HP"] = PrinterFacts(duplex=False, a3=False)
    shown = dialog(size="A3")
    assert not shown.sides.isEnabled()
    assert "没有 A3 纸" in shown.note.text()
    assert shown.paper.currentData() == "A4"


@pytest.fixture
def paper(desk: Desk, fault: Incident) -> Paper:
    dossier = desk.store.incidents.dossier(fault.id)
    printed = PrintMark(desk.clock.now(), "刘某某")
    return desk.press.ledger([dossier] * 60, (None, None), printed)


@pytest.fixture
def preview(desk: Desk, paper: Paper, qtbot: QtBot) -> PreviewDialog:
    made = PreviewDialog(desk, "台帐", lambda: paper, "突发事件台帐")
    qtbot.addWidget(made)
    made.show()
    return made


def _to_file(monkeypatch: pytest.MonkeyPatch, target: Path) -> list[PrintChoice]:
    """Let whatever printer is chosen write a PDF."""
    made: list[PrintChoice] = []
    real = printing.printer_for

    def into_file(choice: PrintChoice) -> printing.Printer:
        printer = real(choice)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(target))
        made.append(choice)
        return printer

    monkeypatch.setattr(printing, "printer_for", into_file)
    return made


def _answer(pages: str, **fields: object) -> None:
    """Fill the dialog that is about to open and press Enter in it."""
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, PrintDialog)
    dialog.pages.setText(pages)
    for name, value in fields.items():
        box = getattr(dialog, name)
        box.setCurrentIndex(box.findData(value)) if name != "copies" else box.setValue(value)
    QTest.keyClick(dialog.print, ENTER)


def test_ctrl_p_prints_the_pages_asked_for_on_the_paper_asked_for(
    preview: PreviewDialog,
    outside: FakeOutside,
    paper: Paper,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    desk: Desk,
) -> None:
    assert paper.pages >= 3
    outside.names = ["一楼 HP"]
    target = tmp_path / "out.pdf"
    made = _to_file(monkeypatch, target)
    QTimer.singleShot(50, lambda: _answer("1,3", paper="A3", sides="short", copies=2))
    QTest.keyClick(preview, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    document = pdfium.PdfDocument(target.read_bytes())
    assert made == [PrintChoice("一楼 HP", "short", "A3", (1, 3), 2)]
    # Where the system makes no copies, the pages are sent twice, copy by copy.
    assert len(document) == 4
    width, height = document[0].get_size()
    assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == (420, 297)
    # The whole page is there, larger: its picture is that of the page it was made from.
    for here, there in ((0, 0), (1, 2)):
        small = [
            pdf[page].render(scale=scale).to_pil().convert("L").reduce(12)
            for pdf, page, scale in (
                (pdfium.PdfDocument(paper.pdf), there, 2.0),
                (document, here, 2.0 * 842 / 1191),
            )
        ]
        one, two = (picture.resize((140, 99)).tobytes() for picture in small)
        assert sum(abs(a - b) for a, b in zip(one, two, strict=True)) / len(one) < 4
    assert "已送打印机 2 页，2 份" in preview.note.text()
    assert "一楼 HP" in desk.store.settings.recall("printer.A4.突发事件台帐")


@pytest.mark.parametrize(("resolution", "most"), [(300, 300), (600, 600), (1200, 600)])
def test_a_page_is_as_sharp_as_the_printer(
    preview: PreviewDialog, tmp_path: Path, resolution: int, most: int
) -> None:
    target = tmp_path / "sharp.pdf"
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(target))
    printer.setResolution(resolution)
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(1, 1)
    assert printing.print_pages(preview.document, printer, "台帐", preview) == 1
    page = pdfium.PdfDocument(target.read_bytes())[0]
    (picture,) = page.get_objects(filter=[pdfium.raw.FPDF_PAGEOBJ_IMAGE])
    wide = picture.get_px_size()[0]
    assert abs(wide / (297 / 25.4) - most) < 6


def test_without_a_printer_saving_is_offered_at_once(
    preview: PreviewDialog, ask: FakeAsker, outside: FakeOutside, tmp_path: Path, qtbot: QtBot
) -> None:
    target = tmp_path / "存" / "台帐.pdf"
    target.parent.mkdir()
    ask.will_answer(True, target)
    qtbot.mouseClick(preview.print, Qt.MouseButton.LeftButton)
    assert ask.asked[0][0] == "confirm"
    assert "没有安装打印机" in ask.asked[0][1]
    assert preview.paper is not None
    assert target.read_bytes() == preview.paper.pdf
    assert preview.open_folder.isVisible()
    qtbot.mouseClick(preview.open_folder, Qt.MouseButton.LeftButton)
    assert outside.opened == [target.parent]


def test_a_folder_that_nothing_opens_is_named(
    preview: PreviewDialog, ask: FakeAsker, outside: FakeOutside, tmp_path: Path, qtbot: QtBot
) -> None:
    outside.opens = False
    ask.will_answer(tmp_path / "台帐.pdf")
    assert not preview.open_folder.isVisible()
    preview.save_paper()
    qtbot.mouseClick(preview.open_folder, Qt.MouseButton.LeftButton)
    assert str(tmp_path) in preview.note.whole()


def test_going_back_from_the_question_saves_nothing(
    preview: PreviewDialog, ask: FakeAsker, qtbot: QtBot
) -> None:
    ask.will_answer(False)
    preview.print_paper()
    assert not preview.delivered


def test_a_printer_that_is_there_is_seen_by_qt(outside: FakeOutside) -> None:
    from hallduty.ui.outside import Outside

    assert isinstance(Outside().printers(), list)
    assert isinstance(Outside().printer_facts("没有这台"), PrinterFacts)


def test_sizes_are_known_in_both_directions(paper: Paper, preview: PreviewDialog) -> None:
    assert isinstance(preview.document, QPdfDocument)
    assert printing.size_name(preview.document, 0) == "A4"
